"""Which part of a report a sentence stands in: the review, the plan of what comes next, or what is not well.

Headings decide, each for all that stands under it; where they are silent or name both, the words do that a sentence
opens with.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarizer.comparison.language import PartWords
    from summarizer.structure.outline import Heading, Outline


_DIGIT = re.compile(r"\d")
_MAX_TITLE = 60
_NUMBER = 4
"""Characters of a main part's number at most."""


class Side(Enum):
    """What a heading looks at."""

    BACK = "back"
    AHEAD = "ahead"
    BOTH = "both"
    OPEN = "open"
    """It does not say."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a sentence stands.

    ``several``: it is about more years than one, ``perhaps`` that it may be; ``other``: about another; ``problem``: it
    is among problems.
    """

    side: Side = Side.OPEN
    several: bool = False
    problem: bool = False
    other: bool = False
    perhaps: bool = False


@dataclass(frozen=True, slots=True)
class _SeveralYears:
    """A paragraph that opens with several years: the ``heading`` over it, and what it may introduce.

    ``counts`` says that it gives numbers itself, ``opens`` that it ends with a colon; ``listed`` that its list began.
    """

    heading: int | None
    counts: bool = False
    opens: bool = False
    listed: bool = False

    def grown(self, said: str, after: str) -> _SeveralYears:
        """With one more sentence of the paragraph."""
        return replace(self, counts=self.counts or _DIGIT.search(said) is not None, opens=":" in {said[-1:], after})

    def governing(self, now: Standing, *, listed: bool) -> Standing:
        """Where what stands after the paragraph stands, ``listed`` as an item of a list, or as any other paragraph."""
        introduces = self.opens or not self.counts
        if listed:
            return replace(now, several=now.several or introduces, perhaps=not introduces)
        return replace(now, perhaps=introduces and not now.several)


class ReportParts:
    """The parts of a document, :attr:`places` giving one for each sentence of its outline.

    ``last`` is the last year that lies behind as the reader looks at it, ``spoken`` the one that it is spoken in.
    """

    def __init__(self, view: str, outline: Outline, words: PartWords, last: int | None, spoken: int | None) -> None:
        self._view, self._outline, self._words = view, outline, words
        self._last, self._spoken = last, spoken
        self._sides: list[Side] = []
        self._several: list[bool] = []
        self._elsewhen: list[bool] = []
        self._titles: list[tuple[str, Side]] = []
        self._mains: list[Side] = []
        self._main_headings: set[int] = set()
        self._within: dict[int, Standing] = {}
        self._read_titles()

    @property
    def whole(self) -> bool:
        """Whether the document has both parts, by its headings."""
        return {Side.BACK, Side.AHEAD} <= {side for _, side in self._titles}

    @property
    def reviews(self) -> bool:
        """Whether a heading is that of a review, by its words."""
        words = self._words
        titles = [title for title, _ in self._titles]
        past = any(words.several(title) and not words.LATER.search(title) for title in titles)
        return past or any(words.BACK.search(title) or words.LAST_YEAR.search(title) for title in titles)

    @property
    def plans(self) -> bool:
        """Whether a heading looks ahead, by its words."""
        return any(self._words.AHEAD.search(title) for title, _ in self._titles)

    @property
    def year(self) -> int | None:
        """The year whose plan a title opens: what the document is for, where it does not say so itself."""
        words = self._words
        for title, _ in self._titles:
            plans = words.PLANS.search(title) and not words.BACK.search(title) and not words.several(title)
            if plans and words.OPENS_WITH_TIME.match(title) and (years := words.years(title)):
                return years[0]
        return None

    def plans_year(self, year: int) -> bool:
        """Whether a heading says that what stands under it is ``year``'s."""
        return any(year in self._years(title) for title, side in self._titles if side is not Side.BACK)

    def _title(self, heading: Heading) -> str:
        return self._words.LINE_GAP.split(self._view[heading.start : heading.end], maxsplit=1)[0]

    def _is_top(self, start: int, end: int) -> bool:
        """Whether what stands before a title numbers it as one of the document's main parts."""
        return self._words.MAIN_NUMBER.search(self._view, max(0, start), end) is not None

    def _read_titles(self) -> None:
        """Take headings, and numbered titles of main parts that lost their line: a gap stands before what follows."""
        inline = [
            (sentence.start, index)
            for index, sentence in enumerate(self._outline.sentences)
            if self._words.LINE_GAP.search(self._view, sentence.start, min(sentence.end, sentence.start + _MAX_TITLE))
            and self._is_top(sentence.start - _NUMBER, sentence.start)
        ]
        headings = [(heading.start, -1 - index) for index, heading in enumerate(self._outline.headings)]
        part: Standing | None = None
        for start, index in sorted(inline + headings):
            if index >= 0:
                title = self._words.LINE_GAP.split(self._view[start : start + _MAX_TITLE], maxsplit=1)[0]
                timed = self._words.OPENS_WITH_TIME.match(title) is not None
                side = self._side(title, timed=timed, top=True)
                part = Standing(side, self._words.several(title), other=self._is_elsewhen(title, side))
                self._within[index] = part
                self._titles.append((title, part.side))
                self._mains.append(part.side)
                continue
            heading = self._outline.headings[-1 - index]
            numbered = self._is_top(heading.line_start, heading.start)
            if numbered:
                part = None
            self._take(heading, part)
            if numbered or (heading.parent is None and part is None):
                self._mains.append(self._sides[-1])
                self._main_headings.add(-1 - index)

    def _years(self, words: str) -> list[int]:
        """The years that words name, those of this year and the last among them."""
        found = self._words.years(words)
        if self._spoken is not None:
            found += [self._spoken] if self._words.THIS_YEAR.search(words) else []
            found += [self._spoken - 1] if self._words.LAST_YEAR.search(words) else []
        return found

    def _take(self, heading: Heading, part: Standing | None) -> None:
        title, parent = self._title(heading), heading.parent
        over = Side.OPEN if parent is None else self._sides[parent]
        over = part.side if part is not None else over
        timed = self._words.OPENS_WITH_TIME.match(title) is not None
        own = Side.OPEN
        if over in {Side.OPEN, Side.BOTH} or timed:
            own = self._side(title, timed=timed, top=parent is None and part is None)
        self._sides.append(over if own is Side.OPEN else own)
        self._titles.append((title, self._sides[-1]))
        inherited = self._several[parent] if parent is not None else part is not None and part.several
        self._several.append((inherited and not timed) or self._words.several(title))
        over_it = self._elsewhen[parent] if parent is not None else part is not None and part.other
        self._elsewhen.append((over_it and not timed) or self._is_elsewhen(title, self._sides[-1]))

    def _is_elsewhen(self, title: str, side: Side) -> bool:
        """Whether a title looks back on other years than the reader's: what stands under it answers nothing of his."""
        years = self._years(title) if side is Side.BACK else []
        return self._last is not None and bool(years) and self._last not in years

    def _side(self, title: str, *, timed: bool, top: bool) -> Side:
        words = self._words
        later = words.LATER.search(title) is not None
        ahead = later or words.AHEAD.search(title) is not None
        years = self._years(title)
        if self._last is not None and years and (timed or top):
            ahead = ahead or (max(years) > self._last and words.PLANS.search(title) is not None)
        if words.BACK.search(title):
            return Side.BOTH if ahead else Side.BACK
        after = top and not words.PROBLEM_TITLE.search(title)
        ahead = ahead or (after and (self._planned or (Side.BACK in self._mains and bool(words.AIMS.search(title)))))
        if ahead:
            return Side.AHEAD
        if years and self._last is not None and (timed or top):
            return Side.AHEAD if max(years) > self._last else Side.BACK
        if words.THIS_YEAR.search(title) and self._spoken is None and words.PLANS.search(title):
            return Side.AHEAD
        reviewed = any(side is Side.BACK for _, side in self._titles)
        return Side.AHEAD if after and reviewed and words.PLANS.search(title) else Side.OPEN

    @property
    def _planned(self) -> bool:
        """Whether the review is over and its plan has begun: no main part after that looks back but by its name."""
        sides = self._mains
        return Side.BACK in sides and Side.AHEAD in sides[sides.index(Side.BACK) :]

    @cached_property
    def places(self) -> list[Standing]:
        """Where each sentence of the outline stands."""
        found: list[Standing] = []
        heading: int | None = -1
        now, turned, part, end = Standing(), False, Standing(), 0
        years = False  # several years, by the headings
        told: _SeveralYears | None = None  # and by a sentence before
        lines = "\n" in self._view.strip()
        for index, sentence in enumerate(self._outline.sentences):
            said, gap = self._view[sentence.start : sentence.end], self._view[end : sentence.start]
            if sentence.heading != heading:
                heading, now = sentence.heading, self._under(sentence.heading, turned=turned)
                years = now.several
                told = replace(told, listed=True) if told and self._is_listed(heading, told) else None
                now = told.governing(now, listed=True) if told else now
            elif told and lines and "\n" in gap:
                marked = self._words.LIST_ITEM.match(said) is not None or self._is_body(heading, told)
                now = told.governing(replace(now, several=years, perhaps=False), listed=marked)
                told = replace(told, listed=True) if now.several or now.perhaps else None
            if index in self._within:
                part = now = self._within[index]
                years, told = now.several, None
            elif heading is None:
                now = replace(now, side=part.side if now.side is Side.OPEN else now.side)
            if years and (not lines or "\n" in gap):  # one year's paragraph ends
                now = replace(now, several=True)
            end = sentence.end
            now = self._opened(said, now)
            if self._words.OPENS_WITH_TIME.match(said):
                told = _SeveralYears(heading) if now.several else None
            if told and not told.listed:
                told = told.grown(said, self._view[end : end + 1])
            decided = part.side if heading is None else self._sides[heading]
            if decided in {Side.OPEN, Side.BOTH}:
                goals = self._sets_goals(said)
                turned = goals or (turned and now.side is Side.AHEAD)
                now = replace(now, side=Side.AHEAD if goals else self._turned(said, now.side))
            found.append(now)
        return found

    def _is_listed(self, heading: int | None, told: _SeveralYears) -> bool:
        """Whether a heading is of the list that what was told of several years introduces: it stands beneath it."""
        if heading is None or heading in self._main_headings or self._is_timed(heading):
            return False
        return told.heading is None or told.heading in self._outline.path(heading)[:-1]

    def _is_body(self, heading: int | None, told: _SeveralYears) -> bool:
        """Whether what stands under a heading of that list is its text: the heading has a line of its own."""
        return heading is not None and heading != told.heading and not self._outline.headings[heading].run_in

    def _is_timed(self, heading: int | None) -> bool:
        """Whether a heading opens with a time of its own."""
        return (
            heading is None
            or self._words.OPENS_WITH_TIME.match(self._title(self._outline.headings[heading])) is not None
        )

    def _under(self, heading: int | None, *, turned: bool) -> Standing:
        """Where what follows a heading stands; ``turned`` where sentences before it turned to what comes next."""
        if heading is None:
            return Standing()
        side = self._sides[heading]
        if side is Side.OPEN and turned:
            side = Side.AHEAD
        titles = (self._title(self._outline.headings[index]) for index in self._outline.path(heading))
        problem = any(self._words.PROBLEM_TITLE.search(title) for title in titles)
        return Standing(side, self._several[heading], problem, self._elsewhen[heading])

    def _opened(self, said: str, now: Standing) -> Standing:
        """The place after what a sentence opens with: problems, or the years of which it speaks."""
        if self._words.PROBLEMS.search(said):
            now = replace(now, problem=True)
        if self._words.OPENS_WITH_TIME.match(said):
            now = replace(now, several=self._words.several(said[: self._words.OPENING]), perhaps=False)
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
