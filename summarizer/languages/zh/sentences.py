"""Sentences as the annotation guide cuts them: at 。！？； and the end of the line, not inside （） or “”."""

import re

from summarizer.languages.patterns import verbose
from summarizer.languages.records import Cut, stripped

_EVENT = re.compile(r"[。!?;()〔〕\[\]【】“”\"《》]")
_CLOSERS = {")": "(", "〕": "〔", "]": "[", "】": "【", "”": "“", "》": "《"}
_OPENERS = frozenset(_CLOSERS.values())
_STOPS = frozenset("。!?;")
# What stands around a sentence and is none of it.
_BEFORE, _AFTER = " ,、.:;", " ,、:;。"
_TAG_ENDS = ")〕]】"
_MAX_TAGS = 8
# A bracket longer than this is an unbalanced one: it must not swallow the rest of a paragraph.
_MAX_PAIR = 400
# What stands before the date by which a sentence's work is to be done: 完成时限: 10月底.
_LIMIT = r"""
    (?:计划|预计|拟)?
    (?:完成|办结|整改|落实|实施|办理|推进|销号|达标|截[止至]|结束|见效|建成|工作|任务|责任|整治|解决)?
    (?:(?:时限|期限|时间(?:节点|要求|安排|进度|期限)|节点|进度(?:要求|安排))(?:要求)?|(?<=[一-鿿]{2})时间)
"""
_WHEN = verbose(
    rf"""
    (?<![^(〔\[【,;、。\s]) (?:{_LIMIT}|时间)[ ]?(?:[:为]|(?=[\d本年])) [ ]?
    (?P<due>[^;()〔〕\[\]【】]{{1,60}}?)
    (?=[,;、。 ]+[一-鿿/]{{2,10}}:|[;。()〔〕\[\]【】]|$)
    """
)
# What a trailing tag holds: who is responsible, or by when. The tag is not part of the sentence.
_TAG = verbose(
    rf"""
    [(〔\[【]
    (?=
        [^()〔〕\[\]【】]*(?:责任|牵头|配合|负责|主办|承办|协办|落实|分管|参与)             # 责任单位: …
            (?:单位|部门|人|领导|处室|科室|股室|主体)?[:;]
        |{_LIMIT}[:为 ]?[^()〔〕\[\]【】:]                                            # 完成时限: …
        |(?:[^()〔〕\[\]【】]|\([^()]{{1,12}}\)){{1,80}}(?:牵头|负责|配合)                # …局牵头
            [^()〔〕\[\]【】]{{0,12}}[)〕\]】]
        |(?:各|市|区|县|省)?[^()〔〕\[\]【】,。:]{{0,10}}(?:局|委|办|处|科|中心|部|股|室)  # names of departments alone
            (?:[、,;][^()〔〕\[\]【】]{{2,60}})?[)〕\]】]
        |[^()〔〕\[\]【】]{{0,10}}                                                   # by when, or how steadily
            (?:
                \d{{1,2}}月|年底|季度|上半年|下半年|年内|全年|持续推进|长期坚持|按进度推进|按期完成
                |取得[^()]{{0,6}}(?:成效|进展)|时限
            )
            [^()〔〕\[\]【】]{{0,20}}[)〕\]】]
    )
    [^()〔〕\[\]【】]*(?:\([^()]*\)[^()〔〕\[\]【】]*)*[)〕\]】]
    """
)
_MAX_PRINCIPLE = 24
"""Characters between the marks that set off the names of principles."""
_WHO = re.compile(r"责任|牵头|配合|负责|主办|承办|协办|[局委办处科部室院校]|政府|公司")
# The same as a line of its own, or after the last full stop: 责任单位:市教育局
_LABEL = rf"""
    (?:
        (?:责任|牵头|配合|主办|承办|协办|分管)(?:单位|部门|处室|科室|股室|领导|人)(?:[及和]?责任人)?
        |{_LIMIT}
    )
"""
_TAG_LINE = verbose(rf"{_LABEL}[:].{{2,120}}$")
# The same behind a comma, up to its colon.
_PLAIN_LABEL = verbose(rf"[,、 ][ ]{{0,3}}(?P<label>{_LABEL}[ ]?)$")
_MAX_LABEL = 16


def cut(view: str, start: int, end: int) -> list[Cut]:
    """The sentences of one line ``view[start:end]``, without surrounding blanks; linear in its length.

    A tag that stands after the last full stop of the line belongs to every sentence of the line
    that names nobody of its own (that is how departments are assigned to a whole paragraph).
    """
    cuts: list[Cut] = []
    begin = start
    trailing: tuple[tuple[int, int], ...] = ()
    for at, full in _stops(view, start, end):
        if tags := lone_tags(view, begin, at):
            trailing = tags
        elif made := _trim(view, begin, at, at + 1, full=full):
            cuts.append(made)
        begin = at + 1
    if begin < end:
        if tags := lone_tags(view, begin, end):
            trailing = tags
            if cuts:
                cuts[-1] = cuts[-1]._replace(stop=end)
        elif made := _trim(view, begin, end, end, full=True):
            cuts.append(made)
    for tag in trailing:
        cuts = [c if answered(view, c.tags, tag) else c._replace(tags=(*c.tags, tag)) for c in cuts]
    return cuts


def _stops(view: str, start: int, end: int) -> list[tuple[int, bool]]:
    """Places of the terminators that cut: ``(offset, ends a full sentence)``."""
    stops: list[tuple[int, bool, int]] = []
    opened: list[tuple[str, int, int]] = []
    for event in _EVENT.finditer(view, start, end):
        char, at = event[0], event.start()
        if char in _STOPS:
            stops.append((at, char != ";", len(opened)))
        elif char == '"':
            if opened and opened[-1][0] == '"':
                _close(stops, opened, at, view)
            else:
                opened.append(('"', at, len(stops)))
        elif char in _OPENERS:
            opened.append((char, at, len(stops)))
        else:
            opener = _CLOSERS[char]
            if any(o[0] == opener for o in opened[-3:]):
                while opened and opened[-1][0] != opener:
                    opened.pop()
                _close(stops, opened, at, view)
    found = [(at, full) for at, full, _ in stops]
    return _of_principles(view, found, end) if "原则" in view[start:end] else found


def _of_principles(view: str, stops: list[tuple[int, bool]], end: int) -> list[tuple[int, bool]]:
    """坚持规划引领、试点先行；区域统筹、整体推进…六大原则。: what sets off the names of principles does not cut."""
    kept: list[tuple[int, bool]] = []
    listed, last = view.endswith("原则", 0, end), end
    for at, full in reversed(stops):
        if full:
            listed = view.endswith("原则", 0, at)
        elif listed and last - at > _MAX_PRINCIPLE:
            listed = False
        if full or not listed:
            kept.append((at, full))
        last = at
    return kept[::-1]


def _close(stops: list[tuple[int, bool, int]], opened: list[tuple[str, int, int]], at: int, view: str) -> None:
    """Close the innermost pair: terminators inside it do not cut, save one just before the closing quote."""
    char, begin, first = opened.pop()
    if at - begin > _MAX_PAIR:
        return
    inside = stops[first:]
    del stops[first:]
    if inside and inside[-1][0] == at - 1 and inside[-1][1] and char in '“"' and not opened:
        following = view[at + 1 : at + 2]
        if following and following not in ",、;。!?:)的等":
            stops.append((at, True, 0))


def _trim(view: str, start: int, end: int, stop: int, *, full: bool) -> Cut | None:
    """The sentence without blanks, closing punctuation and trailing tags; None where nothing is left."""
    tags: list[tuple[int, int]] = []
    while True:
        start, end = stripped(view, start, end, _BEFORE, _AFTER)
        if end - start < 2:  # noqa: PLR2004  one character is no sentence
            return None
        found = _last_tag(view, start, end) if view[end - 1] in _TAG_ENDS else _plain_tag(view, start, end)
        if found is None or len(tags) == _MAX_TAGS:
            break
        tags.append((found, end))
        end = found
    return Cut(start, end, stop, full, tuple(reversed(tags)))


def _last_tag(view: str, start: int, end: int) -> int | None:
    """Where the tag that ends at ``end`` begins; None where the closing bracket is no tag's."""
    opener = max(view.rfind(c, max(start, end - _MAX_PAIR), end) for c in "〔【[")
    if view[end - 1] == ")":
        opener = _balanced_open(view, start, end)
    if opener < start:
        return None
    found = _TAG.match(view, opener, end)
    return opener if found and found.end() == end else None


def _plain_tag(view: str, start: int, end: int) -> int | None:
    """Where a tag without brackets begins that ends a sentence: …, 责任单位:市教育局; None where none does."""
    colon = view.rfind(":", start + 1, end - 1)
    if colon < 0:
        return None
    label = _PLAIN_LABEL.search(view[max(start, colon - _MAX_LABEL) : colon])
    return max(start, colon - _MAX_LABEL) + label.start("label") if label else None


def _balanced_open(view: str, start: int, end: int) -> int:
    depth = 0
    for at in range(end - 1, max(start, end - _MAX_PAIR) - 1, -1):
        if view[at] == ")":
            depth += 1
        elif view[at] == "(":
            depth -= 1
            if depth == 0:
                return at
    return -1


def due_in(view: str, start: int, end: int) -> tuple[int, int, int] | None:
    """The words of a tag that say by when, where it says that they do: where their label begins, and their two ends."""
    found = _WHEN.search(view[start:end]) if "时" in view[start:end] or "期限" in view[start:end] else None
    return (start + found.start(), start + found.start("due"), start + found.end("due")) if found else None


def answered(view: str, tags: tuple[tuple[int, int], ...], tag: tuple[int, int]) -> bool:
    """Whether one of the tags says already what ``tag`` does: who is responsible, or else by when or how far."""
    if _names_somebody(view, *tag):
        return any(_names_somebody(view, *each) for each in tags)
    return any(due_in(view, *each) is not None or not _names_somebody(view, *each) for each in tags)


def _names_somebody(view: str, start: int, end: int) -> bool:
    end = min(end, start + _MAX_PAIR)
    due = due_in(view, start, end)
    if due is None:
        return _WHO.search(view, start, end) is not None
    return any(_WHO.search(view, *part) is not None for part in ((start, due[0]), (due[2], end)))


def lone_tags(view: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The tags of a stretch that holds nothing else, in brackets or plain."""
    start, end = stripped(view, start, end, _BEFORE, _AFTER)
    if view.find(":", start, end) > 0 and _TAG_LINE.match(view, start, end):
        return ((start, end),)
    tags: list[tuple[int, int]] = []
    while start < end and len(tags) < _MAX_TAGS:
        found = _last_tag(view, start, end) if view[end - 1] in _TAG_ENDS else None
        if found is None:
            return ()
        tags.append((found, end))
        end = stripped(view, start, found, _BEFORE, _AFTER)[1]
    return tuple(reversed(tags)) if start == end else ()
