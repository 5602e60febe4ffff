"""The report a person reads in a terminal, a pipe or a text file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.table import Column, Table
from rich.text import Text

from summarizer.reports.brief import first_due, key_figures, most_to_do, what
from summarizer.reports.ledger.figures import figure
from summarizer.reports.ledger.tasks import tasks
from summarizer.reports.presentation import Presentation
from summarizer.reports.reasons import reason_in
from summarizer.reports.terminal import Decor, Prose, breaks, decor_for, printed
from summarizer.reports.wording import restated, same_words, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sized

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
    from rich.tree import Tree

    from summarizer.models import Gap, Goal, Measure, Refusal, Summary, Target
    from summarizer.reports.view import RenderOptions, View

_WIDE = 110
_MAX_VALUE, _MAX_DATE = 22, 14
"""Columns of a value and of a date before they take a second line: the words beside them need the room."""
_MAX_DEPTH = 6
_EXCERPT = 60
_FIGURES, _DEADLINES, _OFFICES = 5, 3, 5
"""Of each, what the overview tells: all of it stands below."""
_MORE = "..."


def render(summary: Summary, options: RenderOptions) -> str:
    """The report as plain text; on a terminal it is printed there."""
    return printed(SummaryReport(summary, options.view), options)


@dataclass(frozen=True, slots=True)
class SummaryReport:
    """One summary as a rich renderable: ``console.print(SummaryReport(summary, view))``."""

    summary: Summary
    view: View

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        decor = decor_for(console)
        shown = Presentation(self.summary, self.view, decor.encoding, decor.symbols)
        yield from _Writer(shown, decor, options.max_width).sections()


class _Writer:
    """The sections of one report, top to bottom."""

    def __init__(self, shown: Presentation, decor: Decor, width: int) -> None:
        self.shown, self.summary, self.labels = shown, shown.summary, shown.labels
        self.decor, self.text = decor, decor.text
        self.width = width

    def sections(self) -> Iterator[RenderableType]:
        summary, labels, shown = self.summary, self.labels, self.shown
        yield from self.heading()
        sign = self.decor.symbols.warning
        told = (self.text(reason_in(labels, notice), "yellow") for notice in summary.notices)
        notices = [self.hanging(sign, one) for one in told]
        yield from self.counted(labels.notices, summary.notices, notices)
        most = list(self.most_important())
        if summary.overview.text or most:
            text = [self.overview()] if summary.overview.text else []
            yield from self.section(shown.overview_title, [*text, *most])
        if summary.goals or summary.measures:
            yield from self.section(labels.outline, [self.tree()])
        yield from self.counted(labels.targets, summary.targets, [self.table()])
        if shown.silent:
            yield from self.section(labels.nothing, [])
        yield from self.counted(labels.unsure, shown.unsure, map(self.unsure, shown.unsure))
        yield from self.counted(labels.incomplete, summary.incomplete, map(self.gap, summary.incomplete))
        yield from self.counted(labels.refused, summary.refused or [], self.refused())
        yield Text()
        yield Prose(self.text(shown.usage(), "dim"))

    def heading(self) -> Iterator[RenderableType]:
        rule = Text(self.decor.rule * self.width, style="cyan")
        yield rule
        yield Prose(self.text(self.shown.title, "bold"))
        facts = self.shown.facts(named=self.shown.info.title is not None)
        yield from ([self.facts(facts)] if facts else [])
        doubts = [(self.labels.unsure, str(len(self.shown.unsure)))] if self.summary.items() else []
        length = ("", self.labels.characters.format(self.shown.info.chars))
        yield self.facts([*self.shown.counts(), *doubts, length])
        yield rule

    def facts(self, facts: list[tuple[str, str]]) -> RenderableType:
        line = Text()
        for name, value in facts:
            line.append(f"  {self.decor.symbols.dot}  " if line else "", "dim")
            line.append(f"{name} " if name else "", "dim")
            line.append_text(self.text(value))
        return Prose(line)

    def section(self, title: str, body: Iterable[RenderableType]) -> Iterator[RenderableType]:
        yield Text()
        yield Text(title, style="bold cyan")
        yield from body

    def counted(self, title: str, items: Sized, body: Iterable[RenderableType]) -> Iterator[RenderableType]:
        """A section about ``items``, where there are any."""
        if items:
            yield from self.section(self.shown.counted(title, items), body)

    def overview(self) -> RenderableType:
        text = self.text(self.summary.overview.text)
        if self.summary.overview.cites:
            text.append_text(self.text(f" [{', '.join(self.summary.overview.cites)}]", "dim"))
        return Prose(text)

    def most_important(self) -> Iterator[RenderableType]:
        """Key figures, what is due first and who has most to do, each on a few lines."""
        shown, labels = self.shown, self.labels
        made = tasks(shown)
        apart = f" {self.decor.symbols.dot} "
        figures = [shown.labels.colon.join((t.indicator, figure(shown, t))) for t in key_figures(shown)[:_FIGURES]]
        offices = [f"{name} {count}" for name, count in most_to_do(shown, made)[:_OFFICES]]
        parts = (
            (labels.key_figures, [apart.join(figures)]),
            (labels.first_due, [self.one_line(f"{task.day} {what(task)}") for task in first_due(made)[:_DEADLINES]]),
            (labels.most_to_do, [apart.join(offices)]),
        )
        for name, lines in parts:
            for line in filter(None, lines):
                lead = self.text(name if line is lines[0] else " " * cell_len(name), "cyan")
                yield Prose(self.text(line), lead.append("  "))

    def one_line(self, text: str) -> str:
        """As much of a text as has room on a line beside the name of what it belongs to."""
        room = self.width - cell_len(self.labels.first_due) - 2
        cuts = breaks(text, room)
        return text if not cuts else text[: breaks(text, room - len(_MORE))[0]].rstrip() + _MORE

    def tree(self) -> RenderableType:
        root = self.decor.tree(Text(), hide_root=True, guide_style="dim")
        at: list[Tree] = [root]
        for depth, branch in self.shown.tree():
            level = min(depth, _MAX_DEPTH)
            del at[level + 1 :]
            node = at[level]
            if branch.goal is not None:
                node = node.add(self.goal(branch.goal))
            elif self.summary.goals and self.summary.measures:
                node = node.add(Text(self.labels.unlinked, style="italic dim"))
            at.append(node)
            if branch.goal is None and not self.summary.measures:
                continue  # targets alone are in the table
            for target in branch.targets:
                node.add(self.leaf(target))
            for measure, targets in branch.measures:
                below = node.add(self.measure(measure))
                for target in targets:
                    below.add(self.leaf(target))
        return root

    def goal(self, goal: Goal) -> RenderableType:
        level = Text(f"[{self.labels.levels[goal.level]}] " if goal.level == "overall" else "", "dim")
        words = self.text(goal.text, "bold" if goal.level == "section" else "bold cyan")
        return self.own_words(goal, Text.assemble(level, words))

    def measure(self, measure: Measure) -> RenderableType:
        text = self.text(measure.text)
        for name, value in self.shown.details(measure):
            text.append_text(self.text(f"  [{name} {value}]", "dim"))
        return self.own_words(measure, text)

    def own_words(self, item: Goal | Measure, text: Text) -> RenderableType:
        """``text``, with the quote on a line of its own where a model put it into other words, and that it did."""
        text.append_text(self.text(self.shown.worded(item), "dim"))
        if not same_words(item.text, item.quote):
            text.append("\n").append_text(self.text(f"{self.labels.quote} {item.quote}", "dim"))
        return self.hanging(item.id, text, item.unsure)

    def leaf(self, target: Target) -> RenderableType:
        text = self.text(target.indicator, "green").append_text(self.text(self.shown.worded(target), "dim"))
        text.append_text(self.text(f"  {self.amount(target)}", "bold green"))
        if target.deadline:
            text.append_text(self.text(f"  [{target.deadline}]", "dim"))
        return self.hanging(target.id, text, target.unsure)

    def amount(self, target: Target) -> str:
        """The value in the plan's own figures; the normalised one, where it is another, is for the other formats."""
        source = written(target, self.shown.info.text)
        if source is None or not restated(target, source):
            return self.shown.amount(target)
        own, sign = figure(self.shown, target), self.shown.symbols.comparator(target.comparator)
        return f"{sign} {own.removeprefix(sign)}" if sign and own.startswith(sign) else own

    def table(self) -> RenderableType:
        labels, wide = self.labels, self.width >= _WIDE
        targets = self.summary.targets
        dated = any(target.deadline for target in targets)
        table = Table(
            Column(labels.identifier, no_wrap=True, overflow="crop", style="dim"),
            Column(labels.indicator, ratio=5 if wide else None),
            Column(labels.value, style="bold green", max_width=_MAX_VALUE if wide else None),
            *([Column(labels.deadline, max_width=_MAX_DATE if wide else None)] if dated else []),
            *([Column(labels.kind, no_wrap=True), Column(labels.quote, ratio=6, style="dim")] if wide else []),
            Column(self.shown.places.label, no_wrap=True, overflow="crop", justify="right", style="dim"),
            box=self.decor.lines, show_edge=False, pad_edge=False, padding=(0, 2 if wide else 1, 0, 0),
            header_style="bold", border_style="dim", expand=wide,
        )  # fmt: skip
        for target in targets:
            indicator = self.text(target.indicator).append_text(
                self.text(self.shown.worded(target) + self.shown.repeats(target), "dim")
            )
            due = [Prose(self.text(target.deadline or ""))] if dated else []
            extra = [Prose(self.text(words)) for words in (labels.kinds[target.kind], target.quote)] if wide else []
            table.add_row(
                self.marked(target.id, target.unsure), Prose(indicator), Prose(self.text(self.amount(target))),
                *due, *extra, self.text(self.shown.place(target)),
            )  # fmt: skip
        return table

    def unsure(self, item: Goal | Measure | Target) -> RenderableType:
        text = self.text(self.shown.reason(item), "yellow")
        text.append_text(self.text(f"  {self.shown.place(item)}  ", "dim"))
        return self.hanging(item.id, text.append_text(self.text(item.quote)))

    def gap(self, gap: Gap) -> RenderableType:
        text = self.text(self.shown.reason(gap), "red")
        source = self.shown.info.text
        if source is not None:
            quote = source[gap.start : gap.end].strip()
            shown = quote if len(quote) <= _EXCERPT else quote[:_EXCERPT] + _MORE
            text.append_text(self.text(f"  {shown}", "dim"))
        return self.hanging(self.shown.place(gap), text)

    def refused(self) -> Iterator[RenderableType]:
        for reason, members in self.shown.refused().items():
            yield Prose(self.text(self.shown.counted(reason, members), "yellow"))
            for member in members:
                yield self.hanging(f"  {self.shown.place(member)}", self.in_context(member))

    def in_context(self, refusal: Refusal) -> Text:
        before, quote, after = self.shown.in_context(refusal)
        middle = self.text(quote, "bold" if quote != refusal.quote else "")
        return Text.assemble(self.text(before, "dim"), middle, self.text(after, "dim"))

    def marked(self, lead: str, unsure: str | None) -> Text:
        text = self.text(lead)
        return text.append("?" if unsure else "", "bold yellow")

    def hanging(self, lead: str, text: Text, unsure: str | None = None) -> RenderableType:
        """``text`` after ``lead``, its further lines indented under its first."""
        first = self.text(lead.rstrip(), "dim")
        first.append("?" if unsure else "", "bold yellow")
        return Prose(text, first.append(" "))
