"""What a model read becomes a candidate only where the text bears it out: word by word, and never with its numbers."""

from __future__ import annotations

import re

import pytest
from reading_samples import plan, read_by
from reading_server import commits, promise, script
from witness import in_order


def counted(language, sentence, what, bound="", by="", *, number=None):
    """The one target that comes of a sentence in which every number, or ``number``, is a commitment."""
    said = commits(what, bound, by)
    numbers = {number: said} if number else None
    read = read_by(plan(language, sentence), script(None, numbers, number="name" if number else said))
    (found,) = read.found.targets
    assert found.accepted
    assert read.document.text[found.number_start : found.number_end] in sentence
    return found


@pytest.mark.parametrize(
    ("language", "sentence", "what", "value", "unit"),
    [
        ("zh", "新建公办幼儿园12所。", "新建公办幼儿园99所", 12, "所"),
        ("zh", "投资１，２００万元改造管网。", "改造管网", 12_000_000, "元"),
        ("zh", "培训教师三百名。", "培训教师", 300, "名"),
        ("zh", "覆盖率达到九成。", "覆盖率", 90, "%"),
        ("en", "We will open 1,250 places.", "open 80 places", 1250, "places"),
        ("en", "Raise $3.5 million for repairs.", "Raise for repairs", 3_500_000, "$"),
        ("en", "Recruit twelve nurses.", "Recruit nurses", 12, "nurses"),
        ("de", "Wir bauen 1.250 Wohnungen.", "Wir bauen 9 Wohnungen", 1250, "Wohnungen"),
        ("de", "Der Anteil steigt auf 12,5 Prozent.", "Der Anteil", 12.5, "%"),
    ],
)
def test_value_and_unit_are_those_that_code_read(language, sentence, what, value, unit):
    """Whatever number a model puts into its words: it is not asked for one."""
    found = counted(language, sentence, what)
    assert (found.value, found.unit) == (value, unit)
    assert not re.search(r"[09]", found.indicator) or found.indicator in sentence


@pytest.mark.parametrize(
    ("language", "sentence", "what", "indicator"),
    [
        ("zh", "支持各区新建、改扩建公办幼儿园12所。", "新建公办幼儿园", "新建公办幼儿园"),
        ("zh", "新建公办幼儿园12所。", "公办幼儿园新建", "12所"),
        ("zh", "新建公办幼儿园12所。", "新建民办幼儿园", "12所"),
        ("zh", "新建公办幼儿园12所。", "新建公办幼儿园\x00", "12所"),
        ("zh", "新建公办幼儿园12所。", "园" * 40, "12所"),
        ("en", "We will open at least 12 new libraries.", "open new libraries", "open new libraries"),
        ("en", "We will open 12 new libraries.", "libraries open", "12 new libraries"),
        ("en", "We will open 12 new libraries.", "close libraries", "12 new libraries"),
        ("en", "We will open 12 new libraries.", "pen new librar", "12 new libraries"),
        ("en", "We will open 12 new libraries.", "", "12 new libraries"),
        ("de", "Wir bauen 1.250 Wohnungen.", "Wohnungen bauen", "1.250 Wohnungen"),
        ("de", "Wir bauen 1.250 neue Wohnungen.", "neue Wohnungen", "neue Wohnungen"),
    ],
)
def test_a_name_is_words_of_the_sentence_in_order_or_the_number_s_own(language, sentence, what, indicator):
    """Other words, another order or half a word may have come from anywhere; then the text's own phrase stands."""
    assert counted(language, sentence, what).indicator == indicator


@pytest.mark.parametrize(
    ("language", "sentence", "what"),
    [
        ("zh", "不得新建高耗能项目12个。", "新建高耗能项目"),
        ("zh", "严禁新增隐性债务3亿元。", "新增隐性债务"),
        ("zh", "不再保留收费站12个。", "保留收费站"),
        ("en", "The city will not close 12 libraries.", "close libraries"),
        ("en", "The city will not close the libraries in its 12 districts.", "close the libraries"),
        ("en", "We will run 12 offices without the use of paper.", "the use of paper"),
        ("en", "Never lend the rooms to more than 12 groups.", "lend the rooms"),
        ("de", "Wir schließen die Bäder in 12 Orten nicht.", "Wir schließen die Bäder"),
        ("de", "Wir werden keine neuen Flächen für 12 Märkte ausweisen.", "neuen Flächen"),
    ],
)
def test_a_name_does_not_lose_what_denies_it(language, sentence, what):
    """不得 lost, not lost: the name would say the opposite of the sentence."""
    found = counted(language, sentence, what)
    assert found.indicator != what


@pytest.mark.parametrize(
    ("language", "sentence", "by", "deadline"),
    [
        ("zh", "11月底前新建公办幼儿园12所。", "11月底前", "11月底前"),
        ("zh", "11月底前新建公办幼儿园12所。", "1月底前", None),
        ("zh", "11月底前新建公办幼儿园12所。", "2027年底前", None),
        ("zh", "11月底前新建公办幼儿园12所。", "公办幼儿园", None),
        ("en", "By the end of 2026 we will open 12 libraries.", "the end of 2026", "the end of 2026"),
        ("en", "By the end of 2026 we will open 12 libraries.", "the end of 2027", None),
        ("en", "By the end of 2026 we will open 12 libraries.", "nd of 2026 we", None),
        ("en", "By the end of 2026 we will open 12 libraries.", "we will open", None),
        ("de", "Bis Ende 2026 bauen wir 12 Schulen.", "Bis Ende 2026", "Ende 2026"),
        ("de", "Bis Ende 2026 bauen wir 12 Schulen.", "Ende 2030", None),
        ("de", "Bis Ende 2026 bauen wir 12 Schulen.", "12 Schulen", None),
    ],
)
def test_a_deadline_is_a_date_that_the_sentence_has(language, sentence, by, deadline):
    """Verbatim, whole words, and with a date in it: January is not a part of November."""
    number = "12所" if language == "zh" else "12"
    assert counted(language, sentence, "", by=by, number=number).deadline == deadline


@pytest.mark.parametrize(
    ("language", "sentence", "bound", "comparator"),
    [
        ("zh", "新建公办幼儿园12所以上。", "", ">="),
        ("zh", "新建公办幼儿园12所。", "不少于", "="),
        ("zh", "至少培训园长30名、新建公办幼儿园12所。", "至少", "="),
        ("en", "We will open at least 12 libraries.", "", ">="),
        ("en", "We will open 12 libraries.", "at most", "="),
        ("en", "Open at least 30 parks and then 12 libraries.", "at least", "="),
        ("en", "We will open 12 libraries.", "more than 99", "="),
        ("de", "Wir bauen mindestens 12 Schulen.", "", ">="),
        ("de", "Wir bauen 12 Schulen.", "höchstens", "="),
    ],
)
def test_a_bound_is_one_that_stands_beside_the_number(language, sentence, bound, comparator):
    """At most 12 is another promise than 12: the words of a bound are the sentence's, or there is none."""
    number = "12所" if language == "zh" else "12"
    assert counted(language, sentence, "", bound, number=number).comparator == comparator


def promised(language, sentence, kind, quote):
    """What becomes of a promise that a model quoted."""
    said = script(promises=[promise(kind, quote)]) if quote.split(" | ")[0] in sentence else _says(kind, quote)
    read = read_by(plan(language, sentence), said)
    (found,) = read.found.targets
    text = read.document.text
    if found.accepted:
        assert text[found.start : found.end] in sentence
        assert in_order(found.indicator, sentence)
        assert found.deadline is None or found.deadline in text
    return found


def _says(kind, quote):
    """A script that quotes what does not stand there."""
    empty = script()

    def read(asked):
        said = empty(asked)
        said.promises.append(promise(kind, quote))
        return said

    return read


@pytest.mark.parametrize(
    ("language", "sentence", "kind", "quote", "value", "deadline"),
    [
        ("zh", "全部乡镇开展应急演练。", "coverage", "全部乡镇开展应急演练", 100, None),
        ("zh", "实现重大事故零发生。", "zero", "重大事故零发生", 0, None),
        ("zh", "主会场6月底前开工建设。", "milestone", "主会场6月底前开工建设", None, "6月底前"),
        ("zh", "空气质量好于上年水平。", "relative", "空气质量好于上年水平", None, None),
        ("en", "All towns will hold a drill.", "coverage", "All towns will hold a drill", 100, None),
        ("en", "End traffic deaths on local roads.", "zero", "End traffic deaths", 0, None),
        ("en", "Publish the map by June 2026.", "milestone", "Publish the map by June 2026", None, "June 2026"),
        ("en", "Emissions keep falling.", "relative", "Emissions keep falling", None, None),
        ("de", "Alle Orte üben den Ernstfall.", "coverage", "Alle Orte üben den Ernstfall", 100, None),
        ("de", "Keine Schule bleibt ohne Netz.", "zero", "Keine Schule bleibt ohne Netz", 0, None),
        ("de", "Das Bad öffnet im Juni 2026.", "milestone", "Das Bad öffnet im Juni 2026", None, "Juni 2026"),
    ],
)
def test_a_promise_that_the_text_bears_out_is_taken(language, sentence, kind, quote, value, deadline):
    found = promised(language, sentence, kind, quote)
    assert (found.accepted, found.kind, found.value) == (True, kind, value)
    assert found.deadline is None if deadline is None else deadline in found.deadline


@pytest.mark.parametrize(
    ("language", "sentence", "kind", "quote", "why"),
    [
        ("zh", "开展应急演练。", "coverage", "全部乡镇开展应急演练", "model-quote-unfit"),
        ("zh", "开展应急演练。", "coverage", "开展应急演练", "model-promise-unfounded"),
        ("zh", "社会消费品零售总额稳步增长。", "zero", "社会消费品零售总额稳步增长", "model-promise-unfounded"),
        ("zh", "推进所有制改革。", "coverage", "推进所有制改革", "model-promise-unfounded"),
        ("zh", "主会场开工建设。", "milestone", "主会场开工建设", "model-promise-unfounded"),
        ("en", "Hold a drill in the towns.", "coverage", "Hold a drill in all towns", "model-quote-unfit"),
        ("en", "Hold a drill in the towns.", "coverage", "Hold a drill in the towns", "model-promise-unfounded"),
        ("en", "Serve 100 towns.", "coverage", "Serve 100 towns", "model-promise-unfounded"),
        ("en", "Repair the roofs by the end of 2026.", "zero", "Repair the roofs by the end of 2026",
         "model-promise-unfounded"),
        ("en", "Offer free lunches.", "zero", "Offer free lunches", "model-promise-unfounded"),
        ("en", "Publish the map.", "milestone", "Publish the map", "model-promise-unfounded"),
        ("en", "Publish the map by June 2026.", "milestone", "ublish the map by June 2026", "model-quote-unfit"),
        ("en", "Publish the map by June 2026.", "milestone", "by June 20", "model-quote-unfit"),
        ("en", "Publish the map in June 2026.", "milestone", "June 2026", "model-promise-unfounded"),
        ("zh", "主会场6月底前开工建设。", "milestone", "6月底前", "model-promise-unfounded"),
        ("de", "Die Orte üben.", "coverage", "Die Orte üben", "model-promise-unfounded"),
        ("de", "Die Orte üben.", "zero", "Die Orte üben", "model-promise-unfounded"),
        ("de", "Das Bad öffnet.", "milestone", "Das Bad öffnet", "model-promise-unfounded"),
    ],
)  # fmt: skip
def test_a_promise_that_it_does_not_is_dropped_and_says_why(language, sentence, kind, quote, why):
    """100 % and zero have no number in the text: without a word for all or none they would be invented."""
    found = promised(language, sentence, kind, quote)
    assert (found.accepted, found.reason.code) == (False, why)


@pytest.mark.parametrize(
    ("language", "sentence", "kind", "quote"),
    [
        ("zh", "2027年前不得关闭全部供水站。", "coverage", "关闭全部供水站"),
        ("zh", "不要求所有学校统一作息。", "coverage", "所有学校统一作息"),
        ("zh", "并非全部乡镇都开展演练。", "coverage", "全部乡镇都开展演练"),
        ("zh", "空气质量不低于上年水平。", "relative", "低于上年水平"),
        ("zh", "6月底前不得开工建设。", "milestone", "开工建设"),
        ("en", "Not all towns will hold a drill.", "coverage", "all towns will hold a drill"),
        ("en", "The city will never close all pools.", "coverage", "close all pools"),
        ("en", "Turnout will be no lower than last year.", "relative", "lower than last year"),
        ("en", "We will manage without a map published by June 2026.", "milestone", "a map published by June 2026"),
        ("en", "The council does not promise to end homelessness.", "zero", "end homelessness"),
        ("de", "Nicht alle Orte üben den Ernstfall.", "coverage", "alle Orte üben den Ernstfall"),
        ("de", "Alle Bäder werden nicht geschlossen.", "coverage", "Alle Bäder werden"),
        ("de", "Das Bad öffnet im Juni 2026 nicht.", "milestone", "Das Bad öffnet im Juni 2026"),
    ],
)
def test_a_quote_does_not_lose_what_denies_it(language, sentence, kind, quote):
    """Verbatim, and yet the opposite: what denies a clause belongs to whatever is quoted of it."""
    assert not promised(language, sentence, kind, quote).accepted


@pytest.mark.parametrize(
    ("language", "sentence", "kind", "quote"),
    [
        ("zh", "年底前全部完成12个站点改造。", "coverage", "年底前全部完成12个站点改造"),
        ("en", "Refit all 12 stations by June 2026.", "milestone", "Refit all 12 stations by June 2026"),
        ("de", "Alle 12 Bahnhöfe werden saniert.", "coverage", "Alle 12 Bahnhöfe werden saniert"),
    ],
)
def test_a_count_in_the_phrase_wins(language, sentence, kind, quote):
    """One promise is one target: with a count in its words it is a quantity, and the other says so."""
    said = script(None, None, [promise(kind, quote)], number=commits(""))
    count, other = read_by(plan(language, sentence), said).found.targets
    assert (count.accepted, count.value) == (True, 12)
    assert (other.accepted, other.reason.code) == (False, "model-promise-counted")


def test_what_is_listed_twice_is_one_target():
    quote = promise("coverage", "All towns will hold a drill")
    read = read_by(plan("en", "All towns will hold a drill."), script(promises=[quote, quote]))
    assert len(read.found.targets) == 1


def test_levels_and_places_are_those_of_the_lines():
    """A heading is a goal under the one above it, a sentence one under its heading."""
    read = read_by(
        plan("en", "Every child in the town reads well by the third grade."),
        script({"Services": "section", "Every": "task"}),
    )
    text = read.document.text
    assert [(text[g.start : g.end], g.level, g.heading, g.parent) for g in read.found.goals] == [
        ("Services", "section", 0, None),
        ("Every child in the town reads well by the third grade", "task", None, 0),
    ]
    assert {goal.source for goal in read.found.goals} == {"model"}
