"""A request to an endpoint: what is asked, in which form, at whose expense, and until when."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import BaseModel

    from summarizer.documents.document import Document
    from summarizer.engines.endpoint.events import Tally
    from summarizer.engines.endpoint.output_mode import OutputMode
    from summarizer.profiles.prompts import Prompt

_MAX_REPAIRS = 3
"""How often an answer that does not fit is fed back: a model that fails a fourth time will fail a fifth."""


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


@dataclass(frozen=True, slots=True, eq=False)
class ChatRequest:
    """One question. ``label`` tells people what is asked about the ``document``; ``prompts`` is the prompts' version.

    ``max_tokens`` is the most that the ``answer`` may take; the counts go to ``tally``. ``min_prompt_tokens`` is what
    the prompt has at the very least: a server that read fewer has cut it. ``deadline`` is shared with other questions;
    None: the question has its own.

    ``repairs`` bounds the tries with an answer that does not fit; a question that is ``divisible`` is asked in halves
    where its answer breaks off, another one is asked again. ``probing``: the output mode itself is in question, and a
    server's own error is soon taken for an answer: some refuse a mode with HTTP 500. After ``retried_until``, in
    monotonic seconds, no failure is tried again. ``repair`` is the prompt that feeds an error back; None: the client's.
    """

    label: str
    system: str
    user: str
    answer: type[BaseModel]
    mode: OutputMode
    prompts: str
    max_tokens: int
    tally: Tally
    document: Document | None = None
    min_prompt_tokens: int = 0
    deadline: Deadline | None = None
    repairs: int = _MAX_REPAIRS
    divisible: bool = False
    probing: bool = False
    retried_until: float = math.inf
    repair: Prompt | None = None

    @property
    def messages(self) -> list[dict[str, str]]:
        """The messages of the first try."""
        return [{"role": "system", "content": self.system}, {"role": "user", "content": self.user}]
