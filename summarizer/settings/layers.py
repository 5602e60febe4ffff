"""Layers of configuration: what each origin says, and whose word counts where they differ on whom to ask."""

from __future__ import annotations

import ipaddress
from typing import Any, Final, Literal, NamedTuple
from urllib.parse import urlsplit

from summarizer.errors import UsageError

EngineName = Literal["rules", "endpoint", "local"]

PRESETS: Final = {
    "ollama": "http://127.0.0.1:11434/v1",
    "lmstudio": "http://127.0.0.1:1234/v1",
    "llamacpp": "http://127.0.0.1:8080/v1",
    "vllm": "http://127.0.0.1:8000/v1",
    "openai": "https://api.openai.com/v1",
}
OPENAI_KEY, OPENAI_URL = "OPENAI_API_KEY", "OPENAI_BASE_URL"


class Layer(NamedTuple):
    """Values of one origin, already checked; ``sources`` names, a field, the flag, variable or file."""

    values: dict[str, Any]
    sources: dict[str, str]
    stranger: bool = False
    """True for the working folder's file, which may have come along with somebody's documents."""


def base_url(endpoint: str) -> str:
    """The base URL for a preset's name or an address, without a closing slash; ``/v1`` where it has no path.

    Raises :class:`ValueError` for what is no address. A refused address is not repeated: it may hold a password.
    """
    if endpoint in PRESETS:
        return PRESETS[endpoint]
    wrong = ValueError("is not a URL; give http://HOST:PORT/v1 or one of " + ", ".join(PRESETS))
    try:
        parts = urlsplit(endpoint)
        _ = parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or any(c.isspace() for c in endpoint):
        raise wrong
    if parts.username is not None or parts.password is not None:
        raise ValueError("holds a user name or password; give the key by SUMMARIZER_API_KEY instead")
    if parts.query or parts.fragment:
        raise ValueError("holds a query; give the base URL alone, as in http://HOST:PORT/v1")
    path = parts.path.rstrip("/").removesuffix("/chat/completions")
    return f"{parts.scheme}://{parts.netloc}{path or '/v1'}"


def refuse_plaintext(url: str) -> None:
    """Raise :class:`UsageError` for ``http://`` to another machine: whoever sits on the line reads plan and key.

    A private network is no exception: what is open in it, everybody in it can read. A name other than
    ``localhost`` is not looked up: whoever answers for names would decide.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        near = ipaddress.ip_address(host).is_loopback
    except ValueError:
        near = host == "localhost"
    if parts.scheme == "http" and not near:
        raise UsageError(
            f"{url} is not encrypted, so plan and key could be read on their way: give an https:// address, "
            "or --allow-plaintext in a network that you trust"
        )


def choice(layers: list[Layer]) -> tuple[EngineName | None, Layer | None]:
    """Whom the first layer that says so asks (None: no layer does, or one names two), and whose ``engine`` counts.

    OPENAI_BASE_URL is set for other programs too: it chooses nothing where a layer of ours, be it weaker, does.
    """
    engine: Layer | None = None
    whom: EngineName | None = None
    for layer in layers:
        if layer.sources.get("endpoint") == OPENAI_URL:
            whom = "endpoint"
            continue
        if engine is None and "engine" in layer.values:
            engine = layer
            if layer.values["engine"] in {"endpoint", "local"}:
                return layer.values["engine"], layer
        named = layer.values.keys() & {"endpoint", "model_path"}
        if named:
            return (None if len(named) > 1 else "local" if "model_path" in named else "endpoint"), engine
    return whom, engine


def fits(name: str, layer: Layer, whom: str | None, chosen: Layer | None, stronger: frozenset[str]) -> bool:
    """Whether what a layer says goes with whom the layers chose to ask; ``stronger`` are the names already set."""
    endpoint, engine = layer.values.get("endpoint"), layer.values.get("engine")
    if name == "endpoint":
        return whom != "local"
    if name == "model_path":
        return whom != "endpoint" and "model" not in stronger
    if name in {"model", "api_key"} and endpoint is not None:
        return chosen is not None and base_url(endpoint) == base_url(chosen.values["endpoint"])
    if name == "model" and whom == "local":
        return "model_path" not in stronger
    weights = engine == "local" or (engine != "endpoint" and "model_path" in layer.values)
    return name != "model" or whom != "endpoint" or not weights


def key_fits(name: str, layer: Layer, chosen: Layer | None) -> bool:
    """Whether a layer's key may go to the chosen endpoint.

    A key that nobody named for this call goes to no endpoint that a stranger's file names, but for OpenAI's own and
    those on this machine; OPENAI_API_KEY to no local preset's either.
    """
    if name != "api_key" or chosen is None:
        return True
    endpoint, source = str(chosen.values["endpoint"]), layer.sources[name]
    if source == OPENAI_KEY:
        return base_url(endpoint) == PRESETS["openai"] or (endpoint not in PRESETS and not chosen.stranger)
    return layer is chosen or not chosen.stranger or source.startswith("--") or endpoint in PRESETS
