"""A server's list of models, in whichever shape it comes."""

from __future__ import annotations

from typing import Any

from summarizer.engines.endpoint.failures import WebPageError

_MAX_NAME = 200
_LISTS = ("data", "models", "result", "body")
_NAMES = ("id", "model", "name")
_OTHERS = ("embed", "rerank", "image", "audio", "video", "moderation", "transcri", "speech", "tts", "stt", "whisper")
"""Kinds of models that answer no question, in what services call the kind."""


def model_names(listed: Any) -> list[str]:
    """The names of the models that can be asked: of a list under ``data`` or ``models``, or bare, as Together's is.

    Raises :class:`WebPageError` for a page, :class:`ValueError` for what is no list.
    """
    if isinstance(listed, str) and listed.lstrip().startswith("<"):
        raise WebPageError("answered-with-web-page")
    if isinstance(listed, dict):
        listed = next((listed[name] for name in _LISTS if name in listed), listed)
    if listed is None:  # of a server that has none
        return []
    if not isinstance(listed, list):
        raise ValueError("no list of models")  # noqa: TRY004 - of a server's data, not of a caller's
    return [name for model in listed if (name := _name(model)) and not _answers_nothing(model, name)]


def _name(model: Any) -> str:
    """The name of a model that can be shown and asked for; empty for anything else that a server lists."""
    if isinstance(model, dict):
        model = next((model[name] for name in _NAMES if isinstance(model.get(name), str)), "")
    fits = isinstance(model, str) and len(model) <= _MAX_NAME and model.isprintable()
    return model if fits else ""


def _answers_nothing(model: Any, name: str) -> bool:
    kind = str(model.get("type", "")).lower() if isinstance(model, dict) else ""
    return any(other in kind for other in _OTHERS) or "embed" in name.lower()
