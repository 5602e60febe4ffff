"""The four fuzz targets: bytes in, an AssertionError or any other exception where a law does not hold."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from summarizer.documents import Document, from_bytes, from_text
from summarizer.documents.normalising import view_of
from summarizer.engines.endpoint.checks import ground
from summarizer.errors import SummarizerError
from summarizer.languages.zh.calendar import iso_date
from summarizer.languages.zh.dates import find_dates
from summarizer.languages.zh.mentions import MentionScanner
from summarizer.languages.zh.numerals import parse
from summarizer.profiles.profile import load_profile
from summarizer.structure import outline

from .laws import check_dates, check_document, check_grounding, check_mentions, check_outline, check_refusal

if TYPE_CHECKING:
    from collections.abc import Callable

FIELD = "\x1f"
"""Parts the fields of an input of :func:`aligner`: the document, a quote, a number, its unit."""
_STAYS = 3
"""Characters at either end that :func:`quantities` leaves out in its second reading."""


def loaders(data: bytes) -> None:
    """A file's bytes give a document whose laws hold, or one clear line."""
    try:
        document = from_bytes(data, "plan.txt")
    except SummarizerError as error:
        check_refusal(error)
        return
    check_document(document)
    again = from_text(document.text, "plan.txt")
    assert again.text == document.text.removeprefix("\ufeff")
    if again.text == document.text:
        assert (again.view, again.furniture, again.metadata) == (document.view, document.furniture, document.metadata)


def outlines(data: bytes) -> None:
    """Any text has an outline, in order and inside it."""
    document = from_text(data.decode("utf-8", "replace"), "plan.txt")
    check_outline(document, outline(document))


@cache
def _scanner() -> MentionScanner:
    return MentionScanner(load_profile().lexicon("units"))


def quantities(data: bytes) -> None:
    """Quantities and dates of any text, and of any part of it, are written where they are said to stand."""
    view = view_of(data.decode("utf-8", "replace"))
    for start, end in ((0, len(view)), (_STAYS, len(view) - _STAYS)):
        if start <= end:
            check_mentions(view, start, end, _scanner().scan(view, start, end))
            check_dates(start, end, find_dates(view, start, end))
    for word in view.split()[:20]:
        value = parse(word)
        assert value is None or (value.is_finite() and value >= 0)
        iso_date(word)


def aligner(data: bytes) -> None:
    """Whatever a model quotes, a place that is found is inside the spans and agrees in every number."""
    text, quote, number, unit = (*data.decode("utf-8", "replace").split(FIELD, 3), "", "", "")[:4]
    document = Document(name="t", sha256="0" * 64, text=text, view=view_of(text))
    middle = len(text) // 2
    for within in ([(0, len(text))], [(0, middle), (middle, len(text))]):
        found = ground(document, quote, within)
        check_grounding(document, quote, within, found)
        if number:
            check_grounding(document, quote, within, ground(document, quote, within, number=number, unit=unit))


TARGETS: dict[str, Callable[[bytes], None]] = {
    "loaders": loaders,
    "outline": outlines,
    "quantities": quantities,
    "aligner": aligner,
}
