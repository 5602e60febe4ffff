"""Milestones: an event with a date inside the plan period, in the text or in a trailing tag."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.languages.patterns import verbose
from summarizer.languages.zh.dates import find_dates
from summarizer.languages.zh.rules.building import ALL_BY, HOPE, OUGHT, has_count, make
from summarizer.languages.zh.sentences import due_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.engines.candidates import TargetCandidate
    from summarizer.languages.records import DateMention
    from summarizer.languages.zh.rules.context import SentenceContext
    from summarizer.languages.zh.rules.lexicons import RuleLexicons

# 到2015年基本建成覆盖城乡的基本公共服务体系: no day on which that can be seen
_SYSTEM = verbose(
    r"""
      (?:建成|建立|形成|构建|完善|健全)[^,;。]{0,40}(?:体系|机制|格局|框架|模式)(?=$|[,;。])
    | (?:基本|初步)(?:建成|建立|形成|构建|完善|健全)[^,;。]{0,40}(?:网络|制度)(?=$|[,;。])
    """
)
# What makes a noun of an event that may be one: 招生工作, 验收情况.
_NOUN_AFTER = verbose(
    r"""
    (?: 工作(?!启动|完成)|政策|计划|方案|章程|简章|考试|制度|规模|名额|情况|率|机制|标准|条件|办法
      | 服务|任务|要求|能力|管理|环境|秩序|质量|水平|日|仪式)
    """
)
_DESCRIBES = re.compile(r"(?:情况|率|的|健全|和?完善|时限|期限)")
# 启动资金: a noun, where no more follows (启动资金监管平台)
_STARTS = re.compile(r"(?:资金|经费|资本)(?=[、,;。和及与等]|$)")
# 各项工作落实到位: no day on which that can be seen, as that of money or staff can
_LOOSE = re.compile(
    r"(?:工作|任务|责任|措施|要求|精神|部署|政策|制度|实施)(?:都|均|能够?|真正|切实|全面|全部|一一)*(?:落实|执行|贯彻)到位"
)
_ASPECT = re.compile(r"在[^,;。]{2,40}(?:方面|领域|环节)")
_INDEFINITE = re.compile(r"一(?:批|系列|些|支)|若干")
# 自受理之日起20日内: a term that a procedure sets, from whenever it begins
_THIS_PAPER = re.compile(r"本(?:规划|计划|方案|办法|意见|通知|要点|细则|规定)")
_FROM_A_DAY = re.compile(r"(?:之日|当日|次日|后)起?(?:的|,)?$")
# 三年内免收租金: how long a rule grants something, no day by which it is done
_TERM = re.compile(r".*[年月期度天日周](?:的?时间)?[之以]?内", re.DOTALL)
_GRANTED = re.compile(
    r"(?:[,的]|均|都|可以?|全[部额]|予以|给予|享受|一律|暂|继续|按)*(?:免(?!疫)|减[半免征收按]|缓[缴征交]|不[得能可再予]|给予|享受|补[贴助])"
)
_NOT_COMMITTED = re.compile(r"探索|尝试|研究|鼓励|支持|有条件|可|对|凡|如|若|因|为|以|未|尚未|经")
_LEAD_IN = re.compile(rf"(?:[ 、]|{HOPE}|{OUGHT}|并(?!网|轨)|同时|且)+")
# 按照到2020年实现…的要求: the date belongs to what is asked for elsewhere.
_REQUIREMENT = re.compile(r"(?:要求|目标|部署|需要|精神)(?:衔接)?,?$")
_UNDER = re.compile(r"按照?|根据|围绕|为|与|对照|对标")
# 力争在|5月: words of hope before a date, the whole run of them.
_HOPE = verbose(
    rf"""
    (?<!{OUGHT})(?<!{HOPE}|全面)(?:{HOPE}|{OUGHT}|全面)*
    (?:在|于|用|通过|利用|到)?$
    """
)
_OPEN_SUBJECT = re.compile(r"[在于到]$|力争$")
_NO_SUBJECT = re.compile(r"根据|按照|为|结合|请")
_ASKED = re.compile(r"请")  # 请各区于3月底前报送: who is asked is no part of what is due
_SEE = re.compile(r"\(见?附[件表][^()]{0,8}\)$")
_LEAD = re.compile(f"^(?:[,、]|前|{HOPE}|{OUGHT}|全面)+")
_MAX_CONNECTOR = 2
_MAX_SUBJECT = 20
_MAX_ACTION = 30

_TAG_EVENT = re.compile(r"(?:全面|基本)?(?:完成|建成|开工|启动|投用|竣工|印发|出台|实施)")
_TAG_BY = re.compile(r"[前底]$")
_TAG_ONGOING = re.compile(r"持续|长期|按进度|取得")


def find(context: SentenceContext, counted: list[TargetCandidate]) -> list[TargetCandidate]:
    """The milestones of the sentence, rejected ones included; ``counted`` are the quantities found there."""
    found = []
    if not (context.dates or context.group_dates):
        return []
    for date in context.dates:
        if context.is_limit(date) or _in_object(context, date) or context.enclosing(date.start, date.end, '《“"〔['):
            continue
        found.append(_event(context, counted, date))
    made = [milestone for milestone in found if milestone is not None]
    return made + _further(context, counted, made)


def _further(
    context: SentenceContext, counted: list[TargetCandidate], made: list[TargetCandidate]
) -> list[TargetCandidate]:
    """到2018年底，各校明确分管负责人，建立档案: one date over several events dates each, up to the full stop."""
    dates = [d for d in (*context.group_dates, *context.dates) if context.governs(d) and not _in_frame(context, d)]
    taken = [*((other.start, other.end) for other in made), *((date.start, date.end) for date in dates)]
    found: list[TargetCandidate] = []
    for start, end in _pieces(context) if dates else ():
        date = next((date for date in reversed(dates) if date.end <= start), None)
        if date is None or _grants(context, date) or any(start < last and first < end for first, last in taken):
            continue
        event = _confirmed(context, start, end, date)
        if event and not has_count(counted, start, end):
            begin = _LEAD_IN.match(context.view, start, event.end())
            first = begin.end() if begin else start
            found.append(make(context, first, end, "milestone", context.view[first:end], deadline=date))
    return found


def _in_frame(context: SentenceContext, date: DateMention) -> bool:
    """结合“十五五”期间建设计划，开展修编: the date tells of what others planned."""
    if not context.start <= date.start < context.end:
        return False
    start, _ = context.clause(date.start)
    return start < date.start and _NO_SUBJECT.match(context.view, start, date.start) is not None


def _in_object(context: SentenceContext, date: DateMention) -> bool:
    """年内完成|2027年前|拟建项目的勘察: behind a verb that is dated already, a date tells of what it is done to."""
    view = context.view
    start, _ = context.clause(date.start)
    dated = any(start <= other.start and other.end + 1 < date.start for other in context.dates)
    return dated and context.words.verb_endings.longest(view, start, date.start) is not None


def _pieces(context: SentenceContext) -> Iterator[tuple[int, int]]:
    """The clauses, parted where an event that can be confirmed begins: 配齐安全员、|建立清单, not 制定、印发办法."""
    view, events = context.view, context.words.confirmed_events
    for clause, end in context.clauses:
        start, mark = clause, view.find("、", clause, end)
        while mark >= 0:
            if events.match(view, mark + 1, end) and not context.words.verb_endings.longest(view, start, mark):
                yield start, mark
                start = mark + 1
            mark = view.find("、", mark + 1, end)
        yield start, end


def _confirmed(context: SentenceContext, start: int, end: int, date: DateMention) -> re.Match[str] | None:
    """The event near the head of a clause that can be confirmed and that the clause commits to."""
    view, words = context.view, context.words
    if _NOT_COMMITTED.match(view, start, end) or view[end - 1] in "的后时" or _SYSTEM.search(view, start, end):
        return None
    if _LOOSE.search(view, start, end):
        return None
    events = _events(words, date, view, words.confirmed_events).finditer(view, start, end)
    clause, stop = context.clause(start)
    aspect = _ASPECT.match(view, clause, stop)  # 在登记注册、贷款贴息等方面给予扶持
    event = next((e for e in events if _is_event(e, words) and not (aspect and e.start() < aspect.end())), None)
    if event is None or event.start() > start + _MAX_SUBJECT or _INDEFINITE.match(view, event.end()):
        return None
    return event


def in_tag(context: SentenceContext, tag: tuple[int, int]) -> TargetCandidate | None:
    """A trailing tag that says by when (（6月底完成）) is a milestone of its own: its quote is the tag's words."""
    view = context.view
    bracketed = view[tag[0]] in "(〔[【"
    start, end = tag[0] + bracketed, tag[1] - bracketed
    if due_in(view, *tag) is not None:
        return None  # it is the measure's deadline
    dates = find_dates(view, start, end)
    inside = view[start:end]
    if not dates or _TAG_ONGOING.search(inside):
        return None
    if not (_TAG_EVENT.search(inside) or _TAG_BY.search(inside)):
        return None
    date = dates[-1]
    done = _TAG_EVENT.search(view, date.end, end)
    action = view[context.start : context.end].split(",")[0][:_MAX_ACTION]
    return make(context, date.start, done.end() if done else date.end, "milestone", action, deadline=date)


def _event(context: SentenceContext, counted: list[TargetCandidate], date: DateMention) -> TargetCandidate | None:
    """力争5月启动一期项目建设: the date, and what is to happen in its clause (or the next, after 到2025年，)."""
    view, words = context.view, context.words
    index = context.clause_index(date.start)
    start, end = context.clauses[index]
    if date.end >= end - 1 and index + 1 < len(context.clauses):
        end = context.clauses[index + 1][1]
    later = next((d.start for d in context.dates if date.start < d.start < end and not _in_object(context, d)), None)
    if later is not None:  # 一期6月开工、二期9月建成: what stands before the next date is the next event's
        mark = view.rfind("、", date.end, later)
        end = later if mark < 0 else mark
    end = next((stop for _, stop in _pieces(context) if date.end + 1 < stop < end), end)
    tail = view[date.end : end]
    if _FROM_A_DAY.search(view, max(start, date.start - 4), date.start) or "工作日" in view[date.start : date.end]:
        return None
    if _grants(context, date):
        return None
    if _THIS_PAPER.match(view, start):
        return None  # 本规划自2026年1月1日起施行
    if counted and ALL_BY.match(view, start):
        return None  # 均于8月底前完成 dates the counts before it
    if has_count(counted, start, end) or not any(
        _is_event(event, words) for event in _events(words, date, view, words.events).finditer(tail)
    ):
        return None
    if _REQUIREMENT.search(tail) and _UNDER.match(view, start):
        return None
    if aside := _SEE.search(view, date.end, end):
        end, tail = aside.start(), view[date.end : aside.start()]
    date = _of_a_list(context, date)
    earlier = max((d.end for d in context.dates if start <= d.start < date.start), default=None)
    own = start if earlier is None else max(earlier, view.rfind("、", earlier, date.start) + 1)
    begin, subject = _subject(view, own, date.start)
    indicator = _LEAD.sub("", subject.removeprefix("力争") + tail.strip(",、 "))
    candidate = make(context, begin, end, "milestone", indicator, deadline=date)
    firm = words.strong_events.search(tail) or words.confirmed_events.search(tail)
    if _SYSTEM.search(tail) or (words.vague_predicates.search(tail) and not firm):
        candidate.judged("vague-event", "maybe-vague-event")
    elif _LOOSE.search(tail):
        candidate.judged(None, "maybe-vague-event")
    return candidate


def _grants(context: SentenceContext, date: DateMention) -> bool:
    """Whether a date is the term for which a rule grants something: 三年内免收租金."""
    view = context.view
    return bool(_TERM.fullmatch(view, date.start, date.end) and _GRANTED.match(view, date.end, context.end))


def _events(words: RuleLexicons, date: DateMention, view: str, near: re.Pattern[str]) -> re.Pattern[str]:
    """Which events ``date`` can date: one as broad as the plan's own period needs stronger ones than a ``near`` one."""
    if not date.broad:
        return near
    return words.confirmed_events if "五" in view[date.start : date.end] else words.strong_events


def _is_event(event: re.Match[str], words: RuleLexicons) -> bool:
    """Whether what may be an event is neither a noun (招生工作) nor part of what describes one (完成情况)."""
    behind = _NOUN_AFTER if event[0] in words.noun_events else _STARTS if event[0] == "启动" else None
    noun = behind is not None and behind.match(event.string, event.end())
    return not (noun or _DESCRIBES.match(event.string, event.end()))


def _subject(view: str, start: int, date_start: int) -> tuple[int, str]:
    """Where the quote begins, and the words before the date that say of what (二期项目|9月具备开工条件)."""
    hope = _HOPE.search(view[start:date_start])
    begin = start + hope.start() if hope else date_start
    subject = view[start:begin]
    if len(subject) <= _MAX_CONNECTOR:
        return begin, ""
    whole = not _OPEN_SUBJECT.search(subject) and len(subject) <= _MAX_SUBJECT and not _NO_SUBJECT.match(subject)
    return (start if whole else begin), "" if _ASKED.match(subject) else subject


def _of_a_list(context: SentenceContext, last: DateMention) -> DateMention:
    """3月25日、6月25日、9月25日前: dates that a list joins are one, since one event is due by each."""
    whole = last
    for date in reversed(context.dates):
        if date.start < whole.start and context.view[date.end : whole.start] == "、":
            whole = last._replace(start=date.start)
    return whole
