"""What a model that reads every line takes: tokens of prompts and answers beside those of the text.

The questions are those of the engine, heard while it reads recorded answers again; the tokens are counted by the
tokenizer of a server of llama.cpp, without those of its chat template. The same answers tell what two requests a chunk
would take, the second with the sentences of the first again.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import httpx2

from benchmarks.figures import ROOT, Figure, Words
from summarizer.answers.recordings import ReplayStore
from summarizer.answers.store import Stored
from summarizer.engines.candidates import ChunkExtraction
from summarizer.engines.endpoint import EndpointEngine
from summarizer.pipeline.reading import read
from summarizer.profiles.profile import load_profile
from summarizer.settings.settings import Settings

RECORDINGS = ROOT / "evals" / "recordings" / "readings"
_PLANS = {
    Words("seeds", "种子文本"): (ROOT / "seeds", RECORDINGS),
    Words("English plans", "英文计划"): (
        ROOT / "evals" / "english" / "texts", ROOT / "evals" / "english" / "recordings" / "readings",
    ),
}  # fmt: skip
_ALL = Words("all documents", "全部文本")
_MOST_PROMPTS, _MOST_ANSWERS = 2.5, 0.8
_TIMES = Words(" times", " 倍")
_OF_NUMBER = re.compile(r"\d+[a-z]+:")

Count = Callable[[str], int]
"""Tokens of some words."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer, by ref: None where the answer broke off or none came."""

    system: str
    user: str
    answer: dict[str, Any] | None


class Cost(NamedTuple):
    """Tokens of texts, and of the prompts and answers about them."""

    text: int = 0
    prompts: int = 0
    answers: int = 0

    def plus(self, other: Cost) -> Cost:
        """Of both together."""
        return Cost(*map(sum, zip(self, other, strict=True)))


Costs = dict[Words, Cost]
"""By the way of asking, as in ``WAYS``."""


def measure(url: str, recordings: Path | None) -> list[Figure]:
    """Rows of each document, of the seeds, of the English plans, and of all, which have the bounds.

    ``recordings`` of all of them, by default those of each group.

    Raises :class:`~summarizer.errors.StoreError` for a document without a recording, or one that is out of date.
    """
    figures: list[Figure] = []
    whole: Costs = {}
    with httpx2.Client(base_url=httpx2.URL(url).join("/"), trust_env=False, timeout=60.0) as server:
        for plans, (folder, own) in _PLANS.items():
            group: Costs = {}
            for path in sorted(folder.glob("*.txt")):
                costs = _costs(path, recordings or own, partial(_tokens, server))
                figures += _rows(Words(path.stem, path.stem), {ONE: costs[ONE]})
                group = _sum(group, costs)
            figures += _rows(plans, group)
            whole = _sum(whole, group)
    return [*figures, *_rows(_ALL, whole, bound=True)]


def _costs(path: Path, recordings: Path, count: Count) -> Costs:
    text, schema, exchanges = asyncio.run(heard(path, recordings))
    mine = Cost(count(text))
    return {
        way: mine.plus(cost_of([part for one in exchanges for part in parts(one, schema)], count))
        for way, parts in WAYS.items()
    }


def _sum(costs: Costs, more: Costs) -> Costs:
    return {way: costs.get(way, Cost()).plus(cost) for way, cost in more.items()}


def _rows(name: Words, costs: Costs, *, bound: bool = False) -> list[Figure]:
    """Two of each way of asking; only the way that is gone has bounds."""
    rows = []
    for way, (text, prompts, answers) in costs.items():
        kept = bound and way == ONE
        en, zh = f"reading all, {name.en}{way.en}", f"通读，{name.zh}{way.zh}"
        rows += [
            Figure(
                Words(f"{en}: prompts, {prompts:,} tokens to {text:,}", f"{zh}：提问 {prompts:,} 词元，原文 {text:,}"),
                (prompts / text,), _TIMES, _MOST_PROMPTS if kept else None, digits=2,
            ),
            Figure(
                Words(f"{en}: answers, {answers:,} tokens to {text:,}", f"{zh}：回答 {answers:,} 词元，原文 {text:,}"),
                (answers / text,), _TIMES, _MOST_ANSWERS if kept else None, digits=2,
            ),
        ]  # fmt: skip
    return rows


class _Listening(ReplayStore):
    """Remembers what it said last."""

    last = Stored("")

    def get(self, endpoint: str, key: str, label: str) -> Stored:
        self.last = super().get(endpoint, key, label)
        return self.last


async def heard(path: Path, recordings: Path) -> tuple[str, ModuleType, list[Exchange]]:
    """A document's text, the schemas it is asked about with, and all that is asked to read it."""
    settings, profile = Settings(engine="endpoint", reading="all", replay=recordings), load_profile()
    store, exchanges = _Listening(recordings), list[Exchange]()
    engine = EndpointEngine(settings, profile, store)
    ask = engine.client.ask

    async def listening(request: Any) -> Any:
        try:
            return await ask(request)
        finally:
            answered = store.last.finish == "stop"
            answer = as_given(json.loads(store.last.answer)) if answered else None
            exchanges.append(Exchange(request.system, request.user, answer))

    setattr(engine.client, "ask", listening)  # noqa: B010 - a type checker rightly refuses the plain assignment
    await engine.start()
    got = read(path, profile)
    for chunk in await engine.chunks(got.document, got.outline):
        # One after the other, so that the last answer is the one to the last question.
        await engine.read(got.document, got.outline, chunk, ChunkExtraction(chunk.index))
    await engine.close()
    return got.document.text, profile.schema(got.document.language), exchanges


def as_given(answer: dict[str, Any]) -> dict[str, Any]:
    """A kept answer without the empty words of commitments: a model leaves them out, the schema fills them in."""
    return {
        ref: {name: words for name, words in said.items() if words} if isinstance(said, dict) else said
        for ref, said in answer.items()
    }


def cost_of(exchanges: list[Exchange], count: Count) -> Cost:
    """Tokens of requests and their answers, which are as compact as the prompt asks for."""
    prompts = sum(count(one.system) + count(one.user) for one in exchanges)
    answers = [json.dumps(one.answer, ensure_ascii=False, separators=(",", ":")) for one in exchanges if one.answer]
    return Cost(prompts=prompts, answers=sum(map(count, answers)))


def lines_first(exchange: Exchange, schema: ModuleType) -> list[Exchange]:
    """What each line is; then the numbers of the lines that are something, with these lines again."""
    answer = exchange.answer or {}
    refs = [ref for ref in answer if _OF_NUMBER.match(ref)]
    nothing = {ref.split(":")[0] for ref, said in answer.items() if _is_none(said, schema)}
    taken = [ref for ref in refs if _line_of(ref) not in nothing]
    first = {ref: said for ref, said in answer.items() if ref not in refs}
    return _two(exchange, first, {ref: answer[ref] for ref in taken}, asked=[])


def words_last(exchange: Exchange, schema: ModuleType) -> list[Exchange]:
    """What each line and number is; then the words of the commitments, with their lines again."""
    answer = exchange.answer or {}
    words = {ref: said for ref, said in answer.items() if isinstance(said, dict)}
    first = {ref: schema.COUNTED if ref in words else said for ref, said in answer.items()}
    return _two(exchange, first, words, asked=[ref for ref in answer if _OF_NUMBER.match(ref)])


ONE = Words("", "")
WAYS: dict[Words, Callable[[Exchange, ModuleType], list[Exchange]]] = {
    ONE: lambda exchange, _: [exchange],
    Words(", in two requests (lines, then numbers of those taken)", "，分两次（先句，后所取句中的数）"): lines_first,
    Words(", in two requests (lines and numbers, then words)", "，分两次（先句和数，后承诺的用词）"): words_last,
}


def _is_none(said: object, schema: ModuleType) -> bool:
    return isinstance(said, str) and schema.STANDINGS.get(said) == "none"


def _line_of(ref: str) -> str:
    return re.split("[a-z:]", ref, maxsplit=1)[0]


def _two(exchange: Exchange, first: dict[str, Any], second: dict[str, Any], asked: list[str]) -> list[Exchange]:
    """Both requests; the first asks the numbers ``asked``.

    The system prompt is counted once, as if it were parted: that is the least, for each has to say what it is about.
    """
    refs = [ref for ref in exchange.answer or () if _OF_NUMBER.match(ref)]
    lines = exchange.user.split("\n")
    whole = Exchange(exchange.system, "\n".join(_with(line, refs, asked) for line in lines), first or None)
    if not second:
        return [whole]
    numbers = {_line_of(ref) for ref in second}
    again = [_with(one, refs, list(second)) for one in lines if _number_of(one) in {"", *numbers}]
    return [whole, Exchange("", "\n".join(again), second)]


def _number_of(line: str) -> str:
    """The number that a line of a request begins with; empty for the path of headings."""
    return line.partition(":")[0] if line[:1].isdigit() else ""


def _with(line: str, refs: list[str], asked: list[str]) -> str:
    """A line of a request with the refs of the numbers that are ``asked``, without its other ones."""
    mine = [ref for ref in refs if _line_of(ref) == _number_of(line)]
    if not mine:
        return line
    kept = "|".join(ref for ref in mine if ref in asked)
    before, _, after = line.rpartition("|".join(mine))
    return f"{before}{kept}{after}" if kept else before[:-1].rstrip()


def _tokens(server: httpx2.Client, words: str) -> int:
    """By the server's own tokenizer: https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md."""
    asked = {"content": words, "parse_special": False}
    return len(server.post("/tokenize", json=asked).raise_for_status().json()["tokens"])
