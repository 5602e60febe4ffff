"""The scorer is the project's ruler: these tests hold it to the guide's words, and to laws that no case can show."""

from __future__ import annotations

from itertools import permutations

import pytest
import scipy.optimize  # noqa: F401  (loaded lazily by the scorer; not within one example's deadline)
from hypothesis import given
from hypothesis import strategies as st

from summarizer.errors import UsageError
from summarizer.evaluation import Gold, score, total
from summarizer.evaluation.matching import assign, overlapping

TEXT = "年底前新建学校9所、改扩建校舍2万平方米；" * 12


def target(start, end, *, value=9, unit="所", **fields):
    base = {"kind": "quantity", "indicator": TEXT[start:end], "comparator": "=", "value": value, "value_max": None}
    return {
        "quote": TEXT[start:end],
        "start": start,
        "end": end,
        **base,
        "unit": unit,
        "deadline": None,
        "masked": False,
    } | fields


def goal(start, end, level="task"):
    return {"quote": TEXT[start:end], "start": start, "end": end, "level": level}


def measure(start, end, actors=()):
    return {"quote": TEXT[start:end], "start": start, "end": end, "actors": list(actors)}


def gold(labelled=("goals", "measures", "targets"), **groups):
    groups = {name: sorted(items, key=lambda item: (item["start"], item["end"])) for name, items in groups.items()}
    return Gold.model_validate({"document": "plan.txt", "guide": 1, "labelled": list(labelled), **groups})


spans = st.tuples(st.integers(0, 40), st.integers(1, 14)).map(lambda at: (at[0], at[0] + at[1]))
targets = st.builds(
    lambda span, value, unit, kind, masked: target(*span, value=value, unit=unit, kind=kind, masked=masked),
    spans,
    st.sampled_from([None, 9, 9.5, 20000]),
    st.sampled_from([None, "所", "平方米"]),
    st.sampled_from(["quantity", "ratio", "standard"]),
    st.booleans(),
)
goals = st.builds(lambda span, level: goal(*span, level), spans, st.sampled_from(["overall", "section", "task"]))
measures = st.builds(
    lambda span, actors: measure(*span, actors), spans, st.lists(st.sampled_from("甲乙丙"), max_size=2)
)


def plans(most=6):
    """Labels or predictions of one document, spans overlapping as badly as they like."""
    return st.fixed_dictionaries(
        {
            name: st.lists(items, max_size=most)
            for name, items in (("goals", goals), ("measures", measures), ("targets", targets))
        }
    )


@given(plans())
def test_a_perfect_prediction_scores_one(plan):
    """Whatever was labelled, saying exactly that is right in every metric and every field."""
    result = score(plan, gold(**plan), TEXT)
    assert {count.f1 for count in result.counts.values()} == {1.0}
    assert {share.rate for share in result.fields.values()} == {1.0}
    assert result.grounded.rate == 1.0


@pytest.mark.slow
@given(plans(), plans(), st.data())
def test_removing_a_prediction_never_raises_recall(labels, predictions, data):
    """Silence must never pay. (Strict recall is read off the located matching: the guide makes no such promise.)"""
    group = data.draw(st.sampled_from(sorted(predictions)))
    fewer = dict(predictions)
    if fewer[group]:
        at = data.draw(st.integers(0, len(fewer[group]) - 1))
        fewer[group] = fewer[group][:at] + fewer[group][at + 1 :]
    before, after = score(predictions, gold(**labels), TEXT), score(fewer, gold(**labels), TEXT)
    for metric in ("goals", "measures", "targets-located"):
        assert after.counts[metric].recall <= before.counts[metric].recall


@pytest.mark.slow
@given(plans(), plans(), st.randoms(use_true_random=False))
def test_the_order_of_predictions_does_not_matter(labels, predictions, random):
    """Ties are broken by what is scored, never by who came first."""
    shuffled = {name: random.sample(items, len(items)) for name, items in predictions.items()}
    one, other = score(predictions, gold(**labels), TEXT), score(shuffled, gold(**labels), TEXT)
    assert (one.counts, one.fields, one.grounded) == (other.counts, other.fields, other.grounded)


def by_brute_force(preferences):
    """The best (number of pairs, summed preferences) over every one-to-one assignment."""
    lefts, rights = sorted({edge[0] for edge in preferences}), sorted({edge[1] for edge in preferences})
    width = len(next(iter(preferences.values()), ()))
    best = (0, (0,) * width)
    slots = [*lefts, *[None] * len(rights)]
    for chosen in set(permutations(slots, len(rights))):
        pairs = [(left, right) for left, right in zip(chosen, rights, strict=True) if (left, right) in preferences]
        best = max(best, (len(pairs), tuple(sum(preferences[pair][level] for pair in pairs) for level in range(width))))
    return best


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 3), st.integers(0, 3)),
        st.tuples(st.integers(0, 1), st.integers(0, 300), st.integers(0, 1)),
        max_size=10,
    )
)
def test_the_assignment_agrees_with_brute_force(preferences):
    """Most pairs first, then each preference in its turn: checked against trying everything."""
    chosen = assign(preferences)
    assert len({left for left, _ in chosen}) == len({right for _, right in chosen}) == len(chosen)
    sums = tuple(sum(preferences[pair][level] for pair in chosen) for level in range(3))
    width = len(by_brute_force(preferences)[1])
    assert (len(chosen), sums[:width]) == by_brute_force(preferences)


@given(st.lists(spans, max_size=12), st.lists(spans, max_size=12))
def test_the_sweep_finds_every_overlap(left, right):
    """The fast way finds the pairs that comparing everything with everything finds."""
    expected = {(i, j) for i, a in enumerate(left) for j, b in enumerate(right) if min(a[1], b[1]) > max(a[0], b[0])}
    assert sorted(overlapping(left, right)) == sorted(expected)


@pytest.mark.parametrize(
    ("prediction", "matches"),
    [
        ((0, 10), True),
        ((0, 5), True),
        ((0, 4), False),
        ((5, 15), False),
        ((3, 12), True),
        ((0, 20), True),
        ((0, 21), False),
    ],
)
def test_goals_and_measures_match_from_half_overlap_on(prediction, matches):
    """Intersection over union of exactly one half still matches, a character less does not."""
    labels = gold(goals=[goal(0, 10)], measures=[measure(0, 10)])
    result = score({"goals": [goal(*prediction)], "measures": [measure(*prediction)]}, labels, TEXT)
    assert result.counts["goals"].matched == result.counts["measures"].matched == int(matches)


def test_one_shared_character_locates_a_target_and_a_touching_span_does_not():
    """Located is by at least one character."""
    labels = gold(targets=[target(10, 20)])
    assert score({"targets": [target(19, 25)]}, labels, TEXT).counts["targets-located"].matched == 1
    assert score({"targets": [target(20, 25)]}, labels, TEXT).counts["targets-located"].matched == 0


@pytest.mark.parametrize("change", [{"value": 8}, {"value_max": 10}, {"unit": "个"}, {"unit": None}, {"masked": True}])
def test_strict_needs_value_value_max_unit_and_masked(change):
    """Each of the four on its own turns a strict match into a located one."""
    result = score({"targets": [target(3, 8) | change]}, gold(targets=[target(3, 8)]), TEXT)
    assert result.counts["targets-located"].matched == 1
    assert result.counts["targets-strict"].matched == 0


def test_equal_values_come_before_the_larger_overlap():
    """Two targets of one phrase are paired by what they say, not by how far their quotes run."""
    labels = gold(targets=[target(0, 10, value=20, unit="套"), target(0, 10, value=1502, unit="平方米")])
    predictions = [target(0, 9, value=1502, unit="平方米"), target(8, 10, value=20, unit="套")]
    assert score({"targets": predictions}, labels, TEXT).counts["targets-strict"].matched == 2


def test_most_matches_come_before_equal_values():
    """The assignment gives up an equal value where that locates one label more."""
    labels = gold(targets=[target(0, 5), target(6, 10, value=4)])
    predictions = [target(0, 10), target(0, 3, value=7)]
    counts = score({"targets": predictions}, labels, TEXT).counts
    assert (counts["targets-located"].matched, counts["targets-strict"].matched) == (2, 0)


def test_fields_are_accuracies_over_the_strict_matches_only():
    """A wrong kind on a wrong value is one error, not two."""
    labels = gold(targets=[target(3, 8), target(30, 38), target(60, 68, deadline="年底前")])
    predictions = [target(3, 8, kind="ratio"), target(30, 38, value=8, kind="ratio"), target(60, 68)]
    fields = score({"targets": predictions}, labels, TEXT).fields
    assert fields["kind"] == (1, 2)
    assert fields["deadline"] == (1, 2)
    assert fields["comparator"] == (2, 2)


@pytest.mark.parametrize(
    ("indicator", "agrees"), [("新建学校", True), ("建学校", True), ("校舍面积", False), (None, False)]
)
def test_an_indicator_counts_from_similarity_six_tenths_on(indicator, agrees):
    """Similar wording is right, another thing is wrong."""
    labels = gold(targets=[target(3, 8, indicator="新建学校")])
    fields = score({"targets": [target(3, 8, indicator=indicator)]}, labels, TEXT).fields
    assert fields["indicator"].right == int(agrees)


def test_levels_and_actors_are_told_too():
    """A goal of the wrong level still matches; actors are a set."""
    labels = gold(goals=[goal(0, 9, "section")], measures=[measure(0, 9, ["甲", "乙"]), measure(20, 29, ["甲"])])
    predictions = {"goals": [goal(0, 9)], "measures": [measure(0, 9, ["乙", "甲"]), measure(20, 29)]}
    result = score(predictions, labels, TEXT)
    assert (result.counts["goals"].f1, result.fields["level"], result.fields["actors"]) == (1.0, (0, 1), (1, 2))


def test_groups_that_were_not_labelled_are_not_scored():
    """A document labelled for targets alone says nothing on goals, and cannot lower the micro-average."""
    partly = score({"goals": [goal(0, 9)], "targets": [target(3, 8)]}, gold(["targets"], targets=[target(3, 8)]), TEXT)
    fully = score({"goals": [goal(0, 9)]}, gold(goals=[goal(0, 9)]), TEXT)
    assert set(partly.counts) == {"targets-located", "targets-strict"}
    assert total([partly, fully]).counts["goals"] == (1, 1, 1)


def test_a_quote_elsewhere_is_not_grounded():
    """Grounding is of every predicted item, matched or not, labelled group or not."""
    predictions = {"goals": [goal(0, 9) | {"quote": "别的话"}], "targets": [target(3, 8), target(900, 905)]}
    assert score(predictions, gold(["targets"]), TEXT).grounded == (2, 3)


def test_micro_average_counts_items_not_documents():
    """One document of one item does not weigh as much as one of nine."""
    small = score({}, gold(targets=[target(3, 8)]), TEXT)
    large = gold(targets=[target(start, start + 8) for start in range(0, 180, 20)])
    result = total([small, score({"targets": [item.model_dump() for item in large.targets]}, large, TEXT)])
    assert result.counts["targets-strict"].recall == pytest.approx(0.9)


def test_an_empty_document_without_labels_is_perfect():
    """A negative on which nothing was found is a success, and the first false find shows."""
    assert score({}, gold(), TEXT).counts["targets-strict"].f1 == 1.0
    assert score({"targets": [target(3, 8)]}, gold(), TEXT).counts["targets-strict"].precision == 0.0


def test_predictions_without_places_are_refused():
    """Plain JSON that cannot be scored says which item, instead of scoring as a miss."""
    with pytest.raises(UsageError, match=r"targets\[1\]"):
        score({"targets": [target(3, 8), {"quote": "9所"}]}, gold(), TEXT)


def test_large_documents_stay_fast():
    """Thousands of labels are a matter of a second: cost follows the knots, not the document."""
    text = TEXT * 400
    items = [{**target(3, 8), "quote": text[at : at + 9], "start": at, "end": at + 9} for at in range(0, 8 * 4000, 8)]
    later = [{**item, "start": item["start"] + 80, "end": item["end"] + 80} for item in items[::2]]
    counts = score({"targets": later}, gold(["targets"], targets=items[::2]), text).counts
    assert counts["targets-located"].matched == 1995
