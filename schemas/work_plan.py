"""Response schemas of the profile ``work_plan``: what an endpoint may answer, and nothing else.

Every text is bounded, every object closed, so that the longest legal answer is finite. The words that a
model has to write are the document's language and belong to the genre, so they stand here, not in the
engine. The engine uses these names: ``Verdict``, ``COUNTED``, ``Choice``, ``CHOSEN``, ``Name``, ``Line``,
``LINE_LIMIT``, ``Other``, ``Answer``, ``EchoAnswers``, ``OverviewAnswer``.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

Verdict = Literal["承诺", "成绩", "现状", "名称", "规定"]
"""What a quantity in a plan is: to be done, done already, there already, part of a name, set by a rule."""
COUNTED: Final = "承诺"
"""The verdict that makes a candidate a target."""

Choice = Literal["是", "否"]
CHOSEN: Final = "是"

LINE_LIMIT: Final = 30
"""The most characters of a one-line wording: a Chinese character is a token at most."""

# A least length, because a model that may will answer 是 to anything.
Name = Annotated[str, Field(min_length=2, max_length=24)]
# Longer than the limit on purpose: an answer that a grammar cut off is seen to be cut off.
Line = Annotated[str, Field(min_length=4, max_length=40)]


class Answer(BaseModel):
    """Base of all answers: unknown keys refused, and a schema without the titles that would only cost tokens."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The JSON schema, titles and descriptions left out below the top."""
        schema = super().model_json_schema(*args, **kwargs)
        return {key: _bare(value) for key, value in schema.items() if key != "description"}


class Other(Answer):
    """A target that nobody asked about: verbatim ``quote``, the number as written in it, its unit, what is counted."""

    quote: Annotated[str, Field(max_length=60)]
    number: Annotated[str, Field(max_length=12)]
    unit: Annotated[str, Field(max_length=8)]
    indicator: Name


class EchoEntry(Answer):
    """One answer in the ``echo`` shape; ``ref`` repeats the question's reference."""

    ref: Annotated[str, Field(max_length=40)]
    answer: Annotated[str, Field(max_length=40)]


class EchoAnswers(Answer):
    """The constant schema of the ``echo`` shape."""

    answers: Annotated[list[EchoEntry], Field(max_length=40)]
    others: Annotated[list[Other], Field(max_length=3)]


OVERVIEW_LIMIT: Final = 100
"""The most characters of an overview sentence; one that has as many was cut off."""
OverviewText = Annotated[str, Field(min_length=8, max_length=OVERVIEW_LIMIT)]


class OverviewSentence(Answer):
    """One sentence on the whole plan and the ids of the items it rests on."""

    text: OverviewText
    cites: Annotated[list[Annotated[str, Field(max_length=6)]], Field(min_length=1, max_length=5)]


class OverviewAnswer(Answer):
    """The overview, two to four sentences."""

    sentences: Annotated[list[OverviewSentence], Field(min_length=1, max_length=4)]


def _bare(node: Any) -> Any:
    if isinstance(node, dict):
        # A property may itself be called "title": only a string under that key is a schema's title.
        return {
            key: _bare(value)
            for key, value in node.items()
            if not (key in {"title", "description"} and isinstance(value, str))
        }
    return [_bare(item) for item in node] if isinstance(node, list) else node
