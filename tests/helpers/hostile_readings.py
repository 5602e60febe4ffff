"""Readings that a model should not give: any answer that the request's schema allows, and worse ones.

An answer is drawn from the schema itself, so that a keyword that is forgotten there is seen here.
"""

from __future__ import annotations

import json
import re

from endpoint_samples import PROFILE
from hypothesis import strategies as st
from reading_server import ReadingServer, asked_in, is_reading

from summarizer.documents import from_text
from summarizer.engines.endpoint.reading.lines import lines_of
from summarizer.engines.endpoint.reading.questions import answer_model
from summarizer.models import GROUPS
from summarizer.structure import outline

PLANS = {
    "zh": """某市体育局2026年工作要点
一、完善场地设施
新建、改扩建社区球场80处，持续方便群众健身。改造老旧场馆70座，11月底前完成验收。不得新建收费场馆15座。
二、提升服务水平
培训社会指导员三百名，覆盖率达到九成。不要求全部站点统一配备器材。全部公园开放，实现重大事故零发生。
现有球场45处。对达标街道每个补助20万元。2027年6月底前建成市民中心，满意度不低于上年水平。
""",
    "en": """Harbour District Sports Plan 2026-2028

Goal 1: Places to play
We will build at least 80 courts by the end of 2027, so that people can play close to their homes.
The district will not close all pools, and it will never sell 15 fields without a vote.
Renew 70 halls and train twelve coaches by June 2026; all parks will stay open.
Goal 2: Better service
Raise the share of members from 40% to 65 percent. The district has 45 clubs today.
Each club gets a grant of up to $2,000. Injuries will be no higher than last year, and none will be fatal.
""",
    "de": """Sportplan der Stadt 2028

1. Plätze schaffen
Bis Ende 2027 bauen wir mindestens 80 Plätze für die Kinder und die Jugend der Stadt.
Wir schließen die Bäder in den 15 Orten nicht. Nicht alle Hallen werden im Juni 2026 saniert.
2. Angebote verbessern
Der Anteil der Mitglieder steigt von 40 auf 65 Prozent; alle Parks bleiben offen. Keine Halle steht leer.
Die Stadt hat heute 45 Vereine und gibt jedem Verein einen Zuschuss von 2.000 Euro. Im Mai 2027 öffnet das Bad.
""",
}
NUMBERS = {
    "zh": {"80": 80, "70": 70, "15": 15, "三百": 300, "九成": 90, "45": 45, "20": 20, "20万": 200_000, "零": 0},
    "en": {"80": 80, "15": 15, "70": 70, "twelve": 12, "40": 40, "65": 65, "45": 45, "2,000": 2000, "$2,000": 2000,
           "1": 1, "2": 2, "none": 0, "no": 0},
    "de": {"80": 80, "15": 15, "40": 40, "65": 65, "45": 45, "2.000": 2000},
}  # fmt: skip
"""How each number of a plan is written, and what a person reads there."""
_ODD = ("", " ", "\n", "\x00", "\x1b[31m80", "\u202e08", "…", "8" * 200, "处" * 300, "null", "{}", "٨٠", "80", "⑧⓪",
        "2030", "2030年底前", "by 2030", "99", "不少于", "at least", "höchstens", "more than 99")  # fmt: skip


def stretches(text):
    """Words of a text: a clause, a part of one, with a number changed or a denial dropped, or from elsewhere."""
    clauses = [part.strip() for part in re.split(r"[，。；、\n,;.]", text) if part.strip()]
    cut = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 40)).map(lambda at: text[at[0] : at[0] + at[1]])
    denials = "不得|不要求|不|not |never |without |no |Nicht |nicht|Keine "
    return st.one_of(
        st.sampled_from(clauses),
        st.sampled_from(clauses).map(lambda one: re.sub(denials, "", one)),
        st.sampled_from(clauses).flatmap(lambda one: st.integers(0, len(one) - 1).map(lambda at: one[at:])),
        st.sampled_from(clauses).map(lambda one: re.sub(r"\d+", "99", one)),
        cut,
        st.sampled_from(_ODD),
        st.text(max_size=12),
    )


def answers(schema, words, root=None):
    """Any value that a JSON schema allows; its strings are mostly ``words``."""
    root = root or schema
    if "$ref" in schema:
        return answers(root["$defs"][schema["$ref"].rsplit("/", 1)[-1]], words, root)
    if "anyOf" in schema:
        return st.one_of(*(answers(part, words, root) for part in schema["anyOf"]))
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if schema.get("type") == "object":
        return st.fixed_dictionaries({key: answers(part, words, root) for key, part in schema["properties"].items()})
    if schema.get("type") == "array":
        items = answers(schema["items"], words, root)
        return st.lists(items, min_size=schema.get("minItems", 0), max_size=min(schema.get("maxItems", 6), 6))
    least, most = schema.get("minLength", 0), schema.get("maxLength", 400)
    return words.map(lambda one: one[:most].ljust(least, "所"))


@st.composite
def replies(draw, text, shape):
    """Answers to a reading of ``text``, a value of the request's schema each."""
    document = from_text(text, "plan.txt")
    lines = lines_of(document, outline(document), PROFILE, 0, len(document.text))
    schema = answer_model(PROFILE.schema(document.language), shape, lines, GROUPS).model_json_schema()
    words = stretches(text)
    given = draw(answers(schema, words))
    if shape == "echo":  # entries with the refs that are asked for: else few would reach the checks
        part = schema["$defs"]
        refs = [line.ref for line in lines], [number.ref for line in lines for number in line.numbers]
        for key, name, known in zip(("lines", "numbers"), ("EchoLine", "EchoNumber"), refs, strict=True):
            entries = draw(st.lists(answers(part[name], words, schema), min_size=len(known), max_size=len(known)))
            given[key] += [entry | {"ref": ref} for entry, ref in zip(entries, known, strict=True)]
    return given


class HostileReader(ReadingServer):
    """Gives one of ``replies`` after the other to what is read; the capability check it passes or not."""

    def __init__(self, **more):
        super().__init__(**more)
        self.replies = []
        self.damage = "none"

    def _text(self, request, schema, fault):
        user = str(request["messages"][1]["content"])
        if fault or not asked_in(user) or not is_reading(schema) or not self.replies:
            return super()._text(request, schema, fault)
        given = self.replies[len(self.readings) % len(self.replies)]
        self.readings.append(user)
        whole = json.dumps(given, ensure_ascii=False).encode(errors="replace").decode()
        return {
            "none": whole,
            "fenced": f"80 99\n```json\n{whole}\n```\n99",
            "cut": whole[: len(whole) // 2],
            "more": whole[:-1] + ', "value": 99}',
        }[self.damage]
