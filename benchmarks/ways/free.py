"""Free extraction: what one writes in an hour with instructor.

A pydantic schema, the plan in pieces of whole lines, the quotes found again with ``str.find``.
"""

from collections.abc import Iterator
from typing import Literal

import instructor
import openai
from pydantic import BaseModel

from benchmarks.ways.found import Found
from benchmarks.ways.prompts import FREE, language_of
from summarizer.models import GROUPS

_MAX_TOKENS = 1500


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
    words = FREE[language_of(text)]
    for start, piece in _pieces(text, words.piece):
        try:
            answer = client.chat.completions.create(
                model=model,
                response_model=Extraction,
                messages=[{"role": "system", "content": words.system}, {"role": "user", "content": piece}],
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


def _pieces(text: str, most: int) -> Iterator[tuple[int, str]]:
    """Whole lines up to ``most`` characters (a longer line is a piece of its own), each with its offset."""
    start, piece = 0, ""
    for line in text.splitlines(keepends=True):
        if piece and len(piece) + len(line) > most:
            yield start, piece
            start, piece = start + len(piece), ""
        piece += line
    if piece.strip():
        yield start, piece
