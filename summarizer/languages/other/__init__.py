"""Every language that has no pack of its own: headings, sentences, quantities and dates, by what CLDR says of it.

A few words of a language make it better: ``words/CODE.toml``. There are no rules that find goals, measures and targets.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from summarizer.languages import Language
from summarizer.languages.other import characters, cldr, furniture, metadata, numerals, word
from summarizer.languages.other.dates import finder
from summarizer.languages.other.headings import Headings
from summarizer.languages.other.mentions import QuantityScanner
from summarizer.languages.other.numbering import Marks
from summarizer.languages.other.sentences import Signs
from summarizer.languages.other.tables import Tables
from summarizer.languages.tagged import TaggedSentences

if TYPE_CHECKING:
    from collections.abc import Iterable


def language(code: str) -> Language:
    """The pack of a language by its code (``de``), which is read by CLDR's entry and by its words."""
    numbering, sentences = Marks(code), TaggedSentences(Signs(code))

    def scanner(_units: Iterable[str]) -> QuantityScanner:
        return QuantityScanner(code)

    return Language(
        code=code,
        package="other",
        name=cldr.of(code).name,
        characters=characters,
        word=word,
        furniture=furniture,
        metadata=metadata,
        numbering=numbering,
        headings=Headings(code, numbering, sentences),
        sentences=sentences,
        tables=Tables(code),
        scanner=scanner,
        find_dates=finder(code),
        parse_number=partial(numerals.parse, code=code),
        unread="no-rules-in-language",
    )
