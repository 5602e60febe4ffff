"""A real model hub on loopback, with its store of bytes at another address, as the public one has it.

    with Hub({"owner/repo/file.gguf": b"..."}) as hub:
        ...  # HF_ENDPOINT=hub.url

The hub answers HEAD and GET of ``/OWNER/REPO/resolve/REVISION/FILE`` with a redirect to the store and the headers that
tell commit, size, SHA-256 and Xet hash; the store sends bytes, by ranges. ``asked`` holds what the two were asked for.
``faults`` are taken one a request by the store: an HTTP status, ``corrupt``, ``no ranges``, ``("drop", N)`` to hang up
after N bytes, ``("pause", N)`` to stand still after N bytes until the hub is left.
"""

from __future__ import annotations

import hashlib
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import unquote

COMMIT = "a" * 40


class Asked(NamedTuple):
    """One request: ``at`` is hub or store, ``token`` the authorization header."""

    at: str
    method: str
    path: str
    range: str | None
    token: str | None


class Hub:
    """See the module. Repositories in ``gated`` want the ``token``; ``sizes`` are announced in place of the true."""

    def __init__(self, files, *, faults=(), gated=(), token=None, sizes=None, plain=False):
        self.files = dict(files)
        self.faults = list(faults)
        self.gated = set(gated)
        self.token = token
        self.sizes = sizes or {}
        self.plain = plain  # a web server that knows nothing of commits and checksums
        self.asked = []
        self.left = threading.Event()
        self._servers = [_Http(("127.0.0.1", 0), handler(self)) for handler in (_hub, _store)]

    @property
    def url(self):
        return f"http://127.0.0.1:{self._servers[0].server_address[1]}"

    @property
    def store(self):
        return f"http://127.0.0.1:{self._servers[1].server_address[1]}"

    def ranges(self):
        """The ranges that the store was asked for, None for the whole file."""
        return [asked.range for asked in self.asked if asked.at == "store"]

    def __enter__(self):
        for server in self._servers:
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.left.set()
        for server in self._servers:
            server.shutdown()
            server.server_close()


class _Http(ThreadingHTTPServer):
    daemon_threads = True


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    at = ""
    hub: Hub

    def log_message(self, *_):
        """Quiet."""

    def note(self):
        headers = self.headers
        asked = Asked(self.at, self.command, unquote(self.path), headers.get("range"), headers.get("authorization"))
        self.hub.asked.append(asked)
        return asked

    def reply(self, status, headers=(), body=b""):
        self.send_response(status)
        for name, value in dict(headers).items():
            self.send_header(name, value)
        if "content-length" not in dict(headers):
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _hub(hub):
    class Handler(_Handler):
        at = "hub"

        def do_GET(self):
            self.do_HEAD()

        def do_HEAD(self):
            asked = self.note()
            found = re.fullmatch(r"/([^/]+/[^/]+)/resolve/(main|[0-9a-f]{40})/(.+)", asked.path)
            if found is None or not any(name.startswith(found[1] + "/") for name in self.hub.files):
                return self.reply(404, {"X-Error-Code": "RepoNotFound"})
            name = f"{found[1]}/{found[3]}"
            if self.hub.token is not None and asked.token not in {None, f"Bearer {self.hub.token}"}:
                return self.reply(401, {"X-Error-Message": "Invalid credentials in Authorization header"})
            if found[1] in self.hub.gated and asked.token is None:
                return self.reply(401, {"X-Error-Code": "GatedRepo", "X-Error-Message": "Access is restricted."})
            if name not in self.hub.files:
                return self.reply(404, {"X-Error-Code": "EntryNotFound", "X-Repo-Commit": COMMIT})
            if self.hub.plain:
                return self.reply(200, {"content-length": str(len(self.hub.files[name]))})
            data = self.hub.files[name]
            headers = {
                "Location": f"{self.hub.store}/{name}?Signature=secret",
                "X-Repo-Commit": COMMIT,
                "X-Linked-Etag": f'"{hashlib.sha256(data).hexdigest()}"',
                "X-Linked-Size": str(self.hub.sizes.get(name, len(data))),
                "X-Xet-Hash": "b" * 64,
                "Link": f'<{self.hub.url}/api/models/{found[1]}/xet-read-token/{COMMIT}>; rel="xet-auth"',
            }
            return self.reply(302, headers)

    Handler.hub = hub
    return Handler


def _store(hub):
    class Handler(_Handler):
        at = "store"

        def do_GET(self):
            asked = self.note()
            fault = self.hub.faults.pop(0) if self.hub.faults else None
            if isinstance(fault, int):
                return self.reply(fault)
            data = self.hub.files[asked.path.partition("?")[0].strip("/")]
            start = 0 if asked.range is None or fault == "no ranges" else int(asked.range[len("bytes=") : -1])
            if fault == "corrupt":
                data = data[:-1] + bytes([data[-1] ^ 1])
            if start >= len(data):
                return self.reply(416, {"content-range": f"bytes */{len(data)}"})
            rest = data[start:]
            headers = {"content-length": str(len(rest))}
            if start:
                headers["content-range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
            how, count = fault if isinstance(fault, tuple) else (None, len(rest))
            try:
                self.reply(206 if start else 200, headers, rest[:count])
                self.wfile.flush()
                if how == "pause":
                    self.hub.left.wait(120)
                self.close_connection = how is not None
            except OSError:  # the client was killed
                self.close_connection = True

    Handler.hub = hub
    return Handler
