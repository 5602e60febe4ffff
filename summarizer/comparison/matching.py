"""Which claims of a report speak of an indicator, and how surely."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from summarizer import languages
from summarizer.comparison import language
from summarizer.comparison.claim_index import MOST, ClaimIndex
from summarizer.comparison.claim_match import ClaimMatch, Sureness
from summarizer.comparison.doubts import ADDED, PART, doubt
from summarizer.comparison.sharing import is_anothers
from summarizer.comparison.units import measured
from summarizer.comparison.words import (
    MIN_CORE,
    MIN_SHARE,
    Reading,
    WordReader,
    alternatives,
    in_order,
    later_stage,
    overlap_of,
    plain,
    without_dates,
)
from summarizer.documents.normalising import view_of
from summarizer.models import Measure, Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from summarizer.comparison.reported import Claim
    from summarizer.profiles.profile import Profile

_MIN_PAIR = 2
_MIN_QUOTE = 6
"""Characters that words need to be looked for at all."""
_MAX_CONTEXT = 80
_SENTENCE = re.compile(r"[;。!?\n]")
_CLAUSES = re.compile("[,:]")
_NUMBERED = re.compile(r"\d")
_TELLING = 10
"""From which on a number is seldom another's by chance."""
_MAX_CLAUSE = 60
_MAX_BARE = 2
"""Characters that are too few to be the head of a name."""
_MIN_OVERLAP = 0.75
_MIN_HINTED = 0.45
"""The same where an equal number, or the same event, speaks for it too."""


class Matcher:
    """Finds the claims of a report that speak of a target or measure; ``code`` is the report's language."""

    def __init__(self, profile: Profile, code: str, claims: Sequence[Claim], plan: str = "") -> None:
        """``plan`` is the plan's text, which its items' offsets count in."""
        self._plan = plan
        self._words = language.find(code)
        self._indicators = self._words.indicators
        self._find_dates = languages.find(code).find_dates
        self._reader = WordReader(profile, self._indicators)
        self._read = self._reader.read
        self._events = re.compile(alternatives(profile.lexicon("events")))
        self._index = ClaimIndex(claims, self._cores)
        paced = ((c, self._indicators.KEEPS_PACE.search(c.clause)) for c in claims if c.mention is None)
        still = self._indicators.STILL
        self._paced = [(c, bool(still.fullmatch(c.clause, 0, at.start()))) for c, at in paced if at][:MOST]
        self._built = cache(self._reader.built)
        self._named = cache(self._event_words)

    @property
    def crowded(self) -> bool:
        """Whether more claims than are looked at may speak of what was asked for since this was asked last."""
        found, self._index.crowded = self._index.crowded, False
        return found

    def _cores(self, claim: Claim) -> Iterator[str]:
        """What a claim may be about, in each way that a target is held against it."""
        words = self._indicators
        for wording in claim.wordings:
            for said in (wording, words.COVERS.sub("", wording)):
                yield self._read(said).core
                if words.FINISHED.search(said):
                    yield self._read(words.FINISHED.sub("", said)).core

    def counted(self, target: Target) -> list[ClaimMatch]:
        """Claims about what ``target`` counts, with and without numbers, in document order."""
        bare = self._indicators.COVERS.sub("", target.indicator) if target.kind == "coverage" else target.indicator
        words = bare or target.indicator
        core, index = self._read(words).core, self._index
        numbered = () if target.value is None else index.having(core, target.value)
        valued = () if target.value is None else index.valued(target.value)
        ends = [index.worded(core[at:]) for at in range(1, len(core) - _MAX_BARE)]
        near = index.of(numbered, index.worded(core, MIN_SHARE), index.sharing(core, _MIN_OVERLAP), valued, *ends)
        near = [claim for claim in near if not is_anothers(claim, target.indicator)]
        found = [match for claim in near if (match := self._by_words(words, claim, target))]
        said = self._said_before(target) if self._read(words).general else ""
        if said:
            found = [self._in_context(match, said) for match in found] + self._completed(words, said, target)
        return self._doubted(found, target)

    def _completed(self, words: str, said: str, target: Target) -> list[ClaimMatch]:
        """Claims worded as general ``words`` and what is ``said`` before them are together: whose investment it is.

        Where the words are but a verb, what is said before is what it is done to.
        """
        wanted = self._read(words)
        verb = wanted.core in self._reader.class_of
        core = said if verb else said + wanted.core
        whole = replace(wanted, core=core)
        return [
            ClaimMatch(claim, Sureness.SAME, 1.0, own=True)
            for claim in self._index.of(self._index.worded(core))
            if not whole.general
            and measured(claim.unit).dimension == measured(target.unit).dimension
            and any(
                found.core == core and found.change == whole.change and self._reader.one_deed(found, whole)
                and (not verb or (found.actions and found.actions <= whole.actions))
                for found in map(self._read, claim.wordings)
            )
        ]  # fmt: skip

    def _doubted(self, matches: Iterable[ClaimMatch], item: Target | Measure) -> list[ClaimMatch]:
        """The matches with what speaks against each, the plan's own words considered."""
        planned = view_of(f"{getattr(item, 'indicator', '')} {item.quote} {self._clause_of(item)}")
        wanted = self._read(item.indicator) if isinstance(item, Target) else None
        due = self._words.claims.month_of(view_of(item.deadline)) if item.deadline else None
        less = wanted is not None and self._is_better_low(item, wanted)
        low = less or (isinstance(item, Target) and item.comparator == "<=")
        short = {"missed", "high" if low else "low"}
        level = isinstance(item, Target) and self._is_level(item)
        return [
            match._replace(
                doubt=doubt(self._words.cues, match.claim.cues, planned)
                or match.doubt
                or self._other(match.claim, planned, wanted),
                late=due is not None and match.claim.month is not None and match.claim.month > due,
                less_is_better=less,
                level=level,
                missed=match.claim.missed in short,
                contrary=match.claim.missed not in {"", *short},
                part=self._part(match.claim, planned),
            )
            for match in matches
        ]

    def _part(self, claim: Claim, planned: str) -> str:
        """Why a claim's number may be a part only; what the plan says as well makes none of it."""
        if claim.added:
            return ADDED
        again = claim.adds and claim.adds not in planned and not self._words.cues.AGAIN.search(planned)
        return PART if again or (claim.part and claim.part not in planned) else ""

    def _is_level(self, target: Target) -> bool:
        return target.comparator == ">=" or self._indicators.LEVEL.search(view_of(target.quote)) is not None

    def _clause_of(self, item: Target | Measure) -> str:
        """The plan's words from the beginning of the clause that an item stands in: a list shares its verb."""
        before = self._plan[max(0, item.start - _MAX_CLAUSE) : item.start]
        return re.split(r"[,;:。，；：\n]", before)[-1] if isinstance(item, Target) else ""

    def _is_better_low(self, item: Target | Measure, wanted: Reading) -> bool:
        """Whether less of what is counted is better; of a fall, more is."""
        words = getattr(item, "indicator", "")
        return wanted.change != "-" and self._indicators.LESS_IS_BETTER.search(view_of(words)) is not None

    def _other(self, claim: Claim, planned: str, wanted: Reading | None) -> str | None:
        """Why what the claim counts, or what became of it, is not what the plan wants."""
        ours, theirs = (self._built(words) for words in (planned, " ".join([claim.clause, *claim.wordings])))
        if ours and theirs and ours != theirs:
            return "new-or-rebuilt"
        mention = claim.mention
        if wanted is None or mention is None:
            return None
        if wanted.change == "+" and self._indicators.SHRANK.search(claim.clause):
            return "opposite-direction"
        after = self._indicators.NOTHING_MORE.sub("", claim.after)
        named = claim.after and not in_order(after, planned) and not self._indicators.GOES_ON.match(claim.after)
        return "other-thing-counted" if named and mention.unit in self._words.units.GENERAL_COUNTERS else None

    def wording(self, target: Target) -> Reading:
        """What two targets have in common that a report's words cannot tell apart."""
        return self._reader.coarse(self._read(target.indicator))

    def _by_words(self, indicator: str, claim: Claim, target: Target) -> ClaimMatch | None:
        wanted = self._read(indicator)
        best: ClaimMatch | None = None
        for wording in claim.wordings:
            said = self._indicators.COVERS.sub("", wording) if target.kind == "coverage" else wording
            found = self._read(said)
            if found == wanted or self._done(said, wanted):
                sureness = Sureness.EQUAL if wanted.general else Sureness.SAME
                return ClaimMatch(claim, sureness, 1.0)
            if claim.missed and found.core == wanted.core and not wanted.general:
                return ClaimMatch(claim, Sureness.SAME, 1.0)
            if best is not None and best.sureness > Sureness.WEAK:
                continue
            if self._one_name(wanted, found, claim, target):
                equal = found.core == wanted.core or self._is_short_for(found, wanted, claim, target)
                best = ClaimMatch(claim, Sureness.EQUAL if equal else Sureness.SAME, 0.95)
            elif best is not None:
                continue
            elif found.core == wanted.core and (not wanted.general or (found.actions and claim.unit == target.unit)):
                away = "opposite-direction" if {found.change, wanted.change} == {"+", "-"} else None
                best = ClaimMatch(claim, Sureness.WEAK, 0.9, found.change != wanted.change, away)
            elif self._reader.alike(wanted, found).likeness == "unsure":
                best = ClaimMatch(claim, Sureness.WEAK, 0.8)
        if best is not None:
            return best
        overlap = overlap_of(wanted.core, claim.plain)
        if overlap >= (_MIN_HINTED if _has_value(claim, target) else _MIN_OVERLAP):
            return ClaimMatch(claim, Sureness.WEAK, overlap / 2)
        if self._is_end(wanted, claim, target):
            return ClaimMatch(claim, Sureness.WEAK, 0.4)
        named = _has_value(claim, target) and not wanted.general and wanted.core in claim.plain
        return ClaimMatch(claim, Sureness.WEAK, 0.4) if named else None

    def _one_name(self, wanted: Reading, found: Reading, claim: Claim, target: Target) -> bool:
        """Whether two names are one where both have the same unit: what one has more names no other thing.

        Where only one of them says what was done, the numbers have to agree.
        """
        if claim.mention is None or wanted.general or found.general:
            return False
        if measured(claim.unit).dimension != measured(target.unit).dimension:
            return False
        if found.change != wanted.change or found.average != wanted.average or not self._reader.one_deed(wanted, found):
            return False
        if found.core == wanted.core:
            return True
        alike = self._reader.alike(wanted, found)
        if self._is_short_for(found, wanted, claim, target):
            return True
        return alike.likeness == "unsure" and self._indicators.NO_OTHER.fullmatch(alike.more) is not None

    def _said_before(self, target: Target) -> str:
        """What the plan names in the clause before a target, in the same sentence: whose investment, whose growth."""
        before = _SENTENCE.split(view_of(self._plan[max(0, target.start - _MAX_CONTEXT) : target.start]))[-1]
        clauses = [clause for clause in _CLAUSES.split(before) if len(clause) > MIN_CORE]
        return self._read(_NUMBERED.split(self._undated(clauses[-1]))[0]).core if clauses else ""

    def _in_context(self, match: ClaimMatch, said: str) -> ClaimMatch:
        """A match of general words, sure where the report's sentence names what the plan's does before it."""
        general = match.sureness is Sureness.EQUAL
        if general and overlap_of(said, match.claim.around) == 1:
            return match._replace(sureness=Sureness.SAME, own=True)
        return match

    def _is_short_for(self, found: Reading, wanted: Reading, claim: Claim, target: Target) -> bool:
        """Whether the report's name leaves out words of the plan's, and the number is the plan's and no common one."""
        if not _has_value(claim, target) or claim.unit != target.unit or (target.value or 0) < _TELLING:
            return False
        exact = claim.mention is not None and claim.mention.comparator == target.comparator == "="
        return exact and len(found.core) >= MIN_CORE and in_order(found.core, wanted.core)

    def _is_end(self, wanted: Reading, claim: Claim, target: Target) -> bool:
        """Whether a claim with the target's unit is worded as the end of the target's words, the head of its name."""
        if claim.mention is None or measured(claim.unit) != measured(target.unit):
            return False
        cores = (self._read(wording).core for wording in claim.wordings)
        return any(len(core) > _MAX_BARE and wanted.core.endswith(core) for core in cores)

    def _done(self, said: str, wanted: Reading) -> bool:
        """Whether ``said`` is what is wanted, built: what is enlarged may be reported as built, not as new."""
        rest, built = self._indicators.FINISHED.subn("", said)
        if not built or self._read(rest).actions:
            return False
        return self._reader.coarse(self._read(said)) == self._reader.coarse(wanted)

    def happened(self, target: Target) -> list[ClaimMatch]:
        """Claims that a milestone was reached, or that something holds for all or for none."""
        return self._doubted(self._happened(target), target)

    def _happened(self, target: Target) -> list[ClaimMatch]:
        literal = self._literal(target.quote)
        if not literal and (pace := self._keeps_pace(target)):
            return pace
        if literal or target.kind in {"relative", "standard"}:
            return literal or self._weakly(target.indicator)
        if target.kind == "milestone":
            return self._event(target.indicator)
        words = self._indicators
        core = self._read(words.COVERS.sub("", target.indicator) or target.indicator).core
        cue = words.NONE_HAPPENED if target.kind == "zero" else words.ALL_COVERED
        least = _MIN_PAIR if target.kind == "zero" else MIN_CORE
        found = [
            ClaimMatch(claim, Sureness.SAME if cue.search(claim.clause) else Sureness.WEAK, 1.0)
            for claim in self._index.of(self._index.having(core), self._index.sharing(core, _MIN_OVERLAP))
            if len(core) >= least and (core in claim.plain or core in self._indicators.ALL_COVERED.sub("", claim.plain))
        ]
        return found or self._weakly(target.indicator)

    def _keeps_pace(self, target: Target) -> list[ClaimMatch]:
        """Claims that what is to grow with the economy did so, or grew faster."""
        core = self._read(target.indicator).core
        if len(core) < MIN_CORE or not self._indicators.KEEPS_PACE.search(view_of(target.quote)):
            return []
        # of a clause of its own, what it is said of stands in the clause before; farmers' income is not everybody's
        return [
            ClaimMatch(claim, Sureness.SAME, 1.0)
            for claim, alone in self._paced
            if self._read(claim.wordings[-1] if alone else claim.clause).core.startswith(core)
        ]

    def _event(self, words: str) -> list[ClaimMatch]:
        """Claims that what ``words`` say has happened."""
        wanted, events = self._read(self._undated(words)), self.event_words(words)
        thing = self._events.sub("", plain(self._undated(words)))
        found = []
        index = self._index
        asked = (index.worded(wanted.core), index.having(wanted.core), index.sharing(wanted.core, _MIN_HINTED))
        for claim in index.of(*asked, index.having(thing)):
            shared = bool(events & self.event_words(claim.clause)) or self._reached(words, claim.clause)
            if not wanted.general and wanted in map(self._read, claim.wordings):
                found.append(ClaimMatch(claim, Sureness.SAME, 1.0))
            elif len(wanted.core) >= MIN_CORE and wanted.core in claim.plain:
                sure = shared and self._ends_there(claim, wanted.core)
                found.append(ClaimMatch(claim, Sureness.SAME if sure else Sureness.WEAK, 0.9))
            elif len(thing) >= MIN_CORE and thing in claim.plain:
                sure = shared and self._ends_there(claim, thing)
                found.append(ClaimMatch(claim, Sureness.EQUAL if sure else Sureness.WEAK, 0.7))
            elif shared and (overlap := overlap_of(wanted.core, claim.plain, _MIN_PAIR)) >= _MIN_HINTED:
                found.append(ClaimMatch(claim, Sureness.WEAK, overlap / 2))
        return found

    def _reached(self, wanted: str, said: str) -> bool:
        """Whether ``said`` names a later stage of a building than the one that is wanted."""
        return later_stage(self._indicators, wanted, said)

    def _ends_there(self, claim: Claim, thing: str) -> bool:
        """Whether the clause's last event is ``thing``'s own: to complete its tender completes another."""
        rest = self._events.split(plain(self._undated(claim.clause)))[-1].replace(thing, "")
        return not self._indicators.NOTHING_MORE.sub("", rest)

    def measure(self, measure: Measure) -> list[ClaimMatch]:
        """Claims that a dated measure was carried out: said in its own words, or event and object are the same."""
        return self._doubted(self._measure(measure.quote), measure)

    def _measure(self, quote: str) -> list[ClaimMatch]:
        literal = self._literal(quote)
        if literal:
            return literal
        clauses = [clause for clause in re.split(r"[,;:，；：]", quote) if clause.strip()]
        dated = [clause for clause in clauses if self._find_dates(view_of(clause), 0, len(clause))]
        for clause in [*dated, *clauses[:1]]:
            if self.event_words(clause) and (found := self._event(clause)):
                return found
        return self._weakly(quote)

    def event_words(self, words: str) -> frozenset[str | int]:
        """The events that ``words`` name; verbs of one class are one event."""
        return self._named(words)

    def _event_words(self, words: str) -> frozenset[str | int]:
        view = view_of(words)
        return frozenset(self._reader.class_of.get(hit[0]) or hit[0] for hit in self._events.finditer(view))

    def repeated(self, target: Target) -> list[ClaimMatch]:
        """Claims in the target's own words, its number included."""
        if len(plain(target.quote)) < _MIN_QUOTE:
            return []
        literal = self._literal(target.quote)
        return self._doubted((one for one in literal if _has_value(one.claim, target)), target)

    def _literal(self, quote: str) -> list[ClaimMatch]:
        """Claims in whose clause the plan's own words stand, hopes left out."""
        wanted = plain(self._indicators.DONE.sub("", self._indicators.HOPES.sub("", view_of(quote))))
        long = len(wanted) > _MIN_PAIR
        near = self._index.of(self._index.having(wanted)) if long else ()
        return [ClaimMatch(claim, Sureness.SAME, 1.0) for claim in near if wanted in claim.plain]

    def _weakly(self, words: str) -> list[ClaimMatch]:
        core = self._read(self._undated(words)).core
        near = self._index.of(self._index.sharing(core, _MIN_OVERLAP))
        overlaps = ((claim, overlap_of(core, claim.plain)) for claim in near)
        return [ClaimMatch(claim, Sureness.WEAK, overlap / 2) for claim, overlap in overlaps if overlap >= _MIN_OVERLAP]

    def _undated(self, words: str) -> str:
        return self._indicators.HOPES.sub("", without_dates(view_of(words), 0, len(words), self._find_dates))


def _has_value(claim: Claim, target: Target) -> bool:
    """Whether the claim's number is written as the target's is."""
    return claim.mention is not None and target.value is not None and claim.mention.value == target.value
