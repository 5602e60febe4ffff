"""What the comparison of engines calls a schema that held, and that it starts only what is there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from benchmarks.engines import run
from benchmarks.engines.asking import breaches
from benchmarks.engines.starting import installed

if TYPE_CHECKING:
    from pathlib import Path

_RIGHT = {"3:80所": "承诺", "1:50个左右": "规定", "2:名称": "一" * 12, "0:其他": [{"unit": "所", "number": "80"}]}


def test_an_answer_to_the_letter_breaks_nothing() -> None:
    assert breaches(json.dumps(_RIGHT, ensure_ascii=False)) == ()


@pytest.mark.parametrize(
    ("changed", "broken"),
    [
        ({"3:80所": "也许"}, "enum"),
        ({"1:50个左右": "成绩"}, "const"),
        ({"2:名称": "甲"}, "length"),
        ({"0:其他": [{"unit": "所", "number": "1"}] * 3}, "maxItems"),
        ({"0:其他": [{"unit": "所"}]}, "closed"),
        ({"0:其他": [{"unit": "五个字以上", "number": "1"}]}, "inner length"),
        ({"0:其他": [{"number": "1", "unit": "所"}]}, "inner order"),
        ({"remark": ""}, "properties"),
    ],
)
def test_each_bound_is_seen_broken(changed: dict[str, object], broken: str) -> None:
    """An engine that ignores one bound must not pass for one that holds schemas."""
    assert broken in breaches(json.dumps(_RIGHT | changed, ensure_ascii=False))


def test_properties_out_of_order_are_seen() -> None:
    """Order counts: a model that writes the verdict before the indicator judges worse."""
    assert breaches(json.dumps(dict(reversed(_RIGHT.items())), ensure_ascii=False)) == ("order",)


def test_what_is_no_json_is_seen() -> None:
    assert breaches("床前明月光") == ("JSON",)


def test_engines_that_are_not_there_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with none of them gets a sentence and exit code 2, not a crash."""
    monkeypatch.setenv("PATH", str(tmp_path))
    empty = tmp_path / "python"
    empty.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    empty.chmod(0o755)
    assert set(installed([str(empty)]).values()) == {None}
    model = tmp_path / "a.gguf"
    model.touch()
    assert run.main(["--model", str(model), "--python", str(empty)]) == 2
    assert run.main(["--model", str(model), "--engines", "nonsense", "--python", str(empty)]) == 2
