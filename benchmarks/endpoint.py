"""The endpoint engine beside the bare client: the same requests to the same server, turn by turn in one process."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import instructor
import openai

from benchmarks.chat_server import MODEL, asked, serving
from benchmarks.figures import SECONDS, Figure, Words
from benchmarks.measuring import Sizes, paired, python
from summarizer.answers.store import ResponseStore
from summarizer.documents import Document, from_text
from summarizer.engines.candidates import ChunkExtraction
from summarizer.engines.endpoint import EndpointEngine
from summarizer.engines.endpoint.chunks import Chunk, chunk
from summarizer.engines.endpoint.client import Client
from summarizer.engines.rules import RulesEngine
from summarizer.profiles.profile import load_profile
from summarizer.settings.settings import Settings
from summarizer.structure import Outline, outline

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable, Iterator

    from pydantic import BaseModel


_LATENCY = 0.2
_CONCURRENCY = 16
_CHUNK_TOKENS = 100
_MOST_TIMES = 1.15
_HEAVY = "import time; began = time.perf_counter(); import {}; print(time.perf_counter() - began)"
_IMPORTS = {
    "summarizer.engines.endpoint.client": Words(
        "import of the endpoint engine (not in the above)", "导入端点引擎（未计入上面）"
    ),
    "openai, instructor": Words("import of openai and instructor alone", "仅导入 openai 和 instructor"),
}
_AREAS = ("学前教育", "义务教育", "高中教育", "职业教育", "特殊教育", "终身教育", "教师队伍", "校园安全")
_WAYS = ("完善工作机制", "健全管理制度", "优化资源配置", "强化督导检查", "加强统筹协调")


class _Work(NamedTuple):
    """A document, its chunks, and a draft for each with one question open."""

    document: Document
    outline: Outline
    parts: list[tuple[Chunk, ChunkExtraction]]


class _Request(NamedTuple):
    """What the engine sent, for the bare client to send again."""

    messages: Any
    response_model: type[BaseModel]
    max_tokens: int


def measure(sizes: Sizes) -> list[Figure]:
    """Rounds of both, and the imports apart. Raises :class:`RuntimeError` where the two do not send the same."""
    work = _work(sizes.chunks)
    with serving(_LATENCY) as url:
        with _overheard() as requests:
            asyncio.run(_ours(url, work))
        before = _asked(url)
        asyncio.run(_bare(url, requests))
        if len(requests) != sizes.chunks or not set(_asked(url)) <= set(before):
            raise RuntimeError("the engine and the bare client do not ask the same: this compares nothing")
        pairs = paired(lambda: asyncio.run(_ours(url, work)), lambda: asyncio.run(_bare(url, requests)), sizes.rounds)
    ours, bare = zip(*pairs, strict=True)
    ratios = tuple(engine / alone for engine, alone in pairs)
    what = f"{sizes.chunks} × {_LATENCY * 1000:.0f} ms, {_CONCURRENCY} "
    return [
        Figure(Words(f"endpoint engine, {what}at a time", f"端点引擎，{what}并发"), ours, SECONDS, digits=2),
        Figure(Words("bare instructor, same requests", "裸 instructor，相同请求"), bare, SECONDS, digits=2),
        Figure(Words("ratio, pair by pair", "逐对之比"), ratios, Words("", ""), _MOST_TIMES, digits=2),
        *(Figure(words, _imports(modules, sizes.rounds), SECONDS, digits=2) for modules, words in _IMPORTS.items()),
    ]


def _work(chunks: int) -> _Work:
    """A plan of so many long measures; each makes a chunk and leaves one question: how to say it in a line."""
    sentences = [
        f"围绕{_AREAS[n % 8]}改革发展的重点任务和薄弱环节，"
        + "，".join(f"{_WAYS[(n + k) % 5]}，推动{_AREAS[(n // 8 + k) % 8]}提质增效" for k in range(4))
        + "，切实增强人民群众获得感。"
        for n in range(chunks)
    ]
    document = from_text("某市教育局工作计划\n一、推进教育高质量发展\n" + "\n".join(sentences) + "\n", "benchmark")
    structure = outline(document)
    drafts = RulesEngine(load_profile()).extract(document, structure)
    parts = []
    for piece in chunk(document, structure, _CHUNK_TOKENS):
        mine = [measure for measure in drafts.measures if piece.start <= measure.start < piece.end]
        parts.append((piece, ChunkExtraction(piece.index, measures=mine)))
    return _Work(document, structure, parts)


async def _ours(url: str, work: _Work) -> float:
    """Seconds that the started engine takes for all chunks, with nothing remembered."""
    settings = Settings(endpoint=url, model=MODEL, concurrency=_CONCURRENCY, cache=False)
    engine = EndpointEngine(settings, load_profile(), ResponseStore.of(settings))
    await engine.start()
    seconds, made = await _timed(engine.extract(work.document, work.outline, *pair) for pair in work.parts)
    await engine.close()
    if any(part.gaps or any(measure.text is None for measure in part.measures) for part in made):
        raise RuntimeError("the endpoint engine got no answer to some questions: this measures nothing")
    return seconds


async def _bare(url: str, requests: list[_Request]) -> float:
    """Seconds that the bare client takes for the same requests, its connection warm like the engine's."""
    # Without the environment's proxies, as the engine asks a server on this machine.
    transport = openai.DefaultAsyncHttpxClient(trust_env=False)
    api = openai.AsyncOpenAI(base_url=url, api_key="none", http_client=transport)
    client = instructor.from_openai(api, mode=instructor.Mode.JSON_SCHEMA)
    await api.models.list()
    seconds, _ = await _timed(
        client.chat.completions.create(**request._asdict(), model=MODEL, temperature=0.0) for request in requests
    )
    await api.close()
    return seconds


async def _timed(calls: Iterable[Coroutine[Any, Any, Any]]) -> tuple[float, list[Any]]:
    """Seconds for all calls, so many at a time, and what they gave."""
    gate = asyncio.Semaphore(_CONCURRENCY)

    async def gated(call: Coroutine[Any, Any, Any]) -> Any:
        async with gate:
            return await call

    began = time.perf_counter()
    made = await asyncio.gather(*map(gated, calls))
    return time.perf_counter() - began, made


@contextmanager
def _overheard() -> Iterator[list[_Request]]:
    """What the engine asks about documents in the block; the probe's questions are left out."""
    heard: list[_Request] = []
    ask = Client.ask

    async def listening(self: Client, request: Any) -> Any:
        if request.document:
            heard.append(_Request(request.messages, request.answer, request.max_tokens))
        return await ask(self, request)

    setattr(Client, "ask", listening)  # noqa: B010 - a type checker rightly refuses the plain assignment
    try:
        yield heard
    finally:
        setattr(Client, "ask", ask)  # noqa: B010


def _asked(url: str) -> list[str]:
    """The questions that the server got since the last time, without their headers, which differ by client."""
    heard = map(json.loads, asked(url))
    return [json.dumps({key: one[key] for key in sorted(one) if not key.startswith("_")}) for one in heard]


def _imports(modules: str, times: int) -> tuple[float, ...]:
    """Seconds of importing ``modules`` in a new process."""
    return tuple(float(python("-c", _HEAVY.format(modules))) for _ in range(times))
