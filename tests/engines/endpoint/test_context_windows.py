"""What a server says of itself: its context window, its tokenizer, what it read; and what a run makes of it."""

from __future__ import annotations

import asyncio
import re
from itertools import pairwise
from pathlib import Path

import pytest
from endpoint_samples import foolish, settings, wise
from fakes import ForgetfulOllama, LlamaCpp, LmStudio, Ollama, Unreported, Vllm, byte_level
from hypothesis import given
from hypothesis import strategies as st
from rendered import render
from server import ChatServer
from strategies import plans, texts
from test_chunks import whole

import summarizer
from summarizer.cli import main
from summarizer.documents import from_text
from summarizer.engines.endpoint.chunks import chunk
from summarizer.engines.endpoint.context_window import ContextWindow
from summarizer.engines.endpoint.doctor import examine
from summarizer.engines.endpoint.token_spans import SpanCounter, lengths_of
from summarizer.evaluation import Gold, LabelledDocument, evaluate
from summarizer.evaluation.tables import page_of
from summarizer.reports.tables.plain import markdown
from summarizer.structure import outline

pytestmark = pytest.mark.slow  # many runs or waits: a second and more a test under load

SENTENCE = (
    "新建改扩建中小学幼儿园{n}所左右,持续扩大学位供给,加强监测和指导,继续抓好强镇筑基试点镇幼儿园办学质量提升,"
    "推动优质均衡发展取得新的成效"
)
PLAN = "某市2023年教育工作计划\n一、扩大资源\n" + "".join(SENTENCE.format(n=n) + "。" for n in range(20, 38)) + "\n"


def fluent(path, schema, request):
    """A model whose lines and overview stand."""
    if schema.get("maxLength") == 40:
        return "改扩建中小学幼儿园"
    return "持续扩大学位供给,加强监测" if path[-1:] == ("text",) else wise(path, schema, request)


def summary(server, tmp_path, text=PLAN, **more):
    config = settings(server, tmp_path, **({"timeout": 60} | more))
    return summarizer.summarize(from_text(text, "plan.txt"), config)


# Counting

WORDS = st.text(st.sampled_from("改革ab 1\n\U0002000b，é"), max_size=80)


@st.composite
def tokenized(draw, text=WORDS):
    """A text and any cutting of its bytes into tokens."""
    said = draw(text)
    size = len(said.encode())
    cuts = sorted(draw(st.sets(st.integers(1, size - 1)))) if size > 1 else []
    edges = [0, *cuts, size] if size else []
    return said, [b - a for a, b in pairwise(edges)]


@given(tokenized(), st.data())
def test_a_span_has_the_tokens_that_touch_it(case, data):
    """Law: the count is that of the tokens with a byte in the span, whichever characters they share."""
    text, lengths = case
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    low, high = len(text[:start].encode()), len(text[:end].encode())
    at, touched = 0, 0
    for length in lengths:
        touched += low < high and low < at + length and at < high
        at += length
    assert SpanCounter(text, lengths)(start, end) == touched


@given(st.one_of(plans(), texts()), st.integers(16, 200), st.data())
def test_chunks_by_a_tokenizer_tile_the_sentences_within_the_budget(text, budget, data):
    """Law: as by the estimate, for every tokenizer; and no chunk has more tokens than the budget."""
    document = from_text(text, "plan.txt")
    _, lengths = data.draw(tokenized(st.just(document.text)))
    count = SpanCounter(document.text, lengths)
    found = outline(document)
    chunks = chunk(document, found, budget, count)
    assert whole(s for c in chunks for s in c.sentences) == found.sentences
    for made in chunks:
        assert made.tokens == sum(count(s.start, s.end) for s in made.sentences) <= budget


@pytest.mark.parametrize("text", ["新建80所 a\n", "𠮷é", "", " 新 建"])
def test_pieces_are_read_in_every_spelling(text):
    raw = text.encode()
    sizes = [len(c.encode()) for c in text]
    assert lengths_of(text, list(text)) == sizes
    assert lengths_of(text, [[byte] for byte in raw]) == [1] * len(raw)
    assert lengths_of(text, [byte_level(c) for c in text]) == sizes
    assert lengths_of(text, [c.replace(" ", "▁") for c in text]) == sizes
    assert lengths_of(text, [f"<0x{byte:02X}>" for byte in raw]) == [1] * len(raw)
    assert lengths_of(text, ["▁", *(c.replace(" ", "▁") for c in text)]) in ([0, *sizes], None)


def test_pieces_of_another_text_count_nothing():
    """A tokenizer that rewrites what it reads cannot tell where a token stands."""
    assert lengths_of("①所", ["1", "所"]) is None
    assert lengths_of("所", [None]) is None
    with pytest.raises(ValueError, match="add up"):
        SpanCounter("所", [1, 1])


# The window


@pytest.mark.parametrize("kind", [LlamaCpp, Vllm])
def test_a_window_and_a_tokenizer_shape_the_chunks(tmp_path, kind):
    """The text is tokenized once, and every question with its answer fits the window."""
    with kind(foolish, window=2048) as server:
        found = summary(server, tmp_path)
        assert server.tokenized == [from_text(PLAN, "p").text]
        assert found.incomplete == []
        assert max(server.tokens(r) + r["max_tokens"] for r in server.requests) <= 2048
    with kind(foolish, window=32768) as server:
        assert summary(server, tmp_path / "2").usage.chunks < found.usage.chunks


def test_a_second_run_asks_nothing_and_tokenizes_nothing(tmp_path):
    with LlamaCpp(fluent) as server:
        summary(server, tmp_path)
        made = len(server.requests)
        again = summary(server, tmp_path)
        assert (len(server.requests), len(server.tokenized)) == (made, 1)
    assert again.usage.requests == 0
    gone = summary(server, tmp_path, model="test-model")
    assert gone.usage.requests == 0, "what the server said of itself is remembered"


def test_a_recording_made_with_a_tokenizer_replays_without_it(tmp_path):
    with LlamaCpp(wise, window=2048) as server:
        recorded = summary(server, tmp_path, record=tmp_path / "rec")
    replayed = summarizer.summarize(from_text(PLAN, "plan.txt"), summarizer.Settings(replay=tmp_path / "rec"))
    assert replayed.targets == recorded.targets
    assert replayed.overview == recorded.overview


def test_a_window_too_small_for_a_sentence_is_a_gap_that_says_what_to_do(tmp_path):
    with LlamaCpp(wise, window=256) as server:
        found = summary(server, tmp_path)
    assert found.targets, "the rules' result stands"
    assert found.incomplete
    assert "context window of 256 tokens is too small" in found.incomplete[0].reason
    assert "larger -c" in found.incomplete[0].reason


def test_ollama_tells_its_window_once_the_model_is_loaded(tmp_path):
    with Ollama(foolish, window=2048) as server:
        found = summary(server, tmp_path)
        assert found.incomplete == []
        assert server.cut == 0
        assert max(server.tokens(r) for r in server.requests) < 2048 - 1024


def test_a_prompt_that_was_cut_is_not_believed(tmp_path):
    """A server that reads a part of a question, answers it and says nothing: the question is asked in halves."""
    with Ollama(wise, window=120, tells=False) as server:
        found = summary(server, tmp_path)
        assert server.cut
        asked = [len(r["messages"][-1]["content"].splitlines()) for r in server.requests]
        assert {12, 6} <= set(asked)
    (notice,) = [notice for notice in found.notices if notice.code == "prompt_cut"]
    assert "OLLAMA_CONTEXT_LENGTH" in notice.message


def test_a_cut_answer_is_asked_for_again_once_the_server_is_mended(tmp_path):
    with Ollama(wise, window=120, tells=False) as server:
        summary(server, tmp_path)
        server.window = 8192
        found = summary(server, tmp_path)
        assert server.requests
    assert [notice.code for notice in found.notices] == []


@pytest.mark.parametrize("tells", [True, False])
def test_lm_studio_that_answers_nothing_to_a_long_question_is_asked_in_halves(tmp_path, tells):
    with LmStudio(wise, window=2048 if tells else 1200, tells=tells) as server:
        found = summary(server, tmp_path)
    assert found.incomplete == []


def test_the_answer_in_the_field_of_thoughts_is_an_answer(tmp_path):
    with LmStudio(fluent, thinks=True) as server:
        found = summary(server, tmp_path)
    assert found.incomplete == []
    assert "改扩建中小学幼儿园" in {measure.text for measure in found.measures}


# Usage


@pytest.mark.parametrize("null", [False, True])
def test_a_server_without_usage_is_not_one_that_took_no_tokens(tmp_path, null):
    with Unreported(foolish, null=null) as server:
        found = summary(server, tmp_path, price_prompt=1.0)
        assert found.usage.uncounted == found.usage.requests == len(server.requests)
    assert found.usage.cost is None, "part of a cost is no cost"
    assert found.notices == []
    shown = render(found, "console")
    assert "未报词元" in shown or "not reported" in shown


def test_an_evaluation_shows_that_its_tokens_are_not_all():
    """A sum over answers without tokens is no sum, and says so."""
    text = "一、扩大资源\n新建学校9所。\n"
    gold = Gold.model_validate({"document": "p.txt", "guide": 1, "labelled": ["goals"], "goals": []})
    document = LabelledDocument("p", gold, text, Path("p.json"), Path("p.txt"), "0" * 64)
    usage = {"requests": 3, "prompt_tokens": 120, "uncounted": 2}
    run = evaluate([document], extract=lambda one: one.gold.model_dump() | {"usage": usage})
    assert run.usage().uncounted == 2
    page = markdown(page_of(run))
    assert "120+?" in page
    assert "tokens of 2 answers not reported" in page


def test_a_cached_prompt_of_no_tokens_was_not_cut(tmp_path):
    with ForgetfulOllama(foolish) as server:
        found = summary(server, tmp_path)
    assert found.incomplete == []
    assert found.usage.uncounted == found.usage.requests
    assert found.notices == []


def test_a_server_that_reports_all_tokens_has_no_such_key(tmp_path):
    with ChatServer(foolish) as server:
        found = summary(server, tmp_path)
    assert "uncounted" not in found.model_dump()["usage"]


# The doctor


def diagnosis(server, tmp_path):
    return asyncio.run(examine(settings(server, tmp_path, timeout=60)))


def test_the_doctor_says_what_the_server_says(tmp_path):
    with LlamaCpp(wise, window=4096, slots=2) as server:
        report = diagnosis(server, tmp_path)
    assert report.window == ContextWindow("llama.cpp", 4096, 2)
    assert (report.long_question.outcome, report.long_question.counted) == ("whole", True)
    assert (report.usage.uncounted, report.error) == (None, None)
    with Ollama(wise, window=4096) as server:
        report = diagnosis(server, tmp_path)
    assert report.window == ContextWindow("Ollama", 4096)
    assert (report.long_question.outcome, report.long_question.counted) == ("whole", False)


def doctor_says(server, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("SUMMARIZER_CACHE_DIR", str(tmp_path))
    assert main(["doctor", "--endpoint", server.url, "--timeout", "60"]) == 0
    return capsys.readouterr().out


def test_the_doctors_page_says_it_in_words(tmp_path, capsys, monkeypatch):
    with LlamaCpp(wise, window=4096, slots=2) as server:
        shown = doctor_says(server, tmp_path, capsys, monkeypatch)
    assert "llama.cpp: 4096 tokens a request; 2 requests at a time; text in chunks of up to 7" in shown
    assert "counted by the server's tokenizer" in shown
    assert re.search(r"long question +arrives whole", shown)
    with Unreported(wise) as server:
        shown = doctor_says(server, tmp_path, capsys, monkeypatch)
    assert "the server does not say how much it holds" in shown
    assert re.search(r"long question +the server does not report how much of it it read", shown)
    assert re.search(r"did not report those of \d+ answers", shown)


def test_the_doctor_finds_a_server_that_cuts(tmp_path):
    with Ollama(wise, window=120, tells=False) as server:
        report = diagnosis(server, tmp_path)
    assert report.long_question.outcome == "cut"
    assert "OLLAMA_CONTEXT_LENGTH" in report.window.remedy.text()
    with Unreported(wise) as server:
        report = diagnosis(server, tmp_path)
    assert report.long_question.outcome == "unknown"
    assert report.usage.uncounted == report.usage.requests


def test_a_hosted_server_is_asked_nothing_of_its_own(tmp_path, monkeypatch):
    """Paths that only a server of one's own has are no business of a hosted one."""
    monkeypatch.setattr("summarizer.engines.endpoint.connection.is_local_address", lambda _: False)
    with LlamaCpp(foolish) as server:
        summary(server, tmp_path)
        assert {path.partition("?")[0] for path in server.paths} == {"/v1/models", "/v1/chat/completions"}
