"""The days that a plan's words name: the ends of its period, the last day of a deadline. Nothing is guessed."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from summarizer.languages import find
from summarizer.reports.labels import language

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarizer.models import Summary

    Resolve = Callable[[str, str | None], date | None]

_PERIOD = re.compile(r"(\d{4})(?:[-–—~](\d{4}))?")


class Days:
    """The days of one plan; ``period`` is its first and its last, None where its years are not known."""

    def __init__(self, summary: Summary) -> None:
        found = _PERIOD.fullmatch(summary.document.period or "")
        years = (int(found[1]), int(found[2] or found[1])) if found else None
        if years and not 1 <= years[0] <= years[1]:
            years = None
        self.period = (date(years[0], 1, 1), date(years[1], 12, 31)) if years else None
        part = find(language(summary)).part("deadlines")
        self._written = summary.document.period
        self._resolve: Resolve = part.resolve if part else lambda _words, _period: None
        self.last = cache(self._last)

    def whole(self, written: str | None) -> date | None:
        """The day that ``YYYY-MM-DD`` names."""
        try:
            return date.fromisoformat(written) if written and len(written) == len("2023-02-24") else None
        except ValueError:
            return None

    def _last(self, deadline: str | None) -> date | None:
        """The last day on which the deadline's words are kept; None where they leave it open (every spring)."""
        if not deadline:
            return None
        return self.whole(deadline) or self._resolve(deadline, self._written)
