"""A completion as it came over the line: data of an untrusted server, checked before anything else reads it.

``read_completion`` takes a body of any shape and gives a completion in the one shape that the API describes. What
servers do otherwise is known: content in parts, a call's arguments as an object, counts as strings, a stream that
nobody asked for, a byte order mark, HTTP 200 with an error or with a page to log in.
"""

from __future__ import annotations

import codecs
import contextlib
import json
import math
from typing import TYPE_CHECKING, Annotated, Any

from openai.types.chat import ChatCompletion
from pydantic import AliasChoices, BaseModel, BeforeValidator, Field, ValidationError

from summarizer.engines.endpoint.failures import RetryableError, UnansweredError, WebPageError, With200Error
from summarizer.engines.endpoint.refusals import words_of

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_TEXT = 1_000_000
"""Characters of an answer: a hundred times the longest that is ever asked for."""
_MAX_COUNT = 10**9
_LENGTHS = frozenset({"length", "max_tokens", "model_length", "max_output_tokens", "max_length", "token_limit"})
_FILTERED = frozenset(
    "content_filter sensitive safety blocked prohibited_content risk blocklist spii recitation content_filtered "
    "image_safety guardrail_intervened".split()
)
"""What the reason for an end is called where a filter kept the answer back; "content_filter: SAFETY" is one, too."""
_FAILED = frozenset({"error", "network_error", "insufficient_system_resource", "abort", "server_error"})
"""What it is called where the server broke off by itself."""
_THOUGHTS = frozenset({"thinking", "reasoning", "redacted_thinking", "thought", "reasoning_content"})
"""Kinds of parts that are none of the answer's."""
_STATUSES = range(400, 600)


def _text(said: Any) -> str:
    """A text, or the texts of a list of parts; thoughts among them are none. An object is the answer itself."""
    if isinstance(said, list):
        return "".join(_part(part) for part in said)
    if isinstance(said, dict):
        return _part(said) if "text" in said else _json(said)
    return said if isinstance(said, str) else ""


def _part(said: Any) -> str:
    """The text of a part: a string, or under ``text``, where it may stand under ``value`` once more."""
    if isinstance(said, dict):
        if said.get("type") in _THOUGHTS or said.get("thought") is True:
            return ""
        said = said.get("text")
        said = said.get("value") if isinstance(said, dict) else said
    return said if isinstance(said, str) else ""


def _json(said: dict[Any, Any]) -> str:
    try:
        return json.dumps(said, ensure_ascii=False)
    except (ValueError, RecursionError):
        return ""


def _arguments(said: Any) -> str:
    """The arguments of a call as the JSON text that they are meant to be: an object, or a text written twice, too."""
    if isinstance(said, dict):
        return _json(said)
    text = _text(said)
    if text.lstrip().startswith('"'):
        with contextlib.suppress(ValueError, RecursionError):
            text = _text(json.loads(text))
    return text


def _count(said: Any) -> int:
    """A number of tokens; 0, which is "not said", for what cannot be one."""
    try:
        number = float(said)
    except (TypeError, ValueError, OverflowError):
        return 0
    return int(number) if math.isfinite(number) and 0 <= number <= _MAX_COUNT else 0


def _dict(said: Any) -> Any:
    return said if isinstance(said, dict | BaseModel) else {}


def _list(said: Any) -> Any:
    return [one for one in said if isinstance(one, dict | BaseModel)] if isinstance(said, list) else []


_Text = Annotated[str, BeforeValidator(_text)]
_Count = Annotated[int, BeforeValidator(_count)]


class _Function(BaseModel):
    name: _Text = ""
    arguments: Annotated[str, BeforeValidator(_arguments)] = ""


class _Call(BaseModel):
    function: Annotated[_Function, BeforeValidator(_dict)] = _Function()


class _Message(BaseModel):
    """``delta`` in a stream; the two names of thoughts: https://docs.vllm.ai/en/stable/features/reasoning_outputs/."""

    content: _Text = ""
    refusal: _Text = ""
    reasoning_content: _Text = ""
    reasoning: _Text = ""
    tool_calls: Annotated[list[_Call], BeforeValidator(_list)] = []
    function_call: Annotated[_Function, BeforeValidator(_dict)] = _Function()
    """One call, as it was written before there could be several."""


class _Choice(BaseModel):
    message: Annotated[_Message, BeforeValidator(_dict)] = _Message()
    delta: Annotated[_Message, BeforeValidator(_dict)] = _Message()
    text: _Text = ""
    finish_reason: _Text = ""
    error: Any = None


class _Details(BaseModel):
    cached_tokens: _Count = 0


class _Usage(BaseModel):
    """``cache_read_input_tokens``: a prompt's tokens that some servers count beside the others."""

    prompt_tokens: Annotated[int, BeforeValidator(_count)] = Field(
        default=0, validation_alias=AliasChoices("prompt_tokens", "input_tokens")
    )
    completion_tokens: Annotated[int, BeforeValidator(_count)] = Field(
        default=0, validation_alias=AliasChoices("completion_tokens", "output_tokens")
    )
    cached_tokens: _Count = 0
    cache_read_input_tokens: _Count = 0
    prompt_tokens_details: Annotated[_Details, BeforeValidator(_dict)] = _Details()

    @property
    def cached(self) -> int:
        """Tokens that the server had read before, under whichever name."""
        return max(self.prompt_tokens_details.cached_tokens, self.cache_read_input_tokens, self.cached_tokens)


class _Said(BaseModel):
    choices: Annotated[list[_Choice], BeforeValidator(_list)] = []
    usage: Annotated[_Usage, BeforeValidator(_dict)] = _Usage()
    error: Any = None


def read_completion(body: bytes, model: str, without_key: Callable[[str], str]) -> ChatCompletion:
    """The completion in a response's body.

    Raises :class:`WebPageError` for a page, :class:`RetryableError` for an error that came with HTTP 200, for what is
    no completion and where the model refuses, :class:`UnansweredError` where a filter kept the answer back.
    """
    text = body.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace").strip()
    if text[:1] == "<":
        raise WebPageError("answered-with-web-page")
    try:
        if text.startswith(("data:", "event:", "id:", "retry:", ":")):
            said, body = _stream(text)
        else:
            body = json.loads(text)
            said = _Said.model_validate(body)
    except (ValueError, RecursionError, ValidationError):
        raise RetryableError("no-chat-completion") from None
    if not said.choices:
        raise _error(body, without_key)
    choice, message = said.choices[0], said.choices[0].message
    message.content = message.content or choice.text
    if message.function_call.arguments and not message.tool_calls:
        message.tool_calls = [_Call(function=message.function_call)]
    calls = [call for call in message.tool_calls if call.function.arguments]
    size = len(message.content) + sum(len(call.function.arguments) for call in calls)
    if size > MAX_TEXT:
        raise RetryableError("response-too-large", bytes=f"{MAX_TEXT:,}")
    finish = choice.finish_reason.lower()
    if choice.error or finish in _FAILED:
        raise _error({"error": choice.error or choice.finish_reason}, without_key)
    if not message.content and not calls:
        _raise_withheld(choice, without_key)
    return _completion(choice, calls, said.usage, model)


def _stream(text: str) -> tuple[_Said, Any]:
    """A completion out of the events of a stream, and the last of them that said something else instead.

    Raises :class:`ValueError`.
    """
    other: Any = None
    whole = _Said(choices=[_Choice()])
    parts: list[str] = []
    thoughts: list[str] = []
    calls: dict[int, tuple[str, list[str]]] = {}
    for line in text.splitlines():
        data = line.removeprefix("data:").strip()
        if not line.startswith("data:") or data == "[DONE]":
            continue
        event = json.loads(data)
        said = _Said.model_validate(event)
        whole.error = whole.error or said.error
        if said.usage != _Usage():
            whole.usage = said.usage
        if not said.choices:
            other = event if said.usage == _Usage() or said.error else other
            continue
        if whole.choices[0].error is None:
            whole.choices[0].error = said.choices[0].error
        delta, finish = said.choices[0].delta, said.choices[0].finish_reason
        if delta == _Message() and not finish:  # some give whole messages in their events
            delta = said.choices[0].message
        parts.append(delta.content)
        thoughts.append(delta.reasoning_content or delta.reasoning)
        for at, call in enumerate(delta.tool_calls):
            _, pieces = calls.setdefault(_index(event, at), (call.function.name, []))
            pieces.append(call.function.arguments)
        whole.choices[0].finish_reason = finish or whole.choices[0].finish_reason
    if whole.error or not (any(parts) or any(thoughts) or calls or whole.choices[0].finish_reason):
        whole.choices = []
        return whole, other
    whole.choices[0].message = _Message(
        content="".join(parts),
        reasoning_content="".join(thoughts),
        tool_calls=[
            _Call(function=_Function(name=name, arguments="".join(pieces)))
            for _, (name, pieces) in sorted(calls.items())
        ],
    )
    return whole, other


def _index(event: Any, at: int) -> int:
    """The number of a call that a stream's event goes on with."""
    try:
        index = event["choices"][0]["delta"]["tool_calls"][at]["index"]
    except (KeyError, IndexError, TypeError):
        return at
    return index if isinstance(index, int) else at


def _error(body: Any, without_key: Callable[[str], str]) -> RetryableError:
    """What a body without a choice amounts to, in the server's own words where it has some."""
    words = without_key(words_of(body))[:200]
    if not words or (isinstance(body, dict) and words == body.get("object")):
        return RetryableError("no-chat-completion")
    return With200Error("error-with-200", body=body, status=_status(body), said=words)


def _status(body: Any) -> int:
    """The HTTP status that an error names as its code; 0 where it names none."""
    error = body.get("error") if isinstance(body, dict) else None
    for one in (error, body):
        code = one.get("code") if isinstance(one, dict) else None
        if isinstance(code, str) and code.isascii() and code.isdigit() and len(code) == len("400"):
            code = int(code)
        if isinstance(code, int) and code in _STATUSES:
            return int(code)
    return 0


def _raise_withheld(choice: _Choice, without_key: Callable[[str], str]) -> None:
    """Raise where the answer was kept back on purpose.

    Where a filter did, asking again changes nothing; a model is told so, as of an answer that does not fit.
    """
    if choice.finish_reason.lower().partition(":")[0].strip() in _FILTERED:
        raise UnansweredError("content-filtered", said=without_key(choice.finish_reason)[:40])
    if choice.message.refusal:
        said = " ".join(without_key(choice.message.refusal).split())[:200]
        raise RetryableError("model-refused", repair="a refusal, no answer", reply=said, said=said)


def _completion(choice: _Choice, calls: list[_Call], usage: _Usage, model: str) -> ChatCompletion:
    message = choice.message
    finish = "length" if choice.finish_reason.lower() in _LENGTHS else "tool_calls" if calls else "stop"
    return ChatCompletion.model_validate(
        {
            "id": "", "object": "chat.completion", "created": 0, "model": model,
            "choices": [{"index": 0, "finish_reason": finish, "message": {
                "role": "assistant", "content": message.content or None,
                "reasoning_content": message.reasoning_content or message.reasoning,
                "tool_calls": [
                    {"id": f"call_{number}", "type": "function", "function": call.function.model_dump()}
                    for number, call in enumerate(calls)
                ] or None,
            }}],
            "usage": {
                "prompt_tokens": usage.prompt_tokens, "completion_tokens": usage.completion_tokens,
                "total_tokens": usage.prompt_tokens + usage.completion_tokens,
                "prompt_tokens_details": {"cached_tokens": usage.cached},
            },
        }
    )  # fmt: skip
