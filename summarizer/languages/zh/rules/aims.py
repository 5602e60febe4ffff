"""Goals and measures: which headings state an aim, which sentences commit somebody to an action."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.engines.candidates import GoalCandidate, MeasureCandidate
from summarizer.engines.rules.reasons import Reason, Verdict
from summarizer.languages.patterns import verbose
from summarizer.languages.records import NAMED, NAMED_LIST
from summarizer.languages.zh.rules import standing
from summarizer.languages.zh.rules.actors import of_cells, of_tags
from summarizer.languages.zh.rules.mentioned import VERB, mentioned
from summarizer.languages.zh.rules.standing import MODAL
from summarizer.languages.zh.sentences import due_in

if TYPE_CHECKING:
    from summarizer.languages.zh.rules.context import SentenceContext
    from summarizer.languages.zh.rules.lexicons import RuleLexicons
    from summarizer.structure.outline import Heading

_ASIDE: dict[str, Reason] = {"review": "past", "background": "background", "appendix": "background"}
"""Parts of a document that plan nothing, by the roles of their headings."""
# Titles that name a part and state no aim: 总体要求, 主要目标和任务.
_NOMINAL = verbose(
    r"""
    ^(?:总体|主要|重点|工作|指导|基本|保障|组织(?!领导)|发展|目标|预期|实施|政策|相关|有关|其他|具体|年度|阶段
      |下一步|今后|明年|今年|本年度?|\d{4}年(?:度)?)*                                   # of what kind, of when
     (?:要求|思路|思想|原则|目标|任务|措施|步骤|安排|内容|范围|对象|方法|方式|时间|情况|成效|成绩|问题|不足|打算
      |形势|背景|意义|依据|说明|附件|附则|分工|职责|机构|领导小组|要点|部署|保障|实施|领导|考核|计划|举措|重点
      |事项|环节|指标|概况|现状|基础|机遇|挑战|回顾|总结|建议|工作)                                     # the part
     (?:(?:和|与|及|、)[一-鿿]{2,8}){0,3}$                                                             # 、基本原则
    """
)
# The same with other words before it (德育工作目标); asked only of titles that no verb opens.
_NOMINAL_ANY = re.compile(
    r"^[^,]{0,10}(?:要求|思路|思想|原则|目标|任务|措施|步骤|安排|情况|问题|形势|背景|要点|部署|重点|指标|附件)$"
)
_NOMINAL_LONG = re.compile(r"^[^,]{0,40}(?:目标任务|主要目标|主要任务|重点工作|重点任务|发展成就)$")
# 推进民生幸福工程总体目标: it says what the part holds, also after a verb.
_NAMES_THE_PART = tuple("总体目标 总体要求 总体思路 指导思想 基本原则 工作原则 保障措施 工作要求".split())
_FULFILS = re.compile(r"(?:全面|严格|切实|坚决|全力|认真)*(?:落实|完成|达成|压实)")
# 紧缺人才开发项目: without a verb at its head, a title that ends so names a thing.
_NAMES_A_THING = re.compile(r"(?:项目|计划|工程|行动|规划|方案|办法|制度|机制|体系|平台|中心|基地|活动)$")
# 人居环境品质提升行动: the verb stands last, and says what is to become of it.
_NAMES_A_DRIVE = re.compile(r"(?:专项|攻坚)?(?:行动|工程|计划)$")
# The last word of a noun phrase: 教育培训工作.
_NOMINAL_TAIL = verbose(
    r"""
    (?:工作|建设|改革|管理|发展|服务|教育|培训|项目|工程|方面|事业|体系|机制|制度|活动|任务|目标|措施|情况
      |类|领域|篇|年|会|局|处|部|科|网|库)$
    """
)
# The shape of a slogan that states an aim.
_AIM_SHAPE = verbose(
    r"""
      以.{2,24}(?:为|促|带|推)                                                          # 以评促建
    | 在.{2,20}(?:上|中)                                                                # 在改革创新上
    | \S{2,6}[促提树立重强出增见上展创优固抓谋守补扩聚惠育稳夯筑添求]\S{2,3}$           # 党建引领促发展
    | (?:新|大|更)\S{0,6}(?:突破|提升|发展|台阶|成效|进展|作为|跨越|格局|局面|水平)$    # 新突破
    """
)
_LISTS_BELOW = re.compile(r"(?:以下|如下|下列)")

# Sentences that say what the plan is to achieve as a whole.
_OVERALL_CUE = verbose(
    r"""
      为指导|总体(?:要求|思路|目标)|工作(?:思路|总目标|总要求)
    | (?:主要|预期|总|奋斗|工作|发展)目标(?:任务)?是|指导思想是
    | 以.{2,40}为(?:主线|统领|引领|目标|动力|根本|中心|核心|抓手|重点|主题)
    | 紧紧围绕.{4,}
    | (?:全面)?贯彻.{2,60}(?:精神|方针|部署|思想)
    """
)
# 2025年是…收官之年,…指导思想是:… says what it is to achieve whatever else it says.
_NAMES_THE_AIM = re.compile(
    r"(?:总体|工作|主要|发展|奋斗|预期|总)(?:目标(?:任务)?|思路|要求|思想)(?:是|为|:)|指导思想(?:是|为|:)"
)
_TAKEN_UP = re.compile(
    r"以|把|让|使|在|始终|更加|牢牢|紧扣|围绕|紧紧|锚定|对标|瞄准|立足|坚决|统筹|奋力|按照|通过|进一步"
)
_STRIVES = re.compile(
    r"(?:^|[,:])(?:努力|奋力|着力|全力|力争|争取|确保|坚持|加快|全面|推动|不断|进一步|切实|大力|深入|扎实)"
)
# 为加强美育工作,促进学生全面发展,…制定本方案。 announces, and says what for; 为贯彻…精神,制定本方案 only announces.
_TO_WHAT_END = re.compile(r"^为|,为(?=提|加|推|促|全|进|切|更|保|改|规|做|实|确|增|扩|破|解)")
_OUTCOME = re.compile(
    r"(?:^|,)为(?:进一步|切实|全面|加快|持续)*(?:提[高升]|增强|改善|促进|保障|优化)[^,]{2,60},(?:推进|推动)"
    r"|,(?:切实|有效|全面|不断|进一步|着力|更好地?|持续|大力)*(?:促进|提高|提升|增强|改善|满足|实现|保障|维护|助力|助推|打造|建成)"
)
_FOLLOWING = r"""
    (?: \S{0,6}(?:意见|要点|方案|措施|工作|计划|安排)$ | (?<=(?:抓好|做好|落实|完成)..).{0,6}(?:工作|任务) )
"""
_ANNOUNCE = verbose(
    rf"""
      现将(?<!实现将)|现提出|特制[定订]|制[定订]本|编制本|提出(?:如下|以下)|通知如下
    | 印发给你们                                                                                 # what is issued
    | 现代表|我代表|予以审议|提请.{{0,8}}审议|报告工作|各位代表                                  # a report's opening
    | 结合(?:我[省市县区校]|本[省市县区校]|实际).{{0,12}}(?:制定本|制定如下|提出)
    | 重点(?:做好|抓好|推进)(?:以下|如下)
    | 如下(?:[:。]?$|{_FOLLOWING}) | 以下{_FOLLOWING} | 下列(?<=(?:抓好|做好|落实|完成)..).{{0,6}}(?:工作|任务)
    """
)
# 为贯彻…精神，我委编制了…: what was issued already
_DRAWN_UP = re.compile(
    r"(?:我[委局办厅省市县区州院校]|本[委局办厅院校])[^,]{0,8}(?:编制|制[定订]|起草|拟[定订]|修订|形成|印发)了"
)
# 请各单位认真贯彻执行 of a notice; 请各区于3月底前报送… within the plan is work.
_REQUEST = re.compile(r"请(?:认真|各|结合|遵照|予|你)")
_CARRY_OUT = re.compile(
    r"(?:遵照|认真|抓好|切实|结合实际)[^,]{0,6}(?:执行|贯彻|落实|实施|办理)(?:好)?$|(?:贯彻|组织)(?:执行|落实|实施)$"
)
_BACKGROUND_CUE = verbose(
    r"""
      (?: 今年|明年|\d{4}年|[xX]{4}年|“?十[一二三四五]五”?(?:时期|期间)?|当前|目前|总体上看|近年来   # at what time
         | 面对|随着|由于|从.{2,10}看                                                   # in view of what
         | 我们(?:要|必须)?清醒|同时[,，]?(?:我们)?(?:也|必须)(?:要)?(?:清醒|看到)
       ).{0,40}
       (?:是.{2,60}(?:年|期|时期|节点|阶段|关键)|之年|开局|起步|形势|面临|存在|机遇|挑战|意义|进入)     # how things are
    | (?:这|上述|以上).{0,20}是
    | (?:过去|截[至止]|去年|回顾|一年来|五年来|\d{4}年以来)                                    # of when
    """
)
_DONE_CUE = re.compile(r"(?:取得|获得|荣获|完成|实现|建成|形成|迈出|跃居|创造)了")
# Why it matters
_MATTERS = re.compile(r".{0,20}具有(?:十分|非常)?(?:重要|重大)|.{0,20}意义重大|.{0,20}至关重要")
# What is wanting, where nothing is said against it: 教师缺额大, …最薄弱的环节.
_LACKS = re.compile(
    r"^(?![^,]{0,12}(?:解决|破解|补齐|消除|改变|克服))(?=.*(?:薄弱(?:的环节)?|缺额较?大|滞后|任务(?:较|很|繁)?重|压力(?:较|很)?大"
    r"|[较偏][低少小弱慢]|不[高强够足均优])(?:$|,))|的需要(?:,|$)"
)
_EXPECTED = re.compile(
    r"待(?<=^待).{2,16}后|将(?:迎来|实现跨越|进一步(?:提升|增强|缓解))|"
    + "|".join(f"{word}(?<=^{word})" for word in "预计 届时 建成后 投产后 完成后 达产后".split())
)
_EXPECTED_WITHIN = 40
# A word for each repeat: of what follows a repeat, `re` looks for a first character, but for no choice of them.
_DEFINES = "包括 是指 指的是 分为 系指 所称".split()
_DEFINED_WITHIN = 32
_DEFINITION = re.compile(
    "|".join(rf"^.{{2,24}}{word}" for word in (*_DEFINES, f"主要(?:{'|'.join(_DEFINES)})")) + "|^(?:其中|注)[::]"
)
_FORMAL = verbose(
    r"""
      (?: 各位|同志们|主送|抄送|附件?[::\d一二]|联系(?:人|电话)|来源|主任|局长|市长     # address, annex, contact
         | (?:电话|传真|地址|邮编|网址|编辑|责编|审核|签发)[::])
    | (?:\d{4}|[二〇○零一]{4})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日$    # its day
    # lines of a table that was flattened into text: its caption, its head, its rows
    | 表[ ]?\d{1,2}(?!月|\d)
    | (?:序号[ ]?)?指标[^。]{0,40}(?:属性|单位)$
    """
)
_POLITE = re.compile(r".{0,12}谢谢大家|.{0,40}此致$|.{0,40}敬礼$")
_ROW_END = re.compile(r"(?<![为是一-鿿])[ ]?(?:预期性|约束性)$")
_NOUN_ENDS = frozenset("网库队组站圈链员者表卡码率费金款图册书班台")
"""With these a noun of three characters ends (防护网), no verb's object."""
_PHRASES = re.compile(r"[,、 ]")
_COUNTS = re.compile(r"\d")
_MANNER, _OBJECT = 4, 2
"""Characters of the parts of a title of manner, verb and object."""
_MIN_LENGTH = 4
_MAX_LENGTH = 1200
_MAX_LEAD_IN = 30
_MAX_REQUEST = 40
_MAX_NAME = 30
# What makes of a name a sentence: a figure, a predicate.
_SAYS_SOMETHING = re.compile(
    r"\d|成为|基本|明显|显著|持续|稳步|逐步|更加|不断|得到|具有|实现|平衡|稳定|全部|均[^衡等价值]"
)
_MIN_LONG_TITLE = 12
_MAX_SHORT_TITLE = 6


def heading_goal(view: str, index: int, heading: Heading, section: int, words: RuleLexicons) -> GoalCandidate:
    """A heading as a goal: accepted where it states an aim."""
    level = heading.level <= section and not heading.run_in
    candidate = GoalCandidate(heading.start, heading.end, "section" if level else "task", index, heading.parent)
    return candidate.judged(*_title_verdict(heading, view[heading.start : heading.end], words))


def _title_verdict(heading: Heading, title: str, words: RuleLexicons) -> Verdict:
    if heading.role in _ASIDE:
        return Verdict(_ASIDE[heading.role])
    if _LISTS_BELOW.search(title):
        return Verdict("announcement")
    if heading.system in {NAMED, NAMED_LIST}:
        return Verdict("nominal-heading")
    opens = words.aim_verbs.match(title)
    if len(title) < _MIN_LENGTH:
        return Verdict("nominal-heading", "maybe-nominal-heading" if opens else None)
    phrases = _PHRASES.split(title)
    # 加强领导,落实保障措施: what is said of the part is only its last phrase
    names = title.endswith(_NAMES_THE_PART) and not (
        _FULFILS.match(title) or any(_commits(phrase, words) for phrase in phrases[:-1])
    )
    if _NOMINAL.match(title) or names or (_NOMINAL_LONG.match(title) and not opens):
        return Verdict("nominal-heading")
    if any(_commits(phrase, words) for phrase in phrases) or _names_its_aim(title, words):
        return Verdict()
    manner = {_manner(phrase, words) for phrase in phrases}
    if manner != {None}:
        return Verdict(None, None if "known" in manner else "maybe-nominal-heading")
    if _NOMINAL_ANY.match(title):
        return Verdict("nominal-heading")
    if _NAMES_A_DRIVE.search(title) and _ends_in_a_verb(title, words):
        return Verdict(None, "maybe-nominal-heading")
    if _NAMES_A_THING.search(title):
        return Verdict("nominal-heading", "maybe-nominal-heading")
    verb = words.aim_verbs.search(title)
    if _AIM_SHAPE.search(title) or (verb and len(title) > _MIN_LONG_TITLE):
        return Verdict()
    stated = verb and len(title) > _MAX_SHORT_TITLE and not _NOMINAL_TAIL.search(title)
    return Verdict(None if stated else "nominal-heading", "maybe-nominal-heading")


def _names_its_aim(title: str, words: RuleLexicons) -> bool:
    """蝶变新生行动——历史风貌重塑: an action, and what it is for."""
    head, _, tail = title.partition("--")
    if len(tail) < _MIN_LENGTH:
        return False
    ends = tail.endswith(words.aim_endings) or words.verb_endings.longest(tail, 0, len(tail)) is not None
    return ends or _NAMES_A_DRIVE.search(head) is not None


def _ends_in_a_verb(title: str, words: RuleLexicons) -> bool:
    """Whether a verb stands before the last word of a title, and something to do it with before that."""
    drive = _NAMES_A_DRIVE.search(title)
    core = title[: drive.start()] if drive else title
    verb = title.endswith("行动") and words.verb_endings.longest(core, 0, len(core))
    return len(core) >= _MAX_SHORT_TITLE and bool(verb or core.endswith(words.aim_endings))


def _commits(phrase: str, words: RuleLexicons) -> bool:
    """A phrase of a title that a verb opens, with or without an adverb before it."""
    lead = words.adverbs.match(phrase)
    counts = _COUNTS.search(phrase)
    for begin in (0, lead.end() if lead else 0):
        verb = words.aim_verbs.match(phrase, begin) or (counts and words.trade_verbs.match(phrase, begin))
        if verb and len(phrase) > verb.end() and (begin or not _nominal_phrase(phrase, words)):
            return True
    return False


def _manner(phrase: str, words: RuleLexicons) -> str | None:
    """慎终如始防风险: four characters say how, a verb and its object what; ``known`` where the lexicon has the four."""
    lead = words.manners.match(phrase)
    at = lead.end() if lead else _MANNER
    verb = words.aim_verbs.match(phrase, at)
    if verb is not None and len(phrase) - verb.end() >= _OBJECT:
        return "known" if lead else None
    if verb is None and len(phrase) > at and phrase[at] in words.title_verbs and len(phrase) - at > _OBJECT:
        shaped = len(phrase) == _MANNER + 1 + _OBJECT and phrase[-1] not in _NOUN_ENDS
        return "known" if lead else "shaped" if shaped else None
    return None


def _nominal_phrase(phrase: str, words: RuleLexicons) -> bool:
    """教育培训工作, 发展任务: opened by a word that is a noun as well, and short or opened by two such words."""
    first = words.noun_verbs.match(phrase)
    if first is None or _NOMINAL_TAIL.search(phrase) is None:
        return False
    return len(phrase) <= _MAX_SHORT_TITLE or words.noun_verbs.match(phrase, first.end()) is not None


def sentence_verdict(context: SentenceContext, *, preamble: bool) -> Verdict:
    """Whether a sentence states an aim (in the preamble, in a part on the plan as a whole) or commits to an action."""
    text = context.view[context.start : context.end]
    overall = preamble or context.role == "overall"
    if context.role in _ASIDE:
        return Verdict(_ASIDE[context.role])
    if len(text) > _MAX_LENGTH:
        return Verdict("too-long")
    if len(text) < _MIN_LENGTH or _is_formal(text):
        return Verdict("formality")
    if context.view[context.end : context.end + 1] == ":" and len(text) <= _MAX_LEAD_IN:
        return Verdict("announcement")
    drawn_up = overall and "了" in text and _DRAWN_UP.search(text)
    if preamble and not drawn_up and _says_what_for(text, context):
        return Verdict()
    if drawn_up or _announces(text, overall=overall) or _requests(text, preamble=preamble):
        return Verdict("announcement")
    if _EXPECTED.search(text, 0, _EXPECTED_WITHIN):
        return Verdict("expected-effect")
    if overall and (_NAMES_THE_AIM.search(text) or (preamble and _means_to(text, context))):
        return Verdict()
    if _tells_how_things_are(text, context) or (overall and _LACKS.search(text)):
        return Verdict("background", None if overall else "maybe-background")
    if preamble and context.role != "overall":
        return Verdict() if _OVERALL_CUE.search(text) else Verdict("background", "maybe-background")
    if not overall and (_defines(text) or standing.is_described(context)):
        return Verdict("definition", "maybe-background")
    return Verdict()


def _is_formal(text: str) -> bool:
    """An address, a contact, the day, thanks, a line of a table."""
    polite = ("谢谢" in text or text.endswith(("此致", "敬礼"))) and _POLITE.match(text) is not None
    return polite or _FORMAL.match(text) is not None or (text[-1] == "性" and _ROW_END.search(text) is not None)


def _defines(text: str) -> bool:
    """Few sentences hold such a word: only these are tried."""
    may = text.startswith(("其中", "注")) or any(map(text[:_DEFINED_WITHIN].__contains__, _DEFINES))
    return may and _DEFINITION.match(text) is not None


def _says_what_for(text: str, context: SentenceContext) -> bool:
    """为加强美育工作,促进学生全面发展,…制定本方案."""
    return bool(
        _TO_WHAT_END.search(text) and context.view[context.end : context.end + 1] != ":" and _OUTCOME.search(text)
    )


def _announces(text: str, *, overall: bool) -> bool:
    found = _ANNOUNCE.search(text)
    return bool(found and (not _OVERALL_CUE.search(text) or (overall and _ANNOUNCE.search(text[-30:]))))


def _requests(text: str, *, preamble: bool) -> bool:
    """Whether a sentence only asks for the paper to be carried out, or stands before the plan."""
    if "请" not in text or not _REQUEST.search(text):
        return False
    return preamble or (len(text) <= _MAX_REQUEST and _CARRY_OUT.search(text) is not None)


def _tells_how_things_are(text: str, context: SentenceContext) -> bool:
    """In view of what, why it matters, what was done."""
    done = "了" in text and _DONE_CUE.search(text) is not None
    matters = "重" in text and _MATTERS.match(text) is not None
    told = matters or _BACKGROUND_CUE.match(text) is not None or standing.stands_now(context)
    return done or (told and not context.opens_with_deadline) or _opens_in_the_past(context)


def _means_to(text: str, context: SentenceContext) -> bool:
    """Whether a sentence of the preamble says what is going to be done: 我局将围绕…, …要落实…, 努力实现…."""
    if context.past or _opens_in_the_past(context):
        return False
    words = context.words
    for modal in MODAL.finditer(text):
        at = modal.end()
        if _TAKEN_UP.match(text, at) or words.verbs.match(text, at) or words.adverbs.match(text, at):
            return True
    return _STRIVES.search(text) is not None


def _opens_in_the_past(context: SentenceContext) -> bool:
    """2023年，全市新建学校12所 in a plan for 2024."""
    dates = context.dates
    return bool(dates) and dates[0].start == context.start and context.is_past_year(dates[0])


def _is_committed(context: SentenceContext) -> bool:
    """A verb says so, or the other cells of a table's row: who is to do it, or by when."""
    sentence = context.sentence
    told = sentence.cell is not None and bool(sentence.tags or sentence.due)
    words, start = context.words, context.start
    opens = context.view[start : start + VERB] in words.verb_words  # as most do
    return told or opens or words.any_verb.search(context.view, start, context.end) is not None


def measure(context: SentenceContext, verdict: Verdict) -> MeasureCandidate:
    """The sentence as a measure, with its actors and deadline."""
    sentence = context.sentence
    if verdict.reason is None and not _is_committed(context):
        # A line without verb and full stop is a signature, a caption, a motto.
        bare = (sentence.stop <= context.end and not sentence.tags) or _is_name(context)
        verdict = Verdict("formality") if bare else Verdict(None, "maybe-background")
    elif verdict.reason is None and context.listed and _is_name(context):
        verdict = Verdict("formality")
    due = sentence.due
    if due is None and (sentence.tags or context.dates):
        limits = (due_in(context.view, *tag) for tag in sentence.tags)
        dates = ((d.start, d.end) for d in context.dates if not d.begins and not context.is_past_year(d))
        due = next((found[1:] for found in limits if found is not None), None) or next(dates, None)
    deadline = " ".join(context.text[slice(*due)].split()) if due else None
    made = MeasureCandidate(context.start, context.end, sentence.heading, deadline=deadline)
    if sentence.tags:
        # The names in cells are tags too, of which the head of the column tells more.
        own = [tag for tag in sentence.tags if not any(cell.start <= tag[0] < cell.end for cell in sentence.offices)]
        who = of_tags(context.view, context.text, own)
        for names, more in zip(who, of_cells(context.view, context.text, sentence.offices), strict=True):
            names.extend(name for name in more if name not in names)
        made.actors, made.lead, made.support = who
    made.mentioned = mentioned(context, made.actors)
    return made.judged(*verdict)


def _is_name(context: SentenceContext) -> bool:
    """河西镇冷链物流产业园: nothing is said of it, its last word is a thing's or it stands in a list."""
    view, start, end, words = context.view, context.start, context.end, context.words
    if end - start > _MAX_NAME or len(context.clauses) > 1 or _SAYS_SOMETHING.search(view, start, end):
        return False
    lead = words.adverbs.match(view, start, end)
    if any(words.verbs.match(view, at, end) for at in (start, lead.end() if lead else start)):
        return False
    if view.endswith(words.thing_nouns, start, end):
        return True
    return context.listed and words.any_verb.search(view, start, end) is None
