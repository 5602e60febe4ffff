"""Whether a report is one on the plan at all: of its place, of its time, and with something that looks back.

Each is doubted only where both documents say what they are and the two do not go together; what does not say is taken
at its user's word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.comparison import language
from summarizer.comparison.parts import Side
from summarizer.documents.normalising import view_of
from summarizer.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.comparison.reported import ClaimReader
    from summarizer.documents import Document
    from summarizer.models import DocumentInfo

MISFIT = "report-does-not-fit"
_PERIOD = re.compile(r"(\d{4})(?:[-–—~](\d{4}))?")
_OPENING = 600
"""Characters in which a speech says for whom it is made."""


def spoken_for(text: str | None, code: str) -> str | None:
    """The government that a speech is made for, as it says itself; ``code`` is a language."""
    return language.find(code).places.speaks_for(view_of((text or "")[:_OPENING]))


def misfits(plan: DocumentInfo, year: int | None, report: Document, reader: ClaimReader) -> Iterator[Message]:
    """Why ``report``, which ``reader`` reads, is none on ``plan``, whose year is ``year`` where it is one."""
    names = {"report": report.name}
    meta, words = report.metadata, language.find(report.language)
    own = _called(plan.issuer, spoken_for(plan.text, report.language), plan.title)
    others = _called(meta.issuer, spoken_for(report.text, report.language), meta.title)
    if apart := words.places.apart(own, others):
        yield Message("report-of-other-place", names | {"own": apart[0], "place": apart[1]})
    title = view_of(meta.title or "")
    back = words.parts.BACK.search(title)
    promised = _years(plan.period) or _one(year)
    reviewed = words.parts.years(title) if back else []
    spoken = _years(meta.period) or ((min(reviewed), max(reviewed)) if reviewed else _one(reader.spoken))
    named = words.parts.years(title[: back.end()]) if back else []  # not the year that it plans as well
    told = (min(named), max(named)) if named else spoken
    if promised and spoken and told and not _in_time(promised, spoken, reviewed):
        yield Message("report-of-other-period", names | {"own": _told(promised), "period": _told(told)})
    parts = reader.parts
    ahead = parts.plans and all(place.side is not Side.BACK for place in parts.places)
    if not (back or parts.reviews) and (ahead or words.parts.PLAN_TITLE.search(title)):
        yield Message("report-is-a-plan", names)


def _called(*names: str | None) -> list[str]:
    return [view_of(name) for name in names if name]


def _one(year: int | None) -> tuple[int, int] | None:
    return None if year is None else (year, year)


def _years(period: str | None) -> tuple[int, int] | None:
    found = _PERIOD.fullmatch(period or "")
    return (int(found[1]), int(found[2] or found[1])) if found else None


def _in_time(promised: tuple[int, int], spoken: tuple[int, int], reviewed: list[int]) -> bool:
    """Whether a report is of the plan's time or of the year after, where it is no review of that alone."""
    if spoken[1] < promised[0] or spoken[0] > promised[1] + 1:
        return False
    return spoken[0] <= promised[1] or not reviewed or min(reviewed) <= promised[1]


def _told(years: tuple[int, int]) -> str:
    return str(years[0]) if years[0] == years[1] else f"{years[0]}-{years[1]}"
