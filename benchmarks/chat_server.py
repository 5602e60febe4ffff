"""A chat completions server with a fixed latency, in a process of its own so that it takes no time from the clients.

::

    python -m benchmarks.chat_server 0.2        # prints its port; ends with its standard input

It answers each request by its schema. ``GET /v1/asked`` gives the hashes of the questions since the last time.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from benchmarks.figures import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

MODEL: Final = "benchmark"
_LENGTH: Final = re.compile(r"(?i)\ncontent-length: *(\d+)")
_LINE: Final = "推动改革发展重点任务"
"""Characters of every sentence of the benchmark's plan: a line is refused otherwise."""


@contextmanager
def serving(latency: float) -> Iterator[str]:
    """The base URL of a server that lives as long as the block."""
    command = [sys.executable, "-m", "benchmarks.chat_server", str(latency)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        if process.stdin is None or process.stdout is None:
            raise AssertionError("both are pipes")
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}/v1"
        finally:
            process.stdin.close()
            process.wait(10)


class _Server:
    """Keeps hashes of the questions: two clients asked the same where these are equal."""

    def __init__(self, latency: float) -> None:
        self._latency = latency
        self._asked: list[str] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, request after request."""
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                length = _LENGTH.search(head)
                body = await reader.readexactly(int(length[1]) if length else 0)
                answer = await self._answer(head.split(" ", 2)[1], body)
                data = json.dumps(answer or {"error": {"message": "no such path"}}).encode()
                status = "200 OK" if answer else "404 Not Found"
                start = f"HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {len(data)}\r\n\r\n"
                writer.write(start.encode() + data)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, path: str, body: bytes) -> dict[str, Any] | None:
        if path.endswith("/asked"):
            asked, self._asked = sorted(self._asked), []
            return {"asked": asked}
        if path.endswith("/models"):
            return {"object": "list", "data": [{"id": MODEL, "object": "model", "created": 1, "owned_by": "nobody"}]}
        if not path.endswith("/chat/completions"):
            return None  # what servers of one kind alone know: how long a question may be
        request = json.loads(body)
        self._asked.append(hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest())
        schema = request["response_format"]["json_schema"]["schema"]
        text = json.dumps(_instance(schema, schema), ensure_ascii=False)
        await asyncio.sleep(self._latency)
        message = {"role": "assistant", "content": text}
        return {
            "id": "x", "object": "chat.completion", "created": 1, "model": MODEL,
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
        }  # fmt: skip


def _instance(schema: dict[str, Any], root: dict[str, Any]) -> Any:
    """The shortest legal answer."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rsplit("/", 1)[-1]]
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    if schema["type"] == "object":
        return {name: _instance(part, root) for name, part in schema["properties"].items()}
    if schema["type"] == "array":
        return [_instance(schema["items"], root)] * schema.get("minItems", 0)
    return _LINE


async def _main(latency: float) -> None:
    server = await asyncio.start_server(_Server(latency).serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    # Whoever started it holds its standard input open; however that process ends, this one ends with it.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(_main(float(sys.argv[1])))
