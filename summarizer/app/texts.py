"""The words of the pages, out of the catalogues (``app-…``), and which language and theme a browser wants."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from summarizer.messages import LANGUAGES, language, text
from summarizer.service.problems import lang_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from summarizer.messages import Lang

Theme = Literal["auto", "light", "dark"]
THEMES: tuple[Theme, ...] = ("auto", "light", "dark")
LANG_COOKIE, THEME_COOKIE, WHO_COOKIE = "summarizer-lang", "summarizer-theme", "summarizer-who"


class Look(NamedTuple):
    """How the pages are to look for a browser."""

    lang: Lang
    theme: Theme

    @property
    def tag(self) -> str:
        """The language as HTML names it."""
        return "zh-CN" if self.lang == "zh" else self.lang

    @property
    def words(self) -> Callable[..., str]:
        """What templates call ``t``."""
        return partial(said, self.lang)


def wanted(request: Request) -> Look:
    """By the browser's cookies, else by its ``Accept-Language``, else as the program speaks."""
    chosen, theme = request.cookies.get(LANG_COOKIE), request.cookies.get(THEME_COOKIE)
    lang = next((one for one in LANGUAGES if one == chosen), None)
    lang = lang or lang_of(request.headers.get("accept-language", "")) or language()
    return Look(lang, next((one for one in THEMES if one == theme), "auto"))


def said(lang: Lang, name: str, /, **params: Any) -> str:
    """The sentence of ``app-NAME``. Raises :class:`LookupError` where there is none: a template names it wrongly."""
    code = f"app-{name}"
    found = text(code, lang, **params)
    if found == code:
        raise LookupError(code)
    return found
