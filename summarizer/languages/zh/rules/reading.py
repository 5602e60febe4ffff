"""A document read by the Chinese rules: each sentence in its context, what it says as candidates."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from summarizer.engines.candidates import Candidate, GoalCandidate, TargetCandidate
from summarizer.engines.rules import rows
from summarizer.engines.rules.reasons import Verdict
from summarizer.languages.zh.rules import aims, counted, genre, milestones, standing, stated
from summarizer.languages.zh.rules.context import SentenceContext
from summarizer.languages.zh.rules.lookback import Lookback
from summarizer.languages.zh.rules.rows import row_words
from summarizer.structure.outline import Outline, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.documents.document import Document
    from summarizer.languages.records import DateMention
    from summarizer.languages.zh.rules.lexicons import RuleLexicons

# 注:本表由办公室负责解释: a note, under a table most often, plans nothing
_NOTE = re.compile(r"[ (]*(?:(?:附?注|备注)\d{0,2}[:、.]|[*※]{0,3} ?本表)")
_MAY_BE_NOTE = ("注", "本表")
_MAX_NOTE = 300
"""Characters of a line up to a sentence that may still be of a note."""
_MAX_PIECE = 1500
"""Characters that are searched together for targets."""


@dataclass
class DocumentReading:
    """One document; see :class:`~summarizer.engines.rules.interface.DocumentRules`."""

    words: RuleLexicons
    document: Document
    outline: Outline
    _group: int = -1
    _dates: tuple[DateMention, ...] = ()
    _every: int | None = None
    _listing: bool = False
    """Whether a colon has opened a list that still goes on."""
    _dated_tags: set[int] = field(default_factory=set)
    _overall: GoalCandidate | None = None
    """The last one."""

    def __post_init__(self) -> None:
        self._lookback = Lookback(self.document, self.outline, self.words)
        levels = (h.level for h in self.outline.headings if h.role not in {"review", "background"})
        self._section_level = min(levels, default=1)  # of the headings that divide the plan
        self._year = self.document.metadata.first_year
        self._noted = any(sign in self.document.view for sign in _MAY_BE_NOTE)

    def heading(self, index: int) -> Iterator[Candidate]:
        """The goal of a heading; targets inside goals and headings count."""
        heading = self.outline.headings[index]
        yield aims.heading_goal(self.document.view, index, heading, self._section_level, self.words)
        yield from _targets(self._context(Sentence(heading.start, heading.end, heading.end, index, -1)))

    def sentence(self, sentence: Sentence) -> Iterator[Candidate]:
        """The goal or measure of a sentence, its targets, and the milestones in its tags."""
        if sentence.group != self._group:
            self._group, self._dates, self._every = sentence.group, (), None
        context = self._context(sentence, self._dates, self._every)
        context.listed = self._listing
        if self._lookback.covers(context):
            context.role = "review"
        elif self._noted and sentence.cell is None and self._is_note(sentence.start):
            context.role = "background"
        made = self._goal_or_measure(context)
        yield made
        if not made.accepted and standing.stands_now(context):
            context.role = "background"  # its counts are what there is
        # A colon opens a list, and it goes on over names and what no full stop ends.
        stop = self.document.view[sentence.end : sentence.stop]
        self._listing = stop.startswith(":") or (self._listing and (not made.accepted or "。" not in stop))
        for target in _targets(context):
            if sentence.cell == "goal" and sentence.due is not None and target.deadline is None:
                target.deadline = " ".join(self.document.text[slice(*sentence.due)].split())
            yield target
        for tag in sentence.tags:
            # A tag that several sentences share makes one milestone.
            milestone = None if tag[0] in self._dated_tags else milestones.in_tag(context, tag)
            if milestone is not None:
                self._dated_tags.add(tag[0])
                yield milestone
        # Of the group's dates the last that lies ahead governs; a group may have any number of them.
        if context.dates:
            self._dates = next(((date,) for date in reversed(context.dates) if context.governs(date)), self._dates)
        self._every = context.last_every(context.end)

    def _is_note(self, start: int) -> bool:
        """Whether the line in which a sentence begins is a note."""
        view = self.document.view
        line = view.rfind("\n", max(0, start - _MAX_NOTE), start) + 1
        return (line > 0 or start <= _MAX_NOTE) and _NOTE.match(view, line) is not None

    def tables(self) -> Iterator[TargetCandidate]:
        """The targets of all tables that were understood."""
        return rows.find(self.document, self.outline, row_words(self.words))

    def otherwise(self) -> str | None:
        """What the text reads like where it reads like no plan: the code of a message."""
        kind = genre.otherwise(self.document, self.outline, self.words)
        return f"genre-{kind}" if kind else None

    def _context(
        self, sentence: Sentence, dates: tuple[DateMention, ...] = (), every: int | None = None
    ) -> SentenceContext:
        role = self.outline.headings[sentence.heading].role if sentence.heading is not None else "plain"
        document = self.document
        return SentenceContext(document.view, document.text, sentence, role, self._year, self.words, dates, every)

    def _goal_or_measure(self, context: SentenceContext) -> Candidate:
        if context.sentence.cell == "goal":
            goal = GoalCandidate(context.start, context.end, "task", None, context.sentence.heading)
            return goal.judged(*aims.sentence_verdict(context, preamble=False))
        preamble = context.start < self.outline.preamble_end
        verdict = aims.sentence_verdict(context, preamble=preamble and not context.sentence.cell)
        if context.sentence.cell or not (preamble or context.role == "overall"):
            return aims.measure(context, verdict)
        if verdict.unsure == "maybe-background" and self._goes_on(context):
            verdict = Verdict()
        self._overall = GoalCandidate(context.start, context.end, "overall", None, context.sentence.heading)
        return self._overall.judged(*verdict)

    def _goes_on(self, context: SentenceContext) -> bool:
        """Whether the paragraph has been saying already what the plan is to achieve as a whole."""
        last = self._overall
        return last is not None and last.accepted and "\n" not in context.view[last.end : context.start]


def _targets(context: SentenceContext) -> Iterator[TargetCandidate]:
    for piece in (context,) if context.end - context.start <= _MAX_PIECE else _pieces(context):
        numbers = counted.find(piece)
        yield from numbers
        yield from stated.find(piece, numbers)


def _pieces(context: SentenceContext) -> Iterator[SentenceContext]:
    """A sentence as it is; one beyond all measure (a table, a text without full stops) in pieces cut at commas.

    What is looked at together is bounded, so that the cost stays linear in any text.
    """
    start, view = context.start, context.view
    while context.end - start > _MAX_PIECE:
        cut = max(view.rfind(mark, start + 1, start + _MAX_PIECE) for mark in ",、 ")
        stop = cut + 1 if cut > start else start + _MAX_PIECE
        yield replace(context, sentence=context.sentence._replace(start=start, end=stop))
        start = stop
    yield context if start == context.start else replace(context, sentence=context.sentence._replace(start=start))
