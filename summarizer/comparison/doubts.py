"""What keeps a clause of a report from saying that something was done: by us, in this period, as counted.

Each kind of doubt has its words. A word that the plan's own sentence has as well (改造未达标厕所) is part of what was
planned and no doubt; see :func:`doubt`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

NOT_DONE: Final = "the report says that it is not done yet"
PLANNED: Final = "the report only plans it"
STARTED: Final = "the report says that it has begun or is nearly done, not that it is done"
PROBLEM: Final = "it stands among the report's problems"
GOAL: Final = "the number is the goal's, not what was done"
PART: Final = "the number is only a part of another"
ACTUAL: Final = "the report gives another, actual number"
TOGETHER: Final = "several things share the numbers of the sentence: which is whose?"
OTHER_YEAR: Final = "the sentence speaks of another year"
OTHER_PLACE: Final = "the sentence speaks of another place"

_N_YEARS: Final = r"(?<![\d〇零一二三四五六七八九十])(?:十?[二两三四五六七八九几]|十一?|[二三四五]十|\d{1,2})年"
_PATTERNS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    (NOT_DONE, re.compile(
        r"未(?!来|成年|保|婚|名|知|央|就业|升学|参保|脱贫|发生|出现|发现)|没有(?!发生|出现|发现|一)|没(?:能|建|完成)"
        r"|落空|泡汤|[还尚仍]差|差距|[还尚仍]缺|取消|搁置|停[工建滞]|终止|中止|暂[停缓]|流标|烂尾|无法|放弃|撤销|叫停|受阻"
        r"|正在|推进中|进行中|建设中|施工中|[仍尚还]在建|推迟|延[期迟后误]|滞后|均?在施工|处于"
    )),
    (PLANNED, re.compile(
        r"下一步|明年|下一?年度|来年|今后|力争|争取(?!到|了|上级|资金|项目)|有望|预计|(?<![模虚草比])拟(?![定订制人合])"
        r"|计划(?:于|在|到|新|建|明|完成|改|扩|实施|投|开|培训|招|引)|(?:^|原|年初|今年|本年)计划(?!生育|免疫|单列)"
        r"|规划(?:新|建|改|扩|续|开工|实施|投)|^规划(?!编制)|谋划|筹划|筹备|筹建|^准备|立项|可研|前期|方案|要求(?=新|建|改|扩|完成)|下达(?=新|建|改|扩)|选址|(?:安排|确定|批复)(?=新|建|改|扩)"
        r"|将(?:于|在|继续|要|进一步|全面|重点|加快|新|建|改|扩|完成|实施|开展|陆续|启动|努力)"
        r"|(?<!主)(?<!重)(?<!需)要(?:继续|进一步|加快|努力)"
    )),
    (STARTED, re.compile(
        r"开工(?!率)|启动(?!资金|仪式)|奠基|(?<!存)在建(?!设用)|破土|开建|封顶|主体工程|基本(?:完成|建成|完工|竣工|实现|达到)|一半|过半|[大多]半|大部分|部分(?:完成|建成|完工|竣工)|进场施工"
        r"|动工(?=建设|新建|兴建|$)|^动工|(?<=[日月部式])动工"  # 劳动工资, 联动工作 are other words
    )),
    (OTHER_YEAR, re.compile(
        r"(?<![比较于与])(?:去年|上年|上一年|同期|往年)|前年|历年|历届|近年"
        rf"|{_N_YEARS}(?:以?来|间|之?内|累计|共)|近{_N_YEARS}|过去{_N_YEARS}"
        r"|十[一二三四五]五[\"'”’]?(?:期间|时期|以来|累计)|本届|任期|(?:成立|建[县市区省]|有史)以来"
    )),
    (OTHER_PLACE, re.compile(r"邻近?[县市区省]|兄弟[县市区省单地]|外[地省市县]|对口|周边|其[他它][县市区省地]|各省")),
    (PART, re.compile("^(?:其中|当中)")),
    (TOGETHER, re.compile("分别")),
)  # fmt: skip
_OWN_HOPES: Final = frozenset("力争 争取 预计 有望 拟".split())
"""Words of every plan: that it has them as well makes a report's hope no deed."""
_LEVELS: Final = {"国": 0, "省": 1, "自治区": 1, "市": 2, "县": 3, "区": 3, "旗": 3, "镇": 4, "乡": 4}
_LEVEL: Final = re.compile(r"自治区|[省市县区旗镇乡]")
_REALM: Final = re.compile(
    r"(?:截至|截止|目前|至今|[\d年月日底末,]){0,12}(?:在|从)?全([国省市县区旗镇乡])(?!率先|首|第|前列|领先|排名|位居)"
)
_NAMED: Final = re.compile(r"(?:[\d年月日底末,]{0,12})([\u4e00-\u9fff]{1,3}[县市省])(?=[新改扩建完共累培引已招])")
_NO_NAMES: Final = re.compile(r"[城超上股门集楼夜都]市$|[我本全各]")
_OWN_REALM: Final = re.compile(r"[我本][省市县区旗镇乡局校]")
_TOTAL: Final = "累计"
_THIS_YEAR: Final = re.compile(r"全年|今年|本年|当年|年内|一年来|年度")
_REFERS: Final = re.compile(
    r"其中|但|不过|然而|可|仅|只|实际|因|由于|受|目前|至今|截至|截止|[尚仍还均都却未没后最]|全部|全未|项目|工程|任务|目标|指标"
    r"|该|此|有|已|\d|[一二两三四五六七八九十]{1,3}[所个家座处项间条名人]"
)
_OTHERS: Final = re.compile(r"其余|剩余|余下|另|还有")
_CONTINUES: Final = re.compile(
    r"其中|但|不过|然而|实际|仅|只|因|由于|该项|该任务|该目标|\d{1,6}[所个家座处项间条名人](?=[未尚仍正还没因])"
)
_GOAL_BEFORE: Final = re.compile(r"(?:计划|任务|目标|指标|规划|应|需)[数量值]?(?:为|是|共)?$")
_GOAL_AFTER: Final = re.compile(r"的?(?:年度|全年|年初|既定|预定)?(?:目标|任务|计划|指标)")
_GOAL_MET: Final = re.compile(r"完成|实现|达成|达到|兑现")
_PART_AFTER: Final = re.compile(
    r"(?:的|中的?) ?(?:近|约|超过?|不足|不到)?(?:\d|百分之|[一二三四五六七八九]成|[一两二三四]|大?半|多半)"
)
_BARE: Final = re.compile(
    r"(?:其中|实际|目前|现有?|仅有?|只有?|但|均|已经?|全年|共|有|完成|实现|建成|新?开工|竣工|完工|交付|投用|投入使用|启用|到岗|到位|在岗"
    r"|落实|兑现|达到?|为|了|只能|全部|形象|进度|率|中|的|总){1,8}$"
)
_REACH: Final = 16


class Cue(NamedTuple):
    """A word of the report that makes a claim doubtful, and the reason that it gives."""

    reason: str
    word: str


def cues_of(clause: str) -> list[Cue]:
    """The cues of one clause, each word once."""
    found = (Cue(reason, hit[0]) for reason, pattern in _PATTERNS for hit in pattern.finditer(clause))
    return list(dict.fromkeys(found))


def total_cue(said: str, *, this_year: bool) -> Cue | None:
    """累计 may count since long ago, unless what is ``said`` up to there names this year."""
    return None if this_year or _TOTAL not in said or _THIS_YEAR.search(said) else Cue(OTHER_YEAR, _TOTAL)


def says_this_year(words: str) -> bool:
    """Whether ``words`` name the year that the plan is for."""
    return _THIS_YEAR.search(words) is not None


def realm_cue(clause: str, place: str | None, before: Cue | None) -> Cue | None:
    """A clause that opens with 全省 speaks of the province, and so do those after it until one says 我县 or 全县.

    ``place`` is the name of the plan's place, or a title that has it: 北山县 is a county, 南山县 another place.
    """
    if _OWN_REALM.search(clause):
        return None
    named = _NAMED.match(clause)
    if named and not _NO_NAMES.search(named[1]) and named[1] not in (place or ""):
        return Cue(OTHER_PLACE, named[1])
    found = _REALM.match(clause)
    if found is None:
        return before
    levels = _LEVEL.findall(place or "")
    own, of = _LEVELS[levels[-1]] if levels else None, _LEVELS[found[1]]
    if found[1] == "区" and own == 1:  # an autonomous region is a province
        return None
    foreign = of <= 1 if own is None else of != own
    return Cue(OTHER_PLACE, f"全{found[1]}") if foreign else None


def refers_back(clause: str) -> bool:
    """Whether a clause says more of what the one before counts; 其余4所正在施工 speaks of others."""
    return _REFERS.match(clause) is not None and _OTHERS.match(clause) is None


def continues(sentence: str) -> bool:
    """Whether a sentence goes on about the sentence before."""
    return _CONTINUES.match(sentence) is not None


def is_bare(words: str) -> bool:
    """Whether the words before a number name nothing new: 实际完成600亩, 到岗45名."""
    return _BARE.match(words) is not None or not words


def goal_cue(left: str, right: str) -> Cue | None:
    """The cue that a number between ``left`` and ``right`` is only the goal's: 计划1000亩, 10所的目标, 8亿元的75%."""
    if found := _GOAL_BEFORE.search(left[-_REACH:]):
        return Cue(GOAL, found[0])
    if _PART_AFTER.match(right):
        return Cue(GOAL, "")
    after = _GOAL_AFTER.match(right)
    return Cue(GOAL, after[0]) if after and not _GOAL_MET.search(right) else None


def doubt(cues: Iterable[Cue], planned: str) -> str | None:
    """The first reason that stands, ``planned`` being the plan's own words (as a view)."""
    return next((cue.reason for cue in cues if not _is_planned(cue, planned)), None)


def _is_planned(cue: Cue, planned: str) -> bool:
    """Whether a cue is part of what was planned."""
    reason, word = cue
    if reason == STARTED:  # a plan to begin is fulfilled by any word for it
        return any(hit.reason == STARTED for hit in cues_of(planned))
    if not word or reason == TOGETHER or word in _OWN_HOPES or "将" in word:
        return False
    if "计划" in word:  # as the name of a programme (强师计划), not as what a plan does
        before = planned[: max(0, planned.find(word))][-1:]
        return reason == PLANNED and before.isalpha()
    return word in planned
