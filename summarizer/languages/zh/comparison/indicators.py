"""Words inside an indicator, and words near it that say what became of it."""

import re

from summarizer.languages.patterns import verbose

# What is done to a thing, and how it changes (words of action are in the profile's lexicons).
RISES = tuple("增长 增加 增幅 涨幅 上涨 上升 提高 再提高 再增加 再增长 提升 增速 增长率 增长速度 增长幅度".split())
FALLS = tuple("下降 再下降 再降低 再降 再减少 降低 减少 削减 压减 降幅 缩短 缩减 下滑 回落 降低率 下降率".split())
AVERAGES = ("年均", "平均每年", "每年")
JOINTS = re.compile(r"^[、和与及并或]+|[、和与及并或]+$")
SEVERAL = re.compile("[和与及]")
NEWLY = verbose(
    r"""
    新(?=
        发展|开工|开发|栽|修|投放|投运|投产|改造|培育|引进|招|认定|设立|添|购|办|签|种|植|辟|成立|注册|登记|创|培养|增加
    )
  | ^[也都还就更又]?(?:要(?!素|塞|件|害) | 拟(?!定|制) | 使(?!用|命|馆) | 把(?!手|关) | 但(?!书))
  | (?:^ | (?<=[^需重主必纪概摘只不][要将拟]) | (?<=^[要将拟]) | (?<=^[也都还就更又][要将拟]))
    [再又](?!就业|生|造|教育|贷款|担保|保险|制造|分配|融资|利用|培训|次)
  | (?<=..)(?:都|均)?(?<![需重主必纪概摘])[要拟将](?=再?(?:增长|增加|提高|上升|提升|扩大)|$)
  | (?<=..)(?:都|均)?(?<![需重主必纪概摘])[要拟将](?=再?(?:下降|降低|减少|压减|缩减|公开|达到))
  | (?<=..)完成(?=(?:固定资产)?投资|产值|税收)
  | 出现(?=下降|增长|负增长|回落|下滑)
    """
)
"""That what is done is done anew, or is only wanted: a report leaves it out, or adds it."""
TRIVIAL = verbose(
    r"""
    (?<![主重需纲摘必])要(?![素求闻道点目领塞员害])            # and not a part of 主要, 要素
  | (?<![即])将(?![军来士领])
  | (?<!相|对|供|响|反|适|效)应当? (?!急|用|届|聘|征|收|对|急|试|变|纳)
  | 力争 | 争取 | 确保 | 努力 | 全面 | 着力 | 进一步 | 大力 | 积极 | 切实 | 逐步 | 不断 | 持续
  | 不低于 | 不少于 | 不高于 | 不超过 | 不多于 | 至少 | 达到 | [达有为] $
    """
)
"""Particles and bounds, which tell no two indicators apart."""
NO_OTHER = verbose(
    r"""
    标准 | 水平 | 金额 | 总额 | 额 | 总量 | 数量 | 总数 | 规模 | 面积 | 里程 | 长度 | 项目 | 工程 | 任务
  | 市民 | 群众 | 居民 | 人数 | 数 | 目标 | 总产 | 产量 | 户数 | 能力
    """
)
"""What one of two names of an indicator may say beyond the other where both have the same unit."""
LEVEL = re.compile("达到?|突破|超过|保持|稳定|不低于|不少于|提高到|提升到|增加到|控制")
"""Words of a height that is reached or not, as against a number of things that are done one after the other."""
KEEPS_PACE = verbose(
    r"""
    [与和同](?:国民|区域|地区)?(?:经济|生产总值|国内生产总值|GDP)[^,。;]{0,6}同步
  | (?:快于|高于|跑赢|超过|不低于)[^,。;]{0,6}(?:经济|生产总值|GDP)(?:增长|增速|增幅|发展|的|速度){0,3}(?:$|[,。;和及])
    """
)
"""What grows with the economy, or faster."""
STILL = re.compile("(?:继续|持续|明显|均|都|仍|连续|实现|保持|增速|增幅|增长|已|也)*")
"""Before words of that, where it is said of what the clause before names."""
STAGES = {
    "begun": re.compile("开工|动工|启动|开建|复工|奠基"),
    "built": re.compile("建成|竣工|完工|落成|建好|交付"),
    "used": re.compile("投用|投入使用|投入运行|投入运营|投运|启用|通车|通航|开馆|开园|投产|运营|开通|开业"),
}
"""Stages of a building in their order: who reports a later one says that the earlier ones are done."""
BUILT = {
    "new": re.compile("新建|新改扩建|新改建|新扩建"),
    "rebuilt": re.compile("改扩建|改建|扩建|续建"),
}
LESS_IS_BETTER = verbose(
    r"""
    ^(?!.*(?:办结|查处|查办|处置|处理|化解|整改|满意|结案|破案|侦破|回复|治理|覆盖|达标|下降|降低|减少|削减))
    .*?
    (?:失业率|能耗|涨幅|上涨|死亡|辍学|事故|投诉|排放|发病|负债|逾期|空置|发案|赤字率|杠杆率|债务率|浓度|不良率|自然增长率|流失率)
    """
)

# The plan's side: words around what it promises.
HOPES = re.compile("力争|争取|确保|努力|计划|(?:^|(?<=[,，]))[将要]")
DONE = re.compile("^(?:实现|完成|推进|推动|做到|达成|全面)+")
"""Words at the beginning of a promise that say that it is to be done."""
COVERS = re.compile("全覆盖|覆盖率|覆盖面|全部|全员|所有|每[个所名]|逐一|一律")

# The report's side: what a clause says came of it.
ALL_COVERED = re.compile("全覆盖|全部|全员|所有|均已?|一律|无一遗漏")
NONE_HAPPENED = re.compile("零(?![售星散碎件部工食钱用])|未发生|未出现|没有发生|没有出现|无一|清零|杜绝|为0|0起|0例")
FINISHED = re.compile("建成|建好|完工|竣工")
SHRANK = re.compile(r"负增长|(?<![\d%])[-−]\d")
GOES_ON = verbose(
    r"""
    [的和与及并且,;、()]                                   # the clause goes on after the number
  | 全部 | 均 | 已 | 都 | 全 | 顺利 | 如期 | 提前 | 陆续 | 正式       # how it was done
  | 任务 | 目标                                            # what it is the number of
  | 完成 | 建成 | 竣工 | 完工 | 投 | 开 | 通过 | 交付 | 获 | 实现 | 创  # that it was done
  | 同比 | 比 | 较 | 超 | 占 | 以上 | 左右                          # what it is compared with
  | 达 | 增 | 减 | 下降 | 上升 | 提高 | 列 | 居 | 位 | 为 | 被 | 是      # a predicate
  | 按 | 其 | 用于 | 惠及 | 受益 | 覆盖                            # whom it serves
    """
)
"""What may follow a number without naming the thing that it counts."""
NOTHING_MORE = re.compile("建设|工程|项目|任务|工作|目标|使用|运[行营]|正式|全部|已经?|顺利|如期|[并和后的了于在均]")
"""What may stand beside an event and its thing without naming another."""
