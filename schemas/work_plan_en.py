"""Response schemas of the profile ``work_plan`` for English, and for every language that has none of its own.

The same as ``work_plan.py`` with English words, and with limits for a language whose words are parted by blanks.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from summarizer.profiles.answer import Answer

Verdict = Literal["commitment", "done", "existing", "name", "parameter"]
"""What a quantity in a plan is: to be done, done already, there already, part of a name, set by a rule."""
COUNTED: Final = "commitment"
"""The verdict that makes a candidate a target."""
RULED: Final = "parameter"
"""The verdict on what a rule sets for others: whether it does takes understanding, so here a model knows better."""

Choice = Literal["yes", "no"]
CHOSEN: Final = "yes"

LINE_LIMIT: Final = 90
"""The most characters of a one-line wording."""

# A least length, because a model that may will answer yes to anything.
Name = Annotated[str, Field(min_length=3, max_length=100)]
# Longer than the limit on purpose: an answer that a grammar cut off is seen to be cut off.
Line = Annotated[str, Field(min_length=4, max_length=120)]


class Other(Answer):
    """A target that nobody asked about: verbatim ``quote``, the number as written in it, its unit, what is counted."""

    quote: Annotated[str, Field(max_length=200)]
    number: Annotated[str, Field(max_length=24)]
    unit: Annotated[str, Field(max_length=40)]
    indicator: Name


class EchoEntry(Answer):
    """One answer in the ``echo`` shape; ``ref`` repeats the question's reference."""

    ref: Annotated[str, Field(max_length=40)]
    answer: Annotated[str, Field(max_length=120)]


class EchoAnswers(Answer):
    """The constant schema of the ``echo`` shape."""

    answers: Annotated[list[EchoEntry], Field(max_length=40)]
    others: Annotated[list[Other], Field(max_length=3)]


OVERVIEW_LIMIT: Final = 240
"""The most characters of an overview sentence; one that has as many was cut off."""
OverviewText = Annotated[str, Field(min_length=8, max_length=OVERVIEW_LIMIT)]


class OverviewSentence(Answer):
    """One sentence on the whole plan and the ids of the items it rests on."""

    text: OverviewText
    cites: Annotated[list[Annotated[str, Field(max_length=6)]], Field(min_length=1, max_length=5)]


class OverviewAnswer(Answer):
    """The overview, two to four sentences."""

    sentences: Annotated[list[OverviewSentence], Field(min_length=1, max_length=4)]


Standing = Literal["overall", "section", "task", "measure", "none"]
STANDINGS: Final = {name: name for name in ("overall", "section", "task", "measure", "none")}
"""What a heading or sentence is: a goal and its level, a measure, or none of them."""
PromiseKind = Literal["coverage", "zero", "milestone", "relative"]
PROMISES: Final = {name: name for name in ("coverage", "zero", "milestone", "relative")}
"""What can be checked though no number is written."""

_Words = Annotated[str, Field(max_length=160)]


class Commitment(Answer):
    """A number to be reached: what is counted, the words of its bound, the words for by when; of its sentence all."""

    what: _Words
    bound: Annotated[str, Field(max_length=40)] = ""
    by: Annotated[str, Field(max_length=60)] = ""


NumberAnswer = Literal["done", "existing", "name", "parameter"] | Commitment
"""A commitment, or the word for what else the number is."""


class Promise(Answer):
    """A promise without a number, as a verbatim quote."""

    kind: PromiseKind
    quote: Annotated[str, Field(max_length=240)]


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
    bound: Annotated[str, Field(max_length=40)]
    by: Annotated[str, Field(max_length=60)]


class EchoReading(Answer):
    """The constant schema of a reading in the ``echo`` shape."""

    lines: Annotated[list[EchoLine], Field(max_length=200)]
    numbers: Annotated[list[EchoNumber], Field(max_length=200)]
    promises: Promises
