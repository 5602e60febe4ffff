"""``summarizer batch DIR|GLOB|@LIST… -o OUT``: any number of documents, finished whatever happens meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import shlex
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.batch import require
from summarizer.commands.exit_codes import COMPLETE, FAILED, INCOMPLETE, INTERRUPTED
from summarizer.commands.messages import PROG, about, explained, say
from summarizer.commands.signals import ended_by_sigterm
from summarizer.errors import DocumentError, UsageError
from summarizer.messages import text
from summarizer.settings.flags import add_engine_flags, load_settings

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from summarizer.batch.database import Database
    from summarizer.batch.jobs import Given
    from summarizer.batch.output import Output
    from summarizer.batch.spec import JobSpec
    from summarizer.batch.store import JobStore
    from summarizer.commands.progress import BatchBar
    from summarizer.documents.sources import Source
    from summarizer.messages import Message
    from summarizer.settings.settings import Settings

_LOOK = 0.2
"""Seconds between two looks for what has ended."""
_GRACE = 10.0
"""Seconds that what is read may take after Ctrl-C; a second one ends at once."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``batch`` takes."""
    parser.add_argument("files", nargs="+", metavar="metavar-file", help="help-batch-files")
    out = parser.add_argument_group("group-output")
    out.add_argument("-o", "--output", metavar="metavar-dir", required=True, help="help-batch-output")
    out.add_argument("--only", metavar="metavar-groups", help="help-only")
    for name in ("explain", "with-text", "quiet", "verbose"):
        out.add_argument(f"--{name}", action="store_true", help=f"help-{name}")
    jobs = parser.add_argument_group("group-jobs")
    jobs.add_argument("--database", metavar="metavar-url", help="help-database")
    jobs.add_argument("--priority", type=int, default=0, metavar="N", help="help-priority")
    jobs.add_argument("--via", choices=["batch-api"], help="help-via")
    jobs.add_argument("--detach", action="store_true", help="help-detach")
    add_engine_flags(parser.add_argument_group("group-engine"))


def run(args: argparse.Namespace) -> int:
    """Accept every document, have them read, write what comes of each; the gravest exit code of all."""
    require()
    from summarizer.batch.database import Database
    from summarizer.batch.queueing import MOST
    from summarizer.batch.spec import JobSpec
    from summarizer.commands.extract import groups_of
    from summarizer.documents.sources import find_sources
    from summarizer.pipeline.reading import Options

    if not -MOST <= args.priority <= MOST:
        raise UsageError("priority-range", most=MOST)
    only = groups_of(args.only)
    settings = load_settings(args)
    spec = JobSpec.of(settings, Options(only, args.explain, args.with_text), args.via or "")
    sources, passed_over = find_sources(list(_listed(args.files)))
    if any(source.path == "-" for source in sources):
        raise UsageError("batch-of-stdin")
    for message in [] if args.quiet else passed_over:
        say(message, PROG)
    with _alone_in(Path(args.output)), Database.open(args.database) as database:
        output = _output(args, database, settings, spec, sources)
        return asyncio.run(_Batch(args, database, settings, spec, sources, output).run())


@contextlib.contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep other batches of this user out of the folder meanwhile. Raises :class:`UsageError` where there is one."""
    import filelock

    from summarizer.settings.folders import state_folder

    name = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:32]
    locks = state_folder() / "locks"
    try:
        locks.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(locks / f"{name}.lock", blocking=False)
        lock.acquire()
    except filelock.Timeout:
        raise UsageError("batch-folder-busy", folder=folder) from None
    except OSError:  # no state folder can be written: results are whole nevertheless, each file at once
        yield
        return
    try:
        yield
    finally:
        lock.release()


def _listed(names: Sequence[str]) -> Iterator[str]:
    """The names given, and those that stand in a file given as ``@FILE``, one a line."""
    for name in names:
        if not name.startswith("@") or Path(name).exists():
            yield name
            continue
        try:
            lines = Path(name[1:]).read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or error
            raise UsageError("list-unreadable", name=name[1:], why=why) from error
        yield from filter(None, map(str.strip, lines))


def _output(
    args: argparse.Namespace, database: Database, settings: Settings, spec: JobSpec, sources: Sequence[Source]
) -> Output:  # fmt: skip
    """The batch's folder. Raises :class:`UsageError` where a result would take the place of what is read."""
    from summarizer.batch.output import MANIFEST, Output
    from summarizer.batch.store import JobStore
    from summarizer.commands.output import names_in
    from summarizer.pipeline.files import read_files
    from summarizer.writing.atomic_file import check_folder
    from summarizer.writing.spared import Spared

    folder = Path(args.output).absolute()
    check_folder(folder)
    spared = Spared()
    spared.add([source.path for source in sources], "output-over-input")
    spared.add(read_files(settings), "output-over-read")
    files = names_in(folder, [MANIFEST, *(source.name for source in sources)], ".json")[1:]
    for path in (folder / MANIFEST, *files):
        spared.check(path)
    store = JobStore(database)
    about = {"engine": spec.engine, "endpoint": spec.target or None, "model": spec.deciding.get("model"),
             "fingerprint": spec.fingerprint, "version": spec.version}  # fmt: skip
    output = Output(store, folder, store.batch(str(folder)), spared, about)
    output.begin({name_of(source): path.name for source, path in zip(sources, files, strict=True)})
    return output


def name_of(source: Source) -> str:
    """What a document is called: as much of its path as no other's."""
    return source.called or Path(source.name).name


class _Batch:
    """One run of the command."""

    def __init__(
        self, args: argparse.Namespace, database: Database, settings: Settings, spec: JobSpec,
        sources: Sequence[Source], output: Output,
    ) -> None:  # fmt: skip
        self._args, self._database, self._settings, self._spec = args, database, settings, spec
        self._sources, self._output = sources, output
        self._stop = threading.Event()

    async def run(self) -> int:
        """Accept and, unless detached, read until nothing is open."""
        from summarizer.batch.worker import Worker
        from summarizer.commands.progress import BatchBar

        if self._spec.via:
            return await self._run_at_provider()
        if self._args.detach:
            await asyncio.to_thread(self._accept)
            self._output.collect()
            self._output.save()
            return self._end(detached=True)
        self._tell_others()
        try:
            with ended_by_sigterm():
                async with Worker(self._database, self._settings, grace=_GRACE):
                    with BatchBar(len(self._output.entries), shown=not self._args.quiet) as bar:
                        await self._follow(bar)
        except asyncio.CancelledError:
            return self._interrupted()
        self._output.save()
        return self._end()

    async def _run_at_provider(self) -> int:
        """Accept, send what is asked, and wait for the answers; ``--detach`` does not wait."""
        from summarizer.batch.provider.run import ProviderRun
        from summarizer.commands.progress import BatchBar

        await asyncio.to_thread(self._accept)
        detach = self._args.detach
        try:
            with ended_by_sigterm(), BatchBar(len(self._output.entries), shown=not self._args.quiet) as bar:

                def tell(message: Message) -> None:
                    if not self._args.quiet:
                        bar.say(message.text())

                store = self._output.store
                run = ProviderRun(store, self._settings, self._spec, self._output.batch, tell)
                running = asyncio.create_task(run.run(detach=detach))
                try:
                    while not running.done():
                        await self._collect(bar)
                        await asyncio.wait([running], timeout=_LOOK)
                    running.result()
                finally:
                    running.cancel()
                    await asyncio.gather(running, return_exceptions=True)
                    await self._collect(bar)
                    self._output.save()
        except asyncio.CancelledError:
            return self._interrupted()
        return self._end(detached=detach and self._output.open() > 0)

    async def _collect(self, bar: BatchBar) -> None:
        for entry in await asyncio.to_thread(self._output.collect):
            if entry.state == "failed" and not self._args.quiet:
                bar.say(about(entry.name, entry.error["text"] if entry.error else ""))
        bar.update(len(self._output.entries) - self._output.open())

    async def _follow(self, bar: BatchBar) -> None:
        accepting = asyncio.create_task(asyncio.to_thread(self._accept))
        try:
            while True:
                accepted = accepting.done()
                await self._collect(bar)
                if accepted and not self._output.open():
                    break
                if accepted:
                    accepting.result()
                await asyncio.sleep(_LOOK)
        finally:
            self._stop.set()
            await asyncio.wait([accepting])
        accepting.result()

    def _accept(self) -> None:
        """Put every document into the queue; those that an interruption set aside, too."""
        from summarizer.batch.control import Control

        store, batch = self._output.store, self._output.batch
        given = self._given()
        for one, job in store.accepting(given, self._spec, priority=self._args.priority, batch=batch):
            self._output.accept(one.name, job)
        self._claim(store, batch)
        aside = [job.id for job in store.jobs(states=["cancelled"], batch=batch, limit=None)]
        Control(self._database, store.queueing).resume(aside)
        self._output.reopen()

    def _claim(self, store: JobStore, batch: str) -> None:
        """Have documents that wait for another way of asking read in this one; see ``--via``."""
        from summarizer.batch.control import Control
        from summarizer.batch.provider.questions import Questions

        unread = store.jobs(states=["queued", "running", "cancelled"], batch=batch, limit=None)
        stray = [job.id for job in unread if job.queue != self._spec.queue]
        if stray and not self._spec.via:
            questions = Questions(self._database)
            if questions.under_way(stray):
                raise UsageError("provider-at-work")
            questions.forget(stray)
        if stray:
            Control(self._database, store.queueing).move(stray, self._spec)

    def _given(self) -> Iterator[Given]:
        from summarizer.batch.jobs import Given
        from summarizer.pipeline.reading import bounds_of

        bounds, seen = bounds_of(self._settings), set()
        for source in self._sources:
            name = name_of(source)
            if self._stop.is_set():
                return
            if name in seen:
                continue
            seen.add(name)
            try:
                data, _ = source.fetch(bounds)
            except DocumentError as error:
                self._output.refuse(name, error.message)
                if not self._args.quiet:
                    say(about(name, explained(error)), PROG)
                continue
            path = Path(source.path).absolute() if source.member is None else None
            yield Given(name, data, path, self._output.entries[name].file)

    def _tell_others(self) -> None:
        """Say that more waits in this database: it is read as well, and first where it came first."""
        counts, own = self._output.store.counts(), self._output.store.counts(batch=self._output.batch)
        others = sum(counts.get(state, 0) - own.get(state, 0) for state in ("queued", "running"))
        if others and not self._args.quiet:
            say(text("batch-others-wait", count=others), PROG)

    def _interrupted(self) -> int:
        """Write what has ended; where nobody else works on the rest, set it aside, so that it waits for this batch."""
        from summarizer.batch.control import Control

        store, batch = self._output.store, self._output.batch
        self._output.collect()
        if self._database.is_sqlite and not self._spec.via:
            rest = {job.id for job in store.jobs(states=["queued", "running"], batch=batch, limit=None)}
            if store.taken()[self._spec.queue]:  # another batch at work, which may wait for the same documents
                rest -= store.shared(batch)
            Control(self._database, store.queueing).cancel([*rest])
        self._output.save()
        done = len(self._output.entries) - self._output.open()
        code = "provider-interrupted" if self._spec.via else "batch-interrupted"
        say(text(code, done=done, total=len(self._output.entries)), PROG)
        return INTERRUPTED

    def _end(self, *, detached: bool = False) -> int:
        states = [entry.state for entry in self._output.entries.values()]
        failed, incomplete = states.count("failed") + states.count("cancelled"), states.count("incomplete")
        if not self._args.quiet:
            if detached:
                code = "provider-detached" if self._spec.via else "batch-detached"
                say(text(code, count=len(states), waiting=self._output.open()), PROG)
            else:
                say(text("wrote-files", count=self._output.written, folder=self._output.path), PROG)
        unread = sum(entry.state == "failed" and entry.job is None for entry in self._output.entries.values())
        said = {"batch-incomplete": incomplete, "batch-failed": failed - unread, "batch-unread": unread}
        for code, count in said.items():
            if count:
                say(text(code, count=count, folder=shlex.quote(self._args.output)), PROG)
        return FAILED if failed else INCOMPLETE if incomplete else COMPLETE
