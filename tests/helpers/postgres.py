"""A real PostgreSQL of one's own, on loopback and in a temporary folder, that can be ended and started again.

    with postgres() as database:
        Database.open(database.url)
        database.restart()

Debian's package keeps its programs out of the PATH. The server refuses to run as root: then it runs as ``postgres``.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def program(name: str) -> str | None:
    """The newest program of this name; None where PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return str(found[-1]) if found else shutil.which(name)


class Postgres:
    """A server; ``url`` leads to its empty database."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._user = {"user": "postgres"} if os.getuid() == 0 else {}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"postgresql://postgres:secret@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        """Its files; passwords are asked for, as everywhere."""
        if self._user:
            shutil.chown(self._folder, "postgres")
        secret = self._folder / "secret"
        secret.write_text("secret", encoding="ascii")
        secret.chmod(0o644)
        data = str(self._folder / "data")
        self._run("initdb", "-D", data, "-U", "postgres", "-A", "scram-sha-256", "--pwfile", str(secret), "-E", "UTF8")

    def start(self) -> None:
        """Begin to serve."""
        settings = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._folder}"
        self._control("start", "-w", "-l", str(self._folder / "log"), "-o", settings)

    @property
    def pid(self) -> int:
        """Of the process that started all its others."""
        return int((self._folder / "data" / "postmaster.pid").read_text(encoding="ascii").splitlines()[0])

    def stop(self, how: str = "fast") -> None:
        """End; ``immediate`` as if the power went."""
        self._control("stop", "-w", "-m", how)

    def restart(self, seconds: float = 2.0) -> None:
        """Be away for so long, every connection broken off."""
        self.stop("immediate")
        time.sleep(seconds)
        self.start()

    def _control(self, action: str, *options: str) -> None:
        self._run("pg_ctl", action, "-D", str(self._folder / "data"), *options)

    def _run(self, name: str, *args: str) -> None:
        # Its output goes nowhere: a server that it starts would hold a pipe open.
        subprocess.run(
            [str(program(name)), *args],
            check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            cwd=self._folder, timeout=120, **self._user,
        )  # fmt: skip


@contextlib.contextmanager
def postgres() -> Iterator[Postgres]:
    """A server that lives as long as the block."""
    with tempfile.TemporaryDirectory(prefix="summarizer-postgres-", ignore_cleanup_errors=True) as folder:
        server = Postgres(Path(folder))
        server.make()
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")
