"""A file that is no plain text is read in a process of its own: bounded, used again, replaced, and gone at the end."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from summarizer import Session, summarize, summarize_many
from summarizer.documents import from_bytes
from summarizer.documents.bounds import USUAL
from summarizer.documents.building import Builder
from summarizer.documents.document import Fetched
from summarizer.documents.wire import WireError, dumped, loaded
from summarizer.documents.workers import Workers, _Worker, _workers
from summarizer.errors import DocumentError, UsageError
from summarizer.messages import Message
from summarizer.settings.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = "<p>某市教育局2023年工作要点</p><p>新建学校9所。</p>".encode()
RULES = Settings(engine="rules")


@pytest.fixture
def workers() -> Iterator[Workers]:
    made = Workers()
    yield made
    made.close()


def the_one(workers: Workers) -> _Worker:
    (worker,) = workers._idle
    return worker


def test_a_process_is_used_again(workers: Workers) -> None:
    """Starting one takes as long as reading several files."""
    workers.read("html", PAGE, "a.html", USUAL)
    first = the_one(workers)
    assert "新建学校9所。" in workers.read("html", PAGE, "b.html", USUAL).text
    assert the_one(workers) is first


@pytest.mark.slow
def test_one_that_died_is_replaced(workers: Workers) -> None:
    workers.read("html", PAGE, "a.html", USUAL)
    first = the_one(workers)
    first._process.kill()
    first._process.wait()
    assert "新建学校9所。" in workers.read("html", PAGE, "a.html", USUAL).text
    assert the_one(workers) is not first


@pytest.mark.slow
def test_what_takes_too_long_is_ended_and_costs_its_own_document(workers: Workers) -> None:
    """Whatever holds a reader up, its process is killed at the bound and reaped, and the next file is read."""
    workers.read("html", PAGE, "a.html", USUAL)
    first = the_one(workers)
    began = time.monotonic()
    with pytest.raises(DocumentError) as caught:
        workers.read("html", b"<p>" + b"<b>x" * 200_000, "slow.html", USUAL._replace(seconds=0.05))
    assert caught.value.code == "reader-slow"
    assert time.monotonic() - began < 5
    assert first._process.returncode is not None  # no zombie
    assert "新建学校9所。" in workers.read("html", PAGE, "a.html", USUAL).text


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the clock counts")
def test_a_file_that_a_busy_machine_holds_up_is_read(workers: Workers) -> None:
    """What a process gets no processor for is not its own time: only five times as long is too long."""
    workers.read("html", PAGE, "a.html", USUAL)
    process = the_one(workers)._process
    process.send_signal(signal.SIGSTOP)
    with ThreadPoolExecutor(1) as threads:
        held_up = threads.submit(workers.read, "html", PAGE, "b.html", USUAL._replace(seconds=0.5))
        time.sleep(1.2)
        process.send_signal(signal.SIGCONT)
        assert "新建学校9所。" in held_up.result().text
    process.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    with pytest.raises(DocumentError) as caught:
        workers.read("html", PAGE, "c.html", USUAL._replace(seconds=0.2))
    assert caught.value.code == "reader-slow"
    assert 1 <= time.monotonic() - began < 5


@pytest.mark.skipif(sys.platform == "win32", reason="the system bounds no memory there: it is watched")
def test_what_takes_too_much_memory_costs_its_own_document(workers: Workers) -> None:
    with pytest.raises(DocumentError) as caught:
        workers.read("html", b"<p>" + b"<i>x</i>" * 2_000_000, "large.html", USUAL._replace(memory_mb=120, seconds=60))
    assert caught.value.code in {"reader-memory", "reader-died", "web-page-damaged"}
    assert "新建学校9所。" in workers.read("html", PAGE, "a.html", USUAL).text


def test_many_threads_read_at_once() -> None:
    with ThreadPoolExecutor(8) as threads:
        pages = [PAGE.replace(b"9", str(number).encode()) for number in range(40)]
        documents = list(threads.map(lambda page: from_bytes(page, "p.html"), pages))
    assert [document.text.split("新建学校")[1] for document in documents] == [f"{n}所。\n" for n in range(40)]


def test_several_event_loops_read_at_once() -> None:
    async def read() -> int:
        async with Session(RULES) as session:
            return len((await session.summarize(Fetched(PAGE, "p.html"))).targets)

    with ThreadPoolExecutor(3) as threads:
        assert list(threads.map(lambda _: asyncio.run(read()), range(3))) == [1, 1, 1]


def test_a_document_that_hangs_holds_up_no_other_of_a_session() -> None:
    """Another call's document is read in another process meanwhile."""

    async def both() -> float:
        async with Session(RULES.model_copy(update={"read_seconds": 4.0})) as session:
            slow = asyncio.create_task(session.summarize(Fetched(b"<p>" + b"<b>x" * 100_000 + _ENDLESS, "slow.html")))
            await asyncio.sleep(0.2)
            began = time.monotonic()
            await session.summarize(Fetched(PAGE, "p.html"))
            taken = time.monotonic() - began
            slow.cancel()
            return taken

    assert asyncio.run(both()) < 3


_ENDLESS = b""
_PROGRAM = """
import sys, summarizer
from summarizer.settings.settings import Settings
print(len(summarizer.summarize(sys.argv[1], Settings(engine="rules")).targets))
"""


@pytest.mark.parametrize("how", [["-c", _PROGRAM], ["-"]], ids=["-c", "standard input"])
@pytest.mark.slow
def test_a_program_without_a_main_module_reads(how: list[str], tmp_path: Path) -> None:
    """Nothing is imported again: neither a program that is no module nor a notebook, and nothing is left running."""
    (tmp_path / "p.html").write_bytes(PAGE)
    (tmp_path / "json.py").write_text("raise SystemExit('imported from the working folder')")
    done = subprocess.run(
        [sys.executable, "-P", *how, "p.html"], input=_PROGRAM, cwd=tmp_path, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "1\n", "")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
@pytest.mark.slow
def test_a_process_that_was_forked_has_its_own(tmp_path: Path) -> None:
    """A server that forks its workers after reading: two that talk to one process would take each other's answers."""
    program = _PROGRAM + "import os\nif os.fork() == 0:\n    " + _PROGRAM.splitlines()[-1] + "\nelse:\n    os.wait()\n"
    (tmp_path / "p.html").write_bytes(PAGE)
    done = subprocess.run(
        [sys.executable, "-c", program, "p.html"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout.split() == ["1", "1"]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_process_gets_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who breaks the reader finds no secret in it."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    worker = _Worker("a.html")
    try:
        assert b"sk-secret" not in Path(f"/proc/{worker._process.pid}/environ").read_bytes()
    finally:
        worker.end()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.slow
def test_a_process_outlives_nobody() -> None:
    """Where the program that started it is killed, it ends too."""
    program = "import sys,time; from summarizer.documents.workers import _Worker\n"
    program += "print(_Worker('a')._process.pid, flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{pid}").exists()


ANSWER = dumped(Builder(notices=[Message("chunks-unread", {"count": 2})], _pieces=["新建学校9所。"], _length=7))


def test_an_answer_comes_back_as_it_was() -> None:
    made = loaded(ANSWER, "a")
    assert isinstance(made, Builder)
    assert made.text == "新建学校9所。"
    assert made.notices == [Message("chunks-unread", {"count": 2})]
    refused = loaded(dumped(DocumentError("pdf-scanned", name="/other")), "a.pdf")
    assert isinstance(refused, DocumentError)
    assert (refused.code, refused.params) == ("pdf-scanned", {"name": "a.pdf"})


@pytest.mark.parametrize(
    "change",
    [
        (b"{", b"["),
        (b'"text":"', b'"text":9,"x":"'),
        (b'"places":[]', b'"places":[[9999,null,null,null]]'),
        (b'"places":[]', b'"places":[[3,null,null,null],[1,null,null,null]]'),
        (b'"places":[]', b'"places":[[1,null,null,"\x1b[31m"]]'),
        (b'"places":[]', b'"places":[[true,null,null,null]]'),
        (b'"places":[]', b'"places":{"a":1}'),
        (b'"headings":[]', b'"headings":[[-1,1]]'),
        (b'"furniture":[]', b'"furniture":[[5,2]]'),
        (b'"tables":[]', b'"tables":[[0,7,[[[0,8]]]]]'),
        (b'"chunks-unread"', b'"\\u001b[31m"'),
        (b'"chunks-unread"', b"null"),
        (b'"encoding":"utf-8"', b'"encoding":[]'),
        (b'"title":""', b'"title":"\\ud800"'),
        (b'"title":""', b'"title":[]'),
        (ANSWER, b'{"error":"SystemExit","message":["x",{}]}'),
        (ANSWER, b'{"error":"DocumentError","message":["../../x",{}]}'),
        (ANSWER, b"[" * 100_000),
        (ANSWER, b"null"),
        (ANSWER, b"\xff"),
    ],
)
def test_an_answer_that_is_none_is_refused(change: tuple[bytes, bytes]) -> None:
    """Who has the reader in hand can say nothing but a text: no place outside it, no code, no object of ours."""
    assert change[0] in ANSWER
    with pytest.raises(WireError):
        loaded(ANSWER.replace(*change), "a.pdf")


def test_a_wrong_bound_is_named() -> None:
    for name in ("read_memory_mb", "read_seconds", "max_text_mb"):
        with pytest.raises(UsageError, match=name):
            Settings(**{name: 0})


def test_a_plain_text_may_be_so_long() -> None:
    """It is read in this process: its length is what bounds it."""
    settings = RULES.model_copy(update={"max_text_mb": 0.001})
    assert summarize(_text(900), settings).document.chars
    with pytest.raises(DocumentError) as caught:
        summarize(_text(1100), settings)
    assert caught.value.code == "file-too-large"


def _text(size: int) -> Fetched:
    return Fetched(b"x " * (size // 2), "a.txt")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders")
def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    """A pipe would be waited for, a device has no end: each is one line, and the file beside it is read."""
    os.mkfifo(tmp_path / "a.txt")
    os.mkfifo(tmp_path / "b.pdf")
    (tmp_path / "c.txt").symlink_to("/dev/zero")
    (tmp_path / "d.txt").symlink_to("/dev/tty")
    (tmp_path / "e.txt").write_bytes(PAGE)
    (tmp_path / "f.txt").symlink_to(tmp_path / "e.txt")
    names = [str(path) for path in sorted(tmp_path.iterdir())]
    outcomes = list(summarize_many(names, RULES))
    codes = [getattr(outcome.error, "code", None) for outcome in outcomes]
    assert codes[:3] == ["not-regular"] * 3
    assert codes[3] in {"not-regular", "unreadable"}  # without a terminal there is nothing behind it
    assert codes[4:] == [None, None]


def test_one_pool_serves_the_process() -> None:
    from_bytes(PAGE, "a.html")
    assert len(_workers(os.getpid())._idle) >= 1
    assert threading.active_count() < 50
