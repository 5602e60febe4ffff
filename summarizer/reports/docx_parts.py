"""What Word needs and python-docx has no way to say: East Asian fonts, shading, properties of rows."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn


def set_fonts(properties: Any, chinese: str) -> None:
    """Set the font of Chinese characters in the properties of a run or a style."""
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), chinese)


def shade(cell: Any, colour: str) -> None:
    """Fill a table's cell with a colour, ``RRGGBB``."""
    made = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        made.set(qn(f"w:{name}"), value)
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001
    align = properties.find(qn("w:vAlign"))
    properties.append(made) if align is None else align.addprevious(made)  # the order is the schema's


def keep_whole(row: Any) -> None:
    """Let a row stay on one page."""
    _mark(row, "w:cantSplit")


def repeat(row: Any) -> None:
    """Let a heading row stand on every page."""
    _mark(row, "w:tblHeader")


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001
