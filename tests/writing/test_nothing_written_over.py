"""Whatever writes: nothing that the call reads or has written is written over, and one file that fails costs no other.

Through the command line, as a stranger would try it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from programs import ROOT, SUMMARIZE, clean_environment, one_error_line, run, run_other

from summarizer.answers.recordings import Header, Recording
from summarizer.errors import StoreError

pytestmark = pytest.mark.slow  # many runs or waits: a second and more a test under load

PLAN = "关于加强学校建设的方案\n\n到2025年，新建学校9所。\n"
posix = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and modes of POSIX")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(PLAN.replace("学校", name[0] * 2 + "学校"), encoding="utf-8")
    return tmp_path


def written(folder: Path) -> dict[str, str]:
    return {path.name: json.loads(path.read_bytes())["document"]["name"] for path in folder.iterdir() if path.is_file()}


@posix
@pytest.mark.parametrize("ends", ["in place", "appended"])
def test_standard_output_is_not_an_input(place: Path, ends: str) -> None:
    """`summarize a.txt >> a.txt` and `- <> a.txt`: the shell opens the file, and we see that it is the same."""
    before = (place / "a.txt").read_bytes()
    command = [sys.executable, "-c", SUMMARIZE, "a.txt"]
    with (place / "a.txt").open("ab" if ends == "appended" else "r+b") as both:
        done = subprocess.run(
            command, stdout=both, stderr=subprocess.PIPE, cwd=place, env=clean_environment(), check=False
        )
    assert done.returncode == 2
    assert b"would overwrite the document a.txt" in done.stderr
    assert (place / "a.txt").read_bytes() == before


@posix
def test_a_result_is_not_written_over_another_through_a_link(place: Path) -> None:
    """Two documents, one file: the second is told, and the first one's result stays."""
    out = place / "out"
    out.mkdir()
    (out / "a.json").symlink_to("b.json")
    result = run("a.txt", "b.txt", "-o", "out", cwd=place)
    assert result.returncode == 1
    assert "b.txt: out/b.json would overwrite" in one_error_line(result)
    assert set(written(out).values()) == {"a.txt"}


@posix
def test_a_pipe_in_the_folder_holds_nothing_up(place: Path) -> None:
    """Nobody reads from it: to open it would wait for ever."""
    (place / "out").mkdir()
    os.mkfifo(place / "out" / "a.json")
    result = run("a.txt", "b.txt", "-o", "out", cwd=place, timeout=30)
    assert result.returncode == 1
    assert "a.txt: out/a.json is no regular file" in one_error_line(result)
    assert written(place / "out") == {"b.json": "b.txt"}


@posix
def test_a_ring_of_links_is_one_line(place: Path) -> None:
    """As the file that was named, and as that of a document in a folder, where the others are written."""
    (place / "out").mkdir()
    for folder, name in ((place, "x.json"), (place / "out", "a.json")):
        (folder / name).symlink_to("ring")
        (folder / "ring").symlink_to(name)
    for target in ("x.json", "out"):
        result = run("a.txt", "b.txt", "-o", target, "--format", "json", cwd=place)
        assert result.returncode == 1
        assert ".json: cannot be written" in one_error_line(result)
    assert (place / "out" / "b.json").is_file()


@posix
def test_copied_templates_do_not_follow_links_either(place: Path) -> None:
    (place / "mine").mkdir()
    (place / "mine" / "plan.docx").symlink_to(place / "outside")
    command = [sys.executable, "-m", "summarizer.reports.templates", str(place / "mine")]
    done = subprocess.run(command, capture_output=True, env=clean_environment(), check=False)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert not (place / "outside").exists()


@pytest.mark.parametrize("name", ["a folder", "a long name"])
def test_what_cannot_be_there_costs_no_other(place: Path, name: str) -> None:
    stem = "a" if name == "a folder" else "x" * 251
    (place / "out").mkdir()
    if name == "a folder":
        (place / "out" / "a.json").mkdir()
    else:
        (place / "a.txt").rename(place / f"{stem}.txt")
    result = run(f"{stem}.txt", "b.txt", "-o", "out", cwd=place)
    assert result.returncode == 1
    assert "cannot be written" in one_error_line(result)
    assert written(place / "out") == {"b.json": "b.txt"}


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_that_may_not_be_written_is_not_replaced(place: Path) -> None:
    (place / "out.json").write_text("mine", encoding="utf-8")
    (place / "out.json").chmod(0o444)
    assert run("a.txt", "-o", "out.json", cwd=place).returncode == 1
    assert (place / "out.json").read_text(encoding="utf-8") == "mine"


@posix
def test_what_others_may_not_read_stays_so(place: Path) -> None:
    (place / "out.json").write_text("older", encoding="utf-8")
    (place / "out.json").chmod(0o600)
    assert run("a.txt", "-o", "out.json", cwd=place).returncode == 0
    assert (place / "out.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "read", ["profile/lexicons/cue.txt", "summarizer.toml", "cache/responses-2.sqlite3", "hard.txt"]
)
def test_what_a_run_reads_beside_documents_is_spared(place: Path, read: str) -> None:
    """A profile's lexicon, settings, the store of answers; and an input by a hard link."""
    (place / "profile" / "lexicons").mkdir(parents=True)
    (place / "profile" / "lexicons" / "cue.txt").write_text("# mine\n", encoding="utf-8")
    (place / "summarizer.toml").write_text("timeout = 9.0\n", encoding="utf-8")
    (place / "cache").mkdir()
    (place / "cache" / "responses-2.sqlite3").write_bytes(b"")
    (place / "hard.txt").hardlink_to(place / "a.txt")
    before = (place / read).read_bytes()
    result = run(
        "a.txt", "--profile", "profile", "-o", read, "--format", "json", cwd=place,
        SUMMARIZER_CACHE_DIR=str(place / "cache"),
    )  # fmt: skip
    assert result.returncode == 2
    assert "would overwrite" in one_error_line(result)
    assert (place / read).read_bytes() == before


@pytest.mark.parametrize("command", ["compare", "track"])
def test_compare_and_track_spare_the_profile_too(place: Path, command: str) -> None:
    (place / "profile" / "lexicons").mkdir(parents=True)
    lexicon = place / "profile" / "lexicons" / "cue.txt"
    lexicon.write_text("# mine\n", encoding="utf-8")
    result = run_other(
        command, str(place / "a.txt"), str(place / "b.txt"), "--profile", str(place / "profile"),
        "-o", str(lexicon), "--format", "json",
    )  # fmt: skip
    assert result.returncode == 2
    assert "would overwrite" in one_error_line(result, "summarizer")
    assert lexicon.read_text(encoding="utf-8") == "# mine\n"


# --- the evaluation --------------------------------------------------------------------------------------------------


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    for source, target in (("evals/gold", "gold"), ("seeds", "texts")):
        shutil.copytree(ROOT / source, tmp_path / target)
    return tmp_path


def evaluate(labelled: Path, *args: str | Path) -> subprocess.CompletedProcess[bytes]:
    folders = ("--gold", str(labelled / "gold"), "--texts", str(labelled / "texts"))
    return run_other("eval", *folders, "--engine", "rules", "--quiet", *map(str, args))


@pytest.mark.parametrize("flag", ["--save", "--html", "--markdown", "--calibration"])
@pytest.mark.parametrize("over", ["gold/qingdao_2023.json", "texts/qingdao_2023.txt"])
def test_the_evaluation_spares_gold_and_texts(labelled: Path, flag: str, over: str) -> None:
    """They are labelled by hand; it is told before anything is scored."""
    before = (labelled / over).read_bytes()
    result = evaluate(labelled, flag, labelled / over)
    assert result.returncode == 2
    assert "would overwrite" in one_error_line(result, "summarizer")
    assert (labelled / over).read_bytes() == before


def test_the_evaluation_gives_each_result_a_file_of_its_own(labelled: Path) -> None:
    result = evaluate(labelled, "--save", labelled / "x", "--html", labelled / "x")
    assert result.returncode == 2
    assert not (labelled / "x").exists()


def test_a_file_that_the_evaluation_cannot_write_is_told_first(labelled: Path) -> None:
    """Not after a model was asked for an hour; by one line that names it."""
    result = evaluate(labelled, "--save", labelled / "gold", "--html", labelled / "x.html")
    assert result.returncode == 1
    assert "gold: cannot be written" in one_error_line(result, "summarizer")
    assert result.stdout == b""


# --- recordings ----------------------------------------------------------------------------------------------------


def recording(document: str) -> Recording:
    return Recording(Header.today(document=document, model="m", way=("a", "b", True), judges=True, prompts="1"))


def test_a_recording_replaces_only_its_own_document_s(tmp_path: Path) -> None:
    """Two documents of one stem, or lines of JSON that are somebody's data."""
    path = tmp_path / "plan.jsonl"
    recording("a/plan.txt").write(path)
    before = path.read_bytes()
    recording("a/plan.txt").write(path)
    assert path.read_bytes() == before
    with pytest.raises(StoreError, match=r"is of a/plan\.txt"):
        recording("b/plan.txt").write(path)
    assert path.read_bytes() == before
    path.write_text('{"mine": 1}\n', encoding="utf-8")
    with pytest.raises(StoreError):
        recording("a/plan.txt").write(path)
    assert path.read_text(encoding="utf-8") == '{"mine": 1}\n'


@posix
def test_a_recording_is_not_written_through_a_link_out_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "plan.jsonl").symlink_to(tmp_path / "outside")
    with pytest.raises(StoreError, match="is a link that leads out of"):
        recording("plan.txt").write(tmp_path / "kept" / "plan.jsonl")
    assert not (tmp_path / "outside").exists()
