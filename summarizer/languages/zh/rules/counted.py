"""Targets with a written number: quantities, ratios and standards."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.engines.candidates import TargetCandidate
from summarizer.engines.rules.reasons import Verdict
from summarizer.languages.patterns import verbose
from summarizer.languages.zh.rules import bases, series, verdicts
from summarizer.languages.zh.rules.building import ALL_BY
from summarizer.languages.zh.rules.context import Count, SentenceContext
from summarizer.languages.zh.rules.sizes import sized
from summarizer.languages.zh.rules.units import GROWTH_UNITS, NORM_UNITS, OWN_UNITS, RATIO_UNITS
from summarizer.languages.zh.rules.wording import Worder, Wording
from summarizer.quantities.numerals import plain

if TYPE_CHECKING:
    from summarizer.languages.records import DateMention, Mention
    from summarizer.models import Comparator, Kind

_RECURRING = verbose(
    r"""
      每(?:个)?(?:年|半年|季度?|月|周|天|日|学期|学年|两年|三年|\d+年|[二两三四五]年|节|堂|班)   # 每两年
    | 一[天日周月年]$                                                                        # 一天一小时
    """
)
_PER_CLASS = re.compile(r"每(?:\d+|[一二两三四五六七八九十百]+)?(?:个)?(?:教学班|班|名|生|人|床|千人|万人)(?!人?每)")
_OTHER_SPAN = re.compile(r"共|累计|[总合]计|总数|总量|期间")  # 每年资助200名，三年累计600名: the sum does not recur
# 学生掌握1项以上艺术技能: a norm for each of them
_ACQUIRED = re.compile(r"(?:掌握|学会|参加|培养|具有|拥有)$")
_SKILLS = re.compile(r"[^,;]{0,10}(?:技能|爱好|特长|才艺|本领|乐器|活动|项目)")
_FLOOR = re.compile(r"红线|底线")
# 供地量不低于居住用地供应总量的70%: the share is of something that stands between.
_BOUND_BEFORE = verbose(
    r"""
    (?: (?P<least>不[得能应宜可准]?[低少小]于|(?:至少|起码)达?到?|(?<!不)(?<!不[得能应宜可准])高于)     # at least
      | 不[得能应宜可准]?(?:超过|[高大多]于))                                              # at most
    [^,;]{2,24}的$
    """
)
_AT_LEAST_BEFORE = re.compile(r"(?:至少|最少|起码|最低|不少于|不低于)[一-鿿]{1,10}$")
_AT_MOST_BEFORE = re.compile(r"(?:至多|最多)[一-鿿]{1,10}$|最高(?:为|可?达到?)?$")
# 新建文体中心，建筑面积…: the size of what was named before
_SIZE_OF = re.compile(r"(?:面积|容积|库容|容量|[总全]长|长度|里程|产能)[约近超达为共到至]*$")
_FIGURE_BEFORE = verbose(
    r"""
    (?: [\d几〇二两三四五六七八九十百千万亿贰叁伍陆柒捌玖拾佰仟][ ,'’′´`·^]?   # 1.2.3, 1, 200
      | [\^±负⁰¹²³⁴-⁹]
      | \d[ ]?[、和或与到至~/+-]
    ).\Z
    | 数[十百千万亿]\Z                                                    # 数百
    """
)
# 1 200, 一二三: a row that may be several figures; 三四百 and 2 万 are read
_PARTED = re.compile(
    r" (?![万亿])|、|(?!一二|二三|三[四五]|四五|五六|六七|七八|八九)[〇零一二三四五六七八九]{2}|一二三"
)
_FIGURE_AFTER = verbose(
    r"""
      [±^×⁰¹²³⁴-⁹]|[:∶]\d                                     # signs
    | [个余多几来]{0,2}[万亿](?!                                # magnitudes, but for what names a thing: 12个亿元企业
        [元吨人斤级户千](?!资金|投资|贷款|补助|补贴|债券)[一-鿿])
    | 半(?=[以左,、。;\n]|$)|分之                        # halves, shares
    | [一二两三四五六七八九]成|点[一二三四五六七八九]
    """
)
_JOINS = frozenset("和、及与")


def find(context: SentenceContext) -> list[TargetCandidate]:
    """All written quantities of the sentence as candidates: the targets, and the rejected with their reasons."""
    mentions = context.words.scanner.scan(context.view, context.start, context.end)
    if not mentions:
        return []
    rows = series.find(context, mentions)
    series.share_bounds(context, rows)
    own_dates = dict(series.dates_of(context, rows))
    counts = [Count.of(context, mention) for mention in mentions]
    verdicts_of = sized(counts, _joined(counts, [verdicts.judge(count) for count in counts]))
    judged = list(zip(counts, verdicts_of, strict=True))
    worder = Worder(context, mentions, [count.mention for count, verdict in judged if verdict.reason is None])
    candidates: list[TargetCandidate] = []
    continued = False
    for count, verdict in judged:
        mention, accepted = count.mention, verdict.reason is None
        if accepted or verdict.unsure:
            wording = worder.word(mention, accepted=accepted)
        else:
            wording = Wording(mention.start, max(mention.end, mention.unit_end), "")
        candidate = _candidate(count, wording, own_dates.get(mention.number_start)).judged(*verdict)
        if accepted:
            # Without a verb in its clause, or a list before it or a table to lend one, a count is doubtful.
            told = mention.masked or continued or context.sentence.cell is not None
            if verdict.unsure is None and not told and _verbless(count):
                candidate.judged(None, "no-verb")
            if candidate.unsure is None and not mention.masked and _cut(count):
                candidate.judged(None, "maybe-cut")
            continued = True
        candidates.append(candidate)
    _share_deadline(context, candidates)
    return candidates


def _share_deadline(context: SentenceContext, candidates: list[TargetCandidate]) -> None:
    """…3万册，…2000套，均于8月底前完成: the date behind a list is the deadline of all its counts."""
    start, end = context.clauses[-1]
    if ALL_BY.match(context.view, start, end) is None:
        return
    date = next((d for d in context.dates if d.start >= start), None)
    for candidate in candidates:
        candidate.deadline = candidate.deadline or context.words_of(date)


def _joined(counts: list[Count], judged: list[Verdict]) -> list[Verdict]:
    """30元和5元: a figure joined to an accepted one by a bare 和 shares its verdict."""
    for index in range(1, len(counts)):
        before, mention = counts[index - 1].mention, counts[index].mention
        alike = mention.unit == before.unit and counts[index].context.view[before.end : mention.start] in _JOINS
        if alike and judged[index].reason == "parameter" and judged[index - 1].reason is None:
            judged[index] = Verdict(None, judged[index].unsure)
        elif alike and judged[index].reason is None and judged[index - 1] == Verdict("parameter"):
            judged[index] = judged[index - 1]  # 分别占60%和40%
    return judged


def _verbless(count: Count) -> bool:
    """No verb in the clause of a bare count."""
    context, mention, _, _ = count
    if mention.comparator != "=" or mention.unit in RATIO_UNITS or mention.unit in NORM_UNITS:
        return False
    start, end = context.clause(mention.number_start)
    start = context.start if _SIZE_OF.search(count.before) else start
    if context.view.startswith("其中", start):
        return False  # a part of what was counted before
    if count.said.endswith("达") or _RECURRING.search(count.said) or bases.is_new(count):
        return False
    return not any(verbs.search(context.view, start, end) for verbs in (context.words.any_verb, context.words.making))


def _cut(count: Count) -> bool:
    """A figure that touches another one, or a sign of one, may be a part of something larger."""
    context, mention, *_ = count
    view, at = context.view, mention.number_start
    plain = view[at : mention.number_end].isdecimal()
    return bool(
        (not plain and _PARTED.search(view, at, mention.number_end))
        or _FIGURE_BEFORE.search(view[at - 3 : at + 1])
        or _FIGURE_AFTER.match(view, mention.end)
        or (mention.unit or "").startswith("/")  # 12/10万: of how many
    )


def _unit(context: SentenceContext, mention: Mention) -> str | None:
    """年, 岁 and 分 are words of dates and rules everywhere but after 年限, 寿命, 平均分: there they are the unit."""
    unit = None if mention.unit == ":" else mention.unit
    if unit is None and context.view[mention.end : mention.end + 1] in OWN_UNITS:
        return context.view[mention.end]
    if unit is not None and unit.endswith(")"):
        return context.text[mention.unit_end - len(unit) : mention.unit_end]  # as written, （ or (
    return unit


def _kind(count: Count) -> Kind:
    unit, said = count.mention.unit, count.said
    before = said.rpartition("由")[0] or said
    at = count.mention.number_start - len(said) + len(before)
    if unit not in RATIO_UNITS and count.context.recurs(at) and not _OTHER_SPAN.search(said):
        return "standard"
    if unit in GROWTH_UNITS:
        return "ratio"
    if unit in NORM_UNITS or _RECURRING.search(before) or (unit != "元" and _PER_CLASS.search(before)):
        return "standard"
    if unit in {"项", "门", "种"} and _ACQUIRED.search(count.before) and _SKILLS.match(count.after):
        return "standard"
    return "ratio" if unit in RATIO_UNITS or (unit or "").startswith("/") else "quantity"


def _comparator(count: Count, wording: Wording) -> Comparator:
    """至少开展一次 and 18亿亩耕地红线 bound from below too, though no comparator adjoins the number."""
    context, mention, before, _ = count
    if mention.comparator != "=":
        return mention.comparator
    bound = _BOUND_BEFORE.search(before) if mention.unit in RATIO_UNITS else None
    if bound is not None:
        return ">=" if bound["least"] else "<="
    floor = _FLOOR.search(context.view, mention.end, wording.end) or _AT_LEAST_BEFORE.search(before)
    return ">=" if floor else "<=" if _AT_MOST_BEFORE.search(before) else "="


def _candidate(count: Count, wording: Wording, own_date: DateMention | None) -> TargetCandidate:
    context, mention, _, _ = count
    deadline = own_date or context.deadline(mention.number_start, min(wording.end, max(mention.end, mention.unit_end)))
    return TargetCandidate(
        wording.start,
        wording.end,
        _kind(count),
        wording.indicator,
        comparator=_comparator(count, wording),
        value=None if mention.value is None else plain(mention.value),
        value_max=None if mention.value_max is None else plain(mention.value_max),
        unit=_unit(context, mention),
        deadline=context.words_of(deadline),
        masked=mention.masked,
        number_start=mention.number_start,
        number_end=mention.number_end,
        sentence_start=context.start,
        sentence_end=context.end,
        heading=context.sentence.heading,
    )
