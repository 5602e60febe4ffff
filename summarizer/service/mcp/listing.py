"""Pages of results: what is counted, which entries match, and what is sent of one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from summarizer.comparison.results import OUTCOMES
from summarizer.models import GROUPS, Goal, Measure
from summarizer.service.mcp.fitting import Record, page
from summarizer.service.mcp.pages import (
    ComparisonPage,
    FilesPage,
    ListedFigure,
    ListedItem,
    ReconciliationPage,
    SummaryPage,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from summarizer.comparison.results import (
        DocumentRef,
        IndicatorRow,
        Reconciled,
        Reconciliation,
        TargetComparison,
        TargetFigure,
    )  # fmt: skip
    from summarizer.models import DocumentInfo, Group, Target
    from summarizer.service.mcp.arguments import Paging
    from summarizer.service.mcp.pages import Part
    from summarizer.service.mcp.result_cache import KeptSummary, KeptTable

_ITEM = frozenset(ListedItem.model_fields)
_DOCUMENT = ("name", "title", "issuer", "period")
_INDICATOR = {"theme", "indicator", "unit", "unsure", "least", "most"}
_FIGURE = set(ListedFigure.model_fields)


def summary_page(kept: KeptSummary, only: Collection[Group] | None, paging: Paging) -> SummaryPage:
    """A page of a summary's items, in their order."""
    summary = kept.summary
    wanted = GROUPS if only is None else only
    found = [item for item in summary.items() if _group(item) in wanted]
    told = [notice.message for notice in summary.notices]
    head = {
        "result": kept.uri,
        "document": _document(summary.document, "published", "chars"),
        "engine": ": ".join(filter(None, (summary.engine.name, summary.engine.model))),
        "overview": None if paging.offset else summary.overview.text,
        "counts": {group: len(getattr(summary, group)) for group in GROUPS},
        "unsure": sum(item.unsure is not None for item in summary.items()),
        "incomplete": len(summary.incomplete),
        "missing": list(dict.fromkeys(gap.reason for gap in summary.incomplete)) or None,
        "notices": told or None,
    }
    return SummaryPage.model_validate(page(head, found, paging.offset, paging.limit, _item))


def comparison_page(
    kept: KeptTable, table: TargetComparison, sources: Sequence[KeptSummary], only: Collection[Part] | None,
    paging: Paging,
) -> ComparisonPage:  # fmt: skip
    """A page of a comparison, in its order: what several documents have (``shared``), and what one has alone."""
    found = [row for row in table.rows if only is None or _part(row) in only]
    counts = Counter(map(_part, table.rows))
    head = {
        "result": kept.uri,
        "documents": [
            _document(document) | {"result": source.uri}
            for document, source in zip(table.documents, sources, strict=True)
        ],
        "series": table.series,
        "counts": {part: counts[part] for part in ("shared", "alone")},
        "incomplete": sum(bool(source.summary.incomplete) for source in sources),
    }
    return ComparisonPage.model_validate(page(head, found, paging.offset, paging.limit, _indicator))


def reconciliation_page(
    kept: KeptTable, table: Reconciliation, plan: KeptSummary, only: Collection[str] | None, paging: Paging
) -> ReconciliationPage:
    """A page of a reconciliation, in the order of the plan."""
    found = [item for item in table.items if only is None or item.outcome in only]
    counts = Counter(item.outcome for item in table.items)
    head = {
        "result": kept.uri,
        "plan": _document(table.plan) | {"result": plan.uri},
        "reports": [_document(report) for report in table.reports],
        "counts": {outcome: counts[outcome] for outcome in OUTCOMES if counts[outcome]},
        "incomplete": len(plan.summary.incomplete),
        "model": table.model,
        "capability_check": table.capability_check,
        "not_asked": kept.note,
        "notices": [notice.message for notice in table.notices] or None,
    }
    return ReconciliationPage.model_validate(page(head, found, paging.offset, paging.limit, _reconciled))


def files_page(files: Sequence[str], paging: Paging) -> FilesPage:
    """A page of names of files."""
    return FilesPage.model_validate(page({}, files, paging.offset, paging.limit, str))


def _group(item: Goal | Measure | Target) -> Group:
    return "goals" if isinstance(item, Goal) else "measures" if isinstance(item, Measure) else "targets"


def _document(info: DocumentInfo | DocumentRef, *more: str) -> Record:
    return {name: getattr(info, name) for name in (*_DOCUMENT, *more)}


def _item(item: Goal | Measure | Target) -> Record:
    fields: dict[str, Any] = {name: value for name, value in vars(item).items() if name in _ITEM}
    if isinstance(item, Goal):
        fields["goal"] = item.parent
    fields["text"] = getattr(item, "indicator", None) or getattr(item, "text", "")
    fields["page"] = item.locator.page if item.locator else None
    # What says nothing is not paid for.
    fields["masked"] = fields.get("masked") or None
    fields["actors"] = fields.get("actors") or None
    return fields | {"group": _group(item)}


def _part(row: IndicatorRow) -> Part:
    return "shared" if len({figure.document for figure in row.figures}) > 1 else "alone"


def _indicator(row: IndicatorRow) -> Record:
    figures = [_figure(figure) for figure in row.figures]
    changes = [change.model_dump(mode="json") for change in row.changes] or None
    return row.model_dump(mode="json", include=_INDICATOR) | {
        "group": _part(row), "figures": figures, "changes": changes,
    }  # fmt: skip


def _figure(figure: TargetFigure) -> Record:
    fields = figure.model_dump(mode="json", include=_FIGURE)
    return fields | {"masked": fields["masked"] or None}


def _reconciled(item: Reconciled) -> Record:
    fields = item.model_dump(mode="json")
    return fields | {"masked": fields["masked"] or None}
