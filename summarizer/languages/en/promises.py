"""The words by which a promise without a number is known: all of something, none of it."""

import re

ALL = re.compile(r"\b(?:all|every|each|both|any|universal(?:ly)?|whole|entire(?:ly)?|everyone|100)\b", re.IGNORECASE)
NONE = re.compile(
    r"\b(?:zero|0|no|none|never|nobody|eliminat\w+|eradicat\w+|end(?:ing)?|free|without|phas\w+[ ]out)\b", re.IGNORECASE
)


def cues(_: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The words for all and for none."""
    return ALL, NONE
