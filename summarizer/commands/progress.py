"""Bars on standard error, only where a person watches: the chunks of a run with a model, the bytes of a pull."""

from __future__ import annotations

import sys
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from summarizer.messages import text
from summarizer.reports.wording import clean

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import ProgressColumn, TaskID

    from summarizer.engines.endpoint.events import Progress
    from summarizer.engines.local.pulling import PullProgress


_EVERY = 60.0
"""Seconds between two lines where there is no bar."""


def _started(*columns: ProgressColumn) -> Bar:
    """A running bar with ``columns`` between the bar itself and the time left."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None),
        *columns,
        TimeRemainingColumn(),
        console=Console(file=sys.stderr, markup=False, emoji=False, highlight=False),
        transient=True,
    )
    bar.start()
    return bar


class Live:
    """A line for each document under way: chunks done, tokens, time left; nothing unless ``shown`` and on a terminal.

    It stands from the beginning, under the ``first`` document's name: a model may take a minute to load before there
    is anything to report.
    """

    def __init__(self, *, shown: bool, first: str) -> None:
        self._shown = shown and sys.stderr.isatty()
        self._bar: Bar | None = None
        self._tasks: dict[str, TaskID] = {}
        self._waiting: TaskID | None = None
        """The line that stands before anything is reported; the first document's report takes it over."""
        if self._shown:
            self._waiting = self._begun().add_task(clean(first), total=None, tokens=0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def update(self, progress: Progress) -> None:
        """Show what the pipeline reports."""
        if not self._shown:
            return
        bar, name = self._begun(), progress.document
        if name not in self._tasks:
            waiting, self._waiting = self._waiting, None
            self._tasks[name] = bar.add_task("", tokens=0) if waiting is None else waiting
        tokens = progress.prompt_tokens + progress.completion_tokens
        done, total = progress.done, progress.total or None
        bar.update(self._tasks[name], description=clean(name), completed=done, total=total, tokens=tokens)

    def stop(self) -> None:
        """Take the lines away, so that what is printed next stands alone; the next report brings them back."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = self._waiting = None
            self._tasks.clear()

    def _begun(self) -> Bar:
        if self._bar is None:
            from rich.progress import MofNCompleteColumn, TextColumn

            tokens = text("progress-tokens", tokens="{task.fields[tokens]}")
            self._bar = _started(MofNCompleteColumn(), TextColumn(tokens, markup=False))
        return self._bar


class BatchBar:
    """The bar of a batch: documents done, how many a second, time left; a line a minute where nobody watches."""

    def __init__(self, total: int, *, shown: bool) -> None:
        self._told = shown
        self._total, self._done = total, 0
        self._began = self._said = time.monotonic()
        self._first: int | None = None
        self._bar: Bar | None = None
        if shown and sys.stderr.isatty():
            from rich.progress import MofNCompleteColumn, TextColumn

            self._bar = _started(MofNCompleteColumn(), TextColumn("{task.fields[rate]}", markup=False))
            self._task = self._bar.add_task(text("progress-batch"), total=total, rate="")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def update(self, done: int) -> None:
        """Show how many are done, those of an earlier run included."""
        now = time.monotonic()
        if self._first is None:
            self._first = done
        self._done = done
        rate = (done - self._first) / max(1.0, now - self._began)
        if self._bar is not None:
            self._bar.update(self._task, completed=done, rate=text("progress-rate", rate=f"{rate:.1f}"))
        elif self._told and now - self._said > _EVERY and rate > 0:
            self._said = now
            left = timedelta(seconds=round((self._total - done) / rate))
            self.say(text("progress-batch-line", done=done, total=self._total, rate=f"{rate:.1f}", left=left))

    def say(self, line: str) -> None:
        """Print a line, above the bar where there is one."""
        from summarizer.commands.messages import PROG, say

        if self._bar is None:
            say(line, PROG)
        else:
            self._bar.console.print(clean(f"summarizer: {line}"), soft_wrap=True)


class PullBar:
    """The bar of a pull: bytes, speed, time left."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()  # asked once: a bar that runs puts something else in its place
        self._bar: Bar | None = None
        self._tasks: dict[str, TaskID] = {}

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
            from rich.progress import DownloadColumn, TransferSpeedColumn

            self._bar = _started(DownloadColumn(), TransferSpeedColumn())
        name, done = text(f"progress-{progress.stage}", file=progress.file.rpartition("/")[2]), progress.done
        if progress.file not in self._tasks:
            for task in self._tasks.values():
                self._bar.remove_task(task)
            # What an earlier pull left is where this one starts: it says nothing of the line's speed.
            self._tasks = {progress.file: self._bar.add_task(name, total=progress.total, completed=done)}
        task, checking = self._tasks[progress.file], progress.stage == "checking"
        self._bar.update(task, completed=done, description=name, refresh=checking)
