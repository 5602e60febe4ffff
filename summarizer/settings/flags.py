"""The flags that say which engine reads and how it is asked, one table for every command that has them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from summarizer.errors import UsageError
from summarizer.messages import speak

if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection

    from summarizer.settings.settings import Settings

_SWITCH = {"action": "store_const", "const": True}  # None where it is not given, as for any other flag
_COUNT = {"type": int, "metavar": "N"}
_SECONDS = {"type": float, "metavar": "metavar-seconds"}
ENGINE_FLAGS: dict[str, dict[str, Any]] = {
    "engine": {"choices": ["auto", "rules", "endpoint", "local"]},
    "endpoint": {"metavar": "metavar-endpoint"},
    "model": {"metavar": "metavar-name"},
    "model_path": {"metavar": "metavar-file"},
    "api_key_env": {"metavar": "metavar-variable"},
    "endpoint_headers_env": {"metavar": "metavar-variable"},
    "extra_body": {"metavar": "JSON"},
    "allow_plaintext": _SWITCH,
    "reading": {"choices": ["doubts", "all"]},
    "temperature": {"type": float, "metavar": "T"},
    "max_tokens": _COUNT,
    "concurrency": _COUNT,
    "timeout": _SECONDS,
    "time_limit": _SECONDS,
    "requests_per_minute": _COUNT,
    "tokens_per_minute": _COUNT,
    "max_tokens_total": _COUNT,
    "max_cost": {"type": float, "metavar": "metavar-sum"},
    "threads": _COUNT,
    "slots": _COUNT,
    "context": {"type": int, "metavar": "metavar-tokens"},
    "no_cache": _SWITCH,
    "refresh": _SWITCH,
    "profile": {"metavar": "metavar-dir"},
    "processes": _COUNT,
}
SERVICE_FLAGS = [name for name in ENGINE_FLAGS if name not in {"time_limit", "max_tokens_total", "max_cost", "refresh"}]
"""Those that a program has which reads jobs until it is told to end: the others are of one run."""


def add_engine_flags(parser: Any, only: Collection[str] = ENGINE_FLAGS) -> None:
    """Add the flags, or some of them, to a parser or a group of its arguments."""
    for name, how in ENGINE_FLAGS.items():
        if name in only:
            flag = name.replace("_", "-")
            parser.add_argument(f"--{flag}", help=f"help-engine-{flag}", **how)


def load_settings(args: argparse.Namespace) -> Settings:
    """The settings that the flags in ``args`` ask for.

    Raises :class:`UsageError`, also for a flag that the engine they come to does not use.
    """
    flags: dict[str, Any] = {name: getattr(args, name, None) for name in ENGINE_FLAGS}
    if flags.pop("no_cache"):
        flags["cache"] = False
    for name in ("api_key", "endpoint_headers"):
        if (variable := flags.pop(f"{name}_env")) is not None:
            flags[name] = os.environ.get(variable)
            if not flags[name]:
                raise UsageError("variable-unset", flag=f"--{name.replace('_', '-')}-env", variable=variable)
    settings = settings_of(args, **flags)
    _refuse_idle(flags, settings)
    return settings


def settings_of(args: argparse.Namespace, **flags: Any) -> Settings:
    """The settings with ``flags`` and ``--lang``; from now on their language is spoken."""
    from summarizer.settings.settings import Settings

    settings = Settings.load(**flags, lang=getattr(args, "lang", None))
    speak(settings.lang)
    return settings


def _refuse_idle(flags: dict[str, Any], settings: Settings) -> None:
    """Raise :class:`UsageError` for a flag that says how to ask a model which is not asked: nothing is ignored."""
    if flags["reading"] is not None and settings.chosen_engine == "rules":
        raise UsageError("reading-without-model")
    if flags["processes"] is not None and settings.chosen_engine != "rules":
        raise UsageError("processes-with-model")
    given = [name for name in ("model", "model_path", "threads", "slots", "context") if flags[name] is not None]
    if settings.chosen_engine == "local":
        if "model" in given and (settings.model is None or settings.model_path):
            raise UsageError("two-models", other="--model-path" if settings.model_path else "--endpoint")
        return
    for name in given:
        flag = "--" + name.replace("_", "-")
        if name != "model":
            raise UsageError("flag-of-local-engine", flag=flag, engine=settings.chosen_engine)
        if settings.chosen_engine == "rules":
            raise UsageError("model-flag-idle" if settings.base_url else "model-flag-without-endpoint")
