"""What a report says was done, clause by clause: the words, the number if there is one, and whether it was done.

A report is a review of past work, which the rules for plans refuse; so its sentences are read here, with the same
outline, numbers and dates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from summarizer.quantities.dates import find_dates
from summarizer.quantities.mentions import Mention, MentionScanner
from summarizer.structure.outlining import outline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.documents import Document
    from summarizer.profiles import Profile
    from summarizer.structure.outline import Outline, Sentence

_EDGE: Final = re.compile(r"[,:;。!?]")
_HEADING_AHEAD: Final = re.compile(
    r"下一步|打算|明年|下年|来年|工作计划|工作思路|工作安排|存在(?:的)?(?:主要)?问题|不足|努力方向"
)
_AHEAD: Final = re.compile(
    r"下一步|明年|下一?年度|来年|今后|力争|争取(?!到|了|上级|资金|项目)|有望|预计|拟(?:于|在|新|建)|计划(?:于|在|到|新|建|明)"
    r"|将(?=于|在|继续|要|进一步|全面|重点|加快|新|建|完成|实施|开展|陆续|启动|努力)|(?<!主)(?<!重)(?<!需)要(?=继续|进一步|加快|努力)"
)
_NOT_DONE: Final = re.compile(
    r"未能|尚未|未完成|未达|未实现|未启动|未开工|没有(?:完成|达到|实现|开工|启动)|仍未|还未|正在|推进中|进行中|(?:仍|尚|还)在建|推迟|延期|暂缓|滞后"
)
_LAST_YEAR: Final = re.compile(r"(?<![比较于与])(?:去年|上年|上一年|同期|往年)")
_AGAINST: Final = re.compile(r"[比较于与](?:去年|上年|上一年|同期|往年)(?:同期|末|底)?|同比|环比")
_TRAILING: Final = re.compile(r"(?<=..)[为是达占共有]+$")
_WHOLE: Final = re.compile(r"全年|累计|共(?:计|有)?|合计|总计|全部")
_CUES: Final = re.compile(
    r"^(?:截至|截止|目前|其中|现|已经|已|共计|共|累计|全年|年内|均|先后|顺利|成功|如期|提前|超额|圆满|分别|我[市区县省局校]|本[市区县省局校])+"
    r"|(?<=.)(?:已经|已|均已?|共计?|累计|先后|如期|提前|超额|圆满)(?=.)"
)


_SHORT: Final = 4


@dataclass(frozen=True, slots=True)
class Claim:
    """A clause of the report, perhaps with one of its numbers.

    ``wordings`` are the ways to say what it is about, the likeliest first; ``start``/``end`` is its sentence.
    ``doubt`` says why it may not be a claim that something was done by the end of the period.
    """

    start: int
    end: int
    clause: str
    wordings: tuple[str, ...]
    mention: Mention | None
    doubt: str | None
    month: int | None
    whole: bool
    mentions: int = 0


NOT_DONE: Final = "the report says that it is not done yet"
TOGETHER: Final = "several things share the numbers of the sentence: which is whose?"
OTHER_YEAR: Final = "the sentence speaks of another year"


class Report:
    """A report's claims, read once; those that look ahead are left out."""

    def __init__(self, document: Document, profile: Profile, year: int | None = None) -> None:
        """``year`` is the plan's: what a sentence says of another one is doubtful."""
        self.document = document
        self._outline: Outline = outline(document)
        self._scanner = MentionScanner(profile.lexicon("units"))
        self._year = year

    @cached_property
    def claims(self) -> list[Claim]:
        """All of them, in document order."""
        return [claim for sentence in self._outline.sentences for claim in self._sentence(sentence)]

    def _looks_ahead(self, sentence: Sentence) -> bool:
        view = self.document.view
        titles = (self._outline.headings[index] for index in self._outline.path(sentence.heading))
        return any(_HEADING_AHEAD.search(view, title.start, title.end) for title in titles)

    def _sentence(self, sentence: Sentence) -> Iterator[Claim]:
        if self._looks_ahead(sentence):
            return
        before = ""
        for start, end in _clauses(self.document.view, sentence.start, sentence.end):
            if _AHEAD.search(self.document.view, start, end):
                before = ""
                continue
            yield from self._clause(sentence, start, end, before)
            first = self._scanner.scan(self.document.view, start, end)
            before = self._words(start, first[0].start if first else end)

    def _clause(self, sentence: Sentence, start: int, end: int, before: str) -> Iterator[Claim]:
        view = self.document.view
        mentions = [
            m for found in self._scanner.scan(view, start, end) if (m := _counted(found, view, end)) is not None
        ]
        doubt = self._doubt(sentence, start, end)
        months = [month for date in find_dates(view, start, end) if (month := month_of(view[date.start : date.end]))]
        month = months[-1] if months else None
        whole = _WHOLE.search(view, sentence.start, end) is not None
        clause = view[start:end]
        if not mentions:
            own = self._words(start, end)
            if len(own) > 1:
                yield Claim(sentence.start, sentence.end, clause, (own, before + own), None, doubt, month, whole)
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
            yield Claim(
                sentence.start, sentence.end, clause, tuple(dict.fromkeys(w for w in wordings if w)), mention, doubt,
                month, whole, len(mentions),
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

    def _doubt(self, sentence: Sentence, start: int, end: int) -> str | None:
        view = self.document.view
        if _NOT_DONE.search(view, start, end):
            return NOT_DONE
        years = {date.year for date in find_dates(view, sentence.start, end) if date.year is not None}
        if _LAST_YEAR.search(view, start, end) or (years and self._year is not None and self._year not in years):
            return OTHER_YEAR
        return TOGETHER if "分别" in view[start:end] else None


def _counted(mention: Mention, view: str, end: int) -> Mention | None:
    """The mention where it counts something; 岁 and a bare number at a clause's end (人口达到55万) do as well."""
    if mention.masked or mention.unit is not None:
        return None if mention.masked else mention
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
