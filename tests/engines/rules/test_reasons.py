"""Why a candidate is rejected or doubtful: a code, with a sentence in both languages."""

from __future__ import annotations

import pytest

from summarizer.languages.zh.rules import reasons
from summarizer.messages import Message

ALL = [value for value in vars(reasons).values() if isinstance(value, Message)]


@pytest.mark.parametrize("reason", ALL, ids=lambda reason: reason.code)
def test_every_reason_has_its_sentence(reason):
    """A code without one would stand in reports as it is."""
    assert reason.text("zh") != reason.code
    assert "-" not in reason.text("en")


def test_a_reason_in_chinese():
    assert reasons.STOCK.text("zh") == "现有存量或已完成的工作"
