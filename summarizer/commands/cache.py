"""``summarizer cache``: the store of a model's answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse

_KILO = 1000


def add_parser(subparsers: Any) -> None:
    """Add ``cache`` to the commands."""
    parser = subparsers.add_parser(
        "cache", help="show or empty the store of a model's answers", description="The store of a model's answers."
    )
    parser.add_argument("action", nargs="?", choices=["info", "clear"], default="info", help="default: info")


def run(args: argparse.Namespace) -> int:
    """Print where the store lies and what it holds, or empty it."""
    from summarizer.answers.store import ResponseStore
    from summarizer.settings.settings import Settings

    with ResponseStore.of(Settings.load(cache=True)) as store:
        if args.action == "clear":
            print(f"forgot {store.clear()} answers in {store.path}")  # noqa: T201
            return 0
        stats = store.stats()
    print(f"file     {stats.path}")  # noqa: T201
    print(f"answers  {stats.entries}")  # noqa: T201
    print(f"size     {_size(stats.bytes)} of at most {_size(stats.max_bytes)}")  # noqa: T201
    return 0


def _size(count: int) -> str:
    size = float(count)
    for unit in ("B", "kB", "MB"):
        if size < _KILO:
            return f"{size:.4g} {unit}"
        size /= _KILO
    return f"{size:.4g} GB"
