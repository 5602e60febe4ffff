"""What alembic runs: the migrations over the connection that :mod:`summarizer.batch.database` gives."""

from alembic import context

from summarizer.batch.database import VERSION_TABLE
from summarizer.batch.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,  # SQLite alters a table by making it anew
)
context.run_migrations()
