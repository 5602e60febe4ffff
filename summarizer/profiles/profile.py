"""Profiles: what makes the one pipeline read one genre — prompts, response schema, and lexicons in each language.

Prompts and schemas of a built-in genre stand beside the package in a checkout (``prompts/GENRE``,
``schemas/GENRE.py``) and in the package's data in a wheel (``summarizer/_profiles``); its lexicons stand in the pack
of their language (``summarizer/languages/LANGUAGE/lexicons/GENRE``). A folder of the user's is a profile too:
``DIR/prompts``, ``DIR/schema.py``, ``DIR/lexicons`` for Chinese, ``DIR/prompts/LANGUAGE``, ``DIR/schema_LANGUAGE.py``,
``DIR/lexicons/LANGUAGE`` for another language; a file that the folder leaves out is taken from ``work_plan``. A
language without prompts is asked about in English.
"""

import importlib.util
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType

from summarizer.errors import ProfileError

DEFAULT_PROFILE = "work_plan"
DEFAULT_LANGUAGE = "zh"
"""Of the lexicons and prompts that stand in their folders themselves, and where no language is asked for."""
OTHER_LANGUAGE = "en"
"""Whose prompts ask about a text in a language that has none."""
_PACKAGE = Path(__file__).resolve().parent.parent
SCHEMA_NAMES = (
    "Verdict", "COUNTED", "RULED", "Choice", "CHOSEN", "Name", "Line", "LINE_LIMIT", "Other", "Answer", "EchoAnswers",
    "OverviewText", "OVERVIEW_LIMIT", "OverviewAnswer", "Standing", "STANDINGS", "PROMISES", "NumberAnswer",
    "Promises", "PROMISE_LIMIT", "EchoReading",
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
    schema_files: Mapping[str, Path]
    """The file of the response schemas for each language."""
    prompts: Mapping[str, Mapping[str, Path]]
    """For each language the file of each prompt, by its name; a user's own where there is one, else the built-in."""
    lexicons: dict[str, dict[str, Path]]
    """For each language of the profile, the file of each kind of lexicon, in the same way."""

    @cached_property
    def _schemas(self) -> dict[str, ModuleType]:
        return {}

    def asked_in(self, language: str) -> str:
        """The language of the prompts and schemas for a document in ``language`` (``zh-Hant``, ``fr``, ``und``)."""
        base = language.partition("-")[0]
        return base if base in self.prompts else OTHER_LANGUAGE

    def schema(self, language: str = DEFAULT_LANGUAGE) -> ModuleType:
        """The module of response schemas that a document in ``language`` is asked about with.

        Raises :class:`ProfileError` where it cannot be imported or lacks one of ``SCHEMA_NAMES``.
        """
        asked = self.asked_in(language)
        if asked not in self._schemas:
            self._schemas[asked] = self._import(asked, self.schema_files.get(asked, self.schema_files[OTHER_LANGUAGE]))
        return self._schemas[asked]

    def _import(self, asked: str, file: Path) -> ModuleType:
        spec = importlib.util.spec_from_file_location(f"summarizer_profile_{self.name}_{asked}", file)
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

    def prompt(self, name: str, language: str = DEFAULT_LANGUAGE) -> str:
        """The raw text of the prompt for a document in ``language``, front matter included.

        Raises :class:`ProfileError` where there is none, or it cannot be read.
        """
        return _read(self._file(self.prompts[self.asked_in(language)], name))

    def files(self) -> list[Path]:
        """Every file of it, built-in ones too."""
        kinds = [*self.prompts.values(), *self.lexicons.values()]
        return [*self.schema_files.values(), *(path for files in kinds for path in files.values())]

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
    schemas = root / "schemas"
    builtin = Profile(
        DEFAULT_PROFILE,
        _by_language(schemas / f"{DEFAULT_PROFILE}.py", schemas.glob(f"{DEFAULT_PROFILE}_*.py")),
        _prompts(root / "prompts" / DEFAULT_PROFILE),
        {pack.parts[-3]: _by_name(pack, "*.txt") for pack in sorted(packs)},
    )
    if name == DEFAULT_PROFILE:
        return builtin
    folder = Path(name)
    if not folder.is_dir():
        raise ProfileError("no-profile", name=repr(str(name)), default=repr(DEFAULT_PROFILE))
    prompts, schema, lexicons = folder / "prompts", folder / "schema.py", folder / "lexicons"
    if not any(part.exists() for part in (prompts, schema, lexicons, *folder.glob("schema_*.py"))):
        raise ProfileError("empty-profile-folder", folder=folder)
    own = {part.name: part for part in lexicons.glob("*/")} | {DEFAULT_LANGUAGE: lexicons}
    asked = {code: files for code, files in _prompts(prompts).items() if files}
    english = builtin.prompts[OTHER_LANGUAGE]
    return Profile(
        folder.resolve().name,
        {**builtin.schema_files, **_by_language(schema, folder.glob("schema_*.py"))},
        {**builtin.prompts, **{code: {**builtin.prompts.get(code, english), **files} for code, files in asked.items()}},
        builtin.lexicons
        | {code: {**builtin.lexicons.get(code, {}), **_by_name(part, "*.txt")} for code, part in own.items()},
    )


def _prompts(folder: Path) -> dict[str, dict[str, Path]]:
    """The prompts of each language."""
    others = {part.name: _by_name(part, "*.md") for part in sorted(folder.glob("*/"))}
    return {DEFAULT_LANGUAGE: _by_name(folder, "*.md"), **others}


def _by_language(chinese: Path, others: Iterable[Path]) -> dict[str, Path]:
    """The schema files that there are; the code of a language is behind the last line of their names."""
    found = {path.stem.rpartition("_")[2]: path for path in sorted(others)}
    return {DEFAULT_LANGUAGE: chinese, **found} if chinese.exists() else found


def _by_name(folder: Path, pattern: str) -> dict[str, Path]:
    """The files of a folder, if there is one, by their names without the ending."""
    return {path.stem: path for path in sorted(folder.glob(pattern))}
