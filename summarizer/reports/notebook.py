"""A summary in a notebook: what stands under the cell that made it.

Small and inert: every word is escaped and cleaned, no script, no address, styles in place. The whole of a long plan is
in :meth:`~summarizer.models.Summary.to_dataframe` and in ``--format html``.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from summarizer.reports.labels import labels_for
from summarizer.reports.reasons import reason_in
from summarizer.reports.view import is_silent
from summarizer.reports.wording import Places, amount, clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from summarizer.models import Goal, Measure, Summary, Target

_ROWS: Final = 60
"""The most rows of one table; the rest is counted."""
_CELL: Final = ' style="text-align:left;vertical-align:top;padding:2px 10px 2px 0"'


def repr_html(summary: Summary) -> str:
    """The summary's head, notices, overview and a table a group."""
    return "".join(_parts(summary))


def _parts(summary: Summary) -> Iterator[str]:
    info, labels = summary.document, labels_for(summary)
    facts = [info.issuer, info.period, info.published, info.name if info.title else None]
    yield f"<div><p><b>{_shown(info.title or info.name)}</b> {_shown(' · '.join(fact for fact in facts if fact))}</p>"
    for notice in summary.notices:
        yield f"<p>▲ {_shown(notice.message)}</p>"
    if summary.incomplete:
        yield f"<p>▲ {_shown(labels.count.format(labels.incomplete, len(summary.incomplete)))}</p>"
    if is_silent(summary):
        yield f"<p>{_shown(labels.nothing)}</p>"
    if summary.overview.text:
        yield f"<p>{_shown(summary.overview.text)}</p>"
    places = Places(info.text, labels)

    def doubt(item: Goal | Measure | Target) -> str:
        return f"{labels.unsure}: {reason_in(labels, item)}" if item.unsure else ""

    yield _table(
        labels.count.format(labels.targets, len(summary.targets)),
        (labels.identifier, labels.indicator, labels.value, labels.deadline, labels.quote, places.label, ""),
        [
            (t.id, t.indicator, amount(t, labels, text=info.text), t.deadline, t.quote, places.of(t), doubt(t))
            for t in summary.targets[:_ROWS]
        ],
        len(summary.targets),
        opened=True,
    )
    yield _table(
        labels.count.format(labels.measures, len(summary.measures)),
        (labels.identifier, labels.text, labels.actors, labels.deadline, labels.goal, places.label, ""),
        [
            (m.id, m.text, labels.comma.join(m.actors), m.deadline, m.goal, places.of(m), doubt(m))
            for m in summary.measures[:_ROWS]
        ],
        len(summary.measures),
    )
    yield _table(
        labels.count.format(labels.goals, len(summary.goals)),
        (labels.identifier, labels.text, labels.kind, labels.goal, places.label, ""),
        [(g.id, g.text, labels.levels[g.level], g.parent, places.of(g), doubt(g)) for g in summary.goals[:_ROWS]],
        len(summary.goals),
    )
    yield "</div>"


def _table(
    title: str, heads: Iterable[str], rows: list[tuple[str | None, ...]], total: int, *, opened: bool = False
) -> str:
    """A table that opens with a click."""
    if not rows:
        return ""
    head = "".join(f"<th{_CELL}>{_shown(name)}</th>" for name in heads)
    body = "".join("<tr>" + "".join(f"<td{_CELL}>{_shown(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    more = f"<p>… {total - len(rows)}</p>" if total > len(rows) else ""
    return (
        f"<details{' open' if opened else ''}><summary>{_shown(title)}</summary><table><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>{more}</details>"
    )


def _shown(words: str | None) -> str:
    return escape(clean(words or ""))


__all__ = ["repr_html"]
