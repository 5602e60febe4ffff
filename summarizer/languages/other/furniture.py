"""How page furniture is known in any language: by numbers of pages, addresses, and a few words that webs share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.languages.patterns import verbose

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DISCLAIMER = 400
MAX_LINK = 80
_MAX_LINE = 160
_PAGE = r"""
    (?:page|seite|s\.|página|pág\.|pagina|pag\.|blz\.|strona|str\.|страница|стр\.|сторінка|sida|side|strana|sivu|oldal
        |sayfa|σελίδα)
"""
_OF = r"(?:[ ]*(?:/|of|von|sur|de|di|van|z|из|з|av|af)[ ]*\d{1,4})?"
_LINE = verbose(r"©.{0,120}|\(c\)[ ].{0,120}|(?:https?://|www\.)\S{1,120}", re.IGNORECASE)
PAGE_NUMBER = verbose(rf"-?[ ]?\d{{1,4}}[ ]?-?|{_PAGE}[ ]*\d{{1,4}}{_OF}(?:[ ]*\|.*)?", re.IGNORECASE)
SENTENCE = re.compile(r"[.!?](?:[ \"”»)]|$)|[。！？।؟]")
NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)]? |\([a-z\d]{1,2}\) |[^\W\d_]{3,20} \d{1,2}\b)", re.IGNORECASE)
PRINTED_PAGE_NUMBER = verbose(rf"[-–—·•|\s]*(?:{_PAGE}\s*)?(?:\d{{1,4}}|[ivxlc]{{1,6}}){_OF}[-–—·•|\s]*", re.IGNORECASE)
PRINTED_ITEM = re.compile(
    r"(?<![\d.])\d{1,2}(?:\.\d{1,2})*[.)]?\s|\([a-z\d]{1,2}\)\s|[A-Z]\.\s|[•●○▪–-]\s"
    r"|[^\W\d_a-z][^\W\d_]{1,24} \d{1,2}[:.]"
)


def is_line(text: str, *, edge: bool) -> bool:
    """Whether a whole line is furniture; a number alone only near an end of the page."""
    if len(text) > _MAX_LINE:
        return False
    return bool(_LINE.fullmatch(text) or (PAGE_NUMBER.fullmatch(text) and (edge or not text.isdigit())))


def heads_links(text: str) -> bool:  # noqa: ARG001 - what other packs need
    """False: no words for it are known."""
    return False


def is_link(text: str) -> bool:
    """Whether a line at the end of a page may be a link to another: a short, unpunctuated title."""
    if is_line(text, edge=True):
        return True
    return len(text) <= MAX_LINK and ":" not in text and not SENTENCE.search(text) and not NUMBERED.match(text)


def parts(text: str) -> Iterator[tuple[int, int]]:  # noqa: ARG001 - what other packs need
    """None: no furniture inside a line of content is known."""
    yield from ()
