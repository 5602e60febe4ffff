"""What is wrong with a setting, as one line of ours."""

import difflib
from collections.abc import Iterable

from pydantic import ValidationError

from summarizer.errors import UsageError
from summarizer.messages import Message

_FAULTS = {
    "bool_parsing": "no-boolean",
    "bool_type": "no-boolean-type",
    "int_parsing": "no-integer",
    "int_type": "no-integer-type",
    "float_parsing": "no-number",
    "float_type": "no-number-type",
    "greater_than": "not-greater",
    "greater_than_equal": "too-small",
    "less_than_equal": "too-large",
    "literal_error": "no-choice",
}
"""Faults that pydantic finds, as codes of ours; what is not among them is told in pydantic's words."""
_NEVER_REPEATED = frozenset({"api_key", "endpoint_headers", "settings"})
"""Their values may be a key, or hold one."""


def wrong_setting(error: ValidationError, names: Iterable[str]) -> UsageError:
    """The first fault that pydantic found; ``names`` are the settings that there are."""
    first = error.errors(include_url=False, include_input=True)[0]
    name = str(first["loc"][0]) if first["loc"] else "settings"
    if first["type"] == "extra_forbidden":
        names = list(names)
        close = difflib.get_close_matches(name, names, n=1)
        hint = Message("settings-are", {"names": ", ".join(names)})
        if close:
            hint = Message("did-you-mean-setting", {"close": close[0]})
        return UsageError("no-such-setting", name=name, hint=hint)
    code, limits = _FAULTS.get(first["type"]), first.get("ctx", {})
    message = first["msg"]
    why: Message | str = Message(code, limits) if code else f"{message[:1].lower()}{message[1:]}"
    if name in _NEVER_REPEATED:
        return UsageError("setting-wrong", name=name, why=why)
    return UsageError("setting-wrong-value", name=name, why=why, given=repr(first["input"]))
