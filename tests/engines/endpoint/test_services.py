"""The operator's table of services: each row is tried against a fake of that service, as it says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from endpoint_samples import settings, wise
from fakes import echoed
from services import KEY, SERVICES

import summarizer
from summarizer.documents import from_text
from summarizer.errors import SummarizerError
from summarizer.settings.layers import LOCAL_PRESETS, base_url

pytestmark = pytest.mark.slow  # many runs or waits: a second and more a test under load

DOCS = Path(__file__).parents[3] / "docs"
PLAN = (
    "某市2024年教育工作要点\n一、扩大资源\n新建改扩建中小学幼儿园20所左右，改造农村薄弱幼儿园7所，持续扩大学位供给。\n"
)


def rows_of(page):
    """The table's rows, each as its cells."""
    table = (DOCS / page).read_text(encoding="utf-8").partition("<!-- services -->")[2].partition("<!-- /services")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")]
    return rows[1:]


ROWS = rows_of("operator.md")


def address_of(row):
    return row[1].strip("`")


def set_by(row):
    """The settings that a row gives: the spans of its cell that are lines of a configuration file."""
    spans = [span for span in re.findall(r"`([^`]+)`", row[2]) if "=" in span]
    return tomllib.loads("\n".join(spans).replace('"KEY"', f'"{KEY}"'))


def run(row, tmp_path, given):
    """The plan's summary with these settings, key and model; and the fake."""
    name, local = row[0], address_of(row) in LOCAL_PRESETS
    with SERVICES[name](echoed(wise), models=("m1",)) as server:
        assert urlsplit(server.url).path == urlsplit(base_url(address_of(row))).path
        keyless = local or "endpoint_headers" in given
        more = given | ({} if keyless else {"api_key": KEY}) | ({} if local else {"model": "m1"})
        config = settings(server, tmp_path, timeout=60, deadline=60, **more)
        return summarizer.summarize(from_text(PLAN, "plan.txt"), config, only=["targets"]), server


def test_every_row_has_its_fake_and_every_fake_its_row():
    assert [row[0] for row in ROWS] == list(SERVICES)
    assert all(len(row) == 5 for row in ROWS)


def test_both_languages_say_the_same_of_every_service():
    chinese = rows_of("zh/operator.md")
    assert [row[:2] for row in chinese] == [row[:2] for row in ROWS]
    assert [set_by(row) for row in chinese] == [set_by(row) for row in ROWS]
    real = [[row[0] for row in rows if "real" in row[4] or "真实" in row[4]] for rows in (ROWS, chinese)]
    assert real == [["llama.cpp"], ["llama.cpp"]], "no other row was tried against the service itself"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_what_a_row_says_gives_a_complete_result(row, tmp_path):
    found, server = run(row, tmp_path, set_by(row))
    assert found.incomplete == []
    assert {target.value for target in found.targets} == {20, 7}
    assert server.requests
    assert found.usage.requests < 30


@pytest.mark.parametrize("row", [row for row in ROWS if set_by(row)], ids=lambda row: row[0])
def test_what_is_to_be_set_is_needed(row, tmp_path):
    """Without it there is no model's answer, or a dearer one."""
    whole, _ = run(row, tmp_path / "with", set_by(row))
    try:
        bare, _ = run(row, tmp_path / "without", {})
    except SummarizerError:
        return
    assert bare.incomplete or bare.usage.completion_tokens > whole.usage.completion_tokens
