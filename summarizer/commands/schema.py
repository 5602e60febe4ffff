"""``summarizer schema``: the contract as JSON Schema, made from the models."""

import argparse
import json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``schema`` takes nothing."""


def run(args: argparse.Namespace) -> int:  # noqa: ARG001 - every command takes them
    """Print the schema."""
    from summarizer.models import Summary

    print(json.dumps(Summary.contract(), ensure_ascii=False, indent=2))  # noqa: T201
    return 0
