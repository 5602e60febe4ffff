"""Nothing invented, whatever comes back, where a model reads every line; ``reading_witness`` in the helpers judges."""

from __future__ import annotations

from types import SimpleNamespace

import conftest
import pytest
from hostile_readings import NUMBERS, PLANS, HostileReader, replies
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from reading_witness import check_reading

import summarizer
from summarizer.documents import from_text

pytestmark = pytest.mark.reliability
SUPPRESSED = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]


@pytest.mark.parametrize("shape", ["keyed", "echo"])
@pytest.mark.parametrize("language", PLANS)
def test_no_reading_brings_in_what_the_text_does_not_say(language, shape):
    """Any answer that the schema allows, and broken ones, of a model that passed the check and of one that did not."""
    text = PLANS[language]
    counts = SimpleNamespace(examples=0, asked=0, of_the_model=0, refused=0)

    with HostileReader(shape=shape) as server:

        @settings(
            max_examples=conftest.scale(12, 300), deadline=None, suppress_health_check=SUPPRESSED, database=None,
            phases=[Phase.generate], report_multiple_bugs=False,
        )  # fmt: skip
        @given(
            st.lists(replies(PLANS[language], shape), min_size=1, max_size=2),
            st.booleans(),
            st.sampled_from(("none",) * 6 + ("fenced", "cut", "more")),
        )
        def holds(given_replies, passes, damage):
            server.replies, server.damage, server.passes = given_replies, damage, passes
            config = summarizer.Settings(
                endpoint=server.url, reading="all", deadline=5, timeout=60, concurrency=1,
                cache=False,
            )  # fmt: skip
            before = len(server.readings)
            summary = summarizer.summarize(from_text(text, "plan.txt"), config, explain=True)
            check_reading(summary, text, language, NUMBERS[language])
            rules = language != "de"
            if rules and not passes:
                assert all(item.source != "model" for item in (*summary.goals, *summary.measures, *summary.targets))
            if not rules and not passes:
                assert all(item.unsure for item in summary.items())
            counts.examples += 1
            counts.asked += len(server.readings) - before
            counts.of_the_model += sum(item.source != "rules" for item in summary.items())
            counts.refused += len(summary.refused or ())

        holds()
    assert counts.asked >= counts.examples, "the model was not asked, so nothing was tried"
    assert counts.of_the_model, "nothing was taken, so nothing was tried"
    conftest.report(f"nothing invented, reading all, {language}, {shape}", **vars(counts), invented=0)
