"""``summarizer worker --database URL``: reads what was accepted, on any number of machines, until it is stopped."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from summarizer.batch import require
from summarizer.commands.messages import PROG, say
from summarizer.commands.parsing import check_bounds
from summarizer.messages import text
from summarizer.settings.flags import add_engine_flags, load_settings

if TYPE_CHECKING:
    import argparse

    from summarizer.settings.settings import Settings

_ASKING = (
    "engine", "endpoint", "model", "model_path", "api_key_env", "endpoint_headers_env", "allow_plaintext",
    "concurrency", "timeout", "requests_per_minute", "tokens_per_minute", "threads", "slots", "context", "no_cache",
)  # fmt: skip
"""What a worker may say of how it asks; what is asked is the jobs' own."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``worker`` takes."""
    jobs = parser.add_argument_group("group-jobs")
    jobs.add_argument("--database", metavar="metavar-url", help="help-database")
    jobs.add_argument("--documents", type=int, metavar="N", help="help-documents")
    jobs.add_argument("--heartbeat", type=float, metavar="metavar-seconds", help="help-heartbeat")
    jobs.add_argument("--grace", type=float, metavar="metavar-seconds", help="help-grace")
    for name in ("quiet", "verbose"):
        jobs.add_argument(f"--{name}", action="store_true", help=f"help-{name}")
    add_engine_flags(parser.add_argument_group("group-engine"), _ASKING)


def run(args: argparse.Namespace) -> int:
    """Work until SIGTERM or Ctrl-C."""
    require()
    check_bounds({"--documents": args.documents, "--heartbeat": args.heartbeat})
    settings = load_settings(args)
    asyncio.run(_work(args, settings))
    return 0


async def _work(args: argparse.Namespace, settings: Settings) -> None:
    from summarizer.batch.database import Database
    from summarizer.batch.worker import Worker
    from summarizer.commands.signals import until_told

    with Database.open(args.database) as database:
        given = {"concurrency": args.documents, "heartbeat": args.heartbeat, "grace": args.grace}
        async with Worker(database, settings, **{k: v for k, v in given.items() if v is not None}) as worker:
            if not args.quiet:
                say(
                    text(
                        "worker-works", name=worker.executor, database=database.shown, queues=", ".join(worker.queues)
                    ),
                    PROG,
                )
            await until_told()
    if not args.quiet:
        say(text("worker-stopped", name=worker.executor), PROG)
