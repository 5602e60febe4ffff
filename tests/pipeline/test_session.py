"""One session for many calls: options per call, one set of limits, an event loop that does not stand still."""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from endpoint_samples import wise
from samples import SEEDS
from server import ChatServer

import summarizer
from summarizer.messages import use_language
from summarizer.models import GROUPS

RULES = summarizer.Settings(engine="rules")
QINGDAO = SEEDS / "qingdao_2023.txt"
CANGZHOU = SEEDS / "cangzhou_2023.txt"
DISTRICT = SEEDS / "district_2023_fragment.txt"
Options = summarizer.Options


def bare(summary):
    """A summary without what differs from run to run."""
    return summary.model_dump(exclude={"usage"})


async def turns_of_the_loop(work):
    """How often another task got its turn while ``work`` was awaited."""
    turns = 0

    async def count():
        nonlocal turns
        while True:
            await asyncio.sleep(0.001)
            turns += 1

    counting = asyncio.create_task(count())
    await asyncio.sleep(0)
    await work
    counting.cancel()
    return turns


def test_awaiting_a_long_document_by_rules_leaves_the_event_loop_free():
    """A service answers its other requests meanwhile; how long each waits, ``python -m benchmarks event_loop`` says."""
    text = QINGDAO.read_text(encoding="utf-8") * 30
    document = summarizer.Document.from_text(text, "plan.txt")
    assert asyncio.run(turns_of_the_loop(summarizer.asummarize(document, RULES))) > 10


def test_a_file_that_hangs_holds_up_no_other_call(monkeypatch):
    """A dead network drive, standard input that nobody writes to: all else goes on, in this session and in others."""
    reading, writing = os.pipe()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(os.fdopen(reading, "rb")))

    async def both():
        async with summarizer.Session(RULES) as session:
            hanging = asyncio.create_task(session.summarize("-"))
            await asyncio.sleep(0.05)
            try:
                return [
                    await asyncio.wait_for(session.summarize(QINGDAO), 20),
                    await asyncio.wait_for(summarizer.asummarize(QINGDAO, RULES), 20),
                ]
            finally:
                with os.fdopen(writing, "wb") as pipe:
                    pipe.write(QINGDAO.read_bytes())
                await hanging

    one, other = asyncio.run(both())
    assert one.targets == other.targets != []


def test_calls_of_one_session_have_options_of_their_own():
    """By rules; each gives what a call of its own would give."""

    async def both():
        async with summarizer.Session(RULES) as session:
            return await asyncio.gather(
                session.summarize(QINGDAO, Options(only=["targets"], with_text=True)),
                session.summarize(QINGDAO, Options(only=["goals"], explain=True)),
                session.summarize(str(QINGDAO)),
            )

    targets, goals, whole = map(bare, asyncio.run(both()))
    assert targets == bare(summarizer.summarize(QINGDAO, RULES, only=["targets"], with_text=True))
    assert goals == bare(summarizer.summarize(QINGDAO, RULES, only=["goals"], explain=True))
    assert whole == bare(summarizer.summarize(QINGDAO, RULES))


@pytest.fixture
def server():
    with ChatServer(wise, latency=0.02) as running:
        yield running


def asking(server, tmp_path, **more):
    return summarizer.Settings(endpoint=server.url, cache_dir=tmp_path, chunk_tokens=200, **more)


def test_two_calls_with_different_groups_share_one_set_of_limits(server, tmp_path):
    """One of them asks about the numbers alone, the other about all: together no more at a time than one may."""

    async def both():
        async with summarizer.Session(asking(server, tmp_path, concurrency=3)) as session:
            return await asyncio.gather(
                session.summarize(DISTRICT, Options(only=["targets"])), session.summarize(CANGZHOU, Options())
            )

    targets, whole = asyncio.run(both())
    assert server.most == 3
    assert targets.goals == targets.measures == []
    assert targets.targets
    assert targets.usage.requests
    assert whole.measures
    assert targets.incomplete == whole.incomplete == []


@pytest.mark.slow
def test_a_call_that_is_cancelled_first_leaves_its_session_usable(tmp_path):
    """A service's client hangs up while the endpoint is tried for the first time: the next call is served."""

    async def hung_up():
        with ChatServer(wise, latency=0.2) as server:
            async with summarizer.Session(asking(server, tmp_path)) as session:
                first = asyncio.create_task(session.summarize(DISTRICT))
                while not server.requests:  # noqa: ASYNC110 - a thread fills it
                    await asyncio.sleep(0.01)
                first.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await first
                return await session.summarize(DISTRICT, Options(only=["targets"]))

    summary = asyncio.run(hung_up())
    assert summary.usage.requests
    assert summary.incomplete == []


def test_the_groups_of_a_call_may_come_as_an_iterator():
    """It is read once: what is asked for is kept."""
    only = (group for group in ["targets"])
    assert summarizer.summarize(QINGDAO, RULES, only=only).targets


def test_a_budget_is_of_all_calls_together(server, tmp_path):
    """What one call has taken is gone for the next, whatever it asks for."""

    async def one_after_the_other():
        async with summarizer.Session(asking(server, tmp_path, max_tokens_total=4_000)) as session:
            await session.summarize(CANGZHOU, Options(only=["targets"]))
            return await session.summarize(QINGDAO)

    second = asyncio.run(one_after_the_other())
    assert any("budget" in gap.reason for gap in second.incomplete)


def test_a_document_read_by_two_calls_at_once_is_two_runs(server, tmp_path):
    """The counts of the one are not those of the other, and neither loses its tokenizer when the other is done."""
    document = summarizer.Document.from_bytes(DISTRICT.read_bytes(), DISTRICT.name)
    seen = []

    async def both():
        async with summarizer.Session(asking(server, tmp_path)) as session:
            few = session.summarize(document, Options(only=["measures"], on_event=seen.append))
            return await asyncio.gather(few, session.summarize(document))

    few, whole = asyncio.run(both())
    assert 0 < few.usage.requests + few.usage.cached < whole.usage.requests + whole.usage.cached
    assert seen[-1].requests + seen[-1].cached == few.usage.requests + few.usage.cached
    assert seen[-1].done == seen[-1].total == few.usage.chunks == whole.usage.chunks


def test_no_group_asks_nothing(server, tmp_path):
    """An empty ``only`` wants the document's data alone."""
    asked = summarizer.summarize(QINGDAO, asking(server, tmp_path, model="test-model"))
    before = len(server.requests)
    assert asked.usage.requests
    nothing = summarizer.summarize(CANGZHOU, asking(server, tmp_path, model="test-model"), only=[])
    assert (nothing.items(), nothing.usage.requests, len(server.requests)) == ([], 0, before)


def test_what_the_wanted_lead_to_is_kept_without_asking_about_it(server, tmp_path):
    """``linked`` keeps the measures and goals of the targets, as the rules have them; the model is asked no more."""
    one, other = asking(server, tmp_path, model="test-model"), asking(server, tmp_path, model="test-model")

    async def read(settings, options):
        async with summarizer.Session(settings) as session:
            return await session.summarize(CANGZHOU, options)

    plain = asyncio.run(read(one, Options(["targets"])))
    linked = asyncio.run(read(other, Options(["targets"], linked=True)))
    assert linked.usage.requests <= plain.usage.requests
    assert (plain.goals, plain.measures, plain.targets[0].goal) == ([], [], None)
    ids = {item.id for item in linked.items()}
    assert {target.measure for target in linked.targets} - {None} == {measure.id for measure in linked.measures}
    assert {goal.parent for goal in linked.goals} - {None} <= ids
    assert all(goal.source == "rules" for goal in linked.goals)
    assert {target.quote for target in plain.targets} == {target.quote for target in linked.targets}


def test_outcomes_come_in_order_with_the_errors_among_them(tmp_path):
    """What ails one document does not end the session."""
    sources = [QINGDAO, tmp_path / "gone.txt", CANGZHOU]

    async def all_of_them():
        async with summarizer.Session(RULES) as session, contextlib.aclosing(session.outcomes(sources)) as outcomes:
            return [outcome async for outcome in outcomes]

    found = asyncio.run(all_of_them())
    assert [outcome.source for outcome in found] == sources
    assert [outcome.summary is None for outcome in found] == [False, True, False]
    assert isinstance(found[1].error, summarizer.DocumentError)


@pytest.mark.slow
def test_what_nobody_answers_is_missing_and_the_rules_result_stands(tmp_path):
    """The gap says why; the items are those of the rules alone."""
    settings = summarizer.Settings(endpoint="http://127.0.0.1:9/v1", model="m", cache_dir=tmp_path, timeout=1)

    async def two():
        async with summarizer.Session(settings) as session:
            return [await session.summarize(QINGDAO) for _ in range(2)]

    for summary in asyncio.run(two()):
        (gap,) = summary.incomplete
        assert (gap.code, gap.start, gap.end) == ("model-not-asked", 0, summary.document.chars)
        assert "127.0.0.1:9" in gap.reason
        assert summary.items() == summarizer.summarize(QINGDAO, RULES).items()


@pytest.mark.slow
def test_a_model_that_comes_up_later_is_asked(tmp_path, monkeypatch):
    """A session lives for weeks; the endpoint's server may be started after it."""
    monkeypatch.setattr("summarizer.pipeline.session._RESTS", 0)
    with ChatServer(wise) as server:
        port, settings = server.port, asking(server, tmp_path)

    async def before_and_after():
        async with summarizer.Session(settings) as session:
            before = await session.summarize(QINGDAO)
            with ChatServer(wise, port=port):
                return before, await session.summarize(QINGDAO)

    before, after = asyncio.run(before_and_after())
    assert [gap.code for gap in before.incomplete] == ["model-not-asked"]
    assert after.incomplete == []
    assert after.engine.model == "test-model"


def test_a_session_that_is_not_open_says_so():
    with pytest.raises(summarizer.UsageError, match="async with"):
        asyncio.run(summarizer.Session(RULES).summarize(QINGDAO))


def test_errors_of_calls_speak_chinese():
    with pytest.raises(summarizer.UsageError) as caught:
        Options(only=["aims"])
    use_language("zh")
    try:
        assert str(caught.value) == "only= 中有不存在的类别；可用的有：" + ", ".join(GROUPS)
    finally:
        use_language(None)


@pytest.mark.slow
def test_a_session_by_rules_imports_no_endpoint():
    """They cost a second; a service that asks no model does without."""
    code = (
        "import asyncio, sys, summarizer\n"
        "async def go():\n"
        "    async with summarizer.Session(summarizer.Settings(engine='rules')) as session:\n"
        f"        return await session.summarize({str(QINGDAO)!r})\n"
        "assert asyncio.run(go()).targets\n"
        "assert not {'openai', 'instructor', 'summarizer.engines.endpoint'} & set(sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    "wrong", ["plan.txt", b"plan.txt", Path("plan.txt"), summarizer.Document.from_text("", ""), 3, None]
)
@pytest.mark.parametrize("settings", [RULES, summarizer.Settings(endpoint="http://127.0.0.1:9/v1")])
def test_one_source_where_many_are_wanted_is_a_usage_error(wrong, settings):
    """The letters of a path are no paths."""

    async def many():
        return [outcome async for outcome in summarizer.asummarize_many(wrong, settings)]

    for ask in (lambda: list(summarizer.summarize_many(wrong, settings)), lambda: asyncio.run(many())):
        with pytest.raises(summarizer.UsageError, match="the sources are a list"):
            ask()


@pytest.mark.slow
def test_a_source_that_is_none_is_a_usage_error_and_not_left_out(tmp_path):
    """Nothing that was given goes missing without a word: with a model as by rules."""
    asking = summarizer.Settings(endpoint="http://127.0.0.1:9/v1", cache_dir=tmp_path)
    for settings in (RULES, asking):
        with pytest.raises(summarizer.UsageError, match="not NoneType"):
            list(summarizer.summarize_many([DISTRICT, None, DISTRICT], settings))


@pytest.mark.parametrize(
    "more", [{"settings": {"engine": "rules"}}, {"settings": {}}, {"only": 3}, {"only": [["goals"]]}, {"on_event": 3}]
)
def test_an_argument_of_a_wrong_type_is_a_usage_error(more):
    """Before anything is read or paid for, and not from somewhere inside."""
    with pytest.raises(summarizer.UsageError):
        summarizer.summarize(DISTRICT, **({"settings": RULES} | more))
    with pytest.raises(summarizer.UsageError):
        asyncio.run(summarizer.asummarize(DISTRICT, **({"settings": RULES} | more)))


def test_options_of_a_wrong_type_are_a_usage_error():
    async def go():
        async with summarizer.Session(RULES) as session:
            await session.summarize(DISTRICT, {"only": ["goals"]})

    with pytest.raises(summarizer.UsageError, match="options: give Options, not dict"):
        asyncio.run(go())


def test_a_session_that_was_left_asks_nothing_and_can_be_entered_again(tmp_path):
    """And again it asks the model: a closed connection is no endpoint that fails."""

    async def go():
        session = summarizer.Session(summarizer.Settings(endpoint=server.url, cache_dir=tmp_path, cache=False))
        async with session:
            first = await session.summarize(DISTRICT)
            with pytest.raises(summarizer.UsageError, match="open already"):
                await session.__aenter__()
        for asked in (session.summarize(DISTRICT), session.engine()):
            with pytest.raises(summarizer.UsageError, match="not open"):
                await asked
        async with session:
            return first, await session.summarize(DISTRICT)

    with ChatServer(wise) as server:
        first, again = asyncio.run(go())
    assert bare(first) == bare(again)
    assert not again.incomplete


def test_a_session_left_while_a_call_reads_its_document_starts_nothing_more(tmp_path):
    async def go():
        async with summarizer.Session(summarizer.Settings(endpoint=server.url, cache_dir=tmp_path)) as session:
            call = asyncio.create_task(session.summarize(DISTRICT))
            await asyncio.sleep(0)
        with pytest.raises(summarizer.UsageError, match="not open"):
            await call

    with ChatServer(wise) as server:
        asyncio.run(go())
        assert not server.requests
