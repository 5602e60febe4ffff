"""Offices that a sentence names without a tag, and gives a part in the work (配合区重点工程服务中心, 由市教育局牵头).

Three ways of saying so are read: behind the name, what it does or has to do (市教育局牵头, 各级政府要…, 市教育局印发…);
before it, that one works with it (会同, 联合, 配合, 由, 以…为主体); around it, that one does (与…共同, 与…的协作). Not
read: whom something is reported to, who is supervised, supported or assessed, who oversees; who does it no longer
(不再由…) or gives it to another (由…转交…); offices that are built or reformed themselves (配合…中心建设); those that
are not named (有关部门); arrangements that are only to be set up (建立教育部门牵头…的机制).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.languages.patterns import verbose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.languages.zh.rules.context import SentenceContext

Span = tuple[int, int]

# What the name of an office ends with, and words that only look like it. The characters that those begin with come
# first: nearly every place is passed over at once.
_END = verbose(
    r"""
    (?=[局委处科股办厅部政机管中学法检研医职师剧画敬卫国福大幼专公集银分支协联商工文妇残共青组宣统武教民司财信建运水农旅应府编
       改创招外侨台金网党安河小考])
    (?:
      (?<![布格全大结时当开破战])局
    | 委员会 | (?<![常政])委(?![员派托以会])
    | (?:办事|管理|服务)处 | [处科股]室(?![主长]) | (?<![之好用各何到四深住长短益害坏])处(?=[、和牵负配会])
    | 办公室
    | (?:委|府|编|文明|改革|创建|招生?|外|侨|台|金融|法制|信访|网信|统筹|政|党|安|河长|小组)办(?![法理公学事好实])
    | 厅(?!局级) | 部门(?:单位)? | 政府(?!投|采|购|性|债|网|门户|工作|会计|职) | 机关(?![事工干党]) | 管委会
    | (?<![为市镇乡])中心(?![校园小城地镇区组])
    | (?:学|法|检察|研究|考试|医|科学|职|师|剧|画|敬老|卫生|国务|福利)院(?![校系所士线子]) | 大学(?![生习])
    | (?:幼|医|师)专 | (?<!有限)公司 | 集团(?![化校军公+]) | (?:银|分|支)行(?![动政业]|为(?!成员))
    | 协会|学会(?!学)|联合会|商会|(?:工会|文联|妇联|残联|科协|共青团)(?:组织)? | 青少年宫
    | (?:组织|宣传|统战|武装|工作|教育|科技|公安|民政|司法|财政|信息化|建设|运输|水利|农村|商务|旅游|应急管理)部
      (?![门分位署队长])
    )
    """
)
_CHEAP = re.compile(
    "[局委处办厅府院司团会联协宫]|[科股公]室|部(?:门|(?<=[一-鿿]{2}部))|机关|中心|[银分支]行|[幼医师]专|各[县市区旗州乡镇街级地]|大学"
)
"""In every clause that names an office."""
_IN_ALL = re.compile(
    "[局委处办厅院会司团联协宫室部府关心行专学各](?:(?<=[局委处办厅院])|(?<=[员委协学合商工]会)|(?<=公司)|(?<=[集青]团)"
    "|(?<=[文妇残]联)|(?<=科协)|(?<=少年宫)|(?<=[科股公]室)|(?<=部)门|(?<=[一-鿿]{2}部)|(?<=政府)|(?<=机关)|(?<=中心)"
    "|(?<=[银分支]行)|(?<=[幼医师]专)|(?<=大学)|(?<=各)[县市区旗州乡镇街级地])"
)
"""In every sentence that does: few hold one of these and no office, while 社会 is in many a clause."""
# 各县(市)、区: the areas of a level stand for who governs them.
_AREAS = re.compile(
    r"各(?:级|地)?(?:乡镇|街道|[县市区旗州乡镇]{1,3})(?:\([^()]{1,8}\))?"
    r"(?:[、和](?:县级市|乡镇|街道|[县市区旗乡镇])(?:\([^()]{1,8}\))?)*(?:(?:党委|人民)?、?(?:政府|管委会))?"
)
_NAMES_NOBODY = verbose(
    r"""
    .*(?:有关|相关|任何|其他|其它|所有|\d|[一二两三四五六七八九十][所个家]).*
    | (?:各|本|多|跨|大|和|、|等|全市|全县|全区|县级|市级)*
      (?:部门(?:单位)?|政府|机关|公司|集团|中心|处|学院|大学|委员会)
    | .*(?:学|高|院)校|.*(?:企业|团体|机构)
    """
)
_NO_BEGINNING = re.compile(
    r"[向对从在为把将让使按围根落贯接受依是与和同跟给被以因于]|经(?![济信贸开委])|通过|主要|必要时|协助|会同|联合|配合|协同"
)
"""With what stands before a name no name begins: 向国务院, 按照市委."""
_NO_NAME = re.compile(r"[,;:。的“”\"《》了由]|会同|配合|应当|以及因|发挥|加强|强化|压实|明确|督促|充分|切实")
_ALSO = re.compile(r"\([^(),;:]{2,16}\)|(?:各?有关|各?相关|各)(?:部门|单位)")
"""What an office is called as well: 市发展改革委（市粮食和物资储备局）; those of it that are not named."""
_JOINS = re.compile(r"[、和及与]|以及")
# What goes on behind the last name: 等部门, 、各学校, 及其工作人员.
_GOES_ON = re.compile(
    r"(?:(?:组织)?等(?:[一-鿿]{0,4}(?:部门|单位|机构|团体|组织|方面|力量))?(?:\(单位\))?"
    r"|[、和及](?:各|市直|中小|中职|本)[一-鿿]{0,5}校|及其[一-鿿]{2,5}(?=[要应须必按先及对]))+,?"
)
_NO_OFFICE = re.compile(r"(?:学|高|院)校(?=[、和及])|(?:企业|团体)(?=[、和及])")
# What stands behind a name that leads, helps or has something to do.
_DOES = verbose(
    r"""
    (?:都|均|也|还|一定|分别|分工|共同|具体|按职责(?:分工)?|每(?:学)?[年期月]|每季度|定期|切实|及时|年内|今年|适时)*
    (?: 牵头|负(?:总|直接|主体)?责任? (?!制|人) | 主办|承办|协办|配合|参与(?!率|度)
      | 要(?![求素点闻件]) | 应(?!急|用|对|届) | 必?须 | 将(?=[^军领来]) )
    """
)
_WORKS_WITH = verbose(
    r"""
    会同|联合(?![会体办国大执创培互接开打举公申攻发作])|协同|配合|协助|发挥|由(?<![自理事缘]由)|以(?<![可加难足予给得]以)
    # A name may hold 与 itself: 规划与自然资源局.
    | 与(?: (?<=[\n .)·,;:。、将并应要可须]与) | (?<=\A与)
        | (?<=加强与|深化与|强化与|密切与|推进与|推动与|积极与|主动与|继续与|持续与|广泛与|深入与|全面与|充分与|不断与))
    """
)
_BY, _WITH_MAIN, _PLAYS, _AND = "由", "以", "发挥", "与"
_DENIED = re.compile(
    r"(?:不再|不是|并非|[不未非]|无[须需]|不[得能应可必宜]|避免|防止|严禁|禁止|杜绝|取消|[原曾]|原来|原先|[此以]前|过去|以往)$"
)
"""Before such a word: 不再由市教育局, 原由市教育局."""
_FURTHEST = 4
_GIVES = verbose(
    r"""
    (?:统一|正式|逐步|整体|全部|直接|及时|依法|依规)*
    (?:转交|移交|移送|交由|交给|转给|划归|划转|划给|划入|并入)[给至到为由]?
    | [^,;:。]{0,20}?(?:改|转|变|调整|变更)[为由]由?
    """
)
"""Behind who gives something to another: 由体育局转交教育局."""
_LEADS_IN_IT = re.compile(r"的?(?:总?牵头|主责)[^,;:。]{0,6}作用")
"""Behind 发挥 and a name."""
_JOINTLY = verbose(
    r"""
    (?:共同|联合|一起|一道|一同|携手|联手|协同|协力)(?![的体])
    | 的?(?:战略|密切|紧密|沟通|协调|联系|对接|交流)*(?:协作|合作|协同|配合|联动){1,2}(?=[,;:。、)和与]|\Z)
    """
)
"""Behind 与 and a name: 与市妇联共同, 与市妇联的协作."""
_AIDS = frozenset({"配合", "协助", "协同"})
_IS_WHOLE = re.compile(r"(?:工作|工程|项目|任务|需要|要求)?(?:[,;:。、)和及]|\Z)")
"""Behind a noun that is a verb as well, that nothing is done with: 配合市融媒体中心建设."""
_FOR = re.compile(r"为(?![主例依契抓])")
_MAIN = re.compile(r"为(?:主体|主(?![题线要])|牵头单位|责任主体)")
_TURNS_TO = re.compile(
    r"[对将按向在把与先每可]|为成员|根据|结合|会同|联合|各自|分别|共同|积极|全力|做好|进行|直接|据实|委托|召集|汇总|核[定销]"
    r"|应?给予|及时"
)
"""Behind a name, that it acts: 市教育局对…, 区教委按…."""
_NO_ACT = re.compile(r"的|组成|构成|同意|批准|审[核定批]通过|[,;:。、)]|$")
"""Behind 由 and a name: who makes up or allows something does not do it."""
# What is only set up: 建立教育部门牵头、有关部门配合的工作机制.
_ARRANGEMENT = re.compile(
    r"(?:建立|健全|完善|形成|构建|推行|实行|坚持|按照|探索)[^;。]{0,120}?的[^,;。、]{0,20}?(?:机制|体制|格局|模式|体系|制度|原则|要求)"
)
_LEAD = re.compile(r" *(?:第[一二三四五六七八九十百]+条 *)?(?:[一二三四五六七八九十]+是 ?)?(?:并且?|同时)?")
_CLAUSE = re.compile(r"[,;:。]")
_MOST = 60
"""Characters of the names before one word or behind it."""
_LONGEST = 36
"""Of one of them, with what it is called as well."""
_MIN_NAME = 2
_NO_VERB = "组织部"
VERB = 2
"""Characters of nearly every verb."""


def mentioned(context: SentenceContext, tagged: list[str]) -> list[Span]:
    """Where the sentence names offices that are to take part and that are not ``tagged``; in order, each once."""
    view, text = context.view, context.text
    if _IN_ALL.search(view, context.start, context.end) is None:
        return []
    names = sorted({*_acting(context), *_worked_with(context)})
    if not names:
        return []
    arrangements = [found.span() for found in _ARRANGEMENT.finditer(view, context.start, context.end)]
    known = set(tagged)
    found = []
    for start, end in names:
        if any(begin <= start < stop for begin, stop in arrangements) or text[start:end] in known:
            continue
        known.add(text[start:end])
        found.append((start, end))
    return found


def _acting(context: SentenceContext) -> Iterator[Span]:
    """The names at the beginning of a clause behind which it is said that they do something."""
    view = context.view
    for start, end in _clauses(view, context.start, context.end):
        adverb = context.words.adverbs.match(view, start, end)
        verb = adverb.end() if adverb else start
        if view[verb : verb + VERB] in context.words.only_verbs and not view.startswith(_NO_VERB, verb):
            continue  # as most clauses: 加强机关建设, 切实加强机关建设
        if _CHEAP.search(view, start, min(end, start + _LONGEST)) is None:
            continue
        begin = _LEAD.match(view, start, end).end()  # type: ignore[union-attr]  # it may be empty
        names, stop = _names(view, begin, min(end, begin + _MOST))
        if not names:
            continue
        goes_on = stop == end and stop > names[-1][1]  # …、文联等单位, 要…
        acts = _DOES.match(view, stop + goes_on, context.end) is not None
        if acts or (_acts(context, stop + goes_on, context.end) and not _begins_with_verb(context, begin)):
            yield from names


def _worked_with(context: SentenceContext) -> Iterator[Span]:
    """The names behind a word that says that one works with them."""
    view, end = context.view, context.end
    for word in _WORKS_WITH.finditer(view, context.start, end):
        names, stop = _names(view, word.end(), min(end, word.end() + _MOST))
        if not names or _begins_with_verb(context, word.end()):
            continue
        if _DENIED.search(view[max(context.start, word.start() - _FURTHEST) : word.start()]):
            continue
        if word[0] == _BY and (gives := _GIVES.match(view, stop, end)) is not None:
            takers, behind = _names(view, gives.end(), min(end, gives.end() + _MOST))
            if takers:
                names, stop = takers, behind
        if _takes_part(context, word[0], stop, end):
            yield from names


def _takes_part(context: SentenceContext, said: str, at: int, end: int) -> bool:
    """Whether what stands at ``at``, behind names that ``said`` stands before, says that they do something."""
    view = context.view
    if said == _WITH_MAIN:
        return _MAIN.match(view, at, end) is not None
    if said == _PLAYS:
        return _LEADS_IN_IT.match(view, at, end) is not None
    if said == _AND:
        return _JOINTLY.match(view, at, end) is not None
    if said == _BY:
        return _NO_ACT.match(view, at, end) is None
    if said in _AIDS and _is_built(context, at, end):
        return False
    if at == end or view[at] in ",;:。、(" or _DOES.match(view, at, end) or _FOR.match(view, at, end):
        return True
    return _acts(context, at, end)


def _is_built(context: SentenceContext, at: int, end: int) -> bool:
    """Whether a noun of what is done with something follows, and no object: 配合市融媒体中心改革发展."""
    view, begin = context.view, at
    while (noun := context.words.noun_verbs.match(view, at, end)) is not None:
        at = noun.end()
    return at > begin and _IS_WHOLE.match(view, at, end) is not None


def _clauses(view: str, start: int, end: int) -> Iterator[Span]:
    """The stretches between commas, as far as no bracket holds them."""
    begin = start
    for mark in _CLAUSE.finditer(view, start, end):
        if view.count("(", begin, mark.start()) <= view.count(")", begin, mark.start()):
            yield begin, mark.start()
            begin = mark.end()
    yield begin, end


def _names(view: str, start: int, end: int) -> tuple[list[Span], int]:
    """The names of a list that begins at ``start``, and where it ends: behind the last, or what sums it up (等部门)."""
    names: list[Span] = []
    begin = stop = start
    while begin < end and not (begin == start and _NO_BEGINNING.match(view, start, end)):
        stop = _name_end(view, begin, end)
        if stop == begin:
            stop = names[-1][1] if names else start
            break
        aside = [found.end() + 1 for found in _NO_OFFICE.finditer(view, begin, stop)]
        names.append((aside[-1] if aside else begin, stop))
        goes_on = _GOES_ON.match(view, stop, end)
        if goes_on is not None:
            stop = goes_on.end()
            break
        joint = _JOINS.match(view, stop, end)
        if joint is None:
            break
        begin = joint.end()
    return [name for name in names if _is_name(view, *name)], stop


def _name_end(view: str, begin: int, end: int) -> int:
    """Where the name ends that begins at ``begin``, which it is where none does."""
    end = min(end, begin + _LONGEST)
    ending = _AREAS.match(view, begin, end) if view.startswith("各", begin) else None
    if ending is None or not (_DOES.match(view, ending.end()) or _TURNS_TO.match(view, ending.end())):
        ending = _END.search(view, begin, end)  # 各县(区)教育行政部门
    if ending is None or _NO_NAME.search(view, begin, ending.end()):
        return begin
    at = ending.end()
    while (longer := _END.match(view, at, end) or _ALSO.match(view, at, end)) is not None:  # 市政府办公室
        at = longer.end()
    return at


def _is_name(view: str, start: int, end: int) -> bool:
    return end - start >= _MIN_NAME and _NAMES_NOBODY.fullmatch(view, start, end) is None


def _acts(context: SentenceContext, at: int, end: int) -> bool:
    """Whether a verb, or what leads to one, stands at ``at``."""
    view, words = context.view, context.words
    verb = words.verbs.match(view, at, end)
    if verb is not None:
        return not view.startswith("了", verb.end())  # 出台了: it was done
    return _TURNS_TO.match(view, at, end) is not None or words.adverbs.match(view, at, end) is not None


def _begins_with_verb(context: SentenceContext, at: int) -> bool:
    """Whether a name would begin with a verb that is no noun: 加强机关, but not 发展改革部门."""
    adverb = context.words.adverbs.match(context.view, at, context.end)
    found = context.words.verbs.match(context.view, adverb.end() if adverb else at, context.end)
    return found is not None and found[0] not in context.words.noun_verb_words
