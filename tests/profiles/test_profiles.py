"""Profiles: where prompts, schema and lexicons come from, and what is said of one that is broken."""

from __future__ import annotations

import pytest

from summarizer import Settings, summarize
from summarizer.documents import from_text
from summarizer.errors import ProfileError
from summarizer.messages import use_language
from summarizer.profiles.profile import load_profile
from summarizer.profiles.prompts import parse_prompt


def folder(tmp_path, **files):
    for name, text in files.items():
        path = tmp_path / "mine" / f"{name.replace('__', '/')}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load_profile(tmp_path / "mine")


def test_a_genre_has_lexicons_in_the_packs_of_its_languages():
    profile = load_profile()
    assert "zh" in profile.lexicons
    assert "加强" in profile.lexicon("verbs")
    assert profile.lexicon("verbs", "zh") == profile.lexicon("verbs")


def test_a_user_s_lexicons_stand_in_for_the_built_in_of_their_language(tmp_path):
    profile = folder(tmp_path, lexicons__verbs="加强 # 动词\n\n改造\n", lexicons__en__verbs="build\n")
    assert profile.lexicon("verbs") == ("加强", "改造")
    assert profile.lexicon("units") == load_profile().lexicon("units")
    assert profile.lexicon("verbs", "en") == ("build",)


PLAN = "一、办学条件\n（一）改造提升校舍。\n新建学校3所，改造幼儿园70所，培训教师400名。\n普惠园覆盖率达到90%以上。\n"
USED = {"verbs", "units"}
"""Lexicons without which the plan says less."""


@pytest.mark.parametrize("kind", sorted(load_profile().lexicons["zh"]))
def test_a_lexicon_without_words_finds_nothing(tmp_path, kind):
    """Who empties a list of what is left out loses no item by it, and no list makes a run fail."""
    folder(tmp_path, **{f"lexicons__{kind}": "# none\n"})
    document = from_text(PLAN, "plan.txt")
    usual = summarize(document, Settings(engine="rules"))
    emptied = summarize(document, Settings(engine="rules", profile=str(tmp_path / "mine")))
    assert [target.value for target in usual.targets] == [3, 70, 400, 90]
    if kind not in USED:
        assert [target.quote for target in emptied.targets] == [target.quote for target in usual.targets]


ENGLISH = "Transport plan 2026\n\n1. Stations\n\nWe will build 9 stations by 2026. We will end the year with a fair.\n"


@pytest.mark.parametrize("kind", sorted(load_profile().lexicons["en"]))
def test_an_english_lexicon_without_words_finds_nothing(tmp_path, kind):
    """An emptied list of what is to be none makes no target of whatever is to end."""
    folder(tmp_path, **{f"lexicons__en__{kind}": "# none\n"})
    emptied = summarize(from_text(ENGLISH, "plan.txt"), Settings(engine="rules", profile=str(tmp_path / "mine")))
    assert [target.quote for target in emptied.targets] == ["build 9 stations"]


def test_a_lexicon_that_is_not_there_is_told_with_those_that_are(tmp_path):
    profile = folder(tmp_path, lexicons__eo__verbs="konstrui\n", lexicons__eo__units="km\n")
    with pytest.raises(ProfileError, match=r"^profile mine has no events: there are units, verbs$"):
        profile.lexicon("events", "eo")


def test_what_is_wrong_with_a_profile_is_said_in_the_reader_s_language(tmp_path):
    with pytest.raises(ProfileError) as raised:
        load_profile(tmp_path / "gone")
    assert raised.value.code == "no-profile"
    assert str(raised.value).endswith("give 'work_plan' or a folder with prompts/, schema.py, lexicons/")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ProfileError) as raised:
        load_profile(tmp_path / "empty")
    use_language("zh")
    try:
        assert str(raised.value) == f"文种配置文件夹 {tmp_path / 'empty'} 中没有 prompts/、schema.py 或 lexicons/"
    finally:
        use_language(None)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("# system\nhello", "prompt-without-front-matter"),
        ("---\nversion: 1\npurpose: x\n---\n# system\nhello", "front-matter-lacks"),
        ("---\nversion: 1\npurpose: x\nlanguage: zh\n---\nhello", "prompt-without-section"),
    ],
)
def test_a_malformed_prompt_says_what_it_lacks(raw, code):
    with pytest.raises(ProfileError) as raised:
        parse_prompt("judge", raw)
    assert raised.value.code == code


def test_a_prompt_is_filled_or_says_what_is_missing():
    prompt = parse_prompt("judge", "---\nversion: 1\npurpose: x\nlanguage: zh\n---\n# system\nfor $title\n")
    assert prompt.fill("system", title="$5") == "for $5"
    with pytest.raises(ProfileError, match=r"^prompt judge\.md, section 'system': 'title' is missing$"):
        prompt.fill("system")
