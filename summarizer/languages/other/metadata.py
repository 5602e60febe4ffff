"""What a document in any language says of itself: its title, and the years that the title names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.languages.records import Facts, Line, unmarked

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_TITLE = 150
_WORDS = re.compile(r"[^\W\d_]{2}[\W\d_]+\w{2}|[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af\u0e00-\u0e7f]{4,}")
_ENDS = re.compile(r"[.!?;,:。、][\"”»)]?$")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?: *(?:-{1,2}|/) *((?:19|20)\d\d|\d\d)(?!\d))?(?!\d)")


def find_title(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The first line of two words at least, where it is no sentence."""
    line = next((line for line in lines if _WORDS.search(unmarked(line.text))), None)
    if line is None or len(line.text) > _MAX_TITLE or _ENDS.search(line.text):
        return ()
    return (line,)


def find_facts(title: str, *_rest: object) -> Facts:
    """The period that the title names; issuer and day are not read."""
    years = _YEARS.search(title)
    if years is None:
        return Facts()
    last = years[2] and (years[2] if len(years[2]) > 2 else years[1][:2] + years[2])  # noqa: PLR2004
    return Facts(period=f"{years[1]}-{last}" if last else years[1])
