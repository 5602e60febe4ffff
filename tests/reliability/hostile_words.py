"""Word files and zips that are hard to read, made by code in seconds."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SAID = "<w:p><w:r><w:t>某市教育局2023年工作要点</w:t></w:r></w:p>"
END = "<w:p><w:r><w:t>新建学校9所。</w:t></w:r></w:p>"


def packed(members: dict[str, bytes | str], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as held:
        for name, content in members.items():
            held.writestr(name, content)
    return made.getvalue()


def word(body: str, *, more: dict[str, bytes | str] | None = None, whole: str | None = None, **parts: str) -> bytes:
    """A Word file of this body; ``parts`` are others that it names: ``styles``, ``numbering``, ``footnotes``."""
    document = whole or f"<w:document {_W} {_R} {_M} {_MC}><w:body>{SAID}{body}{END}</w:body></w:document>"
    related = "".join(f'<Relationship Id="{name}" Type="{_KIND}/{name}" Target="{name}.xml"/>' for name in parts)
    chunk = f'<Relationship Id="x1" Type="{_KIND}/aFChunk" Target="x1.docx"/>'
    box = "http://schemas.openxmlformats.org/package/2006/relationships"
    return packed(
        {
            "word/document.xml": document,
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{box}">{related}{chunk}</Relationships>',
            **{f"word/{name}.xml": content for name, content in parts.items()},
            **(more or {}),
        }
    )


def _p(inner: str = "<w:r><w:t>新</w:t></w:r>", properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def _styles(count: int, *, ring: bool = False) -> str:
    """Styles that are each based on the one before."""
    first = f'<w:basedOn w:val="s{count - 1}"/>' if ring else ""
    based = [first, *(f'<w:basedOn w:val="s{n}"/>' for n in range(count - 1))]
    made = (
        f'<w:style w:type="paragraph" w:styleId="s{n}">{on}<w:name w:val="n{n}"/></w:style>'
        for n, on in enumerate(based)
    )
    return f"<w:styles {_W}>{''.join(made)}</w:styles>"


def _chain(styles: int, paragraphs: int) -> bytes:
    return word(_p(properties=f'<w:pStyle w:val="s{styles - 1}"/>') * paragraphs, styles=_styles(styles))


def _numbering(text: str, count: int = 1) -> str:
    level = f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/></w:lvl>'
    made = (
        f'<w:abstractNum w:abstractNumId="{n}">{level}</w:abstractNum>'
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>'
        for n in range(1, count + 1)
    )
    return f"<w:numbering {_W}>{''.join(made)}</w:numbering>"


def _deep(tag: str, levels: int, inner: str = "<w:r><w:t>新</w:t></w:r>") -> str:
    return f"<{tag}>" * levels + inner + f"</{tag}>" * levels


def _tables(levels: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * levels + _p() + "</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>" * levels


def _merged(rows: int, columns: int) -> str:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="100"/><w:vMerge{}/></w:tcPr><w:p><w:r><w:t>9所</w:t></w:r></w:p></w:tc>'
    first = "<w:tr>" + cell.format(' w:val="restart"') * columns + "</w:tr>"
    return "<w:tbl>" + first + ("<w:tr>" + cell.format("") * columns + "</w:tr>") * rows + "</w:tbl>"


def _choices(count: int) -> str:
    one = f"<mc:AlternateContent><mc:Choice>{_p()}</mc:Choice><mc:Fallback>{_p()}</mc:Fallback></mc:AlternateContent>"
    return one * count


def _nested_choices(levels: int) -> str:
    return "<mc:AlternateContent><mc:Choice>" * levels + _p() + "</mc:Choice></mc:AlternateContent>" * levels


def _prompts(count: int) -> str:
    return (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" * count + _p() + "</w:sdtContent></w:sdt>" * count
    )


def _chunks(levels: int) -> bytes:
    made = word("")
    for _ in range(levels):
        made = word('<w:altChunk r:id="x1"/>' * 5, more={"word/x1.docx": made})
    return made


def _lying(data: bytes, size: int) -> bytes:
    """The zip of one member with another size of it in its directory."""
    made = bytearray(data)
    at = made.rindex(b"PK\x01\x02")
    made[at + 24 : at + 28] = size.to_bytes(4, "little")
    return bytes(made)


def _overlapping(count: int) -> bytes:
    """Members that all are the same bytes."""
    made = bytearray(packed({"0.txt": b"9" * 3_000_000}))
    at = made.rindex(b"PK\x05\x06")
    entry = bytes(made[made.rindex(b"PK\x01\x02") : at])
    entries = b"".join(entry.replace(b"0.txt", b"%05d" % n)[:46] + b"%05d" % n for n in range(count))
    end = b"PK\x05\x06" + bytes(4) + count.to_bytes(2, "little") * 2 + len(entries).to_bytes(4, "little")
    return bytes(made[: at - len(entry)]) + entries + end + (at - len(entry)).to_bytes(4, "little") + bytes(2)


def _relations(count: int) -> bytes:
    box = "http://schemas.openxmlformats.org/package/2006/relationships"
    many = "".join(f'<Relationship Id="r{n}" Type="{_KIND}/x" Target="{"../" * 50}x{n}.xml"/>' for n in range(count))
    return word("", more={"word/_rels/document.xml.rels": f'<Relationships xmlns="{box}">{many}</Relationships>'})


def _rels_deep(levels: int) -> bytes:
    box = "http://schemas.openxmlformats.org/package/2006/relationships"
    return word(
        "",
        more={"_rels/.rels": f'<Relationships xmlns="{box}">' + "<a>" * levels + "</a>" * levels + "</Relationships>"},
    )


WORDS: dict[str, Callable[[], bytes]] = {
    "blanks": lambda: word(" " * 100_000_000),
    "text": lambda: word(_p("<w:r><w:t>" + "新" * 20_000_000 + "</w:t></w:r>")),
    "paragraphs": lambda: word(_p() * 150_000),
    "runs": lambda: word(_p("<w:r><w:t>新</w:t></w:r>" * 150_000)),
    "empty elements": lambda: word("<w:p/>" * 2_000_000),
    "boxes 300 deep": lambda: word(_deep("w:sdtContent", 300, _p())),
    "boxes 5000 deep": lambda: word(_deep("w:sdtContent", 5000, _p())),
    "boxes 200000 deep": lambda: word(_deep("w:sdtContent", 200_000, _p())),
    "runs 200 deep": lambda: word(_p(_deep("w:ins", 200))),
    "runs 2000 deep": lambda: word(_p(_deep("w:ins", 2000))),
    "tables 50 deep": lambda: word(_tables(50)),
    "tables 2000 deep": lambda: word(_tables(2000)),
    "frames 200 deep": lambda: word("<w:tbl><w:tr><w:tc>" * 200 + _p() + "</w:tc></w:tr></w:tbl>" * 200),
    "text boxes in each other": lambda: word(
        "<w:p><w:r><w:txbxContent>" * 300 + _p() + "</w:txbxContent></w:r></w:p>" * 300
    ),
    "sums in sums": lambda: word(_p("<m:oMath>" + _deep("m:e", 500, "<m:r><m:t>9</m:t></m:r>") + "</m:oMath>")),
    "a line of styles": lambda: _chain(3000, 3000),
    "a long line of styles": lambda: _chain(20_000, 2000),
    "a ring of styles": lambda: word(_p(properties='<w:pStyle w:val="s99"/>') * 3000, styles=_styles(2000, ring=True)),
    "styles": lambda: word(_p(properties='<w:pStyle w:val="s1"/>') * 3000, styles=_styles(50_000)),
    "a number of numbers": lambda: word(
        _p(properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>') * 5000,
        numbering=_numbering("%1" * 2000),
    ),
    "lists": lambda: word(
        _p(properties='<w:numPr><w:numId w:val="999"/></w:numPr>') * 999, numbering=_numbering("%1", 20_000)
    ),
    "merged cells": lambda: word(_merged(300, 60)),
    "rows": lambda: word("<w:tbl>" + ("<w:tr>" + f"<w:tc>{_p()}</w:tc>" * 5 + "</w:tr>") * 15_000 + "</w:tbl>"),
    "a wide row": lambda: word("<w:tbl><w:tr>" + f"<w:tc>{_p()}</w:tc>" * 60_000 + "</w:tr></w:tbl>"),
    "choices": lambda: word(_choices(30_000)),
    "choices in choices": lambda: word(_nested_choices(1000)),
    "prompts": lambda: word(_prompts(1) * 10_000),
    "prompts in prompts": lambda: word(_prompts(1000)),
    "symbols": lambda: word(_p('<w:r><w:sym w:font="x" w:char="F0E0"/></w:r>' * 50_000)),
    "attributes": lambda: word("<w:p " + " ".join(f'w:a{n}="1"' for n in range(50_000)) + "/>"),
    "a long attribute": lambda: word('<w:p w:a="' + "x" * 12_000_000 + '"/>'),
    "a long comment": lambda: word("<!--" + "x" * 12_000_000 + "-->"),
    "comments": lambda: word("<!---->" * 300_000),
    "instructions": lambda: word("<?a b?>" * 200_000),
    "names": lambda: word("".join(f"<w:x{n}/>" for n in range(100_000))),
    "spaces of names": lambda: word("".join(f'<x:p xmlns:x="u{n}"/>' for n in range(50_000))),
    "spaces of names, deep": lambda: word(
        "".join(f'<x{n}:p xmlns:x{n}="u{n}">' for n in range(200)) + "".join(f"</x{n}:p>" for n in reversed(range(200)))
    ),
    "laughs": lambda: word(
        "",
        whole="<!DOCTYPE a [<!ENTITY a 'ha'>"
        + "".join(f"<!ENTITY a{n} '{'&a;' * 10}'>" for n in range(9))
        + "]><a>&a8;</a>",
    ),
    "a late type": lambda: word(
        "", whole=" " * 5000 + "<!DOCTYPE a [<!ENTITY a SYSTEM 'file:///dev/zero'>]><a>&a;</a>"
    ),
    "files in files": lambda: _chunks(6),
    "a page in it": lambda: word('<w:altChunk r:id="x1"/>' * 3000, more={"word/x1.docx": b"<html>" + b"<div>" * 3000}),
    "notes": lambda: word(
        "", footnotes=f"<w:footnotes {_W}>" + f"<w:footnote>{_p()}</w:footnote>" * 30_000 + "</w:footnotes>"
    ),
    "notes that are deep": lambda: word(
        "", footnotes=f"<w:footnotes {_W}>" + "<w:footnote>" * 5000 + "</w:footnote>" * 5000 + "</w:footnotes>"
    ),
    "relations": lambda: _relations(20_000),
    "relations that are deep": lambda: _rels_deep(5000),
    "members": lambda: word("", more={f"word/x{n}.xml": b"<a/>" for n in range(9_000)}),
    "too many members": lambda: word("", more={f"word/x{n}.xml": b"" for n in range(11_000)}),
    "large members": lambda: word("", more={f"word/x{n}.xml": b"<a>" + b" " * 3_900_000 for n in range(70)}),
    "a member of zeros": lambda: word("", more={"word/x.xml": bytes(100_000_000)}),
    "a lie about a size": lambda: _lying(packed({"word/document.xml": b" " * 200_000_000}), 1000),
    "cut off": lambda: word("")[:-30],
    "nothing": lambda: packed({"word/document.xml": b""}),
    "no body": lambda: word("", whole=f"<w:document {_W}/>"),
    "noise": lambda: packed({"word/document.xml": zlib.compress(b"x" * 9)}),
}

PLAN = "某市教育局2023年工作要点\n新建学校9所。\n"
ARCHIVES: dict[str, Callable[[], bytes]] = {
    "members": lambda: packed({f"{n}.txt": PLAN for n in range(300)}),
    "too many members": lambda: packed({f"{n}.txt": b"" for n in range(12_000)}),
    "overlapping members": lambda: _overlapping(90),
    "more overlapping members": lambda: _overlapping(5000),
    "a bomb": lambda: packed({"a.txt": b" " * 200_000_000}),
    "a lie about a size": lambda: _lying(packed({"a.txt": b" " * 200_000_000}), 1000),
    "a lie about a size, otherwise packed": lambda: _lying(
        packed({"a.txt": b" " * 200_000_000}, zipfile.ZIP_BZIP2), 1000
    ),
    "a lie the other way": lambda: _lying(packed({"a.txt": PLAN}), 250_000_000),
    "another way of packing": lambda: packed({"a.txt": PLAN}, zipfile.ZIP_LZMA),
    "names that lead out": lambda: packed({"../../a.txt": PLAN, "/b.txt": PLAN, "c\\..\\..\\d.txt": PLAN}),
    "long names": lambda: packed({"x" * 60_000 + f"{n}.txt": PLAN for n in range(20)}),
    "an archive in it": lambda: packed({"a.zip": packed({"b.txt": PLAN})}),
    "hostile documents": lambda: packed(
        {"a.pdf": b"%PDF-1.4\n" + b"1 0 obj<<" * 999, "b.docx": WORDS["cut off"](), "c.txt": PLAN}
    ),
    "cut off": lambda: packed({"a.txt": PLAN})[:-25],
    "an empty one": lambda: packed({}),
}
