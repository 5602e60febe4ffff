"""The context window: how many tokens a request may take, as the server itself says, and how many a text takes.

Each kind of server tells it in another place, on paths of its own beside the API; only local servers are asked, and
one that does not answer is simply unknown. Nothing here may fail a run.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Literal, Self
from urllib.parse import quote

from pydantic import BaseModel, BeforeValidator, ValidationError

from summarizer.answers.store import Store, Stored, content_key
from summarizer.engines.endpoint.chunks import Count, estimate_tokens
from summarizer.engines.endpoint.failures import TooLongError
from summarizer.engines.endpoint.token_spans import SpanCounter, lengths_of
from summarizer.errors import StoreError
from summarizer.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.engines.endpoint.connection import Connection

ServerName = Literal["", "local", "llama.cpp", "vLLM", "Ollama", "LM Studio"]
_SECONDS = 5.0
_TEMPLATE_TOKENS = 48
"""What a chat template puts around two messages, rounded up."""
_MIN_TEXT_TOKENS = 64
_MAX_BLOCK = 100_000
"""Characters that are tokenized at once."""
_HEADROOM = 1.1
"""A prompt's own words may be cut finer than the document's."""
_COUNTED_SHARE = 0.8
_ESTIMATED_SHARE = 0.4
"""No tokenizer in use takes fewer tokens than this share of the estimate: the best reach about 0.7 of it."""
_REMEDIES: dict[ServerName, str] = {
    "": "widen-window",
    "local": "widen-window-local",
    "llama.cpp": "widen-window-llama-cpp",
    "vLLM": "widen-window-vllm",
    # The API itself cannot set it: https://docs.ollama.com/context-length
    "Ollama": "widen-window-ollama",
    "LM Studio": "widen-window-lm-studio",
}


@dataclass(frozen=True, slots=True)
class ContextWindow:
    """``tokens`` that one request may take, prompt and answer together, and ``slots`` that work at once; None: unknown.

    ``server`` is empty where its kind is not known.
    """

    server: ServerName = ""
    tokens: int | None = None
    slots: int | None = None

    @property
    def remedy(self) -> Message:
        """What a user does to have a larger one."""
        return Message(_REMEDIES[self.server])

    def answer_tokens(self, wanted: int) -> int:
        """The most that an answer may take: ``wanted``, or half of a window that is small."""
        return wanted if self.tokens is None else min(wanted, max(1, self.tokens // 2))

    def text_tokens(self, wanted: int, *, around: int, answer: int) -> int:
        """The most text of one question: ``wanted``, or what an answer and the words ``around`` it leave."""
        if self.tokens is None:
            return wanted
        return min(wanted, max(_MIN_TEXT_TOKENS, self.tokens - _TEMPLATE_TOKENS - around - answer))


class TokenCounter:
    """A context window and, where ``lengths`` give the bytes of the tokens of ``text``, their exact count."""

    def __init__(self, window: ContextWindow, text: str = "", lengths: list[int] | None = None) -> None:
        self.window = window
        self._lengths = lengths
        self.count: Count | None = None
        """Tokens of a span of the text, None where they are estimated."""
        self._ratio = self._headroom = 1.0
        self._least = _ESTIMATED_SHARE
        if lengths is not None:
            self.count = counted = SpanCounter(text, lengths)
            self._ratio, self._headroom = counted.total / estimate_tokens(text), _HEADROOM
            self._least = self._ratio * _COUNTED_SHARE

    def count_words(self, words: str) -> int:
        """About how many tokens the words of a prompt take; rather more than fewer."""
        return round(estimate_tokens(words) * self._ratio * self._headroom)

    def min_tokens(self, words: str) -> int:
        """How many tokens a prompt with these words has at the very least: a server that read fewer has cut it."""
        return int(estimate_tokens(words) * self._least)

    def check(self, words: str, answer: int) -> None:
        """Raise :class:`TooLongError` where a prompt of these words and its answer do not fit the window."""
        window = self.window
        needed = self.count_words(words) + answer + _TEMPLATE_TOKENS
        if window.tokens is not None and needed > window.tokens:
            raise TooLongError("window-too-small", tokens=window.tokens, remedy=window.remedy)

    def dump(self) -> str | None:
        """As JSON, for a recording; None where nothing was found out."""
        if self.window == ContextWindow() and self._lengths is None:
            return None
        return json.dumps({"window": asdict(self.window), "lengths": self._lengths})

    @classmethod
    def load(cls, dumped: str, text: str) -> Self:
        """From :meth:`dump`. Raises :class:`~summarizer.errors.StoreError` for what it did not write about ``text``."""
        try:
            data = json.loads(dumped)
            return cls(ContextWindow(**data["window"]), text, data["lengths"])
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError("recorded-tokens-broken", why=str(error)) from error


async def find_window(connection: Connection, store: Store) -> ContextWindow:
    """The window of the connection's model; what an earlier run saw, where the server says nothing now."""
    if (server := connection.server) is not None:  # started as we planned it: no need to start it for this question
        return ContextWindow("local", server.context, server.slots)
    key = content_key(window=connection.model_name)
    found = await _ask(connection)
    if found.tokens is not None:
        store.put(connection.url, key, Stored(json.dumps(asdict(found))))
        return found
    kept = store.get(connection.url, key, "\twindow")
    try:
        known = found if kept is None else ContextWindow(**json.loads(kept.answer))
    except (ValueError, TypeError):
        return found
    return known if found.server in {"", known.server} else found


async def token_lengths(connection: Connection, window: ContextWindow, store: Store, text: str) -> list[int] | None:
    """The bytes of each of the text's tokens, by the server's tokenizer; None where it has none that can be asked."""
    if window.server not in {"local", "llama.cpp", "vLLM"}:
        return None
    key = content_key(tokens=connection.model_name, text=text)
    kept = store.get(connection.url, key, "\ttokens")
    if kept is not None:
        return [int(length) for length in json.loads(kept.answer)]
    lengths: list[int] = []
    for block in _blocks(text):
        said = _read(await connection.look_up("/tokenize", _tokenize_request(connection.model, window, block)))
        pieces: list[object] = said.token_strs or [token.piece for token in said.tokens if isinstance(token, _Token)]
        part = lengths_of(block, pieces)
        if part is None:
            return None
        lengths += part
    store.put(connection.url, key, Stored(json.dumps(lengths, separators=(",", ":"))))
    return lengths


def _blocks(text: str) -> Iterator[str]:
    """The text in parts of whole lines, so that the answer about a whole book does not fill the memory."""
    start = 0
    while start < len(text):
        end = start + _MAX_BLOCK
        end = len(text) if end >= len(text) else text.rfind("\n", start, end) + 1 or end
        yield text[start:end]
        start = end


def _tokenize_request(model: str, window: ContextWindow, text: str) -> dict[str, object]:
    if window.server != "vLLM":
        # https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md#post-tokenize-tokenize-a-given-text
        return {"model": model, "content": text, "with_pieces": True, "parse_special": False}
    # https://github.com/vllm-project/vllm/pull/5054, token_strs: https://github.com/vllm-project/vllm/pull/18941
    return {"model": model, "prompt": text, "add_special_tokens": False, "return_token_strs": True}


def _positive(value: object) -> int | None:
    return value if type(value) is int and value > 0 else None


_Size = Annotated[int | None, BeforeValidator(_positive)]


class _Slot(BaseModel):
    """llama.cpp's ``n_ctx`` is a slot's own: -c is shared out among the slots unless the cache is unified.

    https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md#get-props-get-server-global-properties
    """

    n_ctx: _Size = None


class _Token(BaseModel):
    """A token of llama.cpp's, as a string or, where it is no whole character, as bytes."""

    piece: str | list[int]


class _Model(BaseModel):
    """A model in a list. Ollama's names end in a tag, ``latest`` where none is given.

    ``max_model_len`` is vLLM's: https://github.com/modal-labs/modal-examples/issues/843. The two of LM Studio: only a
    loaded model has ``loaded_context_length``, the other is what it could take:
    https://github.com/zed-industries/zed/issues/33938, https://lmstudio.ai/docs/developer/rest/endpoints.
    ``context_length`` is Ollama's, of a loaded model: https://github.com/ollama/ollama/pull/11331. What /api/show gives
    is the model's ceiling; the server's own limit (4,096 on most machines) cuts what is longer and says nothing:
    https://docs.ollama.com/context-length, https://github.com/ollama/ollama/issues/3839
    """

    id: str = ""
    name: str = ""
    model: str = ""
    max_model_len: _Size = None
    max_context_length: _Size = None
    loaded_context_length: _Size = None
    context_length: _Size = None


class _ServerAnswer(BaseModel):
    """What is read of a server's answers on its own paths; each kind of server gives other fields."""

    default_generation_settings: _Slot = _Slot()
    total_slots: _Size = None
    data: list[_Model] = []
    models: list[_Model] | None = None
    tokens: list[_Token | int] = []
    token_strs: list[object] = []

    def of(self, name: str) -> _Model:
        """What is said of the model of this name."""
        mine = {name, f"{name}:latest"}
        found = (entry for entry in self.models or self.data if {entry.id, entry.name, entry.model} & mine)
        return next(found, _Model())


def _read(answer: object) -> _ServerAnswer:
    """The fields of an answer; one of another shape says nothing."""
    try:
        return _ServerAnswer.model_validate(answer)
    except ValidationError:
        return _ServerAnswer()


async def _ask(connection: Connection) -> ContextWindow:
    """One look at each place where some kind of server tells it."""
    # In llama.cpp's router mode a question about a model loads it, unless told not to:
    # https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md#routing-requests
    model = connection.model
    props = f"/props?model={quote(model, safe='')}&autoload=false"
    paths = (props, "/v1/models", "/api/ps", "/api/v0/models")
    answers = await asyncio.gather(*(connection.look_up(path, seconds=_SECONDS) for path in paths))
    llama_cpp, vllm, ollama, lm_studio = map(_read, answers)
    if (tokens := llama_cpp.default_generation_settings.n_ctx) is not None:
        return ContextWindow("llama.cpp", tokens, llama_cpp.total_slots)
    if (tokens := vllm.of(model).max_model_len) is not None:
        return ContextWindow("vLLM", tokens)
    if lm_studio.of(model).max_context_length is not None:
        return ContextWindow("LM Studio", lm_studio.of(model).loaded_context_length)
    return ContextWindow() if ollama.models is None else ContextWindow("Ollama", ollama.of(model).context_length)
