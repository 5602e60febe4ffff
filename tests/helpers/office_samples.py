"""Files as offices have them, made by real libraries: Word by python-docx, with raw XML where it has no words."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

if TYPE_CHECKING:
    from pathlib import Path

    import docx

W = nsdecls("w")
LEVELS = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))


def saved(document: docx.document.Document) -> bytes:
    """The bytes of a Word file."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def add_list(document: docx.document.Document, levels: tuple[tuple[str, str], ...], *, more: str = "") -> int:
    """Define a numbered list of ``(format, text)`` levels; its number, for :func:`numbered`."""
    root = document.part.numbering_part.element
    number = 500 + len(root)
    made = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    abstract = parse_xml(f'<w:abstractNum {W} w:abstractNumId="{number}">{made}</w:abstractNum>')
    first = next((child for child in root if child.tag.endswith("}num")), None)
    root.insert(list(root).index(first) if first is not None else len(root), abstract)
    root.append(parse_xml(f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="{number}"/>{more}</w:num>'))
    return number


def restart(document: docx.document.Document, number: int, at: int = 1) -> int:
    """Another list of the same form that begins anew at ``at``."""
    root = document.part.numbering_part.element
    root.append(
        parse_xml(
            f'<w:num {W} w:numId="{number + 1000}"><w:abstractNumId w:val="{number}"/>'
            f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{at}"/></w:lvlOverride></w:num>'
        )
    )
    return number + 1000


def numbered(document: docx.document.Document, text: str, number: int, level: int = 0) -> None:
    """Add a paragraph of a numbered list."""
    paragraph = document.add_paragraph(text)
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )


def raw(document: docx.document.Document, inner: str) -> None:
    """Add a paragraph of raw XML."""
    body = document.element.body
    body.insert(len(body) - 1, parse_xml(f"<w:p {nsdecls('w', 'r')}>{inner}</w:p>"))


def with_member(data: bytes, name: str, content: bytes, *, replace: tuple[bytes, bytes] | None = None) -> bytes:
    """The zip with a member put in, or with ``replace`` done inside the member ``name``."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            held = old.read(member)
            if member.filename == name:
                if replace is None:
                    continue
                held = held.replace(*replace)
            new.writestr(member.filename, held)
        if replace is None:
            new.writestr(name, content)
    return made.getvalue()


def add_table(document: docx.document.Document, rows: list[list[str]]) -> docx.table.Table:
    """Add a table with these cells."""
    table = document.add_table(len(rows), len(rows[0]))
    for row, words in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    return table


def convert(files: list[Path], form: str, folder: Path, *, given: str | None = None) -> list[Path]:
    """The files turned into another format by LibreOffice, all in one run."""
    soffice = shutil.which("soffice")
    assert soffice, "the marker office needs LibreOffice: apt-get install libreoffice-writer fonts-noto-cjk"
    command = [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    command += [f"--infilter={given}"] if given else []
    command += ["--convert-to", form, "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    suffix = form.partition(":")[0]
    return [folder / f"{file.stem}.{suffix}" for file in files]
