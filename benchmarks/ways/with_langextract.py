"""LangExtract through its OpenAI provider: with its default settings, and with its best ones for Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import langextract as lx
from langextract.core.tokenizer import UnicodeTokenizer
from langextract.factory import ModelConfig

from benchmarks.ways.found import Found

_GROUPS = {"目标": "goals", "举措": "measures", "指标": "targets"}
_PROMPT = """按原文顺序抽取工作计划中的三类内容，抽取的文字必须逐字摘自原文，不要改写，不要重复。
目标：总体目标的句子，以及表述目标的标题（不含编号）。
举措：要做某件事的句子，每句一条，取整句，不含句末标点。
指标：可以数、可以量、有期限的承诺，每个数一条，取包含数字和所指事物的最短片段；
value 是数字（2万写作20000，全覆盖写作100），unit 是单位（不含万、亿），indicator 是所计数的事物。
口号、专有名称、日期、序号以及过去的成绩都不是指标。"""
# Written for this comparison: no sentence of a seed.
_EXAMPLE = "二、提升供水保障能力\n新建水厂3座,年底前水质达标率达到95%以上。加强水质日常监测,定期公布检测结果。"
_CHINESE: dict[str, Any] = {
    "tokenizer": UnicodeTokenizer(),
    "max_char_buffer": 400,
    "resolver_params": {"accept_match_lesser": False},
}
_CAPPED = {"temperature": 0, "max_output_tokens": 900}


def extract_default(text: str, url: str, model: str) -> Iterator[Found]:
    """Every setting as it comes."""
    yield _extract(text, url, model, {}, {})


def extract_chinese(text: str, url: str, model: str) -> Iterator[Found]:
    """Characters as tokens, no partial matches, short pieces, and answers that end."""
    yield _extract(text, url, model, _CHINESE, _CAPPED)


def _extract(text: str, url: str, model: str, settings: dict[str, Any], asking: dict[str, Any]) -> Found:
    provider = {"base_url": url, "api_key": "none", **asking}
    document = lx.extract(
        text,
        prompt_description=_PROMPT,
        examples=_examples(),
        config=ModelConfig(model_id=model, provider="OpenAILanguageModel", provider_kwargs=provider),
        show_progress=False,
        **settings,
    )
    found = Found()
    for one in document.extractions or ():
        group = _GROUPS.get(one.extraction_class)
        place = one.char_interval
        if group is None or place is None or place.start_pos is None or place.end_pos is None:
            found.unlocated += 1
            continue
        fields = _fields(one.attributes or {}) if group == "targets" else {}
        found.add(group, text, place.start_pos, place.end_pos, fields)
    return found


def _fields(attributes: dict[str, Any]) -> dict[str, Any]:
    number = re.search(r"-?\d+(\.\d+)?", str(attributes.get("value") or "").replace(",", ""))
    known = {name: attributes.get(name) or None for name in ("unit", "comparator", "indicator", "deadline")}
    return {**known, "value": float(number[0]) if number else None}


def _examples() -> list[lx.data.ExampleData]:
    return [
        lx.data.ExampleData(text=_EXAMPLE, extractions=[
            _one("目标", "提升供水保障能力"),
            _one("举措", "新建水厂3座,年底前水质达标率达到95%以上"),
            _one("指标", "新建水厂3座", value="3", unit="座", comparator="=", indicator="新建水厂"),
            _one("指标", "年底前水质达标率达到95%以上", value="95", unit="%", comparator=">=",
                 indicator="水质达标率", deadline="年底前"),
            _one("举措", "加强水质日常监测,定期公布检测结果"),
        ]),
    ]  # fmt: skip


def _one(kind: str, words: str, **attributes: str) -> lx.data.Extraction:
    return lx.data.Extraction(extraction_class=kind, extraction_text=words, attributes=attributes or None)
