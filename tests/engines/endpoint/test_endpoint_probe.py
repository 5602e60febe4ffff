"""The probe: in which output mode an endpoint really enforces a schema, and what is remembered."""

from __future__ import annotations

import re

import pytest
from endpoint_samples import foolish, known_answer, run, wise
from server import ChatServer

from summarizer.errors import EndpointError, ProbeError

# The probe


@pytest.mark.slow
@pytest.mark.parametrize(
    ("modes", "enforces", "mode", "enforced"),
    [
        ({"json_schema", "tools", "json"}, True, ("json_schema", "keyed"), True),
        ({"tools", "json"}, True, ("tools", "echo"), True),
        ({"json_schema", "tools", "json"}, False, ("json", "echo"), False),
        ({"json"}, True, ("json", "echo"), False),
    ],
)
def test_the_probe_finds_out_what_is_really_enforced(tmp_path, modes, enforces, mode, enforced):
    """A server that takes a schema and ignores it with HTTP 200 is found out, and asked in another mode."""

    def echoes(path, schema, request):
        if path[-1:] == ("answers",):
            user = request["messages"][-1]["content"]
            refs = re.findall(r"^(\d+:[^　：]+)[　：]", user, flags=re.MULTILINE)
            said = {r: known_answer(r, user) or ("改造农村薄弱幼儿园" if r.endswith("标题") else "承诺") for r in refs}
            return [{"ref": r, "answer": a} for r, a in said.items()] or [{"ref": "3:80所", "answer": "qv7-青鸾"}]
        return [] if path[-1:] == ("others",) else wise(path, schema, request)

    with ChatServer(echoes, modes=modes, enforces=enforces) as server:
        better, engine = run(server, tmp_path)
    assert (engine.capabilities.mode.mode, engine.capabilities.mode.shape) == mode
    assert engine.capabilities.enforced is enforced
    assert engine.capabilities.judges("zh")
    assert better.targets[0].source == "both"
    assert better.gaps == []


def test_an_endpoint_without_valid_output_is_an_error_that_says_so(tmp_path):
    with ChatServer(faults=["prose"] * 99) as server, pytest.raises(ProbeError, match="--model"):
        run(server, tmp_path)


def test_a_second_run_makes_no_request(tmp_path):
    """Probe, capability check and every answer are kept: the same line again asks nothing."""
    with ChatServer(wise, models=("m",)) as server:
        first, engine = run(server, tmp_path)
        made = len(server.requests)
        assert engine.usage.requests == made > 0
        second, again = run(server, tmp_path)
        assert len(server.requests) == made
        assert again.usage.requests == 0
        assert again.usage.cached > 0
        run(server, tmp_path, refresh=True)
        assert len(server.requests) == 2 * made, "--refresh asks again"
        run(server, tmp_path, cache=False)
        assert len(server.requests) == 3 * made, "--no-cache neither reads nor writes"
    assert first == second


def test_the_model_is_the_endpoints_first_unless_named(tmp_path):
    with ChatServer(foolish, models=("nomic-embed", "qwen")) as server:
        _, engine = run(server, tmp_path)
        assert engine.client.connection.model_name == "qwen"
        _, engine = run(server, tmp_path, model="nomic-embed")
        assert engine.client.connection.model_name == "nomic-embed"
    with ChatServer(models=()) as server, pytest.raises(EndpointError, match="no model"):
        run(server, tmp_path)
