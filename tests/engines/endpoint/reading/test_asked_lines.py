"""What a model is asked about: each line and each number of a text once, and by a ref that JSON can hold."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from itertools import pairwise

import pytest
from endpoint_samples import PROFILE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import plans, texts

from summarizer.documents import from_text
from summarizer.engines.endpoint.chunks import chunk
from summarizer.engines.endpoint.reading.lines import lines_of, opening, path_over, stretches
from summarizer.structure import outline

few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)

CHINESE = """某市卫生健康局2026年工作要点
一、提升服务能力
（一）加强基层建设
新建社区卫生站15个；改造乡镇卫生院8家，年底前完成验收。培训全科医生320名。
（二）完善管理
电子病历覆盖率达到85%以上。
"""
ENGLISH = """Harbour District Plan 2026-2028

Goal 1: Safer streets
1.1 Calm the traffic
We will install 24 raised crossings by the end of 2027; train 60 wardens; and close two slip roads.

Measuring Progress
Indicator\tBaseline 2024\tTarget 2028\tLead
Injuries on local roads\t310\t180\tTransport
Children who walk to school\t42%\t60%\tSchools
"""
GERMAN = """Radverkehrsplan 2028

1. Netz ausbauen
Bis Ende 2028 bauen wir 35 km Radwege; dazu kommen 1.200 Stellplätze am Bahnhof.
2. Sicherheit
Die Zahl der Unfälle sinkt um 30 Prozent.
"""


def asked(text, budget=100_000):
    """The document, its outline, and the lines of each chunk."""
    document = from_text(text, "plan.txt")
    made = outline(document)
    chunks = chunk(document, made, budget, None)
    spans = stretches(chunks, len(document.text)) or [(0, len(document.text))]
    return document, made, spans, [lines_of(document, made, PROFILE, *span) for span in spans]


def whole(text):
    """The lines of a text in one chunk."""
    return [line for lines in asked(text)[3] for line in lines]


@pytest.mark.parametrize(
    ("text", "shown", "quantities"),
    [
        (
            CHINESE,
            ["提升服务能力", "加强基层建设", "新建社区卫生站15个", "改造乡镇卫生院8家，年底前完成验收",
             "培训全科医生320名", "完善管理", "电子病历覆盖率达到85%以上"],
            ["15个", "8家", "320名", "85%"],
        ),
        (
            GERMAN,
            ["Netz ausbauen", "Bis Ende 2028 bauen wir 35 km Radwege; dazu kommen 1.200 Stellplätze am Bahnhof",
             "Sicherheit", "Die Zahl der Unfälle sinkt um 30 Prozent"],
            ["35 km", "1.200 Stellplä", "30 Prozent"],
        ),
    ],
)  # fmt: skip
def test_each_line_and_each_number_is_asked_about(text, shown, quantities):
    """What is not asked about, no model can find; years and list numbers are no numbers of a plan."""
    document = from_text(text, "plan.txt")
    lines = whole(text)
    assert [document.text[line.start : line.end] for line in lines] == shown
    assert [number.ref.partition(":")[2] for line in lines for number in line.numbers] == quantities


def test_a_table_is_asked_about_row_by_row_under_its_head():
    """A figure without the words over it means nothing, and the words are told once."""
    document = from_text(ENGLISH, "plan.txt")
    rows = [line for line in whole(ENGLISH) if line.kind == "row"]
    assert [row.shown(document).startswith("Indicator | Baseline 2024 | Target 2028") for row in rows] == [True, False]
    assert [[document.text[n.mention.number_start : n.mention.number_end] for n in row.numbers] for row in rows] == [
        ["310", "180"],
        ["42", "60"],
    ]
    assert all("\n" not in row.shown(document) and "\t" not in row.shown(document) for row in rows)


def test_lines_of_one_full_sentence_share_its_dates():
    """新建…；改造…，年底前完成: the date of the one may stand in the other, so both look in the whole sentence."""
    first, second, third, _ = (line for line in whole(CHINESE) if line.kind == "sentence")
    assert first.around == second.around
    assert third.around != first.around


def test_the_path_over_a_chunk_is_that_of_its_first_line():
    document, made, _, (lines,) = asked(CHINESE)
    assert path_over(document, made, lines) == ()
    assert path_over(document, made, lines[2:]) == ("提升服务能力", "加强基层建设")
    assert path_over(document, made, lines[1:]) == ("提升服务能力",)


@given(st.one_of(texts(), plans(), st.sampled_from([CHINESE, ENGLISH, GERMAN])), st.integers(20, 400))
@few
def test_every_heading_sentence_and_row_is_asked_about_once(text, budget):
    """Law: the stretches of the chunks tile the text, so that no line falls between two chunks or stands in both."""
    document, made, spans, parts = asked(text, budget)
    assert [start for start, _ in spans] == [0, *(end for _, end in spans[:-1])]
    assert spans[-1][1] == len(document.text)
    lines = Counter((line.kind, line.start, line.end) for part in parts for line in part)
    wanted = Counter(("heading", one.start, one.end) for one in made.headings if one.start < one.end)
    whole = Counter(one for one in lines.elements() if one[0] in {"heading", "sentence"})
    pieces = sorted((start, end) for kind, start, end in lines.elements() if kind == "part")
    for one in made.sentences:  # whole, or in parts that tile it
        if whole[("sentence", one.start, one.end)] == 0:
            mine = [piece for piece in pieces if one.start <= piece[0] < one.end]
            assert mine[0][0] == one.start
            assert all(a[1] <= b[0] for a, b in pairwise(mine))
            assert mine[-1][1] == one.end
            continue
        wanted[("sentence", one.start, one.end)] += 1
    assert whole == wanted
    rows = [row for table in made.tables for row in table.rows if row.figures]
    assert sum(count for (kind, *_), count in lines.items() if kind == "row") == len(rows)
    for part in parts:
        assert [line.number for line in part] == list(range(1, len(part) + 1))
        assert all(0 <= line.start <= line.end <= len(document.text) for line in part)


@given(st.one_of(texts(), plans(), st.sampled_from([CHINESE, ENGLISH, GERMAN])))
@few
def test_refs_are_unique_and_need_no_escape(text):
    """Law: a ref is a key of the answer's schema; two alike would be one question, an odd one breaks a grammar."""
    document, _, _, parts = asked(text)
    for lines in parts:
        refs = [ref for line in lines for ref in (line.ref, *(number.ref for number in line.numbers))]
        assert len(refs) == len(set(refs))
        for ref in refs:
            assert json.dumps(ref, ensure_ascii=False) == f'"{ref}"'
            assert not {unicodedata.category(sign) for sign in ref} & {"Cc", "Cf", "Cs"}
            assert len(ref) <= 24, "longer than the echo schema lets it be repeated"
        for line in lines:
            assert "\n" not in line.shown(document)


@given(st.one_of(plans(), st.sampled_from([CHINESE, ENGLISH, GERMAN])))
@few
def test_no_number_is_asked_about_twice(text):
    """Law: a number has one verdict. Its offsets are those of the text, and stand in its line."""
    _, _, _, parts = asked(text)
    places = Counter()
    for line in (line for part in parts for line in part):
        for number in line.numbers:
            mention = number.mention
            assert line.start <= mention.number_start < mention.number_end <= line.end
            places[mention.number_start] += 1
    assert all(count == 1 for count in places.values()), text


@given(st.text(max_size=60))
def test_the_words_of_a_ref_are_the_first_of_the_line(text):
    """Law: short, and a beginning of the line once signs that JSON would escape are blanks."""
    words = opening(text)
    assert len(words) <= 14
    assert not set(words) & set('"\\:：\n\t')
