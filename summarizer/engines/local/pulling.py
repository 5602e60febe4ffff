"""Fetching a model from a hub: resumed, checked against the hub's checksum, whole or not there at all."""

from __future__ import annotations

import hashlib
import shutil
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Literal, NamedTuple

from summarizer.engines.local.catalogue import named
from summarizer.engines.local.model_store import PART_SUFFIX, model_files, partial_files
from summarizer.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from summarizer.engines.local.hub import Remote


class PullProgress(NamedTuple):
    """How far a pull is with one file: ``done`` of ``total`` bytes."""

    stage: Literal["pulling", "checking"]
    file: str
    done: int
    total: int


def pull(name: str, folder: Path, on_progress: Callable[[PullProgress], None] | None = None) -> Path:
    """The file of a model in ``folder``, fetched from the hub unless it is there; of a model in parts, the first.

    The hub is ``HF_ENDPOINT``, the token ``HF_TOKEN`` or what ``hf auth login`` left, as the hub's library has it.
    An interrupted pull is resumed. Raises :class:`UsageError` for a name that there is not and
    :class:`ModelError`, one line, for whatever keeps the model from coming.
    """
    model = named(name)
    paths = model_files(model, folder)
    if all(path.is_file() for path in paths):
        return paths[0]
    try:
        from summarizer.engines.local import hub
    except ImportError:
        raise ModelError("hub-library-missing") from None
    for file, path in zip(model.files, paths, strict=True):
        with hub.hub_errors(model.repo, file, folder), _locked(path, folder):
            if not path.is_file():
                _fetch(hub.look_up(model.repo, file), path, on_progress)
    return paths[0]


def _fetch(remote: Remote, path: Path, on_progress: Callable[[PullProgress], None] | None) -> None:
    from summarizer.engines.local import hub

    def tell(stage: Literal["pulling", "checking"], done: int) -> None:
        if on_progress is not None:
            on_progress(PullProgress(stage, remote.file, done, remote.size))

    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{remote.sha256[:12]}{PART_SUFFIX}")
    for stale in partial_files(path):
        if stale != partial:  # of a version that the hub no longer has
            stale.unlink()
    with partial.open("ab") as file:
        missing, free = remote.size - file.tell(), shutil.disk_usage(partial.parent).free
        if missing > free:
            needed, there = (f"{count / 1e9:.1f} GB" for count in (missing, free))
            raise ModelError("disk-too-small", file=remote.file, needed=needed, folder=path.parent, free=there)
        hub.stream(remote, file, lambda done: tell("pulling", done))
    tell("checking", remote.size)
    with partial.open("rb") as written:  # from the disk: what an earlier pull wrote is checked too
        right = hashlib.file_digest(written, "sha256").hexdigest() == remote.sha256
    if not right:
        partial.unlink()
        raise ModelError("checksum-differs", file=remote.file)
    partial.replace(path)


@contextmanager
def _locked(path: Path, folder: Path) -> Iterator[None]:
    """Hold the file for this process: two that append to one partial file would spoil it. Ends with the process."""
    from huggingface_hub.utils import WeakFileLock  # type: ignore[attr-defined]

    locks = folder / ".locks"
    locks.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        try:
            lock = "--".join([*path.relative_to(folder).parts, "lock"])
            stack.enter_context(WeakFileLock(locks / lock, timeout=0.2))
        except TimeoutError:
            raise ModelError("pull-is-running", file=path.name) from None
        yield
