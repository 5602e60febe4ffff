"""Goals and measures: which headings state an aim, which sentences commit somebody to an action."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice
from typing import TYPE_CHECKING

from summarizer.engines.candidates import GoalCandidate, MeasureCandidate
from summarizer.messages import Message

if TYPE_CHECKING:
    from summarizer.documents.document import Document
    from summarizer.engines.rules.context import SentenceContext
    from summarizer.engines.rules.lexicons import RuleLexicons
    from summarizer.models import Level
    from summarizer.structure.outline import Heading, Outline

NOMINAL = Message("nominal-heading")
DONE = Message("past")
BACKGROUND = Message("background")
ANNOUNCES = Message("announcement")
EXPECTED = Message("expected-effect")
DEFINITION = Message("definition")
FORMAL = Message("formality")
TOO_LONG = Message("too-long")
MAYBE_NOMINAL = Message("maybe-nominal-heading")
MAYBE_BACKGROUND = Message("maybe-background")

_NOMINAL = re.compile(
    r"^(?:总体|主要|重点|工作|指导|基本|保障|组织(?!领导)|发展|目标|预期|实施|政策|相关|有关|其他|具体|年度|阶段|下一步|今后|明年|今年|本年度?|\d{4}年(?:度)?)*"
    r"(?:要求|思路|思想|原则|目标|任务|措施|步骤|安排|内容|范围|对象|方法|方式|时间|情况|成效|成绩|问题|不足|打算|形势|背景|意义|依据|说明|附件|附则|分工|职责|机构|领导小组|要点|部署|保障|实施|领导|考核|计划|举措|重点|事项|环节|指标|概况|现状|基础|机遇|挑战|回顾|总结|建议|工作)"
    r"(?:(?:和|与|及|、)[一-鿿]{2,8}){0,3}$"
)
# The same with other words before it (德育工作目标); asked only of titles that no verb opens.
_NOMINAL_ANY = re.compile(
    r"^[^,]{0,10}(?:要求|思路|思想|原则|目标|任务|措施|步骤|安排|情况|问题|形势|背景|要点|部署|重点|指标|附件)$"
)
_NOMINAL_TAIL = re.compile(
    r"(?:工作|建设|改革|管理|发展|服务|教育|培训|项目|工程|方面|事业|体系|机制|制度|活动|任务|目标|措施|情况|类|篇|年|会|局|处|部|科)$"
)
# 紧缺人才开发项目: without a verb at its head, a title that ends so names a thing.
_NOMINAL_LONG = re.compile(r"^[^,]{0,40}(?:目标任务|主要目标|主要任务|重点工作|重点任务|发展成就)$")
# 推进民生幸福工程总体目标: it says what the part holds, also after a verb.
_NAMES_THE_PART = re.compile(r"(?:总体目标|总体要求|总体思路|指导思想|基本原则|工作原则|保障措施|工作要求)$")
_NAMES_A_THING = re.compile(r"(?:项目|计划|工程|行动|规划|方案|办法|制度|机制|体系|平台|中心|基地|活动)$")
# Verbs that as well are the last word of a noun phrase: they count only before something.
_NOUNLIKE = re.compile(
    r"^(?:工作|建设|改革|管理|发展|服务|保障|考核|监管|治理|创新|合作|规划|宣传|培训|评价|应用|监督|防控|教育)"
)
_AIM_SHAPE = re.compile(
    r"以.{2,24}(?:为|促|带|推)|在.{2,20}(?:上|中)|\S{2,6}[促提树立重强出增见上展创优固抓谋守补扩聚惠育稳夯筑添求]\S{2,3}$|(?:新|大|更)\S{0,6}(?:突破|提升|发展|台阶|成效|进展|作为|跨越|格局|局面|水平)$"
)
_OVERALL_CUE = re.compile(
    r"为指导|总体(?:要求|思路|目标)|工作(?:思路|总目标|总要求)|(?:主要|预期|总|奋斗|工作|发展)目标(?:任务)?是|指导思想是|以.{2,40}为(?:主线|统领|引领|目标|动力|根本|中心|核心|抓手|重点|主题)|紧紧围绕.{4,}"
    r"|(?:全面)?贯彻.{2,60}(?:精神|方针|部署|思想)"
)
_ANNOUNCE = re.compile(
    r"(?:现将|现提出|特制[定订]|制[定订]本|提出(?:如下|以下)|通知如下|如下[:。]?$|印发给你们|请(?:认真|各|结合|遵照|予|你)|(?:现|我)代表|予以审议|提请.{0,8}审议|报告工作|各位代表|编制本|结合(?:我[省市县区校]|本[省市县区校]|实际).{0,12}(?:制定本|制定如下|提出)"
    r"|(?:如下|以下)(?:\S{0,6})(?:意见|要点|方案|措施|工作|计划|安排)$|重点(?:做好|抓好|推进)(?:以下|如下)|(?:抓好|做好|落实|完成)(?:以下|如下|下列).{0,6}(?:工作|任务))"
)
_BACKGROUND_CUE = re.compile(
    r"^(?:今年|明年|\d{4}年|[xX]{4}年|“?十[一二三四五]五”?(?:时期|期间)?|当前|目前|总体上看|近年来|面对|随着|由于|从.{2,10}看|我们(?:要|必须)?清醒|同时[,，]?(?:我们)?(?:也|必须)(?:要)?(?:清醒|看到))"
    r".{0,40}(?:是.{2,60}(?:年|期|时期|节点|阶段|关键)|之年|开局|起步|形势|面临|存在|机遇|挑战|意义|进入)"
    r"|^.{0,20}(?:具有(?:十分|非常)?(?:重要|重大)|意义重大|至关重要)|(?:取得|获得|荣获|完成|实现|建成|形成|迈出|跃居|创造)了|^(?:这|上述|以上).{0,20}是"
)
_PAST_START = re.compile(r"^(?:过去|截[至止]|去年|回顾|一年来|五年来|\d{4}年以来)")
_CLOSES_REVIEW = re.compile(
    r"(?:这些|上述|以上|取得的?)(?:成绩|成就)(?:的取得|来之不易|,?是)|成绩(?:的取得)?来之不易|肯定成绩的同时"
    r"|取得的(?:明显|显著|新)?(?:成绩|成效|成就),是"
    r"|(?:表示|致以|道一声)(?:衷心(?:的)?感谢|崇高(?:的)?敬意|诚挚(?:的)?感谢)"
)
_AHEAD_TITLE = re.compile(r"目标|任务|要求|安排|部署|今年|明年|规划")
_DONE = re.compile(r"[一-鿿]{2}了(?![解望如])|累计|[一二三四五]年(?:来|累计|间|共)|荣获|被(?:评为|命名|授予)")
_ADMITS = re.compile(
    r"[^。\n]{0,40}(?:清醒|深知|看到|认识到|意识到)[^。\n]{0,40}(?:问题|不足|困难|短板|差距|矛盾)"
    r"|[^。\n]{0,20}存在(?:的|着|不少|一些|许多|诸多|很多)[^。\n]{0,10}(?:问题|不足|困难|短板|差距)[^。\n]{0,8}[:。]"
)
_REPORTS = 2
_OPENS_REVIEW = re.compile(
    r"(?:过去(?:的)?(?:[一二三四五两几\d]{0,2}个?年|一年)|去年|一年来|[一二三四五]年来|回顾(?:过去|20|去年)|近年来)"
)
_TURNS_AHEAD = re.compile(
    r"今年|明年|下一步|今后|未来|(?<![主重需首必摘纪概])要(?!求|素|点|闻|件)|必须|力争|争取|确保|将(?:要|在|于|继续|进一步)"
)
_EXPECTED = re.compile(
    r"^(?:待.{2,16}后|预计|届时|建成后|投产后|完成后|达产后)|将(?:迎来|实现跨越|进一步(?:提升|增强|缓解))"
)
_DEFINITION = re.compile(r"^.{2,24}(?:主要)?(?:包括|是指|指的是|分为|系指|所称)|^(?:其中|注)[::]")
_FORMAL = re.compile(
    r"^(?:各位|同志们|主送|抄送|附件?[::\d一二]|联系(?:人|电话)|来源|主任|局长|市长|(?:电话|传真|地址|邮编|网址|编辑|责编|审核|签发)[::])|^(?:\d{4}|[二〇○零一]{4})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日$|谢谢大家|(?:此致|敬礼)$"
    # lines of a table that was flattened into text: its caption, its head, its rows
    r"|^表 ?\d{1,2}(?!月|\d)|^(?:序号 ?)?指标[^。]{0,40}(?:属性|单位)$|(?<![为是一-鿿]) ?(?:预期性|约束性)$"
)
_LISTS_BELOW = re.compile(r"(?:以下|如下|下列)")
_SHORTEST = 4
_LONGEST_LEAD_IN = 30
_LONGEST = 1200


def heading_goals(document: Document, outline: Outline, words: RuleLexicons) -> list[GoalCandidate]:
    """A candidate for every heading: accepted where it states an aim."""
    single = min((h.level for h in outline.headings if h.role not in {"review", "background"}), default=1)
    candidates = []
    for index, heading in enumerate(outline.headings):
        title = document.view[heading.start : heading.end]
        level: Level = "section" if heading.level <= single and not heading.run_in else "task"
        candidate = GoalCandidate(heading.start, heading.end, level, index, heading.parent)
        candidate.reason, candidate.unsure = _title_verdict(heading, title, words)
        candidate.accepted = candidate.reason is None
        candidates.append(candidate)
    return candidates


def _title_verdict(heading: Heading, title: str, words: RuleLexicons) -> tuple[Message | None, Message | None]:
    if heading.role in {"review", "background", "appendix"}:
        return (DONE if heading.role == "review" else BACKGROUND), None
    if _LISTS_BELOW.search(title):
        return ANNOUNCES, None
    if len(title) < _SHORTEST:
        return NOMINAL, MAYBE_NOMINAL if words.verbs.match(title) else None
    nominal = _NOMINAL.match(title) or _NAMES_THE_PART.search(title)
    if nominal or (_NOMINAL_LONG.match(title) and not words.verbs.match(title)):
        return NOMINAL, None
    for phrase in re.split(r"[,、 ]", title):
        lead = words.adverbs.match(phrase)
        for begin in (0, lead.end() if lead else 0):
            verb = words.verbs.match(phrase, begin)
            if verb and len(phrase) > verb.end() and (begin or not _nominal_phrase(phrase)):
                return None, None
    if _NOMINAL_ANY.match(title):
        return NOMINAL, None
    if _NAMES_A_THING.search(title):
        return NOMINAL, MAYBE_NOMINAL
    if _AIM_SHAPE.search(title) or (len(title) > 12 and words.verbs.search(title)):  # noqa: PLR2004
        return None, None
    strong = words.verbs.search(title)
    if strong and not _NOMINAL_TAIL.search(title) and len(title) > 6:  # noqa: PLR2004
        return None, MAYBE_NOMINAL
    return NOMINAL, MAYBE_NOMINAL


def _nominal_phrase(phrase: str) -> bool:
    """教育培训工作, 发展任务: opened by a word that is a noun as well, and short or opened by two such words."""
    first = _NOUNLIKE.match(phrase)
    if first is None or _NOMINAL_TAIL.search(phrase) is None:
        return False
    return len(phrase) <= 6 or _NOUNLIKE.match(phrase[first.end() :]) is not None  # noqa: PLR2004


def sentence_role(context: SentenceContext, *, preamble: bool) -> tuple[str, Message | None, Message | None]:
    """What a sentence is: ``("overall"|"measure", reason of refusal or None, unsure or None)``."""
    text = context.view[context.start : context.end]
    kind = "overall" if context.role == "overall" or preamble else "measure"
    if context.role in {"review", "background", "appendix"}:
        return kind, (DONE if context.role == "review" else BACKGROUND), None
    if len(text) > _LONGEST:
        return kind, TOO_LONG, None
    if len(text) < _SHORTEST or _FORMAL.search(text):
        return kind, FORMAL, None
    if context.view[context.end : context.end + 1] == ":" and len(text) <= _LONGEST_LEAD_IN:
        return kind, ANNOUNCES, None
    if _ANNOUNCE.search(text) and not _OVERALL_CUE.search(text):
        return kind, ANNOUNCES, None
    if _ANNOUNCE.search(text[-30:]) and kind == "overall":
        return kind, ANNOUNCES, None
    if _EXPECTED.search(text[:40]):
        return kind, EXPECTED, None
    if _BACKGROUND_CUE.search(text) or _PAST_START.match(text) or _opens_in_the_past(context):
        return kind, BACKGROUND, MAYBE_BACKGROUND if kind == "measure" else None
    if preamble and context.role != "overall":
        return (
            kind,
            (None if _OVERALL_CUE.search(text) else BACKGROUND),
            (None if _OVERALL_CUE.search(text) else MAYBE_BACKGROUND),
        )
    if kind == "measure" and _DEFINITION.match(text):
        return kind, DEFINITION, MAYBE_BACKGROUND
    return kind, None, None


def opens_review(context: SentenceContext) -> bool:
    """A sentence after which what follows was done too: 过去五年, 去年, 一年来. A 2023年 speaks only for itself."""
    return _OPENS_REVIEW.match(context.view, context.start, context.end) is not None


def _opens_in_the_past(context: SentenceContext) -> bool:
    """2023年，全市新建学校12所 in a plan for 2024."""
    first = next(iter(context.dates), None)
    return first is not None and first.start == context.start and context.is_past_year(first)


def reviewed_until(document: Document, outline: Outline) -> int:
    """Up to where the text is a review, by its closing words; 0 where it has none.

    这些成绩来之不易 and the thanks that go with it close a review, also where its heading is missing (a
    fragment, a heading that only praises). A part whose heading looks ahead is never taken for one.
    """
    starts = [heading.line_start for heading in outline.headings]
    for hit in reversed(list(_CLOSES_REVIEW.finditer(document.view))):
        over = outline.headings[: bisect_right(starts, hit.start())]
        if not any(_AHEAD_TITLE.search(document.view, heading.start, heading.end) for heading in over):
            return hit.start()
    return 0


def admits_problems(view: str, start: int) -> bool:
    """Whether the paragraph at ``start`` says what is wrong (我们也清醒地看到…问题): its figures stand so already."""
    return _ADMITS.match(view, start) is not None


def tells_what_was_done(view: str, start: int) -> bool:
    """Whether the paragraph at ``start`` reports: finished verbs again and again, and nothing that is to come."""
    end = view.find("\n", start)
    end = len(view) if end < 0 else end
    done = sum(1 for _ in islice(_DONE.finditer(view, start, end), _REPORTS))
    return done >= _REPORTS and _TURNS_AHEAD.search(view, start, end) is None


def turns_ahead(context: SentenceContext) -> bool:
    """A sentence that turns from the review to what is to be done, or names the plan's own year."""
    own_year = context.period is not None and f"{context.period}年" in context.view[context.start : context.end]
    return own_year or _TURNS_AHEAD.search(context.view, context.start, context.end) is not None


def measure_candidate(
    context: SentenceContext, reason: Message | None, unsure: Message | None, words: RuleLexicons
) -> MeasureCandidate:
    """The sentence as a measure, with its actors and deadline."""
    if reason is None and words.verbs.search(context.view, context.start, context.end) is None:
        unsure = MAYBE_BACKGROUND
        if context.sentence.stop <= context.end and not context.sentence.tags:
            reason, unsure = FORMAL, None  # a line without verb and full stop: signature, caption, motto
    own = [d for d in context.dates if not d.begins and not context.is_past_year(d)]
    date = own[0] if own else None
    due = (date.start, date.end) if date else context.sentence.due
    return MeasureCandidate(
        context.start, context.end, context.sentence.heading,
        actors=[name for tag in context.sentence.tags for name in actors(context.view, context.text, *tag)],
        deadline=" ".join(context.text[slice(*due)].split()) if due else None,
        accepted=reason is None, reason=reason, unsure=unsure,
    )  # fmt: skip


_SAYS_WHEN = re.compile(r"\d{1,2}月|年底|季度|上半年|下半年|年内|持续推进|长期坚持|按进度|按期完成|取得")
_SAYS_WHO = re.compile(r"[局委办处科厅部院校室会]|政府|公司|集团")
_ACTOR_TAIL = re.compile(
    r"(?:等?(?:(?:按职责)?分别|分工|共同|按职责分工|按照职责分工)|等|(?<!牵头|负责|配合|参与|落实|承担))"
    r"(?:牵头|负责|配合|参与|落实|承担)+$"
)


# 各区、县级市政府 is one name, as 各县（市、区）政府 is.
_LEVELS = re.compile(
    r" ?各(?:区|县|市|乡|镇|街道?|旗)、(?:县级市|县|市|区|乡镇?|镇|街道?|旗)(?:\([^()]{1,8}\))?"
    r"[市县]?(?:人民)?(?:政府|管委会|办事处)"
)


def actors(view: str, text: str, start: int, end: int) -> list[str]:
    """The names in a responsibility tag, in order; a tag that only says by when has none.

    Names are separated by 、 ， ； outside brackets: 各县（市、区）政府 is one. Read on ``view``, given as in ``text``.
    """
    if _SAYS_WHEN.search(view, start, end) and not _SAYS_WHO.search(view, start, end):
        return []
    names: list[str] = []
    depth, begin = 0, start
    for at in range(start, end + 1):
        char = view[at] if at < end else "、"
        depth += (char in "([" and at > start) - (char in ")]" and depth > 0)
        levels = _LEVELS.match(view, begin, end) if char == "、" else None
        if levels is not None and at < levels.end():
            continue
        if char in "、,;:。〔【〕】" and depth <= 0:
            name = _name(view, text, begin, at)
            if name and name not in names and char != ":":
                names.append(name)
            begin = at + 1
    return names


def _name(view: str, text: str, start: int, end: int) -> str:
    while start < end and view[start] in "([〔【 ":
        start += 1
    while (
        start < end
        and view[end - 1] in ")]〕】 。"
        and view.count("(", start, end) < view.count(")", start, end) + (view[end - 1] != ")")
    ):
        end -= 1
    tail = _ACTOR_TAIL.search(view[start:end])
    if tail:
        end = start + tail.start()
    return "" if _SAYS_WHEN.search(view, start, end) or end - start < 2 else text[start:end]  # noqa: PLR2004
