"""Answers applied to the candidates that were asked about.

An answer that agrees with the rules settles the point; one that does not is accepted, and says so in ``unsure``, so
that a person looks. What fails a check leaves the rules' words.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from summarizer.engines.candidates import Candidate, ChunkExtraction, TargetCandidate
from summarizer.engines.endpoint.checks import clean_line, clean_name, ground, stands_alone
from summarizer.engines.endpoint.slots import Slot, SlotKind, quantity_words
from summarizer.languages import DEFAULT, find
from summarizer.messages import Message
from summarizer.models import Gap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from types import ModuleType

    from summarizer.documents.document import Document
    from summarizer.engines.endpoint.chunks import Chunk

ONLY_MODEL = Message("only-model")


@dataclass(slots=True)
class ChunkAnswers:
    """What came of a chunk's slots: answers, the entries of the open list, and a gap where there was none."""

    given: dict[Slot, str] = field(default_factory=dict)
    others: list[Any] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    def leave_open(self, slots: Iterable[Slot], why: Message) -> None:
        """Take note that some slots got no answer: one gap for each stretch and reason."""
        for slot in slots:
            gap = Gap.of(slot.start, slot.end, why)
            if gap not in self.gaps:
                self.gaps.append(gap)


class Interview(NamedTuple):
    """All slots of a chunk, answers as they came, what the open list brought, and whether the model may judge."""

    slots: list[Slot]
    given: dict[Slot, str]
    others: list[TargetCandidate]
    judges: bool


def improved(
    document: Document, schema: ModuleType, candidates: ChunkExtraction, given: Mapping[Slot, str]
) -> ChunkExtraction:
    """A copy of ``candidates`` with the answers in it; what fails a check leaves the rules' words."""
    better = copy.deepcopy(candidates)
    for slot, answer in given.items():
        sentence = document.text[slot.start : slot.end]
        if slot.kind == "name":
            target = better.targets[slot.item]
            # A name with its own quantity at the end is a name.
            name = answer.replace(quantity_words(document, target), "")
            if named := clean_name(name, sentence, document.language):
                target.indicator = named
                _say_who_worded(target)
        elif slot.kind == "line":
            measure = better.measures[slot.item]
            if line := clean_line(answer, sentence, schema.LINE_LIMIT, document.language):
                measure.text = line
                _say_who_worded(measure)
        else:
            judged: dict[SlotKind, Any] = {"goal": better.goals, "measure": better.measures, "target": better.targets}
            accepted = schema.COUNTED if slot.kind == "target" else schema.CHOSEN
            _judge(judged[slot.kind][slot.item], answer == accepted, answer)
    return better


def _say_who_worded(candidate: Candidate) -> None:
    """What the rules found and the model worded is of both."""
    candidate.text_source = "model"
    if candidate.source == "rules":
        candidate.source = "both"


def _judge(candidate: Candidate, accept: bool, answer: str) -> None:
    if accept == candidate.accepted:
        candidate.source, candidate.unsure = "both", None
    elif accept:
        candidate.unsure = Message("model-took-it", {"why": candidate.reason or candidate.unsure})
        candidate.accepted, candidate.source, candidate.reason = True, "model", None
    else:
        candidate.reason = Message("model-verdict", {"answer": answer})
        candidate.unsure = Message("model-left-it-out", {"answer": answer})
        candidate.accepted, candidate.source = False, "model"


def grounded_others(
    document: Document, chunk: Chunk, candidates: ChunkExtraction, others: Sequence[Any]
) -> list[TargetCandidate]:
    """Targets of the open list that stand in the chunk exactly and that the rules have not seen in any way."""
    known = [(t.start, t.end) for t in candidates.targets]
    spans = [(s.start, s.end) for s in chunk.sentences]
    found: list[TargetCandidate] = []
    for other in others:
        value = find(DEFAULT).parse_number(other.number.strip())
        place = ground(document, other.quote.strip(), spans, number=other.number, unit=other.unit)
        if value is None or place is None or place.number is None:
            continue
        if any(a < place.end and place.start < b for a, b in known):
            continue
        if not stands_alone(document.view, *place.number, other.unit):
            continue
        sentence = next(s for s in chunk.sentences if s.start <= place.start and place.end <= s.end)
        indicator = clean_name(other.indicator, document.text[sentence.start : sentence.end], document.language)
        if indicator is None:
            continue
        ratio = other.unit.strip() in {"%", "％"}
        known.append((place.start, place.end))
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
                text_source="model",
                unsure=ONLY_MODEL,
            )
        )
    return found
