"""Web pages and Markdown: every visible word once, what stands around the plan is no part of it."""

from __future__ import annotations

import pytest

import summarizer
from summarizer.documents import Document, from_bytes

RULES = summarizer.Settings(engine="rules")
BODY = (
    "<h1>某市教育局2023年工作要点</h1><p>一、扩大优质资源供给</p><p>新建学校9所，改造农村薄弱幼儿园70所，新增学位2880个。</p>"
    "<p>二、加强队伍建设</p><p>实施名师培养工程，培训骨干教师300名，完善教师考核评价机制，落实教师待遇。</p>"
)
AROUND = (
    "<!DOCTYPE html><html><head><meta charset='{charset}'><title>x</title><script>var a='不可见';</script></head><body>"
    "<div class='nav'><ul><li><a href='/'>新闻动态栏目</a></li><li><a href='/b'>政务服务大厅</a></li></ul></div>"
    "<div class='article'>{body}</div><div class='footer'><p><a href='/c'>市人民政府门户网站链接</a></p></div>"
    "</body></html>"
)


def page(body: str = BODY, charset: str = "utf-8") -> bytes:
    return AROUND.format(body=body, charset=charset).encode(charset)


def extracted(document: Document) -> str:
    """The text without its furniture."""
    text = document.text
    for span in reversed(document.furniture):
        text = text[: span.start] + text[span.end :]
    return text


@pytest.mark.parametrize("charset", ["utf-8", "gbk", "gb2312", "gb18030"])
@pytest.mark.parametrize("stated", [True, False])
def test_a_page_reads_the_same_in_every_encoding(charset: str, stated: bool) -> None:
    data = AROUND.format(body=BODY, charset=charset if stated else "").encode(charset)
    assert from_bytes(data, "plan.html").text == from_bytes(page(), "plan.html").text


def test_a_page_in_big5_is_read() -> None:
    data = "<meta charset=big5><p>一、新建學校9所，擴建項目3個。</p>".encode("big5")
    assert from_bytes(data, "plan.htm").text == "一、新建學校9所，擴建項目3個。\n"


def test_what_stands_around_the_plan_is_furniture_and_not_lost() -> None:
    document = from_bytes(page(), "plan.html")
    assert "新闻动态栏目" in document.text
    assert "新闻动态栏目" not in extracted(document)
    assert "市人民政府门户网站链接" not in extracted(document)
    assert document.metadata.title == "某市教育局2023年工作要点"
    assert [t.value for t in summarizer.summarize(document, RULES).targets] == [9, 70, 2880, 300]


def test_a_sentence_outside_the_main_text_is_not_lost() -> None:
    """Nothing is dropped on the library's word alone."""
    body = BODY + "</div><div class='sidebar'><p>三、保障安全。杜绝重特大事故，新增监控120个。</p>"
    assert "新增监控120个" in extracted(from_bytes(page(body), "plan.html"))


def test_lines_of_the_source_are_no_blanks_between_chinese_characters() -> None:
    document = from_bytes(
        "<p>新建\n   学校9所，full\n day。</p><p>甲<br>乙<b>丙</b></p><pre>丁\n戊</pre>".encode(), "x.html"
    )
    assert document.text == "新建学校9所，full day。\n甲\n乙丙\n丁\n戊\n"


def test_numbers_of_a_list_are_read_and_hidden_text_is_not() -> None:
    source = (
        "<ol start='3'><li>甲</li><li>乙</li></ol><ul><li>丙</li></ul><p style='display:none'>丁</p><p hidden>戊</p>"
    )
    assert from_bytes(source.encode(), "x.html").text == "3. 甲\n4. 乙\n丙\n"


def test_a_page_saved_as_one_file_is_read() -> None:
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
    head += b"--b\r\nContent-Type: text/html\r\n\r\n"
    assert "新建学校9所" in from_bytes(head + page() + b"\r\n--b--\r\n", "plan.mhtml").text


@pytest.mark.parametrize("depth", [3000])
def test_a_page_nested_without_end_is_read(depth: int) -> None:
    text = from_bytes(b"<div>" * depth + "新建学校9所。".encode() + b"</div>" * depth, "x.html").text
    assert text in {"新建学校9所。\n", ""}


def test_an_old_word_file_that_is_a_web_page_is_read_as_one() -> None:
    """Office systems write .doc files that are HTML."""
    assert "新建学校9所" in from_bytes(page(), "计划.doc").text


def test_markdown_is_read_without_its_signs() -> None:
    source = (
        "---\ntitle: x\n---\n# 某市教育局2023年工作要点\n\n## 推进**优质均衡**发展\n\n- 新建学校**9**所，"
        "改造[幼儿园](http://a.b)*70*所。\n1. 甲\n2. 乙\n\n第一行\n第二行\n\n"
        "| 指标 | 2023年目标 |\n|---|---|\n| 新增学位（个） | 2880 |\n"
    )
    document = from_bytes(source.encode(), "plan.md")
    assert document.text == (
        "某市教育局2023年工作要点\n推进优质均衡发展\n新建学校9所，改造幼儿园70所。\n1. 甲\n2. 乙\n第一行\n第二行\n"
        "指标\t2023年目标\n新增学位（个）\t2880\n"
    )
    summary = summarizer.summarize(document, RULES)
    assert summary.goals[0].quote == "推进优质均衡发展"
    assert [(t.quote, t.value) for t in summary.targets] == [
        ("新建学校9所", 9), ("改造幼儿园70所", 70), ("新增学位（个）\t2880", 2880),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("named", "title", "period"),
    [
        ("2023年某市政府工作报告-某市人民政府", "2023年某市政府工作报告", "2023"),
        ("首页 | 2021-2025年教育发展规划_教育局", "2021-2025年教育发展规划", "2021-2025"),
        ("某市人民政府", None, None),
        ("政府信息公开目录 - 首页", None, None),
    ],
)
def test_a_page_without_a_title_in_its_text_is_called_as_its_window(named: str, title: str, period: str) -> None:
    """Where that reads like a document's title: the name of a site is none. What the text says goes before."""
    body = "<p>过去一年，全市完成地区生产总值4000亿元，增长5%。</p><p>新建学校20所。</p>"
    found = from_bytes(page(body).replace(b"<title>x", f"<title>{named}".encode()), "a.html").metadata
    assert (found.title, found.period) == (title, period)
    own = from_bytes(page().replace(b"<title>x", f"<title>{named}".encode()), "a.html").metadata
    assert own.title == "某市教育局2023年工作要点"
