"""The English rules for work plans, by the annotation guide and its supplement for English (``evals/GUIDE.md``)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from summarizer.languages.en.rules.lexicons import RuleLexicons
from summarizer.languages.en.rules.reading import DocumentReading

if TYPE_CHECKING:
    from summarizer.profiles.profile import Profile


def rules(profile: Profile) -> partial[DocumentReading]:
    """The rules with the lexicons of ``profile``. Raises :class:`~summarizer.errors.ProfileError` where one lacks."""
    return partial(DocumentReading, RuleLexicons(profile))
