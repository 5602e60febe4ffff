"""Languages as packs: all that is true of one language only, behind one small interface.

A pack is the package ``summarizer.languages.CODE``. It exposes ``LANGUAGE``, a :class:`Language`, whose parts are
modules of plain functions and compiled patterns; they take strings and offsets, give the tuples of
:mod:`summarizer.languages.records`, and import nothing of the packages above this one. A pack may also hold modules
that stand higher (its rules, its words of comparison): :meth:`Language.part` finds those by name.
A file ``spelling.txt`` in a pack lists characters and what each is read as (:func:`spellings`).

Resolve a pack once a document (``find(document.language)``), not once a sentence.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from summarizer.languages.records import Cut, DateMention, Facts, Mark, Mention, Role, Script

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Sequence
    from decimal import Decimal

    from summarizer.languages.lines import Line

__all__ = [
    "DEFAULT", "Cut", "DateMention", "Facts", "FurnitureCues", "Language", "Mark", "Mention", "MetadataCues", "Role",
    "Scanner", "Script", "TableCues", "find", "packs", "spellings",
]  # fmt: skip

DEFAULT: Final = "zh"
"""The pack that reads texts of no language that has one: short ones, tables of figures, mixtures."""


class CharacterCues(Protocol):
    """How the language is told from others, in characters and in bytes."""

    ENCODINGS: tuple[str, ...]
    """Encodings that its texts come in besides Unicode, the likeliest first."""

    def recognise(self, shown: str, written: str, /) -> str | None:
        """The code of a text in this language (``zh``, ``zh-Hant``), else None; given samples of its view and of it."""

    def common_characters(self) -> frozenset[str]:
        """Characters beyond ASCII that make a fifth at least of those of any real text."""


class WordCues(Protocol):
    """What Word writes in the language."""

    STYLES: tuple[str, str]
    """What the styles of headings and of tables of contents are called, before their level; in lower case."""

    def written(self, count: int, form: str, /) -> str | None:
        """``count`` in a number format of Word (``chineseCounting``); None where the format is not the language's."""


class FurnitureCues(Protocol):
    """How page furniture is known; lines are of the view, stripped."""

    MAX_DISCLAIMER: int
    """Characters; a longer line is content."""

    PRINTED_PAGE_NUMBER: re.Pattern[str]
    """A whole line of a PDF that is the number of a page."""

    PRINTED_ITEM: re.Pattern[str]
    """What a numbered line of a PDF begins with."""

    def is_line(self, text: str, /, *, edge: bool) -> bool:
        """Whether a whole line is furniture; ``edge`` where it stands near an end of the page."""

    def is_page_number(self, text: str, /) -> bool:
        """Whether a line is the number of a page."""

    def is_sentence(self, text: str, /) -> bool:
        """Whether a line holds a sentence."""

    def is_numbered(self, text: str, /) -> bool:
        """Whether a line opens with the number of a heading or item."""

    def heads_links(self, text: str, /) -> bool:
        """Whether a line stands over links to other pages."""

    def is_link(self, text: str, /) -> bool:
        """Whether a line at the end of a page may be a link to another."""

    def is_running_head(self, text: str, /) -> bool:
        """Whether a line beside a page number may be a running head, should it come again and again."""

    def parts(self, text: str, /) -> Iterable[tuple[int, int]]:
        """Furniture inside a line of content: spans."""


class MetadataCues(Protocol):
    """How a document says what it is."""

    def find_title(self, lines: Sequence[Line], /) -> tuple[Line, ...]:
        """The lines that make the title, in order; ``lines`` are the first of the document without its furniture."""

    def find_facts(
        self, title: str, plain: str, content: str, body: int, head: Sequence[Line], tail: Sequence[Line], /
    ) -> Facts:
        """Issuer, period and day.

        ``plain`` is the view without markup, ``content`` without any furniture; ``body`` is where the title
        ends; ``head`` and ``tail`` are the lines of the content's two ends.
        """


class TableCues(Protocol):
    """The words at the head of a plan's tables."""

    HEAD: re.Pattern[str]
    """Found in one of the heads of a table in plain text."""


class Scanner(Protocol):
    """Finds written quantities; built once from a lexicon of units."""

    def scan(self, view: str, start: int, end: int) -> list[Mention]:
        """All mentions of ``view[start:end]``, in order, disjoint; linear in the length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language: what the reading of documents, their structure and their quantities needs to know of it."""

    code: str
    """``zh``, ``en`` …, the name of the pack's package."""
    characters: CharacterCues
    word: WordCues
    furniture: FurnitureCues
    metadata: MetadataCues
    tables: TableCues
    scanner: Callable[[Iterable[str]], Scanner]
    """A scanner of quantities, given the lines of a lexicon of units."""
    find_dates: Callable[[str, int, int], list[DateMention]]
    """All dates of ``view[start:end]``, in order, disjoint."""
    parse_number: Callable[[str], Decimal | None]
    """The value of a written number, magnitudes expanded; None where the characters make no number."""
    notice: str | None = None
    """The code of what a reader has to know of every document in the language."""

    def part(self, name: str) -> Any | None:
        """The pack's module or package ``name`` (``rules``, ``comparison`` …), imported now; None without."""
        whole = f"{__name__}.{self.code}.{name}"
        return importlib.import_module(whole) if find_spec(whole) else None


@cache
def find(code: str) -> Language:
    """The pack of a document's language code (``zh-Hant`` is read by ``zh``), else that of :data:`DEFAULT`."""
    base = code.partition("-")[0]
    return _load(base if base in _codes() else DEFAULT)


def packs() -> list[Language]:
    """All packs, :data:`DEFAULT` first."""
    return [_load(code) for code in _codes()]


@cache
def spellings() -> dict[str, str]:
    """Single characters and what each is read as, of all packs: the pairs in their ``spelling.txt``, without blanks."""
    found: dict[str, str] = {}
    for folder in __path__:
        for path in sorted(Path(folder).glob("*/spelling.txt")):
            lines = path.read_text(encoding="utf-8").splitlines()
            pairs = "".join(line for line in lines if not line.startswith("#"))
            found.update(zip(pairs[::2], pairs[1::2], strict=True))
    return found


@cache
def _codes() -> tuple[str, ...]:
    codes = [module.name for module in pkgutil.iter_modules(__path__) if module.ispkg]
    return tuple(sorted(codes, key=lambda code: (code != DEFAULT, code)))


@cache
def _load(code: str) -> Language:
    found: Language = importlib.import_module(f"{__name__}.{code}").LANGUAGE
    return found
