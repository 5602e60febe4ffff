"""Changes to an input that keep it a text: words of plans put in, stretches doubled, dropped and swapped."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.profiles.profile import load_profile

from .targets import FIELD

if TYPE_CHECKING:
    from collections.abc import Callable

SEEDS = Path(__file__).parents[2] / "seeds"
_LEXICONS = "units verbs adverbs events zero_things coverage_predicates vague_predicates frame_nouns mask_units".split()
_SIGNS = [
    *"0123456789零〇一二两三十百千万亿点%xX×_□余多几，。；：！？、（）()“”‘’《》〈〉【】〔〕[]「」『』{}<>&#*|/\\~-—…·•●①⑳ⅠⅩ年月日号前底末",
    *("\n", "\r\n", "\r", "\t", "\u3000", "\u2028", "\x85", "\ufeff", "\u200b", "\u202e", "\x00", "\ufffd", FIELD),
    *(
        "百分之",
        "三分之二",
        "以上",
        "以内",
        "不低于",
        "超过",
        "至",
        "到",
        "~",
        "——",
        "分别",
        "每",
        "各",
        "由",
        "提高到",
    ),
    *("一、", "（一）", "1.", "1.1 ", "第一章 ", "一是", "## ", "附件", "（责任单位：", "责任单位：", "完成时限："),
    *("<p>", "</div>", "<!--", "-->", "<script>", "</script>", "&nbsp;", "&#22269;", "<!DOCTYPE html>", "<b class="),
    *("2023年", "二〇二三年", "十四五", "今年", "年底前", "6月底", "第一季度", "2023-02-24", "过去五年", "去年"),
    *(
        "第1页",
        "共3页",
        "第1/3页",
        "相关文章",
        "版权所有",
        "发布日期：",
        "来源：",
        "官网",
        "入口",
        "下载",
        "https://a.cn",
    ),
    *("市教育局", "人民政府", "工作要点", "工作计划", "关于印发", "𠀀", "學", "國", "😀", "e\u0301"),
]
_LONGEST_STRETCH = 60


@cache
def words() -> tuple[str, ...]:
    """Words of the genre's lexicons, signs, marks and furniture."""
    profile = load_profile()
    lexicon = [line.split()[0] for kind in _LEXICONS for line in profile.lexicon(kind)]
    return (*lexicon, *_SIGNS * 6)


def mutator(mutate: Callable[[bytes, int], bytes]) -> Callable[[bytes, int, int], bytes]:
    """A libFuzzer mutator: every other time ``mutate``, the fuzzer's own, else one of :func:`change`."""

    def mutated(data: bytes, longest: int, seed: int) -> bytes:
        rng = random.Random(seed)  # noqa: S311
        if rng.random() < 0.5:
            return mutate(data, longest)
        text = data.decode("utf-8", "surrogateescape")
        for _ in range(rng.choice((1, 1, 2, 4))):
            text = change(text, rng)
        return text.encode("utf-8", "surrogateescape")[:longest]

    return mutated


def change(text: str, rng: random.Random) -> str:
    """``text`` with a word put in or over, a stretch dropped, doubled, swapped with another or many times repeated."""
    at, other = sorted((rng.randint(0, len(text)), rng.randint(0, len(text))))
    other = min(other, at + _LONGEST_STRETCH)
    match rng.randrange(7):
        case 0 | 1:
            return text[:at] + rng.choice(words()) + text[at:]
        case 2:
            word = rng.choice(words())
            return text[:at] + word + text[at + len(word) :]
        case 3:
            return text[:at] + text[other:]
        case 4:
            return text[:other] + text[at:other] + text[other:]
        case 5:
            return text[:at] + rng.choice(words()) * rng.choice((2, 5, 30)) + text[at:]
        case _:
            return text[other:] + text[at:other] + text[:at]
