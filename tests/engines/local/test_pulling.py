"""``summarizer models pull``: a model comes whole and right or not at all, and no byte of it comes twice.

Real processes against a real hub on loopback.
"""

from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hub import COMMIT, Hub
from programs import clean_environment, hooked, one_error_line

REPO = "maker/tiny-GGUF"
TOKEN = "hf_right"  # noqa: S105 - of the hub on loopback
NAME = f"{REPO}/tiny-q4_k_m.gguf"
DATA = b"GGUF" + bytes(range(256)) * 4000
PARTS = {f"{REPO}/big-{n:05}-of-00003.gguf": b"GGUF" + bytes([n]) * 9000 for n in (1, 2, 3)}


def environment(folder: Path, hub: Hub | None = None, **extra: str) -> dict[str, str]:
    """Nothing of the user's own, the hub on loopback if there is one, models below ``folder``."""
    env = {name: value for name, value in clean_environment().items() if not name.startswith(("HF_", "HUGGING"))}
    env |= {"SUMMARIZER_CACHE_DIR": str(folder), "HF_HOME": str(folder / "hf")}
    env |= {"HF_HUB_DOWNLOAD_TIMEOUT": "120", "HF_HUB_ETAG_TIMEOUT": "120"}  # a busy machine is no broken line
    return env | {"HF_ENDPOINT": hub.url if hub else "http://127.0.0.1:9"} | extra


def models(*args: str, folder: Path, hub: Hub | None = None, **extra: str) -> subprocess.CompletedProcess[bytes]:
    """``summarizer models ARGS`` in a process of its own."""
    command = [sys.executable, "-m", "summarizer", "models", *args]
    env = environment(folder, hub, **extra)
    return subprocess.run(command, capture_output=True, timeout=120, check=False, env=env)


def files(folder: Path) -> dict[str, bytes]:
    """All that is in the model store, locks left out."""
    store = folder / "models"
    found = [path for path in store.rglob("*") if path.is_file() and ".locks" not in path.parts]
    return {path.relative_to(store).as_posix(): path.read_bytes() for path in found}


def wait_for_draft(folder: Path, size: int) -> Path:
    """The draft of a pull, once it holds ``size`` bytes."""
    for _ in range(12_000):
        for path in (folder / "models").rglob("*.part"):
            if path.stat().st_size >= size:
                return path
        time.sleep(0.01)
    raise AssertionError("nothing was pulled")


@pytest.mark.slow
def test_a_model_is_pulled_once_and_then_is_here(tmp_path: Path) -> None:
    """The path alone on standard output, the file whole and alone in its folder; the second pull asks nobody."""
    with Hub({NAME: DATA}) as hub:
        first = models("pull", NAME, folder=tmp_path, hub=hub)
        assert (first.returncode, first.stderr) == (0, b"")
        assert Path(first.stdout.decode().rstrip("\n")).read_bytes() == DATA
        assert files(tmp_path) == {NAME: DATA}
        assert [asked.path.partition("?")[0] for asked in hub.asked] == [
            f"/{REPO}/resolve/main/tiny-q4_k_m.gguf",
            f"/{REPO}/resolve/{COMMIT}/tiny-q4_k_m.gguf",  # the very version whose checksum was told
            f"/{NAME}",
        ]
        asked = len(hub.asked)
        assert models("pull", NAME, folder=tmp_path, hub=hub).stdout == first.stdout
        assert len(hub.asked) == asked


@pytest.mark.slow
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_pull_goes_on_where_it_stopped(tmp_path: Path, end: signal.Signals) -> None:
    """Gigabytes over a slow line: what has come is not asked for again."""
    with Hub({NAME: DATA}, faults=[("pause", 400_000)]) as hub:
        command = [sys.executable, "-m", "summarizer", "models", "pull", NAME]
        env = environment(tmp_path, hub)
        with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as pull:
            draft = wait_for_draft(tmp_path, 300_000)
            assert not (tmp_path / "models" / NAME).exists()  # whole, or not there
            assert "another pull" in one_error_line(models("pull", NAME, folder=tmp_path, hub=hub), "summarizer")
            listed = models("list", folder=tmp_path).stdout.decode()
            pull.send_signal(end)
            pull.communicate(timeout=120)
        assert pull.returncode == (130 if end == signal.SIGINT else -end)
        assert "kB pulled" in next(line for line in listed.splitlines() if line.startswith(NAME))
        had = draft.stat().st_size
        again = models("pull", NAME, folder=tmp_path, hub=hub)
        assert again.returncode == 0, again.stderr
        assert hub.ranges() == [None, f"bytes={had}-"]
    assert files(tmp_path) == {NAME: DATA}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("faults", "ranges"),
    [
        ([("drop", 500_000), ("drop", 100_000)], [None, "bytes=500000-", "bytes=600000-"]),
        ([503, 429], [None, None, None]),
        ([("drop", 500_000), "no ranges"], [None, "bytes=500000-"]),
        ([("drop", 500_000), 416], [None, "bytes=500000-", None]),
    ],
    ids=["line broken twice", "busy", "a store without ranges", "range refused"],
)
def test_a_bad_line_is_taken_up_again_within_one_pull(tmp_path: Path, faults: list, ranges: list) -> None:
    with Hub({NAME: DATA}, faults=faults) as hub:
        result = models("pull", NAME, folder=tmp_path, hub=hub)
        assert result.returncode == 0, result.stderr
        assert hub.ranges() == ranges
    assert files(tmp_path) == {NAME: DATA}


@pytest.mark.slow  # it waits ever longer between its tries
def test_a_line_that_brings_nothing_ends_the_pull_and_keeps_what_has_come(tmp_path: Path) -> None:
    with Hub({NAME: DATA}, faults=[("drop", 500_000), *[503] * 20]) as hub:
        result = models("pull", NAME, folder=tmp_path, hub=hub)
    assert result.returncode == 1
    assert "HTTP 503" in one_error_line(result, "summarizer")
    assert [len(data) for data in files(tmp_path).values()] == [500_000]


@pytest.mark.slow
def test_what_is_not_what_the_hub_says_is_deleted(tmp_path: Path) -> None:
    """A bad mirror or a broken disk: no engine ever loads it, and the next pull begins anew."""
    with Hub({NAME: DATA}, faults=["corrupt"]) as hub:
        result = models("pull", NAME, folder=tmp_path, hub=hub)
        assert result.returncode == 1
        assert "SHA-256" in one_error_line(result, "summarizer")
        assert files(tmp_path) == {}
        assert models("pull", NAME, folder=tmp_path, hub=hub).returncode == 0
    assert files(tmp_path) == {NAME: DATA}


@pytest.mark.slow
def test_a_draft_of_an_older_version_is_not_gone_on_with(tmp_path: Path) -> None:
    """The file on the hub was replaced meanwhile: half of each would be neither."""
    path = tmp_path / "models" / f"{NAME}.0123456789ab.part"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"an older version")
    with Hub({NAME: DATA}) as hub:
        assert models("pull", NAME, folder=tmp_path, hub=hub).returncode == 0
        assert hub.ranges() == [None]
    assert files(tmp_path) == {NAME: DATA}


@pytest.mark.slow
def test_a_model_in_parts_is_pulled_whole(tmp_path: Path) -> None:
    """Any part names the model; its first is what an engine is given. A part that is here is not fetched again."""
    first, second, third = PARTS
    with Hub(PARTS) as hub:
        result = models("pull", third, folder=tmp_path, hub=hub)
        assert result.stdout.decode().rstrip("\n").endswith("big-00001-of-00003.gguf")
        assert files(tmp_path) == PARTS
        (tmp_path / "models" / second).unlink()
        assert "models pull" in one_error_line(models("path", first, folder=tmp_path), "summarizer")
        before = len(hub.ranges())
        assert models("pull", first, folder=tmp_path, hub=hub).returncode == 0
        assert len(hub.ranges()) == before + 1
    assert files(tmp_path) == PARTS


# --- what a hub may answer -----------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "env", "says"),
    [
        (f"{REPO}/other.gguf", {}, "has no file other.gguf"),
        ("maker/nothing/tiny.gguf", {}, "has no repository maker/nothing"),
        ("maker/gated/tiny.gguf", {}, "accept its terms"),
        (NAME, {"HF_TOKEN": "hf_wrong"}, "check HF_TOKEN"),
        (NAME, {"HF_HUB_OFFLINE": "1"}, "HF_HUB_OFFLINE"),
        (NAME, {"HF_ENDPOINT": "http://user:password@127.0.0.1:9"}, "HF_ENDPOINT"),
        (NAME, {"HF_ENDPOINT": "nowhere"}, "HF_ENDPOINT"),
        ("maker/vast/vast.gguf", {}, "make room"),
    ],
    ids=["no file", "no repository", "gated", "wrong token", "offline", "nobody there", "no address", "disk too small"],
)
def test_what_keeps_a_model_from_coming_is_told_in_one_line(
    tmp_path: Path, name: str, env: dict[str, str], says: str
) -> None:
    """Each says what to do; the exit code is 1, nothing is left behind, and no secret is repeated."""
    held = {NAME: DATA, "maker/gated/tiny.gguf": DATA, "maker/vast/vast.gguf": DATA}
    with Hub(held, gated=["maker/gated"], token=TOKEN, sizes={"maker/vast/vast.gguf": 10**15}) as hub:
        result = models("pull", name, folder=tmp_path, hub=hub, **env)
    assert result.returncode == 1
    line = one_error_line(result, "summarizer")
    assert says in line
    assert not any(secret in line for secret in ("hf_", "Bearer", "password", "Signature"))
    assert not any(files(tmp_path).values())


@pytest.mark.slow
def test_a_hub_that_says_a_wrong_size_is_not_asked_for_ever(tmp_path: Path) -> None:
    """More bytes than there are: each try begins anew and brings again what had come; the sixth is the last."""
    with Hub({NAME: DATA}, sizes={NAME: len(DATA) + 10}) as hub:
        result = models("pull", NAME, folder=tmp_path, hub=hub)
        assert len(hub.ranges()) <= 10
    assert result.returncode == 1
    assert REPO in one_error_line(result, "summarizer")


def test_a_token_is_not_sent_over_an_open_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mirror by plain HTTP: whoever sits on the line would have the token; this machine's own hub is on no line."""
    from huggingface_hub import constants

    from summarizer.engines.local import hub

    monkeypatch.setenv("HF_TOKEN", TOKEN)
    for address, sent in (
        ("http://mirror.example", False),
        ("http://10.0.0.7:8080", False),
        ("https://mirror.example", True),
        ("http://127.0.0.1:8080", True),
    ):
        monkeypatch.setattr(constants, "ENDPOINT", address)
        assert (TOKEN in str(hub._headers())) is sent


@pytest.mark.slow
def test_a_token_goes_to_the_hub_and_not_to_where_the_bytes_lie(tmp_path: Path) -> None:
    """The store is another party; so may be the one that a hub redirects to."""
    with Hub({NAME: DATA}, gated=[REPO], token=TOKEN) as hub:
        result = models("pull", NAME, folder=tmp_path, hub=hub, HF_TOKEN=TOKEN)
    assert result.returncode == 0, result.stderr
    assert {(asked.at, asked.token) for asked in hub.asked} == {("hub", f"Bearer {TOKEN}"), ("store", None)}


@pytest.mark.slow
def test_a_server_that_is_no_hub_is_not_trusted(tmp_path: Path) -> None:
    """Without commit and checksum there is nothing to check a file against."""
    with Hub({NAME: DATA}, plain=True) as hub:
        result = models("pull", NAME, folder=tmp_path, hub=hub)
    assert result.returncode == 1
    assert "HF_ENDPOINT" in one_error_line(result, "summarizer")
    assert files(tmp_path) == {}


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is full, as Linux has one")
def test_a_full_disk_is_told_in_one_line(tmp_path: Path) -> None:
    draft = tmp_path / "models" / f"{NAME}.{hashlib.sha256(DATA).hexdigest()[:12]}.part"
    draft.parent.mkdir(parents=True)
    draft.symlink_to("/dev/full")
    with Hub({NAME: DATA}) as hub:
        result = models("pull", NAME, folder=tmp_path, hub=hub)
    assert result.returncode == 1
    assert "the disk is full" in one_error_line(result, "summarizer")


@pytest.mark.slow
def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    """The hub's library comes with an extra; who has a file of his own needs neither."""
    path = hooked(tmp_path, "import sys; sys.modules['huggingface_hub'] = None")
    result = models("pull", NAME, folder=tmp_path, PYTHONPATH=path)
    assert result.returncode == 1
    line = one_error_line(result, "summarizer")
    assert "pip install -c constraints.txt -e '.[local]'" in line
    assert "--model-path" in line
