"""A reverse proxy on loopback that counts what passes: requests and the tokens that the server tells."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import httpx2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Tell = Callable[[int, int], None]
    """Takes one answer's prompt and completion tokens, 0 where the server does not tell."""

_PATIENCE = 1800.0
_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-encoding", "content-length", "host"})


@contextmanager
def counted(url: str, tell: Tell) -> Iterator[str]:
    """The address that takes the place of ``url``, and calls ``tell`` for every answer to a question."""
    target = httpx2.URL(url)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:  # the name that http.server wants
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP}
            try:
                answer = client.request(self.command, target.join(self.path), content=body, headers=headers)
            except httpx2.TransportError as error:
                self.send_error(502, str(error))
                return
            if self.command == "POST":
                tell(*_tokens(answer.content))
            self.send_response(answer.status_code)
            for name, value in answer.headers.items():
                if name.lower() not in _HOP:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        do_GET = do_POST  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Nothing on standard error."""

    with (
        httpx2.Client(timeout=_PATIENCE, trust_env=False) as client,
        ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server,
    ):
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{target.path}"
        finally:
            server.shutdown()


def _tokens(content: bytes) -> tuple[int, int]:
    try:
        usage = json.loads(content).get("usage") or {}
    except (ValueError, AttributeError):
        usage = {}
    return int(usage.get("prompt_tokens") or 0), int(usage.get("completion_tokens") or 0)
