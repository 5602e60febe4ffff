"""Pages as a scanner gives them: a text printed, laid a little askew, blurred, with noise, and saved as JPEG."""

from __future__ import annotations

import random
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path("/usr/share/fonts/opentype/noto")
SERIF, SANS = (FOLDER / f"Noto{kind}CJK-Regular.ttc" for kind in ("Serif", "Sans"))
SIMPLIFIED = 2
"""The font of simplified Chinese in the file."""
_NEVER_FIRST = frozenset("，。、；：！？）》】”’%％")


class Scanner(NamedTuple):
    """How a page is printed and scanned."""

    font: Path = SERIF
    points: float = 14
    dots: int = 300
    """An inch."""
    askew: float = 1.5
    """Degrees at the most, to either side."""
    noise: float = 8
    """Standard deviation of a pixel, of 255."""
    blur: float = 0.6
    """Pixels."""
    quality: int = 70
    """Of the JPEG."""
    ink: int = 20
    only_black: bool = False
    """Whether each pixel is black or white."""


def scanned(text: str, scanner: Scanner, chance: random.Random) -> list[Any]:
    """The pages of a text, a paragraph a line, as images of Pillow."""
    import numpy as np
    from PIL import Image, ImageDraw, ImageFilter

    font = _font(scanner)
    width, height, margin = (round(inches * scanner.dots) for inches in (8.27, 11.69, 1.1))
    size = round(scanner.points / 72 * scanner.dots)
    leading = round(size * 1.75)
    fitting = (height - 2 * margin) // leading
    lines = [line for paragraph in text.splitlines() if paragraph.strip()
             for line in _set(paragraph.strip(), font, width - 2 * margin)]  # fmt: skip
    pages = []
    for begin in range(0, len(lines), fitting):
        page = Image.new("L", (width, height), 255)
        draw = ImageDraw.Draw(page)
        for row, line in enumerate(lines[begin : begin + fitting]):
            draw.text((margin, margin + row * leading), line, font=font, fill=scanner.ink)
        draw.text((width // 2, height - margin // 2), f"— {len(pages) + 1} —", font=font, fill=scanner.ink, anchor="mm")
        laid = [round(chance.uniform(-0.15, 0.15) * scanner.dots) for _ in range(2)]
        page = page.rotate(
            chance.uniform(-scanner.askew, scanner.askew), Image.Resampling.BICUBIC, translate=laid, fillcolor=255
        ).filter(ImageFilter.GaussianBlur(scanner.blur))
        noise = np.random.default_rng(chance.getrandbits(32)).standard_normal((height, width), dtype=np.float32)
        pixels = np.asarray(page, dtype=np.float32) + scanner.noise * noise
        if scanner.only_black:
            pixels = np.where(pixels > 150, 255, 0)
        saved = BytesIO()
        Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(saved, "JPEG", quality=scanner.quality)
        pages.append(Image.open(saved))
    return pages


def as_pdf(pages: list[Any], scanner: Scanner) -> bytes:
    """A PDF of nothing but these pictures."""
    made = BytesIO()
    pages[0].save(made, "PDF", save_all=True, append_images=pages[1:], resolution=scanner.dots)
    return made.getvalue()


def _font(scanner: Scanner) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(str(scanner.font), round(scanner.points / 72 * scanner.dots), index=SIMPLIFIED)


def _set(paragraph: str, font: Any, width: float) -> Iterator[str]:
    """The lines of a paragraph, its first one indented."""
    line = "\u3000\u3000"
    for char in paragraph:
        if font.getlength(line + char) > width and char not in _NEVER_FIRST:
            yield line
            line = ""
        line += char
    yield line
