"""Where results go: standard output, one file, or a folder with a file for each document.

One rule for all of them: a file appears whole or not at all, and takes the place of nothing that the run reads. A name
that the user gave may be a link, and is followed; a name that we made may not lead out of its folder.
"""

from __future__ import annotations

import io
import os
import re
import sys
import unicodedata
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from summarizer.errors import UsageError
from summarizer.formats import FORMATS, Format, Kind, brief_of, of_template, suffixes
from summarizer.messages import text
from summarizer.writing.atomic_file import AtomicFile, check_folder, encoded, resolved
from summarizer.writing.own_files import is_ours
from summarizer.writing.spared import STDIO, Spared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from summarizer.documents.bounds import Bounds
    from summarizer.formats import Result
    from summarizer.messages import Message
    from summarizer.models import Summary
    from summarizer.reports.ledger.kept import Row
    from summarizer.reports.view import View

_BOM = "\ufeff"
_NO_NAME = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
"""What no file can be called on Windows."""
_LONGEST_NAME = 60


def open_output(
    names: Sequence[str], target: str | None, name: str | None = None, template: str | None = None, *,
    kind: Kind = "summary", inputs: Iterable[str] | None = None, besides: Iterable[Path] = (),
    bounds: Bounds | None = None, force: bool = False, by_office: bool = False,
    brief: bool = False,
) -> Output:  # fmt: skip
    """The output that the command line asks for, by ``-o``, ``--format`` and ``--template``.

    ``names`` are those of the documents, ``inputs`` the files that they are read from, where other than these,
    ``besides`` what else is read, ``bounds`` those of a template. ``force`` writes over office files of others;
    ``by_office`` wants a folder, and a file in it for each office. Raises :class:`UsageError` before anything is read
    or written.
    """
    read = list(names if inputs is None else inputs)
    if read.count(STDIO) > 1:
        raise UsageError("stdin-once")
    spared = Spared()
    spared.add(read, "output-over-input")
    spared.add([] if template is None else [template], "output-over-template")
    spared.add(besides, "output-over-read")
    fmt = _asked_for(name, template, bounds)
    alone = kind != "summary" or len(names) == 1

    def shown(found: Format, *, alone: bool) -> Format:
        return brief_of(found, alone=alone) if brief else found

    if by_office:
        if target is None or target == STDIO or _is_file_name(target, kind):
            raise UsageError("split-needs-folder")
        fmt = shown(fmt or FORMATS["md" if brief else "xlsx"], alone=True)
        return _ByOffice(Path(target), fmt, spared, force=force)
    if target is None or target == STDIO:
        spared.check(STDIO)
        return _to(None, shown(fmt or FORMATS["console"], alone=alone), kind, alone=alone)
    path = Path(target)
    named_folder = target.endswith(("/", os.sep)) or (not alone and not path.suffix and not path.exists())
    if path.is_dir() or named_folder:
        if kind != "summary":
            raise UsageError("output-needs-file", target=target)
        fmt = shown(fmt or FORMATS["md" if brief else "json"], alone=True)
        paths = names_in(path, names, fmt.suffixes[0])
        for made in paths:
            spared.check(made)
        return _Folder(path, paths, fmt, spared, force=force)
    by_suffix = suffixes(kind)
    own = by_suffix.get("".join(path.suffixes[-2:]).lower()) or by_suffix.get(path.suffix.lower())
    if fmt is not None and fmt.binary and name is None and own is not None and own.name != fmt.name:
        raise UsageError("format-without-template", name=own.name)
    fmt = fmt or own
    if fmt is None:
        raise UsageError("suffix-without-format", target=target, known=" ".join(by_suffix))
    fmt = shown(fmt, alone=alone)
    if not resolved(path).parent.is_dir():
        raise UsageError("no-output-folder", target=target, folder=path.parent)
    spared.check(path)
    check_ours(path, fmt, force=force)
    return _to(path, fmt, kind, alone=alone, spared=spared, force=force)


def _is_file_name(target: str, kind: Kind) -> bool:
    """Whether a file is meant where a folder is wanted: one that is there, or a name that ends as our files do."""
    path = Path(target)
    return path.is_file() or (
        path.suffix.lower() in suffixes(kind) and not path.is_dir() and not target.endswith(("/", os.sep))
    )


def check_ours(path: Path, fmt: Format, *, force: bool) -> None:
    """Raise :class:`UsageError` where an office file would be written over that somebody made without this program."""
    if fmt.binary and not force and path.is_file() and path.stat().st_size and not is_ours(path):
        raise UsageError("output-not-ours", path=path)


def _earlier(path: Path | None, fmt: Format, *, force: bool) -> Sequence[Row]:
    """The rows of the ledger that is to be written anew, with what people filled in."""
    if path is None or not fmt.ledger or not path.is_file():
        return ()
    from summarizer.reports.ledger.earlier import rows_of

    try:
        return rows_of(path) if is_ours(path) else ()
    except UsageError:
        if force:
            return ()
        raise


def _asked_for(name: str | None, template: str | None, bounds: Bounds | None) -> Format | None:
    """The format that ``--format`` or ``--template`` says."""
    if template is None:
        return None if name is None else FORMATS[name]
    fmt = of_template(template, bounds)
    if name not in {None, fmt.name}:
        code = "format-without-template" if fmt.binary else "template-says-format"
        raise UsageError(code, name=name, template=template)
    return fmt


class _Stdout:
    """Standard output: for the eye on a terminal, exact bytes for programs in a pipe."""

    def __init__(self, fmt: Format) -> None:
        self.stream = sys.stdout
        self._bytes = None if self.stream.isatty() else getattr(self.stream, "buffer", None)
        self._in_stream = fmt.in_stream
        if fmt.binary and self._bytes is None:
            raise UsageError("binary-on-terminal", name=fmt.name, suffix=fmt.suffixes[0])

    @property
    def buffer(self) -> BinaryIO:
        return self.stream.buffer

    def write(self, piece: str | bytes) -> None:
        if isinstance(piece, str) and (self._in_stream or self._bytes is None):
            self.stream.write(piece.removeprefix(_BOM))
        else:  # Excel and editors want UTF-8 and the line ends as they are, whatever the console's encoding
            self.stream.flush()
            self.buffer.write(encoded(piece))

    def close(self, *, keep: bool) -> list[Path]:  # noqa: ARG002 - what is printed is printed
        return []


def _to(
    path: Path | None, fmt: Format, kind: Kind = "summary", *, alone: bool, within: Path | None = None,
    spared: Spared | None = None, force: bool = False,
) -> Output:  # fmt: skip
    """The output to one file, in the folder ``within`` that we name files in, or to standard output."""
    fmt.require(alone=alone)
    sink = _Stdout(fmt) if path is None else AtomicFile(path, within, spared)
    if fmt.whole and kind == "summary":
        return _Whole(fmt, sink, _earlier(path, fmt, force=force), alone=alone)
    return _Streamed(fmt, sink, kind, alone=alone)


def _of_printing(fmt: Format) -> Iterator[str]:
    """What has to be known of this machine where a format is printed on it."""
    if fmt.ready:
        from summarizer.printing import lacks_chinese

        if lacks_chinese():
            yield text("no-chinese-font")


class _Streamed:
    """One report, written as the results come."""

    apart = False

    def __init__(self, fmt: Format, sink: _Stdout | AtomicFile, kind: Kind, *, alone: bool) -> None:
        from summarizer.reports.view import RenderOptions

        self.told = list(_of_printing(fmt))

        self.fmt, self.to_file = fmt, isinstance(sink, AtomicFile)
        self._sink, self._kind = sink, kind
        encoding = sink.stream and sink.stream.encoding
        self._options = RenderOptions(alone=alone, stream=sink.stream, encoding=encoding or "utf-8")

    def put(self, result: Result, view: View) -> None:
        self._write(self.fmt.pieces(result, replace(self._options, view=view), self._kind))

    def fail(self, name: str, error: Message) -> None:
        if shown := self.fmt.failed(name, error, self._options):
            self._write([shown])

    def close(self, *, complete: bool) -> list[Path]:
        return self._sink.close(keep=complete)

    def _write(self, pieces: Iterable[str | bytes]) -> None:
        self._options = replace(self._options, first=False)
        for piece in pieces:
            self._sink.write(piece)
        if self._sink.stream is not None:
            self._sink.stream.flush()


class _Whole:
    """One report of all documents, made at the end, or not at all where none could be read."""

    apart = False

    def __init__(self, fmt: Format, sink: _Stdout | AtomicFile, earlier: Sequence[Row], *, alone: bool) -> None:
        self.fmt, self.to_file = fmt, isinstance(sink, AtomicFile)
        self._sink, self._book = sink, fmt.book(alone=alone, earlier=earlier)
        self._filled = False
        self._rewritten = bool(earlier)
        self.told = list(_of_printing(fmt))

    def put(self, result: Result, view: View) -> None:
        self._book.add(cast("Summary", result), view)
        self._filled = True

    def fail(self, name: str, error: Message) -> None:
        self._book.fail(name, error.text())

    def close(self, *, complete: bool) -> list[Path]:
        keep = False
        try:
            if complete and self._filled:
                self._save()
                self._tell()
            keep = complete
        finally:
            self._book.close()
            written = self._sink.close(keep=keep)
        return written

    def _tell(self) -> None:
        """What became of a ledger that somebody had filled in."""
        kept = getattr(self._book, "kept", None)
        changes = len(kept.to_check()) if kept is not None else 0
        if self._rewritten and kept is not None and (kept.count or changes):
            self.told.append(text("ledger-kept", rows=kept.count, changes=changes))

    def _save(self) -> None:
        if self.fmt.binary:
            self._book.save(self._sink.buffer)
        else:
            made = io.BytesIO()
            self._book.save(made)
            self._sink.write(made.getvalue().decode())


class _Files:
    """Files in the folder ``path``, each of them whole as soon as it is written."""

    to_file = True

    def __init__(self, path: Path, fmt: Format, spared: Spared, *, force: bool) -> None:
        self.fmt, self._force, self._folder, self._spared = fmt, force, path, spared
        self.told: list[str] = []
        self._written: list[Path] = []
        _to(path, fmt, alone=True).close(complete=False)  # what cannot be made is told at once
        check_folder(path)  # each document would fail, after a model was asked about it

    def _write(self, path: Path, parts: Sequence[tuple[Result, View]]) -> None:
        if resolved(path).is_relative_to(self._folder.resolve()):  # where a link leads out, that is told
            check_ours(path, self.fmt, force=self._force)
        output = _to(path, self.fmt, alone=len(parts) == 1, within=self._folder, spared=self._spared, force=self._force)
        with finished(output) as written:
            for result, view in parts:
                output.put(result, view)
        self._written += written
        self.told += output.told


class _Folder(_Files):
    """A file of its own for each document: one that cannot be written costs no other."""

    apart = True

    def __init__(self, path: Path, paths: Iterable[Path], fmt: Format, spared: Spared, *, force: bool) -> None:
        super().__init__(path, fmt, spared, force=force)
        self._paths = iter(paths)

    def put(self, result: Result, view: View) -> None:
        self._write(next(self._paths), [(result, view)])

    def fail(self, name: str, error: Message) -> None:  # noqa: ARG002 - a failed document leaves no file
        next(self._paths)

    def close(self, *, complete: bool) -> list[Path]:  # noqa: ARG002 - each file was whole when written
        return self._written


class _ByOffice(_Files):
    """A file for each office that the documents name, made when all of them were read."""

    apart = False

    def __init__(self, path: Path, fmt: Format, spared: Spared, *, force: bool) -> None:
        super().__init__(path, fmt, spared, force=force)
        self._parts: dict[str, list[tuple[Result, View]]] = {}

    def put(self, result: Result, view: View) -> None:
        from summarizer.reports.ledger.offices import by_office

        for name, part in by_office(cast("Summary", result)).items():
            self._parts.setdefault(name, []).append((part, replace(view, office=name)))

    def fail(self, name: str, error: Message) -> None:
        """Nothing is known of a document that could not be read."""

    def close(self, *, complete: bool) -> list[Path]:
        names = (_file_name(name) if name else text("file-of-no-office") for name in self._parts)
        paths = _apart(self._folder, names, self.fmt.suffixes[0])
        for path, parts in zip(paths, self._parts.values(), strict=True) if complete else ():
            self._write(path, parts)
        return self._written


def _file_name(name: str) -> str:
    """What an office is called, as a file can be called on every system."""
    return _NO_NAME.sub("_", name).strip("._ ")[:_LONGEST_NAME] or "_"


Output = _Streamed | _Whole | _Folder | _ByOffice
"""``put`` takes each result with its view, ``fail`` a document's error, both in the order of the documents."""


@contextmanager
def finished(output: Output) -> Iterator[list[Path]]:
    """Keep what is written in this block if it ends well, drop it otherwise; the files that stand then are added."""
    written: list[Path] = []
    complete = False
    try:
        yield written
        complete = True
    finally:
        written += output.close(complete=complete)


def names_in(folder: Path, files: Sequence[str], suffix: str) -> list[Path]:
    """A path for each document: ``plan.json``; those of two that are called plan say the folders that they come from.

    What is then still alike is counted: ``plan-2.json``.
    """
    stems = [
        "stdin" if file == STDIO else min(Path(file).stem, Path(file).name.removesuffix(suffix), key=len)
        for file in files
    ]
    count = Counter(map(_alike, stems))
    named = []
    for file, stem in zip(files, stems, strict=True):
        source = Path(file).parent.name
        named.append(f"{source}-{stem}" if count[_alike(stem)] > 1 and source not in {"", ".."} else stem)
    return _apart(folder, named, suffix)


def _apart(folder: Path, stems: Iterable[str], suffix: str) -> list[Path]:
    """A path for each name; a second one that is alike is counted."""
    taken: set[str] = set()
    paths = []
    for stem in stems:
        name, nth = stem + suffix, 1
        while _alike(name) in taken:
            nth += 1
            name = f"{stem}-{nth}{suffix}"
        taken.add(_alike(name))
        paths.append(folder / name)
    return paths


def _alike(name: str) -> str:
    """What names share that Windows or macOS take for one: Plan and plan, and é in one character or two."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
