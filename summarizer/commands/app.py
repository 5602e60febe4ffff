"""``summarizer app``: the pages on this machine, in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.commands.messages import PROG, say
from summarizer.errors import needing
from summarizer.messages import text
from summarizer.settings.flags import SERVICE_FLAGS, add_engine_flags, load_settings

if TYPE_CHECKING:
    import argparse

_PORT = 8765


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``app`` takes."""
    app = parser.add_argument_group("group-app")
    app.add_argument("--port", type=int, metavar="N", default=_PORT, help="help-app-port")
    app.add_argument("--database", metavar="metavar-url", help="help-database")
    app.add_argument("--no-browser", action="store_true", help="help-app-no-browser")
    app.add_argument("--shortcut", action="store_true", help="help-app-shortcut")
    add_engine_flags(parser.add_argument_group("group-engine"), SERVICE_FLAGS)


def run(args: argparse.Namespace) -> int:
    """Serve this machine's browser until the process is told to end."""
    if args.shortcut:
        from summarizer.app.shortcut import put

        for path in put():
            say(text("app-shortcut-put", path=path), PROG)
        return 0
    settings = load_settings(args)
    with needing("service", "summarizer app"):
        import fastapi  # noqa: F401
        import prometheus_client  # noqa: F401

        from summarizer.app.local import run_local

    def told(code: str, url: str) -> None:
        say(text(code, url=url), PROG)

    if run_local(settings, args.database, args.port, browser=not args.no_browser, told=told):
        say(text("app-ended"), PROG)
    return 0
