"""Models that are here: their names, their model_files, and that none of it needs the network."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from programs import one_error_line
from test_pulling import NAME, environment, files, models

from summarizer.commands.progress import PullBar
from summarizer.engines.local.catalogue import catalogue, named
from summarizer.engines.local.model_store import find, model_files, stored_models
from summarizer.engines.local.pulling import PullProgress
from summarizer.errors import ModelError, UsageError

SMALL = "qwen2.5-1.5b"


def put(name: str, folder: Path) -> list[Path]:
    """A model as a pull leaves it."""
    paths = model_files(named(name), folder)
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"GGUF")
    return paths


# --- names ---------------------------------------------------------------------------------------------------


def test_the_catalogue_says_all_that_one_chooses_by() -> None:
    """Smallest first; each name once; the file itself is a name of the same model."""
    models = catalogue()
    assert len({model.name for model in models}) == len(models) > 3
    assert [model.size for model in models] == sorted(model.size or 0 for model in models)
    for model in models:
        assert model.size
        assert model.memory
        assert model.memory * 1e9 > model.size
        assert model.licence
        assert model.choose
        assert named(f"{model.repo}/{model.file}") == named(model.name.upper()) == model


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("qwen2.5-1.5", SMALL),
        ("qwen3:8b", "qwen3-8b"),
        ("gpt", SMALL),
        ("", SMALL),
        ("plan.gguf", "OWNER/REPO/FILE.gguf"),
        ("owner/repo/file.bin", "OWNER/REPO/FILE.gguf"),
        ("owner/repo/../../../file.gguf", "OWNER/REPO/FILE.gguf"),
        ("../repo/file.gguf", "OWNER/REPO/FILE.gguf"),
        ("/etc/models/file.gguf", "OWNER/REPO/FILE.gguf"),
        ("C:/repo/file.gguf", "OWNER/REPO/FILE.gguf"),
        ("owner/repo/C:\\file.gguf", "OWNER/REPO/FILE.gguf"),
        ("owner/repo/file-00004-of-00003.gguf", "OWNER/REPO/FILE.gguf"),
    ],
)
@pytest.mark.parametrize("action", ["pull", "rm", "path"])
def test_a_wrong_name_is_wrong_use_and_told_with_what_comes_close(
    tmp_path: Path,
    name: str,
    says: str,
    action: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from summarizer.cli import main

    monkeypatch.setenv("SUMMARIZER_CACHE_DIR", str(tmp_path))
    assert main(["models", action, name]) == 2
    assert says in capsys.readouterr().err
    assert files(tmp_path) == {}


@given(st.text(alphabet="ab.-/\\:~ \x00%", max_size=12), st.sampled_from(["", "owner/repo/"]))
def test_no_name_leads_out_of_the_folder(text: str, before: str) -> None:
    """A name may come from an untrusted configuration file; what is pulled and deleted lies in the folder of models."""
    folder = Path("/models")
    try:
        paths = model_files(named(f"{before}{text}.gguf"), folder)
    except UsageError:
        return
    for path in paths:
        assert path.is_relative_to(folder)
        assert ".." not in path.parts
        assert len(path.relative_to(folder).parts) >= 3


# --- what is here --------------------------------------------------------------------------------------------


def test_the_list_shows_what_is_here_and_what_may_be_pulled(tmp_path: Path) -> None:
    """Name, size, whether it is here, path; a model that is not ours too, an untrusted file not."""
    here, other = put(SMALL, tmp_path / "models")[0], put(NAME, tmp_path / "models")[0]
    (here.parent / "README.md").write_text("no model")
    lines = models("list", folder=tmp_path).stdout.decode().splitlines()
    assert re.match(rf"{re.escape(SMALL)} +4 B +here", lines[0])
    assert lines[1].strip() == str(here)
    assert next(line for line in lines if line.startswith("qwen3-8b")).split()[1:4] == ["5.0", "GB", "-"]
    assert lines[lines.index(next(line for line in lines if line.startswith(NAME))) + 1].strip() == str(other)
    assert str(tmp_path / "models") in lines[-1]
    assert "README" not in " ".join(lines)


@pytest.mark.slow
def test_a_model_that_is_here_is_found_without_network_and_without_the_library(tmp_path: Path) -> None:
    """Offline afterwards: neither help, list, path nor rm import the hub's library or ask anybody."""
    put(SMALL, tmp_path / "models")
    code = (
        "import sys; from summarizer.cli import main\n"
        "assert main(sys.argv[1:]) == 0\n"
        "assert not {'huggingface_hub', 'httpx2', 'openai', 'xllamacpp'} & set(sys.modules), sys.modules"
    )
    for args in (
        ["--help"],
        ["models", "--help"],
        ["models", "list"],
        ["models", "path", SMALL],
        ["models", "rm", SMALL],
    ):
        command = [sys.executable, "-c", code, *args]
        result = subprocess.run(command, capture_output=True, timeout=60, check=False, env=environment(tmp_path))
        assert result.returncode == 0, result.stderr
        if args[1:2] == ["path"]:
            assert result.stdout.decode() == f"{model_files(named(SMALL), tmp_path / 'models')[0]}\n"


def test_a_model_that_is_not_here_is_told_with_what_to_do(tmp_path: Path) -> None:
    result = models("path", SMALL, folder=tmp_path)
    assert (result.returncode, result.stdout) == (1, b"")
    line = one_error_line(result, "summarizer")
    assert f"summarizer models pull {SMALL}" in line
    assert "--model-path" in line
    with pytest.raises(ModelError, match="models pull"):
        find("qwen2.5-7b", tmp_path)


def test_removing_leaves_nothing_of_the_model_and_all_of_the_others(tmp_path: Path) -> None:
    """Drafts go with it, folders that became empty too."""
    folder = tmp_path / "models"
    (path,) = put(SMALL, folder)
    draft = path.with_name(f"{path.name}.0123456789ab.part")
    draft.write_bytes(b"half")
    put(NAME, folder)
    result = models("rm", SMALL, folder=tmp_path)
    assert (result.returncode, result.stderr) == (0, b"summarizer: freed 8 B\n")
    assert list(files(tmp_path)) == [NAME]
    assert not (folder / "Qwen").exists()
    assert models("rm", SMALL, folder=tmp_path).returncode == 1


def test_a_model_in_parts_is_here_only_with_all_of_them(tmp_path: Path) -> None:
    """An engine would fail on it in words of its own."""
    first, second = put("qwen2.5-7b", tmp_path)
    assert find("qwen2.5-7b", tmp_path) == first
    second.unlink()
    assert [(one.model.name, one.complete) for one in stored_models(tmp_path)] == [("qwen2.5-7b", False)]
    with pytest.raises(ModelError):
        find("qwen2.5-7b", tmp_path)


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_shows_bytes_to_a_watching_person_only(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream in (_Terminal(), io.StringIO()):
        monkeypatch.setattr(sys, "stderr", stream)
        with PullBar() as bar:
            bar.update(PullProgress("pulling", "folder/[tiny].gguf", 400_000, 1_000_000))
            bar.update(PullProgress("checking", "folder/[tiny].gguf", 1_000_000, 1_000_000))
        seen = stream.getvalue()
        if stream.isatty():
            assert "checking [tiny].gguf" in seen
            assert "1.0/1.0 MB" in seen
        else:
            assert seen == ""


def test_what_is_missing_is_told_in_the_readers_language(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        find(SMALL, tmp_path)
    assert caught.value.code == "model-not-here"
    assert caught.value.message.text("zh").startswith(
        f"本机没有模型 {SMALL}：可用 'summarizer models pull {SMALL}' 下载"
    )
    with pytest.raises(UsageError) as unknown:
        named("qwen3-8")
    assert unknown.value.message.text("zh").startswith("没有模型 'qwen3-8'：是不是 qwen3-8b")
