"""HTML left in a text file: tags (also damaged ones), comments, scripts and entities."""

import html
import re
from bisect import bisect_right
from typing import NamedTuple

from summarizer.documents.normalising import replaced
from summarizer.documents.parts import Span

_BLOCK = (
    "address|article|aside|blockquote|body|br|caption|center|dd|div|dl|dt|fieldset|figcaption|figure|footer|form"
    "|h[1-6]|head|header|hr|html|li|main|nav|ol|option|p|pre|section|select|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
_INLINE = (
    "a|abbr|b|big|button|cite|code|del|em|embed|font|i|iframe|img|input|ins|label|link|mark|meta|noscript|object"
    "|o:p|param|s|script|small|span|strike|strong|style|sub|sup|svg|time|tt|u|v:[a-z]+|var|video|w:[a-z]+"
)
# After the name an attribute may follow without its space (`<divclass="title">`), an ASCII letter and a `=`.
_AFTER_NAME = r"""(?=[\s/>"']|(?:class|id|style|align|href|src|name|width|height|color|size|face|lang|target)\s*=)"""

TAG = re.compile(
    rf"</?\s?(?:(?P<block>{_BLOCK})|{_INLINE}){_AFTER_NAME}[^<>。]*>|<!--|<!doctype[^<>]*>|<\?xml[^<>]*>|<!\[[^<>]*>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}[0-9]{0,2});")
_RAW_OPEN = re.compile(r"<\s?(script|style|strike|del|s)\b", re.IGNORECASE)
_RAW_CLOSE = {
    **{name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style", "strike", "del", "s")},
    "comment": re.compile(r"-->"),
}


class Markup(NamedTuple):
    """``spans`` are the markup; ``plain`` is the view with it blanked out, of the same length.

    In ``plain`` block-level markup is line feeds, inline markup spaces, and an entity the character it
    stands for, padded with spaces: what a browser would show, at the offsets of the text.
    """

    spans: list[Span]
    plain: str


def find_markup(view: str) -> Markup:
    """Find all markup of ``view`` in time linear in its length."""
    pieces = _tags(view)
    if "&" in view:
        pieces = _with_entities(view, pieces)
    return Markup([Span(start, end) for start, end, _ in pieces], replaced(view, pieces))


def _tags(view: str) -> list[tuple[int, int, str]]:
    pieces: list[tuple[int, int, str]] = []
    exhausted: set[str] = set()  # kinds whose end does not come any more: searched for once, not once a tag
    position = 0
    while match := TAG.search(view, position):
        position = match.end()
        raw = _RAW_OPEN.match(match[0])
        kind = "comment" if match[0] == "<!--" else raw[1].lower() if raw else None
        if kind and kind not in exhausted and not match[0].endswith("/>"):
            closing = _RAW_CLOSE[kind].search(view, position)
            if closing:
                position = closing.end()
            else:
                exhausted.add(kind)
        length = position - match.start()
        pieces.append((match.start(), position, ("\n" if match["block"] else " ") * length))
    return pieces


def _with_entities(view: str, tags: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    starts = [start for start, _, _ in tags]
    found = list(tags)
    for match in _ENTITY.finditer(view):
        before = bisect_right(starts, match.start()) - 1
        if before >= 0 and match.start() < tags[before][1]:
            continue
        char = html.unescape(match[0])
        if len(char) > 1:
            continue  # `&abc;` is no entity
        shown = char if char.isprintable() and not char.isspace() else " "
        found.append((*match.span(), shown.ljust(len(match[0]))))
    return sorted(found)
