"""Chunks: whole sentences under their headings, within the budget, nothing lost and nothing twice."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import plans, texts

from summarizer.documents import from_text
from summarizer.engines.endpoint.chunks import chunk, estimate_tokens
from summarizer.structure import outline

budgets = st.integers(16, 200)


def cut(text, budget):
    document = from_text(text, "plan.txt")
    found = outline(document)
    return document, found, chunk(document, found, budget)


def whole(parts):
    """Sentences with the parts of an overlong one joined again."""
    made = []
    for part in parts:
        if part.part > 1:
            assert part.start == made[-1].end, "parts follow one another without a gap"
            made[-1] = made[-1]._replace(end=part.end, stop=part.stop, tags=part.tags)
        else:
            made.append(part._replace(part=0))
    return tuple(made)


@pytest.mark.slow
@given(st.one_of(plans(), texts()), budgets)
def test_chunks_tile_the_sentences(text, budget):
    """Law: the sentences of all chunks, parts joined, are the outline's sentences, each once and in order."""
    _, found, chunks = cut(text, budget)
    assert whole(s for c in chunks for s in c.sentences) == found.sentences
    assert [c.index for c in chunks] == list(range(len(chunks)))
    assert all(a.end <= b.start for a, b in pairwise(chunks))
    for made in chunks:
        assert made.start <= made.sentences[0].start
        assert made.sentences[-1].stop == made.end


@pytest.mark.slow
@given(st.one_of(plans(), texts()), budgets)
def test_no_chunk_passes_the_budget(text, budget):
    document, _, chunks = cut(text, budget)
    for made in chunks:
        assert made.tokens <= budget
        assert made.tokens >= sum(estimate_tokens(document.text[s.start : s.end]) for s in made.sentences)


@pytest.mark.slow
@given(st.one_of(plans(), texts()), budgets)
def test_a_sentence_that_fits_is_never_cut(text, budget):
    document, found, chunks = cut(text, budget)
    parted = {s.heading for c in chunks for s in c.sentences if s.part}
    fits = [s for s in found.sentences if estimate_tokens(document.text[s.start : s.end]) <= budget]
    kept = {(s.start, s.end) for c in chunks for s in c.sentences if not s.part}
    assert all((s.start, s.end) in kept for s in fits)
    assert parted <= {s.heading for s in found.sentences if s not in fits}


@pytest.mark.slow
@given(plans(), budgets)
def test_a_chunk_carries_its_heading_path(plan, budget):
    """The path holds the titles over the first sentence, outermost first."""
    document, found, chunks = cut(plan, budget)
    for made in chunks:
        over = found.path(made.sentences[0].heading)
        assert made.path == tuple(document.text[found.headings[i].start : found.headings[i].end] for i in over)


def test_an_overlong_sentence_is_cut_at_a_comma():
    sentence = "，".join(["新建农村薄弱幼儿园八十所"] * 20)
    document, _, chunks = cut(f"一、推进改革\n{sentence}。", 40)
    parts = [s for c in chunks for s in c.sentences]
    assert [s.part for s in parts] == list(range(1, len(parts) + 1))
    assert all(document.text[s.end - 1] == "，" for s in parts[:-1])
    assert "".join(document.text[s.start : s.end] for s in parts) == sentence


def test_without_commas_it_is_cut_at_the_list_marks():
    document, _, chunks = cut("一、推进改革\n" + "、".join(["新建农村薄弱幼儿园"] * 20), 40)
    parts = [s for c in chunks for s in c.sentences]
    assert len(parts) > 1
    assert all(document.text[s.end - 1] == "、" for s in parts[:-1])


def test_the_tag_stays_with_the_last_part():
    """A responsibility tag behind an overlong sentence is said once, not once a part."""
    _, _, chunks = cut("一、推进改革\n" + "，".join(["新建农村薄弱幼儿园"] * 20) + "（责任单位：基教处）。", 40)
    parts = [s for c in chunks for s in c.sentences]
    assert [bool(s.tags) for s in parts] == [False] * (len(parts) - 1) + [True]


@pytest.mark.parametrize("character", ["改", "a", "\U0002000b", "，"])
def test_a_hundred_thousand_characters_without_a_stop(character):
    document, found, chunks = cut("推进" + character * 100_000, 500)
    assert whole(s for c in chunks for s in c.sentences) == found.sentences
    assert all(c.tokens <= 500 for c in chunks)
    assert sum(s.end - s.start for c in chunks for s in c.sentences) == sum(s.end - s.start for s in found.sentences)
    assert document.text.startswith("推进")


def test_a_section_opens_a_new_chunk_where_the_old_one_is_half_full():
    body = "新建农村薄弱幼儿园八十所，改造校舍九处。" * 3
    _, _, chunks = cut(f"一、推进改革\n{body}\n二、强化保障\n新建校舍八处。", 80)
    assert [c.path for c in chunks] == [("推进改革",), ("强化保障",)]


def test_a_section_joins_a_chunk_that_is_nearly_empty():
    _, _, chunks = cut("一、推进改革\n新建校舍八处。\n二、强化保障\n新建校舍八处。", 80)
    assert [c.path for c in chunks] == [("推进改革",)]


def test_an_empty_document_has_no_chunks():
    assert cut("", 100)[2] == []
