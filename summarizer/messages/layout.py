"""Text in a terminal's columns, of which a Chinese character takes two."""

import re
from unicodedata import east_asian_width

# What no line break may part: a run of narrow characters, or a wide one, with the marks that cling to it.
_UNIT = re.compile(
    r"""
    \s+
    | [（「《【“]*            # opening marks stay with what they open
      (?: [!-~]+ | \S )       # an English word or an option's name as a whole, else one character
      [，。、；：！？）」》】”…]*  # closing marks never begin a line
    """,
    re.VERBOSE,
)


def width(text: str) -> int:
    """The columns that ``text`` takes."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def padded(text: str, columns: int) -> str:
    """``text`` with blanks up to ``columns``."""
    return text + " " * (columns - width(text))


def wrapped(text: str, columns: int) -> list[str]:
    """``text`` in lines of at most ``columns``, broken at blanks and between Chinese characters."""
    lines = [""]
    for unit in _UNIT.findall(text):
        if lines[-1] and width(lines[-1] + unit.rstrip()) > columns:
            lines.append("")
        lines[-1] += unit if lines[-1] else unit.lstrip()
    return [line.rstrip() for line in lines]
