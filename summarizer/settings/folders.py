"""Where this program keeps things for a user, by the custom of the platform."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

APP = "plan-summarizer"


def cache_folder(environ: Mapping[str, str] | None = None) -> Path:
    """What may be deleted at any time: ``$XDG_CACHE_HOME``, ``~/Library/Caches`` or ``%LOCALAPPDATA%``."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / APP
    if sys.platform == "win32":
        return _windows(environ, "LOCALAPPDATA", "Local") / APP / "Cache"
    return _xdg(environ, "XDG_CACHE_HOME", ".cache") / APP


def config_folder(environ: Mapping[str, str] | None = None) -> Path:
    """What the user wrote: ``$XDG_CONFIG_HOME``, ``~/Library/Application Support`` or ``%APPDATA%``."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / APP
    if sys.platform == "win32":
        return _windows(environ, "APPDATA", "Roaming") / APP
    return _xdg(environ, "XDG_CONFIG_HOME", ".config") / APP


def _xdg(environ: Mapping[str, str] | None, variable: str, default: str) -> Path:
    # The XDG specification: a path that is not absolute is to be ignored.
    given = Path((os.environ if environ is None else environ).get(variable) or ".")
    return given if given.is_absolute() else Path.home() / default


def _windows(environ: Mapping[str, str] | None, variable: str, default: str) -> Path:
    given = (os.environ if environ is None else environ).get(variable)
    return Path(given) if given else Path.home() / "AppData" / default
