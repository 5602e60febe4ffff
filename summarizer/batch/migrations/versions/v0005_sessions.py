"""The pages for people: sessions of browsers, and what the shelf shows of each result."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "summarizer_sessions",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("token", sa.String(16), sa.ForeignKey("summarizer_tokens.id", ondelete="CASCADE")),
        sa.Column("once", sa.Boolean(), nullable=False),
        sa.Column("made", sa.Double(), nullable=False),
        sa.Column("expires", sa.Double(), nullable=False),
    )
    op.create_index("ix_summarizer_sessions_expires", "summarizer_sessions", ["expires"])
    op.create_table(
        "summarizer_heads",
        sa.Column("job", sa.String(32), sa.ForeignKey("summarizer_jobs.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("finished", sa.Double(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("goals", sa.Integer(), nullable=False),
        sa.Column("measures", sa.Integer(), nullable=False),
        sa.Column("targets", sa.Integer(), nullable=False),
        sa.Column("unsure", sa.Integer(), nullable=False),
    )
