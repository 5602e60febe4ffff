"""How a language writes the tables of its plans: the part ``tables`` of a pack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import re


class TableCues(Protocol):
    """The words at the head of a plan's tables, by which is known what their columns hold.

    A head or cell is shown without line ends; its words are parted by ``BLANK``.
    """

    BLANK: str
    MIN_ENTRY: int
    """Characters; a shorter cell is a bare entry (a name, a figure), which says nothing alone."""
    NAME: re.Pattern[str]
    HEAD: re.Pattern[str]
    """Found in one of the heads of a table in plain text."""
    ORDINAL: re.Pattern[str]
    UNIT: re.Pattern[str]
    OFFICE: re.Pattern[str]
    """A whole cell that names an office: a head that may mean a unit then means who."""
    ACTORS: re.Pattern[str]
    LEAD: re.Pattern[str]
    SUPPORT: re.Pattern[str]
    RESPONSIBLE: re.Pattern[str]
    """Heads over offices that lead, that help, and that lead where another column holds those that help."""
    DUE: re.Pattern[str]
    TERM: re.Pattern[str]
    """A whole head over steps to be taken in a part of the year, which its first group names."""
    STARTS: re.Pattern[str]
    """A head that says from when, which is no deadline where another column says by when."""
    GOAL: re.Pattern[str]
    ASIDE: re.Pattern[str]
    LAST_YEAR: re.Pattern[str]
    PAST: re.Pattern[str]
    AIM: re.Pattern[str]
    GROWTH: re.Pattern[str]
    YEARLY: re.Pattern[str]
    COUNT: re.Pattern[str]
    INDICATOR: re.Pattern[str]
    WORK: tuple[re.Pattern[str], ...]
    """The first that a head fits is what the column holds; the lower, the nearer to an action."""
    YEAR_WORDS: re.Pattern[str]
    FIGURE: re.Pattern[str]
    NUMBER: re.Pattern[str]
    """A whole cell that is nothing but a figure, its bounds and its unit."""
    CONTINUED: re.Pattern[str]
    """A whole line over the rest of a table on its next page."""
    SAME: re.Pattern[str]
    SAME_AS: re.Pattern[str]
    """A whole cell that says what the one above it does; what that of the row does whose number is the first group."""
    FOOT: re.Pattern[str]
    """Matches a lone cell that is the sum of a table or, as its group ``note``, a note under it."""
    CUT: re.Pattern[str]
    """Found where two parts of a cell meet at a line end: no cell ends, or begins, so."""
    UNIT_ABOVE: re.Pattern[str]
