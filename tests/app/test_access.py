"""Who is let in to the pages, what a request needs that changes anything, and what every answer says to a browser."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import httpx2
import pytest
import sqlalchemy as sa
from app_pages import browsing, csrf_in, visitor
from http_service import service
from reviews import PLAN

from summarizer.app import adding, exporting, login, several, shelf
from summarizer.app.pages import POLICY
from summarizer.batch.database import Database
from summarizer.batch.tables import sessions

if TYPE_CHECKING:
    from pathlib import Path

ANY = "0" * 32
ROUTES = sorted(
    (method, re.sub(r"\{job\}", ANY, route.path).replace("{name}", "base.css"))
    for module in (adding, exporting, login, several, shelf)
    for route in module.router.routes
    for method in route.methods
)


@pytest.mark.slow
def test_without_a_session_there_is_the_login_alone(served) -> None:
    """A person is brought to the login, a program is told; no document is shown to either."""
    with browsing(served.service.url) as client:
        answer = client.get("/?q=x")
        assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2F%3Fq%3Dx")
        assert client.get("/login").status_code == 200
        assert client.get("/", headers={"Accept": "application/json"}).status_code == 401
        assert client.get("/rows?ids=" + ANY, headers={"HX-Request": "true"}).status_code == 401
        assert client.post("/documents", files={"file": ("a.txt", b"x")}).status_code == 401


@pytest.mark.slow
def test_a_wrong_token_is_refused_and_slowed(served) -> None:
    with browsing(served.service.url) as client:
        began = time.monotonic()
        for _ in range(3):
            answer = client.post("/login", data={"token": "pst_wrong"})
            assert answer.status_code == 403
            assert "wrong, expired or revoked" in answer.text
            assert "set-cookie" not in answer.headers
        assert time.monotonic() - began > 1.4  # 0.25 + 0.5 + 0.75 s


def test_the_cookie_of_a_session(served) -> None:
    """No script reads it, no other site's page sends it, and behind HTTPS it goes no other way."""
    secret, _ = served.tokens.create("cookie", days=1)
    with browsing(served.service.url) as client:
        plain = client.post("/login", data={"token": secret}).headers["set-cookie"]
        assert "HttpOnly" in plain
        assert "SameSite=strict" in plain
        assert "Secure" not in plain
        client.cookies.clear()
        headers = {"Origin": served.service.url.replace("http:", "https:")}
        secure = client.post("/login", data={"token": secret}, headers=headers).headers["set-cookie"]
        assert secure.startswith("__Host-")
        assert "Secure" in secure
        held = secure.partition(";")[0]
        answer = httpx2.get(f"{served.service.url}/", headers={"Accept": "text/html", "Cookie": held})
        assert answer.status_code == 200


def test_only_the_hash_of_a_session_is_kept(served) -> None:
    held = next(cookie.value for cookie in served.mine.client.cookies.jar)
    with Database.open(served.url) as database:
        assert held not in str(database.rows(sa.select(sessions)))


def test_a_session_ends_with_its_token(served) -> None:
    secret, token = served.tokens.create("leaver", days=1)
    person = visitor(served.service.url, secret)
    assert person.client.get("/").status_code == 200
    served.tokens.revoke(token.id)
    assert person.client.get("/").status_code == 303
    assert person.post("/texts", data={"text": "x"}).status_code == 401


def test_a_session_that_is_over_is_none(served) -> None:
    person = visitor(served.service.url, served.tokens.create("sleeper", days=1)[0], who="sleeper")
    over = sa.update(sessions).where(sessions.c.who == "sleeper").values(expires=time.time() - 1)
    with Database.open(served.url) as database:
        database.transact(lambda connection: connection.execute(over))
    assert person.client.get("/").status_code == 303


def test_who_logs_out_is_out(served) -> None:
    person = visitor(served.service.url, served.tokens.create("guest", days=1)[0])
    held = dict(person.client.cookies)
    assert person.post("/logout").status_code == 303
    with browsing(served.service.url, cookies=held) as again:
        assert again.get("/").status_code == 303


@pytest.mark.parametrize("path", sorted({path for method, path in ROUTES if method == "POST" and path != "/login"}))
def test_nothing_is_changed_without_the_pages_own_token(served, path: str) -> None:
    """A page of elsewhere may make a browser send a form with its cookie; it cannot know what ours send along."""
    for headers in ({}, {"X-CSRF-Token": "0" * 64}, {"X-CSRF-Token": served.other.csrf}):
        for body in ({"data": {"csrf": "wrong"}}, {"files": {"file": ("a.txt", b"x")}}):
            answer = served.mine.client.post(path, headers=headers, **body)
            assert answer.status_code == 403, (path, headers, answer.text)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Host": "rebound.example"}, 421),
    ],
)
def test_a_page_of_elsewhere_asks_nothing(served, headers: dict[str, str], status: int) -> None:
    assert served.mine.post("/texts", data={"text": "x"}, headers=headers).status_code == status


@pytest.mark.slow
@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_every_answer_has_the_policy(served, method: str, path: str) -> None:
    """Whatever the answer is: a page, a piece of one, a file, a refusal."""
    for answer in (
        served.mine.client.request(method, path),
        served.mine.client.request(method, path, headers={"X-CSRF-Token": served.mine.csrf, "HX-Request": "true"})
        if path != "/logout"
        else served.mine.client.get("/nothing"),
    ):
        assert answer.headers["content-security-policy"] == POLICY, (method, path)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.status_code < 500


@pytest.mark.slow
def test_pages_have_no_script_and_no_style_of_their_own(served) -> None:
    """The policy would forbid them; whoever writes one sees it here."""
    job = served.mine.read("计划.txt", PLAN.encode())
    other = served.mine.read("报告.txt", PLAN.replace("15所", "16所").encode())
    for path in ("/", f"/rows?ids={job}", f"/documents/{job}/exports", f"/compare?job={job}&job={other}", "/nothing"):
        text = served.mine.client.get(path).text
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|<script(?! src=\"/static/)", text), path
        assert not re.search(r"(?:src|href|action)=\"(?!/|#)", text), path


def test_the_documents_of_another_are_not_there(served) -> None:
    job = served.mine.read("own.txt", PLAN.encode())
    mine = served.mine.read("second.txt", PLAN.replace("15所", "17所").encode())
    theirs = served.other
    assert "own.txt" not in theirs.client.get("/").text
    assert job not in theirs.client.get(f"/rows?ids={job}").text
    for path in ("exports", "export?format=json", "gold"):
        assert theirs.client.get(f"/documents/{job}/{path}").status_code == 404
    for path in (f"/compare?job={job}&job={mine}", f"/track?job={job}&job={mine}", f"/ledger?job={job}"):
        assert theirs.client.get(path).status_code == 404
    for path in ("delete", "retry"):
        assert theirs.post(f"/documents/{job}/{path}").status_code == 404
    assert served.mine.client.get(f"/documents/{job}/exports").status_code == 200


@pytest.mark.parametrize(
    "target",
    ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)", "/\tx"],
)
def test_the_login_leads_nowhere_else(served, target: str) -> None:
    secret, _ = served.tokens.create("traveller", days=1)
    with browsing(served.service.url) as client:
        answer = client.post("/login", data={"token": secret, "next": target})
        assert answer.headers["location"] == "/"
        assert client.post("/preferences", data={"csrf": "x", "next": target}).status_code == 403
        csrf = csrf_in(client.get("/").text)
        answer = client.post("/preferences", data={"csrf": csrf, "theme": "dark", "next": target})
        assert answer.headers["location"] == "/"


@pytest.mark.slow
def test_a_wrong_token_loses_nothing_else_that_was_given(served) -> None:
    """The name stays in its field, and so does the way back, in the other language too."""
    with browsing(served.service.url) as client:
        given = {"token": "pst_wrong", "who": 'Reviewer "A"', "next": "/compare?job=1&job=2"}
        page = client.post("/login", data=given)
        assert page.status_code == 403
        assert 'value="Reviewer &#34;A&#34;"' in page.text
        assert 'name="next" value="/compare?job=1&amp;job=2"' in page.text
        assert "pst_wrong" not in page.text
        back = re.findall(r'name="next" value="(/login[^"]*)"', page.text)[0].replace("&amp;", "&")
        answer = client.post("/preferences", data={"lang": "zh", "next": back})
        assert 'name="next" value="/compare?job=1&amp;job=2"' in client.get(answer.headers["location"]).text


def test_language_and_theme_are_kept_for_the_browser(served) -> None:
    """By the browser's wish at first, then by what was chosen, before the login as well."""
    with browsing(served.service.url) as client:
        assert '<html lang="en" data-theme="auto">' in client.get("/login").text
        assert '<html lang="zh-CN"' in client.get("/login", headers={"Accept-Language": "zh-CN,zh;q=0.9"}).text
        answer = client.post("/preferences", data={"lang": "zh", "next": "/login"})
        assert answer.headers["location"] == "/login"
        client.post("/preferences", data={"theme": "dark", "next": "/login"})
        assert '<html lang="zh-CN" data-theme="dark">' in client.get("/login").text
        client.post("/preferences", data={"theme": "<x>", "lang": "xx"})
        assert '<html lang="zh-CN" data-theme="dark">' in client.get("/login").text


@pytest.mark.slow
def test_without_tokens_the_pages_are_open_and_still_guarded(tmp_path: Path) -> None:
    """``serve --no-auth`` on loopback: nobody logs in, and a page of elsewhere changes nothing either."""
    url = f"sqlite:///{tmp_path / 'open.sqlite'}"
    with (
        service(tmp_path / "log", "--no-auth", "--workers", 0, reads=False, SUMMARIZER_DATABASE=url) as running,
        browsing(running.url) as client,
    ):
        page = client.get("/")
        assert page.status_code == 200
        assert "Log out" not in page.text
        assert client.post("/texts", data={"text": "x"}).status_code == 403
        headers = {"X-CSRF-Token": csrf_in(page.text)}
        answer = client.post("/texts", data={"text": "x"}, headers=headers)
        assert answer.status_code == 200
        (job,) = re.findall(r'id="row-(\w+)"', answer.text)
        assert client.get("/rows", params={"ids": job}).headers["X-Nobody-Reads"] == "true"
        assert 'id="nobody-reads">No process reads documents' in client.get("/").text
