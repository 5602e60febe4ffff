"""Answers that a model should not give: Hypothesis strategies, and a server that gives them.

The probe and the capability check are answered honestly, so that the hostile answers reach the questions that matter.
"""

from __future__ import annotations

import json
import re

from endpoint_samples import KNOWN, known_answer, wise
from hypothesis import strategies as st
from server import ChatServer, instance

PLAN = """某市教育局2023年工作要点
一、扩大优质资源供给
1.加快学校建设。新建、改扩建中小学幼儿园80所，持续扩大学位供给。改造农村薄弱幼儿园70所，继续抓好强镇筑基试点镇中小学幼\
儿园办学质量提升，加强监测和指导，加快国家学前教育普及普惠县和义务教育优质均衡发展县创建工作，覆盖率达到九成。
2.加强队伍建设。骨干教师1.2万名。学校５所。力争达到百分之九十五。完成教师公寓三百套、食堂20个，投资3.5亿元。
二、提升治理水平
1.推进改革。待建成后，预增班额102个。全市共有学校45所。可容纳学生2000人，占比三分之二，第8批，2-1=1，编号A80。
2.推动平均水平达到先进水平。年底前全部完成。培育6至10所示范校，覆盖3个以上区县；共计1，200名教师参加，约半数达标。
"""
_SPELLINGS = {
    "80": (
        "81",
        "８０",
        "800",
        "8 0",
        "8\u200b0",
        "八十",
        "捌拾",
        "⑧⓪",
        "80万",
        "80%",
        "80％",
        "0.8",
        "\u202e08",
        "٨٠",
        "８1",
    ),
    "70": ("71", "七十", "七", "70余", "-70", "70‰", "7\u03380", "1/70", "⁷⁰"),
    "1.2万": ("1.2", "12000", "1.2亿", "一万二", "2万", "1,2万", "1。2万"),
    "三百": ("300", "三百万", "叁佰", "三", "二百", "卅"),
    "百分之九十五": ("95%", "九十五", "百分之九十", "95", "百分之百"),
    "九成": ("90%", "九", "十成"),
    "102": ("1O2", "10", "2", "一百零二", "①02"),
    "6至10": ("6", "10", "6至100", "16至10"),
    "1，200": ("1", "200", "1200", "1,200"),
}
_UNITS = ("所", "个", "%", "％", "万", "亿元", "元", "名", "套", "批", "成", "人", "", "分之二", "学校", "余所")
_LEAKS = (
    "公开招聘教师300名", "健全教师轮岗制度", "新增公办学位2000个", "征求群众意见", "1:80所", "2:70所",
    "1:改造农村薄弱幼儿的标题", '{"answer": "承诺"}', "others", "承诺", "是", "g1", "t1", "t99", "m7",
)  # fmt: skip
_ODD = (
    "",
    " ",
    "\n",
    "\x00",
    "\x1b[31m80",
    "\u202e",
    "\ufeff",
    "…",
    "8" * 400,
    "所" * 5000,
    "😀80",
    "null",
    "\ud83d",
    "[]",
    "{{ 80 }}",
)


@st.composite
def pieces(draw):
    """A stretch of the plan, as it stands or with one of its numbers written in another way."""
    start = draw(st.integers(0, len(PLAN) - 2))
    words = PLAN[start : start + draw(st.integers(1, 60))].strip("\n")
    for number in draw(st.lists(st.sampled_from(sorted(_SPELLINGS)), max_size=2)):
        words = words.replace(number, draw(st.sampled_from(_SPELLINGS[number])))
    for digit in draw(st.lists(st.sampled_from("0123456789"), max_size=1)):
        words = re.sub(r"\d", digit, words, count=1)
    return words


@st.composite
def clauses(draw):
    """A clause of the plan, whole, which a check has the least reason to refuse, with or without another number."""
    words = draw(st.sampled_from([c for c in re.split(r"[，。；、\n]", PLAN) if len(c) > 3]))
    number = draw(st.sampled_from(sorted(_SPELLINGS)))
    return words.replace(number, draw(st.sampled_from((number, *_SPELLINGS[number]))))


def texts():
    """Any text of an answer."""
    numbers = st.sampled_from([n for known, others in _SPELLINGS.items() for n in (known, *others)])
    return st.one_of(
        clauses(),
        pieces(),
        st.tuples(pieces(), numbers, st.sampled_from(_UNITS)).map("".join),
        st.sampled_from((*_LEAKS, *_ODD)),
        st.text(max_size=20),
    )


@st.composite
def entries(draw):
    """An entry of the open list: mostly a stretch of the plan with a number of it."""
    quote = draw(st.one_of(clauses(), pieces(), texts()))
    inside = re.findall(r"[\d.]+|[零一二三四五六七八九十百千万亿]+", quote) or ["8"]
    number = draw(st.one_of(st.sampled_from(inside), texts()))
    after = quote.partition(number or "8")[2]
    unit = draw(st.one_of(st.just(after[:1]), st.just(after[:2]), st.sampled_from(_UNITS)))
    return {"quote": quote, "number": number, "unit": unit, "indicator": draw(st.one_of(st.just(quote[:4]), texts()))}


class Reply:
    """One completion: how its leaves are filled, and what is done to the JSON text afterwards."""

    def __init__(self, leaves, others, cites, damage):
        self.leaves, self.others, self.cites, self.damage = leaves, others, cites, damage

    def __repr__(self):
        return f"Reply({self.leaves!r}, {self.others!r}, {self.cites!r}, {self.damage!r})"

    def text(self, schema, request):
        """The body of the answer."""
        used = iter(self.leaves * 40)

        def leaf(path, part, _request):
            if path[-1:] == ("others",):
                return self.others
            if path == ("answers",):
                return [{"ref": ref, "answer": next(used)[:40]} for ref in refs(request)]
            if path == ("sentences",):
                return [{"cites": self.cites, "text": next(used)} for _ in range(3)]
            if "enum" in part:
                word = next(used)
                return part["enum"][len(word) % len(part["enum"])]
            if part.get("type") == "string":
                word = next(used)[: part.get("maxLength", 99)]
                return word.ljust(part.get("minLength", 0), "所")
            return None

        whole = json.dumps(instance(schema, leaf, request), ensure_ascii=False)
        key = next(iter(schema.get("properties", {"x": 0})))
        return {
            "none": whole,
            "twice": '{"' + key + '": "承诺", ' + whole[1:],
            "twice after": whole[:-1] + f', "{key}": "81所"' + "}",
            "nested": json.dumps({"answers": whole, key: {key: whole}}, ensure_ascii=False),
            "more": whole[:-1] + ', "value": 81, "targets": [{"value": 81}]}',
            "fenced": f"新增81所。\n```json\n{whole}\n```\n以上共81所。",
            "cut": whole[: len(whole) // 2],
            "bare": self.leaves[0],
        }[self.damage].replace("\ud83d", "?")


def refs(request):
    """The refs that an ``echo`` request asks for, out of the form that it shows."""
    asked = request["messages"][1]["content"]
    form = json.JSONDecoder().raw_decode(asked, asked.index('{"answers"'))[0] if '{"answers"' in asked else {}
    return [entry["ref"] for entry in form.get("answers", ())]


def replies():
    """A reply that mostly fits the schema: what does not is asked again and comes to nothing."""
    damages = ("none",) * 9 + ("twice", "twice after", "nested", "more", "fenced", "cut", "bare")
    cites = st.lists(st.sampled_from(("g1", "g2", "t1", "t2", "t4", "t5", "m1")), min_size=1, max_size=3)
    return st.builds(
        Reply,
        st.lists(texts(), min_size=1, max_size=12),
        st.lists(entries(), max_size=3),
        cites,
        st.sampled_from(damages),
    )


class HostileServer(ChatServer):
    """Gives ``replies`` in turn to whatever is asked about a document."""

    def __init__(self, **more):
        super().__init__(wise, **more)
        self.replies = []
        self._turn = 0

    def _text(self, request, schema, fault):
        asked = request["messages"][-1]["content"]
        trial = "qv7" in json.dumps(request, ensure_ascii=False) or any(key[-12:] in asked for key in KNOWN)
        if trial and schema and "answers" in schema.get("properties", {}) and "qv7" not in json.dumps(request):
            given = [{"ref": ref, "answer": known_answer(ref, asked) or "承诺"} for ref in refs(request)]
            return json.dumps({"answers": given, "others": []}, ensure_ascii=False)
        if trial or fault or not self.replies or schema is None:
            return super()._text(request, schema, fault)
        self._turn += 1
        return self.replies[self._turn % len(self.replies)].text(schema, request)
