"""Blanks that mean nothing: between characters set apart, as wide headings and some PDFs have them, and around figures.

Much of what is typed in Chinese sets off figures and Latin words by a blank; the rest does not.
Read is what both mean.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.languages import LayoutCues
    from summarizer.languages.records import Line

INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0e\ufe0f\u20e3"
"""What takes no place on a page: of zero width, a hyphen only where a line is broken, or how a character is drawn."""
INVISIBLE_CHARACTER = re.compile(f"[{INVISIBLE}]")
_BLANKS = re.compile(r"(?<=[^ ]) +(?=[^ ])")
_SHARE = 0.7
"""Of the neighbouring characters of a line, so many are set apart where the line is."""
_MIN_PAIRS, _MIN_TEXT = 3, 12
"""Neighbours in a line, and in a whole text, fewer of which say nothing."""
_MAX_GAP = 3


def spaced_blanks(lines: Sequence[Line], cues: LayoutCues) -> list[tuple[int, int]]:
    """The blanks in ``lines`` that only set characters apart, in order."""
    gaps = {line.start: cues.gaps_between(line.text) for line in lines if " " in line.text}
    everywhere = _is_everywhere(lines, gaps, cues)
    found: list[tuple[int, int]] = []
    for line in lines:
        between = gaps.get(line.start)
        apart = [gap for gap in between or () if gap]
        if between is None or (len(apart) < _MIN_PAIRS and not everywhere):
            continue
        if len(apart) >= _SHARE * len(between):
            usual = Counter(apart).most_common(1)[0][0] if apart else 1
            found += _narrow(line, usual)
    return found


def set_off_blanks(lines: Sequence[Line], cues: LayoutCues) -> list[tuple[int, int]]:
    """The blanks in ``lines`` that only set off figures and foreign words, in order.

    Where other blanks part words, as in a row of a table, they all may; a sentence has few of those.
    """
    found: list[tuple[int, int]] = []
    for line in lines:
        if " " not in line.text:
            continue
        blanks = [hit.start() for hit in cues.SET_OFF.finditer(line.text)]
        if not blanks:
            continue
        others = len(_BLANKS.findall(line.text)) - len(blanks)
        sentence = cues.is_sentence(line.text)
        if others and (others > len(blanks) or not sentence):
            continue
        kept = (at for at in blanks if not cues.parts_mark(line.text, at, sentence=sentence))
        found += ((line.start + at, line.start + at + 1) for at in kept)
    return found


def _is_everywhere(lines: Sequence[Line], gaps: dict[int, list[int]], cues: LayoutCues) -> bool:
    """Whether the characters of the whole text are set apart; ``gaps`` are those of its lines with a blank."""
    apart = sum(gap > 0 for between in gaps.values() for gap in between)
    if apart < max(_MIN_TEXT, _SHARE * sum(map(len, gaps.values()))):
        return False  # whatever the other lines hold, which are most of a usual text
    others = sum(len(cues.gaps_between(line.text)) for line in lines if line.start not in gaps)
    return apart >= _SHARE * (sum(map(len, gaps.values())) + others)


def _narrow(line: Line, usual: int) -> list[tuple[int, int]]:
    """The blanks of ``line`` but those that part words that stand further apart than its characters do."""
    found = []
    for blank in _BLANKS.finditer(line.text):
        before, after = line.text[blank.start() - 1], line.text[blank.end()]
        latin = before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
        if len(blank[0]) <= usual + (0 if latin else _MAX_GAP - 1):
            found.append((line.start + blank.start(), line.start + blank.end()))
    return found
