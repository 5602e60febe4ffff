"""Settings: which layer wins, where a key may go, and one clear line for every mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarizer.errors import UsageError
from summarizer.messages import use_language
from summarizer.settings.layers import PRESETS, base_url
from summarizer.settings.settings import Settings


def load(tmp_path, env=None, toml=None, user_toml=None, **flags):
    """Settings as a user with this environment and these files would get them."""
    config = tmp_path / "config" / "plan-summarizer"
    config.mkdir(parents=True, exist_ok=True)
    (tmp_path / "work").mkdir(exist_ok=True)
    if toml is not None:
        (tmp_path / "work" / "summarizer.toml").write_text(toml, encoding="utf-8")
    if user_toml is not None:
        (config / "summarizer.toml").write_text(user_toml, encoding="utf-8")
    return Settings.load(environ=env or {}, folder=tmp_path / "work", **flags)


@pytest.fixture(autouse=True)
def own_folder(monkeypatch, tmp_path):
    """The user's configuration folder is one of the test's on every platform."""
    folder = tmp_path / "config" / "plan-summarizer"
    monkeypatch.setattr("summarizer.settings.settings.config_folder", lambda: folder)
    return folder


def test_nothing_configured_means_rules(tmp_path):
    """A fresh machine never sends a document anywhere."""
    settings = load(tmp_path)
    assert settings.chosen_engine == "rules"
    assert settings.base_url is None


def test_each_layer_gives_way_to_the_one_before(tmp_path):
    """Flags, SUMMARIZER_*, OPENAI_*, the folder's file, the user's file, defaults: in this order."""
    env = {"SUMMARIZER_TIMEOUT": "7", "SUMMARIZER_CONCURRENCY": "3", "OPENAI_BASE_URL": "http://b/v1"}
    toml = 'timeout = 9.0\ntemperature = 1\nendpoint = "ollama"\nmax_tokens = 99'
    settings = load(tmp_path, env, toml, "max_tokens = 77\nchunk_tokens = 66\nconcurrency = 9", timeout=5.0)
    assert settings.timeout == 5.0
    assert settings.concurrency == 3
    assert settings.base_url == "http://b/v1"
    assert settings.temperature == 1.0
    assert settings.max_tokens == 99
    assert settings.chunk_tokens == 66
    assert settings.deadline == Settings().deadline


def test_a_bare_openai_key_does_not_choose_the_endpoint(tmp_path):
    """A key that lies in the environment for other programs must not send a document out."""
    settings = load(tmp_path, {"OPENAI_API_KEY": "sk-secret"})
    assert settings.chosen_engine == "rules"
    with pytest.raises(UsageError, match="--endpoint"):
        _ = load(tmp_path, {"OPENAI_API_KEY": "sk-secret"}, engine="endpoint").chosen_engine


@pytest.mark.parametrize("env", [{"OPENAI_BASE_URL": "https://b"}, {"SUMMARIZER_ENDPOINT": "ollama"}])
def test_an_address_in_the_environment_chooses_the_endpoint(tmp_path, env):
    assert load(tmp_path, env).chosen_engine == "endpoint"
    assert load(tmp_path, env, engine="rules").chosen_engine == "rules"


def test_the_openai_key_goes_where_a_user_expects(tmp_path):
    """To OpenAI and to an address the user typed, not to a local preset."""
    env = {"OPENAI_API_KEY": "sk-secret"}

    def key(settings):
        return settings.api_key and settings.api_key.get_secret_value()

    assert key(load(tmp_path, env, endpoint="openai")) == "sk-secret"
    assert key(load(tmp_path, env, endpoint="https://host/v1")) == "sk-secret"
    assert key(load(tmp_path, env, endpoint="ollama")) is None
    assert key(load(tmp_path, env, user_toml='endpoint = "openai"')) == "sk-secret"


def test_key_and_model_stay_with_the_endpoint_they_were_named_with(tmp_path):
    """The file's key and model belong to the file's endpoint: another address gets neither."""
    toml = 'endpoint = "https://paid/v1"\napi_key = "sk-paid"\nmodel = "big"'
    kept = load(tmp_path, user_toml=toml)
    assert kept.model == "big"
    assert kept.api_key
    elsewhere = load(tmp_path, user_toml=toml, endpoint="ollama")
    assert elsewhere.model is None
    assert elsewhere.api_key is None
    own = load(tmp_path, user_toml=toml, endpoint="ollama", model="qwen3")
    assert own.model == "qwen3"


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        *PRESETS.items(),
        ("http://127.0.0.1:8081", "http://127.0.0.1:8081/v1"),
        ("http://127.0.0.1:8081/v1/", "http://127.0.0.1:8081/v1"),
        ("https://h/api/v4/chat/completions", "https://h/api/v4"),
    ],
)
def test_addresses_are_taken_as_people_write_them(given, wanted):
    assert base_url(given) == wanted
    assert Settings(endpoint=given).base_url == wanted


@pytest.mark.parametrize(
    ("env", "toml", "flags", "words"),
    [
        ({"SUMMARIZER_CONCURRENCY": "many"}, None, {}, ["SUMMARIZER_CONCURRENCY", "integer", "many"]),
        ({"SUMMARIZER_ENDPOINT": "olama"}, None, {}, ["SUMMARIZER_ENDPOINT", "not a URL", "ollama"]),
        ({"OPENAI_BASE_URL": "ftp://x"}, None, {}, ["OPENAI_BASE_URL", "not a URL"]),
        ({}, 'endpont = "ollama"', {}, ["summarizer.toml", "endpont", "endpoint"]),
        ({}, 'max_tokens = "4"', {}, ["summarizer.toml: max_tokens", "integer"]),
        ({}, "max_tokens = ", {}, ["summarizer.toml", "TOML"]),
        ({}, None, {"temperature": 9}, ["--temperature", "less than or equal to 2"]),
        ({}, None, {"engine": "magic"}, ["--engine", "magic"]),
        ({}, None, {"engin": "rules"}, ["--engin", "engine"]),
        ({}, None, {"endpoint": "http://h:99999/v1"}, ["--endpoint", "not a URL"]),
    ],
)
def test_a_mistake_gets_one_line_that_names_its_source(tmp_path, env, toml, flags, words):
    with pytest.raises(UsageError) as caught:
        load(tmp_path, env, toml, **flags)
    line = str(caught.value)
    assert "\n" not in line
    for word in words:
        assert word in line


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"engine": "foo"}, ["engine", "'foo'"]),
        ({"engin": "rules"}, ["engin", "did you mean engine?"]),
        ({"endpoint": "https://me:sk-secret@host/v1"}, ["endpoint", "password"]),
        ({"api_key": ["sk-secret"]}, ["api_key"]),
    ],
)
def test_a_mistake_in_a_program_is_of_the_same_tree_of_errors(given, words):
    """Whoever catches SummarizerError catches settings made by hand too."""
    with pytest.raises(UsageError) as caught:
        Settings(**given)
    line = str(caught.value)
    assert "\n" not in line
    assert "sk-secret" not in line
    assert [word for word in words if word not in line] == []


def test_no_key_is_ever_shown(tmp_path):
    """Neither repr, dump, description nor error shows a key or a password in an address."""
    settings = load(tmp_path, {"SUMMARIZER_API_KEY": "sk-secret"}, endpoint="openai")
    shown = repr(settings) + str(settings.model_dump()) + settings.model_dump_json() + str(settings.describe())
    assert "sk-secret" not in shown
    with pytest.raises(UsageError) as caught:
        load(tmp_path, endpoint="https://me:sk-secret@host/v1")
    assert "sk-secret" not in str(caught.value)
    with pytest.raises(UsageError) as caught:
        load(tmp_path, None, 'api_key = ["sk-secret"]')
    assert "sk-secret" not in str(caught.value)


def test_description_says_where_each_value_came_from(tmp_path):
    rows = {row.name: row for row in load(tmp_path, {"SUMMARIZER_MODEL": "m"}, endpoint="ollama").describe()}
    assert rows["model"].source == "SUMMARIZER_MODEL"
    assert rows["endpoint"].source == "--endpoint"
    assert "11434" in rows["endpoint"].value
    assert rows["timeout"].source == "default"
    assert set(rows) == set(Settings.model_fields)


def test_relative_paths_in_a_file_are_relative_to_the_file(tmp_path):
    settings = load(tmp_path, user_toml='record = "~/kept"\ncache_dir = "kept"')
    assert settings.record == Path.home() / "kept"
    assert settings.cache_folder == tmp_path / "config" / "plan-summarizer" / "kept"


def test_mistakes_are_told_in_chinese_too(tmp_path):
    """The limit that was passed, in the reader's language; the name of the flag stays."""
    with pytest.raises(UsageError) as caught:
        load(tmp_path, concurrency=0)
    use_language("zh")
    try:
        assert str(caught.value) == "--concurrency：应不小于 1（给出的是 0）"
    finally:
        use_language(None)


@pytest.mark.parametrize("origin", ["flag", "variable", "file"])
def test_a_language_can_be_set(tmp_path, origin):
    """From every layer; any other language is a mistake that is told."""
    given = {"flag": {"lang": "zh"}, "variable": {"env": {"SUMMARIZER_LANG": "zh"}}, "file": {"toml": 'lang = "zh"'}}
    assert load(tmp_path, **given[origin]).lang == "zh"
    with pytest.raises(UsageError, match="--lang: input should be 'en' or 'zh'"):
        load(tmp_path, lang="fr")


def test_cost_needs_a_price():
    assert Settings().cost(1000, 1000) is None
    assert Settings(price_prompt=2.0, price_completion=8.0).cost(500_000, 250_000) == pytest.approx(3.0)


def test_settings_cannot_be_changed():
    with pytest.raises(ValueError, match="frozen"):
        Settings().engine = "rules"
