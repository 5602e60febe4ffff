"""What leaves the pages as people reviewed it: exports, gold labels, comparisons, tracking, one ledger."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

import openpyxl
import pytest
from app_pages import visitor
from reviews import PLAN, reviews_of

from summarizer.app.exporting import groups
from summarizer.app.texts import Look
from summarizer.batch.database import Database
from summarizer.cli import main
from summarizer.documents import office
from summarizer.formats import FORMATS, names
from summarizer.review.decisions import AcceptItems, EditItem, RejectItems

if TYPE_CHECKING:
    from pathlib import Path

    import httpx2
    from app_pages import Visitor


class Shelf(NamedTuple):
    """A plan of which a person rejected one target and edited another, and a report."""

    person: Visitor
    plan: str
    report: str


@pytest.fixture(scope="module")
def shelf(served) -> Shelf:
    person = visitor(served.service.url, served.tokens.create("handing on", days=1)[0])
    plan = person.read("某市计划（定稿）.txt", PLAN.encode())
    report = person.read("落实报告.txt", PLAN.replace("不少于15所", "16所").encode())
    with Database.open(served.url) as database:
        store = reviews_of(database)
        targets = {one.item.indicator: one for one in store.items(plan, group="targets")}
        gone, edited = targets["新招聘教师"], targets["投入资金"]
        store.decide(plan, RejectItems(seen={gone.key: gone.version}), "reviewer")
        store.decide(plan, EditItem(key=edited.key, seen=edited.version, fields={"indicator": "改造资金"}), "reviewer")
    return Shelf(person, plan, report)


def named(answer: httpx2.Response) -> str:
    """The name that a browser gives the file (RFC 6266)."""
    assert answer.status_code == 200, answer.text
    held = answer.headers["content-disposition"]
    assert held.startswith('attachment; filename="')
    assert held.isascii()
    return unquote(held.partition("filename*=UTF-8''")[2])


@pytest.mark.parametrize("name", [one for one in names("summary") if one != "pdf"])
def test_every_format_as_reviewed(shelf: Shelf, name: str) -> None:
    """The file is called as its source is; what was rejected is not in it, what was edited is."""
    answer = shelf.person.client.get(f"/documents/{shelf.plan}/export?format={name}")
    assert named(answer) == f"某市计划（定稿）{FORMATS[name].suffixes[0]}"
    assert answer.headers["content-type"].startswith(FORMATS[name].media.partition(";")[0])
    if name in {"json", "md", "csv", "html", "console"}:
        text = json.dumps(answer.json(), ensure_ascii=False) if name == "json" else answer.text
        assert "改造资金" in text
        assert '"indicator": "新招聘教师"' not in text
    if name == "json":
        review = answer.json()["document"].get("review") or answer.json()["review"]
        assert (review["rejected"], review["edited"]) == (1, 1)


def test_gold_labels_of_what_is_decided(served, shelf: Shelf, tmp_path: Path) -> None:
    """Groups with open items are left out; where every group has some there are none, unless all are asked for."""
    person = shelf.person
    job = person.read("gold 金标.txt", PLAN.replace("15所", "14所").encode())
    refused = person.client.get(f"/documents/{job}/gold")
    assert refused.status_code == 409
    assert "still open" in refused.text
    with Database.open(served.url) as database:
        store = reviews_of(database)
        seen = {one.key: one.version for one in store.items(job, group="targets")}
        store.decide(job, AcceptItems(seen=seen), "reviewer")
    answer = person.client.get(f"/documents/{job}/gold")
    assert named(answer) == "gold 金标.gold.zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as whole:
        assert sorted(whole.namelist()) == ["documents/gold 金标.txt", "gold/gold 金标.json"]
        gold = json.loads(whole.read("gold/gold 金标.json"))
        text = whole.read("documents/gold 金标.txt").decode()
    assert (gold["labelled"], len(gold["targets"]), gold["measures"]) == (["targets"], len(seen), [])
    assert all(text[one["start"] : one["end"]] == one["quote"] for one in gold["targets"])
    exported = tmp_path / "exported.gold.zip"
    exported.write_bytes(answer.content)
    assert main(["eval", "--check", "--gold", str(exported)]) == 0
    assert main(["eval", "--engine", "rules", "--quiet", "--gold", str(exported)]) == 0
    exported.write_bytes(answer.content[: len(answer.content) // 2])
    assert main(["eval", "--check", "--gold", str(exported)]) == 2


@pytest.mark.parametrize(("path", "title"), [("compare", "横向对比"), ("track", "落实情况")])
def test_several_side_by_side(shelf: Shelf, path: str, title: str) -> None:
    """A page with the tables, and its files by the same path."""
    query = f"job={shelf.plan}&job={shelf.report}" + (f"&plan={shelf.plan}" if path == "track" else "")
    page = shelf.person.client.get(f"/{path}?{query}", headers={"Accept-Language": "zh"})
    assert page.status_code == 200
    for word in ("新建学校", "改造资金", "15 所", "16 所"):
        assert word in page.text
    links = [part.partition('"')[0].replace("&amp;", "&") for part in page.text.split('href="')[1:]]
    files = [link for link in links if "format=" in link]
    kinds = names("comparison" if path == "compare" else "reconciliation")
    assert len(files) == len(kinds) - (office.program() is None)  # without LibreOffice the PDF is no link
    for link in files:
        if "pdf" not in link:
            assert title in named(shelf.person.client.get(link, headers={"Accept-Language": "zh"}))


def test_which_one_is_the_plan_is_chosen(shelf: Shelf) -> None:
    """Without a choice it is the one with the most targets."""
    query = f"/track?job={shelf.plan}&job={shelf.report}"
    assert f'value="{shelf.report}" selected' in shelf.person.client.get(query).text  # one of the plan's was rejected
    assert f'value="{shelf.plan}" selected' in shelf.person.client.get(f"{query}&plan={shelf.plan}").text


def test_documents_are_called_the_same_everywhere(served) -> None:
    """By their title, with the file beside it: in the list, in the titles of pages, where the plan is chosen."""
    person = visitor(served.service.url, served.tokens.create("two of a name", days=1)[0])
    ids = [person.read("计划.txt", PLAN.replace("某市", city).encode()) for city in ("甲市", "乙市")]
    query = f"job={ids[0]}&job={ids[1]}"
    chooser = person.client.get(f"/track?{query}").text
    for job, city in zip(ids, ("甲市", "乙市"), strict=True):
        called = f"{city}教育局2023年工作要点 (计划.txt)"
        assert re.search(rf'<option value="{job}"[^>]*>{re.escape(called)}</option>', chooser)
        assert f"<title>Review of {called}" in person.client.get(f"/documents/{job}").text
        assert re.search(rf"{city}教育局2023年工作要点</a>\s*<span class=\"file soft\">计划.txt", row(person, job))
    assert "<title>Side by side: 甲市教育局2023年工作要点 (计划.txt)" in person.client.get(f"/compare?{query}").text


def test_two_files_of_one_name_are_told_apart_in_what_is_made_of_both(served) -> None:
    """In every sheet of their ledger, side by side, and as plan and report, whichever of them is the plan."""
    person = visitor(served.service.url, served.tokens.create("told apart", days=1)[0])
    ids = [person.read("计划.txt", PLAN.replace("某市", city).encode()) for city in ("甲市", "乙市")]
    query = f"job={ids[0]}&job={ids[1]}"
    book = openpyxl.load_workbook(io.BytesIO(person.client.get(f"/ledger?{query}").content))
    for sheet in ("量化指标", "技术信息"):
        cells = {str(cell.value) for row in book[sheet].iter_rows() for cell in row}
        assert {"计划.txt", "计划 (2).txt"} <= cells, sheet
    rows = [tuple(cell.value for cell in row) for row in book["量化指标"].iter_rows(min_row=2)]
    assert len(set(rows)) == len(rows)
    compared = person.client.get(f"/compare?{query}&format=json").json()
    assert [one["name"] for one in compared["documents"]] == ["计划.txt", "计划 (2).txt"]
    for plan, name, other in ((0, "计划.txt", "计划 (2).txt"), (1, "计划 (2).txt", "计划.txt")):
        tracked = person.client.get(f"/track?{query}&plan={ids[plan]}&format=json").json()
        assert tracked["plan"]["name"] == name
        assert [one["name"] for one in tracked["reports"]] == [other]


def row(person: Visitor, job: str) -> str:
    return person.client.get(f"/rows?ids={job}").text


@pytest.mark.parametrize("decided", [False, True])
def test_the_menu_says_which_gold_labels_there_are(served, decided: bool) -> None:
    """Those of decided groups where there is one; before, why not, and in either case all of them."""
    person = visitor(served.service.url, served.tokens.create(f"gold {decided}", days=1)[0])
    job = person.read("计划.txt", PLAN.encode())
    if decided:
        with Database.open(served.url) as database:
            store = reviews_of(database)
            seen = {one.key: one.version for one in store.items(job, group="goals")}
            store.decide(job, AcceptItems(seen=seen), "reviewer")
    menu = person.client.get(f"/documents/{job}/exports").text
    assert (f'href="/documents/{job}/gold"' in menu) == decided == ("still open: there are" not in menu)
    assert f'href="/documents/{job}/gold?partial=true"' in menu
    assert person.client.get(f"/documents/{job}/gold").status_code == (200 if decided else 409)


def test_what_this_machine_cannot_write_says_so_in_the_menu(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without LibreOffice there is no PDF; the others are there."""
    monkeypatch.setattr("summarizer.documents.office.program", lambda: None)
    held = {one.format.name: one.why for _, some in groups(Look("en", "auto")) for one in some}
    assert "LibreOffice" in held.pop("pdf")
    assert not any(held.values())


def test_one_is_too_few(shelf: Shelf) -> None:
    for path in (f"/compare?job={shelf.plan}", f"/track?job={shelf.plan}&job={shelf.plan}"):
        answer = shelf.person.client.get(path)
        assert answer.status_code == 422
        assert "at least 2" in answer.text


def test_one_ledger_of_several(shelf: Shelf) -> None:
    """Every task of both, in Excel and Word."""
    query = f"job={shelf.plan}&job={shelf.report}"
    answer = shelf.person.client.get(f"/ledger?{query}&format=xlsx")
    assert named(answer) == "Ledger of 2 documents.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    for word in ("改造资金", "不少于15所", "16所"):
        assert any(word in cell for cell in cells), word
    word_file = shelf.person.client.get(f"/ledger?{query}&format=docx")
    assert named(word_file) == "Ledger of 2 documents.docx"
    assert zipfile.is_zipfile(io.BytesIO(word_file.content))


def test_what_has_no_result_is_not_handed_on(shelf: Shelf) -> None:
    """It says why there is none."""
    broken = shelf.person.read("broken.docx", b"PK\x03\x04" + b"\0" * 150)
    answer = shelf.person.client.get(f"/documents/{broken}/export?format=json")
    assert answer.status_code == 409
    assert "broken.docx" in answer.text
