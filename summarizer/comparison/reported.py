"""What a report says was done, clause by clause: the words, the number if there is one, and whether it was done.

A report is a review of past work, which the rules for plans reject; so its sentences are read here, with the same
outline, numbers and dates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from summarizer import languages
from summarizer.comparison import language
from summarizer.comparison.addends import with_addends
from summarizer.comparison.doubts import (
    ACTUAL,
    NOT_DONE,
    OTHER_YEAR,
    PART,
    PERHAPS_YEAR,
    PLANNED,
    PROBLEM,
    STARTED,
    TOTAL,
    Cue,
    cues_of,
    goal_cue,
    total_cue,
)  # fmt: skip
from summarizer.comparison.parts import ReportParts, Side, Standing
from summarizer.comparison.sharing import sharers
from summarizer.comparison.units import number
from summarizer.comparison.words import later_stage, plain, undated, without_dates
from summarizer.structure.outlining import outline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.comparison.language import Spoken
    from summarizer.documents import Document
    from summarizer.languages.records import Mention
    from summarizer.profiles.profile import Profile
    from summarizer.structure.outline import Sentence

Short = Literal["", "missed", "low", "high"]
Met = Literal["", "more", "met"]
_CLAUSE = re.compile(r"(?:[^,:;。!?]|(?<=\d)[,:;。!?](?=\d))+")  # 1,200 is one number
_MAX_VERB = 4
"""Characters of words before a number that may be a verb alone: what grew stands in the clause before."""
_MIN_NAME = 2
"""Characters that tell whether a thing was named before."""
_VERBS = (2, 3, 4)
"""Characters at the beginning of a list that may be the verb of all that it names."""
_ALL = 100
_WORD = re.compile(r"\w")
_YEARS = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Claim:
    """A clause of the report, perhaps with one of its numbers.

    ``plain`` is the clause without punctuation, ``wordings`` are the ways to say what it is about, the likeliest first;
    ``start``/``end`` is its sentence. ``cues`` are what makes it doubtful that this was done, by us and in the period
    (:mod:`.doubts`); ``month`` (1-12) is the last that it names, ``whole`` says that the number is the whole period's.
    ``after`` is what follows the number, ``more`` whether the number is said to be exceeded; ``missed`` is how the
    report says that it falls short of the target, or beyond it, ``met`` that the target was met, or more; ``report`` is
    the report's place among those read, ``around`` the sentence up to the clause's end, without punctuation. ``part``
    is the part of the plan's place that it speaks of, ``adds`` words that say that its number adds to another, and
    ``added`` that another number of the same stands there; of all ``sharers`` of numbers it has that at ``share``.
    """

    start: int
    end: int
    clause: str
    plain: str
    wordings: tuple[str, ...]
    mention: Mention | None
    cues: tuple[Cue, ...]
    month: int | None
    whole: bool
    after: str = ""
    more: bool = False
    missed: Short = ""
    met: Met = ""
    report: int = 0
    around: str = ""
    part: str = ""
    adds: str = ""
    added: bool = False
    sharers: tuple[str, ...] = ()
    share: int = 0

    @property
    def value(self) -> int | float | None:
        """Its number, where it has one."""
        return None if self.mention is None or self.mention.value is None else number(self.mention.value)

    @property
    def unit(self) -> str | None:
        """The unit of its number."""
        return self.mention.unit if self.mention else None


class _Clause(NamedTuple):
    """A clause being read.

    ``own`` is its cue that it is not done or only begun, ``behind`` such a cue in what follows, each with where that
    ends; ``actual`` is a number behind it that names nothing new; ``since`` is where it begins, or a date alone before;
    ``missed`` tells that it, or a clause behind it, says that a target was missed; ``part`` is the part of the plan's
    place that it speaks of, ``head`` where the name of who did it ends.
    """

    start: int
    end: int
    mentions: list[Mention]
    own: tuple[Cue, int] | None
    behind: tuple[Cue, int] | None
    actual: Mention | None
    since: int
    missed: Short
    part: str = ""
    head: int = 0


class ClaimReader:
    """Reads a report's claims; those of its parts that look ahead are left out."""

    def __init__(
        self, document: Document, profile: Profile, year: int | None, place: str | None, report: int = 0
    ) -> None:
        """``year`` and ``place`` (a name, or a title that has it) are the plan's: others are doubtful.

        :attr:`spoken` is the year that the report speaks in, None where it is not known.
        """
        self._view = document.view
        self._outline = outline(document)
        pack, words = languages.find(document.language), language.find(document.language)
        lines = profile.lexicon("action_classes")
        self._verbs = tuple(verb for line in lines for verb in line.replace("|", " ").split())
        self._scan = pack.scanner(profile.lexicon("units")).scan
        self._find_dates = pack.find_dates
        self._words, self._cues, self._indicators = words.claims, words.cues, words.indicators
        self._subjects = words.places
        self._year, self._place, self._report = year, place, report
        spoken = year_of(document.metadata.period)
        parts = ReportParts(self._view, self._outline, words.parts, year, spoken)
        if spoken is None and (spoken := parts.year) is not None:
            parts = ReportParts(self._view, self._outline, words.parts, year, spoken)
        if spoken is None and year is not None and parts.whole:  # it was spoken when the next plan was made
            spoken = year + 1
            parts = ReportParts(self._view, self._outline, words.parts, year, spoken)
        self._places, self._parts = parts.places, words.parts
        self.parts, self.spoken = parts, spoken
        self._looks_back = year is not None and spoken == year + 1

    @cached_property
    def claims(self) -> list[Claim]:
        """All of them, in document order."""
        found: list[list[Claim]] = []
        behind: tuple[Cue, int] | None = None
        after: Sentence | None = None
        # from the last, as what follows a sentence may take it back
        for sentence, place in zip(reversed(self._outline.sentences), reversed(self._places), strict=True):
            if place.side is Side.AHEAD:
                behind = None
                continue
            if after is None or "\n" in self._view[sentence.end : after.start]:
                behind = None
            clauses = self._read(sentence, behind)
            found.append(list(self._sentence(sentence, clauses, place)))
            continues = self._cues.CONTINUES.match(self._view[sentence.start : sentence.end])
            behind = (clauses[0].own or clauses[0].behind) if clauses and continues else None
            after = sentence
        return with_addends([claim for claims in reversed(found) for claim in claims], self._cues)

    def _read(self, sentence: Sentence, behind: tuple[Cue, int] | None) -> list[_Clause]:
        """The sentence's clauses, each with what those behind it take back, ``behind`` being the next sentence's."""
        view, read, actual = self._view, [], None
        places = [clause.span() for clause in _CLAUSE.finditer(view, sentence.start, sentence.end)]
        dated = {b[0]: a[0] for a, b in pairwise(places) if self._words.DATE_ALONE.fullmatch(view, *a)}
        missed: Short = ""
        for start, end in reversed(places):
            numbers = undated(self._scan(view, start, end), self._find_dates(view, start, end))
            mentions = [*filter(None, (self._counted(found, start, end) for found in numbers))]
            clause = view[start:end]
            short, rest = self._falls_short(clause)
            undone = next((cue for cue in cues_of(self._cues, rest) if cue.reason in {NOT_DONE, STARTED}), None)
            undone = undone or (Cue(TOTAL) if self._cues.CARRIED.match(clause) else None)
            own = (undone, end) if undone else None
            if actual is not None and later_stage(self._indicators, clause, view[end : actual.start]):
                actual = None  # as many begun, as many built: neither is the other's actual number
            read.append(_Clause(start, end, mentions, own, behind, actual, dated.get(start, start), short or missed))
            behind = (own or behind) if self._cues.REFERS_BACK.match(clause) else None
            missed = short if self._cues.NAMES_NOTHING.match(rest) else ""
            bare = mentions and self._cues.NAMES_NOTHING.match(self._bare(start, mentions[0].start))
            actual = mentions[0] if bare and not self._names_own(sentence.start, start, mentions[0], end) else None
        read.reverse()
        if len(read) > 1 and read[0].missed and not _WORD.search(self._falls_short(view[slice(*places[0])])[1]):
            read[1] = read[1]._replace(missed=read[0].missed)  # fewer than planned, it says, and then how many
        return read

    def _names_own(self, opening: int, start: int, mention: Mention, end: int) -> bool:
        """Whether the clause that opens with a number says at length what it counts, a thing not named before it."""
        said = self._view[mention.end : end].lstrip()
        named = said[:_MIN_NAME] not in self._view[opening:start]
        return named and len(said) > _MAX_VERB + 1 and self._indicators.GOES_ON.match(said) is None

    def _falls_short(self, clause: str) -> tuple[Short, str]:
        """How a clause says that a target was missed, and the rest of it."""
        for how, words in self._words.MISSED.items():
            if found := words.search(clause):
                return how, clause[: found.start()] + clause[found.end() :]
        return "", clause

    def _sentence(self, sentence: Sentence, clauses: list[_Clause], stands: Standing) -> Iterator[Claim]:
        view, before = self._view, ""
        subject: Spoken | None = None
        opens_ahead, next_period = self._opens_ahead(sentence)
        among = [Cue(PLANNED)] if next_period else []
        among += [Cue(PROBLEM)] if stands.problem else []
        years: Cue | None = None
        for clause in clauses:
            said = view[clause.start : clause.end]
            cues = self._cues_in(said)
            subject = self._subjects.spoken_of(said, self._place, subject)
            if opens_ahead and any(cue.reason == PLANNED for cue in cues):  # the next plan's: nothing of this one
                before = ""
                continue
            years = years or self._governing(cues, opening=clause.start == sentence.start)
            year = None if self._cues.THIS_YEAR.search(said) else years
            year = year or self._other_year(sentence, clause.end, stands)
            cues += [*among, *([year] if year else [])]
            cues += [Cue(subject.kind, subject.name)] if subject and subject.kind != PART else []
            part, head = (subject.name, subject.end) if subject else ("", 0)
            part = part if subject and subject.kind == PART else ""
            yield from self._clause(sentence, clause._replace(part=part, head=clause.start + head), before, cues)
            first = self._scan(view, clause.start, clause.end)
            before = self._bare(clause.start, first[0].start if first else clause.end)

    def _cues_in(self, said: str) -> list[Cue]:
        """The cues of a clause; where the report speaks in the year after the plan's, last year is the plan's."""
        cues = cues_of(self._cues, self._falls_short(said)[1])
        cues = [cue for cue in cues if cue.reason != TOTAL or not self._is_this_year(cue.word)]
        if not self._looks_back:
            return cues
        past = {OTHER_YEAR, TOTAL}
        cues = [cue for cue in cues if cue.reason not in past or not self._parts.LAST_YEAR.search(cue.word)]
        now = self._parts.THIS_YEAR.search(said)
        return [*cues, Cue(OTHER_YEAR, now[0])] if now else cues

    def _is_this_year(self, since: str) -> bool:
        """Whether a time since when is the plan's own year."""
        return self._cues.THIS_YEAR.search(since) is not None or _YEARS.findall(since) == [str(self._year)]

    def _opens_ahead(self, sentence: Sentence) -> tuple[bool, bool]:
        """Whether the sentence begins with the next period or a later year; and whether with words for the former."""
        if self._words.NEXT_PERIOD.match(self._view, sentence.start, sentence.end):
            return True, True
        dates = self._find_dates(self._view, sentence.start, sentence.end)
        year = dates[0].year if dates and dates[0].start == sentence.start else None
        return year is not None and self._year is not None and year > self._year, False

    def _governing(self, cues: list[Cue], *, opening: bool) -> Cue | None:
        """The cue of years that governs what follows: several years; last year where the sentence opens with it.

        Elsewhere last year is what its own clause compares with.
        """
        years = (cue for cue in cues if cue.reason in {OTHER_YEAR, TOTAL})
        return next((cue for cue in years if opening or cue.word not in self._words.LAST_YEARS), None)

    def _other_year(self, sentence: Sentence, end: int, stands: Standing) -> Cue | None:
        dates, said = self._find_dates(self._view, sentence.start, end), self._view[sentence.start : end]
        years = {date.year for date in dates if date.year is not None}
        if (stands.several or stands.other) and self._year not in years:
            return Cue(OTHER_YEAR)
        if stands.perhaps and self._year not in years and not self._cues.THIS_YEAR.search(said):
            return Cue(PERHAPS_YEAR)
        total = total_cue(self._cues, said)
        if self._year is None or not years or (total and self._cues.UNTIL.search(said)):
            return total
        if self._year in years:
            return None
        named = next(date for date in dates if date.year is not None)
        return Cue(OTHER_YEAR, self._view[named.start : named.end])

    def _clause(self, sentence: Sentence, read: _Clause, before: str, cues: list[Cue]) -> Iterator[Claim]:
        """The clause's claims, one for each of its numbers; ``before`` are the words of the clause before."""
        view, start, end, mentions = self._view, read.start, read.end, read.mentions
        reach = sentence.end
        if read.behind is not None:
            cues, reach = [*cues, read.behind[0]], max(reach, read.behind[1])
        dates = self._find_dates(view, read.since, end)
        months = [month for date in dates if (month := self._words.month_of(view[date.start : date.end]))]
        whole = self._words.WHOLE.search(view, sentence.start, end) is not None
        own, clause = "" if mentions else self._bare(start, end), view[start:end]
        claim = Claim(
            sentence.start, reach, clause, plain(clause), (own, before + own), None, tuple(cues),
            months[-1] if months else None, whole, missed=read.missed, report=self._report,
            around=plain(view[sentence.start : end]), part=read.part,
            adds=(self._cues.ADDS.match(clause) or ("",))[0],
            sharers=(*sharers(clause, len(mentions), self._cues.CUES, self._words.LISTED),),
        )  # fmt: skip
        if read.missed and not mentions:
            claim = replace(claim, wordings=(*claim.wordings, *self._listed(clause)))
        if not mentions and not read.missed:
            claim = self._met(claim)
        if len(own) > 1:
            yield claim
        verb = first = ""
        edges = [start, *(mention.end for mention in mentions)]
        ends = [*(mention.start for mention in mentions[1:]), end]
        for share, (mention, left, right) in enumerate(zip(mentions, edges, ends, strict=False)):
            own, after = self._bare(left, mention.start), self._bare(mention.end, right)
            if mention is not mentions[0] and self._words.LISTED.fullmatch(view[mention.start - 1 : mention.start]):
                own = ""  # what stands before it is what the number before counts: 26 km of mains, 117 km of pipes
            if mention is not mentions[-1] and self._words.RAISED_TO.match(view, mention.end, right):
                first = self._words.RAISED_FROM.sub("", view[left : mention.start])
                continue  # where a rise began
            tail = "" if self._words.LISTED.match(view, mention.end, right) else after
            tail = tail if mention is mentions[-1] else tail.split("、")[0]
            wordings = [own, own + tail, tail] if own else [verb + tail, tail, before]
            if own and len(own) <= _MAX_VERB:
                wordings += [before + own, before[: -len(own)] + own]
            if first and self._words.RAISED_TO.fullmatch(own):
                wordings.insert(0, self._words.bare(first))
            wordings += [self._bare(read.head, mention.start)] if start < read.head <= mention.start else []
            listed = verb and own and self._words.LISTED.match(view, left, mention.start)
            if verb and own and len(own) <= _MAX_VERB:
                wordings.append(verb + own)
            if listed and not own.startswith(self._verbs):  # what was done to the first of a list
                wordings += [verb[:size] + own for size in _VERBS]
            else:
                verb = own or verb
            goal = goal_cue(self._cues, view[left : mention.start], view[mention.end : end])
            yield replace(
                claim,
                wordings=tuple(dict.fromkeys(filter(None, wordings))),
                mention=mention,
                share=share,
                cues=(*cues, *filter(None, (goal, _less(mention, read.actual)))),
                after=view[mention.end : right].lstrip(),
                more=self._words.EXCEEDED.search(view, mention.start, mention.number_start) is not None,
            )

    def _met(self, claim: Claim) -> Claim:
        """A clause without number that says that its target was met: it is about what stands before those words."""
        for how, words in self._words.MET.items():
            if found := words.search(claim.clause):
                about = self._words.bare(claim.clause[: found.start()])
                return replace(claim, met=how, wordings=(about, *claim.wordings)) if about else claim
        return claim

    def _listed(self, clause: str) -> list[str]:
        """The names of a list of which a clause says that they fell short."""
        rest = self._words.LIST_TAIL.sub("", self._falls_short(clause)[1].strip())
        return [self._words.bare(name) for name in self._words.LISTED.split(rest) if name]

    def _bare(self, start: int, end: int) -> str:
        """The clause's words without its dates and without those that only say that something was done."""
        return self._words.bare(without_dates(self._view, start, end, self._find_dates))

    def _counted(self, mention: Mention, start: int, end: int) -> Mention | None:
        """The mention where it counts something; an age and a bare number at a clause's end do as well.

        A magnitude alone and a numeral of a word are parts of names. A bound of reports is read as one.
        """
        view, words = self._view, self._words
        at = mention.number_start
        if mention.masked or words.IN_WORD.match(view, at) or (mention.lone and view[at] in words.MAGNITUDES):
            return None
        below = next((word for word in words.BELOW if view.endswith(word, start, mention.start)), None)
        if below is not None:
            mention = replace(mention, start=mention.start - len(below), comparator="<=")
        if mention.unit is not None:
            return mention
        if view.startswith(words.AGE, mention.end) and mention.end < end:
            return replace(mention, unit=words.AGE, end=mention.end + len(words.AGE))
        return mention if mention.script == "arabic" and mention.end == end else None


def year_of(period: str | None) -> int | None:
    """The year that a period is."""
    return int(period) if period and period.isdigit() else None


def _less(mention: Mention, actual: Mention | None) -> Cue | None:
    """What stands behind counts fewer of the same (60 wanted, 45 came), or says which part is done (60 %)."""
    if actual is None or actual.value is None or mention.value is None:
        return None
    part = actual.unit == "%" != mention.unit and actual.value < _ALL
    fewer = actual.unit == mention.unit and actual.value < mention.value
    return Cue(ACTUAL) if part or fewer else None
