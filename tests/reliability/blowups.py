"""Documents that are nothing but what is hard to read: one piece again and again, or one half of each of two."""

from __future__ import annotations

HEAD = "某市教育局2023年工作要点\n一、推进改革\n"
HOSTILE: dict[str, tuple[str, ...]] = {
    "an ordinary sentence": ("新建、改扩建中小学幼儿园80所,持续扩大学位供给。",),
    "tags on lines of their own": ("新建学校9所。\n", "（6月底完成）\n"),
    "one sentence of semicolons": ("2023年底新建学校9所；",),
    "lines that end in a colon": ("今年的主要目标是:\n新建9所:\n",),
    "quantities in one clause": ("新建学校9所、",),
    "brackets never closed": ("（",),
    "brackets closed by others": ("（", "]"),
    "brackets in brackets": ("（", "）"),
    "quotes in quotes": ("“（", "）”"),
    "quotes never closed": ("“",),
    "straight quotes": ('"',),
    "bracketed numbers": ("（新建9所）",),
    "book titles after years": ("2021年《》",),
    "digits": ("7",),
    "thousands": ("1,000,",),
    "decimals": ("1.",),
    "numerals": ("十万亿",),
    "parts of a hundred": ("百分之",),
    "blanks to fill in": ("x_〇",),
    "spaces": ("新  ",),
    "empty lines": ("\n",),
    "headings": ("一、推进改革\n",),
    "run-in titles": ("一是推进改革。",),
    "Markdown": ("# 推进\n",),
    "tags never closed": ("<p class=",),
    "scripts never closed": ("<script>",),
    "comments never closed": ("<!--",),
    "entities": ("&#1;",),
    "page numbers": ("第1页\n工作要点\n",),
    "links": ("相关文章\n", "工作要点\n"),
    "spam": ("官网|", "下载-"),
    "one word again and again": ("推进改革",),
    "all the words for all": ("所有全部",),
    "hopes": ("确保力争", "零投诉"),
    "bounds": ("不低于", "超过"),
    "names in a tag": ("（责任单位：负责、", "负责"),
    "Latin letters": ("a",),
    "dates": ("2023年6月底前，",),
    "increases": ("由100元提高到",),
    "commas": ("，",),
}


def document(name: str, characters: int) -> str:
    """About so many ``characters`` of the kind ``name``; of two pieces first the one, then the other."""
    pieces = HOSTILE[name]
    times = characters // sum(map(len, pieces))
    return "".join(piece * times for piece in pieces)
