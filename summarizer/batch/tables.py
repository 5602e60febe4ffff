"""The tables of the service; all times are seconds since 1970 by the database's clock. DBOS has tables of its own.

Who changes them adds a migration (``migrations/versions``): a test holds both to each other.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

_SHA256 = String(64)
_ID = String(32)

inputs = Table(
    "summarizer_inputs",
    metadata,
    Column("sha256", _SHA256, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("data", LargeBinary),  # null where `path` has it, on the machine of a SQLite file
    Column("path", Text),
)

specs = Table(
    "summarizer_specs",
    metadata,
    Column("id", _SHA256, primary_key=True),
    Column("spec", Text, nullable=False),
)

jobs = Table(
    "summarizer_jobs",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("sha256", _SHA256, ForeignKey("summarizer_inputs.sha256"), nullable=False),
    Column("suffix", String(16), nullable=False),  # says how the bytes are read
    Column("fingerprint", _SHA256, nullable=False),
    Column("spec", _SHA256, ForeignKey("summarizer_specs.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("queue", String(40), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("run", Integer, nullable=False),  # how often it was put into the queue again: a workflow each
    Column("starts", Integer, nullable=False),  # in this run
    Column("executor", String(80)),
    Column("error", JSON(none_as_null=True)),
    Column("done", Integer, nullable=False),
    Column("total", Integer),
    Column("accepted", Double, nullable=False),
    Column("started", Double),
    Column("finished", Double),
    UniqueConstraint("owner", "sha256", "suffix", "fingerprint", name="summarizer_jobs_once"),
    Index("summarizer_jobs_listed", "owner", "accepted", "id"),
    Index("summarizer_jobs_finished", "finished"),
    Index("summarizer_jobs_state", "state", "queue"),
    Index("summarizer_jobs_input", "sha256"),
)

results = Table(
    "summarizer_results",
    metadata,
    Column("job", _ID, ForeignKey("summarizer_jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("summary", LargeBinary, nullable=False),  # the contract's JSON, by zlib
)

batches = Table(
    "summarizer_batches",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("output", Text, nullable=False),
    Column("accepted", Double, nullable=False),
    UniqueConstraint("owner", "output", name="summarizer_batches_once"),
)

items = Table(
    "summarizer_items",
    metadata,
    Column("batch", _ID, ForeignKey("summarizer_batches.id", ondelete="CASCADE"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("file", Text, nullable=False),
    Column("job", _ID, ForeignKey("summarizer_jobs.id", ondelete="CASCADE"), nullable=False),
    Index("summarizer_items_job", "job"),
)

workers = Table(
    "summarizer_workers",
    metadata,
    Column("executor", String(80), primary_key=True),
    Column("place", Text, nullable=False),  # machine and process namespace
    Column("pid", Integer, nullable=False),
    Column("queues", JSON, nullable=False),
    Column("lease", Double, nullable=False),  # seconds without a sign of life after which it counts as dead
    Column("started", Double, nullable=False),
    Column("seen", Double, nullable=False),
    Column("claimed", Double),  # by a living worker that brings its work back to the queue
    Column("stopped", Double),
)

tokens = Table(
    "summarizer_tokens",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("hash", _SHA256, nullable=False, unique=True),
    Column("owner", String(64), nullable=False, index=True),
    Column("created", Double, nullable=False),
    Column("expires", Double),
    Column("revoked", Double),
)

keys = Table(
    "summarizer_keys",  # idempotency keys of requests
    metadata,
    Column("owner", String(64), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("request", _SHA256, nullable=False),
    Column("job", _ID, ForeignKey("summarizer_jobs.id", ondelete="CASCADE"), nullable=False),
    Column("made", Double, nullable=False, index=True),
)

provider_batches = Table(
    "summarizer_provider_batches",  # files of questions that a provider answers in its own time
    metadata,
    Column("id", _ID, primary_key=True),
    Column("target", Text, nullable=False),  # the endpoint's address
    Column("executor", String(80)),  # who sends it; whoever waits for it may look at it
    Column("state", String(20), nullable=False),  # new, creating, then what the provider says
    Column("file", Text),  # the provider's name for what was sent
    Column("remote", Text),  # and for the batch
    Column("requests", Integer, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("created", Double, nullable=False),
    Column("unwanted", Double),  # since when nobody wants it any more
    Column("ended", Double),  # and all that came of it is kept
    Index("summarizer_provider_batches_open", "ended"),
)

provider_questions = Table(
    "summarizer_provider_questions",
    metadata,
    Column("id", _ID, primary_key=True),  # of job, body, and how often it was asked
    Column("job", _ID, ForeignKey("summarizer_jobs.id", ondelete="CASCADE"), nullable=False),
    Column("batch", _ID, ForeignKey("summarizer_provider_batches.id", ondelete="SET NULL")),
    Column("round", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("body", LargeBinary),  # by zlib; null once it is answered
    Column("size", Integer, nullable=False),
    Column("status", Integer),
    Column("answer", LargeBinary),  # by zlib
    Column("error", JSON(none_as_null=True)),  # why there will be none
    Index("summarizer_provider_questions_job", "job"),
    Index("summarizer_provider_questions_batch", "batch"),
)

provider_forms = Table(
    "summarizer_provider_forms",  # how the endpoint wanted its requests when the first was made
    metadata,
    Column("spec", _SHA256, ForeignKey("summarizer_specs.id"), primary_key=True),
    Column("form", JSON, nullable=False),
)

reviews = Table(
    "summarizer_reviews",  # of a job's result: what people decide on its items
    metadata,
    Column("id", _ID, primary_key=True),
    Column("job", _ID, ForeignKey("summarizer_jobs.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("seq", Integer, nullable=False),  # of the last event
    Column("number", Integer, nullable=False),  # the last one that a key has
    Column("result", _SHA256, nullable=False),  # of the result that its items came from
    Column("begun", Double, nullable=False),
)

review_items = Table(
    "summarizer_review_items",  # as they stand: the log folded; the text itself has the empty key
    metadata,
    Column("review", _ID, ForeignKey("summarizer_reviews.id", ondelete="CASCADE"), primary_key=True),
    Column("key", String(16), primary_key=True),
    Column("group", String(8), nullable=False),
    Column("state", String(10), nullable=False),
    Column("doubtful", Boolean, nullable=False),
    Column("unsettled", Boolean, nullable=False),  # a new run says otherwise
    Column("version", Integer, nullable=False),
    Column("step", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("added", Boolean, nullable=False),
    Column("who", String(64)),
    Column("at", Double),
    Column("ledger", JSON, nullable=False),
    Column("rerun", JSON(none_as_null=True)),
    Column("item", JSON, nullable=False),
    Column("base", JSON(none_as_null=True)),
    Index("summarizer_review_items_counted", "review", "group", "state", "doubtful", "unsettled"),
    Index("summarizer_review_items_placed", "review", "start"),
)

review_events = Table(
    "summarizer_review_events",  # only ever added to
    metadata,
    Column("review", _ID, ForeignKey("summarizer_reviews.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("who", String(64), nullable=False),
    Column("at", Double, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("of", Integer),  # the step that was undone or done again
    Column("below", Integer),  # the person's step under it, on the pile of what may be undone, or done again
    Column("entry", String(64)),  # what the person's program calls it: sent again, it is done once
    UniqueConstraint("review", "who", "entry", name="summarizer_review_events_entry"),
)

review_changes = Table(
    "summarizer_review_changes",  # what an event changes in each item
    metadata,
    Column("review", _ID, ForeignKey("summarizer_reviews.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("key", String(16), primary_key=True),
    Column("step_before", Integer, nullable=False),
    Column("step_after", Integer, nullable=False),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    Index("summarizer_review_changes_item", "review", "key", "seq"),
)

review_people = Table(
    "summarizer_review_people",
    metadata,
    Column("review", _ID, ForeignKey("summarizer_reviews.id", ondelete="CASCADE"), primary_key=True),
    Column("who", String(64), primary_key=True),
    Column("undo", Integer),  # the event on top of what may be undone
    Column("redo", Integer),
    Column("seconds", Double, nullable=False),
    Column("last", Double, nullable=False),
)

sessions = Table(
    "summarizer_sessions",  # of people in a browser; `once`: a code that begins one
    metadata,
    Column("hash", _SHA256, primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("who", String(64), nullable=False),
    Column("token", String(16), ForeignKey("summarizer_tokens.id", ondelete="CASCADE")),
    Column("once", Boolean, nullable=False),
    Column("made", Double, nullable=False),
    Column("expires", Double, nullable=False, index=True),
)

heads = Table(
    "summarizer_heads",  # what the shelf shows of a result, of the run that finished then
    metadata,
    Column("job", _ID, ForeignKey("summarizer_jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("finished", Double, nullable=False),
    Column("title", Text, nullable=False),
    Column("issuer", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("goals", Integer, nullable=False),
    Column("measures", Integer, nullable=False),
    Column("targets", Integer, nullable=False),
    Column("unsure", Integer, nullable=False),
)
