"""The language that a person is spoken to in: the locale's, the settings', or that of ``--lang``."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING

import pytest
from programs import QINGDAO, TEMPLATE, one_error_line, run, run_other

from summarizer.cli import COMMANDS, main, summarize_main
from summarizer.commands.messages import explained, noticed
from summarizer.errors import UsageError
from summarizer.messages import language, speak, text, use_language
from summarizer.messages.layout import padded, width, wrapped
from summarizer.models import Notice

pytestmark = pytest.mark.slow  # many runs or waits: a second and more a test under load

if TYPE_CHECKING:
    from pathlib import Path

_HAN = re.compile("[\u4e00-\u9fff]")
CHINESE_LOCALE = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "zh_CN.UTF-8", "PYTHONIOENCODING": "utf-8"}


def test_a_chinese_locale_gets_chinese_errors() -> None:
    result = run("--only", "nonsense", str(QINGDAO), **CHINESE_LOCALE)
    assert (result.returncode, one_error_line(result)) == (
        2,
        "summarize: --only nonsense：只能从 goals,measures,targets 中选择",
    )
    assert run("missing.txt", **CHINESE_LOCALE).returncode == 1


def test_help_is_chinese_where_it_is_asked_for() -> None:
    """Before anything is parsed: a help page is printed while the arguments are read."""
    shown = run("--lang", "zh", "--help", PYTHONIOENCODING="utf-8").stdout.decode()
    assert shown.startswith("用法：summarize [-h]")
    assert "退出码：0 全部完成" in shown
    assert "无法识别的参数" in one_error_line(run("--foo", "--lang=zh", PYTHONIOENCODING="utf-8"))


def test_lang_overrules_the_locale(tmp_path: Path) -> None:
    result = run_other("--lang", "en", "doctor", **CHINESE_LOCALE)
    assert result.returncode == 0
    assert b"no endpoint is configured" in result.stdout
    shown = run_other("cache", **CHINESE_LOCALE, SUMMARIZER_CACHE_DIR=str(tmp_path)).stdout.decode()
    assert shown.splitlines()[1] == "回答    0 条"
    english = run_other("cache", **CHINESE_LOCALE, SUMMARIZER_CACHE_DIR=str(tmp_path), SUMMARIZER_LANG="en")
    assert b"answers  0" in english.stdout


@pytest.mark.parametrize("command", ["summarize", "", *COMMANDS, "models pull"])
def test_chinese_help_pages_are_whole_and_aligned(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wide character takes two columns, which argparse counts as one; nothing English is left beside names."""
    monkeypatch.setenv("COLUMNS", "80")
    program = summarize_main if command == "summarize" else main
    assert program([*(command.split() if program is main else ()), "--help", "--lang", "zh"]) == 0
    page = capsys.readouterr().out
    assert all(width(line) <= 78 for line in page.splitlines())
    begins = set()
    for line in page.partition("\n\n")[2].splitlines():
        if what := re.match(r" {2,4}\S+(?: \S+)* {2,}(?=\S)| {10,}(?=\S)", line):
            begins.add(width(what[0]))
    assert len(begins) == 1
    words = re.sub(r"\{.*?\}|https?://\S+|--?[\w-]+|[A-Z_]{2,}\S*|summarize(r \w+)? ", "", page)
    assert not re.search(r"\b[a-z]+ [a-z]+ [a-z]+\b", words)
    assert language() == "en"  # what one call was told holds for that call


def test_every_thread_of_a_process_speaks_its_language() -> None:
    """A context variable alone would stay with the thread that set it."""
    heard: list[str] = []
    speak("zh")
    try:
        thread = threading.Thread(target=lambda: heard.append(text("no-command")))
        thread.start()
        thread.join()
        use_language("en")
        assert text("no-command") == "give a COMMAND"
    finally:
        use_language(None)
        speak(None)
    assert heard == ["请给出要执行的命令"]


@pytest.mark.parametrize(
    ("variables", "system", "expected"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "en_US", "zh"),
        ({"LC_MESSAGES": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, "zh_CN", "en"),
        ({"LC_ALL": "C", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh_CN", "en"),
        ({"SUMMARIZER_LANG": "zh", "LC_ALL": "C"}, "en_US", "zh"),
        ({}, "Chinese (Simplified)_China", "zh"),  # Windows sets no variable
        ({}, "English_United States", "en"),
        ({}, None, "en"),
    ],
)
def test_the_language_follows_the_locale(
    variables: dict[str, str], system: str | None, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SUMMARIZER_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("locale.getlocale", lambda: (system, "cp936"))
    assert language() == expected


@pytest.mark.parametrize("locale", ["en_US.UTF-8", "zh_CN.UTF-8"])
def test_a_report_speaks_the_documents_language_unless_told_otherwise(locale: str) -> None:
    """The plan's own words stay as they are."""
    environment = CHINESE_LOCALE | {"LANG": locale}
    own = run(str(QINGDAO), **environment).stdout.decode()
    english = run(str(QINGDAO), "--lang", "en", **environment).stdout.decode()
    assert "目标与举措" in own
    assert "Goals and measures" not in own
    assert "Goals and measures" in english
    assert "目标与举措" not in english
    assert "市教育局2023年工作要点" in english


@pytest.mark.parametrize("command", ["compare", "track"])
def test_tables_speak_the_documents_language_unless_told_otherwise(command: str) -> None:
    given = (command, str(QINGDAO), str(TEMPLATE), "--format", "md")
    own = run_other(*given).stdout.decode()
    english = run_other(*given, "--lang", "en").stdout.decode()
    assert own.startswith("# " + text(f"label-{command}-title", "zh"))
    assert english.startswith("# " + text(f"label-{command}-title", "en"))


def test_notices_of_compared_documents_are_told_in_the_readers_language(tmp_path: Path) -> None:
    """And no more in both, which is for JSON alone."""
    (tmp_path / "report.txt").write_text("市教育局2023年工作总结\n\n去年完成了各项任务。\n", encoding="utf-8")
    given = ("compare", str(QINGDAO), str(tmp_path / "report.txt"), "--lang")
    english = run_other(*given, "en").stderr.decode()
    chinese = run_other(*given, "zh", PYTHONIOENCODING="utf-8").stderr.decode()
    assert english.startswith("summarizer: report.txt: ")
    assert not _HAN.search(english)
    assert chinese.startswith("summarizer: report.txt：")


def test_the_settings_say_the_language_where_nothing_stronger_does(tmp_path: Path) -> None:
    (tmp_path / "summarizer.toml").write_text('lang = "zh"\n', encoding="utf-8")
    wrong = ("--model", "x", str(QINGDAO))
    utf8 = {"PYTHONIOENCODING": "utf-8"}
    assert "未设置模型服务" in one_error_line(run(*wrong, cwd=tmp_path, **utf8))
    assert "no endpoint" in one_error_line(run(*wrong, "--lang", "en", cwd=tmp_path, **utf8))
    assert "no endpoint" in one_error_line(run(*wrong, cwd=tmp_path, SUMMARIZER_LANG="en", **utf8))


def test_what_goes_wrong_is_told_in_the_readers_language(tmp_path: Path) -> None:
    """Our own errors, the operating system's, and a notice, whose JSON holds both languages."""
    error = UsageError("stdin-once")
    missing = FileNotFoundError(2, "No such file or directory", str(tmp_path))
    english = explained(missing)
    assert english == f"{tmp_path}: No such file or directory"
    use_language("zh")
    try:
        assert explained(error) == "标准输入（-）只能读取一次"
        assert explained(missing) == f"{tmp_path}：没有这个文件或文件夹"
        assert noticed(Notice(code="empty", message="a / b")) == "文档是空的"
        assert noticed(Notice(code="wrote", message="a / b")) == "a / b"  # of a result that kept no parameters
        assert noticed(Notice(code="of-a-later-version", message="a / b")) == "a / b"
    finally:
        use_language(None)


def test_text_is_laid_out_by_columns() -> None:
    assert width("a中，") == 5
    assert padded("中文", 6) == "中文  "
    assert wrapped("输出到文件，（例如）plan.json 等。", 14) == ["输出到文件，", "（例如）", "plan.json 等。"]
    for columns in range(6, 40):
        lines = wrapped("可用 --format 指定格式（如 json）；其余“选项”请看帮助。" * 3, columns)
        assert not [line for line in lines[1:] if line[0] in "，。；）”"]
        assert all(width(line) <= max(columns, width("--format")) or len(line) < 4 for line in lines)
