"""The same bound in the words that people use for it: none of them is read as a figure to be met exactly."""

import pytest

import summarizer
from summarizer.documents import from_text

RULES = summarizer.Settings(engine="rules")
CHINESE = {
    ">=": (
        "借阅率不低于95%", "借阅率95%以上", "借阅率≥95%",
        "借阅率至少达到95%", "借阅率起码达到95%", "借阅率最低95%", "借阅率下限为95%",
        "借阅率不得低于95%", "借阅率须达到95%以上", "借阅率达95％及以上",
        "借阅率达到95%（含）以上", "借阅率达到或超过95%",
        "借阅率保持在95%以上", "借阅率超95%", "95%以上的分馆达标",
    ),
    "<=": (
        "投诉率控制在5%以内", "投诉率不高于5%", "投诉率≤5%",
        "投诉率降至5%以下", "投诉率上限为5%", "投诉率至多5%", "投诉率不突破5%",
        "投诉率最高不超过5%", "投诉率严控在5%之内", "投诉率不能高于5%", "投诉率最高5%",
    ),
    "~": ("借阅率95%左右", "借阅率约95%", "借阅率接近95%", "借阅率达到95%上下"),
}  # fmt: skip
ENGLISH = {
    ">=": (
        "at least 95%", "no less than 95%", "a minimum of 95%", "a floor of 95%", "95% or more",
        "95% and above", "95% at least", "95% at the very least", "better than 95%", "≥95%", "95%+",
        "95 percent minimum",
    ),
    "<=": (
        "at most 5%", "no more than 5%", "a maximum of 5%", "a cap of 5%", "a ceiling of 5%", "5% or less",
        "5% at most", "≤5%", "not exceeding 5%",
    ),
    "~": ("about 95%", "approximately 95%", "close to 95%", "~95%"),
}  # fmt: skip


def compared(text: str) -> list[str]:
    found = summarizer.summarize(from_text(text, "plan.txt"), RULES).targets
    return [target.comparator for target in found if target.value in {5, 95}]


@pytest.mark.parametrize("wanted", CHINESE)
def test_chinese_words_of_a_bound(wanted: str) -> None:
    for words in CHINESE[wanted]:
        for sentence in (f"到2026年，{words}。", f"完善服务，{words}，群众满意。"):
            text = f"临江市2026年图书馆工作计划\n一、目标\n1.{sentence}\n2.新建书房3个。\n3.加强馆员培训。\n"
            assert compared(text) == [wanted], sentence


@pytest.mark.parametrize("wanted", ENGLISH)
def test_english_words_of_a_bound(wanted: str) -> None:
    for words in ENGLISH[wanted]:
        for sentence in ("Achieve a satisfaction rate of {} by 2027.", "Reach {} satisfaction among visitors by 2027."):
            text = (
                f"# Library plan 2027\n\n## Goal 1: Better service\n\n- {sentence.format(words)}\n- Open 3 branches.\n"
            )
            assert compared(text) == [wanted], sentence.format(words)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("a minimum of 95%", ">="),
        ("more than 95%", ">="),
        ("about 95%", "~"),
        ("not more than 5%", "<="),
        ("a maximum of 5%", "<="),
    ],
)
def test_what_will_be_so_much_is_a_target(words: str, wanted: str) -> None:
    sentence = f"Satisfaction will be {words} by 2027."
    text = f"# Library plan 2027\n\n## Goal 1: Better service\n\n- {sentence}\n- Open 3 branches.\n"
    assert compared(text) == [wanted]


def test_at_least_of_the_next_figure_is_its_own() -> None:
    """Raise loans by 95% at least twice a year: the bound is of what follows."""
    text = "# Library plan 2027\n\n## Goal 1: Loans\n\n- Check 95% at least 2 times a year.\n- Open 3 branches.\n"
    assert compared(text) == ["="]
