"""The document as every later stage sees it: one text that nobody rewrites, and what is known about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open stretch of ``Document.text``, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the text says of itself; a field is None where the text does not say it."""

    title: str | None = None
    issuer: str | None = None
    period: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A loaded document.

    ``text`` is the decoded file, BOM dropped, CRLF and CR turned to LF. ``view`` has the same
    length, character for character: full-width forms, exotic spaces and traditional characters
    are mapped one to one so that rules need to know only one spelling. Offsets into one are
    offsets into the other. ``furniture`` are sorted, disjoint spans (navigation, markup,
    copyright lines, spam) that no stage extracts from.
    """

    name: str
    sha256: str
    text: str
    view: str
    encoding: str = "utf-8"
    furniture: tuple[Span, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    language: str = "zh"
    """``zh`` (simplified), ``zh-Hant`` (traditional), ``en`` or ``und``."""
    notices: tuple[tuple[str, str], ...] = ()
    """``(code, message)`` pairs for the reader, e.g. ``("not-chinese", "…")``."""
