"""``summarizer serve``: the service over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.commands.messages import PROG, say
from summarizer.errors import needing
from summarizer.messages import text
from summarizer.settings.flags import SERVICE_FLAGS, add_engine_flags, load_settings

if TYPE_CHECKING:
    import argparse

    from summarizer.app.site import Site
    from summarizer.service.core import ServiceCore
    from summarizer.service.options import ServiceOptions

_HOST, _PORT = "127.0.0.1", 8080
_BOUNDS = {
    "max_upload_mb": (float, "metavar-mb"), "max_text_mb": (float, "metavar-mb"),
    "body_seconds": (float, "metavar-seconds"), "wait_seconds": (float, "metavar-seconds"), "requests": (int, "N"),
    "streams": (int, "N"), "waiting": (int, "N"), "grace_seconds": (float, "metavar-seconds"),
}  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``serve`` takes."""
    http = parser.add_argument_group("group-http")
    http.add_argument("--host", metavar="metavar-host", default=_HOST, help="help-serve-host")
    http.add_argument("--port", type=int, metavar="N", default=_PORT, help="help-serve-port")
    http.add_argument("--allow-host", action="append", metavar="metavar-host", help="help-mcp-allow-host")
    http.add_argument("--no-auth", action="store_true", help="help-mcp-no-auth")
    jobs = parser.add_argument_group("group-jobs")
    jobs.add_argument("--database", metavar="metavar-url", help="help-database")
    jobs.add_argument("--workers", type=int, metavar="N", help="help-serve-workers")
    for kept in ("texts", "results"):
        jobs.add_argument(f"--keep-{kept}", type=float, metavar="metavar-days", help=f"help-serve-keep-{kept}")
    bounds = parser.add_argument_group("group-bounds")
    for name, (kind, metavar) in _BOUNDS.items():
        flag = name.replace("_", "-")
        bounds.add_argument(f"--{flag}", type=kind, metavar=metavar, help=f"help-serve-{flag}")
    add_engine_flags(parser.add_argument_group("group-engine"), SERVICE_FLAGS)


def run(args: argparse.Namespace) -> int:
    """Serve until the process is told to end."""
    from summarizer.service.address import Address
    from summarizer.service.telemetry import check

    settings, options = load_settings(args), _options(args)
    address = Address(args.host, args.port, args.allow_host or ())
    if args.no_auth:
        address.refuse_others()
    check()
    with needing("service", "summarizer serve"):
        import fastapi  # noqa: F401
        import prometheus_client  # noqa: F401

        from summarizer.batch.database import Database
        from summarizer.service.tokens import TokenStore
    import asyncio

    from summarizer.service.logs import log_as_json
    from summarizer.service.serving import serve

    with Database.open(args.database) as database, address.listen() as listening:
        log_as_json()
        port = listening.getsockname()[1]
        say(text("serves", url=f"http://{address.shown}:{port}"), PROG)
        if not args.no_auth and not TokenStore(database).any_valid():
            say(text("no-token-yet"), PROG)

        def pages(core: ServiceCore) -> Site:
            from summarizer.app.site import Site

            return Site(core, port)

        asyncio.run(serve(database, settings, options, address, listening, no_auth=args.no_auth, pages=pages))
    return 0


def _options(args: argparse.Namespace) -> ServiceOptions:
    from summarizer.service.options import ServiceOptions

    given = {name: getattr(args, name) for name in (*_BOUNDS, "workers") if getattr(args, name) is not None}
    for kept in ("texts", "results"):
        days = getattr(args, f"keep_{kept}")
        if days is not None:
            given[f"keep_{kept}_days"] = days or None  # 0 stands for ever
    return ServiceOptions(**given)
