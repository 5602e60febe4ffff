"""The rules engine: a whole document in one pass, no model, no memory from sentence to sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from summarizer.engines.candidates import ChunkExtraction, GoalCandidate
from summarizer.engines.rules import aims, counted, genre, milestones, rows, stated
from summarizer.engines.rules.context import SentenceContext
from summarizer.engines.rules.lexicons import RuleLexicons
from summarizer.engines.rules.ordered_words import align_in_order
from summarizer.structure.outline import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.documents.document import Document
    from summarizer.engines.candidates import TargetCandidate
    from summarizer.profiles.profile import Profile
    from summarizer.quantities.dates import DateMention
    from summarizer.structure.outline import Outline


_NO_PLAN_MESSAGE = (
    "本文不像工作计划：很少有句子承诺要做的事，规则引擎没有提取任何内容。"
    " This does not read like a plan: hardly a sentence commits to anything, so the rules extracted nothing."
)
_NOTHING_MESSAGE = (
    "规则引擎没有找到目标、举措或量化指标；--explain 列出未采纳的内容及原因。"
    " The rules found no goal, measure or target here; --explain lists what they refused and why."
)
_LONGEST_PIECE = 1500
"""Characters that are searched together for targets."""


class RulesEngine:
    """Goals, measures and targets by the annotation guide's definitions, from the profile's lexicons."""

    def __init__(self, profile: Profile) -> None:
        self._words = RuleLexicons.of(profile)

    def extract(self, document: Document, outline: Outline) -> ChunkExtraction:
        """Everything in ``document`` as candidates, the refused candidates with their reasons. Never raises on text."""
        result = ChunkExtraction(0)
        if not document.language.startswith("zh"):
            return result  # the document's own notice says that the rules read Chinese only
        result.goals = aims.heading_goals(document, outline, self._words)
        # Targets inside goals and headings count.
        for index, heading in enumerate(outline.headings):
            title = Sentence(heading.start, heading.end, heading.end, index, -1)
            self._targets(result, document, self._context(document, outline, title), heading.start)
        dates: tuple[DateMention, ...] = ()
        group, group_start = -1, 0
        dated_tags: set[int] = set()
        lookback = _Lookback(document)
        reviewed = aims.reviewed_until(document, outline)
        for sentence in outline.sentences:
            if sentence.group != group:
                group, group_start, dates = sentence.group, sentence.start, ()
            context = self._context(document, outline, sentence, dates)
            if lookback.covers(context) or sentence.start < reviewed:
                context.role = "review"
            self._sentence(result, document, context, group_start, preamble=sentence.start < outline.preamble_end)
            self._tags(result, document, context, dated_tags)
            # Of the group's dates the last that lies ahead governs; a group may have any number of them.
            dates = next(((d,) for d in reversed(context.dates) if not context.is_past_year(d)), dates)
        for candidate in rows.find(document, outline, self._words):
            _ground_indicator(document, candidate, candidate.sentence_start)
            result.targets.append(candidate)
        result.goals.sort(key=lambda g: g.start)
        if not genre.is_plan(document, outline, self._words):
            _refuse_all(result)
        elif (outline.sentences or outline.tables) and not any(candidate.accepted for candidate in result.candidates()):
            result.notices.append(("nothing-found", _NOTHING_MESSAGE))
        return result

    def _context(
        self, document: Document, outline: Outline, sentence: Sentence, dates: tuple[DateMention, ...] = ()
    ) -> SentenceContext:
        role = outline.headings[sentence.heading].role if sentence.heading is not None else "plain"
        return SentenceContext(document.view, document.text, sentence, role, _year(document), dates)

    def _sentence(
        self, result: ChunkExtraction, document: Document, context: SentenceContext, group_start: int, *, preamble: bool
    ) -> None:
        kind, reason, unsure = aims.sentence_role(context, preamble=preamble)
        if unsure == aims.MAYBE_BACKGROUND and kind == "overall" and _goes_on(result.goals, context):
            reason = unsure = None
        if kind == "overall":
            result.goals.append(
                GoalCandidate(context.start, context.end, "overall", None, context.sentence.heading,
                          accepted=reason is None, reason=reason, unsure=unsure)
            )  # fmt: skip
        else:
            result.measures.append(aims.measure_candidate(context, reason, unsure, self._words))
        self._targets(result, document, context, group_start)

    def _tags(self, result: ChunkExtraction, document: Document, context: SentenceContext, dated: set[int]) -> None:
        """Milestones in the sentence's tags; a tag that several sentences share makes one, ``dated`` says which did."""
        for tag in context.sentence.tags:
            milestone = None if tag[0] in dated else milestones.in_tag(context, tag)
            if milestone is not None:
                dated.add(tag[0])
                _ground_indicator(document, milestone, context.start)
                result.targets.append(milestone)

    def _targets(self, result: ChunkExtraction, document: Document, context: SentenceContext, group_start: int) -> None:
        found: list[TargetCandidate] = []
        for piece in _pieces(context):
            numbers = counted.find(piece, self._words)
            found += [*numbers, *stated.find(piece, self._words, numbers)]
        for candidate in found:
            if candidate.accepted or candidate.unsure:
                _ground_indicator(document, candidate, group_start)
        result.targets += found


def _goes_on(goals: list[GoalCandidate], context: SentenceContext) -> bool:
    """Whether the paragraph has been saying already what the plan is to achieve as a whole."""
    last = goals[-1] if goals else None
    if last is None or not last.accepted or last.level != "overall":
        return False
    return "\n" not in context.view[last.end : context.start]


def _pieces(context: SentenceContext) -> Iterator[SentenceContext]:
    """A sentence as it is; one beyond all measure (a table, a text without full stops) in pieces cut at commas.

    What is looked at together is bounded, so that the cost stays linear in any text.
    """
    start, view = context.start, context.view
    while context.end - start > _LONGEST_PIECE:
        cut = max(view.rfind(mark, start + 1, start + _LONGEST_PIECE) for mark in ",、 ")
        stop = cut + 1 if cut > start else start + _LONGEST_PIECE
        yield replace(context, sentence=replace(context.sentence, start=start, end=stop))
        start = stop
    yield context if start == context.start else replace(context, sentence=replace(context.sentence, start=start))


class _Lookback:
    """Follows stretches that look back: 过去五年，… says of what follows that it was done, until a sentence turns.

    The stretch ends with its paragraph; where a text gives every sentence a line of its own, with the heading.
    """

    def __init__(self, document: Document) -> None:
        self._view = document.view
        self._end = 0
        self._heading: int | None = -1
        self._back = False
        self._alone = False
        self._wrong = False

    def covers(self, context: SentenceContext) -> bool:
        """Whether the sentence stands in such a stretch; sentences are shown in document order."""
        sentence = context.sentence
        new_line = self._end == 0 or "\n" in self._view[self._end : sentence.start]
        if new_line:
            self._wrong = aims.admits_problems(self._view, sentence.start)
        if self._wrong:  # to the end of the paragraph, over its 一是…；二是…
            self._end, self._heading = sentence.stop, sentence.heading
            return True
        if sentence.heading != self._heading or (new_line and not (self._back and self._alone)):
            self._alone = aims.opens_review(context)
            self._back = self._alone or aims.tells_what_was_done(self._view, sentence.start)
        elif self._back and aims.turns_ahead(context):
            self._back = False
        elif not new_line:
            self._alone = False
        self._end, self._heading = sentence.stop, sentence.heading
        return self._back


def _ground_indicator(document: Document, candidate: TargetCandidate, group_start: int) -> None:
    """Give the indicator the source's own characters; one that cannot be read out of the sentence is replaced.

    The words of the group's earlier sentences count (；joins them into one full sentence).
    """
    for start in (candidate.sentence_start, group_start):
        words = align_in_order(candidate.indicator, document.view, document.text, start, candidate.sentence_end)
        if words:
            candidate.indicator = words
            return
    candidate.indicator = document.text[candidate.start : candidate.end]


def _refuse_all(result: ChunkExtraction) -> None:
    for candidate in result.candidates():
        if candidate.accepted:
            candidate.accepted, candidate.reason = False, genre.NO_PLAN
        candidate.unsure = None
    result.notices.append(("no-plan", _NO_PLAN_MESSAGE))


def _year(document: Document) -> int | None:
    period = document.metadata.period
    return int(period[:4]) if period and period[:4].isdigit() else None
