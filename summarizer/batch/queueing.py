"""What is asked of DBOS from outside a worker: to queue a job's workflow, to end it, to bring it back.

A job's workflow is called ``JOB.RUN``; its arguments are these two, and its output is the job's state: no text of a
document and no secret gets into DBOS's tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dbos import DBOSClient

from summarizer.batch.database import portions
from summarizer.batch.spec import PROVIDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import sqlalchemy as sa

    from summarizer.batch.database import Database

APPLICATION = "plan-summarizer"
APPLICATION_VERSION = "1"
"""Of the workflow's shape, not the program's: a job that one version accepted the next one finishes."""
WORKFLOW = "summarize"
MOST = 100
"""Priorities go from minus this to this, the higher first; DBOS takes the lower first, from 1 on."""


def workflow_id(job: str, run: int) -> str:
    """What a job's workflow is called in its nth run."""
    return f"{job}.{run}"


def parts_of(workflow: str) -> tuple[str, int]:
    """The job and run that :func:`workflow_id` named."""
    job, _, run = workflow.rpartition(".")
    return job, int(run)


class Queueing:
    """The client of one database."""

    def __init__(self, database: Database) -> None:
        self._client = DBOSClient(
            system_database_engine=database.engine,
            application_name=APPLICATION,
            lazy=True,
            retry_connection_errors=False,
        )

    def enqueue(self, connection: sa.Connection, queue: str, job: str, run: int, priority: int) -> None:
        """Queue a workflow in the caller's transaction; one that is there already stays as it is."""
        if queue.startswith(PROVIDER):
            return
        self._client.enqueue_in_transaction(
            connection,
            {
                "workflow_name": WORKFLOW,
                "queue_name": queue,
                "workflow_id": workflow_id(job, run),
                "app_version": APPLICATION_VERSION,
                "priority": MOST + 1 - priority,
            },
            job,
            run,
        )

    def cancel(self, workflows: Sequence[str]) -> None:
        """End workflows; one that runs is told at its next step."""
        for some in portions(workflows):
            self._client.cancel_workflows(some)

    def delete(self, workflows: Sequence[str]) -> None:
        """Forget workflows."""
        for some in portions(workflows):
            self._client.delete_workflows(some)

    def pending(self, executor: str) -> list[str]:
        """The workflows that an executor has begun and not ended."""
        found = self._client.list_workflows(executor_id=executor, status="PENDING", load_input=False, load_output=False)
        return [status.workflow_id for status in found]

    def bring_back(self, workflows: Iterable[str], queue: str) -> None:
        """Put workflows of a dead executor back into their queue."""
        for some in portions(list(workflows)):
            self._client.resume_workflows(some, queue_name=queue)
