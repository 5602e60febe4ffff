"""What was before, told amid what is to come: the old figure of a change, what is built upon, the turn ahead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.languages.patterns import verbose

if TYPE_CHECKING:
    from summarizer.languages.zh.rules.context import Count, SentenceContext

_FIGURE = r"[\d几〇一二两三四五六七八九十百千]"
_CHANGES = r"""
    (?: 提高|提升|增加|增长|增[至到设]|扩[大充展容建增]|拓[展宽]|上升|上调|上浮|升[至到为]|下降|下调|降|减|缩[短减小]
      | 压[缩减降]|调[整高增减]|新增|净增|发展|壮大|延[伸长]|回升|攀升|递增|翻|多|少|再 )
"""
_GOES_TO = r"""
    (?: 提高|提升|增加?|增长|扩[大充展容建增]|拓[展宽]|上升|上调|升|下降|下调|降低?|减少?|缩[短减小]|压[缩减降]
      | 调[整高增减]|发展|壮大|延[伸长]|回升|攀升|优化|更新 )(?:到|至|为|成)(?!了)
"""
_BEFORE_NOW = r"""
    (?: 去年|上年|上一年|前年|往年|年初|同期|目前|当前|现[有行在状]|原[有来先定]|截[至止]|此前|过去|20\d\d年
      | “?十[一二三四]五”?(?:期?末|时期|期间)? )
"""
# 由上年的…增加到, 较去年的…提高: what the new figure is measured by
_FROM = re.compile(r"[由从自较与同和跟比](?<!已.)(?<![占对配]比)[^,;。]{0,4}\Z")
_TO_CHANGE = verbose(rf"[^,;。]{{0,12}}?{_FIGURE}[^,;。]{{0,16}}?{_CHANGES}")
_ALREADY_CHANGED = re.compile(r"[^,;。]{0,40}[到至为成]了")
# 现有1200张扩充至…, 已建成的8个增加到…: between them no 由, which would tell of a change that is over
_GROWS = verbose(
    rf"(?:[现原]有[^,;。由从\d]{{0,10}}?|[^,;。由从\d]{{1,12}}的){_FIGURE}[^,;。由从]{{0,14}}?{_GOES_TO}[^,;。]{{0,6}}?{_FIGURE}"
)
_BUILT_UPON = re.compile(r"[^,;。在]{0,30}?基础之?上")

_OLD_BEFORE = verbose(
    rf"""
    [由从自较与同和跟比](?<![占对配]比)[^,;。]{{0,4}}{_BEFORE_NOW}[^,;。、]{{0,8}}\Z
    """
)
_STANDING_BEFORE = re.compile(r"[现原目累已](?:(?<=[现原])有|(?<=目)前|(?<=累)计|(?<=已))[^,;。]{0,10}\Z")
_FROM_BEFORE = re.compile(r"(?:由|从)[^,;。]{0,16}\Z")
_SET_OUT = re.compile(rf"[由从][^,;。]{{0,16}}?{_FIGURE}")
_ARRIVES = verbose(rf"{_GOES_TO}[约近]?\Z")
_CHANGE_AFTER = verbose(rf"[^,;。]{{0,14}}?{_CHANGES}")
_TO_AFTER = verbose(rf"[^,;。、]{{0,14}}?{_GOES_TO}[^,;。]{{0,6}}?{_FIGURE}")
# 巩固2023年建成的30个…成果
_DOINGS = "建成 建设 创建 创成 打造 完成 培育 改造 认定 命名 评定 获评 投用 入选 开通 新建".split()
_DONE_ENDS = tuple(f"{doing}{of}" for doing in _DOINGS for of in ("", "的"))
_DONE_OF = re.compile(rf"(?:(?P<year>20\d\d)年|去年|上年|前[年期]|已经?)[^,;。\d]{{0,6}}(?:{'|'.join(_DOINGS)})的?\Z")
_KEEPS = re.compile(r"巩固|深化|总结|固化|守住")
_GAINS = re.compile(r"[^,;。]{0,16}(?:成果|成效|成绩|经验)(?=$|[,;。、])")

_HOPES = r"(?:力争|力求|争取|确保|计划|预计|拟|将|要|目标|再)"
_LEADS = r"(?:并|但|而|到|至|在|于|现|我[市县区局委办]|全[市县区])?"
_THIS_YEAR = r"(?:今年|本年度?)(?!以?来|上半年|[一1]季度|第一|前|已|\d{1,2}月(?![底末前份])|[^,;。]{1,24}了(?![解结]))"
# 将30个村纳入规划, 确保群众温暖过冬 may tell of the past; with what comes behind these here they do not.
_TURN = verbose(
    rf"""
    {_LEADS}
    (?: {_THIS_YEAR}|明年|下一?步|下阶段|今后|接下来|未来|力争|力求|计划(?!总?投资)|预计|拟(?!定)
      | (?:全年|第?[二三四]季度)(?=[^,;。]{{0,4}}{_HOPES})
      | (?:争取|确保|努力)(?=在?(?:全年|今年|年[内底末]|下半年|到20|20|\d{{1,2}}月))
      | 将(?=要|在|于|再|新|继续|进一步|完成|建|实现|达|开|启动|投)|再(?![次度获]|创(?!建))
      | (?<![主重需首必])要(?![求素点闻件])
    )
    """
)
# 去年…,下半年…: behind what was done in another year such a date lies in that year.
_TURN_BY_DATE = verbose(
    rf"""
    {_LEADS}(?![^,;。]{{0,12}}已)
    (?: 年[内底末终]|下半年|后续|剩余|其余|余下
      | 20\d\d年(?:\d{{1,2}}月)?(?:[底末份中]|\d{{1,2}}日)?之?前|(?<=[到至])20\d\d年
      | (?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月(?:[底末份中]|[上中下]旬|\d{{1,2}}日)?之?前
      | (?:春节|国庆|汛期|入冬|供暖季|开学)之?前
    )
    """
)
_OTHER_YEAR = ("去年", "上年", "上一年", "前年", "往年", "过去", "20")
_NEXT = verbose(rf"(?:{_THIS_YEAR}|明年|下一步)")
# 上半年…,同比增长…: only of what is over it is known how it compares
_PART_OF_YEAR = re.compile(
    r"(?:今年)?(?:上半年|第?[一二三]季度|前[一二三]季度|前(?:\d{1,2}|[两三四五六七八九十])个月|1月?[至到-]\d{1,2}月)"
)
_COMPARES = re.compile(r"同比|[较比](?:上年|去年)同期")
_AIMS = re.compile(r"力争|争取|确保|力求|努力|计划|预计|保证|目标|要|将")


def is_base(context: SentenceContext, start: int, stop: int) -> bool:
    """Whether the cue at ``start:stop`` says what is built upon or where a change sets out, not what was done."""
    view, (first, end) = context.view, context.clause(start)
    if _BUILT_UPON.match(view, stop, end) is not None:
        return True
    if _FROM.search(view, max(first, start - 5), start):
        return _TO_CHANGE.match(view, stop, end) is not None and _ALREADY_CHANGED.match(view, stop, end) is None
    return _GROWS.match(view, start, end) is not None


def is_new(count: Count) -> bool:
    """由86家增至100家: the change itself says that the figure is to be reached."""
    return _SET_OUT.search(count.before) is not None and _ARRIVES.search(count.before) is not None


def is_old(count: Count) -> bool:
    """Whether the figure stood before the change that its clause speaks of, or belongs to what is only kept."""
    before, after = count.before, count.after
    if _OLD_BEFORE.search(before) and _CHANGE_AFTER.match(after):
        return True
    if (_STANDING_BEFORE.search(before) or _FROM_BEFORE.search(before)) and _TO_AFTER.match(after):
        return True
    done = _DONE_OF.search(before) if before.endswith(_DONE_ENDS) else None
    if done is None or not (_KEEPS.search(before) or _GAINS.match(after)):
        return False
    period = count.context.period
    return done["year"] is None or (period is not None and int(done["year"]) < period)


def turns(context: SentenceContext, cue: int, at: int) -> bool:
    """目前已建成12个，年内再建8个: whether a clause between the cue and ``at`` turns to what will be."""
    view = context.view
    dated = not view.startswith(_OTHER_YEAR, cue)
    first, last = context.clause_index(cue) + 1, context.clause_index(at)
    later = (start for start, _ in context.clauses[first : last + 1])
    return any(_TURN.match(view, start, at) or (dated and _TURN_BY_DATE.match(view, start, at)) for start in later)


def comes_to_this_year(context: SentenceContext) -> bool:
    """去年建成公厕6座，今年建成9座: a sentence that looks back and turns within itself."""
    return any(_NEXT.match(context.view, start, context.end) for start, _ in context.clauses[1:])


def is_built_upon(context: SentenceContext, start: int) -> bool:
    """在项目全部竣工的基础上: what begins at ``start`` is only what something else builds upon."""
    return context.view.endswith(("基础上", "基础之上"), start, context.clause(start)[1])


def grows(context: SentenceContext) -> bool:
    """现有24条线路增加到30条: what there is only begins the sentence."""
    return _GROWS.search(context.view, *context.clauses[0]) is not None


def over(context: SentenceContext) -> list[int]:
    """Where a part of the year is told of as over: 上半年新增企业230家，同比增长12%."""
    view = context.view
    if "同" not in view[context.start : context.end]:
        return []
    found = []
    for index, (start, end) in enumerate(context.clauses):
        part = _PART_OF_YEAR.match(view, start, end)
        if part and _AIMS.search(view, start, end) is None:
            alone = part.end() == end  # 1-9月,全市实现…,同比增长…
            following = context.clauses[index + 1 : index + 2 + alone]
            if alone and following and _AIMS.search(view, *following[0]):
                continue
            if _COMPARES.search(view, start, end) or any(_COMPARES.match(view, *clause) for clause in following):
                found.append(part.end() - 1)
    return found
