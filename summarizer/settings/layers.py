"""Layers of configuration: what each origin says, and which counts where they differ on what to ask."""

import ipaddress
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

from summarizer.errors import UsageError
from summarizer.messages import Message

EngineName = Literal["rules", "endpoint", "local"]

DEFAULT = "default"
"""The source of a setting that no layer gives."""
PRESETS = {
    "ollama": "http://127.0.0.1:11434/v1",
    "lmstudio": "http://127.0.0.1:1234/v1",
    "llamacpp": "http://127.0.0.1:8080/v1",
    "vllm": "http://127.0.0.1:8000/v1",
    "openai": "https://api.openai.com/v1",
}
LOCAL_PRESETS = PRESETS.keys() - {"openai"}
OF_AN_ENDPOINT = frozenset({"model", "api_key", "endpoint_headers", "extra_body"})
"""What a layer that names an endpoint says to that one alone."""
OPENAI_KEY, OPENAI_URL = "OPENAI_API_KEY", "OPENAI_BASE_URL"


class Layer(NamedTuple):
    """Values of one origin, already checked; ``sources`` names, a field, the flag, variable or file."""

    values: dict[str, Any]
    sources: Mapping[str, str]


def base_url(endpoint: str) -> str:
    """The base URL for a preset's name or an address, without a closing slash; ``/v1`` where it has no path.

    Raises :class:`UsageError` for what is no address, which it does not repeat: it may hold a password.
    """
    if endpoint in PRESETS:
        return PRESETS[endpoint]
    try:
        parts = urlsplit(endpoint)
        _ = parts.port
    except ValueError:
        raise _wrong("no-url") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or any(c.isspace() for c in endpoint):
        raise _wrong("no-url")
    if parts.username is not None or parts.password is not None:
        raise _wrong("url-with-password")
    if parts.query or parts.fragment:
        raise _wrong("url-with-query")
    path = parts.path.rstrip("/").removesuffix("/chat/completions")
    return f"{parts.scheme}://{parts.netloc}{path or '/v1'}"


def _wrong(code: str) -> UsageError:
    return UsageError("setting-wrong", name="endpoint", why=Message(code, {"presets": ", ".join(PRESETS)}))


def refuse_plaintext(url: str) -> None:
    """Raise :class:`UsageError` for ``http://`` to another machine: whoever sits on the line reads plan and key.

    A private network is no exception: what is open in it, everybody in it can read. A name other than
    ``localhost`` is not looked up: whoever answers for names would decide.
    """
    parts = urlsplit(url)
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise UsageError("not-encrypted", url=url)


def is_loopback(host: str) -> bool:
    """Whether the name or address is this machine's own. A name is not looked up."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def choice(layers: list[Layer]) -> tuple[EngineName | None, Layer | None]:
    """What to ask, by the first layer that says so, and the layer whose ``engine`` counts.

    None for what to ask: no layer says it, or one names two. OPENAI_BASE_URL is set for other programs too: it
    chooses nothing where a layer of ours, be it weaker, does.
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
    """Whether a layer's value goes with what was chosen to be asked; ``stronger`` are the names already set."""
    endpoint, engine = layer.values.get("endpoint"), layer.values.get("engine")
    if name == "endpoint":
        return whom != "local"
    if name == "model_path":
        return whom != "endpoint" and "model" not in stronger
    if name in OF_AN_ENDPOINT and endpoint is not None:
        return chosen is not None and base_url(endpoint) == base_url(chosen.values["endpoint"])
    if name == "model" and whom == "local":
        return "model_path" not in stronger
    weights = engine == "local" or (engine != "endpoint" and "model_path" in layer.values)
    return name != "model" or whom != "endpoint" or not weights


def key_fits(name: str, layer: Layer, chosen: Layer | None) -> bool:
    """Whether a layer's key may go to the chosen endpoint: OPENAI_API_KEY goes to no local preset."""
    if name != "api_key" or chosen is None or layer.sources[name] != OPENAI_KEY:
        return True
    return chosen.values["endpoint"] not in LOCAL_PRESETS
