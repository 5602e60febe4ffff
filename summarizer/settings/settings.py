"""Settings: what may be configured, and from where.

One frozen model, filled from layers, the first that names a field wins: flags, ``SUMMARIZER_*``,
``OPENAI_BASE_URL``/``OPENAI_API_KEY``, ``summarizer.toml`` (working folder, then the user's
configuration folder), defaults. Engine, endpoint, model and model file are one choice of what to ask:
the first layer that makes it overrules what weaker layers say of it. Endpoint, key and model travel
together: a layer that names an endpoint gives its key and model to that endpoint only, so that no key
goes to somebody else's server when a stronger layer names another address. So do headers and what is added to bodies.
"""

import errno
import json
import os
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from summarizer.errors import EndpointError, UsageError
from summarizer.messages import Lang, Message
from summarizer.settings.additions import checked_body, checked_headers
from summarizer.settings.faults import wrong_setting
from summarizer.settings.folders import cache_folder, config_folder
from summarizer.settings.layers import (
    DEFAULT,
    LOCAL_PRESETS,
    OPENAI_KEY,
    OPENAI_URL,
    PRESETS,
    EngineName,
    Layer,
    base_url,
    choice,
    fits,
    key_fits,
    refuse_plaintext,
)

CONFIG_NAME = "summarizer.toml"
_TRIES, _WAITS = 12, 150.0
"""Tries of a question (``MAX_TRIES`` in ``engines/endpoint/connection.py``), and seconds between them at the most."""
_PATHS = ("cache_dir", "record", "replay", "model_path", "profile")
_SECRET = frozenset({"api_key", "endpoint_headers"})
_OPEN = frozenset({"engine", "endpoint", "model", "lang", "timeout", "chunk_tokens", "max_tokens", "temperature"})
"""All that the working folder's file may set; its endpoint may be a preset on this machine only.

It may have come along with somebody's documents: it must not run code, write or delete files, answer in place of a
model, lift a limit, or say where a plan and a key go.
"""
_MAX_BYTES = 1_000_000
"""Of a file of settings."""


class Setting(NamedTuple):
    """One line of :meth:`Settings.describe`: a field, its value for reading (a key is masked), and who set it."""

    name: str
    value: str
    source: str


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

    def why(self) -> EndpointError | None:
        """Why it does not run, None where that is not known."""


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
    endpoint_headers: dict[str, SecretStr] | None = Field(
        default=None, repr=False, description="sent with every request to the endpoint, as a key in a header of its own"
    )
    extra_body: dict[str, Any] | None = Field(
        default=None, description="fields that are added to every question, as enable_thinking"
    )
    allow_plaintext: bool = Field(default=False, description="send plan and key over http:// to another machine")
    concurrency: int = Field(default=4, ge=1, le=256)
    timeout: float = Field(default=120.0, gt=0, description="for one request")
    deadline: float | None = Field(
        default=None, gt=0, description="for one question, retries included; None gives every try its time"
    )
    time_limit: float | None = Field(default=None, gt=0, description="for a run; what is left then is not asked")
    requests_per_minute: int | None = Field(default=None, ge=1)
    tokens_per_minute: int | None = Field(default=None, ge=1, description="prompts and answers together")
    max_tokens_total: int | None = Field(default=None, ge=1, description="of a run, prompts and answers together")
    max_cost: float | None = Field(default=None, gt=0, description="of a run, in currency; needs the prices")
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
    processes: int | None = Field(
        default=None, ge=1, le=256, description="that read many documents by rules; None: one a core where it is faster"
    )
    reading: Literal["doubts", "all"] | None = Field(
        default=None,
        description="what a model is asked: what the rules leave open, or everything; None: everything only where the "
        "language has no rules",
    )
    max_text_mb: float = Field(default=64.0, gt=0, le=4096, description="the longest plain text")
    read_memory_mb: float = Field(
        default=800.0, ge=100, le=65536, description="of the process that reads a file that is no plain text"
    )
    read_seconds: float = Field(
        default=12.0, gt=0, le=86400, description="for reading such a file, and half as much again for each MB"
    )
    lang: Lang | None = Field(default=None, description="of the commands and reports; None: the locale's")

    _sources: dict[str, str] = PrivateAttr(default_factory=dict)
    _server: Server | None = PrivateAttr(default=None)

    @model_validator(mode="wrap")
    @classmethod
    def _one_line(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return handler(data)
        except ValidationError as error:
            raise wrong_setting(error, cls.model_fields) from None

    @field_validator("endpoint")
    @classmethod
    def _endpoint_is_an_address(cls, value: str | None) -> str | None:
        if value is not None and value not in PRESETS:
            base_url(value)
        return value

    @field_validator("extra_body", mode="before")
    @classmethod
    def _body_is_an_object(cls, value: Any) -> dict[str, Any] | None:
        return checked_body(value)

    @field_validator("endpoint_headers", mode="before")
    @classmethod
    def _headers_are_an_object(cls, value: Any) -> dict[str, str] | None:
        return checked_headers(value)

    @field_validator(*_PATHS)
    @classmethod
    def _home(cls, value: Path | str | None, field: ValidationInfo) -> Path | str | None:
        try:
            return type(value)(Path(value).expanduser()) if value and str(value).startswith("~") else value
        except RuntimeError:
            raise UsageError("setting-wrong", name=field.field_name, why=Message("no-home-folder")) from None

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
        working, own = folder or Path.cwd(), config_folder()
        given = {name: value for name, value in flags.items() if value is not None}
        layers = [
            _layer(given, {name: "--" + name.replace("_", "-") for name in given}),
            _variables(env, {name: f"SUMMARIZER_{name.upper()}" for name in cls.model_fields}),
            _variables(env, {"endpoint": OPENAI_URL, "api_key": OPENAI_KEY}),
        ]
        if working.resolve() != own.resolve():
            layers.append(_file(working / CONFIG_NAME, instead_of=own / CONFIG_NAME))
        return cls._merge([*layers, _file(own / CONFIG_NAME)])

    @classmethod
    def _merge(cls, layers: list[Layer]) -> Self:
        values: dict[str, Any] = {}
        sources: dict[str, str] = {}
        whom, engine = choice(layers)
        chosen = next((layer for layer in layers if whom != "local" and "endpoint" in layer.values), None)
        for layer in layers:
            stronger = frozenset(values)
            for name, value in layer.values.items():
                counts = layer is engine if name == "engine" else fits(name, layer, whom, chosen, stronger)
                if name in stronger or not counts:
                    continue
                if key_fits(name, layer, chosen):
                    values[name], sources[name] = value, layer.sources[name]
        if whom == "local" and "model_path" not in values and values.get("engine", "auto") == "auto":
            values["engine"] = "local"  # chosen by a model file whose place a stronger layer's model took
            sources["engine"] = next(layer.sources["model_path"] for layer in layers if "model_path" in layer.values)
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
                raise UsageError("endpoint-and-model-file")
            return "local" if self.model_path is not None else "endpoint" if able else "rules"
        if self.engine == "endpoint" and not able:
            raise UsageError("no-endpoint", presets="|".join(PRESETS))
        return self.engine

    @property
    def patience(self) -> float:
        """Seconds for one question with all its retries: the deadline, or what twelve tries take at the most."""
        return _TRIES * self.timeout + _WAITS if self.deadline is None else self.deadline

    @property
    def asks_a_model(self) -> bool:
        """Whether a model is asked, wherever it runs.

        Raises as :attr:`chosen_engine` does, and :class:`UsageError` where the endpoint may not be asked: by
        ``http://`` on another machine, or with a key that is not meant for it.
        """
        engine = self.chosen_engine
        if engine == "endpoint" and self.replay is None:
            self.check_line()
        return engine != "rules"

    def check_line(self) -> None:
        """Raise :class:`UsageError` where plan or key would go to the endpoint in a way that nobody asked for."""
        if self.base_url and not self.allow_plaintext:
            refuse_plaintext(self.base_url)

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
            shown = "" if value is None else "set" if name in _SECRET else str(value)
            if name == "extra_body" and value is not None:
                shown = json.dumps(value, ensure_ascii=False)
            if name == "endpoint" and value in PRESETS:
                shown = f"{value} ({PRESETS[value]})"
            rows.append(Setting(name, shown, self._sources.get(name, DEFAULT)))
        return rows


def _variables(env: Mapping[str, str], names: Mapping[str, str]) -> Layer:
    """What the environment says; ``names`` are the variables of the fields."""
    return _layer({field: env[name] for field, name in names.items() if env.get(name)}, names)


def _file(path: Path, *, instead_of: Path | None = None) -> Layer:
    """What a file says; one that stands ``instead_of`` the user's own is untrusted."""
    try:
        table = tomllib.loads(_read(path))
    except (FileNotFoundError, NotADirectoryError):
        return Layer({}, {})
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("settings-unreadable", file=path, why=error) from error
    except RecursionError:
        raise UsageError("settings-no-toml", file=path, why=Message("too-deep")) from None
    except tomllib.TOMLDecodeError as error:
        # The decoder's message quotes single characters at most, never a line that could hold a key.
        raise UsageError("settings-no-toml", file=path, why=error) from None
    defaults = {name: field.default for name, field in Settings.model_fields.items()}
    if instead_of is not None:
        for name, value in table.items():
            known = name in defaults and value != defaults[name]  # an unknown name is told below
            if known and (name not in _OPEN or (name == "endpoint" and value not in list(LOCAL_PRESETS))):
                variable = f"SUMMARIZER_{name.upper()}"
                raise UsageError("setting-untrusted", file=path, name=name, own=instead_of, variable=variable)
    for name in _PATHS:
        given = table.get(name)
        if isinstance(given, str) and given != defaults[name] and not given.startswith("~"):
            table[name] = str(path.parent / given)
    values = _checked(table, {name: f"{path}: {name}" for name in table}, strict=True)
    return Layer(values, dict.fromkeys(table, f"{path}"))


def _read(path: Path) -> str:
    """A file's text. Raises :class:`OSError` also for what is no regular file, or of more than a file of settings has.

    Looked at before it is opened: a pipe would wait for ever, a device behind a link never end.
    """
    there = path.stat()
    if not stat.S_ISREG(there.st_mode) or there.st_size > _MAX_BYTES:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
    return path.read_text(encoding="utf-8-sig")


def _layer(given: Mapping[str, Any], sources: Mapping[str, str]) -> Layer:
    return Layer(_checked(given, sources), sources)


def _checked(given: Mapping[str, Any], sources: Mapping[str, str], *, strict: bool = False) -> dict[str, Any]:
    """The values as :class:`Settings` holds them; a file's types are taken strictly, a variable's text is parsed."""
    try:
        if strict:
            checked = Settings.model_validate_json(json.dumps(given, default=str), strict=True)
        else:
            checked = Settings.model_validate(given)
    except UsageError as error:
        raise UsageError(error.code, **error.params | {"name": sources[error.params["name"]]}) from None
    return {name: getattr(checked, name) for name in given}
