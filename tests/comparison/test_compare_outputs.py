"""What ``compare`` and ``track`` write: every format holds the same, and nothing in a document acts anywhere."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest
from across_samples import compared, plan, tracked
from programs import QINGDAO, TEMPLATE, clean_environment, run_other
from rendered import render_tables as render

from summarizer.comparison.tables import page_of
from summarizer.formats import names, suffixes

pytestmark = pytest.mark.slow  # many runs or waits: a second and more a test under load

if TYPE_CHECKING:
    from pathlib import Path

    from summarizer.comparison.results import Reconciliation, TargetComparison

HOSTILE = (
    '=HYPERLINK("http://x","y")', "@SUM(A1)", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "{{ 7*7 }}", "[red]x[/red]", "\x1b[31m", "|a|b|", "http://evil.example/", "]]>&amp;",
    '<r></r></is></c><c r="Z9"><f>1+1</f></c></r>', "甲!A1",
)  # fmt: skip


def hostile() -> tuple[TargetComparison, Reconciliation]:
    """Results whose every word from a document is an attack."""
    made = []
    for name in ("=1+1.txt", "<b>.txt"):
        summary = plan("新建实验学校9所", "铺设校园步道3.5公里", "培训骨干教师5名", "实现体检全覆盖", name=name)
        targets = []
        for index, target in enumerate(summary.targets):
            words = HOSTILE[index] if index < 2 else " ".join(HOSTILE)
            bad = {"quote": words, "end": target.start + len(words), "number_start": None, "number_end": None}
            alone = f"{words} {name}" if index == 3 else words
            targets.append(target.model_copy(update={**bad, "indicator": alone, "deadline": words}))
        info = summary.document.model_copy(update={"title": HOSTILE[0], "issuer": HOSTILE[2], "text": None})
        made.append(summary.model_copy(update={"targets": targets, "document": info}))
    result = tracked(made[0], *HOSTILE, "体检全覆盖 <script>alert(1)</script> 9所")
    return compared(*made), result


class Tags(HTMLParser):
    """Every element of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


@pytest.mark.parametrize("which", [0, 1], ids=["compare", "track"])
def test_nothing_in_a_document_acts_in_a_web_page(which: int) -> None:
    """The page has the elements of its template and no others, no script, no event, no link."""
    page = Tags()
    text = render(hostile()[which], "html").decode()
    page.feed(text)
    assert page.tags <= {
        "html", "head", "meta", "title", "style", "body", "h1", "h2", "dl", "div", "dt", "dd", "table", "colgroup",
        "col", "thead", "tbody", "tr", "th", "td", "p", "figure", "figcaption", "svg", "text", "rect", "line",
        "ul", "li", "span",
    }  # fmt: skip
    assert not {name for name in page.attributes if name.startswith("on") or name in {"href", "src"}}
    assert "default-src &#39;none&#39;" in text
    assert "\x1b" not in text
    assert "{{ 7*7 }}" in text  # not worked out as a template


@pytest.mark.parametrize("which", [0, 1], ids=["compare", "track"])
def test_nothing_in_a_document_acts_in_a_workbook(which: int) -> None:
    """Every cell is text or a number: no formula, no link."""
    data = render(hostile()[which], "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [cell for cell in cells if cell.hyperlink]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)


@pytest.mark.parametrize("name", ['<r></r></is></c><c r="Z9"><f>1+1</f></c></r>', "学校!A1:B2", "=学校!$A$1"])
def test_an_indicator_is_no_markup_and_no_address_in_a_workbook(name: str) -> None:
    """XlsxWriter would write the one as it stands and take the other for the cells that a chart's name comes from."""
    pair = []
    for which in ("a", "b"):
        summary = plan("新建实验学校9所", name=which)
        targets = [target.model_copy(update={"indicator": name}) for target in summary.targets]
        pair.append(summary.model_copy(update={"targets": targets}))
    result = compared(*pair)
    assert page_of(result).charts
    data = render(result, "xlsx")
    assert name.rstrip() in {str(cell.value).rstrip() for sheet in openpyxl.load_workbook(io.BytesIO(data))
                             for row in sheet.iter_rows() for cell in row}  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert all(b"<f>" not in parts.read(part) for part in parts.namelist() if "worksheets/sheet" in part)
        charts = b"".join(parts.read(part) for part in parts.namelist() if "charts/chart" in part).decode()
    assert all(at.startswith("图示!$") for at in re.findall(r"<c:f>(.*?)</c:f>", charts))


@pytest.mark.parametrize("which", [0, 1], ids=["compare", "track"])
def test_nothing_in_a_document_acts_in_text(which: int) -> None:
    """No cell of CSV starts a formula, no table of Markdown breaks, nothing moves a terminal's cursor."""
    result = hostile()[which]
    for row in csv.reader(io.StringIO(render(result, "csv").decode().removeprefix("\ufeff"))):
        assert not [cell for cell in row if cell[:1] in {"=", "@", "+"}]
    lines = render(result, "md").decode().splitlines()
    tables = [re.split(r"(?<!\\)\|", line) for line in lines if line.startswith("|")]
    assert len({len(row) for row in tables}) <= len(page_of(result).tables)
    assert not any("<script" in line.replace("\\<", "") for line in lines)
    shown = render(result, "console").decode()
    assert "\x1b" not in shown
    assert "[red]" in shown  # rich's own markup is text too


@pytest.mark.parametrize("which", [0, 1], ids=["compare", "track"])
def test_a_word_document_holds_the_tables_as_text(which: int) -> None:
    """Header rows repeat, and every cell is what the other formats say."""
    result = hostile()[which]
    file = docx.Document(io.BytesIO(render(result, "docx")))
    wanted = page_of(result).tables
    assert len(file.tables) == len(wanted)
    for made, table in zip(file.tables, wanted, strict=True):
        assert len(made.rows) == len(table.rows) + 1 + len(set(table.bands))
        assert made.rows[0]._tr.trPr.xpath("w:tblHeader")
        assert [cell.text for cell in made.rows[0].cells] == [column.title for column in table.columns]
    assert "<script>alert(1)</script>" in "".join(cell.text for row in file.tables[-1].rows for cell in row.cells)


def test_figures_carry_their_quotes_everywhere() -> None:
    """A reader of any format can look up where a number stands."""
    result = compared(plan("新建实验学校9所", name="a"), plan("新建实验学校8所", name="b"))
    for fmt in names("comparison"):
        if fmt == "pdf":  # the Word file printed, by a program that is not everywhere: test_pdf_written.py
            continue
        data = render(result, fmt)
        if fmt == "xlsx":
            book = openpyxl.load_workbook(io.BytesIO(data))
            notes = [cell.comment.text for sheet in book for row in sheet.iter_rows() for cell in row if cell.comment]
            assert any("新建实验学校8所" in note for note in notes)
            assert [len(sheet._charts) for sheet in book][-1] == 1
        elif fmt == "docx":
            text = "".join(c.text for t in docx.Document(io.BytesIO(data)).tables for row in t.rows for c in row.cells)
            assert "新建实验学校8所" in text
        elif fmt == "html":
            assert '（b）：新建实验学校8所"' in data.decode()
            assert data.decode().count('<rect class="bar') == 2
        elif fmt != "console":
            assert "新建实验学校8所" in data.decode()


def test_a_blank_keeps_its_comparator() -> None:
    """占xx%以上 is at least a number to be filled in, as summarize shows it."""
    result = compared(plan("开设托班的幼儿园占xx%以上", name="a"), plan("新建实验学校8所", name="b"))
    assert "≥ xx %（空缺）" in render(result, "md").decode()


def test_a_change_is_in_the_magnitude_that_the_documents_write() -> None:
    """Millions are read as 1000万元, to the last digit; figures without 万 keep theirs."""
    made = [
        plan(f"投入建设资金{money}", f"新增托育学位{places}个", name=name, head=f"某市{year}年工作要点\n\n一、任务\n\n")
        for name, year, money, places in (
            ("a", 2021, "5000万元", 9000), ("b", 2022, "0.61234亿元", 21000), ("c", 2023, "5000.00001万元", 10000),
        )
    ]  # fmt: skip
    for fmt in ("md", "csv", "html"):
        shown = render(compared(*made, series=True), fmt).decode()
        assert "+1123.4万元" in shown
        assert "−11233999.9 元" in shown
        assert "+12000 个" in shown


def test_a_documents_language_is_the_tables_language() -> None:
    """Chinese headings over Chinese documents; English where that is asked for."""
    result = compared(plan("新建实验学校9所", name="a"), plan("新建实验学校8所", name="b"))
    assert "共有指标" in render(result, "md").decode()
    assert "Indicators of several documents" in render(result, "md", chinese=False).decode()


@pytest.mark.parametrize("suffix", suffixes("comparison"))
def test_the_suffix_of_the_output_names_the_format(tmp_path: Path, suffix: str) -> None:
    """A file appears whole, and nothing else beside it; what was written is said."""
    target = tmp_path / f"out{suffix}"
    done = run_other("compare", str(QINGDAO), str(TEMPLATE), "-o", str(target))
    said = f"summarizer: wrote {target}".encode()
    assert (done.returncode, done.stderr.strip(), done.stdout) == (0, said, b"")
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    start = {".xlsx": b"PK", ".docx": b"PK", ".html": b"<!doctype", ".htm": b"<!doctype", ".json": b"{"}
    assert target.read_bytes().removeprefix(b"\xef\xbb\xbf").startswith(start.get(suffix, b""))


@pytest.mark.parametrize("quiet", [False, True])
@pytest.mark.parametrize("command", ["compare", "track"])
def test_a_document_that_says_nothing_is_told_on_standard_error(command: str, quiet: bool, tmp_path: Path) -> None:
    """One that is empty or in a language without rules leaves a table without a word of it: a line says so."""
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    (tmp_path / "eo.txt").write_text("La komitato opinias, ke la plano estas bona por la urbo.\n" * 3)
    files = [str(tmp_path / name) for name in ("eo.txt", "empty.txt")]
    flags = ["--format", "json", "--engine", "rules", *(["--quiet"] if quiet else [])]
    done = run_other(command, *files, *flags)
    lines = done.stderr.decode().splitlines()
    assert done.returncode == 0
    assert [line.partition(" / ")[0].partition(";")[0] for line in lines] == (
        []
        if quiet
        else [
            "summarizer: eo.txt: this is neither a Chinese nor an English text",
            "summarizer: empty.txt: the document is empty",
        ]
    )


@pytest.mark.parametrize("command", ["compare", "track"])
def test_two_files_of_one_name_are_told_apart(command: str, tmp_path: Path) -> None:
    """plan/2023.txt against report/2023.txt: the tables say which is which."""
    for name in ("plan", "report"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "2023.txt").write_text("某市2023年工作要点\n一、任务\n新建学校9所。\n", encoding="utf-8")
    done = run_other(command, *(str(tmp_path / name / "2023.txt") for name in ("plan", "report")), "--format", "json")
    found = json.loads(done.stdout)
    documents = found["documents"] if command == "compare" else [found["plan"], *found["reports"]]
    assert [document["name"] for document in documents] == ["plan/2023.txt", "report/2023.txt"]


def test_a_workbook_goes_through_a_pipe() -> None:
    """Bytes on standard output are exactly the file's."""
    done = run_other("compare", str(QINGDAO), str(TEMPLATE), "--format", "xlsx")
    assert openpyxl.load_workbook(io.BytesIO(done.stdout)).sheetnames[0] == "分主题对比"


@pytest.mark.parametrize("command", ["compare", "track"])
def test_help_loads_neither_pydantic_nor_the_libraries_of_a_format(command: str) -> None:
    """A help page stays fast, and those who never write Word need not have it."""
    code = (
        "import sys; from summarizer.cli import main; assert main([sys.argv[1], '--help']) == 0; "
        "print(sorted({'pydantic', 'docx', 'xlsxwriter', 'jinja2', 'rich', 'openai'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, command], capture_output=True, check=True, env=clean_environment(), timeout=60
    )
    assert "--format" in done.stdout.decode()
    assert done.stdout.decode().splitlines()[-1] == "[]"
