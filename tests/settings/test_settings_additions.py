"""What a user adds to every request: from where it comes, what is refused, and that no value of a header is shown."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.errors import UsageError
from summarizer.settings.settings import Settings

BODY = {"enable_thinking": False, "chat_template_kwargs": {"enable_thinking": False}}
HEADERS = {"api-key": "sk-of-azure-0123456789", "X-Title": "plans"}


def values(settings):
    return {name: value.get_secret_value() for name, value in settings.endpoint_headers.items()}


def test_they_come_from_every_layer_that_others_come_from(load):
    table = "[extra_body]\nenable_thinking = false\nchat_template_kwargs = { enable_thinking = false }\n"
    text = json.dumps(BODY)
    for settings in (
        load(extra_body=text),
        load(extra_body=BODY),
        load({"SUMMARIZER_EXTRA_BODY": text}),
        load(user=table),
        load(user=f"extra_body = '{text}'"),
    ):
        assert settings.extra_body == BODY
    for settings in (
        load(endpoint_headers=HEADERS),
        load({"SUMMARIZER_ENDPOINT_HEADERS": json.dumps(HEADERS)}),
        load(user='[endpoint_headers]\napi-key = "sk-of-azure-0123456789"\nX-Title = "plans"\n'),
    ):
        assert values(settings) == HEADERS
    assert Settings().extra_body is None


@pytest.mark.parametrize("field", ["messages", "model", "response_format", "stream", "tools", "tool_choice", "Stream"])
def test_what_makes_a_request_ours_is_not_overridden(load, field):
    for given_by in ({"env": {"SUMMARIZER_EXTRA_BODY": json.dumps({field: None})}}, {"extra_body": {field: 1}}):
        with pytest.raises(UsageError, match=f"may not hold {field.lower()}, which the program sets"):
            load(**given_by)


@pytest.mark.parametrize("field", ["temperature", "max_tokens", "max_completion_tokens"])
def test_what_has_a_setting_of_its_own_is_set_there(load, field):
    with pytest.raises(UsageError, match=r"that is the setting (temperature|max_tokens)"):
        load(extra_body=json.dumps({field: 1}))


@pytest.mark.parametrize(
    "wrong", ["", "{", "[1]", "7", "null", '"a"', "enable_thinking=false", '{"a": NaN}', "[" * 9999]
)
def test_what_is_no_object_is_one_line_that_names_the_setting(load, wrong):
    for name in ("extra_body", "endpoint_headers"):
        if wrong == '{"a": NaN}' and name == "endpoint_headers":
            continue
        with pytest.raises(UsageError, match="is not a JSON object") as caught:
            load(**{name: wrong})
        assert f"--{name.replace('_', '-')}" in str(caught.value)
        assert "\n" not in str(caught.value)


def test_a_body_of_any_length_is_refused_and_a_value_that_json_has_not():
    with pytest.raises(UsageError, match="more than"):
        Settings(extra_body={"a": "x" * 20_000})
    for value in (float("nan"), object(), {1: 2}, "\ud800"):
        with pytest.raises(UsageError, match="not a JSON object"):
            Settings(extra_body={"a": value} if not isinstance(value, dict) else value)


def test_what_a_caller_does_to_his_dictionary_changes_no_settings():
    mine = {"provider": {"order": ["a"]}}
    settings = Settings(extra_body=mine)
    mine["provider"]["order"].append("b")
    assert settings.extra_body == {"provider": {"order": ["a"]}}


@pytest.mark.parametrize(
    ("headers", "says"),
    [
        ({"bad name": "sk-secret"}, "a name that no header can have"),
        ({"": "sk-secret"}, "a name"),
        ({"a:b": "sk-secret"}, "a name"),
        ({"api-key": "sk-secret\r\nHost: evil"}, "a value that no header can have"),
        ({"api-key": "sk-secret\n"}, "a value"),
        ({"api-key": " sk-secret"}, "a value"),
        ({"api-key": "密钥sk-secret"}, "a value"),
        ({"api-key": ""}, "a value"),
        ({"api-key": 7}, "a value"),
        ({"api-key": ["sk-secret"]}, "a value"),
        ({"Host": "sk-secret"}, "may not hold host"),
        ({"content-length": "sk-secret"}, "may not hold content-length"),
        ({"Transfer-Encoding": "sk-secret"}, "may not hold transfer-encoding"),
        ({"a": "sk-secret", "A": "sk-secret"}, "twice"),
        ({f"x-{n}": "sk-secret" for n in range(40)}, "more than"),
        ({"a": "sk-secret" * 1000}, "a value"),
    ],
)
def test_a_header_that_cannot_be_sent_is_one_line_without_its_value(load, headers, says):
    text = json.dumps(headers)
    for given_by in ({"endpoint_headers": headers}, {"env": {"SUMMARIZER_ENDPOINT_HEADERS": text}}):
        with pytest.raises(UsageError, match=says) as caught:
            load(**given_by)
        assert "sk-secret" not in f"{caught.value!r} {caught.value.__cause__} {caught.value.__context__}"


def test_no_value_of_a_header_is_shown():
    settings = Settings(endpoint_headers=HEADERS, endpoint="https://h/v1")
    shown = [
        repr(settings),
        str(settings),
        str(settings.describe()),
        settings.model_dump_json(),
        str(settings.model_dump()),
    ]
    assert not any(HEADERS["api-key"] in text for text in shown)
    assert {row.name: row.value for row in settings.describe()}["endpoint_headers"] == "set"


@pytest.mark.parametrize("name", ["endpoint_headers", "extra_body"])
def test_a_working_folder_gives_neither(load, name):
    """A header may be a key, and a field of the body may send the plan to somebody else."""
    with pytest.raises(UsageError, match=f"{name} is not taken from the working folder"):
        load(None, f'[{name}]\nx = "y"\n', engine="rules")


def test_what_a_file_says_with_its_endpoint_goes_to_no_other(load):
    """As its key: a stronger layer that names another address must not get it."""
    user = (
        'endpoint = "https://paid/v1"\nextra_body = {a = 1}\nendpoint_headers = {api-key = "sk-of-azure-0123456789"}\n'
    )
    kept = load(user=user)
    assert (kept.extra_body, values(kept)) == ({"a": 1}, {"api-key": HEADERS["api-key"]})
    assert load(user=user, endpoint="https://paid/v1/").endpoint_headers
    elsewhere = load({"SUMMARIZER_ENDPOINT": "https://other/v1"}, user=user)
    assert (elsewhere.extra_body, elsewhere.endpoint_headers) == (None, None)
    flagged = load(user=user, endpoint="ollama", extra_body='{"b": 2}')
    assert (flagged.extra_body, flagged.endpoint_headers) == ({"b": 2}, None)


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=8), max_size=4))
def test_whatever_headers_are_given_they_are_taken_or_refused_in_one_line(headers):
    try:
        taken = Settings(endpoint_headers=headers).endpoint_headers
    except UsageError as error:
        taken, said = {}, str(error)
    else:
        said = "".join(f"{name}: {value.get_secret_value()}" for name, value in taken.items())
    assert "\n" not in said
    assert said.isprintable()
