"""What a document says of itself: title, issuer, period, day of publication. Nothing is guessed.

The pack reads the view with markup blanked out (``plain``) or with all furniture blanked out
(``content``), and only its two ends, so that the cost does not grow with the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from summarizer.documents.furniture import written_lines
from summarizer.documents.normalising import view_of
from summarizer.documents.parts import Metadata, Span
from summarizer.languages.records import HEAD, TAIL, Line, unmarked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.languages import HeadingCues, MetadataCues

_APART = re.compile(r"[|_｜—–·>»<«\t\n]+|--+|::|(?<![0-9A-Za-z])-|-(?![0-9A-Za-z])")
"""What parts the names in a title; a hyphen within a word or between years does not."""


def find_metadata(
    text: str, plain: str, content: str, furniture: Sequence[Span], cues: MetadataCues, called: str = ""
) -> tuple[Metadata, tuple[Line, ...]]:
    """What the text says of itself, and the lines that its title was read from.

    ``plain`` is the view without markup, ``content`` without any furniture, both of the text's length. ``called`` is
    the title where the text has none.
    """
    head = written_lines(content[:HEAD])
    tail = written_lines(content[-TAIL:]) if len(content) > HEAD else head
    lines = cues.find_title(head)
    parts = [_verbatim(line, text, content, furniture) for line in lines]
    title = (" " if parts and parts[0].isascii() else "").join(parts) or called or None
    read = "".join(unmarked(line.text) for line in lines) or view_of(called)  # in the view's spelling
    facts = cues.find_facts(read, plain, content, lines[-1].end if lines else 0, head, tail)
    return Metadata(title, *facts), lines


def own_title(stated: str, cues: HeadingCues) -> str:
    """The part of what a file says that it is called which reads like a document's title; empty where none does.

    Before and after it web pages name their site and where on it they stand.
    """
    parts = (part.strip() for part in _APART.split(stated))
    return next((part for part in parts if cues.is_document_title(view_of(part))), "")


def _verbatim(line: Line, text: str, content: str, furniture: Sequence[Span]) -> str:
    """The line as the text spells it, without the furniture in it; an entity is the character it stands for."""
    kept: list[str] = []
    for position in range(line.start, line.end):
        at = bisect_right(furniture, position, key=lambda span: span.start) - 1
        inside = at >= 0 and position < furniture[at].end
        kept.append(content[position].strip(" ") if inside else text[position])
    return unmarked("".join(kept).strip())
