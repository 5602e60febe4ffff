"""Fakes of real servers, through the public face: what stands around an answer does not break it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from endpoint_samples import settings, wise
from fakes import Fenced, Thinker, echoed, ignores
from server import ChatServer

import summarizer
from summarizer.documents import from_text
from summarizer.engines.endpoint.response_parsing import isolate_answer

PLAN = (
    "某市2023年教育工作计划\n一、扩大资源\n新建改扩建中小学幼儿园20所左右,持续扩大学位供给,加强监测和指导,"
    "继续抓好强镇筑基试点镇幼儿园办学质量提升,推动优质均衡发展取得新的成效。\n"
)
LINE = "改扩建中小学幼儿园"


def fluent(path, schema, request):
    if schema.get("maxLength") == 40:
        return LINE
    return "持续扩大学位供给,加强监测" if path[-1:] == ("text",) else wise(path, schema, request)


def lines(server, tmp_path):
    """The measures' lines of a run on the plan, none of which may be missing."""
    found = summarizer.summarize(from_text(PLAN, "plan.txt"), settings(server, tmp_path, timeout=60))
    assert found.incomplete == []
    return {measure.text for measure in found.measures}


@pytest.mark.parametrize("where", ["tag", "closing", "reasoning_content", "reasoning"])
@pytest.mark.parametrize("length", [0, 2000])
def test_a_model_that_thinks_aloud_is_heard(tmp_path, where, length):
    """Thoughts before the answer are left out, and do not eat up the answer's limit."""
    with Thinker(fluent, where=where, length=length) as server:
        assert LINE in lines(server, tmp_path)
        assert max(r["max_tokens"] for r in server.requests) <= 1024 + (2048 if length else 0)


@pytest.mark.slow
@pytest.mark.parametrize("kind", [ChatServer, Fenced, Thinker])
def test_a_schema_that_is_ignored_is_asked_for_in_words(tmp_path, kind):
    """HTTP 200 says nothing: the probe finds out, and the answer is found in its fence, or behind its thoughts."""
    with ignores(kind(echoed(fluent))) as server:
        lines(server, tmp_path)
        assert "json_schema:" in server.requests[-1]["messages"][0]["content"]


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        ('{"a": 1}', '{"a": 1}'),
        ('{"a": 1}\n希望有帮助 {"b": 2}', '{"a": 1}'),
        ('<think>{"b": 2}</think>{"a": {"b": 1}}', '{"a": {"b": 1}}'),
        ('```json\n{"a": 1}\n```', '{"a": 1}'),
        ('先说 {"b": 2}，答案 {"a": 1}。', '{"a": 1}'),
        ('{"a": [{"b": 1}, {"b', '{"a": [{"b": 1}, {"b'),
        ("好的，没有问题。", "好的，没有问题。"),
    ],
)
def test_the_answer_is_what_is_left(content, kept):
    message = SimpleNamespace(content=content, tool_calls=None)
    isolate_answer(SimpleNamespace(choices=[SimpleNamespace(message=message, finish_reason="stop")]))
    assert message.content == kept
