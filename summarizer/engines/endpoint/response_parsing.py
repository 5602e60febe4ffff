"""Response parsing: what has to be set right in a request and in its completion, before instructor reads it."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from openai.types.chat import ChatCompletionMessageToolCall
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
_MARKS = (
    ("<think>", "</think>"),  # DeepSeek, Qwen, GLM and most others
    ("<thinking>", "</thinking>"),
    ("<thought>", "</thought>"),  # Gemini, Gemma
    ("<reasoning>", "</reasoning>"),
    ("<seed:think>", "</seed:think>"),
    ("[THINK]", "[/THINK]"),  # Magistral
    ("◁think▷", "◁/think▷"),  # Kimi
    ("<|START_THINKING|>", "<|END_THINKING|>"),  # Command A
    ("<|channel|>analysis", "<|channel|>final"),  # gpt-oss
)
"""What thoughts stand between."""


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


def isolate_answer(completion: Any, *, tool: str | None = None) -> None:
    """Leave the answer alone in its place: no thoughts, no fence, no words around a JSON object.

    Its place is the message's content, or the call of a ``tool`` where one was asked for. Models put it into the other
    one, into several calls, or into the call that they write out as text.

    Thoughts stand before the answer in ``<think>``, or in a field of their own, which some servers mistake for
    the answer's: https://github.com/lmstudio-ai/lmstudio-bug-tracker/issues/1698,
    https://github.com/vllm-project/vllm/issues/48863.
    """
    choice, message = _first_choice(completion)
    if message is None:
        return
    if message.tool_calls:
        _take_call(message, tool)
        return
    text = without_thoughts(message.content or "")
    if not text and choice.finish_reason == "stop":
        text = _last_object(_thoughts(message)) or ""
    if text.startswith('"'):  # an object that was written twice
        with contextlib.suppress(ValueError, RecursionError):
            text = str(json.loads(text)).strip()
    text = _object_at(text, 0) or (text if text.startswith("{") else _last_object(text) or text)
    text = _called(text) or text
    if text and choice.finish_reason != "length":
        message.content = text
        if tool is not None and _object_at(text, 0) == text:
            call = {"id": "call_0", "type": "function", "function": {"name": tool, "arguments": text}}
            message.tool_calls = [ChatCompletionMessageToolCall.model_validate(call)]
            message.content = None


def _take_call(message: Any, tool: str | None) -> None:
    """Leave the first call that holds an object: as that of the ``tool``, else as the message's content."""
    calls = message.tool_calls
    call = next((one for one in calls if _object_at(one.function.arguments.strip(), 0)), calls[0])
    if tool is None:
        if not (message.content or "").strip():
            message.content = call.function.arguments
            message.tool_calls = None
        return
    call.function.name = tool
    message.tool_calls = [call]


def _called(text: str) -> str | None:
    """The arguments of a call that a model wrote out as text: ``{"name": …, "arguments": {…}}``."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or not isinstance(said.get("name"), str) or len(said) != len(("name", "arguments")):
        return None
    arguments = said.get("arguments", said.get("parameters"))
    return json.dumps(arguments, ensure_ascii=False) if isinstance(arguments, dict) else None


def without_thoughts(text: str) -> str:
    """The text without what stands in marks of thoughts, wherever; a template may have opened the first one."""
    for opening, closing in _MARKS:
        if closing not in text:
            continue
        parts = text.split(closing)
        outside = [part.partition(opening)[0] for part in parts[:-1] if opening in part]
        kept = "".join([*outside, parts[-1]]).strip()
        text = kept if "{" in kept or "{" not in parts[0] else parts[0].strip()
    return text.strip()


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
    content = (message.content or "").lstrip()
    marked = any(content.startswith(opening) or closing in content for opening, closing in _MARKS)
    return marked or bool(_thoughts(message))


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
