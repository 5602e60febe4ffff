"""The example of the developer's page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from batches import read_all, url_in
from fenced import blocks

from summarizer.batch.database import Database
from summarizer.batch.jobs import Given
from summarizer.batch.spec import JobSpec
from summarizer.batch.store import JobStore
from summarizer.settings.settings import Settings

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[2]


def test_it_runs_as_it_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One item accepted, an edit that the text does not hold refused, the acceptance undone."""
    page = (ROOT / "docs" / "developer.md").read_text(encoding="utf-8")
    code = next(one for one in blocks(page, "python") if "ReviewStore" in one)
    with Database.open(url_in(tmp_path)) as database:
        store = JobStore(database)
        text = (ROOT / "seeds" / "qingdao_2023.txt").read_bytes()
        (job,) = store.accept([Given("plan.txt", text)], JobSpec.of(Settings(engine="rules")))
        read_all(store)
    example: dict[str, Any] = {}
    exec(compile(code, "developer.md", "exec"), example)  # noqa: S102 - the project's own page
    example["decide"](url_in(tmp_path), job.id)
    said = capsys.readouterr().out
    assert re.match(r"\{'value': ", said), said
    assert "accepted=0" in said
