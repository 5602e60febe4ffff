"""Two readings joined: who has the last word in each case, and what can never be lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from endpoint_samples import PROFILE
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_samples import plan, read_by
from reading_server import CHINESE, Said, commits, promise, script

from summarizer.messages import Message

TEXT = plan("zh", "新建公办幼儿园12所，持续扩大学位供给。", "全部乡镇开展应急演练。", "主会场6月底前开工建设。")
TAKEN = {"新建": "measure"}
COUNT = {"12": commits("新建公办幼儿园")}
DOUBT = Message("only-model")
"""Any doubt of the rules': what it says does not matter here."""


def state(candidate, how):
    """The rules' candidate as the case has it."""
    candidate.accepted = how in {"sure", "unsure"}
    candidate.unsure = DOUBT if how in {"unsure", "rejected unsure"} else None
    candidate.reason = {
        "rejected": Message("stock"),
        "rejected unsure": Message("stock"),
        "firm": Message("slogan"),
    }.get(how)


def joined(group, how, said, *, judges, pick=0):
    """What becomes of one item that the rules hold for ``how``, or do not have, and a model that read ``said``."""
    read = read_by(TEXT, said, rules=True)
    own = [one for one in getattr(read.rules, group) if one.accepted][pick]
    if how == "absent":
        getattr(read.rules, group)[:] = [one for one in getattr(read.rules, group) if one is not own]
        read.found = read_by(TEXT, said).found
    else:
        state(own, how)
    reading = read.reading
    reading = type(reading)(reading.lines, reading.said, read.found, [], reading.ruled)
    whole = reading.joined(read.rules, judges=judges)
    (found,) = (one for one in getattr(whole, group) if one.start < own.end and own.start < one.end)
    return found.accepted, found.source, found.unsure.code if found.unsure else None


DIFFER = "readings-differ"
CASES = [
    # rules, model takes it, passed -> accepted, by whom, why unsure
    ("sure", True, True, (True, "both", None)),
    ("sure", True, False, (True, "both", None)),
    ("unsure", True, True, (True, "both", None)),
    ("unsure", True, False, (True, "both", None)),
    ("sure", False, True, (True, "rules", DIFFER)),
    ("sure", False, False, (True, "rules", DIFFER)),
    ("unsure", False, True, (False, "model", DIFFER)),
    ("unsure", False, False, (True, "rules", DIFFER)),
    ("rejected", True, True, (True, "model", DIFFER)),
    ("rejected", True, False, (False, "model", DIFFER)),
    ("rejected unsure", True, True, (True, "model", DIFFER)),
    ("rejected unsure", True, False, (False, "model", DIFFER)),
    ("absent", True, True, (True, "model", "only-model")),
    ("absent", True, False, (False, "model", "only-model")),
]


@pytest.mark.parametrize(("how", "takes", "judges", "becomes"), CASES)
def test_a_count_that_either_reads(how, takes, judges, becomes):
    """Agreement is sure; of a difference both views are told, and the check decides whose word stands."""
    said = script(None, COUNT) if takes else script(number="existing")
    assert joined("targets", how, said, judges=judges) == becomes


@pytest.mark.parametrize(("how", "takes", "judges", "becomes"), CASES)
def test_a_measure_that_either_reads(how, takes, judges, becomes):
    assert joined("measures", how, script(TAKEN if takes else None), judges=judges) == becomes


@pytest.mark.parametrize("judges", [True, False])
def test_what_words_leave_no_choice_about_stays_rejected(judges):
    """A slogan's number is none, whoever takes it for one."""
    accepted, _, unsure = joined("targets", "firm", script(None, COUNT), judges=judges)
    assert (accepted, unsure) == (False, DIFFER)


@pytest.mark.parametrize(("judges", "becomes"), [(True, (False, "model", DIFFER)), (False, (True, "rules", DIFFER))])
def test_a_model_that_passed_knows_what_a_rule_sets_and_what_a_heading_says(judges, becomes):
    """The two things on which it has the last word though the rules are sure: they take understanding."""
    assert joined("targets", "sure", script(number="parameter"), judges=judges) == becomes
    read = read_by(TEXT.replace("重点任务", "扩大优质资源供给"), script(), rules=True)
    assert [(goal.accepted, goal.unsure) for goal in read.rules.goals] == [(True, None)]
    (goal,) = read.reading.joined(read.rules, judges=judges).goals
    assert (goal.accepted, goal.source, goal.unsure.code) == becomes


@pytest.mark.parametrize("judges", [True, False])
def test_a_goal_that_one_calls_a_measure_stays_one_item(judges):
    """A line is one or the other: it is not printed twice, and says that the two differ."""
    read = read_by(TEXT, script({"新建": "task"}), rules=True)
    whole = read.reading.joined(read.rules, judges=judges)
    place = next(one for one in read.rules.measures if one.accepted)
    found = [one for one in (*whole.goals, *whole.measures) if one.accepted and one.start < place.end > one.start]
    mine = [one for one in found if one.start == place.start]
    assert len(mine) == 1
    assert mine[0].unsure.code == DIFFER
    assert mine[0] in whole.measures, "the rules are sure"
    place.unsure = DOUBT
    whole = read.reading.joined(read.rules, judges=judges)
    assert any(one.accepted and one.start == place.start for one in (whole.goals if judges else whole.measures))


@pytest.mark.parametrize("judges", [True, False])
def test_two_levels_of_one_goal_are_the_rules_and_unsure(judges):
    read = read_by(TEXT.replace("重点任务", "扩大优质资源供给"), script({"扩大优质": "overall"}), rules=True)
    (goal,) = read.reading.joined(read.rules, judges=judges).goals
    assert (goal.accepted, goal.source, goal.level) == (True, "both", "section")
    assert goal.unsure == Message("levels-differ", {"rules": Message("view-section"), "model": Message("view-overall")})


ALL, DATED = promise("coverage", "全部乡镇开展应急演练"), promise("milestone", "主会场6月底前开工建设")


def test_a_promise_that_both_list_is_sure_and_one_left_out_is_not_denied():
    """The list is open: a milestone that a model does not list stays, and coverage is a matter of sense."""
    for judges in (True, False):
        whole = _promises(script(promises=[ALL, DATED]), judges=judges)
        assert whole == {"coverage": (True, "both", None), "milestone": (True, "both", None)}
    assert _promises(script(), judges=False) == {
        "coverage": (True, "rules", None),
        "milestone": (True, "rules", None),
    }
    assert _promises(script(), judges=True) == {
        "coverage": (False, "model", DIFFER),
        "milestone": (True, "rules", DIFFER),
    }


def _promises(said, *, judges):
    read = read_by(TEXT, said, rules=True)
    whole = read.reading.joined(read.rules, judges=judges)
    return {
        one.kind: (one.accepted, one.source, one.unsure.code if one.unsure else None)
        for one in whole.targets
        if one.number_start is None
    }


@pytest.mark.parametrize("judges", [True, False])
def test_where_there_are_no_rules_the_model_s_items_are_all_there_is(judges):
    """One that did not pass the check still reads, and a person is told to look at every item."""
    text = plan("de", "Bis Ende 2027 bauen wir 12 neue Schulen.", "Alle Orte üben den Ernstfall.")
    promises = [promise("coverage", "Alle Orte üben den Ernstfall")]
    read = read_by(text, script({"bauen": "measure", "Ziele": "section"}, {"12": commits("neue Schulen")}, promises))
    whole = read.reading.joined(read.rules, judges=judges)
    items = [one for one in whole.candidates() if one.accepted]
    assert len(items) == 4
    assert {one.source for one in items} == {"model"}
    assert {one.unsure.code if one.unsure else None for one in items} == {None if judges else "unchecked-model"}
    assert all(one.unsure is None for one in read.found.candidates()), "the model's own reading is left as it was"


def test_what_was_not_answered_is_the_rules():
    """A gap in the answers costs the second pair of eyes there, and nothing else."""
    read = read_by(TEXT, script(), rules=True)
    said = read.reading.said
    said.standings.clear()
    said.numbers.clear()
    said.missing[:] = read.lines
    whole = read.reading.joined(read.rules, judges=True)
    assert _plain(whole) == _plain(read.rules)


def _plain(extraction):
    return sorted((type(one).__name__, one.start, one.accepted, one.source) for one in extraction.candidates())


PLANS = [
    TEXT,
    plan(
        "zh",
        "培训教师300名，其中骨干教师30名；现有学校45所。",
        "对符合条件的企业每家补助20万元，年底前全部兑付。",
        "实现重大事故零发生，空气质量好于上年。",
    ),
    plan("en", "We will open 12 libraries by June 2026; the town has 45.", "All schools will have a card.",
         "Cut waste by 20 percent and publish a report by May 2027.", "Each firm gets a grant of up to $5,000."),
]  # fmt: skip


@st.composite
def anything(draw):
    """A plan, and a model that says anything of it: standings, verdicts, and stretches of lines as promises."""
    text = draw(st.sampled_from(PLANS))
    standings = st.sampled_from(("overall", "section", "task", "measure", "none"))
    verdicts = st.one_of(st.sampled_from(("done", "existing", "name", "parameter")), st.just(commits("")))

    def read(asked):
        promises = [
            promise(draw(st.sampled_from(("coverage", "zero", "milestone", "relative"))), one.text[a:b] or one.text)
            for one in asked
            if draw(st.booleans())
            for a, b in [sorted(draw(st.tuples(st.integers(0, len(one.text)), st.integers(0, len(one.text)))))]
        ]
        numbers = {ref: draw(verdicts) for one in asked for ref in one.refs}
        return Said({one.number: draw(standings) for one in asked}, numbers, promises)

    return read_by(text, read, rules=True)


def _accepted(extraction):
    return sorted(
        (one for one in extraction.candidates() if one.accepted), key=lambda one: (type(one).__name__, one.start)
    )


def _items(extraction):
    return sorted((type(one).__name__, one.start, one.end) for one in extraction.candidates() if one.accepted)


@given(anything())
@settings(max_examples=40, database=None)
def test_nothing_of_the_rules_is_lost(read):
    """Law: whatever a model says, each line and number that the rules looked at is there, taken or with a reason."""
    for judges in (True, False):
        whole = read.reading.joined(read.rules, judges=judges)
        for group in ("goals", "measures", "targets"):
            for own in getattr(read.rules, group):
                pool = whole.targets if group == "targets" else [*whole.goals, *whole.measures]
                mine = [one for one in pool if one.start < own.end and own.start < one.end]
                assert mine, own
                if own.accepted:
                    assert any(one.accepted or one.reason is not None for one in mine), own
        for one in whole.candidates():
            assert one.accepted or one.reason is not None, one


@given(anything())
@settings(max_examples=40, database=None)
def test_a_model_that_failed_changes_no_item(read):
    """Law: where there are rules, what a weak model says can only make a person look."""
    whole = read.reading.joined(read.rules, judges=False)
    assert _items(whole) == _items(read.rules)
    for one, own in zip(_accepted(whole), _accepted(read.rules), strict=True):
        assert replace(one, unsure=own.unsure, source=own.source, reason=own.reason) == own


@given(anything(), st.booleans())
@settings(max_examples=40, database=None)
def test_both_is_what_both_read_and_only_that_is_sure_of_the_model(read, judges):
    """Law: an item of both has a counterpart in either reading; one of the model alone says that it differs."""
    whole = read.reading.joined(read.rules, judges=judges)
    model = _items(read.found)
    for one in whole.candidates():
        if not one.accepted:
            continue
        if one.source == "both":
            assert (type(one).__name__, one.start, one.end) in _items(read.rules)
            assert any(name == type(one).__name__ and a < one.end and one.start < b for name, a, b in model)
            assert one.unsure is None or one.unsure.code in {"levels-differ", "bounds-differ"}
        elif one.source == "model":
            assert judges
            assert one.unsure is not None
    assert len(_items(whole)) == len(set(_items(whole))), "two items at one place"


def test_the_words_of_the_verdict_that_yields_are_the_schema_s():
    for language in ("zh", "en"):
        schema = PROFILE.schema(language)
        assert schema.RULED in {CHINESE["parameter"], "parameter"}
        assert schema.RULED != schema.COUNTED
