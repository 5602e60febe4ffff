"""In bounds: the memory of a run with a model does not grow with the number of its documents."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from conftest import report, scale
from endpoint_samples import fluent
from programs import clean_environment
from server import ChatServer

pytestmark = [pytest.mark.reliability, pytest.mark.alone, pytest.mark.timeout(1800)]

_CODE = """
import json, re, sys
import summarizer
from summarizer import Settings
from summarizer.documents import from_text
url, count = sys.argv[1], int(sys.argv[2])
line = "围绕学前教育改革发展的重点任务和薄弱环节,健全第{}项协调机制,深化课程教学改革,切实增强人民群众获得感。"
plan = "某市教育局2023年工作要点\\n一、推进学前教育高质量发展\\n" + line * 8 + "\\n新建学校{}所。\\n"
sources = (from_text(plan.format(*range(n, n + 9)), f"plan-{n}.txt") for n in range(count))
peaks = []
for number, outcome in enumerate(summarizer.summarize_many(sources, Settings(endpoint=url, cache=False)), 1):
    assert outcome.summary is not None and not outcome.summary.incomplete, outcome
    if number in (count // 4, count):
        # Not ru_maxrss, which begins with the peak of the process that started this one.
        peaks.append(int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]))
print(json.dumps(peaks))
"""


def test_memory_stays_flat_however_many_documents_a_run_has() -> None:
    """The peak after all documents is that after a quarter of them, give or take what an allocator keeps."""
    count = scale(120, 1000)
    with ChatServer(fluent) as server:
        done = subprocess.run(
            [sys.executable, "-c", _CODE, server.url, str(count)],
            capture_output=True, check=False, timeout=1500, env=clean_environment(),
        )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    quarter, whole = (kilobytes / 1024 for kilobytes in json.loads(done.stdout))
    assert whole < quarter * 1.1 + 8
    report("memory, with an endpoint", documents=count, MB_after_a_quarter=round(quarter), MB_after_all=round(whole))
