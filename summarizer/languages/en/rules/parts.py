"""What each title of a plan says of its part: what it lists, what it is called, whether it is the card of an action."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.languages.en import numbering, sentences
from summarizer.languages.en.rules import imperatives, labels, listing
from summarizer.languages.en.rules.context import EnglishContext
from summarizer.languages.patterns import verbose
from summarizer.structure.outline import Sentence

if TYPE_CHECKING:
    from summarizer.documents.document import Document
    from summarizer.languages.en.rules.context import Listing
    from summarizer.languages.en.rules.lexicons import EnglishLexicons
    from summarizer.languages.records import Role
    from summarizer.structure.outline import Outline

_SUMMARY = re.compile(
    r"\W*(?:(?:executive |plan )?(?:summary|overview)|.{0,40}\bat a glance|(?:plan |our )?(?:strategy )?on a page)\W*",
    re.IGNORECASE,
)
# A title that goes on in those below it: We support families through
_OPEN = re.compile(
    r".{3,80}\b(?:through|by|for|and|to|with|in|of|that|will|is|are|as|from|via|on|where|our|be|means|include|includes)"
    r"[ :*_…]{0,3}",
    re.IGNORECASE,
)
_ONE_AIM = re.compile(
    r"\W*(?:(?:our|the|overall|overarching|main|central|ultimate|long-term|strategic) ){0,2}"
    r"(?:goal|aim|ambition|objective)\W*",
    re.IGNORECASE,
)
"""A title over the one aim of all."""
_KEY = verbose(r"[ >*_|•+-]{0,6}[A-Z][\w/&'’() -]{1,40}[*_]{0,3}[ ]?:[*_ ]{1,4}(?=\S)")
"""A line of a card: Responsible Branch: Roads."""
_MAX_CARD = 15
_MAX_OPEN, _NEAR = 90, 100
"""Characters of a line that leads into titles, and how far above one it stands."""
_MAX_TABLES = 200


class Parts:
    """The headings of a document as the English rules read them; lists and sets are by their indices."""

    def __init__(self, words: EnglishLexicons, document: Document, outline: Outline) -> None:
        """Read all titles of ``outline``."""
        self._words, self._document, self._outline = words, document, outline
        view, headings = document.view, outline.headings
        self.parents = {heading.parent for heading in headings}
        """Headings that others stand under."""
        self.bodies = {sentence.heading for sentence in outline.sentences} | self.parents | self._over_tables()
        """Headings that something stands under."""
        self._texts = {sentence.heading for sentence in outline.sentences}
        self.kinds: list[Listing | None] = []
        """What each lists."""
        self.names: list[str | None] = []
        """What each is called: goal, objective, action."""
        self.roles: list[Role] = []
        self.led = self._led()
        """Those that a title above leads into: We support families through / Early learning."""
        self._row = False
        for index, heading in enumerate(headings):
            named = numbering.named_system(view[heading.line_start : heading.start])
            self.names.append(named)
            self.kinds.append(self._kind(index, named))
            self.roles.append(self._role(index))
        self.titles: dict[str, int] = {}
        """The titles that have text below them."""
        for index, heading in enumerate(headings):
            if index in self.bodies:
                self.titles[" ".join(view[heading.start : heading.end].lower().split())] = index
        self.cards = {index: tags for index in range(len(headings)) if (tags := self._card(index)) is not None}
        """Titles over lines that only say who, when and with what result: those of actions. With the tags of who."""

    def _kind(self, index: int, named: str | None) -> Listing | None:
        view, heading = self._document.view, self._outline.headings[index]
        title = view[heading.start : heading.end].strip(" *_:.")
        if sentences.lone_tags(f"{title}: x", 0, len(title) + 3):
            return "none"  # Responsible Party, Timeline: who and when, and no list of what is done
        kind = listing.of_heading(title)
        if kind is None and heading.parent is not None and named is None:
            above = self.kinds[heading.parent]
            kind = above if above != "goals" else None  # Key Initiatives: Transport, Buildings …
        elif kind is not None and self._acts(heading.start, heading.end):
            kind = None
        return self._carried_to(index) if kind is None and named is None else kind

    def over(self, index: int) -> Listing | None:
        """What the title above lists, of which this one is an item.

        None where Goals stands over text, and what comes first among the titles lists actions: it is a part as they
        are, and so is all that follows.
        """
        parent = self._outline.headings[index].parent
        if parent is None:
            return None
        first = next(at for at, heading in enumerate(self._outline.headings) if heading.parent == parent)
        beside = self.kinds[parent] == "goals" and self._own(first) in {"actions", "targets"} and parent in self._texts
        return None if beside else self.kinds[parent]

    def _own(self, index: int) -> Listing | None:
        heading = self._outline.headings[index]
        return listing.of_heading(self._document.view[heading.start : heading.end].strip(" *_:."))

    def _carried_to(self, index: int) -> Listing | None:
        """What a list holds whose title stands in a row behind one that names what all of them hold, and has no text.

        Goals by sector, Health: …, Fish: …
        """
        headings, heading = self._outline.headings, self._outline.headings[index]
        before = headings[index - 1] if index else None
        if before is None or (before.system, before.parent) != (heading.system, heading.parent):
            return None
        if labels.opens_item(self._document.view, heading.body_start) and (index - 1 not in self.bodies or self._row):
            self._row = True
            return self.kinds[index - 1]
        self._row = False
        return None

    def _led(self) -> set[int]:
        view, led, headings = self._document.view, set[int](), self._outline.headings
        for index, heading in enumerate(headings):
            if index not in self.bodies:
                continue
            near = max(0, heading.line_start - _NEAR)
            stop = near + len(view[near : heading.line_start].rstrip(" \n*_#"))
            line = view.rfind("\n", max(0, stop - _MAX_OPEN), stop) + 1
            before = headings[index - 1] if index else None
            beside = before is not None and (before.parent, before.system) == (heading.parent, heading.system)
            goes_on = index - 1 in led and beside
            if goes_on or (line and _OPEN.fullmatch(view, line, stop)):
                led.add(index)
        return led

    def _acts(self, start: int, end: int) -> bool:
        """Whether a title says what to do, whatever it ends with: Develop shared objectives."""
        document, sentence = self._document, Sentence(start, end, end, None, -1)
        context = EnglishContext(
            document.view, document.text, sentence, "plain", document.metadata.first_year, self._words
        )
        return imperatives.imperative(context) is not None

    def _role(self, index: int) -> Role:
        """What a title says of its part: one of a goal, or that says what to do, plans, whatever words it has."""
        heading = self._outline.headings[index]
        if self.names[index] or index in self.led or self._acts(heading.start, heading.end):
            return "plain"
        over = heading.parent
        if _ONE_AIM.fullmatch(self._document.view, heading.start, heading.end):
            return "overall"
        if over is not None and heading.role == "background" and self.kinds[index]:
            return "overall" if self._sums_up(over) else "plain"  # Goals, Strategies in an overview
        if over is not None and heading.role == self._outline.headings[over].role:
            return self.roles[over]
        return heading.role

    def _sums_up(self, index: int) -> bool:
        """Whether a title stands over what sums the plan up."""
        heading = self._outline.headings[index]
        return _SUMMARY.fullmatch(self._document.view, heading.start, heading.end) is not None

    def _over_tables(self) -> set[int]:
        """The headings that a table of the plan stands under."""
        headings = self._outline.headings
        return {
            max((index for index, heading in enumerate(headings) if heading.start < table.start), default=-1)
            for table in self._outline.tables[:_MAX_TABLES]
        }

    def _card(self, index: int) -> tuple[tuple[int, int], ...] | None:
        """The lines that say who and when, where all lines under a title are such or have a name before a colon."""
        headings, view = self._outline.headings, self._document.view
        start = headings[index].body_start
        if index in self.parents or view[headings[index].end : start].strip(" .*_#\n"):
            return None
        stop = headings[index + 1].line_start if index + 1 < len(headings) else len(view)
        tags: list[tuple[int, int]] = []
        for _ in range(_MAX_CARD):
            end = view.find("\n", start, stop)
            end = stop if end < 0 else end
            if view[start:end].strip(" *_#-"):
                if _KEY.match(view, start, end) is None:
                    return None
                tags += sentences.lone_tags(view, start, end)
            start = end + 1
            if start >= stop:
                return tuple(tags) or None
        return None
