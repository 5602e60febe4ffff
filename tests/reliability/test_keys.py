"""No key in anything that a run writes: the whole of it is searched, also where a server throws the key back."""

from __future__ import annotations

import asyncio
import traceback
from typing import TYPE_CHECKING

import conftest
import pytest
from endpoint_samples import wise
from programs import QINGDAO, run, run_other
from server import ChatServer

import summarizer
from summarizer.formats import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.reliability
KEY = "sk-4f1d-UNIQUE-9b2e"
LOUD = {"SUMMARIZER_LOG": "debug", "SUMMARIZER_DEBUG": "1"}


class Echo(ChatServer):
    """Throws the key back wherever it can: in errors, in answers, in the list of models, in the model's name."""

    def __init__(self, status=None, **more):
        super().__init__(self._leaf, **more)
        self.status = status

    def _leaf(self, path, schema, request):
        said = wise(path, schema, request)
        free = schema.get("type") == "string" and "enum" not in schema and "const" not in schema
        return f"{said}{request['_key']}"[: schema.get("maxLength", 99)] if free else said

    def answer(self, request):
        if self.status is None or "qv7" in str(request):
            return super().answer(request)
        said = {"error": {"message": f"Incorrect API key provided: {request['_key']}", "code": request["_key"]}}
        return self.status, {"x-key": request["_key"], "www-authenticate": request["_key"]}, said

    def finished(self, body, request):
        return body | {"system_fingerprint": request["_key"], "service_tier": None}


def searched(folder: Path, *texts: bytes) -> int:
    """Bytes searched; raises where the key is in one of them or in a file below ``folder``."""
    found = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    for content in (*found, *texts):
        for form in (KEY, KEY.encode().hex(), KEY.encode("utf-16-le").decode("latin-1")):
            assert form.encode("latin-1") not in content, content[:200]
    return sum(map(len, (*found, *texts)))


def given(way, folder):
    """Flags and environment that give the key in this way; a file of the user's own lies outside of ``folder``."""
    own = folder.parent / "config" / "plan-summarizer"
    env = {"XDG_CONFIG_HOME": str(own.parent), "SUMMARIZER_CACHE_DIR": str(folder / "cache")}
    if way == "toml":
        own.mkdir(parents=True)
        (own / "summarizer.toml").write_text(f'api_key = "{KEY}"\n', encoding="utf-8")
    variable = {"flag": "MY_KEY", "environment": "SUMMARIZER_API_KEY", "openai": "OPENAI_API_KEY"}.get(way)
    flags = ["--api-key-env", "MY_KEY"] if way == "flag" else []
    return flags, env | ({variable: KEY} if variable else {})


@pytest.mark.parametrize("way", ["flag", "environment", "openai", "toml"])
def test_a_run_writes_no_key(tmp_path, way):
    """Standard output and error at their loudest, the store with its log, a recording, and every report."""
    folder = tmp_path / "made"
    folder.mkdir()
    flags, env = given(way, folder)
    with Echo() as server:
        common = (QINGDAO, "--endpoint", server.url, *flags)
        first = run(*common, "--format", "json", SUMMARIZER_RECORD=str(folder / "recorded"), **env, **LOUD)
        assert first.returncode in {0, 3}, first.stderr.decode()[-600:]
        assert set(server.keys) == {f"Bearer {KEY}"}, "the key was not sent, so nothing was tried"
        size = searched(folder, first.stdout, first.stderr)
        for fmt in FORMATS if way == "flag" else ():
            made = run(*common, "--format", fmt, "--explain", "-o", folder / f"report.{fmt}", **env, **LOUD)
            assert made.returncode in {0, 3}, made.stderr.decode()[-600:]
            size += searched(folder, made.stdout, made.stderr)
        told = run_other("doctor", "--endpoint", server.url, *map(str, flags), **env, **LOUD)
        assert b"api_key" in told.stdout
        size += searched(folder, told.stdout, told.stderr)
    conftest.report(f"keys, given by {way}", bytes_searched=size, found=0)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500])
def test_no_error_repeats_the_key(tmp_path, status):
    """One line, traceback, chain of causes and repr, though the server says the key in each of its errors."""
    with Echo(status) as server:
        settings = summarizer.Settings(
            endpoint=server.url, api_key=KEY, deadline=1.0, timeout=5, cache_dir=tmp_path / "cache"
        )
        shown = [repr(settings), str(settings), str(settings.describe()), settings.model_dump_json()]
        try:
            shown.append(summarizer.summarize(QINGDAO, settings).model_dump_json())
        except summarizer.SummarizerError as error:
            shown += chain(error)
        result = run(
            QINGDAO, "--endpoint", server.url, "--format", "json", SUMMARIZER_API_KEY=KEY, SUMMARIZER_DEADLINE="1",
            SUMMARIZER_CACHE_DIR=str(tmp_path / "cache"), **LOUD,
        )  # fmt: skip
        assert f"Bearer {KEY}" in server.keys
    searched(tmp_path, result.stdout, result.stderr, "\n".join(shown).encode())


def test_a_dead_address_repeats_no_key(tmp_path):
    settings = summarizer.Settings(endpoint="http://127.0.0.1:9/v1", api_key=KEY, deadline=1, cache_dir=tmp_path / "c")
    summary = asyncio.run(summarizer.asummarize(QINGDAO, settings))
    assert summary.incomplete
    searched(tmp_path, summary.model_dump_json().encode())


def chain(error):
    """All that a program could print of an error, and of those behind it."""
    shown = ["".join(traceback.format_exception(error))]
    while error is not None:
        shown += [str(error), repr(error), str(error.args)]
        error = error.__cause__ or error.__context__
    return shown
