"""What went wrong with a model, in the reader's language: codes, with reasons inside reasons."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import httpx2
import openai
import pytest
from endpoint_samples import CHUNK, DOCUMENT, OUTLINE, PROFILE, draft, foolish, run
from server import ChatServer

import summarizer
from summarizer.answers.store import Stored
from summarizer.cli import main
from summarizer.engines.endpoint.classifying import classify
from summarizer.engines.endpoint.failures import StoppedError, message_json, message_of
from summarizer.engines.endpoint.limits import MAX_FAILURES, CircuitBreaker
from summarizer.engines.endpoint.output_mode import Capabilities, OutputMode
from summarizer.engines.endpoint.response_parsing import restored
from summarizer.messages import Message, text, use_language

ENGINES = Path(summarizer.__file__).parent / "engines"


@pytest.fixture
def chinese():
    use_language("zh")
    yield
    use_language(None)


def test_a_gap_says_why_by_a_code_that_both_languages_have(tmp_path):
    def work(engine):
        server.faults[:] = [(422, {})] * 9
        return engine.extract(DOCUMENT, OUTLINE, CHUNK, draft())

    with ChatServer(foolish) as server:
        better, _ = run(server, tmp_path, work)
    gap = better.gaps[0]
    assert (gap.code, gap.reason) == ("http-status", "HTTP 422: fault 422")
    assert Message.of_json(gap.code, gap.params).text("zh") == "HTTP 422：fault 422"


def test_a_reason_inside_a_reason_is_in_the_readers_language_too():
    breaker = CircuitBreaker()
    for _ in range(MAX_FAILURES):
        breaker.failed(Message("server-timeout"))
    with pytest.raises(StoppedError) as caught:
        breaker.check()
    said = message_of(json.loads(json.dumps(message_json(caught.value.message))))
    assert (
        said.text("en")
        == "the endpoint failed 20 times in a row, the last time: the server took longer than the timeout"
    )
    assert said.text("zh") == "模型服务连续失败 20 次，最后一次：服务器超时"


@pytest.mark.usefixtures("chinese")
def test_the_doctor_speaks_chinese(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("SUMMARIZER_CACHE_DIR", str(tmp_path))
    assert main(["doctor", "--endpoint", "http://127.0.0.1:9/v1"]) == 1
    shown = capsys.readouterr().out
    assert "有应答" in shown
    assert "http://127.0.0.1:9/v1 没有应答：请启动那里的服务器" in shown


def test_what_older_versions_kept_is_read():
    """A user's store and recordings outlive a version: names in them stay, sentences in them are shown as they are."""
    old = {"way": ["json", "echo", False], "enforced": False, "judges": True, "exam": "11/12",
           "tried": [["json_schema/keyed", "not enforced"], ["json/echo", "valid"]]}  # fmt: skip
    found = Capabilities.load(json.dumps(old))
    assert (found.mode, found.checks) == (OutputMode("json", "echo"), {"zh": (True, "11/12")})
    assert found.tried[0] == ("json_schema/keyed", Message("not enforced"))
    assert Capabilities.load(found.dump()) == found
    kept = restored(Stored('"no answer within 5 s"', "unanswered"), PROFILE.schema().Answer)
    assert str(kept) == "no answer within 5 s"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_code_has_its_sentence(lang):
    """A code without a sentence would be shown as it is."""
    codes = set()
    for path in [*ENGINES.glob("endpoint/*.py"), *ENGINES.glob("local/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "id", "")
                if name == "Message" or (name.endswith("Error") and name not in {"ValueError", "RepeatedKeyError"}):
                    codes.add(node.args[0].value)
    codes -= {"unreachable"}  # of an AssertionError
    assert len(codes) > 60
    assert [code for code in sorted(codes) if text(code, lang) == code] == []


def test_a_key_at_the_end_of_what_is_shown_is_hidden_before_it_is_cut():
    """Cut first, half of a key would be no key to whoever looks for it, and be shown."""
    key = "sk-0123456789abcdefghijklmnopqrstuvwxyz"
    body = {"message": f"{'x' * 180} {key}"}
    response = httpx2.Response(400, json=body, request=httpx2.Request("POST", "http://127.0.0.1/v1"))
    error = openai.BadRequestError("bad", response=response, body=body)
    failure = classify(error, model="m", url="u", without_key=lambda said: said.replace(key, "***")).failure
    shown = failure.message.text("en")
    assert "***" in shown
    assert key[:8] not in shown
