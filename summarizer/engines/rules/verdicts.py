"""Is a written quantity a target? What the guide rules out is recognised here and carries its reason.

Each check looks only at the mention's own sentence, its clause above all, so that nothing is remembered
from one sentence to the next. The first check that has something to say decides.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.engines.rules import han_counts
from summarizer.engines.rules.reasons import (
    FRAME,
    MAYBE_FRAME,
    MAYBE_PARAMETER,
    MAYBE_PAST,
    MAYBE_SIZE,
    NO_UNIT,
    ORDINAL,
    PARAMETER,
    PICKS_OUT_A_SET,
    SIZE,
    SLOGAN,
    STOCK,
    Verdict,
    around,
)

if TYPE_CHECKING:
    from decimal import Decimal

    from summarizer.engines.rules.context import SentenceContext
    from summarizer.engines.rules.lexicons import RuleLexicons
    from summarizer.quantities.mentions import Mention

_RATIO_UNITS = frozenset({"%", "‰"})
_MONEY = frozenset({"元", "美元", "欧元"})
_NORM_UNITS = frozenset("课时 学时 节 小时 分钟".split())

# --- dates, ordinals, codes
_DATE_AFTER = re.compile(r"[年月日号届期版级时代世点周季](?!度)|周年|世纪|个月|天|[—-]\d|:\d|[./]\d|\+")
_NAME_AFTER = re.compile(r"[A-Za-z+]|[—-][A-Za-z]")
_CODE_BEFORE = re.compile(r"[A-Za-z.+/:〕第№-]$|[A-Za-z]-$|\d[.:/-]$|代码$|电话$|热线$|邮编$")
_BEFORE_A_DAY = re.compile(r"[底月日末年期节之以汛暖学冬]前$")
_TIMES_BEFORE = re.compile(r"\d ?[×xX*] ?$")  # 2×35万千瓦: the make of a machine
_YEARS_COUNTED = re.compile(r"(?:年限|寿命|期限|周期|工龄|时间)[^,。;]{0,6}$")
_TIME_UNITS = frozenset("天 周 日 届 轮 个月 学期 学年 点 级台 层 届次 期次 小时".split())
_WITHIN = re.compile(r"[^,]{0,3}内")
_REACHED_BEFORE = ("达到", "达", "至", "到", "突破", "超过", "过", "在", "为")

# --- names and quoted norms
_NORM = re.compile(r"每(?:天|周|日|月|年|学期|学年|季度?)|一[天周月年日]一")
_COMMIT_BEFORE = re.compile(r"(?:落实|保证|实现|确保|坚持|执行|做到|保障|开展|达到|中小学|体育)[^,]{0,8}$")
_SYSTEM_AFTER = re.compile(
    r"[”\"]?(?:的)?(?:制度|工程|活动|行动|机制|模式|计划|品牌|工作法|体系|要求|方案|项目|目标|建设|政策|格局|战略|发展)"
)
_QUOTED_SENTENCE = 24

# --- what was there before
_REACHED = re.compile(
    r"达到|达(?=\d|约|近|百|千)|不低于|不少于|至少|增至|增加到|提高到|提升到|降至|降到|控制在|稳定在|突破|超过"
    r"|超(?=\d|百|千|亿)|完成|实现|新增|争取|力争"
)
_RAISED = re.compile(
    r"(?:[、和及与]\d[^、,;。]{0,10}){0,3}[^,;。]{0,4}?(?:逐步|统一|分别)?(?:提高|增加|提升|上升|下降|降低|扩大|增长|减少|上调|下调|调整|压减|压缩|缩短"
    r"|降|升|增|减)(?:到|至|为)"
)
# After one of these a sentence that began with what was done speaks of what is to come.
_TURNED = re.compile(r"今年|明年|力争|争取|确保|计划|(?<![主重需首必])要(?!求|素)|将|到20\d\d年")
_STOOD_BEFORE = re.compile(r"(?:其中|涉及|现|原|共)[^,]{0,10}有$")
_FROM_BEFORE = re.compile(r"[由从原][^,]*$")

# --- parameters
_SCORE = re.compile(r"分(?!钟|之|公司)|工作日|个工作日")
# 平均分提高5分: marks to be reached, not those of a rule
_MARKS_BEFORE = re.compile(
    r"(?:均分|总分|分数|成绩|得分|满意度)[^,;]{0,10}(?:提高|提升|增加|达到|超过|不低于|保持在)[到至]?$"
)
_PROCEDURE_AFTER = re.compile(
    r"(?:之?内|以内)?(?:办结|答复|回复|受理|反馈|上报|报告|完成审批|办理|处置|响应)"
    r"|以?内[^,]{0,6}(?:办结|答复|回复|受理|反馈|上报|报告|处置|响应)"
)
_CIRCLE_AFTER = re.compile(r"[^,、]{0,12}圈")  # 15分钟社区卫生服务圈
_SUBSIDY = re.compile(
    r"(?:给予|奖励|补助|补贴|奖补|罚款|处以|扣减?|资助标准|补助标准|收费标准|标准为|最高"
    r"|每(?:亩|户|人|例|台|辆|吨|平方米|件|名|家|个)[^,]{0,8}(?:补|奖|给))[^,;]{0,16}$"
)
# 发放补贴2000万元惠及3万户, 安排资金200万元奖励教师100名: a sum that is spent, no rate that a rule gives.
_SUM_BEFORE = re.compile(
    r"(?:发放|拨付|兑现|投入|安排|筹[集措资]|争取|下达|整合)[^,;]{0,12}(?:资金|经费|补贴|补助|奖励|奖补|资助|款)[约共达近超]?$"
)
_SUM = 100_000
_SUBSIDY_SURELY = re.compile(r"给予|最高|罚款|每[亩户人例台辆]")
_SUBSIDY_AFTER = re.compile(r"(?:的)?(?:标准|奖励|补助|补贴|奖补|罚款|一次性|资助|生活补|扶持资金|奖金)")
_RAISE_BEFORE = re.compile(r"(?:提高|增加|提升|上调|增长)(?:到|至)?$")
_RULE_AFTER = re.compile(r"(?:的)?(?:政策|税率)")
_LIMIT_BEFORE = re.compile(r"(?:不到|不满|不足|未达到|未满)$")
# 每6个教学班至少1名, 每增加1人: what a rate is reckoned on is no count of its own.
_RATE_BASE = re.compile(r"每(?:增加|新增|满|超过?|\d+[至到~-])?$")
_CONDITION_BEFORE = re.compile(r"(?<!不)(?:少于|小于|大于|多于|等于)$")
_KIND_UNITS = frozenset("类 种 款 级".split())
# 以上 after one of these picks out a set (年收入2000万元以上的企业); after a classifier it bounds a count.
_SIZE_UNITS = frozenset(
    "元 美元 欧元 亩 公顷 平方米 平方公里 立方米 吨 公斤 斤 公里 千米 米 岁 年 千瓦 兆瓦 度 小时 个月".split()
)

# --- frames
_FRAME_BEFORE = re.compile(
    r"(?:以|依托|围绕|按照|按|根据|结合|聚焦|通过|对照|针对|发挥|充分发挥|利用|借助|抓住|作为|坚持|紧扣|瞄准|立足"
    r"|凭借|在(?![孵建校册职岗读编园院库线研]|\d+[年月]|[今明本]年|年[底内末]|[上下]半年"
    r"|[一二三四]季度|[春秋]季|[暑寒][期假]|未来|[两三五]年))[^,]*$"
)
_FRAME_AFTER = re.compile(
    r"为(?:载体|重点|抓手|核心|主(?![持管要])|依托|龙头|基础|契机|指导|样板|试点|牵引|支撑|引领|代表|依据|平台|纽带"
    r"|主线|中心|突破口)|(?:以|来)?(?:带动|引领)?(?:的)?(?:示范|引领|带动|辐射|骨干)?作用|等方面|(?:个|大)?方面"
)
_WORK_AFTER = re.compile(r"建设|试点|创建|改造|示范")
_FRAMING_WORD = re.compile(r"以|发挥|从|在")

# --- sizes
_SIZE_BEFORE = re.compile(
    r"(?:日产|年产|年处理|日处理|日供|年加工|存栏|出栏|装机|库容|容量|总投资|概算投资|计划总投资|占地|总长|全长|单体"
    r"|面积|投资|总规模|产能|年出栏)(?:约|近|超|达|为)?$"
)
# 日产4500吨水泥熟料生产线: a rated output is part of the name of what is built.
_RATED = re.compile(r"(?:日产|年产|日处理|年处理|日供|年加工|存栏|装机|库容|年出栏)(?:容量)?(?:约|近|超|达)?$")
_CLASS_BEFORE = re.compile(
    r"一批[^,]*$|(?:投资|资产|产值|收入|规模|税收|资本)(?:超过?|突破|达到?|在|上)?$|元(?:以上)?[、和]超?$"
)
_ATTRIBUTE_LIST = re.compile(r"(?:[、和及]超?[^、,元]{1,8}元)?(?:以上)?的(?!目标|任务)")
_CAPACITY_BEFORE = re.compile(r"[日年]处理(?:污水|垃圾|废水|能力)?(?:约|达)?$")
_MASS_UNITS = frozenset("吨 千瓦 兆瓦 立方米 方".split())
_ATTRIBUTIVE_AFTER = re.compile(r"的(?!目标|要求|任务|标准(?:配|建|要))")
_SIZED_NOUN = re.compile(
    r"[^,、;]{0,14}(?:项目|工程|生产线|装置|机组|电站|电厂|水厂|基地|园区|厂房|综合体|中心|矿)[^,;]{0,4}"
    r"(?:建设|开工|建成|投产|竣工|落地|签约|前期|进度|,|$|\d)"
)
_WORKS = re.compile(r"[^,、;]{1,14}?(?:项目|工程|生产线|装置|机组|电站|电厂|水厂|矿|码头)")
# 大唐700万吨露天矿完成核准, 哈克5万千瓦风电、…等项目: a capacity that names the works.
_NAMED_WORKS = re.compile(
    r"[一-鿿]{2,8}?(?:完成核准|建成投产|[一二三四]期(?:工程|项目)?(?=[、和及,;]|$|等|建成|投产|开工|建设)"
    r"|(?<=风电|光伏|火电|热电|煤电|水电|核电)(?=[、和及]))"
)
_NAME_BEFORE = re.compile(r"(?:^|[、,和及])[^、,;]{0,8}$")
_OWNER_BEFORE = re.compile(r"(?:公司|集团|企业|[一-鿿]{2}[市县区镇])$")
_NOUN_AFTER = re.compile(r"[一-鿿A-Za-z“]")


def judge(context: SentenceContext, mention: Mention, words: RuleLexicons) -> Verdict:
    """Whether ``mention`` is a target by the guide, why not, and how sure that is."""
    for check in (_written_otherwise, _quoted, _past, han_counts.judge, _parameter, _place, _frame, _size):
        verdict = check(context, mention, words)
        if verdict is not None:
            return verdict
    return Verdict(None)


def _written_otherwise(context: SentenceContext, mention: Mention, words: RuleLexicons) -> Verdict | None:
    """Dates, ordinals, codes, blanked-out names, and numbers without anything counted."""
    view = context.view
    head = view[max(context.start, mention.number_start - 6) : mention.number_start]
    after = view[mention.number_end : min(context.end, mention.number_end + 8)]
    if view.startswith("级", mention.unit_end) and mention.unit is not None:
        return Verdict(SLOGAN)  # 百亿元级产业: a class, not a sum
    if (
        head.endswith(("前", "后", "末"))
        and mention.unit in {"位", "名", "强", "家"}
        and not _BEFORE_A_DAY.search(head)
    ):
        return Verdict(ORDINAL)
    if _TIMES_BEFORE.search(head):
        return Verdict(SIZE)
    coded = _CODE_BEFORE.search(head) and not (mention.unit and head.endswith("+"))
    if coded or (head.endswith("十") and mention.script == "han"):
        return Verdict(ORDINAL)
    if mention.script == "mask":
        # A blank before 市, 区, 中学 … stands for a place's name, not for a number.
        return None if mention.unit in words.mask_units else Verdict(SLOGAN)
    if mention.unit == "次" and head.endswith("届"):
        return Verdict(ORDINAL)  # 九届十四次全委会
    if mention.unit in _TIME_UNITS:
        return _time(context, mention, head)
    if mention.unit is not None or (after.startswith("年") and _YEARS_COUNTED.search(around(context, mention)[0])):
        return None
    if _SCORE.match(after):
        return None if _MARKS_BEFORE.search(around(context, mention)[0]) else Verdict(PARAMETER)
    if _DATE_AFTER.match(after):
        return Verdict(ORDINAL)
    if _NAME_AFTER.match(after):
        return Verdict(SLOGAN)
    large = mention.script == "arabic" and view[mention.number_end - 1] in "万亿"
    reached = any(view.startswith(word, mention.number_start - len(word)) for word in _REACHED_BEFORE)
    alone = mention.end >= context.end or view[mention.end] in ",、。;的和 )"
    return None if large and (alone or reached) else Verdict(NO_UNIT)


def _time(context: SentenceContext, mention: Mention, head: str) -> Verdict | None:
    """届, 天, 小时 … count time, not work, unless something recurs or a norm is set."""
    recurring = "每" in around(context, mention)[0]
    if mention.unit in {"届", "轮"} and recurring:
        return None
    if mention.unit in {"小时", "天"}:
        if not recurring and _WITHIN.match(context.view, mention.end, mention.end + 4):
            return Verdict(ORDINAL)
        return None if mention.unit == "小时" or recurring or _REACHED.search(head) else Verdict(ORDINAL)
    return Verdict(ORDINAL)


def _quoted(context: SentenceContext, mention: Mention, _: RuleLexicons) -> Verdict | None:
    """Book titles and quotation marks: a name, unless a verb commits to a norm that is quoted."""
    if context.enclosing(mention.number_start, mention.number_end, "《〔[【"):
        return Verdict(SLOGAN)
    pair = context.enclosing(mention.number_start, mention.number_end, '“"')
    if pair is None:
        return None
    inside = context.view[pair.start + 1 : pair.end]
    if _NORM.search(inside) and "、" not in inside:
        committed = _COMMIT_BEFORE.search(context.view[context.start : pair.start])
        if committed and not _SYSTEM_AFTER.match(context.view, pair.end):
            return Verdict(None)
    if len(inside) > _QUOTED_SENTENCE and mention.script == "arabic":
        return None
    return Verdict(SLOGAN)


def _past(context: SentenceContext, mention: Mention, _: RuleLexicons) -> Verdict | None:
    """Reviews, what exists already, and the old figure in 由100元提高到120元."""
    if context.role in {"review", "background"}:
        return Verdict(STOCK)
    before, after = around(context, mention)
    if _RAISED.match(after) and _FROM_BEFORE.search(before):
        return Verdict(STOCK)
    if _STOOD_BEFORE.search(before):
        return Verdict(STOCK)
    clause_start, clause_end = context.clause(mention.number_start)
    cues = [cue for cue in context.past if cue < clause_end]
    if not cues:
        return None
    if _TURNED.search(context.view, cues[-1], mention.number_start):
        return Verdict(None, MAYBE_PAST)
    return Verdict(STOCK, None if cues[-1] >= clause_start else MAYBE_PAST)


def _parameter(context: SentenceContext, mention: Mention, words: RuleLexicons) -> Verdict | None:
    """Scores, working days, rates, subsidies, fines, and thresholds that pick out a set."""
    before, after = around(context, mention)
    view = context.view
    if _SCORE.match(view, mention.number_end) and not _MARKS_BEFORE.search(before):
        return Verdict(PARAMETER)
    if mention.unit in {"天", "小时", "日", "分钟"} and _PROCEDURE_AFTER.match(after):
        return Verdict(PARAMETER)
    if mention.unit in {"小时", "分钟"} and _CIRCLE_AFTER.match(after):
        return Verdict(SLOGAN)
    if _RULE_AFTER.match(after) or _LIMIT_BEFORE.search(before) or _RATE_BASE.search(before) or after == "的":
        return Verdict(PARAMETER)
    bounded = view[max(context.start, mention.start - 4) : mention.number_start]
    if _CONDITION_BEFORE.search(bounded) and mention.unit not in _RATIO_UNITS:
        return Verdict(PARAMETER, MAYBE_PARAMETER)
    if mention.unit in _KIND_UNITS and not before.endswith(words.build_verbs):
        return Verdict(FRAME, MAYBE_FRAME)
    if mention.unit in _MONEY and _subsidy(before, after, mention.value):
        return Verdict(PARAMETER, None if _SUBSIDY_SURELY.search(before) else MAYBE_PARAMETER)
    if mention.unit in _SIZE_UNITS and mention.end > mention.unit_end and PICKS_OUT_A_SET.match(after):
        return Verdict(PARAMETER, MAYBE_PARAMETER)
    return None


def _subsidy(before: str, after: str, value: Decimal | None) -> bool:
    if _RAISE_BEFORE.search(before):
        return False  # 补助标准提高30元 is a promise, not a rate
    if value is not None and value >= _SUM and _SUM_BEFORE.search(before) and not _SUBSIDY_SURELY.search(before):
        return False
    return bool(_SUBSIDY_AFTER.match(after) or (_SUBSIDY.search(before) and not _REACHED.search(before)))


def _place(context: SentenceContext, mention: Mention, words: RuleLexicons) -> Verdict | None:
    """4市, 6基地: a noun counted without a classifier is a set of named places more often than work to be done."""
    if mention.unit not in words.noun_units and not (mention.unit or "").startswith(("县(", "市(")):
        return None
    before, after = around(context, mention)
    if before.endswith(words.build_verbs):
        return None
    return Verdict(None if _WORK_AFTER.search(after) else FRAME, MAYBE_FRAME)


def _frame(context: SentenceContext, mention: Mention, words: RuleLexicons) -> Verdict | None:
    """A counted set that only hosts or frames: 以4个园区为载体, 充分发挥2所示范校的作用."""
    before, after = around(context, mention)
    measured = mention.unit in _RATIO_UNITS or mention.unit in _NORM_UNITS or mention.unit == "元"
    if measured or "每" in before or before.endswith(words.build_verbs):
        return None
    if _FRAME_AFTER.search(after) and _FRAMING_WORD.search(before):
        return Verdict(FRAME)
    if _FRAME_BEFORE.match(before) and not _REACHED.search(before) and not _REACHED.search(after):
        return Verdict(FRAME, MAYBE_FRAME)
    return None


def _size(context: SentenceContext, mention: Mention, _: RuleLexicons) -> Verdict | None:
    """The size of something named: 日产4500吨水泥熟料生产线, 总投资150亿元的工业园, 0—6岁残疾儿童."""
    before, after = around(context, mention)
    if not _NOUN_AFTER.match(after):
        return Verdict(SIZE, MAYBE_SIZE) if _CAPACITY_BEFORE.search(before) else None
    if _RATED.search(before) or mention.unit == "岁":
        return Verdict(SIZE)
    if mention.unit in _MONEY and _CLASS_BEFORE.search(before) and _ATTRIBUTE_LIST.match(after):
        return Verdict(SIZE)  # 一批营业收入超1000亿元的产业集群
    if mention.unit in _MASS_UNITS and _dated(context, mention):
        return Verdict(SIZE)
    if mention.unit in _MASS_UNITS and _NAMED_WORKS.match(after) and not _REACHED.search(before):
        return Verdict(SIZE, None if _NAME_BEFORE.search(before) else MAYBE_SIZE)
    if mention.unit in _MASS_UNITS and _SIZED_NOUN.match(after) and _OWNER_BEFORE.search(before):
        return Verdict(SIZE, MAYBE_SIZE)
    if not _SIZE_BEFORE.search(before):
        return None
    if mention.end > mention.unit_end or _ATTRIBUTIVE_AFTER.match(after):
        return Verdict(SIZE)  # 流域面积200平方公里以上的河流
    return Verdict(SIZE, MAYBE_SIZE) if _SIZED_NOUN.match(after) else None


def _dated(context: SentenceContext, mention: Mention) -> bool:
    """亘富200万吨褐煤提质项目年内投产: the figure names the works, whose date is the commitment."""
    works = _WORKS.match(context.view, mention.end, context.clause(mention.number_start)[1])
    return works is not None and any(date.start == works.end() for date in context.dates)
