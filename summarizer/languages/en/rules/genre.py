"""Is this a plan at all? A plan says what is to be done, sentence after sentence; other texts tell, rule or ask.

What the title calls the text, and how many sentences commit to something beside how many speak as a text of another
kind does. The words stand in the lexicons ``genre_titles`` and ``genre_words``, by kinds.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from summarizer.languages.en.numbering import named_system
from summarizer.languages.en.rules import aims, commits, imperatives, labels, listing
from summarizer.languages.en.rules.context import EnglishContext
from summarizer.languages.patterns import verbose
from summarizer.structure.outline import Sentence

if TYPE_CHECKING:
    from summarizer.documents.document import Document
    from summarizer.languages.en.rules.lexicons import EnglishLexicons
    from summarizer.structure.outline import Outline

_TOP, _MAX_LINES, _MAX_TITLE = 800, 6, 90
_NEWS_VERB = verbose(
    r"""
    \b(?:approves|unveils|launches|adopts|announces|releases|says|seeks|rejects|backs|faces|wins|passes
    |votes|debates|considers|proposes|presents|publishes|sets|gets|hits|plans[ ]to|to[ ](?:vote|decide
    |discuss)|criticizes|slams|how[ ]to|why|what[ ]is|i[ ]|my[ ])\b
    """,
    re.IGNORECASE,
)
_PLAN_WORDS = verbose(
    r"""
    \b(?:goals?|objectives?|targets?|priorit(?:y|ies)|strateg\w+|actions?|programmes?|plans?|initiatives?
    |milestones?|commit\w*|tasks?|polic(?:y|ies)|reforms?|implement\w*)\b
    """,
    re.IGNORECASE,
)
_READ = 50_000
_WORDS_SHARE, _NAMED = 0.25, 2
"""How many such words a text of so many sentences has at least, if it has no goals by name."""
_NOMINAL = re.compile(
    r"\W*(?:the |an? |new |further )?[a-z]+(?:tion|ment|ing|ance|al|sion|ade) (?:of|and|to|for|in|with)\b",
    re.IGNORECASE,
)
_DENSE, _DENSE_SHARE = 0.5, 0.1
"""So many such words, so few of other kinds of text and so many commitments make a part of a plan without a title."""
_INTENT = verbose(
    r"""
    \b(?:we|our|it|they|and|city|council|company|group|school|university|government|ministry|department|agency
        |organi[sz]ation|board|foundation|programme|program|plan|strategy|team)[ ](?:also[ ])?
        (?:aims?|plans?|intends?|pledges?|commits?|seeks?|hopes?|expects?|wants?)[ ]to\b
    |\b(?:we|i)[ ](?:will|shall|must|instruct|commit|pledge)\b
    |\b(?:aims?|goals?|objectives?|targets?|ambitions?|vision|mission|tasks?|priorit(?:y|ies)|focus)[ ]
        (?:is|are|of|remains?|will[ ]be|by|for[ ]20\d\d)\b
    |\b(?:committed[ ]to|set[ ](?:itself|ourselves|themselves)|needs?[ ]to[ ]be|it[ ]is[ ]necessary|should[ ]be
        |to[ ]be[ ](?:achieved|completed|delivered|implemented|launched|established)|in[ ]order[ ]to[ ]achieve)\b
    |\bby[ ](?:the[ ]end[ ]of[ ])?20[2-9]\d\b
    """,
    re.IGNORECASE,
)
"""What a sentence says that wants something of the future, though it commits nobody to an action."""
_OWN = re.compile(
    r"\bwe(?:['’]ll| will| shall| plan to| intend to| aim to| commit to| are committed to)\b"
    r"|\bby (?:the end of )?20[2-9]\d\b",
    re.IGNORECASE,
)
"""We will …: neither instructions nor forecasts say so, letters and news seldom."""
_CARD = verbose(
    r"""
    ^[ >*_|•-]{0,6}(?:(?:key|expected|planned|intended|strategic|lead|responsible|success|performance|priority|target
        |implementing|supporting|estimated|plan)[ ]){0,2}
    (?:leads?|owners?|responsib\w{2,6}|outcomes?|outputs?|results?|indicators?|kpis?|targets?|milestones?|deliverables?
        |actions?|activit(?:y|ies)|initiatives?|objectives?|goals?|strateg(?:y|ies)|priorit(?:y|ies)|pillars?|themes?
        |measures?|metrics?|baseline|timelines?|timeframe|deadline|due[ ]date|start|end|branch|agency|department
        |partners?|focus[ ]areas?|commitments?|key[ ]results?|tasks?|next[ ]steps?)
    (?:[ ](?:agency|branch|department|office|date|year|areas?))?(?:[ ]?\#?\d{1,2}(?:\.\d{1,2})*|[ ][A-Z])?[ ]?
    [*_]{0,3}[:–|-]
    """,
    re.IGNORECASE | re.MULTILINE,
)
"""A line that begins with what a plan calls its parts: Lead: …, Expected Outcome: …, Goal 2 – …."""
_MIN_LENGTH = 20
_MOST = 300
"""Headings that are looked at."""
_LOOKED_AT = 300
"""Characters of a sentence."""
_MIN_SENTENCES = 6
_TITLED_SHARE, _UNTITLED_SHARE, _GOALS_SHARE = 0.06, 0.25, 0.12
"""Of the sentences, how many have to commit: under a title that names a plan, without one, with goals by name."""
_TOLD_SHARE, _PLAN_LIKE_SHARE = 0.2, 0.5
_FEW_TOLD, _MEANT_SHARE, _FEW_COMMIT = 0.1, 0.3, 2
"""Where few sentences speak as another kind of text does, so many that want something make a plan of the rest."""
_OWN_SHARE = 0.25
_MARKS, _MARKS_SHARE = 4, 0.15
"""So many lines named as parts of a plan, beside so many sentences, make one."""


@dataclass
class _Signs:
    """What speaks for a plan and against one, counted in sentences, lines and headings."""

    total: int = 0
    committed: int = 0
    meant: int = 0
    """Sentences that commit or want something of the future."""
    own: int = 0
    """Sentences that say what we will do, or by when something will be."""
    named: int = 0
    """Headings that name a goal or say what is to be done."""
    marks: int = 0
    """Lines that are called what plans call their parts."""
    spoken: int = 0
    """Words that plans speak of themselves with."""
    told: Counter[str] = field(default_factory=Counter)


def otherwise(document: Document, outline: Outline, words: EnglishLexicons) -> str | None:
    """The kind of what is no plan (``news``), ``other`` where it is of none that is known; None where it is a plan."""
    planned, other = _titled(document, words)
    if other is not None and not planned:
        return other
    signs = _signs(document, outline, words, planned=planned)
    told = signs.told
    kind = told.most_common(1)[0][0] if told else "other"
    if _is_built(signs) or _is_meant(signs):
        return None
    if (
        not planned
        and signs.named < _NAMED
        and signs.total >= _MIN_SENTENCES
        and signs.spoken < _WORDS_SHARE * signs.total
    ):
        return kind  # instructions, forecasts: they too say what will be
    return _decided(signs, planned=planned, tables=bool(outline.tables))


def _is_built(signs: _Signs) -> bool:
    """Whether a text has the parts of a plan by name, and little of any other kind of text."""
    few = sum(signs.told.values()) <= _FEW_TOLD * signs.total
    marks = signs.marks + signs.named
    if few and 0 < signs.total < _MIN_SENTENCES and marks and signs.committed:
        return True
    return few and marks >= _MARKS and marks >= _MARKS_SHARE * signs.total and signs.meant >= _FEW_COMMIT


def _is_meant(signs: _Signs) -> bool:
    """Whether a text without the title of a plan speaks of what is wanted, in a plan's words."""
    few = sum(signs.told.values()) <= _FEW_TOLD * signs.total
    if few and signs.own >= max(_FEW_COMMIT, _OWN_SHARE * signs.total):
        return True
    if not few or signs.spoken < _DENSE * signs.total or not signs.total:
        return False
    return signs.committed >= _DENSE_SHARE * signs.total or (
        signs.meant >= _MEANT_SHARE * signs.total and signs.committed + signs.named > 0
    )


def _signs(document: Document, outline: Outline, words: EnglishLexicons, *, planned: bool) -> _Signs:
    view = document.view
    signs = _Signs(spoken=len(_PLAN_WORDS.findall(view, 0, _READ)))
    for sentence in outline.sentences:
        coded = labels.is_action(view, sentence.start)
        if sentence.end - sentence.start < _MIN_LENGTH and not sentence.cell and not coded:
            continue
        role = outline.headings[sentence.heading].role if sentence.heading is not None else "plain"
        if role in {"review", "background", "appendix"}:
            continue
        signs.total += 1
        short = Sentence(sentence.start, min(sentence.end, sentence.start + _LOOKED_AT), sentence.stop, None, 0)
        context = EnglishContext(view, document.text, short, "plain", None, words)
        context.promised = context.plain.startswith("to ")  # an item of a list: to extend the network
        if (
            sentence.cell
            or coded
            or imperatives.imperative(context) is not None
            or commits.promise(context) is not None
            or (planned and _NOMINAL.match(context.plain))  # the installation of recharging points
        ):
            signs.committed += 1
            signs.meant += 1
        elif _INTENT.search(context.plain):
            signs.meant += 1
        signs.own += _OWN.search(context.plain) is not None
        if (hit := words.genre_words.search(context.plain)) and hit.lastgroup:
            signs.told[hit.lastgroup] += 1
    for index, heading in enumerate(outline.headings[:_MOST]):
        if (hit := words.genre_words.search(view, heading.start, heading.end)) and hit.lastgroup:
            signs.told[hit.lastgroup] += 1
        title = view[heading.start : heading.end].strip(" *_:.")
        if named_system(view[heading.line_start : heading.start]) in {"goal", "objective"} or _aims(
            document, outline, index, words
        ):
            signs.named += 1
        elif listing.of_heading(title):
            signs.marks += 1
    signs.marks += sum(1 for _ in _CARD.finditer(view, 0, _READ))
    return signs


def _titled(document: Document, words: EnglishLexicons) -> tuple[bool, str | None]:
    """Whether one of the first lines names a plan, and what other kind of text the title names."""
    title = document.metadata.title or ""
    lines = [line.strip(" #*_") for line in document.view[:_TOP].split("\n") if line.strip(" #*_")][:_MAX_LINES]
    other = None
    planned = False
    for line in [title, *lines]:
        if len(line) > _MAX_TITLE or line.endswith((".", "!", "?")) or _NEWS_VERB.search(line):
            continue
        kinds = [hit.lastgroup for hit in words.genre_titles.finditer(line)]
        named = next((kind for kind in kinds if kind != "plan"), None)
        if line == title:
            other = named
        planned = planned or ("plan" in kinds and named not in {"meeting", "review"})
    return planned and other not in {"meeting", "review"}, other


def _aims(document: Document, outline: Outline, index: int, words: EnglishLexicons) -> bool:
    heading = outline.headings[index]
    start, end = aims.trimmed(document.view, heading.start, heading.end)
    context = EnglishContext(document.view, document.text, Sentence(start, end, end, None, 0), "plain", None, words)
    return imperatives.imperative(context) is not None


def _decided(signs: _Signs, *, planned: bool, tables: bool) -> str | None:
    total, committed, named = signs.total, signs.committed, signs.named
    kind, most = signs.told.most_common(1)[0] if signs.told else ("other", 0)
    share = _PLAN_LIKE_SHARE if planned or named > 1 else _TOLD_SHARE
    if most > 1 and most >= share * total:
        return kind
    if planned and committed and signs.meant >= _GOALS_SHARE * total:
        return None
    if planned or (named > 1 and tables):
        return None if committed >= _TITLED_SHARE * total or named or total < _MIN_SENTENCES else kind
    if named > 1:
        return None if committed >= _GOALS_SHARE * total else kind
    if total < _MIN_SENTENCES:
        return None if committed * 2 >= total and total and committed else kind
    return None if committed >= _UNTITLED_SHARE * total else kind
