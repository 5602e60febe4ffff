"""What the engine tells while it works: progress events and the tally of a document."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.models import Usage

if TYPE_CHECKING:
    from summarizer.settings.settings import Settings


@dataclass(slots=True)
class Tally:
    """Running counts of one document; ``total`` is 0 where nobody said how many chunks there are.

    ``uncounted`` are answers whose tokens the server did not report, ``cut`` the questions that it read a part of.
    """

    done: int = 0
    total: int = 0
    requests: int = 0
    cached: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    uncounted: int = 0
    cut: int = 0

    def add(self, other: Tally) -> None:
        """Add the other's counts to these."""
        for field in dataclasses.fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))

    def usage(self, settings: Settings) -> Usage:
        """The counts as users get them, with the cost where a price is configured."""
        return Usage(
            requests=self.requests,
            cached=self.cached,
            chunks=self.done,
            prompt_tokens=self.prompt_tokens,
            completion_tokens=self.completion_tokens,
            uncounted=self.uncounted or None,
            # Part of a cost is no cost.
            cost=None if self.uncounted else settings.cost(self.prompt_tokens, self.completion_tokens),
        )


@dataclass(slots=True)
class Progress(Tally):
    """State of one document's run."""

    document: str = ""


OnEvent = Callable[[Progress], None]
