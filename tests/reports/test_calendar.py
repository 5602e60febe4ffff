"""Deadlines as a calendar: lines as RFC 5545 has them, an event a dated task, nothing that a document could add."""

from __future__ import annotations

import io
import re

from hypothesis import given, settings
from test_ledger import PLAN, read
from test_reports_office import hostile, hostile_summary

from summarizer.reports.calendar_format import Calendar
from summarizer.reports.view import View


def calendar(*summaries: object) -> bytes:
    book = Calendar(alone=len(summaries) == 1)
    for summary in summaries:
        book.add(summary, View())
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def unfolded(data: bytes) -> list[str]:
    return data.decode().replace("\r\n ", "").split("\r\n")


def test_each_dated_task_is_a_day() -> None:
    """With what a person wants to know of it, and a reminder."""
    lines = unfolded(calendar(read()))
    assert lines.count("BEGIN:VEVENT") == lines.count("BEGIN:VALARM") == 2
    assert "DTSTART;VALUE=DATE:20240531" in lines
    assert "DTSTART;VALUE=DATE:20240930" in lines
    assert any(line.startswith("DESCRIPTION:") and "市水务局" in line and "5月底前" in line for line in lines)


def test_taken_in_again_an_event_is_the_same() -> None:
    """Also where its clause moved down."""
    later = PLAN.replace("3.除", "4.除").replace("2.农村", "3.农村")
    moved = read(later.replace("1.完成投资", "1.疏浚河道3条。\n2.完成投资"))
    known = [[line for line in unfolded(calendar(s)) if line.startswith("UID:")] for s in (read(), moved)]
    assert known[0] == known[1]
    assert len({*known[0]}) == 2


@settings(deadline=None)
@given(hostile(), hostile())
def test_no_text_becomes_a_line_of_its_own(text: str, other: str) -> None:
    """Whatever a document says stays in its field; lines are short and whole."""
    summary = hostile_summary(text, other)
    measures = [m.model_copy(update={"deadline": "2024年5月"}) for m in summary.measures]
    data = calendar(summary.model_copy(update={"measures": measures}))
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    names = {re.split("[:;]", line)[0] for line in unfolded(data) if line}
    assert names <= {*"BEGIN VERSION PRODID CALSCALE UID DTSTAMP DTSTART DTEND SUMMARY DESCRIPTION TRANSP".split(),
                     "ACTION", "TRIGGER", "END"}  # fmt: skip
    assert b"\n" not in data.replace(b"\r\n", b"")
