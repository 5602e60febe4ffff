"""English: recognised; its quantities and dates are read as in a Chinese text for now."""

from __future__ import annotations

from summarizer.languages import Language
from summarizer.languages.en.characters import recognise
from summarizer.languages.zh.dates import find_dates
from summarizer.languages.zh.mentions import MentionScanner
from summarizer.languages.zh.numerals import parse

LANGUAGE = Language(
    code="en",
    recognise=recognise,
    scanner=MentionScanner,
    find_dates=find_dates,
    parse_number=parse,
)
