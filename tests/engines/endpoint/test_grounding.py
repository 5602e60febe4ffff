"""Grounding: an offset is right or there is none, and a number agrees whole or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.documents.document import Document
from summarizer.documents.normalising import view_of
from summarizer.engines.endpoint.checks import ground, numerals

TEXT = (
    "8.持续扩增基础教育优质资源。新建、改扩建中小学幼儿园80所,持续扩大学位供给。改造农村薄弱幼儿园70所，"
    "校舍面积2万平方米。投资１８０万元，新增学位二十个。"
)


def document(text):
    return Document(name="t.txt", sha256="0" * 64, text=text, view=view_of(text))


def find(quote, text=TEXT, **more):
    return ground(document(text), quote, [(0, len(text))], **more)


def test_a_verbatim_quote_is_exact():
    found = find("改造农村薄弱幼儿园70所", number="70", unit="所")
    assert TEXT[found.start : found.end] == "改造农村薄弱幼儿园70所"
    assert TEXT[slice(*found.number)] == "70"


@pytest.mark.parametrize(
    "quote",
    [
        "新建、改扩建中小学幼儿园80所，持续扩大",
        "投资180万元",
        "改造 农村薄弱幼儿园 70 所",
        "改造农村薄弱的幼儿园70所",
    ],
)
def test_another_spelling_is_no_quote(quote):
    """A model that was asked for the very words and gives others may have made them up."""
    assert find(quote) is None


@pytest.mark.parametrize("quote", ["改造农村薄弱幼儿园90所", "校舍面积3万平方米", "新增学位二个", "80万元，新增学位"])
def test_another_number_is_another_quote(quote):
    assert find(quote) is None


def test_number_and_unit_must_stand_in_the_quote():
    assert find("改造农村薄弱幼儿园70所", number="80", unit="所") is None
    assert find("改造农村薄弱幼儿园70所", number="70", unit="个") is None
    assert find("校舍面积2万平方米", number="2万", unit="平方米")
    assert find("校舍面积2万平方米", number="2", unit="平方米") is None


@pytest.mark.parametrize("quote", ["", "  ", "推动黄河流域生态保护", "的" * 1000])
def test_what_is_not_there_is_not_found(quote):
    assert find(quote) is None


def test_a_quote_outside_the_spans_is_not_found():
    """A few-shot example that leaked, or another chunk's sentence, is no quote of this chunk."""
    assert ground(document(TEXT), "新增学位二十个", [(0, 20)]) is None


def test_numerals_are_read_whole():
    assert numerals("投资１,800万元，占百分之九十点三，2.5%") == ["1800万", "百", "九十点三", "2.5"]


chinese = st.text(st.sampled_from("新建学校改造资金推动，。、 ０9８二十%一所"), min_size=1, max_size=60)


@given(chinese, st.data())
def test_any_stretch_that_cuts_no_number_is_found(text, data):
    """Law: what was cut from the text is found, and the offsets give back the very characters."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = text[start:end]
    found = find(quote, text)
    if found is not None:
        assert text[found.start : found.end] == quote
    elif quote.strip():
        assert numerals(text[:start]) + numerals(quote) + numerals(text[end:]) != numerals(text)


@given(chinese, chinese)
def test_offsets_are_always_inside_and_numbers_always_equal(text, quote):
    """Law: whatever a model writes, a found place lies in the text and holds the quote's numbers."""
    found = find(quote, text)
    if found is not None:
        assert 0 <= found.start <= found.end <= len(text)
        assert numerals(text[found.start : found.end]) == numerals(quote)
