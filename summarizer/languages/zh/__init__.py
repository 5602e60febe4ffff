"""Chinese: simplified, and traditional by its spelling table."""

from summarizer.languages import Language
from summarizer.languages.zh import (
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
from summarizer.languages.zh.dates import find_dates
from summarizer.languages.zh.mentions import MentionScanner
from summarizer.languages.zh.numerals import parse

LANGUAGE = Language(
    code="zh",
    characters=characters,
    word=word,
    furniture=furniture,
    metadata=metadata,
    numbering=numbering,
    headings=headings,
    sentences=sentences,
    tables=tables,
    scanner=MentionScanner,
    find_dates=find_dates,
    parse_number=parse,
    layout=layout,
)
