"""Durable work on many documents: jobs in a database, done once each by any number of workers, whatever dies meanwhile.

::

    with Database.open("postgresql://…") as database:          # or none: a SQLite file in the user's state folder
        store = JobStore(database)
        (job,) = store.accept([Given("plan.txt", data)], JobSpec.of(settings))
        async with Worker(database, settings):
            ...
        store.summary(job.id)

A job is one document with one fingerprint of settings, and one DBOS workflow. Its result is written once. Needs the
extra ``service``, which programs see to first by :func:`require`; nothing imports its modules unless they are used.
"""

from importlib import import_module

from summarizer.errors import UsageError

_NEEDED = ("alembic", "dbos", "filelock", "psycopg_pool", "pyrate_limiter", "sqlalchemy")


def require() -> None:
    """Raise :class:`UsageError`, one line that says what to install, where the extra is not there."""
    try:
        for name in _NEEDED:
            import_module(name)
    except ImportError as error:
        raise UsageError("service-needs-extra") from error
