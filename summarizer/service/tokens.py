"""Tokens of the service: 256 random bits each, of which only the hash is kept, in the service's database.

::

    with Database.open("sqlite:///service.sqlite") as database:
        tokens = TokenStore(database)
        secret, token = tokens.create("planning office", days=90)   # the only time that the secret is seen
        tokens.valid(secret)                                        # the token; None once it is expired or revoked

A hash without salt or stretching is enough: nobody guesses 256 random bits.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from sqlalchemy import insert, select, update

from summarizer.batch.tables import tokens
from summarizer.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from summarizer.batch.database import Database

State = Literal["valid", "expired", "revoked"]

_PREFIX = "pst_"
"""Tells scanners for leaked secrets, and people, what it is."""
_BYTES = 32
_DAY = 86_400
_MAX_OWNER = 64
"""Characters: as many as the owner of a job has."""
_MAX_DAYS = 36_500


class ServiceToken(NamedTuple):
    """What is kept of a token; times are seconds since 1970, ``expires`` None where it never does."""

    id: str
    owner: str
    created: float
    expires: float | None
    revoked: float | None

    def state(self, now: float | None = None) -> State:
        """What it is worth at ``now``, by default this moment."""
        if self.revoked is not None:
            return "revoked"
        now = time.time() if now is None else now
        return "expired" if self.expires is not None and self.expires <= now else "valid"


_KEPT = select(*(tokens.c[name] for name in ServiceToken._fields))


class TokenStore:
    """The tokens of a database. Each call raises :class:`~summarizer.errors.StoreError` where that is away for long."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, owner: str, days: float | None) -> tuple[str, ServiceToken]:
        """A new token of ``owner``, valid for ``days`` (None: for ever), and its secret, which nobody can see again.

        Raises :class:`~summarizer.errors.UsageError` for an owner without a name and for days that are none. What
        begins with a hyphen is no name: so those are called who need no token.
        """
        owner = owner.strip()
        if not owner or len(owner) > _MAX_OWNER or not owner.isprintable() or owner.startswith("-"):
            raise UsageError("no-token-owner", most=_MAX_OWNER)
        if days is not None and not 0 < days <= _MAX_DAYS:
            raise UsageError("no-token-days", most=_MAX_DAYS)
        secret, now = _PREFIX + secrets.token_urlsafe(_BYTES), time.time()
        expires = None if days is None else now + days * _DAY
        token = ServiceToken(secrets.token_hex(6), owner, now, expires, None)
        row = insert(tokens).values(hash=_hash(secret), **token._asdict())
        self._database.change(row)
        return secret, token

    def all(self) -> list[ServiceToken]:
        """Every token there ever was, by owner and age."""
        query = _KEPT.order_by(tokens.c.owner, tokens.c.created, tokens.c.id)
        return [ServiceToken(*row) for row in self._database.rows(query)]

    def any_valid(self) -> bool:
        """Whether anybody is let in."""
        return any(token.state() == "valid" for token in self.all())

    def revoke(self, name: str) -> ServiceToken:
        """Revoke the token with the id ``name``; one that is revoked stays as it is.

        Raises :class:`~summarizer.errors.UsageError` where there is none.
        """
        mine = tokens.c.id == name

        def work(connection: Connection) -> Any:
            connection.execute(update(tokens).where(mine, tokens.c.revoked.is_(None)).values(revoked=time.time()))
            return connection.execute(_KEPT.where(mine)).first()

        row = self._database.transact(work)
        if row is None:
            raise UsageError("no-such-token", name=name)
        return ServiceToken(*row)

    def valid(self, secret: str) -> ServiceToken | None:
        """The token of ``secret``; None where there is none, and where it is expired or revoked."""
        found = (ServiceToken(*row) for row in self._database.rows(_KEPT.where(tokens.c.hash == _hash(secret))))
        return next((token for token in found if token.state() == "valid"), None)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
