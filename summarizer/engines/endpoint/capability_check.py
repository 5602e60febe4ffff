"""The capability check: a dozen quantities with known verdicts, asked once, before a model may overrule the rules.

Small models fill slots reliably and judge at random: one that called everything a commitment, or nothing,
would make the rules' result worse. What such a model writes (a name, a line) is checked in other ways.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from summarizer.engines.endpoint.prompting import answer_model, read_answers, skeleton, system_text
from summarizer.engines.endpoint.slots import Shape, Slot, ref_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from pydantic import BaseModel

    from summarizer.profiles.prompts import Prompt

PASS_SHARE: Final = 0.9
"""Even where they are unsure the rules are mostly right: a model that errs more often would make the result worse."""
_BATCH: Final = 6
Ask = Callable[[str, str, "type[BaseModel]"], "Awaitable[BaseModel | None]"]
"""System text, user text and response model to an answer, None where there was none."""


class CheckResult(NamedTuple):
    """Right answers of all; as a string ``9/12``. ``complete`` where every question got an answer, right or wrong."""

    right: int
    asked: int
    complete: bool

    @property
    def passed(self) -> bool:
        """Whether that is enough to overrule the rules."""
        return self.right >= PASS_SHARE * max(1, self.asked)

    def __str__(self) -> str:
        return f"{self.right}/{self.asked}"


class KnownVerdict(NamedTuple):
    """A sentence, the quantity in it, and the right verdict."""

    verdict: str
    quantity: str
    sentence: str


def known_verdicts(prompt: Prompt) -> list[KnownVerdict]:
    """The questions in the profile's ``exam.md``: lines of verdict, quantity and sentence between bars."""
    lines = (line.split("|", 2) for line in prompt.sections["questions"].splitlines() if line.count("|") >= 2)  # noqa: PLR2004
    return [KnownVerdict(*(part.strip() for part in line)) for line in lines]


async def check_capability(prompts: Mapping[str, Prompt], schema: ModuleType, shape: Shape, ask: Ask) -> CheckResult:
    """Put all questions to a model. A right answer tells commitment from none: which kind of none is for the reader."""
    questions = known_verdicts(prompts["exam"])
    prompt, right, complete = prompts["judge"], 0, True
    system = system_text(prompt, shape)
    for first in range(0, len(questions), _BATCH):
        batch = {
            Slot(ref_of(number, "judge", known.quantity), "target", number - 1, number - 1, number): known
            for number, known in enumerate(questions[first : first + _BATCH], first + 1)
        }
        slots, lines = list(batch), []
        for slot, known in batch.items():
            lines += [prompt.fill("sentence", text=known.sentence), prompt.fill("target", ref=slot.ref)]
        if shape == "echo":
            lines.append(prompt.fill("form", form=skeleton(slots)))
        answer = await ask(system, "\n".join(lines), answer_model(schema, shape, slots, others=False))
        if answer is None:
            complete = False
            continue
        given = read_answers(schema, shape, slots, answer).given
        right += sum(
            (said == schema.COUNTED) == (batch[slot].verdict == schema.COUNTED) for slot, said in given.items()
        )
    return CheckResult(right, len(questions), complete)
