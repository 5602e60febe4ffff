"""Names of models: a short list of our own, and ``OWNER/REPO/FILE.gguf`` for any other GGUF file on the hub."""

import difflib
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from summarizer.errors import UsageError
from summarizer.messages import Message

_FILE = Path(__file__).with_name("catalogue.toml")
_ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|#%]')
_PART = re.compile(r"(.+)-(\d{5})-of-(\d{5})(\.gguf)", re.IGNORECASE)
_MAX_PARTS = 99


class Model(NamedTuple):
    """A model that can be pulled: where its file is, and, of a catalogue's, when to choose it."""

    name: str
    """Of the catalogue, else ``OWNER/REPO/FILE.gguf``."""
    repo: str
    file: str
    """Path in the repository; of a model in parts, its first part."""
    size: int | None = None
    """Bytes, all parts together; None for one that is not in the catalogue."""
    memory: int | None = None
    """Gigabytes that a run needs free."""
    licence: str | None = None
    choose: str | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """All files of the model, in order: one, or its parts ``…-00001-of-00003.gguf`` and so on."""
        found = _PART.fullmatch(self.file)
        if found is None:
            return (self.file,)
        stem, _, count, suffix = found.groups()
        return tuple(f"{stem}-{number:05}-of-{count}{suffix}" for number in range(1, int(count) + 1))


@cache
def catalogue() -> tuple[Model, ...]:
    """The models that we name, smallest first."""
    return tuple(Model(**entry) for entry in tomllib.loads(_FILE.read_text(encoding="utf-8"))["model"])


def named(name: str) -> Model:
    """The model that ``name`` stands for: a name of the catalogue or ``OWNER/REPO/FILE.gguf``.

    Any part of a model in parts names the whole of it. Raises :class:`UsageError` for anything else, with the
    catalogue's names that come close.
    """
    wanted = name.strip()
    given = _reference(wanted)
    for model in catalogue():
        if wanted.casefold() == model.name or (given and (given.repo, given.file) == (model.repo, model.file)):
            return model
    if given is None:
        raise UsageError("no-such-model", name=repr(name), hint=_hint(wanted))
    return given


def _reference(text: str) -> Model | None:
    owner, _, rest = text.partition("/")
    repo, _, file = rest.partition("/")
    steps = file.split("/")
    if not (_ACCOUNT.fullmatch(owner) and _ACCOUNT.fullmatch(repo) and file.lower().endswith(".gguf")):
        return None
    if _UNSAFE.search(file) or any(step.startswith(".") or not step.strip() for step in steps):
        return None
    part = _PART.fullmatch(file)
    if part is not None:
        if not 1 <= int(part[2]) <= int(part[3]) <= _MAX_PARTS:
            return None
        file = f"{part[1]}-00001-of-{part[3]}{part[4]}"
    return Model(f"{owner}/{repo}/{file}", f"{owner}/{repo}", file)


def _hint(name: str) -> Message:
    names = [model.name for model in catalogue()]
    close = difflib.get_close_matches(name.casefold(), names, n=3, cutoff=0.6)
    if close:
        return Message("similar-models", {"names": ", ".join(close)})
    return Message("available-models", {"names": ", ".join(names)})
