"""A notice is told in the language of the report alone."""

from __future__ import annotations

import pytest

import summarizer
from summarizer.documents import from_text
from summarizer.models import Notice
from summarizer.reports import console, html, markdown
from summarizer.reports.view import RenderOptions, View


@pytest.mark.parametrize("report", [console, markdown, html], ids=["console", "md", "html"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_notice_speaks_one_language(report, lang) -> None:
    """What goes up in a Chinese office has no English beside it, and the other way round."""
    summary = summarizer.summarize(from_text("", "a.txt"), summarizer.Settings(engine="rules"))
    (notice,) = summary.notices
    english, chinese = notice.message.split(" / ", 1)
    page = str(report.render(summary, RenderOptions(View(lang=lang))))
    shown, hidden = (chinese, english) if lang == "zh" else (english, chinese)
    assert shown in page
    assert hidden not in page


def test_a_notice_of_a_code_that_is_not_known_is_told_as_it_came() -> None:
    """A result may come from a later version."""
    summary = summarizer.summarize(from_text("", "a.txt"), summarizer.Settings(engine="rules"))
    told = summary.model_copy(update={"notices": [Notice(code="of-tomorrow", message="told / 所说")]})
    assert "told / 所说" in markdown.render(told, RenderOptions())
