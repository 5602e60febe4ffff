"""The words without which a promise that no number counts is none: all of something, none of it."""

import re

from summarizer.languages.patterns import verbose

CUES = {
    "coverage": re.compile(
        r"\b(?:all|every|each|both|universal(?:ly)?|whole|entire(?:ly)?|everyone|100(?=[ ]?(?:%|per[ ]?cent)))(?!\w)",
        re.IGNORECASE,
    ),
    "zero": verbose(
        r"""
        \b(?:
            zero | 0(?![.,]?\d) | no | none | never | nobody | eliminat\w+ | eradicat\w+ | without | phas\w+[ ]out
            | (?<!the[ ])(?<!year[ -])end(?:ing)?(?![ ]of)          # not the end of 2026
            | free[ ](?:of|from) | (?<=-)free                         # not free lunches
        )\b
        """,
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


def denials(_: str) -> re.Pattern[str] | None:
    """None: what denies a clause, and how far, say the lexicons of wordings."""
