"""A real chat completions server on loopback, for tests and benchmarks: answers by schema, or misbehaves on order.

    with ChatServer(policy=answer_yes) as server:
        Settings(endpoint=server.url)

A fake of a real server derives from it: ``said`` answers on other paths than chat's, ``finished`` changes a completion.
``policy(path, schema, request)`` gives the value of one leaf of the answer; the default fills any schema with
the first legal value. ``faults`` are taken one a request, before the normal behaviour: an HTTP status, or one of
``broken``, ``length``, ``hang``, ``drop``, ``prose``.
"""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def first_legal(_path, schema, _request):
    """The first legal value of a leaf."""
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    if schema.get("type") == "string":
        return "推进工作落实"[: schema.get("maxLength", 99)]
    return {"integer": 1, "number": 1, "boolean": True}.get(schema.get("type"))


def instance(schema, policy, request, path=(), root=None):
    """A valid instance of a JSON schema, leaves by ``policy``; lists as the policy says, else as short as is legal."""
    root = root or schema
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rsplit("/", 1)[-1]]
    if schema.get("type") == "object":
        return {key: instance(part, policy, request, (*path, key), root) for key, part in schema["properties"].items()}
    if schema.get("type") == "array":
        chosen = policy(path, schema, request)
        if isinstance(chosen, list):
            return chosen
        return [instance(schema["items"], policy, request, (*path, n), root) for n in range(schema.get("minItems", 0))]
    return policy(path, schema, request)


class ChatServer:
    """See the module. ``enforces`` False ignores any schema and does what the prompt begs for."""

    def __init__(
        self,
        policy=first_legal,
        *,
        enforces=True,
        latency=0.0,
        faults=(),
        models=("test-model",),
        key=None,
        modes=None,
        port=0,
        base="/v1",
    ):
        self.policy = policy
        self.base = base
        self.enforces = enforces
        self.latency = latency
        self.faults = list(faults)
        self.models = models
        self.key = key
        self.modes = modes or {"json_schema", "tools", "json"}
        self.requests = []
        self.paths = []
        self.keys = []
        self.headers = []
        """Of the requests that only look."""
        self.prompt_tokens = 0
        self.running = self.most = 0
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._http = _Http(("127.0.0.1", port), _handler(self))
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def port(self):
        return self._http.server_address[1]

    @property
    def url(self):
        return f"http://127.0.0.1:{self._http.server_address[1]}{self.base}"

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._http.shutdown()
        self._http.server_close()

    def answer(self, request):
        """Status, headers and body of a completion."""
        with self._lock:
            fault = self.faults.pop(0) if self.faults else None
        if callable(fault):
            fault = fault(request)
        if isinstance(fault, tuple):
            status, headers = fault
            return status, headers, {"error": {"message": f"fault {status}"}}
        if isinstance(fault, int):
            return fault, {}, {"error": {"message": f"fault {fault}"}}
        if fault == "hang":
            self._stop.wait(30)
        if fault == "drop":
            return None, {}, {}
        mode, schema = self._mode(request)
        if mode not in self.modes:
            return 500, {}, {"error": {"message": f"{mode} is not supported"}}
        text = self._text(request, schema, fault)
        finish = "length" if fault == "length" else "stop"
        message = {"role": "assistant", "content": text}
        if mode == "tools":
            name = request["tools"][0]["function"]["name"]
            call = {"id": "c1", "type": "function", "function": {"name": name, "arguments": text}}
            message = {"role": "assistant", "content": None, "tool_calls": [call]}
        read = self.tokens(request)
        with self._lock:
            self.prompt_tokens += read
        usage = {"prompt_tokens": read, "completion_tokens": 20, "total_tokens": read + 20}
        choice = {"index": 0, "message": message, "finish_reason": finish}
        body = {"id": "x", "object": "chat.completion", "created": 1, "model": request["model"], "choices": [choice]}
        return 200, {}, self.finished(body | {"usage": usage}, request)

    def tokens(self, request):
        """Tokens of a request's prompt: a character is one, and that is what a usage reports."""
        return sum(len(str(message["content"])) for message in request["messages"])

    def aside(self, path, request):
        """Status, headers and body of an answer on another path than the chat's."""
        said = self.said(path.partition("?")[0], request)
        return (404, {}, {"error": "not found"}) if said is None else (200, {}, said)

    def said(self, path, request):  # noqa: ARG002 - for those who derive from it
        """What is answered on another path than the chat's: a JSON value, or None for HTTP 404."""
        listed = path == f"{self.base}/models"
        return {"object": "list", "data": [self.listed(m) for m in self.models]} if listed else None

    def finished(self, body, request):  # noqa: ARG002 - for those who derive from it
        """The completion as it goes out."""
        return body

    def listed(self, model):
        """A model's entry in the list of models."""
        return {"id": model, "object": "model", "created": 1, "owned_by": "t"}

    def _mode(self, request):
        form = request.get("response_format", {})
        if form.get("type") == "json_schema":
            return "json_schema", form["json_schema"]["schema"]
        if request.get("tools"):
            return "tools", request["tools"][0]["function"]["parameters"]
        return "json", _schema_in_prompt(request)

    def _text(self, request, schema, fault):
        if fault in {"broken", "length"}:
            return '{"answers": [{"ref": "1:8'
        if fault == "prose":
            return "好的，没有问题。"
        begged = next((m["content"] for m in request["messages"] if '{"reply"' in str(m["content"])), None)
        if not self.enforces:
            honest = _schema_in_prompt(request)
            if begged or honest is None:
                return '{"reply": "好的"}'
            schema = honest
        return json.dumps(instance(schema, self.policy, request), ensure_ascii=False)

    def count(self, change):
        """Count a request as running, or as done."""
        with self._lock:
            self.running += change
            self.most = max(self.most, self.running)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256  # the default of 5 resets connections of a busy client


def _handler(outer):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def log_message(self, *_):
            """Quiet."""

        def do_GET(self):
            outer.paths.append(self.path)
            outer.keys.append(self.headers.get("authorization"))
            outer.headers.append(dict(self.headers))
            if outer.key and self.headers.get("authorization") != f"Bearer {outer.key}":
                return self._send(401, {}, {"error": {"message": "bad key"}})
            return self._send(*outer.aside(self.path, None))

        def do_POST(self):
            outer.paths.append(self.path)
            outer.keys.append(self.headers.get("authorization"))
            request = json.loads(self.rfile.read(int(self.headers["content-length"])))
            request["_key"] = self.headers.get("authorization", "").removeprefix("Bearer ")
            if outer.key and request["_key"] != outer.key:
                return self._send(401, {}, {"error": {"message": f"bad key {request['_key']}"}})
            request["_headers"] = {name.lower(): value for name, value in self.headers.items()}
            if self.path != f"{outer.base}/chat/completions":
                return self._send(*outer.aside(self.path, request))
            if request["model"] not in outer.models:
                return self._send(404, {}, {"error": {"message": "model not found"}})
            outer.requests.append(request)
            outer.count(1)
            try:
                time.sleep(outer.latency)
                status, headers, body = outer.answer(request)
            finally:
                outer.count(-1)
            if status is None:
                self.close_connection = True
                return self.connection.close()
            return self._send(status, headers, body)

        def _send(self, status, headers, body):
            data, headers = _raw(body, headers)
            try:
                self.send_response(status)
                self.send_header("content-length", str(len(data)))
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(data)
            except OSError:  # the client hung up
                self.close_connection = True

    return Handler


def _raw(body, headers):
    """A body's bytes, which it may be already, and the headers with its kind."""
    data = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    kind = "text/html" if data.lstrip().startswith(b"<") else "application/json"
    return data, {"content-type": kind} | headers


def _schema_in_prompt(request):
    """The schema that instructor writes into the system message in its JSON modes."""
    text = "".join(str(m["content"]) for m in request["messages"])
    start = text.find("json_schema:")
    if start < 0:
        return None
    return json.JSONDecoder().raw_decode(text[text.index("{", start) :])[0]
