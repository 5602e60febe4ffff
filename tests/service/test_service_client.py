"""The client of the service: the same summaries as in this process, errors with their codes, nothing done twice."""

from __future__ import annotations

import asyncio
import http.server
import threading
from typing import TYPE_CHECKING, Any

import docx
import pytest
from fenced import blocks
from http_service import PLAN
from programs import QINGDAO, ROOT

from summarizer import (
    AsyncServiceClient,
    DocumentError,
    EndpointError,
    ServiceClient,
    Settings,
    UnreachableError,
    UsageError,
    summarize,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Served

MANUAL = ROOT / "docs" / "developer.md"


@pytest.fixture
def secret(over_http: Served) -> str:
    return over_http.tokens.create("client", days=1)[0]


@pytest.mark.slow
def test_a_summary_is_the_same_as_in_this_process(over_http: Served, secret: str) -> None:
    """By path, bytes and text; submitted, followed, exported, compared, listed, deleted."""
    expected = summarize(QINGDAO, settings=Settings(engine="rules"))
    with ServiceClient(over_http.service.url, secret) as client:
        found = client.summarize(QINGDAO)
        assert (found.goals, found.measures, found.targets) == (expected.goals, expected.measures, expected.targets)
        assert client.summarize(QINGDAO.read_bytes(), name="b.txt").targets == expected.targets
        text = client.summarize_text(PLAN, with_text=True)
        text.check(text.document.text or "")
        job = client.submit(QINGDAO, priority=-1, explain=True)
        assert client.result(job.id).refused is not None
        assert client.status(job.id).ended
        assert client.export(job.id, "docx", lang="en")[:2] == b"PK"
        made = client.compare([job.id, job.id])
        assert {figure.document for row in made.rows for figure in row.figures} == {0, 1}
        assert client.reconcile(job.id, [job.id]).items
        assert job.id in {one.id for one in client.summaries(["done"])}
        client.delete(job.id)
        client.delete(job.id)
        with pytest.raises(UsageError) as refused:
            client.status(job.id)
        assert refused.value.code == "no-such-summary"


@pytest.mark.slow
def test_the_example_of_the_manual(
    over_http: Served, secret: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Pasted into a program beside two Word files, it works."""
    (code,) = [code for code in blocks(MANUAL.read_text("utf-8"), "python") if "ServiceClient" in code]
    for name in ("plan", "report"):
        made = docx.Document()
        for line in PLAN.splitlines():
            made.add_paragraph(line + ("" if name == "plan" else "（完成）"))
        made.save(str(tmp_path / f"{name}.docx"))
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own manual's
    names["read"](over_http.service.url, secret)
    assert capsys.readouterr().out.startswith("2\n")


def test_with_an_event_loop(over_http: Served, secret: str) -> None:
    """Many at once, each its own."""

    async def main() -> None:
        async with AsyncServiceClient(over_http.service.url, secret) as client:
            made = await asyncio.gather(*(client.summarize_text(f"{PLAN}另建医院{n}所。\n") for n in range(2, 12)))
            assert [max(target.value or 0 for target in one.targets) for one in made] == [20] * 10
            assert all(any(t.value == n for t in one.targets) for n, one in zip(range(2, 12), made, strict=True))
            assert len([one async for one in client.summaries()]) >= 10

    asyncio.run(main())


@pytest.mark.slow
def test_errors_are_those_of_the_library(over_http: Served, secret: str, tmp_path: Path) -> None:
    """A document that cannot be read, a token that is none, an address where nobody is, a file that is not there."""
    url = over_http.service.url
    with ServiceClient(url, secret) as client:
        with pytest.raises(DocumentError) as failed:
            client.summarize(b"PK\x03\x04", name="a.docx")
        assert "a.docx" in str(failed.value)
        with pytest.raises(DocumentError, match="none"):
            client.summarize(tmp_path / "none.txt")
        with pytest.raises(UsageError):
            client.summarize_text(PLAN, only=["nothing"])  # type: ignore[list-item]
    with ServiceClient(url, "pst_wrong") as client, pytest.raises(EndpointError) as refused:
        client.summarize_text(PLAN)
    assert refused.value.code == "http-unauthorized"
    with (
        ServiceClient("http://127.0.0.1:1", tries=2) as client,
        pytest.raises(UnreachableError, match="nobody answers"),
    ):
        client.summarize_text(PLAN)
    for wrong in ("plans.example.org", "ftp://x", "", "http://"):
        with pytest.raises(UsageError, match="address"):
            ServiceClient(wrong)
    for token in ("", " ", "two words", "令牌"):
        with pytest.raises(UsageError, match="no token"):  # an unset variable, as a rule
            ServiceClient("http://127.0.0.1:1", token)
    with pytest.raises(UsageError, match="not encrypted"):
        ServiceClient("http://plans.example.org", "pst_x")


@pytest.fixture
def faulty(over_http: Served) -> Iterator[tuple[str, list[str]]]:
    """A proxy that refuses, loses answers and is away, each once; the keys that came through it."""
    import httpx2

    keys: list[str] = []
    faults = iter(("busy", "lost", "away", "cut"))

    class Proxy(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            keys.append(self.headers["Idempotency-Key"])
            fault = next(faults, "")
            if fault == "busy":
                self.send_response(429)
                self.send_header("Retry-After", "1")
                self.end_headers()
                return
            if fault == "away":
                self.send_error(503)
                return
            if fault == "cut":
                return
            headers = {k: v for k, v in self.headers.items() if k.lower() != "host"}
            answer = httpx2.post(over_http.service.url + self.path, content=body, headers=headers, timeout=120)
            if fault == "lost":
                return
            self.send_response(answer.status_code)
            self.send_header("Content-Type", answer.headers["content-type"])
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{proxy.server_port}", keys
        proxy.shutdown()


@pytest.mark.slow
def test_what_is_lost_is_sent_again_and_done_once(over_http: Served, faulty: tuple[str, list[str]]) -> None:
    """429 with its time, 503, an answer that is lost, a connection that is cut: one job, one key, the summary."""
    url, keys = faulty
    secret, _ = over_http.tokens.create("patient", days=1)
    with ServiceClient(url, secret) as client:
        assert client.summarize_text(PLAN).targets
    assert len(keys) == 5
    assert len(set(keys)) == 1
    with ServiceClient(over_http.service.url, secret) as client:
        assert len(list(client.summaries())) == 1
