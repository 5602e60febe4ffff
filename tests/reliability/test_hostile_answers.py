"""Answers of a hostile server, from the first byte on: the rules' result of the document stands, within seconds.

Each server answers one path in its own bad way, and all others as a good one would: the completion from the first call
on or after the probe, the list of models, the tokenizer, and what a local server says of itself.
"""

from __future__ import annotations

import gzip
import json
import resource
import sys
import time
import zlib
from http.server import BaseHTTPRequestHandler

import pytest
from endpoint_samples import fluent
from server import ChatServer

import summarizer
from summarizer import Settings
from summarizer.documents import from_text

pytestmark = pytest.mark.reliability

PLAN = (
    "市教育局2023年工作要点\n\n一、扩大优质资源\n新建、改扩建中小学幼儿园80所，持续扩大学位供给。"
    "培训园长120名，进一步提升队伍素质，努力办好人民满意的教育。\n"
)
KEY = "sk-of-the-user-0123456789"
SECONDS, MEGABYTES = 20, 1000


def bomb(times):
    """Zeros, packed so many times over: 4.8 KB of two layers become gigabytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    data = b"".join(packer.compress(bytes(1_000_000)) for _ in range(200)) + packer.flush()
    for _ in range(times - 1):
        data = gzip.compress(data)
    return data


def message(content, finish="stop", **more):
    return {"id": "x", "choices": [{"index": 0, "message": {"content": content}, "finish_reason": finish}], **more}


def usage(value):
    return message('{"answers": []}', usage={"prompt_tokens": value, "completion_tokens": value, "total_tokens": value})


STATUS = (300, 400, 402, 403, 404, 405, 408, 409, 410, 413, 415, 418, 422, 425, 429, 451, 500, 501, 502, 503, 504, 520)
ERRORS = {f"status-{code}": (code, {}, {"error": {"message": f"no {code}"}}) for code in STATUS}
COMPLETIONS = {
    "401-that-repeats-the-key": (401, {}, {"error": {"message": f"bad key {KEY}"}}),
    "endless-retry-after": (429, {"retry-after": "9" * 400}, {"error": {"message": "later"}}),
    "negative-retry-after": (429, {"retry-after": "-5"}, {"error": {"message": "later"}}),
    "retry-after-nan": (429, {"retry-after": "nan"}, {"error": {"message": "later"}}),
    "error-of-another-kind": (400, {}, [[[["?"]]]]),
    "error-in-error": (400, {}, {"error": {"message": {"message": {"message": 7}}}}),
    "redirect": (302, {"location": "http://169.254.169.254/latest/"}, {}),
    "bomb": (200, {"content-encoding": "gzip"}, bomb(1)),
    "bomb-in-bomb": (200, {"content-encoding": "gzip, gzip"}, bomb(2)),
    "bomb-said-to-be-deflate": (200, {"content-encoding": "deflate"}, bomb(1)),
    "no-gzip": (200, {"content-encoding": "gzip"}, b"\x1f\x8bnot packed"),
    "brotli": (200, {"content-encoding": "br"}, b"\x0b\x02\x80hello\x03"),
    "unclosed-objects": (200, {}, message('{"a":' * 190_000)),
    "unclosed-after-a-word": (200, {}, message("想" + '{"a":1,' * 140_000)),
    "deep-lists": (200, {}, b"[" * 3_000_000),
    "deep-choice": (200, {}, b'{"choices":' * 600_000),
    "endless-answer": (200, {}, message("一" * 2_000_000)),
    "ten-megabytes": (200, {}, b" " * 10_000_000),
    "empty": (200, {}, b""),
    "null": (200, {}, b"null"),
    "a-number": (200, {}, b"7"),
    "no-json": (200, {}, b"OK"),
    "half": (200, {}, b'{"choices": [{"message": {"con'),
    "not-utf-8": (200, {}, b"\xff\xfe\xfd"),
    "a-page": (200, {"content-type": "text/html"}, b"<html>log in</html>"),
    "empty-choices": (200, {}, {"choices": []}),
    "empty-choice": (200, {}, {"choices": [{}]}),
    "null-choice": (200, {}, {"choices": [None]}),
    "choice-of-a-number": (200, {}, {"choices": 7}),
    "message-of-a-list": (200, {}, {"choices": [{"message": [1, 2]}]}),
    "content-of-an-object": (200, {}, message({"text": "?"})),
    "calls-of-a-number": (200, {}, {"choices": [{"message": {"tool_calls": 3}}]}),
    "call-without-function": (200, {}, {"choices": [{"message": {"tool_calls": [{}]}}]}),
    "finish-of-an-object": (200, {}, message("{}", finish={"why": 1})),
    "usage-nan": (200, {}, b'{"choices": [{"message": {"content": "{}"}}], "usage": {"prompt_tokens": NaN}}'),
    "usage-infinite": (200, {}, b'{"choices": [{"message": {"content": "{}"}}], "usage": {"prompt_tokens": Infinity}}'),
    "usage-huge": (200, {}, usage(10**30)),
    "usage-negative": (200, {}, usage(-7)),
    "usage-words": (200, {}, usage("many")),
    "usage-list": (200, {}, usage([1])),
    "the-key": (200, {}, message(json.dumps({"answers": [{"ref": KEY, "answer": KEY}]}))),
    "key-twice": (200, {}, message('{"answers": [], "answers": []}')),
    "filtered": (200, {}, message(None, finish="content_filter")),
    "error-with-200": (200, {}, {"error": {"message": f"no, {KEY}"}}),
    "stream-of-errors": (200, {"content-type": "text/event-stream"}, b'data: {"error": {"message": "no"}}\n\n'),
    "endless-stream": (200, {"content-type": "text/event-stream"}, b"data: {}\n\n" * 200_000),
    **ERRORS,
}  # fmt: skip
LISTS = {
    "number-as-name": {"data": [{"id": 7}]},
    "null-as-name": {"data": [{"id": None}]},
    "names-that-command": {"data": [{"id": "\x1b]0;owned\x07"}]},
    "endless-name": {"data": [{"id": "m" * 100_000}]},
    "key-as-name": {"data": [{"id": KEY}]},
    "empty": {"data": []},
    "a-list": [1, 2],
    "a-word": "models",
    "null": None,
    "no-models-but-numbers": {"data": [1, 2, 3]},
}
TOKENS = {
    "ids-alone": {"tokens": [2_000_000_000, 2_000_000_000]},
    "strings-of-numbers": {"token_strs": [2_000_000_000] * 9},
    "pieces-of-bytes": {"tokens": [{"piece": [256, -1]}]},
    "huge-bytes": {"tokens": [{"piece": [10**30]}]},
    "an-object": {"tokens": {"a": 1}},
    "null": None,
}
PROPS = {
    "window-huge": {"default_generation_settings": {"n_ctx": 10**30}, "total_slots": 10**30},
    "window-tiny": {"default_generation_settings": {"n_ctx": 1}, "total_slots": 1},
    "window-words": {"default_generation_settings": {"n_ctx": "many"}},
    "window-list": [1, 2, 3],
}


class Hostile(ChatServer):
    """A good server but for one path; a completion may be a good one ``first`` times."""

    def __init__(self, *, completion=None, models=None, tokens=None, props=None, first=0):
        super().__init__(fluent)
        self.completion, self.first = completion, first
        self.own = {"/v1/models": models, "/tokenize": tokens, "/props": props}
        self._http.RequestHandlerClass = _raw(self._http.RequestHandlerClass)

    def answer(self, request):
        if self.completion is None or len(self.requests) <= self.first:
            return super().answer(request)
        return self.completion

    def said(self, path, request):
        own = self.own.get(path)
        if path == "/props" and own is None and self.own["/tokenize"] is not None:
            own = {"default_generation_settings": {"n_ctx": 8192}, "total_slots": 1}
        return super().said(path, request) if own is None else own


def _raw(handler):
    """The handler, which sends bytes as they are."""

    class Raw(handler):
        def _send(self, status, headers, body):
            if not isinstance(body, bytes):
                return super()._send(status, headers, body)
            try:
                self.send_response(status)
                for name, value in ({"content-type": "application/json"} | headers).items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(body)))
                BaseHTTPRequestHandler.end_headers(self)
                self.wfile.write(body)
            except OSError:
                self.close_connection = True

    return Raw


def check(server, tmp_path, **more):
    """The plan's rules' result, in time and memory, without the key, and said to be incomplete where it is."""
    began = time.monotonic()
    with server:
        settings = Settings(
            endpoint=server.url, api_key=KEY, cache_dir=tmp_path / "cache", time_limit=4, timeout=3, **more
        )
        found = summarizer.summarize(from_text(PLAN, "plan.txt"), settings)
    assert time.monotonic() - began < SECONDS
    assert {(target.value, target.unit) for target in found.targets} == {(80, "所"), (120, "名")}
    assert found.goals
    assert KEY not in found.model_dump_json()
    assert "\x1b" not in found.model_dump_json()
    if sys.platform == "linux":
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 < MEGABYTES
    return found


@pytest.mark.parametrize("name", sorted(COMPLETIONS))
def test_a_completion_from_the_first_call_costs_no_result(tmp_path, name):
    found = check(Hostile(completion=COMPLETIONS[name]), tmp_path, model="test-model")
    assert found.incomplete, "what the model was not asked is said"
    assert all("\n" not in gap.reason for gap in found.incomplete)


@pytest.mark.parametrize("name", sorted(COMPLETIONS))
def test_a_completion_after_the_probe_costs_no_result(tmp_path, name):
    check(Hostile(completion=COMPLETIONS[name], first=3), tmp_path, model="test-model")


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_list_of_models_costs_no_result(tmp_path, name):
    check(Hostile(models=LISTS[name]), tmp_path)


@pytest.mark.parametrize("name", sorted(TOKENS))
def test_a_tokenizer_costs_no_result(tmp_path, name):
    check(Hostile(tokens=TOKENS[name]), tmp_path)


@pytest.mark.parametrize("name", sorted(PROPS))
def test_a_window_costs_no_result(tmp_path, name):
    check(Hostile(props=PROPS[name]), tmp_path)
