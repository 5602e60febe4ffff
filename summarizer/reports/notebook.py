"""A summary in a notebook: what stands under the cell that made it.

Small and inert: every word is escaped and cleaned, no script, no address, styles in place. The whole of a long plan is
in :meth:`~summarizer.models.Summary.to_dataframe` and in ``--format html``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.reports.presentation import Presentation
from summarizer.reports.tables.web import environment

if TYPE_CHECKING:
    from summarizer.models import Goal, Measure, Summary, Target

_MAX_ROWS = 60
"""The most rows of one table; the rest is counted."""


def repr_html(summary: Summary) -> str:
    """The summary's head, notices, overview and a table a group."""
    shown = Presentation(summary)
    labels, info = shown.labels, shown.info

    def where(item: Goal | Measure | Target) -> tuple[str, str]:
        return shown.place(item), f"{labels.unsure}: {shown.reason(item)}" if item.unsure else ""

    name, text, due, place = labels.identifier, labels.text, labels.deadline, (shown.places.label, "")
    tables = [
        (labels.targets, summary.targets, (name, labels.indicator, labels.value, due, labels.quote, *place),
         [(t.id, t.indicator, shown.amount(t), t.deadline, t.quote, *where(t)) for t in summary.targets[:_MAX_ROWS]]),
        (labels.measures, summary.measures, (name, text, labels.actors, due, labels.goal, *place),
         [(m.id, m.text, shown.actors(m), m.deadline, m.goal, *where(m)) for m in summary.measures[:_MAX_ROWS]]),
        (labels.goals, summary.goals, (name, text, labels.kind, labels.goal, *place),
         [(g.id, g.text, labels.levels[g.level], g.parent, *where(g)) for g in summary.goals[:_MAX_ROWS]]),
    ]  # fmt: skip
    facts = [fact for fact in (info.issuer, info.period, info.published, info.name if info.title else None) if fact]
    template = environment().get_template("notebook.html.j2")
    return template.render(shown=shown, labels=labels, facts=facts, tables=tables)


__all__ = ["repr_html"]
