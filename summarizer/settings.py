"""Settings: what may be configured, and from where.

One frozen model, filled from layers, the first that names a field wins: flags, ``SUMMARIZER_*``,
``OPENAI_BASE_URL``/``OPENAI_API_KEY``, ``summarizer.toml`` (working folder, then the user's
configuration folder), defaults. Endpoint, key and model travel together: a layer that names an
endpoint gives its key and model to that endpoint only, so that no key reaches a stranger when a
stronger layer names another address.
"""

from __future__ import annotations

import difflib
import json
import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, Protocol, Self
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)

from summarizer.errors import UsageError
from summarizer.folders import cache_folder, config_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

PRESETS: Final = {
    "ollama": "http://127.0.0.1:11434/v1",
    "lmstudio": "http://127.0.0.1:1234/v1",
    "llamacpp": "http://127.0.0.1:8080/v1",
    "vllm": "http://127.0.0.1:8000/v1",
    "openai": "https://api.openai.com/v1",
}
CONFIG_NAME: Final = "summarizer.toml"
_DEFAULT: Final = "default"
_OPENAI_KEY: Final = "OPENAI_API_KEY"


class Setting(NamedTuple):
    """One line of :meth:`Settings.describe`: a field, its value for reading (a key is masked), and who set it."""

    name: str
    value: str
    source: str


EngineName = Literal["rules", "endpoint", "local"]


class Server(Protocol):
    """A model server of one's own that a run can be bound to, started when the first question needs it."""

    @property
    def origin(self) -> str:
        """The model and its weights, whichever port serves them: what answers are kept under."""

    @property
    def context(self) -> int:
        """Tokens of one request, prompt and answer together."""

    @property
    def slots(self) -> int:
        """Requests at a time."""

    async def address(self) -> str:
        """The base URL of the running server; starts it where it does not run."""

    def why(self) -> str | None:
        """Why it does not run, None where that is not known."""


class _Layer(NamedTuple):
    """Values of one origin, already checked; ``sources`` names, a field, the flag, variable or file."""

    values: dict[str, Any]
    sources: dict[str, str]
    stranger: bool = False
    """True for the working folder's file, which may have come along with somebody's documents."""


class _SettingError(UsageError):
    """A value that :class:`Settings` does not take; ``words`` say why, without the setting's ``name``."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__(f"{name}: {words}")
        self.name = name
        self.words = words


class Settings(BaseModel):
    """Everything that can be configured. Times in seconds, prices per million tokens.

    Raises :class:`UsageError`, one line that names the setting, for a name or a value that there is not.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    engine: Literal["auto", "rules", "endpoint", "local"] = "auto"
    endpoint: str | None = Field(default=None, description="a preset's name or the base URL of a chat completions API")
    model: str | None = Field(
        default=None, description="the endpoint's model, or a fetched one for the local engine; None takes the first"
    )
    model_path: Path | None = Field(default=None, description="a GGUF file for the local engine")
    threads: int | None = Field(default=None, ge=1, le=1024, description="of the local engine; None takes all cores")
    slots: int | None = Field(default=None, ge=1, le=64, description="requests at a time that the local engine takes")
    context: int | None = Field(default=None, ge=1024, description="tokens of one request to the local engine")
    api_key: SecretStr | None = Field(default=None, repr=False)
    concurrency: int = Field(default=4, ge=1, le=256)
    timeout: float = Field(default=120.0, gt=0, description="for one request")
    deadline: float = Field(default=300.0, gt=0, description="for one chunk, retries included")
    temperature: float = Field(default=0.0, ge=0, le=2)
    max_tokens: int = Field(default=1024, ge=16, description="the most a single answer may take")
    chunk_tokens: int = Field(default=800, ge=50, description="the most text of one chunk")
    price_prompt: float | None = Field(default=None, ge=0)
    price_completion: float | None = Field(default=None, ge=0)
    currency: str = Field(default="USD", min_length=1, max_length=8)
    cache: bool = True
    refresh: bool = Field(default=False, description="ask again and keep the new answers")
    cache_dir: Path | None = None
    cache_max_mb: float = Field(default=256.0, gt=0)
    record: Path | None = Field(default=None, description="folder that gets one recording a document")
    replay: Path | None = Field(default=None, description="folder of recordings to answer from; nothing is asked")
    profile: str = "work_plan"

    _sources: dict[str, str] = PrivateAttr(default_factory=dict)
    _server: Server | None = PrivateAttr(default=None)

    @model_validator(mode="wrap")
    @classmethod
    def _one_line(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return handler(data)
        except ValidationError as error:
            raise _wrong(error) from None

    @field_validator("endpoint")
    @classmethod
    def _endpoint_is_an_address(cls, value: str | None) -> str | None:
        if value is not None and value not in PRESETS:
            base_url(value)
        return value

    @field_validator("cache_dir", "record", "replay", "model_path")
    @classmethod
    def _home(cls, value: Path | None) -> Path | None:
        return None if value is None else value.expanduser()

    @classmethod
    def load(
        cls,
        *,
        environ: Mapping[str, str] | None = None,
        folder: Path | None = None,
        **flags: Any,
    ) -> Self:
        """Settings from all layers; a flag that is None counts as not given.

        ``environ`` stands for ``os.environ`` and ``folder`` for the working folder.
        Raises :class:`UsageError`, one line that names the flag, variable or file at fault.
        """
        env = os.environ if environ is None else environ
        layers = [
            _flags(flags),
            _variables(env),
            _openai(env),
            _file((folder or Path.cwd()) / CONFIG_NAME, stranger=True),
            _file(config_folder(env) / CONFIG_NAME),
        ]
        return cls._merge(layers)

    @classmethod
    def _merge(cls, layers: list[_Layer]) -> Self:
        values: dict[str, Any] = {}
        sources: dict[str, str] = {}
        chosen = next((layer for layer in layers if layer.values.get("endpoint")), None)
        engine = next((layer.values["engine"] for layer in layers if "engine" in layer.values), "auto")
        # A model that was named for an endpoint is not one for the local engine, which asks no endpoint.
        url = base_url(chosen.values["endpoint"]) if chosen and engine != "local" else None
        for layer in layers:
            own = layer.values.get("endpoint")
            for name, value in layer.values.items():
                astray = name in {"api_key", "model"} and own is not None and base_url(own) != url
                if name not in values and not astray and _key_fits(name, layer, chosen):
                    values[name], sources[name] = value, layer.sources[name]
        settings = cls(**values)
        settings._sources.update(sources)
        return settings

    @property
    def base_url(self) -> str | None:
        """The endpoint's address, presets resolved; None where none is configured."""
        return None if self.endpoint is None else base_url(self.endpoint)

    @property
    def server(self) -> Server | None:
        """The server of one's own that a run is bound to, None before there is one."""
        return self._server

    def served_by(self, server: Server, **update: Any) -> Self:
        """A copy bound to ``server``, with ``update`` in it."""
        served = self.model_copy(update=update)
        served._server = server  # noqa: SLF001 - of our own kind
        return served

    @property
    def chosen_engine(self) -> EngineName:
        """What ``auto`` comes to: ``local`` with a model file, ``endpoint`` with an address or replay, else ``rules``.

        Raises :class:`UsageError` where the endpoint engine is demanded and there is nothing to ask, and where
        both a model file and an endpoint could be meant.
        """
        able = self.endpoint is not None or self.replay is not None
        if self.engine == "auto":
            if self.model_path is not None and able:
                raise UsageError("both an endpoint and a model file are set: give --engine local or --engine endpoint")
            return "local" if self.model_path is not None else "endpoint" if able else "rules"
        if self.engine == "endpoint" and not able:
            names = "|".join(PRESETS)
            raise UsageError(f"the endpoint engine needs an address: --endpoint {names}|URL or SUMMARIZER_ENDPOINT")
        return self.engine

    @property
    def asks_a_model(self) -> bool:
        """Whether a model is asked, wherever it runs. Raises as :attr:`chosen_engine` does."""
        return self.chosen_engine != "rules"

    @property
    def cache_folder(self) -> Path:
        """The folder of the response store."""
        return self.cache_dir or cache_folder()

    def cost(self, prompt_tokens: int, completion_tokens: int) -> float | None:
        """What the tokens cost in ``currency``; None where no price is configured."""
        if self.price_prompt is None and self.price_completion is None:
            return None
        return (prompt_tokens * (self.price_prompt or 0) + completion_tokens * (self.price_completion or 0)) / 1e6

    def describe(self) -> list[Setting]:
        """Every setting with its value and origin, for ``summarizer doctor``; a key shows only that it is set."""
        rows = []
        for name in type(self).model_fields:
            value = getattr(self, name)
            shown = "" if value is None else "set" if isinstance(value, SecretStr) else str(value)
            if name == "endpoint" and value in PRESETS:
                shown = f"{value} ({PRESETS[value]})"
            rows.append(Setting(name, shown, self._sources.get(name, _DEFAULT)))
        return rows


def base_url(endpoint: str) -> str:
    """The base URL for a preset's name or an address, without a closing slash; ``/v1`` where it has no path.

    Raises :class:`ValueError` for what is no address. A refused address is not repeated: it may hold a password.
    """
    if endpoint in PRESETS:
        return PRESETS[endpoint]
    try:
        parts = urlsplit(endpoint)
        _ = parts.port
    except ValueError:
        raise ValueError("is not a URL; give http://HOST:PORT/v1 or one of " + ", ".join(PRESETS)) from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or any(c.isspace() for c in endpoint):
        raise ValueError("is not a URL; give http://HOST:PORT/v1 or one of " + ", ".join(PRESETS))
    if parts.username is not None or parts.password is not None:
        raise ValueError("holds a user name or password; give the key by SUMMARIZER_API_KEY instead")
    if parts.query or parts.fragment:
        raise ValueError("holds a query; give the base URL alone, as in http://HOST:PORT/v1")
    path = parts.path.rstrip("/").removesuffix("/chat/completions")
    return f"{parts.scheme}://{parts.netloc}{path or '/v1'}"


def _key_fits(name: str, layer: _Layer, chosen: _Layer | None) -> bool:
    """Whether OPENAI_API_KEY may go to the chosen endpoint.

    Not to a server on this machine that was asked for by a preset's name, which needs none, and not to
    an address that only a file in the working folder names: such a file may be a stranger's.
    """
    if name != "api_key" or layer.sources[name] != _OPENAI_KEY or chosen is None:
        return True
    endpoint = str(chosen.values["endpoint"])
    if base_url(endpoint) == PRESETS["openai"]:
        return True
    return endpoint not in PRESETS and not chosen.stranger


def _flags(flags: Mapping[str, Any]) -> _Layer:
    given = {name: value for name, value in flags.items() if value is not None}
    sources = {name: "--" + name.replace("_", "-") for name in given}
    for name in given:
        if name not in Settings.model_fields:
            raise UsageError(f"{sources[name]}: no such setting{_hint(name)}")
    return _Layer(_check(given, sources), sources)


def _variables(env: Mapping[str, str]) -> _Layer:
    names = {f"SUMMARIZER_{field.upper()}": field for field in Settings.model_fields}
    given = {field: env[name] for name, field in names.items() if env.get(name)}
    sources = {field: name for name, field in names.items() if field in given}
    return _Layer(_check(given, sources), sources)


def _openai(env: Mapping[str, str]) -> _Layer:
    names = {"endpoint": "OPENAI_BASE_URL", "api_key": _OPENAI_KEY}
    given = {field: env[name] for field, name in names.items() if env.get(name)}
    return _Layer(_check(given, names), {field: names[field] for field in given})


def _file(path: Path, *, stranger: bool = False) -> _Layer:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):
        return _Layer({}, {})
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        # The decoder's message quotes single characters at most, never a line that could hold a key.
        raise UsageError(f"{path}: not valid TOML: {error}") from None
    for name in table:
        if name not in Settings.model_fields:
            raise UsageError(f"{path}: unknown key {name!r}{_hint(name)}")
    for name in ("cache_dir", "record", "replay", "model_path"):
        if isinstance(table.get(name), str):
            table[name] = str(path.parent / Path(table[name]).expanduser())
    sources = dict.fromkeys(table, f"{path}")
    return _Layer(_check(table, {name: f"{path}: {name}" for name in table}, strict=True), sources, stranger)


def _check(given: Mapping[str, Any], sources: Mapping[str, str], *, strict: bool = False) -> dict[str, Any]:
    """The values as :class:`Settings` holds them; a file's types are taken strictly, a variable's text is parsed."""
    try:
        if strict:
            checked = Settings.model_validate_json(json.dumps(dict(given), default=str), strict=True)
        else:
            checked = Settings.model_validate(dict(given))
    except _SettingError as error:
        raise UsageError(f"{sources[error.name]}: {error.words}") from None
    return {name: getattr(checked, name) for name in given}


def _wrong(error: ValidationError) -> _SettingError:
    """The first fault that pydantic found; a key or an address is not repeated: it may hold a password."""
    first = error.errors(include_url=False, include_context=False, include_input=True)[0]
    name = str(first["loc"][0]) if first["loc"] else "settings"
    if first["type"] == "extra_forbidden":
        return _SettingError(name, f"no such setting{_hint(name)}")
    message = first["msg"].removeprefix("Value error, ")
    shown = "" if name in {"api_key", "endpoint", "settings"} else f" (given: {first['input']!r})"
    return _SettingError(name, f"{message[:1].lower()}{message[1:]}{shown}")


def _hint(name: str) -> str:
    close = difflib.get_close_matches(name, Settings.model_fields, n=1)
    return f"; did you mean {close[0]}?" if close else f"; there are {', '.join(Settings.model_fields)}"
