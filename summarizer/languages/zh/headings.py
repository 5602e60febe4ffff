"""Titles in Chinese plans: which lines are titles, where one ends and its text begins, what it says of its part."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from summarizer.languages.patterns import verbose
from summarizer.languages.zh.numbering import read_mark

if TYPE_CHECKING:
    from summarizer.languages.records import Role, Standing

MAX_TITLE = 60
"""Characters; a longer line without a full stop is a paragraph, not a heading."""
_MAX_RUN_IN = 42
"""Characters; a longer first sentence of a numbered item is its content, not its title."""
_MAX_PARAGRAPH_TITLE = 25
_MAX_BARE_TITLE = 30
_MIN_BARE_TITLE, _MIN_BARE_TITLES = 4, 3
"""Characters, and in a document; fewer are chance."""
_MAX_REVIEW, _MAX_OVERALL = 24, 30
"""Characters; a longer title merely mentions a review or an aim."""

# What a title says of the part under it. An overall part holds goals, a review holds what was done.
_OVERALL = verbose(
    r"""
    (?:(?:总体|指导|基本|主要|工作|发展|奋斗|预期|总|年度|改革|建设|创建|行动|具体|阶段)(?:和|与|、)?)   # of what kind
        (?:要求|思路|思想|目标(?:任务|要求|指标)?|原则|考虑)
        (?:(?:和|与|及|、)[^,]{2,10})?$                                                          # and what else
    |^目标(?:任务|要求|指标)?$|指导方针|^思路$
    """
)
_REVIEW = verbose(
    r"""
    回顾|(?:工作|完成|进展|执行|落实|开展|发展)情况$|工作总结|^总结
    |(?:主要|工作|取得的?)(?:成绩|成效|成就|进展)                       # what was achieved
    |过去[一五十]?(?:年|个)|^发展(?:基础|回顾|成就|现状)$|现状(?:分析)?$
    """
)
# What is wrong, how things stand: a title that an aim opens (解决突出问题, 优化发展环境) says what is to become of it.
_WRONG = re.compile(
    r"存在的?(?:主要|突出)?(?:问题|困难|不足)|^(?:主要)?(?:问题|困难|不足)(?:[和与及、]|$)|^(?:主要)问题"
)
_OF_A_TIME = re.compile(r"(?:时期|期间|以来|年).{0,16}(?:取得|成就)")
_AHEAD = re.compile(r"目标|任务|规划|要求|打算")
_BACKGROUND = verbose(
    r"""
    重要(?:性|意义)|^(?:重大)?意义|制定依据|编制依据|名词解释|词语解释|注释
    |^(?:正确|准确|清醒|深刻|科学|全面|充分)?(?:认清|看清|认识|把握|分析|研判|正视)[^,、]{0,8}形势
    """
)
_HOW_THINGS_STAND = verbose(
    r"""
    (?:发展|面临|形势|宏观|外部|国内外|国内|国际)(?:的)?(?:环境|形势|背景|机遇|挑战|条件)
    |^形势|^背景|^发展基础|^(?:机遇|挑战)(?:[和与及、]|$)
    """
)
_AIM = verbose(
    r"""
    (?:(?:全力|积极|主动|有效|切实|着力|努力|奋力|全面|深入|扎实|大力|加快|坚决|妥善|科学|及时|持续|不断|进一步|更好|更加|稳妥|精准|从容)地?)*
    (?: 优化|营造|改善|创造|打造|净化|美化|提升|提高|构建|建设|形成|培育|塑造|维护|保护|稳定|改进|完善|加强|强化|健全|推进|推动|促进
      |抢抓|抓住|抓牢|抢占|用好|用足|顺应|适应|融入|应对|迎接|防范|化解|克服|战胜|破解|破除|解决|攻克|整治|治理|整改|消除|纠正|查摆|补齐|聚焦
      |创优|做优|擦亮|筑牢|守护|保障|确保|争取|支持|服务|落实|完成|实现|达成|压实|兑现|严格|执行|履行|巩固|扩大|拓展 )
    """
)
# Of what stands for a plan as a whole only these are brought about: 完成目标任务, 落实工作要求, but 推进…总体要求.
_FULFILS = re.compile(
    r"(?:全面|圆满|确保|坚决|切实|严格|扎实|认真|保质保量|按时|高质量|不折不扣|全力|如期)*(?:落实|完成|实现|达成|压实|兑现|执行|履行)"
)
_NAMES_A_WHOLE = re.compile(r"总体|指导思想|基本原则")
_APPENDIX = re.compile(r"^附(?:件|录|表|则|图)?[一二三四五六七八九十\d]*[:、]?(?:.{0,30})$")
# A line that is the title of a (second) document in the same file: it closes all open headings.
_DOCUMENT_TITLE = verbose(
    r"""
    [^,。;:]{4,58}
    (?:意见|方案|通知|要点|计划|规划|办法|报告|纲要|决定|细则|规定|总结|安排|公报|公告|清单|汇报|思路)
    (?:范文|草案|\([^()]{1,12}\))?$                                   # in what state it is
    """
)
_STOP = re.compile(r"[。;!?]")
# A number with something to count makes a short first sentence content, not a title.
_COUNTED = verbose(
    r"""
    \d[.,]*\s*(?:[%个所名项家万亿处条次座户人]|[xX×*]{1,4}[%个所名项家])
    |[xX×*]{1,4}[%个所名项家]                                          # a blank to be filled in
    """
)
_ENDS = frozenset("。;!?:)〕】”")
_PUNCTUATED = re.compile(r"[。;]")
_NO_TITLE = re.compile(r"[。;!?:]|\d{4}年\d{1,2}月\d{1,2}日")
SALUTATION = re.compile(
    r"^[^,。;]{0,60}(?:代表|委员|同志们?|朋友们?|单位|部门|政府|委会|机构|公司|学校|[局委办院校厅处])[:]$"
)


def role(title: str) -> Role:
    """What a title says of the part under it."""
    if _APPENDIX.match(title):
        return "appendix"
    if len(title) <= _MAX_REVIEW and (_REVIEW.search(title) or (_OF_A_TIME.search(title) and not _AHEAD.search(title))):
        return "review"
    if len(title) <= _MAX_OVERALL and _OVERALL.search(title):
        return "plain" if _FULFILS.match(title) and not _NAMES_A_WHOLE.search(title) else "overall"
    if _BACKGROUND.search(title):
        return "background"
    wrong = len(title) <= _MAX_REVIEW and _WRONG.search(title)
    if (wrong or _HOW_THINGS_STAND.search(title)) and not _AIM.match(title):
        return "review" if wrong else "background"
    return "plain"


def is_stopped(text: str) -> bool:
    """Whether a sentence ends in ``text``."""
    return _STOP.search(text) is not None


def is_document_title(text: str) -> bool:
    """Whether a line is the title of a document."""
    return _DOCUMENT_TITLE.fullmatch(text) is not None


def is_front_matter(text: str, *, listed: bool) -> bool:  # noqa: ARG001 - what English needs
    """Whether an unnumbered line above the first heading is no text: a title, a date, a signature."""
    return len(text) <= _MAX_RUN_IN and not _COUNTED.search(text)


def split_title(view: str, start: int, end: int) -> tuple[int, int, str]:
    """The first sentence of a numbered line: where it ends, where what follows begins, and the mark that ends it.

    The mark is empty where the whole line is one sentence without a full stop.
    """
    stop = _STOP.search(view, start, end)
    title_end = stop.start() if stop else end
    colon = view.find(":", start, min(title_end, start + _MAX_RUN_IN))
    if 0 < colon < end - 1 and colon < title_end and not view[start:colon].endswith(("是", "为")):
        return colon, colon + 1, ":"
    return (title_end, stop.end(), stop[0]) if stop else (end, end, "")


def standing(title: str, system: str, stop: str) -> Standing:
    """What a numbered line that is one sentence is: short and stopped, it is a title if something stands under it."""
    if not stop:
        return "title"
    counts = len(title) > _MAX_RUN_IN or _COUNTED.search(title) or system in {"circled", "half-paren"}
    return "text" if counts else "waits"


def stands_over(*, listed: bool, last_item: bool) -> bool:  # noqa: ARG001 - what English needs
    """Whether a waiting line is a title, now that an unnumbered line follows."""
    return True


def is_run_in(title: str, stop: str) -> bool:
    """Whether a first sentence that ``stop`` ends is the title of those after it."""
    return stop != ";" and 2 <= len(title) <= _MAX_RUN_IN and not _COUNTED.search(title)  # noqa: PLR2004


def is_paragraph_title(title: str) -> bool:
    """Whether 一是 and a sentence open a title inside a paragraph, should text of its own follow."""
    return 0 < len(title) <= _MAX_PARAGRAPH_TITLE and not _COUNTED.search(title)


def bare_titles(view: str, lines: list[tuple[int, int]]) -> dict[int, str]:
    """Where unnumbered titles begin, and their system.

    They are short lines without punctuation, ``bare`` over a paragraph, ``outer`` over numbered items.
    """
    found: dict[int, str] = {}
    long = [end for start, end in lines if end - start > _MAX_BARE_TITLE]
    if sum(view[end - 1] in _ENDS for end in long) * 2 < len(long):
        return found  # a text without full stops: an unpunctuated line says nothing
    for (start, end), (below, below_end) in pairwise(lines[1:]):
        text = view[start:end]
        if not _MIN_BARE_TITLE <= len(text) <= _MAX_BARE_TITLE or _NO_TITLE.search(text):
            continue
        if read_mark(view, start, end) is not None or _COUNTED.search(text) or is_document_title(text):
            continue
        if read_mark(view, below, below_end) is not None:
            found[start] = "outer"
        elif below_end - below > end - start and _PUNCTUATED.search(view, below, below_end):
            found[start] = "bare"
    return found if len(found) >= _MIN_BARE_TITLES else {}
