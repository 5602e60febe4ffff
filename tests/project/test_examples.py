"""Every file in examples/ runs, from a fresh process, and gives what it says."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from programs import ROOT, clean_environment

from summarizer import Settings, summarize

EXAMPLES = ROOT / "examples"
BASH = shutil.which("bash")
PYTHON = {"ten_lines.py", "table.py", "fill_report.py", "make_three_cities.py"}
SHELL = {"pipe.sh", "template.sh"}
DATA = {"label_studio.xml", "template.md.j2", "three_cities.docx"}


def ran(*command: str | Path) -> str:
    """What an example prints; the programs of this environment are the first on the path."""
    path = str(Path(sys.executable).parent) + os.pathsep + os.environ["PATH"]
    words = [str(part) for part in command]
    env = clean_environment(PATH=path, PYTHONUTF8="1")
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def targets(name: str) -> list[str]:
    return [t.indicator for t in summarize(ROOT / "seeds" / name, Settings(engine="rules")).targets]


def test_no_example_stands_here_untested() -> None:
    """A new one gets a test; `track` and `compare` bring their pair of documents in folders of their own."""
    assert {path.name for path in EXAMPLES.iterdir() if path.is_file()} == PYTHON | SHELL | DATA


@pytest.mark.slow
def test_ten_lines() -> None:
    """The API in ten lines, at most, and every target of the seed comes out."""
    source = (EXAMPLES / "ten_lines.py").read_text(encoding="utf-8").partition('"""\n\n')[2]
    assert len([line for line in source.splitlines() if line.strip()]) <= 10
    shown = ran(sys.executable, EXAMPLES / "ten_lines.py")
    assert all(indicator in shown for indicator in targets("qingdao_2023.txt"))
    assert "line 25: 改造农村薄弱幼儿园70所" in shown


@pytest.mark.slow
def test_table() -> None:
    """Three plans in one table of pandas."""
    pytest.importorskip("pandas")
    shown = ran(sys.executable, EXAMPLES / "table.py")
    assert "20000.0" in shown
    assert "characters of HTML for 市教育局2023年工作要点" in shown


@pytest.mark.slow
@pytest.mark.skipif(BASH is None, reason="no bash here")
def test_pipe() -> None:
    """Standard input to standard output: each counted target on a line, the largest first."""
    lines = ran(str(BASH), EXAMPLES / "pipe.sh", "seeds/qingdao_2023.txt").splitlines()
    assert lines[0] == "新建人工智能教育实验室\t200\t间"
    assert sorted(line.split("\t")[0] for line in lines) == sorted(targets("qingdao_2023.txt"))


@pytest.mark.slow
@pytest.mark.skipif(BASH is None, reason="no bash here")
def test_template() -> None:
    """A wiki page: one table row a target, each goal with measures a heading."""
    page = ran(str(BASH), EXAMPLES / "template.sh", "seeds/qingdao_2023.txt")
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    assert len(rows) == 2 + len(targets("qingdao_2023.txt"))
    assert {row.count("|") for row in rows} == {7}
    assert "| 4 | 改造农村薄弱幼儿园 | 70 所 |" in page
    assert "\n### 持续扩增基础教育优质资源\n\n1. " in page


@pytest.mark.slow
def test_fill_report(tmp_path: Path) -> None:
    """A Word report from three seeds: every indicator of each in the document, no tag left over."""
    pytest.importorskip("docxtpl")
    from docx import Document

    out = tmp_path / "report.docx"
    assert "50 targets of 3 plans" in ran(sys.executable, EXAMPLES / "fill_report.py", out)
    document = Document(str(out))
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    for name in ("qingdao_2023.txt", "cangzhou_2023.txt", "jinan_shizhong_2021.txt"):
        assert set(targets(name)) <= {row[1] for row in cells}
    words = "\n".join(paragraph.text for paragraph in document.paragraphs) + str(cells)
    assert document.paragraphs[0].text == "三市教育工作要点对比"
    assert "{{" not in words
    assert "{%" not in words


def test_the_word_template_is_what_its_maker_makes(tmp_path: Path) -> None:
    """Who changes the one changes the other."""
    pytest.importorskip("docx")
    code = (
        "import runpy, pathlib, sys; made = runpy.run_path(sys.argv[1]); "
        "made['main'].__globals__['PATH'] = pathlib.Path(sys.argv[2]); made['main']()"
    )
    ran(sys.executable, "-c", code, EXAMPLES / "make_three_cities.py", tmp_path / "made.docx")
    parts = [
        zipfile.ZipFile(path).read("word/document.xml")
        for path in (tmp_path / "made.docx", EXAMPLES / "three_cities.docx")
    ]
    assert parts[0] == parts[1]
