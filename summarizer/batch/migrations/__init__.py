"""The schema's history, for alembic. A change of ``tables`` is a new file in ``versions``, of the next number."""
