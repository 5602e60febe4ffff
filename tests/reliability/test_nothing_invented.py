"""Whatever a model answers, nothing reaches a user that is not in the document: see ``tests/helpers/laws.py``."""

from __future__ import annotations

import itertools
from types import SimpleNamespace

import conftest
import pytest
from hostile_answers import PLAN, HostileServer, Reply, clauses, entries, replies, texts
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from laws import check_invented_nothing, written
from strategies import plans
from strategies import texts as documents
from witness import lies

import summarizer
from summarizer.documents import from_text
from summarizer.engines.candidates import ChunkExtraction
from summarizer.engines.endpoint.applying import grounded_others
from summarizer.engines.endpoint.checks import clean_line, clean_name, clean_sentence
from summarizer.engines.endpoint.chunks import chunk as chunked
from summarizer.pipeline.merging import merge
from summarizer.pipeline.overview import rules_overview
from summarizer.structure import outline

pytestmark = pytest.mark.reliability
SUPPRESSED = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]
DOCUMENT = from_text(PLAN, "plan.txt")
OUTLINE = outline(DOCUMENT)


def law(full, reduced, *, slow=False):
    """Hypothesis with as many examples as this run is to have; a ``slow`` one is not shrunk."""
    phases = [Phase.generate] if slow else [Phase.generate, Phase.shrink]
    return settings(
        max_examples=conftest.scale(reduced, full), deadline=None, suppress_health_check=SUPPRESSED, database=None,
        phases=phases,
    )  # fmt: skip


@pytest.mark.parametrize("modes", [{"json_schema"}, {"json"}], ids=["keyed", "echo"])
def test_no_answer_brings_in_a_number(tmp_path, modes):
    """Through the front door, with a real server: items, lines, names and overview of a run that is lied to."""
    counts = SimpleNamespace(examples=0, asked=0, taken=0)
    numbers = itertools.count()

    with HostileServer(modes=modes) as server:

        @law(300, 10, slow=True)
        @given(st.lists(replies(), min_size=1, max_size=6))
        def holds(given_replies):
            server.replies = given_replies
            config = summarizer.Settings(
                endpoint=server.url, deadline=5, timeout=60, concurrency=1, cache_dir=tmp_path, refresh=True
            )
            text = PLAN + f"3.加强管理。落实责任{next(numbers)}。\n"
            before = len(server.requests)
            summary = summarizer.summarize(from_text(text, "plan.txt"), config)
            check_invented_nothing(summary, text)
            counts.examples += 1
            counts.asked += len(server.requests) - before
            counts.taken += sum(item.source != "rules" for item in summary.items())
            counts.taken += sum(measure.text != measure.quote for measure in summary.measures)
            counts.taken += not summary.overview.text.startswith("全文共提取")

        holds()
    assert counts.asked > counts.examples, "the model was not asked, so nothing was tried"
    conftest.report(f"nothing invented, end to end, {'/'.join(modes)}", **vars(counts), invented=0)


def test_an_honest_answer_is_taken(tmp_path):
    """The checks that refuse lies must let the truth through: lines, verdicts and overview arrive."""
    honest = Reply(
        ["改造农村薄弱幼儿园70所", "扩大优质资源供给", "新建、改扩建中小学幼儿园80所"], [], ["g1", "t1"], "none"
    )
    with HostileServer() as server:
        server.replies = [honest]
        config = summarizer.Settings(endpoint=server.url, cache_dir=tmp_path, deadline=20)
        summary = summarizer.summarize(from_text(PLAN, "plan.txt"), config)
    check_invented_nothing(summary, PLAN)
    assert any(measure.text != measure.quote for measure in summary.measures)
    assert not summary.overview.text.startswith("全文共提取")


def test_no_wording_passes_with_a_number_of_its_own():
    """The gate itself, many times: a line, a name or a sentence that is let through has its source's numbers only."""
    sentences = [part for part in PLAN.replace("\n", "。").split("。") if part]
    counts = SimpleNamespace(examples=0, passed=0)

    @law(2_000, 300)
    @given(st.one_of(clauses(), texts()), st.sampled_from(sentences), st.sampled_from(sentences))
    def holds(said, source, other):
        counts.examples += 1
        for passed in (
            clean_line(said, source, 30),
            clean_name(said, source),
            clean_sentence(said, source + "\n" + other),
        ):
            if passed is None:
                continue
            counts.passed += 1
            ground = {n for part in (source, other) for n in written(part)}
            assert set(written(passed)) <= ground, (passed, source)
            assert lies(passed, [source, other]) == [], (passed, source)
            whole = summary_of(source + other, passed)
            check_invented_nothing(whole, source + other)

    holds()
    assert counts.passed
    conftest.report("nothing invented, the gate of wordings", **vars(counts), invented=0)


def summary_of(quote, said):
    """A summary of one measure that is said in other words."""
    item = {"id": "m1", "quote": quote, "start": 0, "end": len(quote), "text": said,
            "source": "both", "text_source": "model"}  # fmt: skip
    empty = {"goals": [], "targets": [], "overview": {"text": said, "cites": ["m1"]}, "engine": ENGINE}
    document = {"name": "p", "sha256": "0", "chars": len(quote)}
    return summarizer.Summary.model_validate({"document": document, "measures": [item], **empty})


ENGINE = {"name": "endpoint", "profile": "work_plan"}


def test_the_open_list_brings_only_what_is_written():
    """A target that no rule saw: its value is the whole number of the text, its unit the whole word behind it."""
    chunk = chunked(DOCUMENT, OUTLINE, 5000)[0]
    counts = SimpleNamespace(examples=0, taken=0)

    @law(2_000, 300)
    @given(st.lists(entries(), min_size=1, max_size=3))
    def holds(listed):
        counts.examples += 1
        others = [SimpleNamespace(**entry) for entry in listed]
        # As if the rules had seen nothing, which leaves the most to the model.
        found = grounded_others(DOCUMENT, chunk, ChunkExtraction(0), others)
        counts.taken += len(found)
        merged = merge(DOCUMENT, OUTLINE, [ChunkExtraction(0, targets=found)])
        summary = summarizer.Summary.model_validate(
            {
                "document": {"name": "p", "sha256": "0", "chars": len(PLAN)}, "engine": ENGINE, "goals": [],
                "overview": rules_overview(DOCUMENT.language, merged), "measures": [], "targets": merged.targets,
            }
        )  # fmt: skip
        check_invented_nothing(summary, PLAN, beside_rules=False)

    holds()
    conftest.report("nothing invented, the open list", **vars(counts), invented=0)


def test_the_rules_invent_nothing_in_any_text():
    """The other engine, on plans and on what only resembles one."""
    counts = SimpleNamespace(examples=0, targets=0)

    @law(2000, 40)
    @given(st.one_of(plans(), documents()))
    def holds(text):
        counts.examples += 1
        document = from_text(text, "plan.txt")
        summary = summarizer.summarize(document, summarizer.Settings(engine="rules"))
        counts.targets += len(summary.targets)
        check_invented_nothing(summary, document.text)

    holds()
    assert counts.targets
    conftest.report("nothing invented, the rules", **vars(counts), invented=0)
