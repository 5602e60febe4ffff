"""The outline of a document: its lines become headings and sentences, in one pass, in linear time."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise, zip_longest
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from summarizer.languages import Language, find
from summarizer.languages.records import NAMED, NAMED_LIST, Cut, Mark
from summarizer.structure.given import (
    CellLine,
    cells_parted,
    in_table,
    is_entry,
    marked_titles,
    read_tables,
    work_lines,
)
from summarizer.structure.headings import HeadingStack, trim_title
from summarizer.structure.outline import Outline, Sentence
from summarizer.structure.tables import PlanTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.documents.document import Document
    from summarizer.documents.parts import Span

_HIDING = re.compile(r"<(?:!|\s?(?:script|style)\b)", re.IGNORECASE)
_BLOCK_TAG = re.compile(r"<\s*/?\s*(?:p|div|br|h[1-6]|li|ul|ol|tr|td|th|table|center|section|article)", re.IGNORECASE)
_BLANKS = re.compile(r" *")
_CELL = re.compile(r"[^|\s](?:[^|\n]*[^|\s])?")
_RULE = re.compile(r"[-: ]+")
_BULLET = re.compile(r"(?:(?:[-+*] (?: *\[[ xX]\] )?|[•●◆◇■▪▲△★☆➢➤·☐☑☒✓✔]|□ ) *){1,2}")
_MARKS = frozenset("-+*•●◆◇■▪▲△★☆➢➤·☐☑☒✓✔□")
"""With these a bulleted or a bold line begins."""
_BOLD_LINE = re.compile(r"\*\*(?=[^*]+\*\*$)")
_MAX_TAGS = 8
"""A sentence takes no more: in a text of nothing but tags all of them would fall to every sentence."""


def outline(document: Document) -> Outline:
    """Headings and sentences of ``document``, page furniture left out. Never raises; linear in its length."""
    view, pack = document.view, find(document.language)
    tables = read_tables(document, pack)
    left_out = [table.span for table in tables]
    lines = [line for line in _lines(document, left_out, pack) if not is_entry(document, *line, pack)]
    written = [(start, end) for start, end in lines if not in_table(document, start) and not _in_bars(view, start)]
    bare = pack.headings.bare_titles(view, written) | marked_titles(document, pack)
    builder = _Builder(view, pack, bare, pack.numbering.damaged_run(view, [start for start, _ in written]))
    parts: list[PlanTable | tuple[int, int]] = [*tables, *lines]
    for part in sorted(parts, key=itemgetter(0)):
        if isinstance(part, PlanTable):
            builder.table(part)
        else:
            builder.line(*part)
    return replace(builder.finish(), tables=tuple(tables))


def _lines(document: Document, left_out: list[Span], pack: Language) -> Iterator[tuple[int, int]]:
    """Stretches between line ends, furniture and ``left_out`` not; inline markup (``<b>``) does not break a line.

    A cell of a table that is not left out is a line.
    """
    view = cells_parted(document)
    at = 0
    for span in (*sorted((*document.furniture, *left_out)), None):
        if span is not None and view[span.start] in "<&" and not _breaks(view[span.start : span.end]):
            continue
        stop = len(view) if span is None else span.start
        while at < stop:
            newline = view.find("\n", at, stop)
            edge = stop if newline < 0 else newline
            yield from _split(view, at, edge, pack)
            at = edge + 1
        if span is not None:
            at = max(at, span.end)


def _breaks(markup: str) -> bool:
    """Block tags do, and what hides words from a reader (comments, scripts): they are no part of the sentence."""
    return "\n" in markup or _BLOCK_TAG.search(markup) is not None or _HIDING.search(markup) is not None


def _split(view: str, start: int, end: int, pack: Language) -> Iterator[tuple[int, int]]:
    """Split a line that holds several."""
    while start < end and view[start] == " ":
        start += 1
    while end > start and view[end - 1] == " ":
        end -= 1
    if start >= end:
        return
    if view[start] == "|" and view[end - 1] == "|" and end - start > 1:
        for cell in _CELL.finditer(view, start, end):
            if cell.end() - cell.start() >= pack.tables.MIN_ENTRY and _RULE.fullmatch(cell[0]) is None:
                yield cell.span()
        return
    starts = pack.numbering.line_starts(view, start, end, pack.headings.MAX_TITLE)
    for begin, stop in pairwise((start, *starts, end)):
        if view[begin:stop].strip():
            yield begin, stop


def _in_bars(view: str, start: int) -> bool:
    """Whether a line is the cell of a row that stands in bars, of a table that is none of a plan."""
    return view[max(0, start - 2) : start].strip(" ") == "|"


class _Pending(NamedTuple):
    """A numbered line that waits for what follows; offsets of line, title and line end."""

    mark: Mark
    start: int
    title_end: int
    end: int


_NOTHING = Mark("part", 0, 0)
"""What follows the last line: the outermost mark there is, under which nothing stands."""


class _Builder:
    """Walks the lines once; ``headings`` and ``sentences`` are what it found."""

    def __init__(self, view: str, pack: Language, bare_titles: dict[int, str], damaged: dict[int, Mark]) -> None:
        self.view = view
        self._numbering = pack.numbering
        self._cues = pack.headings
        self._sentence_cues = pack.sentences
        self._actor = pack.tables.NAME
        self._bare_titles = bare_titles
        self._damaged = damaged
        self.headings = HeadingStack(view, pack)
        self.sentences: list[Sentence] = []
        self._group = 0
        self._pending: _Pending | None = None
        self._called: tuple[Mark, int] | None = None
        """A mark that names what its title, on the next line, is."""
        self._name_alone: tuple[int, int, int, int] | None = None
        """The name of a part that waits for what stands under it: offsets of line, name and line end."""
        self._items: dict[str, int] = {}
        """The last numbered paragraph of each system."""
        self._preamble_end = -1

    def line(self, start: int, end: int) -> None:
        """Take one line: a heading, a title, or body text (perhaps with a run-in title)."""
        view, written = self.view, start
        bullet = None
        if view[start] in _MARKS and (bullet := _BULLET.match(view, start, end) or _BOLD_LINE.match(view, start, end)):
            end -= 2 if bullet[0] == "**" else 0
            start = bullet.end()
            if start >= end:
                return  # a bullet alone
        listed = bullet is not None and bullet[0] != "**"
        called, self._called = self._called, None
        mark = self._numbering.read_mark(view, start, end) or self._damaged.get(start)
        if mark is None and view[start : start + 1].isdigit():
            held = self._pending
            waiting = held is not None and held.mark.system == "arabic"
            expected = held.mark.ordinal + 1 if held and waiting else self.headings.expected("arabic")
            mark = self._numbering.read_damaged_mark(view, start, end, expected)
        self._settle(mark, listed=listed)
        self._settle_name(mark)
        if self.headings.in_annexes:
            if mark is not None and not self._cues.is_stopped(view[start:end]):
                return  # the name of another paper
            self.headings.close_annexes()
        self.headings.close_run_ins()
        run_in = mark is not None and mark.system == self._numbering.RUN_IN
        if mark is not None and self._preamble_end < 0 and not run_in:
            # An excerpt that begins within a part has none: before 三、 stands what is left of 二、.
            self._preamble_end = start if mark.ordinal <= 1 else 0
        if mark is None and called is not None and not listed and self._is_one(start, end):
            self.headings.add(called[0]._replace(end=start), called[1], end, end)
        elif mark is None:
            self._unmarked(start, end, listed=listed, written=written)
        elif run_in:
            self._body(start, end)
        else:
            self._marked(mark, start, end)

    def table(self, table: PlanTable) -> None:
        """Take a table: the sentences of its cells of work, with who and by when of their rows, and of its goals."""
        self._settle(None)
        self._settle_name(None)
        for line in work_lines(self.view, table, self._numbering.ITEM):
            if not isinstance(line, CellLine):
                if self._numbering.read_mark(self.view, *line) is not None:
                    self.line(*line)
                    self._settle(None)
                continue
            # The names in a cell stand apart: each is a tag.
            names = tuple(
                name.span() for cell in line.actors for name in self._actor.finditer(self.view, cell.start, cell.end)
            )
            for made in self._sentence_cues.cut(self.view, line.start, line.end):
                heading, tags = self.headings.current, (*made.tags, *names)
                self.sentences.append(
                    Sentence(
                        made.start,
                        made.end,
                        made.stop,
                        heading,
                        self._group,
                        tags=tags,
                        due=line.due,
                        cell=line.cell,
                        offices=line.actors,
                    )
                )
            self._group += 1

    def _is_one(self, start: int, end: int) -> bool:
        """Whether a line may be a title: one sentence, of a title's length."""
        cuts = self._sentence_cues.cut(self.view, start, end)
        return end - start <= 2 * self._cues.MAX_TITLE and len(cuts) == 1 and not cuts[0].tags

    def _marked(self, mark: Mark, start: int, end: int) -> None:
        view = self.view
        title_end, body_start, stop = self._cues.split_title(view, mark.end, end)
        title_start, title_end = trim_title(view, mark.end, title_end)
        title = view[title_start:title_end]
        mark = mark._replace(end=title_start)
        if body_start >= end:
            if not title:
                # A number alone on its line titles nothing, but a name with one: Objective 1.2
                self._called = (mark, start) if self._numbering.titles_next(mark.system) else None
                return
            standing = self._cues.standing(title, mark.system, stop) if len(title) <= self._cues.MAX_TITLE else "text"
            if standing == "waits" or (standing == "title" and self._follows_item(mark)):
                self._pending = _Pending(mark, start, title_end, end)
                return
            if standing == "title":
                self._items.pop(mark.system, None)
                self.headings.add(mark, start, title_end, end)
                return
        elif not self._sentence_cues.lone_tags(view, body_start, end) and self._cues.is_run_in(
            title, stop, mark.system
        ):
            self.headings.add(mark, start, title_end, body_start, run_in=True)
            self._body(body_start, end)
            return
        self._item(mark, end)

    def _settle(self, following: Mark | None, *, listed: bool = False) -> None:
        """A numbered line that waits is a title if something stands under it, else an item's text."""
        held, self._pending = self._pending, None
        if held is None:
            return
        mark, rank = held.mark, self._numbering.RANK
        if following is None:
            inside = self._cues.stands_over(listed=listed, last_item=self._follows_item(mark))
        else:
            inside = rank[following.system] > rank[mark.system] and following.ordinal <= 1
        if inside:
            self._items.pop(mark.system, None)
            self.headings.add(mark, held.start, held.title_end, held.end)
        else:
            self._item(mark, held.end)

    def _follows_item(self, mark: Mark) -> bool:
        """Whether the number before was an item: the next of such a list is one too, if nothing stands under it."""
        return mark.ordinal > 1 and self._items.get(mark.system) == mark.ordinal - 1

    def _item(self, mark: Mark, end: int) -> None:
        """A numbered paragraph: it closes its neighbour's item, so that its sentences do not fall to it."""
        self._items[mark.system] = mark.ordinal
        self.headings.make_room(mark)
        self._body(mark.end, end)

    def finish(self) -> Outline:
        """The outline of all lines taken."""
        self._settle(_NOTHING)
        self._settle_name(None)
        headings = self.headings.finish()
        if self._preamble_end < 0:
            titles = (heading for heading in headings if heading.system not in {NAMED, NAMED_LIST})
            self._preamble_end = next((title.line_start for title in titles), -1)
        return Outline(headings, tuple(self.sentences), self._preamble_end)

    def _named(self, start: int, end: int, name: tuple[int, int, int]) -> None:
        """A part that only its name opens: it ends with its line where text follows the name, else with the next."""
        name_start, name_end, body_start = name
        if body_start >= end:
            self._name_alone = (start, name_start, name_end, end)
            return
        first = self._numbering.read_mark(self.view, body_start, end)
        self.headings.add(Mark(NAMED_LIST if first else NAMED, 0, name_start), start, name_end, body_start, run_in=True)
        if first and self.headings.in_annexes:
            return
        opened = self.headings.current
        self._body(body_start, end)
        self.headings.close(opened)

    def _settle_name(self, following: Mark | None) -> None:
        """Open the part whose name waits: numbered items that begin under it belong to it, titles do not."""
        held, self._name_alone = self._name_alone, None
        if held is not None:
            rank = self._numbering.RANK
            items = following is not None and following.ordinal <= 1 and rank[following.system] > rank[NAMED_LIST]
            start, name_start, name_end, end = held
            self.headings.add(Mark(NAMED_LIST if items else NAMED, 0, name_start), start, name_end, end)

    def _unmarked(self, start: int, end: int, *, listed: bool, written: int) -> None:
        if name := self._cues.named_part(self.view, start, end):
            self._named(start, end, name)
            return
        text = self.view[start:end]
        if not self._cues.is_stopped(text):
            if self._cues.is_document_title(text.strip("《》 ")):
                self.headings.close_all()
                return
            system = self._bare_titles.get(start) or (None if listed else self._bare_titles.get(written))
            if system is not None:
                self.headings.add(Mark(system, 0, start), start, end, end)
                return
            above = self.headings.current is None and not self._goes_on(start)
            if (above and self._cues.is_front_matter(text, listed=listed)) or self._cues.SALUTATION.match(text):
                return
        self._body(start, end)

    def _goes_on(self, start: int) -> bool:
        """Whether only blanks part what begins at ``start`` from the sentence before it: both stand on one line."""
        blanks = _BLANKS.match(self.view, self.sentences[-1].stop) if self.sentences else None
        return blanks is not None and blanks.end() >= start

    def _body(self, start: int, end: int) -> None:
        cuts = self._sentence_cues.cut(self.view, start, end)
        for tag in () if cuts else self._sentence_cues.lone_tags(self.view, start, end):
            self._assign(tag)
        for each, following in zip_longest(cuts, cuts[1:]):
            made, mark = each, self._numbering.read_run_in(self.view, each.start, each.end)
            colon = -1 if mark else self.view.find(":", made.start, made.end - 1)
            if colon > 0 and (mark := self._numbering.read_run_in(self.view, colon + 1, made.end)):
                first = made._replace(start=colon + 1)
                if self._is_paragraph_title(mark, first, following):  # 办好以下实事:一是改善出行。新建…
                    self._sentence(Cut(made.start, colon, colon + 1, False, ()))
                    made = first
            if mark and self._is_paragraph_title(mark, made, following):
                self.headings.add(mark, made.start, made.end, made.stop, run_in=True)
            else:
                self._sentence(made)
        if self.view[end - 1] != ":":
            self._group += 1  # The main targets are: - what the next lines list belongs to this sentence

    def _is_paragraph_title(self, mark: Mark, made: Cut, following: Cut | None) -> bool:
        """A full sentence is one where text of its own follows it."""
        if not made.full or following is None:
            return False
        title_start, title_end = trim_title(self.view, mark.end, made.end)
        return (
            self._cues.is_paragraph_title(self.view[title_start:title_end])
            and self._numbering.read_run_in(self.view, following.start, following.end) is None
        )

    def _assign(self, tag: tuple[int, int]) -> None:
        """A tag on a line of its own is for the sentences of its item, back to the last that has one of the kind."""
        item = self.headings.current
        last = len(self.sentences) - 1
        if last < 0 or (self.headings.found and self.headings.found[-1].start > self.sentences[last].start):
            return  # nothing stands under the heading that the tag follows
        for at in range(last, -1, -1):
            sentence = self.sentences[at]
            over = sentence.heading
            inside = over is None if item is None else over is not None and over >= item
            if (
                self._sentence_cues.answered(self.view, sentence.tags, tag)
                or not inside
                or len(sentence.tags) >= _MAX_TAGS
            ):
                return
            stop = tag[1] if at == last else sentence.stop
            self.sentences[at] = sentence._replace(tags=(*sentence.tags, tag), stop=stop)

    def _sentence(self, made: Cut) -> None:
        self.sentences.append(
            Sentence(made.start, made.end, made.stop, self.headings.current, self._group, tags=made.tags)
        )
        if made.full and self.view[made.stop - 1] != ":":
            self._group += 1
