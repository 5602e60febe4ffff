"""The model store: the folder of pulled models, ``OWNER/REPO/FILE.gguf`` as on the hub.

A file stands under its name when it is whole and its checksum was right; until then it is a ``.part`` beside it.
Nothing here touches the network.
"""

import contextlib
import re
from glob import escape
from pathlib import Path
from typing import NamedTuple

from summarizer.engines.local.catalogue import Model, catalogue, named
from summarizer.errors import ModelError, UsageError

PART_SUFFIX = ".part"
_FILE = re.compile(rf"(.+\.gguf)(\.[0-9a-f]+{re.escape(PART_SUFFIX)})?", re.IGNORECASE)


class StoredModel(NamedTuple):
    """A model of which something is in the store."""

    model: Model
    path: Path
    """The file to give to an engine; of a model in parts, the first."""
    size: int
    """Bytes on the disk, those of an unfinished pull included."""
    complete: bool


def models_folder(cache_folder: Path) -> Path:
    """Where models are kept, below the folder of ``Settings.cache_folder``."""
    return cache_folder / "models"


def model_files(model: Model, folder: Path) -> list[Path]:
    """Where the model's files are to stand, whether they are there or not."""
    return [folder.joinpath(*model.repo.split("/"), *file.split("/")) for file in model.files]


def find(name: str, folder: Path) -> Path:
    """The file of a pulled model, to be given to an engine; of a model in parts, the first.

    Raises :class:`UsageError` for a name that there is not, :class:`ModelError` for one that is not here (whole).
    """
    model = named(name)
    paths = model_files(model, folder)
    if not all(path.is_file() for path in paths):
        raise ModelError("model-not-here", model=model.name)
    return paths[0]


def stored_models(folder: Path) -> list[StoredModel]:
    """Every model in ``folder``, complete or half pulled; the catalogue's first and in its order."""
    models = dict.fromkeys(catalogue())
    for path in sorted(folder.glob("*/*/**/*")):
        file = _FILE.fullmatch(path.relative_to(folder).as_posix())
        if file is not None:
            with contextlib.suppress(UsageError):  # put here by hand, under a name that the hub does not have
                models.setdefault(named(file[1]))
    found = []
    for model in models:
        paths, left = model_files(model, folder), _files_of(model, folder)
        if left:
            complete = all(path.is_file() for path in paths)
            found.append(StoredModel(model, paths[0], sum(path.stat().st_size for path in left), complete))
    return found


def remove(name: str, folder: Path) -> int:
    """Delete a model and what an unfinished pull left of it; the bytes that were freed.

    Raises :class:`UsageError` for a name that there is not, :class:`ModelError` where nothing of it is here.
    """
    model = named(name)
    left = _files_of(model, folder)
    if not left:
        raise ModelError("no-model-to-remove", model=model.name)
    freed = sum(path.stat().st_size for path in left)
    try:
        for path in left:
            path.unlink(missing_ok=True)
    except OSError as error:  # on Windows a file that a server holds open stays
        raise ModelError("model-not-deleted", path=error.filename, why=error.strerror) from error
    for parent in left[0].relative_to(folder).parents:
        with contextlib.suppress(OSError):  # not empty: another file of the same repository
            if parent.name:
                (folder / parent).rmdir()
    return freed


def partial_files(path: Path) -> list[Path]:
    """What unfinished pulls of the file left, one for each version of it that the hub had."""
    return sorted(path.parent.glob(f"{escape(path.name)}.*{PART_SUFFIX}"))


def _files_of(model: Model, folder: Path) -> list[Path]:
    """All that is here of a model, complete and partial files."""
    return [one for path in model_files(model, folder) for one in (path, *partial_files(path)) if one.is_file()]
