"""A document read by the English rules: each sentence in its context, what it says as candidates."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from summarizer.engines.candidates import Candidate, GoalCandidate, MeasureCandidate, TargetCandidate
from summarizer.engines.rules import rows
from summarizer.engines.rules.reasons import Verdict
from summarizer.languages.en import sentences
from summarizer.languages.en.rules import (
    actors,
    aims,
    commits,
    counted,
    genre,
    imperatives,
    labels,
    listing,
    milestones,
    nesting,
    stated,
)
from summarizer.languages.en.rules.context import EnglishContext, Listing
from summarizer.languages.en.rules.parts import Parts
from summarizer.languages.en.rules.rows import row_words
from summarizer.languages.patterns import verbose
from summarizer.structure.outline import Outline, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.documents.document import Document
    from summarizer.engines.rules.reasons import Reason
    from summarizer.languages.en.rules.lexicons import EnglishLexicons
    from summarizer.languages.records import Role
    from summarizer.models import Level

_NEAR = 60
_ITEM = verbose(
    r"""
    [ >|]*(?:[-*+•●○▪◦■➢✓✔·–]|\(?(?:\d{1,2}(?:[a-h]|(?:\.\d{1,2})*)|[a-z]|[ivx]{1,4})[.)]
    |\d{1,2}(?:\.\d{1,2})+)[ *_]*(?:\[[ xX]\][ ]?)?
    """,
)
_MAX_MARK = 16
_MARKS = " -+*•●○▪◦■□➢➤✓✔·–—0123456789.()[]abcdefghixX_\n\t"
"""What the mark of an item consists of, and what stands between it and its lead-in."""
# A sentence that sets a figure though it commits nobody to an action.
_SETS = verbose(
    r"""
    \b(?:set[ ](?:at|the[ ][^,.]{1,80}?[ ]at|a[ ](?:target|goal)[ ]of)|(?:target|goal)s?[ ](?:is|are|has[ ]been[ ]set)\b
    |(?:is|are)[ ](?:foreseen|planned|targeted)\b
    |our[ ](?:\w+[ ]){0,2}(?:goal|target|aim|ambition|objective)[ ](?:of|is|remains|focuses[ ]on|stands[ ]at)\b
    |\bwill[ ](?:exceed|total|amount[ ]to)\b|^\W*as[ ]a[ ]result,?[ ].{0,80}\bwill\b
    |^\W*(?:this|these)[ ]will[ ](?:create|save|generate|cut|reduce|increase|raise|lower|benefit|bring|result[ ]in)\b
    |\b(?:we|can|realistically)[ ](?:expect|anticipate)s?[ ](?:an?|to|at|some|about)\b
    |\b(?:savings|reductions?|jobs)\b[^.;]{0,80}[ ](?:is|are)[ ]expected\b
    |targets?(?:[ ]\(?(?:FY[ ]?)?\d{4}\)?)?:[ ]?\D{0,12}\d)
    """,
    re.IGNORECASE,
)
_WILL_COME = re.compile(
    r"\b(?:expect(?:ed|s)?|anticipate[sd]?|estimate[sd]?|as a result|will exceed|will total|will amount|will reach"
    r"|th(?:is|ese) will)\b",
    re.IGNORECASE,
)
_TARGETS = re.compile(r"\btargets?\b", re.IGNORECASE)
_MILESTONE = re.compile(r"\bmilestones?\b", re.IGNORECASE)
_NUMBER_FIRST = re.compile(
    r"[ *]{0,3}(?:at least |up to |over |more than |[<>≥≤~] ?)?"
    r"(?:[$£€]? ?\d|(?:two|three|four|five|six|seven|eight|nine|ten)\b)",
    re.IGNORECASE,
)
"""An item that begins with what it counts."""
_DIGIT = re.compile(r"\d")
_DUTY = re.compile(r"\b(?:must|should|need to|have to)\b", re.IGNORECASE)


_LABELS = (
    ("vision", labels.VISION),
    ("action", labels.ACTION),
    ("goal", labels.GOAL),
    ("target", labels.TARGET),
    ("run-in", labels.RUN_IN),
)


@dataclass
class EnglishReading:
    """One document; see :class:`~summarizer.engines.rules.interface.DocumentRules`."""

    words: EnglishLexicons
    document: Document
    outline: Outline
    _last: Sentence | None = None
    _lead: tuple[Listing, bool] | None = None
    """What the lead-in says of the list that goes on, if one does."""
    _leads: bool = False
    """Whether a lead-in opened a list that goes on."""

    def __post_init__(self) -> None:
        parts = self._parts = Parts(self.words, self.document, self.outline)
        self._kinds, self._names, self._roles, self._parents = parts.kinds, parts.names, parts.roles, parts.parents
        self._spoken: set[int | None] = set()
        self._lists: set[int | None] = set()
        self._visions: dict[int | None, int] = {}

    def heading(self, index: int) -> Iterator[Candidate]:
        """The goal of a heading, or the measure that one without text under it names; and the targets in its words."""
        heading, view = self.outline.headings[index], self.document.view
        start, end = aims.trimmed(view, heading.start, heading.end)
        if end <= start:
            return
        context = self._context(Sentence(start, end, end, heading.parent, -1), self._roles[index])
        context.heading = True
        over = self._parts.over(index)
        called = start > heading.start and labels.NAMES_GOAL.match(view, heading.start, start) is not None
        called = called or index in self._parts.led or heading.system == "spoken"
        named = self._names[index]
        verdict = aims.heading_verdict(context, heading, over or "none", called=called or named is not None)
        again = self._parts.titles.get(" ".join(context.plain.lower().split()))
        if verdict.reason is None and index not in self._parts.bodies and again is not None and again != index:
            verdict = verdict._replace(reason="nominal-heading")
        goal: Candidate
        card = self._parts.cards.get(index)
        if card is not None and named not in {"goal", "objective"}:
            who = [
                name
                for tag in card
                if sentences.says_who(view, tag)
                for name in actors.of_tag(self.document.text[slice(*tag)])
            ]
            goal = MeasureCandidate(start, end, heading.parent, list(dict.fromkeys(who)))
            verdict = Verdict() if self._roles[index] not in {"review", "appendix"} else verdict
        elif named == "action" and index not in self._parts.bodies:
            goal = MeasureCandidate(start, end, heading.parent)
        else:
            goal = GoalCandidate(start, end, self._level(index), index, heading.parent)
        goal.judged(*verdict)
        yield goal
        yield from _targets(context, verdict.reason)

    def _level(self, index: int) -> Level:
        heading = self.outline.headings[index]
        named = self._names[index]
        if named == "goal" or (heading.level == 1 and named != "action"):
            return "section"
        if named is not None:
            return "task"
        above = [self.outline.headings[at] for at in self.outline.path(heading.parent)]
        plain = all(
            over.role == "plain" and self._kinds[at] in {"goals", None}
            for over, at in zip(above, self.outline.path(heading.parent), strict=True)
        )
        only = bool(above) and all(self._kinds[at] == "goals" for at in self.outline.path(heading.parent))
        return "section" if only and plain else "task"

    def sentence(self, sentence: Sentence) -> Iterator[Candidate]:
        """The goal or measure of a sentence, and its targets."""
        role = self._roles[sentence.heading] if sentence.heading is not None else "plain"
        context, label = self._labelled(sentence, role)
        self._list(context, sentence.start)
        if self._lead_span is not None:
            yield from self._of_lead_in(*self._lead_span, sentence.heading, role)
        if label == "goal":
            found = labels.GOAL.match(self.document.view, sentence.start, sentence.end)
            context.called = "section" if found and not found["task"] else "task"
        elif label == "vision":
            context.called = "overall"
        context.sets = label == "target"
        context.promised = context.promised or label == "action"
        seen = self._visions.get(sentence.heading, 0)
        made = aims.sentence_candidate(context, seen, self._goal_level(sentence.heading))
        if (
            made.accepted
            and isinstance(made, GoalCandidate)
            and " ".join(context.plain.lower().split()) in self._parts.titles
        ):
            made.judged("nominal-heading")  # it stands over a part of its own elsewhere
        if made.accepted and isinstance(made, GoalCandidate) and made.level == "overall":
            self._visions[sentence.heading] = seen + 1
        self._last = sentence
        yield made
        reason = made.reason.code if made.reason else None
        if (
            reason
            and role in {"plain", "overall"}
            and (context.sets or _counts_only(context) or _SETS.search(context.plain))
        ):
            context.tells_effect = not context.sets and _WILL_COME.search(context.plain) is not None
            reason, context.sets = None, True
        vision = isinstance(made, GoalCandidate) and made.level == "overall" and not context.listed
        due = context.opens and commits.is_due(context)
        first = context.listed and _NUMBER_FIRST.match(context.plain)
        if not made.accepted and (due or first) and role in {"plain", "overall"}:
            reason, context.sets = None, True  # Three training days
            context.verbless = (
                not due and context.listing == "none" and not any(t.word in {"will", "shall"} for t in context.tokens)
            )
        vision = vision and _TARGETS.search(context.plain, 0, _NEAR) is None and not aims.is_aim(context)
        yield from _targets(context, reason, vision=vision)  # type: ignore[arg-type]
        if (
            sentence.cell == "work"
            and self._lists_milestones(sentence)
            and (milestone := milestones.of_cell(context)) is not None
        ):
            yield milestone

    def _labelled(self, sentence: Sentence, role: Role) -> tuple[EnglishContext, str]:
        """A sentence without what it is called, and what that says it is."""
        view = self.document.view
        if (row := self._in_row(sentence)) is not None:
            return self._context(sentence._replace(start=row[0], end=row[1]), role), row[2]
        kind = "action" if labels.is_action(view, sentence.start) else ""
        at = sentence.start
        for name, pattern in _LABELS:
            label = pattern.match(view, at, sentence.end)
            if label and sentence.end - label.end() > _MAX_MARK:
                at, kind = label.end(), kind or name
                break
            if label and name != "run-in":
                kind = kind or name
                break
        return self._context(sentence._replace(start=at), role), kind

    def _in_row(self, sentence: Sentence) -> tuple[int, int, str] | None:
        """The cell that says what is to be done, of a line that bars part; by the first of such lines, the head."""
        view = self.document.view
        cells = [] if sentence.cell else labels.cells(view, sentence.start, sentence.end)
        if len(cells) < 2:  # noqa: PLR2004 - no row
            self._head = []
            return None
        if len(cells) != len(self._head) and sentence.heading is not None:
            over = self.outline.headings[sentence.heading]
            self._head = [view[start:end] for start, end in labels.cells(view, over.start, over.end)]
        if len(cells) != len(self._head):
            self._head = [view[start:end] for start, end in cells]
            return None
        found = labels.told_by_head(self._head)
        return (*cells[found[0]], found[1]) if found is not None else None

    def _goal_level(self, heading: int | None) -> Level:
        path = self.outline.path(heading)
        return (
            "task"
            if any(
                self._names[at] in {"goal", "objective"}
                or (self.outline.headings[at].level == 1 and self._kinds[at] is None)
                for at in path
            )
            else "section"
        )

    def _of_lead_in(self, start: int, end: int, heading: int | None, role: Role) -> Iterator[TargetCandidate]:
        """The quantities of a lead-in that commits to something; it is no sentence of its own."""
        self._lead_span = None
        context = self._context(Sentence(start, end, end, heading, -1), role)
        if role in {"plain", "overall"} and (commits.promise(context) or imperatives.imperative(context) is not None):
            yield from counted.find(context, None)

    def _list(self, context: EnglishContext, start: int) -> None:
        """Say what list a sentence is an item of: by the lead-in above it, else by the heading over it."""
        view, sentence = self.document.view, context.sentence
        before = self._last.stop if self._last is not None else 0
        line = max(view.rfind("\n", max(0, start - _MAX_MARK), start) + 1, 0)
        opens = view.rfind("\n", before, start) >= 0 or self._last is None
        stop = view.find("\n", sentence.stop)
        context.opens = opens
        context.alone = opens and not view[sentence.stop : stop if stop >= 0 else len(view)].strip(" .")
        context.unspoken = sentence.heading not in self._spoken
        context.amid = sentence.heading in self._lists
        if _ends(view, sentence):
            self._spoken.add(sentence.heading)
        context.listed = opens and line > 0 and _ITEM.match(view, line, start) is not None
        if context.listed:
            self._lists.add(sentence.heading)
        heading_start = self.outline.headings[sentence.heading].body_start if sentence.heading is not None else 0
        gap_start = max(before, heading_start, start - listing.MAX_LEAD - _MAX_MARK)
        gap = view[gap_start : line if line > max(gap_start, before) else start].rstrip(_MARKS)
        self._go_on(sentence, line, opens=opens)
        context.named_above = opens and labels.NAMED_ALONE.fullmatch(gap.rpartition("\n")[2].strip(" *_#")) is not None
        if context.named_above:
            self._leads = False
        elif opens and gap.endswith(":") and not sentence.cell:
            self._lead_in(gap.rpartition("\n")[2], gap_start + len(gap))
        elif (
            opens
            and self._leads
            and not context.listed
            and not context.plain[:1].islower()
            and _ends(view, sentence)
            and (self._was_listed or (self._items > 0 and view.count("\n", before, start) > 1))
        ):
            self._leads = False
        if not opens and self._leads:
            return  # a further sentence of an item says for itself what it is
        self._was_listed = context.listed
        self._items += opens
        if self._leads:
            context.listed = context.listed or (opens and (not _ends(view, sentence) or context.plain[:1].islower()))
            self._was_listed = context.listed
            if self._lead is not None:
                context.listing, context.promised = self._lead
                context.main = self._main
                first = sentence.heading is None or sentence.heading in self._parents
                context.overall = first and (self._duty or (context.listing == "targets" and self._main))
            elif opens:
                context.role = "background" if context.role == "plain" else context.role
            return
        kind = self._kinds[sentence.heading] if sentence.heading is not None else None
        context.listing = kind or "none"
        if sentence.heading is not None and kind == "targets":
            heading = self.outline.headings[sentence.heading]
            context.main = _TARGETS.search(view, heading.start, heading.end) is not None

    def _lead_in(self, said: str, end: int) -> None:
        """A lead-in that ends at ``end`` opens a list."""
        self._outer = nesting.interrupted(said, (self._leads, self._lead, self._duty, self._main))
        self._duty, self._main = _DUTY.search(said) is not None, _TARGETS.search(said) is not None
        self._lead = listing.of_lead_in(said)
        self._leads, self._items = self._lead != ("none", False), 0
        self._lead_span = (end - len(said), end) if _DIGIT.search(said) else None

    def _go_on(self, sentence: Sentence, line: int, *, opens: bool) -> None:
        """A list ends with its heading's text; behind a list inside one of its items the outer one goes on."""
        if self._last is not None and self._last.heading != sentence.heading:
            self._leads, self._outer = False, None
        outer = self._outer if opens and self._items else None
        if outer is not None and outer.goes_on(self.document.view, line, sentence.end):
            (self._leads, self._lead, self._duty, self._main), self._outer = outer.state, None

    _head: list[str] = field(default_factory=list)
    """The cells of the first of the lines that bars part."""
    _outer: nesting.Outer | None = None
    """The list that goes on behind the one of the lead-in, if that is an item itself."""
    _was_listed: bool = False
    _items: int = 0
    """How many lines stand under the lead-in so far."""
    _lead_span: tuple[int, int] | None = None
    """Where a lead-in stands that holds a number and was not read yet."""
    _main: bool = False
    """Whether the lead-in speaks of targets."""
    _duty: bool = False
    """Whether the lead-in says what must be done as a whole."""

    def _lists_milestones(self, sentence: Sentence) -> bool:
        """Whether the table that a cell stands in calls its work milestones."""
        at = bisect_right(self.outline.tables, sentence.start, key=lambda table: table.start) - 1
        if at < 0:
            return False
        head = [cell for row in self.outline.tables[at].head for cell in row]
        return any(_MILESTONE.search(self.document.view, cell.start, cell.end) for cell in head)

    def tables(self) -> Iterator[TargetCandidate]:
        """The targets of all tables that were understood."""
        return rows.find(self.document, self.outline, row_words(self.words))

    def otherwise(self) -> str | None:
        """What the text reads like where it reads like no plan: the code of a message."""
        kind = genre.otherwise(self.document, self.outline, self.words)
        return f"genre-{kind}" if kind else None

    def _context(self, sentence: Sentence, role: Role) -> EnglishContext:
        document = self.document
        return EnglishContext(document.view, document.text, sentence, role, document.metadata.first_year, self.words)


def _counts_only(context: EnglishContext) -> bool:
    """Whether it is an item of a list of indicators."""
    return context.listing == "targets" and context.listed


def _ends(view: str, sentence: Sentence) -> bool:
    """Whether a full stop ends the sentence: running text, no item."""
    return view[sentence.end : sentence.end + 1] in {".", "!", "?"}


def _targets(context: EnglishContext, reason: Reason | None, *, vision: bool = False) -> Iterator[TargetCandidate]:
    for piece in context.pieces():
        numbers = counted.find(piece, reason)
        yield from numbers
        if reason is not None or context.heading:
            continue
        others = [] if vision else list(stated.find(piece, numbers))
        yield from others
        if not vision:
            yield from milestones.find(piece, [*(n for n in numbers if n.accepted), *others])
