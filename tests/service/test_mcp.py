"""``summarizer mcp`` on pipes, used through the official client as any program uses it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from mcp import Client, MCPError
from mcp_servers import piped, said
from programs import QINGDAO, clean_environment, one_error_line, run, run_other
from samples import SEEDS
from server import ChatServer

from summarizer import Settings
from summarizer.cli import main
from summarizer.service.mcp.fitting import MOST_BYTES
from summarizer.service.mcp.plan_tools import CallBounds
from summarizer.service.mcp.roots import Roots
from summarizer.service.mcp.server import ToolServer

if TYPE_CHECKING:
    from pathlib import Path

RULES = ("--engine", "rules")


def used(use: Any, server: Any, mode: str = "auto") -> Any:
    """What ``use(client)`` gives, with the official client at ``server``."""

    async def connect() -> Any:
        async with Client(server, mode=mode) as client:
            return await use(client)

    return asyncio.run(asyncio.wait_for(connect(), 120))


def served(use: Any, *roots: Path, **bounds: float) -> Any:
    """The same with a server in this process, by rules."""
    return used(use, ToolServer(Settings(engine="rules"), Roots(roots), CallBounds(**bounds)).protocol)


async def all_pages(client: Client, tool: str, arguments: dict[str, Any]) -> list[dict[str, Any]]:
    """Every page, from the first to the last."""
    pages, offset = [], 0
    while offset is not None:
        answer = await client.call_tool(tool, arguments | {"offset": offset})
        assert not answer.is_error, answer.content
        assert json.loads(answer.content[0].text) == answer.structured_content
        assert len(answer.content[0].text.encode()) <= MOST_BYTES
        pages.append(answer.structured_content)
        offset = answer.structured_content.get("next_offset")
    return pages


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_pages_of_a_plan_are_the_plan(mode: str) -> None:
    """A client that turns all pages has seen each item once, the whole is the command's, also in the older protocol."""

    async def use(client: Client) -> tuple[list[dict[str, Any]], str]:
        pages = await all_pages(client, "summarize_file", {"path": QINGDAO.name})
        return pages, (await client.read_resource(pages[0]["result"])).contents[0].text

    pages, resource = used(use, piped("--root", SEEDS, *RULES), mode)
    whole = json.loads(run(QINGDAO, "--format", "json", *RULES).stdout)
    kept = json.loads(resource)
    assert kept.pop("usage").keys() == whole.pop("usage").keys()  # how long it took differs
    assert kept == whole
    items = [item for page in pages for item in page["items"]]
    assert len(pages) > 1
    assert [item["id"] for item in items] == [item["id"] for group in pages[0]["counts"] for item in whole[group]]
    text = QINGDAO.read_text(encoding="utf-8")
    assert all(item["quote"] == text[item["start"] : item["end"]] for item in items)
    targets = {one["id"]: one for one in whole["targets"]}
    for item in items:
        if item["group"] == "targets":
            assert (item["text"], item.get("value")) == (targets[item["id"]]["indicator"], targets[item["id"]]["value"])


def test_every_tool_says_what_it_takes_and_gives_and_that_it_changes_nothing() -> None:
    """Clients ask a person before a tool that may write; keys, endpoints and profiles are no business of a client."""
    tools = served(lambda client: client.list_tools(), SEEDS).tools
    assert {tool.name for tool in tools} == {
        "list_files", "summarize_file", "summarize_text", "list_items", "list_targets", "compare", "reconcile",
    }  # fmt: skip
    for tool in tools:
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint
        assert not tool.annotations.open_world_hint
        assert tool.title
        assert tool.description
        assert not {"endpoint", "api_key", "model", "profile", "template"} & set(tool.input_schema["properties"])
        assert tool.input_schema["additionalProperties"] is False
        assert {"matching", "offset", "items"} <= set(tool.output_schema["required"])


@pytest.mark.slow
def test_groups_and_targets_are_listed_of_what_was_read() -> None:
    """``only`` and ``limit`` choose the page, counts stay whole; lists that a client writes as strings are taken."""

    async def use(client: Client) -> None:
        first = (
            await client.call_tool("summarize_text", {"text": "一、教育\n新建学校3所，改建2所。", "limit": 1})
        ).structured_content
        assert first["counts"]["targets"] == 2
        assert first["document"]["name"] == "text.txt"
        targets = (await client.call_tool("list_targets", {"result": first["result"]})).structured_content
        assert [(item["text"], item["value"], item["unit"]) for item in targets["items"]] == [
            ("新建学校", 3, "所"), ("改建", 2, "所"),
        ]  # fmt: skip
        assert targets["counts"] == first["counts"]
        for only in (["measures"], '["measures"]', "measures"):
            found = await client.call_tool("list_items", {"result": first["result"], "only": only, "limit": "50"})
            assert {item["group"] for item in found.structured_content["items"]} == {"measures"}
            assert found.structured_content["matching"] == first["counts"]["measures"]
        beyond = (await client.call_tool("list_items", {"result": first["result"], "offset": 99})).structured_content
        assert beyond["items"] == []
        assert "next_offset" not in beyond

    served(use)


@pytest.mark.slow
def test_comparison_and_reconciliation_are_the_commands(tmp_path: Path) -> None:
    """Files and what was summarized before serve alike; the whole is what ``compare`` and ``track`` print."""
    texts = {
        "a.txt": "某局2023年工作要点\n一、教育\n新建学校3所，培训教师200人次。\n",
        "b.txt": "某局2024年工作要点\n一、教育\n新建学校5所。\n",
        "report.txt": "某局2023年工作总结\n一、教育\n全年新建学校4所，培训教师200人次。\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    async def use(client: Client) -> dict[str, Any]:
        given = await client.call_tool("summarize_text", {"text": texts["b.txt"], "name": "b.txt"})
        pair = ["a.txt", given.structured_content["result"]]
        compared = (await all_pages(client, "compare", {"documents": pair, "only": ["shared"]}))[0]
        (row,) = compared["items"]
        assert [(figure["document"], figure["value"]) for figure in row["figures"]] == [(0, 3), (1, 5)]
        assert compared["counts"] == {"shared": 1, "alone": 1}
        plan = {"plan": "a.txt", "reports": ["report.txt"]}
        tracked = (await all_pages(client, "reconcile", plan))[0]
        assert tracked["counts"] == {"fulfilled": 1, "exceeded": 1}
        (over,) = (await all_pages(client, "reconcile", plan | {"only": ["exceeded"]}))[0]["items"]
        assert (over["found"]["value"], over["found"]["quote"]) == (4, "全年新建学校4所，培训教师200人次")
        listed = {str(one.uri) for one in (await client.list_resources()).resources}
        assert {compared["result"], tracked["result"]} < listed
        found = {}
        for name, page in (("compare", compared), ("track", tracked)):
            found[name] = json.loads((await client.read_resource(page["result"])).contents[0].text)
        return found

    found = served(use, tmp_path)
    for command, names in (("compare", ("a.txt", "b.txt")), ("track", ("a.txt", "report.txt"))):
        paths = [str(tmp_path / name) for name in names]
        assert json.loads(run_other(command, *paths, "--format", "json", *RULES).stdout) == found[command]


@pytest.mark.slow
def test_nothing_outside_of_the_roots_is_read(tmp_path: Path) -> None:
    """What there is outside is not even told from what there is not; a link that leads out is no way out."""
    outside, root = tmp_path / "outside", tmp_path / "root"
    for folder in (outside, root, root / "in"):
        folder.mkdir()
    for path in (outside / "secret.txt", root / "in" / "plan.txt", root / ".hidden.txt", root / "tool.exe"):
        path.write_text("新建学校3所。", encoding="utf-8")
    (root / "link.txt").symlink_to(outside / "secret.txt")
    (root / "folder").symlink_to(outside)
    (root / "own.txt").symlink_to(root / "in" / "plan.txt")
    os.mkfifo(root / "pipe.txt")

    async def use(client: Client) -> None:
        files = (await client.call_tool("list_files", {})).structured_content["items"]
        assert files == ["own.txt", "pipe.txt", "in/plan.txt"]
        for path in ("in/plan.txt", str(root / "in" / "plan.txt"), "own.txt", "in/../in/plan.txt"):
            assert (await client.call_tool("summarize_file", {"path": path})).structured_content["counts"][
                "targets"
            ] == 1
        ways = (
            "../outside/secret.txt", str(outside / "secret.txt"), "link.txt", "folder/secret.txt", "-", "nothing.txt",
            "/etc/passwd", "~/x.txt", "in/plan.txt\0", "x" * 4000, "../" * 1000 + "etc/passwd",
        )  # fmt: skip
        for path in ways:
            line = said(await client.call_tool("summarize_file", {"path": path}))
            assert "there is no such file under the allowed folders" in line
            assert "新建" not in line
        assert "is a pipe" in said(await client.call_tool("summarize_file", {"path": "pipe.txt"}))
        assert "no such file" in said(await client.call_tool("compare", {"documents": ["own.txt", "link.txt"]}))
        assert "no such file" in said(await client.call_tool("reconcile", {"plan": "own.txt", "reports": ["-"]}))

    served(use, root)


def test_without_a_root_there_are_no_tools_for_files() -> None:
    async def use(client: Client) -> None:
        assert not {"list_files", "summarize_file"} & {tool.name for tool in (await client.list_tools()).tools}
        with pytest.raises(MCPError, match="no tool summarize_file"):
            await client.call_tool("summarize_file", {"path": str(QINGDAO)})
        assert "no such file" in said(await client.call_tool("compare", {"documents": [str(QINGDAO)] * 2}))

    served(use)


def test_a_wrong_call_is_one_line_that_says_what_is_wrong() -> None:
    """A client's model mends its call by that line; what only the operator may choose is not taken at all."""
    wrong = [
        ("summarize_text", {}, "text: "),
        ("summarize_text", {"text": "x", "endpoint": "http://127.0.0.1:1/v1"}, "endpoint: "),
        ("summarize_text", {"text": "x", "profile": "work_plan"}, "profile: "),
        ("summarize_text", {"text": "x", "limit": 101}, "limit: "),
        ("summarize_text", {"text": "x", "offset": -1}, "offset: "),
        ("summarize_text", {"text": "x", "only": ["goal"]}, "only.0: "),
        ("list_items", {"result": "summary://0"}, "summary://0: there is no such result"),
        ("compare", {"documents": ["summary://0"]}, "documents: "),
        ("compare", {"documents": ["x"] * 11}, "documents: "),
        ("reconcile", {"plan": "comparison://0", "reports": ["x"]}, "comparison://0: "),
    ]

    async def use(client: Client) -> None:
        for tool, arguments, line in wrong:
            assert said(await client.call_tool(tool, arguments)).startswith(line)
        for uri in ("summary://0", "file:///etc/passwd", "comparison://../x"):
            with pytest.raises(MCPError, match="no such result"):
                await client.read_resource(uri)

    served(use)


@pytest.mark.slow
def test_hostile_input_costs_one_call(tmp_path: Path) -> None:
    """A text of 50 MB, a zip bomb and a broken file are a line each; the next plan is read as ever."""
    bomb = tmp_path / "bomb.docx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * 1_000_000_000)
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\n" + os.urandom(1000))
    (tmp_path / "long.txt").write_text("一" * 2_000_000, encoding="utf-8")
    (tmp_path / "good.txt").write_text("新建学校3所。", encoding="utf-8")

    async def use(client: Client) -> None:
        assert "more than 4 MB" in said(await client.call_tool("summarize_text", {"text": "新建学校3所。" * 2_500_000}))
        for name in ("bomb.docx", "broken.pdf", "long.txt"):
            assert said(await client.call_tool("summarize_file", {"path": name})).startswith(name)
        good = await client.call_tool("summarize_file", {"path": "good.txt"})
        assert good.structured_content["counts"]["targets"] == 1

    used(use, piped("--root", tmp_path, *RULES))


@pytest.mark.slow
def test_time_and_calls_are_bounded() -> None:
    """What takes too long is given up, and who calls without end is told to wait; both in one line."""
    text = QINGDAO.read_text(encoding="utf-8") * 20

    async def slow(client: Client) -> str:
        return said(await client.call_tool("summarize_text", {"text": text}))

    assert "more than 0.01 seconds" in served(slow, seconds=0.01)

    async def many(client: Client) -> list[Any]:
        calls = (client.call_tool("summarize_text", {"text": text, "name": f"{n}.txt"}) for n in range(8))
        return await asyncio.gather(*calls)

    refused = [said(answer) for answer in served(many, calls=1) if answer.is_error]
    assert len(refused) == 3
    assert all("try again" in line for line in refused)


@pytest.mark.slow
def test_progress_grows_while_a_model_answers() -> None:
    """The operator's endpoint is asked; the client sees how far it is, and that the text leaves for it."""

    async def use(client: Client) -> None:
        told: list[tuple[float, float]] = []

        async def progress(done: float, total: float | None, message: str | None) -> None:
            assert message == QINGDAO.name
            told.append((done, total or 0))

        answer = await client.call_tool("summarize_file", {"path": QINGDAO.name}, progress_callback=progress)
        assert answer.structured_content["engine"] == "endpoint: test-model"
        assert len(told) > 2
        assert told == sorted(set(told))
        assert told[-1] == (1, 1)
        assert all(tool.annotations.open_world_hint for tool in (await client.list_tools()).tools)

    with ChatServer() as server:
        used(use, piped("--root", SEEDS, "--endpoint", server.url, "--no-cache"))


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (("--port", "1"), "--port belongs to --http"),
        (("--no-auth",), "--no-auth belongs to --http"),
        (("--calls", "0"), "--calls: more than 0"),
        (("--max-text-mb", "nan"), "--max-text-mb: more than 0"),
        (("--root", "none"), "there is no such folder"),
        (("--root", str(QINGDAO)), "there is no such folder"),
        (("--http", "--no-auth", "--host", "0.0.0.0"), "--no-auth would let everybody in"),  # noqa: S104
        (("--http", "--no-auth", "--host", "192.0.2.1"), "--no-auth would let everybody in"),
        (("--http", "--no-auth", "--database", "sqlite:///x"), "leave one of them out"),
        (("--http", "--no-auth", "--port", "99999"), "cannot listen on 127.0.0.1, port 99999"),
    ],
)
def test_the_command_says_in_one_line_what_is_wrong(
    args: tuple[str, ...], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is ignored: a flag without its mode, a bound that is none, a folder that is not there."""
    assert main(["mcp", *args, *RULES, "--lang", "en"]) == 2
    (said_line,) = capsys.readouterr().err.splitlines()
    assert line in said_line


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is another thing there")
def test_ctrl_c_and_the_end_of_input_end_it() -> None:
    """A client that goes away, or a person at the keyboard: no server stays behind."""
    command = [sys.executable, "-m", "summarizer", "mcp", *RULES]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    hello = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    for interrupted, code in ((True, 130), (False, 0)):
        with subprocess.Popen(command, env=clean_environment(), **pipes) as server:
            assert server.stdin is not None
            assert server.stdout is not None
            server.stdin.write(json.dumps(hello).encode() + b"\n")
            server.stdin.flush()
            assert server.stdout.readline()  # it is up
            if interrupted:
                server.send_signal(signal.SIGINT)
            else:
                server.stdin.close()
            assert server.wait(30) == code


def test_without_its_extra_one_line_says_what_to_install(tmp_path: Path) -> None:
    """Who installed the program alone is told which extra is missing, by both commands."""
    for name in ("mcp", "mcp_types", "sqlalchemy"):
        (tmp_path / f"{name}.py").write_text(f"raise ModuleNotFoundError('no', name={name!r})", encoding="utf-8")
    env = clean_environment()
    path = os.pathsep.join([str(tmp_path), env["PYTHONPATH"]])
    for command in (("mcp",), ("token", "list")):
        result = run_other(*command, PYTHONPATH=path)
        assert result.returncode == 2
        assert "pip install -c constraints.txt -e '.[service]'" in one_error_line(result, "summarizer")
