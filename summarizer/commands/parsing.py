"""argparse in the reader's language: texts are codes of messages, ``--lang`` is everywhere, errors are one line."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

from summarizer.errors import UsageError
from summarizer.messages import LANGUAGES, Lang, speak, text
from summarizer.messages.layout import width, wrapped

_FILLER = "\ue000"
"""Stands behind a wide character while argparse counts characters instead of columns."""
_WIDE_END = "\ue001"
"""Stands between a Chinese heading and the colon that argparse sets, to be replaced with a Chinese one."""


class Parser(argparse.ArgumentParser):
    """An argument parser whose help texts, headings and metavars are codes of messages."""

    def __init__(self, **how: Any) -> None:
        super().__init__(formatter_class=_Formatter, **how)
        self.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help="help-lang")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse does, with everything translated before it."""
        self.translate()
        return super().parse_known_args(args, namespace)

    def translate(self) -> None:
        """Put the sentences in the place of their codes, in the language of now."""
        for part in (self, *self._actions, *self._action_groups):
            for name in ("help", "metavar", "title", "description", "epilog"):
                code = getattr(part, name, None)
                if code and isinstance(code, str):
                    setattr(part, name, text(code))

    def error(self, message: str) -> NoReturn:
        """Leave with the exit code of wrong use."""
        raise UsageError("see-help", message=message, prog=self.prog)


class _Formatter(argparse.HelpFormatter):
    """argparse's help page, aligned by columns where it has wide characters; any other as argparse makes it."""

    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, _filled(text("usage: ")) if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        super().start_section(heading + _WIDE_END if heading and _wide(heading) else heading)

    def format_help(self) -> str:
        return super().format_help().replace(_WIDE_END + ":", "：").replace(_FILLER, "")

    def _metavar_formatter(self, action: argparse.Action, default_metavar: str) -> Any:
        names = super()._metavar_formatter(action, default_metavar)
        return lambda size: tuple(map(_filled, names(size)))

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrapped(text, width) if _wide(text) else super()._split_lines(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if not _wide(text):
            return super()._fill_text(text, width, indent)
        return "\n".join(indent + line for line in wrapped(text, width - len(indent)))


def check_bounds(given: Mapping[str, float | None]) -> None:
    """Raise :class:`UsageError` for what is no amount, by its flag; None is what was not given."""
    for flag, value in given.items():
        if value is not None and not 0 < value < 1e6:  # noqa: PLR2004 - nan and infinity are neither
            raise UsageError("no-bound", flag=flag)


@contextmanager
def speaking(argv: Sequence[str]) -> Iterator[None]:
    """Speak the language that ``argv`` asks for, known before it is parsed: help pages and errors need it at once.

    argparse's own sentences come from our catalogue as long as this lasts.
    """
    library = vars(argparse)
    own, library["_"] = library["_"], text
    speak(_asked_for(argv))
    try:
        yield
    finally:
        library["_"] = own
        speak(None)


def _asked_for(argv: Sequence[str]) -> Lang | None:
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument("--lang", choices=LANGUAGES)
    try:
        lang: Lang | None = parser.parse_known_args(argv)[0].lang
    except argparse.ArgumentError:  # told when all of them are parsed
        return None
    return lang


def _wide(text: str) -> bool:
    return width(text) > len(text)


def _filled(text: str) -> str:
    return "".join(character + _FILLER * (width(character) - 1) for character in text)
