"""The report a person reads in a terminal, a pipe or a text file."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.table import Column, Table
from rich.text import Text

from summarizer.reports.arrange import arrange, walk
from summarizer.reports.labels import Labels, labels_for
from summarizer.reports.reasons import reason_in
from summarizer.reports.terminal import Decor, Prose, decor_for, printed
from summarizer.reports.usage import usage_line
from summarizer.reports.view import is_silent
from summarizer.reports.wording import Places, amount, engine_of, in_context, repeats

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
    from rich.tree import Tree

    from summarizer.models import Gap, Goal, Measure, Refusal, Summary, Target
    from summarizer.reports.view import RenderOptions, View

_WIDE = 110
_MAX_DEPTH = 6
_EXCERPT = 60


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
        labels = labels_for(self.summary, decor.encoding, self.view.lang)
        yield from _Writer(self.summary, self.view, labels, decor, options.max_width).sections()


class _Writer:
    """The sections of one report, top to bottom."""

    def __init__(self, summary: Summary, view: View, labels: Labels, decor: Decor, width: int) -> None:
        self.summary = summary
        self.view = view
        self.labels = labels
        self.decor = decor
        self.width = width
        self.places = Places(summary.document.text, labels, decor.symbols)

    def sections(self) -> Iterator[RenderableType]:
        summary, labels = self.summary, self.labels
        yield from self.heading()
        if summary.notices:
            yield from self.section(labels.notices, len(summary.notices), self.notices())
        if summary.overview.text:
            yield from self.section(labels.overview, None, self.overview())
        if summary.goals or summary.measures:
            yield from self.section(labels.outline, None, [self.tree()])
        if summary.targets:
            yield from self.section(labels.targets, len(summary.targets), [self.table()])
        if is_silent(summary):
            yield from self.section(labels.nothing, None, [])
        unsure = [item for item in summary.items() if item.unsure]
        if unsure:
            yield from self.section(labels.unsure, len(unsure), [self.unsure(item) for item in unsure])
        if summary.incomplete:
            rows = [self.gap(gap) for gap in summary.incomplete]
            yield from self.section(labels.incomplete, len(summary.incomplete), rows)
        if summary.refused:
            yield from self.section(labels.refused, len(summary.refused), self.refused(summary.refused))
        yield Text()
        yield Prose(self.decor.text(self.usage(), "dim"))

    def heading(self) -> Iterator[RenderableType]:
        info, labels = self.summary.document, self.labels
        rule = Text(self.decor.rule * self.width, style="cyan")
        yield rule
        yield Prose(self.decor.text(info.title or info.name, "bold"))
        facts = [(labels.issuer, info.issuer), (labels.period, info.period), (labels.published, info.published)]
        facts = [fact for fact in facts if fact[1]]
        if info.title:
            facts.append((labels.document, info.name))
        yield from ([self.facts(facts)] if facts else [])
        shown: list[tuple[str, str | None]] = [
            (labels.engine, engine_of(self.summary)),
            *((getattr(labels, group), str(len(getattr(self.summary, group)))) for group in self.view.only),
            ("", labels.characters.format(info.chars)),
        ]
        yield self.facts(shown)
        yield rule

    def facts(self, facts: list[tuple[str, str | None]]) -> RenderableType:
        line = Text()
        for name, value in facts:
            line.append(f"  {self.decor.symbols.dot}  " if line else "", "dim")
            line.append(f"{name} " if name else "", "dim")
            line.append_text(self.decor.text(value or ""))
        return Prose(line)

    def section(self, title: str, count: int | None, body: list[RenderableType]) -> Iterator[RenderableType]:
        yield Text()
        yield Text(title if count is None else self.labels.count.format(title, count), style="bold cyan")
        yield from body

    def notices(self) -> list[RenderableType]:
        sign = self.decor.symbols.warning
        return [self.hanging(sign, self.decor.text(n.message, "yellow")) for n in self.summary.notices]

    def overview(self) -> list[RenderableType]:
        text = self.decor.text(self.summary.overview.text)
        if self.summary.overview.cites:
            text.append_text(self.decor.text(f" [{', '.join(self.summary.overview.cites)}]", "dim"))
        return [Prose(text)]

    def tree(self) -> RenderableType:
        root = self.decor.tree(Text(), hide_root=True, guide_style="dim")
        at: list[Tree] = [root]
        for depth, branch in walk(arrange(self.summary)):
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
        text = Text(f"[{self.labels.levels[goal.level]}] " if goal.level == "overall" else "", "dim")
        text = Text.assemble(text, self.decor.text(goal.text, "bold" if goal.level == "section" else "bold cyan"))
        return self.hanging(goal.id, self.own_words(text, goal.text, goal.quote), goal.unsure)

    def measure(self, measure: Measure) -> RenderableType:
        text = self.decor.text(measure.text)
        actors = self.labels.comma.join(measure.actors)
        details = [(self.labels.actors, actors), (self.labels.deadline, measure.deadline)]
        for name, value in details:
            if value:
                text.append_text(self.decor.text(f"  [{name} {value}]", "dim"))
        return self.hanging(measure.id, self.own_words(text, measure.text, measure.quote), measure.unsure)

    def own_words(self, text: Text, wording: str, quote: str) -> Text:
        """``text``, with the quote on a line of its own where a model put it into other words."""
        if wording != quote:
            text.append("\n").append_text(self.decor.text(f"{self.labels.quote} {quote}", "dim"))
        return text

    def leaf(self, target: Target) -> RenderableType:
        text = self.decor.text(target.indicator, "green")
        text.append_text(self.decor.text(f"  {self.amount(target)}", "bold green"))
        if target.deadline:
            text.append_text(self.decor.text(f"  [{target.deadline}]", "dim"))
        return self.hanging(target.id, text, target.unsure)

    def table(self) -> RenderableType:
        labels, wide = self.labels, self.width >= _WIDE
        targets = self.summary.targets
        dated = any(target.deadline for target in targets)
        table = Table(
            Column(labels.identifier, no_wrap=True, overflow="crop", style="dim"),
            Column(labels.indicator, ratio=5 if wide else None),
            Column(labels.value, style="bold green"),
            *([Column(labels.deadline)] if dated else []),
            *([Column(labels.kind, no_wrap=True), Column(labels.quote, ratio=6, style="dim")] if wide else []),
            Column(self.places.label, no_wrap=True, overflow="crop", justify="right", style="dim"),
            box=self.decor.lines, show_edge=False, pad_edge=False, padding=(0, 2 if wide else 1, 0, 0),
            header_style="bold", border_style="dim", expand=wide,
        )  # fmt: skip
        for target in targets:
            due = [self.cell(target.deadline or "")] if dated else []
            extra: list[RenderableType] = [Text(labels.kinds[target.kind]), self.cell(target.quote)] if wide else []
            table.add_row(
                self.marked(target.id, target.unsure), self.indicator(target), self.cell(self.amount(target)),
                *due, *extra, self.decor.text(self.places.of(target)),
            )  # fmt: skip
        return table

    def cell(self, content: str) -> Prose:
        return Prose(self.decor.text(content))

    def indicator(self, target: Target) -> Prose:
        text = self.decor.text(target.indicator)
        return Prose(text.append_text(self.decor.text(repeats(target, self.labels), "dim")))

    def amount(self, target: Target) -> str:
        return amount(target, self.labels, self.decor.symbols, self.summary.document.text)

    def unsure(self, item: Goal | Measure | Target) -> RenderableType:
        text = self.decor.text(reason_in(self.labels, item), "yellow")
        text.append_text(self.decor.text(f"  {self.places.of(item)}  ", "dim"))
        return self.hanging(item.id, text.append_text(self.decor.text(item.quote)))

    def gap(self, gap: Gap) -> RenderableType:
        text = self.decor.text(reason_in(self.labels, gap), "red")
        source = self.summary.document.text
        if source is not None:
            quote = source[gap.start : gap.end].strip()
            shown = quote if len(quote) <= _EXCERPT else quote[:_EXCERPT] + "..."
            text.append_text(self.decor.text(f"  {shown}", "dim"))
        return self.hanging(self.places.of(gap), text)

    def refused(self, refused: list[Refusal]) -> list[RenderableType]:
        groups: defaultdict[str, list[Refusal]] = defaultdict(list)
        for refusal in refused:
            groups[reason_in(self.labels, refusal)].append(refusal)
        rows: list[RenderableType] = []
        for reason, members in groups.items():
            rows.append(Prose(self.decor.text(self.labels.count.format(reason, len(members)), "yellow")))
            rows += [self.hanging(f"  {self.places.of(member)}", self.in_context(member)) for member in members]
        return rows

    def in_context(self, refusal: Refusal) -> Text:
        before, quote, after = in_context(refusal, self.summary.document.text, self.labels)
        middle = self.decor.text(quote, "bold" if quote != refusal.quote else "")
        return Text.assemble(self.decor.text(before, "dim"), middle, self.decor.text(after, "dim"))

    def usage(self) -> str:
        return usage_line(self.summary, self.view, self.labels, self.decor.symbols.dot)

    def marked(self, identifier: str, unsure: str | None) -> Text:
        text = self.decor.text(identifier)
        return text.append("?", "bold yellow") if unsure else text

    def hanging(self, lead: str, text: Text, unsure: str | None = None) -> RenderableType:
        """``text`` after ``lead``, its further lines indented under its first."""
        first = self.decor.text(lead.rstrip(), "dim")
        first.append("?" if unsure else "", "bold yellow")
        return Prose(text, first.append(" "))
