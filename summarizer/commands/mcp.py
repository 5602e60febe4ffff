"""``summarizer mcp``: tools for clients of the Model Context Protocol, on standard input and output or over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.commands.exit_codes import INTERRUPTED
from summarizer.commands.messages import PROG, say
from summarizer.commands.parsing import check_bounds
from summarizer.errors import UsageError, needing
from summarizer.messages import text
from summarizer.settings.flags import add_engine_flags, load_settings

if TYPE_CHECKING:
    import argparse

    from summarizer.service.mcp.plan_tools import CallBounds
    from summarizer.service.mcp.server import ToolServer

_HOST, _PORT = "127.0.0.1", 8765
_OF_HTTP = ("host", "port", "allow_host", "no_auth", "database")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``mcp`` takes."""
    parser.add_argument("--root", action="append", metavar="metavar-dir", help="help-mcp-root")
    http = parser.add_argument_group("group-http")
    http.add_argument("--http", action="store_true", help="help-mcp-http")
    http.add_argument("--host", metavar="metavar-host", help="help-mcp-host")
    http.add_argument("--port", type=int, metavar="N", help="help-mcp-port")
    http.add_argument("--allow-host", action="append", metavar="metavar-host", help="help-mcp-allow-host")
    http.add_argument("--no-auth", action="store_const", const=True, help="help-mcp-no-auth")
    http.add_argument("--database", metavar="metavar-url", help="help-database")
    bounds = parser.add_argument_group("group-bounds")
    bounds.add_argument("--max-text-mb", type=float, metavar="metavar-mb", help="help-mcp-max-text-mb")
    bounds.add_argument("--calls", type=int, metavar="N", help="help-mcp-calls")
    bounds.add_argument("--call-seconds", type=float, metavar="metavar-seconds", help="help-mcp-call-seconds")
    bounds.add_argument("--keep-mb", type=float, metavar="metavar-mb", help="help-mcp-keep-mb")
    add_engine_flags(parser.add_argument_group("group-engine"))


def run(args: argparse.Namespace) -> int:
    """Serve until standard input ends or, over HTTP, until the process is told to."""
    for name in () if args.http else _OF_HTTP:
        if getattr(args, name) is not None:
            raise UsageError("flag-of-http", flag="--" + name.replace("_", "-"))
    with needing("service", "summarizer mcp"):
        from summarizer.service.mcp.roots import Roots
        from summarizer.service.mcp.server import ToolServer
    bounds = _bounds(args)
    server = ToolServer(load_settings(args), Roots(args.root or ()), bounds)
    if args.http:
        _over_http(args, server, bounds)
    else:
        _over_pipes(server)
    return 0


def _bounds(args: argparse.Namespace) -> CallBounds:
    from summarizer.service.mcp.plan_tools import CallBounds

    given = {
        "text_mb": args.max_text_mb, "calls": args.calls, "seconds": args.call_seconds, "kept_mb": args.keep_mb,
    }  # fmt: skip
    flags = ("--max-text-mb", "--calls", "--call-seconds", "--keep-mb")
    check_bounds(dict(zip(flags, given.values(), strict=True)))
    return CallBounds(**{name: value for name, value in given.items() if value is not None})


def _over_pipes(server: ToolServer) -> None:
    import asyncio
    import os

    import anyio
    from mcp.server.stdio import stdio_server

    async def serve() -> None:
        async with stdio_server() as (incoming, outgoing):
            protocol = server.protocol
            try:
                await protocol.run(incoming, outgoing, protocol.create_initialization_options())
            except asyncio.CancelledError:
                # Ctrl-C. The session is closed by now; the library would wait for a line of input that may never come.
                say(text("interrupted"), PROG)
                os._exit(INTERRUPTED)

    anyio.run(serve)


def _over_http(args: argparse.Namespace, server: ToolServer, bounds: CallBounds) -> None:
    import asyncio
    import contextlib

    from summarizer.batch.database import Database
    from summarizer.service.address import Address
    from summarizer.service.mcp.http import PATH, PATIENCE, application, serve
    from summarizer.service.tokens import TokenStore

    if args.no_auth and args.database:
        raise UsageError("database-without-tokens")
    host, port = args.host or _HOST, _PORT if args.port is None else args.port
    address = Address(host, port, args.allow_host or ())
    with contextlib.ExitStack() as opened:
        tokens = None
        if not args.no_auth:
            database = opened.enter_context(Database.open(args.database))
            database.patience = PATIENCE
            tokens = TokenStore(database)
        app = application(server, address, tokens, bounds.text_bytes)
        listening = opened.enter_context(address.listen())
        port = listening.getsockname()[1]
        say(text("listening", url=f"http://{address.shown}:{port}{PATH}"), PROG)
        if tokens is not None and not tokens.any_valid():
            say(text("no-token-yet"), PROG)
        asyncio.run(serve(app, listening))
