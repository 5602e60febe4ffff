"""How one item is put for a person: its value, its place, and text that is safe to show anywhere."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from summarizer.languages import DEFAULT, find

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.models import Gap, Goal, Measure, Refusal, Target
    from summarizer.reports.labels import Labels

_BREAK = re.compile(r"[\t\n\v\f\r\u0085\u2028\u2029]+")
_HIDDEN = re.compile(
    r"[^\S \u3000]|[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_CELL = re.compile(r"T(\d+)R(\d+)C(\d+)")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_HALF_WIDTH = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {ord("．"): ".", ord("％"): "%"}


@dataclass(frozen=True, slots=True)
class Symbols:
    """The signs a report uses beyond letters and digits."""

    at_least: str = "≥"
    at_most: str = "≤"
    about: str = "≈"
    to: str = "–"
    dot: str = "·"
    warning: str = "▲"

    def comparator(self, sign: str) -> str:
        """The sign before a value; empty for ``=`` and ``range``."""
        return {">=": self.at_least, "<=": self.at_most, "~": self.about}.get(sign, "")


UNICODE = Symbols()
ASCII = Symbols(at_least=">=", at_most="<=", about="~", to="-", dot="|", warning="!")


def symbols_for(encoding: str) -> Symbols:
    """The Unicode signs where ``encoding`` can write all of them, else the ASCII ones."""
    signs = "".join(getattr(UNICODE, name) for name in Symbols.__dataclass_fields__)
    try:
        signs.encode(encoding)
    except UnicodeEncodeError:
        return ASCII
    return UNICODE


def clean(text: str, encoding: str = "utf-8") -> str:
    r"""``text`` on one line, with nothing in it that acts on a terminal or that ``encoding`` cannot write.

    Line breaks and tabs become a space. Controls (ESC), direction overrides and lone surrogates are
    spelled out as ``\x1b`` or ``\u202e``; other invisible characters go.
    """
    line = _HIDDEN.sub(_spell, _BREAK.sub(" ", text))
    return line.encode(encoding, "backslashreplace").decode(encoding)


def _spell(match: re.Match[str]) -> str:
    char = match[0]
    category = unicodedata.category(char)
    if category == "Zs":
        return " "
    if category == "Cf" and unicodedata.bidirectional(char) == "BN":
        return ""
    code = ord(char)
    return f"\\x{code:02x}" if char <= "\xff" else f"\\u{code:04x}"


@cache
def figures() -> Any:
    """How texts write figures: the module ``figures`` of the language that most of them are in."""
    return find(DEFAULT).part("figures")


def plain(number: float | Decimal) -> str:
    """A number without exponent, separators or needless decimals: 20000, 90.3."""
    value = Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
    shown = format(value, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def same_words(text: str | None, quote: str) -> bool:
    """Whether two wordings differ in no more than their blanks and the places where their lines end."""
    return text == quote or (text is not None and "".join(text.split()) == "".join(quote.split()))


def written(target: Target, text: str | None = None) -> tuple[str, str] | None:
    """The number as it stands in the source and what follows it; None where none is written or it is out of reach."""
    begin, stop = target.number_start, target.number_end
    if begin is None or stop is None:
        return None
    if target.start <= begin and stop <= target.end:
        return target.quote[begin - target.start : stop - target.start], target.quote[stop - target.start :]
    if text is not None:
        return text[begin:stop], text[stop : stop + 20]
    return None


def amount(target: Target, labels: Labels, symbols: Symbols = UNICODE, text: str | None = None) -> str:
    """The value as a person writes it: ``≥ 80 %``, ``6–10 km``, ``xx km (blank)``.

    Where the source's own figure differs from the normalised one, the source's comes first and the
    normalised one in brackets. ``text`` is the document's, for a number outside its target's quote.
    """
    source = written(target, text)
    if target.masked:
        blank = source[0].rstrip("%％ ") if source else "_"
        body = labels.bracketed(with_unit(blank, target.unit), labels.masked)
    elif target.value is None:
        body = labels.relative if target.kind == "relative" else labels.kinds[target.kind]
    else:
        ends = [target.value] if target.value_max is None else [target.value, target.value_max]
        numbers = [plain(end) for end in ends]
        body = with_unit(symbols.to.join(numbers), target.unit)
        if source is None and target.kind in {"coverage", "zero"}:
            body = labels.bracketed(labels.kinds[target.kind], body)
        elif source is not None and restated(target, source):
            body = labels.bracketed(as_written(source, target.unit), body)
    return f"{symbols.comparator(target.comparator)} {body}".strip()


def restated(target: Target, source: tuple[str, str]) -> bool:
    """Whether the number of ``target`` is written otherwise than its normalised one, with a magnitude."""
    ends = [end for end in (target.value, target.value_max) if end is not None]
    return bool(ends) and not target.masked and not _same_figures(source, [plain(end) for end in ends], target.unit)


def _same_figures(source: tuple[str, str], numbers: list[str], unit: str | None) -> bool:
    """Whether the source writes exactly ``numbers``, without a magnitude (a thousand) in or right after the last.

    Full-width figures are the same figures.
    """
    number, rest = source[0].translate(_HALF_WIDTH), source[1]
    following = "" if unit and rest.startswith(unit) else figures().magnitude_at(rest)  # of 千米, 千 is none
    return not figures().has_magnitude(number + following) and _DIGITS.findall(number) == numbers


def as_written(source: tuple[str, str], unit: str | None) -> str:
    """The source's own figure with its magnitude and unit."""
    number, rest = source
    unit = str(figures().share_unit(rest)) if unit == "%" else unit
    magnitude = str(figures().magnitude_at(rest)).rstrip()
    rest = rest[len(magnitude) :]
    return number + magnitude + (unit if unit and rest.translate(_HALF_WIDTH).startswith(unit) else "")


def with_unit(number: str, unit: str | None) -> str:
    """A number before its unit."""
    return f"{number} {unit}" if unit else number


class Places:
    """Where items stand, for people: page and paragraph, else line and column, else characters.

    ``text`` is the document's, None where it is not at hand. Lines and columns count from one, columns in
    characters; character positions count from zero, as in the JSON.
    """

    def __init__(self, text: str | None, labels: Labels, symbols: Symbols = UNICODE) -> None:
        self._labels = labels
        self._to = symbols.to
        self._starts = None if text is None else [0, *(i + 1 for i, char in enumerate(text) if char == "\n")]

    @property
    def label(self) -> str:
        """What the places are counted in, for a column's head."""
        return self._labels.place_chars if self._starts is None else self._labels.place_lines

    def heading(self, items: Sequence[Goal | Measure | Target]) -> str:
        """The head of a column of places in an office document, with what they are counted in where that is one."""
        paged = any(item.locator for item in items)
        return self._labels.origin if paged else self._labels.bracketed(self._labels.origin, self.label)

    def line(self, offset: int) -> int | None:
        """The line of an offset, None without the text."""
        return None if self._starts is None else bisect_right(self._starts, offset)

    def of(self, item: Goal | Measure | Target | Gap | Refusal) -> str:
        """One item's place."""
        locator = getattr(item, "locator", None)
        if locator is not None:
            page, paragraph = locator.page, locator.paragraph
            parts = [self._labels.page.format(page)] if page is not None else []
            parts += [self._labels.paragraph.format(paragraph)] if paragraph is not None else []
            cell = _CELL.fullmatch(locator.cell or "")
            parts += [self._labels.cell.format(*cell.groups())] if cell else [locator.cell] if locator.cell else []
            if parts:
                return " ".join(parts)
        line = self.line(item.start)
        if self._starts is None or line is None:
            return f"{item.start}{self._to}{item.end}"
        return f"{line}:{item.start - self._starts[line - 1] + 1}"
