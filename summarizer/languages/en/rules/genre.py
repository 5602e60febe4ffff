"""Is this a plan at all? A plan says what is to be done, sentence after sentence; other texts tell, rule or ask.

What the title calls the text, and how many sentences commit to something beside how many speak as a text of another
kind does. The words stand in the lexicons ``genre_titles`` and ``genre_words``, by kinds.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from summarizer.languages.en.numbering import named_system
from summarizer.languages.en.rules import aims, commits, labels
from summarizer.languages.en.rules.context import EnglishContext
from summarizer.languages.patterns import verbose
from summarizer.structure.outline import Sentence

if TYPE_CHECKING:
    from summarizer.documents.document import Document
    from summarizer.languages.en.rules.lexicons import EnglishLexicons
    from summarizer.structure.outline import Outline

_TOP, _MAX_LINES, _MAX_TITLE = 800, 6, 90
_NEWS_VERB = verbose(
    r"""
    \b(?:approves|unveils|launches|adopts|announces|releases|says|seeks|rejects|backs|faces|wins|passes
    |votes|debates|considers|proposes|presents|publishes|sets|gets|hits|plans[ ]to|to[ ](?:vote|decide
    |discuss)|criticizes|slams|how[ ]to|why|what[ ]is|i[ ]|my[ ])\b
    """,
    re.IGNORECASE,
)
_PLAN_WORDS = verbose(
    r"""
    \b(?:goals?|objectives?|targets?|priorit(?:y|ies)|strateg\w+|actions?|programmes?|plans?|initiatives?
    |milestones?|commit\w*|tasks?|polic(?:y|ies)|reforms?|implement\w*)\b
    """,
    re.IGNORECASE,
)
_READ = 50_000
_WORDS_SHARE, _NAMED = 0.25, 2
"""How many such words a text of so many sentences has at least, if it has no goals by name."""
_NOMINAL = re.compile(
    r"\W*(?:the |an? |new |further )?[a-z]+(?:tion|ment|ing|ance|al|sion|ade) (?:of|and|to|for|in|with)\b",
    re.IGNORECASE,
)
_DENSE, _DENSE_TOLD, _DENSE_SHARE = 0.5, 0.1, 0.1
"""So many such words, so few of other kinds of text and so many commitments make a part of a plan without a title."""
_MIN_LENGTH = 20
_MOST = 300
"""Headings that are looked at."""
_LOOKED_AT = 300
"""Characters of a sentence."""
_MIN_SENTENCES = 6
_TITLED_SHARE, _UNTITLED_SHARE, _GOALS_SHARE = 0.06, 0.25, 0.12
"""Of the sentences, how many have to commit: under a title that names a plan, without one, with goals by name."""
_TOLD_SHARE, _PLAN_LIKE_SHARE = 0.2, 0.5


def otherwise(document: Document, outline: Outline, words: EnglishLexicons) -> str | None:
    """The kind of what is no plan (``news``), ``other`` where it is of none that is known; None where it is a plan."""
    planned, other = _titled(document, words)
    if other is not None and not planned:
        return other
    total = committed = 0
    told: Counter[str] = Counter()
    for sentence in outline.sentences:
        if sentence.end - sentence.start < _MIN_LENGTH and not sentence.cell:
            continue
        role = outline.headings[sentence.heading].role if sentence.heading is not None else "plain"
        if role in {"review", "background", "appendix"}:
            continue
        total += 1
        short = Sentence(sentence.start, min(sentence.end, sentence.start + _LOOKED_AT), sentence.stop, None, 0)
        context = EnglishContext(document.view, document.text, short, "plain", None, words)
        if (
            sentence.cell
            or labels.is_action(document.view, sentence.start)
            or commits.imperative(context) is not None
            or commits.promise(context) is not None
        ):
            committed += 1
        elif planned and _NOMINAL.match(context.plain):
            committed += 1  # the installation of recharging points
        if (hit := words.genre_words.search(context.plain)) and hit.lastgroup:
            told[hit.lastgroup] += 1
    for heading in outline.headings[:_MOST]:
        if (hit := words.genre_words.search(document.view, heading.start, heading.end)) and hit.lastgroup:
            told[hit.lastgroup] += 1
    named = sum(
        named_system(document.view[heading.line_start : heading.start]) in {"goal", "objective"}
        or _aims(document, outline, index, words)
        for index, heading in enumerate(outline.headings[:_MOST])
    )
    spoken = len(_PLAN_WORDS.findall(document.view, 0, _READ))
    if not planned and named < _NAMED and total >= _MIN_SENTENCES and spoken < _WORDS_SHARE * total:
        return told.most_common(1)[0][0] if told else "other"  # instructions, forecasts: they too say what will be
    if spoken >= _DENSE * total and sum(told.values()) < _DENSE_TOLD * total and committed >= _DENSE_SHARE * total > 0:
        return None
    return _decided(total, committed, told, planned=planned, named=named, tables=bool(outline.tables))


def _titled(document: Document, words: EnglishLexicons) -> tuple[bool, str | None]:
    """Whether one of the first lines names a plan, and what other kind of text the title names."""
    title = document.metadata.title or ""
    lines = [line.strip(" #*_") for line in document.view[:_TOP].split("\n") if line.strip(" #*_")][:_MAX_LINES]
    other = None
    planned = False
    for line in [title, *lines]:
        if len(line) > _MAX_TITLE or line.endswith((".", "!", "?")) or _NEWS_VERB.search(line):
            continue
        kinds = [hit.lastgroup for hit in words.genre_titles.finditer(line)]
        named = next((kind for kind in kinds if kind != "plan"), None)
        if line == title:
            other = named
        planned = planned or ("plan" in kinds and named not in {"meeting", "review"})
    return planned and other not in {"meeting", "review"}, other


def _aims(document: Document, outline: Outline, index: int, words: EnglishLexicons) -> bool:
    heading = outline.headings[index]
    start, end = aims.trimmed(document.view, heading.start, heading.end)
    context = EnglishContext(document.view, document.text, Sentence(start, end, end, None, 0), "plain", None, words)
    return commits.imperative(context) is not None


def _decided(total: int, committed: int, told: Counter[str], *, planned: bool, named: int, tables: bool) -> str | None:
    kind, most = told.most_common(1)[0] if told else ("other", 0)
    share = _PLAN_LIKE_SHARE if planned or named > 1 else _TOLD_SHARE
    if most > 1 and most >= share * total:
        return kind
    if planned or (named > 1 and tables):
        return None if committed >= _TITLED_SHARE * total or named or total < _MIN_SENTENCES else kind
    if named > 1:
        return None if committed >= _GOALS_SHARE * total else kind
    if total < _MIN_SENTENCES:
        return None if committed * 2 >= total and total and committed else kind
    return None if committed >= _UNTITLED_SHARE * total else kind
