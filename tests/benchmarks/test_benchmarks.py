"""The benchmarks run, and their table lands where it belongs; how fast anything is, no test asserts."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from benchmarks import against, cores, figures, run, segmenting
from benchmarks.corpus import copies_for, seeds, unrepeated, varied
from benchmarks.figures import SECONDS, Figure, Words, table, write_pages
from benchmarks.measuring import paired
from benchmarks.scanning import SERIF

if TYPE_CHECKING:
    from pathlib import Path

BEGIN, END = "<!-- benchmarks -->", "<!-- /benchmarks -->"


@pytest.mark.slow
@pytest.mark.parametrize("name", [*run.NAMES, run.LONG])
def test_each_benchmark_runs_alone(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every one measures something in tiny sizes; the exit code says only whether bounds were kept."""
    if name == run.LONG and not SERIF.is_file():
        pytest.skip("needs a Chinese font: apt-get install fonts-noto-cjk")
    assert run.main([name, "--quick"]) in {0, 1}
    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| ")]
    assert len(rows) >= 2


def test_no_sentence_with_a_number_recurs() -> None:
    """Copies differ in digits alone, so nothing is gained by remembering sentences, and their length stays."""
    assert copies_for(1_000_000) % 2 == 0
    text = varied(3, seed=1)
    size = len(seeds())
    first, second = text[:size], text[size : 2 * size]
    assert first != second
    assert len(text) == 3 * size
    assert all(a == b or (a.isdigit() and b.isdigit()) for a, b in zip(first, second, strict=True))


def test_no_sentence_recurs_at_all() -> None:
    """Where a segmenter is compared with, whoever remembers sentences gains nothing; nor is anything left out."""
    said = [part for part in re.split("[。；;！？\n]+", unrepeated(3, seed=1)) if re.search("[一-鿿]", part)]
    assert len(said) == len(set(said))
    assert len(unrepeated(3, seed=1)) == 3 * len(seeds())


def test_pairs_alternate() -> None:
    """A machine that slows down while measuring favours neither of the two."""
    order: list[str] = []
    pairs = paired(lambda: order.append("a") or 1, lambda: order.append("b") or 2, 3)
    assert "".join(order) == "abbaab"
    assert pairs == [(1, 2)] * 3


def test_a_broken_bound_is_seen() -> None:
    """A row says over, in bold, on the wrong side of its bound, and ok on the right one."""
    slow = Figure(Words("time", "用时"), (3.0, 4.0, 5.0), SECONDS, bound=3.5, digits=1)
    fast = Figure(Words("speed", "速度"), (3.0,), SECONDS, bound=3.0, least=True)
    assert slow.row("en") == "| time | 4.0 s (3.0–5.0) | ≤ 3.5 s | **over** |"
    assert fast.row("zh") == "| 速度 | 3 秒 | ≥ 3 秒 | ok |"
    assert (slow.kept, fast.kept) == (False, True)


def test_a_page_changes_between_the_marks_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest of a page stays byte for byte, written twice or once; without marks neither file is touched."""
    one, other = tmp_path / "analyst.md", tmp_path / "zh.md"
    monkeypatch.setattr(figures, "PAGES", {one: "en", other: "zh"})
    made = [Figure(Words("time", "用时"), (1.0,), SECONDS)]
    for path in (one, other):
        path.write_text(f"# 前\n{BEGIN}\nold\n{END}\n后\n", encoding="utf-8")
    write_pages(made)
    write_pages(made)
    assert one.read_text(encoding="utf-8") == f"# 前\n{BEGIN}\n\n{table(made, 'en')}\n\n{END}\n后\n"
    assert "用时" in other.read_text(encoding="utf-8")
    other.write_text("no marks", encoding="utf-8")
    before = one.read_bytes()
    with pytest.raises(ValueError, match=r"zh\.md"):
        write_pages([])
    assert one.read_bytes() == before


@pytest.mark.parametrize("wrong", [["nonsense"], ["--docs", "rules"], ["--docs", "--quick"]])
def test_wrong_use_is_refused(wrong: list[str]) -> None:
    """A page never gets a part of the table, or figures of tiny sizes."""
    with pytest.raises(SystemExit):
        run.main(wrong)


@pytest.mark.slow
def test_a_checkout_beside_itself() -> None:
    """Both sides read the texts in processes of their own, and a ratio a pair comes out; how large, no test asserts."""
    figure = against.compare(figures.ROOT, figures.ROOT, "itself", pairs=2, size=40_000)
    assert len(figure.values) == 2
    assert min(figure.values) > 0


@pytest.mark.slow
def test_rules_beside_a_segmenter() -> None:
    """Both read every text, and a ratio a pair comes out; the segmenter of this test parts characters."""
    speeds = segmenting.compare(list, pairs=2, size=40_000)
    assert [len(figure.values) for figure in speeds] == [2, 2, 2]
    assert min(value for figure in speeds for value in figure.values) > 0


@pytest.mark.slow
def test_one_core_beside_several() -> None:
    """All documents are written by both; which is faster with so few, no test asserts."""
    one, several, gain = cores.measure(documents=4, pairs=1)
    assert gain.value == pytest.approx(one.value / several.value)


@pytest.mark.slow
def test_what_is_measured_is_the_checkout_that_was_named(tmp_path: Path) -> None:
    """Else an installed checkout would be compared with itself, and nothing would ever be slower."""
    with pytest.raises(subprocess.CalledProcessError):
        against.compare(tmp_path, tmp_path, "nothing", pairs=1, size=1_000)


@pytest.mark.parametrize("wrong", ["no-such-commit", "--output=x"])
def test_what_is_no_commit_is_refused(wrong: str) -> None:
    """One line from git, or from the parser, and nothing is measured."""
    with pytest.raises(SystemExit) as refused:
        against.main([wrong])
    assert refused.value.code == 2
