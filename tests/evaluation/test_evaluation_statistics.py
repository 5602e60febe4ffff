"""An interval that changes from day to day, or a test that cries wolf, would be worse than none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.evaluation.scorer import Counts
from summarizer.evaluation.statistics import difference_interval, f1_interval, sign_test

counts = st.tuples(st.integers(0, 20), st.integers(0, 10), st.integers(0, 10)).map(
    lambda one: Counts(one[0], one[0] + one[1], one[0] + one[2])
)


@settings(max_examples=15)  # each draws thousands of times
@given(st.lists(counts, min_size=2, max_size=6))
def test_an_interval_is_repeatable_and_a_share(documents):
    """Seeded, ordered, and within 0 and 1."""
    interval = f1_interval(documents)
    assert interval == f1_interval(documents)
    assert 0 <= interval.low <= interval.high <= 1


def test_documents_that_are_all_alike_leave_no_doubt():
    """Nothing varies, so nothing is uncertain."""
    assert f1_interval([Counts(9, 10, 10)] * 5) == (0.9, 0.9)


def test_one_document_has_no_interval():
    """There is nothing to draw from; a number would be a lie."""
    assert f1_interval([Counts(9, 10, 10)]) is None


def test_a_change_is_paired():
    """Hard and easy documents do not blur a change that all of them show."""
    before = [Counts(2, 10, 10), Counts(9, 10, 10), Counts(5, 10, 10)]
    after = [Counts(3, 10, 10), Counts(10, 10, 10), Counts(6, 10, 10)]
    interval = difference_interval(before, after)
    assert interval.low == pytest.approx(0.1)
    assert interval.high == pytest.approx(0.1)


@pytest.mark.parametrize(("better", "worse", "p"), [(0, 0, 1), (1, 0, 1), (0, 5, 0.0625), (6, 0, 0.03125), (3, 3, 1)])
def test_the_sign_test_is_exact(better, worse, p):
    """Five lost of five changed may be chance, six may not."""
    assert sign_test(better, worse) == pytest.approx(p)


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_the_sign_test_is_a_probability_and_even_handed(better, worse):
    """Also for thousands of items."""
    assert 0 <= sign_test(better, worse) == sign_test(worse, better) <= 1
