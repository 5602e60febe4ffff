"""Nothing lost: documents read through an endpoint that fails, and through one that is gone."""

from __future__ import annotations

import time

import pytest
from conftest import report, scale
from endpoint_samples import fluent
from faults import ANSWERS, KINDS, FaultyServer
from server import ChatServer

import summarizer
from summarizer import Settings
from summarizer.documents import from_text

pytestmark = [pytest.mark.reliability, pytest.mark.timeout(1800)]


@pytest.fixture(autouse=True)
def hasty(monkeypatch) -> None:
    """The waits between tries are for real servers; how many tries there are stays as it is."""
    monkeypatch.setattr("summarizer.engines.endpoint.client._MAX_WAIT", 0.2)


_AREAS = ("学前教育", "义务教育", "高中教育", "职业教育", "高等教育", "特殊教育", "终身教育", "民办教育")


def plans(count: int) -> list[summarizer.documents.Document]:
    """Plans that leave something to ask: long measures, and a number that may be stock."""
    return [from_text(_plan(number), f"plan-{number}.txt") for number in range(count)]


def _plan(number: int) -> str:
    one, two = _AREAS[number % 8], _AREAS[(number // 8) % 8]
    return (
        f"某市教育局2023年工作要点\n一、推进{one}高质量发展\n"
        f"围绕{one}改革发展的重点任务和薄弱环节,健全第{number}项协调机制,推动{two}提质增效,深化课程教学改革,"
        f"加强队伍建设,切实增强人民群众获得感。\n"
        f"新建、改扩建{one}学校{number % 90 + 10}所。认真推进{two}工作,{number % 70 + 20}所学校。\n"
        f"二、加强{two}保障\n全年举办{two}培训{number % 9 + 2}期。\n"
    )


def items(summary: summarizer.Summary) -> list[dict[str, object]]:
    return [item.model_dump() for item in summary.items()]


def read(server: ChatServer, tmp_path, count: int, **more) -> list[summarizer.Summary]:
    """Every plan's summary; one without is a failure of the test's own."""
    settings = Settings(endpoint=server.url, cache_dir=tmp_path, **({"concurrency": 16, "timeout": 1.0} | more))
    outcomes = list(summarizer.summarize_many(plans(count), settings))
    assert [str(outcome.error) for outcome in outcomes if outcome.error is not None] == []
    return [outcome.summary for outcome in outcomes]


def test_documents_through_an_endpoint_that_fails_three_times_in_ten(tmp_path) -> None:
    """Every kind of fault, by chance at each call: all documents complete, with the very items of an endpoint at ease.

    A fault costs no more than being asked again: what is answered is never asked twice.
    """
    count = scale(60, 500)
    with ChatServer(fluent) as good:
        expected = read(good, tmp_path / "good", count)
    began = time.monotonic()
    with FaultyServer(fluent, seed=count) as server:
        got = read(server, tmp_path / "bad", count)
    assert [summary.incomplete for summary in got] == [[]] * count
    assert [items(summary) for summary in got] == [items(summary) for summary in expected]
    assert [summary.overview for summary in got] == [summary.overview for summary in expected]
    assert set(server.failed) == set(KINDS), "every kind was tried"
    report(
        "faults", documents=count, requests=sum(server.asked.values()), failed=sum(server.failed.values()),
        kinds=len(server.failed), incomplete=0, different=0, seconds=round(time.monotonic() - began),
    )  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_single_kind_of_fault_is_survived(tmp_path, kind: str) -> None:
    """Often enough that each is met in a row: one of them among many others proves little."""
    with ChatServer(fluent) as good:
        expected = read(good, tmp_path / "good", 2)
    # A model that errs in four of ten answers would rightly be given up.
    chance = 0.15 if kind in ANSWERS else 0.4
    with FaultyServer(fluent, chance=chance, seed=7, hang=0.6, kinds=(kind,)) as server:
        got = read(server, tmp_path / "bad", 2, timeout=0.4 if kind in {"hangs", "slow drip"} else 2.0)
    assert server.failed[kind]
    assert [items(summary) for summary in got] == [items(summary) for summary in expected]
    assert [gap.reason for summary in got for gap in summary.incomplete] == []


def test_an_endpoint_that_dies_for_good_leaves_every_document_its_rules_result(tmp_path) -> None:
    """It is tried twenty times in a row and left alone; what is missing is said at each document."""
    count = scale(40, 200)
    rules = [summarizer.summarize(plan, Settings(engine="rules")) for plan in plans(count)]
    with FaultyServer(fluent, chance=0.0) as server:
        read(server, tmp_path, 2)
        server.chance, server.kinds = 1.0, ("502", "reset", "closed")
        before = sum(server.asked.values())
        got = read(server, tmp_path, count, concurrency=4)
        tried = sum(server.asked.values()) - before
    assert 20 <= tried <= 20 + 4, "it was hammered, or given up too early"
    for ours, theirs in zip(got[2:], rules[2:], strict=True):
        assert ours.incomplete
        assert [(t.quote, t.value, t.unit) for t in ours.targets] == [
            (t.quote, t.value, t.unit) for t in theirs.targets
        ]
    report("dead endpoint", documents=count, tried=tried, lost=0)


def test_an_endpoint_that_was_never_there_leaves_every_document_its_rules_result(tmp_path) -> None:
    """Nobody has started the server: the rules' result comes in seconds, and says so."""
    dead = ChatServer()
    dead._http.server_close()
    got = read(dead, tmp_path, 20)
    rules = [summarizer.summarize(plan, Settings(engine="rules")) for plan in plans(20)]
    for ours, theirs in zip(got, rules, strict=True):
        assert "no answer from" in ours.incomplete[0].reason
        assert [target.quote for target in ours.targets] == [target.quote for target in theirs.targets]


def test_an_endpoint_that_comes_back_is_asked_again(tmp_path, monkeypatch) -> None:
    """Half-open: after its rest one question tries, and if that is answered, all do."""
    monkeypatch.setattr("summarizer.engines.endpoint.limits.REST", 0.2)
    with FaultyServer(fluent, chance=0.0) as server:
        read(server, tmp_path, 1)
        server.chance, server.kinds = 1.0, ("502",)
        settings = Settings(endpoint=server.url, cache_dir=tmp_path, concurrency=1, timeout=1.0)
        seen = []
        for outcome in summarizer.summarize_many(plans(12)[1:], settings):
            seen.append(bool(outcome.summary.incomplete))
            if len(seen) == 3:
                server.chance = 0.0
                time.sleep(0.3)
    assert seen[0]
    assert not any(seen[4:])
