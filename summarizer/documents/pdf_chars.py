"""The characters of a page with their places: from pdfminer, or from PDFium where pdfminer cannot read the fonts."""

import ctypes
import math
from collections import Counter
from typing import Any

Char = dict[str, Any]
"""``text``, ``x0`` ``x1`` ``top`` ``bottom`` in points from the page's top left, ``size``, ``upright``, ``matrix``."""

UNREADABLE = 0.3
"""Share of characters without a Unicode value from which on a reading of the text layer is of no use."""


def chars_of(page: Any, data: bytes) -> list[Char]:
    """All characters of a page of pdfplumber, whose file is ``data``."""
    chars: list[Char] = page.chars
    if len(chars) and unreadable(chars) <= UNREADABLE * len(chars):
        return chars
    others = _by_pdfium(data, page.page_number - 1, page.rotation, float(page.width), float(page.height))
    return others if len(others) > len(chars) or unreadable(others) < unreadable(chars) else chars


def set_upright(page: Any, data: bytes) -> tuple[Any, list[Char]]:
    """The page and its characters, turned where the page was set sideways or upside down and is not shown turned."""
    chars = chars_of(page, data)
    turns = Counter(map(_turn, chars))
    turn = turns.most_common(1)[0][0] if turns else 0
    if not turn:
        return page, chars
    inner = page.page_obj
    inner.rotate = inner.attrs["Rotate"] = (page.rotation + turn) % 360
    turned = type(page)(page.pdf, inner, page.page_number, page.initial_doctop)
    return turned, chars_of(turned, data)


def _turn(char: Char) -> int:
    """By how many degrees clockwise a page has to be turned so that a character on it stands upright."""
    along, up = char["matrix"][:2]
    if abs(along) >= abs(up):
        return 0 if along >= 0 else 180
    return 90 if up > 0 else 270


def once(chars: list[Char]) -> list[Char]:
    """The characters without those printed again over themselves, as programs do that have no bold face."""
    seen: set[tuple[str, int, int]] = set()
    kept = []
    for char in chars:
        x, y = round(char["x0"] / 1.5), round(char["top"] / 1.5)
        near = ((char["text"], x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        if any(place in seen for place in near) and char["text"].strip():
            continue
        seen.add((char["text"], x, y))
        kept.append(char)
    return kept


def unreadable(chars: list[Char]) -> int:
    """How many characters have a shape and no meaning."""
    return sum(char["text"].startswith("(cid:") for char in chars)


def _by_pdfium(data: bytes, index: int, rotation: int, width: float, height: float) -> list[Char]:
    """As PDFium reads them; ``width`` and ``height`` are those of the page once it is turned by ``rotation``."""
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
                box = text.get_charbox(at)
            except pypdfium2.PdfiumError:
                continue
            size = pdfium.FPDFText_GetFontSize(text, at)
            origin_x, origin_y = ctypes.c_double(), ctypes.c_double()
            pdfium.FPDFText_GetCharOrigin(text, at, origin_x, origin_y)
            left, right = sorted(_shown(x, y, rotation, width, height)[0] for x, y in (box[:2], box[2:]))
            base = height - _shown(origin_x.value, origin_y.value, rotation, width, height)[1]
            # PDFium counts clockwise, and does not turn the page.
            angle = -pdfium.FPDFText_GetCharAngle(text, at) - math.radians(rotation)
            found.append(
                {
                    "text": char,
                    "x0": left,
                    "x1": right,
                    # The box of a character is that of its ink: a comma's is low, 一's is flat. A line has one base.
                    "top": base - 0.88 * size,
                    "bottom": base + 0.12 * size,
                    "size": size,
                    "upright": abs(math.sin(angle)) < 0.1,  # noqa: PLR2004
                    "matrix": (math.cos(angle), math.sin(angle)),
                }
            )
    return found


def _shown(x: float, y: float, rotation: int, width: float, height: float) -> tuple[float, float]:
    """A point, counted from the bottom left, on the page once it is turned clockwise by ``rotation``."""
    match rotation:
        case 90:
            return y, height - x
        case 180:
            return width - x, height - y
        case 270:
            return width - y, x
        case _:
            return x, y
