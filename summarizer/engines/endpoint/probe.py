"""The probe: which way of asking an endpoint and model is good for, found by asking, once.

Some servers take a schema and silently ignore it. So the first questions beg for an answer that the
schema forbids: only an endpoint that really enforces the schema gives the legal one. Where none of these
ways holds, plain JSON with the schema in the prompt is tried with an honest question. A second part, the
exam (:mod:`~summarizer.engines.endpoint.exam`), finds out whether the model may overrule the rules.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, Self, get_args

from pydantic import Field, create_model

from summarizer.answers.store import Store, Stored, content_key
from summarizer.engines.endpoint.failures import TooLong, Unanswered
from summarizer.engines.endpoint.question import Clock, Question, Way
from summarizer.errors import ProbeError
from summarizer.profiles.prompts import load_prompt

if TYPE_CHECKING:
    from types import ModuleType

    from pydantic import BaseModel

    from summarizer.engines.endpoint.client import Client
    from summarizer.engines.endpoint.events import Tally
    from summarizer.profiles.profile import Profile

_log = logging.getLogger(__name__)

_VERSION: Final = 1
_LOOKS: Final = 3
"""An answer that breaks the schema may be an accident, and what a probe finds is kept: only the third one tells."""
_MAX_TOKENS: Final = 160
_Ref = Literal["3:80所"]
_Nonce = Literal["qv7-青鸾"]
"""An answer that no model gives unless it must."""
_REF: Final[str] = get_args(_Ref)[0]
_NONCE: Final[str] = get_args(_Nonce)[0]

_KEYED: Final = Way("json_schema", "keyed")
_ECHO: Final = Way("json_schema", "echo")
_STRICT: Final = Way("json_schema", "echo", strict=True)
_TOOLS: Final = Way("tools", "echo")
# A server of one's own builds a grammar at once; a hosted service compiles each new schema slowly, so there
# the constant schema comes first, with the flag that OpenAI wants before it enforces anything.
_NEAR: Final = (_KEYED, _ECHO, _STRICT, _TOOLS)
_FAR: Final = (_STRICT, _ECHO, _TOOLS, _KEYED)
_UNENFORCED: Final = (Way("json", "echo"), Way("md_json", "echo"), _ECHO, _TOOLS)


@dataclass(frozen=True, slots=True)
class Ability:
    """What a probe found: the way to ask, whether its schema is enforced, and whether the model judges well."""

    way: Way
    enforced: bool
    judges: bool
    exam: str
    """Right answers of the exam, as ``9/12``; empty where there was none."""
    tried: tuple[tuple[str, str], ...]
    """Each way that was tried and what came of it, for ``summarizer doctor``."""

    def dump(self) -> str:
        """As JSON, for the store."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def load(cls, text: str) -> Self:
        """From the store's JSON. Raises :class:`ValueError`, :class:`KeyError` or :class:`TypeError`."""
        data = json.loads(text)
        tried = tuple((str(way), str(result)) for way, result in data["tried"])
        return cls(Way.of(data["way"]), bool(data["enforced"]), bool(data["judges"]), str(data["exam"]), tried)


def name_of(way: Way) -> str:
    """A way for people: ``json_schema/echo/strict``."""
    return "/".join([way.mode, way.shape, *(["strict"] if way.strict else [])])


def remembered(store: Store, client: Client, prompts: str) -> Ability | None:
    """What an earlier probe of this endpoint, model and set of prompts found."""
    kept = store.get(client.url, _key(client, prompts), "\tprobe")
    if kept is None:
        return None
    try:
        return Ability.load(kept.answer)
    except (ValueError, KeyError, TypeError):
        return None


def remember(store: Store, client: Client, prompts: str, ability: Ability) -> None:
    """Keep what the probe found."""
    store.put(client.url, _key(client, prompts), Stored(ability.dump()))


async def find_way(
    client: Client, profile: Profile, tally: Tally, seconds: float
) -> tuple[Way, bool, list[tuple[str, str]]]:
    """The best way to ask, whether it is enforced, and what was tried; each way is tried for so long at most.

    Raises :class:`ProbeError` where no way gives valid output, :class:`EndpointError` where nothing answers.
    """
    tried: list[tuple[str, str]] = []
    for begs in (True, False):
        ways = (_NEAR if client.near else _FAR) if begs else _UNENFORCED
        for way in ways:
            outcome = await _try(client, profile, way, tally, seconds, begs=begs)
            tried.append((name_of(way), outcome))
            _log.info("probe of %s: %s: %s", client.url, name_of(way), outcome)
            if outcome in {"enforced", "valid"}:
                return way, begs, tried
    said = "; ".join(f"{way}: {outcome}" for way, outcome in tried[-len(_UNENFORCED) :])
    raise ProbeError(
        f"{client.model_name} at {client.url} gives no valid JSON in any mode ({said}): try another --model"
    )


async def _try(client: Client, profile: Profile, way: Way, tally: Tally, seconds: float, *, begs: bool) -> str:
    """``enforced``, ``valid``, or what went wrong."""
    prompt = load_prompt(profile, "probe")
    user = prompt.fill("beg") if begs else prompt.fill("honest", ref=_REF, answer=_NONCE)
    question = Question(None, "probe", prompt.fill("system"), user, prompt.version, client.model_name, _MAX_TOKENS)
    model = _probe_model(profile.schema, way)
    outcome = ""
    for _ in range(_LOOKS if begs else 1):
        try:
            # Not repaired where it begs: told what is wrong, a model gives what nothing had forced it to give.
            await client.ask(
                question, model, way,
                clock=Clock(seconds), tally=tally, repairs=0 if begs else _LOOKS, probing=True,
            )  # fmt: skip
        except TooLong:
            return "endless"
        except Unanswered as failure:
            if failure.unreachable:
                raise client.unreachable(failure) from failure
            outcome = "not enforced" if failure.unfit else str(failure)
        else:
            return "enforced" if begs else "valid"
    return outcome


def _probe_model(schema: ModuleType, way: Way) -> type[BaseModel]:
    """A schema with one legal answer, in the slots' shape, with the keywords that real questions use."""
    if way.shape == "keyed":
        fields: dict[str, Any] = {"slot_0": (_Nonce, Field(alias=_REF)), "slot_1": (schema.Line, Field(alias="4:概括"))}
        return create_model("Answers", __base__=schema.Answer, **fields)
    entry = create_model("Entry", __base__=schema.Answer, ref=(_Ref, ...), answer=(_Nonce, ...))
    answers: Any = (list[entry], Field(min_length=1, max_length=2))  # type: ignore[valid-type]
    return create_model("Answers", __base__=schema.Answer, answers=answers)


def _key(client: Client, prompts: str) -> str:
    return content_key(probe=_VERSION, model=client.model_name, prompts=prompts)
