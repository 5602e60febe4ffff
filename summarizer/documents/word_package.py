"""A .docx opened: its body, notes, styles and numbering as XML, whatever program wrote it. Nothing is fetched.

python-docx finds the parts and parses them without entities and network; what it has no words for
(text boxes, tracked changes, computed numbers) is read from the XML itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from summarizer.documents.building import brief
from summarizer.documents.zips import opened, read_member
from summarizer.errors import DocumentError

Element = Any
"""An element of lxml, which has no types of its own."""

_NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
_PREFIXES = {f"{{{uri}": prefix for prefix, uri in _NAMESPACES.items()}
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


class Package:
    """The parts of a Word file that hold what is read. Raises :class:`DocumentError` for a broken one."""

    def __init__(self, data: bytes, name: str) -> None:
        from docx.opc.package import OpcPackage
        from docx.oxml.parser import parse_xml
        from lxml import etree

        with opened(data, name) as archive:
            for member in archive.infolist():
                if member.filename.endswith((".xml", ".rels")):
                    head = read_member(archive, member, name)[:4096]
                    if b"<!DOCTYPE" in head or "<!DOCTYPE".encode("utf-16-le") in head:
                        raise DocumentError("word-doctype", name=name)
        try:
            self._main = OpcPackage.open(BytesIO(data)).main_document_part
            self._parse = parse_xml
            self.document = self._root(self._main)
            self.body = child(self.document, "w:body")
            self.numbering = self._related("numbering")
            self.styles = Styles(self._related("styles"))
            self.notes = [note for kind in ("footnotes", "endnotes") for note in self._notes(kind)]
        except DocumentError:
            raise
        except (KeyError, ValueError, etree.XMLSyntaxError, AttributeError) as error:
            raise DocumentError("word-damaged", name=name, reason=brief(error)) from None
        if self.body is None:
            strict = _STRICT in etree.tostring(self.document)[:4096]
            raise DocumentError("word-strict" if strict else "word-empty", name=name)

    def _root(self, part: Any) -> Element:
        # A part that python-docx has a class for is parsed already.
        element = getattr(part, "element", None)
        return self._parse(part.blob) if element is None else element

    def _related(self, kind: str) -> Element | None:
        for relation in self._main.rels.values():
            if relation.reltype == _RELATION + kind and not relation.is_external:
                return self._root(relation.target_part)
        return None

    def _notes(self, kind: str) -> Iterator[Element]:
        root = self._related(kind)
        for note in root if root is not None else ():
            if attribute(note, "type") in {None, "normal"}:
                yield note


class Styles:
    """What a style says of its paragraphs, those above it in its line asked too."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self.default: str | None = None
        for style in children(root, "w:style"):
            name = attribute(style, "styleId") or ""
            self._styles[name] = style
            if attribute(style, "type") == "paragraph" and attribute(style, "default") in {"1", "true"}:
                self.default = name

    def line(self, name: str | None) -> Iterator[Element]:
        """The style and those that it is based on, nearest first."""
        seen = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            style = self._styles[name]
            yield style
            name = value(style, "w:basedOn")

    def shown_name(self, name: str | None) -> str:
        """The name that a user of Word sees, in lower case; empty where there is no such style."""
        return (value(self._styles.get(name or ""), "w:name") or "").lower()

    def found(self, name: str | None, path: str) -> Element | None:
        """The element at ``path`` of the nearest style that has it."""
        return next((hit for style in self.line(name) if (hit := child(style, path)) is not None), None)


def name_of(element: Element) -> str:
    """An element's name with its usual prefix (``w:p``); empty for a comment or an instruction."""
    namespace, _, name = str(element.tag).rpartition("}")
    return f"{_PREFIXES.get(namespace, namespace)}:{name}" if namespace else ""


def children(element: Element | None, path: str) -> Iterator[Element]:
    """The elements at ``path`` (``w:rPr/w:vanish``) below an element; none where there is no element."""
    return iter(()) if element is None else element.iterfind(path, _NAMESPACES)


def child(element: Element | None, path: str) -> Element | None:
    """The first of :func:`children`."""
    return next(children(element, path), None)


def attribute(element: Element, name: str) -> str | None:
    """An attribute of Word's."""
    found: str | None = element.get(f"{{{_NAMESPACES['w']}}}{name}")
    return found


def value(element: Element | None, path: str = ".") -> str | None:
    """The ``w:val`` of the element at ``path``, None where there is no element or no value."""
    found = child(element, path)
    return None if found is None else attribute(found, "val")


def is_on(element: Element | None) -> bool:
    """Whether a switch such as ``w:vanish`` is there and not turned off."""
    return element is not None and value(element) not in {"0", "false", "off"}


def number(text: str | None, default: int = 0) -> int:
    """A written integer; ``default`` where there is none, or one beyond all use."""
    try:
        found = int(text or "")
    except ValueError:
        return default
    return found if abs(found) < 1_000_000 else default  # noqa: PLR2004
