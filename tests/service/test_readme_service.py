"""The README's lines for batches, the service over HTTP and MCP, as a newcomer types them."""

from __future__ import annotations

import asyncio
import json
import re
import shlex
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2
import pytest
from fenced import blocks
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from programs import clean_environment

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PROGRAM = str(Path(sys.executable).with_name("summarizer"))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path(PROGRAM).exists(), reason="the program is not installed in this environment"),
]


@pytest.fixture(scope="module")
def lines() -> dict[str, str]:
    """The lines of the block, by the word after ``summarizer``, or the program."""
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    block = next(body for body in blocks(page, "sh") if "summarizer serve" in body)
    said = [re.sub(r" +#.*", "", line) for line in block.splitlines()]
    return {line.removeprefix("summarizer ").split()[0]: line for line in said}


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A home of its own, the program on the path."""
    home = {f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("STATE", "CACHE", "CONFIG")}
    path = f"{Path(PROGRAM).parent}:/usr/bin:/bin"
    return clean_environment(**home, HOME=str(tmp_path), PATH=path, PYTHONPATH=str(ROOT))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Where the seeds are; what is written stays out of the tree."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    (folder / "seeds").symlink_to(ROOT / "seeds")
    return folder


def test_a_batch(lines: dict[str, str], environment: dict[str, str], checkout: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", lines["batch"]], cwd=checkout, env=environment, capture_output=True, text=True, check=False,
        timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert len(json.loads((checkout / "results" / "manifest.json").read_text())["documents"]) == 5


@pytest.fixture
def served(lines: dict[str, str], environment: dict[str, str], checkout: Path) -> Iterator[str]:
    """The service, on a free port instead of its own: tests run side by side."""
    command = shlex.split(lines["serve"])
    process = subprocess.Popen(
        [*command, "--port", "0"], cwd=checkout, env=environment, stderr=subprocess.PIPE, text=True
    )  # fmt: skip
    try:
        assert process.stderr is not None
        yield next(found[0] for line in process.stderr if (found := re.search(r"http://127\.0\.0\.1:\d+", line)))
    finally:
        process.terminate()
        process.communicate(timeout=60)


def test_the_service(lines: dict[str, str], environment: dict[str, str], checkout: Path, served: str) -> None:
    """A token, then a file: the answer is the plan's summary."""
    made = subprocess.run(
        ["sh", "-c", lines["token"]], cwd=checkout, env=environment, capture_output=True, text=True, check=True
    )
    asked = lines["curl"].replace("http://127.0.0.1:8080", served)
    token = {"TOKEN": made.stdout.strip()}
    done = subprocess.run(
        ["sh", "-c", asked], cwd=checkout, env=environment | token, capture_output=True, text=True, check=True,
        timeout=60,
    )  # fmt: skip
    answer = json.loads(done.stdout)
    for _ in range(600):  # one that takes longer than a request waits is asked for again
        if answer["summary"] or answer["error"]:
            break
        time.sleep(0.1)
        header = {"Authorization": f"Bearer {token['TOKEN']}"}
        answer = httpx2.get(f"{served}/v1/summaries/{answer['id']}", headers=header).json()
    quotes = [target["quote"] for target in answer["summary"]["targets"]]
    assert "改造农村薄弱幼儿园70所" in quotes


def test_mcp(lines: dict[str, str], environment: dict[str, str], checkout: Path) -> None:
    """Started by its client, it lists the files of its folder."""

    async def listed() -> list[str]:
        command, *args = shlex.split(lines["mcp"])
        parameters = StdioServerParameters(command=command, args=args, env=environment, cwd=checkout)
        async with Client(stdio_client(parameters)) as client:
            found = (await client.call_tool("list_files", {})).structured_content
            return [str(one) for one in found["items"]] if found else []

    assert "qingdao_2023.txt" in " ".join(asyncio.run(listed()))
