"""The project's own ways: the rules alone, with the model's judgement of their doubts, and with its own reading."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from benchmarks.ways.found import Found
from summarizer import Settings, summarize
from summarizer.documents import from_text
from summarizer.models import GROUPS

_PATIENCE = 1800.0
"""Seconds for an answer: a busy machine is not what is compared, and whoever is asked again spends tokens twice."""


def extract_rules(text: str, url: str, model: str) -> Iterator[Found]:  # noqa: ARG001 - a way's signature
    """No model."""
    yield _found(text, Settings(engine="rules"))


def extract_guided(text: str, url: str, model: str) -> Iterator[Found]:
    """The endpoint engine with its defaults for a language with rules."""
    yield _asked(text, url, model, "doubts")


def extract_all(text: str, url: str, model: str) -> Iterator[Found]:
    """The model reads every line."""
    yield _asked(text, url, model, "all")


def _asked(text: str, url: str, model: str, reading: Literal["doubts", "all"]) -> Found:
    """With an empty cache, so the probe of the endpoint counts each time."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            engine="endpoint", endpoint=url, model=model, reading=reading, cache_dir=Path(folder), timeout=_PATIENCE
        )
        return _found(text, settings)


def _found(text: str, settings: Settings) -> Found:
    summary = summarize(from_text(text, "plan"), settings)
    gaps = [gap.reason for gap in summary.incomplete]
    found = Found(problem=f"unanswered: {gaps[0]} ({len(gaps)} gaps)" if gaps else None)
    for group in GROUPS:
        found.items[group] = [item.model_dump(mode="json") for item in getattr(summary, group)]
    return found
