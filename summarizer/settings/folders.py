"""Where this program keeps things for a user, by the custom of the platform."""

import sys
from pathlib import Path

from platformdirs import PlatformDirs

_APP = "plan-summarizer"
_DIRS = PlatformDirs(_APP, appauthor=False, roaming=True)  # roaming counts for the configuration alone


def cache_folder() -> Path:
    """What may be deleted at any time: ``$XDG_CACHE_HOME``, ``~/Library/Caches`` or ``%LOCALAPPDATA%``."""
    return _library("Caches") or _DIRS.user_cache_path


def config_folder() -> Path:
    """What the user wrote: ``$XDG_CONFIG_HOME``, ``~/Library/Application Support`` or ``%APPDATA%``."""
    return _library("Application Support") or _DIRS.user_config_path


def state_folder() -> Path:
    """What the program remembers: ``$XDG_STATE_HOME``, ``~/Library/Application Support`` or ``%LOCALAPPDATA%``."""
    return _library("Application Support") or _DIRS.user_state_path


def _library(name: str) -> Path | None:
    """The user's folder on macOS, where platformdirs goes by the XDG variables too, and this program never did."""
    return Path.home() / "Library" / name / _APP if sys.platform == "darwin" else None
