"""Which claims of a report speak of an indicator, and how surely."""

from __future__ import annotations

import re
from enum import IntEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from summarizer.comparison.doubts import doubt
from summarizer.comparison.words import WordReader, built
from summarizer.documents.normalising import view_of
from summarizer.models import Target
from summarizer.quantities.dates import find_dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from summarizer.comparison.reported import Claim
    from summarizer.comparison.words import Reading
    from summarizer.models import Measure
    from summarizer.profiles.profile import Profile

_MARKS: Final = re.compile(r"[\s,.:;!?\"'“”‘’《》()\[\]【】〔〕、。-]+")
_HOPES: Final = re.compile(r"力争|争取|确保|努力|计划|(?:^|(?<=[,，]))[将要]")
_COVERED: Final = re.compile(r"全覆盖|覆盖率|覆盖面|全部|全员|所有|每[个所名]|逐一|一律")
_IS_COVERED: Final = re.compile(r"全覆盖|全部|全员|所有|均已?|一律|无一遗漏")
_IS_ZERO: Final = re.compile(r"零|未发生|未出现|没有发生|没有出现|无一|清零|杜绝|为0|0起|0例")
_DONE: Final = re.compile(r"建成|建好|完工|竣工")
_FALLS: Final = re.compile(r"负增长|(?<![\d%])[-−]\d")
_GOES_ON: Final = re.compile(
    r"[的和与及并且,;、()]|全部|均|已|都|全|顺利|如期|提前|任务|目标|完成|建成|竣工|完工|投|开|通过|交付|同比|比|较|超|占|以上|左右"
    r"|达|增|减|下降|上升|提高|列|居|位|为|被|获|实现|正式|陆续|按|其|用于|惠及|受益|覆盖|创|是"
)
"""What may follow a number without naming the thing that it counts."""
_NOTHING_MORE: Final = re.compile(
    r"建设|工程|项目|任务|工作|目标|使用|运[行营]|正式|全部|已经?|顺利|如期|[并和后的了于在均]"
)
_LEAST_CORE: Final = 4
_LEAST_QUOTE: Final = 6
_LEAST_OVERLAP: Final = 0.75


OTHER_WAY: Final = "the opposite direction"
OTHER_BUILT: Final = "new ones or rebuilt ones: is the same done?"
OTHER_THING: Final = "another thing is counted"


class Sureness(IntEnum):
    """How surely a claim speaks of an indicator."""

    WEAK = 1
    """Its words stand in the clause, or nearly."""
    EQUAL = 2
    """The same words, too few to be sure without an equal number."""
    SAME = 3


class ClaimMatch(NamedTuple):
    """A claim that speaks of the indicator; ``changed`` where one is a level and the other its change.

    ``doubt`` says why it may not be a claim that this was done, by us and in the period.
    """

    claim: Claim
    sureness: Sureness
    overlap: float = 0.0
    changed: bool = False
    doubt: str | None = None


class Matcher:
    """Finds the claims that speak of a target; built once for a profile."""

    def __init__(self, profile: Profile) -> None:
        self._reader = WordReader.of(profile)
        self._events = re.compile("|".join(sorted(map(re.escape, profile.lexicon("events")), key=len, reverse=True)))

    def counted(self, target: Target, claims: Sequence[Claim]) -> list[ClaimMatch]:
        """Claims about what ``target`` counts, with and without numbers, in document order."""
        bare = _COVERED.sub("", target.indicator) if target.kind == "coverage" else target.indicator
        found = [match for claim in claims if (match := self._by_words(bare or target.indicator, claim, target))]
        return self._doubted(found, target)

    def _doubted(self, matches: Iterable[ClaimMatch], item: Target | Measure) -> list[ClaimMatch]:
        """The matches with what speaks against each, the plan's own words considered."""
        planned = view_of(f"{getattr(item, 'indicator', '')} {item.quote}")
        wanted = self._reader.read(item.indicator) if isinstance(item, Target) else None
        return [
            match._replace(
                doubt=doubt(match.claim.cues, planned) or match.doubt or _other(match.claim, planned, wanted)
            )
            for match in matches
        ]

    def wording(self, target: Target) -> Reading:
        """What two targets have in common that a report's words cannot tell apart."""
        return self._reader.coarse(self._reader.read(target.indicator))

    def _by_words(self, indicator: str, claim: Claim, target: Target) -> ClaimMatch | None:
        wanted = self._reader.read(indicator)
        best: ClaimMatch | None = None
        for wording in claim.wordings:
            said = _COVERED.sub("", wording) if target.kind == "coverage" else wording
            found = self._reader.read(said)
            if found == wanted or self._done(said, wanted):
                sureness = Sureness.EQUAL if wanted.general else Sureness.SAME
                return ClaimMatch(claim, sureness, 1.0)
            if found.core == wanted.core and not wanted.general:
                changed = found.change != wanted.change
                away = OTHER_WAY if {found.change, wanted.change} == {"+", "-"} else None
                best = best or ClaimMatch(claim, Sureness.WEAK, 0.9, changed, away)
            elif self._reader.alike(indicator, said).likeness == "unsure":
                best = best or ClaimMatch(claim, Sureness.WEAK, 0.8)
        if best is not None:
            return best
        said = _plain(claim.clause)
        overlap = _overlap(wanted.core, said)
        if overlap >= _LEAST_OVERLAP:
            return ClaimMatch(claim, Sureness.WEAK, overlap / 2)
        equal = claim.mention is not None and target.value is not None and claim.mention.value == target.value
        named = equal and not wanted.general and wanted.core in said
        return ClaimMatch(claim, Sureness.WEAK, 0.4) if named else None

    def _done(self, said: str, wanted: Reading) -> bool:
        """Whether ``said`` is what is wanted, built: what is enlarged may be reported as 建成, not as 新建."""
        rest, built = _DONE.subn("", said)
        if not built or self._reader.read(rest).actions:
            return False
        return self._reader.coarse(self._reader.read(said)) == self._reader.coarse(wanted)

    def happened(self, target: Target, claims: Sequence[Claim]) -> list[ClaimMatch]:
        """Claims that a milestone was reached, or that something holds for all or for none."""
        return self._doubted(self._happened(target, claims), target)

    def _happened(self, target: Target, claims: Sequence[Claim]) -> list[ClaimMatch]:
        literal = list(self._literal(target.quote, claims))
        if literal or target.kind in {"relative", "standard"}:
            return literal or self._weakly(target.indicator, claims)
        if target.kind == "milestone":
            return self._event(target.indicator, claims)
        bare = _COVERED.sub("", target.indicator)
        core = self._reader.read(bare or target.indicator).core
        cue = _IS_ZERO if target.kind == "zero" else _IS_COVERED
        least = 2 if target.kind == "zero" else _LEAST_CORE
        found = [
            ClaimMatch(claim, Sureness.SAME if cue.search(claim.clause) else Sureness.WEAK, 1.0)
            for claim in claims
            if len(core) >= least and core in _plain(claim.clause)
        ]
        return found or self._weakly(target.indicator, claims)

    def _event(self, words: str, claims: Sequence[Claim]) -> list[ClaimMatch]:
        """Claims that what ``words`` say has happened."""
        wanted, events = self._reader.read(_undated(words)), self.event_words(words)
        thing = self._events.sub("", _plain(_undated(words)))
        least = _LEAST_CORE
        found = []
        for claim in claims:
            readings = [self._reader.read(wording) for wording in claim.wordings]
            shared = bool(events & self.event_words(claim.clause))
            if any(reading == wanted for reading in readings) and not wanted.general:
                found.append(ClaimMatch(claim, Sureness.SAME, 1.0))
            elif len(wanted.core) >= least and wanted.core in _plain(claim.clause):
                sure = shared and self._ends_there(claim, wanted.core)
                found.append(ClaimMatch(claim, Sureness.SAME if sure else Sureness.WEAK, 0.9))
            elif len(thing) >= least and thing in _plain(claim.clause):
                sure = shared and self._ends_there(claim, thing)
                found.append(ClaimMatch(claim, Sureness.EQUAL if sure else Sureness.WEAK, 0.7))
            elif shared and (overlap := _overlap(wanted.core, _plain(claim.clause), least=2)) >= _LEAST_OVERLAP:
                found.append(ClaimMatch(claim, Sureness.WEAK, overlap / 2))
        return found

    def _ends_there(self, claim: Claim, thing: str) -> bool:
        """Whether the clause's last event is ``thing``'s own: 校车更新完成招标 completes another."""
        rest = self._events.split(_plain(_undated(claim.clause)))[-1].replace(thing, "")
        return _NOTHING_MORE.sub("", rest) == ""

    def measure(self, measure: Measure, claims: Sequence[Claim]) -> list[ClaimMatch]:
        """Claims that a dated measure was carried out: said in its own words, or event and object are the same."""
        return self._doubted(self._measure(measure.quote, claims), measure)

    def _measure(self, quote: str, claims: Sequence[Claim]) -> list[ClaimMatch]:
        literal = list(self._literal(quote, claims))
        if literal:
            return literal
        clauses = [clause for clause in re.split(r"[,;:，；：]", quote) if clause.strip()]
        dated = [clause for clause in clauses if find_dates(view_of(clause), 0, len(clause))]
        for clause in [*dated, *clauses[:1]]:
            if self.event_words(clause) and (found := self._event(clause, claims)):
                return found
        return self._weakly(quote, claims)

    def event_words(self, words: str) -> set[str | int]:
        """The events that ``words`` name; verbs of one class are one event."""
        view = view_of(words)
        return {self._reader.class_of(hit[0]) or hit[0] for hit in self._events.finditer(view)}

    def repeated(self, target: Target, claims: Sequence[Claim]) -> list[ClaimMatch]:
        """Claims in the target's own words, its number included."""
        if len(_plain(target.quote)) < _LEAST_QUOTE:
            return []
        found = [
            match
            for match in self._literal(target.quote, claims)
            if match.claim.mention is not None and match.claim.mention.value == target.value
        ]
        return self._doubted(found, target)

    def _literal(self, quote: str, claims: Sequence[Claim]) -> Iterator[ClaimMatch]:
        """Claims in whose clause the plan's own words stand, hopes left out."""
        wanted = _plain(_HOPES.sub("", view_of(quote)))
        least = 2
        for claim in claims:
            if len(wanted) > least and wanted in _plain(claim.clause):
                yield ClaimMatch(claim, Sureness.SAME, 1.0)

    def _weakly(self, words: str, claims: Sequence[Claim]) -> list[ClaimMatch]:
        core = self._reader.read(_undated(words)).core
        overlaps = [(claim, _overlap(core, _plain(claim.clause))) for claim in claims]
        return [
            ClaimMatch(claim, Sureness.WEAK, overlap / 2) for claim, overlap in overlaps if overlap >= _LEAST_OVERLAP
        ]


def _other(claim: Claim, planned: str, wanted: Reading | None) -> str | None:
    """Why what the claim counts, or what became of it, is not what the plan wants."""
    ours, theirs = built(planned), built(" ".join([claim.clause, *claim.wordings]))
    if ours and theirs and ours != theirs:
        return OTHER_BUILT
    mention = claim.mention
    if wanted is None or mention is None:
        return None
    if wanted.change == "+" and _FALLS.search(claim.clause):
        return OTHER_WAY
    named = mention.unit == "个" and claim.after and claim.after not in planned and not _GOES_ON.match(claim.after)
    return OTHER_THING if named else None


def _plain(text: str) -> str:
    return _MARKS.sub("", view_of(text))


def _undated(words: str) -> str:
    view = view_of(words)
    pieces, at = [], 0
    for date in find_dates(view, 0, len(view)):
        pieces.append(view[at : date.start])
        at = date.end
    return _HOPES.sub("", "".join([*pieces, view[at:]]))


def _overlap(core: str, clause: str, least: int = _LEAST_CORE) -> float:
    """The part of the core's pairs of neighbouring characters that stand in the clause."""
    if len(core) < least:
        return 0.0
    pairs = {a + b for a, b in pairwise(core)}
    return sum(pair in clause for pair in pairs) / len(pairs)
