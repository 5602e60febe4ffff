"""The endpoint engine when things go wrong: retries, deadlines, keys, cancelling, replay."""

from __future__ import annotations

import asyncio
import dataclasses
import subprocess
import sys
import time

import pytest
from endpoint_samples import CHUNK, DOCUMENT, OUTLINE, PROFILE, draft, foolish, run, settings, wise
from server import ChatServer

from summarizer.answers.store import FILE_NAME, ResponseStore
from summarizer.engines.endpoint import EndpointEngine, open_store
from summarizer.engines.endpoint.doctor import examine
from summarizer.engines.endpoint.refusals import retry_after
from summarizer.errors import EndpointError, StoreError
from summarizer.settings.settings import Settings
from summarizer.structure import outline

pytestmark = pytest.mark.slow  # many runs or waits: a second and more a test under load

# Failures


def failing(server, tmp_path, *faults, **more):
    """A good start, then these faults."""

    async def work(engine):
        await engine.checked_capabilities()
        server.faults[:] = faults
        return await engine.extract(DOCUMENT, OUTLINE, CHUNK, draft())

    return run(server, tmp_path, work, **more)


@pytest.mark.parametrize("fault", [500, 503, (429, {"retry-after": "0"}), "broken", "drop"])
def test_what_can_be_retried_is_retried(tmp_path, fault):
    with ChatServer(wise) as server:
        better, _ = failing(server, tmp_path, fault)
    assert better.gaps == []
    assert better.targets[0].source == "both"


def test_retry_after_is_honoured(tmp_path):
    with ChatServer(wise) as server:
        began = time.monotonic()
        failing(server, tmp_path, (429, {"retry-after": "1.5"}))
        assert time.monotonic() - began >= 1.5
    assert retry_after("3") == 3.0
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0
    assert retry_after("soon") is None


def test_a_broken_answer_is_fed_back_with_its_error(tmp_path):
    with ChatServer(wise) as server:
        failing(server, tmp_path, "broken")
        fed = [r["messages"] for r in server.requests if len(r["messages"]) > 2]
    assert len(fed) == 1
    assert fed[0][2]["role"] == "assistant"
    assert "不合要求" in fed[0][3]["content"]


def test_a_chunk_past_its_deadline_is_listed_and_the_rules_result_stands(tmp_path):
    with ChatServer(wise) as server:
        began = time.monotonic()

        def work(engine):
            server.faults[:] = ["hang"] * 9
            return engine.extract(DOCUMENT, OUTLINE, CHUNK, draft())

        better, _ = run(server, tmp_path, work, deadline=1.0)
        assert time.monotonic() - began < 8
    assert [t.accepted for t in better.targets] == [True, True, False]
    assert better.targets[0].unsure == "may be done"
    assert better.gaps
    assert all("1 s" in gap.reason for gap in better.gaps)


def test_a_wait_longer_than_the_deadline_is_not_begun(tmp_path):
    with ChatServer(wise) as server:
        began = time.monotonic()
        better, _ = failing(server, tmp_path, *[(429, {"retry-after": "3600"})] * 4)
        assert time.monotonic() - began < 10
    assert "429" in better.gaps[0].reason


def test_an_answer_cut_off_is_asked_in_halves(tmp_path):
    """finish_reason=length: two requests with half the questions each; the next run asks the halves at once."""
    with ChatServer(wise) as server:
        better, _ = failing(server, tmp_path, "length")
        asked = len(server.requests)
        assert better.gaps == []
        assert better.targets[2].source == "model"
        again, engine = run(server, tmp_path)
        assert engine.usage.requests == 0
        assert len(server.requests) == asked
    assert again == better


def test_a_question_that_the_server_had_no_room_for_is_asked_whole_again_next_time(tmp_path):
    """Who starts the server with a larger window, as told, must not be served the halves of before."""
    with ChatServer(wise) as server:
        failing(server, tmp_path, 413)
        again, engine = run(server, tmp_path)
        assert engine.usage.requests == 1
    assert again.gaps == []


def test_a_fault_in_the_capability_check_is_not_held_against_the_model(tmp_path):
    """A line that broke says nothing of a model: it is checked again in the next run."""
    with ChatServer(wise) as server:
        run(server, tmp_path, lambda engine: _faulty_check(engine, server))
        _, engine = run(server, tmp_path)
    assert engine.capabilities.checks == {"zh": (True, "12/12")}


async def _faulty_check(engine, server):
    server.faults[:] = [422]
    assert not (await engine.checked_capabilities()).judges("zh")


def test_a_document_is_not_sent_on_to_another_address(tmp_path):
    """The README promises: to that address, and to no other."""
    with ChatServer(wise) as other, ChatServer() as server:
        server.faults = [(307, {"location": f"{other.url}/chat/completions"})] * 9
        with pytest.raises(EndpointError, match=r"sends on to http://127\.0\.0\.1 .*give that address"):
            run(server, tmp_path)
        assert other.requests == []


def test_a_single_question_that_does_not_fit_is_a_gap(tmp_path):
    with ChatServer(wise) as server:
        better, _ = failing(server, tmp_path, *["length"] * 20)
    assert better.gaps
    assert better.targets[0].unsure == "may be done"


def test_a_bad_key_is_one_line_without_the_key(tmp_path):
    with ChatServer(key="right") as server, pytest.raises(EndpointError, match="refused the key") as caught:
        run(server, tmp_path, api_key="sk-wrong-secret")
    assert "sk-wrong" not in str(caught.value)
    assert "\n" not in str(caught.value)
    with ChatServer(key="right") as server, pytest.raises(EndpointError, match="SUMMARIZER_API_KEY"):
        run(server, tmp_path, model="test-model")


def test_the_key_is_sent_and_never_kept(tmp_path):
    with ChatServer(wise, key="sk-right-secret") as server:
        run(server, tmp_path, api_key="sk-right-secret")
    for file in tmp_path.iterdir():
        assert b"sk-right-secret" not in file.read_bytes()


def test_without_a_key_none_is_taken_from_the_environment(tmp_path, monkeypatch):
    """The client library would take OPENAI_API_KEY by itself, and send it to whatever endpoint is set."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-another")
    with ChatServer(wise) as server:
        run(server, tmp_path)
        assert {r["_key"] for r in server.requests} == {"none"}


def test_an_unknown_model_and_a_dead_address_say_what_to_do(tmp_path):
    with ChatServer() as server, pytest.raises(EndpointError, match="does not know model 'nope'"):
        run(server, tmp_path, model="nope")
    dead = ChatServer()
    dead._http.server_close()
    for model in (None, "m"):
        with pytest.raises(EndpointError, match=r"no answer from .* start the server"):
            run(dead, tmp_path, model=model)


def test_concurrency_is_bounded(tmp_path):
    """No more requests at a time than configured, however many chunks are under way."""

    def work(engine):
        chunks = [dataclasses.replace(CHUNK, index=n, path=(f"第{n}部分",)) for n in range(8)]
        return asyncio.gather(*(engine.extract(DOCUMENT, OUTLINE, c, draft()) for c in chunks))

    with ChatServer(wise, latency=0.05) as server:
        run(server, tmp_path, work, concurrency=3)
        assert 2 <= server.most <= 3


def test_cancelling_leaves_a_store_that_goes_on(tmp_path):
    """Ctrl-C in the middle: what was answered is kept, and the next run asks only the rest."""

    async def cancelled(engine):
        chunks = [dataclasses.replace(CHUNK, index=n, path=(f"第{n}部分",)) for n in range(6)]
        work = asyncio.gather(*(engine.extract(DOCUMENT, OUTLINE, c, draft()) for c in chunks))
        await asyncio.sleep(0.35)
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work

    with ChatServer(wise, latency=0.1) as server:
        run(server, tmp_path, cancelled, concurrency=1)
    with ResponseStore(tmp_path / FILE_NAME) as store:
        assert store.stats().entries >= 4


def test_progress_is_told(tmp_path):
    seen = []

    async def work(engine):
        await engine.chunks(DOCUMENT, outline(DOCUMENT))
        return await engine.extract(DOCUMENT, OUTLINE, CHUNK, draft(), on_event=seen.append)

    with ChatServer(wise) as server:
        run(server, tmp_path, work)
    assert (seen[-1].done, seen[-1].total, seen[-1].document) == (1, 1, "plan.txt")
    assert seen[-1].prompt_tokens == server.prompt_tokens


def test_a_recording_replays_without_any_endpoint(tmp_path):
    """What was recorded gives the same result with no server at all; a question that was not is an error."""
    with ChatServer(wise) as server:
        recorded, _ = run(server, tmp_path, record=tmp_path / "rec")
    text = (tmp_path / "rec" / "plan.jsonl").read_text(encoding="utf-8")
    assert "127.0.0.1" not in text

    def replay(mine):
        async def go():
            config = Settings(replay=tmp_path / "rec")
            engine = EndpointEngine(config, PROFILE, open_store(config))
            await engine.start()
            try:
                return await engine.extract(DOCUMENT, OUTLINE, CHUNK, mine), engine.info_of(DOCUMENT), engine.usage
            finally:
                await engine.close()

        return asyncio.run(go())

    replayed, info, usage = replay(draft())
    assert replayed == recorded
    assert info.model == "test-model"
    assert usage.requests == 0
    with pytest.raises(StoreError, match="no answer to chunk 0"):
        replay(draft(targets=draft().targets[1:]))


def test_a_model_that_gave_no_answer_gives_none_in_the_replay(tmp_path):
    """What failed is recorded as failed, and no cache keeps it."""

    def work(engine):
        server.faults[:] = ["hang"] * 9
        return engine.extract(DOCUMENT, OUTLINE, CHUNK, draft())

    with ChatServer(wise) as server:
        recorded, _ = run(server, tmp_path, work, deadline=1.0, record=tmp_path / "rec")
    assert recorded.gaps
    config = Settings(replay=tmp_path / "rec")
    replayed, _ = run(None, tmp_path, store=open_store(config), replay=tmp_path / "rec")
    assert replayed == recorded
    with ChatServer(wise) as server:
        again, _ = run(server, tmp_path, record=tmp_path / "rec")
        assert again.gaps == []


def test_a_server_with_other_parameter_names_is_learnt(tmp_path):
    """Newer hosted models refuse max_tokens and a temperature: both are adapted to, once."""

    class Picky(ChatServer):
        def answer(self, request):
            if "max_tokens" in request:
                return 400, {}, {"error": {"message": "Unsupported parameter: use 'max_completion_tokens' instead"}}
            if "temperature" in request:
                return 400, {}, {"error": {"message": "Unsupported value: 'temperature' does not support 0"}}
            return super().answer(request)

    with Picky(wise) as server:
        better, _ = run(server, tmp_path)
    assert better.targets[0].source == "both"


def test_doctor_shows_what_answers(tmp_path):
    with ChatServer(wise) as server:
        report = asyncio.run(examine(settings(server, tmp_path)))
    assert report.reachable
    assert report.models == ("test-model",)
    assert report.capabilities.mode.name == "json_schema/keyed"
    assert report.capabilities.enforced
    assert report.capabilities.judges
    assert report.usage.prompt_tokens > 0
    assert report.error is None
    dead = asyncio.run(examine(Settings(endpoint="http://127.0.0.1:9/v1")))
    assert not dead.reachable
    assert "no answer" in dead.error.text()
    assert asyncio.run(examine(Settings())).error is None


def test_importing_the_engine_imports_no_client():
    code = "import sys, summarizer.engines.endpoint; sys.exit('openai' in sys.modules or 'instructor' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_model_that_cannot_write_json_is_not_asked_for_ever(tmp_path):
    """Three times fed back, then the gap is listed: a dozen tries at a broken answer would only cost tokens."""
    with ChatServer(foolish) as server:
        better, _ = failing(server, tmp_path, *["prose"] * 20)
        asked = [r for r in server.requests if "标题" in r["messages"][1]["content"]]
    assert len(asked) == 4
    assert [gap.reason for gap in better.gaps] == ["the answer did not fit its schema"]
