"""What a service says when it refuses a question: its words, what they mean, and the pause that they name."""

from __future__ import annotations

import email.utils
import json
import math
import re
import time
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_WORDS = ("message", "msg", "error_msg", "status_msg", "detail", "errorMessage", "error_message", "title", "reason")
_WITHIN = ("error", "errors", "base_resp", "detail", "Response", "Error", "data")
_PAUSES = dict.fromkeys(("retry_after", "retryafter", "retry_after_seconds", "retrydelay"), 1.0)
_PAUSES["retry_after_ms"] = 0.001
"""Fields that hold a pause, by their names in lower case, and the seconds of one of theirs."""
_REPEATED = frozenset({"input", "messages", "prompt", "request", "request_body", "ctx", "content"})
"""Fields in which a refusal gives the question back."""
_MAX_SAID = 500
"""Characters at either end of one of its texts."""
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{1,300})", re.IGNORECASE)
_ANCHOR = re.compile(
    r"""
      (?: again | retry (?:ing)? | wait | resets? | available )  # Please try again ...
      (?: \s{1,3} [a-z]{1,12} ){0,4}                             # ... in, retry your requests after, wait for at least
      [\s:~]{0,3} (?=\d)
    | (?= \d{1,5} \s? (?: ms | s | m | h ) \s{0,2} later )        # 30 s later
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DURATION = re.compile(
    r"""
    \s{0,2} ( \d{1,7} (?: \.\d{1,12} )? ) \s?
    ( ms | milliseconds? | s | secs? | seconds? | m | mins? | minutes? | h | hrs? | hours? )?
    (?! [a-z] )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MAX_BARE = 3600.0
"""A number without a unit is one of seconds up to here, and an identifier beyond."""
_MAX_DEPTH = 6
_MAX_READ = 4000
"""Characters of a refusal that are searched for a pause."""


@cache
def _refusals() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("refusals.toml").read_text(encoding="utf-8"))


def says(refusal: str, what: str) -> bool:
    """Whether a refusal, in lower case, says so, by the words of many services."""
    return any(words in refusal for words in _refusals()[what])


def words_of(body: Any) -> str:
    """The words for people in a refusal's body, in whichever of its many shapes; empty where there are none."""
    return next(_words(body, 0), "")


def _words(body: Any, depth: int) -> Iterator[str]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(body, str):
        if (page := body.strip()).startswith("<"):
            title = _TITLE.search(page)
            body = title[1] if title else ""
        if said := " ".join(body.split()):
            yield said
    elif isinstance(body, list):
        for one in body[:5]:
            yield from _words(one, depth + 1)
    elif isinstance(body, dict):
        for name in _WITHIN:
            if isinstance(body.get(name), dict | list):
                yield from _words(body[name], depth + 1)
        for name in (*_WORDS, "error", "code", "type"):
            if isinstance(body.get(name), str):
                yield from _words(body[name], depth + 1)


def told(body: Any) -> str:
    """All that a refusal says, codes and names with it, in lower case; not what it repeats of the question.

    A strict server gives the whole question back as the ``input`` that it did not like: a plan's own words must not be
    taken for the service's.
    """
    return str(_own(body, 0)).lower()


def _own(body: Any, depth: int) -> Any:
    if depth > _MAX_DEPTH:
        return ""
    if isinstance(body, dict):
        return {name: _own(value, depth + 1) for name, value in body.items() if str(name).lower() not in _REPEATED}
    if isinstance(body, list):
        return [_own(one, depth + 1) for one in body[:20]]
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else str(body)
    return text if len(text) <= 2 * _MAX_SAID else f"{text[:_MAX_SAID]} … {text[-_MAX_SAID:]}"


def named_pause(body: Any, headers: Mapping[str, str] | None = None) -> float | None:
    """The seconds after which a refusal wants to be asked again: by its headers, its fields, its words."""
    headers = headers or {}
    pause = retry_after(headers.get("retry-after"))
    if pause is None and (milliseconds := retry_after(headers.get("retry-after-ms"))) is not None:
        pause = milliseconds / 1000
    if pause is None:
        pause = next(_fields(body, 0), None)
    if pause is None:
        said = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False, default=str)
        pause = _in_words(said)
    return pause


def _fields(body: Any, depth: int) -> Iterator[float]:
    """The pauses in fields of their own: Gemini's ``"retryDelay": "34s"`` stands in a list of details."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(body, dict):
        for name, value in body.items():
            unit = _PAUSES.get(str(name).lower().replace("-", "_"))
            if unit is None:
                yield from _fields(value, depth + 1)
            elif isinstance(value, str) and (found := _duration(value, 0)) is not None:
                yield found * unit
            elif isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < math.inf:
                yield value * unit
    elif isinstance(body, list):
        for one in body[:20]:
            yield from _fields(one, depth + 1)


def _in_words(said: str) -> float | None:
    said = said[:_MAX_READ]
    for word, meant in _refusals()["pause"].items():
        said = said.replace(word, meant)
    for anchor in _ANCHOR.finditer(said):
        if (found := _duration(said, anchor.end())) is not None:
            return found
    return None


def _duration(said: str, at: int) -> float | None:
    """The seconds of a duration that begins there: ``20s``, ``7m12.5s``, ``1 minute 5 seconds``, ``30``."""
    total, units = 0.0, 0
    while (part := _DURATION.match(said, at)) is not None:
        unit = (part[2] or "").lower()
        if not unit:
            return total if units else float(part[1]) if float(part[1]) <= _MAX_BARE else None
        total += float(part[1]) * _seconds(unit)
        units, at = units + 1, part.end()
    return total if units else None


def _seconds(unit: str) -> float:
    if unit.startswith(("ms", "milli")):
        return 0.001
    return 60.0 if unit[0] == "m" else 3600.0 if unit[0] == "h" else 1.0


def retry_after(value: str | None) -> float | None:
    """Seconds to wait by a ``Retry-After`` header, which is a number or a date; None where it says nothing."""
    if not value:
        return None
    try:
        return max(0.0, float(value)) if math.isfinite(float(value)) else None
    except ValueError:
        pass
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError):
        return None
