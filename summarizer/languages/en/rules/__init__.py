"""The English rules for work plans, by the annotation guide and its supplement for English (``evals/GUIDE.md``)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from summarizer.languages.en.rules.lexicons import EnglishLexicons
from summarizer.languages.en.rules.reading import EnglishReading

if TYPE_CHECKING:
    from summarizer.profiles.profile import Profile


def rules(profile: Profile) -> partial[EnglishReading]:
    """The rules with the lexicons of ``profile``. Raises :class:`~summarizer.errors.ProfileError` where one lacks."""
    return partial(EnglishReading, EnglishLexicons(profile))
