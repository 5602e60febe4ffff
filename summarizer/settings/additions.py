"""What a user adds to every request: fields of its body, and headers. Checked here, before anything is sent."""

import json
import re
from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr

from summarizer.errors import UsageError
from summarizer.messages import Message

_MAX_BODY = 16_000
"""Characters of the fields, as JSON."""
_OURS = frozenset(
    "messages model response_format stream tools tool_choice functions function_call n prompt input".split()
)
"""Fields that make a request ours: what is asked, of whom, and in which form it is answered."""
_FLAGS = {"temperature": "temperature", "max_tokens": "max_tokens", "max_completion_tokens": "max_tokens"}
"""Fields that have a setting of their own."""
_MAX_HEADERS = 32
_MAX_HEADER = 8_000
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
_VALUE = re.compile(r"[!-~](?:[ -~]*[!-~])?")
_LINE = frozenset(
    "host content-length content-type content-encoding transfer-encoding connection keep-alive accept-encoding te "
    "trailer upgrade expect proxy-authorization".split()
)
"""Headers that say how the line is used, which nobody but the client knows."""


def checked_body(given: Any) -> dict[str, Any] | None:
    """The fields that a JSON text or an object gives. Raises :class:`UsageError`."""
    name = "extra_body"
    if given is None:
        return None
    fields = _object(name, given)
    try:
        text = json.dumps(fields, ensure_ascii=False, allow_nan=False)
        text.encode()
    except (TypeError, ValueError, RecursionError):  # of a value that JSON does not have, a lone surrogate among them
        raise _wrong(name, "no-json-object") from None
    if len(text) > _MAX_BODY:
        raise _wrong(name, "extra-too-long", most=_MAX_BODY)
    for field in fields:
        if (field_of := field.strip().lower()) in _OURS:
            raise _wrong(name, "extra-field-ours", field=field_of)
        if field_of in _FLAGS:
            raise _wrong(name, "extra-field-has-setting", field=field_of, setting=_FLAGS[field_of])
    copied: dict[str, Any] = json.loads(text)  # of one's own: settings are frozen, what a caller holds is not
    return copied


def checked_headers(given: Any) -> dict[str, str] | None:
    """The headers that a JSON text or an object gives. Raises :class:`UsageError`, which repeats no value."""
    name = "endpoint_headers"
    if given is None:
        return None
    headers = _object(name, given)
    if len(headers) > _MAX_HEADERS or len({header.lower() for header in headers}) < len(headers):
        raise _wrong(name, "headers-too-many", most=_MAX_HEADERS)
    checked: dict[str, str] = {}
    for header, held in headers.items():
        value = held.get_secret_value() if isinstance(held, SecretStr) else held
        if not _NAME.fullmatch(header):
            raise _wrong(name, "header-name")
        if header.lower() in _LINE:
            raise _wrong(name, "header-of-line", header=header.lower())
        if not isinstance(value, str) or len(value) > _MAX_HEADER or not _VALUE.fullmatch(value):
            raise _wrong(name, "header-value")
        checked[header] = value
    return checked


def _object(name: str, given: Any) -> dict[str, Any]:
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except (ValueError, RecursionError):
            raise _wrong(name, "no-json-object") from None
    if not isinstance(given, Mapping) or not all(isinstance(key, str) for key in given):
        raise _wrong(name, "no-json-object")
    return dict(given)


def _wrong(name: str, code: str, **params: Any) -> UsageError:
    return UsageError("setting-wrong", name=name, why=Message(code, params))
