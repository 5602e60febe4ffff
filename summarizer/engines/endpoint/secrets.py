"""What must not be shown, stored or recorded: the key and the values of headers, wherever a server repeats them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.engines.endpoint.classifying import chain

if TYPE_CHECKING:
    from collections.abc import Mapping

_MIN_SECRET = 12
"""Characters from which on a key is one: servers without keys are given words like ``ollama`` or ``EMPTY``."""
_MIN_SHOWN = 4
"""A header's value of fewer (``1``, ``on``) is none: to hide it would garble every sentence."""
_KEY_HEADER = re.compile("key|token|auth|secret|passw|cookie|session|credential")
_PARTS = re.compile(r"[^\s;,=]+")


class Secrets:
    """The key, each header's value, and the parts of a value that are long enough to be keys (``Bearer KEY``)."""

    def __init__(self, key: str, headers: Mapping[str, str]) -> None:
        keys = {value for name, value in headers.items() if _KEY_HEADER.search(name.lower())} | {key} - {""}
        parts = {part for value in headers.values() for part in _PARTS.findall(value) if len(part) >= _MIN_SECRET}
        long = {value for value in headers.values() if len(value) >= _MIN_SECRET}
        shown = {value for value in headers.values() if len(value) >= _MIN_SHOWN}
        self._keys = keys | parts | long
        self._hidden = sorted(self._keys | shown, key=len, reverse=True)

    def hidden(self, text: str) -> str:
        """The text with none of them, for words that a server sent."""
        for secret in self._hidden:
            text = text.replace(secret, "***")
        return text

    def repeated(self, text: str) -> bool:
        """Whether one that is long enough to be one stands in the text."""
        return any(len(secret) >= _MIN_SECRET and secret in text for secret in self._keys)

    def within(self, name: str) -> bool:
        """Whether a key stands in a name that a server lists, however short."""
        return any(secret in name for secret in self._keys)

    def cause(self, error: BaseException) -> BaseException | None:
        """What an error may be chained to: the one that it came from, None where its words repeat a secret."""
        told = any(secret in f"{link} {link.args}" for link in chain(error) for secret in self._hidden)
        return None if told else error
