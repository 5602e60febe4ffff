"""The store of a run where its file fails: no call raises, no answer is lost, no wait is long, and it is told once."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
import time

import pytest

from summarizer.answers import fallback as fallback_module
from summarizer.answers.fallback import FallbackStore
from summarizer.answers.store import FILE_NAME, ResponseStore, Stored
from summarizer.settings.settings import Settings

pytestmark = pytest.mark.slow  # many runs or waits: a second and more a test under load

ANSWER = Stored('{"1:80所":"承诺"}', "stop", 120, 30)
OTHER = Stored('{"1:80所":"背景"}', "stop", 120, 30)


def fallback(folder):
    return FallbackStore(Settings(cache_dir=folder))


@pytest.fixture
def hurried(monkeypatch):
    """A call waits for a moment only."""
    monkeypatch.setattr(fallback_module, "_PATIENCE", 0.2)


def locked(path):
    """Another program's lock on the file, for a ``with`` block."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    return contextlib.closing(connection)


def test_a_sound_file_is_used_as_it_is(tmp_path):
    """Nothing is told, and everything lies in the file."""
    store = fallback(tmp_path)
    store.put("e", "k", ANSWER)
    assert store.get("e", "k") == ANSWER
    assert store.notice() is None
    store.close()
    store.close()
    with ResponseStore(tmp_path / FILE_NAME) as strict:
        assert strict.get("e", "k") == ANSWER


@pytest.mark.parametrize("blocked", ["folder", "below a file"])
def test_without_a_file_answers_are_kept_for_the_run(tmp_path, blocked):
    """What a run asked it does not ask twice, and the reason is one line, told once."""
    if blocked == "folder":
        (tmp_path / FILE_NAME).mkdir()
        folder = tmp_path
    else:
        (tmp_path / "file").write_text("")
        folder = tmp_path / "file"
    store = fallback(folder)
    assert store.get("e", "k") is None
    store.put("e", "k", ANSWER)
    assert store.get("e", "k") == ANSWER
    line = store.notice().text()
    assert "cannot be used" in line
    assert "SUMMARIZER_CACHE_DIR" in line
    assert "\n" not in line
    assert store.notice() is None
    store.close()


@pytest.mark.usefixtures("hurried")
def test_a_locked_file_is_read_and_catches_up_when_it_is_let_go(tmp_path):
    """A backup or another run holds the file for a while: what was kept is still read, and nothing new is lost."""
    with ResponseStore(tmp_path / FILE_NAME) as strict:
        strict.put("e", "old", ANSWER)
    store = fallback(tmp_path)
    with locked(tmp_path / FILE_NAME):
        store.put("e", "new", OTHER)
        assert (store.get("e", "old"), store.get("e", "new")) == (ANSWER, OTHER)
        assert "locked" in store.notice().text()
    store.close()
    with ResponseStore(tmp_path / FILE_NAME) as strict:
        assert strict.get("e", "new") == OTHER


@pytest.mark.usefixtures("hurried")
def test_a_file_that_takes_answers_again_gets_the_earlier_ones_too(tmp_path, monkeypatch):
    """Not only at the end, before which a run may be killed."""
    ResponseStore(tmp_path / FILE_NAME).close()
    monkeypatch.setattr(fallback_module, "_REST", 0.0)
    store = fallback(tmp_path)
    with locked(tmp_path / FILE_NAME):
        store.put("e", "a", ANSWER)
    store.put("e", "b", ANSWER)
    with ResponseStore(tmp_path / FILE_NAME) as strict:
        assert strict.stats().entries == 2
    store.close()


def test_all_waiting_for_a_lock_together_has_a_bound(tmp_path):
    """The store is asked between questions, while all others stand still: 30 s for each would be hours."""
    ResponseStore(tmp_path / FILE_NAME).close()
    store = fallback(tmp_path)
    with locked(tmp_path / FILE_NAME):
        began = time.monotonic()
        for number in range(500):
            store.put("e", f"k{number}", ANSWER)
            store.get("e", f"k{number}")
        assert time.monotonic() - began < 5
        store.close()


def test_a_file_that_is_damaged_in_the_middle_of_a_run_is_told_once(tmp_path):
    """It is moved aside, as at the start, and the run keeps its answers in the new one."""
    path = tmp_path / FILE_NAME
    with ResponseStore(path) as strict:
        for number in range(200):
            strict.put("e", f"k{number}", ANSWER)
    store = fallback(tmp_path)
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))
    for number in range(200):
        store.get("e", f"k{number}")
        store.put("e", f"n{number}", OTHER)
    assert all(store.get("e", f"n{number}") == OTHER for number in range(200))
    assert "was moved to" in store.notice().text()
    assert store.notice() is None, "the file is sound again"
    store.close()
    with ResponseStore(path) as strict:
        assert strict.get("e", "n199") == OTHER


def test_a_changed_byte_in_a_kept_answer_is_found(tmp_path):
    """SQLite has no checksums: a damaged answer that is still JSON would be believed."""
    path = tmp_path / FILE_NAME
    with ResponseStore(path) as strict:
        strict.put("e", "k", ANSWER)
        strict.put("e", "whole", ANSWER)
    for wrong in ('{"1:80所":"背景"}', b'{"1:80\xff\xfe":"'):
        with contextlib.closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE responses SET answer = CAST(? AS TEXT) WHERE key = 'k'", (wrong,))
        with ResponseStore(path) as strict:
            assert strict.get("e", "k") is None
            assert strict.get("e", "whole") == ANSWER


def test_half_a_character_from_a_server_does_not_fail_the_run(tmp_path):
    """JSON can spell a lone surrogate, which no file and no database takes."""
    with ResponseStore(tmp_path / FILE_NAME) as strict:
        strict.put("e", "k", Stored('{"said":"\ud800"}'))
        assert strict.get("e", "k") == Stored('{"said":"?"}')


RECOVERING = """
import sys
from pathlib import Path
from summarizer.answers.store import ResponseStore, Stored
store = ResponseStore(Path(sys.argv[1]))
store.get("e", "k0")
print("open", flush=True)
for line in sys.stdin:
    for n in range(50): store.put("e", f"{line.strip()}{n}", Stored("{}"))
    for n in range(50): assert store.get("e", f"{line.strip()}{n}"), n
    print("put", flush=True)
store.close()
"""


def test_two_processes_that_recover_do_not_lose_each_others_file(tmp_path):
    """Both hold the damaged file; the second to notice must keep the good one that the first has begun.

    Moving that aside, or deleting its -wal on closing the old one, would lose what was answered since.
    """
    path = tmp_path / FILE_NAME
    with ResponseStore(path) as strict:
        for number in range(300):
            strict.put("e", f"k{number}", ANSWER)
    command = [sys.executable, "-c", RECOVERING, str(path)]
    both = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [one.stdout.readline() for one in both] == ["open\n"] * 2
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))

    def put(one, name):
        one.stdin.write(f"{name}\n")
        one.stdin.flush()
        return one.stdout.readline()

    first, second = both
    assert [put(first, "a"), put(second, "b"), put(first, "c")] == ["put\n"] * 3
    for one in (second, first):
        one.stdin.close()
        assert one.wait(60) == 0
        one.stdout.close()
    assert len([p for p in tmp_path.iterdir() if ".corrupt-" in p.name and not p.name.endswith("-wal")]) == 1
    with ResponseStore(path) as strict:
        assert all(strict.get("e", f"{name}{n}") for name in "abc" for n in range(50))
