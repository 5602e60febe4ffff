"""Answers of the tools stay short, whatever the document, and no entry falls between two pages."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mcp import Client
from samples import SEEDS

from summarizer import Document, Settings, Summary, summarize
from summarizer.models import DocumentInfo, EngineInfo, Overview
from summarizer.service.mcp.fitting import MOST_BYTES, compact, page, size
from summarizer.service.mcp.plan_tools import CallBounds
from summarizer.service.mcp.result_cache import KeptSummary, ResultCache
from summarizer.service.mcp.roots import Roots
from summarizer.service.mcp.server import ToolServer

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKENS = 25_000
"""What some clients cut an answer at."""
_TEXTS = st.text(max_size=30) | st.integers(0, 40_000).map(lambda n: "\x01" * n) | st.just("𠮷" * 5000)
_VALUES = _TEXTS | st.none() | st.integers() | st.lists(st.dictionaries(st.sampled_from("abc"), _TEXTS), max_size=50)
_RECORDS = st.dictionaries(st.sampled_from("quote text unit actors found figures changes".split()), _VALUES)


@given(head=_RECORDS, entries=st.lists(_RECORDS, max_size=40), limit=st.integers(1, 100))
def test_a_page_is_short_and_every_entry_is_on_one(head: Any, entries: list[Any], limit: int) -> None:
    """Bytes bound tokens, whichever tokenizer counts them; the second copy of an answer is counted too."""
    offset: int | None = 0
    seen = 0
    while offset is not None:
        made = page(head, entries, offset, limit, dict)
        assert size(made) <= MOST_BYTES
        assert 2 * size(made) < TOKENS
        assert made["offset"] == seen
        assert len(made["items"]) <= limit
        assert made["items"] or not entries
        for record, item in zip(entries[offset:], made["items"], strict=False):
            whole = {name: value for name, value in record.items() if value is not None}
            kept = set(item) - set(item.get("shortened", ()))
            assert all(compact(item[name]) == compact(_without_null(whole[name])) for name in kept - {"shortened"})
            assert set(item) - {"shortened"} == set(whole)
        seen += len(made["items"])
        offset = made.get("next_offset")
    assert seen == len(entries)


def _without_null(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_null(one) for key, one in value.items() if one is not None}
    return [_without_null(one) for one in value] if isinstance(value, list) else value


def _hostile() -> Iterator[tuple[str, str]]:
    yield "one sentence without an end", "新建学校3所" + "并继续完善有关工作" * 5_000
    yield "a title of a hundred thousand bytes", "关于" + "推进" * 20_000 + "的工作要点\n新建学校3所。\n"
    yield "rare characters", "".join(f"新建{'𠮷' * 400}学校{n}所。\n" for n in range(200))
    yield "escapes", "".join(f'新建"\\\\"学校{n}所。\t\x0b\x01' * 3 + "\n" for n in range(300))
    yield "a number without an end", "新建学校" + "9" * 20_000 + "所。"
    yield "a thousand figures of one thing", "新建学校3所。\n" * 1_000
    yield "many offices", "新建学校3所（" + "、".join(f"市第{n}局" for n in range(3000)) + "负责）。"


@pytest.mark.slow
@pytest.mark.parametrize(("what", "text"), list(_hostile()), ids=[what for what, _ in _hostile()])
def test_no_document_makes_a_long_answer(what: str, text: str) -> None:  # noqa: ARG001 - names the case
    """Through the official client, which holds what comes to the tool's schema."""

    async def main() -> None:
        server = ToolServer(Settings(engine="rules"), Roots(()), CallBounds())
        async with Client(server.protocol) as client:
            texts = [text, text + "\n另建学校9所。"]
            results = []
            for number, one in enumerate(texts):
                answer = await client.call_tool("summarize_text", {"text": one, "name": f"{number}" * 99, "limit": 100})
                _check(answer)
                results.append(answer.structured_content["result"])
            _check(await client.call_tool("compare", {"documents": results * 5, "limit": 100}))
            _check(await client.call_tool("reconcile", {"plan": results[0], "reports": results[1:] * 9, "limit": 100}))
            _check(await client.list_resources())

    asyncio.run(main())


def _check(answer: Any) -> None:
    sent = answer.model_dump_json(by_alias=True, exclude_none=True).encode()
    assert not getattr(answer, "is_error", False), answer
    if hasattr(answer, "content"):
        assert len(answer.content[0].text.encode()) <= MOST_BYTES
        assert size(answer.structured_content) <= MOST_BYTES
    assert len(sent) < 5 * TOKENS


def test_the_largest_seed_fits_with_room() -> None:
    """A usual page brings what was asked for: the bound is for the unusual."""
    largest = max(SEEDS.glob("*.txt"), key=lambda path: path.stat().st_size)

    async def main() -> None:
        async with Client(ToolServer(Settings(engine="rules"), Roots([SEEDS]), CallBounds()).protocol) as client:
            answer = await client.call_tool("summarize_file", {"path": largest.name})
            assert len(answer.structured_content["items"]) == 20
            assert size(answer.structured_content) < MOST_BYTES * 0.7
            assert "shortened" not in answer.structured_content

    asyncio.run(main())


def _kept(name: str, chars: int) -> KeptSummary:
    document = Document.from_text("字" * chars, name)
    info = DocumentInfo(name=name, sha256="0", chars=chars)
    engine = EngineInfo(name="rules", profile="work_plan")
    summary = Summary(document=info, engine=engine, overview=Overview(text=""), goals=[], measures=[], targets=[])
    return KeptSummary(f"summary://{name}", document, summary)


def test_what_is_kept_is_bounded_and_nobody_pushes_out_anothers() -> None:
    """The owner who keeps most loses the oldest; who keeps one small result finds it again."""
    results = ResultCache(most=2 * _kept("x", 1000).size + _kept("x", 10).size)
    results.put("small", _kept("mine", 10))
    for number in range(9):
        results.put("large", _kept(f"{number}", 1000))
    assert [one.name for one in results.of("large")] == ["8", "7"]
    assert results.get("small", "summary://mine") is not None
    assert results.get("large", "summary://mine") is None
    assert results.get("large", "summary://0") is None
    results.put("large", _kept("huge", 100_000))
    assert results.get("large", "summary://huge") is None
    assert [one.name for one in results.of("large")] == ["8", "7"]


@pytest.mark.slow
def test_what_is_kept_takes_about_what_it_says() -> None:
    """The bound in megabytes is one on memory: what a summary is said to take is no less than it does."""
    import gc
    import tracemalloc

    text = (SEEDS / "cangzhou_2023.txt").read_text(encoding="utf-8") * 5
    settings = Settings(engine="rules")
    summarize(Document.from_text(text, "warm"), settings)
    gc.collect()
    tracemalloc.start()
    document = Document.from_text(text, "a.txt")
    kept = KeptSummary("summary://0", document, summarize(document, settings, with_text=True))
    gc.collect()
    taken = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert taken < kept.size * 1.2
