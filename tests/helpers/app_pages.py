"""``summarizer app`` in a process of its own, visitors of its pages over HTTP, and the same in Chromium."""

from __future__ import annotations

import io
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import docx
import httpx2
from programs import clean_environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 120.0
"""Seconds that a busy machine may take for anything."""
_CSRF = re.compile(r'<meta name="csrf-token" content="([0-9a-f]*)">')
_JOB = re.compile(r'id="row-([0-9a-f]{32})"')


class Visitor(NamedTuple):
    """A person with a session: ``client`` holds the cookie, ``csrf`` is what its pages send along."""

    client: httpx2.Client
    csrf: str

    def post(self, path: str, **more) -> httpx2.Response:
        """What a script of the page sends."""
        headers = {"X-CSRF-Token": self.csrf, "Accept": "*/*", **more.pop("headers", {})}
        return self.client.post(path, headers=headers, **more)

    def add(self, name: str, data: bytes) -> str:
        """Give a document, as dropping it does; the id of its job."""
        answer = self.post("/documents", files={"file": (name, data)})
        assert answer.status_code == 200, answer.text
        return _JOB.findall(answer.text)[0]

    def read(self, name: str, data: bytes) -> str:
        """The same, once it is read."""
        job = self.add(name, data)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if f'id="row-{job}" data-open' not in self.client.get(f"/rows?ids={job}").text:
                return job
            time.sleep(0.05)
        raise AssertionError(job)


def word_file(text: str) -> bytes:
    """A Word file with a paragraph a line."""
    document, stream = docx.Document(), io.BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(stream)
    return stream.getvalue()


def browsing(url: str, **more) -> httpx2.Client:
    """A client that asks as a browser does that goes to a page."""
    headers = {"Accept": "text/html", "Accept-Language": "en"}
    return httpx2.Client(base_url=url, headers=headers, timeout=PATIENCE, **more)


def visitor(url: str, token: str, who: str = "") -> Visitor:
    """Somebody who logged in with a token."""
    client = browsing(url)
    answer = client.post("/login", data={"token": token, "who": who})
    assert answer.status_code == 303, answer.text
    return Visitor(client, csrf_in(client.get("/").text))


def csrf_in(page: str) -> str:
    """What a page sends along."""
    return _CSRF.findall(page)[0]


class App(NamedTuple):
    """A running app: ``link`` logs one in, once; ``log`` is its standard error."""

    url: str
    link: str
    process: subprocess.Popen[bytes]
    log: Path

    def visitor(self) -> Visitor:
        """Whoever uses the link first."""
        client = browsing(self.url)
        assert client.get(self.link).status_code == 303
        return Visitor(client, csrf_in(client.get("/").text))


@contextmanager
def app(folder: Path, *args: object, port: int = 0, how: signal.Signals = signal.SIGINT) -> Iterator[App]:
    """``summarizer app`` with its database in ``folder``, which stays when it is ended by ``how``."""
    log = folder / "app.log"
    url = f"sqlite:///{folder / 'app.sqlite'}"
    command = [sys.executable, "-m", "summarizer", "app", "--no-browser", "--engine", "rules", "--port", str(port)]
    with (
        log.open("wb") as stream,
        subprocess.Popen(
            [*command, *map(str, args)], stderr=stream, env=clean_environment(SUMMARIZER_DATABASE=url)
        ) as process,
    ):
        try:
            yield App(*_links(process, log), process, log)
        finally:
            if process.poll() is None:
                process.send_signal(how)
            process.wait(PATIENCE)


def _links(process: subprocess.Popen[bytes], log: Path) -> tuple[str, str]:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        said = log.read_text("utf-8", "replace")
        found = re.search(r"(http://\S+)/login\?code=\S+", said)
        if found is not None and httpx2_answers(found[1]):
            return found[1], found[0]
        time.sleep(0.05)
    raise AssertionError(log.read_text("utf-8", "replace"))


def httpx2_answers(url: str) -> bool:
    """Whether the service answers by now."""
    try:
        return httpx2.get(f"{url}/v1/health", timeout=5).status_code == 200
    except httpx2.HTTPError:
        return False
