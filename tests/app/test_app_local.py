"""``summarizer app``: a link that works once, one program that runs, an end that loses nothing, an icon."""

from __future__ import annotations

import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from app_pages import app, browsing
from programs import clean_environment
from reviews import PLAN

from summarizer.app.sessions import SessionStore
from summarizer.batch.database import Database

if TYPE_CHECKING:
    from pathlib import Path

    from app_pages import App

pytestmark = pytest.mark.slow  # programs are started: seconds each


def test_the_link_works_once(running_app: App) -> None:
    """Whoever reads it afterwards, in a history or a list of processes, does not get in by it."""
    person = running_app.visitor()
    assert person.client.get("/").status_code == 200
    with browsing(running_app.url) as other:
        answer = other.get(running_app.link)
        assert answer.status_code == 403
        assert "used already" in answer.text
        assert other.get("/").status_code == 303
        assert other.get("/v1/summaries").status_code == 401
        assert other.post("/login", data={"token": "pst_x"}).status_code == 403


def test_a_code_is_too_old_after_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Database.open(f"sqlite:///{tmp_path / 'a.sqlite'}") as database:
        sessions = SessionStore(database)
        code = sessions.code("-", "me")
        assert sessions.valid(code) is None  # it is no session itself
        later = time.time() + 601
        monkeypatch.setattr("summarizer.app.sessions.time.time", lambda: later)
        assert sessions.redeem(code, 60) is None


def test_a_second_start_finds_the_first(running_app: App, tmp_path: Path) -> None:
    """The icon clicked twice is one program and two links; who is somebody else at that port is not given a code."""
    port = running_app.url.rpartition(":")[2]
    command = [sys.executable, "-m", "summarizer", "app", "--no-browser", "--port"]
    env = clean_environment(SUMMARIZER_DATABASE=f"sqlite:///{tmp_path / 'app.sqlite'}")
    for asked in (port, "0"):  # whichever port is asked for: there is one program over a database
        started = [*command, asked]
        second = subprocess.run(started, env=env, capture_output=True, text=True, timeout=120, check=False)
        assert second.returncode == 0, second.stderr
        assert f"is running already: {running_app.url}/" in second.stderr
        assert "has ended" not in second.stderr  # the first goes on
        with browsing(running_app.url) as client:
            assert client.get(second.stderr.partition("expires")[0].split()[-1]).status_code == 303
    command.append(port)
    env = clean_environment(SUMMARIZER_DATABASE=f"sqlite:///{tmp_path / 'other.sqlite'}")
    other = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert other.returncode == 2
    assert "code=" not in other.stderr


def test_somebody_else_at_the_port(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        command = [sys.executable, "-m", "summarizer", "app", "--no-browser", "--port", str(taken.getsockname()[1])]
        env = clean_environment(SUMMARIZER_DATABASE=f"sqlite:///{tmp_path / 'app.sqlite'}")
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 2
    assert "code=" not in done.stderr


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_what_was_accepted_goes_on_at_the_next_start(tmp_path: Path, how: signal.Signals) -> None:
    """However it ended; the session is good there too, on the same port."""
    with app(tmp_path, how=how) as first:
        person = first.visitor()
        job = person.add("计划.txt", PLAN.encode())
        first.process.send_signal(how)
        code = first.process.wait(60)
        assert code == (-how if how == signal.SIGKILL else 0)
        assert "Traceback" not in first.log.read_text("utf-8")
    with app(tmp_path, port=int(first.url.rpartition(":")[2])):
        until = time.monotonic() + 90
        while "data-open" in (row := person.client.get(f"/rows?ids={job}").text):
            assert time.monotonic() < until
            time.sleep(0.1)
        assert "某市教育局2023年工作要点" in row


def test_the_icon_starts_the_app(tmp_path: Path) -> None:
    """In the menu and on the desktop, with whatever characters stand in the way to it."""
    desktop = tmp_path / 'my "desk" $top'
    desktop.mkdir()
    env = clean_environment(HOME=str(tmp_path), XDG_DATA_HOME=str(tmp_path / "data"), XDG_DESKTOP_DIR=str(desktop))
    command = [sys.executable, "-m", "summarizer", "app", "--shortcut"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    places = [tmp_path / "data" / "applications" / "plan-summarizer.desktop", desktop / "plan-summarizer.desktop"]
    for place in places:
        assert place.name in done.stderr
        assert os.access(place, os.X_OK)
        lines = dict(line.split("=", 1) for line in place.read_text("utf-8").splitlines()[1:])
        assert (tmp_path / "data").as_posix() in lines["Icon"]
        started = subprocess.run(
            [*shlex.split(lines["Exec"]), "--help"], env=env, capture_output=True, text=True, timeout=60, check=False
        )
        assert started.returncode == 0
        assert "--no-browser" in started.stdout
