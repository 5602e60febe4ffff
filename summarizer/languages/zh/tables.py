"""The words at the head of a plan's tables, by which is known what their columns hold."""

import re

from summarizer.languages.patterns import verbose

BLANK = ""
"""What parts the words of a cell once its blanks and line ends are taken out."""
MIN_ENTRY = 8
"""Characters; a shorter cell is a bare entry (a name, a figure), which says nothing alone."""
NAME = re.compile(r"(?<!\S)[一-鿿] {1,4}[一-鿿](?!\S)|\S+")
"""A name in a cell that says who; a person's may be spaced."""
HEAD = re.compile(r"指标|目标|任务|工作|事项|举措|措施|内容|项目|责任|牵头|单位|部门|时限|期限|时间|\d{4}年")

ORDINAL = re.compile(r"(?:任务|工作|项目|指标)?(?:序号?|编号|号|代码)|no\.?", re.IGNORECASE)
UNIT = re.compile(r"(?:计量|计算|指标|数量)?单位")
ACTORS = verbose(
    r"""
    (?: 责任|牵头|配合|负责|主责|主抓|主要|承办|协办|主办|落实|实施|完成|参与|参加|分管|分工|协同|协作|协助|支持|支撑|
      |承担|包联|包抓|包保|包案|联系|挂钩|挂联|督办|督导|督查|监督|组织|推进|推动|执行|主管|归口|经办|具体|建设|项目|整改|领办
      |跟踪|服务|保障|工作|涉及|相关|有关|指导
    )
    (?:单位|部门|主体|人员?$|人[(和及、]|责任人|负责人|科室|处室|股室|机构|业主|专班|乡镇|镇街|街道|同志)
    | (?:责任|牵头|配合|负责|主[责抓办管]|承办|协[办同作助]|参与|分管|归口|经办|涉及|相关|有关)[方科处局股室站]$
    |领导$
    |^(?:部门|责任|牵头|配合|协同|协办|主办|承办|负责|科室|处室|股室|业主|专班|(?:责任|职责|任务)?分工|组长|责任人.*)$
    """
)
"""Who does it: 责任单位, 牵头领导, 承办科室."""
LEAD = re.compile(r"(?:牵头|主办|主责|主要责任|总负责)(?!.{0,12}(?:领导|人员?$|同志))")
SUPPORT = re.compile(r"配合|协[办助同作]|参[与加]|支持|支撑")
RESPONSIBLE = re.compile(
    r"(?:责任|负责|承办|实施|落实|主管|主要)(?:单位|部门|主体|科室|处室)|^(?:责任|部门|单位|科室|处室)$"
)
OFFICE = re.compile(
    r"[^万千百\d].{0,30}(?:[局委办科股厅处室部院校会站队所镇乡县区联]|公司|集团|政府|街道|中心|单位|法院|银行)"
)
"""A whole cell that names an office: 单位 at its head means who, not what is counted in."""
DUE = verbose(
    r"""
      时限|期限|时间(?:节点|要求|安排|进度|段)|节点(?:时间|要求|安排)
    | (?:完成|结束|截[止至]|办结|达标|竣工|完工|投产|投用|建成|交付|验收|销号|整改|落实|实施|推进|工作|办理|报送|计划
        |预计|起止|启动|开工|开始|起始)(?:时间|日期|年限|月份|时点)
    | 进度(?:要求|安排|计划|节点)|(?:推进|工作|序时)进度|^(?:时间|日期|进度|节点|时点|月份|工期|何时完成)$
    """
)
"""By when: 完成时限, 时间节点, 进度安排."""
TERM = re.compile(
    r"((?:\d{4}年)?(?:第?[一二三四1-4]季度|[上下]半年|\d{1,2}(?:月?[-至到]\d{1,2})?月份?))"
    r"(?:工作|重点)?(?:目标|任务|计划|安排|进度|节点|要求|举措|内容)*"
)
STARTS = re.compile(r"启动|开工|开始|起始")
"""A time at which something begins, which is no deadline where another column says by when."""
GOAL = re.compile(
    r"目标|(?:工作|完成|任务|验收)标准|量化指标|成果(?:形式|要求)?|预期(?:成效|效果|成果)|(?:达到|工作|实现)(?:成效|效果)|达成效果"
)
ASIDE = re.compile(
    r"备注|属性|性质|类型|类别|分类|领域|维度|一级指标|说明|依据|来源|^类$|问题|保障措施|资金|投资|电话|联系方式|情况"
)
LAST_YEAR = re.compile(r"上年|去年")
PAST = re.compile(r"完成|实际|实绩|现状|基[期数准]|上年|去年|现有|预计|历史|同期")
AIM = re.compile(r"目标|计划|预期|规划|指标值|任务[数量值]|要求值|年均|增长|增速|到\d{4}年")
GROWTH = re.compile(r"^[^量]*(?:增长|增速)[^量]*$")
"""A percentage, whatever is counted."""
YEARLY = re.compile(r"\d{4}年|值$|数量?$")
"""A head of figures, whatever else it says: 2024年任务, 目标值."""
COUNT = re.compile(r"数量|数值|规模|个数|^值$")
INDICATOR = re.compile(r"指标|名称|项目|内容|任务")
WORK: tuple[re.Pattern[str], ...] = (
    re.compile(r"举措|措施|做法|具体(?:任务|工作|事项|要求|安排|步骤)|实施步骤"),
    re.compile(r"内容"),
    re.compile(r"任务|事项|要点|工作|安排|重点|行动"),
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
NUMBER = verbose(
    r"""
    (?:[<>≥≤≧≦=~约]|不[低少高大多小超][于过]|不超过|达到?|超过?|突破|控制在|至少|大于|小于|低于|高于|[增降]至){0,3}[ ]?
    \d[\d,.]*(?:[-~至到]{1,2}\d[\d,.]*)?[ ]?(?!\d|[A-Za-z])[^\d]{0,4}(?:\(含\))?(?:及?以[上下内]|左右)?
    |[xX×*]{1,6}.{0,4}|_{2,}.{0,4}|(?:实现)?全覆盖
    """
)
"""A whole cell that is nothing but a figure with its bounds and unit."""
CONTINUED = re.compile(r"[ (]*(?:(?:附?表|附件)[^\n续]{0,8})?续(?:[上前接]?[表页]|\)|\d)[^\n]{0,24}")
"""A line over the rest of a table on its next page: 续表1, 表2（续）."""
SAME = re.compile(r"同(?:上|前)|〃|″|\"|''")
"""A cell that says what the one above it does."""
SAME_AS = re.compile(
    r"(?:单位)?(?:同|参照|见)(?:上[述列面])?(?:第|序号|任务|事项)?(\d{1,4}|[一二三四五六七八九十百]{1,5})(?:项|条|号|行|点)?(?:任务|事项|工作|单位|部门)?"
)
"""A cell that says what that of the row so numbered does: 同第1项, 同序号3."""
FOOT = re.compile(
    r"(?P<note>(?:附?注|备注|说明|注释|填[表报]说明)\d{0,2}[:.、]|[*※]{1,3}(?=本表|表中|[带标注有为])|本表(?=[由所中])"
    r"|(?:填[表报]|审核|制表|联系|负责)(?:单位|人|日期|时间):)|(?:总|合|共|小)计"
)
CUT = verbose(
    r"""
      [、,(《“:/—-]\n | \n[、,;:。!?)》”%]                          # a sign that ends, or begins, no cell
    | \d年\d{0,2}\n\d{0,2}月 | \d月\d{0,2}\n\d{0,2}日 | (?<!\d)\d{1,4}\n\d{0,3}年 | (?<![\d-])\d{1,2}\n月
    | [第至到]\n[\d一二三四] | \d\n[%个所名人次项家处套间万亿元]       # 52|所
    | \n(?:月|日|季度|底|底?前|年底?前)(?:$|[^一-鿿])
    """
)
"""2024年10|月底, 各镇、|街道."""
UNIT_ABOVE = re.compile(r"单位:([^\s,;。()]{1,6})\)? *$")
