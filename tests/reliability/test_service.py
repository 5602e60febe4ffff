"""The service under harm: hostile files, a thousand clients at once, thousands of requests, a fuzzer of its API.

Full size: ``SUMMARIZER_RELIABILITY=full pytest -n 0 -m reliability tests/reliability/test_service.py``.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2
import pytest
from conftest import report, scale
from hostile_pages import HEAD
from hostile_pdfs import PDFS
from hostile_texts import TEXTS
from hostile_words import WORDS, packed
from http_service import V1, ended, service
from programs import QINGDAO
from token_stores import opened

from summarizer.documents.memory import resident

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.reliability, pytest.mark.alone, pytest.mark.timeout(3600)]

PLAN = "某市教育局2023年工作要点\n一、总体目标\n建成标准化学校20所，新建学校{n}所。\n"
AT_ONCE = {"Prefer": "respond-async"}


@contextlib.contextmanager
def many_files() -> Iterator[None]:
    """A thousand connections are a thousand open files."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def processes(parent: int) -> list[int]:
    """A process and all that it started, and so on."""
    found = [parent]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found += map(int, task.read_text().split())
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="counts processes as Linux does")
def test_a_hostile_file_costs_one_request_and_no_worker(tmp_path: Path) -> None:
    """A zip bomb, a page 10^5 elements deep, PDFs that loop: each an answer; the reader and the others live on."""
    files = {
        "bomb.docx": packed({"word/document.xml": b" " * 200_000_000, "[Content_Types].xml": b""}),
        "blanks.docx": WORDS["blanks"](),
        "deep.html": (HEAD + "<div>" * 100_000 + "新建学校9所。").encode(),
        "loop.pdf": PDFS["table before itself"](),
        "ring.pdf": PDFS["pages in each other"](),
        "pages.pdf": PDFS["pages of pages"](),
        "flate.pdf": PDFS["flate twice"](),
        "bomb.zip": packed({"a.txt": b" " * 200_000_000}),
    } | {f"{number}.txt": make() for number, (_, make) in enumerate(TEXTS.items()) if number % 10 == 0}
    flags = ("--engine", "rules", "--no-auth", "--database", f"sqlite:///{tmp_path / 's.sqlite'}")
    with (
        service(tmp_path / "log", *flags, SUMMARIZER_READ_SECONDS=str(scale(2, 12))) as running,
        running.client() as client,
    ):
        began = time.monotonic()
        (reader,) = [line["worker"] for line in running.lines() if "worker" in line]
        with ThreadPoolExecutor(4) as threads:
            answers = list(
                threads.map(lambda one: client.post(V1, files={"file": one}, headers=AT_ONCE), files.items())
            )
        assert {answer.status_code for answer in answers} <= {201, 202}
        found = {name: ended(client, answer.headers["location"]) for name, answer in zip(files, answers, strict=True)}
        states = {name: (one["state"], (one["error"] or {}).get("code")) for name, one in found.items()}
        assert {state for state, _ in states.values()} <= {"done", "incomplete", "failed"}
        for name in ("bomb.docx", "flate.pdf", "bomb.zip"):
            assert states[name][0] == "failed", states
        assert client.post(V1, json={"text": PLAN.format(n=9)}, headers={"Prefer": "wait=60"}).json()["state"] == "done"
        assert [line["worker"] for line in running.lines() if "worker" in line] == [reader]
        assert "reading process ended" not in running.log.read_text()
        assert client.get("/v1/ready").status_code == 200
        report("hostile files over HTTP", files=len(files), seconds=round(time.monotonic() - began), states=states)


def test_a_thousand_clients_at_once(tmp_path: Path) -> None:
    """Each gets an answer or is told to come again, nobody an error of the service's; what was accepted is done."""
    clients = 1000
    url = f"sqlite:///{tmp_path / 's.sqlite'}"
    with (
        many_files(),
        opened(url) as tokens,
        service(tmp_path / "log", "--engine", "rules", SUMMARIZER_DATABASE=url) as running,
    ):
        secret, _ = tokens.create("many", days=1)

        async def one(client: httpx2.AsyncClient, number: int) -> tuple[int, str | None]:
            headers = AT_ONCE if number % 2 else {}
            answer = await client.post(V1, json={"text": PLAN.format(n=number + 1)}, headers=headers)
            if answer.status_code == 429:
                assert int(answer.headers["retry-after"]) > 0
                return 429, None
            got = await client.get(answer.headers["location"])
            return answer.status_code if got.status_code in {200, 429} else got.status_code, answer.headers["location"]

        async def main() -> list[tuple[int, str | None]]:
            limits = httpx2.Limits(max_connections=clients, max_keepalive_connections=clients)
            headers = {"Authorization": f"Bearer {secret}"}
            async with httpx2.AsyncClient(base_url=running.url, headers=headers, limits=limits, timeout=300) as client:
                return await asyncio.gather(*(one(client, number) for number in range(clients)))

        began = time.monotonic()
        answers = asyncio.run(main())
        seconds = time.monotonic() - began
        counts = Counter(status for status, _ in answers)
        assert set(counts) <= {201, 202, 429}, counts
        assert counts[201] + counts[202] > 0
        with running.client(secret) as client:
            for _, place in answers:
                if place is not None:
                    assert ended(client, place)["state"] == "done"
        report("clients at once", clients=clients, seconds=round(seconds, 1), statuses=dict(counts))


@pytest.mark.skipif(sys.platform != "linux", reason="weighs processes as Linux does")
def test_memory_stays_flat(tmp_path: Path) -> None:
    """Over 10,000 requests of every kind; in CI over fewer."""
    requests, warm = scale(2_000, 10_000), scale(500, 2_000)
    flags = ("--engine", "rules", "--no-auth", "--database", f"sqlite:///{tmp_path / 's.sqlite'}")
    with service(tmp_path / "log", *flags) as running, running.client() as client:
        place = client.post(V1, files={"file": QINGDAO.open("rb")}, headers={"Prefer": "wait=60"}).headers["location"]
        assert ended(client, place)["state"] == "done"

        def ask(number: int) -> int:
            kind = number % 10
            if kind == 0:
                made = client.post(V1, json={"text": PLAN.format(n=number + 1)}, headers=AT_ONCE)
                return made.status_code
            if kind == 1:
                return client.get(place, params={"format": "docx" if number % 100 == 1 else "md"}).status_code
            if kind == 2:
                return client.post(V1, json={"text": "", "nothing": number}).status_code
            if kind == 3:
                return client.get(f"{V1}/{number:032x}").status_code
            if kind == 4:
                return client.get(f"/v1/{number}").status_code
            if kind == 5:
                return client.get(V1, params={"limit": 20}).status_code
            if kind == 6:
                return client.get("/v1/metrics").status_code
            if kind == 7:
                return client.post(
                    V1, files={"file": ("a.pdf", b"%PDF-1.4\n" + b"x" * 50_000)}, headers=AT_ONCE
                ).status_code
            return client.get(place).status_code

        def run(numbers: range) -> Counter[int]:
            with ThreadPoolExecutor(8) as threads:
                return Counter(threads.map(ask, numbers))

        began = time.monotonic()
        counts = run(range(warm))
        before = resident(running.process.pid)
        counts += run(range(warm, requests))
        after = resident(running.process.pid)
        assert set(counts) <= {200, 201, 202, 404, 422, 429}, counts
        report(
            "memory over requests", requests=requests, before=before // 10**6, after=after // 10**6,
            seconds=round(time.monotonic() - began), statuses=dict(counts),
        )  # fmt: skip
        assert after < before * 1.1 + 8e6, (before, after)


def test_the_service_answers_while_many_plans_are_read(tmp_path: Path) -> None:
    """Documents are read apart from the process that answers: it does so again and again before the first is done."""
    flags = ("--engine", "rules", "--no-auth", "--database", f"sqlite:///{tmp_path / 's.sqlite'}")
    with service(tmp_path / "log", *flags) as running, running.client() as client:
        text = QINGDAO.read_text("utf-8") * 12
        for number in range(16):
            answer = client.post(V1, json={"text": f"{text}第{number}份。\n"}, headers=AT_ONCE)
            assert answer.status_code == 202
        took = []
        while client.get(V1, params={"state": ["queued", "running"], "limit": 1}).json()["items"] and len(took) < 200:
            began = time.perf_counter()
            assert client.get("/v1/health").status_code == 200
            took.append(time.perf_counter() - began)
        took.sort()
        report(
            "health while plans are read",
            asked=len(took),
            median_ms=round(took[len(took) // 2] * 1000, 1),
            worst_ms=round(took[-1] * 1000),
        )
        assert len(took) > 10
        assert (
            took[len(took) // 2] < 1
        )  # a machine may be busy with other things; on a quiet one it is some milliseconds


def test_schemathesis_finds_nothing(tmp_path: Path) -> None:
    """All of its checks, all of its phases, for a bounded time: what the OpenAPI document says is what is answered."""
    seconds = scale(60, 600)
    url = f"sqlite:///{tmp_path / 's.sqlite'}"
    with opened(url) as tokens, service(tmp_path / "log", "--engine", "rules", SUMMARIZER_DATABASE=url) as running:
        secret, _ = tokens.create("fuzzer", days=1)
        command = [
            str(Path(sys.executable).with_name("schemathesis")), "run", f"{running.url}/v1/openapi.json",
            "-H", f"Authorization: Bearer {secret}", "--checks", "all", "--max-time", str(seconds),
            "--request-timeout", "120",
        ]  # fmt: skip
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=tmp_path, timeout=seconds + 600,
            env=os.environ | {"NO_COLOR": "1", "COLUMNS": "200"},
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
        generated = [int(number) for number in re.findall(r"(\d+) generated", done.stdout)]
        assert min(generated, default=0) > 0, done.stdout[-8000:]
        assert not [line for line in running.lines() if line["level"] == "error"]
        report(
            "schemathesis",
            seconds=seconds,
            said=[line.strip() for line in done.stdout.splitlines() if "generated" in line],
        )


def test_slow_clients_hold_nobody_up(tmp_path: Path) -> None:
    """A hundred that begin to send and never go on: the others are answered, and they are told that it is over."""
    import socket

    flags = ("--engine", "rules", "--no-auth", "--database", f"sqlite:///{tmp_path / 's.sqlite'}", "--body-seconds", 3)
    with many_files(), service(tmp_path / "log", *flags) as running, running.client() as client:
        address = httpx2.URL(running.url)
        lines = (f"POST {V1} HTTP/1.1", f"Host: {address.host}", "Content-Type: application/json", "Content-Length: 9")
        head = "\r\n".join(lines) + "\r\n\r\n{"
        held = [socket.create_connection((address.host, address.port), timeout=120) for _ in range(100)]
        for one in held:
            one.sendall(head.encode())
        assert client.get(V1).status_code == 200
        for one in held:
            assert one.recv(4096).startswith(b"HTTP/1.1 408 ")
            one.close()
        assert threading.active_count() < 50


def test_readers_that_do_not_read_hold_nobody_up(tmp_path: Path) -> None:
    """More of them than there are places ask for a long answer and take none of it: they lose their places."""
    import socket

    flags = ("--engine", "rules", "--no-auth", "--database", f"sqlite:///{tmp_path / 's.sqlite'}")
    bounds = ("--body-seconds", 3, "--requests", 4, "--max-text-mb", 30)
    with service(tmp_path / "log", *flags, *bounds) as running, running.client() as client:
        text = PLAN.format(n=9) + "甲" * 3_000_000
        made = client.post(V1, json={"text": text, "with_text": True}, headers=AT_ONCE)
        place = made.headers["location"]
        assert ended(client, place)["state"] == "done"
        address = httpx2.URL(running.url)
        held: list[socket.socket] = []
        until = time.monotonic() + 60
        while client.get(V1).status_code != 429:
            assert time.monotonic() < until, "they took no places"
            one = socket.socket()
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            one.connect((address.host, address.port))
            one.sendall(f"GET {place} HTTP/1.1\r\nHost: {address.host}\r\n\r\n".encode())
            held.append(one)
            time.sleep(0.2)
        while client.get(V1).status_code == 429:
            assert time.monotonic() < until, "they keep their places"
            time.sleep(0.05)
        for one in held:
            one.close()
