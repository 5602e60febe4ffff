"""What a reading of everything may not turn round, date wrongly, say twice, or take for denied."""

from __future__ import annotations

import pytest
from endpoint_samples import PROFILE
from reading_samples import plan, read_by
from reading_server import ReadingServer, commits, is_reading, promise, script

import summarizer
from summarizer.documents import from_text
from summarizer.engines.endpoint.chunks import chunk
from summarizer.engines.endpoint.reading.lines import lines_of, stretches
from summarizer.languages import find
from summarizer.structure import outline


@pytest.mark.parametrize(
    ("language", "sentence", "comparator"),
    [
        ("de", "Die Wartezeit liegt nicht über 80 Tage.", "<="),
        ("de", "Nie mehr als 80 Tage dauert es.", "<="),
        ("fr", "Le délai ne sera jamais supérieur à 80 jours, au moins 12 places.", "<="),
        ("es", "El plazo no será superior a 80 días, al menos 5 centros.", "<="),
        ("de", "Wir bauen mindestens 80 Schulen.", ">="),
    ],
)
def test_a_denied_bound_is_turned(language, sentence, comparator):
    """Never more than 80 is at most 80, in every language that knows the words."""
    first = find(language).scanner(()).scan(sentence, 0, len(sentence))[0]
    assert (first.value, first.comparator) == (80, comparator)


@pytest.mark.parametrize(
    ("sentence", "comparator", "quote"),
    [
        ("Keep the share of late buses not over 15%", "<=", "not over 15%"),
        ("We will not reduce the service below 40 buses", ">=", "not reduce the service below 40 buses"),
        ("Train not only more than 80 nurses", ">=", "more than 80 nurses"),
    ],
)
def test_the_english_rules_turn_a_denied_bound_and_quote_the_denial(sentence, comparator, quote):
    """A quote without its denial would say the opposite of the plan."""
    (found,) = summarizer.summarize(
        from_text(plan("en", f"- {sentence}."), "plan.txt"), summarizer.Settings(engine="rules")
    ).targets
    assert found.comparator == comparator
    assert quote in found.quote


def test_not_all_is_no_coverage():
    """Not all schools is less than all of them."""
    text = plan("en", "- Not all schools will be connected by 2027.", "- Build 3 piers by 2028.")
    found = summarizer.summarize(from_text(text, "plan.txt"), summarizer.Settings(engine="rules"))
    assert not any(target.kind == "coverage" for target in found.targets)


@pytest.mark.parametrize(
    ("language", "sentence", "bound"),
    [
        ("en", "We will open 80 schools and at least 5 hospitals.", "at least"),
        ("de", "Wir bauen 80 Schulen und mindestens 5 Bäder.", "mindestens"),
        ("zh", "新建学校80所，新建医院不少于5所。", "不少于"),
    ],
)
def test_the_bound_of_the_next_number_is_not_this_ones(language, sentence, bound):
    """A model that points at the wrong bound does not make 80 a floor."""
    read = read_by(plan(language, sentence), script(None, {"80": commits("", bound)}, number="name"))
    (found,) = read.found.targets
    assert (found.value, found.comparator) == (80, "=")


@pytest.mark.parametrize(
    ("language", "sentence", "kind", "quote"),
    [
        ("de", "Nicht alle Schulen erhalten Netz.", "coverage", "Nicht alle Schulen erhalten Netz"),
        ("zh", "不是所有学校都参加比赛。", "coverage", "不是所有学校都参加比赛"),
        ("zh", "开展零距离服务企业活动。", "zero", "零距离服务企业"),
        ("en", "Publish the guide no later than June 2027.", "zero", "no later than June 2027"),
        ("en", "Act without delay on complaints.", "zero", "Act without delay on complaints"),
        ("de", "Das ist keine Frage des Geldes.", "zero", "keine Frage des Geldes"),
    ],
)
def test_a_denial_inside_the_quote_takes_it_back(language, sentence, kind, quote):
    """Not all is no coverage, and no later than no zero: no 100 % and no 0 is made of them."""
    read = read_by(plan(language, sentence), script(promises=[promise(kind, quote)]))
    assert not [target for target in read.found.targets if target.accepted and target.kind == kind]


@pytest.mark.parametrize(
    ("language", "sentence", "quote", "deadline"),
    [
        ("en", "From March 2024 to June 2027 all pupils will get a card.", "all pupils will get a card", None),
        ("en", "All pupils will get a card by 2027.", "All pupils will get a card", "2027"),
        ("zh", "2025年3月启动，2026年底前实现全覆盖。", "2025年3月启动，2026年底前实现全覆盖", "2026年底前"),
    ],
)
def test_a_deadline_says_by_when(language, sentence, quote, deadline):
    """Of several dates it is the last that says by when; where nobody could say which, there is none."""
    read = read_by(plan(language, sentence), script(promises=[promise("coverage", quote)]))
    (found,) = [target for target in read.found.targets if target.kind == "coverage"]
    assert found.deadline == deadline


class Speechless(ReadingServer):
    """Passes the check, and answers a reading with words that are no JSON."""

    def _text(self, request, schema, fault):
        return "well" if is_reading(schema) else super()._text(request, schema, fault)


@pytest.mark.slow
def test_what_got_no_answer_is_not_denied():
    """A model that passed the check and then answered nothing takes none of the rules' promises away."""
    text = plan("zh", "新建公办幼儿园12所。", "全部乡镇开展应急演练。", "确保5月底前启动一期项目建设。")
    by_rules = summarizer.summarize(from_text(text, "plan.txt"), summarizer.Settings(engine="rules"))
    with Speechless(script()) as server:
        settings = summarizer.Settings(endpoint=server.url, model="m", reading="all", cache=False)
        found = summarizer.summarize(from_text(text, "plan.txt"), settings)
    assert found.incomplete
    assert [(t.kind, t.quote, t.unsure) for t in found.targets] == [
        (t.kind, t.quote, t.unsure) for t in by_rules.targets
    ]


def test_a_sentence_longer_than_a_chunk_is_asked_about_once():
    """Each chunk reads its own part: no number of it twice, none left out."""
    sentence = "新建" + "、".join(f"第{n}街道幼儿园{n}所" for n in range(11, 60))
    document = from_text(plan("zh", f"{sentence}。"), "plan.txt")
    made = outline(document)
    pieces = stretches(chunk(document, made, 60), len(document.text))
    assert len(pieces) > 3
    parts = [line for piece in pieces for line in lines_of(document, made, PROFILE, *piece)]
    numbers = [number.mention.number_start for line in parts for number in line.numbers]
    assert sorted(set(numbers)) == sorted(numbers)
    whole = lines_of(document, made, PROFILE, 0, len(document.text))
    assert set(numbers) >= {
        number.mention.number_start for line in whole for number in line.numbers if number.ref[-1] == "所"
    }


@pytest.mark.slow
def test_a_text_in_no_language_is_not_sent_by_itself():
    """A table of figures is in no language: it is read when that is asked for."""
    with ReadingServer(script()) as server:
        settings = summarizer.Settings(endpoint=server.url, model="m", cache=False)
        summarizer.summarize(from_text("12345 67\n89 10\n", "figures.txt"), settings)
        assert server.readings == []
