"""One CSV table of all items and, where asked for, of the candidates not taken, one row each, made for Excel.

A byte order mark tells Excel that it is UTF-8, rows end in CRLF, and no cell can start a formula. The
columns are always these, in this order; their headings are in the language of the first document.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from summarizer.reports.labels import Labels, labels_for
from summarizer.reports.reasons import reason_in
from summarizer.reports.wording import Places, amount, clean, in_context, plain

if TYPE_CHECKING:
    from summarizer.models import Goal, Group, Measure, Refusal, Summary, Target
    from summarizer.reports.view import RenderOptions

BOM = "\ufeff"
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def columns(labels: Labels) -> dict[str, str]:
    """Every column's key and its heading."""
    own = labels
    return {
        "document": own.document,
        "group": own.group,
        "id": own.identifier,
        "kind": own.kind,
        "text": own.text,
        "amount": own.value,
        "comparator": own.comparator,
        "value": own.amount,
        "value_max": own.amount_max,
        "unit": own.unit,
        "deadline": own.deadline,
        "masked": own.masked,
        "actors": own.actors,
        "goal": own.goal,
        "goal_text": own.goal_text,
        "measure": own.measure,
        "measure_text": own.measure_text,
        "unsure": own.unsure,
        "source": own.source,
        "quote": own.quote,
        "place": own.locator,
        "line": own.line,
        "start": own.start,
        "end": own.end,
        "reason": own.reason,
    }


def render(summary: Summary, options: RenderOptions) -> str:
    """The rows of one document; before those of the first a byte order mark and the heading row."""
    labels = labels_for(summary, lang=options.view.lang)
    names = columns(labels)
    out = io.StringIO()
    table = csv.DictWriter(out, list(names), restval="", lineterminator="\r\n")
    if options.first:
        out.write(BOM)
        table.writerow(names)
    places = Places(summary.document.text, labels)
    goals = {goal.id: goal for goal in summary.goals}
    measures = {measure.id: measure for measure in summary.measures}
    rows: list[dict[str, str]] = []
    rows += [_shared(summary, "goals", goal, labels, places) | _goal(goal, goals, labels) for goal in summary.goals]
    for measure in summary.measures:
        rows.append(_shared(summary, "measures", measure, labels, places) | _measure(measure, goals, labels))
    for target in summary.targets:
        above = measures.get(target.measure or "")
        own = _target(target, summary, labels) | _under(target.goal, goals)
        own["measure_text"] = above.text if above else ""
        rows.append(_shared(summary, "targets", target, labels, places) | own)
    rows += [_refused(summary, refusal, labels, places) for refusal in summary.refused or []]
    table.writerows({key: guard(value) for key, value in row.items()} for row in rows)
    return out.getvalue()


def guard(value: str) -> str:
    """A cell that Excel takes for text unless it is a plain number: one that starts a formula gets an apostrophe."""
    cell = clean(value)
    harmless = _NUMBER.fullmatch(cell) or cell == "="
    return cell if harmless or not _FORMULA.match(cell) else f"'{cell}"


def _shared(
    summary: Summary, group: Group, item: Goal | Measure | Target, labels: Labels, places: Places
) -> dict[str, str]:
    return _placed(summary, item, places) | {
        "group": labels.groups[group],
        "id": item.id,
        "unsure": reason_in(labels, item),
        "source": item.source,
        "place": places.of(item) if item.locator else "",
    }


def _refused(summary: Summary, refusal: Refusal, labels: Labels, places: Places) -> dict[str, str]:
    shown = "".join(in_context(refusal, summary.document.text, labels))
    own = {"group": labels.not_taken, "text": shown, "reason": reason_in(labels, refusal)}
    return _placed(summary, refusal, places) | own


def _placed(summary: Summary, item: Goal | Measure | Target | Refusal, places: Places) -> dict[str, str]:
    line = places.line(item.start)
    return {
        "document": summary.document.name,
        "quote": item.quote,
        "line": "" if line is None else str(line),
        "start": str(item.start),
        "end": str(item.end),
    }


def _goal(goal: Goal, goals: dict[str, Goal], labels: Labels) -> dict[str, str]:
    return {"kind": labels.levels[goal.level], "text": goal.text} | _under(goal.parent, goals)


def _measure(measure: Measure, goals: dict[str, Goal], labels: Labels) -> dict[str, str]:
    own = {"text": measure.text, "actors": labels.comma.join(measure.actors), "deadline": measure.deadline or ""}
    return own | _under(measure.goal, goals)


def _target(target: Target, summary: Summary, labels: Labels) -> dict[str, str]:
    return {
        "kind": labels.kinds[target.kind],
        "text": target.indicator,
        "amount": amount(target, labels, text=summary.document.text),
        "comparator": target.comparator,
        "value": "" if target.value is None else plain(target.value),
        "value_max": "" if target.value_max is None else plain(target.value_max),
        "unit": target.unit or "",
        "deadline": target.deadline or "",
        "masked": labels.yes if target.masked else "",
        "measure": target.measure or "",
    }


def _under(link: str | None, goals: dict[str, Goal]) -> dict[str, str]:
    goal = goals.get(link or "")
    return {"goal": link or "", "goal_text": goal.text if goal else ""}
