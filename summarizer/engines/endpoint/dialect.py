"""The dialect of the API that an endpoint speaks: learnt from its refusals, each thing once."""

from __future__ import annotations

import copy
import re
import sys
from typing import TYPE_CHECKING, Any

import openai

from summarizer.engines.endpoint.failures import With200Error
from summarizer.engines.endpoint.refusals import says, told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_RANGES = (
    re.compile(r"max_(?:completion_)?tokens\b[^\[]{0,60}\[\s{0,3}\d{1,9}\s{0,3},\s{0,3}(\d{1,9})\s{0,3}\]"),
    re.compile(r"supports at most (\d{1,9}) (?:completion|output) tokens"),
    re.compile(r"max_(?:completion_)?tokens`?\s{0,2}must be (?:less than or equal to|<=|at most)\s{0,2}`?(\d{1,9})"),
    re.compile(r"max_(?:completion_)?tokens: \d{1,9} > (\d{1,9})"),
)
"""The most that an answer may take, as DashScope says it ("Range of max_tokens should be [1, 8192]"), OpenAI, Groq and
Anthropic."""
_STREAM = re.compile(r"(?<![a-z])stream")
_LEAST_ANSWER = 16
_REFUSING = frozenset({400, 405, 406, 415, 422, 500, 501})
"""The HTTP status of what may be said of a request's form."""
_OWN_ERROR = 500


class Dialect:
    """How an endpoint wants its requests: names of parameters, fields of the body, roles of messages."""

    def __init__(self, temperature: float, extra_body: Mapping[str, Any]) -> None:
        self.max_answer = sys.maxsize
        self._limit_name: str | None = "max_tokens"
        self._temperature: dict[str, float] = {"temperature": temperature}
        self._extra = extra_body
        self._more: dict[str, Any] = {}
        """What else this endpoint wants in the body of a request; what the user says of it counts more."""
        self._system = True

    @property
    def body(self) -> dict[str, Any]:
        """What a request's body gets beside what the API's client puts there."""
        return {**self._more, **self._extra}

    @property
    def form(self) -> dict[str, Any]:
        """What was learnt, as JSON takes it."""
        return {name: value for name, value in vars(self).items() if name != "_extra"}

    @form.setter
    def form(self, learnt: Mapping[str, Any]) -> None:
        vars(self).update(copy.deepcopy({**learnt}))

    def parameters(self, limit: int) -> dict[str, Any]:
        """The answer's ``limit`` and the temperature, as far as the endpoint takes them."""
        return ({self._limit_name: limit} if self._limit_name else {}) | self._temperature

    def messages(self, messages: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The messages, with the system's put before the user's where there may be none; then roles alternate, too."""
        if self._system:
            return [dict(message) for message in messages]
        merged: list[dict[str, Any]] = []
        for message in messages:
            role = "user" if message["role"] == "system" else message["role"]
            if merged and merged[-1]["role"] == role:
                merged[-1]["content"] = f"{merged[-1]['content']}\n\n{message['content']}"
            else:
                merged.append({**message, "role": role})
        return merged

    def learnt(self, error: BaseException, sent: Mapping[str, Any]) -> bool:
        """Whether a refusal told how this endpoint wants what was ``sent``; the request is then to be made anew."""
        said, status = _said(error)
        if not said or says(said, "too_long"):
            return False
        if self._system and says(said, "system_refused"):
            self._system = False
            return True
        # A server's own error speaks of streams and parameters for many reasons.
        refused = status != _OWN_ERROR
        return (refused and self._learnt_parameter(said, sent)) or self._learnt_field(said, refused=refused)

    def _learnt_parameter(self, said: str, sent: Mapping[str, Any]) -> bool:
        limit = int(sent.get(self._limit_name or "", 0))
        highest = next((int(found[1]) for pattern in _RANGES if (found := pattern.search(said))), limit)
        if _LEAST_ANSWER <= highest < limit:
            self.max_answer = highest
            return True
        if "max_tokens" in sent and (
            "max_completion_tokens" in said or ("max_tokens" in said and says(said, "parameter_refused"))
        ):
            self._limit_name = "max_completion_tokens"
            return True
        if "max_completion_tokens" in sent and "max_completion_tokens" in said and says(said, "parameter_refused"):
            self._limit_name = None
            return True
        if "temperature" in sent and "temperature" in said:
            self._temperature = {}
            return True
        return False

    def _learnt_field(self, said: str, *, refused: bool) -> bool:
        fields = {"enable_thinking": (False, "enable_thinking" in said)}
        fields["stream"] = (True, says(said, "stream_wanted") or (refused and _STREAM.search(said) is not None))
        for name, (value, meant) in fields.items():
            if meant and name not in self.body:
                self._more[name] = value
                return True
        return False


def _said(error: BaseException) -> tuple[str, int]:
    """What a refusal says, in lower case, and its status; empty for anything else."""
    if isinstance(error, openai.APIStatusError) and error.status_code in _REFUSING:
        return told(error.body or error.response.text), error.status_code
    if isinstance(error, With200Error):
        return told(error.body), error.status or 200
    return "", 0
