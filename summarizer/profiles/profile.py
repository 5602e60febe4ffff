"""Profiles: what makes the one pipeline read one genre — prompts, response schema, and lexicons in each language.

Prompts and schemas of a built-in genre stand beside the package in a checkout (``prompts/GENRE``,
``schemas/GENRE.py``) and in the package's data in a wheel (``summarizer/_profiles``); its lexicons stand in the pack
of their language (``summarizer/languages/LANGUAGE/lexicons/GENRE``). A folder of the user's is a profile too:
``DIR/prompts``, ``DIR/schema.py``, ``DIR/lexicons`` for Chinese, ``DIR/lexicons/LANGUAGE`` for another language; a
file that the folder leaves out is taken from ``work_plan``.
"""

import importlib.util
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType

from summarizer.errors import ProfileError

DEFAULT_PROFILE = "work_plan"
DEFAULT_LANGUAGE = "zh"
"""Of the lexicons that stand in ``DIR/lexicons`` itself, and where no language is asked for."""
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
    lexicons: dict[str, dict[str, Path]]
    """For each language of the profile, the file of each kind of lexicon, in the same way."""

    @cached_property
    def schema(self) -> ModuleType:
        """The module of response schemas.

        Raises :class:`ProfileError` where it cannot be imported or lacks one of ``SCHEMA_NAMES``.
        """
        file = self.schema_file
        spec = importlib.util.spec_from_file_location(f"summarizer_profile_{self.name}", file)
        if spec is None or spec.loader is None or not file.is_file():
            raise ProfileError("no-schema-module", profile=self.name, file=file)
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module  # pydantic resolves forward references through sys.modules
        try:
            spec.loader.exec_module(module)
        except Exception as error:
            raise ProfileError("schema-does-not-import", profile=self.name, file=file.name, error=error) from error
        missing = [name for name in SCHEMA_NAMES if not hasattr(module, name)]
        if missing:
            raise ProfileError("schema-lacks-names", profile=self.name, file=file, names=", ".join(missing))
        return module

    def lexicon(self, kind: str, language: str = DEFAULT_LANGUAGE) -> tuple[str, ...]:
        """The entries of ``KIND.txt`` for ``language``: one a line, ``#`` starts a comment.

        Raises :class:`ProfileError` where there is none, or it cannot be read.
        """
        return _entries(self._file(self.lexicons.get(language, {}), kind))

    def prompt(self, name: str) -> str:
        """The raw text of ``prompts/NAME.md``, front matter included. Raises :class:`ProfileError`."""
        return _read(self._file(self.prompts, name))

    def files(self) -> list[Path]:
        """Every file of it, built-in ones too."""
        lexicons = [path for kinds in self.lexicons.values() for path in kinds.values()]
        return [self.schema_file, *self.prompts.values(), *lexicons]

    def _file(self, files: Mapping[str, Path], name: str) -> Path:
        if name not in files:
            raise ProfileError("profile-lacks-file", profile=self.name, name=name, names=", ".join(sorted(files)))
        return files[name]


@cache
def _entries(path: Path) -> tuple[str, ...]:
    lines = (line.partition("#")[0].strip() for line in _read(path).splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError("profile-file-unreadable", file=path, error=error) from error


@cache
def load_profile(name: str | Path = DEFAULT_PROFILE) -> Profile:
    """The profile called ``name``, or in the folder ``name``. Raises :class:`ProfileError` where there is none."""
    root = _shared_root()
    packs = (_PACKAGE / "languages").glob(f"*/lexicons/{DEFAULT_PROFILE}")
    builtin = Profile(
        DEFAULT_PROFILE,
        root / "schemas" / f"{DEFAULT_PROFILE}.py",
        _by_name(root / "prompts" / DEFAULT_PROFILE, "*.md"),
        {pack.parts[-3]: _by_name(pack, "*.txt") for pack in sorted(packs)},
    )
    if name == DEFAULT_PROFILE:
        return builtin
    folder = Path(name)
    if not folder.is_dir():
        raise ProfileError("no-profile", name=repr(str(name)), default=repr(DEFAULT_PROFILE))
    prompts, schema, lexicons = folder / "prompts", folder / "schema.py", folder / "lexicons"
    if not any(part.exists() for part in (prompts, schema, lexicons)):
        raise ProfileError("empty-profile-folder", folder=folder)
    own = {part.name: part for part in lexicons.glob("*/")} | {DEFAULT_LANGUAGE: lexicons}
    return Profile(
        folder.resolve().name,
        schema if schema.exists() else builtin.schema_file,
        {**builtin.prompts, **_by_name(prompts, "*.md")},
        builtin.lexicons
        | {code: {**builtin.lexicons.get(code, {}), **_by_name(part, "*.txt")} for code, part in own.items()},
    )


def _by_name(folder: Path, pattern: str) -> dict[str, Path]:
    """The files of a folder, if there is one, by their names without the ending."""
    return {path.stem: path for path in sorted(folder.glob(pattern))}
