"""Why a candidate is rejected, and why a person should look: codes of messages, stable once published."""

from __future__ import annotations

from typing import NamedTuple

from summarizer.messages import Message

# Headings and sentences: why they are no goal or measure.
NOMINAL = Message("nominal-heading")
DONE = Message("past")
BACKGROUND = Message("background")
ANNOUNCES = Message("announcement")
EXPECTED = Message("expected-effect")
DEFINITION = Message("definition")
FORMAL = Message("formality")
TOO_LONG = Message("too-long")
MAYBE_NOMINAL = Message("maybe-nominal-heading")
MAYBE_BACKGROUND = Message("maybe-background")

# Counts: why they are no target.
SLOGAN = Message("slogan")
INDEFINITE = Message("indefinite")
ORDINAL = Message("ordinal")
STOCK = Message("stock")
PARAMETER = Message("parameter")
FRAME = Message("frame")
SIZE = Message("size")
NO_UNIT = Message("no-unit")
MAYBE_NAME = Message("maybe-name")
MAYBE_PAST = Message("maybe-past")
MAYBE_FRAME = Message("maybe-frame")
MAYBE_PARAMETER = Message("maybe-parameter")
MAYBE_SIZE = Message("maybe-size")
NO_VERB = Message("no-verb")
ROUND = Message("maybe-round")

# Targets without a figure.
NO_PREDICATE = Message("no-predicate")
SOFT_PREDICATE = Message("maybe-no-predicate")
SLOGAN_ZERO = Message("maybe-slogan-zero")
NO_SUBJECT = Message("no-subject")
SOFT_STANDARD = Message("maybe-soft-standard")
VAGUE = Message("vague-event")
VAGUE_EVENT = Message("maybe-vague-event")


class Verdict(NamedTuple):
    """``reason`` is null for what is accepted; ``unsure`` says why a person should look, either way."""

    reason: Message | None = None
    unsure: Message | None = None
