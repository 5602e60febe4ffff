"""Where results are written: one rule for what is read, for links and for failures, whatever is written and how."""

from __future__ import annotations

import json
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from across_samples import compared, plan, tracked
from programs import QINGDAO, TEMPLATE, one_error_line, run
from samples import qingdao
from word_templates import TEMPLATES

from summarizer import formats
from summarizer.commands.output import finished, open_output
from summarizer.errors import SummarizerError, UsageError
from summarizer.formats import FORMATS, KINDS, Format, names
from summarizer.messages import text
from summarizer.reports.view import View

if TYPE_CHECKING:
    from collections.abc import Iterator

RESULTS: dict[str, Any] = {
    "summary": qingdao(),
    "comparison": compared(plan("新建学校9所", name="a"), plan("新建学校8所", name="b")),
    "reconciliation": tracked(plan("新建学校9所"), "新建学校9所"),
}
MADE = [(kind, name) for kind in KINDS for name in names(kind)]
WAYS = [*MADE, ("summary", "template.md.j2"), ("summary", "template.docx")]
"""Every kind of result in every format, and by a template of text and one of Word."""
BY_FOLDER = [name for kind, name in WAYS if kind == "summary"]


def suffix(name: str) -> str:
    return {"template.md.j2": ".md", "template.docx": ".docx"}.get(name) or FORMATS[name].suffixes[0]


def asked(name: str, tmp_path: Path) -> dict[str, str]:
    """The flags of a way of writing."""
    if name in FORMATS:
        return {"name": name}
    template = tmp_path / name
    if not template.exists():
        word = (Path(formats.__file__).parent / "reports" / "templates" / next(iter(TEMPLATES))).read_bytes()
        template.write_bytes(word if name.endswith(".docx") else b"{{ summaries[0].document.name }}")
    return {"template": str(template)}


def write(kind: str, target: Path, documents: list[str], flags: dict[str, str], *, force: bool = False) -> list[Path]:
    output = open_output(documents, str(target), kind=kind, **flags, force=force)
    with finished(output) as written:
        output.put(RESULTS[kind], View())
    return written


@pytest.mark.parametrize("name", BY_FOLDER)
@pytest.mark.parametrize("there", [True, False], ids=["a file", "nothing yet"])
def test_no_link_leads_out_of_a_folder(tmp_path: Path, name: str, there: bool) -> None:
    """The folder may have come from somebody else, and what its links lead to is not ours."""
    out, outside = tmp_path / "out", tmp_path / "outside"
    out.mkdir()
    if there:
        outside.write_text("mine", encoding="utf-8")
    (out / f"plan{suffix(name)}").symlink_to(outside)
    with pytest.raises(SummarizerError, match="is a link that leads out of"):
        write("summary", out, ["plan.txt"], asked(name, tmp_path))
    assert outside.exists() == there
    assert not there or outside.read_text(encoding="utf-8") == "mine"
    assert [path.name for path in out.iterdir()] == [f"plan{suffix(name)}"]


@pytest.mark.parametrize(
    ("kind", "name"), [pytest.param(*way, marks=pytest.mark.slow) if way[1] == "pdf" else way for way in WAYS]
)
def test_a_link_that_was_named_stays_and_what_it_leads_to_is_replaced(tmp_path: Path, kind: str, name: str) -> None:
    """It is the user's own word, in every format."""
    link, behind = tmp_path / f"link{suffix(name)}", tmp_path / "behind"
    behind.write_text("older", encoding="utf-8")
    link.symlink_to(behind)
    assert write(kind, link, ["plan.txt"], asked(name, tmp_path), force=True) == [link]
    assert link.is_symlink()
    assert behind.read_bytes() not in {b"older", b""}


@pytest.mark.parametrize("linked", [False, True], ids=["itself", "a link to it"])
@pytest.mark.parametrize(("kind", "name"), WAYS)
def test_nothing_is_written_over_what_is_read(tmp_path: Path, kind: str, name: str, linked: bool) -> None:
    """A document, by its own name or another; nothing is read before it is told."""
    read = tmp_path / f"plan{suffix(name)}"
    read.write_text("mine", encoding="utf-8")
    target = tmp_path / f"other{suffix(name)}" if linked else read
    if linked:
        target.symlink_to(read)
    with pytest.raises(UsageError, match="would overwrite the document"):
        open_output([str(read)], str(target), kind=kind, **asked(name, tmp_path))
    if kind == "summary":
        with pytest.raises(UsageError, match="would overwrite the document"):
            open_output([str(read)], str(tmp_path), **asked(name, tmp_path))
    assert read.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["template.md.j2", "template.docx"])
def test_a_template_is_not_written_over(tmp_path: Path, name: str) -> None:
    """Neither as the one file nor as the file of a document that is called like it."""
    flags = asked(name, tmp_path)
    before = Path(flags["template"]).read_bytes()
    named = tmp_path / f"x{suffix(name)}"
    named.symlink_to(flags["template"])
    for target in (Path(flags["template"]), named, tmp_path):
        with pytest.raises(UsageError, match="would overwrite the template"):
            open_output(["x.txt"], str(target), **flags)
    assert Path(flags["template"]).read_bytes() == before


@pytest.mark.slow
def test_an_archive_is_not_written_over(tmp_path: Path) -> None:
    """What is read is the archive, whatever its members are called."""
    archive = tmp_path / "plans.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.write(QINGDAO, "plan.txt")
    before = archive.read_bytes()
    result = run(archive, "-o", archive, "--format", "json")
    assert result.returncode == 2
    assert b"would overwrite the document" in result.stderr
    assert archive.read_bytes() == before


@pytest.mark.parametrize(("kind", "name"), WAYS)
def test_what_cannot_be_finished_leaves_the_older_file(
    tmp_path: Path, kind: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing beside it."""
    older = tmp_path / "out" / f"older{suffix(name)}"
    older.parent.mkdir()
    older.write_text("older", encoding="utf-8")

    def pieces(*_: object) -> Iterator[str]:
        yield "half"
        raise SummarizerError("no")

    class Broken:
        add = fail = close = lambda *_: None

        def save(self, stream: Any) -> None:
            stream.write(b"half")
            raise SummarizerError("no")

    monkeypatch.setattr(Format, "pieces", pieces)
    monkeypatch.setattr(Format, "book", lambda *_, **__: Broken())
    with pytest.raises(SummarizerError, match="no"):
        write(kind, older, ["plan.txt"], asked(name, tmp_path))
    assert older.read_text(encoding="utf-8") == "older"
    assert list(older.parent.iterdir()) == [older]


@pytest.mark.slow
@pytest.mark.parametrize("flags", [("--format", "json"), ("--template", "some.md")])
def test_a_document_that_cannot_be_written_costs_no_other(tmp_path: Path, flags: tuple[str, str]) -> None:
    """A folder gets the files of all the others; the exit code and a line tell of the one."""
    (tmp_path / "some.md").write_text("{{ summary.document.title }}", encoding="utf-8")
    out = tmp_path / "out"
    out.mkdir()
    ending = ".json" if flags[0] == "--format" else ".md"
    (out / f"qingdao_2023{ending}").symlink_to(tmp_path / "outside")
    result = run(QINGDAO, TEMPLATE, "-o", out, *flags, "--engine", "rules", cwd=tmp_path)
    assert result.returncode == 1
    line = one_error_line(result)
    assert line.startswith(f"summarize: qingdao_2023.txt: {out}/qingdao_2023{ending} is a link that leads out of {out}")
    assert (out / f"template_2021{ending}").stat().st_size
    assert not (tmp_path / "outside").exists()


@pytest.mark.slow
def test_a_template_that_fails_on_a_document_costs_no_other(tmp_path: Path) -> None:
    """It is wrong use nevertheless: exit code 2, with the line of the template."""
    (tmp_path / "one.md").write_text("{{ 1 / (summary.document.chars - 3096) }}", encoding="utf-8")
    result = run(QINGDAO, TEMPLATE, "-o", f"{tmp_path}/out/", "--template", tmp_path / "one.md", "--engine", "rules")
    chars = json.loads(run(QINGDAO, "--format", "json").stdout)["document"]["chars"]
    assert chars == 3096
    assert result.returncode == 2
    assert b"one.md, line 1: division by zero" in result.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["template_2021.md"]


def test_comparisons_want_a_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="give a file"):
        open_output(["a", "b"], str(tmp_path), kind="comparison")


def test_a_new_format_is_a_module_and_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard output, one file and a folder serve it, and its suffix leads to it, with nothing else touched."""
    (tmp_path / "toy_format.py").write_text(
        "def render(summary, sheet):\n    return f'{len(summary.targets)} targets\\n'\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setitem(FORMATS, "toy", Format("toy", (".toy",), "toy_format:render"))
    assert "toy" in names("summary")
    assert "toy" not in names("comparison")
    for target, written in ((tmp_path / "x.toy", "x.toy"), (tmp_path / "out", "out/plan.toy")):
        (tmp_path / "out").mkdir(exist_ok=True)
        write("summary", target, ["plan.txt"], {} if target.suffix else {"name": "toy"})
        assert (tmp_path / written).read_text(encoding="utf-8") == f"{len(qingdao().targets)} targets\n"
    assert "toy_format" in sys.modules


def test_what_is_wrong_with_an_output_is_said_in_chinese(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        open_output(["plan.txt"], str(tmp_path / "no" / "x.json"))
    assert caught.value.message.text("zh") == f"-o {tmp_path}/no/x.json：没有 {tmp_path}/no 这个文件夹"
    assert text("link-out-of-folder", "zh", path="a", folder="b").startswith("a 是指向 b 之外的链接")


def test_a_template_is_a_format(tmp_path: Path) -> None:
    """Standard output gets bytes of a Word template as of any Word file; --format says the same, or is wrong."""
    template = asked("template.docx", tmp_path)["template"]
    with closing(formats.of_template(template).book(alone=True)) as book:
        book.add(qingdao(), View())
    assert formats.of_template("x.MD.J2").suffixes == (".md",)
    with pytest.raises(UsageError, match="leave out --format"):
        open_output(["x"], None, "md", asked("template.md.j2", tmp_path)["template"])
    with pytest.raises(UsageError, match="give --format docx"):
        open_output(["x"], None, "md", template)
