"""Reviews: what people decide on the items of a result, as a log and as it stands."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_ID = sa.String(32)


def _review() -> sa.Column[str]:
    return sa.Column("review", _ID, sa.ForeignKey("summarizer_reviews.id", ondelete="CASCADE"), primary_key=True)


def upgrade() -> None:
    """Make the five tables."""
    op.create_table(
        "summarizer_reviews",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("job", _ID, sa.ForeignKey("summarizer_jobs.id", ondelete="CASCADE"), nullable=False, unique=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(64), nullable=False),
        sa.Column("begun", sa.Double(), nullable=False),
    )
    _items()
    op.create_table(
        "summarizer_review_events",
        _review(),
        sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("of", sa.Integer()),
        sa.Column("below", sa.Integer()),
        sa.Column("entry", sa.String(64)),
        sa.UniqueConstraint("review", "who", "entry", name="summarizer_review_events_entry"),
    )
    op.create_table(
        "summarizer_review_changes",
        _review(),
        sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("key", sa.String(16), primary_key=True),
        sa.Column("step_before", sa.Integer(), nullable=False),
        sa.Column("step_after", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
    )
    op.create_index("summarizer_review_changes_item", "summarizer_review_changes", ["review", "key", "seq"])
    op.create_table(
        "summarizer_review_people",
        _review(),
        sa.Column("who", sa.String(64), primary_key=True),
        sa.Column("undo", sa.Integer()),
        sa.Column("redo", sa.Integer()),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("last", sa.Double(), nullable=False),
    )


def _items() -> None:
    op.create_table(
        "summarizer_review_items",
        _review(),
        sa.Column("key", sa.String(16), primary_key=True),
        sa.Column("group", sa.String(8), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("doubtful", sa.Boolean(), nullable=False),
        sa.Column("unsettled", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("added", sa.Boolean(), nullable=False),
        sa.Column("who", sa.String(64)),
        sa.Column("at", sa.Double()),
        sa.Column("ledger", sa.JSON(), nullable=False),
        sa.Column("rerun", sa.JSON(none_as_null=True)),
        sa.Column("item", sa.JSON(), nullable=False),
        sa.Column("base", sa.JSON(none_as_null=True)),
    )
    counted = ["review", "group", "state", "doubtful", "unsettled"]
    op.create_index("summarizer_review_items_counted", "summarizer_review_items", counted)
    op.create_index("summarizer_review_items_placed", "summarizer_review_items", ["review", "start"])
