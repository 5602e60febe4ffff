"""Where reports go: standard output, one file, or a folder with a file for each document."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO, cast

from summarizer.commands.atomic_file import AtomicFile
from summarizer.errors import SummarizerError, UsageError
from summarizer.reports import BINARY, FORMATS, SUFFIXES, pieces, render

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarizer.models import Summary
    from summarizer.reports import BinaryFormat, Format, TextFormat
    from summarizer.reports.books import Book
    from summarizer.reports.view import View

STDIO = "-"


class Output(Protocol):
    """Takes each document's summary, or its error, in the order of the documents."""

    fmt: Format
    to_file: bool

    def put(self, summary: Summary, view: View) -> None:
        """Write one summary."""

    def fail(self, name: str, message: str) -> None:
        """Record a document that could not be read, where the format has a place for it."""

    def close(self, *, complete: bool) -> list[Path]:
        """Finish: keep what was written if ``complete``, drop it otherwise. The files that now stand."""


def open_output(files: Sequence[str], target: str | None, fmt: Format | None, template: str | None = None) -> Output:
    """The output that the command line asks for. Raises :class:`UsageError` before anything is read or written."""
    if template is not None and Path(template).suffix.lower() in {".doc", ".dot", ".dotx", ".wps"}:
        raise UsageError(f"--template {template}: save it as .docx")
    if template is not None and Path(template).suffix.lower() != ".docx":
        from summarizer.commands.templated import open_templated

        if fmt is not None:
            raise UsageError(f"--template {template}: it says itself what is written; leave out --format")
        return open_templated(files, target, template)
    alone = len(files) == 1
    model = None if template is None else Path(template)
    if target is None or target == STDIO:
        return _made(None, fmt or "console", model, alone=alone)
    path = Path(target)
    named_folder = target.endswith(("/", os.sep)) or (len(files) > 1 and not path.suffix and not path.exists())
    if path.is_dir() or named_folder:
        return _Folder(path, files, fmt or "json", model)
    if fmt is None:
        fmt = SUFFIXES.get(path.suffix.lower())
    if fmt is None:
        known = " ".join(SUFFIXES)
        raise UsageError(f"-o {target}: its suffix names no format; use one of {known}, or give --format")
    if not path.resolve().parent.is_dir():
        raise UsageError(f"-o {target}: there is no folder {path.parent}")
    spare_inputs(path, files)
    return _made(path, fmt, model, alone=alone)


def _made(path: Path | None, fmt: Format, template: Path | None, *, alone: bool) -> Output:
    """The output to one file, or to standard output."""
    binary = BINARY.get(fmt)
    if binary is not None:
        if path is None and (sys.stdout.isatty() or not hasattr(sys.stdout, "buffer")):
            raise UsageError(f"--format {fmt}: a terminal cannot show this; give -o FILE{FORMATS[fmt]}, or use > FILE")
        return _Bound(path, binary, template, alone=alone)
    if template is not None:
        raise UsageError(f"--template: {fmt} is not made from one; give --format docx")
    text = cast("TextFormat", fmt)
    return _Stdout(text, alone=alone) if path is None else _File(path, text, alone=alone)


def spare_inputs(path: Path, files: Sequence[str]) -> None:
    """Raise :class:`UsageError` if writing ``path`` would overwrite a document that is to be read."""
    for name in files:
        with contextlib.suppress(OSError):  # a missing input is another error, told when it is read
            if name != STDIO and path.samefile(name):
                raise UsageError(f"-o {path} would overwrite the document {name}; choose another name or --format")


class _Report:
    """One report made of several documents: knows what has been written so far."""

    def __init__(self, fmt: TextFormat, *, alone: bool) -> None:
        self.fmt: Format = fmt
        self._text = fmt
        self.alone = alone
        self.first = True

    def pieces(self, summary: Summary, view: View) -> Iterator[str]:
        first, self.first = self.first, False
        return pieces(summary, self._text, view=view, first=first, alone=self.alone)

    def error(self, name: str, message: str) -> str:
        """The line for a document that could not be read; empty in formats for people, who are told elsewhere."""
        if self.fmt == "jsonl" or (self.fmt == "json" and not self.alone):
            from summarizer.reports.json_format import render_error

            return render_error(name, message)
        if self.fmt == "html" and not self.alone:  # the page of several documents says which one is missing
            from summarizer.reports import html

            first, self.first = self.first, False
            return html.render_error(name, message, first=first)
        return ""


class _Stdout(_Report):
    """Standard output: for the eye on a terminal, exact bytes for programs in a pipe."""

    to_file = False

    def put(self, summary: Summary, view: View) -> None:
        stream = sys.stdout
        if self.fmt != "console":
            for piece in self.pieces(summary, view):
                self._write(stream, piece)
        else:
            self._show(stream, summary, view)
        stream.flush()

    def fail(self, name: str, message: str) -> None:
        self._write(sys.stdout, self.error(name, message))
        sys.stdout.flush()

    def close(self, *, complete: bool) -> list[Path]:  # noqa: ARG002 - what is printed is printed
        return []

    def _show(self, stream: TextIO, summary: Summary, view: View) -> None:
        from summarizer.reports.console import Report
        from summarizer.reports.terminal import console_for

        console = console_for(stream)
        if console.is_terminal:
            console.print(*([] if self.first else [""]), Report(summary, view), sep="\n", end="")
        else:
            encoding = stream.encoding or "utf-8"
            first, width = self.first, console.width
            stream.write(render(summary, "console", view=view, first=first, width=width, encoding=encoding))
        self.first = False

    def _write(self, stream: TextIO, text: str) -> None:
        unicode = (stream.encoding or "utf-8").lower().replace("-", "").startswith("utf8")
        if self.fmt in {"json", "jsonl"}:
            from summarizer.reports.json_format import to_ascii

            stream.write(text if unicode else to_ascii(text))
        elif stream.isatty() or not hasattr(stream, "buffer"):
            stream.write(text.removeprefix("\ufeff"))
        else:  # Excel and editors want UTF-8 and the line ends as they are, whatever the console's encoding
            stream.flush()
            stream.buffer.write(text.encode())


class _File(_Report):
    """One file for all documents; it appears whole, at the end, or not at all."""

    to_file = True

    def __init__(self, path: Path, fmt: TextFormat, *, alone: bool) -> None:
        super().__init__(fmt, alone=alone)
        self.path = path
        self._draft: AtomicFile | None = None

    def put(self, summary: Summary, view: View) -> None:
        for piece in self.pieces(summary, view):
            self._write(piece)

    def fail(self, name: str, message: str) -> None:
        line = self.error(name, message)
        if line:
            self._write(line)

    def close(self, *, complete: bool) -> list[Path]:
        if self._draft is None:
            return []
        self._draft.close(keep=complete)
        return [self.path] if complete else []

    def _write(self, text: str) -> None:
        if self._draft is None:
            self._draft = AtomicFile(self.path)
        self._draft.write(text)


class _Bound:
    """A format of bytes: one file of all documents, made whole at the end, or not at all."""

    def __init__(self, path: Path | None, fmt: BinaryFormat, template: Path | None, *, alone: bool) -> None:
        from summarizer.reports.books import open_book

        self.fmt: Format = fmt
        self.to_file = path is not None
        self._path = path
        self._book: Book = open_book(fmt, template=template, alone=alone)
        self._filled = False

    def put(self, summary: Summary, view: View) -> None:
        self._book.add(summary, view)
        self._filled = True

    def fail(self, name: str, message: str) -> None:
        self._book.fail(name, message)

    def close(self, *, complete: bool) -> list[Path]:
        try:
            if not complete or not self._filled:
                return []
            if self._path is None:
                self._book.save(sys.stdout.buffer)
                return []
            draft = AtomicFile(self._path)
            try:
                self._book.save(draft.buffer)
            except BaseException:
                draft.close(keep=False)
                raise
            draft.close(keep=True)
            return [self._path]
        finally:
            self._book.close()


class _Folder:
    """A file for each document, named after it; no two documents share a name."""

    to_file = True

    def __init__(self, folder: Path, files: Sequence[str], fmt: Format, template: Path | None) -> None:
        self.fmt: Format = fmt
        self._folder = folder
        self._template = template
        self._paths = names_in(folder, files, FORMATS[fmt])
        for path in self._paths:
            spare_inputs(path, files)
        _made(folder, fmt, template, alone=True).close(complete=False)  # what cannot be made is told at once
        self._next = 0
        self._written: list[Path] = []

    def put(self, summary: Summary, view: View) -> None:
        path = self._paths[self._next]
        self._next += 1
        self._folder.mkdir(parents=True, exist_ok=True)
        if path.is_symlink() and not path.resolve().is_relative_to(self._folder.resolve()):
            raise SummarizerError(f"{path} is a link that leads out of {self._folder}: delete it, or give another -o")
        output = _made(path, self.fmt, self._template, alone=True)
        complete = False
        try:
            output.put(summary, view)
            complete = True
        finally:
            self._written += output.close(complete=complete)

    def fail(self, name: str, message: str) -> None:  # noqa: ARG002 - a failed document leaves no file
        self._next += 1

    def close(self, *, complete: bool) -> list[Path]:  # noqa: ARG002 - each file was whole when written
        return self._written


def names_in(folder: Path, files: Sequence[str], suffix: str) -> list[Path]:
    """A path for each document: ``plan.json``, then ``plan-2.json`` for another one called plan."""
    taken: set[str] = set()
    paths = []
    for file in files:
        stem = "stdin" if file == STDIO else Path(file).stem
        name, count = stem + suffix, 1
        while name.casefold() in taken:  # Windows and macOS take Plan and plan for one name
            count += 1
            name = f"{stem}-{count}{suffix}"
        taken.add(name.casefold())
        paths.append(folder / name)
    return paths
