"""How headings nest.

A heading's level comes from its numbering system and its nesting: a system that is already open
closes what is below it; a new one that starts at 1 opens a level inside; one that starts in the
middle (a fragment, a damaged number) goes where its usual rank puts it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.languages.records import NAMED, NAMED_LIST, stripped
from summarizer.structure.outline import Heading

if TYPE_CHECKING:
    from summarizer.languages import Language
    from summarizer.languages.records import Mark


_NAMED = frozenset({NAMED, NAMED_LIST})


@dataclass(slots=True)
class _Open:
    system: str
    ordinal: int
    index: int


class HeadingStack:
    """Collects headings in document order and finds their parents; :meth:`finish` settles the levels."""

    def __init__(self, view: str, pack: Language) -> None:
        self._view = view
        self.found: list[Heading] = []
        self._open: list[_Open] = []
        self._nested: set[tuple[str, str]] = set()
        self._fragment = False
        self._numbering = pack.numbering
        self._role = pack.headings.role

    @property
    def current(self) -> int | None:
        """The innermost open heading."""
        return self._open[-1].index if self._open else None

    def expected(self, system: str) -> int:
        """The ordinal that would continue the innermost open run of ``system``; 0 where none is open."""
        return next((o.ordinal + 1 for o in reversed(self._open) if o.system == system), 0)

    def close_all(self) -> None:
        """Forget all open headings: another document begins."""
        self._open.clear()

    def close(self, index: int | None) -> None:
        """Close the heading of that index and all inside it; it is open."""
        while self._open.pop().index != index:
            pass

    @property
    def in_annexes(self) -> bool:
        """Whether the list of a paper's annexes is open: its items are names."""
        top = self._open[-1] if self._open else None
        return top is not None and top.system == NAMED_LIST and self.found[top.index].role == "appendix"

    def close_annexes(self) -> None:
        """Close the list of annexes: what follows may be the plan itself."""
        self._open.pop()

    def close_run_ins(self) -> None:
        """Close titles inside a paragraph: their text ends with it."""
        while self._open and self._open[-1].system == self._numbering.RUN_IN:
            self._open.pop()

    def add(self, mark: Mark, line_start: int, end: int, body_start: int, *, run_in: bool = False) -> None:
        """Open the heading whose title is ``view[mark.end:end]``."""
        start, end = trim_title(self._view, mark.end, end)
        self.make_room(mark)
        self._fragment = self._fragment or (not self.found and mark.ordinal > 1)
        parent = self.current
        role = self._role(self._view[start:end])
        if role == "plain" and parent is not None:
            role = self.found[parent].role
        self.found.append(
            Heading(start, end, line_start, body_start, len(self._open) + 1, mark.system, parent, role, run_in)
        )
        self._open.append(_Open(mark.system, mark.ordinal, len(self.found) - 1))

    def make_room(self, mark: Mark) -> None:
        """Close what an item with this mark ends: its predecessor in the same run, and all inside that."""
        systems = [o.system for o in self._open]
        if mark.system in _NAMED:  # such a part ends the one before it and opens inside whatever is open
            del self._open[next((i for i, system in enumerate(systems) if system in _NAMED), len(systems)) :]
            return
        if mark.system in systems:
            del self._open[len(systems) - 1 - systems[::-1].index(mark.system) :]
            return
        if mark.ordinal == 1 and self._open and self._directly_inside(mark.system):
            self._nested.add((self._open[-1].system, mark.system))
            return
        rank = self._numbering.RANK
        while (
            self._open
            and rank[self._open[-1].system] >= rank[mark.system]
            and (self._open[-1].system, mark.system) not in self._nested
        ):
            self._open.pop()

    def _directly_inside(self, system: str) -> bool:
        """What once stood inside does so again (1. A. B. 2. A.)."""
        top = self._open[-1]
        return (top.system, system) in self._nested or self._numbering.opens_inside(top.system, top.ordinal, system)

    def finish(self) -> tuple[Heading, ...]:
        """All headings; where the text begins amid a run, the first get the level which that run has elsewhere."""
        if not self._fragment:
            return tuple(self.found)
        whole = next((i for i, h in enumerate(self.found) if h.parent is not None), len(self.found))
        levels: dict[str, Counter[int]] = {}
        for heading in self.found[whole:]:
            if heading.parent is not None:
                levels.setdefault(heading.system, Counter())[heading.level] += 1
        usual = {system: counts.most_common(1)[0][0] for system, counts in levels.items()}
        lost = (h._replace(level=usual.get(h.system, h.level)) for h in self.found[:whole])
        return (*lost, *self.found[whole:])


def trim_title(view: str, start: int, end: int) -> tuple[int, int]:
    """The title's span without blanks and closing punctuation."""
    return stripped(view, start, end, " 　*#", " 。;:,、.!*#-")
