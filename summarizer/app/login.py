"""Logging in and out, how the pages look, and the files that they are made of."""

from html import escape
from typing import Annotated
from urllib.parse import quote, unquote, urlencode, urlsplit

from fastapi import APIRouter, Form, Query, Request, Response
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse

from summarizer.app.asking import Core
from summarizer.app.pages import asset, assets, page
from summarizer.app.sessions import MOST_WHO, proof
from summarizer.app.texts import LANG_COOKIE, THEME_COOKIE, THEMES, WHO_COOKIE, wanted
from summarizer.messages import LANGUAGES
from summarizer.service.problems import ProblemError

router = APIRouter()
_YEAR = 365 * 86_400
_ON = '<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url={to}"><a href="{to}">{to}</a>\n'
LOCAL_LASTS = 30 * 86_400.0
"""Seconds of a session on one's own machine."""


@router.get("/login")
async def login_page(request: Request, next: str = "/", code: str | None = None) -> Response:  # noqa: A002 - the address
    """The page to log in; with the code that ``summarizer app`` gave the browser, the session at once."""
    site = request.app.state.site
    if code is not None:
        site.throttle.enter()
        secret = await site.core.aside(site.sessions.redeem, code, LOCAL_LASTS)
        if secret is not None:
            return _entered(request, secret, "/", LOCAL_LASTS, again=_is_foreign(request))
        if getattr(request.state, "session", None) is None:
            await site.throttle.wrong()
            return _form(request, "/", 403, wanted(request).words("login-code-used"))
    if getattr(request.state, "session", None) is not None:
        return RedirectResponse(_here(next), 303)
    return _form(request, next, who=_named(unquote(request.cookies.get(WHO_COOKIE, ""))))


@router.post("/login")
async def log_in(
    request: Request, core: Core,
    token: Annotated[str, Form(max_length=400)] = "", who: Annotated[str, Form(max_length=400)] = "",
    next: Annotated[str, Form(max_length=2000)] = "/",  # noqa: A002 - the field
) -> Response:  # fmt: skip
    """Begin a session with a token."""
    site = request.app.state.site
    if site.local:
        raise ProblemError(403, "app-by-code")
    site.throttle.enter()
    found = await core.aside(core.tokens.valid, token.strip())
    if found is None:
        await site.throttle.wrong()
        return _form(request, next, 403, wanted(request).words("login-wrong"), who)
    name = _named(who)

    def begin() -> str:
        site.sessions.purge()
        secret: str = site.sessions.begin(found.owner, name or found.owner, token=found)
        return secret

    answer = _entered(request, await core.aside(begin), _here(next), None)
    # Whose session ends by itself finds the name in the form again; who logs out leaves none behind.
    kept = int(LOCAL_LASTS) if name else 0
    answer.set_cookie(WHO_COOKIE, quote(name), kept, secure=_is_secure(request), httponly=True, samesite="strict")
    return answer


@router.post("/logout")
async def log_out(request: Request) -> Response:
    """End the session."""
    site = request.app.state.site
    await site.core.aside(site.sessions.end, site.secret(request.headers))
    answer = RedirectResponse("/login", 303)
    for name in (site.cookie, f"__Host-{site.cookie}"):
        answer.delete_cookie(name, secure=name.startswith("__"), httponly=True, samesite="strict")
    answer.delete_cookie(WHO_COOKIE, httponly=True, samesite="strict")
    return answer


@router.post("/preferences")
async def prefer(
    request: Request, lang: Annotated[str, Form()] = "", theme: Annotated[str, Form()] = "",
    next: Annotated[str, Form(max_length=2000)] = "/",  # noqa: A002 - the field
) -> Response:  # fmt: skip
    """Keep the language or the theme for this browser."""
    answer = RedirectResponse(_here(next), 303)
    for cookie, value, known in ((LANG_COOKIE, lang, LANGUAGES), (THEME_COOKIE, theme, THEMES)):
        if value in known:
            answer.set_cookie(cookie, value, _YEAR, secure=_is_secure(request), httponly=True, samesite="strict")
    return answer


@router.get("/static/{name}")
async def static(name: str) -> Response:
    """A script or a style; its address changes with it, so that it may be kept."""
    if name not in assets():
        raise ProblemError(404, "http-not-found")
    body, kind = assets()[name]
    return Response(body, media_type=kind, headers={"Cache-Control": "public, max-age=31536000, immutable"})


@router.get("/proof")
async def prove(request: Request, challenge: Annotated[str, Query(min_length=16, max_length=100)]) -> Response:
    """Who answers here, to a second ``summarizer app`` on the machine."""
    key = request.app.state.site.key
    if not key:
        raise ProblemError(404, "http-not-found")
    return PlainTextResponse(proof(key, challenge))


@router.get("/favicon.ico")
async def favicon() -> Response:
    """Where browsers look by themselves."""
    return RedirectResponse(asset("icon.svg"), 302)


def _form(
    request: Request, next: str, status: int = 200, problem: str = "", who: str = ""  # noqa: A002 - the field
) -> Response:  # fmt: skip
    """The form, with what was given in it but the token; ``problem`` says what is wrong with that."""
    local, to = request.app.state.site.local, _here(next)
    # The language is chosen by a form that leads back: to this page, which by then is no longer asked for by a form.
    again = "/login" if to == "/" else f"/login?{urlencode({'next': to})}"
    return page(request, "login.html", status, next=to, problem=problem, local=local, who=who, again=again)


def _entered(request: Request, secret: str, to: str, lasts: float | None, *, again: bool = False) -> Response:
    """The session's cookie: no script reads it, no other site's page sends it, over HTTPS no other way.

    ``again``: a page of ours goes there, not the one that led here, whose requests would come without the cookie.
    """
    site, secure = request.app.state.site, _is_secure(request)
    answer: Response = RedirectResponse(to, 303)
    if again:
        answer = HTMLResponse(_ON.format(to=escape(to)))
    name = f"__Host-{site.cookie}" if secure else site.cookie
    age = None if lasts is None else int(lasts)
    answer.set_cookie(name, secret, age, secure=secure, httponly=True, samesite="strict", path="/")
    return answer


def _named(who: str) -> str:
    """A name as somebody gave it, in one line and no longer than it is kept."""
    return "".join(char for char in who if char.isprintable()).strip()[:MOST_WHO]


def _is_foreign(request: Request) -> bool:
    """Whether a page of elsewhere led here, as the file does that ``summarizer app`` opens."""
    return request.headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}


def _is_secure(request: Request) -> bool:
    """Whether the browser came by HTTPS, to a proxy before this service; it can only bind itself by saying so."""
    origin, proxy = request.headers.get("origin", ""), request.headers.get("x-forwarded-proto", "")
    return request.url.scheme == "https" or origin.startswith("https://") or proxy.partition(",")[0].strip() == "https"


def _here(target: str) -> str:
    """A path of ours, whatever was given: no other site is where one goes after the login."""
    parts = urlsplit(target)
    fine = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target if fine and not parts.scheme and not parts.netloc and "\\" not in target else "/"
