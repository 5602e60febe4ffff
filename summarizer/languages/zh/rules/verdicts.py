"""Is a written quantity a target? What the guide rules out is recognised here and carries its reason.

Each check looks only at the mention's own sentence, its clause above all, so that nothing is remembered
from one sentence to the next. The first check that has something to say decides.
"""

from __future__ import annotations

import re

from summarizer.engines.rules.reasons import Verdict
from summarizer.languages.patterns import verbose
from summarizer.languages.zh.rules import bases, han_counts, rates, scope, telling
from summarizer.languages.zh.rules.building import AT, MIN_PLACE
from summarizer.languages.zh.rules.context import REACHED, Count
from summarizer.languages.zh.rules.sizes import size
from summarizer.languages.zh.rules.units import (
    CIRCLE_UNITS,
    FRAMING_UNITS,
    KIND_UNITS,
    NORM_UNITS,
    RANK_UNITS,
    RATIO_UNITS,
    SIZE_UNITS,
    TIME_UNITS,
)

# --- dates, ordinals, codes
_DATE_AFTER = re.compile(r"[年月日号届期版级时代世点周季](?!度)|周年|世纪|个月|天|[—-]\d|:\d|[./]\d|\+")
_NAME_AFTER = re.compile(r"[A-Za-z+]|[—-][A-Za-z]")
_CODE_BEFORE = re.compile(r"(?<![A-Z&]{2})[A-Za-z]$|[.+/:〕第№-]$|[A-Za-z]-$|\d[.:/-]$")
_CALLED = ("代码", "电话", "热线", "邮编")
_RANK_BEFORE = ("前", "后", "末")
_NO_RANK = re.compile(r"[底月日末年期节之以汛暖学冬]前$|博士后$")
_SIGNS = frozenset("〕第№×")
"""With these, or a character of ASCII, ends what a code or a make is known by."""
_TIMES_BEFORE = re.compile(r"\d ?[×xX*] ?$")  # 2×35万千瓦: the make of a machine
# A measure word that no list has, where a task ends: 加工豆腐1.2万板
_NEW_UNIT = re.compile(r"[一-鿿](?<![多余几来内外前后上下中的了等左右强路线号楼室省市县区国])(?=[,。;\n]|\Z)")
_YEARS_COUNTED = re.compile(r"(?:年限|寿命|期限|周期|工龄|时间)[^,。;]{0,6}$")
# 举办读书班6期, 编发简报48期; a phase of works is a number of its order (污水处理厂二期)
_HELD = verbose(
    r"""
    (?: 举办|承办|开办|续办|开设|组织|编[印发写制辑排]|印发|刊[发登印]|发布|推[出送]|制作|录制|播[出放]|布展|送培
      | [班课训讲坛展刊报栏营]|讲座|沙龙|预警|节目|活动|夜校|培训|专题|直播)
    [^,;]*(?<!工程)(?<!项目)(?<!园区)(?<!基地)(?<!中心)(?<![厂园线站])$
    """
)
# How long something takes, which a plan means to shorten: 平均住院日≤7.5天
_LASTS = re.compile(r"(?:住院日|[天日]数|时间|时长|时限|用时|周期|工期|账期|期限|寿命|间隔)(?:[^,;]{0,12}[到至为在])?$")
_SHORTENED = tuple(f"{verb}{to}" for verb in "压缩 缩短 压减 缩减 减少 降 压降 提速".split() for to in "至到为")
_WITHIN = re.compile(r"[^,]{0,3}内")
_REACHED_BEFORE = ("达到", "达", "至", "到", "突破", "超过", "过", "在", "为")

# --- names and quoted norms
_NORM = re.compile(r"每(?:天|周|日|月|年|学期|学年|季度?)|一[天周月年日]一")
_COMMIT_BEFORE = re.compile(r"(?:落实|保证|实现|确保|坚持|执行|做到|保障|开展|达到|中小学|体育)[^,]{0,8}$")
_SYSTEM_AFTER = verbose(
    r"""
    [”"]?(?:的)?(?:制度|工程|活动|行动|机制|模式|计划|品牌|工作法|体系|要求|方案|项目|目标|建设|政策|格局|战略|发展)
    """
)
_MAX_QUOTED_NAME = 24
_FEW = 10
"""Of so few kinds there may be a set that has a name; more have been counted."""

# --- what was there before
# …100元|提高到120元: behind the old figure, and others in a list with it
_RAISED = verbose(
    r"""
    (?:[、和及与]\d[^、,;。]{0,10}){0,3}[^,;。]{0,4}?(?:逐步|统一|分别)?
    (?:提高|增加|提升|上升|下降|降低|扩大|增长|减少|上调|下调|调整|压减|压缩|缩短|降|升|增|减)(?:到|至|为)
    """
)
# After one of these a sentence that began with what was done speaks of what is to come.
_TURNED = re.compile(r"今年|明年|力争|争取|确保|计划|(?<![主重需首必])要(?!求|素)|将|到20\d\d年")
_STOOD_BEFORE = re.compile(r"(?:其中|涉及|现|原|共)[^,]{0,10}有$")
_FROM_BEFORE = re.compile(r"[由从原][^,]*$")

# --- parameters
_SCORE = re.compile(r"分(?!钟|之|公司)|工作日|个工作日")
# 平均分提高5分: marks to be reached, not those of a rule
_MARKS_BEFORE = verbose(
    r"""
    (?:均分|总分|分数|成绩|得分|满意度)[^,;]{0,10}                       # whose marks
    (?:提高|提升|增加|达到|超过|不低于|保持在)[到至]?$
    """
)
_PROCEDURE_AFTER = verbose(
    r"""
      (?:之?内|以内)?(?:办结|答复|回复|受理|反馈|上报|报告|完成审批|办理|处置|响应)   # 10日内办结
    | 以?内[^,]{0,6}(?:办结|答复|回复|受理|反馈|上报|报告|处置|响应)                   # 10日内予以答复
    """
)
_CIRCLE_AFTER = re.compile(r"[^,、]{0,12}圈")  # 15分钟社区卫生服务圈
# 包括六个方面共22项任务: how many parts the text has
_IN_ALL = ("共", "共计", "总计", "合计")
_PARTS_AFTER = re.compile(r"(?:重点|主要|具体|工作|改革)*(?:任务|举措|措施|内容|要求|行动|事项|指标)(?=$|[,;。、分])")
_QUOTED_AIM = re.compile(r"(?:达到|超过|突破|不低于|不少于|不超过)\d")  # “教师达到2000名,学位达到3万个”的目标
_WIDENED = re.compile(r"(?:扩大|扩展|拓展|扩充|扩面|增加|延伸)[到至]$")  # 报销范围扩大到40种
_RULE_AFTER = re.compile(r"的?(?:政策|税率)|的\Z")
# 不满10人, and what a rate is reckoned on: 每6个教学班至少1名, 每增加1人.
_RULE_BEFORE = re.compile(r"(?:不到|不满|不足|未达到|未满|每(?:增加|新增|满|超过?|\d+[至到~-])?)$")
_CONDITION_BEFORE = re.compile(r"(?<![不得能应宜可准许要再禁减])(?:少于|小于|大于|多于|(?<![大小高低或于])等于)$")

# 20户以上自然村, 50人以上企业: how many live, work or fit there tells which places are meant.
_TOLD_BY = verbose(
    r"""
    (?: 户(?:及|\(含\))?以[上下]的?(?:自然村|行政村|村[组屯庄落寨]?|[屯寨]|小区|社区|院落|居民点|聚居)
      | 人(?:及|\(含\))?以[上下]的?(?:企业|单位|学校|班|自然村|村|乡镇|机构|场所|社区|超?大班额?)
      | 层(?:及|\(含\))?以[上下]的?(?:住宅|楼|建筑|房屋) )
    """
)

# --- frames
_FRAME_BEFORE = verbose(
    rf"""
    (?: 以(?!旧换|工代|奖代|奖促|租代|案[说释])|依托|围绕|按照|按|根据|结合|聚焦|通过|对照|针对|发挥|充分发挥|利用|借助
      | 抓住|作为|坚持|紧扣|瞄准|立足|凭借
      | {AT}
    )[^,]*$
    """
)
_FRAME_AFTER = verbose(
    r"""
      为(?:载体|重点|抓手|核心|主(?![持管要])|依托|龙头|基础|契机|指导|样板|试点|牵引|支撑|引领|代表|依据
          |平台|纽带|主线|中心|突破口)                                          # 以…为载体
    | (?:以|来)?(?:带动|引领)?(?:的)?(?:示范|引领|带动|辐射|骨干)?作用           # 发挥…示范作用
    | 等方面|(?:个|大)?方面
    """
)
# 在推进12个项目的过程中, 在新建8所学校的基础上: the count stands within the circumstance.
_CIRCUMSTANCE_AFTER = re.compile(r"[^,;]{0,16}?(?:基础之?上|前提下|(?:过程|当|之)中|的同时)")
# 根据…关于实施5项改革的部署: what others asked for
_BASIS = ("根据", "按照", "依据", "遵照", "对照", "围绕")
_BASIS_NOUNS = tuple("部署 要求 精神 安排 意见 决定 通知 规定 文件 方案".split())
# Where and by what means: behind these a verb says what is done there; other frames (根据, 围绕, 以) keep theirs.
_OPEN_FRAME = re.compile(r"在|结合|依托|利用|借助|通过")
_WORK_AFTER = re.compile(r"建设|试点|创建|改造|示范")
_OWN_WORK = re.compile(r"[^,;。、]{2,20}(?:建设|改造|创建|整治)")
_FRAMING_WORD = re.compile(r"以|发挥|从|在")


def judge(count: Count) -> Verdict:
    """Whether a count is a target by the guide, why not, and how sure that is."""
    for check in _CHECKS:
        verdict = check(count)
        if verdict is not None:
            break
    else:
        verdict = Verdict()
    at = count.mention.number_start
    dated = verdict.reason is None and any(date.start <= at < date.end for date in count.context.written_dates)
    if dated and not _lasts(count):
        return Verdict("ordinal")  # 半年内, 2024-10-31前: a date's figure is never a count
    return verdict


def _written_otherwise(count: Count) -> Verdict | None:
    """Dates, ordinals, codes, blanked-out names, and numbers without anything counted."""
    context, mention, _, after = count
    view, unit = context.view, mention.unit
    if context.words.fixed_names.match(view, mention.number_start):
        return Verdict("slogan")
    if unit in CIRCLE_UNITS and _CIRCLE_AFTER.match(after):
        return Verdict("slogan")
    head = view[max(context.start, mention.number_start - 6) : mention.number_start]
    if unit is not None and view.startswith("级", mention.unit_end):
        return Verdict("slogan")  # 百亿元级产业: a class, not a sum
    if unit in RANK_UNITS and head.endswith(_RANK_BEFORE) and not _NO_RANK.search(head):
        return Verdict("ordinal")
    signed = head[-1:] in _SIGNS or head[-1:].isascii()
    if signed and _TIMES_BEFORE.search(head):
        return Verdict("size")
    coded = head.endswith(_CALLED) if unit is None else None
    coded = coded or (signed and _CODE_BEFORE.search(head) and not (unit and head.endswith("+")))
    if coded or (head.endswith("十") and mention.script == "han"):
        return Verdict("ordinal")
    if mention.script == "mask":
        # A blank before 市, 区, 中学 … stands for a place's name, not for a number.
        return None if unit in context.words.mask_units else Verdict("slogan")
    if unit == "次" and head.endswith("届"):
        return Verdict("ordinal")  # 九届十四次全委会
    if unit in TIME_UNITS:
        return _time(count, head)
    return _without_unit(count) if unit is None else None


def _without_unit(count: Count) -> Verdict | None:
    """A number with nothing counted behind it: a year, a mark, a date, a name; a large one may stand alone."""
    context, mention, before, _ = count
    view, end = context.view, mention.number_end
    after = view[end : min(context.end, end + 8)]
    if after.startswith("年") and _YEARS_COUNTED.search(before):
        return None
    if _SCORE.match(after):
        return None if _MARKS_BEFORE.search(before) else Verdict("parameter")
    if _DATE_AFTER.match(after):
        return Verdict("ordinal")
    if _NAME_AFTER.match(after):
        return Verdict("slogan")
    large = mention.script == "arabic" and view[end - 1] in "万亿"
    reached = view.endswith(_REACHED_BEFORE, 0, mention.number_start)
    alone = mention.end >= context.end or view[mention.end] in ",、。;的和 )"
    if large and (alone or reached):
        return None
    return Verdict(None, "maybe-unit") if _takes_new_unit(count) else Verdict("no-unit")


def _takes_new_unit(count: Count) -> bool:
    """Whether the character behind the number closes a task as its measure word; the mention then has it."""
    context, mention = count.context, count.mention
    if mention.script != "arabic" or mention.end != mention.number_end or mention.comparator != "=":
        return False
    new = _NEW_UNIT.match(context.view, mention.end, context.end)
    if new is None:
        return False
    mention.end = mention.unit_end = new.end()
    if count.closes_a_task():
        mention.unit = new[0]
        return True
    mention.end = mention.unit_end = mention.number_end
    return False


def _time(count: Count, head: str) -> Verdict | None:
    """届, 天, 小时 … count time, not work, unless something recurs or a norm is set."""
    context, mention, before, _ = count
    recurring = "每" in before
    if mention.unit == "期" and (recurring or _HELD.search(before)):
        return None
    if mention.unit in {"届", "轮"} and recurring:
        return None
    if mention.unit in {"小时", "天"}:
        if _lasts(count):
            return None
        if not recurring and _WITHIN.match(context.view, mention.end, mention.end + 4):
            return Verdict("ordinal")
        if mention.unit == "小时" or recurring or REACHED.search(head):
            return None
    return Verdict("ordinal")


def _lasts(count: Count) -> bool:
    """平均住院日控制在8天以内: a bound to how long something takes."""
    mention = count.mention
    if mention.unit not in {"小时", "天"} or not _LASTS.search(count.before):
        return False
    return mention.comparator != "=" or count.before.endswith(_SHORTENED)


def _quoted(count: Count) -> Verdict | None:
    """Book titles and quotation marks: a name, unless a verb commits to a norm that is quoted."""
    context, mention, _, _ = count
    if context.enclosing(mention.number_start, mention.number_end, "《〔[【"):
        return Verdict("slogan")
    pair = context.enclosing(mention.number_start, mention.number_end, '“"')
    if pair is None:
        return None
    inside = context.view[pair.start + 1 : pair.end]
    if _NORM.search(inside) and "、" not in inside:
        committed = _COMMIT_BEFORE.search(context.view[context.start : pair.start])
        if committed and not _SYSTEM_AFTER.match(context.view, pair.end):
            return Verdict()
    if mention.script == "arabic" and (len(inside) > _MAX_QUOTED_NAME or _QUOTED_AIM.search(inside)):
        return None
    return Verdict("slogan")


def _past(count: Count) -> Verdict | None:
    """Reviews, what exists already, and the old figure in 由100元提高到120元."""
    context, mention, before, after = count
    if (
        context.role in {"review", "background"}
        or (_FROM_BEFORE.search(before) and _RAISED.match(after))
        or (before.endswith("有") and _STOOD_BEFORE.search(before))
        or bases.is_old(count)
    ):
        return Verdict("stock")
    clause_start, clause_end = context.clause(mention.number_start)
    cues = context.past_before(clause_start, clause_end)
    if not cues or bases.turns(context, cues[-1], mention.number_start):
        return None
    if _TURNED.search(context.view, cues[-1], mention.number_start):
        return Verdict(None, "maybe-past")
    return Verdict("stock", None if cues[-1] >= clause_start else "maybe-past")


def _parameter(count: Count) -> Verdict | None:
    """Scores, working days, rates, subsidies, fines, and thresholds that pick out a set."""
    context, mention, before, after = count
    view, unit = context.view, mention.unit
    if _SCORE.match(view, mention.number_end) and not _MARKS_BEFORE.search(before):
        return Verdict("parameter")
    if unit in {"天", "小时", "日", "分钟"} and _PROCEDURE_AFTER.match(after):
        return Verdict("parameter")
    if _RULE_AFTER.match(after) or _RULE_BEFORE.search(before):
        return Verdict("parameter")
    bounded = view[max(context.start, mention.start - 4) : mention.number_start]
    if _CONDITION_BEFORE.search(bounded) and unit not in RATIO_UNITS:
        return Verdict("parameter", "maybe-parameter")
    if unit in {"项", "条", "个", "大"} and before.endswith(_IN_ALL) and _PARTS_AFTER.match(after):
        return Verdict("frame")
    if unit in KIND_UNITS and not (before.endswith(context.words.build_verbs) or _WIDENED.search(count.said)):
        if not count.closes_a_task():
            return Verdict("frame", "maybe-frame")
        return Verdict(None, None if mention.value and mention.value > _FEW else "maybe-frame")
    if (paid := rates.judge(count)) is not None:
        return paid
    told = mention.end > mention.unit_end and _TOLD_BY.match(view, mention.number_end)
    if told or (unit in SIZE_UNITS and count.picks_out_a_set()):
        return Verdict("parameter", "maybe-parameter")
    return None


def _place(count: Count) -> Verdict | None:
    """4市, 6基地: a noun counted without a classifier is a set of named places more often than work to be done."""
    words, unit = count.context.words, count.mention.unit
    if unit not in words.noun_units and not (unit or "").startswith(("县(", "市(")):
        return None
    if count.before.endswith(words.build_verbs):
        return None
    return Verdict(None if _WORK_AFTER.search(count.after) else "frame", "maybe-frame")


def _frame(count: Count) -> Verdict | None:
    """A counted set that only hosts or frames: 以4个园区为载体, 充分发挥2所示范校的作用."""
    context, mention, before, after = count
    if _CIRCUMSTANCE_AFTER.match(after) or (before.startswith(_BASIS) and after.endswith(_BASIS_NOUNS)):
        return Verdict("frame")
    if mention.unit in FRAMING_UNITS and context.words.aspects.match(after):
        return Verdict("slogan")
    measured = mention.unit in RATIO_UNITS or mention.unit in NORM_UNITS or mention.unit in {"元", "节"}
    if measured or "每" in before or before.endswith(context.words.build_verbs):
        return None
    if _FRAMING_WORD.search(before) and _FRAME_AFTER.search(after):
        return Verdict("frame")
    if before.startswith("围绕") and _OWN_WORK.fullmatch(after):
        return Verdict(None, "maybe-frame")  # 围绕5万亩高标准农田建设
    framed = _FRAME_BEFORE.match(before) and not REACHED.search(before) and not REACHED.search(after)
    return Verdict("frame", "maybe-frame") if framed and not _done_there(count) else None


def _done_there(count: Count) -> bool:
    """在城东新建公厕18座, 结合旧改增设车位50个: behind the place or the means a verb says what is done with the count.

    Right behind the frame's word the verb is itself the means (通过实施4项工程).
    """
    before = count.before
    return bool(_OPEN_FRAME.match(before) and count.context.words.making.search(before, MIN_PLACE))


_CHECKS = (
    _written_otherwise,
    _quoted,
    _past,
    telling.judge,
    scope.judge,
    han_counts.judge,
    _parameter,
    _place,
    _frame,
    size,
)
