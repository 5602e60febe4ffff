"""The report as one self-contained HTML page: items beside the text they stand in, each a click from the other.

The page needs no network and runs one script, its own: a content security policy that names the hashes of its
style and script forbids everything else. Whatever comes from a document or a model goes through :func:`clean`
and the template's escaping; keys and links are made of our own letters and numbers alone.

Several documents follow one another on a page. HTML needs no closing tags at its end, so that each can be written
when it is ready, and nothing has to be kept; the script makes a switch of them.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from summarizer.messages import Message, language
from summarizer.models import GROUPS, Goal, Measure, Summary, Target
from summarizer.reports.labels import labels_in
from summarizer.reports.presentation import Presentation
from summarizer.reports.spans import KeyedSpan, cut
from summarizer.reports.tables.web import environment, policy, resource
from summarizer.reports.wording import same_words

if TYPE_CHECKING:
    from summarizer.reports.view import RenderOptions

_MAX_DEPTH = 6
_MAX_OPTION = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """An item, gap or refused candidate as the page shows it.

    ``key`` is the page's own name for it; ``above`` holds the keys of the goals it stands under, its own included.
    """

    key: str
    group: str
    item: Any
    place: str
    reason: str = ""
    value: str = ""
    above: str = ""
    around: tuple[str, str] = ("", "")

    @property
    def quoted(self) -> str:
        """The quote, where the item's own words differ from it."""
        words = getattr(self.item, "text", None) or getattr(self.item, "indicator", None)
        return "" if same_words(words, self.item.quote) else self.item.quote


@dataclass(slots=True)
class Node:
    """A goal (None: what stands under no goal) with its rows; ``closes`` lists are closed before it opens its own."""

    goal: Entry | None
    level: int
    closes: int
    targets: list[Entry] = field(default_factory=list)
    measures: list[tuple[Entry, list[Entry]]] = field(default_factory=list)


def render(summary: Summary, options: RenderOptions) -> str:
    """One document's part of a page; the first brings the page's head, style and script."""
    shown = Presentation(summary, options.view)
    info = shown.info
    entries = _Entries(shown)
    nodes, closes = entries.nodes()
    gaps, refused = entries.gaps(), entries.refused()
    spans = [*entries.spans, *(KeyedSpan(e.item.start, e.item.end, e.key) for e in [*gaps, *refused])]
    items = {entry.item.id: entry for entry in entries.in_order}
    body = environment().get_template("document.html.j2").render(
        doc=_key_of(info.name, info.sha256), shown=shown, summary=summary, info=info, labels=shown.labels,
        nodes=nodes, closes=closes, gaps=gaps, refused=refused,
        lines=None if info.text is None else cut(info.text, spans),
        cites=[(cite, items.get(cite)) for cite in summary.overview.cites],
        goals=[e for e in entries.in_order if e.group == "goals"], limit=_MAX_OPTION,
        kinds=Counter(target.kind for target in summary.targets),
        dated=any(e.item.deadline for e in entries.in_order if e.group != "goals"),
        acting=any(m.actors or m.actors_mentioned for m in summary.measures),
    )  # fmt: skip
    return (_head(shown.title, shown.labels.page_lang) if options.first else "") + body


def render_error(name: str, error: Message, options: RenderOptions) -> str:
    """The part of a document that could not be read, on the page of several, in the reader's language."""
    if options.alone:
        return ""
    labels = labels_in(options.view.lang or language())
    message = error.text(labels.lang)
    template = environment().get_template("unread.html.j2")
    body = template.render(doc=_key_of(name, message), name=name, message=message, labels=labels)
    return (_head(name, labels.page_lang) if options.first else "") + body


class _Entries:
    """The entries of one summary, made once, and where they stand."""

    def __init__(self, shown: Presentation) -> None:
        self.shown = shown
        self.in_order: list[Entry] = []
        self._made: dict[int, Entry] = {}  # by the item's identity: ids of items may be anything
        above = self._above()
        for group in GROUPS:
            for number, item in enumerate(getattr(shown.summary, group), start=1):
                value = shown.amount(item) if group == "targets" else ""
                entry = self._entry(f"{group[0]}{number}", group, item, value=value, above=above.get(id(item), ""))
                self.in_order.append(entry)
                self._made[id(item)] = entry
        # Of items with the same place the smallest kind is what a click on the text means.
        self.spans = [KeyedSpan(e.item.start, e.item.end, e.key) for e in reversed(self.in_order)]

    def nodes(self) -> tuple[list[Node], int]:
        """The tree in reading order, and how many lists are open at its end."""
        nodes: list[Node] = []
        opened = 0
        for depth, branch in self.shown.tree():
            level = min(depth, _MAX_DEPTH)
            node = Node(None if branch.goal is None else self._of(branch.goal), level, max(opened - level, 0))
            node.targets = list(map(self._of, branch.targets))
            node.measures = [(self._of(measure), list(map(self._of, targets))) for measure, targets in branch.measures]
            nodes.append(node)
            opened = level + 1
        return nodes, opened

    def gaps(self) -> list[Entry]:
        """What was not fully extracted."""
        gaps = enumerate(self.shown.summary.incomplete, start=1)
        return [self._entry(f"x{number}", "incomplete", gap) for number, gap in gaps]

    def refused(self) -> list[Entry]:
        """The candidates not taken, with the words around them."""
        refused = enumerate(self.shown.summary.refused or [], start=1)
        return [
            self._entry(f"r{number}", "refused", refusal, around=self.shown.in_context(refusal)[::2])
            for number, refusal in refused
        ]

    def _entry(self, key: str, group: str, item: Any, **own: Any) -> Entry:
        return Entry(key, group, item, self.shown.place(item), self.shown.reason(item), **own)

    def _of(self, item: Goal | Measure | Target) -> Entry:
        return self._made[id(item)]

    def _above(self) -> dict[int, str]:
        """The keys of the goals above each item, by the item's identity."""
        keys = {id(goal): f"g{number}" for number, goal in enumerate(self.shown.summary.goals, start=1)}
        above: dict[int, str] = {}
        path: list[str] = []
        for depth, branch in self.shown.tree():
            del path[depth:]
            path.append(keys.get(id(branch.goal), ""))
            above |= dict.fromkeys(map(id, branch.items()), " ".join(filter(None, path)))
        return above


def _key_of(*parts: str) -> str:
    """A document's own name in the page's links: letters and digits, whatever the document is called."""
    return "d" + hashlib.sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:10]


def _head(title: str, lang: str) -> str:
    style, script = (Markup(resource(f"{__package__}.page", name)) for name in ("page.css", "page.js"))  # noqa: S704 - our own files
    template = environment().get_template("head.html.j2")
    return template.render(title=title, lang=lang, policy=policy(style, script), style=style, script=script)


__all__ = ["render", "render_error"]
