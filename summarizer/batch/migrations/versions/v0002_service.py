"""What the service over HTTP keeps beside jobs: tokens of its clients, and idempotency keys of their requests."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "summarizer_tokens",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("hash", sa.String(64), nullable=False, unique=True),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("created", sa.Double(), nullable=False),
        sa.Column("expires", sa.Double()),
        sa.Column("revoked", sa.Double()),
    )
    op.create_index("ix_summarizer_tokens_owner", "summarizer_tokens", ["owner"])
    op.create_table(
        "summarizer_keys",
        sa.Column("owner", sa.String(64), primary_key=True),
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("request", sa.String(64), nullable=False),
        sa.Column("job", sa.String(32), sa.ForeignKey("summarizer_jobs.id", ondelete="CASCADE"), nullable=False),
        sa.Column("made", sa.Double(), nullable=False),
    )
    op.create_index("ix_summarizer_keys_made", "summarizer_keys", ["made"])
