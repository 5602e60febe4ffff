"""One variant of the profile, asked all questions of the bench by the engine itself."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from benchmarks.judging.bench import batches
from summarizer.engines.endpoint import EndpointEngine, open_store
from summarizer.engines.endpoint.applying import improved
from summarizer.evaluation.scorer import MIN_INDICATOR_SIMILARITY, similarity
from summarizer.profiles.profile import load_profile

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from benchmarks.judging.bench import Batch, Question
    from summarizer.engines.endpoint.applying import Interview
    from summarizer.profiles.profile import Profile
    from summarizer.settings.settings import Settings

BUILTIN: Final = "work_plan"
VARIANTS: Final = Path(__file__).parent / "variants"


class Mark(NamedTuple):
    """One answer: ``task`` is verdict, goal, measure, name or line; ``answer`` None where there was none."""

    task: str
    question: Question
    answer: str | None
    right: bool


class Outcome(NamedTuple):
    """What came of a variant: the marks, its exam, and the cost of what was not answered from the store."""

    variant: str
    model: str
    exam: str
    marks: list[Mark]
    requests: int
    prompt_tokens: int
    completion_tokens: int
    seconds: float

    def right(self, task: str) -> tuple[int, int]:
        """Right answers and questions of a task."""
        mine = [mark.right for mark in self.marks if mark.task == task]
        return sum(mine), len(mine)

    def verdicts(self, *, right: bool) -> tuple[int, int]:
        """Right answers and questions among the candidates that are, or are not, targets."""
        mine = [mark.right for mark in self.marks if mark.task == "verdict" and mark.question.right is right]
        return sum(mine), len(mine)

    def groups(self) -> dict[str, tuple[int, int]]:
        """Right answers and questions of the verdicts, class by class."""
        asked, right = Counter[str](), Counter[str]()
        for mark in self.marks:
            if mark.task == "verdict":
                asked[mark.question.group] += 1
                right[mark.question.group] += mark.right
        return {group: (right[group], count) for group, count in asked.items()}


def ask(
    variant: str, questions: Sequence[Question], tasks: Collection[str], settings: Settings, together: int
) -> Outcome:
    """Put these tasks to the configured endpoint in the words of a variant, ``together`` sentences a chunk.

    Raises what an endpoint engine raises, and :class:`FileNotFoundError` for a variant that there is not.
    """
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_ask(variant, _profile(variant, Path(folder)), questions, tasks, settings, together))


def _profile(variant: str, folder: Path) -> Profile:
    """The built-in profile with the variant's files in place of its own."""
    if variant == BUILTIN:
        return load_profile(BUILTIN)
    (folder / "prompts").mkdir()
    for path in sorted((VARIANTS / variant).iterdir()):
        shutil.copy(path, folder / "prompts" if path.suffix == ".md" else folder)
    return load_profile(folder)


async def _ask(
    variant: str,
    profile: Profile,
    questions: Sequence[Question],
    tasks: Collection[str],
    settings: Settings,
    together: int,
) -> Outcome:
    store = open_store(settings)
    engine = EndpointEngine(settings, profile, store)
    parts = batches(questions, tasks, together)
    try:
        await engine.start()
        before, began = engine.usage, time.perf_counter()
        heard = await asyncio.gather(*(engine.interview(one.document, one.chunk, one.draft) for one in parts))
        seconds, usage = time.perf_counter() - began, engine.usage
    finally:
        await engine.close()
        store.close()
    marks = [mark for part, one in zip(parts, heard, strict=True) for mark in _marks(profile, part, one)]
    return Outcome(
        variant, engine.info.model or "", engine.capabilities.check, marks, usage.requests - before.requests,
        usage.prompt_tokens - before.prompt_tokens, usage.completion_tokens - before.completion_tokens, seconds,
    )  # fmt: skip


def _marks(profile: Profile, batch: Batch, heard: Interview) -> list[Mark]:
    better = improved(batch.document, profile.schema, batch.draft, heard.given)
    marks = []
    for slot in heard.slots:
        question, answer = batch.questions[slot.item], heard.given.get(slot)
        if slot.kind == "line":
            marks.append(Mark("line", question, answer, better.measures[slot.item].text is not None))
        elif slot.kind == "name":
            name = better.targets[slot.item].indicator
            right = similarity(question.name, name) >= MIN_INDICATOR_SIMILARITY
            marks.append(Mark("name", question, answer, right))
        else:
            drafts = {"target": better.targets, "goal": better.goals, "measure": better.measures}[slot.kind]
            right = answer is not None and drafts[slot.item].accepted == question.right
            marks.append(Mark("verdict" if slot.kind == "target" else slot.kind, question, answer, right))
    return marks
