"""What a model writes says nothing that its source does not: by a corpus, and by laws with a judge of their own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from witness import in_order, lies

from summarizer.engines.endpoint.checks import clean_line, clean_name, clean_sentence

FOLDER = Path(__file__).parent / "wordings"
LONG = 300
KINDS = {"lookalike", "percent", "merged", "unit", "other", "words", "date", "bound", "negation", "direction"}


def corpus(name):
    """The wordings of a file: language, the sentences of its source, kind, wording."""
    language, sources = "", []
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            _, language, source = line.split(" ", 2)
            sources = source.split(" | ")
        elif line and not line.startswith("#"):
            kind, said = line.split(" ", 1)
            yield language, sources, kind, said


def full_width(text):
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def dishonest():
    """All of the corpus, and the Chinese ones again with every sign in full width."""
    for language, sources, kind, said in corpus("dishonest.txt"):
        yield language, sources, kind, said
        if language != "en" and full_width(said) != said:
            yield language, [full_width(source) for source in sources], kind, full_width(said)


def taken(language, sources, said):
    """The checks that let a wording through."""
    found = {"line" for source in sources if clean_line(said, source, LONG, language)}
    found |= {"name" for source in sources if clean_name(said, source, language)}
    return found | ({"sentence"} if clean_sentence(said, "\n".join(sources), language) else set())


def test_no_dishonest_wording_is_taken():
    """Ten kinds of lie in three languages, by each of the three checks."""
    tried = list(dishonest())
    assert len(tried) >= 300
    assert {kind for _, _, kind, _ in tried} == KINDS
    passed = [(kind, said, by) for language, sources, kind, said in tried if (by := taken(language, sources, said))]
    assert passed == []


def test_the_page_says_how_many_wordings_are_tried():
    page = (FOLDER.parents[3] / "docs" / "reliability.md").read_text(encoding="utf-8")
    assert f"{len(list(dishonest()))} dishonest wordings of ten kinds" in page
    assert f"{len(list(corpus('honest.txt')))} honest ones" in page


def test_nearly_all_honest_wordings_are_taken():
    """A check that refuses everything would be of no use."""
    tried = list(corpus("honest.txt"))
    refused = [said for language, sources, kind, said in tried if kind not in taken(language, sources, said)]
    assert len(tried) >= 100
    assert len(refused) <= 0.05 * len(tried), refused


def test_the_judge_of_the_laws_sees_most_lies():
    """It is blunt, but not blind: of the corpus' Chinese lies it knows most, by a number or a denial."""
    tried = [(sources, said) for language, sources, _, said in corpus("dishonest.txt") if language == "zh"]
    assert sum(bool(lies(said, sources)) for sources, said in tried) > 0.5 * len(tried)
    honest = [(said, lies(said, s)) for language, s, _, said in corpus("honest.txt") if language == "zh"]
    assert [(said, found) for said, found in honest if found] == []


OBJECTS = ("公办幼儿园", "老旧小区", "实训基地", "村级卫生室", "骨干教师", "文化广场", "农村公路", "养老床位")
ACTS = ("新建", "改造", "培训", "完善", "推进", "加强", "扩大", "支持")
TURNS = (
    "不得",
    "严禁",
    "停止",
    "取消",
    "减少",
    "降低",
    "撤并",
    "暂缓",
    "杜绝",
    "防止",
    "未",
    "不再",
    "压减",
    "拆除",
    "禁止",
)
BOUNDS = ("不少于", "超过", "约", "至少", "不超过", "")
UNITS = ("所", "个", "名", "公里", "万元", "%", "‰", "张", "亿元", "平方米")
DATES = ("6月底前", "年底前", "2025年", "上半年", "9月1日前", "")
SIGNS = ("О", "З", "٪", "½", "1", "8", "00", "⑧", "🔟", "3/4", "\u200b", "\u202e", "，", "、")
COUNTS = ("以上", "左右", "十", "一半", "翻番", "两", "倍", "全部", "零", "每年")
FOREIGN = (*TURNS, *BOUNDS[:5], *UNITS, *DATES[:5], *COUNTS, *SIGNS)


@st.composite
def clauses(draw):
    """A clause of a plan as its words: a number, or something denied, or neither."""
    shape = draw(st.sampled_from(("number", "turned", "plain")))
    thing = draw(st.sampled_from(OBJECTS))
    if shape == "plain":
        return [draw(st.sampled_from(ACTS)), thing]
    if shape == "turned":
        return [draw(st.sampled_from(DATES)), draw(st.sampled_from(TURNS)), draw(st.sampled_from(ACTS)), thing]
    number = draw(st.sampled_from(("12", "80", "3.5", "1,200", "三百", "十二", "70")))
    unit, bound = draw(st.sampled_from(UNITS)), draw(st.sampled_from(BOUNDS))
    return [draw(st.sampled_from(DATES)), draw(st.sampled_from(ACTS)), thing, bound, number, unit]


@st.composite
def sentences(draw):
    """A sentence of a plan, in words."""
    return [[w for w in clause if w] for clause in draw(st.lists(clauses(), min_size=2, max_size=4))]


def written(sentence):
    return "，".join("".join(clause) for clause in sentence)


@st.composite
def edits(draw):
    """A sentence, and what an unfaithful writer makes of some of its clauses: words added, swapped, dropped, moved."""
    sentence = draw(sentences())
    words = [
        word for clause in draw(st.lists(st.sampled_from(sentence), min_size=1, max_size=2)) for word in (*clause, "，")
    ]
    words.pop()
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(words) - 1))
        act = draw(st.sampled_from(("add", "drop", "swap", "cut", "move")))
        if act == "add":
            words.insert(at, draw(st.sampled_from(FOREIGN)))
        elif act == "swap":
            words[at] = draw(st.sampled_from((*FOREIGN, *(w for clause in sentence for w in clause))))
        elif act == "cut":
            words[at] = words[at][draw(st.integers(0, 2)) :][: draw(st.integers(1, 4))]
        elif act == "drop" and len(words) > 1:
            del words[at]
        else:
            words.insert(draw(st.integers(0, len(words) - 1)), words.pop(at))
    return written(sentence), "".join(words)


@settings(max_examples=800)
@given(edits())
@pytest.mark.slow
def test_what_is_taken_of_an_edited_sentence_is_no_lie(edit):
    """Law: whatever is added to a sentence, swapped or dropped in it, what is taken says nothing new."""
    source, said = edit
    for passed in (clean_line(said, source, LONG), clean_name(said, source)):
        if passed is not None:
            assert lies(passed, [source]) == [], (passed, source)
            assert in_order(passed, source), (passed, source)
    retold = clean_sentence(said, source.replace("，", "\n"))
    assert retold is None or lies(retold, source.split("，")) == [], (retold, source)


@settings(max_examples=250)
@given(sentences(), st.data())
def test_a_word_that_governs_is_not_dropped_alone(sentence, data):
    """Law: without the word that denies, bounds or dates what stays, a clause is refused; so it is with another one."""
    clause = data.draw(st.sampled_from(sentence))
    governing = [at for at, word in enumerate(clause) if word in TURNS or word in BOUNDS]
    if not governing:
        return
    at = data.draw(st.sampled_from(governing))
    without = "".join(clause[:at] + clause[at + 1 :])
    other = "".join([*clause[:at], data.draw(st.sampled_from([w for w in (*TURNS, *BOUNDS) if w and w != clause[at]])),
                     *clause[at + 1 :]])  # fmt: skip
    for said in (without, other):
        if said in written(sentence):
            continue
        assert clean_line(said, written(sentence) + "。", LONG) is None, said
        assert clean_sentence(said, "\n".join("".join(c) for c in sentence)) is None, said


@settings(max_examples=250)
@given(sentences(), st.data())
def test_whole_clauses_are_taken(sentence, data):
    """Law: a clause of the sentence as it stands, and any choice of them in order, is an honest shortening."""
    picked = data.draw(st.lists(st.booleans(), min_size=len(sentence), max_size=len(sentence)))
    source = written(sentence) + "，落实责任"
    chosen = [clause for clause, keep in zip(sentence, picked, strict=True) if keep]
    said = written(chosen)
    if len(said) < 4 or re.search("(?:不|严|防|杜|禁).*，", source):
        return  # a clause behind something denied may be denied too
    assert clean_line(said, source, LONG) == said, source


def test_a_language_that_nothing_is_known_of_is_quoted_or_refused():
    """Without a pack no word is known that turns a sense: whole clauses of the sentence, and no number."""
    source = "Construire 80 écoles, ne pas fermer les écoles rurales, améliorer la formation des enseignants"
    assert clean_line("améliorer la formation des enseignants", source, LONG, "und")
    for said in (
        "Construire 80 écoles",
        "fermer les écoles",
        "améliorer les écoles",
        "rmer les écoles",
        "Construire ЗО écoles",
    ):
        assert clean_line(said, source, LONG, "und") is None, said
        assert clean_sentence(said, source, "und") is None, said


def test_reading_a_long_sentence_takes_time_in_proportion():
    """A line that a model wrote costs no more than a look at its sentence."""
    import time

    took = []
    for size in (2_000, 8_000):
        source = "改造农村薄弱幼儿园70所，加强监测和指导，不得收费，" * (size // 25)
        started = time.perf_counter()
        clean_line("改造指导收费幼儿园监测农村加强收费薄弱指导", source, LONG)
        clean_sentence("改造指导收费幼儿园监测农村加强收费薄弱指导", source)
        took.append(time.perf_counter() - started)
    assert took[1] < 8 * took[0] + 0.5, took
