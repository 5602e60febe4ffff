"""Fetching a model from a hub: resumed, checked against the hub's checksum, whole or not there at all."""

from __future__ import annotations

import hashlib
import shutil
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Literal, NamedTuple

from summarizer.engines.local.catalogue import named
from summarizer.engines.local.shelf import DRAFT, candidates, place
from summarizer.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from summarizer.engines.local.hub import Remote


class Progress(NamedTuple):
    """How far a pull is with one file: ``done`` of ``total`` bytes."""

    stage: Literal["pulling", "checking"]
    file: str
    done: int
    total: int


def pull(name: str, folder: Path, on_progress: Callable[[Progress], None] | None = None) -> Path:
    """The file of a model in ``folder``, fetched from the hub unless it is there; of a model in parts, the first.

    The hub is ``HF_ENDPOINT``, the token ``HF_TOKEN`` or what ``hf auth login`` left, as the hub's library has it. What
    an interrupted pull left is gone on with. Raises :class:`UsageError` for a name that there is not and
    :class:`ModelError`, one line, for whatever keeps the model from coming.
    """
    model = named(name)
    paths = place(model, folder)
    if all(path.is_file() for path in paths):
        return paths[0]
    try:
        from summarizer.engines.local import hub
    except ImportError:
        raise ModelError(
            "pulling a model needs huggingface_hub: pip install 'plan-summarizer[local]' "
            "(in a checkout: pip install -e '.[local]'), or give a file of your own with --model-path FILE.gguf"
        ) from None
    for file, path in zip(model.files, paths, strict=True):
        with hub.told(model.repo, file, folder), _alone(path, folder):
            if not path.is_file():
                _fetch(hub.look_up(model.repo, file), path, on_progress)
    return paths[0]


def _fetch(remote: Remote, path: Path, on_progress: Callable[[Progress], None] | None) -> None:
    from summarizer.engines.local import hub

    def tell(stage: Literal["pulling", "checking"], done: int) -> None:
        if on_progress is not None:
            on_progress(Progress(stage, remote.file, done, remote.size))

    path.parent.mkdir(parents=True, exist_ok=True)
    candidate = path.with_name(f"{path.name}.{remote.sha256[:12]}{DRAFT}")
    for stale in candidates(path):
        if stale != candidate:  # of a version that the hub no longer has
            stale.unlink()
    with candidate.open("ab") as file:
        missing, free = remote.size - file.tell(), shutil.disk_usage(candidate.parent).free
        if missing > free:
            raise ModelError(
                f"{remote.file} needs {_gigabytes(missing)} more, and {path.parent} has {_gigabytes(free)} free: "
                "make room, or choose another folder with SUMMARIZER_CACHE_DIR"
            )
        hub.stream(remote, file, lambda done: tell("pulling", done))
    tell("checking", remote.size)
    with candidate.open("rb") as written:  # from the disk: what an earlier pull wrote is checked too
        right = hashlib.file_digest(written, "sha256").hexdigest() == remote.sha256
    if not right:
        candidate.unlink()
        raise ModelError(
            f"{remote.file} is not what the hub says it is (its SHA-256 differs) and was deleted: pull it again, from "
            "another mirror if it happens twice (HF_ENDPOINT)"
        )
    candidate.replace(path)


@contextmanager
def _alone(path: Path, folder: Path) -> Iterator[None]:
    """Hold the file for this process: two that append to one candidate would spoil it. Ends with the process."""
    from huggingface_hub.utils import WeakFileLock  # type: ignore[attr-defined]

    locks = folder / ".locks"
    locks.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        try:
            lock = "--".join([*path.relative_to(folder).parts, "lock"])
            stack.enter_context(WeakFileLock(locks / lock, timeout=0.2))
        except TimeoutError:
            raise ModelError(f"another pull of {path.name} is running: wait for it") from None
        yield


def _gigabytes(count: int) -> str:
    return f"{count / 1e9:.1f} GB"
