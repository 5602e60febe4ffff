"""A question to an endpoint: what is asked, in which way, until when."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Self, get_args

from summarizer.engines.endpoint.slots import Shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.documents.document import Document

ModeName = Literal["json_schema", "tools", "json", "md_json"]


class Way(NamedTuple):
    """A way of asking: instructor's mode, the slots' shape, and OpenAI's ``strict`` flag on the schema."""

    mode: ModeName
    shape: Shape
    strict: bool = False

    @classmethod
    def of(cls, parts: Sequence[Any]) -> Self:
        """From a store's or a recording's list. Raises :class:`ValueError` for a way that does not exist."""
        mode, shape, strict = parts
        if mode not in get_args(ModeName) or shape not in get_args(Shape):
            raise ValueError(f"no such way of asking: {parts}")
        return cls(mode, shape, bool(strict))


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One request. ``label`` tells people what is asked about the ``document``; ``prompts`` is the prompts' version.

    ``model`` is the name that the answer is kept under, ``max_tokens`` the most that it may take; ``least`` is what
    the prompt has at the very least, in tokens: a server that read fewer has cut it.
    """

    document: Document | None
    label: str
    system: str
    user: str
    prompts: str
    model: str
    max_tokens: int
    least: int = 0

    @property
    def full_label(self) -> str:
        """Document and question for people, with a tab between."""
        return f"{self.document.name if self.document else ''}\t{self.label}"


class Clock:
    """A deadline that starts to run when the first request does, not while waiting for a place."""

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
