"""A template is a program from somebody else: it ends in time and memory, whatever it does, by one line."""

from __future__ import annotations

import os
import sys
import time
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from programs import one_error_line, run
from samples import qingdao

from summarizer.documents.bounds import USUAL
from summarizer.errors import UsageError
from summarizer.rendering import TemplateBook
from summarizer.reports.templating import TextBook
from summarizer.reports.view import View
from summarizer.reports.word import WordBook

PLAN = "关于加强学校建设的方案\n\n到2025年，新建学校9所。\n"
NESTED = "{% set n = namespace(x=[1]) %}{% for i in range(30) %}{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x }}"
KEPT = "{% set n = namespace(x=[]) %}{% for i in range(4000) %}{% set n.x = n.x + [('a' * 1000000) ~ i] %}{% endfor %}"
HOSTILE = {
    "a loop": "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}",
    "much text": "{% for a in range(3000) %}{{ 'x' * 1000000 }}{% endfor %}",
    "many texts kept": KEPT,
    "one list in itself": NESTED,
    "many words": "{% set n = namespace(x=[]) %}{% for i in range(3000) %}"
    "{% set n.x = n.x + [('a ' * 499999).split()] %}{% endfor %}",
    "a macro": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
}


def template(folder: Path, source: str, kind: str) -> Path:
    path = folder / f"template.{kind}"
    if kind == "docx":
        made: Any = Document()
        made.add_paragraph(source)
        made.save(str(path))
    else:
        path.write_text(source, encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", ["docx", "md.j2"])
@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.slow
def test_it_ends_with_one_line(tmp_path: Path, name: str, kind: str) -> None:
    """Text and Word alike; what was there before stays, and the program lives to say so."""
    (tmp_path / "a.txt").write_text(PLAN, encoding="utf-8")
    out = tmp_path / f"out.{kind.removesuffix('.j2')}"
    out.write_text("older", encoding="utf-8")
    began = time.monotonic()
    result = run(
        tmp_path / "a.txt", "--template", template(tmp_path, HOSTILE[name], kind), "-o", out, "--force",
        SUMMARIZER_READ_SECONDS="2", SUMMARIZER_READ_MEMORY_MB="250",
    )  # fmt: skip
    assert time.monotonic() - began < 20
    assert result.returncode == 2
    assert f"template.{kind}" in one_error_line(result)
    assert out.read_text(encoding="utf-8") == "older"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no pipes in folders there")
@pytest.mark.parametrize("kind", ["docx", "md.j2"])
def test_a_template_is_a_regular_file(tmp_path: Path, kind: str) -> None:
    """A pipe would hang the run, a device fill the memory."""
    (tmp_path / "a.txt").write_text(PLAN, encoding="utf-8")
    os.mkfifo(tmp_path / f"pipe.{kind}")
    (tmp_path / f"zero.{kind}").symlink_to("/dev/zero")
    for name in ("pipe", "zero"):
        result = run(tmp_path / "a.txt", "--template", tmp_path / f"{name}.{kind}", timeout=30)
        assert result.returncode == 2
        assert f"{name}.{kind}: cannot be read" in one_error_line(result)


def test_the_process_gives_what_this_one_would(tmp_path: Path) -> None:
    """Of several documents and a failure, with filters and the view's language: the same text to the byte."""
    source = (
        "{% for s in summaries %}{{ s.document.title }}{% for t in s.targets %}{{ t.id }} {{ t | amount }}"
        " {{ t | place }} {{ t | reason }};{% endfor %}{% endfor %}{{ failures }}"
    )
    path = template(tmp_path, source, "md.j2")
    made = []
    for book in (TextBook(path, alone=False), TemplateBook(path, alone=False)):
        stream = BytesIO()
        book.add(qingdao(), View(lang="en"))
        book.add(qingdao(), View())
        book.fail("no.txt", "没有")
        book.save(stream)
        made.append(stream.getvalue())
    assert made[0] == made[1]
    assert "80 所".encode() in made[0]


def test_a_word_file_of_the_process_is_what_this_one_would_make(tmp_path: Path) -> None:
    path = template(tmp_path, "{{ title }}{% for t in targets %}{{ t.amount }}，{{ t.place }}\n{% endfor %}", "docx")
    made = []
    for book in (WordBook(path), TemplateBook(path, alone=True)):
        stream = BytesIO()
        book.add(qingdao(), View(lang="en"))
        book.save(stream)
        made.append([paragraph.text for paragraph in Document(BytesIO(stream.getvalue())).paragraphs])
    assert made[0] == made[1]
    assert "80 所" in "".join(made[0])


@pytest.mark.slow
def test_a_process_that_a_template_ended_is_replaced(tmp_path: Path) -> None:
    stream = BytesIO()
    book = TemplateBook(template(tmp_path, NESTED, "md.j2"), alone=True, bounds=USUAL._replace(seconds=3.0))
    book.add(qingdao(), View())
    with pytest.raises(UsageError, match="takes longer than"):
        book.save(stream)
    book = TemplateBook(template(tmp_path, "{{ summary.document.name }}", "md.j2"), alone=True)
    book.add(qingdao(), View())
    book.save(stream)
    assert stream.getvalue().startswith(b"qingdao")


def test_a_word_template_that_unpacks_into_gigabytes_is_refused(tmp_path: Path) -> None:
    """Before a part of it is unpacked."""
    with zipfile.ZipFile(tmp_path / "mine.docx", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b" " * 60_000_000)
    with pytest.raises(UsageError, match="docx"):
        WordBook(tmp_path / "mine.docx")
