"""The checker guards the labels: whatever contradicts the text or the guide is refused in one line that names it."""

from __future__ import annotations

import copy
import json

import pytest

from summarizer.errors import GoldError
from summarizer.evaluation import load_gold, load_gold_dir
from summarizer.evaluation.gold import inspect_gold

TEXT = (
    "﻿某市2023年工作要点\r\n"
    "一、扩增优质资源\r\n"
    "到2023年底，新建学校9所、校舍面积2万平方米，实现集团办学全覆盖；新增学位xx个（责任单位：市教育局）。\r\n"
    "力争5月启动一期项目建设，建成6至10所示范校。\r\n"
)
PLAIN = TEXT.removeprefix("﻿").replace("\r\n", "\n")


def placed(quote, **fields):
    start = PLAIN.index(quote)
    return {"quote": quote, "start": start, "end": start + len(quote), **fields}


def target(quote, **fields):
    base = {"kind": "quantity", "indicator": quote[:2], "comparator": "=", "value": 1, "value_max": None}
    return placed(quote, **{**base, "unit": None, "deadline": None, "masked": False, **fields})


GOOD = {
    "document": "plan.txt",
    "guide": 1,
    "labelled": ["goals", "measures", "targets"],
    "meta": {"title": "某市2023年工作要点", "issuer": None, "period": "2023", "published": "2023-02-24"},
    "goals": [placed("扩增优质资源", level="section")],
    "measures": [
        placed("到2023年底，新建学校9所、校舍面积2万平方米，实现集团办学全覆盖", actors=[]),
        placed("新增学位xx个", actors=["市教育局"]),
        placed("力争5月启动一期项目建设，建成6至10所示范校", actors=[]),
    ],
    "targets": [
        target("新建学校9所", value=9, unit="所", indicator="新建学校", deadline="到2023年底"),
        target("校舍面积2万平方米", value=20000, unit="平方米", indicator="新建校舍面积"),
        target("实现集团办学全覆盖", kind="coverage", value=100, unit="%", indicator="集团办学全覆盖"),
        target("新增学位xx个", value=None, masked=True, unit="个", indicator="新增学位"),
        target("力争5月启动一期项目建设", kind="milestone", value=None, indicator="启动一期项目建设", deadline="5月"),
        target("建成6至10所示范校", comparator="range", value=6, value_max=10, unit="所", indicator="建成示范校"),
    ],
}


@pytest.fixture
def check(tmp_path):
    """Write the text and a gold file, return what load_gold makes of them."""
    (tmp_path / "plan.txt").write_bytes(TEXT.encode())

    def load(gold):
        path = tmp_path / "plan.json"
        path.write_text(gold if isinstance(gold, str) else json.dumps(gold, ensure_ascii=False), encoding="utf-8")
        return load_gold(path, tmp_path)

    return load


def changed(path, value):
    gold = copy.deepcopy(GOOD)
    *way, last = path
    place = gold
    for step in way:
        place = place[step]
    place[last] = value
    return gold


def test_a_good_file_is_read_in_the_offsets_of_the_document(check):
    """BOM dropped and CRLF turned to LF, as everywhere else in the project."""
    labelled = check(GOOD)
    assert labelled.text == PLAIN
    assert [item.quote for item in labelled.gold.items("goals")] == ["扩增优质资源"]


REFUSED = {
    "quote not at its offsets": (
        ("targets", 0, "start"),
        3,
        r"targets\[0\] 「新建学校9所」: quote does not stand at 3:",
    ),
    "offsets past the end": (("goals", 0, "end"), 9000, r"goals\[0\].*stand"),
    "unknown kind": (("targets", 1, "kind"), "amount", r"targets\[1\]\.kind"),
    "unknown level": (("goals", 0, "level"), "chapter", r"goals\[0\]\.level"),
    "unknown comparator": (("targets", 0, "comparator"), ">", r"targets\[0\]\.comparator"),
    "number as text": (("targets", 0, "value"), "9", r"targets\[0\]\.value"),
    "true as number": (("targets", 0, "value"), True, r"targets\[0\]\.value"),
    "unknown key": (("targets", 0, "valeu"), 9, r"targets\[0\]\.valeu"),
    "deadline of another sentence": (("targets", 0, "deadline"), "5月", r"targets\[0\].*deadline '5月'"),
    "empty deadline": (("targets", 0, "deadline"), "", r"deadline ''"),
    "unit that is not written": (("targets", 0, "unit"), "座", r"unit '座'"),
    "foreign indicator": (("targets", 0, "indicator"), "新建医院", r"indicator '新建医院'"),
    "masked with a value": (("targets", 3, "value"), 5, r"targets\[3\].*masked, yet it has a value"),
    "milestone with a value": (("targets", 4, "value"), 5, r"milestone, yet it has a value"),
    "milestone with a bound": (("targets", 4, "comparator"), "<=", r"milestone with comparator"),
    "quantity without a value": (("targets", 0, "value"), None, r"quantity without a value"),
    "range without an upper end": (("targets", 5, "value_max"), None, r"a range has a value_max"),
    "range upside down": (("targets", 5, "value_max"), 5, r"value_max 5 is not above"),
    "coverage of half": (("targets", 2, "value"), 50, r"coverage is value 100"),
    "actor from nowhere": (("measures", 1, "actors"), ["市财政局"], r"measures\[1\].*actor '市财政局'"),
    "unknown group": (("labelled",), ["goals", "aims"], r"labelled\[1\]"),
    "group twice": (("labelled",), ["goals", "measures", "targets", "goals"], r"names a group twice"),
    "items of an unlabelled group": (("labelled",), ["goals", "measures"], r"targets holds 6 items"),
    "nothing labelled": (("labelled",), [], r"labelled"),
    "another guide": (("guide",), 2, r"guide"),
    "missing document": (("document",), "other.txt", r"'other\.txt' does not stand in"),
    "document elsewhere": (("document",), "../plan.txt", r"does not stand in"),
    "date in prose": (("meta", "published"), "二月", r"meta\.published"),
    "labelled twice": (("targets", 1), GOOD["targets"][0], r"targets\[1\].*labelled twice"),
    "out of order": (("targets", 1), GOOD["targets"][5], r"targets\[2\].*sort by start"),
}


@pytest.mark.parametrize(("path", "value", "message"), REFUSED.values(), ids=REFUSED)
def test_contradictions_are_refused(check, path, value, message):
    """One line, with the file's name and the item's."""
    with pytest.raises(GoldError, match=message) as caught:
        check(changed(path, value))
    assert str(caught.value).startswith("plan.json: ")
    assert "\n" not in str(caught.value)


def test_zero_is_zero(check):
    """A target of kind zero with another value is refused."""
    gold = changed(("targets", 0), GOOD["targets"][0] | {"kind": "zero"})
    with pytest.raises(GoldError, match="zero is value 0"):
        check(gold)


def test_a_slid_quote_is_shown_where_it_stands(check):
    """Offsets that slid are the usual mistake; the line tells the right ones."""
    start = GOOD["goals"][0]["start"]
    with pytest.raises(GoldError, match=f"it stands at {start}:{start + 6}"):
        check(changed(("goals", 0, "start"), start + 1))


def test_a_labelled_group_must_be_there(check):
    """An empty list is a statement, a missing key is an oversight."""
    gold = {key: value for key, value in GOOD.items() if key != "goals"}
    with pytest.raises(GoldError, match="labelled names goals"):
        check(gold)


def test_two_targets_may_share_a_quote(check):
    """Two measures of one thing are two targets (20套、1502平方米)."""
    first = GOOD["targets"][0]
    gold = copy.deepcopy(GOOD)
    gold["targets"].insert(1, first | {"value": 8})
    assert len(check(gold).gold.targets) == 7


@pytest.mark.parametrize("content", ["", "{", "[]", '"text"', "{}", '{"document": 3}'])
def test_files_that_are_no_gold_are_refused(check, content):
    """Never a traceback of a JSON or schema library."""
    with pytest.raises(GoldError, match=r"^plan\.json: "):
        check(content)


def test_a_text_in_another_encoding_is_named(check, tmp_path):
    """Offsets of a text that had to be guessed at would be worth nothing."""
    (tmp_path / "plan.txt").write_bytes(PLAIN.encode("gb18030"))
    with pytest.raises(GoldError, match="not UTF-8"):
        check(GOOD)


def test_all_problems_are_listed_for_mending(check, tmp_path):
    """--check shows everything at once, load_gold the first and how many more."""
    gold = changed(("targets", 0, "unit"), "座")
    gold["goals"][0]["start"] += 1
    with pytest.raises(GoldError, match="and 1 more"):
        check(gold)
    _, found = inspect_gold(tmp_path / "plan.json", tmp_path)
    assert len(found) == 2


def test_a_folder_without_gold_says_so(tmp_path):
    """An empty folder is a wrong path, not a perfect score."""
    with pytest.raises(GoldError, match="--gold"):
        load_gold_dir(tmp_path, tmp_path)
