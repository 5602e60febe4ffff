"""One spelling for every character: newlines of the text, and the length-preserving view the rules read.

The view is made by one table, character by character, so an offset into it is an offset into the
text. It is never NFKC, which would turn a circled 1 before 10 into 110.

========================================  =======================================================
in the text                               in the view
========================================  =======================================================
full-width ASCII ``０ Ａ ％ ，；：！？（）``   ASCII ``0 A % ,;:!?()``; ``。 、 《》 【】 〔〕`` stay
small forms ``﹐﹔﹪﹙``, half-width ``｡､｢｣``   ``,;%(``, ``。、“”``
``「」 『』``                              ``“”``, ``‘’``; ``“ ” '`` stay as they are
a bullet that begins a line               ``•``: also those of Wingdings and Symbol, ``o``, ``§``, ``✅``
``"`` in pairs, in a line with Han        ``“`` and ``”`` in turn
``‐ ‑ ‒ – — ― ─ − ﹣ －``                  ``-``, so that ``——`` is ``--``
``～ 〜 ∼ ﹏``                             ``~``
``✕ ✖ ╳ ⨯``                               ``×``
``○ ◯``                                   ``〇``
tab, no-break, ideographic, other spaces  one space
zero-width and soft hyphen, controls      one space: it breaks a word, but every offset holds
form feed, U+0085, U+2028, U+2029         line feed: each ends a line
vertical forms ``︵ ︹ ︽ ﹁ ︐``            what they are in a line: ``( 〔 《 “ ,``
mathematical digits ``𝟓 𝟝``               ``5``
traditional characters                    simplified, by the packs' ``spelling.txt``
radicals, compatibility ideographs        the character that they look like, by the same
========================================  =======================================================

The traditional table is applied to every text: it holds only characters that standard simplified
writing does not use, so that it changes nothing there, and a mixed text (a quoted title, a name) is
read too.
"""

import re
from collections.abc import Iterable
from functools import cache
from itertools import cycle

from summarizer.languages import spellings

_NEXT_LINE = 0x85
_OTHERS = dict(
    zip(
        "！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～"
        "﹐﹑﹒﹔﹕﹖﹗﹙﹚﹛﹜﹝﹞﹟﹠﹡﹢﹤﹥﹦﹩﹪﹫｡､｢｣「」『』○◯￥✕✖╳⨯"
        "︐︑︒︓︔︕︖︗︘︙︰︱︲︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈"
        "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡𝟢𝟣𝟤𝟥𝟦𝟧𝟨𝟩𝟪𝟫𝟬𝟭𝟮𝟯𝟰𝟱𝟲𝟳𝟴𝟵𝟶𝟷𝟸𝟹𝟺𝟻𝟼𝟽𝟾𝟿"
        "‐‑‒–—―─−﹘﹣〜∼﹏"
        "\v\f\x85\u2028\u2029",
        "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"
        ",、.;:?!(){}〔〕#&*+<>=$%@。、“”“”‘’〇〇¥××××"
        ",、。:;!?〖〗…:--(){}〔〕【】《》〈〉“”‘’[]"
        "01234567890123456789012345678901234567890123456789"
        "----------~~~"
        "\n\n\n\n\n",
        strict=True,
    )
)
_BLANKS = dict.fromkeys(
    [
        *(chr(code) for code in range(0x20) if chr(code) not in "\n\v\f"),
        *(chr(code) for code in range(0x7F, 0xA1) if code != _NEXT_LINE),
        *(chr(code) for code in range(0x2000, 0x2010)),
        "\ue5e5",  # what old GBK converters made of the ideographic space
        *"\u00ad\u1680\u202a\u202b\u202c\u202d\u202e\u202f\u205f\u2060\u3000\ufeff",
    ],
    " ",
)


_BULLET = re.compile(
    r"^( *)(?:(?:[\u2023\u2043\u204c\u204d\u2219\u25aa\u25ab\u25b8-\u25ba\u25e6\u29be\u29bf\u2756\u2794]"
    r"|[\u2799\u27a2\u27a4\u3007\uf02d\uf06c\uf06e\uf071\uf075\uf076\uf09f\uf0a7\uf0a8\uf0b7\uf0d8\uf0e0\uf0fc\u00a7\u00d8\u00fc]"
    r"|o(?= +[A-Z\d]))(?= )|[\u25b6\u2600-\u2775\u2794-\u27bf\U0001f300-\U0001faff])",
    re.MULTILINE,
)
"""A mark that begins a line: as fonts of signs have them, as they are left where the font is lost, or an emoji."""
_STRAIGHT = '"'
_QUOTING = re.compile(r'^(?=.*[\u4e00-\u9fff])[^"\n]*(?:"[^"\n]*"[^"\n]*)+$', re.MULTILINE)
"""A line with Han in which each straight quotation mark has its partner."""
_OF_MARKUP = '="'
_FEW = 100
"""Different characters that are replaced one after the other; a text in traditional characters has hundreds."""


@cache
def _spelling() -> dict[str, str]:
    return {**_OTHERS, **_BLANKS, **spellings()}


@cache
def _view_table() -> dict[int, str]:
    return str.maketrans(_spelling())


def unify_newlines(text: str) -> str:
    """``text`` without a leading BOM, with CRLF and CR turned to LF; nothing else is touched."""
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def view_of(text: str) -> str:
    """``text`` in one spelling, of the same length, character for character."""
    if text.isascii() and text.isprintable():
        return text
    spelled = _BULLET.sub(r"\1•", _spelled(text))
    return _QUOTING.sub(_paired, spelled) if _STRAIGHT in spelled else spelled


def _paired(line: re.Match[str]) -> str:
    """The line with its straight quotation marks as those that open and those that close."""
    if _OF_MARKUP in line[0]:
        return line[0]
    marks = cycle("“”")
    return "".join(next(marks) if char == _STRAIGHT else char for char in line[0])


def _spelled(text: str) -> str:
    """``text`` with every character in its one spelling."""
    spelling = _spelling()
    other = set(text) & spelling.keys()
    if len(other) > _FEW or not other.isdisjoint(map(spelling.get, other)):  # what is replaced must not be so twice
        return text.translate(_view_table())
    for char in other:  # in one text they are few: to replace each is several times as fast as to look up all
        text = text.replace(char, spelling[char])
    return text


def replaced(text: str, pieces: Iterable[tuple[int, int, str]]) -> str:
    """``text`` with other words in places of it: ``(start, end, words)``, in order, disjoint."""
    parts: list[str] = []
    last = 0
    for start, end, words in pieces:
        parts += (text[last:start], words)
        last = end
    return "".join((*parts, text[last:]))
