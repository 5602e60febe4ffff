"""The exam: a dozen quantities with known verdicts, asked once, before a model may overrule the rules.

Small models fill slots reliably and judge at random: one that called everything a commitment, or nothing,
would make the rules' result worse. What such a model writes (a name, a line) is checked in other ways.
Before the exam comes practice: other quantities with known verdicts, from which it is learnt how far this model has
to lean to a yes that is one (:mod:`~summarizer.engines.endpoint.leaning`).
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from summarizer.engines.endpoint.client import Clock
from summarizer.engines.endpoint.failures import TooLong, Unanswered
from summarizer.engines.endpoint.leaning import middle
from summarizer.engines.endpoint.slots import Slot, answer_model, read_answers, ref_of, skeleton

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType

    from summarizer.engines.endpoint.client import Question
    from summarizer.engines.endpoint.events import Tally
    from summarizer.engines.endpoint.probe import Ability
    from summarizer.engines.endpoint.weighing import Scales
    from summarizer.prompts import Prompt

_log = logging.getLogger(__name__)

PASS_SHARE: Final = 0.8
"""A model that guesses, or always says the same, passes one time in fifty at most."""
_BATCH: Final = 6


class ExamQuestion(NamedTuple):
    """A sentence, the quantity in it, and the right verdict."""

    verdict: str
    quantity: str
    sentence: str


def exam_questions(prompt: Prompt, section: str = "questions") -> list[ExamQuestion]:
    """The questions in the profile's ``exam.md``: lines of verdict, quantity and sentence between bars."""
    lines = (line.split("|", 2) for line in prompt.sections.get(section, "").splitlines() if line.count("|") >= 2)  # noqa: PLR2004
    return [ExamQuestion(*(part.strip() for part in line)) for line in lines]


def exam_slots(questions: Sequence[ExamQuestion]) -> list[Slot]:
    """The questions as slots; ``start`` and ``end`` number the sentences."""
    return [
        Slot(ref_of(index, "judge", question.quantity), "target", index - 1, index - 1, index)
        for index, question in enumerate(questions, 1)
    ]


def right_answers(
    schema: ModuleType, questions: Sequence[ExamQuestion], slots: Sequence[Slot], given: Mapping[str, str]
) -> int:
    """How many were told right, as commitment or not: which kind of not is for the reader, not for the count."""
    return sum(
        slot.ref in given and (given[slot.ref] == schema.COUNTED) == (question.verdict == schema.COUNTED)
        for slot, question in zip(slots, questions, strict=True)
    )


async def examine(
    scales: Scales, prompts: Mapping[str, Prompt], ability: Ability, blank: Question, deadline: float, tally: Tally
) -> Ability:
    """The ability with the exam's result; a model that cannot be examined does not judge.

    Asked in batches first, as a run would ask. Who fails sits the exam again, each number weighed alone, with
    what was learnt of its leaning in practice. ``blank`` is a question without its words, ``deadline`` in seconds.
    Raises :class:`~summarizer.errors.EndpointError` where the endpoint will never answer.
    """
    sitting = _Sitting(scales, prompts["judge"], blank, deadline, tally)
    asked = exam_questions(prompts["exam"])
    right = 0
    for first in range(0, len(asked), _BATCH):
        batch = asked[first : first + _BATCH]
        right += right_answers(scales.schema, batch, exam_slots(batch), await sitting.in_one(batch))
    if not asked or right >= PASS_SHARE * len(asked):
        return replace(ability, judges=bool(asked), exam=f"{right}/{len(asked)}")
    tilt = await sitting.practise(exam_questions(prompts["exam"], "practice"))
    if tilt is None:
        return replace(ability, judges=False, exam=f"{right}/{len(asked)}")
    counted = scales.schema.COUNTED
    weighed = [(one.verdict == counted, await sitting.weighed(one)) for one in asked]
    right = sum(leaning is not None and (leaning > tilt) == yes for yes, leaning in weighed)
    passed = right >= PASS_SHARE * len(asked)
    return replace(ability, judges=passed, exam=f"{right}/{len(asked)}", tilt=tilt)


class _Sitting(NamedTuple):
    """All that is needed to put the questions."""

    scales: Scales
    judge: Prompt
    blank: Question
    deadline: float
    tally: Tally

    async def in_one(self, batch: Sequence[ExamQuestion]) -> dict[str, str]:
        """The answers to some questions asked at once, as a run asks them; none where there was none."""
        schema, way, judge = self.scales.schema, self.scales.way, self.judge
        slots, lines = exam_slots(batch), []
        for slot, asked in zip(slots, batch, strict=True):
            lines += [judge.fill("sentence", text=asked.sentence), judge.fill("target", ref=slot.ref)]
        system = judge.fill("system")
        if way.shape == "echo":
            system += f"\n{judge.fill('echo')}"
            lines.append(judge.fill("form", form=skeleton(slots)))
        question = replace(self.blank, system=system, user="\n".join(lines))
        model = answer_model(schema, way.shape, slots, others=False)
        try:
            answer = await self.scales.client.ask(question, model, way, clock=Clock(self.deadline), tally=self.tally)
        except (TooLong, Unanswered) as failure:
            _log.info("exam: %s", failure)
            return {}
        return read_answers(schema, way.shape, slots, answer).given

    async def practise(self, questions: Sequence[ExamQuestion]) -> float | None:
        """The middle of the leanings; None where they cannot be read, which the first question tells."""
        sides: dict[bool, list[float]] = {True: [], False: []}
        for question in questions:
            leaning = await self.weighed(question)
            if leaning is None:
                return None
            sides[question.verdict == self.scales.schema.COUNTED].append(leaning)
        return middle(sides[True], sides[False])

    async def weighed(self, question: ExamQuestion) -> float | None:
        """The leaning in one question; None where there was none."""
        try:
            return await self.scales.weigh(
                question.quantity, question.sentence, self.blank, Clock(self.deadline), self.tally
            )
        except (TooLong, Unanswered) as failure:
            _log.info("exam: %s", failure)
            return None
