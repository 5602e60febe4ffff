"""The same batch again: what its folder holds is of the files and settings of this run, whatever was there before."""

from __future__ import annotations

import json
import random
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from batches import SPEC, given, plans_in, url_in
from endpoint_samples import fluent
from programs import ROOT, clean_environment, run_other
from server import ChatServer

from summarizer.batch.database import Database
from summarizer.batch.output import Output
from summarizer.batch.runs import Runs
from summarizer.batch.store import JobStore
from summarizer.batch.tables import jobs, workers
from summarizer.errors import UsageError
from summarizer.messages import Message
from summarizer.writing.spared import Spared

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow  # programs are started: seconds each


def batch(tmp_path: Path, *args: str) -> subprocess.CompletedProcess[bytes]:
    return run_other(
        "batch", str(tmp_path / "plans"), "-o", str(tmp_path / "out"), "--database", url_in(tmp_path), *args
    )


def result(tmp_path: Path, name: str) -> Any:
    return json.loads((tmp_path / "out" / name).read_text(encoding="utf-8"))


def entry(tmp_path: Path, name: str) -> Any:
    return next(one for one in result(tmp_path, "manifest.json")["documents"] if one["name"] == name)


def wait_until(what: Callable[[], bool], seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.mark.parametrize("detached", [False, True])
def test_a_changed_file_has_its_new_result(tmp_path: Path, detached: bool) -> None:
    """In the run that finds it changed, not in the next; also where the earlier one left before it was read."""
    plans = plans_in(tmp_path / "plans", 12)
    assert batch(tmp_path, *(["--detach"] if detached else [])).returncode == 0
    for number in range(3):
        with (plans / "plan-7.txt").open("a", encoding="utf-8") as file:
            file.write(f"新建学校19{number}所。\n")
        done = batch(tmp_path)
        assert done.returncode == 0, done.stderr
        assert 190 + number in [target["value"] for target in result(tmp_path, "plan-7.json")["targets"]]
        assert entry(tmp_path, "plan-7.txt")["sha256"] == result(tmp_path, "plan-7.json")["document"]["sha256"]


def test_other_settings_have_their_own_results(tmp_path: Path) -> None:
    """There and back."""
    plans_in(tmp_path / "plans", 3)
    for args, groups in (((), True), (("--only", "targets"), False), ((), True)):
        assert batch(tmp_path, *args).returncode == 0
        assert [bool(result(tmp_path, f"plan-{number}.json")["measures"]) for number in range(3)] == [groups] * 3


def test_a_file_that_cannot_be_read_any_more_has_no_result(tmp_path: Path) -> None:
    """Neither on the disk nor in the manifest; and once it can, it has one again."""
    plans = plans_in(tmp_path / "plans", 2)
    assert batch(tmp_path).returncode == 0
    whole = (plans / "plan-1.txt").read_bytes()
    for broken in (b"\x00\x01\x02" * 400, None):
        (plans / "plan-1.txt").unlink()
        if broken is None:
            (plans / "plan-1.txt").symlink_to("nowhere")
        else:
            (plans / "plan-1.txt").write_bytes(broken)
        assert batch(tmp_path).returncode == 1
        assert not (tmp_path / "out" / "plan-1.json").exists()
        assert {"state": "failed"}.items() <= entry(tmp_path, "plan-1.txt").items()
        assert "file" not in entry(tmp_path, "plan-1.txt")
    (plans / "plan-1.txt").unlink()
    (plans / "plan-1.txt").write_bytes(whole)
    assert batch(tmp_path).returncode == 0
    assert result(tmp_path, "plan-1.json")["targets"]


def test_it_says_how_many_it_wrote_and_mends_what_was_cut_short(tmp_path: Path) -> None:
    plans_in(tmp_path / "plans", 3)
    assert b"wrote 3 files" in batch(tmp_path).stderr
    assert b"wrote 0 files" in batch(tmp_path).stderr
    (tmp_path / "out" / "plan-2.json").write_bytes(b"")
    assert b"wrote 1 file " in batch(tmp_path).stderr
    assert result(tmp_path, "plan-2.json")["targets"]


def test_what_it_advises_can_be_done(tmp_path: Path) -> None:
    """The command that a failed batch names, as it is printed."""
    plans = plans_in(tmp_path / "plans", 1)
    (plans / "broken.docx").write_bytes(b"no Word file")
    told = batch(tmp_path).stderr.decode()
    advice = re.search(r"'summarizer (jobs retry-failed [^']*)'", told)
    assert advice, told
    again = run_other(*advice[1].split(), "--database", url_in(tmp_path))
    assert (again.returncode, "1 job" in again.stderr.decode()) == (0, True), again.stderr


def test_two_at_once_into_one_folder(tmp_path: Path) -> None:
    """One of them works, the other says so; nothing is refused that nobody wrote."""
    plans_in(tmp_path / "plans", 150)
    command = [sys.executable, "-m", "summarizer", "batch", str(tmp_path / "plans"), "-o", str(tmp_path / "out"),
               "--database", url_in(tmp_path), "--engine", "rules"]  # fmt: skip
    both = [subprocess.Popen(command, cwd=ROOT, env=clean_environment(), stderr=subprocess.PIPE) for _ in range(2)]
    ended = [one.communicate(timeout=120)[1].decode() for one in both]
    codes = sorted(one.returncode for one in both)
    assert codes in ([0, 0], [0, 2]), ended  # the second may have come when the first had ended
    if codes == [0, 2]:
        busy = next(said for said, one in zip(ended, both, strict=True) if one.returncode == 2)
        assert "another batch writes into" in busy
        assert len(busy.splitlines()) == 1
    assert len(result(tmp_path, "manifest.json")["documents"]) == 150


def test_a_file_whose_number_another_one_got_is_not_taken_for_it(tmp_path: Path) -> None:
    """The system gives the number of a deleted file to the next: that one was never written by this run."""
    chance = random.Random(1)  # noqa: S311 - which names come first says nothing
    spared, seen = Spared(), 0
    for number in range(200):
        path = tmp_path / f"{number}.json"
        path.write_text("{}")
        spared.add([path], "output-twice")
        numbered = path.stat().st_ino
        path.unlink()
        other = tmp_path / f"other-{chance.random()}.json"
        other.write_text("{}")
        seen += other.stat().st_ino == numbered
        spared.check(other)
        kept, link = tmp_path / "kept.json", tmp_path / f"link-{number}"
        kept.write_text("{}")
        link.hardlink_to(kept)
        spared.add([kept], "output-twice")
        with pytest.raises(UsageError):  # what is still there is spared, by every name that it has
            spared.check(link)
    if not seen:
        pytest.skip("this file system gave no number twice")


def test_whoever_gives_up_leaves_what_another_batch_waits_for(tmp_path: Path) -> None:
    """Two batches of the same documents in one database: Ctrl-C of the one cost the other all that was not read yet."""
    folder = plans_in(tmp_path / "plans", 24)
    with ChatServer(fluent, latency=0.5) as server:
        both = []
        for name in ("one", "other"):
            command = [
                sys.executable, "-m", "summarizer", "batch", str(folder), "-o", str(tmp_path / name),
                "--database", url_in(tmp_path), "--endpoint", server.url, "--concurrency", "1",
            ]  # fmt: skip
            env = clean_environment(SUMMARIZER_CACHE_DIR=str(tmp_path / "cache"))
            both.append(subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE))
        one, other = both
        wait_until(lambda: all(any((tmp_path / name).glob("plan-*.json")) for name in ("one", "other")))
        one.send_signal(signal.SIGINT)
        one.communicate(timeout=60)
        server.latency = 0
        said = other.communicate(timeout=120)[1].decode()
    assert other.returncode == 0, said
    assert len(list((tmp_path / "other").glob("plan-*.json"))) == 24
    assert one.returncode == 130


def test_what_shows_late_is_not_waited_for_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its end stands long before those that were seen: the database was held up, or its clock was set back."""
    monkeypatch.setattr("summarizer.batch.output._QUIET", 0.2)
    with Database.open(url_in(tmp_path)) as database:
        store, runs = JobStore(database), Runs(database, "test")
        batch = store.batch(str(tmp_path / "out"))
        output = Output(store, tmp_path / "out", batch, Spared(), {})
        output.begin({one.name: f"{one.name}.json" for one in given(3)})
        waits = []
        for one, job in store.accepting((one._replace(file=f"{one.name}.json") for one in given(3)), SPEC, batch=batch):
            output.accept(one.name, job)
            waits.append(job)
        for number, job in enumerate(waits):
            runs.fail(job.id, 0, Message("internal-error", {}))
            long_ago = sa.update(jobs).where(jobs.c.id == job.id).values(finished=jobs.c.finished - 60 * number)
            database.change(long_ago)
            output.collect()
        wait_until(lambda: not (output.collect() or output.open()), 5)
        assert output.open() == 0


def test_a_job_ends_when_its_end_is_written(tmp_path: Path) -> None:
    """Not when somebody who had to wait for the file began to: others would have looked on meanwhile."""
    with Database.open(url_in(tmp_path)) as database, Database.open(url_in(tmp_path)) as busy:
        (job,) = JobStore(database).accept(given(1), SPEC)
        with ThreadPoolExecutor(1) as beside, busy.engine.begin() as connection:
            connection.execute(sa.delete(workers))  # whoever writes now waits
            ends = beside.submit(Runs(database, "test").fail, job.id, 0, Message("internal-error", {}))
            time.sleep(0.5)
            let_go = time.time()
            connection.commit()
            assert ends.result(60)
        ended = JobStore(database).job(job.id)
        assert ended is not None
        assert ended.finished is not None
        assert ended.finished > let_go - 0.1
