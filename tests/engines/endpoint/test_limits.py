"""In bounds: rate limits, budget and time of a run, on a real server on loopback and, for the laws, by a clock."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest
from endpoint_samples import fluent
from hypothesis import given, settings
from hypothesis import strategies as st
from server import ChatServer

import summarizer
from summarizer import Settings, UsageError
from summarizer.documents import from_text
from summarizer.engines.endpoint.limits import ConcurrencyLimit, RateLimit


def plans(count: int):
    line = "围绕学前教育改革发展的重点任务和薄弱环节,健全第{}项协调机制,深化课程教学改革,切实增强人民群众获得感。"
    text = "某市教育局2023年工作要点\n一、推进学前教育高质量发展\n" + line + "\n"
    return [from_text(text.format(number), f"plan-{number}.txt") for number in range(count)]


def read(server: ChatServer, tmp_path, count: int, **more):
    config = Settings(endpoint=server.url, model="test-model", cache_dir=tmp_path, **more)
    return [outcome.summary for outcome in summarizer.summarize_many(plans(count), config)]


class Timed(ChatServer):
    """Takes note of when each request came."""

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.times = []

    def answer(self, request):
        self.times.append(time.monotonic())
        return super().answer(request)


def test_places_are_shared_by_all_documents_of_a_run(tmp_path):
    """However many documents are under way, no more requests than configured."""
    with ChatServer(fluent, latency=0.02) as server:
        got = read(server, tmp_path, 12, concurrency=3)
        assert 2 <= server.most <= 3
    assert [summary.document.name for summary in got] == [f"plan-{number}.txt" for number in range(12)]


@given(st.lists(st.booleans(), max_size=60), st.integers(1, 9))
def test_a_concurrency_limit_never_lets_more_through_than_it_allows(steps, most):
    """Whatever refusals and answers come: between one and the most, and exactly as many as it says."""

    async def go():
        limit = ConcurrencyLimit(most)
        for refused in steps:
            if refused:
                limit.narrow(time.monotonic() + 1)
            else:
                limit.widen()
            assert 1 <= limit.allowed <= most
            for _ in range(limit._owed):  # those that are inside leave
                await limit._places.acquire()
                await limit.__aexit__()
            inside = 0
            while not limit._places.locked():
                await limit._places.acquire()
                inside += 1
            assert inside == limit.allowed
            for _ in range(inside):
                limit._places.release()

    asyncio.run(go())


@pytest.mark.slow
@pytest.mark.parametrize("latency", [0.0, 0.03, 0.3])
def test_refusals_narrow_the_limit_and_answers_widen_it(tmp_path, latency):
    """Too many requests: fewer at a time, and none lost."""

    class Busy(ChatServer):
        def answer(self, request):
            if self.running > 2:
                return 429, {"retry-after": "0.05"}, {"error": {"message": "too many"}}
            return super().answer(request)

    with Busy(fluent, latency=latency) as server:
        got = read(server, tmp_path, 30, concurrency=16)
    assert [summary.incomplete for summary in got] == [[]] * 30


@pytest.mark.slow
@settings(max_examples=40)
@given(st.integers(1, 400), st.lists(st.tuples(st.floats(0, 30), st.integers(1, 60)), max_size=120))
def test_no_minute_holds_more_than_the_limit(limit, asked):
    """The law of the rate limit, in a loop whose clock the test moves: wherever a minute begins."""
    sent = asyncio.run(_paced(limit, asked))
    for began, _ in sent:
        within = sum(amount for at, amount in sent if began <= at < began + 60)
        # A request that is larger than the whole limit could never be sent: it goes out alone, over several minutes.
        assert within <= max(limit, *(amount for _, amount in asked)) * 1.001


async def _paced(limit, asked):
    loop = asyncio.get_running_loop()
    rate, now, sent = RateLimit(None, limit), 0.0, []
    loop.time = lambda: now
    for pause, amount in asked:
        now += pause
        bucket = rate._tokens
        left = amount
        while left > 0:
            some = min(left, bucket.max_rate)
            while not bucket.has_capacity(some):
                now += 0.05
            await bucket.acquire(some)
            left -= int(some)
            sent.append((now, int(some)))
    return sent


@pytest.mark.slow
def test_requests_a_minute_are_kept_on_all_paths(tmp_path):
    """Probe, retries and questions alike: 60 a minute are 6 at once and then 0.9 a second."""
    with Timed(fluent, faults=[503, 503]) as server:
        read(server, tmp_path, 8, requests_per_minute=60, concurrency=8)
    assert len(server.times) > 7
    for first in server.times:
        assert sum(first <= at < first + 5 for at in server.times) <= 6 + 5 + 1


def test_a_run_stops_at_its_budget_and_says_what_is_missing(tmp_path):
    """Tokens are set aside before they are spent: the budget is never passed, the rules' result stands."""
    with ChatServer(fluent) as server:
        whole = read(server, tmp_path / "a", 8)
        spent = sum(summary.usage.prompt_tokens + summary.usage.completion_tokens for summary in whole)
        budget = spent // 2
        got = read(server, tmp_path / "b", 8, max_tokens_total=budget, concurrency=2, max_tokens=64)
        used = sum(summary.usage.prompt_tokens + summary.usage.completion_tokens for summary in got)
    assert 0 < used <= budget
    assert not got[0].incomplete
    assert f"budget of {budget} tokens is used up" in got[-1].incomplete[0].reason
    assert [goal.quote for goal in got[-1].goals] == [goal.quote for goal in whole[-1].goals]


def test_a_run_stops_at_its_cost(tmp_path):
    with ChatServer(fluent) as server:
        got = read(server, tmp_path, 3, max_cost=0.0001, price_prompt=1.0, price_completion=1.0, currency="CNY")
    assert "budget of 0.0001 CNY is used up" in got[-1].incomplete[0].reason
    assert server.requests == []
    with ChatServer(fluent) as server, pytest.raises(UsageError, match="price_prompt"):
        read(server, tmp_path, 1, max_cost=1.0)


@pytest.mark.slow
def test_a_run_ends_in_its_time(tmp_path):
    """A server that hangs does not hold it: what was found is given, what is missing is said."""
    with ChatServer(fluent) as server:
        read(server, tmp_path, 1)
        server.faults = ["hang"] * 99
        began = time.monotonic()
        got = read(server, tmp_path, 6, time_limit=1.5)
        assert time.monotonic() - began < 15
    assert not got[0].incomplete
    assert any("the run's time of 1.5 s is up" in gap.reason for gap in got[-1].incomplete)
    assert got[-1].goals


def test_results_are_held_for_no_more_documents_than_are_under_way(tmp_path):
    """A run over a thousand documents takes the memory of a few: none is read before there is a place for it."""
    taken = []

    def sources():
        for plan in plans(12):
            taken.append(plan.name)
            yield plan

    with ChatServer(fluent) as server:
        config = Settings(endpoint=server.url, cache_dir=tmp_path, concurrency=2)
        for done, _ in enumerate(summarizer.summarize_many(sources(), config), 1):
            assert len(taken) <= done + 2


def test_a_run_that_is_left_in_the_middle_leaves_nothing_running(tmp_path):
    """A caller who has seen enough: no task, no connection, no thread of ours goes on."""
    with ChatServer(fluent, latency=0.05) as server:
        config = Settings(endpoint=server.url, cache_dir=tmp_path, concurrency=4)
        outcomes = summarizer.summarize_many(plans(20), config)
        next(outcomes)
        outcomes.close()
        asked = len(server.requests)
        time.sleep(0.3)
        assert len(server.requests) == asked
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("asyncio")]
