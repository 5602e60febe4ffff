"""Weighing: the verdict on one number alone, from how far the model leans to yes.

For a model that fails the exam when asked several things at once. Each number is a request of its own, since
among others a small model cannot tell them apart.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple, get_args

from pydantic import BaseModel, Field, create_model
from pydantic.json_schema import SkipJsonSchema  # noqa: TC002 - pydantic reads the annotation

if TYPE_CHECKING:
    from types import ModuleType

    from summarizer.engines.endpoint.client import Client, Clock, Question, Way
    from summarizer.engines.endpoint.events import Tally
    from summarizer.prompts import Prompt

_MAX_TOKENS: Final = 80


class Scales(NamedTuple):
    """What a number is weighed with; ``prompt`` is the profile's ``weigh.md``."""

    client: Client
    schema: ModuleType
    prompt: Prompt
    way: Way

    async def weigh(self, words: str, sentence: str, blank: Question, clock: Clock, tally: Tally) -> float | None:
        """How far the model leans to calling ``words`` in ``sentence`` a target; None where the endpoint is silent.

        ``blank`` is the question without its words: for which document, label and model.

        Raises :class:`~summarizer.engines.endpoint.failures.TooLong`,
        :class:`~summarizer.engines.endpoint.failures.Unanswered` or :class:`~summarizer.errors.EndpointError`.
        """
        key = self.prompt.fill("key")
        user = self.prompt.fill("user", text=sentence, words=words)
        system = self.prompt.fill("system")
        question = replace(blank, system=system, user=user, max_tokens=_MAX_TOKENS, words=_options(self.schema))
        answer = await self.client.ask(question, _model(self.schema, key), self.way, clock=clock, tally=tally)
        return answer.leaning  # type: ignore[attr-defined, no-any-return]  # made below

    def verdict(self, leaning: float, tilt: float) -> str:
        """The answer that a leaning comes to."""
        return str(self.schema.COUNTED) if leaning > tilt else _options(self.schema)[1]


def _options(schema: ModuleType) -> tuple[str, str]:
    """The words for yes and no."""
    return schema.CHOSEN, next(word for word in get_args(schema.Choice) if word != schema.CHOSEN)


class _Leaning(BaseModel):
    """What the model does not write: read from its probabilities, and kept with its answer."""

    leaning: SkipJsonSchema[float | None] = None


def _model(schema: ModuleType, key: str) -> type[BaseModel]:
    """One answer, yes or no."""
    answer: Any = (schema.Choice, Field(alias=key))
    return create_model("Answer", __base__=(schema.Answer, _Leaning), answer=answer)
