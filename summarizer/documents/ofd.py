"""OFD, the fixed pages of GB/T 33190: characters with their places, put together as those of a PDF are.

A reader of our own: of the libraries there are, one needs PyMuPDF, which is AGPL, one cannot be installed, one brings a
whole document parser with its models. What is read is little: text objects, and the picture of a page that has none.
Seals, annotations and signatures are no text of the document. XML is parsed without entities and network.
"""

from __future__ import annotations

import math
import posixpath
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, NamedTuple

from summarizer.documents import recognition
from summarizer.documents.building import Builder
from summarizer.documents.pages import PrintedPage, add_pages, listed
from summarizer.documents.pdf_chars import Char, once
from summarizer.documents.pdf_lines import is_wide, lines_of
from summarizer.documents.scans import More, recognised, unhurried
from summarizer.documents.zips import opened, read_member
from summarizer.errors import DocumentError
from summarizer.messages import Message

Element = Any
"""An element of lxml, which has no types of its own."""

_POINTS = 72 / 25.4
"""A file counts in millimetres."""
_MAX_PAGES = 2000
_MAX_CHARACTERS = 60_000
_PICTURE = 0.5
"""A picture over so much of a page may be that of the page itself."""
_A4 = (0.0, 0.0, 210.0, 297.0)
_UPRIGHT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_ROOT = "/OFD.xml"


def read_ofd(data: bytes, name: str, more: More = unhurried) -> Builder:
    """The text of an OFD file. Raises :class:`DocumentError` for a protected, damaged or empty one."""
    from lxml import etree

    try:
        with opened(data, name) as archive:
            return _built(_Package(archive, name), name, more)
    except (etree.XMLSyntaxError, KeyError, ValueError):
        raise DocumentError("ofd-damaged", name=name) from None


class _OfdPage(NamedTuple):
    page: PrintedPage
    characters: int
    picture: bytes | None
    """Of a page without characters, what covers it."""


class _Package:
    """The parts of the file, each by its path."""

    def __init__(self, archive: Any, name: str) -> None:
        self._archive, self._name = archive, name
        self._members = {posixpath.normpath("/" + one.filename.replace("\\", "/")): one for one in archive.infolist()}
        if any("encrypt" in path.lower() or "decryptseed" in path.lower() for path in self._members):
            raise DocumentError("file-protected", name=name)

    def bytes_at(self, path: str) -> bytes:
        """What a part holds; a KeyError where it is not there."""
        return read_member(self._archive, self._members[path], self._name)

    def root(self, path: str) -> Element:
        """A part's XML, names without their namespace: programs write several."""
        from lxml import etree

        data = self.bytes_at(path)
        if b"<!DOCTYPE" in data.replace(b"\0", b""):
            raise DocumentError("ofd-doctype", name=self._name)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        root = etree.fromstring(data, parser)
        for element in root.iter():
            element.tag = str(element.tag).rpartition("}")[2]
        return root


def _built(package: _Package, name: str, more: More) -> Builder:
    builder = Builder()
    seen = [*_pages(package, name)]
    pictures = {one.page.number: one.picture for one in seen if one.picture is not None}
    read: dict[int, PrintedPage] = {}
    if pictures and recognition.is_installed():
        read = {page.number: page for page in recognised([*pictures], _Covers(pictures), builder, more)}
    elif pictures and not any(one.characters for one in seen):
        raise DocumentError("recognition-missing", name=name)
    elif pictures:
        builder.missing(Message("pages-scanned", {"pages": listed([*pictures])}))
    add_pages(builder, [read.get(one.page.number, one.page) for one in seen])
    if not builder.text and not builder.gaps:
        raise DocumentError("image-without-text", name=name)
    return builder


class _Covers:
    """The pictures of pages; one of a kind that is not known (JBIG2) cannot be shown."""

    def __init__(self, pictures: dict[int, bytes]) -> None:
        self._pictures = pictures

    def __call__(self, number: int) -> recognition.Picture | None:
        from PIL import Image

        from summarizer.documents.images import picture_of

        try:
            with Image.open(BytesIO(self._pictures[number])) as image:
                return picture_of(image)
        except (Image.DecompressionBombError, OSError, ValueError, SyntaxError):
            return None


def _pages(package: _Package, name: str) -> Iterator[_OfdPage]:
    number = 0
    for document in package.root(_ROOT).iterfind("DocBody/DocRoot"):
        path = _path(_ROOT, document.text)
        root = package.root(path)
        pages = root.findall("Pages/Page")
        if number + len(pages) > _MAX_PAGES:
            raise DocumentError("ofd-too-long", name=name, pages=number + len(pages), limit=_MAX_PAGES)
        usual = _numbers(root.findtext("CommonData/PageArea/PhysicalBox")) or _A4
        templates = {one.get("ID"): _path(path, one.get("BaseLoc")) for one in root.iterfind(".//TemplatePage")}
        shared = [_path(path, one.text) for tag in ("DocumentRes", "PublicRes") for one in root.iter(tag)]
        for page in pages:
            number += 1
            at = _path(path, page.get("BaseLoc"))
            yield _seen(package, number, package.root(at), usual, templates, [*shared, at])


def _seen(
    package: _Package,
    number: int,
    content: Element,
    usual: Sequence[float],
    templates: dict[str, str],
    paths: list[str],
) -> _OfdPage:
    box = _numbers(content.findtext(".//PhysicalBox")) or usual
    left, top, width, height = box if len(box) == len(_A4) and box[2] > 0 and box[3] > 0 else _A4
    layers = [content, *(package.root(path) for use in content.iterfind("Template")
                         if (path := templates.get(use.get("TemplateID", ""))))]  # fmt: skip
    chars: list[Char] = []
    for one in (found for layer in layers for found in layer.iter("TextObject")):
        chars += _characters(one, left, top)
        if len(chars) > _MAX_CHARACTERS:
            raise DocumentError("ofd-too-dense", name=package._name, page=number)  # noqa: SLF001
    upright = [char for char in chars if char["upright"]]
    chars = once(upright if len(upright) * 2 >= len(chars) else chars)  # a few slanted characters are a watermark
    lines = lines_of(chars, number, height=height * _POINTS, width=width * _POINTS)
    picture = None if lines else _picture(package, content, width * height, paths)
    return _OfdPage(PrintedPage(number, lines), len(chars), picture)


def _characters(text: Element, left: float, top: float) -> Iterator[Char]:
    """The characters of a text object, in points from the top left of the page."""
    if text.get("Visible") == "false":
        return
    boundary = (*_numbers(text.get("Boundary")), 0.0, 0.0)
    a, b, c, d, e, f = _numbers(text.get("CTM")) or _UPRIGHT
    given = _number(text.get("Size") or text.get("size"), 3.5)
    size = given * math.sqrt(abs(a * d - b * c)) * _POINTS
    x = y = 0.0
    for code in text.iter("TextCode"):
        written = code.text or ""
        x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
        across, down = (_steps(code.get(key), len(written)) for key in ("DeltaX", "DeltaY"))
        if not across and not down:  # as wide as such characters are
            across = [given * (1.0 if is_wide(char) else 0.5) for char in written]
        for at, char in enumerate(written):
            step = across[at] if at < len(across) else 0.0
            begin = (boundary[0] + a * x + c * y + e - left) * _POINTS
            base = (boundary[1] + b * x + d * y + f - top) * _POINTS
            wide = size if is_wide(char) else min(abs(step * a) * _POINTS or size / 2, size)
            yield {
                "text": char, "x0": begin, "x1": begin + wide, "top": base - 0.88 * size, "bottom": base + 0.12 * size,
                "size": size, "upright": abs(b) < 0.1 * abs(a), "matrix": (a, b),
            }  # fmt: skip
            x += step
            y += down[at] if at < len(down) else 0.0


def _steps(given: str | None, most: int) -> list[float]:
    """How far it is from each character to the next: ``1.5 g 3 2.0`` is 1.5 and three times 2.0."""
    steps: list[float] = []
    words = iter((given or "").split())
    for word in words:
        times, step = (int(_number(next(words, "1"), 1)), next(words, "0")) if word == "g" else (1, word)
        steps += [_number(step, 0.0)] * max(0, min(times, most - len(steps)))
    return steps + [steps[-1]] * (most - len(steps)) if steps else []


def _picture(package: _Package, content: Element, area: float, paths: list[str]) -> bytes | None:
    """What covers a page; None where nothing does."""
    found: list[tuple[float, str]] = []
    for image in content.iter("ImageObject"):
        boundary = _numbers(image.get("Boundary"))
        if len(boundary) == len(_A4) and boundary[2] * boundary[3] >= _PICTURE * area:
            found.append((boundary[2] * boundary[3], image.get("ResourceID", "")))
    if not found:
        return None
    wanted = max(found)[1]
    for path in [*(_path(paths[-1], one.text) for one in content.iter("PageRes")), *paths[:-1]]:
        root = package.root(path)
        base = _path(path, root.get("BaseLoc") or ".")
        for media in root.iter("MultiMedia"):
            if media.get("ID") == wanted:
                return package.bytes_at(_path(base + "/", media.findtext("MediaFile")))
    return None


def _path(of: str, given: str | None) -> str:
    """The path that a part at ``of`` gives of another."""
    if not given or not given.strip():
        raise KeyError("path")
    return posixpath.normpath(posixpath.join(posixpath.dirname(of), given.strip().replace("\\", "/")))


def _numbers(given: str | None) -> tuple[float, ...]:
    return tuple(_number(word, 0.0) for word in (given or "").split())


def _number(given: str | None, default: float) -> float:
    found = float(given) if given and given.strip() else default
    if not abs(found) < 1e12:  # noqa: PLR2004 - nor is it no number
        raise ValueError(given)
    return found
