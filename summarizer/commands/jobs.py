"""``summarizer jobs list|status|resume|cancel|retry-failed``: what was accepted, and what becomes of it."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarizer.batch import require
from summarizer.commands.messages import PROG, say, show
from summarizer.errors import UsageError
from summarizer.messages import text
from summarizer.messages.layout import padded
from summarizer.settings.flags import add_engine_flags, load_settings

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from summarizer.batch.jobs import Job, State
    from summarizer.batch.store import JobStore

_STATES = ("queued", "running", "done", "incomplete", "failed", "cancelled")
_OF_ACTION: dict[str, tuple[State, ...]] = {
    "cancel": ("queued", "running"),
    "resume": ("cancelled",),
    "retry-failed": ("failed", "incomplete"),
}
"""The states that an action has to do with."""
_SHOWN = 12
"""Characters of an id: as many as tell jobs apart, and may be given back."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``jobs`` takes: an action, with the jobs that it is about."""
    actions = parser.add_subparsers(dest="action", metavar="metavar-action", required=True)
    for action in ("list", "status", *_OF_ACTION):
        one = actions.add_parser(
            action, help=text(f"command-jobs-{action}"), description=f"description-jobs-{action}", epilog="epilog-jobs"
        )
        if action != "list":
            one.add_argument("ids", nargs="*", metavar="metavar-id", help="help-jobs-ids")
        one.add_argument("--database", metavar="metavar-url", help="help-database")
        one.add_argument("--batch", metavar="metavar-dir", help="help-jobs-batch")
        if action == "list":
            one.add_argument("--state", choices=_STATES, help="help-jobs-state")
            one.add_argument("--limit", type=int, default=100, metavar="N", help="help-jobs-limit")
        if action in {"list", "status"}:
            one.add_argument("--format", choices=("text", "json"), default="text", help="help-jobs-format")
        else:
            one.add_argument("--all", action="store_true", help="help-jobs-all")
        if action == "cancel":
            add_engine_flags(one, ("endpoint", "api_key_env", "endpoint_headers_env", "allow_plaintext"))


def run(args: argparse.Namespace) -> int:
    """Do what ``args.action`` says. Raises :class:`UsageError` for an id that there is not."""
    require()
    from summarizer.batch.control import Control
    from summarizer.batch.database import Database
    from summarizer.batch.provider.calling_off import call_off
    from summarizer.batch.store import JobStore

    if args.action == "list" and args.limit < 1:
        raise UsageError("no-bound", flag="--limit")
    settings = load_settings(args)
    with Database.open(args.database) as database:
        store = JobStore(database)
        batch = None if args.batch is None else store.known_batch(str(Path(args.batch).absolute()))
        if batch is None and args.batch is not None:
            raise UsageError("no-such-batch", folder=args.batch)
        if args.action == "list":
            states = () if args.state is None else (args.state,)
            _print_jobs(store.jobs(states=states, batch=batch, limit=args.limit), args.format)
        elif args.action == "status":
            _status(store, args, batch)
        else:
            control = Control(database, store.queueing)
            change = {"cancel": control.cancel, "resume": control.resume, "retry-failed": control.retry}[args.action]
            say(text(f"jobs-changed-{args.action}", count=change(_ids(store, args, batch))), PROG)
            if args.action == "cancel":
                for message in asyncio.run(call_off(store, settings)):
                    say(message.text(), PROG)
    return 0


def _ids(store: JobStore, args: argparse.Namespace, batch: str | None) -> list[str]:
    """The jobs that an action is about: those named, those of a batch, or all."""
    if args.ids:
        return [_job(store, given).id for given in args.ids]
    if batch is None and not args.all:
        raise UsageError("jobs-which", action=args.action)
    return [job.id for job in store.jobs(states=_OF_ACTION[args.action], batch=batch, limit=None)]


def _job(store: JobStore, given: str) -> Job:
    found = store.starting(given)
    if len(found) != 1:
        raise UsageError("no-such-job" if not found else "job-id-short", id=given)
    return found[0]


def _status(store: JobStore, args: argparse.Namespace, batch: str | None) -> None:
    if args.ids:
        _print_jobs([_job(store, given) for given in args.ids], args.format, whole=True)
        return
    from summarizer.batch.provider.questions import Questions
    from summarizer.batch.spec import PROVIDER, RULES

    counts, waiting = store.counts(batch=batch), store.waiting()
    at_provider = Questions(store.database).of_open_jobs()
    if args.format == "json":
        held = {"counts": counts, "queues": [one._asdict() for one in waiting],
                "provider_batches": [one._asdict() for one in at_provider]}  # fmt: skip
        show(json.dumps(held, ensure_ascii=False))
        return
    for state in _STATES:
        if state in counts:
            show(f"{padded(text(f'job-{state}'), 12)} {counts[state]:>8}")
    for one in waiting:
        alone = "queue-of-rules-without-worker" if one.queue == RULES else "queue-without-worker"
        code = "queue-waits" if one.workers else alone
        code = "queue-of-provider" if one.queue.startswith(PROVIDER) else code
        show(text(code, queue=one.target or one.queue, jobs=one.jobs, workers=one.workers))
    for sent in at_provider:
        since = time.strftime("%Y-%m-%d %H:%M", time.localtime(sent.created))
        show(text("provider-status", id=sent.remote or "-", state=sent.state, answered=sent.answered,
                    count=sent.requests, since=since, url=sent.target))  # fmt: skip


def _print_jobs(found: Iterable[Job], form: str, *, whole: bool = False) -> None:
    for job in found:
        if form == "json":
            show(json.dumps(_as_json(job), ensure_ascii=False))
            continue
        how_far = f" {job.done}/{job.total}" if job.total and not job.ended else ""
        show(f"{job.id[:_SHOWN]}  {padded(text(f'job-{job.state}') + how_far, 14)}  {_age(job)}  {job.name}")
        if job.error is not None and (whole or job.state == "failed"):
            show(f"{'':{_SHOWN}}  {job.error.text()}")


def _age(job: Job) -> str:
    when = job.finished or job.started or job.accepted
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(when))


def _as_json(job: Job) -> dict[str, Any]:
    from summarizer.batch.jobs import said

    return vars(job) | {"error": None if job.error is None else said(job.error)}
