"""The size of something named is no count: 日产4500吨水泥熟料生产线, 总投资150亿元的工业园, 0—6岁残疾儿童."""

import re
from itertools import pairwise

from summarizer.engines.rules.reasons import Verdict
from summarizer.languages.patterns import verbose
from summarizer.languages.zh.rules.context import REACHED, Count
from summarizer.languages.zh.rules.units import (
    CIRCLE_UNITS,
    MASS_UNITS,
    MONEY_UNITS,
    RATIO_UNITS,
    ROOM_UNITS,
    SIZE_UNITS,
)

_SIZE_BEFORE = verbose(
    r"""
    (?: 日产|年产|年处理|日处理|日供|年加工|存栏|出栏|装机|库容|容量|产能|年出栏          # what it makes or holds
      | 总投资|概算投资|计划总投资|投资|占地|总长|全长|单体|面积|总规模|海拔|水深|树龄|楼龄|半径)(?:约|近|超|达|为)?$
    """
)
# 日产4500吨水泥熟料生产线: a rated output is part of the name of what is built.
_RATED = re.compile(r"(?:日产|年产|日处理|年处理|日供|年加工|存栏|装机|库容|年出栏)(?:容量)?(?:约|近|超|达)?$")
_CAPACITY_BEFORE = re.compile(r"[日年]处理(?:污水|垃圾|废水|能力)?(?:约|达)?$")
# 一批营业收入超1000亿元的产业集群: what they earn says which
_CLASS_BEFORE = verbose(
    r"""
      一批[^,]*$
    | (?:投资|资产|产值|收入|规模|税收|资本)(?:超过?|突破|达到?|在|上)?$
    | 元(?:以上)?[、和]超?$                                                     # a list of such sums
    """
)
_ATTRIBUTE_LIST = re.compile(r"(?:[、和及]超?[^、,元]{1,8}元)?(?:以上)?的(?!目标|任务)")
_ATTRIBUTIVE_AFTER = re.compile(r"的(?!目标|要求|任务|标准(?:配|建|要))")
_WORKS = r"(?:项目|工程|生产线|装置|机组|电站|电厂|水厂|矿|"
_SIZED_NOUN = verbose(
    rf"""
    [^,、;]{{0,14}}{_WORKS}基地|园区|厂房|综合体|中心)[^,;]{{0,4}}
    (?:建设|开工|建成|投产|竣工|落地|签约|前期|进度|,|$|\d)                      # what becomes of it
    """
)
_DATED_WORKS = re.compile(rf"[^,、;]{{1,14}}?{_WORKS}码头)")
# 大唐700万吨露天矿完成核准, 哈克5万千瓦风电、…等项目: a capacity that names the works.
_NAMED_WORKS = verbose(
    r"""
    [一-鿿]{2,8}?
    (?: 完成核准|建成投产
      | [一二三四]期(?:工程|项目)?(?=[、和及,;]|$|等|建成|投产|开工|建设)
      | (?<=风电|光伏|火电|热电|煤电|水电|核电)(?=[、和及]))
    """
)
_NAME_BEFORE = re.compile(r"(?:^|[、,和及])[^、,;]{0,8}$")
_OWNER_BEFORE = re.compile(r"(?:公司|集团|企业|[一-鿿]{2}[市县区镇])$")
_NOUN_AFTER = re.compile(r"[一-鿿A-Za-z“]")
_ROOMS_OF = re.compile(
    r"(?:规模|制)?的?[一-鿿]{0,6}?(?:小学|初中|高中|中学|学校|学部|完小|校区|园(?!区)|医院|[老福]院)"
)
_MIN_SEATS = 50
# 宽6米的道路, 6米宽产业路: a measure of each
_DIMENSION_BEFORE = re.compile(r"(?:[宽高深厚径]|(?<![增延])长)[度约为达]*$")
# 可容纳200人的小剧场, 能停放300辆车的停车楼: what fits there tells which is meant
_HOLDS_BEFORE = verbose(
    r"""
    (?: (?<![功智节性产职赋储动热电技效机潜势核太全官万许认])[可能](?!比|量|源|力|研)
        (?:以|够|供)?(?:同时|一次性?)?[一-鿿]{0,5}
      | (?:同时)?容纳|满足|可供 )
    (?:约|近|超过?|达)*$
    """
)
_HOLDS = ("可", "能", "容纳", "满足")
_HOLDS_AFTER = re.compile(r"[^,;、。]{0,14}的[一-鿿]")
# 500米覆盖率, 15分钟可达率: how far from what names the rate
_REACH_OF = re.compile(
    r"[一-鿿]{0,8}?(?:覆盖|可达|到[场达位]|半径|步行|响应|出警|出诊|通达|服务|救援)[一-鿿]{0,8}[率度]"
)
# 新建长8公里的绿道: as much of it is built, where no figure counts how many
_EXTENT_BEFORE = re.compile(r"(?:[总全]长度?|长度?)[约近达为超过]*$")
_ALONE_AFTER = re.compile(r"的[^,;\d]{2,}(?:[,;]|$)")
_DIMENSION_AFTER = re.compile(r"[宽高深厚长][一-鿿]")
_LENGTHS = frozenset("米 公里 厘米 毫米 千米".split())
_REACH_UNITS = _LENGTHS | CIRCLE_UNITS
# 200平方米以上便民市场|10个: the thing between its size and its number; 泵站3座|和水库|5座 are two things
_THING = re.compile(r"(?!和(?![谐平睦美])|以?及(?![时格])|[与并或暨另]|同时|[还再]有)的?[一-鿿A-Za-z“”()]{2,16}")
_RATED_THING = re.compile(
    r"[一-鿿A-Za-z“”()]{2,24}?(?:率|比例|比重|占比)(?:达到?|保持在?|稳定在|控制在|提高到|下降到|降到)?"
)
# 改造3万平方米节能率不低于15%的住宅: what is counted is told by its rate
_RATE_OF_COUNTED = re.compile(r"\d[万亿]?[^\d,;、年月]{1,16}(?:率|比例|比重|占比)(?:达到?|在|高于)?$")
_NOUN_ENDS = "会班站场所点室员车线网机库厂器营队中"  # 招聘会, 培训班: a verb within a noun
_LISTED = re.compile(r"[、,;。)和及并]|\Z")


def size(count: Count) -> Verdict | None:
    """Whether a figure gives the size of what it stands before or behind."""
    _, mention, before, after = count
    unit = mention.unit
    if not _NOUN_AFTER.match(after):
        return Verdict("size", "maybe-size") if _CAPACITY_BEFORE.search(before) else None
    if unit in _LENGTHS and _is_extent(count):
        return Verdict(None, "maybe-size")
    rate = unit in RATIO_UNITS and _ATTRIBUTIVE_AFTER.match(after) and _RATE_OF_COUNTED.search(before)
    if rate or unit == "岁" or _tells_which(count) or _RATED.search(before):
        return Verdict("size")
    if unit in MONEY_UNITS and _CLASS_BEFORE.search(before) and _ATTRIBUTE_LIST.match(after):
        return Verdict("size")
    if unit in MASS_UNITS and (works := _works(count)) is not None:
        return works
    if not _SIZE_BEFORE.search(before):
        return None
    if mention.end > mention.unit_end or _ATTRIBUTIVE_AFTER.match(after):
        return Verdict("size")  # 流域面积200平方公里以上的河流
    return Verdict("size", "maybe-size") if _SIZED_NOUN.match(after) and not count.is_spent() else None


def _tells_which(count: Count) -> bool:
    """Whether a figure says how much fits into a thing, how far it reaches, how wide it is."""
    _, mention, before, after = count
    unit = mention.unit
    if unit in ROOM_UNITS and not _few_buildings(count) and _ROOMS_OF.match(after):
        return True  # 新建48班初中, 500张床位的养老院
    if _HOLDS_AFTER.match(after) and any(word in before for word in _HOLDS) and _HOLDS_BEFORE.search(before):
        return True
    if unit in _REACH_UNITS and _REACH_OF.match(after) and count.context.words.making.match(before) is None:
        return True
    if unit not in _LENGTHS:
        return False
    return bool(_DIMENSION_AFTER.match(after) or (_DIMENSION_BEFORE.search(before) and after[0] == "的"))


def _works(count: Count) -> Verdict | None:
    """The verdict on a capacity that names the works."""
    _, _, before, after = count
    if _dated(count):
        return Verdict("size")
    if _NAMED_WORKS.match(after) and not REACHED.search(before):
        return Verdict("size", None if _NAME_BEFORE.search(before) else "maybe-size")
    owned = _SIZED_NOUN.match(after) and _OWNER_BEFORE.search(before)
    return Verdict("size", "maybe-size") if owned else None


def _few_buildings(count: Count) -> bool:
    """新建3座小学 counts the schools, 300座影剧院 says how many sit there."""
    value = count.mention.value
    return count.mention.unit == "座" and value is not None and value < _MIN_SEATS


def _is_extent(count: Count) -> bool:
    """新建长8公里的绿道, and no figure that counts how many."""
    found = _EXTENT_BEFORE.search(count.before)
    return (
        found is not None
        and _ALONE_AFTER.match(count.after) is not None
        and count.before.endswith(count.context.words.build_verbs, 0, found.start())
    )


def _dated(count: Count) -> bool:
    """亘富200万吨褐煤提质项目年内投产: the figure names the works, whose date is the commitment."""
    context, mention, _, _ = count
    works = _DATED_WORKS.match(context.view, mention.end, context.clause(mention.number_start)[1])
    return works is not None and any(date.start == works.end() for date in context.dates)


def sized(counts: list[Count], judged: list[Verdict]) -> list[Verdict]:
    """新建200平方米以上便民市场10个: a size within the thing counted is no second target."""
    for index, (inner, outer) in enumerate(pairwise(counts)):
        accepted = judged[index].reason is None and judged[index + 1].reason is None
        if accepted and _is_size_of(inner, outer):
            judged[index] = Verdict("size", "maybe-size")
    return judged


def _is_size_of(inner: Count, outer: Count) -> bool:
    """Whether a bounded figure or one in a unit of size stands before the thing that the next figure counts."""
    context, mention, number = inner.context, inner.mention, outer.mention
    unit, view = mention.unit, context.view
    bounded = mention.end > mention.unit_end
    if unit in RATIO_UNITS or not (bounded or unit in SIZE_UNITS | ROOM_UNITS):
        return False
    if number.unit in RATIO_UNITS:  # 46人以上大班额比例控制在3%
        return bounded and _RATED_THING.fullmatch(view, mention.end, number.start) is not None
    if not bounded and (unit in MONEY_UNITS or number.unit in SIZE_UNITS):
        return False  # 投入200万元改造校舍5处, 新建管网20公里、泵站3座
    thing = _THING.fullmatch(view, mention.end, number.start)
    listed = _LISTED.match(view, number.end, context.end)
    verb = context.words.making.match(view, mention.end)
    return bool(thing and listed) and (verb is None or view[verb.end()] in _NOUN_ENDS)
