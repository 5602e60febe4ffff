"""A plan on one page, for those who have a minute: its key figures, what is due first, and who has most to do."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.text import Text

from summarizer.reports.ledger.figures import figure
from summarizer.reports.ledger.tasks import tasks, title_of
from summarizer.reports.presentation import Presentation
from summarizer.reports.tables import Page, PageCell, PageTable
from summarizer.reports.terminal import Prose, decor_for, printed
from summarizer.reports.wording import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console, ConsoleOptions, RenderResult

    from summarizer.models import Summary, Target
    from summarizer.reports.ledger.tasks import Task
    from summarizer.reports.view import RenderOptions, View

_FIGURES, _DEADLINES, _OFFICES = 7, 5, 4
"""Rows that a page has room for."""
_LONGEST = 42
"""Characters of a cell that takes two lines."""
_MOST_NAMED = 24
"""Characters of the offices of one cell."""
_IN_NUMBERS = ".,-–—~"


def page_of(summary: Summary, view: View) -> Page:
    """The page of one document."""
    shown = Presentation(summary, view)
    labels, made = shown.labels, tasks(shown)
    facts = [*shown.facts(named=False), *shown.counts()[1:], (labels.unsure, str(len(shown.unsure)))]
    line = "\u3000".join(f"{name} {clean(value)}" for name, value in facts)
    due = [
        (str(t.day), t.due_words, _cut(what(t)), _some(str(t.value("lead")), labels.comma))
        for t in first_due(made)[:_DEADLINES]
    ]
    busiest = most_to_do(shown, made)[:_OFFICES]
    tables = [
        PageTable.of("figures", labels.key_figures, [(labels.indicator, 6), (labels.value, 3), (labels.due, 2)],
                     [(_cut(t.indicator), figure(shown, t), clean(t.deadline or "")) for t in key_figures(shown)]),
        PageTable.of("deadlines", labels.first_due, [(labels.column_due, 3), (labels.column_due_words, 2),
                     (labels.column_measure, 6), (labels.column_lead, 4)], due),
        PageTable.of("offices", labels.most_to_do, [(labels.column_lead, 4), (labels.tasks, 2)],
                     [(name, PageCell(str(count), number=count)) for name, count in busiest]),
    ]  # fmt: skip
    title = labels.brief_of.format(title_of(shown)).strip()
    there = [table for table in tables if table.rows]
    return Page(title, [(labels.overview, line)], there, labels=labels, remarks=shown.notices(), upright=True)


def what(task: Task) -> str:
    """What a task is of, in one phrase."""
    return task.measure or task.targets or task.goal


def first_due(made: Sequence[Task]) -> list[Task]:
    """The tasks whose deadline is a day, the first day first."""
    return sorted((task for task in made if task.day is not None), key=lambda task: (task.day, task.number))


def most_to_do(shown: Presentation, made: Sequence[Task]) -> list[tuple[str, int]]:
    """The offices that lead, with the number of their tasks, the most first."""
    return Counter(
        name for task in made for name in str(task.value("lead")).split(shown.labels.comma) if name
    ).most_common()


def key_figures(shown: Presentation) -> list[Target]:
    """Sure figures, one of each goal before the second of any, in the order of the plan."""
    sure = [t for t in shown.summary.targets if not (t.unsure or t.masked or t.same_as) and figure(shown, t)]
    seen: Counter[str | None] = Counter()
    ranked = []
    for at, target in enumerate(sure):
        ranked.append((seen[target.goal], at))
        seen[target.goal] += 1
    return [sure[at] for at in sorted(at for _, at in sorted(ranked)[:_FIGURES])]


def _cut(text: str) -> str:
    """The text in a line's length, never cut within a number: half of one is another."""
    shown = clean(text)
    if len(shown) <= _LONGEST:
        return shown
    end = _LONGEST - 1
    while end and (shown[end - 1].isnumeric() or shown[end - 1] in _IN_NUMBERS):
        end -= 1
    return shown[:end] + "…"


def _some(names: str, comma: str) -> str:
    """As many whole names as a cell has room for."""
    kept = clean(names)
    while len(kept) > _MOST_NAMED and comma in kept:
        kept = kept.rpartition(comma)[0]
    return kept if kept == clean(names) else f"{kept}{comma}…"


def render(summary: Summary, options: RenderOptions) -> str:
    """The page as text; on a terminal it is printed there."""
    return printed(_Report(page_of(summary, options.view)), options)


class _Report:
    def __init__(self, page: Page) -> None:
        self._page = page

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from summarizer.reports.tables.console import table_in

        decor = decor_for(console)
        yield Prose(decor.text(self._page.title, "bold"))
        for _, value in self._page.facts:
            yield Prose(decor.text(value))
        for table in self._page.tables:
            yield Text()
            yield Text(table.title, style="bold cyan")
            yield table_in(table, decor, options.max_width)
