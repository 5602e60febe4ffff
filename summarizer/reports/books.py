"""Formats of bytes: a file made of all documents at once, unlike text, which is written as it comes."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol

from summarizer.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from summarizer.models import Summary
    from summarizer.reports import BinaryFormat
    from summarizer.reports.view import View

_NEEDS: Final[dict[BinaryFormat, tuple[str, str]]] = {"docx": ("docxtpl", "Word"), "xlsx": ("xlsxwriter", "Excel")}
"""The module that each format is written with, none of which the core depends on."""


class Book(Protocol):
    """Takes each document's summary, or its error, in the order of the documents, and is then saved once."""

    def add(self, summary: Summary, view: View) -> None:
        """Take one summary in."""

    def fail(self, name: str, message: str) -> None:
        """Say of a document that it could not be read."""

    def save(self, stream: BinaryIO) -> None:
        """Write the whole file to ``stream``, which need not seek."""

    def close(self) -> None:
        """Drop what was kept on disk, saved or not."""


def open_book(fmt: BinaryFormat, *, template: Path | None = None, alone: bool = True) -> Book:
    """An empty book. ``alone``: for one document. ``template``: a .docx of the user's own.

    Raises :class:`UsageError` where the extra is not installed, or the template cannot be used.
    """
    need(fmt)
    if fmt == "docx":
        from summarizer.reports.word import WordBook

        return WordBook(template)
    if template is not None:
        raise UsageError(f"--template: {fmt} has no templates; give --format docx")
    from summarizer.reports.excel import ExcelBook

    return ExcelBook(alone=alone)


def need(fmt: BinaryFormat) -> None:
    """Raise :class:`UsageError` where the extra that writes ``fmt`` is not installed."""
    module, program = _NEEDS[fmt]
    if find_spec(module) is None:
        raise UsageError(
            f"--format {fmt} ({program}) needs its extra: pip install 'plan-summarizer[office]'"
            " (in a checkout: pip install -e '.[office]')"
        )
