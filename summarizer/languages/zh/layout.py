"""What tells a line that was broken inside a sentence from one that ends, and characters set apart from words.

Lines are of the view, without the blanks around them.
"""

import re

from summarizer.languages.patterns import verbose

# A sentence, a label or who is responsible ends here; quotes and brackets may close behind it.
_ENDS, _CLOSES = "。;!?:…", ")〕]】”’》\"'"
_ENDED = re.compile(r"[(〔\[【][^()〔〕\[\]【】]*(?:单位|部门|牵头|负责|责任|配合|落实)[^()〔〕\[\]【】]*[)〕\]】]$")
_STOPPED_INSIDE = re.compile(r"[。;!?][”’)]?(?=[^。;!?”’)])")
# Verbs and adverbs with which a task begins that stands on a line of its own.
_DOING = r"""
        新建|新增|改造|改建|扩建|建设|建成|建立|建好|构建|筹建|创建|打造|增设|增加|设立|开设|开通|开展|开发|开工|启动|实施
        |完善|完成|健全|推进|推动|推广|推行|加强|加快|加大|强化|深化|优化|美化|绿化|亮化|硬化|净化|细化|规范|落实|组织|举办
        |培育|培养|培训|引进|引导|招聘|招引|遴选|选派|选树|制定|制订|编制|修订|出台|印发|争取|争创|申报|申请|认定|认证|评选
        |提升|提高|改善|促进|支持|扶持|鼓励|发展|发挥|发放|做好|做强|做优|做实|抓好|抓实|搞好|办好|管好|用好|严格|严厉|严查
        |全面|深入|积极|大力|扎实|稳步|持续|继续|切实|认真|进一步|着力|统筹|聚焦|坚持|巩固|拓展|扩大|整治|治理|清理|清淤|疏浚
        |修复|修缮|修建|修订|维修|更新|更换|购置|采购|配备|配齐|安装|铺设|种植|栽植|补植|造林|整合|整改|排查|检查|督查|督促
        |督导|监督|监测|评估|考核|宣传|普及|宣讲|走访|慰问|救助|资助|保障(?!机制|体系|水平|能力|制度)|保持|保护|确保|力争|防范|化解|查处|打击|压实|压减
        |淘汰|关停|拆除|盘活|收储|流转|储备|投放|投入|安排|筹集|发行|上线|搭建|对接|签订|签约|帮扶|解决|办理|受理
        |探索|试点|创新|研究|谋划|举行|召开|参加|参与|邀请|承办|协调|配合|联合|联系|实现|力促|狠抓|紧盯|紧扣
"""
# What no line ends with that is whole, and what none begins with.
_HANGING = verbose(
    rf"""
    (?:
        [,、(《“‘〈〔【/]
        |(?<![总缓饱中调温平柔])和|(?<![参给])与|(?<![普触])及|或|(?<![合兼])并|且|而|(?<!目)的|(?<!目)地
        |(?<![核结应校比配成])对|将|把|(?<![植棉])被|(?<![方导取意走动投])向|(?<![服])从|(?<![自理])由|(?<![行作认])为|至
        |(?<![报签周])到|于|(?<![发传表])达|占|按|(?<![数依证票])据|(?<!转)让|(?<![行大])使|每|各|第|不
        |(?<![节预公集签制合契违])约|(?<![附就临])近|超|逾|以|围绕|根据|依托|力争|确保|其中|包括
        |共计|累计|超过|不[少多低高][于过]|不超|在
        |[0-9][.,]|[0-9]{{4}}[ ]?年|年[0-9]{{1,2}}月?
        |[,、](?:{_DOING}){{1,2}}|积极|深入|持续|继续|进一步|不断|切实|着力|扎实|稳步|大力|认真|逐步|努力|加快|分别
    )
    $
    """
)
_HANGING_ENDS = frozenset(
    ",、(《“‘〈〔【/和与及或并且而的地对将把被向从由为至到于达占按据让使每各第不约近超逾以绕托争保中括计过在.年月极入续步断实力真快别"
    "0123456789"
)
"""With one of these it ends, save where a task has begun behind a comma."""
_RESUMING = verbose(
    r"""
    [\u4e00-\u9fff]?[,、。;:!?)》”’〉〕】%‰]
    |的(?!士)|了(?!解)|和(?!谐|平|美|睦|解|顺)|与(?!时俱|会)|及(?!时|早)|或|等(?!级|待|额|价|次)|并(?!购|网|联|轨)
    |且|以(?:[上下内外](?!率|级)|及)|个百分点|所[需在]|们|化(?!解|工|肥|验)|性(?![别能质])|率(?![先领])|量(?![化身])|者
    |[型式]|级(?!联)|类(?![似别])|位(?![于置])
    """
)
_ACROSS = re.compile(
    r"(?:[年月日底末旬]|学期|季度)\n[前初中底末内起]|[一二三四五六七八九十几两]\n[个家所名项条座处套张次场万亿千百成]"
)
_FIGURE_AT_END = re.compile(r"(?<![0-9:.-])[0-9]{1,7}$")
_FIGURE_AT_START = re.compile(
    r"[0-9]{1,7}(?:\.[0-9]+)?(?:[%‰]|[个家所名人项条座处套张次场户亩吨万亿台辆公平米千元余多](?!年))"
)
_TASK = verbose(f"(?:{_DOING})")
_WORD_AT_START = re.compile(r"[\u4e00-\u9fffA-Za-z0-9%‰.]")
_REST = re.compile(r"[^。;!?]{1,6}[。;!?]")
_MAX_PAIR = 80
"""Characters; a bracket that is open longer will not close."""
_PAIRS = tuple(map(tuple, ("()", "《》", "“”", "〔〕", "【】")))
_PAIR_OF_HAN = re.compile(r"(?<=[\u4e00-\u9fff])(?P<gap> {0,3})(?=[\u4e00-\u9fff])")
TITLES = frozenset("part chapter section roman han".split())
"""The numbering whose lines are titles, nearly always."""
_NO_PLAIN_TITLE = re.compile(r"[,:]|[0-9][%个所名项家万亿处条次座户人]")
SPACED = re.compile(r" (?<=[\u4e00-\u9fff] ) {0,2}[\u4e00-\u9fff] {1,3}[\u4e00-\u9fff]")
"""Found in a text with characters set apart."""
# 到 2025 年, 95% 以上, 建设 5G 基站: one blank that only sets off figures and Latin words from the Han around them.
SET_OFF = re.compile(r" (?:(?<=[\u4e00-\u9fff] )(?=[0-9A-Za-z<>=+])|(?<=[0-9A-Za-z%‰℃+] )(?=[\u4e00-\u9fff]))")
_ITSELF_A_MARK = verbose(
    r"""
    (?:^[(\[]?(?:[0-9]{1,3}(?:\.[0-9]{1,3})*|[A-Za-z])     # 1 总体要求, 2.1 目标: a number of the line
      |^第[0-9一二三四五六七八九十百]+[章节条部分篇编]+
      |(?:^|[ (\[])(?:附[件表录图]|[图表]|专栏|任务|目标|项目|步骤|阶段)[ ]?[0-9A-Za-z]{1,3}
      |^(?:附[件表录图]|[图表]|专栏))
    $
    """
)
# **一、加强领导** over text, **重点任务：** before it: what Markdown sets in bold; **所学校 is a figure left blank.
EMPHASIS = verbose(
    r"""
    ^(?P<before>(?:[-+•>]\ +|\#{1,6}\ +)?)\*\*
    (?:
        (?:[(]?[0-9一二三四五六七八九十]{1,3}[)、.]|第[一二三四五六七八九十0-9]{1,3}[章节条部])[^*]{1,120}
      | [^*]{1,120}[:。;]
      | [^*]{2,120}(?=\*\*$)
    )
    (?P<after>\*\*)
    """
)
_MAX_MARK = 16
_DATED = re.compile(r"[0-9]{4} ?[-/.年] ?[0-9]{1,2} ?(?:月|[-/.] ?[0-9]{1,2} ?日?$)")  # 某市教育局 2024年3月1日
_SENTENCE = re.compile("[,;。]")


def is_ended(text: str) -> bool:
    """Whether a line ends as a sentence, a label or a tag does."""
    end = text[-80:].rstrip(_CLOSES)[-1:]
    return (end != "" and end in _ENDS) or (text[-1:] in _CLOSES and _ENDED.search(text[-80:]) is not None)


def stops_inside(text: str) -> bool:
    """Whether a sentence ends inside a line, and another begins."""
    return _STOPPED_INSIDE.search(text) is not None


def is_plain_title(text: str) -> bool:
    """Whether a numbered line says no more than a title does."""
    return _NO_PLAIN_TITLE.search(text) is None


def goes_on(line: str, below: str) -> bool:
    """Whether what ends ``line`` and begins the line ``below`` cannot be the edges of two sentences."""
    if hangs(line) and opens_task(below):
        return False  # so end the tasks of a list, too
    if _is_hanging(line[-8:]) or _RESUMING.match(below) or _FIGURE_AT_START.match(below):
        return True
    if _ACROSS.search(f"{line[-2:]}\n{below[:1]}"):
        return True
    if line[-1:].isdecimal() and _FIGURE_AT_END.search(line) and _WORD_AT_START.match(below):
        return True
    tail = line[-_MAX_PAIR:]
    return any(opens in tail and tail.rfind(opens) > tail.rfind(closes) for opens, closes in _PAIRS)


def _is_hanging(end: str) -> bool:
    return (end[-1:] in _HANGING_ENDS or "," in end or "、" in end) and _HANGING.search(end) is not None


def is_torn(line: str, below: str) -> bool:  # noqa: ARG001 - what English needs
    """False: only where lines are broken at one width is a sentence that goes on known."""
    return False


def is_rest(text: str) -> bool:
    """Whether a sentence that ends in a line has too few characters there to have begun in it."""
    return _REST.match(text) is not None


def hangs(text: str) -> bool:
    """Whether a line ends with a comma."""
    return text.endswith((",", "、"))


def has_clauses(text: str) -> bool:
    """Whether a line is more than a title or an entry: it has a comma in it."""
    return "," in text


def opens_task(text: str) -> bool:
    """Whether a line begins as a task does that stands on a line of its own."""
    return _TASK.match(text) is not None


def parts_mark(text: str, at: int, *, sentence: bool) -> bool:
    """Whether the blank at ``at`` of a line, or of a sentence, parts a mark or a label from what it marks."""
    if not sentence and _DATED.match(text, at + 1):
        return True  # who signs, and when
    if text.startswith(("年", "月"), at + 1):
        return False
    return _ITSELF_A_MARK.search(text, max(0, at - _MAX_MARK), at) is not None  # ^ is the line's beginning still


def is_sentence(text: str) -> bool:
    """Whether a line has the stops of a sentence, and is no row of words."""
    return _SENTENCE.search(text) is not None


def gaps_between(text: str) -> list[int]:
    """How many blanks stand between each two neighbouring Han characters of a line."""
    return [len(hit["gap"]) for hit in _PAIR_OF_HAN.finditer(text)]
