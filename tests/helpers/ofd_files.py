"""OFD files made by hand: pages of text objects, as the standard has them."""

from __future__ import annotations

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

NAMESPACE = "http://www.ofdspec.org/2016"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
SIZE, LEADING = 4.2, 7.4
"""Millimetres: 12 points, and from line to line."""


def line(text: str, x: float, y: float, *, size: float = SIZE, extra: str = "") -> str:
    """A text object whose characters stand side by side."""
    steps = " ".join(f"{size if ord(char) > 0x2E80 else size / 2:g}" for char in text[:-1])
    return (
        f'<ofd:TextObject ID="9" Boundary="{x:g} {y:g} {len(text) * size:g} {size:g}" Font="1" Size="{size:g}" {extra}>'
        f'<ofd:TextCode X="0" Y="{size * 0.88:g}" DeltaX="{steps}">{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def ofd(pages: list[str], *, parts: dict[str, bytes] | None = None, common: str = "", template: str = "") -> bytes:
    """A file of pages, each given by what stands in its layer; ``parts`` are added or put in place of others."""
    use = '<ofd:Template TemplateID="7" ZOrder="Background"/>' if template else ""
    made: dict[str, bytes] = {
        "OFD.xml": _xml("OFD", "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"),
        "Doc_0/Document.xml": _xml(
            "Document",
            f"<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>{common}"
            + ('<ofd:TemplatePage ID="7" BaseLoc="Tpls/T.xml"/>' if template else "")
            + "</ofd:CommonData><ofd:Pages>"
            + "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/P{n}.xml"/>' for n in range(len(pages)))
            + "</ofd:Pages>",
        ),
        **{
            f"Doc_0/Pages/P{n}.xml": _xml("Page", f"{use}<ofd:Content><ofd:Layer>{page}</ofd:Layer></ofd:Content>")
            for n, page in enumerate(pages)
        },
        **({"Doc_0/Tpls/T.xml": _xml("Page", f"<ofd:Content><ofd:Layer>{template}</ofd:Layer></ofd:Content>")}
           if template else {}),
        **(parts or {}),
    }  # fmt: skip
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in made.items():
            archive.writestr(path, data)
    return written.getvalue()


def _xml(root: str, inside: str) -> bytes:
    return f'{_HEAD}<ofd:{root} xmlns:ofd="{NAMESPACE}">{inside}</ofd:{root}>'.encode()
