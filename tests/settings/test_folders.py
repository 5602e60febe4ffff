"""Where configuration and cache lie: users have files there, so the places stay."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from platformdirs.macos import MacOS
from platformdirs.unix import Unix

from summarizer.settings import folders
from summarizer.settings.folders import cache_folder, config_folder

HOME = Path.home()
APP = "plan-summarizer"


@pytest.mark.skipif(sys.platform == "win32", reason="the folders of Windows come from its API")
@pytest.mark.parametrize(
    ("platform", "variables", "cache", "config"),
    [
        ("linux", {}, HOME / ".cache" / APP, HOME / ".config" / APP),
        ("linux", {"XDG_CACHE_HOME": "/c", "XDG_CONFIG_HOME": "/k"}, Path("/c") / APP, Path("/k") / APP),
        ("linux", {"XDG_CACHE_HOME": "c", "XDG_CONFIG_HOME": ""}, HOME / ".cache" / APP, HOME / ".config" / APP),
        ("darwin", {}, HOME / "Library/Caches" / APP, HOME / "Library/Application Support" / APP),
        ("darwin", {"XDG_CACHE_HOME": "/c"}, HOME / "Library/Caches" / APP, HOME / "Library/Application Support" / APP),
    ],
)
def test_folders_stay_where_they_are(monkeypatch, platform, variables, cache, config):
    """By the XDG specification a path that is not absolute is ignored; macOS has folders of its own."""
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(folders.sys, "platform", platform)
    of_platform = Unix if platform == "linux" else MacOS
    monkeypatch.setattr(folders, "_DIRS", of_platform(APP, appauthor=False, roaming=True))
    assert (cache_folder(), config_folder()) == (cache, config)


@pytest.mark.skipif(sys.platform != "win32", reason="the folders of Windows come from its API")
def test_folders_of_windows():
    """``Cache`` stands below the program's folder; the configuration roams, the cache does not."""
    assert cache_folder() == HOME / "AppData" / "Local" / APP / "Cache"
    assert config_folder() == HOME / "AppData" / "Roaming" / APP
