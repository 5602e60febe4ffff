"""``track`` of a report that is none on the plan: it is said in every format, and nothing is held for settled."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
from across_samples import PROFILE, RULES
from office_files import words
from openpyxl import load_workbook
from programs import run_other
from rendered import render_tables

import summarizer
from summarizer.comparison.tracking import Tracker
from summarizer.documents import from_text
from summarizer.formats import names
from summarizer.messages import text

if TYPE_CHECKING:
    from pathlib import Path

    from summarizer.comparison.results import Reconciliation

BODY = "\n\n一、{}\n\n（一）学校建设。{}新建实验学校{}所。公开招聘教师{}名。\n"
PLAN = "东江市教育局2021年工作要点" + BODY.format("重点任务", "", 9, 100)
FITS = "东江市教育局2021年工作总结" + BODY.format("主要工作", "全年", 11, 60)
STRAY = "西河市教育局2024年工作要点" + BODY.format("教育事业", "全年", 11, 60)
FIRM = {"fulfilled", "exceeded", "partly", "missed"}


def tracked(plan: str, *reports: str) -> Reconciliation:
    return tracker(plan, *reports).result()


def tracker(plan: str, *reports: str) -> Tracker:
    summary = summarizer.summarize(from_text(plan, "plan.txt"), RULES, with_text=True)
    return Tracker(summary, [from_text(one, f"report{n}.txt") for n, one in enumerate(reports)], PROFILE)


def outcomes(result: Reconciliation) -> list[str]:
    return [item.outcome for item in result.items]


def test_a_report_that_fits_settles_what_it_says() -> None:
    result = tracked(PLAN, FITS)
    assert outcomes(result) == ["exceeded", "partly"]
    assert result.notices == []
    assert "notices" not in json.loads(render_tables(result, "json"))


@pytest.mark.parametrize(
    ("report", "codes"),
    [
        (STRAY, ["report-of-other-place", "report-of-other-period", "report-is-a-plan"]),
        (FITS.replace("东江市", "西河市"), ["report-of-other-place"]),
        (FITS.replace("东江市", "东江市南山区").replace("教育局", ""), []),
        (FITS.replace("东江市", ""), []),
        (FITS.replace("东江市教育局", "东江市人民政府"), []),
        (FITS.replace("2021", "2024"), ["report-of-other-period"]),
        (FITS.replace("2021", "2020"), ["report-of-other-period"]),
        (FITS.replace("2021", "2022"), ["report-of-other-period"]),
        (FITS.replace("2021年工作总结", "2021年工作总结和2022年工作计划"), []),
        (FITS.replace("2021年工作总结", "2022年工作报告").replace("主要工作", "2021年工作回顾"), []),
        (FITS.replace("2021年工作总结", "2021年工作要点"), ["report-is-a-plan"]),
        (FITS.replace("2021年工作总结", "2021年工作要点完成情况"), []),
        (FITS.replace("2021年工作总结", "2021年工作计划").replace("主要工作", "上年工作回顾"), []),
    ],
)
def test_what_does_not_fit_is_said_and_settles_nothing(report: str, codes: list[str]) -> None:
    """Another place, another time, a plan in place of a review: what the documents say of themselves decides."""
    result = tracked(PLAN, report)
    assert [notice.code for notice in result.notices] == codes
    assert all(notice.params and notice.params["report"] == "report0.txt" for notice in result.notices)
    if codes:
        assert {*outcomes(result)}.isdisjoint(FIRM)
        assert all(item.share is None for item in result.items)
        doubted = [item for item in result.items if item.code == "report-does-not-fit"]
        assert all(item.outcome == "to be checked" and item.found is not None for item in doubted)


def test_the_places_are_those_of_the_speech() -> None:
    """A report to a congress says for whom it is made."""
    plan = "政府工作报告\n\n我代表东江市人民政府，向大会报告工作。\n\n一、2021年重点任务\n\n新建实验学校9所。\n"
    report = "政府工作报告\n\n我代表西河市人民政府，向大会报告工作。\n\n一、2021年工作回顾\n\n新建实验学校11所。\n"
    result = tracked(plan, report)
    assert "report-of-other-place" in [notice.code for notice in result.notices]
    assert "exceeded" not in outcomes(result)
    assert "exceeded" in outcomes(tracked(plan, report.replace("西河", "东江")))


def test_it_does_not_spoil_what_another_report_answers() -> None:
    """Nor does it stand in its place."""
    result = tracked(PLAN, STRAY.replace("11所", "7所"), FITS)
    assert outcomes(result) == ["exceeded", "partly"]
    assert {item.found.report for item in result.items if item.found} == {"report1.txt"}
    assert {notice.params["report"] for notice in result.notices if notice.params} == {"report0.txt"}


def test_no_model_is_asked_about_it() -> None:
    """A yes would settle what nothing may settle."""
    alike = FITS.replace("新建实验学校11所", "新建城区实验学校11所")
    assert tracker(PLAN, alike).open
    made = tracker(PLAN, alike.replace("东江市", "西河市"))
    assert not made.open
    made.settle(dict.fromkeys(range(len(made.result().items)), True))
    assert {*outcomes(made.result())}.isdisjoint(FIRM)


@pytest.mark.parametrize("name", [name for name in names("reconciliation") if name != "pdf"])
@pytest.mark.parametrize("chinese", [True, False])
def test_every_format_says_so_before_its_tables(name: str, *, chinese: bool) -> None:
    result = tracked(PLAN, FITS.replace("东江市", "西河市"))
    (notice,) = result.notices
    said = text(notice.code, "zh" if chinese else "en", **(notice.params or {}))
    data = render_tables(result, name, chinese=chinese)
    if name == "docx":
        shown = words(data)
    elif name == "xlsx":
        sheets = load_workbook(io.BytesIO(data)).worksheets[:2]  # behind them are charts
        assert all(
            any(said in str(cell) for row in sheet.iter_rows(values_only=True) for cell in row) for sheet in sheets
        )
        return
    else:
        shown = data.decode()
    shown = "".join(shown.split())
    assert "".join(said.split()) in shown.replace("\\", "")
    if name != "json":
        assert shown.replace("\\", "").index("".join(said.split())) < shown.index("新建实验学校")


@pytest.mark.slow
def test_the_command_says_so(tmp_path: Path) -> None:
    """On standard error too, where the result goes to a file."""
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "other.txt").write_text(STRAY, encoding="utf-8")
    out = tmp_path / "out.json"
    done = run_other("track", tmp_path / "plan.txt", tmp_path / "other.txt", "-o", out, "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert "is of another place" in done.stderr.decode()
    assert "looks like a plan" in done.stderr.decode()
    assert {item["outcome"] for item in json.loads(out.read_text(encoding="utf-8"))["items"]}.isdisjoint(FIRM)


def test_the_year_that_is_told_is_the_one_that_the_report_looks_back_on() -> None:
    """Its title names two: the year that it reviews, and the one that it plans."""
    result = tracked(PLAN, FITS.replace("2021年工作总结", "2019年工作总结和2020年工作计划"))
    assert [notice.params.get("period") for notice in result.notices] == ["2019"]
