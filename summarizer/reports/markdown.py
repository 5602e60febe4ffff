"""The report as Markdown (CommonMark with tables), for notes, wikis and conversion to Word."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from summarizer.reports.presentation import Presentation
from summarizer.reports.reasons import reason_in
from summarizer.reports.wording import clean, same_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from summarizer.models import Goal, Measure, Summary, Target
    from summarizer.reports.arrange import Branch
    from summarizer.reports.view import RenderOptions

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~&]")
_BLOCK = re.compile(r"^([#+\-=]|\d+(?=[.)]))")


def escape(text: str) -> str:
    """``text`` on one line, so that Markdown shows it as it is."""
    return _BLOCK.sub(lambda f: f"\\{f[0]}" if not f[0].isdigit() else f"{f[0]}\\", escape_inline(text))


def escape_inline(text: str) -> str:
    """The same where no block can begin, as in a cell."""
    return _SPECIAL.sub(lambda found: "\\" + found[0], clean(text).strip())


def render(summary: Summary, options: RenderOptions) -> str:
    """One document's report, from its title to the usage line."""
    between = "" if options.first else "\n"
    return between + "\n".join(_lines(Presentation(summary, options.view))) + "\n"


def _lines(shown: Presentation) -> Iterator[str]:
    summary, labels = shown.summary, shown.labels
    yield f"# {escape(shown.title)}"
    yield ""
    yield from (f"- {name} {escape(value)}" for name, value in [*shown.facts(), *shown.counts()] if value)
    for notice in summary.notices:
        yield from ("", f"> {escape(reason_in(labels, notice))}")
    if summary.overview.text:
        cites = f" \\[{', '.join(summary.overview.cites)}\\]" if summary.overview.cites else ""
        yield from _section(shown.overview_title, [escape(summary.overview.text) + cites])
    if summary.goals or summary.measures:
        branches = (_branch(depth, branch, shown) for depth, branch in shown.tree())
        yield from _section(labels.outline, chain.from_iterable(branches))
    if summary.targets:
        yield from _section(shown.counted(labels.targets, summary.targets), _table(shown))
    if shown.silent:
        yield from ("", labels.nothing)
    if shown.unsure:
        doubts = (
            f"- {item.id} {escape(shown.reason(item))} ({escape(shown.place(item))}) {escape(item.quote)}"
            for item in shown.unsure
        )
        yield from _section(shown.counted(labels.unsure, shown.unsure), doubts)
    if summary.incomplete:
        gaps = (f"- {escape(shown.place(gap))} {escape(shown.reason(gap))}" for gap in summary.incomplete)
        yield from _section(shown.counted(labels.incomplete, summary.incomplete), gaps)
    if summary.refused:
        yield from _section(shown.counted(labels.refused, summary.refused), _refused(shown))
    yield from ("", f"*{escape(shown.usage())}*")


def _section(title: str, body: Iterable[str]) -> Iterator[str]:
    yield from ("", f"## {title}", "", *body)


def _branch(depth: int, branch: Branch, shown: Presentation) -> Iterator[str]:
    indent = "  " * depth
    goal, summary = branch.goal, shown.summary
    if goal is None and not summary.measures:
        return  # targets alone are in the table
    if goal is not None:
        yield f"{indent}- {goal.id} **{escape(goal.text)}**{_quoted(goal, shown)}{_filled(goal, shown)}"
        indent += "  "
    elif summary.goals:
        yield f"- *{shown.labels.unlinked}*"
        indent = "  "
    yield from (f"{indent}- {_leaf(target, shown)}" for target in branch.targets)
    for measure, targets in branch.measures:
        yield f"{indent}- {_measure(measure, shown)}"
        yield from (f"{indent}  - {_leaf(target, shown)}" for target in targets)


def _measure(measure: Measure, shown: Presentation) -> str:
    said = "".join(f" *{name} {escape(value)}*" for name, value in shown.details(measure))
    return f"{measure.id} {escape(measure.text)}{_quoted(measure, shown)}{said}{_filled(measure, shown)}"


def _filled(item: Goal | Measure | Target, shown: Presentation) -> str:
    said = shown.filled_in(item)
    return f" *{escape(said)}*" if said else ""


def _quoted(item: Goal | Measure, shown: Presentation) -> str:
    quote = "" if same_words(item.text, item.quote) else f" *{shown.labels.quote} {escape(item.quote)}*"
    return escape(shown.worded(item)) + quote


def _leaf(target: Target, shown: Presentation) -> str:
    due = f" {escape(target.deadline)}" if target.deadline else ""
    return f"{target.id} {escape(target.indicator + shown.worded(target))} **{escape(shown.amount(target))}**{due}"


def _table(shown: Presentation) -> Iterator[str]:
    labels = shown.labels
    heads = [labels.identifier, labels.indicator, labels.value, labels.deadline, labels.kind, labels.quote]
    heads.append(shown.places.label)
    filled = [shown.filled_in(target) for target in shown.summary.targets]
    heads += [labels.ledger] if any(filled) else []
    yield f"| {' | '.join(heads)} |"
    yield "|" + " --- |" * len(heads)
    for target, said in zip(shown.summary.targets, filled, strict=True):
        cells = [
            target.id,
            target.indicator + shown.worded(target) + shown.repeats(target),
            shown.amount(target),
            target.deadline or "",
            labels.kinds[target.kind],
            target.quote,
            shown.place(target),
            *([said] if any(filled) else []),
        ]
        yield f"| {' | '.join(map(escape, cells))} |"


def _refused(shown: Presentation) -> Iterator[str]:
    for reason, members in shown.refused().items():
        yield f"- {escape(shown.counted(reason, members))}"
        yield from (f"  - {escape(shown.place(member))} {escape(member.quote)}" for member in members)
