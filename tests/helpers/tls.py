"""The tests' chat server behind TLS: a real handshake on loopback, with an authority that nobody knows."""

from __future__ import annotations

import ssl

import trustme
from server import ChatServer


class TlsServer(ChatServer):
    """A :class:`ChatServer` that speaks https; ``authority`` issued its certificate, for ``host`` alone."""

    def __init__(self, *args, host="127.0.0.1", **more):
        super().__init__(*args, **more)
        self.authority = trustme.CA()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert(host).configure_cert(context)
        self._http.socket = context.wrap_socket(self._http.socket, server_side=True, do_handshake_on_connect=False)

    @property
    def url(self):
        return super().url.replace("http://", "https://")
