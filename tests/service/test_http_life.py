"""The service over HTTP from its start to its end, and what it keeps in between."""

from __future__ import annotations

import gzip
import http.client
import http.server
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from endpoint_samples import fluent
from http_service import PLAN, V1, ended, problem, service
from postgres import postgres, program
from programs import QINGDAO, TEMPLATE, clean_environment, run_other
from server import ChatServer
from token_stores import opened

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
def test_it_ends_well_and_goes_on_where_it_was_killed(tmp_path: Path) -> None:
    """SIGTERM: what is asked is answered, what waits stays in the queue. SIGKILL: the next one reads it."""
    url = f"sqlite:///{tmp_path / 'service.sqlite'}"
    flags = ("--engine", "rules", "--no-auth", "--database", url)
    with service(tmp_path / "first", *flags, how=signal.SIGKILL) as first, first.client() as client:
        texts = [f"{PLAN}{TEMPLATE.read_text('utf-8')}第{n}份。\n" for n in range(4)]
        places = [
            client.post(V1, json={"text": t}, headers={"Prefer": "respond-async"}).headers["location"] for t in texts
        ]
    with service(tmp_path / "second", *flags) as second, second.client() as client:
        assert {ended(client, place)["state"] for place in places} == {"done"}
        assert len(client.get(V1).json()["items"]) == len(texts)
        open_place = client.post(V1, json={"text": PLAN * 600}, headers={"Prefer": "respond-async"}).headers["location"]
        second.process.send_signal(signal.SIGTERM)
        assert second.process.wait(120) == 0
    with service(tmp_path / "third", *flags) as third, third.client() as client:
        assert ended(client, open_place)["state"] == "done"


@pytest.mark.slow
def test_what_is_kept_for_how_long(tmp_path: Path) -> None:
    """Texts go first, then summaries, as the operator says; what ``summarizer batch`` keeps there is its own."""
    url = f"sqlite:///{tmp_path / 'service.sqlite'}"
    flags = ("--engine", "rules", "--no-auth", "--database", url)
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "a.txt").write_text(PLAN, encoding="utf-8")
    batch = run_other(
        "batch", str(tmp_path / "plans"), "-o", str(tmp_path / "out"), "--database", url, "--engine", "rules"
    )
    assert batch.returncode == 0, batch.stderr
    with service(tmp_path / "first", *flags) as running, running.client() as client:
        place = client.post(V1, json={"text": PLAN + "留。\n"}, headers={"Prefer": "wait=60"}).headers["location"]
        ids = [ended(client, place)["id"]] * 2
        assert client.post("/v1/reconciliations", json={"plan": ids[0], "reports": ids[1:]}).status_code == 200
    with service(tmp_path / "second", *flags, "--keep-texts", 1e-6) as running, running.client() as client:
        problem(client.post("/v1/reconciliations", json={"plan": ids[0], "reports": ids[1:]}), 409, "text-not-kept")
        problem(client.get(place, params={"format": "brat"}), 409, "format-needs-text")
        assert client.get(place, params={"format": "docx"}).status_code == 200
        assert client.get(place).json()["summary"]["targets"]
        again = client.post(V1, json={"text": PLAN + "留。\n"})
        assert (again.status_code, again.json()["id"]) == (200, ids[0])
    with service(tmp_path / "third", *flags, "--keep-results", 1e-6) as running, running.client() as client:
        problem(client.get(place), 404, "no-such-summary")
        assert client.get(V1).json()["items"] == []
    listed = run_other("jobs", "list", "--database", url, "--format", "json").stdout.decode()
    assert '"a.txt"' in listed


@pytest.mark.slow
def test_a_collector_gets_traces_without_words(tmp_path: Path) -> None:
    """By the usual variables: a span a request with its route; no text of a document and no token in any."""
    got: list[bytes] = []

    class Collector(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append(gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    url = f"sqlite:///{tmp_path / 'service.sqlite'}"
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Collector) as collector, opened(url) as tokens:
        threading.Thread(target=collector.serve_forever, daemon=True).start()
        secret, _ = tokens.create("traced", days=1)
        env = {"OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector.server_port}", "SUMMARIZER_DATABASE": url}
        with service(tmp_path / "log", "--engine", "rules", **env) as running, running.client(secret) as client:
            assert client.post(V1, json={"text": "机密的学校123所。", "name": "绝密.txt"}).status_code in {201, 202}
            assert client.post(V1, json={"text": "机密", "nothing": "机密"}).status_code == 422
        collector.shutdown()
    held = b"".join(got)
    assert b"POST /v1/summaries" in held
    assert b"plan-summarizer" in held
    for never in (secret, "机密", "绝密"):
        assert never.encode() not in held


@pytest.mark.slow
@pytest.mark.skipif(program("initdb") is None, reason="PostgreSQL is not installed")
def test_on_postgresql_with_workers_elsewhere(tmp_path: Path) -> None:
    """The same on PostgreSQL, read by ``summarizer worker``; without one the service says that nobody reads."""
    with postgres() as server, opened(server.url) as tokens:
        secret, _ = tokens.create("mine", days=1)
        other, _ = tokens.create("other", days=1)
        env = {"SUMMARIZER_DATABASE": server.url}
        flags = ("--engine", "rules", "--workers", 0)
        with service(tmp_path / "log", *flags, reads=False, **env) as running, running.client(secret) as client:
            problem(client.get("/v1/ready"), 503, "no-living-worker")
            key = {"Idempotency-Key": "k", "Prefer": "respond-async"}
            made = client.post(V1, json={"text": PLAN, "name": "计划"}, headers=key)
            assert made.status_code == 202
            command = [sys.executable, "-m", "summarizer", "worker", "--engine", "rules"]
            with subprocess.Popen(command, stderr=subprocess.DEVNULL, env=clean_environment(**env)) as worker:
                assert ended(client, made.headers["location"])["summary"]["targets"]
                again = client.post(V1, json={"text": PLAN, "name": "计划"}, headers=key)
                assert again.json()["id"] == made.json()["id"]
                problem(client.post(V1, json={"text": "x"}, headers=key), 409, "idempotency-key-reused")
                assert client.get("/v1/ready").json()["workers"] == 1
                places = [client.post(V1, json={"text": f"{PLAN}{n}"}).headers["location"] for n in range(5)]
                assert {ended(client, place)["state"] for place in places} == {"done"}
                page = client.get(V1, params={"limit": 3}).json()
                rest = client.get(V1, params={"limit": 100, "cursor": page["next"]}).json()
                assert len({one["id"] for one in page["items"] + rest["items"]}) == 6
                worker.terminate()
            with running.client(other) as stranger:
                problem(stranger.get(made.headers["location"]), 404, "no-such-summary")
            assert client.delete(made.headers["location"]).status_code == 204
            problem(client.get(made.headers["location"]), 404, "no-such-summary")
            server.restart()
            assert client.get(V1).status_code == 200


@pytest.mark.slow
def test_a_model_is_asked_with_the_operators_key(tmp_path: Path) -> None:
    """An endpoint's answers come through; its key is the reading process's, and stands neither in database nor log."""
    url, key = f"sqlite:///{tmp_path / 'service.sqlite'}", "sk-of-the-operator"
    env = {"SUMMARIZER_API_KEY": key, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    with ChatServer(fluent, key=key) as server:
        flags = ("--endpoint", server.url, "--no-auth", "--database", url)
        with service(tmp_path / "log", *flags, **env) as running, running.client() as client:
            made = client.post(V1, files={"file": QINGDAO.open("rb")}, headers={"Prefer": "respond-async"})
            held = ended(client, made.headers["location"])
            assert held["state"] == "done"
            assert held["summary"]["engine"]["name"] == "endpoint"
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and key.encode() in path.read_bytes()]
