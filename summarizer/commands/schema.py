"""``summarizer schema``: the contract as JSON Schema, made from the models."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse


def add_parser(subparsers: Any) -> None:
    """Add ``schema`` to the commands."""
    subparsers.add_parser(
        "schema",
        help="print the JSON Schema of what summarize --format json prints",
        description="The JSON Schema (2020-12) of what summarize --format json prints, and of a line of jsonl.",
    )


def run(args: argparse.Namespace) -> int:  # noqa: ARG001 - every command takes them
    """Print the schema."""
    from summarizer.models import Summary

    print(json.dumps(Summary.contract(), ensure_ascii=False, indent=2))  # noqa: T201
    return 0
