"""Two readings joined: what rules and model both read, and what only one of them did.

Where both agree an item is of both, and sure. Where they differ it is unsure, with both views in its reason, and the
capability check decides whose word stands. A model that passed it has the last word on what the rules doubt or did
not see, and on two things that take understanding: whether a number is one that a rule sets for others, and whether a
heading states an aim. What else the rules are sure of stays as they have it. A model that did not pass only makes an
item unsure. In a language without rules the model's items are all there is, and unsure unless it passed.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from summarizer.engines.candidates import Candidate, ChunkExtraction, GoalCandidate, TargetCandidate
from summarizer.engines.endpoint.reading.candidates import of_line, overlap
from summarizer.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from summarizer.engines.candidates import MeasureCandidate
    from summarizer.engines.endpoint.reading.lines import AskedLine
    from summarizer.engines.endpoint.reading.questions import LinesRead
    from summarizer.models import Gap

_Found = TypeVar("_Found", bound=Candidate)

_FIRM = frozenset("past slogan ordinal indefinite frame size no-unit".split())
"""Reasons for which the rules reject a number and a model may not take it back: they go by rulings of the guide."""


_LEVELS = {
    "overall": Message("view-overall"),
    "section": Message("view-section"),
    "task": Message("view-task"),
}


@dataclass(frozen=True, slots=True)
class ChunkReading:
    """A chunk as the model read it by itself: what was asked, what it said, the candidates of that, what is missing.

    ``ruled`` is the verdict on a number that a rule sets, None where the language has no rules of ours.
    """

    lines: list[AskedLine]
    said: LinesRead
    found: ChunkExtraction
    gaps: list[Gap]
    ruled: str | None

    def joined(self, rules: ChunkExtraction, *, judges: bool) -> ChunkExtraction:
        """Held against what the ``rules`` found; ``judges``: the model passed the capability check."""
        if self.ruled is None:
            whole = self.alone(judges)
        else:
            whole = _joined(rules, self.found, self.lines, self.said, self.ruled, judges=judges)
        whole.gaps.extend(self.gaps)
        return whole

    def alone(self, judges: bool) -> ChunkExtraction:
        """The model's reading where there are no rules."""
        whole = copy.deepcopy(self.found)
        for candidate in whole.candidates():
            if candidate.accepted and not judges:
                candidate.unsure = Message("unchecked-model")
        return whole


def _joined(
    rules: ChunkExtraction,
    model: ChunkExtraction,
    lines: Sequence[AskedLine],
    read: LinesRead,
    ruled: str,
    *,
    judges: bool,
) -> ChunkExtraction:
    """Both readings of a chunk as one. What the model was not asked about, or did not answer, is the rules'."""
    whole = ChunkExtraction(rules.chunk, gaps=list(rules.gaps), notices=list(rules.notices))
    _join_lines(whole, rules, model, lines, read, judges=judges)
    verdicts = {
        number.mention.number_start: read.numbers[number.ref].verdict
        for line in lines
        for number in line.numbers
        if number.ref in read.numbers
    }
    whole.targets += _join_counts(rules.targets, model.targets, verdicts, ruled, judges=judges)
    silent = {*read.missing, *read.unlisted}
    stretches = [line.around for line in lines if line not in silent]
    counts = [one for one in whole.targets if one.accepted]
    whole.targets += _join_promises(rules.targets, model.targets, stretches, counts, judges=judges)
    return whole


def _join_lines(
    whole: ChunkExtraction,
    rules: ChunkExtraction,
    model: ChunkExtraction,
    lines: Sequence[AskedLine],
    read: LinesRead,
    *,
    judges: bool,
) -> None:
    """Goals and measures: line by line, since a line is one or the other."""
    done: set[int] = set()
    for line in lines:
        standing = read.standings.get(line)
        if standing is None:
            continue
        own: list[GoalCandidate | MeasureCandidate] = []
        own += [goal] if (goal := of_line(rules.goals, line)) is not None else []
        own += [other] if (other := of_line(rules.measures, line)) is not None else []
        done |= {id(one) for one in own}
        kept = next((one for one in own if one.accepted), None)
        others = [one for one in own if one is not kept]
        said = of_line(model.goals, line) or of_line(model.measures, line)
        titled = line.kind == "heading"
        for one in _of_line(kept, others, said, titled=titled, judges=judges):
            (whole.goals if isinstance(one, GoalCandidate) else whole.measures).append(one)  # type: ignore[arg-type]
    whole.goals += [one for one in rules.goals if id(one) not in done]
    whole.measures += [one for one in rules.measures if id(one) not in done]


def _of_line(
    kept: GoalCandidate | MeasureCandidate | None,
    others: Sequence[GoalCandidate | MeasureCandidate],
    said: GoalCandidate | MeasureCandidate | None,
    *,
    titled: bool,
    judges: bool,
) -> list[Candidate]:
    """What becomes of one line: what the rules ``kept``, what they rejected, and what the model ``said`` it is."""
    if said is None:
        neither = Message("view-neither")
        return [*([_rejected_by_model(kept, neither, judges=judges, yields=titled)] if kept else []), *others]
    same = kept is not None and type(kept) is type(said)
    if same and kept is not None:
        agreed = _agreed(kept)
        if isinstance(agreed, GoalCandidate) and isinstance(said, GoalCandidate) and agreed.level != said.level:
            agreed.unsure = Message("levels-differ", {"rules": _LEVELS[agreed.level], "model": _LEVELS[said.level]})
        return [agreed, *others]
    if kept is not None:  # one calls it a goal, the other a measure
        stays = kept if kept.unsure is None or not judges else said
        views = {"rules": _view(kept), "model": _view(said)}
        found = copy.copy(stays)
        found.unsure = Message("readings-differ", views)
        return [found, *others]
    mine = next((one for one in others if type(one) is type(said)), others[0] if others else None)
    rest = [one for one in others if one is not mine]
    return [_taken_by_model(mine, said, judges=judges, firm=False), *rest]


def _join_counts(
    rules: Sequence[TargetCandidate],
    model: Sequence[TargetCandidate],
    verdicts: Mapping[int, str],
    ruled: str,
    *,
    judges: bool,
) -> list[TargetCandidate]:
    """Targets with a written number: each number is one question, and has one of the ``verdicts``."""
    said = {one.number_start: one for one in model if one.number_start is not None and one.accepted}
    listed = [one for one in model if one.number_start is None and one.accepted]
    found: list[TargetCandidate] = []
    seen: set[int | None] = set()
    for own in rules:
        at = own.number_start
        if at is None:
            continue
        if at not in verdicts or at in seen:
            found.append(own)
            continue
        seen.add(at)
        taken = said.get(at)
        if taken is None:
            yields, view = verdicts[at] == ruled, Message("view-verdict", {"answer": verdicts[at]})
            found.append(_rejected_by_model(own, view, judges=judges, yields=yields) if own.accepted else own)
        elif own.accepted:
            found.append(_agreed(own))
            if taken.comparator != own.comparator:
                found[-1].unsure = Message("bounds-differ", {"rules": own.comparator, "model": taken.comparator})
        else:
            found.append(_taken_by_model(own, taken, judges=judges, firm=not _is_dated(taken, rules, listed)))
    new = [one for at, one in said.items() if at not in seen]
    return found + [_taken_by_model(None, one, judges=judges) for one in new]


def _join_promises(
    rules: Iterable[TargetCandidate],
    model: Sequence[TargetCandidate],
    stretches: Sequence[tuple[int, int]],
    counts: Sequence[TargetCandidate],
    *,
    judges: bool,
) -> list[TargetCandidate]:
    """Targets without a written number: what a model that passed the check does not list, it does not see as one."""
    listed = [one for one in model if one.number_start is None]
    found: list[TargetCandidate] = []
    met: set[int] = set()
    for own in rules:
        if own.number_start is not None:
            continue
        said = next((one for one in listed if one.accepted and overlap(own, one) and one.kind == own.kind), None)
        asked = any(start <= own.start < end for start, end in stretches)
        if said is not None:
            met.add(id(said))
            found.append(_agreed(own) if own.accepted else _taken_by_model(own, said, judges=judges))
        elif own.accepted and asked and judges:
            # All of something is a matter of sense; a date that a count has too is that count's.
            twice = own.kind == "milestone" and any(overlap(own, count) for count in counts)
            unlisted = Message("view-unlisted")
            found.append(_rejected_by_model(own, unlisted, judges=True, yields=twice or own.kind == "coverage"))
        else:
            found.append(own)
    for one in listed:
        if id(one) in met:
            continue
        known = one.accepted and any(overlap(one, own) and own.accepted for own in found)
        if not one.accepted:
            found.append(one)
        elif any(one.start <= (count.number_start or 0) < one.end for count in counts):
            found.append(copy.copy(one).judged("model-promise-counted"))
        elif not known:
            found.append(_taken_by_model(None, one, judges=judges))
    return found


def _agreed(own: _Found) -> _Found:
    both = copy.copy(own)
    both.source, both.unsure, both.reason, both.accepted = "both", None, None, True
    return both


def _rejected_by_model(own: _Found, view: Message, *, judges: bool, yields: bool = False) -> _Found:
    """What the rules took and the model did not: where they are sure their word stands, save where it ``yields``.

    ``view`` is what the model takes it for.
    """
    found = copy.copy(own)
    why = Message("readings-differ", {"rules": _view(own), "model": view})
    if judges and (yields or own.unsure is not None):
        found.accepted, found.source, found.reason = False, "model", why
    found.unsure = why
    return found


def _is_dated(count: TargetCandidate, rules: Iterable[TargetCandidate], listed: Sequence[TargetCandidate]) -> bool:
    """Whether the rules see in a count's phrase a dated event that the model did not list: it is one thing to both."""
    events = (one for one in rules if one.accepted and one.kind == "milestone" and overlap(one, count))
    return any(not any(overlap(event, one) for one in listed) for event in events)


def _taken_by_model(own: Candidate | None, said: _Found, *, judges: bool, firm: bool = True) -> _Found:
    """What the model took and the rules did not; ``firm``: what they reject for a reason without a choice stays so."""
    found = copy.copy(said)
    why = own.reason if own is not None and own.reason is not None else None
    firm = firm and own is not None and own.unsure is None and why is not None and why.code in _FIRM
    if own is None:
        found.unsure = Message("only-model")
    else:
        found.unsure = Message("readings-differ", {"rules": why or Message("view-neither"), "model": _view(said)})
    if not judges or firm:
        found.accepted, found.reason = False, why or found.unsure
    return found


def _view(candidate: Candidate) -> Message:
    """What a reading takes a candidate for."""
    if isinstance(candidate, TargetCandidate):
        return Message("view-target")
    return Message("view-goal" if isinstance(candidate, GoalCandidate) else "view-measure")
