"""A loopback server whose model reads plans by a script, in either shape and in the words of either prompt language.

    with ReadingServer(script({"open 12": "measure"}, {"12": commits("open libraries")})) as server:
        Settings(endpoint=server.url, reading="all")

A script gets what was asked, parsed from the message as a model sees it, and says in English what it reads; the server
puts that into Chinese where Chinese was asked, and into the shape of the schema.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from endpoint_samples import PROFILE
from server import ChatServer, first_legal

from summarizer.engines.endpoint.probe import known_verdicts
from summarizer.profiles.prompts import load_prompt

CHINESE = {
    "overall": "总体", "section": "一级", "task": "任务", "measure": "举措", "none": "无", "commitment": "承诺",
    "done": "成绩", "existing": "现状", "name": "名称", "parameter": "规定", "coverage": "全覆盖", "zero": "清零",
    "milestone": "节点", "relative": "参照",
}  # fmt: skip
_LINE = re.compile(r"(\d+):(#*)(.*?)(?: ?[〔\[](\d+[a-z]{1,2}:[^〔\[]*)[〕\]])?")
_KNOWN = {
    (known.sentence, "".join(known.quantity.split())): known.verdict
    for language in ("zh", "en")
    for known in known_verdicts(load_prompt(PROFILE, "capability_check", language))
}


@dataclass
class Asked:
    """One line of a reading request: its number, level as a heading, words, and the refs of its numbers."""

    number: int
    depth: int
    text: str
    refs: list[str] = field(default_factory=list)


@dataclass
class Said:
    """An answer: a standing for each line's number, a verdict or a commitment for each ref, promises."""

    lines: dict[int, str]
    numbers: dict[str, str | dict[str, str]]
    promises: list[dict[str, str]]


def commits(what, bound="", by=""):
    """A number that is a commitment."""
    return {"what": what, "bound": bound, "by": by}


def promise(kind, quote):
    """A promise without a number."""
    return {"kind": kind, "quote": quote}


def script(standings=None, numbers=None, promises=(), *, line="none", number="name"):
    """A reader: the standing of the first key that a line holds, the verdict of the first that a ref's words hold."""

    def chosen(table, words, otherwise):
        return next((value for key, value in (table or {}).items() if key in words), otherwise)

    def read(asked):
        words = "\n".join(one.text for one in asked)
        return Said(
            {one.number: chosen(standings, one.text, line) for one in asked},
            {ref: chosen(numbers, ref.partition(":")[2], number) for one in asked for ref in one.refs},
            [one for one in promises if one["quote"].split(" | ")[0] in words],
        )

    return read


def asked_in(user):
    """The lines of a reading request."""
    found = []
    for line in user.split("\n"):
        if match := _LINE.fullmatch(line):
            number, marks, text, refs = match.groups()
            found.append(Asked(int(number), len(marks), text, refs.split("|") if refs else []))
    return found


def is_reading(schema):
    """Whether an answer's schema is that of a reading."""
    return bool(schema) and "promises" in schema.get("properties", {})


class ReadingServer(ChatServer):
    """Reads by ``read``; ``passes``: answers the capability check rightly. ``readings`` are the messages sent to it."""

    def __init__(self, read=None, *, passes=True, shape="keyed", **more):
        super().__init__(_padded, **more)
        self.shape = shape
        self.read = read or script()
        self.passes = passes
        self.readings = []
        self.checked = []

    def _text(self, request, schema, fault):
        user = str(request["messages"][1]["content"])
        trial = "qv7" in json.dumps(schema, ensure_ascii=False)
        if trial and (self.shape == "echo") != ("answers" in schema["properties"]):
            return '{"reply": "好的"}'  # the probe takes it for a shape that this server does not force
        if fault is None and (known := _known_verdicts(user, schema)):
            self.checked.append(user)
            return self._checked(known, schema)
        asked = asked_in(user)
        if fault is not None or not asked or not (is_reading(schema) or _only_lines(schema)):
            return super()._text(request, schema, fault)
        self.readings.append(user)
        words = CHINESE if "承诺" in json.dumps(schema, ensure_ascii=False) or "举措" in str(schema) else {}
        return json.dumps(written(self.read(asked), asked, schema, words), ensure_ascii=False)

    def _checked(self, known, schema):
        said = {ref: (verdict if self.passes else CHINESE["commitment"]) for ref, verdict in known.items()}
        if not self.passes:
            word = "commitment" if set(known.values()) & {"commitment", "done"} else CHINESE["commitment"]
            said = dict.fromkeys(known, word)
        if "answers" in schema["properties"]:
            entries = [{"ref": ref, "answer": answer} for ref, answer in said.items()]
            return json.dumps({"answers": entries, "others": []}, ensure_ascii=False)
        return json.dumps(said, ensure_ascii=False)


def written(said, asked, schema, words):
    """An answer in the shape of the schema, in the words of the prompt's language."""

    def word(one):
        return words.get(one, one)

    promises = [{"kind": word(one["kind"]), "quote": one["quote"]} for one in said.promises]
    if "numbers" in schema["properties"]:
        opening = {one.number: one.text[:4] if words else " ".join(one.text.split()[:2]) for one in asked}
        return {
            "lines": [{"ref": f"{n}:{opening[n]}", "answer": word(one)} for n, one in said.lines.items()],
            "numbers": [_echoed(ref, one, word) for ref, one in said.numbers.items()],
            "promises": promises,
        }
    answer = {}
    for ref in schema["properties"]:
        number = ref.partition(":")[0]
        if ref == "promises":
            answer[ref] = promises
        elif number.isdigit():
            answer[ref] = word(said.lines[int(number)])
        else:
            one = said.numbers[ref]
            answer[ref] = one if isinstance(one, dict) else word(one)
    return answer


def _echoed(ref, said, word):
    empty = {"what": "", "bound": "", "by": ""}
    if isinstance(said, dict):
        return {"ref": ref, "answer": word("commitment"), **empty, **said}
    return {"ref": ref, "answer": word(said), **empty}


def _only_lines(schema):
    """A keyed reading without targets has no list of promises: all its answers are standings."""
    parts = (schema or {}).get("properties", {}).values()
    return bool(parts) and all("none" in part.get("enum", ()) or "举措" in part.get("enum", ()) for part in parts)


def _known_verdicts(user, schema):
    """The questions of the capability check in a message, each with its right answer; else nothing."""
    found, sentence = {}, None
    for line in user.split("\n"):
        head, _, rest = line.partition("原文：" if line.startswith("原文：") else "Text: ")
        if not head and rest:
            sentence = rest
        elif sentence and re.match(r"\d+:", line):
            ref = re.split(r"\s|　", line)[0]
            verdict = _KNOWN.get((sentence, ref.partition(":")[2]))
            if verdict is None:
                return {}
            found[ref] = verdict
            sentence = None
    return found if schema else {}


def _padded(path, schema, request):
    """The first legal value, as long as it has to be."""
    said = first_legal(path, schema, request)
    return said.ljust(schema.get("minLength", 0), "。") if isinstance(said, str) else said
