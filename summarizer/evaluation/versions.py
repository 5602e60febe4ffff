"""What shaped a run: code, prompts, lexicons, libraries and machine, as short strings that can be compared."""

import hashlib
import platform
import shutil
import subprocess
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from summarizer.profiles.profile import load_profile
from summarizer.version import __version__

_PACKAGE = Path(__file__).resolve().parent.parent
_LIBRARIES = ("pydantic", "pydantic-evals", "scipy", "charset-normalizer", "openai", "instructor")


def versions(profile: str) -> dict[str, str | None]:
    """Versions and content hashes by name; None for what is not there (no git checkout, a library not installed).

    ``code`` is of the package's modules without this evaluation: it tells two states apart that git calls
    the same commit.
    """
    parts = load_profile(profile)
    lexicons = {f"{lang}/{kind}": file for lang, kinds in parts.lexicons.items() for kind, file in kinds.items()}
    code = {path.relative_to(_PACKAGE): path for path in _PACKAGE.rglob("*.py")}
    return {
        "plan-summarizer": __version__,
        "commit": _commit(),
        "code": hash_files(
            {name.as_posix(): path for name, path in code.items() if "evaluation" not in name.with_suffix("").parts}
        ),
        "lexicons": hash_files(lexicons),
        "prompts": hash_files(
            {f"{lang}/{name}": file for lang, named in parts.prompts.items() for name, file in named.items()}
        ),
        "schema": hash_files({f"schema {language}": path for language, path in parts.schema_files.items()}),
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        **{name: _library(name) for name in _LIBRARIES},
    }


def hash_files(files: Mapping[str, Path]) -> str:
    """Sixteen hex digits over names and contents; line ends do not count, so checkouts agree across systems."""
    digest = hashlib.sha256()
    for name, path in sorted(files.items()):
        content = path.read_bytes().replace(b"\r\n", b"\n") if path.is_file() else b""
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:16]


def _library(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _commit() -> str | None:
    """The checkout's commit, ``+`` behind it where files differ from it."""
    root, git = _PACKAGE.parent, shutil.which("git")
    if git is None or not (root / ".git").exists():
        return None
    try:
        answers = [
            subprocess.run(  # noqa: S603  (fixed arguments)
                [git, "-C", str(root), *arguments], capture_output=True, text=True, check=True, timeout=20
            ).stdout.strip()
            for arguments in (("rev-parse", "--short=12", "HEAD"), ("status", "--porcelain", "--untracked-files=no"))
        ]
    except (OSError, subprocess.SubprocessError):
        return None
    return answers[0] + ("+" if answers[1] else "")
