"""PDF: the Word file's pages, by LibreOffice; without it a line that says so, before anything is read or asked."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from programs import QINGDAO, ROOT, one_error_line, run, run_other

from summarizer.documents import office
from summarizer.errors import SummarizerError, UsageError
from summarizer.formats import FORMATS
from summarizer.printing import lacks_chinese, printed
from summarizer.writing.own_files import is_ours

if TYPE_CHECKING:
    from pathlib import Path

TRACK = ROOT / "examples" / "track"


def words_of(pdf: Path) -> str:
    shown = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    return "".join(shown.split())


@pytest.mark.office
@pytest.mark.timeout(600)
def test_the_ledger_the_brief_and_a_reconciliation_are_printed(tmp_path: Path) -> None:
    """Each under its title, with every task; written anew without --force, since the first one was ours."""
    plan, brief, track = (tmp_path / f"{name}.pdf" for name in ("plan", "brief", "track"))
    for _ in range(2):
        result = run(QINGDAO, "-o", plan, "--engine", "rules")
        assert (result.returncode, result.stderr.decode()) == (0, f"summarize: wrote {plan}\n")
    assert is_ours(plan)
    shown = words_of(plan)
    assert "市教育局2023年工作要点任务分解表" in shown
    assert "新建人工智能教育实验室200间" in shown
    assert run(QINGDAO, "--brief", "-o", brief, "--engine", "rules").returncode == 0
    assert "领导摘要" in words_of(brief)
    made = run_other("track", str(TRACK / "plan.txt"), str(TRACK / "report.txt"), "-o", str(track))
    assert made.returncode == 0, made.stderr.decode()
    assert is_ours(track)
    info = subprocess.run(["pdfinfo", plan], check=True, capture_output=True).stdout.decode()
    assert "市教育局2023年工作要点任务分解表" in info
    assert {path.name for path in tmp_path.iterdir()} == {"plan.pdf", "brief.pdf", "track.pdf"}


@pytest.mark.office
@pytest.mark.timeout(600)
def test_the_same_plan_gives_the_same_pages(tmp_path: Path) -> None:
    """Dates of making aside, which no page shows."""
    one, two = tmp_path / "one.pdf", tmp_path / "two.pdf"
    for path in (one, two):
        assert run(QINGDAO, "-o", path, "--engine", "rules").returncode == 0
    pictures = []
    for path in (one, two):
        subprocess.run(["pdftoppm", "-r", "40", "-png", str(path), str(path.with_suffix(""))], check=True)
        pictures.append([page.read_bytes() for page in sorted(tmp_path.glob(f"{path.stem}-*.png"))])
    assert pictures[0] == pictures[1]
    assert len(pictures[0]) > 3


@pytest.mark.slow
def test_without_libreoffice_it_says_what_to_do_and_writes_nothing(tmp_path: Path) -> None:
    """Before a plan is read or a model asked: exit code 2, one line."""
    result = run(QINGDAO, "-o", tmp_path / "plan.pdf", "--engine", "rules", PATH=str(tmp_path))
    if result.returncode != 0:  # on a machine where LibreOffice is not found by its usual place either
        assert result.returncode == 2
        line = one_error_line(result)
        assert "LibreOffice" in line
        assert ".docx" in line
        assert not (tmp_path / "plan.pdf").exists()


def test_a_pdf_of_somebody_else_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """plan.pdf is what the plan itself is mostly called."""
    monkeypatch.setattr(office, "program", lambda: "/bin/true")
    from summarizer.commands.output import open_output

    out = tmp_path / "plan.pdf"
    out.write_bytes(b"%PDF-1.4\n1 0 obj<</Title(plan-summarizer and others)>>endobj\n%%EOF\n")
    with pytest.raises(UsageError, match="--force"):
        open_output(["plan.txt"], str(out))
    open_output(["plan.txt"], str(out), force=True).close(complete=False)
    out.write_bytes(b"%PDF-1.4\n1 0 obj<</Keywords(plan-summarizer)>>endobj\n%%EOF\n")
    open_output(["plan.txt"], str(out)).close(complete=False)


def test_what_libreoffice_does_not_make_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """No empty file, no traceback."""
    monkeypatch.setattr(office, "program", lambda: "/bin/true")
    with pytest.raises(SummarizerError, match="no PDF was made"):
        printed(b"PK")


def test_without_libreoffice_the_format_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: None)
    with pytest.raises(UsageError, match=r"LibreOffice, which is not installed.*\.docx"):
        FORMATS["pdf"].require()


def test_a_machine_without_chinese_letters_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF full of boxes is worse than none that was warned of."""
    lister = tmp_path / "fc-list"
    lister.write_text("#!/bin/sh\nexit 0\n")
    lister.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert lacks_chinese()
    lister.write_text("#!/bin/sh\necho Noto\n")
    assert not lacks_chinese()
    lister.unlink()
    assert not lacks_chinese(), "what cannot be asked is not told"
