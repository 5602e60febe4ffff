"""The Word report: a template of the user's (docxtpl), filled with one document after the other.

A template is written for one document. Each further one follows in the same file, in sections of its own that begin on
a new page. What a template can do is bounded: a sandbox, and nothing but the texts of the report to reach. One of the
user's is filled in a process of its own (``summarizer/rendering.py``).
"""

from copy import deepcopy
from datetime import UTC, datetime
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

from docxtpl import DocxTemplate
from jinja2.exceptions import SecurityError

from summarizer.errors import UsageError
from summarizer.messages import Message
from summarizer.models import Summary
from summarizer.reports.properties import short_title
from summarizer.reports.sandbox import Sandbox
from summarizer.reports.view import View
from summarizer.reports.word_content import content
from summarizer.writing.own_files import WRITTEN_BY

_OWN = files("summarizer.reports") / "templates"
_MAX_UNPACKED = 50_000_000
"""Bytes of all parts of a template, pictures included; zipfile unpacks no more of a part than it says."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class WordBook:
    """A Word file being made. Raises :class:`UsageError` where the template cannot be used."""

    def __init__(
        self,
        template: Path,
        held: bytes | None = None,
        *,
        alone: bool = True,  # noqa: ARG002 - as every book
    ) -> None:
        """``held`` is what the template's file holds, where that is known."""
        self._name = str(template)
        self._template = _read(template) if held is None else held
        self._made: Any = None
        self._filled(_specimen(), View())  # it is tried before any document is read

    def add(self, summary: Summary, view: View) -> None:
        """Fill the template in, after what is there."""
        filled = self._filled(summary, view)
        if self._made is None:
            self._made = filled
        else:
            _append(self._made.element.body, filled.element.body)

    def fail(self, name: str, message: str) -> None:
        """A report for people has no place for a document that could not be read: they are told on standard error."""

    def save(self, stream: BinaryIO) -> None:
        """Write the file. Raises :class:`ValueError` where no document was added."""
        if self._made is None:
            raise ValueError("a Word file of no document")
        whole = BytesIO()  # a zip wants to seek, which a pipe does not
        self._made.save(whole)
        stream.write(whole.getvalue())

    def close(self) -> None:
        """Nothing is kept on disk."""

    def _filled(self, summary: Summary, view: View) -> Any:
        """A python-docx document."""
        values = content(summary, view)
        environment = Sandbox({}, escaped=True, lines=False)
        environment.start()
        try:
            template = DocxTemplate(BytesIO(self._template))
            template.render(values, environment)
        except Exception as error:
            raise UsageError("template-failed", path=self._name, reason=_why(error)) from error
        properties = template.docx.core_properties
        properties.title = short_title(values["title"])
        properties.keywords = WRITTEN_BY
        properties.created = properties.modified = datetime.now(UTC)
        return template.docx


def _read(template: Path) -> bytes:
    try:
        data = template.read_bytes()
    except OSError as error:
        raise UsageError("template-cannot-be-read", path=template, reason=error.strerror or error) from error
    try:
        unpacked = sum(member.file_size for member in ZipFile(BytesIO(data)).infolist())
    except (BadZipFile, ValueError, NotImplementedError):
        return data  # what is no zip is told of where it is filled
    if unpacked > _MAX_UNPACKED:
        raise UsageError("template-failed", path=template, reason=Message("template-makes-too-much", {"name": ".docx"}))
    return data


def _why(error: Exception) -> Message | str:
    """What is wrong with a template, on one line."""
    if isinstance(error, MemoryError):
        return Message("template-out-of-memory")
    if isinstance(error, RecursionError):
        return Message("template-calls-itself")
    said = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, SecurityError):  # it is a template all right
        return said
    lines = (" ".join(line.split()) for line in getattr(error, "docx_context", ()))
    tag = next((line for line in lines if "{" in line), None)
    if tag is None:
        return Message("template-not-word", {"error": said})
    return Message("template-error-near", {"error": said, "tag": tag[:80]})


def _append(body: Any, more: Any) -> None:
    """Put ``more`` after ``body``: the last section of what was there ends before it, so it begins on a new page."""
    ending = body[-1]  # the properties of the last section stand at the end of a body
    last = body[-2] if len(body) > 1 else None
    if last is None or last.tag != f"{_W}p" or last.find(f"{_W}pPr/{_W}sectPr") is not None:
        last = body.makeelement(f"{_W}p", {})
        ending.addprevious(last)
    last.get_or_add_pPr().append(deepcopy(ending))
    for element in list(more)[:-1]:
        ending.addprevious(element)


def _specimen() -> Summary:
    """One of everything, to try a template on."""
    return Summary.from_json(_OWN.joinpath("specimen.json").read_bytes())
