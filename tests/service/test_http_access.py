"""Who is let in to the service over HTTP, what is bounded, and what is said of what is wrong."""

from __future__ import annotations

import http.client
import http.server
import json
import time
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from http_service import PLAN, V1, problem
from programs import one_error_line, run_other

from summarizer.errors import UsageError
from summarizer.messages import use_language
from summarizer.service.options import ServiceOptions
from summarizer.service.problems import ProblemError, response

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Served

pytestmark = pytest.mark.slow


def test_every_owner_sees_its_own_alone(over_http: Served) -> None:
    """Another's summary is not found by any route, and not told apart from one that there is not."""
    mine, other = over_http.mine, over_http.other
    held = mine.post(V1, json={"text": PLAN + "其他。\n"}).json()
    place, absent = f"{V1}/{held['id']}", f"{V1}/{'0' * 32}"
    for path in (place, absent):
        for answer in (
            other.get(path),
            other.get(path, params={"format": "docx"}),
            other.get(f"{path}/events"),
            other.delete(path),
        ):
            problem(answer, 404, "no-such-summary")
    ids = [held["id"], held["id"]]
    problem(other.post("/v1/comparisons", json={"summaries": ids}), 404, "no-such-summary")
    problem(other.post("/v1/reconciliations", json={"plan": ids[0], "reports": ids[1:]}), 404, "no-such-summary")
    assert held["id"] not in other.get(V1).text
    theirs = other.post(V1, json={"text": PLAN + "其他。\n"})
    assert theirs.status_code == 201  # not told that somebody has it already
    assert theirs.json()["id"] != held["id"]
    assert mine.delete(place).status_code == 204
    problem(mine.get(place), 404, "no-such-summary")
    assert other.get(f"{V1}/{theirs.json()['id']}").json()["summary"]["targets"]


def test_nobody_is_let_in_without_a_valid_token(over_http: Served) -> None:
    """None, a wrong one, one that expired and one that is revoked while the service runs: 401, on every route."""
    good, token = over_http.tokens.create("mine", days=1)
    short, _ = over_http.tokens.create("mine", days=0.3 / 86_400)
    with over_http.service.client(good) as client:
        document = client.get("/v1/openapi.json").json()
    time.sleep(0.4)
    routes = [
        (method.upper(), path.replace("{id}", "0" * 32))
        for path, operations in document["paths"].items() for method in operations
        if path != "/v1/health"
    ]  # fmt: skip
    routes += [("GET", "/"), ("GET", "/docs"), ("GET", "/v1/openapi.json"), ("GET", "/v1/nothing")]
    for secret in (None, "x", good[:-1], good + "x", token.id, short, "x" * 10_000):
        with over_http.service.client(secret) as client:
            for method, path in routes:
                answer = client.request(method, path)
                assert problem(answer, 401, "http-unauthorized")
                assert answer.headers["www-authenticate"] == "Bearer"
    with over_http.service.client() as client:
        assert client.get("/v1/health").json() == {"status": "ok"}
        assert client.get(V1, params={"token": good}).status_code == 401
        assert client.get(V1, headers={"Authorization": f"Basic {good}"}).status_code == 401
    with over_http.service.client(good) as client:
        assert client.get(V1).status_code == 200
        over_http.tokens.revoke(token.id)
        assert client.get(V1).status_code == 401


def test_a_web_page_cannot_ask_through_a_browser(over_http: Served) -> None:
    """DNS rebinding: a name that is not the service's and a page of elsewhere are refused, even with a token."""
    for host in ("evil.example", "127.0.0.1.evil.example:80", "localhost.evil.example", ""):
        problem(over_http.mine.get(V1, headers={"Host": host}), 421, "http-host")
    for origin in ("http://evil.example", "null", "https://localhost.evil.example:1", "file://localhost"):
        problem(over_http.mine.get(V1, headers={"Origin": origin}), 403, "http-origin")
    assert over_http.mine.get(V1, headers={"Host": "LOCALHOST:1", "Origin": "http://localhost:3000"}).status_code == 200


def test_the_language_of_a_problem_is_the_one_that_is_named() -> None:
    """A client that likes none gets the service's own, and is told which that is."""
    use_language("zh")
    try:
        answer = response(ProblemError(404, "http-not-found"), {"type": "http", "headers": []})
    finally:
        use_language(None)
    assert not json.loads(answer.body)["detail"].isascii()
    assert answer.headers["content-language"] == "zh"


def test_what_is_wrong_is_said_in_the_clients_language(over_http: Served) -> None:
    """RFC 9457 for everything, with stable codes; invalid parts are named with their places."""
    mine = over_http.mine
    wrong = problem(
        mine.post(V1, json={"text": "", "only": ["goal"], "endpoint": "http://evil.example"}), 422, "http-invalid"
    )
    assert {error["pointer"] for error in wrong["errors"]} == {"/text", "/only/0", "/endpoint"}
    assert (
        "请求无效"
        in problem(
            mine.get(V1, params={"limit": 0}, headers={"Accept-Language": "fr, zh-CN;q=0.9, en;q=0.1"}),
            422,
            "http-invalid",
        )["detail"]
    )
    problem(mine.post(V1, content=b"{", headers={"Content-Type": "application/json"}), 400, "http-malformed")
    problem(mine.post(V1, content=b"text", headers={"Content-Type": "text/plain"}), 415, "http-media-type")
    problem(mine.post(V1, data={"only": "goals"}, files={"other": b"x"}), 422, "http-no-file")
    problem(
        mine.post(V1, content=b"--x", headers={"Content-Type": "multipart/form-data"}),
        400,
        "http-malformed",
    )
    problem(mine.post(V1, json={"text": PLAN, "priority": 1}), 422, "http-invalid")
    for forbidden in ("endpoint", "api_key", "profile", "template", "model", "base_url"):
        problem(mine.post(V1, json={"text": PLAN, forbidden: "x"}), 422, "http-invalid")
        problem(mine.post(V1, files={"file": b"x"}, data={forbidden: "x"}), 422, "http-invalid")
    problem(
        mine.post(V1, content='{"text": "\\ud800"}', headers={"Content-Type": "application/json"}),
        400,
        "http-malformed",
    )
    problem(mine.get("/v1/nothing"), 404, "http-not-found")
    problem(mine.get(f"{V1}/x"), 404, "http-not-found")
    refused = mine.put(f"{V1}/{'0' * 32}")
    problem(refused, 405, "http-method")
    assert refused.headers["allow"] == "DELETE, GET"


def test_a_request_is_bounded(over_http: Served) -> None:
    """A body that is too long is refused by what it says of itself, and where it says nothing, as it comes."""
    address = httpx2.URL(over_http.service.url)
    connection = http.client.HTTPConnection(address.host, address.port, timeout=60)
    connection.putrequest("POST", V1)
    secret = over_http.mine.headers["Authorization"]
    given = {"Content-Type": "application/json", "Content-Length": "31000000", "Authorization": secret}
    for name, value in given.items():
        connection.putheader(name, value)
    connection.endheaders(b'{"')
    assert connection.getresponse().status == 413
    connection.close()

    def pieces() -> Iterator[bytes]:
        for _ in range(40):
            yield b" " * 1_000_000

    try:
        answer = over_http.mine.post(V1, content=pieces(), headers={"Content-Type": "application/json"})
    except httpx2.TransportError:  # cut off while it still sent
        pass
    else:
        problem(answer, 413, "http-too-large")
    held = problem(over_http.mine.post(V1, json={"text": "一" * 1_400_000}), 413, "text-over-bound")
    assert held["params"]["most"] == "4"


def test_what_the_log_and_the_metrics_hold(over_http: Served) -> None:
    """Requests by route with an id that the client may choose; no text, name of a file, or token stands in them."""
    secret, _ = over_http.tokens.create("logged", days=1)
    with over_http.service.client(secret) as client:
        client.post(V1, json={"text": "机密的学校123所。", "name": "绝密.txt"}, headers={"X-Request-ID": "of-mine-1"})
        client.get(V1, headers={"X-Request-ID": "no id;"})
        problem(client.get("/v1/metrics"), 403, "http-metrics")
    with over_http.service.client(over_http.tokens.create("metrics", days=1)[0]) as prometheus:
        page = prometheus.get("/v1/metrics")
    assert page.headers["content-type"].startswith("text/plain")
    assert 'summarizer_requests_total{method="POST",route="/v1/summaries",status="201"}' in page.text
    assert 'summarizer_jobs{state="done"}' in page.text
    (line,) = [line for line in over_http.service.lines() if line.get("request_id") == "of-mine-1"]
    assert (line["route"], line["status"], line["level"]) == (V1, 201, "info")
    log = over_http.service.log.read_text("utf-8")
    for never in (secret, "机密", "绝密", "标准化学校", "no id;"):
        assert never not in log + page.text
    assert over_http.mine.get("/v1/ready").json()["workers"] == 1


def test_who_may_start_it_open(tmp_path: Path) -> None:
    """``--no-auth`` is for this machine alone; what is no database is one line without its password."""
    for args, said in (
        (("--no-auth", "--host", "0.0.0.0"), "--no-auth"),  # noqa: S104
        (("--database", "mysql://u:secret@h/d"), "database"),
    ):
        result = run_other("serve", "--port", "0", *args, XDG_STATE_HOME=str(tmp_path))
        assert result.returncode == 2, result.stderr
        assert said in one_error_line(result, "summarizer")
        assert "secret" not in result.stderr.decode()


@pytest.mark.parametrize("bound", [{"requests": 0}, {"keep_texts_days": -1.0}, {"max_upload_mb": float("nan")}])
def test_bounds_are_amounts(bound: dict[str, Any]) -> None:
    """The flag is named as it is given."""
    with pytest.raises(UsageError, match="--"):
        ServiceOptions(**bound)
