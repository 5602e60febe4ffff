"""A model asked everything that it could be asked about a plan, so that its answers can be held beside the rules'.

A run asks only what the rules leave open. An interview asks for the verdict on every candidate number, the name of
every target and a line for every long measure, whatever the rules think; nothing comes of the answers.
"""

from __future__ import annotations

import asyncio
import copy
from typing import TYPE_CHECKING, Literal, NamedTuple

from summarizer.documents import Document, load
from summarizer.messages import Message
from summarizer.pipeline.extraction import extract
from summarizer.pipeline.reading import Options, read
from summarizer.pipeline.session import ModelJudge, Session
from summarizer.profiles.profile import Profile, load_profile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from summarizer.engines.candidates import ChunkExtraction, GoalCandidate, MeasureCandidate
    from summarizer.engines.endpoint import EndpointEngine
    from summarizer.engines.endpoint.applying import Interview
    from summarizer.engines.endpoint.chunks import Chunk
    from summarizer.engines.endpoint.slots import Slot
    from summarizer.pipeline.merging import Merged
    from summarizer.settings.settings import Settings
    from summarizer.structure import Outline

ReplyKind = Literal["target", "goal", "measure", "name", "line", "open"]
"""Verdicts on a number, a heading and a sentence; a name, a line; a target that only the model saw."""
_GROUP_OF = {"target": "targets", "name": "targets", "goal": "goals"}


class Reply(NamedTuple):
    """One question with both answers.

    ``start`` and ``end`` are the candidate's quote, ``words`` what was asked about. ``rules`` is what the rules say by
    themselves (of a line nothing), ``model`` the answer as it came (None: none), ``kept`` what passed the checks of
    it. Of a verdict, ``rules_take`` and ``model_takes`` tell whether the candidate would be an item.
    """

    kind: ReplyKind
    start: int
    end: int
    value: int | float | None
    words: str
    rules: str
    model: str | None
    kept: str | None = None
    rules_take: bool = False
    model_takes: bool = False


class Interviewed(NamedTuple):
    """The replies about one document, the model, and whether it passed the check that lets it judge in a run."""

    replies: list[Reply]
    model: str
    judges: bool


def interview(source: str | Path, settings: Settings) -> Interviewed:
    """Ask the configured endpoint, or the recordings that ``settings`` replay.

    Raises as :func:`summarizer.summarize` does.
    """
    return asyncio.run(_interview(load(source), settings))


async def _interview(document: Document, settings: Settings) -> Interviewed:
    async with Session(settings) as session:
        profile = load_profile(settings.profile)
        judge = _Interviewer(await session.engine(), profile)
        await extract(read(document, profile), Options(), judge)
        replies = [reply for _, replies in sorted(judge.replies.items()) for reply in replies]
        return Interviewed(replies, judge.info_of(document).model or "", judge.judges)


class _Interviewer(ModelJudge):
    """Asks everything and leaves the candidates as they are; ``replies`` are by chunk."""

    def __init__(self, engine: EndpointEngine, profile: Profile) -> None:
        super().__init__(engine, Options(), asyncio.Semaphore())
        self._profile = profile
        self.replies: dict[int, list[Reply]] = {}
        self.judges = False

    async def judged(
        self, document: Document, outline: Outline, chunk: Chunk, candidates: ChunkExtraction  # noqa: ARG002
    ) -> ChunkExtraction:  # fmt: skip
        """The candidates; what the model says of them is kept."""
        heard = await self._engine.interview(document, chunk, _opened(candidates))
        self.replies[chunk.index] = list(_replies(document, self._profile, candidates, heard))
        self.judges = self.judges or heard.judges
        return candidates

    async def overview(self, document: Document, merged: Merged) -> None:
        """None is asked for."""


def _opened(part: ChunkExtraction) -> ChunkExtraction:
    """The candidate with everything open that a model could be asked, as if the rules knew nothing for sure."""
    opened = copy.deepcopy(part)
    for target in opened.targets:
        target.unsure = target.unsure or Message("asked-all-the-same")
        target.indicator = ""
    items: list[GoalCandidate | MeasureCandidate] = [*opened.goals, *opened.measures]
    for item in items:
        # Taken sentences and headings are many, and nearly all alike: only the doubtful are worth a question.
        if not item.accepted:
            item.unsure = item.unsure or Message("asked-all-the-same")
    return opened


def _replies(document: Document, profile: Profile, part: ChunkExtraction, heard: Interview) -> Iterator[Reply]:
    from summarizer.engines.endpoint.applying import improved

    opened = _opened(part)
    better = improved(document, profile.schema(document.language), opened, heard.given)
    for slot in heard.slots:
        yield _reply(document, part, better, slot, heard.given.get(slot))
    for other in heard.others:
        quote = document.text[other.start : other.end]
        yield Reply("open", other.start, other.end, other.value, quote, "", quote, quote, model_takes=True)


def _reply(document: Document, part: ChunkExtraction, better: ChunkExtraction, slot: Slot, answer: str | None) -> Reply:
    from summarizer.engines.endpoint.slots import quantity_words

    group = _GROUP_OF.get(slot.kind, "measures")
    item, after = (getattr(extraction, group)[slot.item] for extraction in (part, better))
    words = quantity_words(document, item) if group == "targets" else document.text[item.start : item.end]
    place = (slot.kind, item.start, item.end, getattr(item, "value", None), words)
    if slot.kind == "name":
        return Reply(*place, item.indicator, answer, after.indicator or None)
    if slot.kind == "line":
        return Reply(*place, "", answer, after.text)
    said = "taken" if item.accepted else item.reason.text("en") if item.reason else "refused"
    return Reply(*place, said, answer, answer, item.accepted, after.accepted)
