"""What comparison asks of a language, and that Chinese gives it."""

from __future__ import annotations

import pytest
from across_samples import compared, plan, tracked

from summarizer.comparison import language
from summarizer.comparison.language import ClaimWords, CueWords, IndicatorWords, UnitWords
from summarizer.comparison.units import measured
from summarizer.messages import text

ZH = language.find("zh")


@pytest.mark.parametrize(
    ("protocol", "part"),
    [(IndicatorWords, ZH.indicators), (ClaimWords, ZH.claims), (CueWords, ZH.cues), (UnitWords, ZH.units)],
)
def test_the_pack_gives_all_that_is_asked_of_it(protocol: type, part: object) -> None:
    """The parts are modules found by name: no type checker looks at them."""
    asked = {name for name in (*protocol.__annotations__, *vars(protocol)) if not name.startswith("_")}
    assert {name for name in asked if not hasattr(part, name)} == set()


def test_a_language_without_words_of_its_own_is_read_by_the_default_pack() -> None:
    """English results, which a model made, are still compared by their words and units."""
    assert language.find("en") is language.find("und") is language.find("zh-Hant") is ZH
    assert language.find("en", "zh") is ZH
    assert measured("MW") == ("power", 1000)


@pytest.mark.parametrize("code", ZH.cues.CUES)
def test_every_kind_of_cue_has_its_sentence(code: str) -> None:
    assert code not in {text(code, "en"), text(code, "zh")}
    assert text(code, "en") != text(code, "zh")


def test_the_json_says_reasons_as_codes_beside_the_texts() -> None:
    """Texts are for reading and stay as published; programs take the code and its parameters."""
    first, second = plan("培训中小学骨干教师500名", name="a"), plan("培训农村中小学骨干教师80名", name="b")
    result = compared(first, second).model_dump(mode="json")
    sure, unsure = result["rows"]
    doubt = {
        "unsure": "only one has the words: 农村",
        "unsure_code": "only-one-has-words",
        "unsure_params": {"words": "农村"},
    }
    assert unsure.items() >= doubt.items()
    assert sure["unsure"] is None
    assert "unsure_code" not in sure, "a key that says nothing is left out"
    (item,) = tracked(first, "没有培训中小学骨干教师500名").model_dump(mode="json")["items"]
    assert (item["reason"], item["code"]) == ("the report says that it is not done yet", "report-not-done")
