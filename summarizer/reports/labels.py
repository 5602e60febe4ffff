"""The words that reports add to a document's own, out of the catalogues (``label-…`` in ``reports.po``)."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Final, get_args

from summarizer.messages import Lang, text
from summarizer.models import GROUPS, Kind, Level, Summary

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[A-Za-z]+")
_SAMPLE = 5_000
_PLACE = re.compile(r"\{\w+\}")


class Labels:
    """The words in one language: the attribute ``goal_text`` is the sentence of ``label-goal-text``.

    Where a word has places for others they are filled, in their order, by :meth:`str.format`.
    """

    def __init__(self, lang: Lang) -> None:
        self.lang: Final = lang

    def __getattr__(self, name: str) -> str:
        code = f"label-{name.replace('_', '-')}"
        found = text(code, self.lang)
        if found == code:
            raise AttributeError(name)
        word = _PLACE.sub("{}", found)
        setattr(self, name, word)  # so that it is looked up once: a workbook asks a million times
        return word

    @cached_property
    def groups(self) -> dict[str, str]:
        """What one item of each group is called."""
        return self.by_key("group", GROUPS)

    @cached_property
    def levels(self) -> dict[str, str]:
        """The levels of goals."""
        return self.by_key("level", get_args(Level))

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The kinds of targets."""
        return self.by_key("kind", get_args(Kind))

    @cached_property
    def states(self) -> list[str]:
        """How a task may stand."""
        return self.ledger_states.split(",")

    @property
    def page_lang(self) -> str:
        """The language tag of a page in these words."""
        return "zh-CN" if self.lang == "zh" else self.lang

    @cached_property
    def brackets(self) -> tuple[str, str]:
        """What stands before and after an aside."""
        _, left, right = self.aside.split("{}")
        return left, right

    def by_key(self, family: str, keys: Iterable[str]) -> dict[str, str]:
        """The words ``FAMILY-KEY`` by their keys."""
        return {key: getattr(self, f"{family}_{key}".replace(" ", "_")) for key in keys}

    def bracketed(self, words: str, aside: str) -> str:
        """``words`` with something in brackets after them."""
        return self.aside.format(words, aside)


ZH = Labels("zh")
EN = Labels("en")


def language(summary: Summary) -> Lang:
    """``zh`` where the document (its text, else title and quotes, else its name) has more Han than Latin words."""
    info = summary.document
    sample = info.text[:_SAMPLE] if info.text else "".join([info.title or "", *(i.quote for i in summary.items()[:50])])
    sample = sample.strip() or info.name
    return "zh" if len(_HAN.findall(sample)) > len(_LATIN.findall(sample)) else "en"


def state_in(labels: Labels, words: str) -> str | None:
    """How a task stands in the words of ``labels``, said in those of any language; None where it is no such state."""
    for one in (ZH, EN):
        if words in one.states:
            return labels.states[one.states.index(words)]
    return None


def labels_in(lang: Lang, encoding: str = "utf-8") -> Labels:
    """The labels in ``lang``; English where ``encoding`` cannot write Chinese."""
    if lang == "en":
        return EN
    try:
        (ZH.targets + ZH.aside).encode(encoding)
    except UnicodeEncodeError:
        return EN
    return ZH


def labels_for(summary: Summary, encoding: str = "utf-8", lang: Lang | None = None) -> Labels:
    """The labels in ``lang``, None: in the document's language; English where ``encoding`` cannot write Chinese."""
    return labels_in(lang or language(summary), encoding)
