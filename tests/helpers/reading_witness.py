"""A judge of readings that shares nothing with the program: plain strings, Unicode's own values, lists of its own.

What a summary says of a text is held to the text alone: offsets, numbers, names, dates, and the words without which
100 % and zero are invented.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

ALL = {
    "zh": "全|所有|均|都|百分之百|100|校校|村村|户户|班班",
    "en": r"\b(?:all|every\w*|each|both|univers\w+|whole|entire\w*|100)\b",
    "de": r"\b(?:all\w*|jede\w*|sämtlich\w*|ganze\w*|gesamt\w*|flächendeckend\w*|vollständig\w*|100)\b",
}
NONE = {
    "zh": "零|杜绝|0|无|不",
    "en": r"\b(?:zero|0|no|none|never|nobody|eliminat\w+|eradicat\w+|end(?:ing)?|free|without|phas\w+ out)\b",
    "de": r"\b(?:kein\w*|null|nie|niemand|beseitig\w*|abschaff\w*|frei|ohne)\b",
}
DENIED = {
    "zh": ("不得", "严禁", "并非", "不要求"),
    "en": ("not", "never", "without", "no"),
    "de": ("nicht", "keine"),
}
DATE = {
    "zh": r"[0-9０-９一二三四五六七八九十]+[年月日]|年底|年内|上半年|下半年|季度",
    "en": r"\b20\d\d\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b",
    "de": r"\b20\d\d\b|\b(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b",
}


def check_reading(summary, text, language, numbers):
    """Raise :class:`AssertionError` where an item says what ``text`` does not.

    ``numbers`` are the numbers of the text as a person reads them: how each is written, and its value.
    """
    for item in summary.items():
        assert text[item.start : item.end] == item.quote, item
        assert item.quote.strip(), item
    for goal in summary.goals:
        assert goal.level in {"overall", "section", "task"}, goal
    for target in summary.targets:
        _number(target, text, numbers)
        _words(target, text, language)
        _kind(target, language)
        _denial(target, text, language)
    for measure in summary.measures:
        assert measure.deadline is None or measure.deadline in text, measure


def _number(target, text, numbers):
    """The written number stands at its offsets, whole, and has the value that a person reads there."""
    if target.number_start is None:
        assert target.kind in {"coverage", "zero", "milestone", "relative"}, target
        assert target.value in {None, 0, 100}, target
        return
    written = text[target.number_start : target.number_end]
    assert target.start <= target.number_start < target.number_end <= target.end, target
    before, after = text[target.number_start - 1 : target.number_start], text[target.number_end : target.number_end + 1]
    assert not (before.isdigit() and written[0].isdigit()), target
    assert not (after.isdigit() and written[-1].isdigit()), target
    assert any(written.startswith(known) or known.startswith(written) for known in numbers), (written, target)
    values = {
        Decimal(value) for known, value in numbers.items() if written.startswith(known) or known.startswith(written)
    }
    assert Decimal(str(target.value)) in values, (written, target)


def _words(target, text, language):
    """The name is words of the sentence in order, the deadline stands there and is a date, the unit is the text's."""
    begin, end = _sentence(text, target.start, target.end)
    rest = iter(text[begin:end].casefold())
    assert all(sign in rest for sign in target.indicator.casefold() if not sign.isspace()), target
    assert target.indicator.strip(), target
    if language != "zh":
        known = set(re.findall(r"\w+", text[begin:end].casefold()))
        assert set(re.findall(r"\w+", target.indicator.casefold())) <= known, target
    assert not any(unicodedata.category(sign)[0] == "C" for sign in target.indicator if sign not in text), target
    if target.deadline is not None:
        assert target.deadline in text, target
        assert re.search(DATE[language], target.deadline), target
    if target.unit is not None and target.number_start is not None:
        near = text[max(0, target.number_start - 2) : target.number_end + 40]
        assert target.unit in {"%", "percentage points"} or target.unit[:2] in near, target


def _kind(target, language):
    """100 % and zero stand beside a word for all or none; a milestone has a date."""
    if target.number_start is None and target.kind == "coverage":
        assert re.search(ALL[language], target.quote, re.IGNORECASE), target
        assert (target.value, target.unit) == (100, "%"), target
    elif target.number_start is None and target.kind == "zero":
        assert re.search(NONE[language], target.quote, re.IGNORECASE), target
        assert target.value == 0, target
    elif target.number_start is None:
        assert target.value is None, target
        assert target.kind != "milestone" or target.deadline is not None, target
    else:
        assert target.kind not in {"milestone", "relative", "coverage"} or target.source != "model", target


def _denial(target, text, language):
    """What a model quoted or named has the word that denies it, or nothing that the word denies."""
    if target.source != "model" or target.text_source != "model":
        return
    begin, end = _clause(text, target.start)
    clause = text[begin:end]
    for word in DENIED[language]:
        pattern = word if language == "zh" else rf"\b{word}\b"
        for hit in re.finditer(pattern, clause, re.IGNORECASE):
            governed = clause[hit.end() :].strip(" .。")
            if language == "de" and not governed:
                governed = clause[: hit.start()].strip()
            said = target.quote if target.number_start is None else target.indicator
            if governed.startswith(said.strip()) and len(said) > 3:
                raise AssertionError((word, clause, target))


def _sentence(text, start, end):
    begin = max(text.rfind(mark, 0, start) for mark in "\n。") + 1
    stop = min((at for mark in "\n。" if (at := text.find(mark, end)) >= 0), default=len(text))
    return begin, stop


def _clause(text, start):
    begin = max(text.rfind(mark, 0, start) for mark in "\n。，；.;,") + 1
    stop = min((at for mark in "\n。，；.;," if (at := text.find(mark, start)) >= 0), default=len(text))
    return begin, stop
