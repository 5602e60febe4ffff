"""The context window: how many tokens a request may take, as the server itself says, with its slots and tokenizer.

Each kind of server tells it in another place, on paths of its own beside the API; only local servers are asked, and
one that does not answer is simply unknown. Nothing here may fail a run.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import quote

from summarizer.answers.store import Stored, content_key
from summarizer.engines.endpoint.token_spans import lengths_of
from summarizer.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.answers.store import Store
    from summarizer.engines.endpoint.connection import Connection

ServerName = Literal["", "local", "llama.cpp", "vLLM", "Ollama", "LM Studio"]
_SECONDS: Final = 5.0
_TEMPLATE_TOKENS: Final = 48
"""What a chat template puts around two messages, rounded up."""
_MIN_TEXT_TOKENS: Final = 64
_MAX_BLOCK: Final = 100_000
"""Characters that are tokenized at once."""
_REMEDIES: Final[dict[ServerName, str]] = {
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

    def holds(self, prompt: int, answer: int) -> bool:
        """Whether prompt and answer of these sizes fit."""
        return self.tokens is None or prompt + answer + _TEMPLATE_TOKENS <= self.tokens


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
        body, field = _tokenize_request(connection.model, window, block)
        said = _at(await connection.look_up("/tokenize", body), field)
        pieces = said if isinstance(said, list) else [None]
        part = lengths_of(block, [_at(piece, "piece") if isinstance(piece, dict) else piece for piece in pieces])
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


def _tokenize_request(model: str, window: ContextWindow, text: str) -> tuple[dict[str, object], str]:
    """The body, and the field of the answer that holds the tokens."""
    if window.server != "vLLM":
        # https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md#post-tokenize-tokenize-a-given-text
        body = {"model": model, "content": text, "with_pieces": True, "parse_special": False}
        return body, "tokens"
    # https://github.com/vllm-project/vllm/pull/5054, token_strs: https://github.com/vllm-project/vllm/pull/18941
    body = {"model": model, "prompt": text, "add_special_tokens": False, "return_token_strs": True}
    return body, "token_strs"


async def _ask(connection: Connection) -> ContextWindow:
    """One look at each place where some kind of server tells it."""
    # In llama.cpp's router mode a question about a model loads it, unless told not to:
    # https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md#routing-requests
    model = connection.model
    props = f"/props?model={quote(model, safe='')}&autoload=false"
    paths = (props, "/v1/models", "/api/ps", "/api/v0/models")
    said = await asyncio.gather(*(connection.look_up(path, seconds=_SECONDS) for path in paths))
    found = _llama_cpp(said[0]) or _vllm(said[1], model) or _lm_studio(said[3], model)
    return found or _ollama(said[2], model) or ContextWindow()


def _llama_cpp(props: Any) -> ContextWindow | None:
    # n_ctx is a slot's own: -c is shared out among the slots unless the cache is unified.
    # https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md#get-props-get-server-global-properties
    tokens = _positive(_at(props, "default_generation_settings", "n_ctx"))
    return None if tokens is None else ContextWindow("llama.cpp", tokens, _positive(_at(props, "total_slots")))


def _vllm(models: Any, model: str) -> ContextWindow | None:
    # As seen in https://github.com/modal-labs/modal-examples/issues/843
    tokens = _positive(_at(_named(_at(models, "data"), model), "max_model_len"))
    return None if tokens is None else ContextWindow("vLLM", tokens)


def _lm_studio(models: Any, model: str) -> ContextWindow | None:
    # Only a loaded model has it; max_context_length is what the model could take, not what it was loaded with:
    # https://github.com/zed-industries/zed/issues/33938, https://lmstudio.ai/docs/developer/rest/endpoints
    entry = _named(_at(models, "data"), model)
    if _at(entry, "max_context_length") is None:
        return None
    return ContextWindow("LM Studio", _positive(_at(entry, "loaded_context_length")))


def _ollama(running: Any, model: str) -> ContextWindow | None:
    # Only a loaded model tells what it has got: https://github.com/ollama/ollama/pull/11331. What /api/show gives is
    # the model's ceiling; the server's own limit (4,096 on most machines) cuts what is longer and says nothing:
    # https://docs.ollama.com/context-length, https://github.com/ollama/ollama/issues/3839
    if not isinstance(_at(running, "models"), list):
        return None
    tokens = _positive(_at(_named(running["models"], model), "context_length"))
    return ContextWindow("Ollama", tokens)


def _named(entries: Any, model: str) -> Any:
    """The entry of this model; Ollama's names end in a tag, ``latest`` where none is given."""
    for entry in entries if isinstance(entries, list) else ():
        if {_at(entry, "id"), _at(entry, "name"), _at(entry, "model")} & {model, f"{model}:latest"}:
            return entry
    return None


def _at(data: Any, *path: str) -> Any:
    for name in path:
        data = data.get(name) if isinstance(data, dict) else None
    return data


def _positive(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None
