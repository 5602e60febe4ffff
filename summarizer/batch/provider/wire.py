"""What goes over the line of a batch interface: data of an untrusted server, checked before anything else reads it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from summarizer.engines.endpoint.classifying import one_line
from summarizer.engines.endpoint.deferring import RawAnswer
from summarizer.engines.endpoint.refusals import words_of
from summarizer.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable

ENDED = frozenset({"completed", "failed", "expired", "cancelled"})
_PASSING = frozenset({408, 409, 425, 429})
_SERVER_ERROR = 500
_VERSION = re.compile(r"v\d{1,2}")


def _text(said: Any) -> str:
    return said if isinstance(said, str) else ""


def _dict(said: Any) -> Any:
    return said if isinstance(said, dict | BaseModel) else {}


def _count(said: Any) -> int:
    return said if isinstance(said, int) and 0 <= said < 10**9 else 0


_Text = Annotated[str, BeforeValidator(_text)]
_Count = Annotated[int, BeforeValidator(_count)]


class _Counts(BaseModel):
    completed: _Count = 0
    failed: _Count = 0


class RemoteFile(BaseModel):
    """A file at the provider."""

    id: str = Field(min_length=1, max_length=1000)


class RemoteBatch(BaseModel):
    """A batch as the provider describes it; a status that nobody knows is one of a batch under way."""

    id: str = Field(min_length=1, max_length=1000)
    status: _Text = ""
    input_file_id: _Text = ""
    output_file_id: _Text = ""
    error_file_id: _Text = ""
    errors: Any = None
    request_counts: Annotated[_Counts, BeforeValidator(_dict)] = _Counts()

    @property
    def said(self) -> str:
        """Why it failed, in the provider's words."""
        listed = self.errors.get("data") if isinstance(self.errors, dict) else self.errors
        first = listed[0] if isinstance(listed, list) and listed else self.errors
        return one_line(words_of(first)) if first else ""


def _batches(said: Any) -> Any:
    return [one for one in said if isinstance(one, dict) and one.get("id")] if isinstance(said, list) else said


class BatchList(BaseModel):
    """A page of the provider's list of batches."""

    data: Annotated[list[RemoteBatch], BeforeValidator(_batches)]
    has_more: Annotated[bool, BeforeValidator(lambda said: said is True)] = False


class AnswerLine(NamedTuple):
    """What came of one question: its answer, or why it has none."""

    id: str
    answer: RawAnswer | None
    why: Message | None


class _Response(BaseModel):
    status_code: Annotated[int, BeforeValidator(_count)] = 0
    body: Any = None


class _WireLine(BaseModel):
    custom_id: str
    response: Annotated[_Response, BeforeValidator(_dict)] = _Response()
    error: Any = None


def request_line(key: str, url: str, body: bytes) -> bytes:
    """A line of the file that is sent; the question's ``body`` is JSON, and stands in it as it is."""
    head = json.dumps({"custom_id": key, "method": "POST", "url": url})
    return b'%s, "body": %s}\n' % (head[:-1].encode(), body)


def path_of(base_url: str) -> str:
    """Where the questions would have gone, as a batch names it: ``/v1/chat/completions``."""
    last = urlsplit(base_url).path.rstrip("/").rpartition("/")[2]
    return f"/{last if _VERSION.fullmatch(last) else 'v1'}/chat/completions"


def read_line(line: bytes, without_key: Callable[[str], str]) -> AnswerLine | None:
    """What a line of a file of answers or errors says; None where it says nothing of use.

    An error of the moment is no answer: the question is sent again. What else a server refuses, it will refuse again.
    """
    try:
        said = _WireLine.model_validate_json(line)
    except (ValidationError, ValueError, RecursionError):
        return None
    status, body = said.response.status_code, said.response.body
    if status and status not in _PASSING and status < _SERVER_ERROR:
        text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
        return AnswerLine(said.custom_id, RawAnswer(status, text.encode("utf-8", "replace")), None)
    words = one_line(without_key(words_of(said.error or body)))
    why = Message("http-status", {"status": status, "said": words}) if status else None
    return AnswerLine(said.custom_id, None, why or (Message("provider-said", {"said": words}) if words else None))
