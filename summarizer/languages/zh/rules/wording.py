"""The words of a target: its quote (shortest run with quantity, thing counted and adjoining verb) and its indicator.

Chinese puts the thing counted before the number (改造农村薄弱幼儿园70所) or after it (建设10个市级名师工作室);
later members of a list leave out the verb (健身步道2条), which the indicator carries over from the first.
The indicator is always an in-order subsequence of its full sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.languages.patterns import verbose
from summarizer.languages.zh.rules.building import AT, HOPE, MIN_PLACE
from summarizer.languages.zh.rules.edges import CONNECTS, join, without_tail
from summarizer.languages.zh.rules.units import OWN_UNITS, SHARE_UNITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.languages.records import Mention
    from summarizer.languages.zh.rules.context import Pair, SentenceContext

_CONNECTS = re.compile(r"和(?![谐美睦平气解善蔼])|及(?![时格早笄])|与(?![会时众])|并(?![购网轨联存举行列])")
_CONNECTING = frozenset(" 、,;+与并和及")
_CONNECTS_BEHIND = re.compile(rf"(?:[ 、,;+]|{CONNECTS})+$")
# What a quote does not begin with; the look-aheads keep words that begin with the same character (和谐, 要求, 将军).
_LEFT_TRIM = verbose(
    r"""
    (?: [ 、,+()”①-⓿⒈-⒛㈠-㈩□■◆◇●○√✓✔☑▪•➢►★☆◎◉◦‣⁃·▲△▶→❖-]|(?<=\()(?:含|包括)                         # marks
      | (?<![^\n])[*※](?![*※ ])
      # connectors
      | 以及|其中|同时|并且|(?:[并与]|和(?![谐平睦美]))(?=[ ]?[一-鿿]{2})|且|及(?![时格])|或
      | 就是要?|再(?=[新打培])|还(?![原款贷])|要(?![素求点闻件])|须|均(?![衡等价值码])              # adverbs, 要
      | 使(?![用命])|将(?![军来领士])|对(?![口接标外岸])(?=[一-鿿])                               # 将, 对
    )+
    """
)
_NOTHING_FOLLOWS = ' 、,;+()”"-'
_ONLY_CONNECTS = frozenset("和 与 及 以及 或".split())
_HOPE = re.compile(f"(?:{HOPE}|总体上)+")
_LIST_BREAK = re.compile(r"(?:以及|[、和与+]|(?<![惠普涉遍波触])及)(?=[^、和与及+]*$)")
_BOUND_NOUNS = frozenset("大关 整 之多 目标 任务 的目标 红线 底线".split())
# 增长17%: a figure that only says how much what was named before grows
_GROWTH_ONLY = verbose(
    r"""
    (?:较|比|同比|年均|均|力争|争取|确保|上年|去年|同期|上一年|、)*
    (?P<verb>增长|下降|提高|上升|削减|减少|降低|增加|提升|增幅|压减|增速)(?:率)?(?:到|至)?$
    """
)
# 每年至少|举办: the bound is no word of what is counted
_EVERY = re.compile(
    r"(每个?(?:天|日|周|月|季度?|半?年|学[期年]|旬|[两二三四五\d]年)[内里]?)(?:至少|最少|应当?|须|需|要|均)*"
)
# 选派10名干部|到省级医院跟岗学习: where those who are counted go
_GOES = re.compile(r"(?<=[部师生员才人工家队长])(?:到(?!位|岗|达)|赴|前往|下(?=[企乡村基沉])|进(?=[企村校社]))")
_GROWTH_TAIL = re.compile(r"(?:同比|年均)?(?:增长|下降|提高|上升|削减|减少|降低|增加)$")
_BY_MEANS = frozenset(("", "用", "利用", "于"))
"""What may stand between the head of a quote and its date: 用三年时间."""
_SEPARATELY = re.compile(r"分别(?P<rest>[^,;。]*)$")
_AND = re.compile(rf"以及|、|(?:{CONNECTS})(?![谐美睦平会时格])")
_NAMES_BEFORE = re.compile(r"等$|(?:、[^、]{2,})$")
_COMMITS = re.compile(r"^(?:全面|切实|严格|认真|落实|实现|确保|保证|坚持|执行|做到|保障|开展|推行|达到)+")
_RATE = re.compile(r"(?:按照?)?每.{1,3}|按照?|依照")
_BRACKETED = re.compile(r"(?:《[^《》]*》|“[^“”]*”)$")
_JOINED = re.compile(r" ?[、和及] ?")
# A web page's own name spilt into the text (…研修活动某市教育机构): a target's quote avoids it.
_BUSINESSES = ("机构", "公司", "网校", "网站")
_SPAM = verbose(
    rf"""
    (?:(?<=活动)|(?<=项目)|(?<=课程)|(?<=培训)|(?<=大赛)|(?<=讲座))       # behind what the sentence counts
    [一-鿿]{{2,3}}[市县区省][一-鿿]{{0,8}}(?:{"|".join(_BUSINESSES)})$            # a place and a business
    """
)
_OF_ALL = re.compile(r"^(?:[全我][国省市县区州旗镇乡校])的?")
_APPOSED = re.compile(r" ?\($")
# What is said of a thing and never stands alone.
_ATTRIBUTE = verbose(
    r"""
    (?:总|年|新增|建筑|占地|种植|栽培|养殖|播种){0,2}
    (?:面积|产量|产值|增加值|占比|比重|规模|总量|数量|建筑面积)$
    """
)
# 储备价值300万元|的应急物资: of what the figure is, between the verb and it
_VALUED = re.compile(
    r"(?:总?(?:价值|投资|金额|造价)|[总全]?长度?|(?:建筑|占地|总)?面积|容量|库容|储量|规模|产能)(?:约|近|达到?|为)*$"
)
_PLACED = verbose(rf"{AT}|于|结合|依托|利用|借助|通过")
_MAX_WHOSE = 20
_MAX_LEFT = 12
"""Characters before a number that the quote takes in whole."""
_MAX_LONG_LEFT = 26
_MAX_RIGHT = 36


@dataclass(slots=True)
class Wording:
    """The quote's span and the indicator.

    ``subject`` is what a following 增长17% refers to, ``verb`` what later members of the list carry over,
    ``queue`` the subjects that wait for their figure after 分别.
    """

    start: int
    end: int
    indicator: str
    subject: str = ""
    verb: str = ""
    queue: tuple[str, ...] = ()


class Worder:
    """Words the targets of one sentence, one after the other; later ones lean on earlier ones."""

    def __init__(self, context: SentenceContext, mentions: Sequence[Mention], accepted: Sequence[Mention]) -> None:
        """Of ``mentions`` only those ``accepted`` bound their neighbours (由100元提高到120元)."""
        self._context = context
        self._view = context.view
        self._verbs = context.words.verbs
        self._mentions = mentions
        self._accepted = accepted
        self._made: list[Wording] = []

    def word(self, mention: Mention, *, accepted: bool) -> Wording:
        """The wording of ``mention``, remembered for the ones after it where it was accepted."""
        made = self._word(mention)
        made.indicator = self._recurring(made.indicator or self._clause_before(mention), mention)
        if accepted:
            self._made.append(made)
        return made

    def _recurring(self, indicator: str, mention: Mention) -> str:
        """每季度召开会议: how often is said with what is counted, also where the clause before says it."""
        if own := _EVERY.search(indicator):
            whose = indicator[: own.start()]
            if len(whose) <= _MAX_WHOSE and "," not in whose and self._verbs.match(indicator, own.end()):
                whose = ""  # 驾驶员每年接受安全培训: who is no word of what is counted, where a verb follows
            return whose + own[1] + indicator[own.end() :]
        context, at = self._context, mention.number_start
        every = context.last_every(at) if context.recurs(at) else None
        said = _EVERY.match(self._view, every) if every is not None and every >= context.start else None
        return said[1] + indicator if said is not None and said.end() <= at else indicator

    def _word(self, mention: Mention) -> Wording:
        clause_start, clause_end = self._context.clause(mention.number_start)
        quoted = self._context.enclosing(mention.number_start, mention.number_end, '“"')
        if quoted is not None and sum(quoted.start < m.start < quoted.end for m in self._accepted) > 1:
            clause_start, clause_end = self._within(mention, quoted)
            quoted = None
        before = [m for m in self._accepted if clause_start < m.end and m.number_start < mention.number_start]
        previous = self._made[-1] if self._made else None
        bound = max([clause_start, *(m.end for m in before)])
        if previous and before:
            bound = max(bound, min(previous.end, mention.start))
            if _APPOSED.fullmatch(self._view, before[-1].end, mention.start):
                return self._apposed(mention, before[-1], previous)
        if quoted is not None and quoted.start >= bound:
            return self._quoted(self._trim(bound, quoted.start), quoted)
        start, left = self._trim(bound, mention.start)
        if left.strip() in _ONLY_CONNECTS:
            start, left = mention.start, ""
        if previous and before and previous.queue and not left:
            waiting = join(previous.queue[0], previous.verb)
            return Wording(start, mention.end, waiting, previous.subject, previous.verb, previous.queue[1:])
        if separate := _SEPARATELY.search(left):
            return self._separately(mention, (start, left), separate, clause_end)
        end, right = self._right(mention, clause_end)
        later = self._next(mention, clause_end) if right and left and mention.unit == "元" else None
        if later is not None and self._verbs.match(self._view, mention.end, later.start):
            end, right = mention.end, ""  # 投入资金500万元|购置设备30台: the verb opens what the next figure counts
        growth = _GROWTH_ONLY.fullmatch(left)
        if growth and not right and previous:
            return Wording(start, mention.end, join(previous.subject, growth["verb"]), previous.subject, previous.verb)
        return self._plain(mention, (start, left), (end, right), previous if before else None)

    def _within(self, mention: Mention, pair: Pair) -> tuple[int, int]:
        """The clause of a figure in quotation marks that hold several: 实现“粮食达到50万吨，蔬菜达到80万吨”的目标."""
        start = max(pair.start, self._view.rfind(",", pair.start, mention.start)) + 1
        stop = self._view.find(",", mention.end, pair.end)
        return start, pair.end if stop < 0 else stop

    def _quoted(self, before: tuple[int, str], pair: Pair) -> Wording:
        """落实“一天一节体育课”: the norm is its own indicator, after whose it is where that is said."""
        start, left = before
        whose = _COMMITS.sub("", left)
        inside = self._view[pair.start : pair.end + 1]
        return Wording(start, pair.end + 1, join(whose, inside) if len(whose) > 1 else inside[1:-1])

    def _apposed(self, mention: Mention, before: Mention, previous: Wording) -> Wording:
        """6个学分（108课时）: the same norm in another unit; its bound is the same too."""
        if mention.comparator == "=":
            mention.comparator = before.comparator
        end = mention.end + self._view.startswith(")", mention.end)
        return Wording(previous.start, end, previous.indicator, previous.subject, previous.verb)

    def _plain(
        self, mention: Mention, before: tuple[int, str], after: tuple[int, str], listed: Wording | None
    ) -> Wording:
        """The usual case: what stands ``before`` the number and ``after`` it, each with the quote's edge there.

        ``listed`` is the member before it in the same clause.
        """
        (start, left), (end, right) = before, after
        thing = self._unhoped(left if right else without_tail(left))
        if right and (len(left) > _MAX_LEFT or left.endswith("等")):
            start, thing = self._shortened(mention, start, left)
        if thing and right in _BOUND_NOUNS:
            right = ""
        share = mention.unit in SHARE_UNITS
        elsewhere = bool(right) and share != right.startswith("的")
        if left.endswith("的") or _RATE.fullmatch(thing):
            elsewhere = False  # 总课时的9%用于…, 按照每周16课时的标准配备教师: both sides belong to it
        elif elsewhere and not share and self._made_of(_VALUED.sub("", left)):
            # 打造8个左右的特色产业园区, 储备价值300万元以上的物资: the verb stands before, so the thing stands behind
            elsewhere = False
        if elsewhere and len(without_tail(thing)) > 1:
            # 面积达到60平方公里的大城市目标, 赤字率拟按3.2%左右安排: what follows is not what is counted
            end, right = mention.end, ""
        if not right and self._made and _ATTRIBUTE.fullmatch(thing):
            thing = (self._whose(self._made[-1].subject) or self._whose(self._made[-1].indicator)) + thing
        verb = self._leading_verbs(thing, whole=bool(right))
        carried = listed.verb if listed and not verb and not self._verbs.fullmatch(thing) else ""
        if not thing and not right:
            # ＧＤＰ增长３１．４％，达到３６０亿元; 周转公寓20套、1502平方米
            carrier = listed or (self._made[-1] if self._made else None)
            carried = carrier.subject if carrier else ""
        counted = right.rsplit("的", 1)[-1] if len(right) > _MAX_LEFT and "、" in right else right
        subject = join(carried, thing)
        return Wording(start, end, join(subject, counted), _GROWTH_TAIL.sub("", subject) or counted, verb or carried)

    def _whose(self, subject: str) -> str:
        """蔬菜种植面积达到2万亩，产量达到15万吨: the thing whose attribute is given, out of what was named before."""
        verb = self._verbs.match(subject)
        return _ATTRIBUTE.sub("", subject[verb.end() :] if verb else subject)

    def _unhoped(self, thing: str) -> str:
        """Without 力争 and the like before a verb; 争取上级资金 keeps its only verb."""
        hope = _HOPE.match(thing)
        if hope is None:
            return thing
        rest = thing[hope.end() :]
        keeps = hope[0].endswith("争取") and rest and self._verbs.match(rest) is None
        return thing[hope.end() - len("争取") :] if keeps else rest

    def _shortened(self, mention: Mention, start: int, left: str) -> tuple[int, str]:
        """Where names or a means stand before the number, the quote keeps to the adjoining verb, or the number."""
        cut = max(left.rfind(c) for c in "将把要应)(")
        if 0 <= cut < len(left) - 1:
            start, left = start + cut + 1, left[cut + 1 :]
        run = self._trailing_verbs(left)
        if len(left) <= _MAX_LEFT and cut >= 0 and not left.endswith("等"):
            return start, left
        if run:
            return mention.start - len(run), run
        bracketed = _BRACKETED.search(left)
        if bracketed:
            return mention.start, self._trailing_verbs(left[: bracketed.start()])
        if _NAMES_BEFORE.search(left):
            # 对小庄小学、催马小学等5所学校: the names only illustrate what is counted
            return mention.start, self._leading_verbs(left, whole=True, only_head=True)
        return (mention.start - _MAX_LONG_LEFT, left[-_MAX_LONG_LEFT:]) if len(left) > _MAX_LONG_LEFT else (start, left)

    def _trim(self, start: int, stop: int) -> tuple[int, str]:
        """Leave out connectors and dates at the head: the quote begins with the verb or the thing."""
        view, moved, dated = self._view, True, False
        while moved and start < stop:
            moved = False
            if trimmed := _LEFT_TRIM.match(view, start, stop):
                start, moved = trimmed.end(), True
            hope = _HOPE.match(view, start, stop)
            for date in self._context.dates:
                head = view[hope.end() if hope else start : date.start]
                at_head = start <= date.start and (head in _BY_MEANS or (dated and head.strip() in _ONLY_CONNECTS))
                if at_head and date.end <= stop:
                    start, moved, dated = date.end, True, True
        start = self._behind_the_place(min(start, stop), stop)
        return start, view[start:stop]

    def _behind_the_place(self, start: int, stop: int) -> int:
        """在城东片区新建公厕18座: the quote begins with the verb, not with where it is done."""
        if _PLACED.match(self._view, start, stop) is None:
            return start
        verb = self._context.words.making.search(self._view, start + MIN_PLACE, stop)
        return verb.start() if verb else start

    def _right(self, mention: Mention, clause_end: int) -> tuple[int, str]:
        """The thing counted when it stands after the number: its end, and its words ("" where nothing does)."""
        view, start = self._view, mention.end
        if mention.unit is None and view[start : start + 1] in OWN_UNITS:
            start += 1
        later = self._next(mention, clause_end)
        stop = clause_end if later is None else min(clause_end, later.start)
        if later and start < stop and view.startswith("的", later.end) and not _AND.search(view, start, stop):
            # 一次时间不少于30分钟的体育大课间活动: the second figure only describes the thing
            start, stop = later.end + 1, clause_end
        elif start >= stop or view[start] in _NOTHING_FOLLOWS or self._connects(start, later):
            if later and _JOINED.fullmatch(view, start, later.start):
                end, shared = self._right(later, clause_end)
                return (end, shared) if shared else (start, "")  # 20套、1502平方米乡村教师周转公寓建设
            return start, ""
        elif later is None:
            stop = self._list_end(mention, start, stop)
        elif breaks := _LIST_BREAK.search(view, start, stop):
            stop = breaks.start()
        end = self._right_end(start, stop)
        return end, view[start:end]

    def _connects(self, at: int, later: Mention | None) -> bool:
        """Whether a word that connects stands there: 与 only to another figure."""
        return _CONNECTS.match(self._view, at) is not None and (later is not None or self._view[at] != "与")

    def _next(self, mention: Mention, clause_end: int) -> Mention | None:
        """The next mention of the clause that counts something of its own."""
        return next((m for m in self._accepted if mention.number_start < m.number_start < clause_end), None)

    def _list_end(self, mention: Mention, start: int, stop: int) -> int:
        """演绎百部经典戏曲等审美实践活动: behind an enumeration 等 closes the list."""
        etc = self._view.find("等", start + 2, stop)
        clause_start = self._context.clause(mention.start)[0]
        closes = etc > 0 and not self._view[etc + 1 : etc + 2].isdigit()
        return etc if closes and "、" in self._view[clause_start : mention.start] else stop

    def _right_end(self, start: int, stop: int) -> int:
        view = self._view
        if stop - start > _MAX_RIGHT:
            cut = max(view.rfind(c, start + 2, start + _MAX_RIGHT) for c in "、的和")
            stop = cut if cut > start else start + _MAX_RIGHT
        behind = _CONNECTS_BEHIND.search(view, start, stop) if view[stop - 1] in _CONNECTING else None
        stop = behind.start() if behind else stop
        if stop - start > 2 and view[stop - 1] == "等":  # noqa: PLR2004
            stop -= 1
        goes = _GOES.search(view, start + 2, stop)
        stop = goes.start() if goes else stop
        spam = _SPAM.search(view, start, stop) if view.endswith(_BUSINESSES, start, stop) else None
        return spam.start() if spam and spam.start() - start > 1 else stop

    def _separately(
        self, mention: Mention, before: tuple[int, str], separate: re.Match[str], clause_end: int
    ) -> Wording:
        """分别增长2.7%和5.4%: the figures go to the subjects in their order, here or in the clauses before."""
        start, left = before
        verb = without_tail(separate["rest"])
        names = [n for n in _AND.split(_HOPE.sub("", left[: separate.start()])) if n]
        figures = sum(mention.number_start <= m.number_start < clause_end for m in self._mentions)
        if len(names) < figures:
            earlier = [m.subject for m in self._made[-figures:] if m.subject]
            # 城乡居民收入分别增长8%和9%: one name for both; where none stands here, the clauses before have them
            names = names * figures if len(names) == 1 else earlier if len(earlier) == figures else names or earlier
        names = _shared_out(names) or [""] * figures  # 2024年、2025年分别新建…: the figures are those of the dates
        first = names[0] if names else ""
        return Wording(start, mention.end, join(first, verb), first, verb, tuple(names[1:]))

    def _leading_verbs(self, thing: str, *, whole: bool, only_head: bool = False) -> str:
        """Up to and with the last verb that something follows: 更新、安装|健身路径, 西部片区中小学预增|班额."""
        found = ""
        for hit in self._verbs.finditer(thing):
            if hit.end() < len(thing) or whole:
                if only_head and hit.start() > len(found) + 2:
                    break
                found = thing[: hit.end()]
            if hit.end() > _MAX_LEFT + 2:
                break  # a verb deep inside belongs to a name
        return found

    def _made_of(self, left: str) -> bool:
        """Whether ``left`` ends with a verb whose object is still to come, and no noun that is one as well."""
        run = self._trailing_verbs(left)
        return bool(run) and (run == left or self._context.words.noun_verbs.fullmatch(run) is None)

    def _trailing_verbs(self, left: str) -> str:
        """The run of verbs and adverbs that ``left`` ends with (遴选建设, 推动构建)."""
        at = len(left)
        while found := self._context.words.verb_endings.longest(left, 0, at):
            at -= len(found)
        return left[at:]

    def _clause_before(self, mention: Mention) -> str:
        """Where the clause names nothing, the clause before it does (将美育课程纳入必修课，保证不低于72学时)."""
        start, end = self._context.clause(mention.number_start)
        earlier = [clause for clause in self._context.clauses if clause[1] < start]
        if earlier:
            return join(self._view[slice(*earlier[-1])])[-_MAX_LONG_LEFT:]
        return join(self._view[start : mention.start] + self._view[mention.unit_end : end])[:_MAX_RIGHT]


def _shared_out(names: list[str]) -> list[str]:
    """小学、初中巩固率: what the last name says of itself is said of all.

    Names in a list end alike (国家级、省级平台), or else are as long as each other; 全市 before the first is of all.
    """
    last = names[-1] if names else ""
    return [*(name if name[-1] == last[-1] else name + _shared(name, last) for name in names[:-1]), last][: len(names)]


def _shared(name: str, last: str) -> str:
    """The words of the last name of a list that an earlier ``name`` lacks."""
    alike = last.find(name[-1], 0, len(name) + 1)
    return last[alike + 1 if alike >= 0 else len(_OF_ALL.sub("", name)) :]
