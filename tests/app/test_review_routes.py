"""What the review page asks the server: answers, refusals, and that a decision sent twice is done once."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from review_pages import ready

from summarizer.app.review_data import labels_for
from summarizer.app.review_words import WORDS
from summarizer.messages import LANGUAGES, text

if TYPE_CHECKING:
    from conftest import Served

JSON = {"Accept": "application/json"}
STATIC = Path(__file__).parents[2] / "summarizer" / "app" / "static"


@pytest.fixture
def job(served: Served, request: pytest.FixtureRequest) -> str:
    """A document of the first person's, another one in each test."""
    from review_pages import PLAN

    return ready(served.url, f"{PLAN}{request.node.name}\n", owner="mine")


def items(served: Served, job: str) -> dict[str, dict]:
    answer = served.mine.client.get(f"/documents/{job}/items")
    assert answer.status_code == 200, answer.text
    return {one["key"]: one for one in answer.json()["items"]}


def decide(served: Served, job: str, decision: dict, **more: object):
    return served.mine.post(f"/documents/{job}/decisions", json={"decision": decision, **more}, headers=JSON)


def test_the_page_holds_no_item_and_its_answers_do(served: Served, job: str) -> None:
    page = served.mine.client.get(f"/documents/{job}")
    assert page.status_code == 200
    assert "plan.txt" in page.text
    assert "15所" not in page.text
    held = items(served, job)
    assert {one["group"] for one in held.values()} == {"goals", "measures", "targets"}
    text_held = served.mine.client.get(f"/documents/{job}/text").json()["text"]
    for one in held.values():
        assert text_held[one["item"]["start"] : one["item"]["end"]] == one["item"]["quote"]


@pytest.mark.parametrize("path", ["", "/items", "/text", "/news?since=0", "/history?key=g1", "/views?key=g1"])
def test_a_document_is_its_owners_alone(served: Served, job: str, path: str) -> None:
    assert served.other.client.get(f"/documents/{job}{path}").status_code == 404
    assert served.mine.client.get(f"/documents/{job}{path}").status_code == 200


@pytest.mark.parametrize("path", ["/decisions", "/check", "/rebase"])
def test_nothing_is_decided_without_the_pages_token(served: Served, job: str, path: str) -> None:
    answer = served.mine.client.post(f"/documents/{job}{path}", json={"decision": {"kind": "undo"}})
    assert answer.status_code == 403
    assert all(one["state"] == "open" for one in items(served, job).values())


def test_a_decision_answers_with_the_items_as_they_stand(served: Served, job: str) -> None:
    answer = decide(served, job, {"kind": "accept", "seen": {"g1": 0}}).json()
    assert [(one["key"], one["state"], one["by"]) for one in answer["items"]] == [("g1", "accepted", "mine")]
    assert answer["progress"]["decided"] == 1
    assert answer["can_undo"] is True
    assert items(served, job)["g1"]["version"] == answer["seq"]


def test_what_cannot_be_is_told_field_by_field(served: Served, job: str) -> None:
    target = next(one for one in items(served, job).values() if one["item"].get("value") == 15)
    edit = {"kind": "edit", "key": target["key"], "seen": 0, "fields": {"value": "16"}}
    answer = decide(served, job, edit)
    assert answer.status_code == 422
    assert "15" in answer.json()["problems"]["value"]
    checked = served.mine.post(f"/documents/{job}/check", json={"decision": edit}).json()
    assert checked["problems"] == answer.json()["problems"]
    assert items(served, job)[target["key"]]["item"]["value"] == 15


@pytest.mark.parametrize(
    "given", [{}, {"decision": None}, {"decision": {"kind": "dance"}}, {"decision": {"kind": "accept", "seen": {}}}]
)
def test_what_is_no_decision_is_refused(served: Served, job: str, given: dict) -> None:
    assert served.mine.post(f"/documents/{job}/decisions", json=given).status_code == 422


def test_a_later_decision_sees_the_earlier_one(served: Served, job: str) -> None:
    decide(served, job, {"kind": "reject", "seen": {"g1": 0}})
    answer = decide(served, job, {"kind": "accept", "seen": {"g1": 0}})
    assert answer.status_code == 409
    (change,) = answer.json()["conflict"]["changes"]
    assert (change["who"], change["kind"], change["after"]["state"]) == ("mine", "reject", "rejected")
    over = decide(served, job, {"kind": "accept", "seen": {"g1": 0}}, over=True)
    assert over.json()["items"][0]["state"] == "accepted"


@pytest.mark.parametrize(
    ("kind", "lost"), [("accept", "answer"), ("undo", "answer"), ("undo", "way"), ("redo", "answer"), ("add", "answer")]
)
def test_a_decision_that_is_sent_again_is_done_once(served: Served, job: str, kind: str, lost: str) -> None:
    """Whether it was done (its answer was lost) or not (it never came), and whatever else was done meanwhile."""
    whole = served.mine.client.get(f"/documents/{job}/text").json()["text"]
    start = whole.index("新建学校")
    decision = {
        "accept": {"kind": "accept", "seen": {"g2": 0}},
        "add": {"kind": "add", "group": "goals", "start": start, "end": start + 4},
    }.get(kind, {"kind": kind})
    for key in ("m1", "m2"):
        decide(served, job, {"kind": "accept", "seen": {key: 0}}, id=f"first {key}".replace(" ", "-"))
    if kind == "redo":
        decide(served, job, {"kind": "undo"})
        decide(served, job, {"kind": "undo"})
    done = decide(served, job, decision, id="mine").json() if lost == "answer" else None
    before = items(served, job)
    again = decide(served, job, decision, id="mine")
    assert again.status_code == 200
    told = again.json()
    assert told["already"] is (lost == "answer")
    if done is not None:
        assert items(served, job) == before
        assert {name: told[name] for name in ("seq", "kind", "keys", "versions", "gone")} == {
            name: done[name] for name in ("seq", "kind", "keys", "versions", "gone")
        }
    assert set(told["versions"].values()) == {told["seq"]}
    assert decide(served, job, {"kind": "undo"}, id="another").json()["already"] is False


def test_a_lost_answer_names_its_own_versions_beside_what_stands_now(served: Served, job: str) -> None:
    """The page may go on from what it did, not over what somebody did since."""
    done = decide(served, job, {"kind": "accept", "seen": {"g1": 0}}, id="one").json()
    later = decide(served, job, {"kind": "reject", "seen": {"g1": done["seq"]}}, id="two").json()
    told = decide(served, job, {"kind": "accept", "seen": {"g1": 0}}, id="one").json()
    assert told["versions"] == {"g1": done["seq"]}
    assert [(one["state"], one["version"]) for one in told["items"]] == [("rejected", later["seq"])]


HUGE = 10**40
MALFORMED: list[dict[str, object]] = [
    *({"decision": one} for one in ("abc", 5, [1, 2], None, {"kind": ["undo"]}, {"kind": {}}, {"kind": None}, {})),
    *({"decision": {"kind": "accept", "seen": {"g1": seen}}} for seen in (HUGE, -1, 2**31, "x", None)),
    *({"decision": {"kind": "accept", "seen": {key: 0}}} for key in ("\ud800", "\0", "g" * 99, "", "é")),
    {"decision": {"kind": "edit", "key": "g1", "seen": 0, "fields": {"text": "\ud800"}}},
    {"decision": {"kind": "edit", "key": "g1", "seen": 0, "fields": {"\ud800": 1}}},
    *({"decision": {"kind": "edit", "key": "g1", "seen": 0, "fields": {"parent": to}}} for to in (5, ["g2"], "g\0")),
    {"decision": {"kind": "edit", "key": "t1", "seen": 0, "fields": {"value": 10**400}}},
    {"decision": {"kind": "add", "group": "goals", "start": -HUGE, "end": HUGE}},
    {"decision": {"kind": "\ud800"}},
    *({"decision": {"kind": "undo"}, "id": entry} for entry in ("", "x" * 65, 5, "\ud800", "a\0")),
    {"decision": {"kind": "undo"}, "over": "perhaps"},
]


def test_what_is_malformed_is_refused(served: Served, job: str) -> None:
    for given in MALFORMED:
        sent = {"content": json.dumps(given).encode(), "headers": JSON}
        answer = served.mine.post(f"/documents/{job}/decisions", **sent)
        assert answer.status_code == answer.json()["status"] == 422, given
        checked = served.mine.post(f"/documents/{job}/check", **sent)
        assert checked.status_code == 422 or checked.json()["ok"] is False, given
    assert all(one["version"] == 0 for one in items(served, job).values())
    for ask in (f"news?since={'9' * 30}", "news?since=-1", "history?key=%00", f"views?key={'g' * 65}"):
        assert served.mine.client.get(f"/documents/{job}/{ask}").status_code == 422


def test_news_are_what_was_done_since(served: Served, job: str) -> None:
    seq = decide(served, job, {"kind": "accept", "seen": {"g1": 0}}).json()["seq"]
    decide(served, job, {"kind": "reject", "seen": {"g2": 0}})
    news = served.mine.client.get(f"/documents/{job}/news?since={seq}").json()
    assert [(one["kind"], one["keys"]) for one in news["events"]] == [("reject", ["g2"])]
    assert [one["state"] for one in news["items"]] == ["rejected"]
    assert news["seq"] == seq + 1
    assert served.mine.client.get(f"/documents/{job}/news?since={seq + 1}").json()["events"] == []


def test_what_was_added_and_undone_is_gone(served: Served, job: str) -> None:
    whole = served.mine.client.get(f"/documents/{job}/text").json()["text"]
    start = whole.index("新建学校")
    added = decide(served, job, {"kind": "add", "group": "goals", "start": start, "end": start + 4}).json()
    (key,) = added["keys"]
    undone = decide(served, job, {"kind": "undo"}).json()
    assert undone["gone"] == [key]
    assert key not in items(served, job)
    news = served.mine.client.get(f"/documents/{job}/news?since=0").json()
    assert news["gone"] == [key]


def test_a_history_names_what_was_edited(served: Served, job: str) -> None:
    decide(served, job, {"kind": "fill", "key": "g1", "seen": 0, "ledger": {"person": "Li", "date": "2023-06-30"}})
    (event,) = served.mine.client.get(f"/documents/{job}/history?key=g1").json()["events"]
    assert (event["kind"], event["who"]) == ("fill", "mine")
    assert event["what"]["ledger"] == {"person": "Li", "date": "2023-06-30"}


def test_the_page_speaks_the_persons_language(served: Served, job: str) -> None:
    page = served.mine.client.get(f"/documents/{job}", headers={"Accept-Language": "zh"})
    assert text("app-review-do-accept", "zh") in page.text
    assert 'lang="zh-CN"' in page.text


def test_scripts_say_only_words_that_there_are() -> None:
    """A word that is missing stops the script; one that no script says is sent for nothing."""
    scripts = "".join(path.read_text(encoding="utf-8") for path in sorted(STATIC.glob("review*.js")))
    held = {code.removeprefix("app-review-") for code in WORDS}
    calls = re.findall(r"say\(([^)]*)", scripts)
    said = {word for call in calls for word in re.findall(r'"([a-z][a-z-]*)"', call)}
    assert said & held >= {word for call in calls for word in re.findall(r'^"([a-z-]+)"', call)}
    families = [re.sub(r"\\\$\\\{.*", "[a-z-]+", re.escape(one)) for one in re.findall(r"say\(`([^`]*)`", scripts)]
    assert {word for word in held if not (word in said or any(re.fullmatch(one, word) for one in families))} == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_and_label_is_there(lang: str) -> None:
    assert [code for code in WORDS if text(code, lang) == code] == []
    labels = labels_for(lang)
    assert [name for family in labels.values() for name in family.values() if name.startswith("app-")] == []
