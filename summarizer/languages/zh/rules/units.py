"""Units by what they measure, where that decides. One set each: what several rules ask is asked of the same words."""

SHARE_UNITS = frozenset("% ‰ :".split())
"""Parts of a whole: 总课时的9%. What follows 的 is the whole. ``:`` is that of a ratio, 1:15."""
RATIO_UNITS = SHARE_UNITS | {"个百分点"}
"""What makes a target a ratio; a percentage point is the distance of two shares, and no part of anything."""
GROWTH_UNITS = frozenset("倍 番".split())
"""By how much something grows: 增长一倍."""
TEACHING_UNITS = frozenset("课时 学时 学分".split())
NORM_UNITS = TEACHING_UNITS | {f"个{unit}" for unit in TEACHING_UNITS} | {"分钟", "小时"}
"""Time and credits, in which norms are given: 每天锻炼1小时."""
CIRCLE_UNITS = frozenset("小时 分钟 刻钟".split())
"""In which the way to the middle of a circle is given: 15分钟生活圈."""
HELD_UNITS = frozenset("次 届 场 期 轮 节".split())
"""What is held: 每年三次."""
OWN_UNITS = frozenset("年 岁 分".split())
"""Words of dates and of rules that are a figure's unit where it was accepted: 年限延长到5年, 平均分提高5分."""
MONEY_UNITS = frozenset("元 美元 欧元".split())
MASS_UNITS = frozenset("吨 千瓦 兆瓦 立方米 方".split())
"""In which the capacity of works is given: 200万吨褐煤提质项目."""
SIZE_UNITS = MONEY_UNITS | frozenset(
    "亩 公顷 平方米 平方公里 立方米 吨 公斤 斤 公里 千米 米 岁 年 千瓦 兆瓦 度 小时 个月".split()
)
"""以上 after one of these may pick out a set (年收入2000万元以上的企业); after a classifier it bounds a count."""
ROOM_UNITS = frozenset("班 个班 个教学班 张 床 张床位 层 孔 座".split())
"""In which the size of an institution or a building is given: 48班初中, 6层住宅."""
KIND_UNITS = frozenset("类 种 款 级".split())
"""Kinds are told apart, not made."""
RANK_UNITS = frozenset("位 名 强 家".split())
"""前10名, 前百强: after 前, 后 and 末 a rank."""
TIME_UNITS = frozenset("期 天 周 日 届 轮 个月 学期 学年 点 级台 层 届次 期次 小时".split())
"""Time and place, which number rather than count."""

# Of Chinese numerals only:
FRAMING_UNITS = frozenset("个 项 条 大 种 类".split())
"""四大行动, 三项制度: before a noun of FRAME a name."""
UNROUNDABLE_UNITS = frozenset("年 个 种 类 分 兆 米 克 次 度".split())
"""百年, 千个, 万种: a bare magnitude with one of these is a figure of speech."""
COUNTABLE_NAMING_UNITS = frozenset("个 项 条 支".split())
NAMING_UNITS = COUNTABLE_NAMING_UNITS | frozenset(
    "类 种 级 大 道 层 线 度 门 面 张 本 方 通 路 讲 单 格 把 双 则 出".split()
)
"""三条底线, 两个平台: a small numeral with one of these names more often than it counts."""
NEVER_BEHIND = frozenset("大 种 类 级 层 线 度 方 格".split())
"""The others count the thing where they stand behind it: 组建养护队四支, 增设病床六张."""
