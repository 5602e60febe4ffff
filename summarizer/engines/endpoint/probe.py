"""The probe and the capability check.

The probe: which output mode an endpoint and model is good for, found by asking, once.

Some servers take a schema and silently ignore it. So the first questions beg for an answer that the
schema forbids: only an endpoint that really enforces the schema gives the legal one. Where none of these
modes holds, plain JSON with the schema in the prompt is tried with an honest question.

The capability check: a dozen quantities with known verdicts, asked once, before a model may overrule the rules. Small
models fill slots reliably and judge at random: one that called everything a commitment, or nothing, would make the
rules' result worse. What such a model writes (a name, a line) is checked in other ways.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pydantic import BaseModel, Field, create_model

from summarizer.answers.store import Store, Stored, content_key
from summarizer.engines.endpoint.chat_request import ChatRequest
from summarizer.engines.endpoint.failures import RetryableError, TooLongError, UnansweredError
from summarizer.engines.endpoint.output_mode import Capabilities, OutputMode
from summarizer.engines.endpoint.prompting import answer_model, read_answers, skeleton, system_text
from summarizer.engines.endpoint.slots import Shape, Slot, ref_of
from summarizer.errors import EndpointError, ProbeError
from summarizer.messages import Message
from summarizer.profiles.prompts import Prompt, load_prompt

if TYPE_CHECKING:
    from types import ModuleType

    from summarizer.engines.endpoint.client import Client
    from summarizer.engines.endpoint.events import Tally
    from summarizer.profiles.profile import Profile

_log = logging.getLogger(__name__)

_VERSION = 1
_TRIES = 3
"""An answer that breaks the schema may be an accident, and what a probe finds is kept: only the third one tells."""
_MAX_TOKENS = 160
_SECONDS = 40.0
"""After them a failure is not tried again, and no further mode: the rules' result waits for the probe."""

_LEAST_SECONDS = 20.0
"""For the honest questions, however long the others took."""

PASS_SHARE = 0.9
"""Even where they are unsure the rules are mostly right: a model that errs more often would make the result worse."""
_BATCH = 6
Ask = Callable[[str, str, "type[BaseModel]"], "Awaitable[BaseModel | None]"]
"""System text, user text and response model to an answer, None where there was none."""

_KEYED = OutputMode("json_schema", "keyed")
_ECHO = OutputMode("json_schema", "echo")
_STRICT = OutputMode("json_schema", "echo", strict=True)
_TOOLS = OutputMode("tools", "echo")
# A server of one's own builds a grammar at once; a hosted service compiles each new schema slowly, so there
# the constant schema comes first, with the flag that OpenAI wants before it enforces anything.
_LOCAL = (_KEYED, _ECHO, _STRICT, _TOOLS)
_HOSTED = (_STRICT, _ECHO, _TOOLS, _KEYED)
_UNENFORCED = (OutputMode("json", "echo"), OutputMode("md_json", "echo"), _ECHO, _TOOLS)

_ENFORCED = Message("probe-enforced")
_NOT_ENFORCED = Message("probe-not-enforced")
_LASTING = frozenset({"forbidden", "content-filtered"})
"""What comes of a harmless question will come of every question, in every mode."""
_REFUSED = "model-refused"
"""Told in the model's own words: another mode will hardly change its mind."""
_VALID = Message("probe-valid")


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
    end = time.monotonic() + _SECONDS
    for begs in (True, False):
        modes = (_LOCAL if connection.is_local else _HOSTED) if begs else _UNENFORCED
        if not begs:
            end = max(end, time.monotonic() + _LEAST_SECONDS)
        for mode in modes:
            outcome = await _try(client, profile, mode, tally, end, begs=begs)
            tried.append((mode.name, outcome))
            _log.info("probe of %s: %s: %s", connection.url, mode.name, outcome.text())
            if outcome in (_ENFORCED, _VALID):
                return Capabilities(mode, begs, tried=tuple(tried))
            if time.monotonic() <= end:
                continue
            if begs and outcome == _NOT_ENFORCED:  # a slow model that answers: asked honestly, in the form most likely
                break
            raise ProbeError("probe-gave-up", model=connection.model_name, url=connection.url, outcome=outcome)
    outcomes = {
        f"outcome_{number}": Message("probe-outcome", {"mode": name, "outcome": outcome})
        for number, (name, outcome) in enumerate(tried[-len(_UNENFORCED) :], 1)
    }
    raise ProbeError("no-valid-json", model=connection.model_name, url=connection.url, **outcomes)


async def _try(client: Client, profile: Profile, mode: OutputMode, tally: Tally, end: float, *, begs: bool) -> Message:
    """What came of a mode."""
    prompt, slots = load_prompt(profile, "probe"), load_prompt(profile, "probe_slots")
    user = prompt.fill("beg") if begs else prompt.fill("honest", ref=slots.fill("ref"), answer=slots.fill("answer"))
    request = ChatRequest(
        "probe",
        prompt.fill("system"),
        user,
        _probe_model(profile, mode),
        mode,
        prompt.version,
        _MAX_TOKENS,
        tally,
        # Not repaired where it begs: told what is wrong, a model gives what nothing had forced it to give.
        repairs=0 if begs else _TRIES,
        probing=True,
        retried_until=end,
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
            if failure.message.code in _LASTING:
                raise EndpointError(failure.message.code, **failure.message.params) from failure
            outcome = _NOT_ENFORCED if failure.unfit and failure.message.code != _REFUSED else failure.message
            if not failure.unfit and not isinstance(failure.__cause__, RetryableError):
                break  # refused, and not by accident
        else:
            return _ENFORCED if begs else _VALID
        if time.monotonic() > end:
            break
    return outcome


def _probe_model(profile: Profile, mode: OutputMode) -> type[BaseModel]:
    """A schema with one legal answer, in the slots' shape, with the keywords that real questions use."""
    schema, slots = profile.schema(), load_prompt(profile, "probe_slots")
    ref, answer, line_ref = (slots.fill(section) for section in ("ref", "answer", "line_ref"))
    only_ref: Any = Literal.__getitem__(ref)
    only_answer: Any = Literal.__getitem__(answer)
    fields: dict[str, Any] = {"slot_0": (only_answer, Field(alias=ref)), "slot_1": (schema.Line, Field(alias=line_ref))}
    if mode.shape == "echo":
        entry: Any = create_model("Entry", __base__=schema.Answer, ref=(only_ref, ...), answer=(only_answer, ...))
        fields = {"answers": (list[entry], Field(min_length=1, max_length=2))}
    return create_model("Answers", __base__=schema.Answer, **fields)


def _key(client: Client, prompts: str) -> str:
    return content_key(probe=_VERSION, model=client.connection.model_name, prompts=prompts, **client.added)


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
    """The questions in the profile's ``capability_check.md``: lines of verdict, quantity and sentence between bars."""
    lines = (line.split("|", 2) for line in prompt.sections["questions"].splitlines() if line.count("|") >= 2)  # noqa: PLR2004
    return [KnownVerdict(*(part.strip() for part in line)) for line in lines]


async def check_capability(prompts: Mapping[str, Prompt], schema: ModuleType, shape: Shape, ask: Ask) -> CheckResult:
    """Put all questions to a model. A right answer tells commitment from none: which kind of none is for the reader."""
    questions = known_verdicts(prompts["capability_check"])
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
