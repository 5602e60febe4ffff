"""Why a candidate is rejected, and why a person should look: codes of messages, stable once published."""

from typing import Literal, NamedTuple

Reason = Literal[
    # Headings and sentences: why they are no goal or measure.
    "nominal-heading",
    "past",
    "background",
    "announcement",
    "expected-effect",
    "definition",
    "formality",
    "too-long",
    "maybe-nominal-heading",
    "maybe-background",
    # Counts: why they are no target.
    "slogan",
    "indefinite",
    "ordinal",
    "stock",
    "parameter",
    "frame",
    "size",
    "no-unit",
    "maybe-name",
    "maybe-past",
    "maybe-frame",
    "maybe-parameter",
    "maybe-size",
    "no-verb",
    "maybe-round",
    "maybe-cut",
    "maybe-unit",
    # Targets without a figure.
    "no-predicate",
    "maybe-no-predicate",
    "maybe-slogan-zero",
    "no-subject",
    "maybe-soft-standard",
    "vague-event",
    "maybe-vague-event",
]
"""Codes of messages."""


class Verdict(NamedTuple):
    """``reason`` is null for what is accepted; ``unsure`` says why a person should look, either way."""

    reason: Reason | None = None
    unsure: Reason | None = None
