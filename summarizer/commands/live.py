"""The progress bar of an endpoint run, on standard error and only where a person watches."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Self

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

    def __enter__(self) -> Self:
        self._show(self._first)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def update(self, progress: Progress) -> None:
        """Show what the pipeline reports."""
        bar, task = self._show(progress.document)
        if bar is None or task is None:
            return
        tokens = progress.prompt_tokens + progress.completion_tokens
        bar.update(task, completed=progress.done, total=progress.total or None, tokens=tokens)

    def stop(self) -> None:
        """Take the lines away, so that what is printed next stands alone; the next report brings them back."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
            self._tasks.clear()

    def _show(self, name: str) -> tuple[Bar | None, TaskID | None]:
        if not self._shown:
            return None, None
        if self._bar is None:
            self._bar = _bar()
            self._bar.start()
        if name not in self._tasks:
            self._tasks[name] = self._bar.add_task("", total=None, name=clean(name), tokens=0)
        return self._bar, self._tasks[name]


def _bar() -> Bar:
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    return Progress(
        TextColumn("{task.fields[name]}", markup=False),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TextColumn("{task.fields[tokens]} tokens", markup=False),
        TimeRemainingColumn(),
        console=Console(file=sys.stderr, markup=False, emoji=False, highlight=False),
        transient=True,
    )
