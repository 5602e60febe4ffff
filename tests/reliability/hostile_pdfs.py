"""PDFs of a few kilobytes that ask for hours or gigabytes, made by code: each is a shape, not a file from anywhere."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_SAID = b"BT /F1 12 Tf 72 700 Td (Plan for 2023: build 9 schools.) Tj ET\n"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def stream(data: bytes, head: bytes = b"", length: bytes | None = None) -> bytes:
    """A stream object; ``length`` is what it says of itself."""
    return b"<<%s/Length %s>>\nstream\n%s\nendstream" % (head, length or str(len(data)).encode(), data)


def flate(data: bytes, times: int = 1, more: bytes = b"") -> bytes:
    for _ in range(times):
        data = zlib.compress(data, 9)
    return stream(data, b"/Filter[%s]%s" % (b"/FlateDecode" * times, more))


def pdf(objects: Mapping[int, bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A file of these objects with a table of where each stands."""
    made = bytearray(b"%PDF-1.7\n")
    at = {}
    for number, body in objects.items():
        at[number] = len(made)
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(made)
    made += b"xref\n"
    for number, place in at.items():
        made += b"%d 1\n%010d 00000 n \n" % (number, place)
    made += b"trailer\n<</Size %d %s>>\nstartxref\n%d\n%%%%EOF\n" % (max(at) + 1, trailer, start)
    return bytes(made)


def page(
    content: bytes = _SAID, resources: bytes = b"", others: Mapping[int, bytes] | None = None, **swap: bytes
) -> bytes:
    """A file of one page; ``content`` are its operators, ``others`` more objects from 10 on, ``swap`` other ones."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>%s>>>>"
        % resources,
        4: stream(content),
        5: FONT,
    }
    objects |= others or {}
    objects |= {int(name[1:]): body for name, body in swap.items()}
    return pdf(objects)


def cmap(body: bytes, content: bytes = _SAID) -> bytes:
    """A page whose font says by ``body`` what its characters mean."""
    font = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[10 0 R]/ToUnicode 11 0 R>>"
    said = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n%s\nendcmap end end" % body
    system = b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    descendant = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X%s>>" % system
    return page(content, others={10: descendant, 11: flate(said)}, o5=font)


def _forms(levels: int, wide: int) -> bytes:
    """A form that draws the next one so many times, so many levels deep."""
    others = {}
    for level in range(levels):
        draws = b"/X Do " * wide if level < levels - 1 else _SAID
        inner = b"/XObject<</X %d 0 R>>" % (11 + level) if level < levels - 1 else b"/Font<</F1 5 0 R>>"
        others[10 + level] = stream(draws, b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<<%s>>" % inner)
    return page(b"/X Do\n" + _SAID, b"/XObject<</X 10 0 R>>", others)


def _kids(levels: int, wide: int) -> bytes:
    """A tree of pages that shares its branches: so many pages of a few lines."""
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>"}
    for level in range(levels):
        objects[2 + level] = b"<</Type/Pages/Count 9/Kids[%s]>>" % (b"%d 0 R " % (3 + level) * wide)
    objects[2 + levels] = b"<</Type/Page/MediaBox[0 0 612 792]>>"
    return pdf(objects)


def _chain(count: int) -> bytes:
    """Objects that are each nothing but the next one."""
    return pdf({1: b"2 0 R", **{at: b"%d 0 R" % (at + 1) for at in range(2, count)}, count: b"1 0 R"})


def _previous(where: bytes) -> bytes:
    """A table that names another one before it: itself."""
    head = b"%PDF-1.4\n"
    return head + b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R/Prev %s>>\nstartxref\n9\n%%%%EOF" % where


def _table_stream(widths: bytes, more: bytes = b"") -> bytes:
    """A table of places as a stream, of so many bytes a number."""
    body = zlib.compress(bytes(1000))
    head = b"<</Type/XRef/Size 10/W[%s]/Root 1 0 R/Filter/FlateDecode%s/Length %d>>" % (widths, more, len(body))
    return b"%%PDF-1.7\n1 0 obj\n%s\nstream\n%s\nendstream\nendobj\nstartxref\n9\n%%%%EOF" % (head, body)


def _grid(lines: int) -> bytes:
    across = b"".join(b"0 %d m 600 %d l S\n" % (at, at) for at in range(1, lines + 1))
    down = b"".join(b"%.2f 0 m %.2f 790 l S\n" % (at * 600 / lines, at * 600 / lines) for at in range(1, lines + 1))
    return page(_SAID + across + down)


def _words(count: int, step: float) -> bytes:
    said = b"".join(
        b"BT /F1 8 Tf %.3f %.3f Td (9 schools) Tj ET\n" % (i * step % 600, i * step % 780) for i in range(count)
    )
    return page(said)


def _type3(times: int) -> bytes:
    """A font whose characters are written in itself."""
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 0/LastChar 255"
        b"/Widths[%s]/CharProcs<</a 10 0 R>>/Encoding<</Differences[0%s]>>/Resources<</Font<</F1 5 0 R>>>>>>"
    )
    return page(others={10: stream(_SAID * times)}, o5=font % (b"1 " * 256, b"/a" * 256))


PDFS: dict[str, Callable[[], bytes]] = {
    "table before itself": lambda: _previous(b"9"),
    "table before itself, and more": lambda: _previous(b"9/XRefStm 9"),
    "table nowhere": lambda: _previous(b"-1"),
    "table beyond the end": lambda: _previous(b"99999999999"),
    "nothing but its first line": lambda: b"%PDF-1.4\n",
    "no end": lambda: b"%PDF-1.4\n1 0 obj\n<<" * 1000,
    "a table of billions": lambda: b"%PDF-1.4\nxref\n0 4000000000\ntrailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF",
    "starts of tables": lambda: b"%PDF-1.4\n" + b"startxref\n9\n" * 20_000,
    "numbers": lambda: b"%PDF-1.4\n" + b"1 " * 100_000,
    "objects without end": lambda: b"%PDF-1.4\n" + b"1 0 obj\n" * 50_000,
    "pages in themselves": lambda: page(o2=b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"),
    "pages in each other": lambda: page(o2=b"<</Type/Pages/Kids[6 0 R 6 0 R]>>", o6=b"<</Type/Pages/Kids[2 0 R]>>"),
    "pages of pages": lambda: _kids(20, 10),
    "a long line of pages": lambda: _kids(3000, 1),
    "thousands of pages": lambda: _kids(4, 10),
    "a page its own parent": lambda: page(o3=b"<</Type/Page/Parent 3 0 R/Contents 4 0 R>>"),
    "parents in a ring": lambda: page(o2=b"<</Type/Pages/Kids[3 0 R]/Parent 6 0 R>>", o6=b"<</Parent 2 0 R>>"),
    "billions of pages": lambda: page(o2=b"<</Type/Pages/Kids[3 0 R]/Count 4000000000>>"),
    "contents again and again": lambda: page(
        o3=b"<</Type/Page/MediaBox[0 0 612 792]/Contents[%s]/Resources<</Font<</F1 5 0 R>>>>>>" % (b"4 0 R " * 100_000)
    ),
    "objects in a ring": lambda: _chain(50),
    "a chain of objects": lambda: _chain(20_000),
    "a length that is itself": lambda: page(o4=stream(_SAID, length=b"4 0 R")),
    "a length of billions": lambda: page(o4=stream(_SAID, length=b"4000000000")),
    "a length below nothing": lambda: page(o4=stream(_SAID, length=b"-9")),
    "flate of nothing": lambda: page(o4=flate(bytes(200_000_000))),
    "flate twice": lambda: page(o4=flate(bytes(500_000_000), 2)),
    "flate three times": lambda: page(o4=flate(bytes(500_000_000), 3)),
    "flate of blanks": lambda: page(o4=flate(b" " * 100_000_000)),
    "flate of operators": lambda: page(o4=flate(b"q " * 20_000_000)),
    "flate of words": lambda: page(o4=flate(_SAID * 100_000)),
    "flate of brackets": lambda: page(o4=flate(b"[" * 10_000_000)),
    "flate of an open string": lambda: page(o4=flate(b"(" * 10_000_000)),
    "rows of billions": lambda: page(
        o4=flate(
            bytes(10_000), more=b"/DecodeParms[<</Predictor 12/Columns 2000000000/Colors 32/BitsPerComponent 16>>]"
        )
    ),
    "lzw": lambda: page(o4=stream(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01" * 10_000, b"/Filter/LZWDecode")),
    "run lengths": lambda: page(o4=stream(b"\x81 " * 500_000, b"/Filter/RunLengthDecode")),
    "run lengths twice": lambda: page(
        o4=stream(b"\x81\x81\x81 " * 100_000, b"/Filter[/RunLengthDecode/RunLengthDecode/RunLengthDecode]")
    ),
    "hexadecimal": lambda: page(o4=stream(b"20" * 2_000_000, b"/Filter[/ASCIIHexDecode]")),
    "base 85": lambda: page(o4=stream(b"z" * 3_000_000, b"/Filter[/ASCII85Decode]")),
    "a thousand filters": lambda: page(o4=stream(_SAID, b"/Filter[%s]" % (b"/ASCIIHexDecode" * 1000))),
    "strings in strings": lambda: page(b"BT /F1 9 Tf " + b"(" * 100_000 + b")" * 100_000 + b" Tj ET"),
    "an open string": lambda: page(b"BT /F1 9 Tf (" + b"\\(" * 300_000),
    "lists in lists": lambda: page(b"[" * 100_000 + b"]" * 100_000 + b" TJ"),
    "records in records": lambda: page(b"/a <<" + b"/a <<" * 50_000),
    "a catalog of lists": lambda: page(o1=b"<</Type/Catalog/Pages 2 0 R/X " + b"[" * 100_000 + b"]" * 100_000 + b">>"),
    "a catalog of records": lambda: page(o1=b"<</Pages 2 0 R/X" + b"<</a" * 50_000 + b">>" * 50_000 + b">>"),
    "an open record": lambda: page(o1=b"<</Pages 2 0 R" + b"/a 1" * 200_000),
    "names": lambda: page(b"".join(b"/n%d " % at for at in range(300_000))),
    "a long name": lambda: page(b"/" + b"#41" * 300_000),
    "a long number": lambda: page(b"9" * 1_000_000 + b" Tc"),
    "comments": lambda: page(b"%" * 1_000_000 + b"\n" + _SAID),
    "forms in forms": lambda: _forms(9, 10),
    "forms in a line": lambda: _forms(400, 1),
    "a form in itself": lambda: page(
        b"/X Do",
        b"/XObject<</X 10 0 R>>",
        {10: stream(b"/X Do /X Do", b"/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 10 0 R>>>>")},
    ),
    "forms of words": lambda: page(
        b"/X Do " * 3000,
        b"/XObject<</X 10 0 R>>",
        {10: stream(_SAID * 100, b"/Subtype/Form/BBox[0 0 600 800]/Resources<</Font<</F1 5 0 R>>>>")},
    ),
    "bfrange": lambda: cmap(b"1 beginbfrange\n<00000000> <ffffffff> <0000>\nendbfrange"),
    "bfrange of words": lambda: cmap(b"1 beginbfrange\n<0000> <ffff> <%s>\nendbfrange" % (b"4e00" * 5000)),
    "bfranges": lambda: cmap(b"100 beginbfrange\n" + b"<0000> <ffff> <0000>\n" * 3000 + b"endbfrange"),
    "bfrange of lists": lambda: cmap(b"1 beginbfrange\n<00> <ffffffff> [%s]\nendbfrange" % (b"<00>" * 100_000)),
    "cidrange": lambda: cmap(b"1 begincidrange\n<00000000> <7fffffff> 0\nendcidrange"),
    "bfchars": lambda: cmap(b"1 beginbfchar\n" + b"<0001> <%s>\n" % (b"4e00" * 1000) * 2000 + b"endbfchar"),
    "cmap of brackets": lambda: cmap(b"<<" * 300_000),
    "a cmap that uses itself": lambda: cmap(b"/Identity-H usecmap\n" * 100_000),
    "widths": lambda: cmap(b"").replace(b"/Supplement 0>>>>", b"/Supplement 0>>/W[0 2000000000 500]>>"),
    "characters in characters": lambda: _type3(10),
    "differences": lambda: page(o5=FONT[:-2] + b"/Encoding<</Differences[2000000000%s]>>>>" % (b"/a" * 200_000)),
    "a grid of 300": lambda: _grid(300),
    "a grid of 3000": lambda: _grid(3000),
    "boxes": lambda: page(_SAID + b"".join(b"%d %d 5 5 re S\n" % (i * 7 % 600, i * 11 % 780) for i in range(20_000))),
    "boxes on one another": lambda: page(_SAID + b"10 10 500 500 re S\n" * 20_000),
    "curves": lambda: page(_SAID + b"1 1 m " + b"1 2 3 4 5 6 c " * 50_000 + b"S"),
    "words on one another": lambda: _words(5000, 0.0),
    "words all over": lambda: _words(5000, 7.77),
    "a page of miles": lambda: page(
        o3=b"<</Type/Page/MediaBox[0 0 1e30 1e30]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    ),
    "a page of no size": lambda: page(
        o3=b"<</Type/Page/MediaBox[0 0 0 0]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    ),
    "a page that is a name": lambda: page(o3=b"<</Type/Page/MediaBox[/a/b/c/d]/Contents 4 0 R>>"),
    "not a number": lambda: page(b"nan inf 1e999 -1e999 0 0 cm\n" + _SAID),
    "states": lambda: page(b"q " * 300_000 + _SAID),
    "matrices": lambda: page(b"9e9 0 0 9e9 9e9 9e9 cm " * 50_000 + _SAID),
    "an open picture": lambda: page(b"BI /W 9 /H 9 ID " + b"E" * 1_000_000),
    "pictures": lambda: page(b"BI /W 1 /H 1 ID x EI " * 50_000 + _SAID),
    "marks": lambda: page(b"/a <</b 1>> BDC " * 100_000 + _SAID),
    "a table stream of billions": lambda: _table_stream(b"1000000000 1000000000 1000000000"),
    "a table stream of nothing": lambda: _table_stream(b"0 0 0", b"/Index[0 2000000000]"),
    "a table stream of many": lambda: _table_stream(b"1 2 1", b"/Index[%s]" % (b"0 9 " * 50_000)),
    "an object stream of billions": lambda: page(
        o6=stream(b"1 0 " * 1000, b"/Type/ObjStm/N 2000000000/First 9"), o3=b"6 0 R"
    ),
    "keys of millions": lambda: pdf(
        {
            1: b"<</Pages 2 0 R>>",
            2: b"<</Kids[]>>",
            3: b"<</Filter/Standard/V 5/R 6/Length 2000000000/O(%s)/U(%s)/P 0/OE(a)/UE(b)>>" % (b"a" * 48, b"b" * 48),
        },
        b"/Root 1 0 R/Encrypt 3 0 R/ID[(a)(b)]",
    ),
}
