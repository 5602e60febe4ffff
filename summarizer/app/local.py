"""The pages on one's own machine: a service on loopback that its browser alone enters, by a code that works once."""

from __future__ import annotations

import asyncio
import getpass
import hmac
import os
import secrets
import sys
import tempfile
import time
import webbrowser
from html import escape
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import httpx2

from summarizer.app.sessions import SessionStore, proof
from summarizer.app.site import Site
from summarizer.batch.database import Database
from summarizer.errors import StoreError
from summarizer.service.address import Address
from summarizer.service.guards import NOBODY
from summarizer.service.options import ServiceOptions
from summarizer.service.serving import serve

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarizer.service.core import ServiceCore
    from summarizer.settings.settings import Settings

_HOST = "127.0.0.1"
_GRACE = 5.0
"""Seconds that what is read is given to be finished; else it goes on at the next start."""
_OPENS = 60.0
"""Seconds that the browser is given to come."""
_SNAPS = Path("/snap")
_REDIRECT = (
    '<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer">'
    '<meta http-equiv="refresh" content="0;url={link}"><title>plan-summarizer</title><a href="{link}">{link}</a>\n'
)
_OPTIONS = ServiceOptions(keep_texts_days=None, keep_results_days=None, grace_seconds=_GRACE, requests=64, streams=16)
"""One's own documents are kept until they are deleted."""


def run_local(
    settings: Settings, url: str | None, port: int, *, browser: bool, told: Callable[[str, str], None]
) -> bool:
    """Serve until the process is told to end; ``told`` is given codes of messages with an address.

    Where one runs over the same database, at whatever port, the browser is opened there, and this gives back False:
    nothing ended.

    Raises :class:`UsageError` where something else listens at the port.
    """
    address = Address(_HOST, port)
    with Database.open(url) as database:
        sessions = SessionStore(database)
        running = next((place for place in sessions.places() if _is_ours(sessions, place)), None)
        if running is not None:
            told("app-runs-already", f"http://{running}/")
            entering = _enter(sessions, f"http://{running}", browser=browser, told=told)
            if entering is not None:
                entering.join()  # the file that the browser reads must not end with this program
            return False
        with address.listen() as listening:
            os.environ.setdefault("SUMMARIZER_LOG", "error")  # of the processes that read: a person looks here
            taken = listening.getsockname()[1]
            base = f"http://{_HOST}:{taken}"
            told("app-is-at", f"{base}/")
            _enter(sessions, base, browser=browser, told=told)
            key = sessions.stand(_place(taken))

            def pages(core: ServiceCore) -> Site:
                return Site(core, taken, key=key)

            asyncio.run(serve(database, settings, _OPTIONS, address, listening, no_auth=False, pages=pages))
    return True


def _enter(sessions: SessionStore, base: str, *, browser: bool, told: Callable[[str, str], None]) -> Thread | None:
    """Let the browser in; the socket listens already, so that it may ask before anybody answers.

    Gives the thread that sees to it, where there is one.
    """
    code = sessions.code(NOBODY, _who())
    link = f"{base}/login?code={code}"
    if not browser:
        told("app-login-at", link)
        return None
    thread = Thread(target=_open, args=(sessions, code, link, told), daemon=True)
    thread.start()
    return thread


def _open(sessions: SessionStore, code: str, link: str, told: Callable[[str, str], None]) -> None:
    """Send the browser to ``link`` by a file that this user alone can read.

    Every user of the machine can read the arguments that a browser is started with. The file is gone when the code is
    used; who opened no browser within a minute is told the link.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="plan-summarizer-", dir=_readable()) as folder:
            page = Path(folder, "open.html")
            with os.fdopen(os.open(page, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                file.write(_REDIRECT.format(link=escape(link)))
            opened = webbrowser.open(page.as_uri())
            until = time.monotonic() + _OPENS
            while opened and sessions.waits(code):
                if time.monotonic() > until:
                    opened = False
                time.sleep(0.2)
    except (webbrowser.Error, OSError, StoreError):
        opened = False
    if not opened:
        told("app-login-at", link)


def _readable() -> Path | None:
    """Where a browser can read a file: one that is a snap has a folder for temporary files of its own."""
    return Path.home() if sys.platform == "linux" and _SNAPS.is_dir() else None


def _who() -> str:
    """Whose name stands under decisions."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return NOBODY


def _place(port: int) -> str:
    return f"{_HOST}:{port}"


def _is_ours(sessions: SessionStore, place: str) -> bool:
    """Whether it is this program over this database that answers there: nobody else is given a code."""
    key, challenge = sessions.standing(place), secrets.token_urlsafe()
    if key is None:
        return False
    try:
        answer = httpx2.get(f"http://{place}/proof", params={"challenge": challenge}, timeout=5.0, trust_env=False)
    except httpx2.HTTPError:
        return False
    return hmac.compare_digest(answer.text.strip().encode(), proof(key, challenge).encode())
