"""Reading all through the front door: what is sent, what comes back, and what is said where nothing did."""

from __future__ import annotations

import json

import pytest
from reading_samples import plan
from reading_server import ReadingServer, asked_in, commits, is_reading, promise, script

import summarizer
from summarizer.cli import summarize_main
from summarizer.documents import from_text

pytestmark = pytest.mark.slow  # many runs or waits: a second and more a test under load

CHINESE = plan("zh", "新建公办幼儿园12所，持续扩大学位供给。", "现有学校45所。", "全部乡镇开展应急演练。")
ENGLISH = plan(
    "en", "We will open at least 12 new libraries by the end of 2026.", "All schools will have a library card."
)
GERMAN = plan("de", "Bis Ende 2027 bauen wir mindestens 12 neue Schulen.", "Alle Schulen erhalten eine Bibliothek.")
PLANS = {"zh": CHINESE, "en": ENGLISH, "de": GERMAN}
NEWS = {
    "zh": "本报讯（记者李明）昨日，市教育局召开新闻发布会。记者获悉，今年该市将新建幼儿园12所。“我们会尽力。”"
    "局长告诉记者。据介绍，去年该市改造学校30所。\n",
    "en": "Council approves 1,200 homes\n\nWESTBROOK, June 4 – The city council voted 7-2 on Tuesday to approve a plan "
    'that will bring 1,200 homes to the airfield by 2031, officials said.\n\n"It will double the homes," said '
    "Mayor Alan Pruitt. Opponents told reporters that traffic will increase by 40 percent.\n",
}
READ = script(
    {"新建": "measure", "We will": "measure", "bauen": "measure"},
    {"12": commits("")},
    [
        promise("coverage", "全部乡镇开展应急演练"),
        promise("coverage", "All schools will have a library card"),
        promise("coverage", "Alle Schulen erhalten eine Bibliothek"),
    ],
)


def summarized(server, text, tmp_path, **more):
    """The summary of a text, asked of a server."""
    only = more.pop("only", None)
    config = {"endpoint": server.url, "cache_dir": tmp_path, "deadline": 20, "timeout": 5} | more
    return summarizer.summarize(from_text(text, "plan.txt"), summarizer.Settings(**config), only=only, explain=True)


def codes(summary):
    return [notice.code for notice in summary.notices]


@pytest.mark.parametrize("language", PLANS)
def test_everything_is_sent_where_no_rules_read_the_language(tmp_path, language):
    """Unset: what there is for Chinese and English stays as it was; a plan in another language is read at all."""
    with ReadingServer(READ) as server:
        summary = summarized(server, PLANS[language], tmp_path)
    assert bool(server.readings) == (language == "de")
    assert any(target.value == 12 for target in summary.targets)
    assert codes(summary) == (["model-read-alone"] if language == "de" else [])


@pytest.mark.parametrize("shape", ["keyed", "echo"])
@pytest.mark.parametrize("language", PLANS)
def test_every_line_is_sent_once_and_comes_back(tmp_path, language, shape):
    """Both shapes and three languages: what the script read is in the summary, with values that code read."""
    with ReadingServer(READ, shape=shape) as server:
        summary = summarized(server, PLANS[language], tmp_path, reading="all")
    (told,) = server.readings
    body = PLANS[language].split("\n", 1)[1]
    assert [one.text.strip("。.") in body for one in asked_in(told)] == [True] * len(asked_in(told))
    assert summary.incomplete == []
    assert {(t.kind, t.value) for t in summary.targets} == {("quantity", 12), ("coverage", 100)}
    assert {t.source for t in summary.targets} == {"model" if language == "de" else "both"}
    assert all(item.unsure is None for item in summary.targets)
    assert all(PLANS[language][item.start : item.end] == item.quote for item in summary.items())


def test_doubts_in_a_language_without_rules_ask_nothing_and_say_so(tmp_path):
    with ReadingServer(READ) as server:
        summary = summarized(server, GERMAN, tmp_path, reading="doubts")
    assert server.readings == []
    assert list(summary.items()) == []
    assert "model-read-alone" not in codes(summary)
    assert codes(summary), "an empty result is explained"


def test_a_model_that_failed_the_check_reads_alone_and_everything_is_unsure(tmp_path):
    with ReadingServer(READ, passes=False) as server:
        summary = summarized(server, GERMAN, tmp_path)
    assert codes(summary) == ["unchecked-model-read-alone"]
    assert summary.targets
    assert {item.unsure_code for item in summary.items()} == {"unchecked-model"}


@pytest.mark.parametrize("language", NEWS)
def test_a_text_that_is_no_plan_is_not_sent_unless_it_is_asked_for(tmp_path, language):
    """A contract or an article costs nothing; its notice says how to have it read all the same."""
    with ReadingServer(READ) as server:
        summary = summarized(server, NEWS[language], tmp_path)
        assert codes(summary) == ["no-plan"]
        assert "--reading all" in summary.notices[0].message
        assert server.readings == []
        summarized(server, NEWS[language], tmp_path, reading="all")
        assert len(server.readings) == 1


def test_the_rules_engine_refuses_the_setting_in_one_line(tmp_path, capsys):
    """A flag that says how to ask a model which is not asked would be ignored in silence."""
    path = tmp_path / "plan.txt"
    path.write_text(CHINESE, encoding="utf-8")
    for arguments in (["--reading", "all"], ["--reading", "doubts", "--engine", "rules"]):
        assert summarize_main([str(path), *arguments, "--lang", "en"]) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert "--reading" in line
        assert "--endpoint" in line
    assert summarize_main([str(path), "--reading", "half"]) == 2
    assert "doubts" in capsys.readouterr().err


def test_the_flag_reads_all_from_the_command_line(tmp_path, capsys):
    path = tmp_path / "plan.txt"
    path.write_text(CHINESE, encoding="utf-8")
    with ReadingServer(READ) as server:
        arguments = ["--endpoint", server.url, "--reading", "all", "--no-cache", "--format", "json"]
        assert summarize_main([str(path), *arguments]) == 0
    assert len(server.readings) == 1
    assert {one["source"] for one in json.loads(capsys.readouterr().out)["targets"]} == {"both"}


class Short(ReadingServer):
    """Has room for the answers to so many lines."""

    most = 1

    def answer(self, request):
        asked = asked_in(str(request["messages"][-1]["content"]))
        if len(asked) > self.most:
            self.faults = ["length"]
        return super().answer(request)


@pytest.mark.parametrize("language", PLANS)
def test_what_is_too_long_for_one_answer_is_asked_in_halves(tmp_path, language):
    with Short(READ) as server:
        summary = summarized(server, PLANS[language], tmp_path, reading="all")
    assert {len(asked_in(told)) for told in server.readings} == {1}
    assert summary.incomplete == []
    assert {(t.kind, t.value) for t in summary.targets} == {("quantity", 12), ("coverage", 100)}


class Silent(ReadingServer):
    """Answers everything but readings."""

    def answer(self, request):
        if asked_in(str(request["messages"][-1]["content"])):
            self.faults = [(422, {})]
        return super().answer(request)


@pytest.mark.parametrize("language", PLANS)
def test_a_reading_without_an_answer_is_a_gap_and_the_rules_items_stay(tmp_path, capsys, language):
    """Listed, not swallowed: exit code 3, where it is missing and why; what the rules found is as ever."""
    alone = summarizer.summarize(from_text(PLANS[language], "plan.txt"), summarizer.Settings(engine="rules"))
    with Silent(READ) as server:
        summary = summarized(server, PLANS[language], tmp_path, reading="all")
        path = tmp_path / "plan.txt"
        path.write_text(PLANS[language], encoding="utf-8")
        code = summarize_main([str(path), "--endpoint", server.url, "--reading", "all", "--no-cache"])
    assert code == 3
    capsys.readouterr()
    assert {gap.code for gap in summary.incomplete} == {"http-status"}
    assert [(i.start, i.end, i.source) for i in summary.items()] == [(i.start, i.end, "rules") for i in alone.items()]


def forgetful(asked):
    """Says nothing of the line with the libraries, schools or kindergartens."""
    said = READ(asked)
    for one in asked:
        if any(word in one.text for word in ("新建", "We will", "bauen")):
            del said.lines[one.number]
            for ref in one.refs:
                del said.numbers[ref]
    return said


@pytest.mark.parametrize("language", PLANS)
def test_a_line_that_was_forgotten_is_asked_about_once_more_alone(tmp_path, language):
    with ReadingServer(forgetful, shape="echo") as server:
        summary = summarized(server, PLANS[language], tmp_path, reading="all")
    first, second = (asked_in(told) for told in server.readings)
    assert len(first) > 1
    assert [one.text for one in second] == [
        one.text for one in first if any(word in one.text for word in ("新建", "We will", "bauen"))
    ]
    (gap,) = summary.incomplete
    assert gap.code == "no-usable-answer"
    assert "12" in PLANS[language][gap.start : gap.end]
    coverage = [target for target in summary.targets if target.kind == "coverage"]
    assert len(coverage) == 1, "what was listed the first time is listed once"


@pytest.mark.parametrize(
    ("only", "numbers", "standings"),
    [(["targets"], True, False), (["goals"], False, True), (["measures"], False, True)],
)
def test_only_what_is_wanted_is_asked(tmp_path, only, numbers, standings):
    """Goals alone cost no question about numbers, and the other way round."""
    schemas = []

    class Watching(ReadingServer):
        def _text(self, request, schema, fault):
            if asked_in(str(request["messages"][1]["content"])):
                schemas.append(schema)
            return super()._text(request, schema, fault)

    with Watching(READ) as server:
        summary = summarized(server, ENGLISH, tmp_path, reading="all", only=only)
    refs = [ref.partition(":")[0] for ref in schemas[0]["properties"]]
    assert any(ref.isdigit() for ref in refs) == standings
    assert any(ref[:1].isdigit() and not ref.isdigit() for ref in refs) == numbers == is_reading(schemas[0])
    assert ("[2a:" in server.readings[0]) == numbers
    wanted = {"targets": {"t"}, "goals": set(), "measures": {"m"}}[only[0]]
    assert {item.id[0] for item in summary.items()} == wanted
    assert not any(refusal.quote.startswith("All") for refusal in summary.refused), "what was not asked is not denied"


HEADINGS = {
    "zh": "某市2026年工作要点\n一、扩大优质资源供给\n二、提升治理水平\n",
    "en": "Library Strategic Plan 2026-2028\n\nGoal 1: Every child in the town reads well\nGoal 2: Open the doors to "
    "all of the people\n",
}
TABLE = (
    "Library Strategic Plan 2026-2028\n\n## Measuring the progress of the plan\n"
    "Indicator\tBaseline 2024\tTarget 2028\nVisits to the library\t310\t480\nShare of the children who read\t42%\t60%\n"
)


@pytest.mark.parametrize("language", HEADINGS)
def test_a_plan_of_nothing_but_headings_is_read(tmp_path, language):
    """It has no sentence to make chunks of, and yet says what is to be achieved."""
    with ReadingServer(script(line="section")) as server:
        summary = summarized(server, HEADINGS[language], tmp_path, reading="all")
    assert [one.depth for one in asked_in(server.readings[0])] == [1, 1]
    assert [(goal.source, goal.level) for goal in summary.goals] == [("both", "section")] * 2


def test_a_plan_of_nothing_but_a_table_is_read(tmp_path):
    read = script(None, {"480": commits("Visits to the library"), "60%": commits("")}, number="existing")
    with ReadingServer(read) as server:
        summary = summarized(server, TABLE, tmp_path, reading="all")
    assert {target.value for target in summary.targets} == {480, 60}
    assert {target.source for target in summary.targets} == {"both"}


def test_a_text_of_nothing_at_all_is_not_sent(tmp_path):
    with ReadingServer(READ) as server:
        summary = summarized(server, "\n \n", tmp_path, reading="all")
    assert server.readings == []
    assert list(summary.items()) == []


def test_each_language_is_checked_by_its_own_questions_once(tmp_path):
    """A model may judge Chinese well and English badly; German is asked about in English, so by that list."""
    with ReadingServer(READ) as server:
        config = summarizer.Settings(endpoint=server.url, cache_dir=tmp_path, reading="all", deadline=20)
        for language, asked in (("zh", 2), ("en", 4), ("de", 4), ("zh", 4)):
            summarizer.summarize(from_text(PLANS[language], "plan.txt"), config)
            assert len(server.checked) == asked, language
    assert sum("原文：" in told for told in server.checked) == 2


@pytest.mark.parametrize("language", PLANS)
def test_a_recording_replays_the_reading(tmp_path, language):
    """Offline, item by item the same; nothing is asked."""
    kept = tmp_path / "kept"
    with ReadingServer(READ) as server:
        recorded = summarized(server, PLANS[language], tmp_path, reading="all", record=kept)
    replayed = summarizer.summarize(
        from_text(PLANS[language], "plan.txt"),
        summarizer.Settings(replay=kept, reading="all", cache=False),
        explain=True,
    )
    assert [item.model_dump() for item in replayed.items()] == [item.model_dump() for item in recorded.items()]
    assert codes(replayed) == codes(recorded)
    assert replayed.incomplete == []
    assert replayed.usage.requests == 0
