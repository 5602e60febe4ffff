"""The token counter of one document: the server's tokenizer where there is one, else an estimate."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Final, Self

from summarizer.engines.endpoint.chunks import estimate_tokens
from summarizer.engines.endpoint.context_window import ContextWindow
from summarizer.engines.endpoint.failures import TooLongError
from summarizer.engines.endpoint.token_spans import SpanCounter
from summarizer.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.engines.endpoint.chunks import Count

_HEADROOM: Final = 1.1
"""A prompt's own words may be cut finer than the document's."""
_COUNTED_SHARE: Final = 0.8
_ESTIMATED_SHARE: Final = 0.4
"""No tokenizer in use takes fewer tokens than this share of the estimate: the best reach about 0.7 of it."""


class TokenCounter:
    """A context window and, where ``lengths`` give the bytes of the tokens of ``text``, their exact count."""

    def __init__(self, window: ContextWindow, text: str = "", lengths: Sequence[int] | None = None) -> None:
        self.window = window
        self._lengths = lengths
        self.count: Count | None = None
        """Tokens of a span of the text, None where they are estimated."""
        self._ratio: float | None = None
        if lengths is not None:
            self.count = counted = SpanCounter(text, lengths)
            self._ratio = counted.total / estimate_tokens(text)

    def count_words(self, words: str) -> int:
        """About how many tokens the words of a prompt take; rather more than fewer."""
        estimate = estimate_tokens(words)
        return estimate if self._ratio is None else round(estimate * self._ratio * _HEADROOM)

    def min_tokens(self, words: str) -> int:
        """How many tokens a prompt with these words has at the very least: a server that read fewer has cut it."""
        share = _ESTIMATED_SHARE if self._ratio is None else self._ratio * _COUNTED_SHARE
        return int(estimate_tokens(words) * share)

    def check(self, words: str, answer: int) -> None:
        """Raise :class:`TooLongError` where a prompt of these words and its answer do not fit the window."""
        window = self.window
        if not window.holds(self.count_words(words), answer):
            raise TooLongError("window-too-small", tokens=window.tokens, remedy=window.remedy)

    def dump(self) -> str | None:
        """As JSON, for a recording; None where nothing was found out."""
        if self.window == ContextWindow() and self._lengths is None:
            return None
        lengths = None if self._lengths is None else list(self._lengths)
        return json.dumps({"window": asdict(self.window), "lengths": lengths})

    @classmethod
    def load(cls, dumped: str, text: str) -> Self:
        """From :meth:`dump`. Raises :class:`~summarizer.errors.StoreError` for what it did not write about ``text``."""
        try:
            data = json.loads(dumped)
            return cls(ContextWindow(**data["window"]), text, data["lengths"])
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError("recorded-tokens-broken", why=str(error)) from error
