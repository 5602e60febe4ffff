"""What no summary may break, whatever was in the document and whatever an endpoint answered.

``check_invented_nothing`` reads numbers and judges wordings with means of its own (``witness``), so that a mistake in
the program's is seen; what the program's own rules read in the text is the second witness.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from witness import lies, plain

from summarizer.documents import from_text
from summarizer.engines.rules import RulesEngine
from summarizer.profiles.profile import load_profile
from summarizer.structure import outline

_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_SIGNS = "零〇一二两三四五六七八九十百千万亿"
_NUMBER = re.compile(rf"[0-9{_SIGNS}]+(?:(?:,(?=[0-9]{{3}}(?![0-9]))|[.点](?=[0-9{_SIGNS}]))[0-9{_SIGNS}]+)*")
ONLY_MODEL = "only the model saw this"


def check_invented_nothing(summary, text, *, beside_rules=True):
    """Raise :class:`AssertionError` where something in ``summary`` does not come from ``text``.

    ``beside_rules`` is False for what an engine made that the rules did not run before.
    """
    items = {item.id: item for item in summary.items()}
    assert len(items) == len(summary.items()), "two items share an id"
    for item in items.values():
        assert text[item.start : item.end] == item.quote, item
        for link in ("parent", "goal", "measure", "same_as"):
            assert getattr(item, link, None) in {None, *items}, item
    for item in (*summary.goals, *summary.measures):
        _no_new_number(item.text, [item.quote])
    for measure in summary.measures:
        assert measure.text == measure.quote or measure.text_source == "model", measure
        assert measure.text == measure.quote or measure.source != "rules", measure
        assert measure.deadline is None or measure.deadline in text
        assert all(actor in text for actor in measure.actors), measure
    drafts = _drafts(text)
    for target in summary.targets:
        _target(target, text, drafts if beside_rules else {})
    _overview(summary, items)


def _overview(summary, items):
    overview = summary.overview
    assert set(overview.cites) <= set(items), overview
    counts = f"全文共提取目标{len(summary.goals)}条、举措{len(summary.measures)}条、量化指标{len(summary.targets)}项。"
    counted = f"{len(summary.goals)} goals, {len(summary.measures)} measures, {len(summary.targets)} targets."
    said = overview.text.removeprefix(counts).removeprefix(counted)
    _no_new_number(said, [items[cite].quote for cite in overview.cites])


def _no_new_number(said, sources):
    """Each number of ``said`` stands, whole, in one of the ``sources``; so does each sign that is a number."""
    if said in sources:
        return
    assert lies(said, sources) == [], (said, sources)
    there = {number for source in sources for number in written(source)}
    assert set(written(said)) <= there, (said, sources)
    signs = {sign for source in sources for sign in plain(source)}
    for sign in plain(said):
        assert sign in signs or unicodedata.numeric(sign, None) is None, (said, sign)
        assert sign in signs or unicodedata.category(sign)[0] not in "CM", (said, sign)
        assert sign in signs or sign not in "%‰℃", (said, sign)


def written(text):
    """The numbers in ``text`` as they are written, in one spelling, thousands' commas left out."""
    return [hit[0].replace(",", "") for hit in _NUMBER.finditer(plain(text))]


def _drafts(text):
    document = from_text(text, "law.txt")
    found = RulesEngine(load_profile()).extract(document, outline(document))
    return {_place(draft): draft for draft in found.targets}


def _place(target):
    return target.start, target.end, target.number_start, target.kind


def _target(target, text, drafts):
    draft = drafts.get(_place(target))
    if draft is None:
        assert target.source == "model", target
        assert target.unsure == ONLY_MODEL, target
        _of_the_model_alone(target, text, drafts)
        return
    for field in ("value", "value_max", "unit", "comparator", "masked", "number_end", "deadline"):
        assert getattr(target, field) == getattr(draft, field), (field, target, draft)
    if target.indicator != draft.indicator:
        sentence = text[draft.sentence_start : draft.sentence_end]
        _words_of(target.indicator, sentence)
        assert lies(target.indicator, [sentence]) == [], target
        assert target.text_source == "model", target
    if target.value is not None and target.number_start is not None:
        assert Decimal(str(target.value)) in _values(text, target), target
    if target.unit is not None and target.kind not in {"coverage", "zero"}:
        near = plain(text[target.number_start : target.end + 24])
        assert target.unit in {"%", "‰", "‱"} or _first(target.unit) in near, target


def _of_the_model_alone(target, text, drafts):
    """The open list: value, unit and indicator are all in the quote's own line, and contradict nothing read there."""
    assert target.start <= target.number_start < target.number_end <= target.end, target
    view = plain(text)
    number = view[target.number_start : target.number_end]
    assert read(number) == Decimal(str(target.value)), target
    assert number.replace(",", "") in written(target.quote), target
    before, after = view[: target.number_start][-2:], view[target.number_end :][:24].lstrip()
    assert not before.endswith("第"), target
    assert "分之" not in (before, after[:2]), target
    if target.unit is None:
        assert not after[:1].isalnum(), target
        assert after[:1] not in set("%‰℃"), target
    else:
        assert after.startswith(plain(target.unit)), target
    assert (target.value_max, target.masked, target.deadline) == (None, False, None), target
    assert not any(d.start < target.end and target.start < d.end for d in drafts.values()), target
    begin = max(text.rfind(mark, 0, target.start) for mark in "\n。") + 1
    end = min((at for mark in "\n。" if (at := text.find(mark, target.end)) >= 0), default=len(text))
    _words_of(target.indicator, text[begin:end])


def _words_of(indicator, sentence):
    rest = iter(sentence)
    assert all(sign in rest for sign in indicator), (indicator, sentence)
    assert set(written(indicator)) <= set(written(sentence)), (indicator, sentence)


def _values(text, target):
    """All that the written number may be read as: alone, with the magnitude behind it, as a share, as a part."""
    view = plain(text)
    number = view[target.number_start : target.number_end]
    wide = view[target.number_start : target.number_end + 3]
    found = set()
    for piece in (number, wide):
        for share in re.finditer(r"([二三四五六七八九十])分之([一二两三四五六七八九])", piece):
            found.add((read(share[2]) / read(share[1]) * 100).quantize(Decimal("0.01")))
        numbers = [read(n.replace("余", "").replace("多", "").replace("几", "")) for n in _pieces(piece)]
        numbers = [n for n in numbers if n is not None]
        found |= set(numbers) | {n * 10 for n in numbers}  # 两成 is 20 %
        found |= {n * scale for n in numbers for scale in (*_SMALL.values(), *_LARGE.values(), 10**12)}
    return found


def _pieces(piece):
    yield from re.findall(rf"[\d{_SIGNS},.点余多几]+", piece)
    yield from written(piece)
    yield from piece  # 五六百: adjacent digits are a range


def _first(unit):
    return plain(unit).removeprefix("个")[:2]


def read(number):
    """The value of a written number; None where it is none. The tests' own reader, by recursion on magnitudes."""
    number = number.replace(",", "")
    if re.fullmatch(r"\d+(\.\d+)?", number):
        return Decimal(number)
    for magnitude in ("亿", "万", "千", "百", "十"):
        head, found, tail = number.rpartition(magnitude)
        if found:
            scale = {**_SMALL, **_LARGE}[magnitude]
            high = read(head) if head else Decimal(1)
            low = read(tail.lstrip("零〇")) if tail.lstrip("零〇") else Decimal(0)
            if tail and tail[0] not in "零〇" and len(tail) == 1 and magnitude != "十" and tail in _SIGNS:
                low = read(tail) * scale / 10
            return None if high is None or low is None else high * scale + low
    whole, _, part = number.partition("点")
    digits = [_SIGNS.replace("〇", "").replace("两", "").find(c.replace("〇", "零").replace("两", "二")) for c in whole]
    if not digits or not all(0 <= d <= 9 for d in digits):
        return None
    value = Decimal("".join(map(str, digits)))
    return value if not part else value + Decimal(f"0.{''.join(str(int(read(c) or 0)) for c in part)}")
