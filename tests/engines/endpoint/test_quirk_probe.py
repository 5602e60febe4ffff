"""A probe has an end: whatever an endpoint does for ever, the rules' result stands, with its words and exit code 3."""

from __future__ import annotations

import json
import time

import pytest
from endpoint_samples import run, settings, wise
from quirks import Refusing, Reshaping, message_of, refusal
from server import ChatServer

from summarizer.cli import summarize_main
from summarizer.engines.endpoint import connection, probe
from summarizer.errors import EndpointError

PLAN = "某市2024年工作要点\n一、扩大资源\n新建公园12座，改造老旧小区30个。\n"


@pytest.fixture
def short(monkeypatch):
    """The minute is a second here."""
    monkeypatch.setattr(probe, "_SECONDS", 0.8)
    monkeypatch.setattr(probe, "_LEAST_SECONDS", 0.4)


def rules_alone(server, tmp_path, capsys, *, hangs=False):
    """What a run of the program says where the endpoint gives nothing; its targets are the rules'."""
    plan = tmp_path / "plan.txt"
    plan.write_text(PLAN, encoding="utf-8")
    with server:
        began = time.monotonic()
        asked = [
            "--engine",
            "endpoint",
            "--endpoint",
            server.url,
            "--model",
            "test-model",
            "--timeout",
            "4" if hangs else "60",
        ]
        code = summarize_main(["--lang", "en", str(plan), *asked, "--no-cache", "--format", "json"])
        assert time.monotonic() - began < 8
    shown = capsys.readouterr()
    assert code == 3
    found = json.loads(shown.out)
    assert [target["value"] for target in found["targets"]] == [12, 30]
    (gap,) = found["incomplete"]
    assert gap["reason"].count("\n") == 0
    return gap["reason"]


CHOICES = {"object": "chat.completion", "id": "x", "created": 1, "model": "m"}
DEAD = [
    (200, {"error": {"message": "Provider returned error", "code": 429}}, "Provider returned error"),
    (200, {"error": {"message": "Internal error encountered", "status": "INTERNAL"}}, "Internal error encountered"),
    (200, {"error": "model runner has stopped"}, "model runner has stopped"),
    (200, {"success": False, "errors": [{"code": 7009, "message": "No such gateway"}]}, "No such gateway"),
    (200, {"error_code": 336100, "error_msg": "try again later"}, "try again later"),
    (200, {"code": "Throttled", "message": "busy", "request_id": "r"}, "busy"),
    (200, {"choices": None, "base_resp": {"status_code": 1000, "status_msg": "unknown error"}}, "unknown error"),
    (200, CHOICES | {"choices": []}, "no chat completion"),
    (200, CHOICES, "no chat completion"),
    (200, {}, "no chat completion"),
    (200, b"", "no chat completion"),
    (200, b"OK", "no chat completion"),
    (200, b"<!doctype html><html><title>Sign in</title></html>", "web page"),
    (200, CHOICES | {"choices": [{"error": {"code": 502, "message": "It died"}, "finish_reason": "error"}]}, "It died"),
    (200, CHOICES | {"choices": [{"message": {"content": '{"a'}, "finish_reason": "network_error"}]}, "network_error"),
    (200, b'data: {"error": {"message": "overloaded"}}\n\n', "overloaded"),
    (500, b"<html><head><title>500 Internal Server Error</title></head></html>", "500 Internal Server Error"),
    (502, b"<html><head><title>502 Bad Gateway</title></head></html>", "502 Bad Gateway"),
    (503, refusal("no available server"), "no available server"),
    (529, refusal("Overloaded", "overloaded_error"), "Overloaded"),
    (400, refusal("qwen9 is not a valid model ID"), "not a valid model ID"),
    (403, refusal("Model access denied: it is not activated.", "Model.AccessDenied"), "not activated"),
    (403, refusal("Input flagged by moderation", 403), "flagged by moderation"),
    (401, refusal("Incorrect API key provided"), "SUMMARIZER_API_KEY"),
    (404, refusal("The model `m1` does not exist"), "does not exist"),
    (302, b"", "sends on"),
    (402, refusal("Insufficient Balance"), "Insufficient Balance"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.usefixtures("short")
@pytest.mark.parametrize(("status", "body", "says"), DEAD, ids=[f"{row[0]} {row[2]}" for row in DEAD])
def test_whatever_an_endpoint_says_for_ever_the_rules_result_stands(tmp_path, capsys, status, body, says):
    reason = rules_alone(Refusing(wise, lambda _: True, status, body), tmp_path, capsys)
    assert says in reason


@pytest.mark.slow
@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("fault", ["hang", "drop", "prose", "broken", "length"])
def test_an_endpoint_that_hangs_breaks_off_or_babbles_for_ever_is_left(tmp_path, capsys, monkeypatch, fault):
    monkeypatch.setattr(connection, "_PROBE_TIMEOUT", 2.0)
    rules_alone(ChatServer(wise, faults=[fault] * 999), tmp_path, capsys, hangs=True)


@pytest.mark.slow
@pytest.mark.usefixtures("short")
def test_a_refusal_in_a_models_own_words_is_told_in_them(tmp_path, capsys):
    def refuse(body, request):  # noqa: ARG001
        message = message_of(body)
        message |= {"content": None, "tool_calls": None, "refusal": "I'm sorry, I won't do this."}
        return body

    assert "I'm sorry, I won't do this." in rules_alone(Reshaping(wise, refuse), tmp_path, capsys)


@pytest.mark.slow
@pytest.mark.usefixtures("short")
def test_a_slow_model_that_heeds_no_schema_is_asked_honestly_before_the_time_is_up(tmp_path):
    """Begging alone would take all the time: the honest questions get some of their own."""

    class Slow(ChatServer):
        def answer(self, request):
            time.sleep(0.3)
            return super().answer(request)

    with Slow(wise, enforces=False) as server:
        _, engine = run(server, tmp_path)
    assert engine.capabilities.mode.mode == "json"


@pytest.mark.slow
def test_an_error_that_passes_is_asked_again(tmp_path):
    """HTTP 200 with an error, twice: then the answer."""
    body = {"error": {"message": "Provider returned error", "code": 502}}
    with Refusing(wise, lambda _: server.refused < 2, 200, body) as server:
        better, _ = run(server, tmp_path)
    assert better.gaps == []


def test_a_key_that_is_refused_with_http_200_is_told_so(tmp_path):
    body = {"error": {"message": "Invalid API key", "code": 401}}
    with Refusing(wise, lambda _: True, 200, body) as server:
        with pytest.raises(EndpointError, match="refused the key"):
            run(server, tmp_path)
        assert len(server.requests) == 1


def test_a_server_of_ones_own_keeps_its_whole_timeout(tmp_path):
    """A model that loads for minutes does so before the probe; a long timeout that is set is heeded by half."""
    with ChatServer(wise) as server:
        given = settings(server, tmp_path, timeout=600)
        made = connection.Connection(given, replays=False)
        assert made.probe_timeout == 300
        assert connection.Connection(settings(server, tmp_path, timeout=0.5), replays=False).probe_timeout == 0.5
