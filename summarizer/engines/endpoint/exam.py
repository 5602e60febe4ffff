"""The exam: a dozen quantities with known verdicts, asked once, when a model first could overrule the rules.

Small models fill slots reliably and judge at random: one that called everything a commitment, or nothing,
would make the rules' result worse. What such a model writes (a name, a line) is checked in other ways.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from summarizer.engines.endpoint.asking import system_text
from summarizer.engines.endpoint.slots import Shape, Slot, answer_model, read_answers, ref_of, skeleton

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType

    from pydantic import BaseModel

    from summarizer.profiles.prompts import Prompt

PASS_SHARE: Final = 0.9
"""Even where they are unsure the rules are mostly right: a model that errs more often would make the result worse."""
_BATCH: Final = 6
Ask = Callable[[str, str, "type[BaseModel]"], "Awaitable[BaseModel | None]"]
"""System text, user text and response model to an answer, None where there was none."""


class Result(NamedTuple):
    """Right answers of all; as a string ``9/12``. ``whole`` where every question got an answer, right or wrong."""

    right: int
    asked: int
    whole: bool

    @property
    def passed(self) -> bool:
        """Whether that is enough to overrule the rules."""
        return self.right >= PASS_SHARE * max(1, self.asked)

    def __str__(self) -> str:
        return f"{self.right}/{self.asked}"


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


async def sit(prompts: Mapping[str, Prompt], schema: ModuleType, shape: Shape, ask: Ask) -> Result:
    """Put all questions to a model. A right answer tells commitment from none: which kind of none is for the reader."""
    questions = exam_questions(prompts["exam"])
    slots = exam_slots(questions)
    prompt, right, whole = prompts["judge"], 0, True
    system = system_text(prompt, shape)
    for first in range(0, len(slots), _BATCH):
        batch = slots[first : first + _BATCH]
        lines = []
        for slot, asked in zip(batch, questions[first:], strict=False):
            lines += [prompt.fill("sentence", text=asked.sentence), prompt.fill("target", ref=slot.ref)]
        if shape == "echo":
            lines.append(prompt.fill("form", form=skeleton(batch)))
        answer = await ask(system, "\n".join(lines), answer_model(schema, shape, batch, others=False))
        if answer is None:
            whole = False
            continue
        given = read_answers(schema, shape, batch, answer).given
        right += sum(
            slot.ref in given and (given[slot.ref] == schema.COUNTED) == (asked.verdict == schema.COUNTED)
            for slot, asked in zip(batch, questions[first:], strict=False)
        )
    return Result(right, len(slots), whole)
