"""Slots into requests, and what came of them: the bookkeeping around the engine's questions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple

from summarizer.engines.endpoint.slots import TASKS, answer_model, skeleton
from summarizer.models import Gap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType

    from pydantic import BaseModel

    from summarizer.engines.candidates import TargetCandidate
    from summarizer.engines.endpoint.question import Question, Way
    from summarizer.engines.endpoint.slots import Slot
    from summarizer.engines.endpoint.yardstick import Yardstick
    from summarizer.profiles.prompts import Prompt

_BATCH: Final = {"judge": 12, "name": 8, "line": 6}
"""The most slots of one request: more, and a weak model loses its place."""
_SLOT: Final = 24
"""Tokens of a slot's own words in a request, and again in an ``echo`` request's form."""
_IN_PROMPT: Final = frozenset({"json", "md_json", "tools"})
"""Modes in which the schema itself is a part of the prompt."""


class Asked(NamedTuple):
    """What came of some slots: answers, the open list, and why some got none."""

    given: dict[Slot, str]
    others: list[object]
    failed: list[tuple[Slot, str]]


class Interview(NamedTuple):
    """All slots of a chunk, answers as they came, what the open list brought, and whether the model may judge."""

    slots: list[Slot]
    given: dict[Slot, str]
    others: list[TargetCandidate]
    judges: bool


def batches(slots: Sequence[Slot]) -> list[list[Slot]]:
    """The slots in requests: of one task each, and not too many."""
    made: list[list[Slot]] = []
    for slot in slots:
        if not made or made[-1][0].task != slot.task or len(made[-1]) >= _BATCH[slot.task]:
            made.append([])
        made[-1].append(slot)
    return made


def system_text(prompt: Prompt, shape: str) -> str:
    """The fixed part of a request."""
    system = prompt.fill("system")
    return f"{system}\n{prompt.fill('echo')}" if shape == "echo" else system


def words_of(question: Question, model: type[BaseModel], way: Way) -> str:
    """All words of a request's prompt, the schema's where the mode puts it there."""
    words = f"{question.system}\n{question.user}"
    return words + _schema(model) if way.mode in _IN_PROMPT else words


def size_around(prompts: Mapping[str, Prompt], schema: ModuleType, way: Way, yardstick: Yardstick) -> int:
    """The most tokens that stand around the text of a chunk: the system prompt, a full batch of questions, a schema."""
    fixed = max(yardstick.size(system_text(prompts[task], way.shape)) for task in TASKS)
    asked = _SLOT * _BATCH["judge"]
    if way.shape == "echo":
        asked += asked + yardstick.size(skeleton([]))
    if way.mode in _IN_PROMPT:
        asked += yardstick.size(_schema(answer_model(schema, way.shape, [], others=True)))
    return fixed + asked


def _schema(model: type[BaseModel]) -> str:
    return json.dumps(model.model_json_schema(), indent=2, ensure_ascii=False)


def joined(*parts: Asked) -> Asked:
    """The parts as one."""
    whole = Asked({}, [], [])
    for part in parts:
        whole.given.update(part.given)
        whole.others.extend(part.others)
        whole.failed.extend(part.failed)
    return whole


def gaps(failed: Sequence[tuple[Slot, str]]) -> list[Gap]:
    """One gap for each stretch and reason."""
    spans = dict.fromkeys((slot.start, slot.end, reason) for slot, reason in failed)
    return [Gap(start=start, end=end, reason=reason) for start, end, reason in spans]
