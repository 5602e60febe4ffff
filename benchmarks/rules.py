"""The rules engine: characters a second, and how the time grows with the text."""

import time
from typing import NamedTuple

from benchmarks.corpus import copies_for, varied
from benchmarks.figures import Figure, Words
from benchmarks.measuring import Sizes, paired
from summarizer.documents import from_text
from summarizer.engines.rules import RulesEngine
from summarizer.pipeline.merging import merge
from summarizer.profiles.profile import load_profile
from summarizer.structure import outline

_LEAST_SPEED = 300_000
_MOST_GROWTH = 2.2
_SPEED = Words(" characters/s", " 字/秒")


class _Run(NamedTuple):
    """Characters read, and the seconds that the whole pipeline and the engine took."""

    chars: int
    pipeline: float
    engine: float


def measure(sizes: Sizes) -> list[Figure]:
    """Pairs of a text and one of half its size; every run reads a text that no run has read before."""
    engine = RulesEngine(load_profile())
    copies = copies_for(sizes.text)
    fresh = iter(range(2 * sizes.runs + 1))

    def run(share: int) -> _Run:
        return _timed(engine, varied(copies // share, next(fresh)))

    run(2)  # compiles patterns, fills caches
    pairs = paired(lambda: run(2), lambda: run(1), sizes.runs)
    whole = [full for _, full in pairs]
    size = f"{whole[0].chars:,}"
    return [
        Figure(
            Words(f"rules, the whole pipeline (load, outline, rules, merge), {size} characters on one core",
                  f"规则：全程（读取、结构、规则、合并），{size} 字，单核"),
            tuple(run.chars / run.pipeline for run in whole), _SPEED, _LEAST_SPEED, least=True,
        ),
        Figure(
            Words("rules, the engine alone", "规则：仅引擎"),
            tuple(run.chars / run.engine for run in whole), _SPEED, _LEAST_SPEED, least=True,
        ),
        Figure(
            Words("time for twice the text, the whole pipeline", "文本加倍后的用时（全程）"),
            tuple(full.pipeline / half.pipeline for half, full in pairs),
            Words(" times", " 倍"), _MOST_GROWTH, digits=2,
        ),
    ]  # fmt: skip


def _timed(engine: RulesEngine, text: str) -> _Run:
    """One pass, as ``summarize`` makes it, the garbage collector as it is."""
    began = time.perf_counter()
    document = from_text(text, "benchmark")
    structure = outline(document)
    ready = time.perf_counter()
    drafts = engine.extract(document, structure)
    extracted = time.perf_counter()
    merged = merge(document, structure, [drafts], refusals=False)
    done = time.perf_counter()
    if not merged.targets:
        raise RuntimeError("the rules found nothing: this measures nothing")
    return _Run(len(text), done - began, extracted - ready)
