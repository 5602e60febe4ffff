"""Rules, model and both joined, side by side: what each reads of labelled documents, from one asking.

The model reads every line by itself; the same answers are then held against the rules'. Lines and overviews are not
asked for: they are worded, not found.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from summarizer.documents import load
from summarizer.engines.candidates import ChunkExtraction
from summarizer.engines.endpoint.reading.candidates import candidates_of
from summarizer.evaluation.calibration import calibrate
from summarizer.evaluation.suite import evaluate
from summarizer.evaluation.tables import text_table
from summarizer.models import GROUPS, Summary
from summarizer.pipeline.calls import summarize
from summarizer.pipeline.extraction import extract
from summarizer.pipeline.reading import Options, read
from summarizer.pipeline.session import ModelJudge, Session, serving
from summarizer.profiles.profile import Profile, load_profile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from summarizer.documents import Document
    from summarizer.engines.endpoint import EndpointEngine
    from summarizer.engines.endpoint.chunks import Chunk
    from summarizer.engines.endpoint.reading.joining import ChunkReading
    from summarizer.evaluation.gold import LabelledDocument
    from summarizer.evaluation.runs import Run
    from summarizer.evaluation.scorer import Metric
    from summarizer.models import Group
    from summarizer.pipeline.merging import Merged
    from summarizer.reports.tables import PageTable
    from summarizer.settings.settings import Settings
    from summarizer.structure import Outline

Reader = Literal["rules", "model", "joined"]
READERS: tuple[Reader, ...] = ("rules", "model", "joined")
_METRICS: dict[Group, Metric] = {"goals": "goals", "measures": "measures", "targets": "targets-strict"}


class Readings(NamedTuple):
    """A run for each reader, over the same documents."""

    rules: Run
    model: Run
    joined: Run


def read_side_by_side(documents: list[LabelledDocument], settings: Settings) -> Readings:
    """Let the rules read, the configured model or the recordings of one, and join the two.

    Raises as :func:`summarizer.evaluation.suite.evaluate` does.
    """
    profile = load_profile(settings.profile)
    rules_only = settings.model_copy(update={"engine": "rules", "replay": None, "record": None, "endpoint": None})
    summaries: dict[Reader, dict[str, Summary]] = {"rules": {}, "model": {}, "joined": {}}
    with serving(settings) as served:
        for document in documents:
            summaries["rules"][document.name] = summarize(document.text_path, rules_only)
            model, joined = asyncio.run(_read(document.text_path, served, profile))
            summaries["model"][document.name], summaries["joined"][document.name] = model, joined
    runs = {
        reader: evaluate(documents, settings=settings, extract=lambda one, of=found: of[one.name], way=reader)  # type: ignore[misc]
        for reader, found in summaries.items()
    }
    return Readings(runs["rules"], runs["model"], runs["joined"])


async def _read(path: Path, settings: Settings, profile: Profile) -> tuple[Summary, Summary]:
    document = load(path)
    async with Session(settings) as session:
        judge = _Alone(await session.engine(), profile, settings.concurrency)
        reading = read(document, profile)
        alone = await extract(reading, Options(), judge)
        joined = await extract(reading, Options(), _Joined(judge))
        judge.forget(reading.document)
        return alone, joined


class _Alone(ModelJudge):
    """The model's reading as if there were no rules; what it read is kept by chunk."""

    def __init__(self, engine: EndpointEngine, profile: Profile, concurrency: int) -> None:
        super().__init__(engine, Options(), asyncio.Semaphore(concurrency))
        self._profile = profile
        self.forget = self._engine.forget
        self.read: dict[int, ChunkReading] = {}
        self.judges = False

    async def judged(
        self, document: Document, outline: Outline, chunk: Chunk, candidates: ChunkExtraction
    ) -> ChunkExtraction:
        """What the model alone found."""
        async with self._places:
            reading = await self._engine.read(document, outline, chunk, candidates)
        self.read[chunk.index] = reading
        self.judges = await self._engine.judges(document)
        schema, nothing = self._profile.schema(document.language), ChunkExtraction(chunk.index)
        unaided = candidates_of(document, outline, schema, nothing, reading.lines, reading.said)
        return replace(reading, found=unaided).alone(judges=self.judges)

    async def overview(self, document: Document, merged: Merged) -> None:
        """None is asked for."""


class _Joined(_Alone):
    """Both readings of what another judge has asked about."""

    def __init__(self, first: _Alone) -> None:
        super().__init__(first._engine, first._profile, 1)  # noqa: SLF001 - of its own kind
        self._first = first

    async def judged(
        self, document: Document, outline: Outline, chunk: Chunk, candidates: ChunkExtraction  # noqa: ARG002
    ) -> ChunkExtraction:  # fmt: skip
        """Rules and model joined."""
        return self._first.read[chunk.index].joined(candidates, judges=self._first.judges)


def readings_table(readings: Readings) -> PageTable:
    """A row for each document and group: F1 of the three, and what a reader of the unsure alone makes of the third."""
    rows = []
    calibrated = calibrate(readings.joined)
    documents = [(one.name, one.name) for one in readings.joined.documents]
    for name, shown in [*documents, (None, "all")]:
        for group in GROUPS:
            found = calibrated.get(group)
            if found is None or (name is not None and name not in found.documents):
                continue
            own = found.total if name is None else found.documents[name]
            f1 = [_f1(run, name, _METRICS[group]) for run in readings]
            unsure = f"{own.worth.marked.right}/{own.worth.marked.total}"
            rows.append((shown, group, own.extracted.labelled, *f1, unsure, own.worth.reviewed.f1))
    heads = ("document", "group", "labels", *READERS, "unsure", "after review")
    return text_table("Rules, model, and both joined (F1; targets strict)", heads, rows, left=2)


def _f1(run: Run, name: str | None, metric: Metric) -> float | None:
    scores = [one.counts for one in run.documents if name in {None, one.name} and metric in one.counts]
    if not scores:
        return None
    matched, predicted, labelled = (sum(one[metric][at] for one in scores) for at in range(3))
    return 2 * matched / (predicted + labelled) if predicted + labelled else 1.0


def cost_table(readings: Readings, documents: Sequence[LabelledDocument]) -> PageTable:
    """Tokens of the reading, document by document."""
    known = {one.name: one for one in documents}
    rows = [
        (one.name, len(known[one.name].text), one.usage.requests + one.usage.cached, one.usage.prompt_tokens,
         one.usage.completion_tokens)
        for one in readings.model.documents
    ]  # fmt: skip
    return text_table("What the reading took", ("document", "characters", "requests", "prompt", "answers"), rows)
