"""Offices that a sentence names without a tag, and gives a part in the work (led by the Ministry of Health).

Read are names that say what they are (a ministry, a department, a council of something): in front of what they will
do, and behind words that say that they lead or work along. Not read: who is reported to, consulted, funded or
supported, and bodies called by a bare noun (the Council), which is mostly whose plan it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.languages.patterns import verbose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.languages.en.rules.context import EnglishContext

Span = tuple[int, int]

_KIND = (
    "Ministry|Department|Office|Agency|Bureau|Commission|Council|Committee|Authority|Board|Directorate|Secretariat"
    "|Administration|Institute|Taskforce"
)
_NAME = verbose(
    rf"""
    \b(?:
        (?:(?!The\b|In\b|By\b|And\b|Our\b|Each\b)(?:U\.S\.|[A-Z][\w'’&-]*)[ ]){{1,5}}(?:{_KIND})s?\b
      | (?:{_KIND})s?(?=[ ](?:of|for|on)[ ](?:the[ ])?[A-Z])
    )
    (?:[ ](?:of|for|on)(?:[ ]the)?[ ][A-Z][\w'’&-]*(?:(?:,[ ]|[ ]|,?[ ]and[ ](?!the\b))[A-Z][\w'’&-]*)*)*
    (?!['’]s?\b)
    """
)
_WILL = re.compile(
    r"(?:will|shall|must|commits?[ ]to|leads?|(?:is|are)[ ](?:responsible|the[ ]lead))\b(?![ ]be[ ](?!responsible))"
)
_WITH = re.compile(
    r"\b(?:(?:co-?)?led by|(?:co-?ordinated|delivered|implemented|carried out|overseen) (?:jointly )?by"
    r"|in (?:close )?(?:co-?operation|collaboration|partnership|co-?ordination|conjunction) with"
    r"|(?:jointly|together|alongside) with|jointly by|alongside|work(?:ing)?(?: closely)? with) (?:both )?(?:the )?",
    re.IGNORECASE,
)
# Between two names of a list, and behind the last: its initials, others that are called by initials alone.
_NEXT = re.compile(r"(?: \([A-Z][A-Za-z.&]{1,10}\))?(?:,? and (?:the )?|, (?:the )?|/)")
_BEHIND = re.compile(r"(?: \([A-Z][A-Za-z.&]{1,10}\))?(?:,?(?: and)? [A-Z]{2,8}\b)?(?:, (?:which|who)[^,;.]{1,60},)? ")
_MOST = 8
"""Names in one list."""


def mentioned(context: EnglishContext, tagged: list[str]) -> list[Span]:
    """Where the sentence names offices that are to take part and that are not ``tagged``; in order, each once."""
    plain = context.plain
    known = set(tagged)
    found = []
    for start, end in sorted({*_doing(plain), *_along(plain)}):
        if plain[start:end] not in known:
            known.add(plain[start:end])
            found.append((context.start + start, context.start + end))
    return found


def _doing(plain: str) -> Iterator[Span]:
    """The names of a list behind which it is said that they will do something."""
    waiting: list[Span] = []
    for name in _NAME.finditer(plain):
        if waiting and not _NEXT.fullmatch(plain, waiting[-1][1], name.start()):
            waiting = []
        waiting = [*waiting[-_MOST:], name.span()]
        behind = _BEHIND.match(plain, name.end())
        if behind and _WILL.match(plain, behind.end()):
            yield from waiting
            waiting = []


def _along(plain: str) -> Iterator[Span]:
    """The names of a list behind a word that says that they lead or work along."""
    for word in _WITH.finditer(plain):
        at = word.end()
        for _ in range(_MOST):
            name = _NAME.match(plain, at)
            if name is None:
                break
            yield name.span()
            joint = _NEXT.match(plain, name.end())
            if joint is None:
                break
            at = joint.end()
