"""The suite end to end with the real rules engine: runs, comparisons, and a gate that goes red when it should."""

from __future__ import annotations

import dataclasses
import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import summarizer
from summarizer.cli import main
from summarizer.errors import GoldError, UsageError
from summarizer.evaluation import Limit, Run, breaches, compare, evaluate, load_gold_dir, load_limits
from summarizer.evaluation.thresholds import parse_fail_under
from summarizer.settings.settings import Settings

ROOT = Path(__file__).parents[2]
GOLD, TEXTS, THRESHOLDS = ROOT / "evals/gold", ROOT / "seeds", ROOT / "evals/thresholds.toml"
RULES = Settings(engine="rules")
WHERE = ["--gold", str(GOLD), "--texts", str(TEXTS)]


@pytest.fixture(scope="module")
def documents():
    return load_gold_dir(GOLD, TEXTS)


@pytest.fixture(scope="module")
def rules(documents):
    """A run of the rules as they are."""
    return evaluate(documents, settings=RULES)


def worsened(document):
    """The rules' own result without every third target, and with one value changed."""
    data = summarizer.summarize(document.text_path, RULES).model_dump(mode="json")
    kept = [target for index, target in enumerate(data["targets"]) if index % 3]
    counted = next((target for target in kept if target["kind"] == "quantity" and target["value"]), None)
    if counted is not None:
        counted["value"] += 1
    return data | {"targets": kept}


@pytest.fixture(scope="module")
def worse(documents):
    """The same with a deliberately worsened extractor."""
    return evaluate(documents, extract=worsened, way="rules")


def test_the_rules_keep_their_thresholds(rules):
    """What CI asks: the real engine, all seeds, every limit with its reason."""
    limits = load_limits(THRESHOLDS, "rules")
    assert [str(breach) for breach in breaches(rules, limits)] == []
    assert {limit.measure for limit in limits} >= {"goals", "measures", "targets-strict", "grounded", "invented"}
    assert all(limit.reason for limit in limits)


def test_a_worsened_extractor_turns_the_gate_red(worse):
    """The gate is worth nothing unless it has been seen to close."""
    broken = {breach.limit.measure: str(breach) for breach in breaches(worse, load_limits(THRESHOLDS, "rules"))}
    assert {"targets-located", "targets-strict", "invented"} <= set(broken)
    assert broken["invented"].endswith("nobody trusts the rest)")


def test_the_comparison_names_every_lost_item(rules, worse):
    """Item by item: what was right and is missed now, and what was changed; and that it is no noise."""
    comparison = compare(rules, worse)
    lost = [change for change in comparison.changes if change.turn == "lost"]
    gone = []
    for before, after in zip(rules.documents, worse.documents, strict=True):
        left = {(one["start"], one["value"], one["unit"]) for one in after.predictions["targets"]}
        targets = before.predictions["targets"]
        gone += [(before.name, one) for one in targets if (one["start"], one["value"], one["unit"]) not in left]
    assert comparison.worse == len(lost) == len(gone)
    for name, item in gone:
        assert any(one.document == name and one.start < item["end"] and item["start"] < one.end for one in lost)
    assert comparison.p < 0.05
    assert "worse, more than noise" in comparison.verdict
    assert next(change for change in comparison.metrics if change.metric == "targets-strict").beyond_noise
    assert compare(worse, rules).better == len(lost)


def test_a_run_compared_with_itself_has_not_changed(rules):
    """And says so, rather than giving a verdict on nothing."""
    comparison = compare(rules, rules)
    assert (comparison.changes, comparison.versions, comparison.p) == ([], [], 1.0)
    assert comparison.verdict == "no item changed its worth"


def test_field_changes_and_other_labels_are_told_apart_from_losses(documents, rules):
    """A wrong kind still counts; a document under another text or other labels is named, not mixed in."""

    def standards(document):
        data = summarizer.summarize(document.text_path, RULES).model_dump(mode="json")
        return data | {"targets": [target | {"kind": "standard"} for target in data["targets"]]}

    comparison = compare(rules, evaluate(documents, extract=standards))
    assert {change.turn for change in comparison.changes} == {"changed"}
    assert (comparison.better, comparison.worse) == (0, 0)
    one, two, *others = rules.documents
    shifted = [one.model_copy(update={"text_sha256": "0"}), two.model_copy(update={"gold_sha256": "0"}), *others[1:]]
    skipped = compare(rules, rules.model_copy(update={"documents": shifted})).skipped
    assert {line.partition(": ")[2][:15] for line in skipped} == {
        "only in the ear",
        "the text has ch",
        "the labels have",
    }


def test_a_run_survives_saving(rules, tmp_path):
    """Everything in it, with the versions of what shaped it and nothing secret."""
    path = tmp_path / "deep" / "run.json"
    rules.save(path)
    assert Run.load(path) == rules
    raw = json.loads(path.read_text(encoding="utf-8"))
    assert raw["way"] == raw["engine"] == "rules"
    assert {"plan-summarizer", "code", "lexicons", "prompts", "schema", "python"} <= set(raw["versions"])
    assert not {"api_key", "endpoint"} & set(raw["settings"])
    assert all(document["gold_sha256"] and document["text_sha256"] for document in raw["documents"])


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"run_version": 9}'])
def test_what_is_no_run_is_refused(tmp_path, content):
    """In one line that says how to make one."""
    path = tmp_path / "run.json"
    path.write_text(content)
    with pytest.raises(UsageError, match=r"no saved run .*--save"):
        Run.load(path)


def test_an_extractor_that_fails_is_judged_empty_and_named(documents):
    """One bad document neither stops the others nor vanishes from the score."""

    def broken(document):
        if document.name == documents[0].name:
            raise RuntimeError("out of paper")
        return {"targets": [{"quote": "?"}]} if document.name == documents[1].name else {}

    run = evaluate(documents, extract=broken)
    errors = [document.error for document in run.documents]
    assert errors[0] == "RuntimeError: out of paper"
    assert errors[1].startswith("UsageError: prediction targets[0]")
    assert errors[2:] == [None] * (len(documents) - 2)
    assert run.measures()["failed"] == 2
    assert run.total().counts["targets-strict"].labelled == sum(len(one.gold.targets) for one in documents)


def test_thresholds_are_read_strictly(tmp_path):
    """A limit that is misspelt must not be a limit that is never checked."""
    path = tmp_path / "thresholds.toml"
    for content, message in {
        "[rules": "cannot be read",
        "[replay]": r"no table \[rules\]",
        '[rules]\ntarget-strict = { min = 1, reason = "x" }': "did you mean targets-strict",
        "[rules]\ngoals = 0.9": "reason",
        "[rules]\ngoals = { min = 0.9 }": "reason",
        '[rules]\ngoals = { min = 0.9, reason = " " }': "reason a sentence",
        '[rules]\ngoals = { min = true, reason = "x" }': "is a number",
    }.items():
        path.write_text(content)
        with pytest.raises(UsageError, match=message):
            load_limits(path, "rules")
    for text, message in {
        "": "empty",
        "goals": "MEASURE=SHARE",
        "goals=90": "from 0 to 1",
        "invented=0": "count",
    }.items():
        with pytest.raises(UsageError, match=message):
            parse_fail_under(text)
    assert parse_fail_under("goals=0.8, kind=1") == [Limit("goals", 0.8), Limit("kind", 1.0)]


def test_what_was_not_measured_is_not_passed(documents):
    """A gate over labels that are not there would always be green."""
    gold = documents[0].gold.model_copy(update={"labelled": ["goals"], "measures": [], "targets": []})
    only_goals = [dataclasses.replace(documents[0], gold=gold)]
    broken = breaches(evaluate(only_goals, settings=RULES), [Limit("goals", 0.5), Limit("targets-strict", 0.5)])
    assert [str(breach) for breach in broken] == [
        "targets-strict: not measured: nothing is labelled for it, at least 0.5 wanted"
    ]


def test_eval_runs_with_the_network_off(monkeypatch, capsys):
    """The default way asks nobody."""

    def refuse(*_):
        raise AssertionError("eval went to the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert main(["eval", *WHERE, "--engine", "rules", "--gate", str(THRESHOLDS)]) == 0
    printed = capsys.readouterr().out
    assert "all (micro)" in printed
    assert "gate: all thresholds kept" in printed


@pytest.mark.slow
def test_a_worsened_profile_fails_the_command(tmp_path, capsys):
    """Through the front door: without its units lexicon the engine loses targets, and the command says which."""
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "lexicons" / "units.txt").write_text("所\n", encoding="utf-8")
    saved = tmp_path / "before.json"
    assert main(["eval", *WHERE, "--save", str(saved), "--quiet"]) == 0
    capsys.readouterr()
    arguments = ["--profile", str(tmp_path), "--compare", str(saved), "--gate", str(THRESHOLDS)]
    assert main(["eval", *WHERE, *arguments]) == 1
    printed = capsys.readouterr().out
    assert "gate: targets-strict: 0." in printed
    assert any(line.startswith("lost") and "targets" in line for line in printed.splitlines())
    assert any(line.startswith("lexicons") or " lexicons " in line for line in printed.splitlines())


def test_wrong_use_is_told_before_anything_runs(tmp_path, capsys):
    """One line, exit code 2."""
    for arguments in (
        ["--fail-under", "gaols=0.9"],
        ["--compare", str(tmp_path / "none.json")],
        ["--gate", str(tmp_path / "none.toml")],
        ["--gold", str(tmp_path)],
        ["--replay", str(tmp_path / "none")],
        ["--replay", str(tmp_path), "--engine", "rules"],
        ["--record", str(tmp_path), "--engine", "rules"],
    ):
        assert main(["eval", *arguments]) == 2, arguments
        error = capsys.readouterr().err
        assert error.startswith("summarizer: ")
        assert error.count("\n") == 1


@pytest.mark.slow
def test_fail_under_decides_the_exit_code(capsys):
    """For those who keep no thresholds file."""
    assert main(["eval", *WHERE, "--quiet", "--fail-under", "targets-strict=0.5"]) == 0
    assert main(["eval", *WHERE, "--quiet", "--fail-under", "indicator=1,goals=0.5"]) in {0, 1}
    assert "gate" in capsys.readouterr().out


def test_check_lists_everything_that_is_wrong(tmp_path, capsys):
    """All problems of all files at once, for whoever mends them."""
    assert main(["eval", *WHERE, "--check"]) == 0
    assert "all stand" in capsys.readouterr().out
    gold = json.loads((GOLD / "qingdao_2023.json").read_text(encoding="utf-8"))
    gold["targets"][0]["start"] += 1
    gold["goals"][0]["level"] = "task"
    gold["measures"][0]["quote"] = "别的话"
    (tmp_path / "qingdao_2023.json").write_text(json.dumps(gold), encoding="utf-8")
    assert main(["eval", "--gold", str(tmp_path), "--texts", str(TEXTS), "--check"]) == 2
    printed = capsys.readouterr().out
    assert printed.count("qingdao_2023.json: ") == 2
    with pytest.raises(GoldError):
        evaluate(tmp_path, TEXTS)


@pytest.mark.slow
def test_help_loads_nothing_heavy():
    """Neither pydantic-evals nor scipy nor a client library is imported to show a help page."""
    program = (
        "import sys; from summarizer.cli import main; main(['eval', '--help']);"
        "sys.exit(any(name in sys.modules for name in ('pydantic_evals', 'scipy', 'openai', 'instructor')))"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False).returncode == 0
