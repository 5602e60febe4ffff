"""The first schema: documents, how they are read, jobs with their results, batches, workers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_SHA256, _ID = sa.String(64), sa.String(32)


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "summarizer_inputs",
        sa.Column("sha256", _SHA256, primary_key=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary()),
        sa.Column("path", sa.Text()),
    )
    op.create_table(
        "summarizer_specs",
        sa.Column("id", _SHA256, primary_key=True),
        sa.Column("spec", sa.Text(), nullable=False),
    )
    _jobs()
    op.create_table(
        "summarizer_results",
        sa.Column("job", _ID, sa.ForeignKey("summarizer_jobs.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("summary", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "summarizer_batches",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("output", sa.Text(), nullable=False),
        sa.Column("accepted", sa.Double(), nullable=False),
        sa.UniqueConstraint("owner", "output", name="summarizer_batches_once"),
    )
    op.create_table(
        "summarizer_items",
        sa.Column("batch", _ID, sa.ForeignKey("summarizer_batches.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("job", _ID, sa.ForeignKey("summarizer_jobs.id", ondelete="CASCADE"), nullable=False),
    )
    op.create_index("summarizer_items_job", "summarizer_items", ["job"])
    _workers()


def _jobs() -> None:
    op.create_table(
        "summarizer_jobs",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("sha256", _SHA256, sa.ForeignKey("summarizer_inputs.sha256"), nullable=False),
        sa.Column("suffix", sa.String(16), nullable=False),
        sa.Column("fingerprint", _SHA256, nullable=False),
        sa.Column("spec", _SHA256, sa.ForeignKey("summarizer_specs.id"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("queue", sa.String(40), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("executor", sa.String(80)),
        sa.Column("error", sa.JSON(none_as_null=True)),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer()),
        sa.Column("accepted", sa.Double(), nullable=False),
        sa.Column("started", sa.Double()),
        sa.Column("finished", sa.Double()),
        sa.UniqueConstraint("owner", "sha256", "suffix", "fingerprint", name="summarizer_jobs_once"),
    )
    op.create_index("summarizer_jobs_listed", "summarizer_jobs", ["owner", "accepted", "id"])
    op.create_index("summarizer_jobs_finished", "summarizer_jobs", ["finished"])
    op.create_index("summarizer_jobs_state", "summarizer_jobs", ["state", "queue"])
    op.create_index("summarizer_jobs_input", "summarizer_jobs", ["sha256"])


def _workers() -> None:
    op.create_table(
        "summarizer_workers",
        sa.Column("executor", sa.String(80), primary_key=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("queues", sa.JSON(), nullable=False),
        sa.Column("lease", sa.Double(), nullable=False),
        sa.Column("started", sa.Double(), nullable=False),
        sa.Column("seen", sa.Double(), nullable=False),
        sa.Column("claimed", sa.Double()),
        sa.Column("stopped", sa.Double()),
    )
