"""What a rule pays or takes is its parameter, no target: rates, awards, subsidies, fees, fines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.languages.patterns import verbose
from summarizer.languages.zh.rules.context import REACHED, Count
from summarizer.languages.zh.rules.reasons import Verdict
from summarizer.languages.zh.rules.units import MONEY_UNITS, RATIO_UNITS

if TYPE_CHECKING:
    from decimal import Decimal

_SUBSIDY = verbose(
    r"""
    (?: 给予|奖励|补助|补贴|奖补|罚款|处以|扣减?|资助标准|补助标准|收费标准|标准为|最高
      | 每(?:亩|户|人|例|台|辆|吨|平方米|件|名|家|个)[^,]{0,8}(?:补|奖|给)            # 每亩补
    )[^,;]{0,16}$
    """
)
# 发放补贴2000万元惠及3万户, 安排资金200万元奖励教师100名: a sum that is spent, no rate that a rule gives.
_SUM_BEFORE = verbose(
    r"""
    (?:发放|拨付|兑现|投入|安排|筹[集措资]|争取|下达|整合)[^,;]{0,12}
    (?:资金|经费|补贴|补助|奖励|奖补|资助|款)[约共达近超]?$
    """
)
_MIN_SUM = 100_000
# 按设备投资额的8%给予奖补, 给予年化2%的贴息, 减免50%租金: a share that a rule pays or takes
_PAID = verbose(
    r"""
      奖励|奖补|奖扶|补助|补贴|补偿|贴息|贴补|资助|资金支持|支持(?=$|[,;。])|扶持|奖金|优惠|减免|减征|减收|减半|免征
    | 返还|返补|退还|抵扣|抵免|报销|赔付|赔偿|罚款|处罚|扣减|扣除|扣缴|征收|计征|收取|缴纳|缴存|分成|提成|代偿|补足|兜底
    | 税率|费率|利率|分担|承担|核销|折算|折扣|收费|配套
    """
)
_PAID_OUT = re.compile(r"(?:减免|减征|减收|返还|退还|报销|抵扣|补贴|补助|优惠|下浮)[^,;率比]{0,3}$")
# 财政承担保费的75%，农户自缴25%; 扣拨当季养护资金的10%: who bears or forfeits how much
_BORNE_BEFORE = verbose(
    r"""
    (?: 承担|负担|分担|自[缴付筹担负]|缴[纳存费付]|垫付|认缴|代缴|免[收征缴]                  # who bears it
      | 扣[拨减除发罚缴留回付]|处以|罚款?|奖励|奖补|补助|补贴|资助|救助|报销|补偿|贴息|补足 )    # who is given it
    (?P<of>[^,;、率]{1,14}的)?$
    """
)
_BORNE_AFTER = re.compile(r"(?:$|[,;、。)])|的?(?:费用|保费|资金|比例|标准)")
_CONTRIBUTED = re.compile(r"缴[纳存费付](?:比例|费率|标准)为?$")
_SPENT = ("用于", "以上用于", "投入", "投向", "以上投")
_RECKONED = re.compile(r"按(?![时期质量规])照?|依照|减按")
_PAID_AT = re.compile(r"(?:的?比例|的?标准)?(?:发放|计发|执行|核定|兑付|支付|缴交)")  # 津贴按100%发放
_GIVEN = re.compile(r"给予|予以|享受|获得|最高|每[年月人户亩]")
# 日常考核占60%, 实地调研(20%)+: how much each part of a score weighs
_WEIGHT_BEFORE = verbose(
    r"""
    (?:考[核评试查]|测评|评议|评[分价审定]|得分|分值|成绩|[笔面]试|测[试验]|监测|调研|核查|检查|督查|抽查|暗访|走访|自评|互评
      |日常|平时|年终|季度|月度|期[中末]|现场|满意度|民意|表现|作业|出勤|权重)
    [^,;。率数]{0,6}(?:占比?(?:总分|总成绩|总评)?的?|按|权重为?|[(×*])$
    """
)
_FORMULA = re.compile(r"(?:[分绩值]|总评)[^,;=<>]{0,6}=")
_WEIGHT_AFTER = re.compile(r"\)?[+＋]|\)?的?(?:权重|比重)?(?:计入|折算|计算|合成|合计)")
_REACHED_RATE = re.compile(r"(?:达到?|[提降增][高升低至]?[到至]|稳定在|保持在|控制在|实现|完成|比例为)$")
_PAID_NEAR, _PAID_NEXT = 14, 8
"""Characters behind a share in which the paying is said: of one reckoned on something (按其贡献的50%), of one given."""
_SUBSIDY_SURELY = re.compile(r"给予|最高|罚款|每[亩户人例台辆]")
_SUBSIDY_AFTER = verbose(
    r"""
    (?:的|给予|予以|进行|实行)*
    (?:标准|收取|收费|征收|计收|缴纳|奖励|补助|补贴|奖补|罚款|一次性|资助|生活补|扶持资金|奖金)
    """
)
_RAISE_BEFORE = re.compile(r"(?:提高|增加|提升|上调|增长)(?:到|至)?$")


def judge(count: Count) -> Verdict | None:
    """The verdict on a share or a sum that a rule pays or takes; None for any other figure."""
    _, mention, before, after = count
    if mention.unit in RATIO_UNITS and _share(count):
        return Verdict("parameter")
    if mention.unit in MONEY_UNITS and _sum(before, after, mention.value):
        return Verdict("parameter", None if _SUBSIDY_SURELY.search(before) else "maybe-parameter")
    return None


def _share(count: Count) -> bool:
    """A part of a score, or a share of an outlay: what it is reckoned on stands before it, the paying around it."""
    said, after = count.said, count.after
    if ("=" in said and _FORMULA.search(said)) or _WEIGHT_BEFORE.search(said) or _WEIGHT_AFTER.match(after):
        return True
    if _CONTRIBUTED.search(count.before):
        return True
    if _RAISE_BEFORE.search(count.before) or _REACHED_RATE.search(count.before):
        return False
    if _PAID_OUT.search(count.before) and not after.startswith(("的", *_SPENT)):
        return True
    if _BORNE_AFTER.match(after) and not after.startswith(_SPENT) and _BORNE_BEFORE.search(said):
        return True
    if said.endswith(("按", "按照")) and _PAID_AT.match(after):
        return True
    reach = _PAID_NEAR if _RECKONED.search(said) else _PAID_NEXT if _GIVEN.search(said) else 0
    return _PAID.search(after, 0, reach) is not None


def _sum(before: str, after: str, value: Decimal | None) -> bool:
    if _RAISE_BEFORE.search(before):
        return False  # 补助标准提高30元 is a promise, not a rate
    if value is not None and value >= _MIN_SUM and _SUM_BEFORE.search(before) and not _SUBSIDY_SURELY.search(before):
        return False
    return bool(_SUBSIDY_AFTER.match(after) or (_SUBSIDY.search(before) and not REACHED.search(before)))
