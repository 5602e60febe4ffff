"""What the rules need to know of one sentence: its words, dates and quantities, and what it stands under."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from summarizer.languages.en.dates import find_dates
from summarizer.languages.patterns import verbose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.languages.en.rules.lexicons import EnglishLexicons
    from summarizer.languages.records import DateMention, Mention, Role
    from summarizer.models import Level
    from summarizer.structure.outline import Sentence

Listing = Literal["actions", "goals", "targets", "none"]
"""What the list holds that a sentence is an item of, by its lead-in or heading."""

_MAX_PIECE = 1500
"""Characters that are searched together for targets."""
_TOKEN = re.compile(r"[A-Za-z][A-Za-z'’]*(?:-[A-Za-z'’]+)*|\d(?:[\d,.]*\d)?|[,;:()—–]")
# The address of a link, and what marks words as bold, as code, as a footnote.
_MARKUP = re.compile(
    r"\]\([^()\s]*\)|\[\^[^\]\s]{1,8}\]|[*_`]{1,3}|[\[\]]|\$(?= ?[\d.,]+ ?\\%)|\\(?=%)|(?<=\\%)\$|(?<=\\% )\$"
)
# What was so or was done before the plan, in the clause around a number.
_PAST = verbose(
    r"""
    \b(?:
        was|were|had|did|has[ ]been|have[ ]been|used[ ]to
        |(?<!will[ ])(?:has|have)[ ](?:already[ ]|now[ ]|also[ ])?(?!to\b)\w+(?:ed|en|wn|ne|ade|uilt|ilt|ent
        |eld|ought|aught|ut|aid)
        |(?<!on[ ])(?<!than[ ])(?<!over[ ])(?<!with[ ])(?<!from[ ])(?<!to[ ])(?<!the[ ])(?:last|past|previous
        |prior)[ ](?:\w+[ ])?(?:year|years|decade|month|months|quarter)
        |currently|current|already|existing|today|to[ ]date|so[ ]far|at[ ]present|presently|now[ ](?:has|have|serves?)
        |since[ ](?:19|20)\d\d|as[ ]of|recently|historically|previously|ago
    )\b
    """,
    re.IGNORECASE,
)
_MODAL = re.compile(
    r"['’]ll\b|\b(?:will|shall|must|should|plans? to|intends? to|aims? to|commits? to|to be|to have"
    r"|ensur(?:e|ing) that)\b",
    re.IGNORECASE,
)


class Token(NamedTuple):
    """A word in lower case, a number or a mark, with its place in ``EnglishContext.plain``."""

    word: str
    start: int
    end: int


@dataclass
class EnglishContext:
    """One sentence under examination; ``plain`` is its view without markup, of the same length.

    Offsets of tokens, dates and mentions are those of ``plain``; add ``start`` for the document's.
    """

    view: str
    text: str
    sentence: Sentence
    role: Role
    period: int | None
    words: EnglishLexicons
    listing: Listing = "none"
    listed: bool = False
    """Whether it is an item of a list."""
    opens: bool = False
    """Whether its line begins with it."""
    alone: bool = False
    """Whether nothing else stands on its line."""
    unspoken: bool = False
    """Whether nothing under its heading has been a whole sentence yet."""
    amid: bool = False
    """Whether a list stands under its heading."""
    promised: bool = False
    """Whether the lead-in over the list commits to what its items say."""
    heading: bool = False
    verb: int | None = None
    """Where the verb of an imperative begins."""
    named_above: bool = False
    """Whether the line above calls it a goal: Strategic Priority One:"""
    called: Level | Literal[""] = ""
    """The level of what the sentence itself is called: Goal: …"""
    main: bool = False
    """Whether what lists the targets calls them so, and not indicators."""
    sets: bool = False
    """Whether it only tells of a figure that was set as a target."""
    tells_effect: bool = False
    """Whether it only tells what will come of the work."""
    verbless: bool = False
    """Whether it begins with what it counts, and no verb says what is to be done."""
    overall: bool = False
    """Whether it stands before the parts of the plan or of its heading."""
    start: int = field(init=False)
    end: int = field(init=False)

    def __post_init__(self) -> None:
        self.start, self.end = self.sentence.start, self.sentence.end

    @cached_property
    def plain(self) -> str:
        """The sentence with blanks in place of markup."""
        shown = self.view[self.start : self.end]
        if "\\%" in shown or "*" in shown or "[" in shown or "_" in shown or "`" in shown:
            return _MARKUP.sub(lambda found: " " * len(found[0]), shown)
        return shown

    @cached_property
    def tokens(self) -> list[Token]:
        """The words, numbers and marks of the sentence."""
        return [Token(found[0].lower().replace("’", "'"), *found.span()) for found in _TOKEN.finditer(self.plain)]

    @cached_property
    def all_dates(self) -> list[DateMention]:
        """All dates written in the sentence."""
        return find_dates(self.plain, 0, len(self.plain))

    @cached_property
    def dates(self) -> list[DateMention]:
        """Those by which something of the sentence may be due: none of a comparison, none that says how long."""
        return [date for date in self.all_dates if not self._is_base(date) and not self._is_span(date)]

    def _is_span(self, date: DateMention) -> bool:
        """Within 120 days, within three months of acceptance: how fast, not by when."""
        words = self.plain[date.start : date.end].lower()
        return words.endswith(("day", "days", "weeks", "week")) or (
            words.endswith(("months", "month", "years", "year"))
            and words[:1] not in "tn"
            and self.plain.startswith(" of ", date.end)
        )

    @cached_property
    def mentions(self) -> list[Mention]:
        """All written quantities."""
        return self.words.scanner.scan(self.plain, 0, len(self.plain))

    def _is_base(self, date: DateMention) -> bool:
        """Whether a date is that of a comparison or of what was: below 2019, since 2015, (2024: 62%)."""
        if self.period is not None and date.year is not None and date.year < self.period:
            return True
        before = self.plain[max(0, date.start - 14) : date.start].lower()
        if before.endswith("(") and self.plain.startswith(")", date.end):
            return date.broad and self.period is None  # Handbook published (Q2)
        if before.endswith("from ") and not date.broad:
            return self.plain[date.end : date.end + 9].lower().strip().startswith(("to ", "level", "base"))
        return before.endswith(_BASES)

    def clause(self, at: int, marks: str = ";") -> tuple[int, int]:
        """The stretch around ``at`` between two of ``marks``."""
        left = max((self.plain.rfind(mark, 0, at) for mark in marks), default=-1)
        rights = [found for mark in marks if (found := self.plain.find(mark, at)) >= 0]
        return left + 1, min(rights, default=len(self.plain))

    def is_past(self, at: int) -> bool:
        """Whether what stands at ``at`` was so before the plan: by a word of its part of the sentence."""
        left, right = self.clause(at)
        modal = _MODAL.search(self.plain, left, right)
        begins = modal.start() if modal else self.verb if self.verb is not None and left <= self.verb < right else None
        if begins is None:
            return _PAST.search(self.plain, left, right) is not None
        # Behind the word that promises, only what is said right here counts: …, which served 900 people in 2024.
        if at > begins:
            near = max(begins, *(self.plain.rfind(mark, left, at) for mark in ",("))
            return near > begins and _PAST.search(self.plain, near, right) is not None
        comma = self.plain.find(", ", at, begins)
        before = max(left, self.plain.rfind(", ", left, at))
        return comma > 0 and _PAST.search(self.plain, before, comma) is not None

    def deadline(self, at: int, end: int, following: int) -> DateMention | None:
        """The date that governs what stands at ``at:end``; ``following`` is where the next count begins."""
        dates = self.dates
        after = next((date for date in dates if end <= date.start), None)
        if after is not None and after.start < following:
            return after
        before = next((date for date in reversed(dates) if date.end <= at), None)
        inside = next((date for date in dates if at <= date.start < end), None)
        return inside or before or after

    def pieces(self) -> Iterator[EnglishContext]:
        """A sentence as it is; one beyond all measure in pieces, so that the cost stays linear in any text."""
        start, view = self.start, self.view
        while self.end - start > _MAX_PIECE:
            cut = max(view.rfind(mark, start + 1, start + _MAX_PIECE) for mark in ", ")
            stop = cut + 1 if cut > start else start + _MAX_PIECE
            yield replace(self, sentence=self.sentence._replace(start=start, end=stop))
            start = stop
        yield self if start == self.start else replace(self, sentence=self.sentence._replace(start=start))

    def words_of(self, date: DateMention | None) -> str | None:
        """A deadline as the document writes it."""
        return None if date is None else self.text[self.start + date.start : self.start + date.end]


_BASES = ("below ", "above ", "over ", "than in ", "than ", "from ", "since ", "compared to ", "compared with ",
          "relative to ", "against ", "baseline of ", "baseline ", "versus ", "vs ", "vs. ", "as of ", "(",
          "to a ")  # fmt: skip
"""Behind these a date is what something is measured by."""
