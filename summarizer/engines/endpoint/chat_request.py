"""A request to an endpoint: what is asked, and until when."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarizer.documents.document import Document


@dataclass(frozen=True, slots=True, eq=False)
class ChatRequest:
    """One question. ``label`` tells people what is asked about the ``document``; ``prompts`` is the prompts' version.

    ``model`` is the name that the answer is kept under, ``max_tokens`` the most that it may take; ``min_prompt_tokens``
    is what the prompt has at the very least: a server that read fewer has cut it.
    """

    document: Document | None
    label: str
    system: str
    user: str
    prompts: str
    model: str
    max_tokens: int
    min_prompt_tokens: int = 0

    @property
    def full_label(self) -> str:
        """Document and question for people, with a tab between."""
        return f"{self.document.name if self.document else ''}\t{self.label}"

    @property
    def messages(self) -> list[dict[str, str]]:
        """The messages of the first try."""
        return [{"role": "system", "content": self.system}, {"role": "user", "content": self.user}]


class Deadline:
    """Seconds that start to run when the first request does, not while waiting for a place."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end: float | None = None

    def left(self) -> float:
        """Seconds left."""
        now = time.monotonic()
        if self._end is None:
            self._end = now + self.seconds
        return self._end - now

    def extend(self, seconds: float) -> None:
        """Give back time that was spent waiting for a turn."""
        if self._end is not None:
            self._end += seconds
