"""How things stand, told amid what is to be done: 目前，全县有养老机构41家，护理能力不足."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.languages.patterns import verbose
from summarizer.languages.zh.rules import bases

if TYPE_CHECKING:
    from summarizer.languages.zh.rules.context import SentenceContext

MODAL = re.compile(
    r"要(?<![主重需首必摘概扼]要)(?![求素点闻件么])|必须|务必|将(?![军来])|应(?<![适响供反效相呼]应)当?(?![对用急])"
)
"""Where a sentence says what is going to be done: …将围绕, …要全面落实."""
_NOW = verbose(
    r"""
      (?:截[至止])?到?目前(?!(?:正在|已)?[^,]{0,10}的)|当前|现阶段|眼下|现状           # 目前, but not 目前已开工的项目
    | (?: (?:全|我|本)[省市县区州旗镇乡街道]{1,2} | [一-鿿]{2,3}[省市县区州旗镇] )?(?:目前)?
      现[有状存](?![^,]{0,16}的[^,]{1,12}[要须应])                                     # 全县现有
    | (?:[全我本][省市县区州旗镇乡街道]{1,2}|辖区内?|境内)(?:现|目前)?共(?=有|拥有)(?![^,]{0,40}(?:达标|达到|实现))
    """
)
_NOW_WITHIN, _MAX_NAME = 16, 24
"""Characters: within which a sentence says that it tells of now; of the name of a place and the 是 behind it."""
_WANTING = verbose(
    r"""
      不足|难以|无法|滞后|老化|紧张|不均|不高|不强|不够|不畅|不合理|不尽|不完善|不健全|[偏较]低|较高|较少|较大|薄弱|短缺|缺口
    | 缺乏|欠缺|落后|(?:问题|矛盾|较为|比较|十分|日益)(?:突出|严重)
    """
)
_HAS = re.compile(r"有|拥有|共|已|达|为|占|总|处于|仅|建成于|设")
# What is described where 是 follows, and what its description says.
_PLACES = tuple(
    "区 园 片区 地区 区域 园区 基地 中心 镇 县 市 街 街道 路 河 湖 江 港 带 集团 企业 公司 学校 院 馆 场 站".split()
)
_SHOWS = re.compile(r"(?:突出|体现|彰显|凸显|发挥|展现|呈现)(?!好)|[一-鿿]{2}着")


def stands_now(context: SentenceContext) -> bool:
    """Whether a sentence says how things stand or what is wanting, and of nothing that it shall be done."""
    view, words = context.view, context.words
    head = view[context.start : context.start + _NOW_WITHIN]
    if not ("前" in head or "现" in head or "共" in head or "眼下" in head):
        return False
    text = view[context.start : context.end]
    now = _NOW.match(text)
    if (
        now is None
        or MODAL.search(text, now.end())
        or bases.grows(context)
        or bases.turns(context, context.start, context.end)
    ):
        return False
    at = context.start + now.end()
    first = context.clause_index(at - 1)
    ahead = (at, *(start for start, _ in context.clauses[first + 1 :]))
    if _WANTING.search(text, now.end()):
        return words.doing.match(view, at) is None
    return _HAS.search(text, now.end()) is not None and not any(words.doing.match(view, start) for start in ahead)


def is_described(context: SentenceContext) -> bool:
    """南京路功能区是商圈的核心，发挥着…优势: what a place or a thing is, and of nothing that it shall be done."""
    view, start = context.view, context.start
    at = view.find("是", start + 2, min(start + _MAX_NAME, context.end))
    if (
        at < 0
        or not view.endswith(_PLACES, start, at)
        or at >= context.clauses[0][1]
        or MODAL.search(view, start, context.end)
    ):
        return False
    doing = context.words.doing
    rest = (clause for clause, _ in context.clauses[1:])
    return not any(doing.match(view, clause) and not _SHOWS.match(view, clause) for clause in rest)
