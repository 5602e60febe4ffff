"""The overview: a few sentences on the whole plan, each resting on items it cites."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, Field, create_model

from summarizer.engines.endpoint.checks import clean_sentence
from summarizer.engines.endpoint.slots import Shape, escaped, on_one_line
from summarizer.languages import DEFAULT, find
from summarizer.models import Goal, Measure, Overview, Target

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    from summarizer.documents.document import Document
    from summarizer.profiles.prompts import Prompt

_LEVELS = ("overall", "section", "task")
_MAX_GOALS = 8
_MAX_TARGETS = 8
_MAX_MEASURES = 4
_CITES = 4
_MIN_SENTENCES = 2


def chosen_items(
    goals: Sequence[Goal], measures: Sequence[Measure], targets: Sequence[Target], longest: int
) -> dict[str, tuple[str, str]]:
    """The items that the overview may rest on: id to the line that is shown and the text that it is checked by.

    A line is cut after ``longest`` characters.

    The goals of the highest level, the sure targets spread over the document, measures only where goals are few.
    """
    top = sorted(goals, key=lambda goal: _LEVELS.index(goal.level))[:_MAX_GOALS]
    picked: list[Any] = sorted(top, key=lambda goal: goal.start)
    if len(top) < _MAX_MEASURES:
        picked += _spread(measures, _MAX_MEASURES)
    sure = [t for t in targets if t.unsure is None and not t.masked and t.same_as is None]
    picked += _spread(sure, _MAX_TARGETS)
    return {item.id: (on_one_line(item.quote)[:longest], item.quote) for item in picked}


def overview_text(prompt: Prompt, document: Document, items: dict[str, tuple[str, str]]) -> str:
    """The changing part of the request."""
    lines = "\n".join(prompt.fill("item", id=name, text=line) for name, (line, _) in items.items())
    return prompt.fill("user", title=escaped(document.metadata.title or document.name), items=lines)


def overview_model(schema: ModuleType, shape: Shape, ids: Sequence[str]) -> type[BaseModel]:
    """The response model; in the ``keyed`` shape only the ids that exist can be cited."""
    if shape == "echo":
        return schema.OverviewAnswer  # type: ignore[no-any-return]  # a profile's module is not typed
    known: Any = Literal.__getitem__(tuple(ids))
    sentence: Any = create_model(
        "Sentence",
        __base__=schema.Answer,
        cites=(list[known], Field(min_length=1, max_length=_CITES)),
        text=(schema.OverviewText, ...),
    )
    return create_model(
        "Overview", __base__=schema.Answer, sentences=(list[sentence], Field(min_length=1, max_length=4))
    )


def checked(
    schema: ModuleType, answer: Any, items: dict[str, tuple[str, str]], language: str = DEFAULT
) -> Overview | None:
    """The sentences that say nothing but what their cited items hold; None where fewer than two do.

    One sentence is no overview of a plan: the rules' own says more. An item that stands in a sentence word
    for word is cited, whether or not the model said so; a sentence that was cut off at the limit ends where
    its last whole part did.
    """
    texts: list[str] = []
    cites: dict[str, None] = {}
    for sentence in answer.sentences:
        said = _whole(sentence.text, schema.OVERVIEW_LIMIT)
        named = set(sentence.cites)
        ids = [name for name, (_, quote) in items.items() if name in named or quote in said]
        source = "\n".join(items[name][1] for name in ids)
        text = clean_sentence(said, source, language) if ids else None
        if text and text not in texts:
            texts.append(text)
            cites |= dict.fromkeys(ids)
    if len(texts) < _MIN_SENTENCES:
        return None
    return Overview(text=find(language).tables.BLANK.join(texts), cites=list(cites), source="model")


def _whole(text: str, limit: int) -> str:
    """``text`` up to the last mark of punctuation, where it is as long as it could be."""
    if len(text) < limit:
        return text
    return text[: max(text.rfind(mark) for mark in "，,；;。.") + 1]


def _spread(items: Sequence[Any], count: int) -> list[Any]:
    """At most ``count`` items, evenly over the document."""
    count = min(count, len(items))
    return [items[index * len(items) // count] for index in range(count)]
