"""The shapes of a document's structure: headings, sentences, and the outline that holds both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from summarizer.languages.records import Office, Role
    from summarizer.structure.tables import PlanTable


class Heading(NamedTuple):
    """A heading or run-in title.

    ``start``/``end`` is the title without numbering and closing punctuation, ``line_start`` where its
    numbering begins, ``body_start`` where the text it governs begins. ``level`` counts from 1, found from
    nesting; ``system`` is the numbering in use (``1.`` is ``arabic``, …); ``parent`` indexes ``Outline.headings``.
    """

    start: int
    end: int
    line_start: int
    body_start: int
    level: int
    system: str
    parent: int | None
    role: Role = "plain"
    run_in: bool = False


class Sentence(NamedTuple):
    """A sentence as the guide cuts it: without its terminator, run-in title and trailing tag.

    ``heading`` is the innermost heading over it (index in ``Outline.headings``, None in the preamble);
    ``stop`` is where its terminator and trailing tag end; ``group`` numbers the full-stop sentence that it
    belongs to (``；`` cuts sentences but not groups: a deadline governs its group); ``part`` counts from 1
    where an overlong sentence was cut, 0 where it is whole; ``tags`` are spans of trailing （…） 〔…〕.
    Of a sentence in a table, ``tags`` are its row's cells that say who, and ``due`` is the one that says by when;
    ``cell`` is what the cell holds that it stands in, ``offices`` are the cells that say who.
    """

    start: int
    end: int
    stop: int
    heading: int | None
    group: int
    part: int = 0
    tags: tuple[tuple[int, int], ...] = ()
    due: tuple[int, int] | None = None
    cell: Literal["work", "goal"] | None = None
    offices: tuple[Office, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """Headings and sentences, each in document order.

    The preamble is what stands before ``preamble_end``: where the first numbered line begins, 0 where that is not a
    first one (an excerpt), -1 where nothing is numbered or titled. ``tables`` are those that plan something; no other
    line is made of them than the sentences of their cells of work.
    """

    headings: tuple[Heading, ...]
    sentences: tuple[Sentence, ...]
    preamble_end: int = -1
    tables: tuple[PlanTable, ...] = ()

    def path(self, heading: int | None) -> tuple[int, ...]:
        """Indices of the headings from the outermost down to ``heading``; empty for None."""
        found: list[int] = []
        while heading is not None:
            found.append(heading)
            heading = self.headings[heading].parent
        return tuple(reversed(found))
