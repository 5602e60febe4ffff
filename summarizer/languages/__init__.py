"""Languages as packs: all that is true of one language only, behind one small interface.

A pack is the package ``summarizer.languages.CODE``. It exposes ``LANGUAGE``, a :class:`Language`, whose parts are
modules of plain functions and compiled patterns; they take strings and offsets, give the tuples of
:mod:`summarizer.languages.records`, and import nothing of the packages above this one. A pack may also hold modules
that stand higher (its rules, its words of comparison): :meth:`Language.part` finds those by name.
A file ``spelling.txt`` in a pack lists characters and what each is read as (:func:`spellings`).

Resolve a pack once a document (``find(document.language)``), not once a sentence.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from decimal import Decimal

    from summarizer.languages.records import Cut, DateMention, Facts, Line, Mark, Mention, Role, Standing
    from summarizer.languages.table_cues import TableCues

DEFAULT = "zh"
"""The pack that reads texts of no language: short ones, tables of figures, mixtures."""
OTHER = "other"
"""The pack that makes one of every language that has none."""
UNKNOWN = "und"
"""The code of a text in no language."""
_CODE = re.compile("[a-z]{2,3}")


class CharacterCues(Protocol):
    """How the language is told from others, in characters and in bytes."""

    ENCODINGS: tuple[str, ...]
    """Encodings that its texts come in besides Unicode, the likeliest first."""

    def recognise(self, shown: str, written: str) -> str | None:
        """The code of a text in this language (``zh``, ``zh-Hant``), else None; given samples of its view and of it."""

    def common_characters(self) -> frozenset[str]:
        """Characters beyond ASCII that make a fifth at least of those of any real text."""


class WordCues(Protocol):
    """What Word and Excel write in the language."""

    STYLES: tuple[str, str]
    """What the styles of headings and of tables of contents are called, before their level; in lower case."""
    SHEETS: str
    NUMBER_FORMATS: dict[int, str]
    """What sheets are called, before their number, that nobody has named; the language's own formats by number."""

    def written(self, count: int, form: str) -> str | None:
        """``count`` in a number format of Word (``chineseCounting``); None where the format is not the language's."""


class FurnitureCues(Protocol):
    """How page furniture is known; lines are of the view, stripped."""

    MAX_DISCLAIMER: int
    """Characters; a longer line is content."""

    MAX_LINK: int
    """Characters of a title in a list of links, of a running head."""

    PAGE_NUMBER: re.Pattern[str]
    """A whole line that is the number of a page."""

    SENTENCE: re.Pattern[str]
    """Found in a line that holds a sentence."""

    NUMBERED: re.Pattern[str]
    """The number of a heading or item, with which a line opens."""

    PRINTED_PAGE_NUMBER: re.Pattern[str]
    """A whole line of a PDF that is the number of a page."""

    PRINTED_ITEM: re.Pattern[str]
    """What a numbered line of a PDF begins with."""

    def is_line(self, text: str, *, edge: bool) -> bool:
        """Whether a whole line is furniture; ``edge`` where it stands near an end of the page."""

    def heads_links(self, text: str) -> bool:
        """Whether a line stands over links to other pages."""

    def is_link(self, text: str) -> bool:
        """Whether a line at the end of a page may be a link to another."""

    def parts(self, text: str) -> Iterable[tuple[int, int]]:
        """Furniture inside a line of content: spans."""


class LayoutCues(Protocol):
    """How a line that was broken inside a sentence is known, and characters set apart; lines are of the view."""

    SPACED: re.Pattern[str]
    """Found in a text with characters set apart by blanks."""
    SET_OFF: re.Pattern[str]
    """A blank that means nothing in this writing: it only sets off a figure or a foreign word from what is around."""
    EMPHASIS: re.Pattern[str]
    """A line with a passage in bold that two marks set off, one behind ``before``, one as ``after``: they go unread."""
    TITLES: frozenset[str]
    """The systems of numbering whose lines are titles, nearly always."""

    def is_plain_title(self, text: str) -> bool:
        """Whether a numbered line says no more than a title does."""

    def is_ended(self, text: str) -> bool:
        """Whether a line ends as a sentence, a label or a tag does."""

    def stops_inside(self, text: str) -> bool:
        """Whether a sentence ends inside a line, and another begins."""

    def goes_on(self, line: str, below: str) -> bool:
        """Whether what ends ``line`` and begins ``below`` cannot be the edges of two sentences."""

    def is_torn(self, line: str, below: str) -> bool:
        """Whether that is so whatever the lines of the document are: one sentence, with the end of a page in it."""

    def is_rest(self, text: str) -> bool:
        """Whether a sentence that ends in a line has too few characters there to have begun in it."""

    def hangs(self, text: str) -> bool:
        """Whether a line ends with a comma."""

    def has_clauses(self, text: str) -> bool:
        """Whether a line is more than a title or an entry: it has a comma in it."""

    def opens_task(self, text: str) -> bool:
        """Whether a line begins as a task does that stands on a line of its own."""

    def parts_mark(self, text: str, at: int, *, sentence: bool) -> bool:
        """Whether the blank at ``at`` of a line (of a ``sentence``, as below) parts a mark from what it marks."""

    def is_sentence(self, text: str) -> bool:
        """Whether a line has the stops of a sentence, and is no row of words."""

    def gaps_between(self, text: str) -> list[int]:
        """How many blanks stand between each two neighbouring characters that need none."""


class MetadataCues(Protocol):
    """How a document says what it is."""

    def find_title(self, lines: Sequence[Line]) -> tuple[Line, ...]:
        """The lines that make the title, in order; ``lines`` are the first of the document without its furniture."""

    def find_facts(
        self, title: str, plain: str, content: str, body: int, head: Sequence[Line], tail: Sequence[Line]
    ) -> Facts:
        """Issuer, period and day.

        ``plain`` is the view without markup, ``content`` without any furniture; ``body`` is where the title
        ends; ``head`` and ``tail`` are the lines of the content's two ends.
        """


class NumberingCues(Protocol):
    """What the mark of a numbered line looks like."""

    RANK: dict[str, int]
    """The numbering systems from outside in; all packs have ``markdown1`` to ``markdown6``, ``part`` and ``arabic``."""
    RUN_IN: str
    """The system of titles that end with their paragraph."""
    ITEM: re.Pattern[str]
    """What a numbered line in a cell of a table begins with."""

    def opens_inside(self, outer: str, ordinal: int, inner: str) -> bool:
        """Whether a run of ``inner`` that starts at 1 opens inside item ``ordinal`` of ``outer``."""

    def read_mark(self, view: str, start: int, end: int) -> Mark | None:
        """The mark that a line begins with, None where it begins with none."""

    def titles_next(self, system: str) -> bool:
        """Whether a mark of that system alone on its line stands over its title: Goal 3, and below it its words."""

    def read_run_in(self, view: str, start: int, end: int) -> Mark | None:
        """The mark of a title that ends with its paragraph."""

    def read_damaged_mark(self, view: str, start: int, end: int, expected: int) -> Mark | None:
        """An Arabic mark that lost a part, where its ordinal is the ``expected`` next one (0: none is open)."""

    def damaged_run(self, view: str, starts: list[int]) -> dict[int, Mark]:
        """Marks that lost a part, by where their lines begin; known by several in order."""

    def line_starts(self, view: str, start: int, end: int, longest: int) -> list[int]:
        """Where further lines begin in one that holds several; ``longest`` is the length of a title at most."""


class HeadingCues(Protocol):
    """Which lines are titles, and what a title says."""

    MAX_TITLE: int
    """Characters; a longer line is a paragraph."""
    SALUTATION: re.Pattern[str]
    """With which a line opens that addresses the readers."""

    def role(self, title: str) -> Role:
        """What a title says of the part under it."""

    def named_part(self, view: str, start: int, end: int) -> tuple[int, int, int] | None:
        """Of a line that only the name of its part opens: where the name begins and ends, and where its text begins."""

    def is_stopped(self, text: str) -> bool:
        """Whether a sentence ends in ``text``."""

    def is_document_title(self, text: str) -> bool:
        """Whether a line is the title of a document: it closes all open headings."""

    def is_front_matter(self, text: str, *, listed: bool) -> bool:
        """Whether an unnumbered line above the first heading is no text; ``listed`` where it has a bullet."""

    def split_title(self, view: str, start: int, end: int) -> tuple[int, int, str]:
        """The first sentence of a numbered line: its end, where what follows begins, and the mark that ends it."""

    def standing(self, title: str, system: str, stop: str) -> Standing:
        """What a numbered line that is one sentence is; ``stop`` is the mark that ends it, or empty."""

    def stands_over(self, *, listed: bool, last_item: bool) -> bool:
        """Whether a waiting line is a title, now that an unnumbered line follows.

        ``listed`` where that has a bullet, ``last_item`` where the items before the line were no titles.
        """

    def is_run_in(self, title: str, stop: str, system: str) -> bool:
        """Whether an item's first sentence, that ``stop`` ends, is the title of those after it."""

    def is_paragraph_title(self, title: str) -> bool:
        """Whether a sentence with a run-in mark is a title, should text of its own follow."""

    def bare_titles(self, view: str, lines: list[tuple[int, int]]) -> dict[int, str]:
        """Where unnumbered titles begin, and their system."""


class SentenceCues(Protocol):
    """How a line is cut into sentences, and what stands behind them."""

    def cut(self, view: str, start: int, end: int) -> list[Cut]:
        """The sentences of one line, without surrounding blanks; linear in its length."""

    def lone_tags(self, view: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """The tags of a stretch that holds nothing else: who is responsible, by when."""

    def answered(self, view: str, tags: tuple[tuple[int, int], ...], tag: tuple[int, int]) -> bool:
        """Whether one of the tags says already what ``tag`` does: who is responsible, or by when."""


class Scanner(Protocol):
    """Finds written quantities; built once from a lexicon of units."""

    def scan(self, view: str, start: int, end: int) -> list[Mention]:
        """All mentions of ``view[start:end]``, in order, disjoint; linear in the length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language: what the reading of documents, their structure and their quantities needs to know of it."""

    code: str
    """``zh``, ``en`` …, the name of the pack's package."""
    characters: CharacterCues
    word: WordCues
    furniture: FurnitureCues
    metadata: MetadataCues
    numbering: NumberingCues
    headings: HeadingCues
    sentences: SentenceCues
    tables: TableCues
    scanner: Callable[[Iterable[str]], Scanner]
    """A scanner of quantities, given the lines of a lexicon of units."""
    find_dates: Callable[[str, int, int], list[DateMention]]
    """All dates of ``view[start:end]``, in order, disjoint."""
    parse_number: Callable[[str], Decimal | None]
    """The value of a written number, magnitudes expanded; None where the characters make no number."""
    layout: LayoutCues | None = None
    """None where lines are read as they stand: words are parted by blanks, and a line end is as good as one."""
    unread: str | None = "chinese-rules-only"
    """The code of what a reader is told of every text in the language: how far it is read, and what is not.

    None where the rules read it.
    """
    name: str = ""
    """What the language calls itself, where the pack is made for it: ``Deutsch``."""
    package: str = ""
    """The name of the pack's package, where that is not its code."""

    def part(self, name: str) -> Any | None:
        """The pack's module or package ``name`` (``rules``, ``comparison`` …), imported now; None without."""
        whole = f"{__name__}.{self.package or self.code}.{name}"
        return importlib.import_module(whole) if find_spec(whole) else None


@cache
def find(code: str) -> Language:
    """The pack of a document's language code.

    ``zh-Hant`` is read by ``zh``; a language without a pack by one that :data:`OTHER` makes for it; what is no
    language (``und``) by that of :data:`DEFAULT`.
    """
    base = code.partition("-")[0]
    if base in _codes():
        return _load(base)
    return _other(base) if _CODE.fullmatch(base) and base != UNKNOWN else _load(DEFAULT)


def has_rules(code: str) -> bool:
    """Whether the pack of a document's language has rules that find goals, measures and targets in it."""
    pack = find(code)  # the default one for no language, which its rules do not read
    return code.startswith(pack.code) and pack.part("rules") is not None


def recognise(shown: str, written: str) -> str:
    """The code of a text's language, by samples of its view and of it: the packs are asked, :data:`OTHER` last."""
    for pack in packs():
        if code := pack.characters.recognise(shown, written):
            return code
    return importlib.import_module(f"{__name__}.{OTHER}.characters").recognise(shown, written) or UNKNOWN


def packs() -> Iterator[Language]:
    """All packs of one language, :data:`DEFAULT` first; one is imported when it is come to."""
    return map(_load, _codes())


@cache
def spellings() -> dict[str, str]:
    """Single characters and what each is read as, of all packs: the pairs in their ``spelling.txt``, without blanks."""
    found: dict[str, str] = {}
    for folder in __path__:
        for path in sorted(Path(folder).glob("*/spelling.txt")):
            lines = path.read_text(encoding="utf-8").splitlines()
            pairs = "".join(line for line in lines if not line.startswith("#"))
            found.update(zip(pairs[::2], pairs[1::2], strict=True))
    return found


@cache
def _codes() -> tuple[str, ...]:
    codes = [module.name for module in pkgutil.iter_modules(__path__) if module.ispkg and module.name != OTHER]
    return tuple(sorted(codes, key=lambda code: (code != DEFAULT, code)))


@cache
def _load(code: str) -> Language:
    found: Language = importlib.import_module(f"{__name__}.{code}").LANGUAGE
    return found


@cache
def _other(code: str) -> Language:
    found: Language = importlib.import_module(f"{__name__}.{OTHER}").language(code)
    return found
