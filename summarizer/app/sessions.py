"""Sessions of people in a browser, and codes that begin one, once. Of both only the hash is kept.

A session is of an owner, whose documents it shows, and of somebody, who decides on their items. One that began with a
token ends with it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from summarizer.batch.tables import sessions, tokens

if TYPE_CHECKING:
    from summarizer.batch.database import Database
    from summarizer.service.tokens import ServiceToken

_BYTES = 32
_LASTS = 12 * 3600.0
"""Seconds of a session."""
CODE_LASTS = 600.0
"""Seconds within which a code can be used."""
MOST_WHO = 64
"""Characters of a person's name."""
_MOST_LASTING = 200
_PLACES = "-places"
"""Whose rows are no sessions: their hash is of nothing that anybody knows. No owner of documents is called so."""
_LASTING = "-lasting"
_MOST_PLACES = 20
_STANDS = 366 * 86_400.0


class WebSession(NamedTuple):
    """Who asks; ``csrf`` is what this session's pages send along with what changes anything.

    ``leaves``: it can be ended; where nobody logs in, nobody logs out.
    """

    owner: str
    who: str
    csrf: str
    token: str | None = None
    leaves: bool = True


class SessionStore:
    """The sessions of a database. Calls raise :class:`~summarizer.errors.StoreError` where that is away for long."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, owner: str, who: str, *, token: ServiceToken | None = None, lasts: float = _LASTS) -> str:
        """A session; its secret, which nobody can see again. It ends when its ``token`` does, at the latest."""
        return self._make(owner, who, lasts, None if token is None else token.id, once=False)

    def code(self, owner: str, who: str) -> str:
        """A code that begins a session, once, soon."""
        return self._make(owner, who, CODE_LASTS, None, once=True)

    def redeem(self, code: str, lasts: float) -> str | None:
        """The secret of the session that a code begins; None for one that is used, old, or was never given."""
        self.purge()
        fits = sa.and_(sessions.c.hash == _hash(code), sessions.c.once, sessions.c.expires > time.time())
        row = sa.delete(sessions).where(fits).returning(sessions.c.owner, sessions.c.who)
        found = self._database.transact(lambda connection: connection.execute(row).first())
        return None if found is None else self.begin(found.owner, found.who, lasts=lasts)

    def waits(self, code: str) -> bool:
        """Whether a code was not used yet, and still can be."""
        fits = sa.and_(sessions.c.hash == _hash(code), sessions.c.once, sessions.c.expires > time.time())
        query = sa.select(sessions.c.hash).where(fits)
        return self._database.transact(lambda connection: connection.execute(query).scalar()) is not None

    def valid(self, secret: str) -> WebSession | None:
        """The session of a secret; None where it never was, is over, or its token is revoked or expired."""
        if not 0 < len(secret) < _MOST_LASTING:
            return None
        now = time.time()
        alive = tokens.c.revoked.is_(None) & (tokens.c.expires.is_(None) | (tokens.c.expires > now))
        query = (
            sa.select(sessions.c.owner, sessions.c.who, sessions.c.token)
            .outerjoin(tokens, tokens.c.id == sessions.c.token)
            .where(sessions.c.hash == _hash(secret), sessions.c.expires > now, ~sessions.c.once)
            .where(sessions.c.token.is_(None) | alive)
        )
        row = self._database.transact(lambda connection: connection.execute(query).first())
        return None if row is None else WebSession(row.owner, row.who, csrf_of(secret), row.token)

    def end(self, secret: str) -> None:
        """Log out."""
        gone = sa.delete(sessions).where(sessions.c.hash == _hash(secret))
        self._database.transact(lambda connection: connection.execute(gone))

    def stand(self, place: str) -> str:
        """Take note that this program answers at ``place``; the key by which it proves that it reads this database."""
        key = _hash(secrets.token_urlsafe(_BYTES))
        mine = sa.and_(sessions.c.owner == _PLACES, sessions.c.who == place)
        now = time.time()
        row = sa.insert(sessions).values(hash=key, owner=_PLACES, who=place, once=True, made=now, expires=now + _STANDS)

        def work(connection: sa.Connection) -> None:
            connection.execute(sa.delete(sessions).where(mine))
            connection.execute(row)

        self._database.transact(work)
        return key

    def standing(self, place: str) -> str | None:
        """The key of what answers at ``place``, as far as this database knows."""
        query = sa.select(sessions.c.hash).where(sessions.c.owner == _PLACES, sessions.c.who == place)
        return self._database.transact(lambda connection: connection.execute(query).scalar())

    def places(self) -> list[str]:
        """Where this program answers over this database, or did, the latest first."""
        mine = sa.and_(sessions.c.owner == _PLACES, sessions.c.who != _LASTING)
        query = sa.select(sessions.c.who).where(mine).order_by(sessions.c.made.desc()).limit(_MOST_PLACES)
        return [row.who for row in self._database.rows(query)]

    def lasting(self) -> str:
        """A secret of this database, the same at every start, that no answer tells."""
        mine = sa.and_(sessions.c.owner == _PLACES, sessions.c.who == _LASTING)
        held = sa.select(sessions.c.hash).where(mine).order_by(sessions.c.made, sessions.c.hash)
        now, key = time.time(), _hash(secrets.token_urlsafe(_BYTES))
        row = sa.insert(sessions).values(
            hash=key, owner=_PLACES, who=_LASTING, once=True, made=now, expires=now + 100 * _STANDS
        )

        def work(connection: sa.Connection) -> str:
            if connection.execute(held).scalar() is None:
                connection.execute(row)
            return str(connection.execute(held).scalar_one())

        return self._database.transact(work)

    def purge(self) -> int:
        """Forget what is over; how many."""
        gone = sa.delete(sessions).where(sessions.c.expires <= time.time())
        return self._database.transact(lambda connection: connection.execute(gone).rowcount)

    def _make(self, owner: str, who: str, lasts: float, token: str | None, *, once: bool) -> str:
        secret, now = secrets.token_urlsafe(_BYTES), time.time()
        row = sa.insert(sessions).values(
            hash=_hash(secret), owner=owner, who=who[:MOST_WHO], token=token, once=once, made=now, expires=now + lasts
        )
        self._database.transact(lambda connection: connection.execute(row))
        return secret


def csrf_of(secret: str) -> str:
    """What the pages of a session send along: whoever knows it knew the secret, which it does not tell."""
    return hashlib.sha256(b"csrf:" + secret.encode("utf-8", "surrogatepass")).hexdigest()


def proof(key: str, challenge: str) -> str:
    """What only who knows the key can say to a challenge."""
    return hmac.new(key.encode(), challenge.encode(), hashlib.sha256).hexdigest()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
