"""``summarizer batch`` and ``jobs``, as a person or a script runs them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from batches import plans_in, url_in
from endpoint_samples import fluent
from programs import ROOT, clean_environment, one_error_line, run, run_other
from server import ChatServer

pytestmark = pytest.mark.slow  # programs are started: seconds each


def batch(tmp_path: Path, *args: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    return run_other("batch", *args, "-o", str(tmp_path / "out"), "--database", url_in(tmp_path), **env)


def jobs(tmp_path: Path, *args: str) -> str:
    done = run_other("jobs", *args, "--database", url_in(tmp_path))
    assert done.returncode == 0, done.stderr
    return (done.stdout + done.stderr).decode()


def manifest(tmp_path: Path) -> dict[str, object]:
    return json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))


def test_a_folder_gives_a_result_a_document_and_a_manifest(tmp_path: Path) -> None:
    """The very result of ``summarize``; what cannot be read is said, and costs no other."""
    folder = plans_in(tmp_path / "plans", 3)
    (folder / "broken.docx").write_bytes(b"no Word file")
    done = batch(tmp_path, str(folder))
    assert done.returncode == 1
    told = done.stderr.decode().splitlines()
    assert [line for line in told if "broken.docx" in line and "no Word file" in line], told
    assert manifest(tmp_path)["counts"] == {"done": 3, "failed": 1}
    for number in range(3):
        alone = json.loads(run(str(folder / f"plan-{number}.txt"), "--format", "json").stdout)
        ours = json.loads((tmp_path / "out" / f"plan-{number}.json").read_text(encoding="utf-8"))
        assert alone | {"usage": None} == ours | {"usage": None}
    broken = next(one for one in manifest(tmp_path)["documents"] if one["name"] == "broken.docx")
    assert (broken["state"], broken["error"]["code"]) == ("failed", "damaged-word") or broken["error"]["code"]


def test_run_again_it_does_only_what_is_new(tmp_path: Path) -> None:
    """A file that is there is not written again; one that went is, without its document being read again."""
    folder = plans_in(tmp_path / "plans", 2)
    assert batch(tmp_path, str(folder)).returncode == 0
    there, gone = tmp_path / "out" / "plan-0.json", tmp_path / "out" / "plan-1.json"
    before = there.stat().st_mtime_ns
    gone.unlink()
    plans_in(folder, 3)
    assert batch(tmp_path, str(folder)).returncode == 0
    assert there.stat().st_mtime_ns == before
    assert gone.is_file()
    listed = [json.loads(line) for line in jobs(tmp_path, "list", "--format", "json").splitlines()]
    assert [(job["state"], job["starts"]) for job in listed] == [("done", 1)] * 3


def test_a_list_names_documents_and_two_of_one_name_get_two_files(tmp_path: Path) -> None:
    plans_in(tmp_path / "a", 1)
    plans_in(tmp_path / "b", 2)
    (tmp_path / "b" / "plan-0.txt").write_text("改建学校7所。\n", encoding="utf-8")
    (tmp_path / "list").write_text(f"\n{tmp_path}/a\n {tmp_path}/b/plan-0.txt\n", encoding="utf-8")
    assert batch(tmp_path, f"@{tmp_path}/list").returncode == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"a-plan-0.json", "b-plan-0.json", "manifest.json"}
    names = [json.loads(path.read_text("utf-8"))["document"]["name"] for path in (tmp_path / "out").glob("*plan*")]
    assert sorted(names) == ["a/plan-0.txt", "b/plan-0.txt"]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["-"], "standard input"), (["@none"], "none"), (["PLANS", "--priority", "101"], "--priority"),
        (["PLANS", "--time-limit", "5"], "time_limit"), (["PLANS", "--database", "x"], "postgresql://"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_line(tmp_path: Path, args: list[str], says: str) -> None:
    plans = str(plans_in(tmp_path / "plans", 1))
    result = run_other("batch", "-o", str(tmp_path / "out"), *(plans if one == "PLANS" else one for one in args))
    assert result.returncode == 2
    assert says in one_error_line(result, "summarizer")


def test_nothing_that_is_read_is_written_over(tmp_path: Path) -> None:
    """A result beside its document, where that is called as the result would be."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "plan.json").write_text("新建学校80所。", encoding="utf-8")
    result = batch(tmp_path, str(tmp_path / "out" / "plan.json"))
    assert result.returncode == 2
    assert (tmp_path / "out" / "plan.json").read_text(encoding="utf-8") == "新建学校80所。"


def test_detached_documents_wait_for_a_worker(tmp_path: Path) -> None:
    """Accepted by one program, read by another, collected by a third; and a batch may be called off meanwhile."""
    folder = plans_in(tmp_path / "plans", 2)
    assert batch(tmp_path, str(folder), "--detach").returncode == 0
    assert manifest(tmp_path)["counts"] == {"queued": 2}
    assert "no worker" in jobs(tmp_path, "status")
    assert jobs(tmp_path, "cancel", "--batch", str(tmp_path / "out")) == "summarizer: 2 jobs cancelled\n"
    assert jobs(tmp_path, "resume", "--all") == "summarizer: 2 jobs are back in the queue\n"
    command = [sys.executable, "-m", "summarizer", "worker", "--database", url_in(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, env=clean_environment(), stderr=subprocess.PIPE) as worker:
        for _ in range(300):
            if "done" in (status := jobs(tmp_path, "status")) and "queued" not in status and "running" not in status:
                break
            time.sleep(0.1)
        worker.send_signal(signal.SIGTERM)
        said = worker.communicate(timeout=60)[1].decode()
    assert worker.returncode == 0, said
    assert "has ended" in said
    assert batch(tmp_path, str(folder)).returncode == 0
    assert manifest(tmp_path)["counts"] == {"done": 2}


def test_jobs_are_shown_by_the_beginning_of_their_ids(tmp_path: Path) -> None:
    (tmp_path / "bad.docx").write_bytes(b"no Word file")
    batch(tmp_path, str(tmp_path / "bad.docx"))
    (line,) = [line for line in jobs(tmp_path, "list").splitlines() if "bad.docx" in line and "failed" in line]
    assert "no Word file" in jobs(tmp_path, "status", line.split()[0])
    assert jobs(tmp_path, "retry-failed", line.split()[0]) == "summarizer: 1 job will be tried again\n"
    for wrong in (["status", "nobody"], ["cancel"]):
        assert run_other("jobs", *wrong, "--database", url_in(tmp_path)).returncode == 2
    other = run_other("jobs", "cancel", "--batch", str(tmp_path / "none"), "--database", url_in(tmp_path))
    assert "no batch of this database writes into" in one_error_line(other, "summarizer")
    endless = run_other("jobs", "list", "--limit", "-1", "--database", url_in(tmp_path))
    assert "--limit" in one_error_line(endless, "summarizer")


@pytest.mark.parametrize(("flag", "value"), [("--documents", "0"), ("--documents", "-1"), ("--heartbeat", "nan")])
def test_a_worker_refuses_what_is_no_amount(flag: str, value: str, tmp_path: Path) -> None:
    """Before it begins: 0 documents were taken for the usual number, and signs of life without a pause for any."""
    result = run_other("worker", flag, value, "--database", url_in(tmp_path))
    assert result.returncode == 2
    assert flag in one_error_line(result, "summarizer")


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=["Ctrl-C", "ended", "killed"])
def test_the_same_command_goes_on_where_it_was(tmp_path: Path, how: signal.Signals) -> None:
    """What is done is not done again, and what was set aside is taken up."""
    folder = plans_in(tmp_path / "plans", 16)
    with ChatServer(fluent, latency=0.4) as server:
        command = [
            sys.executable, "-m", "summarizer", "batch", str(folder), "-o", str(tmp_path / "out"),
            "--database", url_in(tmp_path), "--endpoint", server.url, "--concurrency", "2"
        ]  # fmt: skip
        env = clean_environment(SUMMARIZER_CACHE_DIR=str(tmp_path / "cache"))
        with subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE) as first:
            for _ in range(600):
                if len(list((tmp_path / "out").glob("plan-*.json"))) >= 2:
                    break
                time.sleep(0.05)
            first.send_signal(how)
            said = first.communicate(timeout=60)[1].decode()
        if how != signal.SIGKILL:
            assert first.returncode == 130
            assert "the same command goes on" in said
        done = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("plan-*.json")}
        assert len(done) < 16
        server.latency = 0
        second = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=False, timeout=120)
    assert second.returncode == 0, second.stderr.decode()
    assert len(list((tmp_path / "out").glob("plan-*.json"))) == 16
    if how != signal.SIGKILL:  # whose manifest was not written any more
        assert {path: path.stat().st_mtime_ns for path in done} == done
    assert {one["state"] for one in manifest(tmp_path)["documents"]} == {"done"}


def test_by_default_jobs_are_kept_in_the_state_folder(tmp_path: Path) -> None:
    folder = plans_in(tmp_path / "plans", 1)
    env = {"XDG_STATE_HOME": str(tmp_path / "state"), "HOME": str(tmp_path)}
    assert run_other("batch", str(folder), "-o", str(tmp_path / "out"), **env).returncode == 0
    found = [path for path in (tmp_path).rglob("service.sqlite") if path.is_file()]
    assert len(found) == 1
    assert os.path.commonpath([tmp_path, found[0]]) == str(tmp_path)
