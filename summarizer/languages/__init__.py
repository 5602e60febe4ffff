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

from summarizer.languages.records import Cut, DateMention, Line, Mark, Mention, Role, Script

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from decimal import Decimal

__all__ = [
    "DEFAULT", "Cut", "DateMention", "Language", "Line", "Mark", "Mention", "Role", "Scanner", "Script",
    "find", "packs", "spellings",
]  # fmt: skip

DEFAULT: Final = "zh"
"""The pack that reads texts of no language that has one: short ones, tables of figures, mixtures."""


class Scanner(Protocol):
    """Finds written quantities; built once from a lexicon of units."""

    def scan(self, view: str, start: int, end: int) -> list[Mention]:
        """All mentions of ``view[start:end]``, in order, disjoint; linear in the length."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language: what the reading of documents, their structure and their quantities needs to know of it."""

    code: str
    """``zh``, ``en`` …, the name of the pack's package."""
    recognise: Callable[[str, str], str | None]
    """The code of a text in this language (``zh``, ``zh-Hant``), else None; given a sample of its view, and of it."""
    scanner: Callable[[Iterable[str]], Scanner]
    """A scanner of quantities, given the lines of a lexicon of units."""
    find_dates: Callable[[str, int, int], list[DateMention]]
    """All dates of ``view[start:end]``, in order, disjoint."""
    parse_number: Callable[[str], Decimal | None]
    """The value of a written number, magnitudes expanded; None where the characters make no number."""

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
