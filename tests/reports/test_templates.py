"""Templates of the user's own: they can say anything, and do nothing but write text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hostile import CONTROLS, hostile
from programs import QINGDAO, TEMPLATE, Result, one_error_line, run
from samples import bare, qingdao

from summarizer.errors import UsageError
from summarizer.reports import sandbox
from summarizer.reports.templating import UserTemplate

if TYPE_CHECKING:
    from pathlib import Path

    from summarizer.models import Summary


def made(tmp_path: Path, source: str, *summaries: Summary, name: str = "report.txt.j2") -> str:
    """What a template makes of some summaries (by default the sample)."""
    (tmp_path / name).write_text(source, encoding="utf-8")
    return UserTemplate(tmp_path / name).render(summaries or [qingdao()])


def refused(tmp_path: Path, source: str, *summaries: Summary) -> str:
    """The one line of the error that a template ends in."""
    with pytest.raises(UsageError) as caught:
        made(tmp_path, source, *summaries)
    assert len(str(caught.value).splitlines()) == 1
    assert caught.value.exit_code == 2
    return str(caught.value).replace(str(tmp_path), "")


def templated(tmp_path: Path, source: str, *args: str | Path, name: str = "report.md.j2") -> Result:
    (tmp_path / name).write_text(source, encoding="utf-8")
    return run(*args, "--engine", "rules", "--template", tmp_path / name)


# --- what a template has ---------------------------------------------------------------------------------------


def test_a_template_sees_the_contract_and_the_filters(tmp_path: Path) -> None:
    """Fields by the names of the JSON; value, place, kind and doubt as the other reports write them."""
    source = (
        "{% for t in summary.targets %}{{ t.id }}|{{ t.indicator }}|{{ t | amount }}|{{ t.value | plain }}"
        "|{{ t | place }}|{{ t | label }}|{{ t | reason }}\n{% endfor %}"
        "{{ summary.goals[0] | label }} {{ summary.engine.model }}"
    )
    lines = made(tmp_path, source).splitlines()
    assert lines[1] == "t2|新建、改扩建中小学幼儿园|80 所|80|25:16|数量|"
    assert lines[3].split("|")[2] == "≈ 50 个"
    assert lines[4].endswith("全覆盖|“全部”可能只是泛指")
    assert lines[-1] == "板块 qwen2.5"


def test_the_tree_gives_the_reading_order(tmp_path: Path) -> None:
    """Each goal with its measures and their targets, none lost."""
    source = (
        "{% for b in summary | tree %}{{ b.depth }}{{ b.goal.id }}:{% for t in b.targets %}{{ t.id }} {% endfor %}"
        "{% for m in b.measures %}{{ m.measure.id }}({{ m.targets | map(attribute='id') | join(',') }}){% endfor %};\n"
        "{% endfor %}"
    )
    shown = made(tmp_path, source).splitlines()
    assert shown[:5] == ["0g1:;", "1g2:m1(t1);", "0g3:t5 ;", "1g4:m2(t2)m3(t3);", "1g5:m4(t4);"]


def test_json_of_an_item_is_the_contract_s(tmp_path: Path) -> None:
    """`tojson` works, for whoever feeds another program."""
    found = json.loads(made(tmp_path, "{{ summary.targets[1] | tojson }}"))
    assert found["value"] == 80
    assert found["quote"] == "新建、改扩建中小学幼儿园80所"


def test_what_is_html_is_escaped_by_the_name_of_the_file(tmp_path: Path) -> None:
    """`x.html.j2` escapes, `x.md.j2` does not; `md` escapes Markdown."""
    summary = bare("<b>9所*", indicator="<b>*")
    source = "{{ summary.targets[0].indicator }} {{ summary.targets[0].indicator | md }}"
    assert made(tmp_path, source, summary, name="a.html.j2") == "&lt;b&gt;* \\&lt;b\\&gt;\\*\n"
    assert made(tmp_path, source, summary, name="a.md.j2") == "<b>* \\<b\\>\\*\n"


def test_nothing_that_acts_comes_out_of_a_field(tmp_path: Path) -> None:
    """No escape sequence or direction override of a document reaches terminal or file; nor does {{ in it run."""
    shown = made(tmp_path, "{{ summary.document.title }}{{ summary.targets[0].quote }}", hostile())
    assert not set(CONTROLS) & set(shown)
    assert "{{7*7}}" in shown


def test_the_text_keeps_its_lines(tmp_path: Path) -> None:
    assert made(tmp_path, "{{ summary.document.text }}").count("\n") > 20


# --- the command ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_one_output_is_made_of_all_documents(tmp_path: Path) -> None:
    """`summaries` in the order given, `failures` with what could not be read: exit code 1, and the text is there."""
    source = "{% for s in summaries %}{{ s.document.name }} {{ s.targets | length }}\n{% endfor %}"
    source += "{% for f in failures %}{{ f.error }}\n{% endfor %}"
    result = templated(tmp_path, source, QINGDAO, tmp_path / "no.txt", TEMPLATE)
    lines = result.stdout.decode().splitlines()
    assert [line.split()[0] for line in lines[:2]] == ["qingdao_2023.txt", "template_2021.txt"]
    assert "no such file" in lines[2]
    assert result.returncode == 1


@pytest.mark.slow
def test_a_folder_gets_a_text_a_document(tmp_path: Path) -> None:
    """Named after the document, with the suffix that the template's own name holds."""
    result = templated(tmp_path, "# {{ summary.document.name }}", QINGDAO, TEMPLATE, "-o", f"{tmp_path}/out/")
    assert result.returncode == 0, result.stderr.decode()
    written = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir()}
    assert written == {"qingdao_2023.md": "# qingdao_2023.txt\n", "template_2021.md": "# template_2021.txt\n"}


@pytest.mark.slow
def test_summary_of_two_documents_says_what_to_do(tmp_path: Path) -> None:
    """Showing only one of them would be a loss that nobody sees."""
    result = templated(tmp_path, "{{ summary.document.name }}", QINGDAO, TEMPLATE, "-o", tmp_path / "out.md")
    assert result.returncode == 2
    line = one_error_line(result)
    assert "report.md.j2, line 1: 'summary' is undefined" in line
    assert "use summaries" in line
    assert not (tmp_path / "out.md").exists()


@pytest.mark.slow
def test_a_broken_template_is_told_before_any_document_is_read(tmp_path: Path) -> None:
    """The line of the mistake, exit code 2; nothing was asked of a model for nothing."""
    result = templated(tmp_path, "one\ntwo {% if %}\n", tmp_path / "no.txt")
    assert result.returncode == 2
    assert "report.md.j2, line 2: " in one_error_line(result)


@pytest.mark.slow
@pytest.mark.parametrize("args", [("--format", "md"), ("--with-text",)])
def test_flags_that_mean_nothing_beside_a_template_are_refused(tmp_path: Path, args: tuple[str, ...]) -> None:
    result = templated(tmp_path, "x", QINGDAO, *args)
    assert result.returncode == 2
    assert args[0] in one_error_line(result) or "--format" in one_error_line(result)


@pytest.mark.slow
def test_a_template_is_not_overwritten_by_its_own_output(tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text("x", encoding="utf-8")
    result = run(QINGDAO, "--engine", "rules", "--template", tmp_path / "report.md", "-o", tmp_path / "report.md")
    assert result.returncode == 2
    assert (tmp_path / "report.md").read_text(encoding="utf-8") == "x"


def test_a_missing_template_is_named(tmp_path: Path) -> None:
    result = run(QINGDAO, "--template", tmp_path / "no.j2")
    assert result.returncode == 2
    assert "no.j2: cannot be read" in one_error_line(result)


# --- the sandbox ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "{{ summary._behind }}",
        "{{ summary | attr('_source') }}",
        "{{ [summary] | map(attribute='_behind') | join }}",
        "{{ summary.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ summary.document.__init__.__globals__ }}",
        "{{ '{0.__class__}'.format(summary) }}",
        "{{ self._TemplateReference__context }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{% set _ = summary.targets.append(1) %}",
        "{% set _ = summary.update({}) %}",
        "{{ summary.model_dump() }}",
        "{{ summary.parse_file('/etc/passwd') }}",
        "{{ lipsum(10000) }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% extends 'x' %}",
    ],
)
def test_a_template_reaches_nothing_but_the_data(tmp_path: Path, source: str) -> None:
    """Neither our objects, nor their classes, nor a file: a template from a colleague is read like a document."""
    assert ": " in refused(tmp_path, source)


@pytest.mark.parametrize(
    "source",
    [
        "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}",
        "{% set x = range(5000) | list %}{% for a in x %}{% for b in x %}{% endfor %}{% endfor %}",
        "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% for a in [[1, 1]] * 60 recursive %}{{ loop([[1, 1]] * 60) }}{% endfor %}",
        "{% set n = namespace(x='ab') %}{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
        "{% set n = namespace(x='ab') %}{% for i in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}",
        "{% set n = namespace(x=[1]) %}{% for i in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}",
        "{% set n = namespace(x='ab') %}{% for i in range(60) %}{% set n.x = [n.x, n.x] | join %}{% endfor %}",
        "{% set n = namespace(x='ab') %}{% for i in range(60) %}{% set n.x = '%s%s' | format(n.x, n.x) %}{% endfor %}",
        "{% set n = namespace(x='ab') %}{% for i in range(60) %}{% set n.x = '{}{}'.format(n.x, n.x) %}{% endfor %}",
        "{% set n = namespace(x=[1]) %}{% for i in range(60) %}{% set n.x = [n.x, n.x] | sum(start=[]) %}{% endfor %}",
        "{% set n = namespace(x=99) %}{% for i in range(60) %}{% set n.x = n.x * n.x %}{% endfor %}",
        """{% set n = namespace(x='ab') %}{% for i in range(60) %}{% set y %}{{ n.x }}{{ n.x }}{% endset %}
        {% set n.x = y %}{% endfor %}""",
        """{% macro m(x) %}{{ x }}{{ x }}{% endmacro %}{% set n = namespace(x='ab') %}{% for i in range(60) %}
        {% set n.x = m(n.x) %}{% endfor %}""",
        "{{ (['x' * 900000] * 900000) | join | length }}",
        "{{ ('x' * 900000).replace('x', 'y' * 900000) }}",
        "{{ ('x' * 900000) | replace('x', 'y' * 900000) }}",
        "{{ range(10 ** 9) | list }}",
        "{{ 'x' * 10 ** 9 }}",
        "{{ 10 ** 1000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ '%1000000000d' | format(1) }}",
        "{{ '{:1000000000}'.format(1) }}",
        "{{ 'x' | center(1000000000) }}",
        "{{ 'x'.center(1000000000) }}",
        "{{ 'x'.ljust(width=1000000000) }}",
        "{{ 'x' | indent(1000000000, true) }}",
        "{% for r in [1] | batch(1000000000, 'x') %}{{ r | length }}{% endfor %}",
    ],
)
def test_a_template_that_would_never_end_or_fill_the_memory_stops(
    tmp_path: Path, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Loops, recursion, powers, repetition and padding; with smaller bounds here, so that the test is quick."""
    monkeypatch.setattr(sandbox, "MAX_STEPS", 20_000)
    monkeypatch.setattr(sandbox, "MAX_CHARS", 1_000_000)
    assert "report.txt.j2" in refused(tmp_path, source)


def test_output_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "MAX_CHARS", 1000)
    line = refused(tmp_path, "\n{% for a in range(99) %}{{ 'x' * 100 }}{% endfor %}")
    assert line.endswith("it writes more than 1,000 characters")


def test_time_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps that are few but slow."""
    monkeypatch.setattr(sandbox, "MAX_SECONDS", 0.2)
    source = (
        "{% set x = range(99999) | list %}{% for a in range(9999) %}{% set y = x | sort(reverse=true) %}{% endfor %}"
    )
    assert refused(tmp_path, source).endswith("line 1: it takes longer than 0.2 s")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("a\nb {{ summary.nothing }}", "line 2: 'this' has no attribute 'nothing'"),
        ("a\n\n{{ nothing }}", "line 3: 'nothing' is undefined"),
        ("{% for t in summary.targets %}\n{{ t.nothing }}{% endfor %}", "line 2: "),
        ("{{ 1 / 0 }}", "line 1: division by zero"),
        ("{{ 5 | amount }}", "line 1: amount takes an item of a summary, not int"),
        ("{{ summary | amount }}", "line 1: amount takes a target"),
        ("x {{ 1 | nofilter }}", "line 1: No filter named 'nofilter'"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, source: str, said: str) -> None:
    assert said.replace("'this'", "this") in refused(tmp_path, source)
