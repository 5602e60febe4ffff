"""``summarizer models``: the models on this machine, and those that can be pulled."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from summarizer.commands.messages import PROG, say
from summarizer.messages import text
from summarizer.settings.flags import settings_of

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from summarizer.engines.local.catalogue import Model
    from summarizer.engines.local.model_store import StoredModel


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
        say(text("freed", size=size(freed)), PROG)
    elif args.action == "path":
        _print(str(model_store.find(args.name, folder)))
    else:
        from summarizer.commands.progress import PullBar
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
