"""What goes through a provider's batch interface: batches, their questions, and how the endpoint wants requests."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_SHA256, _ID = sa.String(64), sa.String(32)


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "summarizer_provider_batches",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("executor", sa.String(80)),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("file", sa.Text()),
        sa.Column("remote", sa.Text()),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("created", sa.Double(), nullable=False),
        sa.Column("unwanted", sa.Double()),
        sa.Column("ended", sa.Double()),
    )
    op.create_index("summarizer_provider_batches_open", "summarizer_provider_batches", ["ended"])
    op.create_table(
        "summarizer_provider_questions",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("job", _ID, sa.ForeignKey("summarizer_jobs.id", ondelete="CASCADE"), nullable=False),
        sa.Column("batch", _ID, sa.ForeignKey("summarizer_provider_batches.id", ondelete="SET NULL")),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary()),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("answer", sa.LargeBinary()),
        sa.Column("error", sa.JSON(none_as_null=True)),
    )
    op.create_index("summarizer_provider_questions_job", "summarizer_provider_questions", ["job"])
    op.create_index("summarizer_provider_questions_batch", "summarizer_provider_questions", ["batch"])
    op.create_table(
        "summarizer_provider_forms",
        sa.Column("spec", _SHA256, sa.ForeignKey("summarizer_specs.id"), primary_key=True),
        sa.Column("form", sa.JSON(), nullable=False),
    )
