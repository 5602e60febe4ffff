"""Numbering in any language: Markdown, numbers, letters, and marks with a name (Ziel 1:, Axe 2 –, Objetivo 3.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.languages.ordinals import alphabetic, roman
from summarizer.languages.other import words
from summarizer.languages.patterns import verbose
from summarizer.languages.records import Mark

if TYPE_CHECKING:
    from summarizer.languages.other.words import Words

_SYSTEMS = (
    "markdown1 markdown2 markdown3 markdown4 markdown5 markdown6 outer part chapter section article roman bare arabic "
    "goal objective decimal2 decimal3 action letter paren-arabic half-paren paren-letter leaf"
)
_RANK = {system: rank for rank, system in enumerate(_SYSTEMS.split())}
LEAF = "leaf"
"""The system of a title that nothing numbered stands under: a preface."""
NAMED = frozenset("part chapter section article goal objective".split())
"""Systems whose items are called by name, and are titles however they are worded."""
_SYSTEMS_OF_NAMES = ("goal", "objective", "action", "part", "chapter", "section", "article")
_MARKS = r"""
    |(?P<decimal3>\d{1,2}\.\d{1,2}\.\d{1,2})\.?[ ]+(?=[^\W\d_a-z]|["“„«¿¡])
    |(?P<decimal2>\d{1,2}\.\d{1,2})\.?[ ]+(?=[^\W\d_a-z]|["“„«¿¡])
    |(?P<roman>[IVX]{1,5})\.[ ]+
    |(?P<arabic>\d{1,3})\.[ ]+(?=\D)
    |\((?P<paren_arabic>\d{1,2})\)[ ]*
    |(?P<half_paren>\d{1,2})\)[ ]+
    |(?P<letter>[A-Z])\.[ ]+(?=\w\w)
    |\((?P<paren_letter>[A-Za-z])\)[ ]*
    |(?P<half_letter>[a-z])\)[ ]+
"""


class Marks:
    """What the mark of a numbered line looks like in one language."""

    RANK = _RANK
    RUN_IN = ""
    ITEM = re.compile(r" *(?:\d{1,2}\.(?!\d)|\(?(?:\d{1,2}|[a-z])\)|[•●○▪*-]) *")

    def __init__(self, code: str) -> None:
        self._mark, self._system_of = _pattern(words.of(code))

    def opens_inside(self, outer: str, ordinal: int, inner: str) -> bool:  # noqa: ARG002
        """Whether a run of ``inner`` that starts at 1 opens inside ``outer``: against the order, a list in a goal."""
        return _RANK[outer] < _RANK[inner] or (inner in {"arabic", "bare"} and outer in NAMED)

    def read_mark(self, view: str, start: int, end: int) -> Mark | None:
        """The mark that a line begins with, None where it begins with none."""
        found = self._mark.match(view, start, end)
        if found is None:
            return None
        inner = self._mark.match(view, found.end(), end) if found["md"] else None  # ## Ziel 3: Jedes Kind
        system, ordinal = self._kind(found)
        return Mark(system, ordinal, (inner or found).end())

    @staticmethod
    def titles_next(system: str) -> bool:  # noqa: ARG004 - what English needs
        """False: a number alone on its line titles nothing."""
        return False

    def read_run_in(self, view: str, start: int, end: int) -> Mark | None:  # noqa: ARG002
        """None: titles inside a paragraph have no marks."""
        return None

    def read_damaged_mark(self, view: str, start: int, end: int, expected: int) -> Mark | None:  # noqa: ARG002
        """None: ``4 Schulen`` counts."""
        return None

    def damaged_run(self, view: str, starts: list[int]) -> dict[int, Mark]:  # noqa: ARG002
        """None: a mark that lost a part is not looked for."""
        return {}

    def line_starts(self, view: str, start: int, end: int, longest: int) -> list[int]:  # noqa: ARG002
        """None: a line is one."""
        return []

    def _kind(self, found: re.Match[str]) -> tuple[str, int]:
        """The numbering system of a mark, and its ordinal."""
        if found["md"]:
            return f"markdown{len(found['md'])}", 0
        if found["name"]:
            return self._system_of[" ".join(found["name"].lower().split())], _ordinal(found["number"])
        system = found.lastgroup or ""
        return {"half_letter": "paren-letter"}.get(system, system.replace("_", "-")), _ordinal(found[system])


def _pattern(known: Words) -> tuple[re.Pattern[str], dict[str, str]]:
    system_of = {name: system for system in reversed(_SYSTEMS_OF_NAMES) for name in known.entries("headings", system)}
    names = words.alternatives(tuple(system_of))
    return verbose(
        rf"""
        (?P<md>\#{{1,6}})[ ]+
        |(?P<name>(?i:{names}))[ ]*
            (?:n°[ ]?|nº[ ]?|\#)?(?P<number>\d{{1,2}}(?:\.\d{{1,2}})*(?![\d%])|[IVX]{{1,5}}\b|[A-Z]\b)
            (?:[ ]*[:.)-]+[ ]*|[ ]*$|[ ]+(?=[^\W\d_a-z]|["“„«]))
        {_MARKS}
        """
    ), system_of


def _ordinal(raw: str) -> int:
    last = raw.rsplit(".", 1)[-1]
    if last.isdigit():
        return int(last)
    return roman(last) if set(last) <= set("IVX") else alphabetic(last)
