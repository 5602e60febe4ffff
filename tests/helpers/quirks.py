"""Endpoints on loopback that are right but for one quirk, in the words of the services that have it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from server import ChatServer


def refusal(message, code="invalid_parameter_error", **more):
    """An error's body as OpenAI writes one."""
    return {"error": {"message": message, "type": "invalid_request_error", "code": code} | more}


class Refusing(ChatServer):
    """Refuses a request where ``when(request)`` holds, by this status, body and headers."""

    def __init__(self, policy, when, status, body, headers=None, **more):
        super().__init__(policy, **more)
        self.when = when
        self.refusal = status, headers or {}, refusal(body) if isinstance(body, str) else body
        self.refused = 0

    def answer(self, request):
        if self.when(request):
            self.refused += 1
            return self.refusal
        return super().answer(request)


class Reshaping(ChatServer):
    """Sends each completion through ``reshape(body, request)``, which may give bytes."""

    def __init__(self, policy, reshape, **more):
        super().__init__(policy, **more)
        self.reshape = reshape

    def finished(self, body, request):
        return self.reshape(body, request)


class Listing(ChatServer):
    """Says ``listed`` with this ``status`` where it is asked for its models."""

    def __init__(self, policy, listed, status=200, **more):
        super().__init__(policy, **more)
        self.list = listed
        self.status = status

    def aside(self, path, request):
        if path.partition("?")[0] == f"{self.base}/models":
            return self.status, {}, self.list
        return super().aside(path, request)


def message_of(body):
    """The message of a completion's only choice."""
    return body["choices"][0]["message"]


def as_stream(body, request, *, reports=False):  # noqa: ARG001 - of a reshaping server
    """The completion as server-sent events, in pieces; the last one may report the usage."""
    message = message_of(body)
    text = message.get("content") or ""
    deltas = [{"role": "assistant", "content": ""}]
    deltas += [{"content": text[at : at + 16]} for at in range(0, len(text), 16)]
    for call in message.get("tool_calls") or ():
        name, arguments = call["function"]["name"], call["function"]["arguments"]
        deltas.append({"tool_calls": [{"index": 0, "id": "c1", "function": {"name": name, "arguments": ""}}]})
        deltas += [
            {"tool_calls": [{"index": 0, "function": {"arguments": arguments[at : at + 16]}}]}
            for at in range(0, len(arguments), 16)
        ]
    events = [{"choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in deltas]
    events.append({"choices": [{"index": 0, "delta": {}, "finish_reason": body["choices"][0]["finish_reason"]}]})
    if reports:
        events.append({"choices": [], "usage": body["usage"]})
    said = "".join(f"data: {json.dumps(event, ensure_ascii=False)}\n\n" for event in events)
    return f": keep-alive\n\n{said}data: [DONE]\n\n".encode()


_WORDINGS = Path(__file__).parents[1] / "engines" / "endpoint" / "wordings" / "refusals.toml"


def refusals_of(kind):
    """A parameter for each service that refuses a question for this reason: the HTTP status and the body."""
    rows = []
    for row in tomllib.loads(_WORDINGS.read_text(encoding="utf-8"))[kind]:
        try:
            body = json.loads(row["body"])
        except ValueError:
            body = row["body"].encode()
        rows.append(pytest.param(row["status"], body, id=row["service"]))
    return pytest.mark.parametrize(("status", "body"), rows)
