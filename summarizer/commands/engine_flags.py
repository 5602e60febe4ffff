"""The flags that say which engine reads and how it is asked, one table for every command that has them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

from summarizer.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection

    from summarizer.settings.settings import Settings

_FLAGS: Final[dict[str, dict[str, Any]]] = {
    "engine": {
        "choices": ["auto", "rules", "endpoint", "local"],
        "help": "default: the model that is set, else rules",
    },
    "endpoint": {"metavar": "URL|NAME", "help": "ollama, lmstudio, llamacpp, vllm, openai or a base URL"},
    "model": {"metavar": "NAME", "help": "the endpoint's model (default: its first), or a fetched one"},
    "model_path": {"metavar": "FILE", "help": "a GGUF file for the local engine"},
    "api_key_env": {"metavar": "VARIABLE", "help": "the environment variable that holds the key"},
    "allow_plaintext": {"action": "store_true", "help": "permit http:// to another machine"},
    "temperature": {"type": float, "metavar": "T", "help": "0 to 2"},
    "max_tokens": {"type": int, "metavar": "N", "help": "the most that one answer may take"},
    "concurrency": {"type": int, "metavar": "N", "help": "requests at a time"},
    "timeout": {"type": float, "metavar": "SECONDS", "help": "for one request"},
    "time_limit": {"type": float, "metavar": "SECONDS", "help": "for the whole run"},
    "requests_per_minute": {"type": int, "metavar": "N", "help": "the most in any minute"},
    "tokens_per_minute": {"type": int, "metavar": "N", "help": "prompts and answers together"},
    "max_tokens_total": {"type": int, "metavar": "N", "help": "of the whole run; then it asks no more"},
    "max_cost": {"type": float, "metavar": "SUM", "help": "of the whole run, by the prices that are set"},
    "threads": {"type": int, "metavar": "N", "help": "of the local engine; default: one a core"},
    "slots": {"type": int, "metavar": "N", "help": "requests at a time that the local engine takes"},
    "context": {"type": int, "metavar": "TOKENS", "help": "of one request to the local engine"},
    "no_cache": {"action": "store_true", "help": "keep no answers of the model and use none"},
    "refresh": {"action": "store_true", "help": "ask again and keep the new answers"},
    "profile": {"metavar": "DIR", "help": "a folder with your own prompts, schema or lexicons"},
}
_OF_SETTINGS: Final = [name for name in _FLAGS if name not in {"api_key_env", "allow_plaintext", "no_cache", "refresh"}]


def add_engine_flags(parser: Any, only: Collection[str] = _FLAGS) -> None:
    """Add the flags, or some of them, to a parser or a group of its arguments."""
    for name, how in _FLAGS.items():
        if name in only:
            parser.add_argument("--" + name.replace("_", "-"), **how)


def load_settings(args: argparse.Namespace) -> Settings:
    """The settings that the flags in ``args`` ask for.

    Raises :class:`UsageError`, also for a flag that the engine they come to does not use.
    """
    from summarizer.settings.settings import Settings

    flags: dict[str, Any] = {name: getattr(args, name, None) for name in _OF_SETTINGS}
    variable = getattr(args, "api_key_env", None)
    if variable is not None:
        flags["api_key"] = os.environ.get(variable)
        if not flags["api_key"]:
            raise UsageError(f"--api-key-env {variable}: the environment variable is not set")
    flags["cache"] = False if getattr(args, "no_cache", False) else None
    flags["allow_plaintext"] = True if getattr(args, "allow_plaintext", False) else None
    flags["refresh"] = True if getattr(args, "refresh", False) else None
    settings = Settings.load(**flags)
    _refuse_idle(flags, settings)
    return settings


def _refuse_idle(flags: dict[str, Any], settings: Settings) -> None:
    """Raise :class:`UsageError` for a flag that says how to ask a model which is not asked: nothing is ignored."""
    given = [name for name in ("model", "model_path", "threads", "slots", "context") if flags[name] is not None]
    if not given:
        return
    if settings.chosen_engine == "local":
        other = "--model-path" if settings.model_path else "--endpoint"
        if "model" in given and (settings.model is None or settings.model_path):
            raise UsageError(f"--model: the local engine asks one model, and {other} is given too: leave out one")
        return
    for name in given:
        flag = "--" + name.replace("_", "-")
        if name != "model":
            raise UsageError(f"{flag}: the engine is {settings.chosen_engine}: give --engine local")
        if settings.chosen_engine == "rules":
            why = "the engine is rules" if settings.base_url else "no endpoint is set and the engine is rules"
            raise UsageError(f"{flag}: {why}: give --engine local, or --endpoint")
