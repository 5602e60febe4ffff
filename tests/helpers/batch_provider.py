"""A provider's batch interface on loopback: ``/files`` and ``/batches`` beside a chat that answers their questions.

    with BatchProvider(fluent, polls=2) as provider:
        Settings(endpoint=provider.url)

A batch is ready after ``polls`` looks at it; its lines come in another order. ``troubles`` are what becomes of whole
batches, one each in their order: ``failed`` (or the words of the failure), ``expired`` or ``cancelled`` half done.
``spoil(number, request)`` gives, for a line, an HTTP status that stands in it, or ``missing``. ``line`` faults are
taken one a request to ``/files`` and ``/batches``, those of ``on`` alone: a status, ``(status, headers)``, ``drop``
before or ``late`` after it was done, or what is called when it was done and not answered yet. ``lacks`` is what a
provider has not: paths that are answered with HTTP 404.
"""

from __future__ import annotations

import json
import random
import re
import threading
from email import message_from_bytes

from reading_server import ReadingServer
from server import ChatServer, first_legal


class BatchProvider(ChatServer):
    """See the module."""

    def __init__(self, policy=first_legal, *, polls=1, troubles=(), spoil=None, line=(), on="", lacks=(), **more):
        super().__init__(policy, **more)
        self.polls, self.troubles, self.spoil = polls, list(troubles), spoil or (lambda *_: None)
        self.line, self.on, self.lacks = list(line), on, lacks
        self.files, self.batches, self.looks = {}, {}, {}
        self.deleted = []
        self.answered = []
        """Bodies of the questions that were answered in batches: what is paid."""
        self.asked = []
        """Of all that were sent in files that a batch was made of."""
        self.calls = []
        """Method and path of each request to ``/files`` and ``/batches``."""
        self.held = threading.Event()
        self.held.set()
        """Cleared, no batch gets ready."""
        self.lock = threading.Lock()
        self._random = random.Random(7)  # noqa: S311 - an order, no secret
        self._http.RequestHandlerClass = _handler(self, self._http.RequestHandlerClass)

    def _named(self, kind, where):
        return f"{kind}-{len(where) + 1:03}"

    def keep(self, data, purpose):
        name = self._named("file", self.files)
        self.files[name] = data
        return {"id": name, "object": "file", "bytes": len(data), "purpose": purpose, "filename": "x.jsonl"}

    def create(self, wanted):
        lines = [json.loads(line) for line in self.files[wanted["input_file_id"]].splitlines()]
        assert wanted["endpoint"] == "/v1/chat/completions"
        assert wanted["completion_window"] == "24h"
        assert all((one["method"], one["url"]) == ("POST", wanted["endpoint"]) for one in lines)
        assert len({one["custom_id"] for one in lines}) == len(lines)
        name = self._named("batch", self.batches)
        self.asked += [one["body"] for one in lines]
        self.batches[name] = {
            "id": name, "object": "batch", "status": "validating", "input_file_id": wanted["input_file_id"],
            "output_file_id": None, "error_file_id": None, "metadata": wanted.get("metadata"), "errors": None,
            "request_counts": {"total": len(lines), "completed": 0, "failed": 0},
        }  # fmt: skip
        self.looks[name] = 0
        return self.batches[name]

    def look(self, name):
        batch = self.batches[name]
        self.looks[name] += 1
        if batch["status"] == "cancelling":
            self._end(batch, "cancelled", 0.5)
        elif batch["status"] in {"validating", "in_progress"}:
            batch["status"] = "in_progress"
            if self.looks[name] >= self.polls and self.held.is_set():
                trouble = self.troubles.pop(0) if self.troubles else None
                if trouble in {"expired", "cancelled"}:
                    self._end(batch, trouble, 0.5)
                elif trouble is not None:
                    batch["status"] = "failed"
                    batch["errors"] = {"object": "list", "data": [{"code": "x", "message": trouble}]}
                else:
                    self._end(batch, "completed", 1.0)
        return batch

    def _end(self, batch, status, share):
        lines = [json.loads(line) for line in self.files[batch["input_file_id"]].splitlines()]
        done, failed = [], []
        for number, one in enumerate(lines):
            said = {"id": f"r{number}", "custom_id": one["custom_id"], "response": None, "error": None}
            fault = self.spoil(number, one["body"])
            if number >= share * len(lines):
                failed.append(said | {"error": {"code": f"batch_{status}", "message": "not executed"}})
            elif fault == "missing":
                continue
            elif fault is not None:
                response = {"status_code": fault, "request_id": "q", "body": {"error": {"message": f"fault {fault}"}}}
                failed.append(said | {"response": response})
            else:
                code, _, body = self.answer(dict(one["body"]))
                self.answered.append(one["body"])
                done.append(said | {"response": {"status_code": code, "request_id": "q", "body": body}})
        for kind, made in (("output_file_id", done), ("error_file_id", failed)):
            self._random.shuffle(made)
            if made:
                batch[kind] = self.keep("".join(json.dumps(one) + "\n" for one in made).encode(), "batch_output")["id"]
        batch["status"] = status
        batch["request_counts"] |= {"completed": len(done), "failed": len(failed)}

    def batch_call(self, method, path, data, kind):
        """Status and body of a request to the batch interface; None where it is another's."""
        match = re.fullmatch(rf"{self.base}/(files|batches)(?:/([^/]+))?(?:/(content|cancel))?", path.partition("?")[0])
        if match is None:
            return None
        what, name, action = match.groups()
        if what in self.lacks:
            return 404, {"error": {"message": "no such route"}}
        if (what, method) == ("files", "POST"):
            purpose, content = _form(data, kind)
            assert purpose == "batch"
            return 200, self.keep(content, purpose)
        if (what, method, name) == ("batches", "POST", None):
            return 200, self.create(json.loads(data))
        if (what, method, name) == ("batches", "GET", None):
            return 200, {"object": "list", "data": list(reversed(self.batches.values())), "has_more": False}
        if name not in (self.files if what == "files" else self.batches):
            return 404, {"error": {"message": "there is none"}}
        if action == "cancel":
            self.batches[name]["status"] = "cancelling"
            return 200, self.batches[name]
        if method == "DELETE":
            self.deleted.append(name)
            return 200, {"id": name, "object": "file", "deleted": True}
        return 200, self.files[name] if action == "content" else self.look(name)


class ReadingProvider(BatchProvider, ReadingServer):
    """One that reads every line of a document, too; the policy is what :func:`~reading_server.script` gives."""


def _form(data, kind):
    """The fields of a form with a file: its purpose and the file's bytes."""
    form = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + data)
    fields = {part.get_param("name", header="content-disposition"): part for part in form.get_payload()}
    return fields["purpose"].get_payload(), fields["file"].get_payload(decode=True)


def _handler(outer, base):
    class Handler(base):
        def _batch(self, method):
            if re.match(rf"{outer.base}/(files|batches)\b", self.path) is None:
                return False
            data = self.rfile.read(int(self.headers.get("content-length") or 0))
            if outer.key and self.headers.get("authorization") != f"Bearer {outer.key}":
                self._send(401, {}, {"error": {"message": "bad key"}})
                return True
            with outer.lock:
                outer.calls.append(f"{method} {self.path.removeprefix(outer.base)}")
                fault = outer.line.pop(0) if outer.line and re.search(outer.on, f"{method} {self.path}") else None
            if isinstance(fault, int | tuple):
                status, headers = fault if isinstance(fault, tuple) else (fault, {})
                self._send(status, headers, {"error": {"message": f"fault {status}"}})
                return True
            kind = self.headers.get("content-type", "")
            said = None if fault == "drop" else outer.batch_call(method, self.path, data, kind)
            if callable(fault):
                fault()
            if fault in {"drop", "late"}:
                self.close_connection = True
                self.connection.close()
            else:
                self._send(said[0], {}, said[1])
            return True

        def do_GET(self):  # noqa: N802 - its name there
            if not self._batch("GET"):
                super().do_GET()

        def do_POST(self):  # noqa: N802 - its name there
            if not self._batch("POST"):
                super().do_POST()

        def do_DELETE(self):  # noqa: N802 - its name there
            self._batch("DELETE")

    return Handler
