"""What a call names, one by one: the files of folders and patterns, the members of zip archives."""

from __future__ import annotations

import glob
import os
from collections import defaultdict
from operator import itemgetter
from pathlib import Path, PurePath, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from summarizer.documents.bounds import USUAL, Bounds
from summarizer.documents.document import STDIN, Document, Fetched, fetch
from summarizer.documents.files import check_name, open_regular, too_large
from summarizer.documents.formats import KNOWN_SUFFIXES, PICTURES
from summarizer.documents.zips import opened, read_member
from summarizer.errors import DocumentError, UsageError
from summarizer.messages import Message, text
from summarizer.writing.own_files import is_own_output

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Sequence


_ARCHIVE = ".zip"
_UTF8_NAME = 0x800
_MAX_TOLD = 5


class Source(NamedTuple):
    """A document yet to be read.

    ``name`` is how it is spoken of: the path given, the path in a folder, ``archive.zip/member.txt``. ``called``
    is what the document is to be named, by default after its file: documents of one run that would share a name are
    told apart by their paths. ``member`` is an archive's, as its directory tells of it; ``error`` why it
    cannot be read at all.
    """

    name: str
    path: str
    called: str | None = None
    member: zipfile.ZipInfo | None = None
    error: Message | None = None

    def read(self, bounds: Bounds = USUAL) -> Document:
        """The document; raises as :func:`~summarizer.documents.load` does."""
        return Document.from_bytes(*self.fetch(bounds), bounds)

    def fetch(self, bounds: Bounds = USUAL) -> Fetched:
        """Its bytes; raises :class:`DocumentError` where they cannot be read."""
        if self.error is not None:
            raise DocumentError(self.error.code, **self.error.params)
        if self.member is None:
            return fetch(self.path, self.called, bounds)
        if self.member.file_size > bounds.most_bytes:
            raise too_large(self.name, bounds.most_bytes)
        with open_regular(self.path, self.path) as file:
            return Fetched(read_member(file, self.member, self.name), self.called or self.name)


class Sources(NamedTuple):
    """``found``, in order, and a line for each folder or archive that holds files which are not read."""

    found: list[Source]
    notices: list[str]


def find_sources(given: Sequence[str]) -> Sources:
    """Everything that ``given`` names: files, ``-``, folders (all that is in them), patterns (``*``, ``**``), zips.

    A file is taken whatever its suffix; in a folder or an archive only what is read is, and of a folder not what this
    program wrote there. Raises
    :class:`UsageError` for a folder, a pattern or an archive in which there is nothing to read.
    """
    found: list[Source] = []
    notices: list[str] = []
    for name in given:
        if name == STDIN:
            found.append(Source(name, name))
            continue
        try:
            check_name(Path(name))
        except DocumentError as error:
            found.append(Source(error.params["name"], name, error=error.message))
            continue
        for path in _matching(name):
            found += _at(path, notices)
    return Sources(told_apart(found), notices)


def told_apart(sources: Sequence[Source]) -> list[Source]:
    """``sources``, each called by as much of its path as no other's: ``a/x.txt`` and ``b/x.txt``, but ``y.txt``."""
    paths = [PurePath(source.name) for source in sources]
    called = [source.called or path.name for source, path in zip(sources, paths, strict=True)]
    depths = [len(PurePath(name).parts) for name in called]
    while True:
        bearers: defaultdict[str, set[str]] = defaultdict(set)
        for name, source in zip(called, sources, strict=True):
            bearers[name].add(source.name)  # a file given twice is one
        short = [i for i, path in enumerate(paths) if len(bearers[called[i]]) > 1 and depths[i] < len(path.parts)]
        if not short:
            break
        for i in short:
            depths[i] += 1
            called[i] = PurePath(*paths[i].parts[-depths[i] :]).as_posix()
    return [
        source if name in {source.called, path.name} else source._replace(called=name)
        for source, path, name in zip(sources, paths, called, strict=True)
    ]


def numbered(names: Sequence[str]) -> list[str]:
    """The names, with a number in later ones of the same name: ``y.txt``, ``y (2).txt``; no two are alike."""
    taken, found = set(names), list[str]()
    for name in names:
        suffix, made, number = PurePath(name).suffix, name, 1
        while made in found or (number > 1 and made in taken):
            number += 1
            made = f"{name.removesuffix(suffix)} ({number}){suffix}"
        found.append(made)
    return found


def _matching(name: str) -> list[str]:
    """The paths that ``name`` stands for: itself, or what its pattern matches where there is no such file."""
    if not glob.has_magic(name) or os.path.lexists(name):
        return [name]
    matches = sorted(glob.glob(name, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
    if not matches:
        raise UsageError("no-match", name=name)
    folders = {match.rstrip("/\\") for match in matches if Path(match).is_dir()}
    if folders and len(folders) < len(matches):  # ** gives the folders as well as what is in them
        matches = [match for match in matches if match.rstrip("/\\") not in folders]
    return matches


def _at(path: str, notices: list[str]) -> list[Source]:
    where = Path(path)
    if where.suffix.lower() == _ARCHIVE and where.is_file():
        return _in_archive(where, path, notices)
    if not where.is_dir():
        return [Source(path, path)]
    found: list[Source] = []
    pictures: list[Source] = []
    unread: list[str] = []
    own: list[str] = []
    for file in _files(where):
        suffix = file.suffix.lower()
        inside = file.relative_to(where).as_posix()
        if suffix == _ARCHIVE:
            found += _in_archive(file, str(file), notices)
        elif suffix in KNOWN_SUFFIXES and is_own_output(file):
            own.append(inside)  # a ledger beside its plans is no plan; by its own name it is read
        elif suffix in KNOWN_SUFFIXES:
            found.append(Source(str(file), str(file), inside))
        elif suffix in PICTURES:
            pictures.append(Source(str(file), str(file), inside))
        else:
            unread.append(inside)
    found = found or pictures
    _tell(path, unread + [one.called or "" for one in pictures if found is not pictures], notices)
    _tell(path, own, notices, "own-files-passed-over")
    if not found:
        raise UsageError("nothing-in-folder", name=path)
    return found


def _files(folder: Path) -> Iterator[Path]:
    """All files below ``folder`` by name, without hidden ones and Office's locks; links to folders are not followed."""
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith((".", "~$")):
                yield Path(root, name)


def _in_archive(path: Path, shown: str, notices: list[str]) -> list[Source]:
    """The members of a zip that are read, in order of their names; one that is broken is a source that says so."""
    try:
        with opened(path, shown) as archive:
            members = sorted(
                ((_member_name(made), at, made) for at, made in enumerate(archive.infolist()) if not made.is_dir()),
                key=itemgetter(0, 1),
            )
    except DocumentError as error:
        return [Source(shown, shown, error=error.message)]
    found: list[Source] = []
    pictures: list[Source] = []
    unread: list[str] = []
    for inside, _, member in members:
        parts = [
            part for part in PurePosixPath(inside).parts if part not in {"..", "/"}
        ]  # only a name: nothing is written there
        if not parts or "__MACOSX" in parts or any(part.startswith((".", "~$")) for part in parts):
            continue
        suffix, safe = PurePosixPath(inside).suffix.lower(), "/".join(parts)
        if suffix in KNOWN_SUFFIXES | PICTURES:
            one = Source(f"{shown}/{safe}", str(path), f"{path.name}/{safe}", member)
            (found if suffix in KNOWN_SUFFIXES else pictures).append(one)
        else:
            unread.append(inside)  # an archive in an archive too
    found = found or pictures
    _tell(shown, unread + [one.name for one in pictures if found is not pictures], notices)
    return found or [Source(shown, shown, error=Message("nothing-in-archive", {"name": shown}))]


def _member_name(member: zipfile.ZipInfo) -> str:
    """A member's name; Chinese Windows writes it in GBK and does not say so, and zipfile then takes it for CP437."""
    name = member.filename
    if not member.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def _tell(shown: str, unread: list[str], notices: list[str], code: str = "passed-over") -> None:
    if unread:
        names = ", ".join(unread[:_MAX_TOLD]) + (", …" if len(unread) > _MAX_TOLD else "")
        notices.append(text(code, name=shown, count=len(unread), files=names))
