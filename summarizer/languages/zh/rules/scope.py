"""A count of what is there already tells how far work reaches: 对58家企业的监管, 督促7家矿山落实责任, 12个乡镇各建1个.

Such a set stands within 对…的, 与…的 or 由…参与的, is steered to something that nobody counts, names whose
duties or strength are meant, has its own share of the next count, or is money that has been granted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.engines.rules.reasons import Verdict
from summarizer.languages.patterns import verbose
from summarizer.languages.zh.rules.context import REACHED
from summarizer.languages.zh.rules.units import MASS_UNITS, MONEY_UNITS, RATIO_UNITS, SIZE_UNITS

if TYPE_CHECKING:
    from summarizer.languages.zh.rules.context import Count

# 加强对|12个村的指导, 深化与|5所高校的合作: with a verb that only strengthens, not 完成对|12个村的整治
_RELATION_BEFORE = verbose(
    r"""
    (?: 加[强大深快]|强化|深化|密切|提[高升]|增[强进]|扩大|拓[展宽]|优化|完善|健全|规范|巩固|促进|严格|改[进善]|保持
      | 推[进动]|做[好实]|抓[好实紧]|紧盯|压实|注重|重视|突出|细化|落实 )
    (?P<of>对|与|和|同|针对)[^,;的\d]{0,12}$
    """
)
_RELATION_AFTER = re.compile(r"[^,;、。]{0,20}?的[一-鿿]{2}")
# 指导|12个乡镇做好秋收: what they are led to is no event that could be counted, unlike 推动|15家企业上市
_STEERS = tuple("指导 督促 监督 督导 敦促 责成 要求 协调 压茬 倒逼 约束 提醒 指挥 统领".split())
_HELPS = tuple("组织 引导 鼓励 支持 推动 帮助 服务 扶持 带动 动员 促进 协助 保障".split())
_PEOPLE = frozenset("名 人 位".split())
"""组织|300名志愿者开展服务: of people it is said how many take part."""
_WHOSE = r"(?:全[国省市县区州旗镇乡]|各|辖区|辖区内|所属|本[市县区]|我[市县区])?"
_STEERED = re.compile(rf"(?P<verb>{'|'.join((*_STEERS, *_HELPS))})(?:{_WHOSE}|[^,;\d]{{1,10}}[和及与、])$")
_SOFTLY = verbose(
    r"""
    [一-鿿“”A-Z]{1,14}?
    (?: 做[好实细优]|抓[好实细紧]|落[实细]|履行|完善|健全|加强|强化|规范|严格|遵守|优化|深化|改进|稳[定岗产]|压[实紧]
      | 用好|管好|守住|开拓|扩大|拓展|提[升高]|增强|解决|推进|依法|按照?|认真|持续|积极|科学|有序|开展|自觉|主动 )
    """
)
# 面向|3万名退役军人开展活动
_TOWARD = re.compile(r"(?:面向|针对)[^,;\d]{0,8}$")
_TOWARD_AFTER = verbose(
    r"[^,;、。]{1,14}?(?:开展|提供|举办|组织|普及|征[求集]|宣[传讲]|推[出行送广]|发布|制定|实施|进行|开[放设通]|落实)"
)
_COUNTED_WORK = re.compile(r"培训|轮训|筛查|体检|检测|走访|慰问|改造|招聘|发放|免费|补[贴助]")
# 由|15个部门参与的联席会议
_BY = re.compile(r"由[^,;\d]{0,8}$")
_BY_AFTER = re.compile(r"[^,;。]{1,14}?(?:参[与加建]|构成|组成|共[同建]|联合|配合|协同|加入)[^,;。]{0,6}的")
# Whose: offices and places, and people by their office
_BODIES = (
    r"(?:成员|责任|职能|牵头|相关|有关|主管|监管|村级|市直|县直|区直)?"
    r"(?:部门|单位|委办局?|处室|科室|站所|乡镇|镇街|县区|街道|社区|县|镇)"
)
_SHARED = verbose(
    rf"""
    {_BODIES}[^,;。、\d]{{0,8}}?
    (?:机制|制度|体系|会议|联盟|力量|合力|资源|职责|责任|优势|作用|关系|格局)(?=$|[,;。、])
    """
)
_NO_CLASS = frozenset("项 条 种 类".split())
_DUTY_BEFORE = re.compile(r"(?:压[紧]?实|夯实|落实|落细|明确|强化|靠实|拧紧|细化|厘清)[^,;]{0,20}$")
_DUTY_AFTER = re.compile(r"(?:[^,;。、\d]{1,8}[、和及]\d+[名个位家])?[^,;。、\d]{1,12}(?:责任|职责)(?=$|[,;。、])")
_STRENGTH_BEFORE = re.compile(r"(?:调动|整合|凝聚|汇聚|统筹|集中|动员|发挥|用好|激发|借助|依靠)[^,;\d]{0,8}$")
_STRENGTH_AFTER = re.compile(r"[^,;。、\d]{1,12}(?:力量|合力|资源|作用|优势|积极性|活力)(?=$|[,;。、])")
_LEARNT_BEFORE = re.compile(r"(?:总结|推广|借鉴|复制|学习|吸取|汲取|吸收|宣传|交流|参照|运用|提炼)[^,;\d]{0,6}$")
_LEARNT_AFTER = verbose(
    r"""
    (?!(?:典型|先进|成功|创新|可复制|有益|优秀|特色|好)(?:的|经验|做法|教训|模式))    # 5个典型经验: these are counted
    [^,;。、\d]{2,12}(?:经验|做法|教训|模式)(?:做法|成果)?(?=$|[,;。、])
    """
)
_OBEYED_BEFORE = re.compile(r"(?:严格)?(?:执行|遵守|恪守|严守|严明|遵循|谨记|落实)[^,;\d]{0,6}$")
_OBEYED_AFTER = re.compile(r"[^,;。、\d]{0,8}(?:纪律|禁令|规矩|准则|戒律|铁律|底线|红线|制度|规定)(?=$|[,;。、])")
_STRICT = re.compile(r"硬(?:措施|举措|要求|任务|杠杠)")
# 12个乡镇|各新建1个: the share of each is what is promised
_SHARED_OUT = verbose(
    r"""
    [^,;。、\d(]{1,12}?(?:\([^)\d]{1,8}\))?
    (?: 各(?![类种级地项方界自具有族科行色])|分别|每(?:个|家|所|名|户|座|处|条)?(?![年月周天日季学半]) )
    [^,;。]{0,16}?[\d一二两三四五六七八九十]
    | [^,;。、\d(]{1,8}?[均都][一-鿿]{2,6}\d+[一-鿿]                       # 35个社区|均配备2名
    """
)
_SENT = re.compile(rf"(?:{'|'.join((*_STEERS, *_HELPS))}|安排|确保|实现|推进|做到|力争|争取|统筹|按){_WHOSE}$")
# 用好|1.5亿元专项资金, 中央下达的|3600万元
_IN_HAND = re.compile(r"(?:[用管守](?:好|足|活|实|紧)|使用好|盯紧|看好|规范使用)[^,;\d]{0,16}$")
_GRANTED = re.compile(r"(?<!争取)(?:中央|上级|省|市|国家|财政|部)[^,;\d]{0,6}(?:下达|拨付|安排|核定|批复|补助)的$")
_STRIVES = re.compile(r"争取|争列|争引|力争|申请|申报|对上|完成|发放|兑现|投入")
_KEPT_BEFORE = re.compile(r"(?:加强|强化|规范|完善|优化|推进|做好|抓好|严格)[^,;\d]{0,8}$")
_KEPT_AFTER = verbose(
    r"[^,;。、\d]{0,8}(?:资金|债券|资产|贷款|额度|基金|国债)[^,;。、]{0,6}(?:管理|监管|使用|绩效|运营)"
)
# 推进|80万吨乙烯项目前期工作: the works have a size, and what is done is done once
_PREPARED = verbose(
    r"""
    (?![^,;]{0,6}(?:用地|土地|林地|耕地|农田))[^,;、。\d]{2,16}?               # 2000亩建设用地报批 counts land
    (?: 前期|可研|可行性|规划(?:的?编[制修]|设计|修编|方案)|[控详]规|控制性|城市设计|选址|环评|论证|核准|报批|立项 )
    """
)
_PHASE = re.compile(r"[^,;、。\d]{2,16}?[一二三四]期(?:扩建|项目|工程|建设|续建)")
_WORKS = verbose(
    r"""
    [^,;、。\d]{1,14}?
    (?:项目|工程|生产线|装置|机组|电站|电厂|水厂|处理厂|基地|园区|电场|矿井|储气库)
    [^,;、。\d]{0,4}?(?:建设|开工|扩建|改造|提标|落地|复工|投产|建成|进度|$)
    """
)
_EARTH = frozenset("立方米 方".split())
_HOLDS = re.compile(r"[^,;、。\d]{0,8}?(?:水库|储气|水厂|处理厂|蓄水|调蓄|罐|库)")
_PUSHES = re.compile(r"(?:推[进动]|加[快速]|抓[好紧]|做好|启动|谋划|开展|促进|争取|力争|确保|力促)[^,;\d]{0,6}$")
_SPEED = re.compile(r"的?(?:时速|每小时|/小时|/h)")
# 6大类|42项
_DIVIDES = frozenset("大 类 大类 个大类 方面 个方面".split())
_DIVIDED = re.compile(r"(?:大?类别?|大项)?[、,]?(?:共|计|合计)?\d+[个项条件]")
# 每人每月发放高龄津贴|100元
_PER_HEAD = re.compile(r"每(?:[人户名亩]|个?家庭)(?:每?[年月天日次])?[^,;\d]{0,12}$")
_PAID = re.compile(r"津贴|补[贴助]|奖[励学]|助学|发放|救助|生活费|慰问金|标准|给予")
_RAISED = re.compile(r"提高|增加|上调|提升|增长|增发")
_TERM = re.compile(r"(?:期限|年限)(?:最长)?[约为]?$")
_LOAN = re.compile(r"贷款|授信|借款|担保|额度|贴息")
# 七成以上的行政村收入超|20万元: of which share that is so
_SHARE_OF = verbose(
    r"""
    (?:^|[到达有使让])(?:\d[\d.]*%|[\d一二两三四五六七八九]成)(?:半|以上|左右)?的?(?!以上)
    [^,;、\d]{0,8}?(?:村|乡镇|社区|企业|学校|家庭|农户|县|区|镇|园区|单位|机构)[^,;、\d]{1,14}$
    """
)


def judge(count: Count) -> Verdict | None:
    """The verdict on a count that only tells how far something reaches; None where nothing says so."""
    unit = count.mention.unit
    if unit is None or unit == "年":
        return _term(count)
    if unit in MONEY_UNITS:
        return _money(count) or _related(count) or _measured(count)
    if unit in SIZE_UNITS | MASS_UNITS:
        return _measured(count) or _condition(count)
    if unit in RATIO_UNITS:
        return _condition(count)
    return _related(count) or _shared_out(count) or _steered(count) or _whose(count)


def _related(count: Count) -> Verdict | None:
    """对…的N, 与…的N, 由…参与的N, 面向…做: the set stands within the phrase."""
    before, after = count.before, count.after
    if _RELATION_BEFORE.search(before) and _RELATION_AFTER.match(after):
        return Verdict("frame")
    if _BY.search(before) and _BY_AFTER.match(after):
        return Verdict("frame")
    toward = _TOWARD.search(before)
    if toward and _TOWARD_AFTER.match(after) and not count.context.words.making.search(before, toward.start() + 2):
        if _COUNTED_WORK.search(after):
            return Verdict(None, "maybe-frame") if count.mention.script == "arabic" else None
        return Verdict("frame", "maybe-frame")
    return None


def _shared_out(count: Count) -> Verdict | None:
    """全县12个乡镇各新建1个, 35个社区每个社区配备3名; not 新建12所卫生室, where the set itself is made."""
    _, _, before, after = count
    if _SHARED_OUT.match(after) is None:
        return None
    made = not _SENT.search(before) and count.context.words.making.search(before)
    return None if made else Verdict("frame")


def _steered(count: Count) -> Verdict | None:
    """督促7家矿山落实责任 is work on a set; of those who are helped (支持18家企业开拓市场) it may be a promise."""
    steered = _STEERED.search(count.before)
    if steered is None or _SOFTLY.match(count.after) is None or _COUNTED_WORK.search(count.after):
        return None
    if steered["verb"] in _STEERS:
        return Verdict("frame")
    said = count.mention.unit in _PEOPLE or count.mention.script == "han"  # of a Chinese numeral others judge
    return None if said else Verdict(None, "maybe-frame")


def _whose(count: Count) -> Verdict | None:
    """压实76名河长责任, 调动11个部门力量, 借鉴3个村经验, 严守6项纪律: no more of them will be there."""
    _, mention, before, after = count
    if mention.unit in _DIVIDES and _DIVIDED.match(after):
        return Verdict("frame")
    if mention.unit in _NO_CLASS:
        if "严" in before and _STRICT.match(after):
            return Verdict("frame")
        if mention.script == "arabic" and _OBEYED_BEFORE.search(before) and _OBEYED_AFTER.match(after):
            return Verdict("frame", "maybe-frame" if "落实" in before else None)
        return None
    held = (
        _SHARED.match(after)
        or (_DUTY_AFTER.match(after) and _DUTY_BEFORE.search(before))
        or (_STRENGTH_AFTER.match(after) and _STRENGTH_BEFORE.search(before))
        or (_LEARNT_AFTER.match(after) and _LEARNT_BEFORE.search(before))
    )
    return Verdict("frame") if held else None


def _money(count: Count) -> Verdict | None:
    """用好1.5亿元专项资金, 中央下达的3600万元 are there; 每人每月发放津贴100元 is a rule's."""
    _, _, before, after = count
    held = _IN_HAND.search(before) or _GRANTED.search(before)
    held = held or (_KEPT_BEFORE.search(before) and _KEPT_AFTER.match(after))
    if held and not _STRIVES.search(before):
        return Verdict("stock")
    per_head = None if REACHED.search(before) or _RAISED.search(before) else _PER_HEAD.search(before)
    if per_head and _PAID.search(before, per_head.start()):
        return Verdict("parameter")
    return _condition(count)


def _measured(count: Count) -> Verdict | None:
    """推进80万吨乙烯项目前期工作, 2000亩园区规划编制: the size of works that are spoken of as one."""
    _, mention, before, after = count
    if before.endswith(("时速", "速度")) or _SPEED.match(after):
        return Verdict("size")
    if mention.end > mention.unit_end:
        return None
    if _PREPARED.match(after):
        return Verdict("size", None if mention.unit in MASS_UNITS else "maybe-size")
    if mention.unit not in MASS_UNITS or not _PUSHES.search(before):
        return None
    if mention.unit in _EARTH and not _HOLDS.match(after):
        return None  # 推进20万立方米清淤工程 counts what is dug
    return Verdict("size", "maybe-size") if _PHASE.match(after) or _WORKS.match(after) else None


def _condition(count: Count) -> Verdict | None:
    """七成以上的村收入超20万元: a bound within what the share is of."""
    _, mention, before, _ = count
    if mention.comparator != "=" and ("%" in before or "成" in before) and _SHARE_OF.search(before):
        return Verdict("parameter")
    return None


def _term(count: Count) -> Verdict | None:
    """贷款额度最高30万元、期限不超过3年: how long a loan may run."""
    context, mention, before, _ = count
    if context.view.startswith("年", mention.number_end) and _TERM.search(before):
        return Verdict("parameter") if _LOAN.search(context.view, context.start, mention.start) else None
    return None
