"""LangExtract through its OpenAI provider: with its default settings, and with its best ones for Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import langextract as lx
from langextract.core.tokenizer import UnicodeTokenizer
from langextract.factory import ModelConfig

from benchmarks.ways.found import Found
from benchmarks.ways.prompts import LANGEXTRACT, LangExtract, language_of

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
    words = LANGEXTRACT[language_of(text)]
    groups = {name: group for group, name in words.classes.items()}
    provider = {"base_url": url, "api_key": "none", **asking}
    document = lx.extract(
        text,
        prompt_description=words.prompt,
        examples=[_example(words)],
        config=ModelConfig(model_id=model, provider="OpenAILanguageModel", provider_kwargs=provider),
        show_progress=False,
        **settings,
    )
    found = Found()
    for one in document.extractions or ():
        group = groups.get(one.extraction_class)
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


def _example(words: LangExtract) -> lx.data.ExampleData:
    extractions = [
        lx.data.Extraction(
            extraction_class=words.classes[group], extraction_text=quote, attributes=dict(attributes) or None
        )
        for group, quote, attributes in words.found
    ]
    return lx.data.ExampleData(text=words.example, extractions=extractions)
