"""The schema from its first version on, and what is said of a database that cannot be used."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import alembic.command
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from batches import given, read_all, url_in
from postgres import postgres, program
from programs import one_error_line, run_other

import summarizer.batch
from summarizer.batch.database import VERSION_TABLE, Database, parsed
from summarizer.batch.jobs import Given
from summarizer.batch.spec import JobSpec
from summarizer.batch.store import JobStore
from summarizer.batch.tables import metadata
from summarizer.errors import StoreError, UsageError
from summarizer.settings.settings import Settings

MIGRATIONS = Path(summarizer.batch.__file__).parent / "migrations"
REVISIONS = [one.revision for one in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of each kind, empty."""
    if request.param == "sqlite":
        yield url_in(tmp_path)
        return
    if program("initdb") is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres() as server:
        yield server.url


def test_the_migrations_make_what_the_tables_say(url: str) -> None:
    """From nothing to head; and the second time there is nothing to do."""
    for _ in range(2):
        Database.open(url).close()
    with Database.open(url) as database, database.engine.connect() as connection:
        options = {
            "version_table": VERSION_TABLE,
            "compare_type": True,
            "include_name": lambda name, kind, _: kind != "table" or name in metadata.tables,
        }
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def _rows(connection: sa.Connection, tables: Iterable[sa.Table]) -> dict[str, list[dict[str, object]]]:
    return {table.name: [dict(row._mapping) for row in connection.execute(sa.select(table))] for table in tables}


def _fill(connection: sa.Connection, tables: Sequence[sa.Table]) -> None:
    """A row in each table, whose references lead to the rows of the others."""
    for table in tables:
        row: dict[str, object] = {}
        for column in table.columns:
            kind, said = str(column.type).upper(), f"{column.name}"
            for reference in column.foreign_keys:  # what it refers to was named by its own column
                said = reference.column.name
            row[column.name] = (
                b"plan" if "BLOB" in kind or "BYTEA" in kind
                else "{}" if "JSON" in kind
                else 1 if any(number in kind for number in ("INT", "DOUBLE", "REAL", "FLOAT", "BOOL"))
                else said[: getattr(column.type, "length", None) or len(said)]
            )  # fmt: skip
        connection.execute(table.insert().values(row))


@pytest.mark.parametrize("revision", REVISIONS)
def test_what_an_earlier_version_kept_is_still_there(url: str, revision: str) -> None:
    """From each version that ever was to this one: no row is lost, none is changed."""
    engine = sa.create_engine(parsed(url))
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        alembic.command.upgrade(config, revision)
        held = sa.MetaData()
        held.reflect(connection, only=lambda name, _: name.startswith("summarizer_") and name != VERSION_TABLE)
        _fill(connection, held.sorted_tables)
        before = _rows(connection, held.sorted_tables)
    engine.dispose()
    assert before
    with Database.open(url) as database, database.engine.connect() as connection:
        assert _rows(connection, held.sorted_tables) == before


@pytest.mark.slow
def test_several_programs_may_start_at_once(url: str) -> None:
    """On a new database, too: one migrates, the others wait."""
    code = f"from summarizer.batch.database import Database; Database.open({url!r}).close()"
    running = [subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) for _ in range(4)]
    assert [(one.communicate()[1].decode()[-500:], one.returncode) for one in running] == [("", 0)] * 4


@pytest.mark.slow
def test_a_document_is_read_on_each_kind_of_database(url: str) -> None:
    with Database.open(url) as database:
        store = JobStore(database)
        jobs = store.accept([*given(3), Given("bad.docx", b"no Word file")], JobSpec.of(Settings(engine="rules")))
        read_all(store)
        assert store.counts() == {"done": 3, "failed": 1}
        summary = store.summary(jobs[0].id)
        assert summary is not None
        assert [target.value for target in summary.targets] == [10, 5]


@pytest.mark.parametrize(
    "url", ["plans.sqlite", "mysql://u:hidden@b/c", "sqlite://", "postgresql://u:hidden@host", "://u:hidden@h"]
)
def test_what_is_no_database_is_refused_and_no_password_repeated(url: str) -> None:
    with pytest.raises(UsageError) as refused:
        parsed(url)
    assert refused.value.code == "database-url"
    assert "hidden" not in str(refused.value)


def test_a_database_where_nobody_is_is_one_line_without_its_password() -> None:
    with pytest.raises(StoreError) as refused:
        Database.open("postgresql://user:hidden@127.0.0.1:9/jobs?sslpassword=hidden")
    assert refused.value.code == "database-unreachable"
    assert "hidden" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_holds_texts_and_is_its_owners(tmp_path: Path) -> None:
    with Database.open(url_in(tmp_path / "new")):
        assert stat.S_IMODE((tmp_path / "new" / "jobs.sqlite").stat().st_mode) == 0o600


@pytest.mark.slow
def test_without_its_extra_the_command_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "dbos.py").write_text("raise ImportError('no dbos')", encoding="utf-8")
    (tmp_path / "plan.txt").write_text("新建学校80所。", encoding="utf-8")
    from programs import clean_environment

    path = f"{tmp_path}:{clean_environment()['PYTHONPATH']}"
    for args in (["batch", str(tmp_path / "plan.txt"), "-o", str(tmp_path / "out")], ["worker"], ["jobs", "list"]):
        result = run_other(*args, PYTHONPATH=path)
        assert result.returncode == 2
        assert "pip install -c constraints.txt -e '.[service]'" in one_error_line(result, "summarizer")
