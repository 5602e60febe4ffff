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
    """Chunks done, tokens and time left of one document; does nothing unless ``shown`` and on a terminal.

    The bar stands from the beginning: a model may take a minute to load before there is anything to report.
    """

    def __init__(self, *, shown: bool, name: str) -> None:
        self._shown = shown and sys.stderr.isatty()
        self._name = clean(name)
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        if self._shown:
            self._bar = _bar()
            self._bar.start()
            self._task = self._bar.add_task("", total=None, name=self._name, tokens=0)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def update(self, progress: Progress) -> None:
        """Show what the pipeline reports."""
        if self._bar is None or self._task is None:
            return
        tokens = progress.prompt_tokens + progress.completion_tokens
        self._bar.update(self._task, completed=progress.done, total=progress.total or None, tokens=tokens)

    def stop(self) -> None:
        """Take the bar away, so that what is printed next stands alone."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


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
