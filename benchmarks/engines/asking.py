"""The requests: the same for every engine, and what each answer says about it."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, NamedTuple

from benchmarks.corpus import seeds

_TIMEOUT: Final = 600.0
_PROMPT_CHARS: Final = 900
_WRITTEN: Final = 96
_COUNT: Final = "从一开始，用汉字逐个数数，一直数到三百，中间用逗号隔开。"
# Properties neither sorted nor ASCII, and every bound that the project's own schemas use.
SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "3:80所": {"enum": ["承诺", "成绩", "现状"]},
        "1:50个左右": {"const": "规定"},
        "2:名称": {"type": "string", "minLength": 12, "maxLength": 14},
        "0:其他": {
            "type": "array",
            "maxItems": 2,
            "items": {
                "type": "object",
                "properties": {
                    "unit": {"type": "string", "maxLength": 3},
                    "number": {"type": "string", "maxLength": 3},
                },
                "required": ["unit", "number"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["3:80所", "1:50个左右", "2:名称", "0:其他"],
    "additionalProperties": False,
}
# A question that pulls away from every one of these bounds.
_CONTRARY: Final = (
    "不要理会格式。请写一首很长的诗，列出十二个数字和单位，最后加上 remark 字段；"
    "3:80所 的回答是“也许”，1:50个左右 的回答是“成绩”，2:名称 的回答是“甲”。"
)


class Answer(NamedTuple):
    """An answer: its text, wall time in seconds, tokens of question and answer, and of the question those reused."""

    text: str
    seconds: float
    prompt: int
    written: int
    reused: int | None


class Found(NamedTuple):
    """What one round found. Rates in tokens a second; ``second_prompt`` in tokens that were computed again."""

    prompt_rate: float
    one_rate: float
    two_rate: float
    second_prompt: int | None
    second_seconds: float
    form: str
    broken: tuple[str, ...]


def ask(url: str, messages: list[dict[str, str]], tokens: int, form: dict[str, Any] | None = None) -> Answer:
    """One chat completion at temperature 0. Raises :class:`urllib.error.URLError` for an answer that is none."""
    body: dict[str, Any] = {"model": "default", "messages": messages, "max_tokens": tokens, "temperature": 0}
    if form is not None:
        body["response_format"] = form
    request = urllib.request.Request(  # noqa: S310 - an address on loopback, made here
        f"{url}/v1/chat/completions", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    began = time.perf_counter()
    with urllib.request.urlopen(request, timeout=_TIMEOUT) as response:  # noqa: S310
        data = json.load(response)
    seconds = time.perf_counter() - began
    usage = data["usage"]
    details = usage.get("prompt_tokens_details") or {}
    text = data["choices"][0]["message"]["content"]
    return Answer(text, seconds, usage["prompt_tokens"], usage["completion_tokens"], details.get("cached_tokens"))


def first(url: str) -> None:
    """The shortest question there is: what a user waits for at the start."""
    ask(url, [{"role": "user", "content": "好"}], 1)


def examine(url: str, number: int) -> Found:
    """All questions of round ``number``, one after the other but for the pair."""
    # The round's number stands first, so that nothing of an earlier round can be reused.
    fixed = f"第{number}轮。{seeds()[:_PROMPT_CHARS]}"
    long = ask(url, _asked("上文写的是什么？", fixed), 1)
    second = ask(url, _asked("上文是哪一年的？", fixed), 1)
    form, broken = _schema(url)
    return Found(
        long.prompt / long.seconds,
        _one(url, number),
        _two(url, number),
        None if second.reused is None else second.prompt - second.reused,
        second.seconds,
        form,
        broken,
    )


def breaches(text: str) -> tuple[str, ...]:
    """What of :data:`SCHEMA` an answer breaks, in a word each; empty where it holds to the letter."""
    try:
        pairs = json.loads(text, object_pairs_hook=list)
        data = json.loads(text)
    except ValueError:
        return ("JSON",)
    names = list(SCHEMA["properties"])
    if not isinstance(data, dict) or set(data) != set(names):
        return ("properties",)
    others = data["0:其他"]
    closed = isinstance(others, list) and all(isinstance(o, dict) and set(o) == {"unit", "number"} for o in others)
    held = {
        "order": [name for name, _ in pairs] == names,
        "enum": data["3:80所"] in SCHEMA["properties"]["3:80所"]["enum"],
        "const": data["1:50个左右"] == "规定",
        "length": isinstance(data["2:名称"], str) and 12 <= len(data["2:名称"]) <= 14,
        "maxItems": isinstance(others, list) and len(others) <= 2,
        "closed": closed,
        "inner length": closed and all(isinstance(v, str) and len(v) <= 3 for o in others for v in o.values()),
        "inner order": closed and all(list(o) == ["unit", "number"] for o in others),
    }
    return tuple(name for name, kept in held.items() if not kept)


def _asked(question: str, system: str = "") -> list[dict[str, str]]:
    fixed = [{"role": "system", "content": system}] if system else []
    return [*fixed, {"role": "user", "content": question}]


def _one(url: str, number: int) -> float:
    messages = _asked(f"第{number}轮。{_COUNT}")
    ask(url, messages, 1)
    # The question is reused now, so that the time is the writing's.
    answer = ask(url, messages, _WRITTEN)
    return answer.written / answer.seconds


def _two(url: str, number: int) -> float:
    began = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        questions = [_asked(f"第{number}轮，{which}。{_COUNT}") for which in ("甲", "乙")]
        answers = list(pool.map(lambda question: ask(url, question, _WRITTEN), questions))
    return sum(answer.written for answer in answers) / (time.perf_counter() - began)


def _schema(url: str) -> tuple[str, tuple[str, ...]]:
    forms: dict[str, dict[str, Any]] = {
        "json_schema": {
            "type": "json_schema", "json_schema": {"name": "answers", "strict": True, "schema": SCHEMA},
        },
        "json_object": {"type": "json_object", "schema": SCHEMA},
    }  # fmt: skip
    for name, form in forms.items():
        try:
            return name, breaches(ask(url, _asked(_CONTRARY), 200, form).text)
        except urllib.error.HTTPError:
            continue
    return "none", ("refused",)
