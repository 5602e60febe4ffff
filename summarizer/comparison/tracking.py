"""A plan against the report on it: what is said of each target and each dated measure.

Sure where words, unit and number leave no doubt; else the best candidate is shown as one to be checked.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from summarizer.comparison.matching import Matcher
from summarizer.comparison.models import Finding, Reconciled, Reconciliation, Source
from summarizer.comparison.reported import Report
from summarizer.comparison.verdicts import REPEATED, Verdict, judge, judge_event
from summarizer.models import Target
from summarizer.quantities.numerals import plain
from summarizer.reports.wording import written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.comparison.reported import Claim
    from summarizer.documents import Document
    from summarizer.models import Measure, Summary
    from summarizer.profiles import Profile

_HAPPENS: Final = frozenset({"milestone", "relative", "coverage", "zero"})


def track(plan: Summary, report: Document, profile: Profile) -> Reconciliation:
    """Every target and dated measure of ``plan`` with what ``report`` says of it."""
    info = plan.document
    year = int(info.period) if info.period and info.period.isdigit() else None
    claims = Report(report, profile, year).claims
    matcher = Matcher(profile)
    alike = Counter(matcher.wording(target) for target in plan.targets)
    items = []
    for target in plan.targets:
        only = alike[matcher.wording(target)] == 1
        if target.same_as is None:
            verdict = _verdict(target, matcher, claims, only=only)
            items.append(_reconciled(plan, target, verdict, report))
    with_targets = {target.measure for target in plan.targets}
    for measure in plan.measures:
        if measure.deadline is not None and measure.id not in with_targets:
            verdict = judge_event(matcher.measure(measure.quote, claims), measure.deadline)
            items.append(_reconciled(plan, measure, verdict, report))
    items.sort(key=lambda item: (item.start, item.item))
    meta = report.metadata
    return Reconciliation(
        plan=Source(name=info.name, sha256=info.sha256, title=info.title, issuer=info.issuer, period=info.period),
        report=Source(name=report.name, sha256=report.sha256, title=meta.title, issuer=meta.issuer, period=meta.period),
        items=items,
    )


def _verdict(target: Target, matcher: Matcher, claims: Sequence[Claim], *, only: bool) -> Verdict:
    if target.kind in {"milestone", "relative"}:
        return judge_event(matcher.happened(target, claims), target.deadline)
    repeated = matcher.repeated(target, claims) if target.value is not None else []
    if repeated and not repeated[0].claim.doubt:
        return judge_event(repeated, target.deadline)._replace(reason=REPEATED)
    by_number = judge(target, matcher.counted(target, claims), only=only)
    if target.kind not in _HAPPENS or by_number.outcome in {"fulfilled", "exceeded", "partly", "missed"}:
        return by_number
    by_words = judge_event(matcher.happened(target, claims), target.deadline)
    return by_words if by_words.outcome == "fulfilled" or by_number.match is None else by_number


def _reconciled(plan: Summary, item: Target | Measure, verdict: Verdict, report: Document) -> Reconciled:
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


def _finding(verdict: Verdict, report: Document) -> Finding | None:
    if verdict.match is None:
        return None
    claim, mention = verdict.match.claim, verdict.match.claim.mention
    found = Finding(quote=report.text[claim.start : claim.end], start=claim.start, end=claim.end)
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
