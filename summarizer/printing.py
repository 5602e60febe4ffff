"""PDF: the Word file of a result, turned by LibreOffice, where it is installed."""

from __future__ import annotations

import io
import shutil
import subprocess
from typing import TYPE_CHECKING, BinaryIO

from summarizer.documents import office
from summarizer.errors import DocumentError, SummarizerError, UsageError
from summarizer.reports.ledger.word import WordLedger
from summarizer.reports.tables.word import document

if TYPE_CHECKING:
    from pathlib import Path

    from summarizer.models import Summary
    from summarizer.reports.tables import Page
    from summarizer.reports.view import View

_SECONDS = 600.0
"""For one file: the ledger of a hundred plans has thousands of rows."""
_FILTER = "pdf:writer_pdf_Export"
_LIST_SECONDS = 20


class PdfLedger:
    """The ledger as the Word file has it, in a PDF: to be read and printed, not to be filled in."""

    def __init__(self, template: Path | None = None, *, alone: bool) -> None:
        self._word = WordLedger(template, alone=alone)

    def add(self, summary: Summary, view: View) -> None:
        """Take one document's tasks in."""
        self._word.add(summary, view)

    def fail(self, name: str, message: str) -> None:
        """As in Word: people are told on standard error."""
        self._word.fail(name, message)

    def save(self, stream: BinaryIO) -> None:
        """Write the file. Raises :class:`SummarizerError` where LibreOffice does not make it."""
        whole = io.BytesIO()
        self._word.save(whole)
        stream.write(printed(whole.getvalue()))

    def close(self) -> None:
        """Nothing is kept on disk."""


def page(tables: Page) -> bytes:
    """A page of tables as a PDF. Raises :class:`SummarizerError` where LibreOffice does not make it."""
    return printed(document(tables))


def require() -> str:
    """Where LibreOffice is. Raises :class:`UsageError` where it is not installed."""
    soffice = office.program()
    if soffice is None:
        raise UsageError("pdf-needs-libreoffice")
    return soffice


def printed(word: bytes) -> bytes:
    """A Word file as PDF, its title and keyword in it. Raises :class:`SummarizerError` where that fails."""
    try:
        return office.converted(word, ".docx", _FILTER, "PDF", require(), _SECONDS)
    except DocumentError as error:
        raise SummarizerError("pdf-failed", reason=error.message) from error


def lacks_chinese() -> bool:
    """Whether no font here has Chinese characters, as far as the machine can be asked: a PDF then shows boxes."""
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    try:
        found = subprocess.run(  # noqa: S603 - fontconfig's own program
            [lister, ":lang=zh", "family"], capture_output=True, timeout=_LIST_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return found.returncode == 0 and not found.stdout.strip()
