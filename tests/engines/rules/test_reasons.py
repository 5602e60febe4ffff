"""Why a candidate is rejected or doubtful: a code, with a sentence in both languages."""

from __future__ import annotations

from typing import get_args

import pytest

from summarizer.engines.rules import reasons
from summarizer.messages import Message

ALL = [Message(code) for code in get_args(reasons.Reason)]


@pytest.mark.parametrize("reason", ALL, ids=lambda reason: reason.code)
def test_every_reason_has_its_sentence(reason):
    """A code without one would stand in reports as it is."""
    assert reason.text("zh") != reason.code
    assert "-" not in reason.text("en")


def test_a_reason_in_chinese():
    assert Message("stock").text("zh") == "现有存量或已完成的工作"
