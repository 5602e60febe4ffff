"""The pages of options, made from the programs' own parsers so that they cannot drift.

::

    python tests/helpers/options.py        # writes docs/options.md and docs/options.zh-CN.md
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.cli import summarize_parser, summarizer_parser
from summarizer.commands.parsing import speaking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.messages import Lang

ROOT = Path(__file__).parents[2]
PAGES: dict[Lang, Path] = {"en": ROOT / "docs" / "options.md", "zh": ROOT / "docs" / "options.zh-CN.md"}
_HEADS: dict[Lang, str] = {
    "en": "# Options\n\nWhat each program takes, as its `--help` says.\n",
    "zh": "# 选项\n\n以下为各命令的用法，内容与 `--help` 一致。\n",
}


def options_page(lang: Lang) -> str:
    """The whole page in one language."""
    with speaking(["--lang", lang]):
        parsers = [*_parsers(summarize_parser()), *_parsers(summarizer_parser())]
        return "\n".join([_HEADS[lang], *(line for parser in parsers for line in _section(parser))])


def _parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """A parser and those of its commands."""
    parser.translate()
    yield parser
    for action in parser._actions:  # argparse has no public way to list them
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from _parsers(command)


def _section(parser: argparse.ArgumentParser) -> Iterator[str]:
    yield f"## {parser.prog}\n"
    if parser.description:
        yield f"{_plain(parser.description)}\n"
    for group in parser._action_groups:
        rows = [row for action in group._group_actions for row in _rows(action)]
        if rows:
            yield from (f"| {group.title} | |", "|---|---|", *rows, "")
    if parser.epilog:
        yield f"{_plain(parser.epilog)}\n"


def _rows(action: argparse.Action) -> Iterator[str]:
    if isinstance(action, argparse._SubParsersAction):
        for one in action._choices_actions:
            yield f"| `{one.dest}` | {_cell(one.help)} |"
        return
    choices = list(action.choices or [])
    value = "{" + ",".join(choices) + "}" if choices and not action.metavar else str(action.metavar)
    if action.nargs == "?":
        value = f"[{value}]"
    spelled = ", ".join(action.option_strings)
    name = spelled if action.nargs == 0 and spelled else f"{spelled} {value}".strip()
    name += "…" if action.nargs == "+" else ""
    known = {name: getattr(action, name) for name in ("default", "const")} | {"choices": ", ".join(choices)}
    helped = (action.help or "") % known
    yield f"| `{_cell(name)}` | {_cell(helped)} |"


def _cell(words: str | None) -> str:
    return _plain(words or "").replace("|", "\\|")


def _plain(words: str) -> str:
    """Text in which Markdown finds nothing to read as a tag."""
    return words.replace("<", "&lt;")


def main() -> None:
    """Write both pages."""
    for lang, path in PAGES.items():
        path.write_text(options_page(lang), encoding="utf-8")


if __name__ == "__main__":
    main()
