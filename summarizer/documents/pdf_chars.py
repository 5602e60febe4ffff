"""The characters of a page with their places: from pdfminer, or from PDFium where pdfminer cannot read the fonts."""

import ctypes
import math
from typing import Any

Char = dict[str, Any]
"""``text``, ``x0`` ``x1`` ``top`` ``bottom`` in points from the page's top left, ``size``, ``upright``."""

UNREADABLE = 0.3
"""Share of characters without a Unicode value from which on a reading of the text layer is of no use."""


def chars_of(page: Any, data: bytes) -> list[Char]:
    """All characters of a page of pdfplumber, whose file is ``data``."""
    chars: list[Char] = page.chars
    if len(chars) and unreadable(chars) <= UNREADABLE * len(chars):
        return chars
    others = _by_pdfium(data, page.page_number - 1, float(page.height))
    return others if len(others) > len(chars) or unreadable(others) < unreadable(chars) else chars


def unreadable(chars: list[Char]) -> int:
    """How many characters have a shape and no meaning."""
    return sum(char["text"].startswith("(cid:") for char in chars)


def _by_pdfium(data: bytes, index: int, height: float) -> list[Char]:
    import pypdfium2
    import pypdfium2.raw as pdfium

    found: list[Char] = []
    with pypdfium2.PdfDocument(data) as document:
        text = document[index].get_textpage()
        for at in range(text.count_chars()):
            char = chr(pdfium.FPDFText_GetUnicode(text, at))
            if char in "\r\n\0":
                continue
            try:
                left, _, right, _ = text.get_charbox(at)
            except pypdfium2.PdfiumError:
                continue
            size = pdfium.FPDFText_GetFontSize(text, at)
            origin_x, origin_y = ctypes.c_double(), ctypes.c_double()
            pdfium.FPDFText_GetCharOrigin(text, at, origin_x, origin_y)
            base = height - origin_y.value
            found.append(
                {
                    "text": char,
                    "x0": left,
                    "x1": right,
                    # The box of a character is that of its ink: a comma's is low, 一's is flat. A line has one base.
                    "top": base - 0.88 * size,
                    "bottom": base + 0.12 * size,
                    "size": size,
                    "upright": abs(math.sin(pdfium.FPDFText_GetCharAngle(text, at))) < 0.1,  # noqa: PLR2004
                }
            )
    return found
