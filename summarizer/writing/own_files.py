"""How a file is known that this program wrote itself: a ledger, a report, a table of items."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from summarizer.messages import Lang, text

if TYPE_CHECKING:
    from pathlib import Path

WRITTEN_BY = "plan-summarizer"
"""The keyword in the properties of every Word, Excel and PDF file that is written; other programs leave it there."""
CSV_COLUMNS = "document group identifier kind text value comparator".split()
"""The labels over the first columns of every CSV file that is written."""
_PROPERTIES = "docProps/core.xml"
_MOST = 200_000
_IN_PDF = (WRITTEN_BY.encode(), WRITTEN_BY.encode("utf-16-be"), WRITTEN_BY.encode("utf-16-be").hex().upper().encode())
"""How a PDF may spell the keyword."""
_KEYWORDS = b"/Keywords"
_LANGUAGES: tuple[Lang, ...] = ("en", "zh")


def is_ours(path: Path) -> bool:
    """Whether the Word, Excel or PDF file at ``path`` says that this program wrote it."""
    try:
        if not path.is_file():  # a pipe that nobody writes to would hold the run
            return False
        if path.suffix.lower() == ".pdf":
            return _is_our_pdf(path)
        with ZipFile(path) as file, file.open(_PROPERTIES) as part:
            return WRITTEN_BY.encode() in part.read(_MOST)
    except (OSError, BadZipFile, KeyError, NotImplementedError, RuntimeError):
        return False


def is_own_output(path: Path) -> bool:
    """Whether a file beside plans is what was made of them: an office file that says so, a CSV file with our heads."""
    suffix = path.suffix.lower()
    if suffix in {".docx", ".xlsx", ".pdf"}:
        return is_ours(path)
    if suffix != ".csv" or not path.is_file():
        return False
    heads = [",".join(text(f"label-{name}", lang) for name in CSV_COLUMNS).encode("utf-8-sig") for lang in _LANGUAGES]
    try:
        with path.open("rb") as file:
            start = file.read(max(map(len, heads)))
    except OSError:
        return False
    return start.startswith(tuple(heads))


def _is_our_pdf(path: Path) -> bool:
    """LibreOffice writes a PDF's properties plainly, near its end."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _MOST))
        end = file.read(_MOST)
    found = end.rfind(_KEYWORDS)
    said = end[found : found + 200].upper() if found >= 0 else b""
    return any(spelled.upper() in said for spelled in _IN_PDF)
