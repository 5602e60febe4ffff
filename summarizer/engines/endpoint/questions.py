"""From a candidate's open points to slots, to the words of a request, and from answers back to a better candidate.

What the rules are sure of is not asked. An answer that agrees with the rules settles the point; one that
does not is taken, and says so in ``unsure``, so that a person looks.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from summarizer.engines.candidates import ChunkExtraction, GoalCandidate, MeasureCandidate, TargetCandidate
from summarizer.engines.endpoint.checks import clean_line, clean_name, stands_alone
from summarizer.engines.endpoint.grounding import align
from summarizer.engines.endpoint.slots import TASKS, Slot, SlotKind, inert, ref_of, task_of
from summarizer.messages import Message
from summarizer.quantities.numerals import parse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from types import ModuleType

    from summarizer.documents.document import Document
    from summarizer.engines.endpoint.chunks import Chunk
    from summarizer.models import Group
    from summarizer.profiles.prompts import Prompt

LONG_MEASURE: Final = 60
"""Characters from which on a measure is said in one line."""
ONLY_MODEL: Final = Message("only-model")
_SHORT_INDICATOR: Final = 2


class _Open(NamedTuple):
    """An open point: its sentence, where it stands, what is asked of which candidate, and its own words."""

    start: int
    end: int
    at: int
    kind: SlotKind
    item: int
    words: str


def open_slots(
    document: Document,
    candidate: ChunkExtraction,
    prompts: Mapping[str, Prompt],
    groups: Collection[Group],
    *,
    judges: bool,
) -> list[Slot]:
    """The questions on ``groups`` that ``candidate`` leaves open, by task and in the text's order.

    Judgements only if the model ``judges``.
    """
    openings = {"goals": _open_goals, "measures": _open_measures, "targets": _open_targets}
    wanted = [point for group in groups for point in openings[group](document, candidate, judges=judges)]
    slots: list[Slot] = []
    for task in TASKS:
        mine = sorted(point for point in wanted if task_of(point.kind) == task)
        for number, point in enumerate(mine, 1):
            ref = prompts[task].fill("ref", ref=ref_of(number, task, point.words))
            slots.append(Slot(ref, point.kind, point.item, point.start, point.end))
    return slots


def _open_targets(document: Document, candidate: ChunkExtraction, *, judges: bool) -> Iterator[_Open]:
    for index, target in enumerate(candidate.targets):
        start, end = target.sentence_start, target.sentence_end
        if end <= start:
            start, end = target.start, target.end
        words = quantity_words(document, target)
        if target.unsure and judges:
            yield _Open(start, end, target.start, "target", index, words)
        if target.accepted and len(target.indicator.strip()) < _SHORT_INDICATOR:
            yield _Open(start, end, target.start, "name", index, words)


def _open_goals(document: Document, candidate: ChunkExtraction, *, judges: bool) -> Iterator[_Open]:
    for index, goal in enumerate(candidate.goals):
        if goal.unsure and judges:
            yield _Open(goal.start, goal.end, goal.start, "goal", index, document.text[goal.start : goal.end])


def _open_measures(document: Document, candidate: ChunkExtraction, *, judges: bool) -> Iterator[_Open]:
    for index, measure in enumerate(candidate.measures):
        words = document.text[measure.start : measure.end]
        if measure.unsure and judges:
            yield _Open(measure.start, measure.end, measure.start, "measure", index, words)
        if measure.accepted and measure.text is None and len(words) > LONG_MEASURE:
            yield _Open(measure.start, measure.end, measure.start, "line", index, words)


def quantity_words(document: Document, target: TargetCandidate) -> str:
    """The number with its unit as written; the quote where there is no number."""
    if target.number_start is None or target.number_end is None:
        return document.text[target.start : target.end]
    end = target.number_end
    if target.unit and document.view[end:].startswith(target.unit):
        end += len(target.unit)
    return document.text[target.number_start : end]


def user_text(prompt: Prompt, document: Document, chunk: Chunk, slots: Sequence[Slot], *, others: bool) -> str:
    """The changing part of a request about slots of one task.

    Judgements: the heading path, each sentence with its questions below it, all sentences of the chunk where
    the open list is asked for. Lines and names: each question with its sentence.
    """

    def words(start: int, end: int) -> str:
        return " ".join(inert(document.text[start:end]).split())

    if slots[0].task != "judge":
        return "\n".join(prompt.fill(s.kind, ref=s.ref, text=words(s.start, s.end)) for s in slots)
    parts = [prompt.fill("path", path=" > ".join(map(inert, chunk.path)))] if chunk.path else []
    spans = {(slot.start, slot.end) for slot in slots}
    if others:
        inside = [(s.start, s.end) for s in chunk.sentences]
        spans |= {span for span in inside if not any(a <= span[0] and span[1] <= b for a, b in spans)}
    for start, end in sorted(spans):
        parts.append(prompt.fill("sentence", text=words(start, end)))
        parts += [prompt.fill(s.kind, ref=s.ref) for s in slots if (s.start, s.end) == (start, end)]
    if others:
        parts.append(prompt.fill("others"))
    return "\n".join(parts)


def improved(
    document: Document, schema: ModuleType, candidate: ChunkExtraction, given: Mapping[Slot, str]
) -> ChunkExtraction:
    """A copy of ``candidate`` with the answers in it; what fails a check leaves the rules' words."""
    better = copy.deepcopy(candidate)
    for slot, answer in given.items():
        sentence = document.text[slot.start : slot.end]
        if slot.kind == "target":
            _judge(better.targets[slot.item], answer == schema.COUNTED, answer)
        elif slot.kind == "goal":
            _judge(better.goals[slot.item], answer == schema.CHOSEN, answer)
        elif slot.kind == "measure":
            _judge(better.measures[slot.item], answer == schema.CHOSEN, answer)
        elif slot.kind == "name":
            target = better.targets[slot.item]
            # A name with its own quantity at the end is a name.
            name = answer.replace(quantity_words(document, target), "")
            target.indicator = clean_name(name, sentence) or target.indicator
        else:
            better.measures[slot.item].text = clean_line(answer, sentence, schema.LINE_LIMIT)
    return better


def _judge(candidate: TargetCandidate | GoalCandidate | MeasureCandidate, taken: bool, answer: str) -> None:
    if taken == candidate.accepted:
        candidate.source, candidate.unsure = "both", None
    elif taken:
        candidate.unsure = Message("model-took-it", {"why": candidate.reason or candidate.unsure})
        candidate.accepted, candidate.source, candidate.reason = True, "model", None
    else:
        candidate.reason = Message("model-verdict", {"answer": answer})
        candidate.unsure = Message("model-left-it-out", {"answer": answer})
        candidate.accepted, candidate.source = False, "model"


def grounded_others(
    document: Document, chunk: Chunk, candidate: ChunkExtraction, others: Sequence[Any]
) -> list[TargetCandidate]:
    """Targets of the open list that stand in the chunk exactly and that the rules have not seen in any way."""
    taken = [(t.start, t.end) for t in candidate.targets]
    found: list[TargetCandidate] = []
    for other in others:
        value = parse(other.number.strip())
        spans = [(s.start, s.end) for s in chunk.sentences]
        place = align(document, other.quote.strip(), spans, number=other.number, unit=other.unit)
        if value is None or place.status != "exact" or place.number is None:
            continue
        if any(a < place.end and place.start < b for a, b in taken):
            continue
        if not stands_alone(document.view, *place.number, other.unit):
            continue
        sentence = next(s for s in chunk.sentences if s.start <= place.start and place.end <= s.end)
        indicator = clean_name(other.indicator, document.text[sentence.start : sentence.end])
        if indicator is None:
            continue
        ratio = other.unit.strip() in {"%", "％"}
        taken.append((place.start, place.end))
        found.append(
            TargetCandidate(
                start=place.start,
                end=place.end,
                kind="ratio" if ratio else "quantity",
                indicator=indicator,
                value=int(value) if value == value.to_integral_value() else float(value),
                unit="%" if ratio else other.unit.strip() or None,
                number_start=place.number.start,
                number_end=place.number.end,
                sentence_start=sentence.start,
                sentence_end=sentence.end,
                heading=sentence.heading,
                source="model",
                unsure=ONLY_MODEL,
            )
        )
    return found
