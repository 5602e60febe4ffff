"""Is this a plan at all? A plan says what is to be done, sentence after sentence; a report says what was done.

Two things tell: what the title ends with, and how many sentences commit to something beside how many speak as a text of
another kind does (news: 记者获悉; a score sheet: 每少一次扣2分). The words stand in the lexicons ``genre_titles`` and
``genre_words``, by kinds.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from summarizer.languages.patterns import verbose
from summarizer.languages.zh.dates import leading_date

if TYPE_CHECKING:
    from summarizer.documents.document import Document
    from summarizer.languages.zh.rules.lexicons import RuleLexicons
    from summarizer.structure.outline import Outline, Sentence

_CLAUSE = re.compile(r"[,:]")
# What may stand before the verb that commits: an auxiliary, who is to do it.
_LEAD = re.compile(r"(?:(?:要|须|应|将|并|再|还|也|同时|我们要|各[^,]{1,8}要|[,: ])+)")
# A date that is a deadline wherever it stands: by then something is to be done, whatever the verb.
_DEADLINE = tuple("前底末")
_NAMES_A_PLAN = re.compile(
    r"(?:计划|规划|要点|方案|纲要|打算|安排|部署|思路|设想|任务|举措|行动)(?!(?:工作)?(?:会|大会|座谈|动员|启动仪式))"
)
# Titles that more than their last word tells.
_TITLE_SHAPES = verbose(
    r"""
      (?P<news>(?<!关于)(?:召开|举行|举办|参加|出席|赴).{2,40}(?:会|会议|仪式|活动|调研|座谈|论坛|培训班)$)
    | (?P<review>(?:表彰|表扬|命名|授予|嘉奖|任免|任命|处分|处罚).{2,60}(?:决定|通报|通知|公告|决定书)$)
    """
)
_AND = ("和", "与", "及", "暨", "、")
# What may stand behind a title's last word: (试行), _某某网.
_BEHIND_A_TITLE = re.compile(r"(?:[(（][^()（）]{0,20}[)）]|[_|-][^_|-]{0,20}|[》”\"])$")
_MAX_BEHIND = 3
_PLAN_AHEAD = verbose(
    r"""
      下一步|下一阶段|下步|今后|打算|(?:20\d\d年|明年|下半年)[^,。]{0,12}(?:计划|思路|安排|打算|要点|工作|任务|目标|举措)
    | ^(?:主要|重点|工作)*(?:计划|思路|安排)$
    """
)
# How a sentence speaks that tells, besides the words of the lexicon.
_ON_A_DAY = re.compile(r"\d{1,2}月\d{1,2}日(?!之?前|以前|起|开始|[-至到])")  # by a day plans, on a day tells
_TELLS = verbose(
    r"""
    [日得扣加减计\d×*](?<=(?=      # a set first, which is looked for fast
      (?P<news>(?<![\d一二三十])日前)
    | (?P<scores>[得扣加减计][ ]?\d+(?:\.\d+)?分|\d分以[上下]|\d分,每|\d+%\)[+＋]|[×*]\d+%)
    ).)
    """
)
# What describes something that stands, or reports what was done, besides the words of genre_hints.
_DESCRIBES = verbose(
    r"""
      (?P<encyclopedia>
          距[^,。]{1,12}?\d+(?:\.\d+)?(?:公里|千米|华里|里)                    # 距县城28公里
        | (?<!管)辖[^,。]{0,4}?\d+[个镇乡]
        | 共有?[^,。]{0,3}\d+户|\d+户、[^,。]{0,4}\d+[口人]|\d+口人
        | (?:共|现|建|拥|设|内)有[^,。]{0,12}?\d|[镇村境乡县区]内有?[^,。]{0,4}\d
        | [镇村区]内(?:建有|流经|硬化|有)|目前(?:有|运营|共)|[占产][地线]\d|职工\d|功率[\d为]
        | (?:1[89]\d\d|20[01]\d)年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:正式|动工|开工|通航|通车|竣工|建成|成立|生[,。]|解放)
      )
    | (?P<news>
          出席[^,。]{0,8}仪式|据[^,。]{0,12}介绍|(?:负责人|书记|主任|局长|村民|经理)[一-鿿]{0,4}说
      )
    | (?P<project>
          ^(?:该|此)(?:项目|工程|路段)|(?:^|其中,?)[^,。]{0,8}总投资|项目\d+[个项],总投资
      )
    | (?P<statistics>
          [比较]\d{4}年|(?:收入|支出)为?\d+元|\d(?:亿|万)?[元吨头人],[^,。]{0,4}(?:增长|下降|减少)\d
        | 连续[一二三四五\d]+年|突破[^,。]{0,4}亿
      )
    | (?P<review>
          [一-鿿]{2}了(?![解望如])|^近年来|^[^,。]{0,3}(?:去年|上年)|^今年以来|由\d{4}年的|^(?:全年)?共[一-鿿]{2}
      )
    """
)
# What looks ahead, whatever the verb: how much it is to be, or by when.
_AHEAD = verbose(
    r"""
      力争|确保|争取|必须|将(?:达|建|新|完|投)|(?:控制|保持|稳定)在|左右|(?:提高|下降|降低|增加|降|减少)[到至]
    | [%\d万亿][一-鿿]{0,2}以[上内下]
    | (?:[年月]底?|季度|日)(?:之|以)?前|年内|到20\d\d年|今年(?!以来|\d)|明年|下半年|计划[用在]
    | ^[^\d比较]{4,24}增长\d+(?:\.\d+)?%[^,]{0,2}$  # what stands already gives its level, too
    | (?<![主重需首必摘纪概])要(?!求|素|点|闻|件)
    """
)
# What leads with a verb of plans and yet tells.
_DONE = re.compile(r"了(?<=[一-鿿]{2}了)(?![解望如])|以来")
_OF_A_YEAR = ("全年", "总结", "养殖业", "服务业", "制造业")
_REACHES = re.compile(r"(?:达到?|不[少低高多]于|不超过)[^,]{0,2}\d")
_IS_AHEAD = "ahead"
_ARTICLE = re.compile(r"第[一二三四五六七八九十百\d]{1,4}条")
_ARTICLE_LINE = re.compile(rf"^[ 　]*{_ARTICLE.pattern}", re.MULTILINE)
_MIN_ARTICLES = 3
_MIN_SENTENCES = 8
_MIN_SPEECHLESS = 5
"""Sentences; of shorter texts nothing is said: those that commit to something, those that do not."""
_MAX_SECTION = 6
"""Characters of what a page calls its sections."""
_MIN_LENGTH = 8
_LOOKED_AT = 160
"""Characters of a sentence."""
# Measured on plans, reports and encyclopedia articles: plans begin 39–94 % of their sentences with a verb
# that commits (reports with a long review the fewest), encyclopedia articles about 4 %.
_MIN_LEADING_SHARE = 0.15
_MIN_ANYWHERE_SHARE = 0.35
# Measured on the same and on news, laws, score sheets, communiqués: of a plan's sentences at most 5 % speak otherwise,
# of the others' 20 % at least. A plan may hold a score sheet, so those that commit have to be fewer, too.
_MIN_TOLD_SHARE = 0.25
_MIN_TOLD = 2
_PLAN_LIKE_SHARE = 0.5
_SHORT_SHARE = 0.3
_DOUBTED = {"statistics", "budget", "encyclopedia", "project", "review"}
"""Kinds of which what looks ahead is none."""


def otherwise(document: Document, outline: Outline, words: RuleLexicons) -> str | None:
    """The kind of what is no plan (``news``), ``other`` where it is of none that is known; None where it is a plan."""
    title = document.metadata.title or ""
    titled = title_kind(title, words)
    if titled == "review" and plan_ahead(document, outline) is not None:
        titled = None
    if titled == "meeting" and title.endswith("纪要") and _adopts(document, outline, words):
        titled = None
    spoken = _spoken(document, outline, words, planned=titled is None and _NAMES_A_PLAN.search(title) is not None)
    if titled == "news" and spoken is None and len(title) <= _MAX_SECTION:
        return None  # what stands over a page (新闻, 工作动态) is not always its title
    return titled or spoken


def title_kind(title: str, words: RuleLexicons) -> str | None:
    """The kind that a title names: 工作总结, but not 工作总结和工作计划."""
    for _ in range(_MAX_BEHIND):
        if behind := _BEHIND_A_TITLE.search(title):
            title = title[: behind.start()]
    found = _TITLE_SHAPES.search(title) or words.genre_titles.search(title)
    if found is None or found.lastgroup is None:
        return None
    plan = _NAMES_A_PLAN.search(title, 0, found.start())
    return None if plan and title.startswith(_AND, plan.end()) else found.lastgroup


def plan_ahead(document: Document, outline: Outline) -> int | None:
    """Where the part begins in which a report says what comes next; None where it has none."""
    top = min((heading.level for heading in outline.headings), default=1)
    parts = (heading for heading in outline.headings if heading.level == top and heading.role != "review")
    ahead = (part for part in parts if _PLAN_AHEAD.search(document.view, part.start, part.end))
    return next((part.line_start for part in ahead), None)


def _adopts(document: Document, outline: Outline, words: RuleLexicons) -> bool:
    """Whether minutes hold the plan that they adopt: most of their sentences under headings commit to something."""
    said = [sentence for sentence in outline.sentences if sentence.heading is not None]
    texts = (document.view[sentence.start : min(sentence.stop, sentence.start + _LOOKED_AT)] for sentence in said)
    return sum(_commits(text, words) for text in texts) > _PLAN_LIKE_SHARE * len(said)


def _spoken(document: Document, outline: Outline, words: RuleLexicons, *, planned: bool) -> str | None:
    """The kind by what the sentences say; the parts that only look back or explain are not asked."""
    view = document.view
    said = [
        view[sentence.start : min(sentence.stop, sentence.start + _LOOKED_AT)]
        for sentence in outline.sentences
        if sentence.end - sentence.start >= _MIN_LENGTH and not _aside(outline, sentence)
    ]
    total, leading = len(said), 0
    named = len(_ARTICLE.findall(view)) if not planned else 0
    if named >= _MIN_ARTICLES and len(_ARTICLE_LINE.findall(view)) >= _MIN_ARTICLES:
        return "regulation"
    others: list[str] = []
    for text in said:
        if _commits(text, words) and (planned or not (text.startswith(_OF_A_YEAR) or _DONE.search(text))):
            leading += 1
            if leading >= _PLAN_LIKE_SHARE * total and total >= _MIN_SENTENCES:
                return None  # most commit: what words they use need not be asked
        else:
            others.append(text)
    # Under a plan's title what commits to something is not asked how it speaks.
    told = Counter(kind for text in (others if planned else said) if (kind := _tells(text, words, planned=planned)))
    ahead = 0
    if not planned:
        described = [_describes(text, words) for text in others if _tells(text, words, planned=False) is None]
        told.update(kind for kind in described if kind not in {None, _IS_AHEAD})
        ahead = described.count(_IS_AHEAD)
    kind = told.most_common(1)[0][0] if told else "other"
    if _outvoted(told, total, leading + ahead, planned=planned):
        return kind
    if total < _MIN_SENTENCES and planned:
        return None
    anywhere = sum(any(words.verbs.match(clause) for clause in _CLAUSE.split(text)[1:]) for text in others)
    if planned:  # a list of figures to be reached commits to each, without a verb of doing
        ahead = sum(_AHEAD.search(text) is not None or _REACHES.search(text) is not None for text in others)
    anywhere = max(anywhere, ahead)
    enough = leading >= _MIN_LEADING_SHARE * total or leading + anywhere >= _MIN_ANYWHERE_SHARE * total
    return None if enough or total < (_MIN_SENTENCES if leading or anywhere else _MIN_SPEECHLESS) else kind


def _commits(text: str, words: RuleLexicons) -> bool:
    """Whether a verb leads that commits, or a deadline, by which something is to be done whatever the verb."""
    date = leading_date(text)
    lead = _LEAD.match(text, date)
    at = lead.end() if lead else date
    verb = words.verbs.match(text, at)
    if verb is None and (how := words.adverbs.match(text, at)):
        verb = words.verbs.match(text, how.end())
    return verb is not None or (date > 0 and text.startswith(_DEADLINE, date - 1))


def _tells(text: str, words: RuleLexicons, *, planned: bool) -> str | None:
    """The kind of text that speaks so."""
    found = _TELLS.search(text) or words.genre_words.search(text)
    if found is not None:
        doubted = not planned and found.lastgroup in _DOUBTED and _AHEAD.search(text) is not None
        return None if doubted else found.lastgroup
    return "news" if not planned and _ON_A_DAY.match(text) else None


def _describes(text: str, words: RuleLexicons) -> str | None:
    """The kind of text that describes or reports so; ``ahead`` for what says how much is to be, or by when."""
    found = _DESCRIBES.search(text) or words.genre_hints.search(text)
    if found is not None and (found.lastgroup not in _DOUBTED or _AHEAD.search(text) is None):
        if found.lastgroup == "encyclopedia" and _REACHES.search(text):
            return None  # a herd that reaches a number: of today or to come
        return "news" if found.lastgroup == "project" else found.lastgroup
    return _IS_AHEAD if _AHEAD.search(text) else None


def _outvoted(told: Counter[str], total: int, ahead: int, *, planned: bool) -> bool:
    """Whether enough sentences speak otherwise beside those that commit or look ahead."""
    if planned:
        return told.total() >= max(_MIN_TOLD, _PLAN_LIKE_SHARE * total, ahead)
    enough = (_SHORT_SHARE if total < _MIN_SENTENCES else _MIN_TOLD_SHARE) * total
    if told.total() < max(1, enough):
        return False
    # A report looks back before it plans: it takes more of what was done to outweigh what is to come.
    return told.total() - told["review"] > ahead or told.total() >= max(1, 2 * ahead)


def _aside(outline: Outline, sentence: Sentence) -> bool:
    over = sentence.heading
    return over is not None and outline.headings[over].role in {"review", "background", "appendix"}
