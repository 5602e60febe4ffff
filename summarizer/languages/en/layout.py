"""What tells a line of English that was broken inside a sentence from one that ends.

Lines are of the view, without the blanks around them.
"""

import re

from summarizer.languages.patterns import NEVER, verbose

_ENDED = re.compile(r"[.!?:;…][\"”’')\]*_]*$")
_STOPPED_INSIDE = re.compile(r"[\w)\]%”\"’][.!?][\"”’)]? +[A-Z“\"]")
_ABBREVIATED = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|no|dr|mr|mrs|ms|st|u\.s|approx|[A-Z])\.)$", re.IGNORECASE)
# No line ends with one of these that is whole.
_HANGING = verbose(
    r"""
    (?:^|[^\w'’])(?:
        the|a|an|of|and|or|to|in|for|with|by|from|at|on|as|that|which|who|whose|will|shall|must|is|are|be|been|our
        |their|its|his|her|your|this|these|those|into|per|than|but|including|between|among|through|via|no|not
        |at[ ]least|more[ ]than|less[ ]than|up[ ]to|under|over|&
    )$
    |[,(\[“/–—]$|[a-z]-$
    """,
    re.IGNORECASE,
)
_RESUMING = re.compile(r"[a-z]|[,;:)\]%”]|\d[\d,.]*(?:%| [a-z]{2}|[.;,)]?$)|and/or\b")
_LIST = re.compile(r"(?:[a-z]|[ivx]{1,4})[.)] |[a-z]\w*(?:-\w+)?: ")
"""An item, or a key with its value, is no rest of a sentence."""
_MARKED = re.compile(r"[#|>]|[-=*_]{3}|https?:")
_GAP = " " * 3
_REST = re.compile(r"[a-z][^.!?]{0,24}[.!?]")
_TASK = re.compile(r"[“\"*_]*[A-Z]")
_BEGINS = re.compile(r"[^A-Za-z]*[A-Z]")
_WHOLE_WORD = re.compile(r"[a-z,]$")
_LONG, _LONGER = 40, 60
"""Characters; a shorter line that ends without a stop may be an entry of a list in small letters."""
_WORDS = 7
_TAIL = 24
TITLES = frozenset(
    "markdown1 markdown2 markdown3 markdown4 markdown5 markdown6 part chapter section article goal objective".split()
)
"""The numbering whose lines are titles, nearly always."""
_NO_PLAIN_TITLE = re.compile(r"[,;]|(?<=[a-z] )\$?\d(?=.{9})")
SPACED = re.compile(NEVER)
"""Nothing: letters set apart are not looked for."""
SET_OFF = EMPHASIS = SPACED
_OPENS, _CLOSES = "([“", ")]”"
_MAX_PAIR = 120


def is_ended(text: str) -> bool:
    """Whether a line ends as a sentence, a lead-in or an item of a list does."""
    return _ENDED.search(text) is not None and _ABBREVIATED.search(text[-_TAIL:]) is None


def stops_inside(text: str) -> bool:
    """Whether a sentence ends inside a line, and another begins."""
    return _STOPPED_INSIDE.search(text) is not None


def is_plain_title(text: str) -> bool:
    """Whether a numbered line says no more than a title does."""
    return _NO_PLAIN_TITLE.search(text) is None


def goes_on(line: str, below: str) -> bool:
    """Whether what ends ``line`` and begins ``below`` cannot be the edges of two sentences."""
    if _MARKED.match(line) or _GAP in line or _GAP in below or _LIST.match(below):
        return False
    if len(line) < _LONG:
        return False
    if _HANGING.search(line[-_TAIL:]) or _RESUMING.match(below):
        return True
    tail = line[-_MAX_PAIR:]
    return any(tail.rfind(opens) > tail.rfind(closes) for opens, closes in zip(_OPENS, _CLOSES, strict=True))


def is_torn(line: str, below: str) -> bool:
    """Whether one sentence goes on from a long line to one in small letters, whatever the lines of the document are."""
    return (
        len(line) >= _LONGER
        and below[0].islower()
        and _WHOLE_WORD.search(line) is not None
        and _BEGINS.match(line) is not None
        and goes_on(line, below)
    )


def is_rest(text: str) -> bool:
    """Whether a sentence that ends in a line has too few characters there to have begun in it."""
    return _REST.match(text) is not None


def hangs(text: str) -> bool:
    """Whether a line ends with a comma."""
    return text.endswith(",")


def has_clauses(text: str) -> bool:
    """Whether a line is more than a title or an entry: it has a comma in it, or the words of a sentence."""
    return "," in text or text.count(" ") >= _WORDS


def opens_task(text: str) -> bool:
    """Whether a line begins with a capital, as a task does that stands on a line of its own."""
    return _TASK.match(text) is not None


def gaps_between(text: str) -> list[int]:  # noqa: ARG001 - what Chinese needs
    """None: letters set apart are not looked for."""
    return []


def parts_mark(text: str, at: int, *, sentence: bool) -> bool:  # noqa: ARG001 - what Chinese needs
    """True: a blank always parts two words."""
    return True


def is_sentence(text: str) -> bool:
    """Whether a line has the stops of a sentence, and is no row of words."""
    return has_clauses(text) or stops_inside(text) or is_ended(text)
