"""A template that never ends or fills the memory stops, in Word as in text: one line, and no gigabyte."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import pytest

from summarizer.errors import UsageError
from summarizer.reports import sandbox
from summarizer.reports.templating import UserTemplate

if TYPE_CHECKING:
    from pathlib import Path

WORD = [
    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "{% for a in range(99999) %}{% for b in range(99) %}" + "x" * 500 + "{% endfor %}{% endfor %}",
    "{{ 'x' * 10 ** 9 }}",
    "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
]


@pytest.mark.parametrize("source", WORD)
def test_a_word_template_is_bounded(tmp_path: Path, source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("docxtpl")
    import docx

    from summarizer.reports.word import WordBook

    monkeypatch.setattr(sandbox, "MAX_STEPS", 200_000)
    monkeypatch.setattr(sandbox, "MAX_CHARS", 1_000_000)
    document = docx.Document()
    document.add_paragraph(source)
    path = tmp_path / "mine.docx"
    document.save(str(path))
    with pytest.raises(UsageError) as caught:
        WordBook(path)
    assert "mine.docx" in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_a_word_template_that_unpacks_into_gigabytes_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("docxtpl")
    import zipfile

    from summarizer.reports.word import WordBook

    with zipfile.ZipFile(tmp_path / "mine.docx", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b" " * 60_000_000)
    with pytest.raises(UsageError, match="docx"):
        WordBook(tmp_path / "mine.docx")


def test_what_a_template_keeps_is_bounded_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each string is short enough; all of them together are not."""
    monkeypatch.setattr(sandbox, "MAX_MADE", 3_000_000)
    path = tmp_path / "a.txt.j2"
    loop = "{% for i in range(99999) %}{% set kept.a = [kept.a, 'x' * 100000 ~ i] %}{% endfor %}"
    path.write_text("{% set kept = namespace(a=[]) %}" + loop)
    tracemalloc.start()
    with pytest.raises(UsageError, match="3,000,000"):
        UserTemplate(path).render([])
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
