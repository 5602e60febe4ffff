"""A judge of wordings that shares nothing with the program: no view, no numeral pattern, no lexicon of its.

It knows less than the program and is blunt: what it calls a lie is one. Characters are folded by Unicode's own tables,
a number is any run of characters that have a numeric value, and stands in its source with its neighbours or not at all.
"""

from __future__ import annotations

import re
import unicodedata

_QUOTES = "“”‘’\"'「」『』"
_ALIKE = {"兩": "两", "萬": "万", "億": "亿", "減": "减", "擴": "扩", "禁": "禁", "嚴": "严", "個": "个", "後": "后"}
_NUMERALS = set("零〇一二三四五六七八九十百千万亿两半俩廿卅壹贰叁肆伍陆柒捌玖拾佰仟")
_SIGNS = set("%‰‱°℃")
_IDIOMS = re.compile("进一步|一体化|统一|二十大|十四五|一体|一批")
_JOINED = re.compile(r"(?<=[0-9])(?:\.(?=[0-9])|,(?=[0-9]{3}(?![0-9])))")
_EDGE = set(",;:。.!?、()《》 \n")
_DENIALS = (
    "不得 不准 不再 不能 严禁 禁止 未 停止 停 取消 撤销 撤并 拆除 关停 减少 降低 压减 削减 减轻 "
    "暂停 暂缓 杜绝 取缔 防止 避免 遏制 淘汰 整治 清退 零 not never stop no reduce cut close cancel without".split()
)


def plain(text: str) -> str:
    """``text`` of the same length, each character in its commonest spelling; a circled digit stays one."""
    spelt = ((sign, unicodedata.normalize("NFKC", sign)) for sign in text)
    return "".join(other if len(other) == 1 and unicodedata.category(sign) != "No" else sign for sign, other in spelt)


def folded(text: str) -> str:
    """``text`` character by character in its commonest spelling, without quotation marks and blanks."""
    kept = (sign for sign in plain(text) if sign not in _QUOTES and not sign.isspace())
    return "".join(_ALIKE.get(sign, sign).casefold() for sign in kept)


def is_numeral(sign: str) -> bool:
    """Whether a character has a value, or says what a value is of."""
    return sign in _NUMERALS or sign in _SIGNS or unicodedata.category(sign)[0] == "N"


def numbers_in_place(text: str) -> list[str]:
    """Every run of numerals with a character before and two behind it, as far as the clause goes."""
    text = _IDIOMS.sub("※", folded(text))
    found = []
    at = 0
    while at < len(text):
        if not is_numeral(text[at]):
            at += 1
            continue
        end = at
        while end < len(text) and (is_numeral(text[end]) or _JOINED.match(text, end)):
            end += 1
        before = text[at - 1 : at] if at and text[at - 1] not in _EDGE else ""
        behind = re.match(r"[^,;:。.!?、()《》\n]{0,2}", text[end:])[0]
        found.append(before + text[at:end] + behind)
        at = end
    return found


def lies(said: str, sources: list[str]) -> list[str]:
    """What is false in ``said``, beside its ``sources``; nothing where nothing is known to be."""
    grounds = [folded(source) for source in sources]
    counted = [_IDIOMS.sub("※", ground) for ground in grounds]
    text = folded(said)
    found = [f"number {run}" for run in numbers_in_place(said) if not any(run in g for g in counted)]
    found += [f"sign {s!r}" for s in text if unicodedata.category(s)[0] in "CMS" and not any(s in g for g in grounds)]
    for word in _DENIALS:
        if not word.isascii():
            found += _denials(word, text, grounds)
    return found


def _denials(word, text, grounds):
    for hit in re.finditer(word, text):
        if not any(word in ground for ground in grounds):
            yield f"put in {word} at {hit.start()}"
    for ground in grounds:
        for hit in re.finditer(word, ground):
            governed = re.match(r"[^,;:。.!?、()《》\n]{0,4}", ground[hit.end() :])[0]
            once = sum(other.count(governed) for other in grounds) == 1
            if len(governed) == 4 and once and governed in text and word not in text:
                yield f"{word} dropped from {governed}"


def in_order(said: str, source: str) -> bool:
    """Whether the characters of ``said`` are some of those of ``source``, in order (signs between clauses apart)."""
    at = 0
    for sign in folded(said):
        if sign in ",;:。、":
            continue
        at = folded(source).find(sign, at) + 1
        if not at:
            return False
    return True
