"""A chat server on loopback that fails as servers and lines do: each call by chance, in all the ways that are known.

    with FaultyServer(policy, chance=0.3, seed=1) as server:
        Settings(endpoint=server.url, timeout=1.0)

``failed`` counts the faults by kind. What a call does not fail at, it answers as :class:`~server.ChatServer` does.
"""

from __future__ import annotations

import collections
import contextlib
import json
import random
import socket
import struct
import threading

from server import ChatServer

STATUSES = ("408", "409", "429", "429 retry-after", "500", "501", "502", "503", "504")
LINES = ("reset", "closed", "hangs", "half a body", "invalid UTF-8", "no completion", "slow drip", "50 MB")
ANSWERS = ("other JSON", "no choice", "refusal", "length", "key twice")
KINDS = (*STATUSES, *LINES, *ANSWERS)
_LARGE = 50_000_000


class FaultyServer(ChatServer):
    """See the module; ``hang`` is for how long a call that hangs, or drips, takes."""

    def __init__(self, *args, chance=0.3, seed=0, hang=1.5, kinds=KINDS, **more):
        super().__init__(*args, **more)
        self.chance = chance
        self.hang = hang
        self.kinds = kinds
        self.failed = collections.Counter()
        self.asked = collections.Counter()
        self._random = random.Random(seed)  # noqa: S311 - chance, not secrecy
        self._choosing = threading.Lock()
        outer = self

        class Handler(self._http.RequestHandlerClass):
            def _send(self, status, headers, body):
                kind = outer._chosen() if self.command == "POST" and status == 200 else None
                if kind is None:
                    return super()._send(status, headers, body)
                outer.failed[kind] += 1
                return outer._fail(self, kind, body, super()._send)

        self._http.RequestHandlerClass = Handler

    def answer(self, request):
        with self._choosing:
            self.asked[json.dumps(request["messages"][:2], ensure_ascii=False)] += 1
        return super().answer(request)

    def _chosen(self):
        with self._choosing:
            return self._random.choice(self.kinds) if self._random.random() < self.chance else None

    def _fail(self, handler, kind, body, send):
        if kind in STATUSES:
            headers = {"retry-after": "0.2"} if kind == "429 retry-after" else {}
            return send(int(kind.split()[0]), headers, {"error": {"message": f"fault {kind}"}})
        if kind in ANSWERS:
            return send(200, {}, _spoilt(body, kind))
        handler.close_connection = True
        data = json.dumps(body, ensure_ascii=False).encode()
        with contextlib.suppress(OSError):  # the client hung up, as it should
            self._break(handler, kind, data)
        return None

    def _break(self, handler, kind, data):
        if kind == "reset":
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif kind == "hangs":
            self._stop.wait(self.hang)
        elif kind == "half a body":
            _write(handler, data[: len(data) // 2], len(data))
        elif kind == "invalid UTF-8":
            _write(handler, data.replace(b'"content": "', b'"content": "\xff\xfe', 1) + b"\xc3", len(data) + 3)
        elif kind == "no completion":
            wrong = self._random.choice(["[]", "null", '"好的"', '{"detail": "好的"}', "<html>502</html>", ""]).encode()
            _write(handler, wrong, len(wrong))
        elif kind == "slow drip":
            _write(handler, b"", len(data))
            for byte in data:
                handler.wfile.write(bytes([byte]))
                handler.wfile.flush()
                if self._stop.wait(self.hang / 10):
                    break
        elif kind == "50 MB":
            _write(handler, b'{"choices": [{"message": {"content": "', _LARGE)
            for _ in range(_LARGE // 100_000):
                handler.wfile.write(b" " * 100_000)
        handler.connection.close()


def _write(handler, data, length):
    handler.send_response(200)
    handler.send_header("content-type", "application/json")
    handler.send_header("content-length", str(length))
    handler.end_headers()
    handler.wfile.write(data)
    handler.wfile.flush()


def _spoilt(body, kind):
    """A completion whose HTTP is right and whose answer is not."""
    body = json.loads(json.dumps(body))
    if kind == "no choice":
        return body | {"choices": []}
    choice = body["choices"][0]
    text = choice["message"]["content"] or "{}"
    if kind == "refusal":
        choice["message"] = {"role": "assistant", "content": None, "refusal": "I cannot help with that."}
    elif kind == "length":
        choice["message"]["content"], choice["finish_reason"] = text[: len(text) // 2], "length"
    elif kind == "other JSON":
        choice["message"]["content"] = '{"answer": 42}'
    elif kind == "key twice" and text.startswith("{") and '"' in text:
        key = text[1 : text.index(":", text.index('"', text.index('"') + 1))]
        choice["message"]["content"] = "{" + key + ': "另一个", ' + text[1:]
    return body
