"""The words without which a promise that no number counts is none: all of something, none of it."""

import re

CUES = {
    "coverage": re.compile(
        r"\b(?:all|every|each|both|universal(?:ly)?|whole|entire(?:ly)?|everyone|100)\b", re.IGNORECASE
    ),
    "zero": re.compile(
        r"\b(?:zero|0|no|none|never|nobody|eliminat\w+|eradicat\w+|end(?:ing)?|free|without|phas\w+[ ]out)\b",
        re.IGNORECASE,
    ),
    # A bound elsewhere or a direction: steady growth, and what is kept stable, are none.
    "relative": re.compile(
        r"\b(?:than|in[ ](?:step|line)[ ]with|pace|at[ ]or[ ](?:above|below)|return(?:s|ed|ing)?[ ]to|par"
        r"|parity|average|levels?|(?:fall|declin|shrink|drop|reduc|decreas|narrow)\w*)\b",
        re.IGNORECASE,
    ),
}


def cues(_: str) -> dict[str, re.Pattern[str]]:
    """The pattern of each kind, one of whose words must stand in the quote; a kind without one needs none."""
    return CUES
