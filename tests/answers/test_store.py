"""The response store: kept answers, several processes, size cap, corruption, recordings."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import threading

import pytest

from summarizer.answers.recordings import Header, Recording, ReplayStore, recording_path
from summarizer.answers.store import FILE_NAME, ResponseStore, Stored, content_key
from summarizer.errors import StoreError
from summarizer.settings.settings import Settings

ANSWER = Stored('{"1:80所":"承诺"}', "stop", 120, 30)


def test_an_answer_comes_back_in_the_next_run(tmp_path):
    """A second run asks nothing: what was put is there after closing and opening again."""
    path = tmp_path / "s" / FILE_NAME
    with ResponseStore(path) as store:
        assert store.get("http://a/v1", "k") is None
        store.put("http://a/v1", "k", ANSWER)
    with ResponseStore(path) as store:
        assert store.get("http://a/v1", "k") == ANSWER
        assert store.get("http://b/v1", "k") is None, "another endpoint's answer is not ours"
        assert store.stats().entries == 1


def test_refresh_writes_and_does_not_read(tmp_path):
    path = tmp_path / FILE_NAME
    with ResponseStore(path) as store:
        store.put("e", "k", ANSWER)
    with ResponseStore(path, refresh=True) as store:
        assert store.get("e", "k") is None
        store.put("e", "k", Stored("{}"))
    with ResponseStore(path) as store:
        assert store.get("e", "k") == Stored("{}")


def test_no_cache_leaves_no_file(tmp_path):
    """--no-cache keeps answers for the run alone."""
    store = ResponseStore.of(Settings(cache=False, cache_dir=tmp_path))
    store.put("e", "k", ANSWER)
    assert store.get("e", "k") == ANSWER
    store.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_only_the_user_can_read_it(tmp_path):
    """File and SQLite's own side files are 0600, the folder that we make is 0700."""
    folder = tmp_path / "new"
    with ResponseStore.of(Settings(cache_dir=folder)) as store:
        store.put("e", "k", ANSWER)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        for file in folder.iterdir():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_oldest_give_way(tmp_path):
    """Past the cap the oldest go, and the newest are all still there."""
    with ResponseStore(tmp_path / FILE_NAME, max_bytes=50_000) as store:
        for number in range(256):
            store.put("e", f"k{number}", Stored("x" * 1000))
        stats = store.stats()
        assert stats.bytes <= 50_000
        assert store.get("e", "k255") is not None
        assert store.get("e", "k0") is None


@pytest.mark.parametrize("where", ["start", "inside"])
def test_a_corrupt_file_is_moved_aside(tmp_path, where, caplog):
    """Damage costs the cache, never the run, and never silently."""
    path = tmp_path / FILE_NAME
    with ResponseStore(path) as store:
        for number in range(200):
            store.put("e", f"k{number}", ANSWER)
    data = bytearray(path.read_bytes())
    if where == "start":
        data[:100] = b"not a database" + bytes(86)
    else:
        data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    with ResponseStore(path) as store:
        store.get("e", "k5")
        store.put("e", "new", ANSWER)
        assert store.get("e", "new") == ANSWER
    assert "corrupt" in caplog.text
    assert [p for p in tmp_path.iterdir() if ".corrupt-" in p.name]


def test_a_folder_that_cannot_be_written_gives_one_clear_line(tmp_path):
    blocker = tmp_path / "file"
    blocker.write_text("")
    with pytest.raises(StoreError, match="SUMMARIZER_CACHE_DIR") as caught:
        ResponseStore(blocker / FILE_NAME)
    assert "\n" not in str(caught.value)


def test_clearing_says_how_much_and_gives_the_space_back(tmp_path):
    path = tmp_path / FILE_NAME
    with ResponseStore(path) as store:
        for number in range(100):
            store.put("e", f"k{number}", Stored("x" * 5000))
        assert store.clear() == 100
        assert store.stats().entries == 0
    assert path.stat().st_size < 100_000


def test_several_threads_share_one_store(tmp_path):
    with ResponseStore(tmp_path / FILE_NAME) as store:

        def work(name):
            for number in range(50):
                store.put("e", f"{name}-{number}", ANSWER)

        threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert store.stats().entries == 200


@pytest.mark.slow
def test_several_processes_share_one_file(tmp_path):
    """Two programs at once on one file: no lock error, no answer lost."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom summarizer.answers.store import ResponseStore, Stored\n"
        "with ResponseStore(Path(sys.argv[1])) as s:\n"
        "    for n in range(100): s.put('e', f'{sys.argv[2]}-{n}', Stored('{}'))\n"
    )
    path = tmp_path / FILE_NAME
    runs = [subprocess.Popen([sys.executable, "-c", code, str(path), name]) for name in "abc"]
    assert [run.wait(60) for run in runs] == [0, 0, 0]
    with ResponseStore(path) as store:
        assert store.stats().entries == 300


@pytest.mark.slow
def test_a_killed_writer_leaves_a_sound_file(tmp_path):
    """Ctrl-C or kill in the middle of a run: the file stays consistent and keeps what was answered."""
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom summarizer.answers.store import ResponseStore, Stored\n"
        "s = ResponseStore(Path(sys.argv[1]))\n"
        "for n in range(20): s.put('e', f'k{n}', Stored('{}'))\n"
        "os._exit(9)\n"
    )
    path = tmp_path / FILE_NAME
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == 9
    with ResponseStore(path) as store:
        assert store.stats().entries == 20
    assert sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_the_key_depends_on_everything_that_shapes_an_answer():
    """Model, messages, schema, parameters: a change in any is another question."""
    base = {"model": "m", "messages": [{"role": "user", "content": "问"}], "schema": {"a": 1}, "temperature": 0.0}
    keys = {content_key(**base)} | {content_key(**{**base, name: "other"}) for name in base}
    assert len(keys) == 5
    assert content_key(**dict(reversed(base.items()))) == content_key(**base)


HEADER = Header.today(document="plan.txt", model="m", way=("json_schema", "keyed", False), judges=True, prompts="1")


def test_a_recording_reads_back_as_written(tmp_path):
    recording = Recording(HEADER)
    recording.add("k1", "chunk 0", ANSWER)
    recording.add("k2", "chunk 1", Stored("", "length", 5, 6))
    path = recording_path(tmp_path, "plan.txt")
    recording.write(path)
    assert "80所" in path.read_text(encoding="utf-8"), "a person can read it"
    again = Recording.read(path)
    assert again.header == HEADER
    assert again.get("k2") == Stored("", "length", 5, 6)
    assert again.get("k1").finish == "stop"


def test_a_replay_never_calls(tmp_path):
    """What was not recorded is an error that names key and question."""
    recording = Recording(HEADER)
    recording.add("k1", "chunk 0", ANSWER)
    recording.write(recording_path(tmp_path, "plan.txt"))
    store = ReplayStore(tmp_path)
    assert store.get("anywhere", "k1", "plan.txt\tchunk 0").prompt_tokens == 120
    with pytest.raises(StoreError, match=r"chunk 3 .key k9"):
        store.get("anywhere", "k9", "plan.txt\tchunk 3")
    with pytest.raises(StoreError, match="no recording"):
        store.get("anywhere", "k1", "other.txt\tchunk 0")
    with pytest.raises(StoreError, match="read-only"):
        store.put("anywhere", "k1", ANSWER)


@pytest.mark.parametrize("text", ["", "{}", '{"recording": 9}', "not json"])
def test_a_broken_recording_is_named(tmp_path, text):
    path = tmp_path / "plan.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match=r"plan\.jsonl"):
        Recording.read(path)
