"""In which words a plan is read: Chinese for Chinese, English for all others, and a user's own in place of each."""

from __future__ import annotations

import pytest
from endpoint_samples import PROFILE
from reading_samples import plan
from reading_server import ReadingServer, script

import summarizer
from summarizer.documents import from_text
from summarizer.errors import ProfileError
from summarizer.profiles.profile import load_profile
from summarizer.profiles.prompts import PromptSet, load_prompt

TEXTS = {
    "zh": plan("zh", "新建公办幼儿园12所，持续扩大学位供给。"),
    "en": plan("en", "We will open at least 12 new libraries by the end of 2026."),
    "de": plan("de", "Bis Ende 2027 bauen wir mindestens 12 neue Schulen."),
}
OWN = "---\nversion: 9\npurpose: ours\nlanguage: {code}\n---\n# system\nOURS {code}\n# echo\nE\n# path\n@ $path\n"
OWN += "# line\n$number) $text\n# numbers\n<$refs>\n"


def told(text, tmp_path, profile="work_plan"):
    """The first system message and the message of each reading."""
    systems = []

    class Listening(ReadingServer):
        def answer(self, request):
            systems.append((request["messages"][0]["content"], request["messages"][1]["content"]))
            return super().answer(request)

    with Listening(script()) as server:
        config = summarizer.Settings(
            endpoint=server.url, cache_dir=tmp_path, reading="all", profile=str(profile), deadline=20
        )
        summarizer.summarize(from_text(text, "plan.txt"), config)
    lines = [line for line in text.split("\n")[1:] if line]
    return [system for system, user in systems if lines[-1].strip("。.") in user]


@pytest.mark.parametrize(("language", "asked"), [("zh", "zh"), ("en", "en"), ("de", "en")])
def test_a_plan_is_asked_about_in_its_own_language_or_in_english(tmp_path, language, asked):
    """The fixed part comes first and whole, so that a server keeps it; nothing of the document stands in it."""
    (system, *_) = told(TEXTS[language], tmp_path)
    assert system == load_prompt(PROFILE, "read", asked).sections["system"]
    assert "12" not in system.replace("12 schools", "")


@pytest.mark.parametrize("language", TEXTS)
def test_a_user_s_prompts_and_schemas_stand_in_for_each(tmp_path, language):
    """One file of a folder replaces one prompt of one language; the others stay."""
    for code in ("zh", "de"):
        place = tmp_path / "mine" / "prompts" / ("" if code == "zh" else code)
        place.mkdir(parents=True, exist_ok=True)
        (place / "read.md").write_text(OWN.format(code=code), encoding="utf-8")
    systems = told(TEXTS[language], tmp_path / "cache", tmp_path / "mine")
    assert any(system.startswith(f"OURS {language}") for system in systems) == (language != "en")
    profile = load_profile(tmp_path / "mine")
    assert load_prompt(profile, "judge", language) == load_prompt(PROFILE, "judge", language)
    assert load_prompt(profile, "read", "fr") == load_prompt(PROFILE, "read", "fr")
    assert profile.asked_in("de-AT") == "de"
    assert profile.asked_in("fr") == "en"


def test_a_user_s_schema_of_one_language_is_that_language_s(tmp_path):
    schema = PROFILE.schema_files["en"].read_text(encoding="utf-8").replace('"parameter"', '"rule"')
    (tmp_path / "schema_en.py").write_text(schema, encoding="utf-8")
    profile = load_profile(tmp_path)
    assert profile.schema("en").RULED == "rule"
    assert profile.schema("fr").RULED == "rule", "asked about in English"
    assert profile.schema("zh").RULED == PROFILE.schema("zh").RULED


def test_a_schema_without_what_a_reading_needs_is_refused_by_name(tmp_path):
    (tmp_path / "schema_en.py").write_text("COUNTED = 'commitment'\n", encoding="utf-8")
    with pytest.raises(ProfileError, match="Standing"):
        load_profile(tmp_path).schema("en")


def test_the_prompts_of_a_language_have_a_version_of_their_own():
    """A changed English prompt asks English plans anew, and no Chinese one."""
    versions = {code: PromptSet(PROFILE, ("read", "judge"), code).version for code in ("zh", "zh-Hant", "en", "fr")}
    assert versions["zh"] == versions["zh-Hant"] != versions["en"] == versions["fr"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_question_of_the_check_stands_in_a_prompt(language):
    """A model that has read the answers would pass, and judge plans by what it copied."""
    prompts = PromptSet(PROFILE, ("read", "judge", "name", "line", "overview"), language)
    told = "\n".join(part for prompt in prompts.values() for part in prompt.sections.values())
    for question in load_prompt(PROFILE, "capability_check", language).sections["questions"].splitlines():
        sentence = question.split("|")[-1]
        assert sentence not in told


@pytest.mark.parametrize(("language", "most"), [("zh", 700), ("en", 2_600)])
def test_the_definitions_are_short(language, most):
    """They are sent with every chunk: at most about 400 tokens and the form of the answer."""
    assert len(load_prompt(PROFILE, "read", language).sections["system"]) <= most
