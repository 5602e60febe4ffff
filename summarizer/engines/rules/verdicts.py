"""Is a written quantity a target? What the guide rules out is recognised here and carries its reason.

Reasons are English and stable; renderers translate them. Each check looks only at the mention's own
sentence, its clause above all, so that nothing is remembered from one sentence to the next.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from summarizer.engines.rules.context import SentenceContext
    from summarizer.engines.rules.lexicons import RuleLexicons
    from summarizer.quantities.mentions import Mention

SLOGAN = "slogan or proper name"
INDEFINITE = "indefinite amount"
ORDINAL = "date, ordinal, phase or edition"
STOCK = "what exists or was done already"
PARAMETER = "parameter of a rule, subsidy, score or procedure"
FRAME = "set that only hosts or frames the action"
SIZE = "size inside the thing counted"
NO_UNIT = "number without anything counted"

MAYBE_NAME = "Chinese numeral: a count or part of a name?"
MAYBE_PAST = "the sentence speaks of what was done: is this figure ahead of it?"
MAYBE_FRAME = "counted, or only a set that hosts the action?"
MAYBE_PARAMETER = "an amount to be reached, or the parameter of a rule?"
NO_VERB = "no verb says that this is to be done"
ROUND = "a bare round figure: a count or a figure of speech?"
MAYBE_SIZE = "a count of its own, or the size of something named?"


class Verdict(NamedTuple):
    """``reason`` is null where the mention is a target; ``unsure`` says why a person should look, either way."""

    reason: str | None
    unsure: str | None = None


_DATE_AFTER = re.compile(r"[年月日号届期版级时代世点周季](?!度)|周年|世纪|个月|天|[—-]\d|:\d|[./]\d|\+")
_NAME_AFTER = re.compile(r"[A-Za-z+]|[—-][A-Za-z]")
_CODE_BEFORE = re.compile(r"[A-Za-z.+/:〕第№-]$|[A-Za-z]-$|\d[.:/-]$|代码$|电话$|热线$|邮编$")
_YEARS_COUNTED = re.compile(r"(?:年限|寿命|期限|周期|工龄)[^,。;]{0,6}$")
# Words after a small Chinese numeral with which it makes a name: 四大行动, 三级网络, 两个维护, 五年规划
_HAN_NAME_AFTER = re.compile(
    r"[大级化线重双型维元体套力性流线路型般种类方网会股手带者人次席届体]|[一二三四五六七八九十]"
)
_FIXED_HAN = re.compile(
    r"一(?:[体流些定般样致贯旦并直切律度系起边道带路把手线心揽共向概举]|系列|批|支|步|方面|个时期|条龙|整套|揽子|站式|次性|网通|号|号文件|盘棋|张网|张图|事|人|生|世|代|端)|第[一二三四五六七八九十]|进一|统一|同一|唯一|之一|万一|单一|专一|合一|如一|划一|一[一-鿿]一[一-鿿]|十分|百姓|百年|千方百计|万众|千家万户|万事|千秋|百花|百强|百日|千里|千万(?:不|要)|万元(?:以上)?(?:生产总值|GDP|产值|工业|国内|单位|地区)|亿(?:元)?级|百亿级|千亿级|百万(?:家长|学生)|三农|两会|两岸|三方|双方"
)
_INDEFINITE = re.compile(r"一(?:批|系列|些|支)|若干|多[个项条]|数[十百千]|几[个十百]")
_FRAME_BEFORE = re.compile(
    r"^(?:以|依托|围绕|按照|按|根据|结合|聚焦|通过|对照|针对|发挥|充分发挥|利用|借助|抓住|作为|坚持|紧扣|瞄准|立足|凭借|在)[^,]*$"
)
_FRAME_AFTER = re.compile(
    r"为(?:载体|重点|抓手|核心|主(?![持管要])|依托|龙头|基础|契机|指导|样板|试点|牵引|支撑|引领|代表|依据|平台|纽带|主线|中心|突破口)|(?:以|来)?(?:带动|引领)?(?:的)?(?:示范|引领|带动|辐射|骨干)?作用|等方面|(?:个|大)?方面"
)
_REACHED = re.compile(
    r"达到|达(?=\d|约|近|百|千)|不低于|不少于|至少|增至|增加到|提高到|提升到|降至|降到|控制在|稳定在|突破|超过|超(?=\d|百|千|亿)|完成|实现|新增|争取|力争"
)
_RAISED = re.compile(
    r"^(?:[^,;。]{0,4}?)(?:逐步|统一|分别)?(?:提高|增加|提升|上升|下降|降低|扩大|增长|减少|上调|下调|调整|压减|压缩|缩短|降|升|增|减)(?:到|至|为)"
)
_SCORE = re.compile(r"^(?:分(?!钟|之|公司)|工作日|个工作日)")
_PROCEDURE_AFTER = re.compile(
    r"^(?:之?内|以内)?(?:办结|答复|回复|受理|反馈|上报|报告|完成审批|办理|处置|响应)|^(?:以?内)(?:[^,]{0,6}(?:办结|答复|回复|受理|反馈|上报|报告|处置|响应))"
)
_SUBSIDY = re.compile(
    r"(?:给予|奖励|补助|补贴|奖补|罚款|处以|扣减?|资助标准|补助标准|收费标准|标准为|最高|每(?:亩|户|人|例|台|辆|吨|平方米|件|名|家|个)[^,]{0,8}(?:补|奖|给))[^,;]{0,16}$"
)
_RAISE_BEFORE = re.compile(r"(?:提高|增加|提升|上调|增长)(?:到|至)?$")
_RULE_AFTER = re.compile(r"^(?:的)?(?:政策|税率)")
_LIMIT_BEFORE = re.compile(r"(?:不到|不满|不足|未达到|未满)$")
# 每6个教学班至少1名, 每增加1人: what the rate is reckoned on is no count of its own.
_RATE_BASE = re.compile(r"每(?:增加|新增|满|超过?)?$")
_CONDITION_BEFORE = re.compile(r"(?<!不)(?:少于|小于|大于|多于|等于)$")
_SUBSIDY_AFTER = re.compile(r"^(?:的)?(?:标准|奖励|补助|补贴|奖补|罚款|一次性|资助|生活补|扶持资金|奖金)")
_THRESHOLD_AFTER = re.compile(
    r"(?:的)?(?:企业|项目|单位|人员|家庭|群众|贫困户|老人|老年人|儿童|职工|干部|学生|建筑|燃煤|锅炉|机组|投资者|工程|产品|大型|重点|重大|规模|产业)"
)
_SIZE_BEFORE = re.compile(
    r"(?:日产|年产|年处理|日处理|日供|年加工|存栏|出栏|装机|库容|容量|总投资|概算投资|计划总投资|占地|总长|全长|单体|面积|投资|总规模|产能|年出栏)(?:约|近|超|达|为)?$"
)
# 日产4500吨水泥熟料生产线: a rated output is part of the name of what is built.
_RATED = re.compile(r"(?:日产|年产|日处理|年处理|日供|年加工|存栏|装机|库容|年出栏)(?:容量)?(?:约|近|超|达)?$")
_ATTRIBUTIVE_AFTER = re.compile(r"^的(?!目标|要求|任务|标准(?:配|建|要))")
_SIZED_NOUN = re.compile(
    r"^(?:[^,、;]{0,14})(?:项目|工程|生产线|装置|机组|电站|电厂|水厂|基地|园区|厂房|综合体|中心)(?:[^,;]{0,4})(?:建设|开工|建成|投产|竣工|落地|签约|前期|进度|,|$|\d)"
)
_NAME_BEFORE = re.compile(r"(?:公司|集团|企业|[一-鿿]{2}[市县区镇])$")
_NAMED_AFTER = re.compile(r"[^,、;。等]{0,14}(?:行动|工程|计划|规划|活动)")
_NORM = re.compile(r"每(?:天|周|日|月|年|学期|学年|季度?)|一[天周月年日]一")
_COMMIT_BEFORE = re.compile(r"(?:落实|保证|实现|确保|坚持|执行|做到|保障|开展|达到|中小学|体育)[^,]{0,8}$")
_SYSTEM_AFTER = re.compile(
    r"^[”\"]?(?:的)?(?:制度|工程|活动|行动|机制|模式|计划|品牌|工作法|体系|要求|方案|项目|目标|建设|政策|格局|战略|发展)"
)


def judge(context: SentenceContext, mention: Mention, words: RuleLexicons) -> Verdict:
    """Whether ``mention`` is a target by the guide, why not, and how sure that is."""
    for check in (_written_otherwise, _quoted, _past, _han, _procedure, _frame, _size):
        verdict = check(context, mention, words)
        if verdict is not None:
            return verdict
    return Verdict(None)


def _around(context: SentenceContext, mention: Mention) -> tuple[str, str]:
    """The clause before and after the mention."""
    clause_start, clause_end = context.clause(mention.number_start)
    return context.view[clause_start : mention.start], context.view[mention.end : clause_end]


def _written_otherwise(context: SentenceContext, mention: Mention, words: RuleLexicons) -> Verdict | None:
    """Dates, ordinals, codes, and numbers without anything counted."""
    view = context.view
    head = view[max(context.start, mention.number_start - 6) : mention.number_start]
    after = view[mention.number_end : min(context.end, mention.number_end + 8)]
    if (_CODE_BEFORE.search(head) and not (mention.unit and head.endswith("+"))) or (
        head.endswith("十") and mention.script == "han"
    ):
        return Verdict(ORDINAL)
    if mention.script == "mask":
        # A blank before 市, 区, 中学 … stands for a place's name, not for a number.
        return None if mention.unit in words.mask_units else Verdict(SLOGAN)
    if mention.unit is None or mention.unit in {
        "天",
        "周",
        "日",
        "届",
        "轮",
        "个月",
        "学期",
        "学年",
        "点",
        "级台",
        "层",
        "届次",
        "期次",
        "小时",
    }:
        if after.startswith("年") and _YEARS_COUNTED.search(_around(context, mention)[0]):
            return None
        recurring = "每" in _around(context, mention)[0]
        if mention.unit in {"届", "轮"} and recurring:
            return None
        if mention.unit in {"小时", "天"} and (
            recurring or not re.match(r"[^,]{0,3}内", view[mention.end : mention.end + 4])
        ):
            return None if mention.unit == "小时" or recurring or _REACHED.search(head) else Verdict(ORDINAL)
        if mention.unit is not None or _DATE_AFTER.match(after):
            return Verdict(ORDINAL)
    if _NAME_AFTER.match(after) and mention.unit is None:
        return Verdict(SLOGAN)
    if mention.unit is None:
        large = mention.script == "arabic" and view[mention.number_end - 1] in "万亿"
        reached = any(
            view.startswith(w, mention.number_start - len(w))
            for w in ("达到", "达", "至", "到", "突破", "超过", "过", "在", "为")
        )
        return (
            None if (large and _stands_alone(view, mention, context.end)) or (reached and large) else Verdict(NO_UNIT)
        )
    return None


def _stands_alone(view: str, mention: Mention, end: int) -> bool:
    return mention.end >= end or view[mention.end] in ",、。;的和 )"


def _quoted(context: SentenceContext, mention: Mention, _: RuleLexicons) -> Verdict | None:
    """Book titles and quotation marks: a name, unless a verb commits to a norm that is quoted."""
    if context.enclosing(mention.number_start, mention.number_end, "《〔[【"):
        return Verdict(SLOGAN)
    pair = context.enclosing(mention.number_start, mention.number_end, '“"')
    if pair is None:
        return None
    inside = context.view[pair.start + 1 : pair.end]
    if _NORM.search(inside) and "、" not in inside:
        before = context.view[context.start : pair.start]
        after = context.view[pair.end : pair.end + 6]
        if _COMMIT_BEFORE.search(before) and not _SYSTEM_AFTER.match(after):
            return Verdict(None)
    if len(inside) > 24 and mention.script == "arabic":  # noqa: PLR2004  a quoted sentence, not a slogan
        return None
    return Verdict(SLOGAN)


def _past(context: SentenceContext, mention: Mention, _: RuleLexicons) -> Verdict | None:
    """Reviews, what exists already, and the old figure in 由100元提高到120元."""
    if context.role in {"review", "background"}:
        return Verdict(STOCK)
    before, after = _around(context, mention)
    if _RAISED.match(after) and re.search(r"[由从原][^,]*$", before):
        return Verdict(STOCK)
    cues = [cue for cue in context.past if cue < mention.number_end]
    if not cues:
        return None
    clause_start, _end = context.clause(mention.number_start)
    if any(cue >= clause_start for cue in cues):
        return Verdict(STOCK, None if cues[-1] >= clause_start else MAYBE_PAST)
    return Verdict(STOCK, MAYBE_PAST) if not _REACHED.search(before) else Verdict(None, MAYBE_PAST)


def _han(context: SentenceContext, mention: Mention, words: RuleLexicons) -> Verdict | None:
    """Chinese numerals: most are parts of words and names; what is left must be counted by a verb beside it."""
    if mention.script != "han" or mention.unit in {"%", "‰"}:
        return None
    view, at = context.view, mention.number_start
    if mention.value_max is None and _INDEFINITE.match(view, at):
        return Verdict(INDEFINITE)
    fixed = _FIXED_HAN.search(view, max(context.start, at - 1), min(context.end, mention.number_end + 6))
    if fixed and fixed.start() <= at < fixed.end():
        return Verdict(SLOGAN)
    if mention.unit is None:
        return Verdict(SLOGAN)
    after_unit = view[mention.unit_end : mention.unit_end + 4]
    if after_unit.startswith(words.frame_nouns) and mention.unit in {"个", "项", "条", "大", "种", "类"}:
        return Verdict(SLOGAN)
    if after_unit[:1] == "一" or view.startswith(tuple("每这那该各任哪同某统逐"), at - 1, at):
        return Verdict(SLOGAN) if view[at - 1 : at] != "每" else Verdict(INDEFINITE)
    before = view[max(context.start, at - 8) : mention.start]
    clause_before = _around(context, mention)[0]
    if re.search(r"(?:一|每)(?:年|月|周|天|日|学期|季度?)$", before) and mention.unit in {
        "次",
        "届",
        "场",
        "期",
        "轮",
        "节",
    }:
        return Verdict(None)
    if (
        mention.value == 1
        and re.search(r"每[\d一二两三四五六七八九十]", clause_before)
        and mention.unit in words.single_units
    ):
        return Verdict(None)
    counted = (
        before.endswith(words.build_verbs)
        or mention.comparator != "="
        or "每" in clause_before
        or mention.value_max is not None
    )
    if mention.unit in {"分钟", "小时", "课时", "学时", "学分", "节", "次", "遍"} and (
        "每" in clause_before or mention.unit in {"小时", "课时"}
    ):
        return None
    if mention.lone and mention.end > mention.unit_end and _THRESHOLD_AFTER.match(view, mention.end):
        return Verdict(PARAMETER)  # 亿元以上项目
    if mention.lone:
        named = _NAMED_AFTER.match(view, mention.unit_end, min(context.end, mention.unit_end + 20))
        if (
            named
            or mention.unit in {"年", "个", "种", "类", "分", "兆", "米", "克", "次", "度"}
            or not re.search(r"[一-鿿]{2}$", before)
        ):
            return Verdict(SLOGAN)
        return Verdict(None, ROUND)
    small = mention.value is not None and mention.value <= 10  # noqa: PLR2004
    if mention.value == 1 and mention.value_max is None:
        if mention.unit in words.single_units and before.endswith(words.single_verbs):
            return Verdict(None, None if before.endswith(("争创", "新建", "建成")) else MAYBE_NAME)
        return Verdict(INDEFINITE, MAYBE_NAME if counted else None)
    if small and mention.unit in {
        "个",
        "项",
        "条",
        "类",
        "种",
        "级",
        "大",
        "支",
        "道",
        "层",
        "线",
        "度",
        "门",
        "面",
        "张",
        "本",
        "方",
    }:
        concrete = counted and mention.unit in {"个", "项", "条", "支"}
        return Verdict(None if concrete else SLOGAN, MAYBE_NAME if counted else None)
    if small and not counted:
        return Verdict(SLOGAN, MAYBE_NAME)
    return Verdict(None, MAYBE_NAME if small else None)


def _procedure(context: SentenceContext, mention: Mention, words: RuleLexicons) -> Verdict | None:
    """Scores, working days, subsidies, fines, and thresholds that pick out a set."""
    before, after = _around(context, mention)
    view = context.view
    if mention.unit is None and _SCORE.match(view[mention.number_end : mention.number_end + 4]):
        return Verdict(PARAMETER)
    if _SCORE.match(view[mention.number_end : mention.number_end + 4]) or mention.unit in {"工作日", "个工作日"}:
        return Verdict(PARAMETER)
    if mention.unit in {"天", "小时", "日", "分钟"} and _PROCEDURE_AFTER.match(after):
        return Verdict(PARAMETER)
    money = mention.unit in {"元", "美元", "欧元"}
    if _RULE_AFTER.match(after) or _LIMIT_BEFORE.search(before) or _RATE_BASE.search(before) or after == "的":
        return Verdict(PARAMETER)
    if _CONDITION_BEFORE.search(
        view[max(context.start, mention.start - 4) : mention.number_start]
    ) and mention.unit not in {"%", "‰"}:
        return Verdict(PARAMETER, MAYBE_PARAMETER)
    if mention.unit in {"类", "种", "款", "级"} and not before.endswith(words.build_verbs):
        return Verdict(FRAME, MAYBE_FRAME)
    if money and not _RAISE_BEFORE.search(before):
        if _SUBSIDY_AFTER.match(after) or (_SUBSIDY.search(before) and not _REACHED.search(before)):
            return Verdict(
                PARAMETER, MAYBE_PARAMETER if not re.search(r"给予|最高|罚款|每[亩户人例台辆]", before) else None
            )
    if mention.unit not in {"%", "‰"} and mention.end > mention.unit_end and _THRESHOLD_AFTER.match(after):
        return Verdict(PARAMETER, MAYBE_PARAMETER)
    return None


def _frame(context: SentenceContext, mention: Mention, words: RuleLexicons) -> Verdict | None:
    """A counted set that only hosts or frames: 以4个园区为载体, 充分发挥2所示范校的作用."""
    before, after = _around(context, mention)
    if (
        "每" in before
        or mention.unit in {"%", "‰", "元", "课时", "学时", "节", "小时", "分钟"}
        or before.endswith(words.build_verbs)
    ):
        return None
    if _FRAME_AFTER.search(after) and re.search(r"以|发挥|从|在", before):
        return Verdict(FRAME)
    if _FRAME_BEFORE.match(before) and not _REACHED.search(before) and not _REACHED.search(after):
        return Verdict(FRAME, MAYBE_FRAME)
    return None


def _size(context: SentenceContext, mention: Mention, _: RuleLexicons) -> Verdict | None:
    """The size of something named: 日产4500吨水泥熟料生产线, 总投资150亿元的工业园."""
    before, after = _around(context, mention)
    if _RATED.search(before) and re.match(r"[一-鿿A-Za-z“]", after):
        return Verdict(SIZE)
    if (
        mention.unit in {"吨", "千瓦", "兆瓦", "立方米", "方"}
        and _SIZED_NOUN.match(after)
        and _NAME_BEFORE.search(before)
    ):
        return Verdict(SIZE, MAYBE_SIZE)
    if mention.unit == "岁" and re.match(r"[一-鿿]", after):
        return Verdict(SIZE)  # 0—6岁残疾儿童: whom it is for
    if not _SIZE_BEFORE.search(before):
        return None
    if mention.end > mention.unit_end and re.match(r"(?:的|[一-鿿])", after):
        return Verdict(SIZE)  # 流域面积200平方公里以上的河流
    if _ATTRIBUTIVE_AFTER.match(after):
        return Verdict(SIZE)
    if after and re.match(r"[一-鿿A-Za-z“]", after) and _SIZED_NOUN.match(after):
        return Verdict(SIZE, MAYBE_SIZE)
    return None
