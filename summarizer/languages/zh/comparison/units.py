"""Units of Chinese plans, and the words that count things."""

UNITS = """
length  米 1  厘米 0.01  毫米 0.001  公里 1000  千米 1000  里 500
area    平方米 1  平米 1  平方 1  公顷 10000  亩 10000/15  平方公里 1000000  平方千米 1000000
volume  立方米 1  立方 1  升 0.001
mass    千克 1  公斤 1  克 0.001  毫克 0.000001  斤 0.5  担 50  吨 1000  公吨 1000
money   元 1  人民币 1
points  个百分点 1
energy  千瓦时 1  千瓦小时 1  度 1  度电 1
power   千瓦 1  兆瓦 1000  吉瓦 1000000
people  人 1  名 1  位 1
time    分钟 1  小时 60
days    天 1  日 1
"""
"""A dimension a line, each unit with how many of the dimension's base unit it is, a fraction where no decimal is it."""
NOTES = {"亩": "（1 公顷=15 亩）"}
"""What a formula adds where the factor of a unit cannot be written out."""
PERCENTAGE_POINTS = "个百分点"
GENERAL_COUNTERS = frozenset("个")
"""Counters that go with every thing."""
TELLING_COUNTERS = frozenset("户 套 栋 幢 间 班 组 队 岗 床 张 床位 村 乡 镇 校 园 院 站点 网点".split())
"""Counters that say themselves what they count: households or beds of an estate are not estates."""
COUNTERS = GENERAL_COUNTERS.union(
    TELLING_COUNTERS,
    "所 家 座 处 项 件 条 场 次 期 届 门 支 批 台 辆 部 份 本 册 篇 只 头 株 棵 块 片 点 例 宗 起 笔 级 对".split(),
    "节 堂 盏 眼 井 艘 架 台套".split(),
)
"""Which of them is used says nothing about what is counted, the noun does."""
