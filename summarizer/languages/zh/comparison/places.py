"""Whom a clause of a report speaks of: the plan's own place and office, or others."""

import re
from typing import NamedTuple

from summarizer.languages.patterns import verbose

_LEVELS = {"国": 0, "省": 1, "自治区": 1, "市": 2, "州": 2, "县": 3, "区": 3, "旗": 3, "镇": 4, "乡": 4, "街道": 4}
_LEVEL = "自治区|街道|[省市州县区旗镇乡]"
_NO_LEVEL = verbose(
    r"""
    乡村 | 城乡 | 城市 | 市场 | 市政(?!府) | 市民 | 市容 | [社园校景小片地街矿林灌辖库疫战分考赛展管特专]区
  | 城镇 | 乡镇 | 区域 | 县域 | 乡土 | 集市
    """
)
"""Other words with a level's character in them."""
_WHEN = r"(?:截至|截止|目前|至今|同时|其中|(?:今|本|当|全)年|[\d年月日底末,]){0,12}(?:由|经)?"
_OFFICE = verbose(
    rf"""
    {_WHEN}
    (?: ((?:[\u4e00-\u9fff]{{1,6}}?)??(?:{_LEVEL})) (?!场|政(?!府)|民|容|域|村|级(?!财政|部门|有关)|直|属|内|城)
      | (国家|国务院|中央|教育部|财政部|人社部|住建部|农业农村部|卫健委) )
    (?!新建|改造|扩建|建成|完成|建立|打造|共|举办|设立|成立|启用|投入|推进|培训|选派|引进|获|争取|落实|实施|开展|加快)
    ( (?: 委[、和]?(?:[省市县区镇乡](?:人民)?政府)? (?![托员培派])
        | (?:人民)?政府(?!性) | 里 | 级(?:财政|部门|有关部门)
        | [\u4e00-\u9fff]{{1,9}}? (?: (?<![布格全大开结])局 | 厅 | 委员会 | [改健信资法工]委 | (?:组织|宣传|统战|武装)部
            | 办公室 | 管委会 | 团委 | 妇联 | 残联 | 总工会 | 联合会 | 研究院 | 学院 | 进修学校
            | 中心(?!城区|镇|学校|小学|幼儿园|校|卫生院) )
      )? )
    """
)
_OF_ALL = re.compile("里|级|委|(?:人民)?政府|.*(?:学院|学校|研究院|中心)$")
"""Offices that work for the whole of their place."""
_DOES = "新改扩建完共累培引已招创打投实开推组举配选派发增添设成启落获荣率先今又还均,"
_NAMED = re.compile(
    rf"{_WHEN}[在于]?([\u4e00-\u9fff]{{1,5}}?(?:{_LEVEL}))(?=[{_DOES}]|$|学校|中小学|幼儿园|教育|[、和与及][\u4e00-\u9fff]{{1,4}}(?:{_LEVEL}))"
)
_BARE = re.compile(rf"{_WHEN}([省市县区])(?:[、和][省市县区])*(?=[新建改投举组]|培(?!计划|项目))")
"""A level alone that does something."""
_NO_NAME = verbose(
    r"""
    [城超上股门集楼夜都]市$ | [我本全各该两几多]
  | [社园校景小片地街矿林灌辖库疫战分考赛展管特专牧灾老]区$ | ^(?:主|中心|老|新|建成|.{0,2}中心)?城区$
  | ^(?:贫困|偏远|边远|深|石)?山区$
  | (?:示范|先行|试验|实验|核心|保护|自贸|保税|集聚|功能|产业|工业|农业|生态|生活|办公|商务|经济|贫困|试点|重点|中心
      |特色|美丽|卫生|文明|强|百强|古|名|农村|城)[县区镇乡市]$
  | ^(?:改造|新建|扩建|建设|建成|完成|推进|推动|实施|打造|培育|创建|支持|开展|加快|支援|帮扶|组织|指导
      |服务|覆盖|涉及|命名)
  | ^城镇$ | ^乡镇$
    """
)
_WITH = re.compile("会同|联合|配合|协同|邀请|委托|依托|根据|按照|落实|贯彻|争取|获|[与和同向对为在被受从以按]")
"""Before an office that we do something with, or for, or by whose word."""
_ZONE = re.compile("(?:高新|经开|开发|..新)区$")
"""What may be a district's own part or its neighbour."""
_OWN = re.compile("[我本][省市县区旗镇乡局校]")
_WHOLE = verbose(
    r"""
    (?:截至|截止|目前|至今|[\d年月日底末,]){0,12}(?:在|从)?
    全([国省市县区旗镇乡])
    (?!率先|首|第|前列|领先|排名|位居)                  # 全省第一 is said of us
    """
)
_SPEAKS_FOR = re.compile(r"(?:我|受|现)(?:谨|受)?(?:代表|委托)((?:[\u4e00-\u9fff]{2,12}?人民政府)|国务院)")
_NATION = re.compile("国务院|全国人民代表大会")
_BUREAU = re.compile("(?:局|厅|委员会|办公室|学校|学院|公司|中心|[改健信资]委)")


_PLACE = verbose(
    r"""
    ([\u4e00-\u9fff]{1,6}?)
    ( 自治区 | 自治州 | 自治县 | 省 | 市 | 州(?![省市县区旗湾]) | 县 | 区 | 旗(?![帜舰下]) | 镇(?!市) | 乡 | 街道 )
    """
)
_PLACELESS = verbose(
    r"""
    [某我本全各该两几多外][省市县区旗镇乡]$ | [城超上股门集楼夜都]市$ | (?:开发|高新|经开|城|山)区$
  | [社园校景小片地街矿林灌辖库疫战分考赛展管特专牧灾老]区$
  | (?:示范|先行|试验|实验|核心|保护|自贸|保税|集聚|功能|产业|工业|农业|生态|重点|试点|特色|文明|卫生|古|名|强)
    [县区镇乡市]$
    """
)
"""What may be called so in any place."""
_SHORT = frozenset("县旗")
"""Places whose own name may be a single character."""
_TOLD_BY = 3
"""Characters at the end that two names have in common where the same place has words before it in one of them."""


class ClauseSubject(NamedTuple):
    """Whom a clause speaks of: ``kind`` is the code of a doubt, ``end`` where the name ends in its clause, else 0."""

    kind: str
    name: str
    end: int = 0


def speaks_for(opening: str) -> str | None:
    """The government that a speech is made for, as its ``opening`` says: 我代表东湖区人民政府."""
    found = _SPEAKS_FOR.search(opening)
    return found[1] if found else None


def apart(one: list[str], other: list[str]) -> tuple[str, str] | None:
    """What of the names and titles of two documents says that they are of different places.

    Districts of two cities are, and so are two districts; a city and its district are not.
    """
    own, others = _places(one), _places(other)
    for level in sorted({*own} & {*others}):
        if not any(_same_place(a, b) for a in own[level] for b in others[level]):
            return next(iter(own[level].values())), next(iter(others[level].values()))
    return None


def _places(said: list[str]) -> dict[int, dict[str, str]]:
    """By level the names of places, each with the words that have it."""
    found: dict[int, dict[str, str]] = {}
    for words in said:
        for part in _PLACE.finditer(_NO_LEVEL.sub(lambda gap: " " * len(gap[0]), words)):
            name, kind = part[0], part[2]
            short = len(part[1]) == 1 and kind not in _SHORT
            if not (short or _PLACELESS.search(name)):
                found.setdefault(_LEVELS.get(kind[-1:], 4) if kind != "自治区" else 1, {}).setdefault(name, words)
    return found


def _same_place(one: str, other: str) -> bool:
    if "自治" in one + other and one[:2] == other[:2]:  # written short or whole: 凉山州
        return True
    told = min(len(one), len(other), _TOLD_BY)
    return one[-told:] == other[-told:]


def spoken_of(clause: str, place: str | None, before: ClauseSubject | None) -> ClauseSubject | None:
    """Whom ``clause`` speaks of where it is not the plan's place as a whole: another place or office, a part of ours.

    ``place`` is the plan's place or a title that has it; a clause that names nobody speaks of whom the one ``before``
    spoke.
    """
    if (office := _OFFICE.match(clause)) and office[3]:
        return _office(office, place or "")
    bare, own = _BARE.match(clause), _own_level(place or "")
    if bare and own is not None and _LEVELS[bare[1]] < own:
        return ClauseSubject("other-actor", bare[1], bare.end(1))
    if _OWN.search(clause):
        return None
    named = _NAMED.match(clause)
    if named and not _NO_NAME.search(named[1]):
        return _named(named, place or "")
    whole = _WHOLE.match(clause)
    if whole is None:
        return before._replace(end=0) if before else None
    of = _LEVELS[whole[1]]
    if whole[1] == "区" and own == 1:  # an autonomous region is a province
        return None
    foreign = of <= 1 if own is None else of != own
    return ClauseSubject("other-place", f"全{whole[1]}") if foreign else None


def _own_level(place: str) -> int | None:
    if _NATION.search(place):
        return 0
    levels = re.findall(_LEVEL, _NO_LEVEL.sub("", place))
    return _LEVELS[levels[-1]] if levels else None


def _is_own(name: str, place: str) -> bool:
    """Whether a name is the plan's own place, perhaps with words before it."""
    return name in place or any(name.endswith(own) for own in re.findall(rf"[\u4e00-\u9fff]+?(?:{_LEVEL})", place))


def _level(name: str) -> int:
    return next((level for end, level in _LEVELS.items() if name.endswith(end)), 0)


def _office(found: re.Match[str], place: str) -> ClauseSubject | None:
    of, office, own = found[1] or found[2], found[3], _own_level(place)
    level = _level(found[1]) if found[1] else 0
    if _WITH.match(of):
        return None
    name, end = f"{of}{office}", found.end()
    if own is None:
        return ClauseSubject("other-actor", name, end) if level <= 1 else None
    if level > own:
        return ClauseSubject("part-of-number", name, end)
    if (level < own or len(of) == 1) and not _is_own(of, place):
        return ClauseSubject("other-actor", name, end)
    if not _is_own(of, place):
        return ClauseSubject("other-place", name, end)
    ours = office in place or _OF_ALL.match(office) or not _BUREAU.search(place)
    return None if ours else ClauseSubject("other-actor", name, end)


def _named(found: re.Match[str], place: str) -> ClauseSubject | None:
    name, own = found[1], _own_level(place)
    if _is_own(name, place) or _WITH.match(name):
        return None
    if _ZONE.search(name) and own is not None and own >= _LEVELS["区"]:
        return ClauseSubject("other-actor", name, found.end())
    inside = own is not None and _level(name) > own
    return ClauseSubject("part-of-number" if inside else "other-place", name, found.end())
