"""What packs give and take besides plain strings and offsets; all offsets are code points of the document's view."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from decimal import Decimal

    from summarizer.models import Comparator

Script = Literal["arabic", "han", "mask"]
"""How a number is written: in digits, in words, or as a blank to be filled in."""
Role = Literal["plain", "overall", "review", "background", "appendix"]
"""What a title says of the part under it."""
Standing = Literal["title", "text", "waits"]
"""What a numbered line is; one that ``waits`` is a title if something stands under it, else an item's text."""

TURNED: dict[Comparator, Comparator] = {">=": "<=", "<=": ">="}
"""What a denied bound is: not below is at least, not above at most."""

HEAD, TAIL = 20_000, 3_000
"""Characters at the two ends of a text in which it says what it is."""

_MARKDOWN = re.compile(r"#{1,6} +|\*{1,3}|__")


class Line(NamedTuple):
    """A written line without the blanks around it: ``text`` is ``view[start:end]``, never empty."""

    start: int
    end: int
    text: str


def unmarked(text: str) -> str:
    """``text`` without the signs of Markdown around it."""
    return _MARKDOWN.sub("", text).strip(" ") if text[:1] in "#*_" else text


class Facts(NamedTuple):
    """What a document says of itself: who issued it, for which year or years (``2023``, ``2021-2025``), and when.

    ``published`` is ``YYYY-MM-DD``. A field is None where the text does not say it.
    """

    issuer: str | None = None
    period: str | None = None
    published: str | None = None


class Office(NamedTuple):
    """A cell of a table that names who acts, and what the head of its column says that they do."""

    start: int
    end: int
    does: Literal["lead", "support"] | None = None


class Mark(NamedTuple):
    """A heading's mark: the numbering ``system``, its ``ordinal`` (0 where it has none), and where the title begins."""

    system: str
    ordinal: int
    end: int


NAMED, NAMED_LIST = "named", "named-list"
"""The systems of parts that only their name opens, over text and over numbered items."""


class Cut(NamedTuple):
    """A sentence: its span, where its terminator and tag end, whether a full stop ends it, spans of its tags."""

    start: int
    end: int
    stop: int
    full: bool
    tags: tuple[tuple[int, int], ...] = ()


class DateMention(NamedTuple):
    """Words that give a date at ``start``/``end``.

    ``begins`` where they say from when (since 2018); ``broad`` where they name no more
    than the plan's own period (this year); ``year`` where written.
    """

    start: int
    end: int
    begins: bool
    broad: bool
    year: int | None


@dataclass(slots=True)
class Mention:
    """A written quantity.

    ``start``/``end`` cover comparator words, number and unit; ``number_start``/``number_end`` the number
    with its magnitude (the blank, where ``masked``); ``unit`` is null where none follows. ``lone`` says
    that the number is a bare magnitude (a hundred).
    """

    start: int
    end: int
    number_start: int
    number_end: int
    unit_end: int
    value: Decimal | None
    value_max: Decimal | None
    unit: str | None
    comparator: Comparator
    masked: bool
    script: Script
    lone: bool = False


def stripped(view: str, start: int, end: int, before: str, after: str) -> tuple[int, int]:
    """The stretch ``view[start:end]`` without the characters of ``before`` and ``after`` at its two ends."""
    while start < end and view[start] in before:
        start += 1
    while end > start and view[end - 1] in after:
        end -= 1
    return start, end
