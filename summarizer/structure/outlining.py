"""The outline of a document: its lines become headings and sentences, in one pass, in linear time."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from summarizer.structure.given import (
    cells_parted,
    in_table,
    is_entry,
    marked_titles,
    names_apart,
    read_tables,
    work_lines,
)
from summarizer.structure.headings import DOCUMENT_TITLE, LONGEST_RUN_IN, LONGEST_TITLE, HeadingStack, trim_title
from summarizer.structure.numbering import (
    INLINE,
    RANK,
    SHI,
    Mark,
    damaged_run,
    han_ordinal,
    read_damaged_mark,
    read_mark,
)
from summarizer.structure.outline import Outline, Sentence
from summarizer.structure.sentences import Cut, cut, lone_tag, names_somebody

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.documents.document import Document, Span
    from summarizer.structure.tables import PlanTable

_HIDING = re.compile(r"<(?:!|\s?(?:script|style)\b)", re.IGNORECASE)
_BLOCK_TAG = re.compile(r"<\s*/?\s*(?:p|div|br|h[1-6]|li|ul|ol|tr|td|th|table|center|section|article)", re.IGNORECASE)
_GAP = re.compile(r" {2,}")
_BLANKS = re.compile(r" *")
_BULLET = re.compile(r"(?:[-+*] |[•●◆◇■▪▲△★☆➢➤·]) *")
_BOLD_LINE = re.compile(r"\*\*(?=[^*]+\*\*$)")
_STOP = re.compile(r"[。;!?]")
# A number with something to count makes a short first sentence content, not a title.
_COUNTED = re.compile(r"\d[.,]*\s*(?:[%个所名项家万亿处条次座户人]|[xX×*]{1,4}[%个所名项家])|[xX×*]{1,4}[%个所名项家]")
_LONGEST_BARE_TITLE = 30
_LONGEST_SHI = 25
_MOST_TAGS = 8
"""A sentence takes no more: in a text of nothing but tags all of them would fall to every sentence."""
_STOPPED = frozenset("。;!?:)〕】”")
_PUNCTUATED = re.compile(r"[。;]")
_NO_TITLE = re.compile(r"[。;!?:]|\d{4}年\d{1,2}月\d{1,2}日")
_SALUTATION = re.compile(
    r"^[^,。;]{0,60}(?:代表|委员|同志们?|朋友们?|单位|部门|政府|委会|机构|公司|学校|[局委办院校厅处])[:]$"
)


def outline(document: Document) -> Outline:
    """Headings and sentences of ``document``, page furniture left out. Never raises; linear in its length."""
    view = document.view
    tables = read_tables(document)
    lines = [line for line in _lines(document, [table.span for table in tables]) if not is_entry(document, *line)]
    written = [(start, end) for start, end in lines if not in_table(document, start)]
    bare = _bare_titles(view, written)
    bare |= {start: f"markdown{level}" for start, level in marked_titles(document).items()}
    builder = _Builder(view, bare, damaged_run(view, [start for start, _ in written]))
    waiting = list(reversed(tables))
    for start, end in lines:
        while waiting and waiting[-1].start <= start:
            builder.table(waiting.pop())
        builder.line(start, end)
    while waiting:
        builder.table(waiting.pop())
    return replace(builder.finish(), tables=tuple(tables))


def _bare_titles(view: str, lines: list[tuple[int, int]]) -> dict[int, str]:
    """Where unnumbered titles begin, and their system.

    They are short lines without punctuation, ``bare`` over a paragraph, ``outer`` over numbered items;
    fewer than three in a document are chance.
    """
    found: dict[int, str] = {}
    long = [end for start, end in lines if end - start > _LONGEST_BARE_TITLE]
    if sum(view[end - 1] in _STOPPED for end in long) * 2 < len(long):
        return found  # a text without full stops: an unpunctuated line says nothing
    for (start, end), (below, below_end) in pairwise(lines[1:]):
        text = view[start:end]
        if not 4 <= end - start <= _LONGEST_BARE_TITLE or _NO_TITLE.search(text):  # noqa: PLR2004
            continue
        if read_mark(view, start, end) is not None or _COUNTED.search(text) or DOCUMENT_TITLE.fullmatch(text):
            continue
        if read_mark(view, below, below_end) is not None:
            found[start] = "outer"
        elif below_end - below > end - start and _PUNCTUATED.search(view, below, below_end):
            found[start] = "bare"
    return found if len(found) >= 3 else {}  # noqa: PLR2004


def _lines(document: Document, left_out: list[Span]) -> Iterator[tuple[int, int]]:
    """Stretches between line ends, furniture and ``left_out`` not; inline markup (``<b>``) does not break a line.

    A cell of a table that is not left out is a line.
    """
    view = cells_parted(document)
    at = 0
    for span in (*sorted((*document.furniture, *left_out)), None):
        if span is not None and view.startswith("<", span.start) and not _breaks(view[span.start : span.end]):
            continue
        stop = len(view) if span is None else span.start
        while at < stop:
            newline = view.find("\n", at, stop)
            edge = stop if newline < 0 else newline
            yield from _split(view, at, edge)
            at = edge + 1
        if span is not None:
            at = max(at, span.end)


def _breaks(markup: str) -> bool:
    """Block tags do, and what hides words from a reader (comments, scripts): they are no part of the sentence."""
    return "\n" in markup or _BLOCK_TAG.search(markup) is not None or _HIDING.search(markup) is not None


def _split(view: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Split a line that holds several: at marks after a full stop, and at gaps between blocks."""
    while start < end and view[start] == " ":
        start += 1
    while end > start and view[end - 1] == " ":
        end -= 1
    if start >= end:
        return
    edges = [start]
    if end - start > LONGEST_TITLE:
        edges += [m.start() for m in INLINE.finditer(view, start + 1, end) if _starts_item(view, m.start(), end)]
    mark = read_mark(view, start, end)
    if mark is not None or end - start > LONGEST_TITLE:
        # 第一节　发展环境　　“十一五”时期…: a gap behind the title, not the one behind its number
        gaps = _GAP.finditer(view, mark.end if mark else start + 1, end)
        edges += [m.end() for m in gaps if _between_blocks(view, start, m.start(), m.end(), end)]
    edges = [*sorted(set(edges)), end]
    for begin, stop in pairwise(edges):
        if view[begin:stop].strip():
            yield begin, stop


def _starts_item(view: str, at: int, end: int) -> bool:
    """Whether a mark inside a line begins an item: what follows it is a title or a sentence, not a list's tail."""
    mark = read_mark(view, at, end)
    return mark is not None and end - mark.end > 4  # noqa: PLR2004  shorter is a reference such as (一)


def _between_blocks(view: str, start: int, gap: int, after: int, end: int) -> bool:
    return (
        view[gap - 1] in "。;:!?"
        or read_mark(view, after, end) is not None
        or (read_mark(view, start, gap) is not None and gap - start <= LONGEST_TITLE)
    )


class _Pending(NamedTuple):
    """A numbered line that ends in a full stop and waits for what follows; offsets of line, title and line end."""

    mark: Mark
    start: int
    title_end: int
    end: int


_NOTHING = Mark("part", 0, 0)
"""What follows the last line: the outermost mark there is, under which nothing stands."""


class _Builder:
    """Walks the lines once; ``headings`` and ``sentences`` are what it found."""

    def __init__(self, view: str, bare_titles: dict[int, str], damaged: dict[int, Mark]) -> None:
        self.view = view
        self._bare_titles = bare_titles
        self._damaged = damaged
        self.headings = HeadingStack()
        self.sentences: list[Sentence] = []
        self._group = 0
        self._pending: _Pending | None = None
        self._preamble_end = -1

    def line(self, start: int, end: int) -> None:
        """Take one line: a heading, a title, or body text (perhaps with a run-in title)."""
        view = self.view
        if bullet := _BULLET.match(view, start, end) or _BOLD_LINE.match(view, start, end):
            end -= 2 if bullet[0] == "**" else 0
            start = bullet.end()
            if start >= end:
                return  # a bullet alone
        mark = read_mark(view, start, end) or self._damaged.get(start)
        if mark is None and view[start : start + 1].isdigit():
            waiting = self._pending is not None and self._pending.mark.system == "arabic"
            expected = self._pending.mark.ordinal + 1 if self._pending and waiting else self.headings.expected("arabic")
            mark = read_damaged_mark(view, start, end, expected)
        self._settle(mark)
        self.headings.close_run_ins()
        if mark is not None and self._preamble_end < 0 and mark.system != "shi":
            self._preamble_end = start
        if mark is None:
            self._unmarked(start, end)
        elif mark.system == "shi":
            self._body(start, end)
        else:
            self._marked(mark, start, end)

    def table(self, table: PlanTable) -> None:
        """Take a table: the sentences of its cells of work, with who and by when of their rows."""
        self._settle(_NOTHING)
        for row, start, end in work_lines(self.view, table):
            tags = tuple(part for cell in row.actors for part in names_apart(self.view, cell))
            due = (row.due.start, row.due.end) if row.due else None
            for made in cut(self.view, start, end):
                heading = self.headings.current
                self.sentences.append(
                    Sentence(made.start, made.end, made.stop, heading, self._group, tags=(*made.tags, *tags), due=due)
                )
            self._group += 1

    def _marked(self, mark: Mark, start: int, end: int) -> None:
        view = self.view
        stop = _STOP.search(view, mark.end, end)
        title_end = stop.start() if stop else end
        body_start = stop.end() if stop else end
        colon = view.find(":", mark.end, min(title_end, mark.end + LONGEST_RUN_IN))
        if (
            0 < colon < end - 1
            and (stop is None or colon < title_end)
            and not view[mark.end : colon].endswith(("是", "为"))
        ):
            title_end, body_start = colon, colon + 1
        title_start, title_end = trim_title(view, mark.end, title_end)
        title = view[title_start:title_end]
        mark = mark._replace(end=title_start)
        bare = body_start >= end
        if bare and not title:
            return  # a number alone on its line titles nothing
        if bare and len(title) <= LONGEST_TITLE and not (stop and self._is_content(title, mark)):
            if stop:
                self._pending = _Pending(mark, start, title_end, end)
            else:
                self.headings.add(mark, start, title_end, end, title, run_in=False)
            return
        if (
            not bare
            and lone_tag(view, body_start, end) is None
            and self._is_run_in(title, stop[0] if stop and stop.end() == body_start else ":")
        ):
            self.headings.add(mark, start, title_end, body_start, title, run_in=True)
            self._body(body_start, end)
            return
        # A numbered paragraph: it closes its neighbour's item, so that its sentences do not fall to it.
        self.headings.make_room(mark)
        self._body(mark.end, end)

    def _settle(self, following: Mark | None) -> None:
        """A numbered line that ends in a full stop is a title if something stands under it, else an item's text."""
        held, self._pending = self._pending, None
        if held is None:
            return
        mark = held.mark
        inside = following is None or (RANK[following.system] > RANK[mark.system] and following.ordinal <= 1)
        if inside:
            title = self.view[mark.end : held.title_end]
            self.headings.add(mark, held.start, held.title_end, held.end, title, run_in=False)
        else:
            self.headings.make_room(mark)
            self._body(mark.end, held.end)

    def finish(self) -> Outline:
        """The outline of all lines taken."""
        self._settle(_NOTHING)
        headings = self.headings.finish()
        if self._preamble_end < 0 and headings:
            self._preamble_end = headings[0].line_start
        return Outline(headings, tuple(self.sentences), self._preamble_end)

    def _is_content(self, title: str, mark: Mark) -> bool:
        """A numbered line that ends in a full stop: content, unless it is short and says nothing countable."""
        return (
            len(title) > LONGEST_RUN_IN
            or _COUNTED.search(title) is not None
            or mark.system in {"circled", "half-paren"}
        )

    def _is_run_in(self, title: str, stop: str) -> bool:
        if stop == ";" or len(title) > LONGEST_RUN_IN or len(title) < 2:  # noqa: PLR2004
            return False
        return _COUNTED.search(title) is None

    def _unmarked(self, start: int, end: int) -> None:
        view = self.view
        text = view[start:end]
        if _STOP.search(text) is None:
            if DOCUMENT_TITLE.fullmatch(text.strip("《》 ")):
                self.headings.close_all()
                return
            if start in self._bare_titles:
                title_start, title_end = trim_title(view, start, end)
                title = view[title_start:title_end]
                mark = Mark(self._bare_titles[start], 0, title_start)
                self.headings.add(mark, start, title_end, end, title, run_in=False)
                return
            above = self.headings.current is None and not self._goes_on(start)
            if above and len(text) <= LONGEST_RUN_IN and not _COUNTED.search(text):
                return  # title lines, salutations, dates, signatures above the first heading
            if _SALUTATION.match(text):
                return
        self._body(start, end)

    def _goes_on(self, start: int) -> bool:
        """Whether only blanks part what begins at ``start`` from the sentence before it: both stand on one line."""
        blanks = _BLANKS.match(self.view, self.sentences[-1].stop) if self.sentences else None
        return blanks is not None and blanks.end() >= start

    def _body(self, start: int, end: int) -> None:
        cuts = cut(self.view, start, end)
        if not cuts and (tag := lone_tag(self.view, start, end)):
            self._assign(tag)
        for position, made in enumerate(cuts):
            shi = SHI.match(self.view, made.start, made.end)
            if shi and self._is_shi_title(cuts, position, shi.end()):
                title_start, title_end = trim_title(self.view, shi.end(), made.end)
                mark = Mark("shi", han_ordinal(shi["shi"]), title_start)
                self.headings.add(mark, made.start, title_end, made.stop, self.view[title_start:title_end], run_in=True)
            else:
                self._sentence(made)
        if self.view[end - 1] != ":":
            self._group += 1  # 今年的主要目标是: — what the next lines list belongs to this sentence

    def _is_shi_title(self, cuts: list[Cut], position: int, title_start: int) -> bool:
        """一是 opens a run-in title where it is a short full sentence and text of its own follows it."""
        made = cuts[position]
        title_start, title_end = trim_title(self.view, title_start, made.end)
        if not made.full or not 0 < title_end - title_start <= _LONGEST_SHI:
            return False
        if _COUNTED.search(self.view, title_start, title_end):
            return False
        following = cuts[position + 1] if position + 1 < len(cuts) else None
        return following is not None and SHI.match(self.view, following.start, following.end) is None

    def _assign(self, tag: tuple[int, int]) -> None:
        """A tag on a line of its own is for the sentences of its item, back to the last one that names somebody."""
        item = self.headings.current
        last = len(self.sentences) - 1
        if last < 0 or (self.headings.found and self.headings.found[-1].start > self.sentences[last].start):
            return  # nothing stands under the heading that the tag follows
        for at in range(last, -1, -1):
            sentence = self.sentences[at]
            over = sentence.heading
            inside = over is None if item is None else over is not None and over >= item
            if names_somebody(self.view, sentence.tags) or not inside or len(sentence.tags) >= _MOST_TAGS:
                return
            self.sentences[at] = replace(
                sentence, tags=(*sentence.tags, tag), stop=tag[1] if at == last else sentence.stop
            )

    def _sentence(self, made: Cut) -> None:
        self.sentences.append(
            Sentence(made.start, made.end, made.stop, self.headings.current, self._group, tags=made.tags)
        )
        if made.full and self.view[made.stop - 1] != ":":
            self._group += 1
