"""What a reader asked to see of a result, and where it goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from summarizer.models import GROUPS, Group

if TYPE_CHECKING:
    from summarizer.messages import Lang

PAPER_WIDTH = 100
"""Cells of a line where there is no terminal."""


@dataclass(frozen=True, slots=True)
class View:
    """``only`` are the groups that were extracted; ``currency`` names the money of ``usage.cost``.

    ``lang`` is the language of the report; None: that of the document. ``columns`` are those of a ledger; none: the
    usual ones. ``office`` is the one whose part it shows.
    """

    only: tuple[Group, ...] = GROUPS
    currency: str | None = None
    lang: Lang | None = None
    columns: tuple[str, ...] = ()
    office: str = ""


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
