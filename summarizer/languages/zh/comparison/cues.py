"""Cues that a clause of a report is no fulfilment: each kind has its words."""

import re

from summarizer.languages.patterns import verbose

_N_YEARS = r"(?<![\d〇零一二三四五六七八九十])(?:十?[二两三四五六七八九几]|十一?|[二三四五]十|\d{1,2})年"
_NOT_DONE = verbose(
    r"""
    # 未完成; but 未来, 未成年人 and 未发生事故 deny nothing
    未(?!来|成年|保|婚|名|知|央|就业|升学|参保|脱贫|发生|出现|发现)
  | 没有(?!发生|出现|发现|一) | 没(?:能|建|完成)
  | 落空 | 泡汤 | [还尚仍]差 | 差距 | [还尚仍]缺                     # it falls short
    # it was given up
  | 取消 | 搁置 | 停[工建滞] | 终止 | 中止 | 暂[停缓] | 流标 | 烂尾 | 无法 | 放弃 | 撤销 | 叫停 | 受阻
  | 正在 | 推进中 | 进行中 | 建设中 | 施工中 | [仍尚还]在建             # it goes on
  | 推迟 | 延[期迟后误] | 滞后                                     # it is late
  | 均?在施工 | 处于
    """
)
_PLANNED = verbose(
    r"""
    下一步 | 明年 | 下一?年度 | 来年 | 今后                            # another time
  | 力争 | 有望 | 预计
  | 争取(?! 到 | 了 | 上级 | [^,。;]{0,10}(?:资金|项目|指标|支持|补助|政策|专项|贷款|债券|试点))   # 争取到资金 has them
  | (?<![模虚草比])拟(?![定订制人合])                                 # 拟新建; not 模拟, 拟定
  | 计划(?:于|在|到|新|建|明|完成|改|扩|实施|投|开|培训|招|引)            # the verb, not the noun
  | (?:^|原|年初|今年|本年)计划(?!生育|免疫|单列)
  | 规划(?:新|建|改|扩|续|开工|实施|投) | ^规划(?!编制)
  | 谋划 | 筹划 | 筹备 | 筹建 | ^准备 | 立项 | 可研 | 前期 | 方案 | 选址      # it is being prepared
  | 要求(?=新|建|改|扩|完成) | 下达(?=新|建|改|扩) | (?:安排|确定|批复)(?=新|建|改|扩)
  | 将(?:于|在|继续|要|进一步|全面|重点|加快|新|建|改|扩|完成|实施|开展|陆续|启动|努力)
  | (?<!主)(?<!重)(?<!需)要(?:继续|进一步|加快|努力)                    # not 主要, 重要, 需要
    """
)
_STARTED = verbose(
    r"""
    开工(?!率) | 启动(?!资金|仪式) | 奠基 | (?<!存)在建(?!设用) | 破土 | 开建   # begun; 存在建设用地问题 is not
  | 封顶 | 主体工程 | 进场施工                                            # on the way
  | 基本(?:完成|建成|完工|竣工|实现|达到)                                   # nearly
  | 一半 | 过半 | [大多]半 | 大部分 | 部分(?:完成|建成|完工|竣工)              # in part
  | 动工(?=建设|新建|兴建|$) | ^动工 | (?<=[日月部式])动工                    # 劳动工资, 联动工作 are other words
    """
)
_OTHER_YEAR = verbose(
    rf"""
    (?<![比较于与])(?:去年|上年|上一年|同期|往年)                     # 比去年 only compares
  | 前年 | 历年 | 历届 | 近年
  | {_N_YEARS}(?:以?来|间|之?内|累计|共) | 近{_N_YEARS} | 过去{_N_YEARS}
  | 十[一二三四五]五["'”’]?(?:期间|时期|以来|累计)                  # a five-year plan
  | 本届 | 任期 | (?:成立|建[县市区省]|有史)以来
    """
)
_OTHER_PLACE = re.compile("邻近?[县市区省]|兄弟[县市区省单地]|外[地省市县]|对口|周边|其[他它][县市区省地]|各省")
CUES = {
    "report-not-done": _NOT_DONE,
    "report-only-plans": _PLANNED,
    "report-only-begun": _STARTED,
    "other-year": _OTHER_YEAR,
    "other-place": _OTHER_PLACE,
    "part-of-number": re.compile("^(?:其中|当中)"),
    "numbers-shared": re.compile("分别"),
}
HOPES = ("力争", "争取", "预计", "有望", "拟", "将")
PLAN = "计划"
TOTAL = re.compile("累计")
THIS_YEAR = re.compile("全年|今年|本年|当年|年内|一年来|年度")

REFERS_BACK = verbose(
    r"""
    (?! 其余 | 剩余 | 余下 | 另 | 还有 )                     # 其余4所正在施工 speaks of others
    (?: 其中 | 但 | 不过 | 然而 | 可 | 仅 | 只 | 实际 | 因 | 由于 | 受 | 目前 | 至今 | 截至 | 截止
      | [尚仍还均都却未没后最] | 全部 | 全未
      | 项目 | 工程 | 任务 | 目标 | 指标 | 该 | 此 | 有 | 已
      | \d | [一二两三四五六七八九十]{1,3}[所个家座处项间条名人]
    )
    """
)
CONTINUES = verbose(
    r"""
    其中 | 但 | 不过 | 然而 | 实际 | 仅 | 只 | 因 | 由于 | 该项 | 该任务 | 该目标
  | \d{1,6}[所个家座处项间条名人](?=[未尚仍正还没因])           # 4所尚未完工
    """
)
NAMES_NOTHING = verbose(
    r"""
    (?: 其中 | 实际 | 目前 | 现有? | 仅有? | 只有? | 但 | 均 | 已经? | 全年 | 共 | 有      # how many there are
      # that it was done
      | 完成 | 实现 | 建成 | 新?开工 | 竣工 | 完工 | 交付 | 投用 | 投入使用 | 启用
      | 到岗 | 到位 | 在岗 | 落实 | 兑现 | 达到?
      | 为 | 了 | 只能 | 全部 | 形象 | 进度 | 率 | 中 | 的 | 总
    ){0,8}$
    """
)

GOAL_BEFORE = re.compile("(?:计划|任务|目标|指标|规划|应|需)[数量值]?(?:为|是|共)?$")
GOAL_AFTER = re.compile("的?(?:年度|全年|年初|既定|预定)?(?:目标|任务|计划|指标)")
GOAL_MET = re.compile("完成|实现|达成|达到|兑现")
PART_AFTER = verbose(
    r"""
    (?:的|中的?)[ ]?(?:近|约|超过?|不足|不到)?                        # 8亿元的75%
    (?:\d | 百分之 | [一二三四五六七八九]成 | [一两二三四] | 大?半 | 多半)
    """
)

_OWN_PLACE = re.compile("[我本][省市县区旗镇乡局校]")
_NAMED_PLACE = verbose(
    r"""
    (?:[\d年月日底末,]{0,12})                        # a date
    ([\u4e00-\u9fff]{1,3}[县市省])                    # 南山县
    (?=[新改扩建完共累培引已招])                        # and what it did
    """
)
_NO_NAME = re.compile("[城超上股门集楼夜都]市$|[我本全各]")
_WHOLE_PLACE = verbose(
    r"""
    (?:截至|截止|目前|至今|[\d年月日底末,]){0,12}(?:在|从)?
    全([国省市县区旗镇乡])
    (?!率先|首|第|前列|领先|排名|位居)                  # 全省第一 is said of us
    """
)
_LEVEL_NAME = re.compile("自治区|[省市县区旗镇乡]")
_LEVELS = {"国": 0, "省": 1, "自治区": 1, "市": 2, "县": 3, "区": 3, "旗": 3, "镇": 4, "乡": 4}


def other_place(clause: str, place: str | None, before: str | None) -> str | None:
    """The place that ``clause`` speaks of where it is not the plan's: another county, or the whole province.

    ``place`` is the plan's place or a title that has it; a clause that names none speaks of that of the one ``before``.
    """
    if _OWN_PLACE.search(clause):
        return None
    named = _NAMED_PLACE.match(clause)
    if named and not _NO_NAME.search(named[1]) and named[1] not in (place or ""):
        return named[1]
    found = _WHOLE_PLACE.match(clause)
    if found is None:
        return before
    levels = _LEVEL_NAME.findall(place or "")
    own, of = _LEVELS[levels[-1]] if levels else None, _LEVELS[found[1]]
    if found[1] == "区" and own == 1:  # an autonomous region is a province
        return None
    foreign = of <= 1 if own is None else of != own
    return f"全{found[1]}" if foreign else None
