"""Who is responsible: the names in a tag behind a sentence (〔责任单位：基教处、财务处〕)."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from summarizer.languages.patterns import verbose
from summarizer.languages.records import Office
from summarizer.languages.zh.sentences import due_in
from summarizer.languages.zh.tables import NAME

_SAYS_WHEN = re.compile(r"\d{1,2}月|年底|季度|上半年|下半年|年内|持续推进|长期坚持|按进度|按期完成|取得")
_SAYS_WHO = re.compile(r"[局委办处科厅部院校室会]|政府|公司|集团")
# What a name is followed by: 市教育局牵头, 各区分别负责.
_ACTOR_TAIL = verbose(
    r"""
    (?: 等?(?:(?:按职责)?分别|分工|共同|按职责分工|按照职责分工)
      | 等
      | (?<!牵头|负责|配合|参与|落实|承担)
    )
    (?:牵头|负责|配合|参与|落实|承担)+$
    """
)
# 各区、县级市政府 is one name, as 各县（市、区）政府 is.
_LEVELS = verbose(
    r"""
    [ ]?各(?:区|县|市|乡|镇|街道?|旗)、(?:县级市|县|市|区|乡镇?|镇|街道?|旗)(?:\([^()]{1,8}\))?  # 各区、县级市
    [市县]?(?:人民)?(?:政府|管委会|办事处)
    """
)
# The same in brackets behind a name: 市教育局(牵头)
_ROLE_BEHIND = re.compile(r"\((?:总?牵头|主办|主责|配合|协[办助同]|参[与加])(?:单位|部门|处室)?\)$")
# 办公室、法规科等, 法规科等部门: that there are more is no part of the last name
_AND_OTHERS = verbose(
    r"""
    (?<![平同均])等(?:[各多几两]|相关|有关|其他|若干|(?:\d+|[二三四五六七八九十]+)(?:个|家)?|个|家)*
    (?:责任|成员|职能|直属|市直|县直|区直)?(?:部门|单位|科室|处室|股室|机构|部委办局|委办局)?$
    """
)
# 张三(基础教育科): a person, and the office it is of; 高新(管委会) might be a place, so that such names are none
_PERSON_OF = verbose(
    r"""
    [王李张刘陈杨赵周吴徐孙胡朱郭何罗梁宋郑谢韩冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎潘杜戴夏钟汪姜范姚谭廖邹熊郝崔邱秦顾侯邵孟]
    [一-鿿]{0,2}[一-鿿](?<![局委办科股厅处室部院校会站队所馆镇乡县区联司街村园班组])
    \((?P<office>[^()、]{1,16}[局委办科股厅处室部院校会站队所馆]|[^()、]{2,16}(?:中心|公司|集团|政府|街道))\)$
    """
)
_MIN_NAME = 2
_LEADS = re.compile("牵头|主办|主责|总负责")
_HELPS = re.compile("配合|协[办助同]|参[与加]")


class Actors(NamedTuple):
    """The names of who acts, and those of them that lead and that help, where it is said."""

    names: list[str]
    lead: list[str]
    support: list[str]


def actors(view: str, text: str, start: int, end: int) -> Actors:
    """The names in a responsibility tag, in order; a tag that only says by when has none.

    Names are separated by 、 ， ； outside brackets: 各县（市、区）政府 is one. Read on ``view``, given as in ``text``.
    """
    found = Actors([], [], [])
    parts = [(start, end)]
    if due := due_in(view, start, end):
        parts = [(start, due[0]), (due[2], end)]
    for part in parts:
        _read(view, text, *part, found)
    return found


def of_tags(view: str, text: str, tags: Iterable[tuple[int, int]]) -> Actors:
    """The names in all tags of a sentence."""
    every = Actors([], [], [])
    for tag in tags:
        for names, more in zip(every, actors(view, text, *tag), strict=True):
            names.extend(more)
    return every


def of_cells(view: str, text: str, cells: Iterable[Office]) -> Actors:
    """The names in cells of a row. Those of whom a cell itself does not say what they do do what its column says."""
    every = Actors([], [], [])
    for cell in cells:
        found = Actors([], [], [])
        said: str | None = None
        for name in NAME.finditer(view, cell.start, cell.end):  # a label may stand on a line of its own
            said = _read(view, text, *name.span(), found, said)
        own = {*found.lead, *found.support}
        lead = found.lead if cell.does != "lead" else [name for name in found.names if name not in found.support]
        support = found.support if cell.does != "support" else [name for name in found.names if name not in found.lead]
        if cell.does is None and not own:
            lead, support = [], []
        for names, more in zip(every, (found.names, lead, support), strict=True):
            names.extend(name for name in more if name not in names)
    return every


def _read(view: str, text: str, start: int, end: int, found: Actors, said: str | None = None) -> str | None:
    """Add the names of a stretch. A label before names (牵头单位:), or a word behind them (牵头), says what they do.

    ``said`` is what the last label before the stretch says; what the last one in it says comes back.
    """
    if _SAYS_WHEN.search(view, start, end) and not _SAYS_WHO.search(view, start, end):
        return said
    waiting: list[str] = []
    depth, begin = 0, start
    for at in range(start, end + 1):
        char = view[at] if at < end else "、"
        depth += (char in "([" and at > start) - (char in ")]" and depth > 0)
        levels = _LEVELS.match(view, begin, end) if char == "、" else None
        if levels is not None and at < levels.end():
            continue
        if char in "、,;:。/〔【〕】" and depth <= 0:
            stop = at
            if char == ":":
                blank = view.rfind(" ", begin, at)  # 牵头单位:市教育局 配合单位:市财政局
                stop = max(blank, begin)
            name, does = _name(view, text, begin, stop)
            if name and name not in found.names:
                found.names.append(name)
                if said is None:
                    waiting.append(name)
                else:
                    _add(found, name, said)
            if char == ":":
                said = _role(view[stop:at])
            elif does:
                for each in waiting if said is None else ():
                    _add(found, each, _role(does))
                waiting = []
            begin = at + 1
    return said


def _add(found: Actors, name: str, role: str | None) -> None:
    if role is not None:
        (found.lead if role == "lead" else found.support).append(name)


def _role(words: str) -> str | None:
    """Whether who is named leads or helps; None where both, or neither, is said."""
    leads, helps = _LEADS.search(words) is not None, _HELPS.search(words) is not None
    return None if leads == helps else "lead" if leads else "support"


def _name(view: str, text: str, start: int, end: int) -> tuple[str, str]:
    """A name, and the word behind it that says what is done by it and by those before it."""
    while start < end and view[start] in "([〔【 ":
        start += 1
    behind = _ROLE_BEHIND.search(view, start, end)
    if behind is not None and behind.start() - start >= _MIN_NAME:
        return text[start : behind.start()], behind[0]
    person = _PERSON_OF.match(view, start, end)
    if person is not None:
        start, end = person.span("office")
    while (
        start < end
        and view[end - 1] in ")]〕】 。"
        and view.count("(", start, end) < view.count(")", start, end) + (view[end - 1] != ")")
    ):
        end -= 1
    tail = _ACTOR_TAIL.search(view[start:end])
    if tail:
        end = start + tail.start()
    if others := _AND_OTHERS.search(view, start, end):
        end = others.start()
    named = not _SAYS_WHEN.search(view, start, end) and end - start >= _MIN_NAME
    return text[start:end] if named else "", tail[0] if tail else ""
