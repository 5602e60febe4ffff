"""What an engine makes of one chunk, before ids, links and final checks.

Candidates speak in offsets only (into ``Document.text``). A rejected candidate is a candidate too,
with ``accepted`` False and the ``reason``: it can be explained to the user, and the
endpoint engine can ask the model about it when the rules were ``unsure``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from summarizer.messages import Message

if TYPE_CHECKING:
    from summarizer.models import Comparator, Gap, Kind, Level, Provenance


@dataclass(slots=True)
class Candidate:
    """What every candidate has: its place, the verdict on it with the reason, who gave it, and who worded it."""

    start: int
    end: int
    accepted: bool = field(default=True, kw_only=True)
    reason: Message | None = field(default=None, kw_only=True)
    unsure: Message | None = field(default=None, kw_only=True)
    source: Provenance = field(default="rules", kw_only=True)
    text_source: Provenance | None = field(default=None, kw_only=True)

    def judged(self, reason: str | None = None, unsure: str | None = None) -> Self:
        """Itself with a verdict: rejected for ``reason``, accepted without one; ``unsure``: a person should look.

        Both are codes of messages without parameters.
        """
        self.accepted = reason is None
        self.reason = Message(reason) if reason else None
        self.unsure = Message(unsure) if unsure else None
        return self


@dataclass(slots=True)
class GoalCandidate(Candidate):
    """``heading`` is the index in ``Outline.headings``, None for a sentence; ``parent`` is the heading above."""

    level: Level
    heading: int | None = None
    parent: int | None = None
    text: str | None = None


@dataclass(slots=True)
class MeasureCandidate(Candidate):
    """A sentence; ``heading`` is the innermost heading over it; ``text`` a one-line wording, None to keep the quote.

    ``lead`` and ``support`` are those of ``actors`` of whom the plan says that they lead, or help; ``mentioned`` is
    where the sentence names others without a tag.
    """

    heading: int | None = None
    actors: list[str] = field(default_factory=list)
    lead: list[str] = field(default_factory=list)
    support: list[str] = field(default_factory=list)
    mentioned: list[tuple[int, int]] = field(default_factory=list)
    deadline: str | None = None
    text: str | None = None


@dataclass(slots=True)
class TargetCandidate(Candidate):
    """One checkable value: ``number_start``/``number_end`` is where the written number (or blank) stands."""

    kind: Kind
    indicator: str
    comparator: Comparator = "="
    value: int | float | None = None
    value_max: int | float | None = None
    unit: str | None = None
    deadline: str | None = None
    masked: bool = False
    number_start: int | None = None
    number_end: int | None = None
    sentence_start: int = 0
    sentence_end: int = 0
    heading: int | None = None


@dataclass(slots=True)
class ChunkExtraction:
    """Everything found in one chunk.

    ``chunk`` is ``Chunk.index``, ``gaps`` what could not be asked or answered,
    ``notices`` what is to be said about the whole document.
    """

    chunk: int
    goals: list[GoalCandidate] = field(default_factory=list)
    measures: list[MeasureCandidate] = field(default_factory=list)
    targets: list[TargetCandidate] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    notices: list[Message] = field(default_factory=list)

    def candidates(self) -> list[Candidate]:
        """All candidates, goals first, then measures, then targets."""
        return [*self.goals, *self.measures, *self.targets]
