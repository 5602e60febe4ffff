"""What an English document says of itself: its title, and the years that the title names."""

import re
from collections.abc import Sequence

from summarizer.languages.records import Facts, Line, unmarked

_MAX_TITLE = 150
_WORDS = re.compile(r"(?<![A-Za-z])[A-Za-z]{2,}[^A-Za-z]+[A-Za-z\d]{2,}")
_ENDS = re.compile(r"[.!?;,:][\"”)]?$")
_DUE = re.compile(r"\b(?:by|until|before) (?:the end of |\w{3,9} )?(20\d\d)\b", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:to|by|until|towards?|through|beyond|up to)(?: the year)? $", re.IGNORECASE)
_LOOKED_AT = 100_000
_LINKS = re.compile(r"[-*+ ]*\[[^\]]{1,200}\]\([^()\s]{1,500}\)[\w.|· -]*")
"""A line that is a link of Markdown."""
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?: *(?:-{1,2}|to|through) *((?:19|20)\d\d|\d\d)(?!\d))?(?![\d])")


def find_title(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The first line of two words at least, where it is no sentence; a web page's links are none."""
    if lines and _LINKS.fullmatch(lines[0].text):
        titles = [line for line in lines if line.text.startswith("# ")]
        lines = titles or [line for line in lines if _LINKS.fullmatch(line.text) is None]
    line = next((line for line in lines if _WORDS.search(unmarked(line.text))), None)
    if line is None or len(line.text) > _MAX_TITLE or _ENDS.search(line.text):
        return ()
    return (line,)


def find_facts(title: str, _plain: str, content: str, *_rest: object) -> Facts:
    """The period that the title names; issuer and day are not read yet.

    None where a lone year in the title is the plan's last (Strategy to 2030), or the text has work due before it.
    """
    years = _YEARS.search(title)
    if years is None:
        return Facts()
    if years[2] is None and _UNTIL.search(title, 0, years.start()):
        return Facts()
    if years[2] is None and any(int(due[1]) < int(years[1]) for due in _DUE.finditer(content, 0, _LOOKED_AT)):
        return Facts()
    last = years[2] and (years[2] if len(years[2]) > 2 else years[1][:2] + years[2])  # noqa: PLR2004
    return Facts(period=f"{years[1]}-{last}" if last else years[1])
