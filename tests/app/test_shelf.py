"""The shelf over HTTP: what is given, found, read, tried again and deleted; whatever a document holds stays text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from app_pages import visitor, word_file
from reviews import PLAN

from summarizer.batch.database import Database
from summarizer.batch.store import packed
from summarizer.batch.tables import heads, inputs, jobs, results, reviews

if TYPE_CHECKING:
    from app_pages import Visitor

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture
def person(served, request) -> Visitor:
    """Somebody with an empty shelf."""
    return visitor(served.service.url, served.tokens.create(request.node.name[:60], days=1)[0])


def row_of(person: Visitor, job: str) -> str:
    return person.client.get(f"/rows?ids={job}").text


def cells(row: str) -> list[str]:
    """The texts of a row's cells."""
    return [re.sub(r"<[^>]+>", " ", one).strip() for one in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]


def test_a_word_file_is_read_and_counted(person) -> None:
    job = person.read("工作要点.docx", word_file(PLAN))
    row = row_of(person, job)
    assert "某市教育局2023年工作要点" in row
    assert "工作要点.docx" in row
    assert cells(row)[2:8] == ["某市教育局", "2023", "2", "4", "8", "0"]
    assert "not reviewed" in row


def test_a_pasted_text_is_named_by_its_first_line(person) -> None:
    answer = person.post("/texts", data={"text": "\r\n一、目标：\r\n建成学校20所。"})
    assert "一、目标：.txt" in answer.text
    named = person.post("/texts", data={"text": "建成学校30所。", "name": "../a/b:c"})
    assert "<span>a b c.txt</span>" in named.text
    for body in ({"text": " \n "}, {}):
        assert person.post("/texts", data=body).json()["code"] == "app-no-text"


def test_what_is_given_twice_is_one_document(person) -> None:
    assert person.add("one.txt", PLAN.encode()) == person.add("two.txt", PLAN.encode())


def test_a_broken_file_costs_its_own_row_alone(person) -> None:
    """It says why, and is tried again when that is asked for; one that is nothing is refused at once."""
    broken = person.read("broken.docx", b"PK\x03\x04" + b"\0" * 200)
    fine = person.read("fine.txt", PLAN.encode())
    row = row_of(person, broken)
    assert "could not be read" in row
    assert 'class="why"' in row
    assert "Try again" in row
    assert "not reviewed" in row_of(person, fine)
    assert f'id="row-{broken}"' in person.post(f"/documents/{broken}/retry").text
    empty = person.post("/documents", files={"file": ("empty.txt", b"")})
    assert (empty.status_code, empty.json()["detail"]) == (422, "empty.txt is empty.")


@pytest.mark.parametrize("text", [" \n\t\u3000", "。。——\n", "\ufeff \n"])
def test_a_text_that_says_nothing_is_refused_as_an_empty_one_is(person, text: str) -> None:
    """Neither a letter nor a digit of any script; a file of another kind is read first."""
    answer = person.post("/documents", files={"file": ("blank.txt", text.encode())})
    assert (answer.status_code, answer.json()["code"]) == (422, "app-blank-file")
    assert person.post("/texts", data={"text": text}).json()["code"] == "app-no-text"
    assert person.add("five.txt", "５".encode())


def test_a_document_in_which_nothing_was_found_says_so(person) -> None:
    """It is no plan that waits for its review, unless somebody adds to it what was missed."""
    row = row_of(person, person.read("photo.exe", b"MZ"))
    assert "nothing found" in row
    assert "not reviewed" not in row


def test_rows_of_a_search_and_their_number(person) -> None:
    """What a list that is searched asks of a new document; the count is that of the moment."""
    job = person.read("a.txt", PLAN.encode())
    assert f"row-{job}" in person.client.get("/rows", params={"ids": job, "q": "教育局"}).text
    assert person.client.get("/rows", params={"ids": job, "q": "公安局"}).text.strip() == ""
    assert "1 in all" in person.client.get("/foot").text
    assert "1 found" in person.client.get("/foot", params={"q": "教育局"}).text
    person.post(f"/documents/{job}/delete")
    assert 'data-total="0"' in person.client.get("/foot").text


def test_what_is_too_large_is_told_the_limit(person) -> None:
    answer = person.post("/documents", files={"file": ("large.docx", b"0" * 30_000_001)})
    assert answer.status_code == 413
    assert "30 MB" in answer.json()["detail"]


@pytest.mark.parametrize("words", ["实验区", "OTHER-NAME", "实验区 教育局", "100%_"])
def test_search_over_titles_and_names(person, words: str) -> None:
    """Every word counts, in any case; what stands for other characters elsewhere is itself."""
    wanted = person.read("other-name 100%_.txt", PLAN.replace("某市教育局", "实验区教育局").encode())
    other = person.read("plan 100x.txt", PLAN.encode())
    found = person.client.get("/", params={"q": words}, headers={"HX-Request": "true"}).text
    assert f"row-{wanted}" in found
    assert f"row-{other}" not in found
    assert "<html" not in found
    assert "No document has these words" in person.client.get("/", params={"q": f"{words} nothing"}).text


def test_fifty_on_a_page_in_the_order_that_is_asked_for(person) -> None:
    ids = [person.add(f"{number:02}.txt", f"第{number}份".encode()) for number in range(52)]
    first = re.findall(r'id="row-(\w+)"', person.client.get("/").text)
    assert first == ids[:1:-1]
    last = person.client.get("/?page=2").text
    assert re.findall(r'id="row-(\w+)"', last) == ids[1::-1]
    assert "page 2 of 2 (52 documents)" in last
    assert re.findall(r'id="row-(\w+)"', person.client.get("/?sort=title").text)[:3] == ids[:3]
    assert re.findall(r'id="row-(\w+)"', person.client.get("/?page=99").text) == ids[1::-1]
    assert person.client.get("/?sort=nothing").status_code == 422


def test_delete_leaves_nothing(served, person) -> None:
    """Job, text, result, line of the shelf and review are gone from the database."""
    text = PLAN.replace("15所", "1808所")
    job = person.read("gone.txt", text.encode())
    assert person.client.get(f"/documents/{job}/gold?partial=true").status_code == 200  # begins a review
    assert person.post(f"/documents/{job}/delete").status_code == 200
    assert row_of(person, job).strip() == ""
    with Database.open(served.url) as database:
        for table, column in ((jobs, "id"), (results, "job"), (heads, "job"), (reviews, "job")):
            assert database.rows(sa.select(table).where(table.c[column] == job)) == []
        held = database.rows(sa.select(inputs.c.data))
        assert not any(row.data and "1808所".encode() in row.data for row in held)


def test_markup_in_a_document_stays_text(person) -> None:
    """In its name, title and content, on the shelf, in errors, comparisons and their exports."""
    text = f"{HOSTILE}市2023年工作要点\n一、{HOSTILE}目标\n新建{HOSTILE}学校20所。\n"
    first = person.read(f"{HOSTILE}.txt", text.encode())
    second = person.read("b.txt", text.replace("20所", "30所").encode())
    person.read(f"{HOSTILE}.docx", b"PK\x03\x04" + b"\0" * 99)
    pages = [
        person.client.get("/").text,
        row_of(person, first),
        person.client.get(f"/documents/{first}/exports").text,
        person.client.get(f"/compare?job={first}&job={second}").text,
        person.client.get(f"/track?job={first}&job={second}").text,
        person.client.get("/", params={"q": HOSTILE}).text,
    ]
    for page in pages:
        assert "<img src=x" not in page
        assert "<script>alert" not in page
    assert "&lt;img src=x" in pages[0]
    assert "&lt;img src=x" in pages[3]


def test_the_review_state_is_told(served, person) -> None:
    """Not begun, so many of so many, done."""
    from reviews import reviews_of

    from summarizer.review.decisions import AcceptItems

    job = person.read("state.txt", PLAN.replace("15所", "19所").encode())
    with Database.open(served.url) as database:
        store = reviews_of(database)
        items = store.items(job)
        store.decide(job, AcceptItems(seen={items[0].key: items[0].version}), "x")
        assert f"1 of {len(items)} reviewed" in row_of(person, job)
        store.decide(job, AcceptItems(seen={one.key: one.version for one in items[1:]}), "x")
        assert '<span class="chip good">reviewed</span>' in row_of(person, job)


def test_what_was_read_again_since_its_review_is_not_called_reviewed(served, person) -> None:
    from reviews import read, reviews_of

    from summarizer.review.decisions import AcceptItems

    job = person.read("again.txt", PLAN.replace("15所", "17所").encode())
    with Database.open(served.url) as database:
        store = reviews_of(database)
        store.decide(job, AcceptItems(seen={one.key: one.version for one in store.items(job)}), "x")
        newer = sa.update(results).where(results.c.job == job).values(summary=packed(read(PLAN)))
        database.transact(lambda connection: connection.execute(newer))
        database.transact(lambda connection: connection.execute(sa.update(jobs).where(jobs.c.id == job).values(run=1)))
    assert '<span class="chip warn">read again since the review</span>' in row_of(person, job)


def test_the_order_of_what_is_to_be_checked_is_that_of_what_rows_show(served, person) -> None:
    """A document of which a person decided all is behind one that nobody looked at."""
    from reviews import reviews_of

    from summarizer.review.decisions import AcceptItems

    doubtful = "一是社区教育树品牌。抓实学习体系建设。\n"
    one = person.read("one.txt", (PLAN + f"三、统筹各类教育发展\n{doubtful}").encode())
    two = person.read(
        "two.txt", (PLAN + f"三、统筹各类教育发展\n{doubtful}二是民办教育立规范。坚持常态监管。\n").encode()
    )

    def order() -> list[str]:
        return re.findall(r'id="row-(\w+)"', person.client.get("/?sort=unsure").text)

    assert order() == [two, one]
    with Database.open(served.url) as database:
        store = reviews_of(database)
        store.decide(two, AcceptItems(seen={one.key: one.version for one in store.items(two)}), "x")
    assert order() == [one, two]
