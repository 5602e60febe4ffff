"""The report as Markdown (CommonMark with tables), for notes, wikis and conversion to Word."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from summarizer.reports.arrange import Branch, arrange, walk
from summarizer.reports.labels import Labels, labels_for
from summarizer.reports.reasons import reason_in
from summarizer.reports.usage import usage_line
from summarizer.reports.view import is_silent
from summarizer.reports.wording import Places, amount, clean, engine_of, repeats

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.models import Measure, Refusal, Summary, Target
    from summarizer.reports.view import RenderOptions, View

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
    return between + "\n".join(_lines(summary, options.view, labels_for(summary, lang=options.view.lang))) + "\n"


def _lines(summary: Summary, view: View, labels: Labels) -> Iterator[str]:
    text = summary.document.text
    places = Places(text, labels)
    yield from _heading(summary, view, labels)
    for notice in summary.notices:
        yield from ("", f"> {escape(notice.message)}")
    if summary.overview.text:
        cites = f" \\[{', '.join(summary.overview.cites)}\\]" if summary.overview.cites else ""
        yield from ("", f"## {labels.overview}", "", escape(summary.overview.text) + cites)
    if summary.goals or summary.measures:
        yield from ("", f"## {labels.outline}", "")
        for depth, branch in walk(arrange(summary)):
            yield from _branch(depth, branch, summary, labels)
    if summary.targets:
        yield from ("", f"## {labels.count.format(labels.targets, len(summary.targets))}", "")
        yield from _table(summary, labels, places)
    if is_silent(summary):
        yield from ("", labels.nothing)
    unsure = [item for item in summary.items() if item.unsure]
    if unsure:
        yield from ("", f"## {labels.count.format(labels.unsure, len(unsure))}", "")
        yield from (
            f"- {i.id} {escape(reason_in(labels, i))} ({escape(places.of(i))}) {escape(i.quote)}" for i in unsure
        )
    if summary.incomplete:
        yield from ("", f"## {labels.count.format(labels.incomplete, len(summary.incomplete))}", "")
        yield from (f"- {escape(places.of(gap))} {escape(reason_in(labels, gap))}" for gap in summary.incomplete)
    if summary.refused:
        yield from ("", f"## {labels.count.format(labels.refused, len(summary.refused))}", "")
        yield from _refused(summary.refused, labels, places)
    yield from ("", f"*{escape(usage_line(summary, view, labels))}*")


def _heading(summary: Summary, view: View, labels: Labels) -> Iterator[str]:
    info = summary.document
    yield f"# {escape(info.title or info.name)}"
    yield ""
    facts = [
        (labels.issuer, info.issuer),
        (labels.period, info.period),
        (labels.published, info.published),
        (labels.document, info.name),
        (labels.engine, engine_of(summary)),
        *((getattr(labels, group), str(len(getattr(summary, group)))) for group in view.only),
    ]
    yield from (f"- {name} {escape(value)}" for name, value in facts if value)


def _branch(depth: int, branch: Branch, summary: Summary, labels: Labels) -> Iterator[str]:
    indent = "  " * depth
    goal = branch.goal
    if goal is None and not summary.measures:
        return  # targets alone are in the table
    if goal is not None:
        yield f"{indent}- {goal.id} **{escape(goal.text)}**{_quoted(goal.text, goal.quote, labels)}"
    elif summary.goals:
        yield f"- *{labels.unlinked}*"
    else:
        indent = indent[2:]
    below = indent + ("  " if goal is not None or summary.goals else "")
    yield from (f"{below}- {_leaf(target, summary, labels)}" for target in branch.targets)
    for measure, targets in branch.measures:
        yield f"{below}- {_measure(measure, labels)}"
        yield from (f"{below}  - {_leaf(target, summary, labels)}" for target in targets)


def _measure(measure: Measure, labels: Labels) -> str:
    details = [(labels.actors, labels.comma.join(measure.actors)), (labels.deadline, measure.deadline)]
    shown = "".join(f" *{name} {escape(value)}*" for name, value in details if value)
    return f"{measure.id} {escape(measure.text)}{_quoted(measure.text, measure.quote, labels)}{shown}"


def _quoted(wording: str, quote: str, labels: Labels) -> str:
    return "" if wording == quote else f" *{labels.quote} {escape(quote)}*"


def _leaf(target: Target, summary: Summary, labels: Labels) -> str:
    value = amount(target, labels, text=summary.document.text)
    due = f" {escape(target.deadline)}" if target.deadline else ""
    return f"{target.id} {escape(target.indicator)} **{escape(value)}**{due}"


def _table(summary: Summary, labels: Labels, places: Places) -> Iterator[str]:
    heads = [labels.identifier, labels.indicator, labels.value, labels.deadline, labels.kind, labels.quote]
    heads.append(places.label)
    yield f"| {' | '.join(heads)} |"
    yield "|" + " --- |" * len(heads)
    for target in summary.targets:
        cells = [
            target.id,
            target.indicator + repeats(target, labels),
            amount(target, labels, text=summary.document.text),
            target.deadline or "",
            labels.kinds[target.kind],
            target.quote,
            places.of(target),
        ]
        yield f"| {' | '.join(map(escape, cells))} |"


def _refused(refused: list[Refusal], labels: Labels, places: Places) -> Iterator[str]:
    groups: defaultdict[str, list[Refusal]] = defaultdict(list)
    for refusal in refused:
        groups[reason_in(labels, refusal)].append(refusal)
    for reason, members in groups.items():
        yield f"- {escape(labels.count.format(reason, len(members)))}"
        yield from (f"  - {escape(places.of(member))} {escape(member.quote)}" for member in members)
