"""The exam: a dozen quantities with known verdicts, asked once, before a model may overrule the rules.

Small models fill slots reliably and judge at random: one that called everything a commitment, or nothing,
would make the rules' result worse. What such a model writes (a name, a line) is checked in other ways.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from summarizer.engines.endpoint.slots import Slot, ref_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType

    from summarizer.prompts import Prompt

PASS_SHARE: Final = 0.9
"""Even where they are unsure the rules are mostly right: a model that errs more often would make the result worse."""


class ExamQuestion(NamedTuple):
    """A sentence, the quantity in it, and the right verdict."""

    verdict: str
    quantity: str
    sentence: str


def exam_questions(prompt: Prompt) -> list[ExamQuestion]:
    """The questions in the profile's ``exam.md``: lines of verdict, quantity and sentence between bars."""
    lines = (line.split("|", 2) for line in prompt.sections["questions"].splitlines() if line.count("|") >= 2)  # noqa: PLR2004
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
