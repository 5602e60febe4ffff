"""Response schemas of the profile ``work_plan`` for Chinese: what an endpoint may answer, and nothing else.

Every text is bounded, every object closed, so that the longest legal answer is finite. The words that a
model has to write are the document's language and belong to the genre, so they stand here, not in the
engine. ``work_plan_en.py`` says the same in English, for every other language; the names that the engine uses are
listed in ``schemas/README.md``.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from summarizer.profiles.answer import Answer

Verdict = Literal["承诺", "成绩", "现状", "名称", "规定"]
"""What a quantity in a plan is: to be done, done already, there already, part of a name, set by a rule."""
COUNTED: Final = "承诺"
"""The verdict that makes a candidate a target."""
RULED: Final = "规定"
"""The verdict on what a rule sets for others: whether it does takes understanding, so here a model knows better."""

Choice = Literal["是", "否"]
CHOSEN: Final = "是"

LINE_LIMIT: Final = 30
"""The most characters of a one-line wording: a Chinese character is a token at most."""

# A least length, because a model that may will answer 是 to anything.
Name = Annotated[str, Field(min_length=2, max_length=24)]
# Longer than the limit on purpose: an answer that a grammar cut off is seen to be cut off.
Line = Annotated[str, Field(min_length=4, max_length=40)]


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


Standing = Literal["总体", "一级", "任务", "举措", "无"]
STANDINGS: Final = {"总体": "overall", "一级": "section", "任务": "task", "举措": "measure", "无": "none"}
"""What a heading or sentence is: a goal and its level, a measure, or none of them."""
PromiseKind = Literal["全覆盖", "清零", "节点", "参照"]
PROMISES: Final = {"全覆盖": "coverage", "清零": "zero", "节点": "milestone", "参照": "relative"}
"""What can be checked though no number is written."""

_Words = Annotated[str, Field(max_length=40)]


class Commitment(Answer):
    """A number to be reached: what is counted, the words of its bound, the words for by when; of its sentence all."""

    what: _Words
    bound: Annotated[str, Field(max_length=12)] = ""
    by: Annotated[str, Field(max_length=24)] = ""


NumberAnswer = Literal["成绩", "现状", "名称", "规定"] | Commitment
"""A commitment, or the word for what else the number is."""


class Promise(Answer):
    """A promise without a number, as a verbatim quote."""

    kind: PromiseKind
    quote: Annotated[str, Field(max_length=80)]


PROMISE_LIMIT: Final = 12
"""The most entries of the list; of one that is full nobody knows what was left out."""
Promises = Annotated[list[Promise], Field(max_length=PROMISE_LIMIT)]


class EchoLine(Answer):
    """What a line is, in the ``echo`` shape."""

    ref: Annotated[str, Field(max_length=24)]
    answer: Standing


class EchoNumber(Answer):
    """What a number is, in the ``echo`` shape; the last three are empty but of a commitment."""

    ref: Annotated[str, Field(max_length=24)]
    answer: Verdict
    what: _Words
    bound: Annotated[str, Field(max_length=12)]
    by: Annotated[str, Field(max_length=24)]


class EchoReading(Answer):
    """The constant schema of a reading in the ``echo`` shape."""

    lines: Annotated[list[EchoLine], Field(max_length=200)]
    numbers: Annotated[list[EchoNumber], Field(max_length=200)]
    promises: Promises
