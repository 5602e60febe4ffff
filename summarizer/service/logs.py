"""The service's log: one JSON object a line on standard error, for machines that gather logs."""

from __future__ import annotations

import json
import logging
import os
from datetime import UTC, datetime

from summarizer.errors import UsageError

_FIELDS = ("request_id", "method", "route", "status", "seconds", "token", "job", "worker")
_QUIET = ("dbos", "alembic", "sqlalchemy", "uvicorn.access", "psycopg")


class JsonFormatter(logging.Formatter):
    """Time, level, logger, message, and what a request's line says beside; of an error its kind and no more."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        said |= {name: value for name in _FIELDS if (value := getattr(record, name, None)) is not None}
        if record.exc_info and record.exc_info[0] is not None:
            said["error"] = record.exc_info[0].__name__
        return json.dumps(said, ensure_ascii=False)


def log_as_json() -> None:
    """Log to standard error, at the level of ``SUMMARIZER_LOG`` or ``info``."""
    name = os.environ.get("SUMMARIZER_LOG", "").strip().upper() or "INFO"
    level = logging.getLevelNamesMapping().get(name)
    if level is None:
        raise UsageError("unknown-log-level", level=name.lower())
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter())
    for logger in (logging.getLogger("summarizer"), logging.getLogger("uvicorn")):
        logger.handlers[:] = [handler]
        logger.propagate = False
        logger.setLevel(level if logger.name == "summarizer" else max(level, logging.WARNING))
    for quiet in _QUIET:
        logging.getLogger(quiet).setLevel(logging.WARNING)
