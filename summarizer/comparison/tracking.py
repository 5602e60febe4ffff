"""A plan against the report on it: what is said of each target and each dated measure.

Sure where words, unit and number leave no doubt; else the best candidate is shown as one to be checked.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from summarizer.comparison.matching import Matcher
from summarizer.comparison.reported import ClaimReader
from summarizer.comparison.results import DocumentRef, Evidence, Reconciled, Reconciliation
from summarizer.comparison.verdicts import (
    REPEATED,
    Assessment,
    contested,
    is_open,
    judge,
    judge_event,
    says_as_much,
    settled,
)
from summarizer.models import Target
from summarizer.quantities.numerals import plain
from summarizer.reports.wording import written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from summarizer.comparison.reported import Claim
    from summarizer.documents import Document
    from summarizer.models import Measure, Summary
    from summarizer.profiles.profile import Profile

_HAPPENS: Final = frozenset({"milestone", "relative", "coverage", "zero"})


class Tracker:
    """A plan and its report, matched; :attr:`open` are the pairs that somebody who understands them could settle."""

    def __init__(self, plan: Summary, report: Document, profile: Profile) -> None:
        self._plan, self._report = plan, report
        period = plan.document.period
        year = int(period) if period and period.isdigit() else None
        claims = ClaimReader(report, profile, year, plan.document.issuer or plan.document.title).claims
        matcher = Matcher(profile)
        alike = Counter(matcher.wording(target) for target in plan.targets)
        found: list[tuple[Target | Measure, Assessment]] = []
        for target in plan.targets:
            only = alike[matcher.wording(target)] == 1
            if target.same_as is None:
                found.append((target, _verdict(target, matcher, claims, only=only)))
        with_targets = {target.measure for target in plan.targets}
        dated = [m for m in plan.measures if m.deadline is not None and m.id not in with_targets]
        found += [(m, judge_event(matcher.measure(m, claims), m.deadline)) for m in dated]
        self._found = sorted(found, key=lambda pair: (pair[0].start, pair[0].id))
        self._asked: set[int] = set()

    @property
    def open(self) -> dict[int, tuple[str, str, str]]:
        """Indicator, plan's words and report's words of each open pair, by its place among the items."""
        text = self._report.text
        return {
            index: (getattr(item, "indicator", item.quote), item.quote, text[v.match.claim.start : v.match.claim.end])
            for index, (item, v) in enumerate(self._found)
            if v.match is not None and is_open(item, v)
        }

    def settle(self, answers: Mapping[int, bool]) -> None:
        """Take answers to open pairs: whether the two speak of the same indicator."""
        for index, same in answers.items():
            item, verdict = self._found[index]
            self._found[index] = (item, settled(item, verdict, same=same))
            self._asked.add(index)

    def result(self, model: str | None = None, exam: str | None = None) -> Reconciliation:
        """What is known now; ``model`` and its ``exam`` where one was asked."""
        info, meta = self._plan.document, self._report.metadata
        return Reconciliation(
            plan=DocumentRef(name=info.name, sha256=info.sha256, title=info.title, issuer=info.issuer, period=info.period),
            report=DocumentRef(
                name=self._report.name, sha256=self._report.sha256, title=meta.title, issuer=meta.issuer,
                period=meta.period,
            ),
            items=[
                _reconciled(self._plan, item, verdict, self._report).model_copy(
                    update={"source": "both" if index in self._asked else "rules"}
                )
                for index, (item, verdict) in enumerate(self._found)
            ],
            model=model,
            exam=exam,
        )  # fmt: skip


def track(plan: Summary, report: Document, profile: Profile) -> Reconciliation:
    """Every target and dated measure of ``plan`` with what ``report`` says of it, by the rules alone."""
    return Tracker(plan, report, profile).result()


def _verdict(target: Target, matcher: Matcher, claims: Sequence[Claim], *, only: bool) -> Assessment:
    if target.kind in {"milestone", "relative"}:
        return judge_event(matcher.happened(target, claims), target.deadline)
    counted = matcher.counted(target, claims)
    repeated = matcher.repeated(target, claims) if target.value is not None else []
    plain = [match for match in repeated if match.doubt is None and says_as_much(target, match)]
    if plain:
        return contested(judge_event(plain, target.deadline)._replace(reason=REPEATED), counted)
    by_number = contested(judge(target, counted or repeated, only=only), counted)
    if target.kind not in _HAPPENS or by_number.outcome in {"fulfilled", "exceeded", "partly", "missed"}:
        return by_number
    by_words = judge_event(matcher.happened(target, claims), target.deadline)
    return by_words if by_words.outcome == "fulfilled" or by_number.match is None else by_number


def _reconciled(plan: Summary, item: Target | Measure, verdict: Assessment, report: Document) -> Reconciled:
    shared = {name: getattr(item, name) for name in ("deadline", "quote", "start", "end")}
    fields = ("kind", "comparator", "value", "value_max", "unit")
    shared |= {name: getattr(item, name, None) for name in fields}
    number = written(item, plan.document.text) if isinstance(item, Target) else None
    return Reconciled(
        item=item.id,
        group="measures" if item.id.startswith("m") else "targets",
        indicator=getattr(item, "indicator", None) or item.quote,
        written=number[0] if number else None,
        masked=getattr(item, "masked", False),
        outcome=verdict.outcome,
        reason=verdict.reason,
        found=_finding(verdict, report),
        share=verdict.share,
        converted=verdict.converted,
        **shared,
    )


def _finding(verdict: Assessment, report: Document) -> Evidence | None:
    if verdict.match is None:
        return None
    claim, mention = verdict.match.claim, verdict.match.claim.mention
    found = Evidence(quote=report.text[claim.start : claim.end], start=claim.start, end=claim.end)
    if mention is None or mention.value is None:
        return found
    return found.model_copy(
        update={
            "written": report.text[mention.number_start : mention.number_end],
            "value": plain(mention.value),
            "value_max": None if mention.value_max is None else plain(mention.value_max),
            "unit": mention.unit,
        }
    )
