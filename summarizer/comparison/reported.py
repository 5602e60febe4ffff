"""What a report says was done, clause by clause: the words, the number if there is one, and whether it was done.

A report is a review of past work, which the rules for plans refuse; so its sentences are read here, with the same
outline, numbers and dates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from summarizer.comparison import doubts
from summarizer.comparison.doubts import ACTUAL, NOT_DONE, OTHER_YEAR, PLANNED, PROBLEM, STARTED, Cue
from summarizer.quantities.dates import find_dates
from summarizer.quantities.mentions import Mention, MentionScanner
from summarizer.structure.outlining import outline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.documents import Document
    from summarizer.profiles.profile import Profile
    from summarizer.structure.outline import Outline, Sentence

_EDGE: Final = re.compile(r"[,:;。!?]")
_HEADING_AHEAD: Final = re.compile(r"下一步|打算|明年|下年|来年|工作计划|工作思路|工作安排|努力方向")
_HEADING_PROBLEM: Final = re.compile(r"问题|不足|困难|短板")
_NEXT: Final = re.compile(r"下一步|明年|下一?年度|来年|今后")
_LAST_YEARS: Final = frozenset("去年 上年 上一年 同期 往年".split())
_MONTH_ALONE: Final = re.compile(r"(?:\d{4}年)?\d{1,2}月(?:份|底|初|末|[上中下]旬|\d{1,2}日)?")
_LESS: Final = ("不足", "不到", "不满", "未达")
_STRICT: Final = re.compile(r"超|突破|高于|大于|多于|[^不]?过")
_AGAINST: Final = re.compile(r"[比较于与](?:去年|上年|上一年|同期|往年)(?:同期|末|底)?|同比|环比")
_TRAILING: Final = re.compile(r"(?<=..)[为是达占共有]+$")
_WHOLE: Final = re.compile(r"全年|累计|共(?:计|有)?|合计|总计|全部")
_CUES: Final = re.compile(
    r"^(?:截至|截止|目前|其中|现|已经|已|共计|共|累计|全年|年内|均|先后|顺利|成功|如期|提前|超额|圆满|分别|实际|仅|只|我[市区县省局校]|本[市区县省局校])+"
    r"|(?<=.)(?:已经|已|均已?|共计?|累计|先后|如期|提前|超额|圆满)(?=.)"
)


_SHORT: Final = 4


@dataclass(frozen=True, slots=True)
class Claim:
    """A clause of the report, perhaps with one of its numbers.

    ``wordings`` are the ways to say what it is about, the likeliest first; ``start``/``end`` is its sentence.
    ``cues`` are what makes it doubtful that this was done, by us and in the period (:mod:`.doubts`); ``after`` is what
    follows its number, ``more`` whether the number is said to be exceeded (超过).
    """

    start: int
    end: int
    clause: str
    wordings: tuple[str, ...]
    mention: Mention | None
    cues: tuple[Cue, ...]
    month: int | None
    whole: bool
    mentions: int = 0
    after: str = ""
    more: bool = False


class _Clause(NamedTuple):
    """A clause being read.

    ``own`` is its cue that it is not done or only begun, ``behind`` such a cue in what follows, each with where that
    ends; ``actual`` is a number behind it that names nothing new; ``since`` is where a date alone before it begins.
    """

    start: int
    end: int
    mentions: list[Mention]
    own: tuple[Cue, int] | None
    behind: tuple[Cue, int] | None
    actual: Mention | None
    since: int | None


class ClaimReader:
    """A report's claims, read once; those under headings that look ahead are left out."""

    def __init__(self, document: Document, profile: Profile, year: int | None = None, place: str | None = None) -> None:
        """``year`` and ``place`` (a name, or a title that has it) are the plan's: others are doubtful."""
        self.document = document
        self._outline: Outline = outline(document)
        self._scanner = MentionScanner(profile.lexicon("units"))
        self._year, self._place = year, place

    @cached_property
    def claims(self) -> list[Claim]:
        """All of them, in document order."""
        found: list[list[Claim]] = []
        behind: tuple[Cue, int] | None = None
        after: Sentence | None = None
        for sentence in reversed(self._outline.sentences):  # what follows a sentence may take it back
            if self._is_under(sentence, _HEADING_AHEAD):
                behind = None
                continue
            if after is None or "\n" in self.document.view[sentence.end : after.start]:
                behind = None
            clauses = self._read(sentence, behind)
            found.append(list(self._sentence(sentence, clauses)))
            opening = self.document.view[sentence.start : sentence.end]
            behind = (clauses[0].own or clauses[0].behind) if clauses and doubts.continues(opening) else None
            after = sentence
        return [claim for claims in reversed(found) for claim in claims]

    def _is_under(self, sentence: Sentence, titles: re.Pattern[str]) -> bool:
        view = self.document.view
        over = (self._outline.headings[index] for index in self._outline.path(sentence.heading))
        return any(titles.search(view, title.start, title.end) for title in over)

    def _read(self, sentence: Sentence, behind: tuple[Cue, int] | None) -> list[_Clause]:
        """The sentence's clauses, each with what those behind it take back, ``behind`` being the next sentence's."""
        view, read, actual = self.document.view, [], None
        places = list(_clauses(view, sentence.start, sentence.end))
        dated = {b[0]: a[0] for a, b in pairwise(places) if _MONTH_ALONE.fullmatch(view, *a)}  # 8月，学校建成
        for start, end in reversed(places):
            mentions = [
                m
                for found in self._scanner.scan(view, start, end)
                if (m := _counted(found, view, start, end)) is not None
            ]
            clause = view[start:end]
            undone = next((cue for cue in doubts.cues_of(clause) if cue.reason in {NOT_DONE, STARTED}), None)
            own = (undone, end) if undone else None
            read.append(_Clause(start, end, mentions, own, behind, actual, dated.get(start)))
            behind = (own or behind) if doubts.refers_back(clause) else None
            bare = bool(mentions) and doubts.is_bare(self._words(start, mentions[0].start))
            actual = mentions[0] if bare else None
        return read[::-1]

    def _sentence(self, sentence: Sentence, clauses: list[_Clause]) -> Iterator[Claim]:
        view, before = self.document.view, ""
        realm: Cue | None = None
        opens_ahead = self._opens_ahead(sentence)
        among = [Cue(PROBLEM, "")] if self._is_under(sentence, _HEADING_PROBLEM) else []
        span: Cue | None = None
        for clause in clauses:
            said = view[clause.start : clause.end]
            cues = doubts.cues_of(said)
            realm = doubts.realm_cue(said, self._place, realm)
            ahead = any(cue.reason == PLANNED for cue in cues)
            if opens_ahead and ahead:  # the next plan's: nothing of this one
                before = ""
                continue
            cues += [Cue(PLANNED, "")] if _NEXT.match(view, sentence.start, sentence.end) else []
            span = span or _span(cues, opening=clause.start == sentence.start)
            year = None if doubts.says_this_year(said) else span
            year = year or self._other_year(sentence, clause.end)
            cues += [*among, *(cue for cue in (year, realm) if cue is not None)]
            yield from self._clause(sentence, clause, before, cues)
            first = self._scanner.scan(view, clause.start, clause.end)
            before = self._words(clause.start, first[0].start if first else clause.end)

    def _opens_ahead(self, sentence: Sentence) -> bool:
        """下一步, 明年 or a later year at the beginning of the sentence."""
        view = self.document.view
        if _NEXT.match(view, sentence.start, sentence.end):
            return True
        dates = find_dates(view, sentence.start, sentence.end)
        year = dates[0].year if dates and dates[0].start == sentence.start else None
        return year is not None and self._year is not None and year > self._year

    def _other_year(self, sentence: Sentence, end: int) -> Cue | None:
        view = self.document.view
        years = {date.year for date in find_dates(view, sentence.start, end) if date.year is not None}
        if years and self._year is not None and self._year not in years:
            return Cue(OTHER_YEAR, "")
        return doubts.total_cue(view[sentence.start : end], this_year=self._year is not None and self._year in years)

    def _clause(self, sentence: Sentence, read: _Clause, before: str, cues: list[Cue]) -> Iterator[Claim]:
        view, start, end, mentions = self.document.view, read.start, read.end, read.mentions
        reach = sentence.end
        if read.behind is not None:
            cues, reach = [*cues, read.behind[0]], max(reach, read.behind[1])
        since = read.since if read.since is not None else start
        months = [month for date in find_dates(view, since, end) if (month := month_of(view[date.start : date.end]))]
        month = months[-1] if months else None
        whole = _WHOLE.search(view, sentence.start, end) is not None
        clause = view[start:end]
        if not mentions:
            own = self._words(start, end)
            if len(own) > 1:
                yield Claim(sentence.start, reach, clause, (own, before + own), None, tuple(cues), month, whole)
            return
        verb = ""
        for index, mention in enumerate(mentions):
            left = mentions[index - 1].end if index else start
            right = mentions[index + 1].start if index + 1 < len(mentions) else end
            own, after = self._words(left, mention.start), self._words(mention.end, right)
            tail = after.split("、")[0] if index + 1 < len(mentions) else after
            wordings = [own, own + tail, tail] if own else [verb + tail, tail, before]
            if own and len(own) <= _SHORT:  # 增长, 学位: what grew, and whose, stands in the clause before
                wordings += [before + own, before[: -len(own)] + own]
            verb = own or verb
            of_number = [
                doubts.goal_cue(view[left : mention.start], view[mention.end : end]),
                _less(mention, read.actual),
            ]
            yield Claim(
                sentence.start, reach, clause, tuple(dict.fromkeys(w for w in wordings if w)), mention,
                (*cues, *(cue for cue in of_number if cue is not None)), month, whole, len(mentions),
                view[mention.end : right].lstrip(),
                _STRICT.search(view, mention.start, mention.number_start) is not None,
            )  # fmt: skip

    def _words(self, start: int, end: int) -> str:
        """The clause's words without its dates and without cues that something was done."""
        view, pieces, at = self.document.view, [], start
        for date in find_dates(view, start, end):
            pieces.append(view[at : date.start])
            at = date.end
        pieces.append(view[at:end])
        text = "".join(pieces).strip(" ,、:;。")
        return _TRAILING.sub("", _CUES.sub("", _AGAINST.sub("", text)).strip(" ,、:;。"))


def _span(cues: list[Cue], *, opening: bool) -> Cue | None:
    """The cue of years that governs what follows in the sentence: 五年来; 去年 where the sentence opens with it.

    Elsewhere 去年 is what its own clause compares with.
    """
    return next((c for c in cues if c.reason == OTHER_YEAR and (opening or c.word not in _LAST_YEARS)), None)


def _less(mention: Mention, actual: Mention | None) -> Cue | None:
    """配备校医60名，实际到岗45名; 完成60%: what stands behind counts fewer of the same, or says which part is done."""
    if actual is None or actual.value is None or mention.value is None:
        return None
    if actual.unit == "%" != mention.unit:
        return Cue(ACTUAL, "") if actual.value < 100 else None  # noqa: PLR2004
    if actual.unit != mention.unit:
        return None
    return Cue(ACTUAL, "") if actual.value < mention.value else None


def _counted(mention: Mention, view: str, start: int, end: int) -> Mention | None:
    """The mention where it counts something; 岁 and a bare number at a clause's end (人口达到55万) do as well.

    万元 alone is part of a name (万元GDP能耗). 不足, which plans do not use, is a bound like 低于.
    """
    if mention.masked or (mention.lone and view[mention.number_start : mention.number_end] in {"万", "亿"}):
        return None
    less = next((word for word in _LESS if view.endswith(word, start, mention.start)), None)
    if less is not None:
        mention = replace(mention, start=mention.start - len(less), comparator="<=")
    if mention.unit is not None:
        return mention
    if view.startswith("岁", mention.end) and mention.end < end:
        return replace(mention, unit="岁", end=mention.end + 1)
    return mention if mention.script == "arabic" and mention.end == end else None


def _clauses(view: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for edge in _EDGE.finditer(view, start, end):
        inside = view[edge.start() - 1 : edge.start()].isdigit() and view[edge.end() : edge.end() + 1].isdigit()
        if not inside:  # 1,200 is one number
            if edge.start() > at:
                yield at, edge.start()
            at = edge.end()
    if at < end:
        yield at, end


_MONTH: Final = re.compile(r"(\d{1,2}|十[一二]?|[一二三四五六七八九])月")
_QUARTER: Final = re.compile(r"([一二三四1-4])季度")
_HAN: Final = {char: value for value, char in enumerate("一二三四五六七八九十", start=1)} | {"十一": 11, "十二": 12}


def month_of(words: str) -> int | None:
    """The month by whose end a date lies, where it says one: 6月底 6, 三季度 9, 上半年 6, 年底 12."""
    if found := _MONTH.search(words):
        month = int(found[1]) if found[1].isdigit() else _HAN[found[1]]
        return month if 1 <= month <= 12 else None  # noqa: PLR2004
    if found := _QUARTER.search(words):
        return 3 * (int(found[1]) if found[1].isdigit() else _HAN[found[1]])
    if "上半年" in words:
        return 6
    return 12 if re.search(r"年底|年末|下半年|年内|全年", words) else None
