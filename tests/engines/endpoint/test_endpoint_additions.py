"""What a user adds to every request, as it arrives at a real server; and that a key in a header stays a secret."""

from __future__ import annotations

import json
import traceback

import pytest
from endpoint_samples import fluent, run, settings, wise
from programs import QINGDAO
from programs import run as run_program
from programs import run_other as run_companion
from quirks import Refusing
from server import ChatServer

import summarizer
from summarizer.engines.endpoint.connection import Connection
from summarizer.errors import EndpointError

pytestmark = pytest.mark.slow  # many runs or waits: a second and more a test under load

KEY = "azure-4f1d-UNIQUE-9b2e"
THINKS_NOT = {"enable_thinking": False, "chat_template_kwargs": {"enable_thinking": False}}


class Keyed(ChatServer):
    """Wants its key in a header of its own, and says it aloud; refuses a second one in ``Authorization``."""

    def answer(self, request):
        headers = request["_headers"]
        if headers.get("api-key") != KEY or "authorization" in headers:
            return 401, {}, {"error": {"message": f"bad key {headers.get('api-key')}"}}
        return super().answer(request)

    def aside(self, path, request):
        if self.headers and {name.lower() for name in self.headers[-1]} & {"authorization"}:
            return 401, {}, {"error": {"message": "two keys"}}
        return super().aside(path, request)


# Fields of the body


def test_fields_go_with_every_question_and_nothing_of_ours_is_lost(tmp_path):
    with ChatServer(wise) as server:
        better, _ = run(server, tmp_path, extra_body=THINKS_NOT | {"top_k": 1})
        for request in server.requests:
            assert {name: request[name] for name in (*THINKS_NOT, "top_k")} == THINKS_NOT | {"top_k": 1}
            assert {"model", "messages", "max_tokens", "temperature"} <= request.keys()
    assert better.gaps == []


def test_an_answer_given_to_another_body_is_another_answer(tmp_path):
    """The store keeps them apart, and gives each back for its own; so it does with what a probe found."""
    with ChatServer(wise) as server:
        run(server, tmp_path)
        plain = len(server.requests)
        run(server, tmp_path, extra_body={"enable_thinking": False})
        assert len(server.requests) == 2 * plain
        _, again = run(server, tmp_path, extra_body={"enable_thinking": False})
        assert again.usage.requests == 0
        run(server, tmp_path, extra_body={"enable_thinking": True})
        assert len(server.requests) == 3 * plain
        _, first = run(server, tmp_path)
        assert first.usage.requests == 0
        run(server, tmp_path, extra_body={})
        assert len(server.requests) == 3 * plain, "nothing added is nothing added"


def test_the_order_of_fields_makes_no_other_answer(tmp_path):
    with ChatServer(wise) as server:
        run(server, tmp_path, extra_body={"a": 1, "b": {"c": 1, "d": 2}})
        _, again = run(server, tmp_path, extra_body={"b": {"d": 2, "c": 1}, "a": 1})
    assert again.usage.requests == 0


def test_a_recording_is_replayed_whatever_the_endpoint_wanted(tmp_path):
    """Who replays has no endpoint, and need not know what its body had to hold."""
    with ChatServer(fluent) as server:
        config = settings(server, tmp_path, extra_body=THINKS_NOT, record=tmp_path / "rec", timeout=60)
        recorded = summarizer.summarize(QINGDAO, config)
    replayed = summarizer.summarize(QINGDAO, summarizer.Settings(replay=tmp_path / "rec"))
    assert replayed.targets == recorded.targets
    assert recorded.incomplete == replayed.incomplete == []


def test_the_program_takes_them_as_flag_and_variable(tmp_path):
    plan = tmp_path / "plan.txt"
    plan.write_text("某市2024年工作要点\n一、扩大资源\n新建公园12座，改造老旧小区30个。\n", encoding="utf-8")
    with Keyed(wise) as server:
        common = (plan, "--endpoint", server.url, "--no-cache", "--format", "json")
        env = {"MY_HEADERS": json.dumps({"api-key": KEY})}
        done = run_program(*common, "--endpoint-headers-env", "MY_HEADERS", "--extra-body", '{"top_k": 1}', **env)
        assert done.returncode == 0, done.stderr
        assert all(request["top_k"] == 1 for request in server.requests)
        assert KEY.encode() not in done.stdout + done.stderr
        told = run_companion(
            "doctor", "--endpoint", server.url, SUMMARIZER_EXTRA_BODY='{"top_k": 2}',
            SUMMARIZER_ENDPOINT_HEADERS=json.dumps({"api-key": KEY}), SUMMARIZER_LOG="debug", SUMMARIZER_DEBUG="1",
        )  # fmt: skip
        assert told.returncode == 0, told.stderr
        assert server.requests[-1]["top_k"] == 2
        assert b'{"top_k": 2}' in told.stdout
        assert KEY.encode() not in told.stdout + told.stderr
        unset = run_program(*common, "--endpoint-headers-env", "NOT_SET")
        assert unset.returncode == 2
        assert b"--endpoint-headers-env NOT_SET" in unset.stderr
        wrong = run_program(*common, "--extra-body", '{"messages": []}')
        assert wrong.returncode == 2
        assert b"--extra-body: may not hold messages" in wrong.stderr


# Headers


def test_a_key_in_a_header_of_its_own_goes_alone(tmp_path):
    """As Azure has it; the models are asked for with it, and no ``Authorization`` that is none goes along."""
    with Keyed(wise) as server:
        better, _ = run(server, tmp_path, endpoint_headers={"api-key": KEY, "X-Title": "plans"})
        assert {request["_headers"]["x-title"] for request in server.requests} == {"plans"}
        assert all(headers.get("api-key") == KEY for headers in server.headers)
    assert better.gaps == []
    for file in tmp_path.rglob("*"):
        assert KEY.encode() not in file.read_bytes()


def test_headers_go_beside_a_key_and_one_of_the_same_name_counts(tmp_path):
    with ChatServer(wise, key="sk-right-0123456789") as server:
        run(server, tmp_path, api_key="sk-right-0123456789", endpoint_headers={"HTTP-Referer": "https://example.org"})
        assert server.requests[0]["_headers"]["http-referer"] == "https://example.org"
        run(server, tmp_path / "2", api_key="wrong", endpoint_headers={"authorization": "Bearer sk-right-0123456789"})
        assert server.requests[-1]["_headers"]["authorization"] == "Bearer sk-right-0123456789"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, pytest.param(500, marks=pytest.mark.slow), 200])
@pytest.mark.parametrize("header", ["api-key", "X-Whatever"])
def test_no_error_repeats_a_header(tmp_path, status, header):
    """The server says its value in words, in a header and as a code: one line, chain and repr without it."""
    said = {"error": {"message": f"Incorrect key: {KEY}, insufficient balance", "code": KEY}}
    with Refusing(wise, lambda _: True, status, said, {"x-key": KEY}) as server:
        with pytest.raises(EndpointError) as caught:
            run(server, tmp_path, endpoint_headers={header: f"Token {KEY}"}, deadline=1)
        assert server.requests[0]["_headers"][header.lower()] == f"Token {KEY}"
    shown, error = "".join(traceback.format_exception(caught.value)), caught.value
    while error is not None:
        shown += f"{error} {error!r} {error.args}"
        error = error.__cause__ or error.__context__
    assert KEY not in shown
    assert caught.value.message.text("zh").count(KEY) == 0


def test_a_server_that_repeats_a_header_in_its_answers_is_not_believed(tmp_path):
    """It would go into the store, a recording, the report."""

    def echo(path, schema, request):
        free = schema.get("type") == "string" and "enum" not in schema and "const" not in schema
        return request["_headers"]["api-key"][: schema.get("maxLength", 99)] if free else wise(path, schema, request)

    with ChatServer(echo, models=(f"m-{KEY}", "test-model")) as server:
        better, engine = run(server, tmp_path, endpoint_headers={"api-key": KEY})
    assert engine.client.connection.model_name == "test-model", "nor is a model of that name"
    assert KEY not in str(better)
    for file in tmp_path.rglob("*"):
        assert KEY.encode() not in file.read_bytes()


def test_a_short_header_that_is_no_key_garbles_nothing(tmp_path):
    with ChatServer(wise, models=("m1",)) as server:
        _, engine = run(server, tmp_path, endpoint_headers={"X-Trial": "1", "X-Family": "m1"})
    assert engine.client.connection.model_name == "m1"


def test_a_header_is_not_sent_on_to_another_address(tmp_path):
    with (
        Keyed(wise) as other,
        ChatServer(wise, faults=[(307, {"location": f"{other.url}/chat/completions"})]) as server,
    ):
        with pytest.raises(EndpointError, match="sends on"):
            run(server, tmp_path, endpoint_headers={"api-key": KEY})
        assert other.requests == []


def test_a_server_of_our_own_gets_none():
    """It has a key of ours, and no business with another's."""

    class Own:
        origin, context, slots = "http://model.gguf/v1", 4096, 1

    given = summarizer.Settings(endpoint="https://h/v1", endpoint_headers={"api-key": KEY})
    made = Connection(given.served_by(Own()), replays=False)
    assert made._headers == {}
