"""``summarizer cache``: the store of a model's answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.commands.engine_flags import settings_of
from summarizer.messages import text

if TYPE_CHECKING:
    import argparse

_KILO = 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``cache`` takes."""
    parser.add_argument("action", nargs="?", choices=["info", "clear"], default="info", help="help-cache-action")


def run(args: argparse.Namespace) -> int:
    """Print where the store lies and what it holds, or empty it."""
    from summarizer.answers.store import ResponseStore

    with ResponseStore.of(settings_of(args, cache=True)) as store:
        if args.action == "clear":
            print(text("cache-cleared", count=store.clear(), path=store.path))  # noqa: T201
            return 0
        stats = store.stats()
    size, most = _size(stats.bytes), _size(stats.max_bytes)
    print(text("cache-info", path=stats.path, answers=stats.entries, size=size, most=most))  # noqa: T201
    return 0


def _size(count: int) -> str:
    size = float(count)
    for unit in ("B", "kB", "MB"):
        if size < _KILO:
            return f"{size:.4g} {unit}"
        size /= _KILO
    return f"{size:.4g} GB"
