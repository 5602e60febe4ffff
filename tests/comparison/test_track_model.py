"""``track`` with a model: it settles what the words leave open, and never a number."""

from __future__ import annotations

import asyncio
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from mcp import Client
from programs import run_other
from server import ChatServer, first_legal

from summarizer import Settings
from summarizer.profiles.profile import load_profile
from summarizer.profiles.prompts import load_prompt
from summarizer.service.mcp.plan_tools import CallBounds
from summarizer.service.mcp.roots import Roots
from summarizer.service.mcp.server import ToolServer

if TYPE_CHECKING:
    from pathlib import Path

CHECK = [line.split("|") for line in load_prompt(load_profile(), "track").sections["questions"].splitlines() if line]
PLAN = "某市教育局2023年工作要点\n\n一、重点任务\n\n（一）加快发展。培训中小学骨干教师500名。改造薄弱幼儿园12所。\n"
REPORT = "某市教育局2023年工作总结\n\n一、主要工作\n\n全年共培训全市各级中小学骨干教师520名。改造薄弱幼儿园12所。\n"


def wise(answer: str) -> Any:
    """A model that knows the capability check and says ``answer`` to every other pair."""

    def policy(path: tuple[Any, ...], schema: dict[str, Any], request: dict[str, Any]) -> Any:
        said = str(request["messages"][-1]["content"])
        if path[-1:] != ("answer",) or "总结：" not in said:
            return first_legal(path, schema, request)
        report = re.search("总结：(.*)", said)
        known = {parts[3]: parts[0] for parts in CHECK}
        return known.get(report[1], answer) if report else answer

    return policy


def run(folder: Path, policy: Any, **server: Any) -> tuple[Any, dict[str, Any], list[Any]]:
    (folder / "plan.txt").write_text(PLAN, encoding="utf-8")
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    with ChatServer(policy, **server) as chat:
        done = run_other(
            "track", str(folder / "plan.txt"), str(folder / "report.txt"), "--endpoint", chat.url, "--no-cache",
            "--format", "json",
        )  # fmt: skip
        asked = [request for request in chat.requests if "总结：" in str(request["messages"][-1]["content"])]
    assert done.stdout, done.stderr.decode()
    return done, json.loads(done.stdout), asked


@pytest.mark.slow
def test_a_yes_lets_the_numbers_decide(tmp_path: Path) -> None:
    """520 of 500 is exceeded because the text says so; the model only said that it is the same matter."""
    done, result, asked = run(tmp_path, wise("是"))
    assert done.returncode == 0
    first, second = result["items"]
    assert (first["outcome"], first["source"], first["found"]["value"]) == ("exceeded", "both", 520)
    assert (second["outcome"], second["source"]) == ("fulfilled", "rules"), "what the rules are sure of is not asked"
    assert (result["model"], result["capability_check"]) == ("test-model", "10/10")
    assert len(asked) == len(CHECK) + 1


@pytest.mark.slow
def test_a_no_leaves_the_pair_to_a_person(tmp_path: Path) -> None:
    """Nothing is dropped on a model's word."""
    _, result, _ = run(tmp_path, wise("否"))
    first = result["items"][0]
    assert (first["outcome"], first["reason"]) == ("to be checked", "the model says that it is another indicator")
    assert first["found"] is not None


@pytest.mark.slow
def test_a_model_that_fails_the_capability_check_is_not_asked(tmp_path: Path) -> None:
    """One that calls everything the same would invent fulfilments."""
    done, result, asked = run(tmp_path, first_legal)
    assert done.returncode == 0
    assert "5/10" in done.stderr.decode()
    assert result["items"][0]["outcome"] == "to be checked"
    assert len(asked) == len(CHECK)


@pytest.mark.slow
@pytest.mark.parametrize("more", [(), ("--time-limit", "0.000001"), ("--max-tokens-total", "1")])
def test_without_an_answer_the_rules_stand_and_the_code_says_so(tmp_path: Path, more: tuple[str, ...]) -> None:
    """Nobody there, or nothing left to ask with: what the rules are sure of is not lost, the open pairs are named."""
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    with ChatServer(wise("是")) as chat:
        url = chat.url if more else "http://127.0.0.1:9/v1"
        done = run_other("track", str(tmp_path / "plan.txt"), str(tmp_path / "report.txt"), "--endpoint", url,
                         "--no-cache", "--format", "json", *more)  # fmt: skip
    assert done.returncode == 3
    first, second = json.loads(done.stdout)["items"]
    assert (first["outcome"], second["outcome"]) == ("to be checked", "fulfilled")
    assert "1 pair(s), which stay to be checked" in done.stderr.decode()


@pytest.mark.slow
def test_a_client_of_mcp_gets_what_the_command_prints(tmp_path: Path) -> None:
    """The session's own model settles the pair; where it cannot be asked, the page says why and the pair stays open."""
    _, printed, _ = run(tmp_path, wise("是"))
    plan = {"plan": "plan.txt", "reports": ["report.txt"]}

    async def page(url: str) -> dict[str, Any]:
        server = ToolServer(Settings(endpoint=url, cache=False), Roots([tmp_path]), CallBounds())
        async with Client(server.protocol) as client:
            found: dict[str, Any] = (await client.call_tool("reconcile", plan)).structured_content
            return found

    with ChatServer(wise("是")) as chat:
        found = asyncio.run(page(chat.url))
    assert [item["outcome"] for item in found["items"]] == [item["outcome"] for item in printed["items"]]
    assert (found["model"], found["capability_check"]) == ("test-model", "10/10")
    gone = asyncio.run(page("http://127.0.0.1:9/v1"))
    assert gone["not_asked"]
    assert gone["items"][0]["outcome"] == "to be checked"
