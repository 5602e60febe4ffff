"""What servers send for a completion, in all known shapes and in any other: data, never an error of ours."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.engines.endpoint.completions import MAX_TEXT, read_completion
from summarizer.engines.endpoint.events import Tally
from summarizer.engines.endpoint.failures import RequestError, RetryableError, UnansweredError, WebPageError
from summarizer.engines.endpoint.response_parsing import isolate_answer, token_usage

ANSWER = '{"answers": ["改造2所"]}'
KEY = "sk-0123456789abcdef"


def read(body, *, raw=False):
    data = body if raw else json.dumps(body, ensure_ascii=False).encode()
    return read_completion(data, "m1", lambda text: text.replace(KEY, "***"))


def completion(message, finish="stop", **more):
    return {"choices": [{"index": 0, "message": message, "finish_reason": finish}], **more}


def events(*deltas, end="stop"):
    said = [{"choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in deltas]
    said.append({"choices": [{"index": 0, "delta": {}, "finish_reason": end}]})
    return "".join(f"data: {json.dumps(one)}\n\n" for one in said).encode() + b"data: [DONE]\n\n"


@pytest.mark.parametrize(
    "body",
    [
        completion({"content": ANSWER}),
        completion({"content": ANSWER}, finish=None),
        completion({"content": [{"type": "text", "text": ANSWER}]}),
        completion({"content": [{"type": "text", "text": ANSWER[:9]}, {"type": "text", "text": ANSWER[9:]}]}),
        completion({"content": [{"type": "thinking", "text": "{}"}, {"type": "text", "text": ANSWER}]}),
        completion({"content": f"<think>{{}}</think>{ANSWER}"}),
        completion({"content": None, "reasoning_content": ANSWER}),
        completion({"content": None, "reasoning": ANSWER}),
    ],
)
def test_an_answer_is_found_wherever_servers_put_it(body):
    found = read(body)
    isolate_answer(found)
    assert found.choices[0].message.content == ANSWER


@pytest.mark.parametrize("arguments", [ANSWER, json.loads(ANSWER)])
def test_arguments_of_a_call_may_be_an_object(arguments):
    call = {"id": "a", "type": "function", "function": {"name": "Answers", "arguments": arguments}}
    found = read(completion({"content": None, "tool_calls": [call]}, "tool_calls"))
    assert json.loads(found.choices[0].message.tool_calls[0].function.arguments) == json.loads(ANSWER)


def test_a_stream_that_nobody_asked_for_is_put_together():
    found = read(events({"role": "assistant"}, *({"content": part} for part in ANSWER)), raw=True)
    assert found.choices[0].message.content == ANSWER
    parts = [
        {"index": 0, "function": {"name": "Answers" if at == 0 else None, "arguments": c}}
        for at, c in enumerate(ANSWER)
    ]
    found = read(events(*({"tool_calls": [part]} for part in parts)), raw=True)
    (call,) = found.choices[0].message.tool_calls
    assert (call.function.name, call.function.arguments) == ("Answers", ANSWER)


def test_a_byte_order_mark_is_no_part_of_the_answer():
    assert read(b"\xef\xbb\xbf" + json.dumps(completion({"content": ANSWER})).encode(), raw=True)


@pytest.mark.parametrize("count", [math.nan, math.inf, 1e30, -5, "many", [1], {"a": 1}, None, True])
def test_a_count_that_cannot_be_one_counts_as_not_said(count):
    body = completion({"content": ANSWER}, usage={"prompt_tokens": count, "completion_tokens": count})
    tally = Tally()
    used = token_usage(read(body), tally)
    assert used.read is None or used.prompt in {0, 1}
    assert 0 <= tally.prompt_tokens <= 1


def test_counts_may_be_strings():
    body = completion({"content": ANSWER}, usage={"prompt_tokens": "812", "completion_tokens": "20"})
    assert token_usage(read(body), Tally())[1:] == (812, 20)


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        (b"<html><body>log in</body></html>", WebPageError, "web page"),
        (b"  <!doctype html>", WebPageError, "web page"),
        (b"", RetryableError, "no chat completion"),
        (b"null", RetryableError, "no chat completion"),
        (b"[]", RetryableError, "no chat completion"),
        (b"7", RetryableError, "no chat completion"),
        (b"[" * 500_000, RetryableError, "no chat completion"),
        (b'{"choices": []}', RetryableError, "no chat completion"),
        (b'{"choices": {}}', RetryableError, "no chat completion"),
        (b'{"choices": [7]}', RetryableError, "no chat completion"),
        (b'{"error": {"message": "Provider returned error", "code": 429}}', RetryableError, "Provider returned error"),
        (b'{"error": "busy"}', RetryableError, "busy"),
        (b'{"code": "10013", "msg": "input content not pass"}', RetryableError, "input content not pass"),
        (b'data: {"error": {"message": "overloaded"}}\n\n', RetryableError, "overloaded"),
        (b"data: {\n\n", RetryableError, "no chat completion"),
    ],
)
def test_what_is_no_completion_is_one_failure_in_the_servers_words(body, kind, words):
    with pytest.raises(kind) as caught:
        read(body, raw=True)
    assert words in str(caught.value) or kind is WebPageError
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("message", "finish", "words"),
    [
        ({"content": ""}, "sensitive", "filter"),
        ({"content": None}, "content_filter", "filter"),
    ],
)
def test_an_answer_that_was_kept_back_is_not_asked_for_again(message, finish, words):
    with pytest.raises(UnansweredError, match=words.replace("*", r"\*")):
        read(completion(message, finish))


def test_a_model_that_refuses_is_told_that_it_has_not_answered():
    with pytest.raises(RetryableError, match=r"I can't help with \*\*\*") as caught:
        read(completion({"content": None, "refusal": f"I can't help with {KEY}"}, "stop"))
    assert caught.value.repair
    assert KEY not in caught.value.reply


def test_an_answer_of_endless_length_is_no_answer():
    with pytest.raises(RetryableError, match="larger than"):
        read(completion({"content": "{" * (MAX_TEXT + 1)}))


def test_braces_that_open_nothing_take_no_time():
    """A million of them were looked at up to the end, each: 48 seconds."""
    found = read(completion({"content": "思" + '{"a":' * (MAX_TEXT // 5 - 1)}))
    isolate_answer(found)
    assert found.choices[0].message.content.startswith("思")


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "choices message delta content tool_calls function arguments name usage prompt_tokens error code text "
                "finish_reason refusal reasoning_content prompt_tokens_details cached_tokens index type".split()
            )
            | st.text(max_size=3),
            inner,
            max_size=5,
        )
    ),
    max_leaves=30,
)


@given(_JSON, st.booleans())
def test_whatever_comes_is_a_completion_or_one_failure(body, stream):
    """The law: no value at any place of the body is an error of ours."""
    data = json.dumps(body)
    raw = f"data: {data}\n\ndata: {data}\n\n" if stream else data
    try:
        found = read(raw.encode("utf-8", "surrogatepass"), raw=True)
    except RequestError:
        return
    isolate_answer(found)
    token_usage(found, Tally())


@given(st.binary(max_size=200))
def test_whatever_bytes_come_are_one_failure(data):
    with pytest.raises(RequestError) as caught:
        read(data, raw=True)
    assert "\n" not in str(caught.value)
