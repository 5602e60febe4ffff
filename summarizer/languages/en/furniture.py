"""The words by which page furniture is known in English; lines are of the view, stripped."""

import re
from collections.abc import Iterator

from summarizer.languages.patterns import verbose

MAX_DISCLAIMER = 400
_MAX_LINE = 160
MAX_LINK = 80

_LINE = verbose(
    r"""
    (?:skip[ ]to[ ](?:main[ ])?content|back[ ]to[ ]top|print(?:[ ]this)?[ ]page|share(?:[ ]this)?(?:[ ]page)?
        |sign[ ]in|log[ ]in|subscribe|site[ ]map|contact[ ]us|about[ ]us|privacy[ ]policy|terms[ ]of[ ]use|menu|search
        |(?:learn|read|find[ ]out|see|discover|show|view)[ ]more(?:[ ]here)?[.!>»→]{0,2}|click[ ]here
        |download(?:[ ]the)?[ ]pdf|follow[ ]us
        |(?:read|view|see)[ ]the[ ]full[ ](?:plan|report|story|article)|share[ ]this[ ](?:story|article|plan)
        |table[ ]of[ ]contents)
    |\#{1,6}                                                                  # a title that was left empty
    |[^.]{3,120}?[ ]?(?:\.{3,}|(?:[ ]\.){3,}|…+)[ ]?(?:\d{1,3}|[ivxl]{1,5})              # a line of a list of contents
    |home(?:[ ]*[>»/|][ ]*[^>»/|]{1,60})+                                   # home > plans > 2026
    |(?:last[ ]updated|page[ ]last[ ]reviewed|posted|date[ ]posted)[ ]*:?[ ].{4,40}
    |(?:©|\(c\)(?=[ ]*(?:19|20)\d\d)|copyright\b).{0,120}|.{0,80}\ball[ ]rights[ ]reserved\.?
    """,
    re.IGNORECASE,
)
PAGE_NUMBER = re.compile(r"-? ?\d{1,4} ?-?|page +\d{1,4}(?: *(?:of|/) *\d{1,4})?(?: *\|.*)?", re.IGNORECASE)
_DISCLAIMER = re.compile(r"this (?:site|website) uses cookies|disclaimer *:", re.IGNORECASE)
_RELATED = re.compile(
    r"(?:related|recommended|popular|latest) (?:articles|links|news|pages|content) *:?", re.IGNORECASE
)
SENTENCE = re.compile(r"[.!?](?:[ \"”)]|$)")
NUMBERED = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*[.)]? |\([a-z\d]{1,2}\) |(?:goal|objective|part|chapter|section) \w)", re.IGNORECASE
)
PRINTED_PAGE_NUMBER = re.compile(
    r"[-–—·•|\s]*(?:page\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:of|/)\s*\d{1,4})?[-–—·•|\s]*", re.IGNORECASE
)
PRINTED_ITEM = re.compile(
    r"(?<![\d.])\d{1,2}(?:\.\d{1,2})*[.)]?\s|\([a-z\d]{1,2}\)\s|[A-Z]\.\s|[•●○▪–-]\s|[A-Z][a-z]+ \d{1,2}[:.]"
)


def is_line(text: str, *, edge: bool) -> bool:
    """Whether a whole line is furniture; a number alone only near an end of the page."""
    if len(text) <= MAX_DISCLAIMER and _DISCLAIMER.match(text):
        return True
    if len(text) > _MAX_LINE:
        return False
    return bool(_LINE.fullmatch(text) or (PAGE_NUMBER.fullmatch(text) and (edge or not text.isdigit())))


def heads_links(text: str) -> bool:
    """Whether a line stands over links to other pages."""
    return _RELATED.fullmatch(text) is not None


def is_link(text: str) -> bool:
    """Whether a line at the end of a page may be a link to another: a short, unpunctuated title."""
    if is_line(text, edge=True):
        return True
    return len(text) <= MAX_LINK and ":" not in text and not SENTENCE.search(text) and not NUMBERED.match(text)


def parts(text: str) -> Iterator[tuple[int, int]]:  # noqa: ARG001 - what Chinese needs
    """None: no furniture inside a line of content is known."""
    yield from ()
