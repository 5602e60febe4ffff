"""What a document says of itself: title, issuer, period, day of publication. Nothing is guessed.

All patterns read the view with markup blanked out (``plain``) or with all furniture blanked out
(``content``), and only its two ends, so that the cost does not grow with the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from summarizer.documents.dates import DATE, YEAR, iso_date, plain_year
from summarizer.documents.document import Metadata, Span
from summarizer.documents.furniture import Line, written_lines
from summarizer.documents.titles import find_title, unmarked

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEAD = 20_000
_TAIL = 3_000
_SIGNATURE = 60
"""Characters of a signature's line at most."""
_OPENING = 400
"""Characters of the body in which a plan says which year it is for."""

_REVIEW = r"[^,。;和及与暨]{0,12}(?:总结|回顾|执行情况|完成情况|落实情况|自评|评估)"
_RANGE = re.compile(rf"({YEAR})年? *(?:-{{1,2}}|~|至|到) *({YEAR})")
_DIGIT = r"[\d一二三四五六七八九十]"
_TITLE_YEAR = re.compile(rf"(?<![〔\[(])({YEAR})(?! *年 *{_DIGIT}{{1,3}} *月 *{_DIGIT}|年远景目标|年?度?{_REVIEW})")
_PLANNED = (
    "总体要求|总体思路|总体目标|指导思想|重点工作|工作重点|工作安排|工作部署|工作任务|工作打算|工作计划|工作思路|工作要点"
    "|主要任务|主要目标|主要工作|目标任务|发展目标|政府工作"
)
_OPENING_YEAR = re.compile(
    rf"(?<![到至])({YEAR})年(?:度?工作|是|[,]?(?:全|我)[国省市区县旗州盟镇乡校院系局])(?!{_REVIEW})"
)
_OPENING_RANGE = re.compile(rf"{_RANGE.pattern}年\)?(?=[^,。;]{{0,12}}(?:规划|计划|纲要|方案|行动))")
_HEADING_YEAR = re.compile(
    rf"^[^,。;:\n]{{0,12}}(?<![到至])({YEAR})年度?(?!{_REVIEW})[^,。;:\n]{{0,14}}(?:{_PLANNED})", re.MULTILINE
)

_GOVERNMENT = (
    "人民政府办公室|人民政府办公厅|人民政府|政府办公室|政府办公厅|政府|人民代表大会常务委员会|人民代表大会|人大常委会"
    "|领导小组办公室|领导小组|管理委员会|委员会办公室|委员会|办公室|办公厅|管委会|党工委|工委|党组|党委|委|局|厅|部|团委|总工会"
)
_SCHOOL = "大学|学院|学校|中学|小学|幼儿园|医院|研究院|公司|集团|协会|学会|联合会|中心"
_PLACE = (
    r"(?!(?:全|我|本|各)?[省市县区州旗盟镇乡](?![中南北]区))"  # 市教育局 says no place, 市中区教育局 does
    r"[\u3400-\u9fff]{1,10}?(?:省|市|县|区|旗|州|盟|镇|乡|街道|兵团)"
)
_NATIONAL = (
    r"中共中央办公厅|中共中央|国务院办公厅|国务院|全国人大常委会"
    r"|(?:教育|财政|科学技术|科技|民政|司法|公安|农业农村|自然资源|生态环境|住房和城乡建设|交通运输|水利|商务|文化和旅游|应急管理"
    r"|工业和信息化|人力资源和社会保障|退役军人事务)部(?:办公厅)?|国家[\u3400-\u9fff]{2,12}?(?:总局|局|委员会|委)(?:办公厅|办公室)?"
)
_BODY = (
    rf"(?:{_NATIONAL}|{_PLACE}[\u3400-\u9fff]{{0,14}}?(?:{_GOVERNMENT})"
    rf"|(?![我本全各市县区省])[\u3400-\u9fff]{{2,16}}?(?:{_SCHOOL}))"
)
_BODY_LINE = re.compile(_BODY)
_TITLE_BODY = re.compile(
    rf"(?:{YEAR}年度?)?({_BODY})"
    rf"(?=关于|{YEAR}|印发|转发|工作(?:报告|要点|计划|规划|总结|思路)|[“”]?十[一二三四五六]五|第[一二三四五六七八九十])"
)
_LABELLED_BODY = re.compile(
    rf"(?:发布机构|发布单位|发布机关|发文机关|发文单位|制定机关)[\])】]? *: *({_BODY})(?![\u3400-\u9fff])"
)
_LETTERHEAD = re.compile(rf"({_BODY})文件")
_SIGNED = re.compile(rf"(?:({_BODY}) +)?[\[(]?({DATE})[\])]?(?: *印发)?")

_PUBLISHED = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rf"(?:发布日期|发布时间|发稿时间|公开日期)[\])】]? *: *({DATE})",
        rf"^ *[\[(【]?(?:时间|日期|更新时间|更新日期)[\])】]? *: *({DATE})",
        rf"(?:成文日期|发文日期|印发日期|生成日期)[\])】]? *: *({DATE})",
    )
)


def find_metadata(text: str, plain: str, content: str, furniture: Sequence[Span]) -> tuple[Metadata, tuple[Line, ...]]:
    """What the text says of itself, and the lines that its title was read from.

    ``plain`` is the view without markup, ``content`` without any furniture, both of the text's length.
    """
    head = written_lines(content[:_HEAD])
    tail = written_lines(content[-_TAIL:]) if len(content) > _HEAD else head
    title_lines = find_title(head)
    parts = [_verbatim(line, text, content, furniture) for line in title_lines]
    title = (" " if parts and parts[0].isascii() else "").join(parts) or None
    read = "".join(unmarked(line.text) for line in title_lines)  # in the view's spelling
    signer, signed = _signature(head, tail)
    return (
        Metadata(
            title=title,
            issuer=_labelled_issuer(plain) or signer or _leading_issuer(read, head),
            period=_title_period(read) or _stated_period(content, title_lines),
            published=_published(plain) or signed,
        ),
        title_lines,
    )


def _verbatim(line: Line, text: str, content: str, furniture: Sequence[Span]) -> str:
    """The line as the text spells it, without the furniture in it; an entity is the character it stands for."""
    kept: list[str] = []
    for position in range(line.start, line.end):
        at = bisect_right(furniture, position, key=lambda span: span.start) - 1
        inside = at >= 0 and position < furniture[at].end
        kept.append(content[position].strip(" ") if inside else text[position])
    return unmarked("".join(kept).strip())


def _title_period(title: str) -> str | None:
    if span := _RANGE.search(title):
        return f"{plain_year(span[1])}-{plain_year(span[2])}"
    years = _TITLE_YEAR.findall(title)
    # The last: a report on one year and plan for the next names the plan's year at its end.
    return plain_year(years[-1]) if years else None


def _stated_period(content: str, title: Sequence[Line]) -> str | None:
    """The period that the first sentences name, or else a heading over the plan's part of a report."""
    start = title[-1].end if title else 0
    opening = content[start : start + _HEAD].lstrip()[:_OPENING]
    if span := _OPENING_RANGE.search(opening):
        return f"{plain_year(span[1])}-{plain_year(span[2])}"
    year = _OPENING_YEAR.search(opening) or _HEADING_YEAR.search(content, start, start + 4 * _HEAD)
    return plain_year(year[1]) if year else None


def _signature(head: Sequence[Line], tail: Sequence[Line]) -> tuple[str | None, str | None]:
    """Who signed and when: a line that is only a date, with a body's name before it.

    The first in the head, else the last in the tail.
    """
    for lines in (head, tail[::-1]):
        for index, line in enumerate(lines):
            match = _SIGNED.fullmatch(line.text) if len(line.text) <= _SIGNATURE else None
            if not match:
                continue
            before = index - 1 if lines is head else index + 1
            above = lines[before].text if 0 <= before < len(lines) else ""
            name = match[1] or (above if len(above) <= _SIGNATURE and _BODY_LINE.fullmatch(above) else None)
            if day := iso_date(match[2]):
                return name, day
    return None, None


def _labelled_issuer(plain: str) -> str | None:
    match = _LABELLED_BODY.search(plain, 0, _HEAD)
    return match[1] if match else None


def _leading_issuer(title: str, head: Sequence[Line]) -> str | None:
    if match := _TITLE_BODY.match(title):
        return match[1]
    for line in head[:3]:
        if match := _LETTERHEAD.fullmatch(line.text):
            return match[1]
    return None


def _published(plain: str) -> str | None:
    ends = (plain[:_HEAD], plain[-_TAIL:] if len(plain) > _HEAD else "")
    for pattern in _PUBLISHED:
        for end in ends:
            for match in pattern.finditer(end):
                if day := iso_date(match[1]):
                    return day
    return None
