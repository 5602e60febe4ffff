"""The simulation of very many documents: what is known by hand comes out."""

from __future__ import annotations

import pytest

from benchmarks.scale.simulation import Setup, simulate


def test_by_rules_the_core_is_the_bound() -> None:
    """20 ms a document on one core: fifty a second."""
    outcome = simulate(Setup(processor=0.02, polling=0.001))
    assert outcome.rate == pytest.approx(50, rel=0.02)
    assert outcome.bound == "processor"


def test_places_at_an_endpoint_are_the_bound() -> None:
    """Two workers with four places each and one question of two seconds: four a second."""
    setup = Setup(workers=2, cores=2, processor=0.001, requests=1, latency=2.0, places=4, at_a_time=12, polling=0.001)
    outcome = simulate(setup)
    assert outcome.rate == pytest.approx(4, rel=0.02)
    assert outcome.bound == "places"


@pytest.mark.parametrize("limits", [{"requests_a_minute": 123.0}, {"tokens_a_minute": 12_300.0, "tokens": 100.0}])
def test_a_limit_a_minute_is_the_bound(limits: dict[str, float]) -> None:
    """123 in a window of 61.5 s, two questions a document: one document a second."""
    outcome = simulate(Setup(processor=0.001, requests=2, latency=0.1, **limits))  # type: ignore[arg-type]
    assert outcome.rate == pytest.approx(1, rel=0.02)
    assert outcome.bound == "limits"


def test_accepting_is_the_bound() -> None:
    outcome = simulate(Setup(workers=8, cores=8, processor=0.01, accepting=0.01, polling=0.001))
    assert outcome.rate == pytest.approx(100, rel=0.02)
    assert outcome.bound == "accepting"
