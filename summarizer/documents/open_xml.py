"""The parts of an Open XML file, .docx and .xlsx among them, found by their relations. Nothing is fetched."""

import posixpath
import re

from summarizer.documents.zips import opened, read_member
from summarizer.errors import DocumentError

_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_USUAL = rb"http://schemas.openxmlformats.org/\1/2006/\2"
"""Strict Open XML has other names for the same."""
_DOCTYPE = b"<!DOCTYPE"
_HEAD = 4096


class XmlParts:
    """What the file holds, by path, of each part its bytes; names in them are the usual ones.

    Raises :class:`DocumentError` for a broken zip and, of the code ``doctype``, for a part that declares entities.
    ``leave_out`` is found in the names of parts that nobody needs. A part that is not there is a KeyError.
    """

    def __init__(self, data: bytes, name: str, *, leave_out: str, doctype: str) -> None:
        with opened(data, name) as archive:
            self._parts = {
                path_of("", member.filename): read_member(archive, member, name)
                for member in archive.infolist()
                if leave_out not in member.filename
            }
        for path, content in self._parts.items():
            head = content[:_HEAD] if path.endswith((".xml", ".rels")) else b""
            if _DOCTYPE in head.replace(b"\0", b""):  # in UTF-16, too
                raise DocumentError(doctype, name=name)

    def __getitem__(self, path: str) -> bytes:
        return _STRICT.sub(_USUAL, self._parts[path])

    def __contains__(self, path: str) -> bool:
        return path in self._parts

    def paths(self, folder: str) -> list[str]:
        """The parts in a folder."""
        return [path for path in self._parts if path.startswith(folder)]

    def pop(self, path: str) -> bytes:
        """A part's bytes as they are, which are then gone."""
        return self._parts.pop(path)

    def main(self, usual: str) -> str:
        """Where the part is that holds the document; ``usual`` where the file does not say."""
        return dict(self.related("/").values()).get("officeDocument", usual)

    def related(self, path: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: of which kind, and where that part would be, by its id."""
        from lxml import etree

        folder, file = posixpath.split(path)
        own = path_of(folder, f"_rels/{file}.rels")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        return {
            one.get("Id"): (posixpath.basename(one.get("Type", "")), path_of(folder, one.get("Target", "")))
            for one in (etree.fromstring(self[own], parser) if own in self else ())
        }


def path_of(folder: str, name: str) -> str:
    """Where a part is, seen from ``folder``; some programs write backslashes, and case does not count."""
    return posixpath.normpath(posixpath.join("/", folder, name.replace("\\", "/"))).lower()
