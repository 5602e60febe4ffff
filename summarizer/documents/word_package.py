"""A .docx opened: its body, notes, styles and numbering as XML, whatever program wrote it. Nothing is fetched.

Whatever is read is found by the relations of the parts, which are parsed without entities and network.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from summarizer.documents.open_xml import XmlParts
from summarizer.errors import DocumentError
from summarizer.writing.own_files import WRITTEN_BY

Element = Any
"""An element of lxml, which has no types of its own."""

_Found = TypeVar("_Found")
_NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
_PREFIXES = {f"{{{uri}": prefix for prefix, uri in _NAMESPACES.items()}
_PROPERTIES = "/docprops/core.xml"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Package:
    """The parts of a Word file that hold what is read. Raises :class:`DocumentError` for a broken one.

    Of a relation to a part that is not there nothing but that part is lost.
    """

    def __init__(self, data: bytes, name: str) -> None:
        from lxml import etree

        self.unread: Counter[str] = Counter()
        """What is left out, by the code of the notice that says so."""
        self._name = name
        self._parts = XmlParts(data, name, leave_out="media", doctype="word-doctype")
        try:
            main = self._parts.main("/word/document.xml")
            self._related = self._parts.related(main)
            self.body = child(self._root(main), "w:body")
            self.numbering = self._part("numbering")
            self.styles = Styles(self._part("styles"))
            self.is_ours = _PROPERTIES in self._parts and WRITTEN_BY.encode() in self._parts[_PROPERTIES]
            self.notes = [
                note
                for kind in ("footnotes", "endnotes")
                for note in children(self._part(kind), "*")
                if attribute(note, "type") in {None, "normal"}
            ]
        except (KeyError, ValueError, etree.XMLSyntaxError) as error:
            if "Excessive depth" in str(error):
                raise DocumentError("reader-too-deep", name=name) from None
            raise DocumentError("word-damaged", name=name) from None
        if self.body is None:
            raise DocumentError("word-empty", name=name)

    def take(self, element: Element) -> tuple[bytes, str]:
        """What the part holds that an element's ``r:id`` names, once, and its path; a KeyError where it is not there.

        A path begins with a slash: a file in a file gives none, or a small file could hold endlessly many.
        """
        _, path = self._related["" if self._name[:1] == "/" else element.get(_ID)]
        return self._parts.pop(path), path

    def _root(self, path: str) -> Element:
        """What a part holds, with one of each choice that programs are given, and without prompts to type.

        The first that holds text is what a reader of this file sees, whatever else it asks a program to know.
        """
        from docx.oxml.parser import parse_xml

        root = parse_xml(self._parts[path])
        if root.getroottree().docinfo.internalDTD is not None:  # behind so many blanks that its head did not show it
            raise DocumentError("word-doctype", name=self._name)
        for element in [*children(root, ".//mc:AlternateContent")]:
            for way in sorted(element, key=lambda way: not "".join(way.itertext()).strip())[1:]:
                element.remove(way)
        for prompt in filter(is_on, [*children(root, ".//w:showingPlcHdr")]):
            for run in [*children(prompt, "../..//w:r")]:
                run.getparent().remove(run)
        return root

    def _part(self, wanted: str) -> Element | None:
        for kind, path in self._related.values():
            if kind == wanted:
                if path in self._parts:
                    return self._root(path)
                self.unread["parts-missing"] += 1
        return None


class Styles:
    """What a style says of its paragraphs, those above it in its line asked too."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self.default: str | None = None
        self._kept: dict[str, dict[str, Any]] = {}
        for style in children(root, "w:style"):
            name = attribute(style, "styleId") or ""
            self._styles[name] = style
            if attribute(style, "type") == "paragraph" and attribute(style, "default") in {"1", "true"}:
                self.default = name

    def shown_name(self, name: str | None) -> str:
        """The name that a user of Word sees, in lower case; empty where there is no such style."""
        return (value(self._styles.get(name or ""), "w:name") or "").lower()

    def found(self, name: str | None, path: str) -> Element | None:
        """The element at ``path`` of the nearest style that has it."""
        return self.first(name, path, lambda style: child(style, path))

    def first(self, name: str | None, what: str, asked: Callable[[Element], _Found | None]) -> _Found | None:
        """What the nearest style has that has an answer; ``what`` is asked, under which the answer is kept.

        Styles may be based on each other by the thousand: each of them is asked once.
        """
        passed: list[str] = []
        answer: _Found | None = None
        kept = self._kept.setdefault(what, {})
        while name in self._styles:
            if name in kept:
                answer = kept[name]
                break
            kept[name] = None  # a ring of styles ends where it began
            passed.append(name)
            answer = asked(self._styles[name])
            if answer is not None:
                break
            name = value(self._styles[name], "w:basedOn")
        kept.update(dict.fromkeys(passed, answer))
        return answer


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


def number(text: str | None, default: int = 0, base: int = 10) -> int:
    """A written integer; ``default`` where there is none, or one beyond all use."""
    try:
        found = int(text or "", base)
    except ValueError:
        return default
    return found if abs(found) < 1_000_000 else default  # noqa: PLR2004
