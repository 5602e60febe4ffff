"""Profiles: what makes the one road read one genre — prompts, response schema and lexicons.

A profile is found in one of three places, by one loader: beside the package in a checkout
(``prompts/NAME``, ``schemas/NAME.py``), in the package's data in a wheel
(``summarizer/_profiles``), or in a folder of the user's (``DIR/prompts``, ``DIR/schema.py``,
``DIR/lexicons``; a file that the folder leaves out is taken from ``work_plan``).
"""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.errors import ProfileError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

DEFAULT_PROFILE = "work_plan"
_PACKAGE = Path(__file__).resolve().parent.parent
SCHEMA_NAMES = (
    "Verdict", "COUNTED", "Choice", "CHOSEN", "Name", "Line", "LINE_LIMIT", "Other", "Answer", "EchoAnswers",
    "OverviewText", "OVERVIEW_LIMIT", "OverviewAnswer",
)  # fmt: skip
"""What the engine takes from a profile's schema module."""


def _shared_root() -> Path:
    """The folder that holds ``prompts/`` and ``schemas/``: the wheel's data, else the checkout."""
    packed = _PACKAGE / "_profiles"
    return packed if packed.is_dir() else _PACKAGE.parent


@dataclass(frozen=True, eq=False)
class Profile:
    """One genre: ``name``, where its parts lie, and its parts, each read when first asked for."""

    name: str
    schema_file: Path
    prompts: Mapping[str, Path]
    """The file of each prompt, by its name; a user's own where there is one, else the built-in."""
    lexicons: Mapping[str, Path]
    """The file of each kind of lexicon, in the same way."""

    @cached_property
    def schema(self) -> ModuleType:
        """The module of response schemas.

        Raises :class:`ProfileError` where it cannot be imported or lacks one of ``SCHEMA_NAMES``.
        """
        spec = importlib.util.spec_from_file_location(f"summarizer_profile_{self.name}", self.schema_file)
        if spec is None or spec.loader is None or not self.schema_file.is_file():
            raise ProfileError(f"profile {self.name}: no schema module at {self.schema_file}")
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module  # pydantic resolves forward references through sys.modules
        try:
            spec.loader.exec_module(module)
        except Exception as error:
            raise ProfileError(f"profile {self.name}: {self.schema_file.name} does not import: {error}") from error
        missing = [name for name in SCHEMA_NAMES if not hasattr(module, name)]
        if missing:
            raise ProfileError(f"profile {self.name}: {self.schema_file} lacks {', '.join(missing)}")
        return module

    def lexicon(self, kind: str) -> tuple[str, ...]:
        """The entries of ``lexicons/KIND.txt``: one a line, ``#`` starts a comment. Raises :class:`ProfileError`."""
        return _entries(self._file(self.lexicons, kind))

    def prompt(self, name: str) -> str:
        """The raw text of ``prompts/NAME.md``, front matter included. Raises :class:`ProfileError`."""
        return _read(self._file(self.prompts, name))

    def _file(self, files: Mapping[str, Path], name: str) -> Path:
        if name not in files:
            raise ProfileError(f"profile {self.name} has no {name}: there are {', '.join(sorted(files))}")
        return files[name]


@cache
def _entries(path: Path) -> tuple[str, ...]:
    lines = (line.partition("#")[0].strip() for line in _read(path).splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(f"profile file {path} cannot be read: {error}") from error


@cache
def load_profile(name: str | Path = DEFAULT_PROFILE) -> Profile:
    """The profile called ``name``, or in the folder ``name``. Raises :class:`ProfileError` where there is none."""
    root = _shared_root()
    builtin = Profile(
        DEFAULT_PROFILE,
        root / "schemas" / f"{DEFAULT_PROFILE}.py",
        _by_name(root / "prompts" / DEFAULT_PROFILE, "*.md"),
        _by_name(_PACKAGE / "lexicons" / DEFAULT_PROFILE, "*.txt"),
    )
    if name == DEFAULT_PROFILE:
        return builtin
    folder = Path(name)
    if not folder.is_dir():
        raise ProfileError(
            f"no profile {str(name)!r}: give {DEFAULT_PROFILE!r} or a folder with prompts/, schema.py, lexicons/"
        )
    prompts, schema, lexicons = folder / "prompts", folder / "schema.py", folder / "lexicons"
    if not any(part.exists() for part in (prompts, schema, lexicons)):
        raise ProfileError(f"profile folder {folder} holds none of prompts/, schema.py, lexicons/")
    return Profile(
        folder.resolve().name,
        schema if schema.exists() else builtin.schema_file,
        {**builtin.prompts, **_by_name(prompts, "*.md")},
        {**builtin.lexicons, **_by_name(lexicons, "*.txt")},
    )


def _by_name(folder: Path, pattern: str) -> dict[str, Path]:
    """The files of a folder, if there is one, by their names without the ending."""
    return {path.stem: path for path in sorted(folder.glob(pattern))}
