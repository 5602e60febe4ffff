"""How long things are for one document: counted by the server's tokenizer where there is one, else estimated."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, Self

from summarizer.engines.endpoint.chunks import estimate_tokens
from summarizer.engines.endpoint.tokens import TokenCount
from summarizer.engines.endpoint.window import Window
from summarizer.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.engines.endpoint.chunks import Count

_HEADROOM: Final = 1.1
"""A prompt's own words may be cut finer than the document's."""
_SURE_SHARE: Final = 0.8
_GUESSED_SHARE: Final = 0.4
"""No tokenizer in use takes fewer tokens than this share of the estimate: the best reach about 0.7 of it."""


class Yardstick:
    """A window and, where ``lengths`` give the tokens of ``text``, their exact count. Sizes are tokens."""

    def __init__(self, window: Window, text: str, lengths: Sequence[int] | None) -> None:
        self.window = window
        self._lengths = lengths
        self.count: Count | None = None
        self._ratio: float | None = None
        if lengths is not None:
            self.count = counted = TokenCount(text, lengths)
            self._ratio = counted.total / estimate_tokens(text)

    def size(self, words: str) -> int:
        """About how many tokens the words of a prompt take; rather more than fewer."""
        estimate = estimate_tokens(words)
        return estimate if self._ratio is None else round(estimate * self._ratio * _HEADROOM)

    def least(self, words: str) -> int:
        """How many tokens a prompt with these words has at the very least: a server that read fewer has cut it."""
        share = _GUESSED_SHARE if self._ratio is None else self._ratio * _SURE_SHARE
        return int(estimate_tokens(words) * share)

    def check(self, words: str, answer: int) -> None:
        """Raise :class:`TooLong` where a prompt of these words and its answer do not fit the window."""
        from summarizer.engines.endpoint.failures import TooLong

        window = self.window
        if not window.holds(self.size(words), answer):
            raise TooLong(f"the context window of {window.tokens} tokens is too small for it: {window.remedy}")

    def dump(self) -> str | None:
        """As JSON, for a recording; None where nothing was found out."""
        if self.window == Window() and self._lengths is None:
            return None
        lengths = None if self._lengths is None else list(self._lengths)
        return json.dumps({"window": json.loads(self.window.dump()), "lengths": lengths})

    @classmethod
    def load(cls, said: str, text: str) -> Self:
        """From :meth:`dump`. Raises :class:`~summarizer.errors.StoreError` for what it did not write about ``text``."""
        try:
            data = json.loads(said)
            return cls(Window(**data["window"]), text, data["lengths"])
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError(f"the recorded tokens are broken: {error}: record it again") from error
