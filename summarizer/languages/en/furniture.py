"""The words by which page furniture is known in English; lines are of the view, stripped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.languages.patterns import verbose

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DISCLAIMER = 400
_MAX_LINE = 160
_MAX_LINK = 80

_LINE = verbose(
    r"""
    (?:skip[ ]to[ ](?:main[ ])?content|back[ ]to[ ]top|print(?:[ ]this)?[ ]page|share(?:[ ]this)?(?:[ ]page)?
        |sign[ ]in|log[ ]in|subscribe|site[ ]map|contact[ ]us|about[ ]us|privacy[ ]policy|terms[ ]of[ ]use|menu|search
        |table[ ]of[ ]contents)
    |home(?:[ ]*[>»/|][ ]*[^>»/|]{1,60})+                                   # home > plans > 2026
    |(?:last[ ]updated|page[ ]last[ ]reviewed|posted|date[ ]posted)[ ]*:?[ ].{4,40}
    |(?:©|\(c\)|copyright\b).{0,120}|.{0,80}\ball[ ]rights[ ]reserved\.?
    """,
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(r"-? ?\d{1,4} ?-?|page +\d{1,4}(?: *(?:of|/) *\d{1,4})?(?: *\|.*)?", re.IGNORECASE)
_DISCLAIMER = re.compile(r"this (?:site|website) uses cookies|disclaimer *:", re.IGNORECASE)
_RELATED = re.compile(
    r"(?:related|recommended|popular|latest) (?:articles|links|news|pages|content) *:?", re.IGNORECASE
)
_SENTENCE = re.compile(r"[.!?](?:[ \"”)]|$)")
_NUMBERED = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*[.)]? |\([a-z\d]{1,2}\) |(?:goal|objective|part|chapter|section) \w)", re.IGNORECASE
)
PRINTED_PAGE_NUMBER = re.compile(
    r"[-–—·•|\s]*(?:page\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:of|/)\s*\d{1,4})?[-–—·•|\s]*", re.IGNORECASE
)
PRINTED_ITEM = re.compile(
    r"\d{1,2}(?:\.\d{1,2})*[.)]?\s|\([a-z\d]{1,2}\)\s|[A-Z]\.\s|[•●○▪–-]\s|[A-Z][a-z]+ \d{1,2}[:.]"
)


def is_line(text: str, *, edge: bool) -> bool:
    """Whether a whole line is furniture; a number alone only near an end of the page."""
    if len(text) <= MAX_DISCLAIMER and _DISCLAIMER.match(text):
        return True
    if len(text) > _MAX_LINE:
        return False
    return _LINE.fullmatch(text) is not None or (is_page_number(text) and (edge or not text.isdigit()))


def is_page_number(text: str) -> bool:
    """Whether a line is the number of a page."""
    return _PAGE_NUMBER.fullmatch(text) is not None


def is_sentence(text: str) -> bool:
    """Whether a line holds a sentence: a full stop."""
    return _SENTENCE.search(text) is not None


def is_numbered(text: str) -> bool:
    """Whether a line opens with the number of a heading or item."""
    return _NUMBERED.match(text) is not None


def heads_links(text: str) -> bool:
    """Whether a line stands over links to other pages."""
    return _RELATED.fullmatch(text) is not None


def is_link(text: str) -> bool:
    """Whether a line at the end of a page may be a link to another: a short, unpunctuated title."""
    return is_line(text, edge=True) or is_running_head(text)


def is_running_head(text: str) -> bool:
    """Whether a line beside a page number may be a running head, should it come again and again."""
    return len(text) <= _MAX_LINK and ":" not in text and not is_sentence(text) and not is_numbered(text)


def parts(text: str) -> Iterator[tuple[int, int]]:  # noqa: ARG001 - what Chinese needs
    """None: no furniture inside a line of content is known."""
    yield from ()
