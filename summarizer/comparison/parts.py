"""Which part of a report a sentence stands in: the review, the plan of what comes next, or what is not well.

Headings decide, each for all that stands under it; where they are silent or name both, the words do that a sentence
opens with.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarizer.comparison.language import PartWords
    from summarizer.structure.outline import Heading, Outline


class Side(Enum):
    """What a heading looks at."""

    BACK = "back"
    AHEAD = "ahead"
    BOTH = "both"
    OPEN = "open"
    """It does not say."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a sentence stands; ``several``: it is about more years than one; ``problem``: it is among problems."""

    side: Side = Side.OPEN
    several: bool = False
    problem: bool = False


class Parts:
    """The parts of a document, :attr:`places` giving one for each sentence of its outline.

    ``last`` is the last year that lies behind as the reader looks at it, ``spoken`` the one that it is spoken in.
    """

    def __init__(self, view: str, outline: Outline, words: PartWords, last: int | None, spoken: int | None) -> None:
        self._view, self._outline, self._words = view, outline, words
        self._last, self._spoken = last, spoken
        self._sides: list[Side] = []
        self._several: list[bool] = []
        for heading in outline.headings:
            self._take(heading)
        self.places = self._course()

    @property
    def whole(self) -> bool:
        """Whether the document has both parts, by its headings."""
        return {Side.BACK, Side.AHEAD} <= set(self._sides)

    def plans_year(self, year: int) -> bool:
        """Whether a heading says that what stands under it is ``year``'s."""
        titles = (self._title(heading) for heading in self._outline.headings)
        named = (title for title, side in zip(titles, self._sides, strict=True) if side is not Side.BACK)
        return any(year in self._years(title) for title in named)

    def _title(self, heading: Heading) -> str:
        return self._view[heading.start : heading.end]

    def _years(self, words: str) -> list[int]:
        """The years that words name, those of this year and the last among them."""
        found = self._words.years(words)
        if self._spoken is not None:
            found += [self._spoken] if self._words.THIS_YEAR.search(words) else []
            found += [self._spoken - 1] if self._words.LAST_YEAR.search(words) else []
        return found

    def _take(self, heading: Heading) -> None:
        title, parent = self._title(heading), heading.parent
        over = Side.OPEN if parent is None else self._sides[parent]
        timed = self._words.OPENS_WITH_TIME.match(title) is not None
        own = Side.OPEN
        if over in {Side.OPEN, Side.BOTH} or timed:
            own = self._side(title, timed=timed, top=parent is None)
        self._sides.append(over if own is Side.OPEN else own)
        inherited = parent is not None and self._several[parent] and not timed
        self._several.append(inherited or self._words.several(title))

    def _side(self, title: str, *, timed: bool, top: bool) -> Side:
        words = self._words
        later = words.LATER.search(title) is not None
        ahead = later or words.AHEAD.search(title) is not None
        years = self._years(title)
        if self._last is not None and years and (timed or top):
            ahead = ahead or (max(years) > self._last and words.PLANS.search(title) is not None)
        if words.BACK.search(title):
            return Side.BOTH if ahead else Side.BACK
        if ahead:
            return Side.AHEAD
        if years and self._last is not None and (timed or top):
            return Side.AHEAD if max(years) > self._last else Side.BACK
        if words.THIS_YEAR.search(title) and self._spoken is None and words.PLANS.search(title):
            return Side.AHEAD
        if top and Side.BACK in self._sides and words.PLANS.search(title) and not words.PROBLEM_TITLE.search(title):
            return Side.AHEAD
        return Side.OPEN

    def _course(self) -> list[Standing]:
        found: list[Standing] = []
        heading: int | None = -1
        now, turned = Standing(), False
        for sentence in self._outline.sentences:
            if sentence.heading != heading:
                heading, now = sentence.heading, self._under(sentence.heading, turned=turned)
            said = self._view[sentence.start : sentence.end]
            now = self._opened(said, now)
            if heading is None or self._sides[heading] in {Side.OPEN, Side.BOTH}:
                goals = self._sets_goals(said)
                turned = goals or (turned and now.side is Side.AHEAD)
                now = replace(now, side=Side.AHEAD if goals else self._turned(said, now.side))
            found.append(now)
        return found

    def _under(self, heading: int | None, *, turned: bool) -> Standing:
        """Where what follows a heading stands; ``turned`` where sentences before it turned to what comes next."""
        if heading is None:
            return Standing()
        side = self._sides[heading]
        if side is Side.OPEN and turned:
            side = Side.AHEAD
        titles = (self._title(self._outline.headings[index]) for index in self._outline.path(heading))
        problem = any(self._words.PROBLEM_TITLE.search(title) for title in titles)
        return Standing(side, self._several[heading], problem)

    def _opened(self, said: str, now: Standing) -> Standing:
        """The place after what a sentence opens with: problems, or the years of which it speaks."""
        if self._words.PROBLEMS.search(said):
            now = replace(now, problem=True)
        if self._words.OPENS_WITH_TIME.match(said):
            now = replace(now, several=self._words.several(said[: self._words.OPENING]))
        return now

    def _sets_goals(self, said: str) -> bool:
        """Whether a sentence begins the plan of a time that does not lie behind."""
        if not self._words.GOALS.search(said):
            return False
        years = self._years(said)
        return self._last is None or not years or max(years) > self._last

    def _turned(self, said: str, side: Side) -> Side:
        """What a sentence looks at that no heading decides on: its own words, else what the one before looked at."""
        opening = said[: self._words.OPENING]
        years = self._years(opening) if self._words.OPENS_WITH_TIME.match(said) else []
        if self._last is None or not years:
            return side
        return Side.AHEAD if min(years) > self._last else Side.BACK
