"""English: headings, sentences, quantities, dates; its rules for goals, measures and targets stand in ``rules``."""

from summarizer.languages import Language
from summarizer.languages.en import (
    characters,
    furniture,
    headings,
    layout,
    metadata,
    numbering,
    sentences,
    tables,
    word,
)
from summarizer.languages.en.dates import find_dates
from summarizer.languages.en.mentions import EnglishScanner
from summarizer.languages.en.numerals import parse

LANGUAGE = Language(
    code="en",
    characters=characters,
    word=word,
    furniture=furniture,
    layout=layout,
    metadata=metadata,
    numbering=numbering,
    headings=headings,
    sentences=sentences,
    tables=tables,
    scanner=lambda _units: EnglishScanner(),
    find_dates=find_dates,
    parse_number=parse,
    unread=None,
)
