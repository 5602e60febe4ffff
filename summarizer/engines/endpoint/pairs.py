"""Whether two sentences speak of one indicator: a question a pair, answered yes or no.

The model supplies no number. It is asked only after it passed an exam of pairs with known answers, since one that
calls everything the same would invent fulfilments.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from summarizer.engines.endpoint.engine import open_store
from summarizer.engines.endpoint.events import Tally
from summarizer.engines.endpoint.exam import Result
from summarizer.engines.endpoint.question import Clock, Question
from summarizer.profiles.prompts import load_prompt, prompts_version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.engines.endpoint.client import Client
    from summarizer.engines.endpoint.question import Way
    from summarizer.profiles.profile import Profile
    from summarizer.profiles.prompts import Prompt
    from summarizer.settings.settings import Settings

_TOKENS: Final = 32


class Pair(NamedTuple):
    """An indicator, the plan's words for it, and the report's sentence that may speak of it."""

    indicator: str
    plan: str
    report: str


class Answers(NamedTuple):
    """For each pair whether it is one indicator; None where no answer came, and for a model that failed the exam."""

    same: list[bool | None]
    model: str
    exam: Result


async def ask_pairs(settings: Settings, profile: Profile, pairs: Sequence[Pair]) -> Answers:
    """Examine the configured model, then put every pair to it.

    Raises :class:`~summarizer.errors.EndpointError` where it cannot be used at all.
    """
    from summarizer.engines.endpoint import probe
    from summarizer.engines.endpoint.client import ATTEMPTS, Client

    prompt = load_prompt(profile, "track")
    version = prompts_version([prompt])
    store = open_store(settings)
    client = Client(settings, store, load_prompt(profile, "repair"))
    try:
        await client.choose_model(attempts=ATTEMPTS)
        tally = Tally()
        ability = probe.remembered(store, client, version)
        if ability is None:
            way, enforced, tried = await probe.find_way(client, profile, tally, settings.patience)
            ability = probe.Ability(way, enforced, judges=False, exam="", tried=tuple(tried))
            probe.remember(store, client, version, ability)
        asker = _Asker(client, settings, profile, prompt, version, ability.way, tally)
        known = _questions(prompt)
        right = [
            given == wanted for given, (wanted, _) in zip(await asker.all([p for _, p in known]), known, strict=True)
        ]
        exam = Result(sum(right), len(right), whole=True)
        same: list[bool | None] = [None] * len(pairs)
        if exam.passed:
            same = await asker.all(pairs)
        return Answers(same, client.model_name, exam)
    finally:
        await client.close()
        store.close()


def _questions(prompt: Prompt) -> list[tuple[bool, Pair]]:
    """The exam: lines of 是 or 否, indicator, plan and report between bars."""
    lines = (line.split("|") for line in prompt.sections["questions"].splitlines() if line.strip())
    return [(verdict == "是", Pair(*parts)) for verdict, *parts in lines]


class _Asker:
    """Asks about pairs, as many at a time as the settings allow."""

    def __init__(
        self, client: Client, settings: Settings, profile: Profile, prompt: Prompt, version: str, way: Way, tally: Tally
    ) -> None:
        from pydantic import create_model

        self._client, self._settings, self._prompt = client, settings, prompt
        self._version, self._way, self._tally = version, way, tally
        self._schema = profile.schema
        self._model: Any = create_model("SameAnswer", __base__=self._schema.Answer, answer=(self._schema.Choice, ...))

    async def all(self, pairs: Sequence[Pair]) -> list[bool | None]:
        return list(await asyncio.gather(*(self._one(pair) for pair in pairs)))

    async def _one(self, pair: Pair) -> bool | None:
        from summarizer.engines.endpoint.failures import TooLong, Unanswered

        user = self._prompt.fill("user", indicator=pair.indicator, plan=pair.plan, report=pair.report)
        system, name = self._prompt.fill("system"), self._client.model_name
        question = Question(None, "same", system, user, self._version, name, _TOKENS)
        clock = Clock(self._settings.patience)
        try:
            given = await self._client.ask(question, self._model, self._way, clock=clock, tally=self._tally)
        except (TooLong, Unanswered):
            return None
        return bool(given.answer == self._schema.CHOSEN)
