"""Free extraction: what one writes in an hour with instructor.

A pydantic schema, the plan in pieces of whole lines, the quotes found again with ``str.find``.
"""

from collections.abc import Iterator
from typing import Literal

import instructor
import openai
from pydantic import BaseModel

from benchmarks.ways.found import Found
from summarizer.models import GROUPS

_PIECE = 600
_MAX_TOKENS = 1500
_SYSTEM = """你从工作计划中抽取三类内容，每条的 quote 必须逐字摘自原文，不要遗漏，不要编造。
goals（目标）：总体目标的句子，以及表述目标的标题（不含编号）。
measures（举措）：要做某件事的句子，每句一条，取整句，不含句末标点。
targets（量化指标）：可以数、可以量、有期限的承诺，每个数一条；quote 取包含数字和所指事物的最短片段。
indicator 是所计数的事物；value 是数字（2万写作20000，全覆盖写作100，没有数字则为null）；unit 是单位（不含万、亿）；
comparator 为 =、>=、<=、~ 或 range；deadline 是期限的原文，没有则为null。
口号、专有名称、日期、序号以及过去的成绩都不是量化指标。某一类没有内容就给空列表。"""


class Goal(BaseModel):
    """An aim, verbatim."""

    quote: str


class Measure(BaseModel):
    """A sentence that commits somebody to an action, verbatim."""

    quote: str


class Target(BaseModel):
    """A commitment that can be counted."""

    quote: str
    indicator: str
    value: float | None
    unit: str | None
    comparator: Literal["=", ">=", "<=", "~", "range"]
    deadline: str | None


class Extraction(BaseModel):
    """All there is in one piece of a plan."""

    goals: list[Goal]
    measures: list[Measure]
    targets: list[Target]


def extract(text: str, url: str, model: str) -> Iterator[Found]:
    """What the model finds, piece by piece; a piece that it cannot answer gives nothing."""
    client = instructor.from_openai(openai.OpenAI(base_url=url, api_key="none"), mode=instructor.Mode.JSON_SCHEMA)
    for start, piece in _pieces(text):
        try:
            answer = client.chat.completions.create(
                model=model,
                response_model=Extraction,
                messages=[{"role": "system", "content": _SYSTEM}, {"role": "user", "content": piece}],
                max_retries=1,
                max_tokens=_MAX_TOKENS,
                temperature=0,
            )
        except Exception as error:  # noqa: BLE001 - instructor has many, and all mean that this piece is lost
            yield Found(problem=f"{type(error).__name__} in the piece at {start}")
            continue
        found = Found()
        for group in GROUPS:
            for item in getattr(answer, group):
                at = text.find(item.quote, start) if item.quote else -1
                found.add(group, text, at, at + len(item.quote), item.model_dump(exclude={"quote"}))
        yield found


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Whole lines up to ``_PIECE`` characters (a longer line is a piece of its own), each with its offset."""
    start, piece = 0, ""
    for line in text.splitlines(keepends=True):
        if piece and len(piece) + len(line) > _PIECE:
            yield start, piece
            start, piece = start + len(piece), ""
        piece += line
    if piece.strip():
        yield start, piece
