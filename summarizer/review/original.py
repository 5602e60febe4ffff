"""The document of a review: its text, as it was read and as it was corrected, and what the rules read in it.

A document is read once in a process; the last few are kept.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from summarizer.documents.document import Document
from summarizer.engines.rules import RulesEngine
from summarizer.evaluation.numbers import reader_of
from summarizer.models import Locator
from summarizer.pipeline.placing import placed
from summarizer.pipeline.reading import ReadDocument, bounds_of, read
from summarizer.profiles.profile import load_profile
from summarizer.review.corrections import CorrectedText
from summarizer.review.reading import readings
from summarizer.structure.clauses import Clauses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.documents.document import Fetched
    from summarizer.engines.candidates import ChunkExtraction
    from summarizer.models import Group
    from summarizer.profiles.profile import Profile
    from summarizer.review.models import SpanReading
    from summarizer.settings.settings import Settings

_KEPT = 8
"""Documents in memory."""
_LINE = 2000
"""Characters of a line to either side of a span."""
_SPANS = 256
"""Readings of spans in memory, of a document."""


@lru_cache(_KEPT)
def _profile(name: str, _digest: str) -> Profile:
    """A profile, once: the engine keeps what it makes of each."""
    return load_profile(name)


@dataclass(frozen=True)
class Original:
    """A document as it was read; with :meth:`corrected` as people put its text right.

    All offsets given and taken are those of :attr:`text`, the corrected one.
    """

    found: ReadDocument
    corrections: CorrectedText

    @classmethod
    def of(cls, fetched: Fetched, profile: str, settings: Settings, digest: str = "") -> Original:
        """Read a document by a profile of files with a ``digest``.

        Raises :class:`~summarizer.errors.DocumentError` as reading does.
        """
        found = read(fetched, _profile(profile, digest), bounds_of(settings))
        return cls(found, CorrectedText(found.source.text))

    def corrected(self, held: Sequence[Any]) -> Original:
        """The same with the corrections that ``held`` lists."""
        corrections = CorrectedText.of(self.found.source.text, held)
        return self if corrections == self.corrections else Original(self.found, corrections)

    @property
    def text(self) -> str:
        """The text that items stand in."""
        return self.corrections.text

    @property
    def language(self) -> str:
        """The code of its language."""
        return self.found.source.language

    @cached_property
    def _read(self) -> ReadDocument:
        """What the rules walk: of a corrected text a document of its own, without the file's marks of headings."""
        if not self.corrections.replaced:
            return self.found
        return read(Document.from_text(self.text, self.found.source.name), self.found.profile)

    @cached_property
    def _engine(self) -> RulesEngine:
        return RulesEngine(self.found.profile)

    def readings(self, group: Group, start: int, end: int) -> list[SpanReading]:
        """What the rules read in a span, as an item of ``group``."""
        found: list[SpanReading] = self._readings(group, start, end)
        return found

    @cached_property
    def _readings(self) -> Any:
        @lru_cache(_SPANS)
        def of(group: Group, start: int, end: int) -> list[SpanReading]:
            return readings(group, self.span(start, end), self.text, start, end)

        return of

    def span(self, start: int, end: int) -> ChunkExtraction:
        """The candidates that the rules find in a span by itself."""
        found = self._read
        part = self._engine.read_span(found.document, found.outline, self._at(start), self._at(end))
        return placed(part, found.document, found.source)

    @cached_property
    def candidates(self) -> ChunkExtraction:
        """All that the rules found and rejected, in the text as it is now."""
        return placed(self._read.candidates, self._read.document, self._read.source)

    @cached_property
    def _clauses(self) -> Clauses:
        return Clauses(self._read.document.text, self._read.outline, self._read.source)

    @cached_property
    def second_reader(self) -> Any:
        """The reader of numbers of the text's language that an evaluation has."""
        return reader_of(self.text)

    def place(self, start: int) -> Locator | None:
        """Where an offset stands in the file; None in a plain text."""
        place = self.found.source.place(self.corrections.before(start, start)[0])
        return None if place is None else Locator(page=place.page, paragraph=place.paragraph, cell=place.cell)

    def clause(self, start: int) -> str | None:
        """The plan's own number of the clause that an offset stands in."""
        return self._clauses.of(self._over(start), start)

    @property
    def headings(self) -> list[tuple[int, int, int]]:
        """Where the headings stand: start, end and level."""
        source = self._read.source
        return [
            (*source.origin(heading.line_start, heading.end), heading.level) for heading in self._read.outline.headings
        ]

    def around(self, start: int, end: int) -> str:
        """The words that govern a span: its full sentence and line, the headings above, its table."""
        outline, shown = self._read.outline, self._read.document.text
        titles = [outline.headings[one] for one in outline.path(self._over(start))]
        first = max(self.text.rfind("\n", 0, start) + 1, start - _LINE)
        last = self.text.find("\n", end, end + _LINE)
        return "\n".join([
            self.text[first : last if last >= 0 else end + _LINE],
            *self.sentence(start),
            *(shown[title.start : title.end] for title in titles),
            *self.tables(start, end),
        ])  # fmt: skip

    def tables(self, start: int, end: int) -> list[str]:
        """The text of the tables that a span stands in."""
        source, old = self.found.source, self.corrections.before(start, end)
        tables = (table for table in source.tables if table.start < old[1] and old[0] < table.end)
        return [source.text[table.start : table.end] for table in tables]

    def _at(self, start: int) -> int:
        """An offset in what is read, where the line ends that only lay a text out are gone."""
        joined = self._read.source.joined
        return start if joined is None else joined.offsets.after(start)

    def _over(self, start: int) -> int | None:
        """The heading that an offset stands under, by its number in the outline."""
        over = bisect_right(self._read.outline.headings, self._at(start), key=attrgetter("line_start")) - 1
        return over if over >= 0 else None

    def sentence(self, start: int) -> list[str]:
        """The full sentence that an offset stands in, as it is read, without the line ends that only lay it out."""
        at, found = self._at(start), self._read.outline.sentences
        index = bisect_right(found, at, key=attrgetter("start")) - 1
        if index < 0:
            return []
        first = last = index
        while first and found[first - 1].group == found[index].group:
            first -= 1
        while last + 1 < len(found) and found[last + 1].group == found[index].group:
            last += 1
        return [self._read.document.text[found[first].start : found[last].stop]]

    def scanned(self, start: int, end: int) -> bool:
        """Whether a stretch was recognised in a picture of a page, all of it but blanks."""
        first, last = self.corrections.before(start, end)
        certain = self.found.source.certainties
        text = self.found.source.text
        near = [one for one in certain if one.start <= last and first <= one.end]
        held = {at for one in near for at in range(one.start, one.end)}
        return bool(near) and all(at in held or text[at].isspace() for at in range(first, last))


class Originals:
    """The documents that were read last, by the key that the caller gives them."""

    def __init__(self) -> None:
        self._held: OrderedDict[object, Original] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: object) -> Original | None:
        """A document that was read before."""
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
            return found

    def put(self, key: object, original: Original) -> Original:
        """Keep a document."""
        with self._lock:
            self._held[key] = original
            while len(self._held) > _KEPT:
                self._held.popitem(last=False)
        return original
