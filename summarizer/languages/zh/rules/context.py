"""What the rules need to know of one sentence: its clauses, marks, dates and quantities, what was done already."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, Self

from summarizer.languages.patterns import verbose
from summarizer.languages.zh.dates import find_dates, leading_date
from summarizer.languages.zh.rules import bases
from summarizer.languages.zh.rules.building import HOPE
from summarizer.languages.zh.rules.units import MONEY_UNITS

if TYPE_CHECKING:
    from summarizer.languages.records import DateMention, Mention, Role
    from summarizer.languages.zh.rules.lexicons import RuleLexicons
    from summarizer.structure.outline import Sentence

_EDGE = re.compile(r"[,;。()“”\"《》〔〕\[\]【】:](?<!\d:(?=\d))")  # the colon of 1:15 parts nothing
_OPEN = {"(": ")", "“": "”", "《": "》", "〔": "〕", "[": "]", "【": "】"}
_CLOSE = {v: k for k, v in _OPEN.items()}
# What was done or stood before the plan began. 较上年增长 is a target: the year is only its base.
_PAST = verbose(
    r"""
      (?<![较比同于与和跟])(?<!超过|持在|定在|复到|达到)               # not 不低于上年: what it is measured by
      (?:(?<![对按大])去年(?!度?末?的?基础)|(?<![以送报布交开制])上年(?!度?末?的?基础)                 # years before
        |(?<![送报布交开制])上一年|前年|往年                                  # not 报送上一年度总结
        |过去[一二三四五两几\d]?个?年|近年来|以来|(?:[一二两三四五六七八九十几半]|(?<!\d)\d)年多?来(?![临自访])
        |(?<![争保划计求于比较])近[一二两三四五六七八九十几\d]年(?!内|度?平均|龄)|前期(?=已|共|累计|先后)
        |至今|截[至止](?![当本该][年月日季][末底]?的)|(?<![项科题数])目前(?!的?基础上)|迄今                 # up to now
        |现有|原有(?!的?基础)|现已)                                       # what there is
    | 已经?(?:建成|完成|达|有|实现|开展|投入|发放|培训|举办|成为|超过|突破|形成|累计|启动|经)|业已  # already
    | 已(?:摸排|排查|签约|开工|改造|新建|新增|整改|落地|引进|招[聘录]|拨付|投用|安装|铺设|栽植|种植|治理|修复|处置|办结
        |化解|建档|接入|纳入|创建|认定|培育|安置|救助|资助|查处|检查|选[派聘]|配[备置]|采购|流转|兑现|打造|[设成]立|竣工
        |验收)
      (?![^,;]{0,12}的)(?=[^,;。]{0,14}[\d一二两三四五六七八九十百千])      # not 推进27个已开工项目建设
    | 荣获|被[^,;。]{0,6}(?:命名|评为|授予|列为|确定为|表彰)|被评为|被授予|被命名      # honours received
    | 获得了|取得了
    | (?:建成|完成|实现|达到|举办|开展|培训|发放|投入|新增|增长|增加|改造|提高|解决|安排|启动|争取|落实|出台
        |成立|组织|建立|超额|确定|明确|规定|提出)了                       # finished verbs
    """
)
# One of these stands in whatever was before: a cheap look, since most sentences speak of what will be.
_MAY_BE_PAST = re.compile(
    "去年|上年|上一年|前年|往年|过去|近|年来|年多来|以来|前期|至今|截至|截止|目前|迄今|现有|原有|现已|已|荣获|被|了"
)
# A year before the plan's own that is no review but the base of a comparison (较2022年), what the plan builds on
# (在巩固2023年成果基础上), or when a norm was issued (2022年颁布的标准).
_COMPARED = frozenset("较比与")
# 截止2025年底, 建成…: as a date that lies ahead it says by when; with one of these it says how things stand.
_UP_TO = ("截至", "截止")
_DAY_DUE = re.compile(r".*(?:[底末前内]|年度)", re.DOTALL)
_STATE = re.compile(r"已|累计|现有|共有|拥有|尚有|仍有|完成了|达到了")
# 完善现有设施, 对现有市场…: which things it is done with
_STOCK = ("现有", "原有")
_LAST_YEAR = ("去年", "上年")
_WITH = tuple("对 将 把 在 从 以 由 于 按 的 与 和 、 据".split())
_FOUNDATION = re.compile(r"[^,;]{0,14}基础(?:之)?上")
_ISSUED = re.compile(r"[^,;。]{0,14}(?:颁布|印发|发布|制定|制订|修订|出台|公布|下发|通过|施行|生效)的")
_LIMIT = re.compile(r"(?:(?:完成|办结|整改|落实)(?:时限|时间|期限)|时限|时间节点)[: ]{1,2}$")
_MAX_LABEL = 12
_BARE_YEAR = re.compile(r"\d{4}年")  # 新建200套2018年保障房: the year is the thing's
# A date with one of these edges says by when; without one, after a verb, it may be the name of that verb's object.
_EDGED = re.compile(r"[到至截在].*|.*(?:[前底末内起止]|前后|左右|开始|时间)", re.DOTALL)
# “十四五”, 2023年度: what follows says whether it is a name
_NAMING = re.compile(r".*(?:五[”\"]?|规划|度)", re.DOTALL)
_HOPED = tuple(HOPE.split("|"))
# Recurs in time, and so does what stands behind it: 每年培训500名，选派80名.
_EVERY = re.compile(r"(?<![人户生位名亩班校村])每(?:个)?(?:半?年|学[期年]|季度?|月|周|旬|[\d两三四五]+年)(?![的级龄])")
_JOINS_DATES = frozenset("、和与及")
_PAST_YEAR = re.compile(r"((?:19|20)\d\d)年")

# Words that make a figure something to be reached, and no rate or frame.
REACHED = verbose(
    r"""
      达到|达(?=\d|约|近|百|千)|超(?=\d|百|千|亿)|突破|超过|完成|实现|新增|争取|力争   # reached, surpassed
    | 不低于|不少于|至少                                                               # a floor
    | 增至|增加到|提高到|提升到|降至|降到|控制在|稳定在                                 # where it goes
    """
)


_MEMBER_ENDS = re.compile(r"[、,;。)\n]|\.(?!\d)|\Z")
_HOPE_LEADS = re.compile(rf"(?:{HOPE}|全[年市县区省]|年内|再|共|要|将|须|,)*")
# 产值超|亿元|工业企业, 年交易额达1000万元的电商
_EARNS = verbose(
    r"""
    (?:[收投]入|[产额资价]值|[营税]收|税|利润|效益|(?:销售|交易|营业|成交|贸易|口|纳税|投资|资产)总?额|投资|销售|资产|规模|贡献
      |[、和及])                                                          # …企业4家、超10亿元企业2家
    (?:超过?|过|逾|突破|达到?|高于|大于|不低于|不少于)$
    """
)
_WHO_EARNS = verbose(
    r"""
    (?:(?!的)[一-鿿“”"]){0,8}?
    (?:企业|公司|集团|园区|开发区|集群|产业链|电商|合作社|农场|基地|项目|市场|商户|农户|大户|楼宇|门店|品牌|产品|主体|平台
      |产业(?![化增总投发])|[强大]?(?:村|镇|乡|街道)(?![庄办级容民]))
    """
)
_SPENT = re.compile(r"[,来]?(?:用于|用来|重点用|主要用|以(?=[支推促]))")
_MIN_THING = 2
"""Characters of what is counted."""


class Pair(NamedTuple):
    """A pair of brackets or quotation marks: offsets of both, and the opening character."""

    start: int
    end: int
    mark: str


@dataclass
class SentenceContext:
    """One sentence under examination; rules look at ``view``, users get the same places of ``text``.

    ``group_dates`` are those dates earlier in the same full-stop sentence that may govern what stands in this one,
    ``group_every`` where it last said 每年 or the like.
    ``end`` is without terminator and tags.
    """

    view: str
    text: str
    sentence: Sentence
    role: Role
    period: int | None
    words: RuleLexicons
    group_dates: tuple[DateMention, ...] = ()
    group_every: int | None = None
    listed: bool = False
    """Whether it stands in a list that a colon opened."""
    start: int = field(init=False)
    end: int = field(init=False)
    written_dates: list[DateMention] = field(init=False)
    """All dates written in the sentence itself."""
    dates: list[DateMention] = field(init=False)
    """Those of the sentence's dates by which something may be due."""

    def __post_init__(self) -> None:
        self.start, self.end = self.sentence.start, self.sentence.end
        self.written_dates = find_dates(self.view, self.start, self.end)
        self.dates = [date for date in self.written_dates if not self._is_name(date)] if self.written_dates else []

    @cached_property
    def _edges(self) -> tuple[list[int], list[tuple[int, int]], list[Pair]]:
        """Where clauses begin, and one more; the clauses; the pairs."""
        cuts = [self.start]
        pairs: list[Pair] = []
        opened: list[tuple[str, int]] = []
        for event in _EDGE.finditer(self.view, self.start, self.end):
            char, at = event[0], event.start()
            if char in ",:;。":
                if not opened:
                    cuts.append(at + 1)
            elif char == '"':
                if opened and opened[-1][0] == '"':
                    pairs.append(Pair(opened.pop()[1], at, '"'))
                else:
                    opened.append(('"', at))
            elif char in _OPEN:
                opened.append((char, at))
            elif any(o[0] == _CLOSE[char] for o in opened):
                while opened[-1][0] != _CLOSE[char]:
                    opened.pop()
                pairs.append(Pair(opened[-1][1], at, opened.pop()[0]))
        cuts.append(self.end + 1)
        return cuts, [(a, b - 1) for a, b in pairwise(cuts)], sorted(pairs)

    @property
    def clauses(self) -> list[tuple[int, int]]:
        """Stretches between commas and colons that stand outside brackets and quotation marks."""
        return self._edges[1]

    def clause_index(self, at: int) -> int:
        """Which of ``clauses`` holds offset ``at``."""
        return max(0, bisect_right(self._edges[0], at, hi=len(self._edges[0]) - 1) - 1)

    def clause(self, at: int) -> tuple[int, int]:
        """The clause that holds offset ``at``."""
        cuts, clauses, _ = self._edges
        return clauses[max(0, bisect_right(cuts, at, hi=len(clauses)) - 1)]

    def enclosing(self, start: int, end: int, marks: str) -> Pair | None:
        """The innermost pair of ``marks`` around ``start:end``."""
        pairs = self._edges[2]
        if not pairs:
            return None
        at = bisect_left(pairs, start, key=attrgetter("start")) - 1
        while at >= 0:
            pair = pairs[at]
            if end <= pair.end and pair.mark in marks:
                return pair
            at = self._outer[at]
        return None

    @cached_property
    def _outer(self) -> list[int]:
        """For each pair the index of the one around it, -1 where there is none: pairs never cross."""
        pairs = self._edges[2]
        outer: list[int] = []
        opened: list[int] = []
        for index, pair in enumerate(pairs):
            while opened and pairs[opened[-1]].end < pair.start:
                opened.pop()
            outer.append(opened[-1] if opened else -1)
            opened.append(index)
        return outer

    def _is_name(self, date: DateMention) -> bool:
        """做好2024年中考招生工作, 编制“十四五”规划, 2019年颁布的条例: the date tells which thing, not by when."""
        view, start, end = self.view, date.start, date.end
        if self.enclosing(start, end, "《〔[【") or _ISSUED.match(view, end):
            return True
        if _NAMING.fullmatch(view, start, end) and view[end : end + 1] not in ",、":
            does = self.words.verbs.match(view, end)
            if does is None or does[0] in self.words.noun_verb_words:
                happens = view.endswith(self.words.strong_event_words, end, self.clause(start)[1])
                return not (happens or view.startswith(_HOPED, end))  # 三季度主体封顶
        if _EDGED.fullmatch(view, start, end):
            return False
        clause = self.clause(start)[0]
        verb = self.words.verb_endings.longest(view, clause, start)
        if verb is None or view.endswith(_HOPED, clause, start):
            return False
        return verb not in self.words.noun_verb_words or start - len(verb) == clause  # not 新校区建设|2024年全面完成

    def last_every(self, before: int) -> int | None:
        """Where it was last said before an offset that something recurs (每年), quoted norms apart."""
        at = before
        while (at := self.view.rfind("每", self.start, at)) >= 0:
            if _EVERY.match(self.view, at, self.end) and not self.enclosing(at, at + 1, '《“"〔[('):
                return at
        return self.group_every

    def recurs(self, at: int) -> bool:
        """Whether 每年 governs what stands at ``at``, as a deadline would: up to the full stop, or to the next date."""
        every = self.last_every(at)
        return every is not None and not any(every < date.start < at for date in (*self.group_dates, *self.dates))

    def deadline(self, at: int, end: int) -> DateMention | None:
        """The date that governs an item at ``at:end``: the nearest before it in its full sentence, else behind it."""
        dates = self._governing
        if not dates:
            return None
        before = bisect_right(dates, at, key=attrgetter("end"))
        if before:
            return dates[before - 1]
        _, clause_end = self.clause(at)
        after = (d for d in dates if end <= d.start < clause_end)
        return next((d for d in after if not _BARE_YEAR.fullmatch(self.view, d.start, d.end)), None)

    def joined_dates(self, at: int) -> list[DateMention]:
        """The dates before ``at`` of which the last governs what stands there, joined by a word (到2022年和2030年)."""
        dates = [date for date in self._governing if date.end <= at]
        first = len(dates) - 1
        while first > 0 and self.view[dates[first - 1].end : dates[first].start].strip() in _JOINS_DATES:
            first -= 1
        return dates[max(first, 0) :]

    @cached_property
    def _governing(self) -> list[DateMention]:
        """The dates by which items of the sentence may be due, in order; one of its group's comes before its own."""
        return [date for date in (*self.group_dates, *self.dates) if self.governs(date)]

    def words_of(self, date: DateMention | None) -> str | None:
        """A deadline as the document writes it; 在 before it belongs to the sentence, 到 to the date."""
        return None if date is None else self.text[date.start : date.end].removeprefix("在")

    def is_limit(self, date: DateMention) -> bool:
        """Whether the date says, by a label of its own (完成时限:), by when the whole of the sentence is due."""
        return _LIMIT.search(self.view, max(0, date.start - _MAX_LABEL), date.start) is not None

    def governs(self, date: DateMention) -> bool:
        """Whether items of the sentence may be due by the date."""
        return not (self.is_past_year(date) or self.is_limit(date))

    def is_past_year(self, date: DateMention) -> bool:
        """Whether the date names a year before the plan's period."""
        return date.year is not None and self.period is not None and date.year < self.period

    def _is_condition(self, cue: re.Match[str]) -> bool:
        """已经建成需要移交的，…: what stands already only says to whom the rule applies."""
        _, end = self.clause(cue.start())
        return cue[0].startswith("已") and end > cue.end() and self.view[end - 1] == "的"

    def _is_ahead(self, cue: re.Match[str]) -> bool:
        """截止2025年底，建成…: by when, not up to when."""
        if not cue[0].startswith(_UP_TO):
            return False
        date = next((date for date in self.written_dates if date.start == cue.start()), None)
        return (
            date is not None
            and not self.is_past_year(date)
            and _DAY_DUE.fullmatch(self.view, date.start, date.end) is not None
            and _STATE.search(self.view, date.end, self.end) is None
        )

    def past_before(self, start: int, end: int) -> list[int]:
        """The cues for what was before offset ``end`` that concern a clause which begins at ``start``.

        完善现有设施，新建厕所7座: in a clause before, the object of a verb tells nothing of what comes next.
        """
        return [cue for cue in self.past if cue < end and (cue >= start or not self._is_object(cue))]

    def _is_object(self, cue: int) -> bool:
        view, clause = self.view, self.clause(cue)[0]
        other = view.startswith(_LAST_YEAR, cue) and "的" in view[cue : self.clause(cue)[1]]  # 推进去年开工的项目
        if not (other or view.startswith(_STOCK, cue)) or cue == clause:
            return False
        return view.endswith(_WITH, clause, cue) or self.words.verb_endings.longest(view, clause, cue) is not None

    @property
    def opens_with_deadline(self) -> bool:
        """截止2025年底，…: what looks like the opening of a review says by when."""
        opens = self.view.startswith(_UP_TO, self.start)
        return opens and not any(cue == self.start for cue in self.past)

    @cached_property
    def past(self) -> list[int]:
        """Offsets of cues for what exists or was done already, anywhere in the sentence."""
        told = _MAY_BE_PAST.search(self.view, self.start, self.end) is not None
        found = [
            m.start()
            for m in (_PAST.finditer(self.view, self.start, self.end) if told else ())
            if not (self._is_condition(m) or self._is_ahead(m) or bases.is_base(self, *m.span()))
        ]
        if self.period is not None:
            years = _PAST_YEAR.finditer(self.view, self.start, self.end)
            found += [year.start() for year in years if int(year[1]) < self.period and self._is_review(year)]
        return sorted(found + bases.over(self))

    def _is_review(self, year: re.Match[str]) -> bool:
        """Whether what is said of a past year tells what was done in it."""
        start, end = year.span()
        return not (
            self.enclosing(start, end, "《(〔[")
            or (start > self.start and self.view[start - 1] in _COMPARED)
            or _FOUNDATION.match(self.view, end, self.clause(start)[1])
            or bases.is_base(self, start, end)
            or _ISSUED.match(self.view, end)
            or any(date.start <= start < date.end and self._is_name(date) for date in self.written_dates)
        )


class Count(NamedTuple):
    """``before`` and ``after`` are the words of its clause around the mention."""

    context: SentenceContext
    mention: Mention
    before: str
    after: str

    @classmethod
    def of(cls, context: SentenceContext, mention: Mention) -> Self:
        """The mention with the clause that it stands in."""
        start, end = context.clause(mention.number_start)
        return cls(context, mention, context.view[start : mention.start], context.view[mention.end : end])

    @property
    def said(self) -> str:
        """The clause up to the number, words like 不低于 included."""
        return self.before + self.context.view[self.mention.start : self.mention.number_start]

    def closes_a_task(self) -> bool:
        """新建泵站两座: a verb of making opens the clause, the thing follows, and the count ends it or its member."""
        context, mention, before, _ = self
        if _MEMBER_ENDS.match(context.view, mention.end, context.end) is None:
            return False
        hope = _HOPE_LEADS.match(before, leading_date(before))
        verb = hope and context.words.making.match(before, hope.end())
        return verb is not None and len(before) - verb.end() >= _MIN_THING

    def picks_out_a_set(self) -> bool:
        """10亿元以上项目, 产值超亿元企业: bounded before such a noun a figure says which, not how many."""
        mention = self.mention
        if mention.end > mention.unit_end:
            return self.context.words.set_nouns.match(self.context.view, mention.end) is not None
        earned = mention.unit in MONEY_UNITS and _EARNS.search(self.said) and _WHO_EARNS.match(self.after)
        return bool(earned) and not self.is_spent()

    def is_spent(self) -> bool:
        """投资超5亿元|推进项目建设: behind a sum a verb says what for, and no noun whose size it is."""
        words = self.context.words
        verb = words.verbs.match(self.after)
        return _SPENT.match(self.after) is not None or (verb is not None and verb[0] not in words.noun_verb_words)
