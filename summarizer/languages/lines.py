"""Lines of a view, as documents and packs hand them to each other."""

from __future__ import annotations

import re
from typing import NamedTuple

_MARKDOWN = re.compile(r"#{1,6} +|\*{1,3}|__")


class Line(NamedTuple):
    """A written line without the blanks around it: ``text`` is ``view[start:end]``, never empty."""

    start: int
    end: int
    text: str


def unmarked(text: str) -> str:
    """``text`` without the signs of Markdown around it."""
    return _MARKDOWN.sub("", text).strip(" ") if text[:1] in "#*_" else text
