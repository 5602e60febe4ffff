"""The page for those who have a minute."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from office_files import document
from programs import QINGDAO, one_error_line, run
from rendered import render
from rich.cells import cell_len
from samples import SEEDS
from test_ledger import PLAN, read

from summarizer import Settings, summarize
from summarizer.documents import from_text
from summarizer.reports.brief import page_of
from summarizer.reports.view import View

if TYPE_CHECKING:
    from pathlib import Path


def test_it_says_figures_deadlines_and_offices() -> None:
    page = page_of(read(), View())
    assert page.title == "某市2024年水利工作要点领导摘要"
    figures, deadlines, offices = ([[cell.text for cell in row] for row in table.rows] for table in page.tables)
    assert ["完成投资", "600万元", ""] in figures
    assert [row[0] for row in deadlines] == ["2024-05-31", "2024-09-30"]
    assert offices == [["市水务局", "2"]]
    assert "待核对" in page.facts[0][1]


@pytest.mark.parametrize("seed", sorted(path.stem for path in SEEDS.glob("*.txt")))
def test_it_holds_no_more_than_a_page_has_room_for(seed: str) -> None:
    """And nothing that a person should check first."""
    summary = summarize(SEEDS / f"{seed}.txt", Settings(engine="rules"), with_text=True)
    page = page_of(summary, View())
    assert sum(len(table.rows) for table in page.tables) <= 16
    assert all(len(cell.text) <= 60 for table in page.tables for row in table.rows for cell in row)
    unsure = {target.indicator for target in summary.targets if target.unsure}
    sure = {target.indicator for target in summary.targets if not target.unsure}
    shown = {row[0].text for table in page.tables if table.key == "figures" for row in table.rows}
    assert not shown & (unsure - sure)


@pytest.mark.parametrize("length", range(36, 44))
def test_a_long_task_is_not_cut_within_a_number(length: int) -> None:
    """Half of one is another number."""
    task = "推进老旧排水管网改造提升及配套泵站更新升级，更换沿江片区超期服役的供排水管道"[-length + 5 :]
    plan = f"某市2024年排水工作要点\n\n一、提升能力\n1.{task}更换阀门12345个，6月底前完工。\n"
    page = page_of(summarize(from_text(plan, "plan.txt"), Settings(engine="rules")), View())
    (shown,) = (row[2].text for table in page.tables if table.key == "deadlines" for row in table.rows)
    assert re.findall(r"\d+", shown) in ([], ["12345"], ["12345", "6"])


@pytest.mark.slow
def test_on_the_screen_and_in_word(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(PLAN, encoding="utf-8")
    assert "关键指标" in run(plan, "--brief", "--engine", "rules").stdout.decode()
    assert run(plan, "--brief", "-o", tmp_path / "brief.docx", "--engine", "rules").returncode == 0
    assert len(document((tmp_path / "brief.docx").read_bytes()).tables) == 3
    whole = ["x.stratml.xml", "x.brat.zip"]
    for flags, says in [([plan, "-o", tmp_path / name], ".docx") for name in whole]:
        result = run(*flags, "--brief", "--engine", "rules")
        assert result.returncode == 2, "no whole plan comes of what was asked for in brief"
        assert says in one_error_line(result)
    offices = tmp_path / "offices"
    assert run(plan, "--brief", "--split", "actors", "-o", offices, "--engine", "rules").returncode == 0
    assert {path.suffix for path in offices.iterdir()} == {".md"}
    several = [plan, QINGDAO, "-o", tmp_path / "x.docx"]
    for flags, says in (([plan, "-o", tmp_path / "x.json"], ".docx"), (several, "-o FOLDER")):
        result = run(*flags, "--brief", "--engine", "rules")
        assert result.returncode == 2
        assert says in one_error_line(result)


@pytest.mark.office
def test_it_is_one_page(tmp_path: Path) -> None:
    """Printed by a real LibreOffice; also where every row is longer than its line."""
    files = [tmp_path / "long.docx"]
    task = "{}.推进沿江片区老旧排水管网改造提升及配套泵站更新，更换沿江片区超期服役的排水管道{}公里，{}月底前完工。"
    offices = "（牵头单位：市住房和城乡建设局、市水务集团有限公司、沿江新区管理委员会、市排水管理处）"
    lines = [
        f"（{han}）完善排水设施。\n{task.format(at, 20 + at, at)}{offices}"
        for at, han in enumerate("一二三四五六七八九", 1)
    ]
    plan = tmp_path / "plan.txt"
    plan.write_text("\n".join(["某市2024年排水工作要点", "", "一、提升能力", *lines]), encoding="utf-8")
    assert run(plan, "--brief", "-o", files[0], "--engine", "rules").returncode == 0
    for seed in sorted(SEEDS.glob("*.txt")):
        files.append(tmp_path / f"{seed.stem}.docx")
        assert run(seed, "--brief", "-o", files[-1], "--engine", "rules").returncode == 0
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    for file in files:
        said = subprocess.run(["pdfinfo", file.with_suffix(".pdf")], check=True, capture_output=True).stdout.decode()
        assert "Pages:           1\n" in said, file


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_terminal_tells_the_same_under_its_overview(width: int) -> None:
    """Key figures, what is due first, who has most to do, and how much is to be checked, none of it wider than it."""
    shown = render(read(), "console", width=width)
    head, _, below = shown.partition("目标与举措")
    assert "待核对 0" in head
    assert "完成投资：600万元" in head
    assert "2024-05-31" in head
    assert "市水务局 2" in head
    assert max(cell_len(line) for line in head.splitlines()) <= width
    assert below
