"""Dates, found by a document's language pack."""

from __future__ import annotations

from summarizer.languages.records import DateMention
from summarizer.languages.zh.dates import find_dates

__all__ = ["DateMention", "find_dates"]
