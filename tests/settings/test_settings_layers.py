"""What the layers choose to ask, what an untrusted file may not do, and flags that would come to nothing."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from programs import QINGDAO, one_error_line, run

from summarizer.errors import ProfileError, UsageError
from summarizer.profiles.profile import SCHEMA_NAMES, load_profile
from summarizer.settings.settings import Settings

ROOT = Path(__file__).parents[2]
FILE = {"model_path": "w.gguf"}


def whom(settings):
    """The engine, and what it is to ask: the name of a model file, an address, a model's name."""
    path = settings.model_path and settings.model_path.name
    return settings.chosen_engine, path, settings.endpoint, settings.model


# A file that came along with somebody's documents


OPEN = {
    "engine": '"rules"',
    "endpoint": '"ollama"',
    "model": '"qwen3:8b"',
    "lang": '"zh"',
    "timeout": "30.0",
    "chunk_tokens": "400",
    "max_tokens": "512",
    "temperature": "0.5",
}
"""The few settings that the working folder's file may give, with a value."""
REFUSED = {
    "model_path": '"evil.gguf"',
    "threads": "1",
    "slots": "1",
    "context": "1024",
    "api_key": '"sk-theirs"',
    "endpoint_headers": '{"X-Forwarded-To" = "them"}',
    "extra_body": '{"plugins" = ["web"]}',
    "allow_plaintext": "true",
    "concurrency": "256",
    "deadline": "1.0",
    "time_limit": "0.1",
    "requests_per_minute": "100000",
    "tokens_per_minute": "100000",
    "max_tokens_total": "1000000000",
    "max_cost": "1000000.0",
    "price_prompt": "0.0",
    "price_completion": "0.0",
    "currency": '"XXX"',
    "cache": "false",
    "refresh": "true",
    "cache_dir": '"models-of-mine"',
    "cache_max_mb": "0.001",
    "record": '"/home/victim"',
    "replay": '"invented"',
    "profile": '"evil"',
    "reading": '"all"',
    "processes": "256",
    "max_text_mb": "4000.0",
    "read_memory_mb": "60000.0",
    "read_seconds": "80000.0",
}
"""All others, with what somebody might try."""


def test_of_every_setting_somebody_decided_whether_a_working_folder_may_give_it(load):
    """A new setting is refused there until it stands in one of the two lists here, and in that of the settings."""
    assert OPEN.keys() | REFUSED.keys() == Settings.model_fields.keys()
    for name, value in OPEN.items():
        assert str(getattr(load(None, f"{name} = {value}"), name)) == value.strip('"')


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_working_folder_gives_nothing_that_could_do_harm(load, tmp_path, name):
    """Reading plans in a folder that somebody sent must not run, write, delete, invent or send; not beside a flag."""
    with pytest.raises(UsageError) as caught:
        load(None, f"{name} = {REFUSED[name]}", engine="rules")
    told = str(caught.value)
    assert str(tmp_path / "work" / "summarizer.toml") in told
    assert f"{name} is not taken from the working folder" in told
    assert str(tmp_path / "config" / "plan-summarizer" / "summarizer.toml") in told
    assert f"SUMMARIZER_{name.upper()}" in told
    assert "\n" not in told


@pytest.mark.parametrize("address", ["openai", "https://llm.example.com/v1", "http://127.0.0.1:6379/v1"])
def test_a_working_folder_sends_a_plan_to_this_machines_model_servers_only(load, address):
    """By the names of their presets: any other address, and a service that costs, is the user's own choice."""
    with pytest.raises(UsageError, match="endpoint is not taken from the working folder"):
        load({"OPENAI_API_KEY": "sk-mine"}, f'endpoint = "{address}"')
    assert load({"OPENAI_API_KEY": "sk-mine"}, 'endpoint = "vllm"').api_key is None


def test_a_working_folder_may_name_the_built_in_profile(load):
    assert load(None, 'profile = "work_plan"').profile == "work_plan"


def test_the_users_own_folder_is_trusted_when_it_is_the_working_folder(load, tmp_path):
    load(user='model_path = "w.gguf"')
    own = tmp_path / "config" / "plan-summarizer"
    settings = Settings.load(environ={}, folder=own)
    assert settings.model_path == own / "w.gguf"


# One choice of whom to ask

OWN_FILE = 'model_path = "w.gguf"'
OWN_LOCAL = 'engine = "local"\nmodel = "qwen3"\n'
OWN_ENDPOINT = 'endpoint = "ollama"\nmodel = "big"\napi_key = "sk-secret"\n'


@pytest.mark.parametrize(
    ("env", "user", "flags", "wanted"),
    [
        ({}, OWN_FILE, {"endpoint": "vllm"}, ("endpoint", None, "vllm", None)),
        ({}, OWN_LOCAL, {"endpoint": "vllm"}, ("endpoint", None, "vllm", None)),
        ({}, OWN_FILE + '\nmodel = "m"', {"endpoint": "vllm"}, ("endpoint", None, "vllm", None)),
        ({}, 'engine = "rules"', {"endpoint": "vllm"}, ("endpoint", None, "vllm", None)),
        ({"OPENAI_BASE_URL": "http://h/v1"}, OWN_FILE, {}, ("local", "w.gguf", None, None)),
        ({"OPENAI_BASE_URL": "http://h/v1"}, "", FILE, ("local", "w.gguf", None, None)),
        ({}, OWN_ENDPOINT, FILE, ("local", "w.gguf", None, None)),
        ({}, 'engine = "endpoint"\n' + OWN_ENDPOINT, FILE, ("local", "w.gguf", None, None)),
        ({}, 'engine = "rules"', FILE, ("local", "w.gguf", None, None)),
        ({"SUMMARIZER_MODEL": "m"}, "", FILE, ("local", "w.gguf", None, None)),
        ({}, OWN_ENDPOINT, {"engine": "local"}, ("local", None, None, None)),
        ({}, OWN_ENDPOINT, {"engine": "local", "model": "qwen3"}, ("local", None, None, "qwen3")),
        ({"SUMMARIZER_ENGINE": "endpoint"}, OWN_ENDPOINT + OWN_FILE, {}, ("endpoint", None, "ollama", "big")),
        ({"SUMMARIZER_ENDPOINT": "vllm"}, "", {"engine": "endpoint", "model": "m"}, ("endpoint", None, "vllm", "m")),
        ({}, OWN_FILE, {"model": "qwen3"}, ("local", None, None, "qwen3")),
        ({}, 'engine = "local"\n' + OWN_FILE, {"model": "qwen3"}, ("local", None, None, "qwen3")),
        ({}, OWN_ENDPOINT, {"model": "small"}, ("endpoint", None, "ollama", "small")),
        ({}, 'engine = "local"\n' + OWN_ENDPOINT + OWN_FILE, {}, ("local", "w.gguf", None, None)),
        ({}, OWN_ENDPOINT, {"engine": "rules"}, ("rules", None, "ollama", "big")),
        ({}, OWN_FILE, {"engine": "rules"}, ("rules", "w.gguf", None, None)),
        ({}, 'engine = "rules"\n' + OWN_ENDPOINT, {"engine": "auto"}, ("endpoint", None, "ollama", "big")),
    ],
)
def test_the_first_layer_that_says_whom_to_ask_is_heard(load, env, user, flags, wanted):
    """A weaker layer's engine, address, model or file must not send a plan elsewhere, nor stop the run."""
    settings = load(env, "", user, **flags)
    assert whom(settings) == wanted
    assert settings.api_key is None or settings.endpoint == "ollama"


@pytest.mark.parametrize("weaker", ["", 'engine = "rules"', 'engine = "local"'])
def test_an_endpoint_and_a_model_file_in_one_breath_are_a_question_back(load, weaker):
    with pytest.raises(UsageError, match="give --engine local or --engine endpoint"):
        _ = load(None, "", weaker, endpoint="ollama", **FILE).chosen_engine


def test_a_description_names_who_chose_the_local_engine(load, tmp_path):
    rows = {row.name: row for row in load(None, "", OWN_FILE, model="qwen3").describe()}
    assert rows["engine"].source == str(tmp_path / "config" / "plan-summarizer" / "summarizer.toml")


# Paths


@pytest.mark.parametrize("name", ["model_path", "cache_dir", "record", "replay", "profile"])
def test_a_home_folder_that_is_not_there_is_one_line(load, name):
    path = "~nosuchuser/x"
    for given in ({"user": f'{name} = "{path}"'}, {"env": {f"SUMMARIZER_{name.upper()}": path}}, {name: path}):
        with pytest.raises(UsageError, match="no such home folder"):
            load(**given)


def test_a_profile_in_a_file_is_found_beside_the_file(load, tmp_path, monkeypatch):
    """As every path there is: the working folder of the day must not choose the prompts."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert load(user='profile = "mine"').profile == str(tmp_path / "config" / "plan-summarizer" / "mine")
    assert load(user='profile = "~/mine"').profile == str(tmp_path / "mine")
    assert load(user='profile = "work_plan"').profile == "work_plan"
    assert load(profile="./work_plan").profile == "./work_plan"


# A profile's schema


@pytest.fixture
def profile(tmp_path):
    """A profile folder whose schema lacks two of the names."""
    whole = (ROOT / "schemas" / "work_plan.py").read_text(encoding="utf-8")
    (tmp_path / "mine").mkdir()
    text = whole.replace("COUNTED: Final", "Counts: Final").replace("LINE_LIMIT: Final", "Limit: Final")
    (tmp_path / "mine" / "schema.py").write_text(text, encoding="utf-8")
    return tmp_path / "mine"


def test_the_schema_names_are_those_that_the_engine_uses():
    """A name that the engine takes and nobody checks would fail in the middle of a document."""
    used: set[str] = set()
    for path in (ROOT / "summarizer" / "engines" / "endpoint").rglob("*.py"):
        used |= set(re.findall(r"\bschema\.([A-Z]\w+)", path.read_text(encoding="utf-8")))
    assert used == set(SCHEMA_NAMES)
    assert load_profile().schema().COUNTED
    assert load_profile().schema("fr").COUNTED == "commitment"


def test_a_schema_that_lacks_names_says_which(profile):
    with pytest.raises(ProfileError, match=r"profile mine: .*schema\.py lacks COUNTED, LINE_LIMIT$"):
        _ = load_profile(profile).schema()


@pytest.mark.slow
def test_a_broken_schema_is_told_before_any_document_is_read(profile):
    """Once for all files, as wrong use; the rules need no schema and import none."""
    asked = run("gone.txt", QINGDAO, "--profile", profile, "--endpoint", "http://127.0.0.1:9/v1")
    assert asked.returncode == 2
    assert "lacks COUNTED, LINE_LIMIT" in one_error_line(asked)
    assert run(QINGDAO, "--profile", profile, "--engine", "rules").returncode == 0


@pytest.mark.parametrize("content", ['engine = "rules"', 'engine = "local"'])
def test_the_address_of_other_programs_does_not_send_out_what_a_file_keeps_in(tmp_path, own_folder, content):
    """OPENAI_BASE_URL stands in many an environment: a user's own word that no plan is sent out goes before it."""
    own_folder.mkdir(parents=True)
    (own_folder / "summarizer.toml").write_text(content)
    environ = {"OPENAI_BASE_URL": "https://llm.example.com/v1"}
    loaded = Settings.load(environ=environ, folder=tmp_path)
    assert loaded.chosen_engine in content
    assert (
        Settings.load(environ=environ | {"SUMMARIZER_ENDPOINT": "ollama"}, folder=tmp_path).chosen_engine == "endpoint"
    )


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders there")
@pytest.mark.parametrize("kind", ["a pipe", "a device", "a large file", "deep", "a list for an address"])
def test_no_file_of_a_working_folder_holds_the_run(tmp_path, kind):
    """Whatever lies there under that name is one line, not a hang and no internal error."""
    file = tmp_path / "summarizer.toml"
    if kind == "a pipe":
        os.mkfifo(file)
    elif kind == "a device":
        file.symlink_to("/dev/zero")
    else:
        large, deep = "# x\n" * 300_000, "x=" + "[" * 100_000
        file.write_text({"a large file": large, "deep": deep}.get(kind, 'endpoint = ["ollama"]'), encoding="utf-8")
    result = run(QINGDAO, "--format", "json", cwd=tmp_path, timeout=30)
    assert result.returncode == 2
    assert "summarizer.toml" in one_error_line(result)
