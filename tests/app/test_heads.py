"""Lines of the shelf: whenever a job ends, whoever sees that it ended sees what stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from batches import accepted, url_in
from reviews import PLAN, read

from summarizer.app.heads import Heads
from summarizer.batch.control import Control
from summarizer.batch.database import Database
from summarizer.batch.runs import Runs
from summarizer.models import Gap

if TYPE_CHECKING:
    from pathlib import Path

BEFORE = read("某市教育局2023年工作要点\n新建学校9所。\n")
BEFORE = BEFORE.model_copy(update={"incomplete": [Gap(start=0, end=9, reason="no answer")]})
AFTER = read(PLAN)


@pytest.mark.parametrize("words", ["", "plan"])
@pytest.mark.parametrize("again", [False, True])
def test_a_job_that_ends_while_rows_are_asked_for(tmp_path: Path, words: str, again: bool) -> None:
    """Before whichever statement it ends, for the first time or once more: no row is half of another moment."""
    with Database.open(url_in(tmp_path)) as database, Database.open(url_in(tmp_path)) as other:
        runs, asked = Runs(other, "test"), 0

        def end(*_: object) -> None:
            nonlocal asked
            if asked == at:
                runs.finish(job.id, run, AFTER)
            asked += 1

        for at in range(12):
            _, (job,) = accepted(database, 1, owner=f"{at}")
            run = 0
            if again:
                runs.begin(job.id, 0)
                runs.finish(job.id, 0, BEFORE)
                Heads(database).rows(job.owner, [job.id])
                run = Control(other).retry([job.id])
            assert runs.begin(job.id, run) is not None
            asked = 0
            sa.event.listen(database.engine, "before_cursor_execute", end)
            try:
                held = Heads(database).rows(job.owner, [job.id], words)
            finally:
                sa.event.remove(database.engine, "before_cursor_execute", end)
            for shown, head in held:
                assert shown.state != "done" or (head is not None and head.targets == len(AFTER.targets))
