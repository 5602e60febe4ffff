"""The folder of pulled models, ``OWNER/REPO/FILE.gguf`` as on the hub. Nothing here touches the network.

A file stands under its name when it is whole and its checksum was right; until then it is a ``.part`` beside it.
"""

from __future__ import annotations

import contextlib
import re
from glob import escape
from typing import TYPE_CHECKING, Final, NamedTuple

from summarizer.engines.local.catalogue import Model, catalogue, named
from summarizer.errors import ModelError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

DRAFT: Final = ".part"
_FILE = re.compile(rf"(.+\.gguf)(\.[0-9a-f]+{re.escape(DRAFT)})?", re.IGNORECASE)


class Shelved(NamedTuple):
    """A model of which something lies on the shelf."""

    model: Model
    path: Path
    """The file to give to an engine; of a model in parts, the first."""
    size: int
    """Bytes on the disk, those of an unfinished pull included."""
    whole: bool


def models_folder(cache_folder: Path) -> Path:
    """Where models are kept, below the folder of ``Settings.cache_folder``."""
    return cache_folder / "models"


def place(model: Model, folder: Path) -> list[Path]:
    """Where the model's files are to stand, whether they are there or not."""
    return [folder.joinpath(*model.repo.split("/"), *file.split("/")) for file in model.files]


def find(name: str, folder: Path) -> Path:
    """The file of a pulled model, to be given to an engine; of a model in parts, the first.

    Raises :class:`UsageError` for a name that there is not, :class:`ModelError` for one that is not here (whole).
    """
    model = named(name)
    paths = place(model, folder)
    if not all(path.is_file() for path in paths):
        raise ModelError(
            f"the model {model.name} is not on this machine: get it with 'summarizer models pull {model.name}', "
            "or give a file of your own with --model-path FILE.gguf"
        )
    return paths[0]


def shelved(folder: Path) -> list[Shelved]:
    """Every model in ``folder``, whole or half pulled; the catalogue's first and in its order."""
    models = {model: None for model in catalogue() if _leavings(model, folder)}
    for path in sorted(folder.glob("*/*/**/*")):
        file = _FILE.fullmatch(path.relative_to(folder).as_posix())
        if file is not None:
            with contextlib.suppress(UsageError):  # put here by hand, under a name that the hub does not have
                models.setdefault(named(file[1]), None)
    found = []
    for model in models:
        paths, left = place(model, folder), _leavings(model, folder)
        if left:
            whole = all(path.is_file() for path in paths)
            found.append(Shelved(model, paths[0], sum(path.stat().st_size for path in left), whole))
    return found


def remove(name: str, folder: Path) -> int:
    """Delete a model and what an unfinished pull left of it; the bytes that were freed.

    Raises :class:`UsageError` for a name that there is not, :class:`ModelError` where nothing of it is here.
    """
    model = named(name)
    left = _leavings(model, folder)
    if not left:
        raise ModelError(f"the model {model.name} is not on this machine; 'summarizer models list' shows what is")
    freed = sum(path.stat().st_size for path in left)
    try:
        for path in left:
            path.unlink(missing_ok=True)
    except OSError as error:  # on Windows a file that a server holds open stays
        raise ModelError(
            f"{error.filename}: cannot be deleted ({error.strerror}); is a model server using it?"
        ) from error
    for parent in left[0].relative_to(folder).parents:
        with contextlib.suppress(OSError):  # not empty: another file of the same repository
            if parent.name:
                (folder / parent).rmdir()
    return freed


def candidates(path: Path) -> list[Path]:
    """What unfinished pulls of the file left, one for each version of it that the hub had."""
    return sorted(path.parent.glob(f"{escape(path.name)}.*{DRAFT}"))


def _leavings(model: Model, folder: Path) -> list[Path]:
    """All that lies here of a model, whole and in candidates."""
    return [one for path in place(model, folder) for one in (path, *candidates(path)) if one.is_file()]
