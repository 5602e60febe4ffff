"""A ledger that was written before, read for what people filled in."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from summarizer.errors import UsageError
from summarizer.reports.labels import EN, ZH
from summarizer.reports.ledger.columns import DEFAULT, keys_by_head
from summarizer.reports.ledger.kept import cell_text, told_before

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from summarizer.reports.ledger.kept import Row

_FEWEST = 2
"""Headings of its own that a table of tasks has at least."""
_TOP = 4
"""Rows among which its heading is looked for."""


def rows_of(path: Path) -> list[Row]:
    """The rows of the ledger in a file of ours; none where there is no ledger in it.

    Raises :class:`UsageError` for a file that is broken: what somebody filled in would be lost.
    """
    try:
        tables = _sheets(path) if path.suffix.lower() == ".xlsx" else _tables(path)
        return [row for table in tables for row in _read(table)]
    except Exception as error:  # whatever the libraries raise of a damaged file
        raise UsageError("ledger-unreadable", path=path, reason=str(error) or type(error).__name__) from error


def _read(table: Iterable[Iterable[Any]]) -> Iterator[Row]:
    """The rows of a table by the keys of their columns; none where its headings are not those of a ledger.

    ``told`` holds what stands in columns that people added, and what was to be looked at the last time: each with the
    heading of its column.
    """
    known = keys_by_head() | {labels.what_changed.lower(): "reason" for labels in (EN, ZH)}
    contents = [{labels.title.lower(), labels.tasks.lower()} for labels in (EN, ZH)]
    keys: list[str | None] = []
    said: list[str] = []
    for at, cells in enumerate(table):
        values = list(map(_plain, cells))
        if not keys:
            said = [str(value).strip() for value in values]
            lower = [words.lower() for words in said]
            if any(heads <= {*lower} for heads in contents):
                return  # the documents, of which some headings are those of tasks
            found = [known.get(words) for words in lower]
            if len({*found} & {*DEFAULT}) >= _FEWEST:
                keys = found
            elif at >= _TOP:
                return
            continue
        written = [each for each in zip(keys, said, values, strict=False) if each[2] not in {None, ""}]
        row: Row = {key: value for key, _, value in written if key}
        told = [(head, cell_text(value)) for key, head, value in written if not key and head not in {"", "None"}]
        told += told_before(str(row.get("reason", "")))
        if len(row) > 1 and ("reason" not in row or told or _is_gone(row["reason"])):
            yield row | ({"told": told} if told else {})


def _is_gone(reason: object) -> bool:
    """Whether a row that was to be looked at had no task, and so stands nowhere else."""
    return str(reason).startswith(tuple(labels.change_gone for labels in (EN, ZH)))


def _plain(value: Any) -> Any:
    """A cell's value as a cell can be written: text, a number or a day."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, bool) or not isinstance(value, str | int | float | date | None):
        return str(value)
    return value.strip() if isinstance(value, str) else value


def _sheets(path: Path) -> Iterator[Iterable[Iterable[Any]]]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    try:
        named = {labels.ledger for labels in (EN, ZH)}, {labels.changes for labels in (EN, ZH)}
        sheets = {sheet.title: sheet for sheet in book.worksheets}
        ledger = next((sheets[name] for name in named[0] if name in sheets), book.worksheets[0])
        for sheet in [ledger, *(sheets[name] for name in named[1] if name in sheets)]:
            yield sheet.iter_rows(values_only=True)
    finally:
        book.close()


def _tables(path: Path) -> Iterator[Iterable[Iterable[Any]]]:
    from docx import Document
    from docx.oxml.ns import qn

    for table in Document(str(path)).element.body.iter(qn("w:tbl")):
        yield ([_text(cell, qn("w:t")) for cell in row.iter(qn("w:tc"))] for row in table.iter(qn("w:tr")))


def _text(cell: Any, tag: str) -> str:
    return "".join(part.text or "" for part in cell.iter(tag))
