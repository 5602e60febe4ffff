"""A cache that cannot be used costs no document, with real disks, mounts, locks and damage.

Each plan is read by ``summarize`` in a process of its own: it ends with the items and the exit code of a run with
a sound cache, asks nothing twice, and says what is wrong once, in one line. The disks are mounted in a namespace
that ends with the runs, and need no root where a user may have namespaces.
"""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import sqlite3
import subprocess
from collections import Counter

import pytest
from press import Press, items, telling
from samples import SEEDS
from server import ChatServer

from summarizer.answers.store import FILE_NAME

pytestmark = [
    pytest.mark.reliability,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="the runs are forked"),
]

PLANS = [SEEDS / "qingdao_2023.txt", SEEDS / "district_2023_fragment.txt"]
NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount")


class Bench:
    """What a sound run gives, and a cache that it filled, to be harmed in a copy."""

    def __init__(self, server, press, folder):
        self.server, self.press, self.folder = server, press, folder
        self.cache = folder / "sound"
        self.code, self.items, self.said = self.read(self.cache)
        assert (self.code, self.said) == (0, [])
        assert (self.cache / FILE_NAME).stat().st_size > 4096
        self.asked = self.questions()

    def read(self, cache, before="", *flags):
        """Exit code, items of each plan, and the lines on standard error of a run with this cache folder."""
        log, out = self.folder / "log", self.folder / "out.jsonl"
        for path in (log, out):
            path.unlink(missing_ok=True)
        args = [*PLANS, "--endpoint", self.server.url, "-o", out, *flags]
        self.press.start(args, log, before=before, SUMMARIZER_CACHE_DIR=str(cache))
        code = self.press.wait()
        lines = out.read_text(encoding="utf-8").splitlines() if out.exists() else []
        said = [line for line in log.read_text(encoding="utf-8").splitlines() if ": wrote " not in line]
        return code, [items(line) for line in lines], said

    def questions(self):
        """How often each question was asked since the last call."""
        taken, self.server.requests = self.server.requests, []
        return Counter(str(request["messages"]) for request in taken)

    def holds(self, cache, before="", *, told, asks=None):
        """A run with a harmed cache is as a sound one; ``told`` stands in the one line that is said."""
        code, found, said = self.read(cache, before)
        assert (code, found) == (0, self.items), said
        assert [told in line for line in said] == [True], said
        asked = self.questions()
        assert asked <= self.asked
        assert asks is None or asked == asks


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    around = NAMESPACE if _may_mount() else ()
    with ChatServer(telling) as server, Press(*around) as press:
        yield Bench(server, press, tmp_path_factory.mktemp("bench"))


@pytest.fixture
def filled(bench, tmp_path):
    """A copy of the cache that the sound run filled."""
    return shutil.copytree(bench.cache, tmp_path / "cache")


@functools.cache
def _may_mount():
    with contextlib.suppress(OSError):
        return subprocess.run([*NAMESPACE, "mount", "-t", "tmpfs", "none", "/mnt"], check=False).returncode == 0
    return False


mounts = pytest.mark.skipif(not _may_mount(), reason="no disk can be mounted here, not even in a namespace")


@mounts
@pytest.mark.parametrize("kilobytes", [4, 32, 64, 80])
def test_a_full_disk(bench, tmp_path, kilobytes):
    """Full from the start, and full in the middle of the run."""
    before = f"mount -t tmpfs -o size={kilobytes}k none {tmp_path}"
    bench.holds(tmp_path, before, told="response store", asks=bench.asked)


@mounts
@pytest.mark.parametrize("what", ["empty", "filled"])
def test_a_folder_that_is_read_only(bench, filled, tmp_path, what):
    """A system's folder, a mounted image, a disk with errors."""
    folder = filled if what == "filled" else tmp_path
    before = f"mount --bind {folder} {folder} && mount -o remount,bind,ro {folder}"
    bench.holds(folder, before, told="cannot be used", asks=bench.asked)


@mounts
def test_a_file_that_is_read_only(bench, filled):
    """In a folder that can be written: SQLite then cannot read it either."""
    file = filled / FILE_NAME
    before = f"mount --bind {file} {file} && mount -o remount,bind,ro {file}"
    bench.holds(filled, before, told="readonly database", asks=bench.asked)


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
def test_a_file_that_another_program_keeps_locked(bench, filled, mode):
    """In the store's own journal mode it can still be read, in the other it cannot."""
    with contextlib.closing(sqlite3.connect(filled / FILE_NAME, isolation_level=None)) as other:
        other.execute(f"PRAGMA journal_mode = {mode}")
        other.execute("DELETE FROM responses")
        other.execute("BEGIN EXCLUSIVE")
        bench.holds(filled, told="database is locked", asks=bench.asked)


@pytest.mark.parametrize("where", ["start", "middle", "end"])
def test_a_damaged_file(bench, filled, where):
    """Overwritten at the start and in the middle, and cut off: moved aside and begun anew."""
    file = filled / FILE_NAME
    data = bytearray(file.read_bytes())
    if where == "start":
        data[:100] = b"not a database" + bytes(86)
    elif where == "middle":
        data[4096:] = b"\xff" * (len(data) - 4096)
    else:
        del data[6000:]
    file.write_bytes(data)
    bench.holds(filled, told="was corrupt")
    assert [path for path in filled.iterdir() if ".corrupt-" in path.name]
    assert bench.read(filled) == (0, bench.items, [])
    assert not bench.questions(), "the new file is a sound cache"


def test_a_file_that_is_damaged_while_it_is_used(bench, filled):
    """In the middle of a run, from outside."""
    file = filled / FILE_NAME
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE responses SET digest = ''")  # all is asked again, from a file that is read
    harmed = []

    def harm(path, schema, request):
        if not harmed:
            harmed.append(file.stat().st_size)
            with file.open("r+b") as raw:
                raw.seek(4096)
                raw.write(b"\xff" * (harmed[0] - 4096))
        return telling(path, schema, request)

    bench.server.policy = harm
    try:
        code, found, said = bench.read(filled)
    finally:
        bench.server.policy = telling
    assert (code, found) == (0, bench.items)
    assert harmed
    assert len(said) <= 1, said
    assert max(bench.questions().values()) == 1
    assert bench.read(filled)[:2] == (0, bench.items)
    bench.questions()


def test_garbage_beside_the_file(bench, filled):
    """A -wal that is none is not taken for one: nothing is lost, and there is nothing to say."""
    for suffix in ("-wal", "-shm"):
        (filled / (FILE_NAME + suffix)).write_bytes(os.urandom(40_000))
    assert bench.read(filled) == (0, bench.items, [])
    assert not bench.questions()


def test_a_path_that_leads_nowhere(bench, tmp_path):
    """A folder where the file should be; a file where a folder should be."""
    (tmp_path / FILE_NAME).mkdir()
    bench.holds(tmp_path, told="unable to open database file", asks=bench.asked)
    (tmp_path / "file").write_text("")
    bench.holds(tmp_path / "file" / "cache", told="Not a directory", asks=bench.asked)


def test_quiet_says_nothing(bench, tmp_path):
    """The notice is one like others: --quiet silences it."""
    (tmp_path / FILE_NAME).mkdir()
    assert bench.read(tmp_path, "", "--quiet") == (0, bench.items, [])
    bench.questions()
