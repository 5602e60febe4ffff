"""Refusals in the words of many services, through a real server: learnt from, asked in halves, or one clear line."""

from __future__ import annotations

import time

import pytest
from endpoint_samples import CHUNK, DOCUMENT, OUTLINE, draft, run, wise
from quirks import Refusing, refusal, refusals_of

from summarizer.engines.endpoint.refusals import named_pause, words_of
from summarizer.errors import EndpointError

pytestmark = pytest.mark.slow  # many runs or waits: a second and more a test under load

LIMIT = 385
"""Characters of the longest question that a server of these tests takes, which are its tokens."""

# Too long


@refusals_of("too_long")
def test_a_question_that_is_too_long_is_asked_in_halves(tmp_path, status, body):
    """In the service's own words, whatever the status: complete, and no word about the model."""

    async def long(engine):
        await engine.checked_capabilities()
        server.when = lambda request: server.tokens(request) > LIMIT
        return await engine.extract(DOCUMENT, OUTLINE, CHUNK, draft())

    with Refusing(wise, lambda _: False, status, body) as server:
        better, _ = run(server, tmp_path, long)
        assert server.refused == 1
    assert better.gaps == []
    assert better.targets[0].source == "both"


# No money


@refusals_of("no_money")
def test_without_money_nothing_more_is_asked(tmp_path, status, body):
    with Refusing(wise, lambda _: True, status, body) as server:
        with pytest.raises(EndpointError) as caught:
            run(server, tmp_path)
        assert len(server.requests) == 1
    assert caught.value.code == "quota-used-up"
    assert words_of(body) in str(caught.value)
    assert "--model" not in str(caught.value)


def test_a_quota_of_the_minute_is_no_lack_of_money(tmp_path):
    """Gemini speaks of quota, plan and billing where a minute's requests are used up."""
    said = (
        "You exceeded your current quota, please check your plan and billing details.\n* Quota exceeded for metric: x"
    )
    body = [{"error": {"code": 429, "message": said, "details": [{"retryDelay": "0.2s"}]}}]
    with Refusing(wise, lambda _: server.refused < 2, 429, body) as server:
        better, _ = run(server, tmp_path)
    assert better.gaps == []


def test_a_plans_own_words_are_not_taken_for_the_services(tmp_path):
    """A strict server gives the question back as the input that it did not like."""
    plan = "欠费、余额不足、上下文长度、敏感信息、流式、insufficient balance, overdue, too long, stream, temperature"

    async def echoed_back(engine):
        await engine.checked_capabilities()
        server.when = lambda request: "80所" in str(request)
        return await engine.extract(DOCUMENT, OUTLINE, CHUNK, draft())

    detail = [{"loc": ["body", "messages"], "msg": "Value error", "input": [{"role": "user", "content": plan}]}]
    with Refusing(wise, lambda _: False, 422, {"detail": detail}) as server:
        better, _ = run(server, tmp_path, echoed_back)
        assert server.refused == 1
    assert {gap.reason for gap in better.gaps} == {"HTTP 422: Value error"}


# Filters


@refusals_of("filtered")
def test_what_a_filter_keeps_back_is_a_gap_in_the_services_words(tmp_path, status, body):
    """Of one question; asked again it would be kept back again. Of every question: one line."""

    async def filtered(engine):
        await engine.checked_capabilities()
        server.when = lambda request: "80所" in str(request)
        return await engine.extract(DOCUMENT, OUTLINE, CHUNK, draft())

    with Refusing(wise, lambda _: False, status, body) as server:
        better, _ = run(server, tmp_path, filtered)
        assert server.refused == 1
    assert better.gaps
    assert all(words_of(body) in gap.reason for gap in better.gaps)
    assert [target.accepted for target in better.targets] == [True, True, False], "the rules' result stands"
    with Refusing(wise, lambda _: True, status, body) as server:
        with pytest.raises(EndpointError) as caught:
            run(server, tmp_path / "2")
        assert len(server.requests) == 1
    assert words_of(body) in str(caught.value)


@pytest.mark.parametrize(
    "finish", ["content_filter", "sensitive", "SAFETY", "content_filter: PROHIBITED_CONTENT", "recitation", "risk"]
)
def test_a_finish_reason_of_a_filter_is_one_line(tmp_path, finish):
    body = {"choices": [{"index": 0, "message": {"role": "assistant", "content": None}, "finish_reason": finish}]}
    with Refusing(wise, lambda _: True, 200, body) as server:
        with pytest.raises(EndpointError, match="filter") as caught:
            run(server, tmp_path)
        assert len(server.requests) == 1
    assert finish in str(caught.value)


# Too many requests

PAUSES = [
    ("Rate limit reached for gpt-4o. Please try again in 1.5s. Visit https://platform.openai.com", 1.5),
    ("Please try again in 7m12.5s.", 432.5),
    ("Please try again in 6ms.", 0.006),
    ("Please retry in 34.074824224s.", 34.074824224),
    ("Requests have exceeded the limit. Please retry after 26 seconds.", 26),
    ("Your account request reached max request: 3, please try again after 1 seconds", 1),
    ("Please retry your requests after 10 seconds", 10),
    ("Wait for 1 minute 5 seconds and try again", 65),
    ("Limit resets in 2 hours", 7200),
    ("wait 30", 30),
    ("请在 30 秒后重试", 30),
    ("请求过于频繁，请2分钟后再试", 120),
    ("限制为每分钟 60 次，请等待3秒后重试", 3),
    ({"error": {"message": "slow down", "retry_after": 12}}, 12),
    ({"retry_after_ms": 1500, "message": "slow down"}, 1.5),
    ([{"error": {"message": "x", "details": [{"@type": "RetryInfo", "retryDelay": "34s"}]}}], 34),
    ("您的账户已达到速率限制，请稍后重试（请求编号 20231129）", None),
    ("Please try again later. Request id: 02171234", None),
    ("Rate limit: 60 requests a minute", None),
    ("try again in 20231129123456", None),
    ({"retry_after": True, "code": 429}, None),
    ("", None),
]


@pytest.mark.parametrize(("body", "seconds"), PAUSES)
def test_a_pause_is_read_wherever_it_is_named(body, seconds):
    assert named_pause(body) == seconds


def test_a_header_counts_more_than_words():
    assert named_pause("try again in 9s", {"retry-after": "2"}) == 2
    assert named_pause("try again in 9s", {"retry-after-ms": "250"}) == 0.25
    assert named_pause("try again in 9s", {"retry-after": "soon"}) == 9


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (429, refusal("Rate limit reached, try again in 1.2s.", "rate_limit_exceeded")),
        (429, {"error": {"code": "1302", "message": "您的账户已达到速率限制，请在 1.2 秒后重试"}}),
        (429, [{"error": {"code": 429, "message": "x" * 400, "details": [{"retryDelay": "1.2s"}]}}]),
        (200, {"error": {"message": "Provider returned error: retry after 1.2 seconds", "code": 429}}),
        (503, {"error": "Model is loading, please retry in 1.2 seconds"}),
    ],
)
def test_a_pause_named_in_the_body_is_kept(tmp_path, status, body):
    """Two refusals, each with its pause; nothing is asked before it is over, and nothing is missing."""
    times = []

    class Clocked(Refusing):
        def answer(self, request):
            times.append(time.monotonic())
            return super().answer(request)

    with Clocked(wise, lambda _: server.refused < 2, status, body) as server:
        better, _ = run(server, tmp_path)
    assert better.gaps == []
    assert times[1] - times[0] >= 1.2
    assert times[2] - times[1] >= 1.2
