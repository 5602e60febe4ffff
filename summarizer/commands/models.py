"""``summarizer models``: the models on this machine, and those that can be pulled."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Self

from summarizer.commands.messages import say
from summarizer.messages import text
from summarizer.settings.flags import settings_of

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from summarizer.engines.local.catalogue import Model
    from summarizer.engines.local.model_store import StoredModel
    from summarizer.engines.local.pulling import PullProgress


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``models`` takes: an action, with a name for all but ``list``."""
    actions = parser.add_subparsers(dest="action", metavar="metavar-action", required=True)
    actions.add_parser("list", help=text("command-models-list"))
    for action in ("pull", "rm", "path"):
        description = f"description-models-{action}"
        one = actions.add_parser(
            action, help=text(f"command-models-{action}"), description=description, epilog="epilog-models"
        )
        one.add_argument("name", metavar="metavar-name", help="help-models-name")


def run(args: argparse.Namespace) -> int:
    """Do what ``args.action`` says. Raises :class:`UsageError` and :class:`ModelError`."""
    from summarizer.engines.local import model_store

    folder = model_store.models_folder(settings_of(args).cache_folder)
    if args.action == "list":
        _list(folder)
    elif args.action == "rm":
        freed = model_store.remove(args.name, folder)
        say(text("freed", size=size(freed)), "summarizer")
    elif args.action == "path":
        _print(str(model_store.find(args.name, folder)))
    else:
        from summarizer.engines.local.pulling import pull

        # Read by the hub's library when it is imported: what it logs would run into the bar, and of
        # the user's machine the hub is told no more than it needs.
        os.environ.setdefault("HF_HUB_VERBOSITY", "error")
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        with PullBar() as bar:
            path = pull(args.name, folder, bar.update)
        _print(str(path))
    return 0


def _list(folder: Path) -> None:
    from summarizer.engines.local.catalogue import catalogue
    from summarizer.engines.local.model_store import stored_models

    here = {one.model: one for one in stored_models(folder)}
    models = dict.fromkeys([*catalogue(), *here])
    width = max(len(model.name) for model in catalogue())
    for model in models:
        _print(_row(model, here.get(model), width))
        if model in here:
            _print(f"  {here[model].path}")
    _print("\n" + text("label-models-folder", folder=folder))


def _row(model: Model, found: StoredModel | None, width: int) -> str:
    total, state = model.size, "-"
    if found is not None and found.complete:
        total, state = found.size, text("model-is-here")
    elif found is not None:
        state = text("model-partly-pulled", size=size(found.size))
    words = ""
    if model.choose:
        words = text("model-choice", choose=text(f"choose-{model.choose}"), memory=model.memory, licence=model.licence)
    return f"{model.name:<{width}}  {'' if total is None else size(total):>7}  {state:<14}  {words}"


def size(count: int) -> str:
    """Bytes as a person reads them, in decimal units like the hub's own pages."""
    amount = float(count)
    for unit in ("B", "kB", "MB"):
        if amount < 1000:  # noqa: PLR2004 - a kilo
            return f"{amount:.3g} {unit}"
        amount /= 1000
    return f"{amount:.1f} GB"


def _print(line: str) -> None:
    print(line.rstrip())  # noqa: T201


class PullBar:
    """The bar of a pull on standard error: bytes, speed, time left; only where a person watches."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()  # asked once: a bar that runs puts something else in its place
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._file = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def update(self, progress: PullProgress) -> None:
        """Show what the pull reports; the bar appears with its first report, and anew with each file."""
        if not self._shown:
            return
        if self._bar is None:
            self._bar = _bar()
            self._bar.start()
        name = text(f"progress-{progress.stage}", file=progress.file.rpartition("/")[2])
        if self._task is None or progress.file != self._file:
            if self._task is not None:
                self._bar.remove_task(self._task)
            # What an earlier pull left is where this one starts: it says nothing of the line's speed.
            self._task = self._bar.add_task(name, total=progress.total, completed=progress.done)
            self._file = progress.file
        self._bar.update(self._task, completed=progress.done, description=name, refresh=progress.stage == "checking")


def _bar() -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn
    from rich.progress import Progress as Bar

    return Bar(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=Console(file=sys.stderr, markup=False, emoji=False, highlight=False),
        transient=True,
    )
