"""Rules on several cores: the same results in the same order as on one, whatever becomes of the processes."""

from __future__ import annotations

import multiprocessing.spawn
import os
import signal
import subprocess
import sys
import time
import zipfile
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from samples import SEEDS

from summarizer import Settings, summarize_many
from summarizer.cli import summarize_main
from summarizer.documents import from_text
from summarizer.documents.sources import find_sources
from summarizer.pipeline.processes import usual

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from summarizer.pipeline.session import Outcome

pytestmark = pytest.mark.slow

RULES = Settings(engine="rules")


def on(processes: int) -> Settings:
    """By rules, on so many processes."""
    return Settings(engine="rules", processes=processes)


PLAN = "某市教育局2023年工作要点\n一、扩大资源\n新建学校{}所。\n"
RUN = "import sys; from summarizer.cli import summarize_main; sys.exit(summarize_main())"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Plans of all sizes, one in an archive, one a page, and two that cannot be read."""
    made = tmp_path / "plans"
    made.mkdir()
    for number in range(6):
        (made / f"{number}.txt").write_text(PLAN.format(number + 2) * (40 if number % 3 == 0 else 1), encoding="utf-8")
    (made / "3a.md").write_bytes(b"\x00\x01\x02 no text")
    (made / "4a.docx").write_bytes(b"no Word file")
    (made / "5a.html").write_text(f"<p>{PLAN.format(7)}</p>", encoding="utf-8")
    with zipfile.ZipFile(made / "6.zip", "w") as archive:
        archive.writestr("内.txt", PLAN.format(8))
    return made


def told(outcomes: Iterable[Outcome]) -> list[object]:
    """What came of each source, without the time that it took."""
    return [
        (outcome.source, outcome.summary.model_dump(exclude={"usage": {"seconds"}}) if outcome.summary else None,
         type(outcome.error), str(outcome.error))
        for outcome in outcomes
    ]  # fmt: skip


def children(parent: int) -> set[int]:
    """The processes that a process has started and that run."""
    threads = Path(f"/proc/{parent}/task").glob("*/children")
    return {int(child) for path in threads for child in path.read_text(encoding="ascii").split()}


def test_outcomes_are_those_of_one_process_and_in_its_order(folder: Path) -> None:
    """Errors, notices and archives included; whatever is no file on disk stands in its place too."""
    sources = [*find_sources([str(folder)]).found, from_text(PLAN.format(9), "said.txt"), folder / "missing.txt"]
    alone = told(summarize_many(sources, RULES, explain=True, with_text=True))
    assert told(summarize_many(sources, on(3), explain=True, with_text=True)) == alone
    assert len([entry for entry in alone if entry[1] is None]) == 3


def test_the_command_prints_the_same(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Every byte of both streams, and the exit code."""

    def printed(processes: str) -> tuple[int, list[str], str]:
        code = summarize_main([str(folder), "--format", "csv", "--processes", processes])
        out, err = capfd.readouterr()
        return code, out.splitlines(), err

    alone = printed("1")
    assert alone[0] == 1
    assert printed("2") == alone


class Deadly(str):
    """A path that ends whoever receives it."""

    __slots__ = ()

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (9,)


def test_a_process_that_dies_again_and_again_costs_its_document(folder: Path) -> None:
    """As one that takes all memory would; the documents beside it are read by new processes."""
    plans = [folder / f"{number}.txt" for number in range(6)]
    sources = [*plans[:2], Deadly("deadly.txt"), *plans[2:]]
    outcomes = list(summarize_many(sources, on(2)))
    assert [outcome.source for outcome in outcomes] == sources
    assert [getattr(outcome.error, "code", None) for outcome in outcomes] == [None, None, "process-died", *[None] * 4]
    assert told([*outcomes[:2], *outcomes[3:]]) == told(summarize_many(plans, RULES))


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells which processes there are")
def test_a_process_that_is_killed_costs_no_document(folder: Path) -> None:
    """What it was reading is read again by another."""
    plans = [folder / f"{number % 6}.txt" for number in range(40)]
    before = children(os.getpid())
    outcomes = summarize_many(plans, on(2))
    read = [next(outcomes)]
    readers = children(os.getpid()) - before
    for reader in readers:
        os.kill(reader, signal.SIGKILL)
    read += outcomes
    assert len(readers) == 2
    assert told(read) == told(summarize_many(plans, RULES))
    assert children(os.getpid()) <= before, "none is left behind"


def test_where_no_process_can_be_started_this_one_reads(folder: Path) -> None:
    """A limit of the system, a program that is gone: slower, and nothing is lost."""
    plans = [folder / f"{number}.txt" for number in range(6)]
    python = multiprocessing.spawn.get_executable()
    multiprocessing.spawn.set_executable(str(folder / "no-python"))
    try:
        found = told(summarize_many(plans, on(2)))
    finally:
        multiprocessing.spawn.set_executable(python)
    assert found == told(summarize_many(plans, RULES))


def test_no_more_are_taken_than_can_be_read_soon(folder: Path) -> None:
    """However many documents there are, a few are held in memory; who stops early leaves no process behind."""
    taken = count()
    before = children(os.getpid())

    def endless() -> Iterator[Path]:
        while True:
            next(taken)
            yield folder / "1.txt"

    outcomes = summarize_many(endless(), on(2))
    for _ in range(20):
        assert next(outcomes).summary is not None
    outcomes.close()
    assert next(taken) <= 20 + 2 * 4
    assert children(os.getpid()) <= before


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells which processes there are")
def test_ctrl_c_ends_all_at_once(tmp_path: Path) -> None:
    """One line, the exit code of an interrupt, and no process that goes on reading."""
    for number in range(60):
        (tmp_path / f"{number:02}.txt").write_text(PLAN.format(number + 2) * 2000, encoding="utf-8")
    run = subprocess.Popen(
        [sys.executable, "-c", RUN, str(tmp_path), "--format", "jsonl", "--only", "goals", "--processes", "2"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        env=os.environ | {"SUMMARIZER_LANG": "en"},
    )  # fmt: skip
    assert run.stdout is not None
    assert run.stdout.readline().startswith(b"{")
    readers = children(run.pid)
    assert len(readers) == 2
    began = time.monotonic()
    os.killpg(run.pid, signal.SIGINT)  # what a terminal sends
    run.stdout.read()
    _, err = run.communicate(timeout=30)
    assert run.returncode == 130
    assert err.decode().splitlines()[-1:] == ["summarize: interrupted"]
    assert b"Traceback" not in err
    assert time.monotonic() - began < 15  # of the half a minute and more that the rest would take
    assert not [reader for reader in readers if Path(f"/proc/{reader}").exists()]


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells which processes there are")
def test_nobody_reads_on_for_a_run_that_was_killed(tmp_path: Path) -> None:
    """Its processes see their input end."""
    for number in range(8):
        (tmp_path / f"{number}.txt").write_text(PLAN.format(number + 2) * 400, encoding="utf-8")
    command = [sys.executable, "-c", RUN, str(tmp_path), "--format", "jsonl", "--processes", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as run:
        assert run.stdout is not None
        assert run.stdout.readline().startswith(b"{")
        readers = children(run.pid)
        run.kill()
        run.wait()
        until = time.monotonic() + 30
        while time.monotonic() < until and any(Path(f"/proc/{reader}/exe").exists() for reader in readers):
            time.sleep(0.05)
    assert readers
    assert not [reader for reader in readers if Path(f"/proc/{reader}/exe").exists()]


def test_a_few_documents_are_read_by_the_process_that_is_there(tmp_path: Path) -> None:
    """To start another one takes as long as to read a megabyte; of many documents each core reads some."""
    assert usual(find_sources([str(SEEDS)]).found) == 1
    assert usual([]) == 1
    for number in range(3):
        with (tmp_path / f"{number}.txt").open("wb") as file:
            file.truncate(30_000_000)  # takes no place on the disk, and is not read here
    large = find_sources([str(tmp_path)]).found
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    assert usual(large) == min(cores, 3)
    assert usual(large[:1]) == 1
    assert usual(find_sources([str(tmp_path / "missing.txt")]).found * 9) == 1


def test_processes_are_for_rules(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is ignored: with a model, requests at a time are what can be chosen."""
    code = summarize_main([str(SEEDS), "--endpoint", "ollama", "--processes", "2", "--lang", "en"])
    assert code == 2
    assert "--concurrency" in capsys.readouterr().err
