"""Answers in all the shapes that services give them, through a real server: each run is complete."""

from __future__ import annotations

import json

import pytest
from endpoint_samples import CHUNK, DOCUMENT, OUTLINE, draft, run, wise
from fakes import Thinker, echoed, ignores
from quirks import Refusing, Reshaping, as_stream, message_of
from server import ChatServer

pytestmark = pytest.mark.slow  # many runs or waits: a second and more a test under load


def complete(server, tmp_path, **more):
    """A run in which every question was answered; the engine."""
    with server:
        better, engine = run(server, tmp_path, **more)
    assert better.gaps == []
    assert better.targets[0].source == "both"
    return engine


def content(said):
    """A reshaping of a message's content, where it has one."""

    def reshape(body, request):  # noqa: ARG001
        message = message_of(body)
        if message["content"]:
            message |= said(message["content"])
        return body

    return reshape


# Thoughts

THOUGHTS = '先看 {"answers": []}，再说 {"reply": "好的"}。'
MARKS = [
    ("<think>", "</think>"),
    ("<thinking>", "</thinking>"),
    ("<thought>", "</thought>"),
    ("<reasoning>", "</reasoning>"),
    ("<seed:think>", "</seed:think>"),
    ("[THINK]", "[/THINK]"),
    ("◁think▷", "◁/think▷"),
    ("<|START_THINKING|>", "<|END_THINKING|>"),
    ("<|channel|>analysis<|message|>", "<|end|><|start|>assistant<|channel|>final<|message|>"),
]


@pytest.mark.parametrize("marks", MARKS, ids=lambda marks: marks[0])
@pytest.mark.parametrize("shape", ["{0}{2}{1}\n{3}", "{2}{1}{3}", "{3}\n\n{0}{2}{1}", "{0}{2}{1}{3}{0}{2}{1}"])
def test_thoughts_around_an_answer_are_left_out(tmp_path, marks, shape):
    """Before it, opened by the template, after it, on both sides; what looks like an answer in them is none."""
    opening, closing = marks
    if closing.endswith("final<|message|>") and not shape.endswith("{3}"):
        pytest.skip("this mark says that the answer follows")
    said = lambda text: {"content": shape.format(opening, closing, THOUGHTS, text)}  # noqa: E731
    complete(Reshaping(wise, content(said)), tmp_path)


@pytest.mark.parametrize("field", ["reasoning_content", "reasoning"])
@pytest.mark.parametrize("answered", [True, False])
def test_thoughts_in_a_field_are_left_out_unless_they_are_all_there_is(tmp_path, field, answered):
    def said(text):
        return {"content": text, field: THOUGHTS} if answered else {"content": None, field: THOUGHTS + text}

    complete(Reshaping(wise, content(said)), tmp_path)


@pytest.mark.parametrize("where", ["tag", "closing", "reasoning_content"])
def test_an_answer_cut_off_in_thoughts_gets_more_room(tmp_path, where):
    """Finish reason ``length`` where the limit went into thoughts."""
    complete(Thinker(wise, where=where, length=2000), tmp_path)


# Places


@pytest.mark.parametrize(
    "said",
    [
        lambda text: [{"type": "text", "text": text}],
        lambda text: [{"type": "text", "text": text[:9]}, {"type": "text", "text": text[9:]}],
        lambda text: [
            {"type": "thinking", "thinking": [{"type": "text", "text": "{}"}]},
            {"type": "text", "text": text},
        ],
        lambda text: [{"type": "reasoning", "text": THOUGHTS}, {"type": "output_text", "text": text}],
        lambda text: [{"text": THOUGHTS, "thought": True}, {"text": text}],
        lambda text: [text[:5], text[5:]],
        lambda text: [{"type": "text", "text": {"value": text, "annotations": []}}],
        lambda text: {"type": "text", "text": text},
        json.loads,
    ],
)
def test_content_in_parts_is_one_content(tmp_path, said):
    complete(Reshaping(wise, content(lambda text: {"content": said(text)})), tmp_path)


@pytest.mark.parametrize(
    "said",
    [
        "```json\n{}\n```",
        "好的，结果如下：\n{}\n希望有帮助。",
        "<|begin_of_box|>{}<|end_of_box|>",
        "<answer>{}</answer>",
        "\ufeff{}",
        "[{}]",
    ],
)
def test_words_around_an_answer_are_left_out(tmp_path, said):
    complete(Reshaping(wise, content(lambda text: {"content": said.replace("{}", text)})), tmp_path)


def test_an_answer_that_was_written_twice_is_read_once(tmp_path):
    complete(Reshaping(wise, content(lambda text: {"content": json.dumps(text)})), tmp_path)


def calls(arguments, name="Answers"):
    return [{"id": "c1", "type": "function", "function": {"name": name, "arguments": arguments}}]


@pytest.mark.parametrize(
    "said",
    [
        lambda text: {"content": None, "tool_calls": calls(text)},
        lambda text: {"content": "", "tool_calls": calls(json.loads(text), "json")},
        lambda text: {"content": None, "function_call": {"name": "f", "arguments": text}},
        lambda text: {"content": f'<tool_call>\n{{"name": "Answers", "arguments": {text}}}\n</tool_call>'},
    ],
)
def test_an_answer_in_a_call_that_nobody_asked_for_is_an_answer(tmp_path, said):
    complete(Reshaping(wise, content(said)), tmp_path)


def only_tools(request):
    return not request.get("tools")


def called(change):
    """A server that takes tools alone; ``change`` is made to the message with the call."""

    class Tools(Refusing):
        def finished(self, body, request):  # noqa: ARG002
            message = message_of(body)
            message |= change(message["tool_calls"][0]["function"]["arguments"])
            return body

    return Tools(echoed(wise), only_tools, 400, "response_format is not supported")


@pytest.mark.parametrize(
    "change",
    [
        lambda text: {"tool_calls": calls(text)},
        lambda text: {"tool_calls": calls(json.loads(text))},
        lambda text: {"tool_calls": calls(json.dumps(text))},
        lambda text: {"tool_calls": calls(text, "")},
        lambda text: {"tool_calls": calls(text, "functions.Answers:0")},
        lambda text: {"tool_calls": [*calls(text), *calls(text)]},
        lambda text: {"tool_calls": [*calls("", "think"), *calls(text)]},
        lambda text: {"tool_calls": None, "function_call": {"name": "Answers", "arguments": text}},
        lambda text: {"tool_calls": None, "content": text},
        lambda text: {"tool_calls": [], "content": f'<think>{{}}</think>{{"name": "A", "parameters": {text}}}'},
    ],
)
def test_a_call_of_the_tool_is_read_in_every_spelling(tmp_path, change):
    """Arguments as a string, an object, a string in a string; other names, several calls, the call as text."""
    engine = complete(called(change), tmp_path)
    assert engine.capabilities.mode.name == "tools/echo"


# Streams


@pytest.mark.parametrize("reports", [True, False])
def test_a_stream_that_nobody_asked_for_is_read(tmp_path, reports):
    engine = complete(Reshaping(wise, lambda body, request: as_stream(body, request, reports=reports)), tmp_path)
    assert (engine.usage.prompt_tokens > 0) is reports


def test_a_call_of_a_tool_comes_as_a_stream_too(tmp_path):
    class Streams(Refusing):
        finished = staticmethod(as_stream)

    complete(Streams(echoed(wise), only_tools, 400, "response_format is not supported"), tmp_path)


# How JSON can be had


@pytest.mark.parametrize(
    ("modes", "way"), [({"tools", "json"}, "tools"), ({"json"}, "json"), ({"json_schema", "json"}, "json_schema")]
)
@pytest.mark.parametrize("status", [400, 404, 422, 500])
def test_a_form_that_is_refused_gives_way_to_the_next(tmp_path, modes, way, status):
    """``json_object`` alone, tools alone; refused as a bad request or by a server's own error."""
    kinds = {"json_schema", "json_object"}

    def unknown(request):
        kind = (request.get("response_format") or {}).get("type")
        asked = "tools" if request.get("tools") else "json_schema" if kind == "json_schema" else "json"
        return asked not in modes and (kind in kinds or asked == "tools")

    server = Refusing(echoed(wise), unknown, status, "This response_format or tool_choice type is unavailable now")
    engine = complete(server, tmp_path)
    assert engine.capabilities.mode.mode == way


def test_a_server_that_knows_no_form_at_all_is_asked_in_words(tmp_path):
    """No response_format and no tools, refused with 400: the schema stands in the prompt."""
    server = Refusing(
        echoed(wise), lambda request: "response_format" in request or "tools" in request, 400, "unknown field in body"
    )
    engine = complete(server, tmp_path)
    assert (engine.capabilities.mode.mode, engine.capabilities.enforced) == ("md_json", False)


def test_a_form_that_is_ignored_is_found_out(tmp_path):
    with ignores(ChatServer(echoed(wise))) as server:
        better, engine = run(server, tmp_path)
    assert (engine.capabilities.mode.mode, better.gaps) == ("json", [])


# Half an answer


@pytest.mark.parametrize("finish", ["length", "max_tokens", "MAX_TOKENS", "model_length", "max_output_tokens"])
def test_half_an_answer_is_asked_for_in_halves(tmp_path, finish):
    """Whatever the service calls the end: the question is halved, and nothing is missing."""

    class Cutting(ChatServer):
        left = 0

        def finished(self, body, request):  # noqa: ARG002
            if self.left:
                self.left -= 1
                message = message_of(body)
                message["content"] = message["content"][: len(message["content"]) // 2]
                body["choices"][0]["finish_reason"] = finish
            return body

    async def cut(engine):
        await engine.checked_capabilities()
        server.left = 1
        return await engine.extract(DOCUMENT, OUTLINE, CHUNK, draft())

    with Cutting(wise) as server:
        better, _ = run(server, tmp_path, cut)
        assert server.left == 0
        assert not any(len(request["messages"]) > 2 for request in server.requests), "nothing was wrong with it"
    assert better.gaps == []


# What is counted


@pytest.mark.parametrize(
    "usage",
    [
        None,
        {},
        {"prompt_tokens": 9, "completion_tokens": 20, "cache_read_input_tokens": 2000},
        {"prompt_tokens": 120, "completion_tokens": 20, "prompt_tokens_details": {"cached_tokens": 2000}},
        {"prompt_tokens": 120, "completion_tokens": 20, "cached_tokens": 2000},
        {"prompt_tokens": 1, "completion_tokens": 20, "prompt_tokens_details": None},
        {"prompt_tokens": 0, "completion_tokens": 20},
        {"prompt_tokens": "2000", "completion_tokens": "20"},
        {"input_tokens": 2000, "output_tokens": 20},
        {"prompt_tokens": 2000.0, "completion_tokens": None},
        {"prompt_tokens": -1, "completion_tokens": "many"},
        [2000, 20],
    ],
)
def test_a_usage_that_leaves_something_out_is_no_cut_prompt(tmp_path, usage):
    engine = complete(Reshaping(wise, lambda body, _: body | {"usage": usage}), tmp_path)
    assert engine.usage.prompt_tokens >= 0
    reports = isinstance(usage, dict) and str(usage.get("prompt_tokens", usage.get("input_tokens", 0))) > "0"
    assert (engine.usage.prompt_tokens > 0) is reports


def test_a_server_that_counts_only_what_was_not_in_its_cache_cuts_nothing(tmp_path):
    """Without a word of the cache: who read more before has the room, and what is cut fills it."""

    class Caching(ChatServer):
        seen = ""

        def finished(self, body, request):
            prompt = "".join(message["content"] for message in request["messages"])
            known = next((at for at, (a, b) in enumerate(zip(prompt, self.seen, strict=False)) if a != b), 0)
            self.seen = prompt
            return body | {"usage": {"prompt_tokens": max(1, len(prompt) - known), "completion_tokens": 20}}

    engine = complete(Caching(wise), tmp_path)
    assert engine.usage.prompt_tokens > 0
