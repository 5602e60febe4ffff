"""What a Chinese document says of itself: title, issuer, period, day of publication. Nothing is guessed.

Only the two ends of a text are read, so that the cost does not grow with it.
"""

import re
from collections.abc import Sequence

from summarizer.languages.patterns import verbose
from summarizer.languages.records import HEAD, TAIL, Facts, Line, unmarked
from summarizer.languages.zh.calendar import DATE, YEAR, iso_date, plain_year
from summarizer.languages.zh.furniture import NUMBERED

_MAX_SIGNATURE = 60
"""Characters of a signature's line at most."""
_OPENING = 400
"""Characters of the body in which a plan says which year it is for."""

_REVIEW = r"[^,。;和及与暨]{0,12}(?:总结|回顾|情况|自评|评估|成效|成绩|成就)"
_RANGE = re.compile(rf"({YEAR})年? *(?:-{{1,2}}|~|至|到) *({YEAR})")
_DIGIT = r"[\d一二三四五六七八九十]"
_TITLE_YEAR = verbose(
    rf"""
    (?<![〔\[(])({YEAR})
    (?!
        [ ]*年[ ]*{_DIGIT}{{1,3}}[ ]*月[ ]*{_DIGIT}       # a day, not a period
        |年远景目标|年?度?{_REVIEW}                       # a far aim, a look back
    )
    """
)
_OPENING_YEAR = re.compile(
    rf"(?<![到至])(?<!年[和、与及])({YEAR})年(?:度?工作|是|[,]?(?:全|我)[国省市区县旗州盟镇乡校院系局])(?!{_REVIEW})"
)
_OPENING_RANGE = re.compile(rf"{_RANGE.pattern}年\)?(?=[^,。;]{{0,12}}(?:规划|计划|纲要|方案|行动))")
_HEADING_YEAR = verbose(
    rf"""
    ^[^,。;:\n]{{0,12}}(?<![到至])({YEAR})年度?(?!{_REVIEW})[^,。;:\n]{{0,14}}
    (?:                                                        # what a plan's part of a report is called
        总体要求|总体思路|总体目标|指导思想|重点工作|工作重点|工作安排|工作部署|工作任务|工作打算|工作计划|工作思路|工作要点
        |主要任务|主要目标|主要工作|目标任务|发展目标|政府工作
    )
    """,
    re.MULTILINE,
)

_LOOKS_BACK = verbose(
    r"""
      ^[^,。;:\n]{0,20}(?:回顾|总结|情况|成绩|成效|过去[一二三四五]?年|过去的一年)[^。;:\n]{0,12}$     # a heading
    | ^[ ]*(?:过去的|刚刚过去的|回顾)                                                        # a sentence
    """,
    re.MULTILINE,
)

_GOVERNMENT = r"""
    人民政府办公室|人民政府办公厅|人民政府|政府办公室|政府办公厅|政府|人民代表大会常务委员会|人民代表大会|人大常委会
    |领导小组办公室|领导小组|管理委员会|委员会办公室|委员会|办公室|办公厅|管委会|党工委|工委|党组|党委|委|局|厅|部|团委|总工会
"""
_SCHOOL = "大学|学院|学校|中学|小学|幼儿园|医院|研究院|公司|集团|协会|学会|联合会|中心"
_PLACE = r"""
    (?!(?:全|我|本|各)?[省市县区州旗盟镇乡](?![中南北]区))  # 市教育局 says no place, 市中区教育局 does
    [\u3400-\u9fff]{1,10}?(?:省|市|县|区|旗|州|盟|镇|乡|街道|兵团)
"""
_NATIONAL = r"""
    中共中央办公厅|中共中央|国务院办公厅|国务院|全国人大常委会
    |(?:教育|财政|科学技术|科技|民政|司法|公安|农业农村|自然资源|生态环境|住房和城乡建设|交通运输|水利|商务|文化和旅游|应急管理
        |工业和信息化|人力资源和社会保障|退役军人事务)部(?:办公厅)?
    |国家[\u3400-\u9fff]{2,12}?(?:总局|局|委员会|委)(?:办公厅|办公室)?
"""
_BODY = rf"""
    (?:
        {_NATIONAL}
        |{_PLACE}[\u3400-\u9fff]{{0,14}}?(?:{_GOVERNMENT})
        |(?![我本全各市县区省])[\u3400-\u9fff]{{2,16}}?(?:{_SCHOOL})
    )
"""
_BODY_LINE = verbose(_BODY)
_TITLE_BODY = verbose(
    rf"""
    (?:{YEAR}年度?)?({_BODY})
    (?=关于|{YEAR}|印发|转发|工作(?:报告|要点|计划|规划|总结|思路)|[“”]?十[一二三四五六]五|第[一二三四五六七八九十])
    """
)
# Of several who issue a text together the first leads: 教育厅等六部门关于…, 民政部、财政部关于….
_JOINT_BODY = verbose(
    rf"""
    ({_BODY}|[\u3400-\u9fff]{{1,14}}?(?:厅|局|委员会|委|部|办公室|办公厅|总局|总工会|联合会|团委|妇联|残联|工商联|法院|检察院))
    (?:
        等[ ]?(?:[一二三四五六七八九十]{{1,3}}|\d{{1,2}}|多|有关)个?(?:部门|单位|厅局|部委|委办局|机构|局|厅|办)
        |(?:[、 ]+[\u3400-\u9fff]{{2,16}}?(?:厅|局|委员会|委|部|办公室|总局|联合会
            |工会|妇联|残联|银行|法院|检察院|政府))+
            (?=[ ]?(?:关于|印发|转发|联合))
    )
    """
)
_LABELLED_BODY = verbose(
    rf"(?:发布机构|发布单位|发布机关|发文机关|发文单位|制定机关)[\])】]?[ ]*:[ ]*({_BODY})(?![\u3400-\u9fff])"
)
_LETTERHEAD = verbose(rf"({_BODY})文件")
_SIGNED = verbose(rf"(?:({_BODY})[ ]+)?[\[(]?({DATE})[\])]?(?:[ ]*印发)?")

# What tells the day of publication, the surest first.
_PUBLISHED = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rf"(?:发布日期|发布时间|发稿时间|公开日期)[\])】]? *: *({DATE})",
        rf"^ *[\[(【]?(?:时间|日期|更新时间|更新日期)[\])】]? *: *({DATE})",
        rf"(?:成文日期|发文日期|印发日期|生成日期)[\])】]? *: *({DATE})",
    )
)

_MAX_TITLE = 100
_MAX_CANDIDATES = 6
"""So many lines before the first sentence are looked at."""
_INDENT = 8
"""A line feed and the indentation of the next line: more is a line left blank, or markup."""

_NO_TITLE = re.compile(
    r"[\[(]?[^,。;]{1,14}[〔\[(]\d{4}[〕\])] *第? *\d{1,5} *号[\])]?"  # a document number
    r"|[^,。;]{2,30}文件|[\[(](?:征求意见稿|讨论稿|送审稿|试行|草案|代拟稿)[\])]|附件 *\d*|目 *录|前 *言|各位.{1,8}"
)
_NOUN = re.compile(
    r"(?:报告|要点|计划|规划|纲要|方案|意见|通知|通报|安排|思路|打算|总结|部署|任务|清单|办法|决定|措施|行动|讲话|汇报|范文|草案|\d篇)"
    r"(?: *\([^()]{1,12}\))?$"
)
_GOES_ON = re.compile(r"(?:关于|印发|转发|的|和|与|及|暨|、|年|年度|情况|[《“])$")
_BODY_END = re.compile(r"(?:政府|局|厅|委|委员会|办公室|部|大学|学院|学校|中学|小学|公司|中心)$")
_AFTER_BODY = re.compile(r"(?:\d{4}|二[〇零]|关于|印发|第)")
_CARRIES_ON = re.compile(r"(?:的|和|与|及|暨|以及)")
_WORDS = re.compile(r"[\u3400-\u9fff]{2}|[A-Za-z]{2} +[A-Za-z]{2}")
_STOP = re.compile(r"[。;!?]|[:,、]$")


def find_title(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines that make the title, in order; empty where the text begins without one.

    ``lines`` are the first written lines of the document with its furniture blanked out.
    """
    candidates: list[Line] = []
    for line in lines:
        text = unmarked(line.text)
        if not _WORDS.search(text) or (_NO_TITLE.fullmatch(text) and len(text) <= _MAX_TITLE):
            continue
        # Before the comma rule: a long title may hold one, but then it says what it is.
        if (
            len(text) > _MAX_TITLE
            or _STOP.search(text)
            or NUMBERED.match(text)
            or ("," in text and not _NOUN.search(text))
        ):
            break
        candidates.append(line)
        if len(candidates) == _MAX_CANDIDATES:
            break
    if not candidates:
        return ()
    first = next((i for i, line in enumerate(candidates) if _NOUN.search(unmarked(line.text))), 0)
    last = first
    while first > 0 and _wrapped(candidates[first - 1], candidates[first]):
        first -= 1
    while last + 1 < len(candidates) and _carried_on(candidates[last], candidates[last + 1]):
        last += 1
    return tuple(candidates[first : last + 1])


def _adjacent(line: Line, following: Line) -> bool:
    return following.start - line.end <= _INDENT


def _wrapped(line: Line, following: Line) -> bool:
    """Whether ``following`` is the rest of a title begun in ``line``."""
    if not _adjacent(line, following) or line.text in following.text:
        return False
    body = _BODY_END.search(line.text) and _AFTER_BODY.match(following.text)
    return bool(_GOES_ON.search(line.text) or body)


def _carried_on(line: Line, following: Line) -> bool:
    return (
        _adjacent(line, following)
        and _CARRIES_ON.match(following.text) is not None
        and _NOUN.search(following.text) is not None
    )


def find_facts(title: str, plain: str, content: str, body: int, head: Sequence[Line], tail: Sequence[Line]) -> Facts:
    """What a document says of itself; see :class:`~summarizer.languages.MetadataCues`."""
    signer, signed = _signature(head, tail)
    labelled = _LABELLED_BODY.search(plain, 0, HEAD)
    return Facts(
        issuer=labelled[1] if labelled else _first_of_several(title) or signer or _leading_issuer(title, head),
        period=_title_period(title) or _stated_period(content, body),
        published=_published(plain) or signed,
    )


def _title_period(title: str) -> str | None:
    if span := _RANGE.search(title):
        return f"{plain_year(span[1])}-{plain_year(span[2])}"
    years = _TITLE_YEAR.findall(title)
    # The last: a report on one year and plan for the next names the plan's year at its end.
    return plain_year(years[-1]) if years else None


def _stated_period(content: str, body: int) -> str | None:
    """The period that the first sentences name, or else a heading over the plan's part of a report."""
    opening = content[body : body + HEAD].lstrip()[:_OPENING]
    if span := _OPENING_RANGE.search(opening):
        return f"{plain_year(span[1])}-{plain_year(span[2])}"
    year = _OPENING_YEAR.search(opening)
    review = _LOOKS_BACK.search(opening)
    if year is not None and review is not None and review.start() <= year.start():
        year = None  # the year of a review is not the plan's
    if year is None or review is not None:
        year = _HEADING_YEAR.search(content, body, body + 4 * HEAD) or year
    return plain_year(year[1]) if year else None


def _signature(head: Sequence[Line], tail: Sequence[Line]) -> tuple[str | None, str | None]:
    """Who signed and when: a line that is only a date, with a body's name before it.

    The first in the head, else the last in the tail.
    """
    for lines in (head, tail[::-1]):
        for index, line in enumerate(lines):
            match = _SIGNED.fullmatch(line.text) if len(line.text) <= _MAX_SIGNATURE else None
            if not match:
                continue
            before = index - 1 if lines is head else index + 1
            above = lines[before].text if 0 <= before < len(lines) else ""
            name = match[1] or (above if len(above) <= _MAX_SIGNATURE and _BODY_LINE.fullmatch(above) else None)
            if day := iso_date(match[2]):
                return name, day
    return None, None


def _first_of_several(title: str) -> str | None:
    match = _JOINT_BODY.match(title)
    return match[1] if match else None


def _leading_issuer(title: str, head: Sequence[Line]) -> str | None:
    if match := _TITLE_BODY.match(title):
        return match[1]
    return next((match[1] for line in head[:3] if (match := _LETTERHEAD.fullmatch(line.text))), None)


def _published(plain: str) -> str | None:
    ends = (plain[:HEAD], plain[-TAIL:] if len(plain) > HEAD else "")
    days = (iso_date(match[1]) for pattern in _PUBLISHED for end in ends for match in pattern.finditer(end))
    return next(filter(None, days), None)
