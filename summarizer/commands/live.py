"""The progress bar of an endpoint run, on standard error and only where a person watches."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Self

from summarizer.messages import text
from summarizer.reports.wording import clean

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from summarizer.engines.endpoint.events import Progress


class Live:
    """A line for each document under way: chunks done, tokens, time left; nothing unless ``shown`` and on a terminal.

    It stands from the beginning, under the ``first`` document's name: a model may take a minute to load before there
    is anything to report.
    """

    def __init__(self, *, shown: bool, first: str) -> None:
        self._shown = shown and sys.stderr.isatty()
        self._first = first
        self._bar: Bar | None = None
        self._tasks: dict[str, TaskID] = {}
        self._waiting: TaskID | None = None
        """The line that stands before anything is reported; the first document's report takes it over."""

    def __enter__(self) -> Self:
        if self._shown:
            self._waiting = self._begun().add_task("", total=None, name=clean(self._first), tokens=0)
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
            self._tasks[name] = bar.add_task("", name="", tokens=0) if waiting is None else waiting
        tokens = progress.prompt_tokens + progress.completion_tokens
        done, total = progress.done, progress.total or None
        bar.update(self._tasks[name], name=clean(name), completed=done, total=total, tokens=tokens)

    def stop(self) -> None:
        """Take the lines away, so that what is printed next stands alone; the next report brings them back."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
            self._tasks.clear()
            self._waiting = None

    def _begun(self) -> Bar:
        if self._bar is None:
            self._bar = _bar()
            self._bar.start()
        return self._bar


def _bar() -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.fields[name]}", markup=False),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TextColumn(text("progress-tokens", tokens="{task.fields[tokens]}"), markup=False),
        TimeRemainingColumn(),
        console=Console(file=sys.stderr, markup=False, emoji=False, highlight=False),
        transient=True,
    )
