"""Tokens: shown once, kept as a hash, valid until they expire or are revoked."""

from __future__ import annotations

import stat
import sys
import time
from typing import TYPE_CHECKING

import pytest
from programs import one_error_line, run_other
from token_stores import opened

from summarizer.batch.database import Database
from summarizer.errors import StoreError, UsageError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'service.sqlite'}"


def test_only_the_hash_is_at_rest(tmp_path: Path, url: str) -> None:
    """Who copies the database can ask for nothing; nobody else may read it anyway."""
    with opened(url) as store:
        secret, token = store.create("办公室", days=1)
        other, _ = store.create("办公室", days=1)
        assert len(secret) >= 43  # 256 bits, six to a character
        assert secret != other
        assert store.valid(secret) == token
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert "办公室".encode() in held
    assert secret.encode() not in held
    assert secret.removeprefix("pst_").encode() not in held
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "service.sqlite").stat().st_mode) == 0o600


def test_a_token_ends_when_it_expires_or_is_revoked(url: str) -> None:
    with opened(url) as store:
        for_ever, eternal = store.create("a", days=None)
        short, _ = store.create("a", days=0.5 / 86_400)
        gone, revoked = store.create("b", days=30)
        assert store.valid(short) is not None
        first = store.revoke(revoked.id)
        assert store.revoke(revoked.id) == first
        time.sleep(0.6)
        assert [store.valid(secret) is not None for secret in (for_ever, short, gone)] == [True, False, False]
        assert {token.state() for token in store.all()} == {"valid", "expired", "revoked"}
        for wrong in ("", " ", for_ever[:-1], for_ever + "x", for_ever.upper(), eternal.id, "\udc80", "x" * 100_000):
            assert store.valid(wrong) is None
        with pytest.raises(UsageError, match="no token nope"):
            store.revoke("nope")
    with opened(url) as again:  # another process, another day
        assert again.valid(for_ever) == eternal


@pytest.mark.parametrize("owner", ["", "  ", "x" * 65, "-a", "a\nb", "\x1b[31m"])
def test_an_owner_has_a_name(url: str, owner: str) -> None:
    with opened(url) as store, pytest.raises(UsageError, match="owner"):
        store.create(owner, days=1)


@pytest.mark.parametrize("days", [0, -1, 1e9, float("nan")])
def test_days_are_days(url: str, days: float) -> None:
    with opened(url) as store, pytest.raises(UsageError, match="--days"):
        store.create("a", days=days)


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("nothing", UsageError), ("mysql://u:secret@h/d", UsageError), ("sqlite://", UsageError),
        ("postgresql://u:secret@127.0.0.1:1/d", StoreError), ("sqlite:////proc/none/x.db", StoreError),
    ],
)  # fmt: skip
def test_a_database_that_cannot_be_used_is_one_line_without_its_password(address: str, error: type[Exception]) -> None:
    with pytest.raises(error) as raised:
        Database.open(address)
    assert "secret" not in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.slow
def test_the_command_shows_a_token_once(tmp_path: Path) -> None:
    """The secret alone is on standard output, for a pipe into whatever keeps secrets; ``list`` never shows it."""
    env = {"XDG_STATE_HOME": str(tmp_path)}
    made = run_other("token", "create", "planning office", **env)
    secret = made.stdout.decode().strip()
    assert secret.startswith("pst_")
    identifier = one_error_line(made, "summarizer").split()[2]
    listed = run_other("token", "list", **env).stdout.decode()
    assert identifier in listed
    assert "planning office" in listed
    assert secret not in listed
    assert run_other("token", "revoke", identifier, **env).returncode == 0
    assert "revoked" in run_other("token", "list", **env).stdout.decode()
