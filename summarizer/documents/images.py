"""Pictures of pages: scans and photos, one a file or, in a TIFF, several."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Any

from summarizer.documents import recognition
from summarizer.documents.building import Builder
from summarizer.documents.pages import add_pages
from summarizer.documents.scans import MAX_SIDE, More, recognised, unhurried
from summarizer.errors import DocumentError

MAX_PIXELS = 80_000_000
"""A3 at 600 dots per inch has 70 million."""
_KINDS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")
_COLOURLESS = frozenset(("1", "L", "LA"))
_MANY = "TIFF"
"""The kind of file that holds several pages; what moves is no page."""


def read_image(data: bytes, name: str, more: More = unhurried) -> Builder:
    """The text in a picture. Raises :class:`DocumentError` for one that is damaged, too large or holds no text."""
    if not recognition.is_installed():
        raise DocumentError("recognition-missing", name=name)
    from PIL import Image, UnidentifiedImageError

    if not data:
        raise DocumentError("file-empty", name=name)
    builder = Builder()
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(BytesIO(data), formats=_KINDS) as image:
            pages = range(1, (getattr(image, "n_frames", 1) if image.format == _MANY else 1) + 1)
            read = recognised(pages, lambda number: _page(image, number), builder, more)
    except Image.DecompressionBombError:
        raise DocumentError("image-too-large", name=name, limit=MAX_PIXELS // 1_000_000) from None
    except UnidentifiedImageError:
        raise DocumentError("no-image", name=name) from None
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        # Pillow has no error of its own for a file that ends too early.
        cut = isinstance(error, EOFError) or "truncated" in str(error)
        raise DocumentError("image-cut-off" if cut else "image-damaged", name=name) from None
    add_pages(builder, read)
    if not builder.text and not builder.gaps:
        raise DocumentError("image-without-text", name=name)
    return builder


def _page(image: Any, number: int) -> recognition.Picture:
    if number > 1:
        image.seek(number - 1)
    return picture_of(image)


def picture_of(image: Any) -> recognition.Picture:
    """An image of Pillow as it is recognised: upright, on white, no larger than a page needs to be.

    Raises :class:`PIL.Image.DecompressionBombError` for one of too many pixels, before any is made.
    """
    import numpy as np
    from PIL import Image, ImageOps

    if image.format == "JPEG":
        image.draft(None, (MAX_SIDE, MAX_SIDE))  # of a large one most pixels need never be made
    if image.width * image.height > MAX_PIXELS:
        raise Image.DecompressionBombError
    turn = image.getexif()
    if image.mode.startswith(("I", "F")):  # more than eight bits a pixel: from the darkest to the lightest
        wide = np.asarray(image, dtype=np.float32)
        image = Image.fromarray(((wide - wide.min()) * (255.0 / (float(np.ptp(wide)) or 1.0))).astype(np.uint8))
    elif image.has_transparency_data:
        shown = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", shown.size, "white"), shown)
    page = image.convert("L" if image.mode in _COLOURLESS else "RGB")
    page.thumbnail((MAX_SIDE, MAX_SIDE))
    page.getexif().update(turn)
    page = ImageOps.exif_transpose(page)
    pixels = np.asarray(page)
    return recognition.of_grey(pixels) if page.mode == "L" else np.ascontiguousarray(pixels[:, :, ::-1])
