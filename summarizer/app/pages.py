"""How a page is made: one function over the templates, and the headers that every page has."""

from __future__ import annotations

import datetime as dt
import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from summarizer.app.texts import THEMES, said, wanted
from summarizer.messages import LANGUAGES
from summarizer.reports.wording import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": with it a browser names no origin when it sends a form, and the origin is what is checked.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


def page(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A template, whole or a piece of a page, in the language of who asks.

    It has ``t(name, **params)`` for the words, ``lang``, ``theme``, ``session`` (None before the login), ``csrf``,
    ``here`` (the path), ``again`` (the address to come back to), ``asset(name)`` and the filters ``clean`` (one line,
    nothing in it that acts), ``say`` (a Message in words) and ``time`` (of seconds since 1970).
    """
    look = wanted(request)
    session = getattr(request.state, "session", None)
    held = {
        "t": look.words, "lang": look.lang, "lang_tag": look.tag, "theme": look.theme, "session": session,
        "csrf": "" if session is None else session.csrf, "here": request.url.path,
        "again": _again(request), "asset": asset,
        "languages": LANGUAGES, "themes": THEMES,
        "own_names": {one: said(one, "own-name") for one in LANGUAGES},
    }  # fmt: skip
    made = environment().get_template(template).render(held | context)
    return HTMLResponse(made, status, headers={"Content-Language": look.tag, "Vary": "Cookie, Accept-Language"})


@cache
def environment() -> Environment:
    """The environment of all pages: whatever comes from a document is text, whatever it looks like."""
    made = Environment(
        loader=PackageLoader("summarizer.app", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["json.dumps_kwargs"] = {}  # what stands in an order keeps it: choices of fields
    made.filters["clean"] = clean
    made.filters["say"] = lambda message, lang: clean(message.text(lang))
    made.filters["time"] = _time
    return made


def _again(request: Request) -> str:
    """The address of this page; of what a form was sent to there is none."""
    if request.method not in {"GET", "HEAD"}:
        return "/"
    query = request.url.query
    return request.url.path + (f"?{query}" if query else "")


def _time(seconds: float | None, form: str = "%Y-%m-%d %H:%M") -> str:
    """A moment by this machine's clock and zone."""
    return "" if seconds is None else dt.datetime.fromtimestamp(seconds).astimezone().strftime(form)


@cache
def assets() -> Mapping[str, tuple[bytes, str]]:
    """Our scripts and styles by name, with their media types."""
    found = {}
    for one in resources.files("summarizer.app").joinpath("static").iterdir():
        kind = _TYPES.get("." + one.name.rpartition(".")[2])
        if kind is not None:
            found[one.name] = one.read_bytes(), kind
    return found


@cache
def asset(name: str) -> str:
    """The address of a script or style, another one when it changes."""
    return f"/static/{name}?v={hashlib.sha256(assets()[name][0]).hexdigest()[:10]}"
