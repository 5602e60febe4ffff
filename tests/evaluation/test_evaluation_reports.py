"""Reports show text from anywhere: nothing in it may act, and nothing of it may be lost."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from summarizer.evaluation import Gold, LabelledDocument, compare, evaluate
from summarizer.evaluation.console import print_tables
from summarizer.evaluation.html import html_report
from summarizer.evaluation.tables import page_of, scores_tables
from summarizer.reports.tables.plain import markdown
from summarizer.reports.terminal import console_for

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;|`[a](javascript:b)`\x1b[31m\u202e"
TEXT = f"一、{HOSTILE}\n新建学校9所。</td></table></style><style>*{{}}</style>投资600万元。\n"
TEXT += f"没有标注的一行\n{HOSTILE}培训500名。\n"


def placed(quote, **fields):
    start = TEXT.index(quote)
    return {"quote": quote, "start": start, "end": start + len(quote), **fields}


def target(quote, value, unit, **fields):
    base = {"kind": "quantity", "indicator": quote[:2], "comparator": "=", "value": value, "value_max": None}
    return placed(quote, **{**base, "unit": unit, "deadline": None, "masked": False, **fields})


@pytest.fixture(scope="module")
def document():
    gold = Gold.model_validate(
        {
            "document": f"{HOSTILE}.txt", "guide": 1, "labelled": ["goals", "measures", "targets"],
            "goals": [placed(HOSTILE, level="section")],
            "measures": [placed("新建学校9所", actors=[HOSTILE]), placed(f"{HOSTILE}培训500名", actors=[])],
            "targets": [
                target("新建学校9所", 9, "所"),
                target("投资600万元", 6000000, "元"),
                target("培训500名", 500, "名"),
            ],
        }
    )  # fmt: skip
    return LabelledDocument(f"plan{HOSTILE}", gold, TEXT, Path("plan.json"), Path("plan.txt"), "0" * 64)


def hostile(_document):
    """An extractor whose every string is an attack, and whose offsets are a mess."""
    return {
        "engine": {"name": HOSTILE, "model": HOSTILE, "prompts": HOSTILE},
        "overview": {"text": f"{HOSTILE}90所", "cites": [HOSTILE]},
        "goals": [placed("没有标注的一行", level=HOSTILE, text=f"{HOSTILE}80")],
        "measures": [placed("新建学校9所", actors=[HOSTILE, "乙"]), {"quote": HOSTILE, "start": 99999, "end": -5}],
        "targets": [
            target("新建学校9所", 8, HOSTILE, unsure=HOSTILE, deadline=HOSTILE),
            target("学校9所。</td></table></style>", 9, "所", indicator=HOSTILE),
        ],
    }


@pytest.fixture(scope="module")
def runs(document):
    good = evaluate([document], extract=lambda one: one.gold.model_dump())
    return good, evaluate([document], extract=hostile, way=HOSTILE)


class Page(HTMLParser):
    """What a browser would make of the page: elements, attributes, scripts, and the text of each cell."""

    def __init__(self, source):
        super().__init__(convert_charrefs=True)
        self.elements, self.attributes, self.scripts, self.cells = [], [], [], []
        self._script = self._cell = False
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        self._script = tag in {"script", "style"}
        if self._script:
            self.scripts.append("")
        if tag == "td":
            self._cell = True
            self.cells.append("")

    def handle_endtag(self, tag):
        self._script = self._script and tag not in {"script", "style"}
        self._cell = self._cell and tag != "td"

    def handle_data(self, data):
        if self._script:
            self.scripts[-1] += data
        if self._cell:
            self.cells[-1] += data


@pytest.fixture(scope="module")
def source(document, runs):
    good, bad = runs
    return html_report(bad, {document.name: document.text}, compare(good, bad))


def test_hostile_text_stays_text(source):
    """No element, no handler and no address comes out of what a document, a label or a model says."""
    page = Page(source)
    assert page.elements.count("script") == page.elements.count("style") == 1
    assert not {"img", "iframe", "object", "link", "base", "form"} & set(page.elements)
    assert [name for _, name, _ in page.attributes if name.startswith("on") or name == "style"] == []
    assert all(value.startswith("#") for _, name, value in page.attributes if name in {"href", "src", "action"})
    assert "<script>alert" not in source


def test_only_the_pages_own_script_may_run(source):
    """The policy forbids the network and names the hashes of exactly what is on the page."""
    page = Page(source)
    policy = next(
        value for tag, name, value in page.attributes if tag == "meta" and name == "content" and "src" in value
    )
    assert policy.startswith("default-src 'none'; ")
    for directive, content in zip(("style-src", "script-src"), page.scripts, strict=True):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_both_columns_hold_the_text_unchanged(source):
    """Cutting a line into marks, overlapping or not, neither loses nor doubles a character."""
    cells = Page(source).cells
    for line in filter(str.strip, TEXT.split("\n")):
        assert cells.count(line) >= 2, line


def test_errors_are_marked_and_can_be_filtered(source):
    """Every kind in the list has its checkbox, and the marks in the text carry the kinds they stand for."""
    page = Page(source)
    listed = {value for tag, name, value in page.attributes if tag == "tr" and name == "data-error"}
    boxes = {value for tag, name, value in page.attributes if tag == "input" and name == "data-kind"}
    marked = {kind for tag, name, value in page.attributes if name == "data-errors" for kind in value.split("|")}
    assert listed == boxes >= {"missed", "false find", "found twice", "wrong actors", "invented", "not grounded"}
    assert {"missed", "false find", "found twice", "wrong actors"} <= marked <= boxes
    linked = {value[1:] for _, name, value in page.attributes if name == "href"}
    assert linked <= {value for _, name, value in page.attributes if name == "id"} | {"d0-5"}


def test_a_perfect_run_has_a_page_too(document, runs):
    """Nothing to filter is no reason to fail; without its text a document has tables only."""
    page = Page(html_report(runs[0], {document.name: document.text}))
    assert not [value for _, name, value in page.attributes if name == "data-error"]
    assert "section" not in Page(html_report(runs[0], {})).elements


def test_markdown_shows_hostile_text_as_text(runs):
    """No tag, no link, no extra cell; the same tables as on the terminal."""
    good, bad = runs
    page = markdown(page_of(bad, compare(good, bad)))
    assert not re.search(r"(?<!\\)<", page)
    assert not re.search(r"(?<!\\)\]\(", page)
    assert not {"\x1b", "\u202e"} & set(page)
    tables = [block.strip().split("\n") for block in page.split("\n\n") if block.startswith("|")]
    for rows in tables:
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) == 1
    assert {"## F1 by the guide", "## Items that changed", "## Versions"} <= set(page.split("\n"))


def test_the_terminal_gets_no_controls_from_the_text(runs):
    """An escape sequence in a document must not reach the terminal."""
    good, bad = runs
    stream = io.StringIO()
    console = console_for(stream, width=100)
    print_tables(console, page_of(bad, compare(good, bad)).tables)
    printed = stream.getvalue()
    assert "\x1b" not in printed
    assert "\u202e" not in printed
    assert "600万元" in printed


@pytest.mark.parametrize("width", [80, 140])
def test_tables_fit_the_terminal(runs, width):
    """No number is cut off at 80 columns."""
    stream = io.StringIO()
    print_tables(console_for(stream, width=width), scores_tables(runs[0]))
    lines = stream.getvalue().split("\n")
    head = next(line for line in lines if "measures" in line)
    assert "…" not in head
    assert ("grounded" in head) == (width >= 100)


def test_a_narrow_encoding_does_not_stop_the_report(runs):
    """A console in code page 936, or plain ASCII, still gets its report."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="backslashreplace")  # as the command line sets it
    print_tables(console_for(stream, width=80), page_of(runs[1]).tables)
    stream.flush()
    assert b"invented" in stream.buffer.getvalue()


def test_each_error_is_one_line_with_its_place_and_the_doubts(runs):
    """However narrow the output is: who looks for a document's errors finds whole lines."""
    stream = io.StringIO()
    print_tables(console_for(stream, width=80), page_of(runs[1]).tables)
    lines = [line for line in stream.getvalue().split("\n") if "quantity = 8" in line]
    assert len(lines) == 1
    assert "[新建学校9所]" in lines[0]
    assert "(unsure: " in lines[0]
