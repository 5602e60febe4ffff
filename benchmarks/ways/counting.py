"""A reverse proxy on loopback that counts what passes: requests and the tokens that the server tells."""

from __future__ import annotations

import http.client
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Tell = Callable[[int, int], None]
    """Takes one answer's prompt and completion tokens, 0 where the server does not tell."""

_PATIENCE: Final = 1800.0
_HOP: Final = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "host"})


@contextmanager
def counted(url: str, tell: Tell) -> Iterator[str]:
    """The address that takes the place of ``url``, and calls ``tell`` for every answer to a question."""
    target = urlsplit(url)
    connect = http.client.HTTPSConnection if target.scheme == "https" else http.client.HTTPConnection

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:  # the name that http.server wants
            self._pass()

        def do_POST(self) -> None:
            self._pass()

        def log_message(self, *_: object) -> None:
            """Nothing on standard error."""

        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP}
            there = connect(target.netloc, timeout=_PATIENCE)
            try:
                there.request(self.command, self.path, body or None, headers)
                answer = there.getresponse()
                content = answer.read()
            except (OSError, http.client.HTTPException) as error:
                self.send_error(502, str(error) or type(error).__name__)
                return
            finally:
                there.close()
            if self.command == "POST":
                tell(*_tokens(content))
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in _HOP:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}{target.path}"
    finally:
        server.shutdown()
        server.server_close()


def _tokens(content: bytes) -> tuple[int, int]:
    try:
        usage = json.loads(content).get("usage") or {}
    except (ValueError, AttributeError):
        usage = {}
    return int(usage.get("prompt_tokens") or 0), int(usage.get("completion_tokens") or 0)
