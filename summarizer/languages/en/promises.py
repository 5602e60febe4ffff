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


_DENIED = verbose(
    r"""
    \b(?:
        (?:not|never|hardly|scarcely|nearly|almost)[ ](?:\w+[ ]){0,2}?(?=all\b|every\b|each\b|both\b|whole\b|entire)
        | no[ ](?:later|less|more|fewer|longer|lower|higher|earlier|sooner|doubt|matter|one[ ]knows)
        | not[ ](?:only|without)|without[ ](?:delay|doubt|fail|exception|prejudice)|(?:none|nothing)[ ]but
    )\b
    """,
    re.IGNORECASE,
)
"""What says that it is not all, or only sounds like none."""


def denied(_: str) -> re.Pattern[str]:
    """What takes a word for all or for none back, before it or with it."""
    return _DENIED
