"""Every text of a summary may be hostile: none acts on a terminal, starts a formula, or is markup to a reader."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata

import pytest
from markdown_it import MarkdownIt
from programs import QINGDAO, run
from rendered import render
from samples import qingdao

from summarizer.formats import FORMATS
from summarizer.models import Locator, Summary

HOSTILE = {
    "escape sequence": "\x1b[31m红\x1b[0m",
    "title of the window": "\x1b]0;t\x07",
    "link of the terminal": "\x1b]8;;http://evil.example\x1b\\点\x1b]8;;\x1b\\",
    "C1": "\x9b31m\x9d0;t\x9c",
    "carriage return and backspace": "好\r坏\x08\x08",
    "direction": "\u202e08\u202c\u2066x\u2069",
    "zero width": "8\u200b0\ufeff",
    "lone surrogate": "a\ud800b",
    "formula": '=HYPERLINK("http://evil.example","点")',
    "formula, plus": "+1+cmd|' /C calc'!A0",
    "formula, minus": "-1+1",
    "formula, at": "@SUM(1)",
    "formula, tab": "\t=1+1",
    "formula, CR": "\r=1+1",
    "formula, full width": "＝1+1",
    "formula, quoted": '"=1+1',
    "script": "<script>alert(1)</script>",
    "handler": "<img src=x onerror=alert(1)>",
    "address": "[点](javascript:alert(1)) ![x](http://evil.example/p.png) <http://evil.example> http://evil.example",
    "reference": "[x]: http://evil.example",
    "table": "a|b|c\n|---|---|\n|1|2|",
    "heading": "# 标题\n---\n===",
    "list": "1. 一\n- 二\n> 三\n    四",
    "fence": "```\n~~~\n</textarea>-->",
}  # fmt: skip


def filled(bad: str) -> Summary:
    """A summary whose every free text is ``bad``; quotes fit their offsets."""
    whole = qingdao(refused=True)
    span = {"quote": bad, "start": 0, "end": len(bad)}
    every = span | {"unsure": bad, "locator": Locator(cell=bad, page=1)}
    info = {"name": bad, "title": bad, "issuer": bad, "period": bad, "published": bad, "text": bad, "chars": len(bad)}
    return whole.model_copy(
        update={
            "document": whole.document.model_copy(update=info),
            "engine": whole.engine.model_copy(update={"model": bad, "profile": bad, "prompts": bad}),
            "overview": whole.overview.model_copy(update={"text": bad}),
            "goals": [goal.model_copy(update=every | {"text": bad}) for goal in whole.goals],
            "measures": [m.model_copy(update=every | {"text": bad, "actors": [bad, bad], "deadline": bad})
                         for m in whole.measures],
            "targets": [t.model_copy(update=every | {"indicator": bad, "unit": bad, "deadline": bad,
                                                     "number_start": None, "number_end": None})
                        for t in whole.targets],
            "notices": [n.model_copy(update={"code": bad, "message": bad}) for n in whole.notices],
            "incomplete": [gap.model_copy(update={"reason": bad}) for gap in whole.incomplete],
            "refused": [r.model_copy(update=span | {"reason": bad}) for r in whole.refused or []],
        }
    )  # fmt: skip


def test_the_summary_has_all_of_them() -> None:
    """A field that is added to the contract has to be added here too."""
    shown = json.dumps(filled("恶意").model_dump(mode="json"), ensure_ascii=False)
    assert shown.count("恶意") > 40
    models = filled("恶意")
    assert models.notices or models.refused
    assert all(item.quote == "恶意" for item in models.items())


def harmless(text: str) -> None:
    """Nothing in ``text`` acts on a terminal or turns the reading direction."""
    for char in set(text) - set("\n\r\ufeff"):
        assert unicodedata.category(char) not in {"Cc", "Cf", "Cs"}, hex(ord(char))
    assert "\r" not in text.replace("\r\n", "")


@pytest.mark.parametrize("fmt", [fmt for fmt in FORMATS if fmt in {"console", "json", "jsonl", "md", "csv"}])
@pytest.mark.parametrize("bad", HOSTILE.values(), ids=HOSTILE)
def test_every_field_is_inert_in_every_format(bad: str, fmt: str) -> None:
    """All fields at once: controls spelled out, no cell a formula, no markup of the document's in Markdown."""
    shown = render(filled(bad), fmt)
    harmless(shown)
    if fmt == "csv":
        cells = [cell for row in csv.reader(io.StringIO(shown.removeprefix("\ufeff"), newline="")) for cell in row]
        for cell in cells:
            risky = re.match(r"\s*[=+\-@\t\r＝＋－＠]", cell)
            assert not risky or cell == "=" or re.fullmatch(r"[+-]?\d+(\.\d+)?", cell), cell
    if fmt == "md":
        tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(shown)
        kinds = {t.type for token in tokens for t in (token, *(token.children or ()))}
        assert not kinds & {"html_block", "html_inline", "link_open", "image", "fence", "code_block", "code_inline"}
        widths = {row.count(" | ") for row in shown.split("\n") if row.startswith("| t")}
        assert len(widths) <= 1


@pytest.mark.slow
@pytest.mark.parametrize("fmt", ["json", "md", "csv", "console"])
def test_a_name_with_controls_is_inert_in_a_run(fmt: str, tmp_path) -> None:
    """A file name is untrusted text as well, on both streams; and its report stays in the folder."""
    name = tmp_path / "\x1b]0;t\x07=1+1\u202e.txt"
    name.write_bytes(QINGDAO.read_bytes())
    result = run(name, tmp_path / "gone\x1b[2J.txt", "--format", fmt)
    harmless(result.stdout.decode().replace("\ufeff", ""))
    harmless(result.stderr.decode())


@pytest.mark.slow
def test_reports_do_not_leave_their_folder(tmp_path) -> None:
    """Names such as ..txt stay inside; a link that somebody laid there is not written through."""
    out, outside = tmp_path / "out", tmp_path / "outside.json"
    out.mkdir()
    for name in ("..txt", "...txt", "con.txt", "-o.txt"):
        (tmp_path / name).write_bytes(QINGDAO.read_bytes())
    names = [tmp_path / name for name in ("..txt", "...txt", "con.txt")]
    assert run(*names, "-o", out).returncode == 0
    assert sorted(p.parent for p in tmp_path.rglob("*.json")) == [out] * 3
    outside.write_text("mine", encoding="utf-8")
    (out / "qingdao_2023.json").symlink_to(outside)
    result = run(QINGDAO, "-o", out)
    assert result.returncode == 1
    assert b"leads out of" in result.stderr
    assert outside.read_text(encoding="utf-8") == "mine"
