"""What reading a language needs of CLDR, as one small file: `python tests/helpers/cldr.py`.

Babel brings all of CLDR and is eleven megabytes; a user needs separators, months and magnitudes: a line a language.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from itertools import product
from pathlib import Path
from typing import Any

from babel import Locale
from babel.localedata import locale_identifiers

FILE = Path(__file__).parents[2] / "summarizer/languages/other/cldr.jsonl"
OWN = {"en", "zh", "yue", "root", "und"}
"""Languages that have a pack, and Cantonese, which is read by the Chinese one."""
_EXOTIC = str.maketrans("\u00a0\u202f\u2009\u066c", "   \u066c")
_ZEROS = re.compile("0+")
_INDIAN = "#,##,##0"


def lines() -> list[str]:
    """The file's lines, one a language, sorted."""
    territories: dict[str, list[Locale]] = defaultdict(list)
    for identifier in locale_identifiers():
        locale = Locale.parse(identifier)
        if locale.script is None:
            territories[locale.language].append(locale)
    found = []
    for code in sorted(set(territories) - OWN):
        entry = _entry(Locale(code), territories[code])
        found.append(json.dumps(entry, ensure_ascii=False, separators=(",", ":")))
    return found


def _entry(locale: Locale, others: list[Locale]) -> dict[str, Any]:
    signs = [_signs(each) for each in (locale, *others)]
    own = [sign for sign in signs if sign["decimal"] == signs[0]["decimal"]]
    return {
        "code": locale.language,
        "name": locale.get_display_name(locale) or locale.language,
        "decimal": signs[0]["decimal"],
        "groups": "".join(sorted({sign["group"] for sign in own})),
        "swapped": any(sign["decimal"] == signs[0]["group"] and sign["decimal"] in ".," for sign in signs),
        "indian": locale.decimal_formats[None].pattern.startswith(_INDIAN),
        "months": _months(locale),
        "magnitudes": _magnitudes([locale, *others]),
    }


def _signs(locale: Locale) -> dict[str, str]:
    systems = locale.number_symbols
    symbols = systems.get(locale.default_numbering_system) or systems["latn"]
    return {sign: symbols.get(sign, default).translate(_EXOTIC) for sign, default in (("decimal", "."), ("group", ","))}


def _months(locale: Locale) -> list[list[str]]:
    """For each month its full names, in their cases, and its abbreviations without a full stop."""
    names: list[list[str]] = []
    for month in range(1, 13):
        kinds = product(("wide", "abbreviated"), ("format", "stand-alone"))
        forms = [locale.months[context][width][month] for width, context in kinds]
        names.append(list(dict.fromkeys(_plain(form) for form in forms if not form[0].isdigit() and len(form) > 1)))
    return names


def _magnitudes(locales: list[Locale]) -> dict[str, int]:
    """What stands for a power of ten behind a number, ``Millionen``, ``Mio``; 0 where countries differ."""
    found: dict[str, set[int]] = defaultdict(set)
    for locale, width in product(locales, ("long", "short")):
        for forms in locale.compact_decimal_formats.get(width, {}).values():
            for size, pattern in forms.items():
                zeros = _ZEROS.search(pattern.pattern)
                word = _plain(_ZEROS.sub("", pattern.pattern).replace("'", ""))
                if zeros and word and not re.search(r"[\d#¤%]", word):
                    found[word].add(len(size) - len(zeros[0]))
    return {word: max(powers) if len(powers) == 1 else 0 for word, powers in sorted(found.items()) if max(powers)}


def _plain(form: str) -> str:
    return form.translate(_EXOTIC).strip(" \u200e\u200f.").lower()


if __name__ == "__main__":
    FILE.write_text("".join(f"{line}\n" for line in lines()), encoding="utf-8")
