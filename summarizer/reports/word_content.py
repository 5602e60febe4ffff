"""What a Word template is filled with: one document's report in the order and words that offices use.

The names and shapes here are those that a user's own template may use; ``templates/README.md`` lists them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from summarizer.models import GROUPS, Goal, Group, Measure, Summary, Target
from summarizer.reports.presentation import Presentation
from summarizer.reports.wording import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from summarizer.reports.view import View

_MARK = "▲"
_WORDS = (
    "document issuer period published engine characters overview goals measures targets outline unlinked identifier"
    " group kind text indicator value comparator amount amount_max unit deadline place_lines place_chars locator page"
    " paragraph quote actors masked relative same_as unsure incomplete refused notices nothing usage chunks cached"
    " requests tokens uncounted seconds cost source line start end goal goal_text measure measure_text not_taken reason"
    " everything documents item found title table_of number due origin semicolon colon failed yes comma count"
).split()
"""The labels that templates of users may name; none of them may go."""


def content(summary: Summary, view: View) -> dict[str, Any]:
    """Everything a template may show of ``summary``; every text is on one line and free of control characters."""
    return _Content(Presentation(summary, view)).everything()


class _Content:
    def __init__(self, shown: Presentation) -> None:
        self._shown, self._summary, self._labels = shown, shown.summary, shown.labels
        self._place = shown.place

    def everything(self) -> dict[str, Any]:
        summary, shown = self._summary, self._shown
        title = clean(shown.title)
        found: dict[str, Any] = {
            "title": title,
            "table_title": self._labels.table_of.format(title),
            "facts": self._facts(),
            "notices": [clean(notice) for notice in shown.notices()],
            "overview": clean(summary.overview.text),
            "goals": [
                {"depth": depth, "text": self._marked(branch.goal, branch.goal.text)}
                for depth, branch in shown.tree()
                if branch.goal
            ],
            "targets": [self._target(number, target) for number, target in enumerate(summary.targets, 1)],
            "unsure": [self._doubt(item, group) for group in GROUPS for item in getattr(summary, group) if item.unsure],
            "gaps": [{"place": self._place(gap), "reason": clean(shown.reason(gap))} for gap in summary.incomplete],
            "refused": self._refused(),
            "table": list(self._table()),
        }
        return found | {"words": self._words(), "heads": self._heads(found)}

    def _words(self) -> dict[str, str]:
        """The labels by name, in the document's language."""
        own = {"place": self._shown.places.heading(self._summary.items()), "mark": _MARK}
        return {name: getattr(self._labels, name) for name in _WORDS} | own

    def _heads(self, found: dict[str, Any]) -> dict[str, str]:
        """A numbered heading for each part that is there."""
        labels = self._labels
        parts = {"overview": self._shown.overview_title, "goals": labels.goals, "targets": labels.targets,
                 "unsure": labels.unsure, "gaps": labels.incomplete, "refused": labels.refused}  # fmt: skip
        there = [(name, text) for name, text in parts.items() if found[name]]
        numbers = labels.nth.split(",")
        return {name: labels.numbered.format(n, text) for n, (name, text) in zip(numbers, there, strict=False)}

    def _facts(self) -> list[dict[str, str]]:
        (engine, name), *counts = self._shown.counts()
        found = self._labels.comma.join(map(" ".join, counts))
        named = [*self._shown.facts(), (engine, name), (self._labels.found, found)]
        return [{"name": name, "value": clean(value)} for name, value in named if value]

    def _target(self, number: int, target: Target) -> dict[str, Any]:
        return {
            "number": number,
            "id": target.id,
            "indicator": self._marked(target, target.indicator) + self._shown.repeats(target),
            "amount": self._amount(target),
            "deadline": clean(target.deadline or ""),
            "kind": self._labels.kinds[target.kind],
            "quote": clean(target.quote),
            "place": self._place(target),
        }

    def _doubt(self, item: Goal | Measure | Target, group: Group) -> dict[str, str]:
        return {
            "group": self._labels.groups[group],
            "quote": clean(item.quote),
            "reason": clean(self._shown.reason(item)),
            "place": self._place(item),
        }

    def _refused(self) -> list[dict[str, Any]]:
        labels, shown = self._labels, self._shown
        return [
            {
                "reason": shown.counted(clean(reason), members),
                "quotes": labels.semicolon.join(
                    labels.bracketed(clean("".join(shown.in_context(one))), self._place(one)) for one in members
                ),
            }
            for reason, members in shown.refused().items()
        ]

    def _table(self) -> Iterator[dict[str, Any]]:
        """The task breakdown: a band for a goal that is broken down into others, else a goal with its rows."""
        number = 0
        for depth, branch in self._shown.tree():
            goal = branch.goal
            shown = self._marked(goal, goal.text) if goal else self._labels.unlinked
            rows = [self._row("", [target], None, "") for target in branch.targets]
            rows += [self._measure(measure, targets) for measure, targets in branch.measures]
            alone = goal is not None and goal.level == "overall" and not rows  # its long text fits no narrow column
            if branch.branches or alone:
                yield {"band": shown, "depth": depth, "rows": []}
            elif goal and not rows:
                rows = [self._row("", [], None, self._place(goal))]
            for row in rows:
                number += 1
                row["number"] = number
            if rows:
                yield {"band": "", "depth": depth, "goal": shown, "rows": rows}

    def _measure(self, measure: Measure, targets: list[Target]) -> dict[str, Any]:
        return self._row(self._marked(measure, measure.text), targets, measure, self._place(measure))

    def _row(self, text: str, targets: list[Target], measure: Measure | None, place: str) -> dict[str, Any]:
        own = [measure.deadline] if measure and measure.deadline else [target.deadline for target in targets]
        return {
            "measure": text,
            "targets": "\n".join(f"{self._marked(t, t.indicator)} {self._amount(t)}" for t in targets),
            "actors": clean(self._shown.actors(measure)) if measure else "",
            "deadline": clean(self._labels.comma.join(_once(due for due in own if due))),
            "place": place or "\n".join(_once(self._place(target) for target in targets)),
        }

    def _amount(self, target: Target) -> str:
        return clean(self._shown.amount(target))

    def _marked(self, item: Goal | Measure | Target, text: str) -> str:
        """``text`` with a mark before it where a person should look, and one behind it where a model worded it."""
        return (_MARK if item.unsure else "") + clean(text) + self._shown.worded(item)


def _once(texts: Iterable[str]) -> list[str]:
    """Each text the first time."""
    return list(dict.fromkeys(texts))
