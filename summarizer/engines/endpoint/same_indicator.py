"""Whether two sentences speak of one indicator: a question a pair, answered yes or no.

The model supplies no number. It is asked only after it passed a check of pairs with known answers, since one that
calls everything the same would invent fulfilments.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import create_model

from summarizer.engines.endpoint.chat_request import ChatRequest
from summarizer.engines.endpoint.engine import open_store
from summarizer.engines.endpoint.events import Tally
from summarizer.engines.endpoint.failures import TooLongError, UnansweredError
from summarizer.engines.endpoint.probe import CheckResult, capabilities_of
from summarizer.profiles.prompts import load_prompt, prompts_version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.answers.store import Store
    from summarizer.engines.endpoint.client import Client
    from summarizer.profiles.profile import Profile
    from summarizer.settings.settings import Settings

_MAX_TOKENS = 32


class IndicatorPair(NamedTuple):
    """An indicator, the plan's words for it, and the report's sentence that may speak of it."""

    indicator: str
    plan: str
    report: str


class PairAnswers(NamedTuple):
    """For each pair whether it is one indicator; None where no answer came, and for a model that failed the check."""

    same: list[bool | None]
    model: str
    check: CheckResult


async def ask_pairs(settings: Settings, profile: Profile, pairs: Sequence[IndicatorPair]) -> PairAnswers:
    """Check the configured model, then put every pair to it, as many at a time as the settings allow.

    Raises :class:`~summarizer.errors.EndpointError` where it cannot be used at all.
    """
    from summarizer.engines.endpoint.client import Client

    store = open_store(settings)
    client = Client(settings, store, load_prompt(profile, "repair"))
    try:
        await client.connection.choose_model()
        return await put_pairs(client, store, profile, pairs)
    finally:
        await client.connection.close()
        store.close()


async def put_pairs(client: Client, store: Store, profile: Profile, pairs: Sequence[IndicatorPair]) -> PairAnswers:
    """The same with a client that is open, and within its limits."""
    prompt, schema = load_prompt(profile, "track"), profile.schema()
    version = prompts_version([prompt])
    model: Any = create_model("SameAnswer", __base__=schema.Answer, answer=(schema.Choice, ...))
    tally = Tally()
    mode = (await capabilities_of(client, store, profile, version, tally)).mode

    async def is_same(pair: IndicatorPair) -> bool | None:
        user = prompt.fill("user", **pair._asdict())
        request = ChatRequest("same", prompt.fill("system"), user, model, mode, version, _MAX_TOKENS, tally)
        try:
            given = await client.ask(request)
        except (TooLongError, UnansweredError):
            return None
        return bool(given.answer == schema.CHOSEN)

    # Lines of the right choice, indicator, plan and report between bars.
    lines = [line.split("|") for line in prompt.sections["questions"].splitlines() if line.strip()]
    given = await asyncio.gather(*(is_same(IndicatorPair(*pair)) for _, *pair in lines))
    right = sum(said == (line[0] == schema.CHOSEN) for said, line in zip(given, lines, strict=True))
    check = CheckResult(right, len(lines), complete=True)
    same: list[bool | None] = [None] * len(pairs)
    if check.passed:
        same = list(await asyncio.gather(*map(is_same, pairs)))
    return PairAnswers(same, client.connection.model_name, check)
