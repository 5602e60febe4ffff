"""Targets without a written number: coverage, zero, milestones and relative bounds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.drafts import TargetDraft
from summarizer.engines.rules.reasons import STOCK
from summarizer.quantities.dates import find_dates

if TYPE_CHECKING:
    from summarizer.engines.rules.context import SentenceContext
    from summarizer.engines.rules.lexicons import RuleLexicons
    from summarizer.models import Comparator, Kind
    from summarizer.quantities.dates import DateMention

SOFT_PREDICATE = "a word for all, but can its predicate be checked?"
VAGUE_EVENT = "a date, but can the event be confirmed?"
SLOGAN_ZERO = "none of something, or a figure of speech?"

# One cheap look decides whether a sentence needs the searches below.
_CUE = re.compile(
    r"全覆盖|全部|所有|[^平人生户日月年亩]均(?![衡等价值码一线])|都(?!市|城)|全员|校校|村村|户户|班班|人人|应|零|清零|杜绝|不低于|不高于|不超过|高于|低于|逐年|达到|持平|同步"
)
_FULL_COVERAGE = re.compile(r"(?P<all>(?<!健)全(?:面)?覆盖|100%覆盖|全域覆盖|(?<=[现使保])[^,;。“”《》]{0,20}覆盖(?=全[体部市县区省镇校乡]))")
_ALL = re.compile(
    r"(?P<all>全部|所有|(?<![平人生户日月年亩])均(?![衡等价值码一线])|(?<![首大成古])都(?![市城督江])|全员|[校村户班]{1}(?P<twin>校|村|户|班)(?=都|均|通|有|建))"
)
_ALL_EXCLUDED = re.compile(
    r"覆盖(?:全部|所有)|全员(?:全|育人|培训|、|,|责任|安全|参与式|劳动生产率|师资|质量)|所有(?:制|权|者|人(?!员|口))|版权所有|全部(?:建成|竣工|完工)后|待全部|“全员|都有(?:所|新)|全部(?:精力|力量|心思|潜)"
)
_ZERO = re.compile(r"动态清零|清零|杜绝")
_ZERO_THING_STOP = re.compile(r"[,;。、”\"]|的?发生|事件")
_BEFORE_WORDS = re.compile(r"(?:力争|争取|确保|努力|要|将|须|使|并|同时|坚决|切实|严格|坚守|保持|做到|实现)*$")
_BOUND = re.compile(
    r"(?P<word>不低于|超过|不高于|不少于|不超过|不大于|高于|低于|持平于?|快于|高出)(?P<to>(?:当地|本地|上年|去年|上一年|同期|同级|同类|全国|国内|“?十[一二三四五]五|全省|全市|全区|全县|国家|省|市|县|区|公务员|平均|规定|经济|财政|城镇|城乡|居民|GDP|生产总值)[^,;。]{0,24})"
)
# 增长7.8%、增幅明显高于去年: a remark on the figure before it
_REMARK = re.compile(r"(?:增幅|增速|规模|力度)(?:均|将|要)?(?:明显|显著|大幅|远)")
_TREND = re.compile(
    r"逐年(?:稳步)?(?:下降|降低|减少|提高|增长|增加|上升|递增|递减)|(?<!两个)只增不减|(?:与|和)[^,]{2,20}(?:基本)?同步(?:增长)?(?=$|[,;。、])"
)
# 优良率均完成国家下达任务: the bound is set by those above.
_ASSIGNED = re.compile(r"完成(?:国家|省|市|上级|省市|国家和省)[^,;。]{0,8}(?:任务|目标(?:要求)?|指标)")
_WATER_CLASS = re.compile(r"(?:稳定|保持|达到|优于)[^,;。]{0,8}[ⅠⅡⅢⅣⅤ]类(?:及以上|标准|水质)?")
_NAMED_STANDARD = re.compile(
    r"(?:要)?达到(?P<what>(?:了)?(?:国家|国际|省|市|部|行业|区域|规定|地表水|现行|相关|上级)?[^,;。%]{0,22}?(?:标准|要求|[ⅠⅡⅢⅣⅤ一二三四五]+类(?:水)?|平均水平|全省平均|全国平均|先进水平)[^,;。]{0,16})"
)
_SOFT_STANDARD = re.compile(r"达到(?:[^,;。]{0,8}(?:目标|更高|新)|(?:预期|上级)?要求)")
# 招生工作, 验收情况: the event's word inside a noun says nothing of its happening.
# 按照到2020年实现…的要求: the date belongs to what is asked for elsewhere.
_REQUIREMENT = re.compile(r"(?:要求|目标|部署|需要|精神)(?:衔接)?,?$")
_UNDER = re.compile(r"按照?|根据|围绕|为|与|对照|对标")
_TIME_LIMIT = re.compile(r"(?:完成|办结|整改|落实)(?:时限|时间|期限)[: ]{1,2}$")
_DOUBLED = re.compile(r"翻番")
_NOT_AN_EVENT = re.compile(
    r"(?:工作(?!启动|完成)|政策|计划|方案|章程|简章|考试|制度|规模|名额|情况|率|机制|标准|条件|办法|能力|管理|环境|秩序|质量|水平|日|仪式)"
)
_HOPE = re.compile(r"(?:力争|争取|确保|计划|预计|努力|要|将|须|全面)*(?:在|于|用|通过|利用|到)?$")


def find(context: SentenceContext, words: RuleLexicons, counted: list[TargetDraft]) -> list[TargetDraft]:
    """Coverage, zero, relative and milestone targets of the sentence; ``counted`` are the quantities found there."""
    view = context.view
    drafts: list[TargetDraft] = []
    if _CUE.search(view, context.start, context.end):
        drafts += _coverage(context, words, counted)
        drafts += _zero(context, words)
        drafts += _relative(context, counted)
        drafts += _doublings(context)
    drafts = _reconciled(drafts, _milestones(context, words, counted))
    past = context.role in {"review", "background"}
    for draft in drafts:
        if draft.accepted and (past or any(cue < draft.end for cue in context.past)):
            draft.accepted, draft.reason = False, STOCK
    return drafts


def _reconciled(drafts: list[TargetDraft], milestones: list[TargetDraft]) -> list[TargetDraft]:
    """One commitment is one target: a date beside 全覆盖 is its deadline; 2021年起,所有… is the milestone alone."""
    kept = list(drafts)
    for milestone in milestones:
        rivals = [d for d in kept if d.accepted and d.start < milestone.end and milestone.start < d.end]
        if not rivals:
            kept.append(milestone)
        elif milestone.deadline is not None and milestone.deadline.endswith(("起", "开始")):
            kept = [*(d for d in kept if d not in rivals), milestone]
    return kept


def _make(
    context: SentenceContext, start: int, end: int, kind: Kind, indicator: str, *,
    value: int | None = None, unit: str | None = None, comparator: Comparator = "=",
    deadline: DateMention | None = None, unsure: str | None = None, accepted: bool = True, reason: str | None = None,
) -> TargetDraft:  # fmt: skip
    deadline = deadline or context.deadline(start, end)
    return TargetDraft(
        start, end, kind, indicator.replace(" ", "").strip("、,的") or context.view[start:end],
        comparator=comparator, value=value, unit=unit,
        deadline=context.text[deadline.start : deadline.end] if deadline else None,
        sentence_start=context.start, sentence_end=context.end, heading=context.sentence.heading,
        accepted=accepted, reason=reason, unsure=unsure,
    )  # fmt: skip


def _clause_start(context: SentenceContext, start: int, stop: int) -> int:
    """Where a clause's content begins: after its date, a leading 要 or a connector."""
    view = context.view
    for date in context.dates:
        if date.start <= start + 1 and date.end <= stop and date.start >= start - 1:
            start = date.end
    while start < stop and view[start] in " 、,要并且和":
        start += 1
    return start


def _has_count(counted: list[TargetDraft], start: int, end: int) -> bool:
    """A count in the same stretch makes it one quantity (14个公园全部开放)."""
    return any(d.accepted and d.number_start is not None and start <= d.number_start < end for d in counted)


def _coverage(context: SentenceContext, words: RuleLexicons, counted: list[TargetDraft]) -> list[TargetDraft]:
    view, found = context.view, []
    for start, end in context.clauses:
        full = _FULL_COVERAGE.search(view, start, end)
        hit = full or _ALL.search(view, start, end)
        if hit is None or _ALL_EXCLUDED.search(view, max(start, hit.start() - 2), min(end, hit.end() + 6)):
            continue
        if _has_count(counted, start, end) or context.enclosing(hit.start(), hit.end(), '《“"'):
            continue
        predicate = re.compile(words.coverage_predicates).search(
            view, hit.end() if hit["all"] == "所有" else start, end
        )
        soft = full is None and (
            predicate is None or (hit["all"] in {"都", "所有"} and words.vague.search(view, hit.end(), end) is not None)
        )
        if soft and hit["all"] in {"都", "均"}:
            continue
        begin = _clause_start(context, start, hit.start())
        if hit["all"] == "全员" and words.verbs.fullmatch(view, begin, hit.start()):
            continue  # 推动全员参与: all of whom is not said
        stop = end
        if full is not None and hit.end() < end and view[hit.end()] in "、和并及":
            stop = hit.end()
        indicator = re.sub(
            r"全面?覆盖|基本覆盖|^(?:实现|推动|推进|确保|力争|争取|要)+|(?:实现|达到)$",
            "",
            view[begin : hit.start()] + view[hit.end() : stop] if full else view[begin:stop],
        )
        indicator = re.sub(r"(?:实现|达到|要)$", "", indicator)
        found.append(
            _make(context, begin, stop, "coverage", indicator, value=100, unit="%",
                  unsure=SOFT_PREDICATE if soft else None, accepted=not soft, reason="no checkable predicate" if soft else None)
        )  # fmt: skip
    return found


def _zero(context: SentenceContext, words: RuleLexicons) -> list[TargetDraft]:
    view, found = context.view, []
    for hit in re.finditer(
        rf"(?<![一二三四五六七八九十从归为])零(?P<thing>(?:重[大特]+|安全|责任|校园)?(?:{words.zero_things}))",
        view[context.start : context.end],
    ):
        start, end = context.start + hit.start(), context.start + hit.end()
        quoted = context.enclosing(start, end, '“"')
        thing = hit["thing"]
        if quoted is not None and (quoted.start, quoted.end) == (start - 1, end):
            # 实现农牧民税赋“零负担”: whose it is stands before the quotation mark
            start, end = _clause_start(context, context.clause(start)[0], start - 1), end + 1
            thing = re.sub(r"^(?:实现|确保|力争|做到|坚守)+", "", view[start : quoted.start]) + thing
        found.append(_make(context, start, end, "zero", thing, value=0))
    for hit in _ZERO.finditer(view, context.start, context.end):
        clause_start, clause_end = context.clause(hit.start())
        if hit[0] == "杜绝":
            stop = _ZERO_THING_STOP.search(view, hit.end() + 1, clause_end)
            end = stop.end() if stop and stop[0].endswith(("发生", "事件")) else stop.start() if stop else clause_end
            lead = _BEFORE_WORDS.search(view, clause_start, hit.start())
            begin = lead.start() if lead else hit.start()
            thing = re.sub(r"的?发生$", "", view[hit.end() : end])
            if len(thing) >= 2:  # noqa: PLR2004
                found.append(_make(context, begin, end, "zero", thing, value=0))
            continue
        end = hit.end() + view.startswith(("”", '"'), hit.end(), context.end)
        begin = _clause_start(context, clause_start, hit.start())
        thing = re.sub(r"^(?:保持|实现|确保|力争)+|[“\"”]|实现$", "", view[begin : hit.start()])
        found.append(_make(context, begin, end, "zero", thing, value=0, unsure=None if thing else SLOGAN_ZERO))
    return found


def _relative(context: SentenceContext, counted: list[TargetDraft]) -> list[TargetDraft]:
    view, found = context.view, []
    for start, end in context.clauses:
        if bound := _BOUND.search(view, start, end):
            if re.match(r"[^,]{0,3}\d", bound["to"]) or _has_count(counted, bound.start(), bound.end()):
                continue
            if _REMARK.search(view, max(start, bound.start() - 6), bound.start()):
                continue
            begin = _clause_start(context, start, bound.start())
            subject = re.sub(r"^(?:巩固|确保|保证|实现|力争|落实|保障)+|(?:要|达到)$", "", view[begin : bound.start()])
            stop = bound.end() - (2 if bound["to"].endswith("成果") else 0)
            upward = bound["word"] in {"不低于", "不少于", "高于", "快于", "高出", "超过"}
            downward = bound["word"] in {"不高于", "不超过", "不大于", "低于"}
            if len(subject) >= 2:  # noqa: PLR2004
                found.append(
                    _make(
                        context,
                        begin,
                        stop,
                        "relative",
                        subject,
                        comparator=">=" if upward else "<=" if downward else "=",
                    )
                )
        elif trend := _TREND.search(view, start, end):
            if not _has_count(counted, start, end):
                begin = _clause_start(context, start, trend.start())
                if trend.start() - begin >= 2:  # noqa: PLR2004
                    found.append(_make(context, begin, trend.end(), "relative", view[begin : trend.start()]))
        elif water := _WATER_CLASS.search(view, start, end):
            begin = _clause_start(context, start, water.start())
            subject = re.sub(r"(?:全部|均|要|都|全面|稳定)+$", "", view[begin : water.start()])
            if len(subject) >= 2 and not _has_count(counted, start, end):  # noqa: PLR2004
                found.append(_make(context, begin, water.end(), "relative", subject))
        elif task := _ASSIGNED.search(view, start, end):
            begin = _clause_start(context, start, task.start())
            if task.start() - begin >= 2 and not _has_count(counted, start, end):  # noqa: PLR2004
                found.append(_make(context, begin, task.end(), "relative", view[begin : task.start()].rstrip("均等")))
        elif named := _NAMED_STANDARD.search(view, start, end):
            begin = _clause_start(context, start, named.start())
            subject = re.sub(r"(?:全部|均|要|都|全面)+$", "", view[begin : named.start()])
            if (
                len(subject) >= 2
                and not _has_count(counted, start, end)
                and not _SOFT_STANDARD.match(view, named.start(), end)
            ):
                found.append(_make(context, begin, named.end(), "relative", subject))
    return found


def _doublings(context: SentenceContext) -> list[TargetDraft]:
    """翻番 says once over without a figure; 翻两番 has one and is counted with the rest."""
    found = []
    for hit in _DOUBLED.finditer(context.view, context.start, context.end):
        begin = _clause_start(context, context.clause(hit.start())[0], hit.start())
        subject = re.sub(r"(?:实现|力争|比\d{4}年)+$", "", context.view[begin : hit.start()])
        if len(subject) >= 2:  # noqa: PLR2004
            found.append(_make(context, begin, hit.end(), "ratio", subject, value=1, unit="番"))
    return found


def _milestones(context: SentenceContext, words: RuleLexicons, counted: list[TargetDraft]) -> list[TargetDraft]:
    found = []
    clauses = context.clauses
    for date in context.dates:
        if context.enclosing(date.start, date.end, '《“"〔['):
            continue
        index = next((i for i, (a, b) in enumerate(clauses) if a <= date.start <= b), None)
        if index is None:
            continue
        made = _time_limit(context, date) or _milestone(context, words, counted, date, index)
        if made is not None:
            found.append(made)
    return found


def _time_limit(context: SentenceContext, date: DateMention) -> TargetDraft | None:
    """完成时限：2021年6月底 written into the text says by when what stands before it is due."""
    view = context.view
    label = _TIME_LIMIT.search(view, max(0, date.start - 12), date.start)
    if label is None:
        return None
    action = view[context.start : label.start()].rstrip(" ,;:。") or view[date.start : date.end]
    return _make(context, label.start(), date.end, "milestone", action[:30], deadline=date)


def _milestone(
    context: SentenceContext, words: RuleLexicons, counted: list[TargetDraft], date: DateMention, index: int
) -> TargetDraft | None:
    view = context.view
    start, end = context.clauses[index]
    if date.end >= end - 1 and index + 1 < len(context.clauses):
        end = context.clauses[index + 1][1]  # 到2025年,…: the event stands in the next clause
    following = next((d.start for d in context.dates if d.start > date.start and d.start < end), end)
    if _has_count(counted, start, end):
        return None
    tail = view[date.end : following]
    event = next(
        (
            e
            for e in (words.strong_events if date.broad else words.events).finditer(tail)
            if not _NOT_AN_EVENT.match(tail, e.end())
        ),
        None,
    )
    if event is None:
        return None
    if _REQUIREMENT.search(tail) and _UNDER.match(view, start):
        return None
    vague = words.vague.search(tail) is not None and words.strong_events.search(tail) is None
    hope = _HOPE.search(view, start, date.start)
    begin = hope.start() if hope else date.start
    subject = view[start:begin] if begin - start >= 3 else ""  # noqa: PLR2004
    if subject and re.search(r"[在于到]$|力争$", subject) is None:
        begin = start if len(subject) <= 20 and not re.match(r"^(?:根据|按照|为|结合)", subject) else begin  # noqa: PLR2004
    indicator = re.sub(
        r"^(?:[,、]|前|力争|争取|要|将|须|确保|全面)+", "", subject.removeprefix("力争") + tail.strip(",、 ")
    )
    return _make(
        context, begin, min(end, following), "milestone", indicator, deadline=date,
        unsure=VAGUE_EVENT if vague else None, accepted=not vague, reason="end that nobody can confirm on a day" if vague else None,
    )  # fmt: skip


def tag_milestone(context: SentenceContext, tag: tuple[int, int]) -> TargetDraft | None:
    """A trailing tag that says by when (（6月底完成）) is a milestone of its own: its quote is the tag's words."""
    view = context.view
    start, end = tag[0] + 1, tag[1] - 1
    dates = find_dates(view, start, end)
    if not dates or re.search(r"完成|建成|开工|启动|投用|竣工|印发|出台|实施|前$|底$", view[start:end]) is None:
        return None
    date = dates[-1]
    if re.search(r"持续|长期|按进度|取得", view[start:end]):
        return None
    done = re.search(r"(?:全面|基本)?(?:完成|建成|开工|启动|投用|竣工|印发|出台|实施)", view[date.end : end])
    stop = date.end + done.end() if done else date.end
    return _make(
        context, date.start, stop, "milestone", view[context.start : context.end].split(",")[0][:30], deadline=date
    )
