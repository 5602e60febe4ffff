"""A plan against the reports on it: what is said of each target and each dated measure.

Sure where words, unit and number leave no doubt; else the best candidate is shown as one to be checked. So is all that
a report says that does not fit the plan (:mod:`.fitting`).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from summarizer.comparison import verdicts
from summarizer.comparison.commitments import promised
from summarizer.comparison.fitting import MISFIT, misfits, spoken_for
from summarizer.comparison.matching import Matcher
from summarizer.comparison.reported import Claim, ClaimReader
from summarizer.comparison.results import DocumentRef, Evidence, Reconciled, Reconciliation
from summarizer.comparison.verdicts import Assessment, contested, judge_event
from summarizer.messages import text
from summarizer.models import Measure, Notice, Summary, Target
from summarizer.quantities.numerals import plain
from summarizer.reports.wording import written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from summarizer.comparison.words import Reading
    from summarizer.documents import Document
    from summarizer.profiles.profile import Profile

_FIRM = frozenset({"fulfilled", "exceeded", "partly", "missed"})
_HAPPENS = frozenset({"milestone", "relative", "coverage", "zero"})


class Tracker:
    """A plan and its reports, matched; :attr:`open` are the pairs that somebody who understands them could settle."""

    def __init__(self, plan: Summary, reports: Sequence[Document], profile: Profile) -> None:
        """``reports`` are at least one, in the language of the first."""
        self._plan, self._reports = plan, reports
        info, code = plan.document, reports[0].language
        place = info.issuer or spoken_for(info.text, code) or info.title
        targets, measures, year = promised(plan, code)
        with_targets = {target.measure for target in plan.targets}
        dated = [m for m in measures if m.deadline is not None and m.id not in with_targets]
        claims: dict[bool, list[Claim]] = {True: [], False: []}
        self._notices: list[Notice] = []
        self._astray: set[int] = set()
        for number, report in enumerate(reports):
            reader = ClaimReader(report.read, profile, year, place, number)
            said = [Notice.of(why) for why in misfits(info, year, report, reader)]
            self._notices += said
            self._astray |= {number} if said else set()
            claims[not said] += reader.claims
        found = _judged(targets, dated, Matcher(profile, code, claims[True], info.text or ""))
        if self._astray:  # they answer nothing that another report answers
            others = dict(enumerate(_judged(targets, dated, Matcher(profile, code, claims[False], info.text or ""))))
            found = [others[at] if pair[1].match is None else pair for at, pair in enumerate(found)]
        self._found = sorted(found, key=lambda pair: (pair[0].start, pair[0].id))
        self._asked: set[int] = set()

    @property
    def open(self) -> dict[int, tuple[str, str, str]]:
        """Indicator, plan's words and report's words of each open pair, by its place among the items."""
        return {
            index: (getattr(item, "indicator", item.quote), item.quote, self._said(v.match.claim))
            for index, (item, v) in enumerate(self._found)
            if v.match is not None and v.match.claim.report not in self._astray and verdicts.is_open(item, v)
        }

    def _said(self, claim: Claim) -> str:
        return self._reports[claim.report].read.text[claim.start : claim.end]

    def settle(self, answers: Mapping[int, bool]) -> None:
        """Take answers to open pairs: whether the two speak of the same indicator."""
        for index, same in answers.items():
            item, verdict = self._found[index]
            self._found[index] = (item, verdicts.settled(item, verdict, same=same))
            self._asked.add(index)

    def result(self, model: str | None = None, capability_check: str | None = None) -> Reconciliation:
        """What is known now; ``model`` and its ``capability_check`` where one was asked."""
        return Reconciliation(
            plan=DocumentRef.model_validate(self._plan.document),
            reports=[_reference(report) for report in self._reports],
            items=[
                self._item(item, self._doubted(verdict), asked=index in self._asked)
                for index, (item, verdict) in enumerate(self._found)
            ],
            notices=self._notices,
            model=model,
            capability_check=capability_check,
        )

    def _doubted(self, verdict: Assessment) -> Assessment:
        """What a report says that is none on this plan settles nothing."""
        astray = verdict.match is not None and verdict.match.claim.report in self._astray
        return Assessment("to be checked", MISFIT, verdict.match) if astray and verdict.outcome in _FIRM else verdict

    def _item(self, item: Target | Measure, verdict: Assessment, *, asked: bool) -> Reconciled:
        number = written(item, self._plan.document.text) if isinstance(item, Target) else None
        fields = ("kind", "comparator", "value", "value_max", "unit", "deadline", "quote", "start", "end")
        shared: dict[str, Any] = {name: getattr(item, name, None) for name in fields}
        return Reconciled(
            item=item.id,
            group="targets" if isinstance(item, Target) else "measures",
            indicator=getattr(item, "indicator", None) or item.quote,
            written=number[0] if number else None,
            masked=getattr(item, "masked", False),
            outcome=verdict.outcome,
            reason=text(verdict.reason, "en"),
            code=verdict.reason,
            found=_evidence(verdict, self._reports),
            share=verdict.share,
            converted=verdict.converted,
            source="both" if asked else "rules",
            **shared,
        )


def _judged(
    targets: Sequence[Target], dated: Sequence[Measure], matcher: Matcher
) -> list[tuple[Target | Measure, Assessment]]:
    """The verdicts on targets and dated measures, in this order."""
    alike = Counter(map(matcher.wording, targets))
    found: list[tuple[Target | Measure, Assessment]] = []
    seen: set[Reading] = set()
    for target in targets:
        wording = matcher.wording(target)
        verdict = _verdict(target, matcher, only=alike[wording] == 1, first=wording not in seen)
        found.append((target, _uncrowded(verdict, matcher)))
        seen.add(wording)
    return found + [(m, _uncrowded(judge_event(matcher.measure(m), m.deadline), matcher)) for m in dated]


def _uncrowded(verdict: Assessment, matcher: Matcher) -> Assessment:
    """What hundreds of places of the report may speak of is for a person to judge: not all were looked at."""
    if not matcher.crowded or verdict.outcome == "to be checked":
        return verdict
    return Assessment("to be checked", "said-too-often", verdict.match)


def _verdict(target: Target, matcher: Matcher, *, only: bool, first: bool) -> Assessment:
    if target.kind in {"milestone", "relative"}:
        return judge_event(matcher.happened(target), target.deadline)
    counted = matcher.counted(target)
    repeated = matcher.repeated(target) if target.value is not None else []
    plain = [match for match in repeated if match.doubt is None and verdicts.says_as_much(target, match)]
    if plain and not verdicts.contradicted([*plain, *counted]):
        return contested(judge_event(plain, target.deadline)._replace(reason="report-repeats-plan"), counted)
    by_number = contested(verdicts.judge(target, counted or repeated, only=only, first=first), counted)
    if target.kind not in _HAPPENS or by_number.outcome in _FIRM:
        return by_number
    by_words = judge_event(matcher.happened(target), target.deadline)
    return by_words if by_words.outcome == "fulfilled" or by_number.match is None else by_number


def _reference(report: Document) -> DocumentRef:
    meta = report.metadata
    return DocumentRef(name=report.name, sha256=report.sha256, title=meta.title, issuer=meta.issuer, period=meta.period)


def _evidence(verdict: Assessment, reports: Sequence[Document]) -> Evidence | None:
    if verdict.match is None:
        return None
    claim, mention = verdict.match.claim, verdict.match.claim.mention
    report = reports[claim.report]
    number: dict[str, Any] = {}
    if mention is not None and mention.value is not None:
        begin, stop = report.origin(mention.number_start, mention.number_end)
        number = {
            "written": report.text[begin:stop],
            "value": plain(mention.value),
            "value_max": None if mention.value_max is None else plain(mention.value_max),
            "unit": mention.unit,
        }
    start, end = report.origin(claim.start, claim.end)
    return Evidence(report=report.name, quote=report.text[start:end], start=start, end=end, **number)
