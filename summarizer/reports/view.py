"""What a reader asked to see of a summary, and what has to be said unasked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from summarizer.models import GROUPS, Group

if TYPE_CHECKING:
    from typing import TextIO

    from summarizer.messages import Lang
    from summarizer.models import Summary

PAPER_WIDTH: Final = 100
"""Cells of a line where there is no terminal."""
_TOLD: Final = frozenset({"empty", "only-furniture", "not-chinese", "no-plan", "nothing-found"})
"""Notices that say themselves, in both languages, that nothing was found."""


@dataclass(frozen=True, slots=True)
class View:
    """``only`` are the groups that were extracted; ``currency`` names the money of ``usage.cost``.

    ``lang`` is the language of the report; None: that of the document.
    """

    only: tuple[Group, ...] = GROUPS
    currency: str | None = None
    lang: Lang | None = None


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """What a format's function is told beside the result.

    ``alone`` is False where several documents share one output (JSON then takes one line each), and ``first`` is False
    for all but the first of them (CSV then has no heading row). ``width`` (in cells) and ``encoding`` are those of the
    stream that it goes to; ``stream`` is that stream where it is standard output: the console format prints to a
    terminal itself.
    """

    view: View = View()
    first: bool = True
    alone: bool = True
    width: int = PAPER_WIDTH
    encoding: str = "utf-8"
    stream: TextIO | None = None


def is_silent(summary: Summary) -> bool:
    """Whether nothing was found and no notice says so: the report has to, for silent zeros look like a crash."""
    return not summary.items() and not any(notice.code in _TOLD for notice in summary.notices)
