"""The probe: which output mode an endpoint and model is good for, found by asking, once.

Some servers take a schema and silently ignore it. So the first questions beg for an answer that the
schema forbids: only an endpoint that really enforces the schema gives the legal one. Where none of these
modes holds, plain JSON with the schema in the prompt is tried with an honest question. Whether the model may overrule
the rules is found out by :mod:`~summarizer.engines.endpoint.capability_check`.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import Field, create_model

from summarizer.answers.store import Store, Stored, content_key
from summarizer.engines.endpoint.chat_request import ChatRequest
from summarizer.engines.endpoint.failures import TooLongError, UnansweredError
from summarizer.engines.endpoint.output_mode import Capabilities, OutputMode
from summarizer.errors import ProbeError
from summarizer.messages import Message
from summarizer.profiles.prompts import load_prompt

if TYPE_CHECKING:
    from pydantic import BaseModel

    from summarizer.engines.endpoint.client import Client
    from summarizer.engines.endpoint.events import Tally
    from summarizer.profiles.profile import Profile

_log = logging.getLogger(__name__)

_VERSION: Final = 1
_TRIES: Final = 3
"""An answer that breaks the schema may be an accident, and what a probe finds is kept: only the third one tells."""
_MAX_TOKENS: Final = 160

_KEYED: Final = OutputMode("json_schema", "keyed")
_ECHO: Final = OutputMode("json_schema", "echo")
_STRICT: Final = OutputMode("json_schema", "echo", strict=True)
_TOOLS: Final = OutputMode("tools", "echo")
# A server of one's own builds a grammar at once; a hosted service compiles each new schema slowly, so there
# the constant schema comes first, with the flag that OpenAI wants before it enforces anything.
_LOCAL: Final = (_KEYED, _ECHO, _STRICT, _TOOLS)
_HOSTED: Final = (_STRICT, _ECHO, _TOOLS, _KEYED)
_UNENFORCED: Final = (OutputMode("json", "echo"), OutputMode("md_json", "echo"), _ECHO, _TOOLS)

_ENFORCED: Final = Message("probe-enforced")
_NOT_ENFORCED: Final = Message("probe-not-enforced")
_VALID: Final = Message("probe-valid")


async def capabilities_of(client: Client, store: Store, profile: Profile, prompts: str, tally: Tally) -> Capabilities:
    """What an earlier probe of this endpoint, model and version of the ``prompts`` found, else what one finds now.

    Raises :class:`ProbeError` where no mode gives valid output, :class:`EndpointError` where nothing answers.
    """
    kept = store.get(client.connection.url, _key(client, prompts), "\tprobe")
    try:
        if kept is not None:
            return Capabilities.load(kept.answer)
    except (ValueError, KeyError, TypeError) as error:
        _log.info("what was kept of a probe is broken: %s", error)
    found = await _probe(client, profile, tally)
    remember(store, client, prompts, found)
    return found


def remember(store: Store, client: Client, prompts: str, found: Capabilities) -> None:
    """Keep what was found out."""
    store.put(client.connection.url, _key(client, prompts), Stored(found.dump()))


async def _probe(client: Client, profile: Profile, tally: Tally) -> Capabilities:
    tried: list[tuple[str, Message]] = []
    connection = client.connection
    for begs in (True, False):
        modes = (_LOCAL if connection.is_local else _HOSTED) if begs else _UNENFORCED
        for mode in modes:
            outcome = await _try(client, profile, mode, tally, begs=begs)
            tried.append((mode.name, outcome))
            _log.info("probe of %s: %s: %s", connection.url, mode.name, outcome.text())
            if outcome in (_ENFORCED, _VALID):
                return Capabilities(mode, begs, tried=tuple(tried))
    outcomes = {
        f"outcome_{number}": Message("probe-outcome", {"mode": name, "outcome": outcome})
        for number, (name, outcome) in enumerate(tried[-len(_UNENFORCED) :], 1)
    }
    raise ProbeError("no-valid-json", model=connection.model_name, url=connection.url, **outcomes)


async def _try(client: Client, profile: Profile, mode: OutputMode, tally: Tally, *, begs: bool) -> Message:
    """What came of a mode."""
    prompt, slots = load_prompt(profile, "probe"), load_prompt(profile, "probe_slots")
    user = prompt.fill("beg") if begs else prompt.fill("honest", ref=slots.fill("ref"), answer=slots.fill("answer"))
    request = ChatRequest(
        "probe",
        prompt.fill("system"),
        user,
        _probe_model(profile, mode),
        mode,
        client.connection.model_name,
        prompt.version,
        _MAX_TOKENS,
        tally,
        # Not repaired where it begs: told what is wrong, a model gives what nothing had forced it to give.
        repairs=0 if begs else _TRIES,
        probing=True,
    )
    outcome = _NOT_ENFORCED
    for _ in range(_TRIES if begs else 1):
        try:
            await client.ask(request)
        except TooLongError:
            return Message("probe-endless")
        except UnansweredError as failure:
            if failure.unreachable:
                raise client.connection.unreachable(failure) from failure
            outcome = _NOT_ENFORCED if failure.unfit else failure.message
        else:
            return _ENFORCED if begs else _VALID
    return outcome


def _probe_model(profile: Profile, mode: OutputMode) -> type[BaseModel]:
    """A schema with one legal answer, in the slots' shape, with the keywords that real questions use."""
    schema, slots = profile.schema, load_prompt(profile, "probe_slots")
    ref, answer, line_ref = (slots.fill(section) for section in ("ref", "answer", "line_ref"))
    only_ref: Any = Literal.__getitem__(ref)
    only_answer: Any = Literal.__getitem__(answer)
    fields: dict[str, Any] = {"slot_0": (only_answer, Field(alias=ref)), "slot_1": (schema.Line, Field(alias=line_ref))}
    if mode.shape == "echo":
        entry: Any = create_model("Entry", __base__=schema.Answer, ref=(only_ref, ...), answer=(only_answer, ...))
        fields = {"answers": (list[entry], Field(min_length=1, max_length=2))}
    return create_model("Answers", __base__=schema.Answer, **fields)


def _key(client: Client, prompts: str) -> str:
    return content_key(probe=_VERSION, model=client.connection.model_name, prompts=prompts)
