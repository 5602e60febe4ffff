"""The words at the head of a plan's tables, by which is known what their columns hold."""

import re

from summarizer.languages.patterns import verbose

BLANK = ""
"""What parts the words of a cell once its blanks and line ends are taken out."""
MIN_ENTRY = 8
"""Characters; a shorter cell is a bare entry (a name, a figure), which says nothing alone."""
NAME = re.compile(r"[^\s]+")
"""A name in a cell that says who."""
HEAD = re.compile(r"指标|目标|任务|举措|措施|责任|单位|时限|期限|\d{4}年")

ORDINAL = re.compile(r"序号?|编号|号|no\.?", re.IGNORECASE)
UNIT = re.compile(r"(?:计量|计算|指标)?单位")
ACTORS = verbose(
    r"""
    (?:责任|牵头|配合|负责|主责|承办|协办|主办|落实|实施|完成|参与|分管)
        (?:单位|部门|主体|人员?|领导|科室|处室|股室)
    |^(?:部门|责任)$
    """
)
DUE = re.compile(r"时限|期限|(?:完成|结束|截止|办结|达标)时间|时间(?:节点|要求|安排)|^时间$|进度(?:要求|安排)")
ASIDE = re.compile(r"备注|属性|性质|类型|类别|分类|领域|维度|一级指标|说明|依据|来源|^类$")
LAST_YEAR = re.compile(r"上年|去年")
PAST = re.compile(r"完成|实际|实绩|现状|基[期数准]|上年|去年|现有|预计|历史|同期")
AIM = re.compile(r"目标|计划|预期|规划|指标值|任务[数量值]|要求值|年均|增长|增速|到\d{4}年")
GROWTH = re.compile(r"^[^量]*(?:增长|增速)[^量]*$")
"""A percentage, whatever is counted."""
COUNT = re.compile(r"数量|数值|规模|个数|^值$")
INDICATOR = re.compile(r"指标|名称|项目|内容|任务")
WORK: tuple[re.Pattern[str], ...] = (
    re.compile(r"举措|措施|做法"),
    re.compile(r"内容"),
    re.compile(r"任务|事项|要点|工作|安排|目标"),
)
"""The first that a head fits is what the column holds; the lower, the nearer to an action."""
YEAR_WORDS = re.compile(r"到?(?:19|20)\d\d年底?|(?:19|20)\d\d(?!\d)")
FIGURE = verbose(
    r"""
    [^\d]{0,8}\d[\d,.]*.{0,12}
    |[<>≥≤]?[xX×*]{1,6}.{0,4}|_{2,}.{0,4}      # a blank to be filled in
    |(?:实现)?全覆盖|百分之.{1,6}
    """,
    re.DOTALL,
)
UNIT_ABOVE = re.compile(r"单位:([^\s,;。()]{1,6})\)? *$")
