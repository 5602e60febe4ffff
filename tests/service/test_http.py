"""The service over HTTP, by its real command on loopback: what each route answers."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from http_service import PLAN, V1, ended, problem
from programs import QINGDAO

from summarizer import Summary, summarize

if TYPE_CHECKING:
    from conftest import Served

pytestmark = pytest.mark.slow


def test_a_text_and_a_file_give_what_the_command_line_gives(over_http: Served) -> None:
    """The same summary as the library's, by JSON and by a form; given again it is the one that there is."""
    made = over_http.mine.post(V1, json={"text": PLAN, "with_text": True, "name": "计划"})
    assert made.status_code == 201
    held = made.json()
    assert made.headers["location"] == f"{V1}/{held['id']}"
    assert held["state"] == "done"
    found = Summary.model_validate(held["summary"])
    found.check(found.document.text or "")
    assert found.document.name == held["name"] == "计划.txt"
    assert {target.value for target in found.targets} == {9, 20}
    data = QINGDAO.read_bytes()
    form = over_http.mine.post(
        V1, files={"file": ("../青岛.txt", data)}, data={"only": ["goals", "targets"], "priority": -3}
    )
    assert form.status_code == 201
    expected = summarize(QINGDAO, only=["goals", "targets"])
    got = Summary.model_validate(form.json()["summary"])
    assert (got.goals, got.targets, got.measures) == (expected.goals, expected.targets, expected.measures)
    assert form.json()["priority"] == -3
    again = over_http.mine.post(V1, files={"file": ("青岛.txt", data)}, data={"only": "goals,targets"})
    assert (again.status_code, again.json()["id"]) == (200, form.json()["id"])
    later = over_http.mine.post(
        V1, json={"text": PLAN + "到2026年，新建医院3所。\n"}, headers={"Prefer": "respond-async"}
    )
    assert later.status_code == 202
    assert later.json()["summary"] is None
    assert ended(over_http.mine, later.headers["location"])["state"] == "done"


def test_a_summary_in_every_format(over_http: Served) -> None:
    """By ``Accept`` and by ``?format=``, with its media type, as a file to be kept; Word and Excel open."""
    place = over_http.mine.post(V1, json={"text": PLAN, "name": '市 计划".md'}).headers["location"]
    formats = {
        "docx": "wordprocessingml.document", "xlsx": "spreadsheetml.sheet", "html": "text/html", "csv": "text/csv",
        "md": "text/markdown", "jsonl": "application/x-ndjson", "ics": "text/calendar", "stratml": "application/xml",
        "console": "text/plain", "json": "application/json", "labelstudio": "application/json",
        "doccano": "application/x-ndjson", "webannotation": "application/ld+json", "brat": "application/zip",
    }  # fmt: skip
    for name, media in formats.items():
        answer = over_http.mine.get(place, params={"format": name, "lang": "en"})
        assert answer.status_code == 200, (name, answer.text)
        assert media in answer.headers["content-type"], name
        assert answer.headers["content-disposition"].startswith("attachment; filename="), name
        assert answer.headers["content-disposition"].isascii()
        assert "filename*=UTF-8''%E5%B8%82%20%E8%AE%A1%E5%88%92%22." in answer.headers["content-disposition"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        if name in {"docx", "xlsx", "brat"}:
            with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
                assert archive.testzip() is None
        else:
            assert "20" in answer.text
    asked = {
        "text/html": "text/html", "text/csv;q=0.5, text/markdown": "text/markdown", "*/*": "application/json",
        "application/xml, application/json": "application/xml",
    }  # fmt: skip
    for accept, media in asked.items():
        assert over_http.mine.get(place, headers={"Accept": accept}).headers["content-type"].startswith(media)
    problem(over_http.mine.get(place, headers={"Accept": "image/png"}), 406, "http-not-acceptable")
    problem(over_http.mine.get(place, params={"format": "gif"}), 422, "http-invalid")
    assert Summary.model_validate(over_http.mine.get(place, params={"format": "json"}).json()).targets


def test_a_document_that_cannot_be_read_is_an_answer(over_http: Served) -> None:
    """Its state and error, in the client's language; an export of it is refused with the same code."""
    made = over_http.mine.post(V1, files={"file": ("a.docx", b"PK\x03\x04 no zip")}, headers={"Accept-Language": "zh"})
    assert made.status_code == 201
    held = made.json()
    assert (held["state"], held["summary"]) == ("failed", None)
    assert held["error"]["code"]
    assert "a.docx" in held["error"]["detail"]
    problem(over_http.mine.get(made.headers["location"], params={"format": "docx"}), 409, held["error"]["code"])
    problem(over_http.mine.post("/v1/comparisons", json={"summaries": [held["id"]] * 2}), 409, held["error"]["code"])
    again = over_http.mine.post(V1, files={"file": ("a.docx", b"PK\x03\x04 no zip")})
    assert again.json()["id"] == held["id"]
    assert ended(over_http.mine, made.headers["location"])["state"] == "failed"


def test_a_key_makes_a_request_happen_once(over_http: Served) -> None:
    """Sent again it is the same answer, with another body it is refused, and it is the owner's own."""
    key = {"Idempotency-Key": "a-1"}
    first = over_http.mine.post(V1, json={"text": PLAN + "钥匙。\n"}, headers=key)
    again = over_http.mine.post(V1, json={"text": PLAN + "钥匙。\n"}, headers=key)
    assert first.json()["id"] == again.json()["id"]
    problem(over_http.mine.post(V1, json={"text": PLAN}, headers=key), 409, "idempotency-key-reused")
    assert over_http.other.post(V1, json={"text": PLAN}, headers=key).status_code in {200, 201}
    problem(over_http.mine.post(V1, json={"text": PLAN}, headers={"Idempotency-Key": "x" * 256}), 422, "http-invalid")
    assert over_http.mine.delete(first.headers["location"]).status_code == 204
    assert over_http.mine.post(V1, json={"text": PLAN}, headers=key).status_code in {200, 201}


def test_a_list_in_pages(over_http: Served) -> None:
    """The newest first, each once, while others come; by state."""
    with over_http.service.client(over_http.tokens.create("lister", days=1)[0]) as client:
        ids = [client.post(V1, json={"text": f"{PLAN}第{n}份。\n"}).json()["id"] for n in range(5)]
        seen, params = [], {"limit": 2}
        while True:
            page = client.get(V1, params=params).json()
            assert all("summary" not in one for one in page["items"])
            seen += [one["id"] for one in page["items"]]
            if len(seen) == 2:
                client.post(V1, json={"text": PLAN})
            if page["next"] is None:
                break
            params["cursor"] = page["next"]
        assert seen == ids[::-1]
        assert client.get(V1, params={"state": ["failed", "queued"]}).json()["items"] == []
        assert len(client.get(V1, params={"state": "done"}).json()["items"]) == 6


def test_the_link_to_the_next_page_asks_for_the_same(over_http: Served) -> None:
    """Who follows it finds only the states that were asked for, on every page."""
    with over_http.service.client(over_http.tokens.create("follower", days=1)[0]) as client:
        client.post(V1, files={"file": ("a.docx", b"PK\x03\x04 no zip")})
        ids = [client.post(V1, json={"text": f"{PLAN}第{n}份。\n"}).json()["id"] for n in range(3)]
        page = client.get(V1, params={"limit": 1, "state": ["done", "incomplete"]})
        seen = [one["id"] for one in page.json()["items"]]
        while "next" in page.links:
            page = client.get(page.links["next"]["url"])
            seen += [one["id"] for one in page.json()["items"]]
        assert seen == ids[::-1]


def test_events_follow_a_document_to_its_end(over_http: Served) -> None:
    """Server-sent events, each a change, the last one the end; of one that has ended, its end alone."""
    made = over_http.mine.post(V1, json={"text": PLAN * 300}, headers={"Prefer": "respond-async"})
    path = made.headers["location"] + "/events"
    with over_http.mine.stream("GET", path) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        told = [json.loads(line[6:]) for line in stream.iter_lines() if line.startswith("data: ")]
    assert told[-1]["state"] == "done"
    assert len({json.dumps(one) for one in told}) == len(told)
    assert over_http.mine.get(path).text.count("data: ") == 1


def test_comparisons_and_reconciliations_of_ones_own(over_http: Served) -> None:
    """As JSON and in other formats, what the library makes of the same documents."""
    report = "一、完成情况\n建成标准化学校21所。新建学校9所。\n"
    plan, later = (
        over_http.mine.post(V1, json={"text": t, "name": n}).json()["id"] for t, n in ((PLAN, "p"), (report, "r"))
    )
    made = over_http.mine.post("/v1/comparisons", json={"summaries": [plan, later]})
    assert made.status_code == 200
    assert {row["indicator"] for row in made.json()["rows"]} == {"建成标准化学校", "新建学校"}
    tracked = over_http.mine.post("/v1/reconciliations", json={"plan": plan, "reports": [later, later]}).json()
    assert [document["name"] for document in tracked["reports"]] == ["r.txt", "r (2).txt"]
    assert [item["outcome"] for item in tracked["items"]] == ["exceeded", "fulfilled"]
    same = over_http.mine.post("/v1/comparisons", json={"summaries": [later, later]}).json()
    assert [document["name"] for document in same["documents"]] == ["r.txt", "r (2).txt"]
    for path, asked in (
        ("/v1/comparisons", {"summaries": [plan, later]}),
        ("/v1/reconciliations", {"plan": plan, "reports": [later]}),
    ):
        for name in ("docx", "xlsx", "html", "md", "csv", "console"):
            answer = over_http.mine.post(path, json=asked, params={"format": name, "lang": "en"})
            assert answer.status_code == 200, (name, answer.text)
            assert answer.content
        problem(over_http.mine.post(path, json=asked, params={"format": "brat"}), 422, "http-invalid")
    problem(over_http.mine.post("/v1/comparisons", json={"summaries": [plan]}), 422, "http-invalid")


@pytest.mark.office
def test_a_summary_as_pdf(over_http: Served) -> None:
    """LibreOffice makes it within the bounds of an export."""
    place = over_http.mine.post(V1, json={"text": PLAN}).headers["location"]
    answer = over_http.mine.get(place, headers={"Accept": "application/pdf"})
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(b"%PDF-")
