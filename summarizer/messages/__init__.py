"""What the program says to people: codes with parameters, and their sentences in Chinese and English.

A message is a code such as ``no-such-file`` and named parameters; its sentence stands in the catalogue of each
language (``catalogues/LANGUAGE/*.po``, compiled by ``python -m summarizer.messages`` into ``catalogues/LANGUAGE.mo``).
The language is, first found: what :func:`text` is given, what :func:`use_language` set in this context, what
:func:`speak` set in the process (the command line does, by ``--lang``), ``SUMMARIZER_LANG``, the locale's.
"""

import gettext
import locale
import os
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self, get_args

Lang = Literal["en", "zh"]
"""The languages that there are catalogues of."""
LANGUAGES: tuple[Lang, ...] = get_args(Lang)
CATALOGUES = Path(__file__).parent / "catalogues"
_VARIABLES = ("SUMMARIZER_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
_chosen: ContextVar[Lang | None] = ContextVar("summarizer_language", default=None)
_spoken: dict[str, Lang | None] = {}  # one entry, "lang": threads know nothing of their starter's context


class Message(NamedTuple):
    """A code and the parameters of its sentence, which may be messages themselves. Codes are stable, sentences not."""

    code: str
    params: Mapping[str, Any] = {}

    def text(self, lang: Lang | None = None) -> str:
        """Its sentence; see :func:`text`."""
        return text(self.code, lang, **self.params)

    def json(self) -> dict[str, Any]:
        """The parameters as JSON takes them: a message among them as its ``code`` and ``params``."""
        return {name: _plain(value) for name, value in self.params.items()}

    @classmethod
    def of_json(cls, code: str, params: Mapping[str, Any] | None) -> Self:
        """The message that :meth:`json` came from."""
        nested = {
            name: cls.of_json(value["code"], value.get("params")) if isinstance(value, dict) else value
            for name, value in (params or {}).items()
        }
        return cls(code, nested)


def _plain(value: object) -> object:
    if isinstance(value, Message):
        return {"code": value.code, "params": value.json()}
    return value if isinstance(value, bool | int | float) else str(value)


def text(code: str, lang: Lang | None = None, /, **params: Any) -> str:
    """The sentence of ``code`` in ``lang`` (default: :func:`language`), with ``params`` in their places.

    A ``count`` among them chooses between singular and plural. A code that no catalogue has is given back as it is.
    ``{install:EXTRAS}`` in a sentence says how extras are installed: that is said in one place, as README says it.
    """
    lang = lang or language()
    catalogue = _catalogue(lang)
    count = params.get("count")
    found = catalogue.ngettext(code, code, count) if isinstance(count, int) else code
    if found == code:
        found = catalogue.gettext(code)
    if found == code or not (params or "{install:" in found):
        return found
    said = {name: value.text(lang) if isinstance(value, Message) else value for name, value in params.items()}
    return found.format_map({"install": _Install(lang), **said})


class _Install(NamedTuple):
    """What stands in a sentence as ``{install:EXTRAS}``."""

    lang: Lang

    def __format__(self, extras: str) -> str:
        return text("install-extra", self.lang, extra=extras)


def language() -> Lang:
    """The language that people are spoken to in."""
    return _chosen.get() or _spoken.get("lang") or _of_locale()


def use_language(lang: str | None) -> None:
    """Speak ``lang`` (``zh``, ``zh_CN``, ``en`` …) from now on in this context, None: the process's again.

    Raises :class:`ValueError` for a language that has no catalogue.
    """
    known = {code: code for code in LANGUAGES}
    if lang is not None and lang[:2] not in known:
        raise ValueError(f"there are no messages in {lang}: choose one of {', '.join(LANGUAGES)}")
    _chosen.set(known[lang[:2]] if lang else None)  # type: ignore[index]


def speak(lang: Lang | None) -> None:
    """Speak ``lang`` from now on in the whole process, every thread of it included; None: the locale's again."""
    _spoken["lang"] = lang


def _of_locale() -> Lang:
    for name in _VARIABLES:
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    try:
        return "zh" if (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"
    except ValueError:  # a locale that Python cannot parse
        return "en"


@cache
def _catalogue(lang: Lang) -> gettext.NullTranslations:
    try:
        with (CATALOGUES / f"{lang}.mo").open("rb") as file:
            return gettext.GNUTranslations(file)
    except FileNotFoundError:
        raise RuntimeError(f"no compiled catalogue for {lang}: run python -m summarizer.messages") from None
