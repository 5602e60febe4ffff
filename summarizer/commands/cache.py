"""``summarizer cache``: the store of a model's answers."""

import argparse

from summarizer.messages import text
from summarizer.settings.flags import settings_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``cache`` takes."""
    parser.add_argument("action", nargs="?", choices=["info", "clear"], default="info", help="help-cache-action")


def run(args: argparse.Namespace) -> int:
    """Print where the store lies and what it holds, or empty it."""
    from summarizer.answers.store import ResponseStore
    from summarizer.commands.models import size

    with ResponseStore.of(settings_of(args, cache=True)) as store:
        if args.action == "clear":
            print(text("cache-cleared", count=store.clear(), path=store.path))  # noqa: T201
            return 0
        stats = store.stats()
    held, most = size(stats.bytes), size(stats.max_bytes)
    print(text("cache-info", path=stats.path, answers=stats.entries, size=held, most=most))  # noqa: T201
    return 0
