"""``summarizer token``: who may ask the service over HTTP; a token is shown once, and only its hash is kept."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from summarizer.commands.messages import PROG, say, show
from summarizer.errors import needing
from summarizer.messages import text
from summarizer.messages.layout import padded, width
from summarizer.settings.flags import settings_of

if TYPE_CHECKING:
    import argparse

    from summarizer.service.tokens import ServiceToken

_DAYS = 90


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``token`` takes: an action, with an owner to create one and an id to revoke one."""
    actions = parser.add_subparsers(dest="action", metavar="metavar-action", required=True)
    for action in ("create", "list", "revoke"):
        one = actions.add_parser(
            action, help=text(f"command-token-{action}"), description=f"description-token-{action}"
        )
        one.add_argument("--database", metavar="metavar-url", help="help-database")
        if action == "create":
            one.add_argument("owner", metavar="metavar-owner", help="help-token-owner")
            until = one.add_mutually_exclusive_group()
            until.add_argument("--days", type=float, metavar="N", default=_DAYS, help="help-token-days")
            until.add_argument("--no-expiry", action="store_true", help="help-token-no-expiry")
        elif action == "revoke":
            one.add_argument("id", metavar="metavar-id", help="help-token-id")


def run(args: argparse.Namespace) -> int:
    """Do what ``args.action`` says. Raises :class:`UsageError` and :class:`StoreError`."""
    settings_of(args)  # the language
    with needing("service", "summarizer token"):
        from summarizer.batch.database import Database
        from summarizer.service.tokens import TokenStore
    with Database.open(args.database) as database:
        store = TokenStore(database)
        if args.action == "create":
            secret, token = store.create(args.owner, None if args.no_expiry else args.days)
            say(text("token-was-created", id=token.id, owner=token.owner, expires=_day(token.expires)), PROG)
            show(secret)  # alone on standard output: for a pipe into whatever keeps secrets
        elif args.action == "revoke":
            token = store.revoke(args.id)
            say(text("token-was-revoked", id=token.id, owner=token.owner), PROG)
        else:
            _list(store.all())
    return 0


def _list(tokens: list[ServiceToken]) -> None:
    heads = tuple(text(f"label-token-{name}") for name in ("id", "owner", "created", "expires", "state"))
    rows = [
        heads,
        *(
            (token.id, token.owner, _day(token.created), _day(token.expires), text(f"token-{token.state()}"))
            for token in tokens
        ),
    ]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        show("  ".join(padded(cell, wide) for cell, wide in zip(row, widths, strict=True)))


def _day(moment: float | None) -> str:
    return text("token-never") if moment is None else time.strftime("%Y-%m-%d", time.localtime(moment))
