"""Who is responsible: the names in a tag behind a sentence, or in a row's cells (Lead: Office of Curriculum)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.languages.patterns import verbose

if TYPE_CHECKING:
    from summarizer.languages.en.rules.context import EnglishContext

_LABEL = verbose(
    r"""
    \W*(?P<label>leads?(?:[ ]\w+){0,2}|owners?|responsib\w+(?:[ ]\w+)?|(?:\w+[ ])?partners?(?:[ ]\w+)?
        |support(?:ing)?(?:[ ]\w+)?|accountable(?:[ ]\w+)?
        |(?:start(?:[ ]and[ ]end)?|end)[ ]date|duration|implementation[ ]period|implementing[ ]\w+
        |(?:executive[ ])?sponsor|timescales?
        |timelines?|timeframe|time[ ]frame|due(?:[ ]date)?|deadline|target[ ]date|completion[ ]date)[ ]*:[ ]*
    """,
    re.IGNORECASE,
)
_WHEN = re.compile(r"time|start|end|duration|implementation p|due|deadline|target|completion", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:and |& |the )+", re.IGNORECASE)
_PART = re.compile(r"[;,/\n|]")
_MIN_NAME = 2


def of_sentence(context: EnglishContext) -> list[str]:
    """The names in the tags of a sentence, in order, each once."""
    found: list[str] = []
    for tag in context.sentence.tags:
        found += of_tag(context.text[slice(*tag)])
    return list(dict.fromkeys(found))


def of_offices(context: EnglishContext, does: str) -> list[str]:
    """Those of the names in the cells of a row whose column says that they lead, or help."""
    cells = (cell for cell in context.sentence.offices if cell.does == does)
    return list(dict.fromkeys(name for cell in cells for name in of_tag(context.text[cell.start : cell.end])))


def of_tag(tag: str) -> list[str]:
    """The names in a tag; one that says by when has none."""
    names: list[str] = []
    when = False
    for piece in _PART.split(tag.strip("()[] *")):
        label = _LABEL.match(piece)
        if label:
            when = _WHEN.match(label["label"]) is not None
            piece = piece[label.end() :]  # noqa: PLW2901 - what stands behind its label
        name = _ARTICLE.sub("", piece.strip(" .*()[]"))
        if not when and len(name) >= _MIN_NAME and any(map(str.isalpha, name)):
            names.append(name)
    return names
