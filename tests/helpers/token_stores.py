"""The tokens of a database, as an operator makes them beside a running server."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from summarizer.batch.database import Database
from summarizer.service.tokens import TokenStore

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def opened(url: str) -> Iterator[TokenStore]:
    """The tokens of the database at ``url``."""
    with Database.open(url) as database:
        yield TokenStore(database)
