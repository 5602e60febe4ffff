"""Where a server listens, and the names by which it may be asked."""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING, NamedTuple

from summarizer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_BACKLOG = 2048
"""Connections that may wait until they are taken: as many as may come at the same moment."""


class Address(NamedTuple):
    """Where a server listens; ``names`` are the hosts by which it may be asked beside that address."""

    host: str
    port: int
    names: Sequence[str] = ()

    @property
    def is_loopback(self) -> bool:
        """Whether nobody but this machine reaches it."""
        try:
            return self.host == "localhost" or ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def shown(self) -> str:
        """The host as it stands in an address of the web."""
        return f"[{self.host}]" if ":" in self.host else self.host

    def refuse_others(self) -> None:
        """Raise :class:`UsageError` where others than this machine reach it: what asks for no token is not for them."""
        if not self.is_loopback:
            raise UsageError("open-to-others", host=self.shown)

    def hosts(self) -> list[str]:
        """The values of ``Host`` that are answered, with any port and with none."""
        names = [*self.names, self.shown, *(_LOOPBACK if self.is_loopback else ())]
        return [host for name in dict.fromkeys(names) for host in (name, f"{name}:*")]

    def listen(self) -> socket.socket:
        """A socket that listens there. Raises :class:`UsageError`, one line, where it cannot."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        try:
            listening = socket.create_server((self.host, self.port), family=family, backlog=_BACKLOG)
        except (OSError, OverflowError) as error:
            why = getattr(error, "strerror", None) or error
            raise UsageError("cannot-listen", host=self.shown, port=self.port, why=why) from None
        # Each connection gets it from here; without it a short answer waits 40 ms for its first half to be confirmed.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listening
