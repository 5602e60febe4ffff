"""Response parsing: what has to be set right in a request and in its completion, before instructor reads it."""

from __future__ import annotations

import contextlib
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import BaseModel, ValidationError

from summarizer.engines.endpoint.failures import (
    RepeatedKeyError,
    RequestError,
    TooLongError,
    UnansweredError,
    message_of,
)

if TYPE_CHECKING:
    from summarizer.answers.store import Stored
    from summarizer.engines.endpoint.events import Tally

_LENGTHS = frozenset({"maxLength", "minLength", "maxItems", "minItems"})
_DECODER = json.JSONDecoder()
_MAX_SEARCHED = 64_000
_MAX_BRACES = 400
"""Characters and braces among which an answer is looked for where it is not the whole text."""
_THINK_END = "</think>"
_THINK_OPEN = re.compile(r"\s*<think>")


class TokenUsage(NamedTuple):
    """Tokens of a completion; ``read`` is None where the server did not say how many it read."""

    read: int | None
    prompt: int
    completion: int


def make_strict(json_schema: dict[str, Any]) -> None:
    """OpenAI's strict flag, with the keywords left out that a strict schema may not hold."""
    json_schema["strict"] = True
    json_schema["schema"] = _without_lengths(json_schema["schema"])


def _without_lengths(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _without_lengths(value) for key, value in node.items() if key not in _LENGTHS}
    return [_without_lengths(item) for item in node] if isinstance(node, list) else node


def _first_choice(completion: Any) -> tuple[Any, Any]:
    """The completion's first choice and its message, each None where there is none."""
    choice = next(iter(getattr(completion, "choices", None) or ()), None)
    return choice, getattr(choice, "message", None)


def isolate_answer(completion: Any) -> None:
    """Leave in the message's content the answer alone: no thoughts, no fence, no words around a JSON object.

    Thoughts stand before the answer in ``<think>``, or in a field of their own, which some servers mistake for
    the answer's: https://github.com/lmstudio-ai/lmstudio-bug-tracker/issues/1698,
    https://github.com/vllm-project/vllm/issues/48863.
    """
    choice, message = _first_choice(completion)
    if message is None or message.tool_calls:
        return
    text = (message.content or "").rpartition(_THINK_END)[2].strip()
    if not text and choice.finish_reason == "stop":
        text = _last_object(_thoughts(message)) or ""
    text = _object_at(text, 0) or (text if text.startswith("{") else _last_object(text) or text)
    if text and choice.finish_reason != "length":
        message.content = text


def reject_repeated_keys(completion: Any) -> None:
    """Raise :class:`RepeatedKeyError` where the answer gives one key twice: a reader would take one unseen."""
    _, message = _first_choice(completion)
    calls = getattr(message, "tool_calls", None) or ()
    for text in (getattr(message, "content", None), *(getattr(call.function, "arguments", None) for call in calls)):
        with contextlib.suppress(json.JSONDecodeError, RecursionError):
            json.loads(text or "null", object_pairs_hook=_once_each)


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise RepeatedKeyError("a key stands twice")
    return found


def is_spent_on_thoughts(completion: Any) -> bool:
    """Whether the answer's limit was spent on thoughts: they count against it.

    https://github.com/aaif-goose/goose/issues/11142
    """
    choice, message = _first_choice(completion)
    if message is None or choice.finish_reason != "length":
        return False
    content = message.content or ""
    return bool(_thoughts(message)) or bool(_THINK_OPEN.match(content)) or _THINK_END in content


def is_empty(completion: Any) -> bool:
    """Whether there is an answer with nothing in it.

    LM Studio answers so, with HTTP 200, where a prompt is longer than its context:
    https://github.com/lmstudio-ai/lmstudio-bug-tracker/issues/2339
    """
    _, message = _first_choice(completion)
    return message is not None and not (message.content or "").strip() and not message.tool_calls


def token_usage(completion: Any, tally: Tally) -> TokenUsage:
    """The completion's tokens, added to the tally; a server that reports none is not one that took none.

    Some leave ``usage`` out (https://github.com/LostRuins/koboldcpp/issues/603), some give null
    (https://github.com/triton-inference-server/server/issues/8194), some 0 for a prompt that they had in their
    cache (https://github.com/ollama/ollama/issues/5370).
    """
    if completion is None:
        return TokenUsage(None, 0, 0)
    usage = getattr(completion, "usage", None)
    prompt, answer = (int(getattr(usage, name, 0) or 0) for name in ("prompt_tokens", "completion_tokens"))
    tally.prompt_tokens += prompt
    tally.completion_tokens += answer
    tally.uncounted += not prompt
    # Beside the count, where a server counts cached tokens apart; within it elsewhere, and then this is no harm.
    cached = int(getattr(getattr(usage, "prompt_tokens_details", None), "cached_tokens", 0) or 0)
    return TokenUsage(prompt + cached if prompt else None, prompt, answer)


def restored(kept: Stored, answer: type[BaseModel]) -> BaseModel | RequestError | None:
    """A kept answer or failure, None where it does not fit the schema's code any more."""
    if kept.finish == "length":
        return TooLongError("answer-hit-limit")
    if kept.finish == "unanswered":
        code, params = message_of(json.loads(kept.answer))
        return UnansweredError(code, **params)
    try:
        return answer.model_validate_json(kept.answer)
    except ValidationError:
        return None


def _thoughts(message: Any) -> str:
    """Its field has had two names: https://docs.vllm.ai/en/stable/features/reasoning_outputs/."""
    said = getattr(message, "reasoning_content", None) or getattr(message, "reasoning", None)
    return said if isinstance(said, str) else ""


def _last_object(text: str) -> str | None:
    """The last complete JSON object: what stands before it may be the question, said again.

    Each brace that opens nothing is looked at up to the end, so that there are bounds on both.
    """
    text = text[-_MAX_SEARCHED:]
    found, at = None, text.find("{")
    for _ in range(_MAX_BRACES):
        if at < 0:
            break
        whole = _object_at(text, at)
        found = whole or found
        at = text.find("{", at + len(whole or "{"))
    return found


def _object_at(text: str, at: int) -> str | None:
    """The complete JSON object that begins there."""
    try:
        value, end = _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return None
    return text[at:end] if isinstance(value, dict) else None
