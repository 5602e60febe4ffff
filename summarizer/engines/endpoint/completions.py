"""A completion as it came over the line: data of an untrusted server, checked before anything else reads it.

``read_completion`` takes a body of any shape and gives a completion in the one shape that the API describes. What
servers do otherwise is known: content in parts, a call's arguments as an object, counts as strings, a stream that
nobody asked for, a byte order mark, HTTP 200 with an error or with a page to log in.
"""

from __future__ import annotations

import codecs
import json
import math
from typing import TYPE_CHECKING, Annotated, Any

from openai.types.chat import ChatCompletion
from pydantic import BaseModel, BeforeValidator, ValidationError

from summarizer.engines.endpoint.failures import RetryableError, UnansweredError, WebPageError

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_TEXT = 1_000_000
"""Characters of an answer: a hundred times the longest that is ever asked for."""
_MAX_COUNT = 10**9
_FINISHES = {"length": "length", "max_tokens": "length", "tool_calls": "tool_calls"}
_FILTERED = frozenset({"content_filter", "sensitive", "safety", "blocked", "prohibited_content", "risk"})
"""What the reason for an end is called where a filter kept the answer back."""


def _text(said: Any) -> str:
    """A text, or the texts of a list of parts; thoughts among them are none."""
    if isinstance(said, list):
        parts = (part.get("text") for part in said if isinstance(part, dict) and part.get("type") != "thinking")
        said = "".join(part for part in parts if isinstance(part, str))
    return said if isinstance(said, str) else ""


def _arguments(said: Any) -> str:
    """The arguments of a call as the JSON text that they are meant to be."""
    return json.dumps(said, ensure_ascii=False) if isinstance(said, dict) else _text(said)


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


class _Choice(BaseModel):
    message: Annotated[_Message, BeforeValidator(_dict)] = _Message()
    delta: Annotated[_Message, BeforeValidator(_dict)] = _Message()
    finish_reason: _Text = ""


class _Details(BaseModel):
    cached_tokens: _Count = 0


class _Usage(BaseModel):
    """``cache_read_input_tokens``: a prompt's tokens that some servers count beside the others."""

    prompt_tokens: _Count = 0
    completion_tokens: _Count = 0
    cache_read_input_tokens: _Count = 0
    prompt_tokens_details: Annotated[_Details, BeforeValidator(_dict)] = _Details()


class _Said(BaseModel):
    choices: Annotated[list[_Choice], BeforeValidator(_list)] = []
    usage: Annotated[_Usage, BeforeValidator(_dict)] = _Usage()
    error: Any = None
    code: Any = None
    msg: _Text = ""


def read_completion(body: bytes, model: str, without_key: Callable[[str], str]) -> ChatCompletion:
    """The completion in a response's body.

    Raises :class:`WebPageError` for a page, :class:`RetryableError` for an error that came with HTTP 200, for what is
    no completion and where the model refuses, :class:`UnansweredError` where a filter kept the answer back.
    """
    text = body.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace").strip()
    if text[:1] == "<":
        raise WebPageError("answered-with-web-page")
    try:
        said = _stream(text) if text.startswith(("data:", "event:", ":")) else _Said.model_validate(json.loads(text))
    except (ValueError, RecursionError, ValidationError):
        raise RetryableError("no-chat-completion") from None
    if not said.choices:
        raise _error(said, without_key)
    choice, message = said.choices[0], said.choices[0].message
    calls = [call for call in message.tool_calls if call.function.arguments]
    size = len(message.content) + sum(len(call.function.arguments) for call in calls)
    if size > MAX_TEXT:
        raise RetryableError("response-too-large", bytes=f"{MAX_TEXT:,}")
    if not message.content and not calls:
        _raise_withheld(choice, without_key)
    return _completion(choice, calls, said.usage, model)


def _stream(text: str) -> _Said:
    """A completion out of the events of a stream. Raises :class:`ValueError`."""
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
            continue
        delta, finish = said.choices[0].delta, said.choices[0].finish_reason
        parts.append(delta.content)
        thoughts.append(delta.reasoning_content or delta.reasoning)
        for at, call in enumerate(delta.tool_calls):
            _, pieces = calls.setdefault(_index(event, at), (call.function.name, []))
            pieces.append(call.function.arguments)
        whole.choices[0].finish_reason = finish or whole.choices[0].finish_reason
    if whole.error or not (any(parts) or any(thoughts) or calls or whole.choices[0].finish_reason):
        whole.choices = []
        return whole
    whole.choices[0].message = _Message(
        content="".join(parts),
        reasoning_content="".join(thoughts),
        tool_calls=[
            _Call(function=_Function(name=name, arguments="".join(pieces)))
            for _, (name, pieces) in sorted(calls.items())
        ],
    )
    return whole


def _index(event: Any, at: int) -> int:
    """The number of a call that a stream's event goes on with."""
    try:
        index = event["choices"][0]["delta"]["tool_calls"][at]["index"]
    except (KeyError, IndexError, TypeError):
        return at
    return index if isinstance(index, int) else at


def _error(said: _Said, without_key: Callable[[str], str]) -> RetryableError:
    """What a body without a choice amounts to, in the server's own words where it has some."""
    error = said.error if isinstance(said.error, dict) else {"message": said.error or said.msg, "code": said.code}
    words = " ".join(without_key(_text(error.get("message"))).split())[:200]
    return RetryableError("error-with-200", said=words) if words else RetryableError("no-chat-completion")


def _raise_withheld(choice: _Choice, without_key: Callable[[str], str]) -> None:
    """Raise where the answer was kept back on purpose.

    Where a filter did, asking again changes nothing; a model is told so, as of an answer that does not fit.
    """
    if choice.finish_reason.lower() in _FILTERED:
        raise UnansweredError("content-filtered", said=choice.finish_reason[:40])
    if choice.message.refusal:
        said = " ".join(without_key(choice.message.refusal).split())[:200]
        raise RetryableError("model-refused", repair="a refusal, no answer", reply=said, said=said)


def _completion(choice: _Choice, calls: list[_Call], usage: _Usage, model: str) -> ChatCompletion:
    message = choice.message
    finish = _FINISHES.get(choice.finish_reason, "stop")
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
                "prompt_tokens_details": {
                    "cached_tokens": usage.prompt_tokens_details.cached_tokens or usage.cache_read_input_tokens
                },
            },
        }
    )  # fmt: skip
