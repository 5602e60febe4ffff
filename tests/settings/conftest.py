"""What the tests of settings share: layers as a user has them, none of them this machine's."""

import pytest

from summarizer.settings.settings import Settings


@pytest.fixture(autouse=True)
def own_folder(monkeypatch, tmp_path):
    """The user's configuration folder is one of the test's on every platform."""
    folder = tmp_path / "config" / "plan-summarizer"
    monkeypatch.setattr("summarizer.settings.settings.config_folder", lambda: folder)
    return folder


@pytest.fixture
def load(tmp_path, own_folder):
    """Settings as a user with this environment, working folder's file and own file would get them."""
    work = tmp_path / "work"

    def loaded(env=None, toml="", user="", **flags):
        for folder, content in ((work, toml), (own_folder, user)):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "summarizer.toml").write_text(content, encoding="utf-8")
        return Settings.load(environ=env or {}, folder=work, **flags)

    return loaded
