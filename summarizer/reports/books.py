"""Reports made of all documents at once, and written at the end: Word, Excel, and by a template of the user's."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    from summarizer.models import Summary
    from summarizer.reports.view import View


class Book(Protocol):
    """Takes each document's summary, or its error, in the order of the documents, and is then saved once.

    It is made with ``template``, the user's own file or None, and ``alone``, whether it is for one document.
    """

    def add(self, summary: Summary, view: View) -> None:
        """Take one summary in."""

    def fail(self, name: str, message: str) -> None:
        """Say of a document that it could not be read."""

    def save(self, stream: BinaryIO) -> None:
        """Write the whole file to ``stream``, which need not seek."""

    def close(self) -> None:
        """Drop what was kept on disk, saved or not."""
