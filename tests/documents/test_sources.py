"""What a call names: folders, patterns and zips, through the command line; nothing is read that should not be."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import PurePath
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from programs import Result, one_error_line, run

from summarizer.documents.sources import find_sources, numbered
from summarizer.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

PLAN = "某市教育局2023年工作要点\n一、扩大优质资源供给\n新建学校9所。\n"


class _AsWindows(zipfile.ZipInfo):
    """A member whose name stands in the archive as Chinese Windows writes it: in GBK, without a flag that says so."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile's name
        return self.filename.encode("gb18030"), 0


def archive(**members: str | bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as held:
        for name, content in members.items():
            held.writestr(name, content)
    return made.getvalue()


def names(result: Result) -> list[str]:
    return [json.loads(line)["document"]["name"] for line in result.stdout.decode().splitlines()]


def errors(result: Result) -> list[str]:
    found = (json.loads(line) for line in result.stdout.decode().splitlines())
    return [line["error"] for line in found if "error" in line]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("乙.txt", "甲.md", "sub/丙.txt", ".hidden/丁.txt", ".戊.txt", "~$己.docx", "图.pptx"):
        path = tmp_path / "plans" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PLAN, encoding="utf-8")
    return tmp_path / "plans"


@pytest.mark.slow
def test_a_folder_gives_all_that_is_read_in_it_and_says_what_is_not(folder: Path) -> None:
    result = run(folder, "--engine", "rules", "--format", "jsonl")
    assert result.returncode == 0
    assert names(result) == ["乙.txt", "甲.md", "sub/丙.txt"]
    assert "1 file(s) of formats that are not read were passed over: 图.pptx" in one_error_line(result)
    assert run(folder, "--engine", "rules", "--format", "jsonl", "--quiet").stderr == b""


def test_pictures_are_taken_where_there_is_nothing_else(tmp_path: Path) -> None:
    """A folder of scans is read; logos beside documents, or what belongs to a web page, are passed over and named."""
    scans, mixed = tmp_path / "scans", tmp_path / "mixed"
    for where in (scans, mixed):
        where.mkdir()
        for name in ("2.png", "1.TIF"):
            (where / name).write_bytes(b"")
    (mixed / "plan.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "a.zip").write_bytes(archive(**{"x/1.jpg": b"", "readme.exe": b""}))
    assert [source.called for source in find_sources([str(scans)]).found] == ["1.TIF", "2.png"]
    found, notices = find_sources([str(mixed)])
    assert [source.called for source in found] == ["plan.txt"]
    assert "1.TIF, 2.png" in notices[0]
    assert [source.called for source in find_sources([str(tmp_path / "a.zip")]).found] == ["a.zip/x/1.jpg"]


def test_documents_that_would_share_a_name_show_enough_of_their_paths(folder: Path) -> None:
    """x.txt twice in one table says nothing; a name that no other has stays short, as does a file given twice."""
    (folder / "x.txt").write_text(PLAN, encoding="utf-8")
    (folder / "sub" / "x.txt").write_text(PLAN, encoding="utf-8")
    for path in (folder.parent / "a.zip", folder / "a.zip"):
        path.write_bytes(archive(**{"m.txt": PLAN}))
    one, other, alone = (str(folder / name) for name in ("x.txt", "sub/x.txt", "乙.txt"))
    archives = str(folder.parent / "a.zip"), str(folder / "a.zip")
    found = find_sources([one, other, alone, alone, *archives]).found
    base = folder.parent.name
    assert [source.read().name for source in found] == [
        "plans/x.txt", "sub/x.txt", "乙.txt", "乙.txt", f"{base}/a.zip/m.txt", "plans/a.zip/m.txt",
    ]  # fmt: skip
    assert [source.name for source in found[:2]] == [one, other]  # files in a folder are named as before


@pytest.mark.slow
def test_a_pattern_is_expanded_where_the_shell_does_not(folder: Path) -> None:
    result = run(str(folder / "**" / "*.txt"), "--engine", "rules", "--format", "jsonl")
    assert names(result) == ["丙.txt", "乙.txt"]
    (folder / "[1]*.txt").write_text(PLAN, encoding="utf-8")
    assert names(run(str(folder / "[1]*.txt"), "--engine", "rules", "--format", "jsonl")) == ["[1]*.txt"]


@pytest.mark.slow
@pytest.mark.parametrize("what", ["empty", "no*.txt"])
def test_nothing_to_read_is_wrong_use(tmp_path: Path, what: str) -> None:
    (tmp_path / "empty").mkdir()
    result = run(tmp_path / what, "--engine", "rules")
    assert result.returncode == 2
    assert what in one_error_line(result)


@pytest.mark.slow
def test_a_zip_of_chinese_windows_gives_its_members_by_their_names(tmp_path: Path) -> None:
    path = tmp_path / "各区.zip"
    with zipfile.ZipFile(path, "w") as held:
        held.writestr(_AsWindows("市区\\计划.txt"), PLAN.encode("gb18030"))
        held.writestr("区县/方案.txt", PLAN)
        held.writestr("__MACOSX/区县/._方案.txt", b"\0")
        held.writestr("图.pptx", b"PK")
    result = run(path, "--engine", "rules", "--format", "jsonl")
    assert result.returncode == 0
    assert names(result) == ["各区.zip/区县/方案.txt", "各区.zip/市区/计划.txt"]


@pytest.mark.slow
def test_a_folder_of_reports_gets_one_for_each_member(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(archive(**{"x/plan.txt": PLAN, "y/plan.txt": PLAN}))
    assert run(tmp_path / "a.zip", "--engine", "rules", "-o", tmp_path / "out/").returncode == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["x-plan.json", "y-plan.json"]


@pytest.mark.slow
def test_no_path_leads_out_of_an_archive_and_nothing_is_unpacked(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "a.zip"
    path.write_bytes(archive(**{"../../out.txt": PLAN, "/etc/abs.txt": PLAN}))
    result = run(path, "--engine", "rules", "--format", "jsonl", cwd=tmp_path)
    assert names(result) == ["a.zip/out.txt", "a.zip/etc/abs.txt"]
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a.zip", "in"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (archive(**{"a.txt": bytes(60_000_000)}), "unpacks into"),
        (archive(**{f"{n}.txt": "" for n in range(10_001)}), "unpacks into"),
        (archive(**{"inner.zip": archive(**{"a.txt": PLAN})}), "no file in this archive"),
        (archive(**{"a.txt": PLAN})[:-30], "damaged"),
    ],
    ids=["bomb", "many", "nested", "cut"],
)
def test_a_bad_archive_is_one_line_and_the_others_are_read(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "bad.zip").write_bytes(data)
    (tmp_path / "good.txt").write_text(PLAN, encoding="utf-8")
    files = (tmp_path / "bad.zip", tmp_path / "good.txt")
    result = run(*files, "--engine", "rules", "--format", "jsonl", "--quiet")
    assert result.returncode == 1
    assert words in one_error_line(result)
    assert len(names(result)) == 2


def test_a_link_to_a_folder_is_not_followed(folder: Path) -> None:
    (folder / "round").symlink_to(folder)
    assert len(find_sources([str(folder)]).found) == 3


def test_a_source_can_be_sent_to_another_process(folder: Path) -> None:
    """Several documents at once may be read in processes of their own."""
    import pickle

    (folder / "a.zip").write_bytes(archive(**{"x.txt": PLAN}))
    for source in find_sources([str(folder)]).found:
        again = pickle.loads(pickle.dumps(source))  # noqa: S301 - our own bytes
        assert again.read().text.startswith("某市教育局")


def test_a_pattern_without_a_match_raises_before_anything_is_read() -> None:
    with pytest.raises(UsageError, match="no file matches"):
        find_sources(["/nowhere/*.txt"])


@given(st.lists(st.sampled_from(["a.txt", "a (2).txt", "a (3).txt", "a", ".txt", "b.c.txt"]), max_size=12))
def test_numbered_names_are_of_one_document_each(called: list[str]) -> None:
    """Evidence is found by its document's name: also where somebody calls a file as a number would call it."""
    found = numbered(called)
    assert len(set(found)) == len(found) == len(called)
    assert all(found[called.index(name)] == name for name in called)
    assert [PurePath(name).suffix for name in found] == [PurePath(name).suffix for name in called]
