"""One summary as people are shown it: the words, values, places and reasons that all formats share."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from summarizer.reports.arrange import Branch, arrange, walk
from summarizer.reports.labels import labels_for
from summarizer.reports.ledger.reviewed import FILLED_IN, cells
from summarizer.reports.reasons import reason_in
from summarizer.reports.view import View
from summarizer.reports.wording import UNICODE, Places, Symbols, amount, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sized

    from summarizer.models import Gap, Goal, Measure, Refusal, Summary, Target

_TOLD = frozenset({"empty", "only-furniture", "not-chinese", "no-plan", "nothing-found"})
"""Notices that say themselves, in both languages, that nothing was found."""
_AROUND = 12


class Presentation:
    """``summary`` in the words of ``view``'s language, or of one that ``encoding`` can write."""

    def __init__(
        self, summary: Summary, view: View | None = None, encoding: str = "utf-8", symbols: Symbols = UNICODE
    ) -> None:
        self.summary, self.view, self.symbols = summary, view or View(), symbols
        self.info = summary.document
        self.title = self.info.title or self.info.name
        self.labels = labels_for(summary, encoding, self.view.lang)
        self.places = Places(self.info.text, self.labels, symbols)
        self.place = self.places.of
        self.engine = " ".join(filter(None, (summary.engine.name, summary.engine.model)))
        self.unsure = [item for item in summary.items() if item.unsure]
        self.goals = {goal.id: goal.text for goal in summary.goals}
        self.measures = {measure.id: measure.text for measure in summary.measures}

    @property
    def silent(self) -> bool:
        """Whether nothing was found and no notice says so: a report has to, for silent zeros look like a crash."""
        return not self.summary.items() and not any(notice.code in _TOLD for notice in self.summary.notices)

    def notices(self) -> list[str]:
        """What has to be known of the whole document."""
        return [reason_in(self.labels, notice) for notice in self.summary.notices] + [self.labels.nothing] * self.silent

    def tree(self) -> Iterator[tuple[int, Branch]]:
        """Every goal with what serves it, and its depth, in reading order."""
        return walk(arrange(self.summary))

    def facts(self, *, named: bool = True) -> list[tuple[str, str]]:
        """What is known of the document, by label; with its name, where ``named``."""
        labels, info = self.labels, self.info
        facts = [(labels.issuer, info.issuer), (labels.period, info.period), (labels.published, info.published),
                 (labels.document, info.name if named else None)]  # fmt: skip
        return [(label, value) for label, value in facts if value]

    def counts(self) -> list[tuple[str, str]]:
        """The engine, and how much it found of each group that was asked for."""
        found = [(getattr(self.labels, group), str(len(getattr(self.summary, group)))) for group in self.view.only]
        return [(self.labels.engine, self.engine), *found]

    def counted(self, title: str, items: Sized) -> str:
        """A heading with the number of ``items`` under it."""
        return self.labels.count.format(title, len(items))

    def amount(self, target: Target) -> str:
        """The value as a person writes it."""
        return amount(target, self.labels, self.symbols, self.info.text)

    @property
    def overview_title(self) -> str:
        """What stands over the overview; it says so where a model wrote it."""
        by_model = self.summary.overview.source == "model"
        return (
            self.labels.bracketed(self.labels.overview, self.labels.worded_by_model)
            if by_model
            else self.labels.overview
        )

    def worded(self, item: Goal | Measure | Target) -> str:
        """In brackets, that a model worded the item; nothing where the plan did."""
        worded = item.text_source == "model" and item.source != "model"  # of what it found, its words go without saying
        return self.labels.bracketed("", self.labels.worded_by_model) if worded else ""

    def repeats(self, target: Target) -> str:
        """In brackets, the target that says the same before; nothing where none does."""
        return self.labels.bracketed("", self.labels.same_as.format(target.same_as)) if target.same_as else ""

    def reason(self, item: Goal | Measure | Target | Gap | Refusal) -> str:
        """Why the item is unsure, the stretch incomplete or the candidate rejected."""
        return reason_in(self.labels, item)

    def actors(self, measure: Measure) -> str:
        """Who acts, on one line."""
        return self.labels.comma.join(measure.actors)

    def mentioned(self, measure: Measure) -> str:
        """Whom the sentence names without a tag, on one line."""
        return self.labels.comma.join(measure.actors_mentioned or ())

    def details(self, measure: Measure) -> list[tuple[str, str]]:
        """Who acts and by when, and whom the sentence names besides, by label."""
        details = [(self.labels.actors, self.actors(measure)), (self.labels.deadline, measure.deadline),
                   (self.labels.mentioned, self.mentioned(measure))]  # fmt: skip
        return [(label, value) for label, value in details if value]

    def filled(self, item: Goal | Measure | Target) -> dict[str, str]:
        """What people filled in beside the item for the ledger, by the keys of its columns, in their order."""
        found = cells(self.labels, item)
        return {key: str(found[key]) for key in FILLED_IN if key in found}

    def filled_in(self, item: Goal | Measure | Target) -> str:
        """The same on one line, each with the heading of its column."""
        labels, found = self.labels, self.filled(item)
        heads = labels.by_key("column", found)
        return labels.semicolon.join(f"{heads[key]}{labels.colon}{value}" for key, value in found.items())

    def refused(self) -> dict[str, list[Refusal]]:
        """The rejected candidates by their reason."""
        groups: defaultdict[str, list[Refusal]] = defaultdict(list)
        for refusal in self.summary.refused or []:
            groups[self.reason(refusal)].append(refusal)
        return groups

    def in_context(self, refusal: Refusal) -> tuple[str, str, str]:
        """The words before a candidate on its line, its quote in marks, and the words after.

        A numeral alone says nothing. A long quote, or one whose text is not at hand, stands alone and unmarked.
        """
        text = self.info.text
        if text is None or len(refusal.quote) >= _AROUND:
            return "", refusal.quote, ""
        before = text[max(refusal.start - _AROUND, 0) : refusal.start].rpartition("\n")[2]
        after = text[refusal.end : refusal.end + _AROUND].partition("\n")[0]
        return before, self.labels.marked.format(refusal.quote), after

    def usage(self) -> str:
        """Seconds and cost; chunks only of a model's run, requests and tokens where something was asked or cached."""
        usage, labels = self.summary.usage, self.labels
        parts = [labels.chunks.format(usage.chunks)] if usage.chunks and self.summary.engine.name != "rules" else []
        if usage.requests or usage.cached:
            parts += [labels.requests.format(usage.requests), labels.cached.format(usage.cached)]
            parts.append(labels.tokens.format(usage.prompt_tokens, usage.completion_tokens))
        if usage.uncounted:
            parts.append(labels.uncounted.format(usage.uncounted))
        parts.append(labels.seconds.format(plain(round(usage.seconds, 2))))
        if usage.cost is not None:
            parts.append(labels.cost.format(f"{usage.cost:.4f} {self.view.currency or ''}".rstrip()))
        return f"{labels.usage}  " + f" {self.symbols.dot} ".join(parts)
