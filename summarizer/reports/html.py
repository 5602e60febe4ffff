"""The report as one self-contained HTML page: items beside the text they stand in, each a click from the other.

The page needs no network and runs one script, its own: a content security policy that names the hashes of its
style and script forbids everything else. Whatever comes from a document or a model goes through :func:`clean`
and the template's escaping; keys and links are made of our own letters and numbers alone.

Several documents follow one another on a page. HTML needs no closing tags at its end, so that each can be written
when it is ready, and nothing has to be kept; the script makes a switch of them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from summarizer.messages import language
from summarizer.reports.arrange import arrange, walk
from summarizer.reports.labels import labels_for, labels_in
from summarizer.reports.reasons import reason_in
from summarizer.reports.spans import KeyedSpan, cut
from summarizer.reports.tables.web import policy, resource
from summarizer.reports.usage import usage_line
from summarizer.reports.view import is_silent
from summarizer.reports.wording import Places, amount, clean, in_context

if TYPE_CHECKING:
    from summarizer.messages import Message
    from summarizer.models import Goal, Measure, Summary, Target
    from summarizer.reports.arrange import Branch
    from summarizer.reports.labels import Labels
    from summarizer.reports.view import RenderOptions

_FILES = ("page.css", "page.js", "head.html.j2", "document.html.j2", "unread.html.j2")
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
        return "" if words == self.item.quote else self.item.quote


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
    labels = labels_for(summary, lang=options.view.lang)
    info = summary.document
    entries = _Entries(summary, labels)
    nodes, closes = entries.nodes()
    gaps, refused = entries.gaps(), entries.refused()
    spans = [*entries.spans, *(KeyedSpan(e.item.start, e.item.end, e.key) for e in [*gaps, *refused])]
    items = {item.id: entry for item, entry in zip(summary.items(), entries.in_order, strict=True)}
    body = _environment().get_template("document.html.j2").render(
        doc=_key_of(info.name, info.sha256), summary=summary, info=info, view=options.view, labels=labels,
        title=info.title or info.name, nodes=nodes, closes=closes, gaps=gaps, refused=refused,
        lines=None if info.text is None else cut(info.text, spans),
        cites=[(cite, items.get(cite)) for cite in summary.overview.cites],
        goals=[e for e in entries.in_order if e.group == "goals"], limit=_MAX_OPTION,
        kinds=_counted(target.kind for target in summary.targets),
        unsure=sum(1 for item in summary.items() if item.unsure),
        targets_of=len(summary.items()), silent=is_silent(summary), usage=usage_line(summary, options.view, labels),
        dated=any(e.item.deadline for e in entries.in_order if e.group != "goals"),
        acting=any(m.actors for m in summary.measures), place_label=entries.places.label,
    )  # fmt: skip
    return (_head(info.title or info.name, labels.page_lang) if options.first else "") + body


def render_error(name: str, error: Message, options: RenderOptions) -> str:
    """The part of a document that could not be read, on the page of several, in the reader's language."""
    if options.alone:
        return ""
    labels = labels_in(options.view.lang or language())
    message = error.text(labels.lang)
    template = _environment().get_template("unread.html.j2")
    body = template.render(doc=_key_of(name, message), name=name, message=message, labels=labels)
    return (_head(name, labels.page_lang) if options.first else "") + body


class _Entries:
    """The entries of one summary, made once, and where they stand."""

    def __init__(self, summary: Summary, labels: Labels) -> None:
        self.summary, self.labels = summary, labels
        self.places = Places(summary.document.text, labels)
        self.in_order: list[Entry] = []
        self.spans: list[KeyedSpan] = []
        self._made: dict[int, Entry] = {}

    def nodes(self) -> tuple[list[Node], int]:
        """The tree in reading order, and how many lists are open at its end."""
        above = self._above()
        for group in ("goals", "measures", "targets"):
            for number, item in enumerate(getattr(self.summary, group), start=1):
                self._add(group, number, item, above)
        # Of items with the same place the smallest kind is what a click on the text means.
        self.spans = [KeyedSpan(e.item.start, e.item.end, e.key) for e in reversed(self.in_order)]
        nodes: list[Node] = []
        opened = 0
        for depth, branch in walk(arrange(self.summary)):
            level = min(depth, _MAX_DEPTH)
            node = Node(None if branch.goal is None else self._of(branch.goal), level, max(opened - level, 0))
            node.targets = [self._of(target) for target in branch.targets]
            node.measures = [(self._of(m), [self._of(target) for target in targets]) for m, targets in branch.measures]
            nodes.append(node)
            opened = level + 1
        return nodes, opened

    def gaps(self) -> list[Entry]:
        """What was not fully extracted."""
        return [
            Entry(f"x{number}", "incomplete", gap, self.places.of(gap), reason_in(self.labels, gap))
            for number, gap in enumerate(self.summary.incomplete, start=1)
        ]

    def refused(self) -> list[Entry]:
        """The candidates not taken, with the words around them."""
        entries = []
        for number, one in enumerate(self.summary.refused or [], start=1):
            before, _, after = in_context(one, self.summary.document.text, self.labels)
            entries.append(
                Entry(
                    f"r{number}", "refused", one, self.places.of(one), reason_in(self.labels, one),
                    around=(before, after),
                )
            )  # fmt: skip
        return entries

    def _add(self, group: str, number: int, item: Goal | Measure | Target, above: dict[int, str]) -> None:
        entry = Entry(
            f"{group[0]}{number}", group, item, self.places.of(item),
            reason_in(self.labels, item),
            amount(item, self.labels, text=self.summary.document.text) if group == "targets" else "",  # type: ignore[arg-type]
            above.get(id(item), ""),
        )  # fmt: skip
        self.in_order.append(entry)
        self._made[id(item)] = entry

    def _of(self, item: Goal | Measure | Target) -> Entry:
        return self._made[id(item)]

    def _above(self) -> dict[int, str]:
        """The keys of the goals above each item, by the item's identity: ids of items may be anything."""
        keys = {id(goal): f"g{number}" for number, goal in enumerate(self.summary.goals, start=1)}
        above: dict[int, str] = {}
        path: list[str] = []
        for depth, branch in walk(arrange(self.summary)):
            del path[depth:]
            path.append(keys.get(id(branch.goal), ""))
            here = " ".join(filter(None, path))
            for item in _of_branch(branch):
                above[id(item)] = here
        return above


def _of_branch(branch: Branch) -> list[Goal | Measure | Target]:
    items: list[Goal | Measure | Target] = [] if branch.goal is None else [branch.goal]
    items += branch.targets
    for measure, targets in branch.measures:
        items += [measure, *targets]
    return items


def _counted(kinds: Any) -> dict[str, int]:
    counts: dict[str, int] = {}
    for kind in kinds:
        counts[kind] = counts.get(kind, 0) + 1
    return counts


def _key_of(*parts: str) -> str:
    """A document's own name in the page's links: letters and digits, whatever the document is called."""
    return "d" + hashlib.sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:10]


def _head(title: str, lang: str) -> str:
    style, script = (Markup(_file(name)) for name in ("page.css", "page.js"))  # noqa: S704 - our own files
    template = _environment().get_template("head.html.j2")
    return template.render(title=title, lang=lang, policy=policy(style, script), style=style, script=script)


@cache
def _environment() -> Environment:
    return Environment(
        loader=DictLoader({name: _file(name) for name in _FILES if name.endswith(".j2")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )


def _finalized(value: object) -> object:
    """Every string of a document on one line, with nothing in it that acts; the template's own markup as it is."""
    return clean(value) if type(value) is str else value


@cache
def _file(name: str) -> str:
    return resource(f"{__package__}.page", name)


__all__ = ["render", "render_error"]
