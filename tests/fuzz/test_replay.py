"""The fuzzer's inputs again, without the fuzzer: what once broke a law, and what together reaches most of the code."""

from __future__ import annotations

import pytest

from .corpus import kept, smallest_cover
from .laws import check_mentions
from .targets import TARGETS

MOST_BYTES = 200_000


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_every_kept_input_holds_the_laws(target: str) -> None:
    """The corpus and every input that once was a crash."""
    inputs = [*kept(target), *kept(target, "crashes")]
    assert inputs
    for path in inputs:
        TARGETS[target](path.read_bytes())


def test_the_corpus_is_small() -> None:
    """It travels with every clone and every sdist."""
    assert sum(path.stat().st_size for target in TARGETS for path in kept(target)) < MOST_BYTES


def test_a_broken_law_is_seen() -> None:
    """The laws themselves: a mention outside its stretch does not pass, nor an exception of a target."""
    from summarizer.languages.zh.mentions import MentionScanner
    from summarizer.profiles.profile import load_profile

    view = "新建学校9所"
    mentions = MentionScanner(load_profile().lexicon("units")).scan(view, 0, len(view))
    check_mentions(view, 0, len(view), mentions)
    with pytest.raises(AssertionError):
        check_mentions(view, 0, 5, mentions)


def test_a_smaller_corpus_reaches_as_much() -> None:
    """Of two inputs that go the same ways the shorter stays; one that adds a way stays too."""
    run = TARGETS["quantities"]
    chosen = smallest_cover(run, ["新建9所".encode(), "新建9所，新建9所，新建9所，新建9所".encode(), "年底前".encode()])
    assert "年底前".encode() in chosen
    assert len(chosen) <= 3
