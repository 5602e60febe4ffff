"""How a Chinese text is told from others, and a traditional one from a simplified one."""

from __future__ import annotations

import re
from functools import cache

from summarizer.languages import spellings
from summarizer.languages.scripts import count_scripts


def recognise(shown: str, written: str) -> str | None:
    """``zh`` or ``zh-Hant`` where the sample ``shown`` (of a view) is Chinese; ``written`` is a sample of the text."""
    han, latin, other = count_scripts(shown)
    if not (han > latin and han > 2 * other):
        return None
    # Many simplified forms (后, 里, 台) are written in traditional texts too, never the other way round.
    traditional, simplified = _forms()
    return "zh-Hant" if len(traditional.findall(written)) > len(simplified.findall(written)) else "zh"


@cache
def _forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Characters of traditional writing only, and those that replaced them."""
    table = spellings()
    return re.compile(f"[{''.join(table)}]"), re.compile(f"[{''.join(sorted(set(table.values())))}]")
