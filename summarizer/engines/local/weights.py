"""The file of a model: which one is meant, whether it is one, and what tells it from another."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from summarizer.engines.local.model_store import find, models_folder, stored_models
from summarizer.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from summarizer.settings.settings import Settings

_MAGIC = b"GGUF"
_SAMPLE = 1 << 20


def chosen(settings: Settings) -> Path:
    """The model file that the settings mean: the one they name, else the only one that was fetched.

    Raises :class:`UsageError` for a file that is none, or where it is not clear which one is meant, and
    :class:`~summarizer.errors.ModelError` for a model that was not fetched.
    """
    if settings.model_path is not None:
        return checked(settings.model_path)
    folder = models_folder(settings.cache_folder)
    name = settings.model
    if not name:
        here = [one.model.name for one in stored_models(folder) if one.complete]
        if not here:
            raise UsageError("no-local-model")
        if len(here) > 1:
            raise UsageError("which-model", names="|".join(here))
        name = here[0]
    return checked(find(name, folder))


def checked(path: Path) -> Path:
    """``path``, if a GGUF model lies there. Raises :class:`UsageError` otherwise."""
    try:
        with path.open("rb") as file:
            magic = file.read(len(_MAGIC))
    except OSError as error:
        raise UsageError("model-file-unreadable", path=path, why=error.strerror) from error
    if magic != _MAGIC:
        raise UsageError("model-file-not-gguf", path=path)
    return path


def fingerprint(path: Path) -> str:
    """A short name for the weights: SHA-256 over size, first and last mebibyte, since gigabytes take too long."""
    size = path.stat().st_size
    digest = hashlib.sha256(str(size).encode())
    with path.open("rb") as file:
        digest.update(file.read(_SAMPLE))
        file.seek(max(0, size - _SAMPLE))
        digest.update(file.read(_SAMPLE))
    return digest.hexdigest()[:16]
