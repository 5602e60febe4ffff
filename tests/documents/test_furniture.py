"""Page furniture is recognised on any Chinese page, and content is never swallowed by it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarizer.documents import Document, from_text, load

ROOT = Path(__file__).parents[2]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
BODY = "一、加快学校建设\n全市新建学校9所,新增学位2880个。\n二、提高教育质量\n培训教师500名,开展教研活动。\n" * 8


def shown(document: Document) -> str:
    """The view of a document with its furniture cut out."""
    kept, last = [], 0
    for start, end in document.furniture:
        kept.append(document.view[last:start])
        last = end
    return "".join([*kept, document.view[last:]])


FURNITURE = [
    "首页 > 政务公开 > 规划计划",
    "当前位置：首页 » 政府信息公开 » 工作计划",
    "您现在的位置: 首页 / 通知公告",
    "字体大小: 打印",
    "字号:",
    "大 中 小",
    "【字体：大 中 小】",
    "[打印页面 | 关闭页面]",
    "【打印本页】【关闭窗口】",
    "分享到：微信 微博 QQ空间",
    "发布日期：2023-02-24 来源：市教育局 浏览次数：1024",
    "某某政务网 发布时间 : 2023-02-24 10:30",
    "索引号：000014349/2023-00001",
    "信息来源：办公室",
    "浏览次数: 12 次",
    "责任编辑：王某",
    "扫一扫在手机打开当前页",
    "扫码使用手机浏览本页内容",
    "扫描二维码关注微信公众号",
    "微信扫一扫",
    "上一篇：关于召开会议的通知",
    "下一篇：没有了",
    "版权所有：某某市人民政府",
    "© 2023 某某网 www.a.gov.cn",
    "Copyright © 2010-2023 All Rights Reserved.",
    "京ICP备05012345号-1 京公网安备11010502030123号",
    "网站地图 | 联系我们 | 网站声明",
    "https://www.a.gov.cn/art/2023/2/24/art_1.html",
    "原文链接：https://www.a.com/b.html",
    "原文发布机关： 国务院",
    "链接地址:http://a.b.com/special/1.html 转载请保留,谢谢!",
    "北大法宝【法宝引证码】 CLI.12.3456",
    "第6/13页",
    "第 3 页 共 12 页",
    "- 3 -",
    "— 12 —",
    "Page 3 of 12",
    "本文内容由互联网用户自发贡献,该文观点仅代表作者本人。本站仅提供信息存储空间服务。",
    "本站仅提供信息存储空间服务,不拥有所有权。",
    "如若转载,请注明出处:https://a.com/1.html",
    "未经授权,任何单位不得转载。",
    "甲乙登录入口-甲乙官网app下载",
    '<p class="a">',
    '<divclass="title">',
    "<!-- 导航 -->",
    "<style>p{color:red}</style>",
    "&nbsp;",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_a_line_of_furniture_goes_wherever_it_stands(line: str) -> None:
    for text in (f"{line}\n{BODY}", f"{BODY}{line}\n{BODY}", f"{BODY}{line}"):
        rest = shown(from_text(text, "x"))
        assert rest.split() == text.replace(line, "").split()


EDGE_FURNITURE = [
    "来源：市教育局",
    "作者：佚名",
    "时间：2023-02-24 09:00",
    "2023-02-24 15:20",
    "联系电话：0532-12345678",
    "地址：某某路1号 邮编：266000",
]


@pytest.mark.parametrize("line", EDGE_FURNITURE)
def test_what_may_stand_in_a_plan_too_is_furniture_only_at_the_ends_of_a_page(line: str) -> None:
    assert shown(from_text(f"{line}\n{BODY}", "x")).split() == BODY.split()
    assert shown(from_text(f"{BODY}{line}", "x")).split() == BODY.split()
    assert from_text(f"{BODY}{line}\n{BODY}", "x").furniture == ()


CONTENT = [
    "推行教育系统扫码入校,新增扫码设备20台。",
    "建设统一登录入口,完善官网和app下载服务。",
    "建设全市统一的教育服务平台登录入口",
    "新增学位2880个(其中公办2000个)",
    "时间:2023年3月-5月",
    "时间安排:3月底前完成",
    "责任单位:市教育局",
    "牵头单位:市教育局、市财政局",
    "完成时限:2023年12月",
    "阅读:每天不少于30分钟",
    "打印设备更新200台",
    "分享优秀案例10个",
    "加强版权所有权保护",
    "来源于财政的资金达到600万元",
    "三、相关文章",
    "1.下载量突破1万次",
    "附件:任务分解表",
    "按照a<b且c>d的原则安排<中小学>项目5个。",
    "第3页所列项目全部开工。",
    "AT&T;合作项目1个。",
    "2021-2025年新建学校9所",
    "各位代表:",
    "登录www.a.gov.cn完成申报300件",
    "济南市教育局",
    "2018年3月22日",
]


@pytest.mark.parametrize("line", CONTENT)
def test_content_is_never_furniture(line: str) -> None:
    for text in (f"{line}\n{BODY}", f"{BODY}{line}\n{BODY}", f"{BODY}{line}"):
        assert from_text(text, "x").furniture == ()


def test_everything_after_related_articles_is_links() -> None:
    tail = "相关文章\n某某中学2022年工作计划\n1、小学工作总结\n\n推荐专题\n范文大全\n最近更新 某某网\n"
    assert shown(from_text(BODY + tail, "x")).split() == BODY.split()


@pytest.mark.parametrize("content", ["三、加强保障", "全市新建幼儿园3所。"])
def test_related_articles_in_the_middle_hide_nothing_below(content: str) -> None:
    document = from_text(f"{BODY}推荐阅读\n{content}\n", "x")
    assert [document.text[start:end] for start, end in document.furniture] == ["推荐阅读"]


def test_a_site_name_after_the_title_and_the_title_repeated_are_furniture() -> None:
    text = f"某市教育局2023年工作要点-某某范文网\n某市教育局2023年工作要点\n{BODY}\n某市教育局2023年工作要点\n"
    document = from_text(text, "x")
    assert document.metadata.title == "某市教育局2023年工作要点"
    assert shown(document).split() == ["某市教育局2023年工作要点", *BODY.split()]


def test_a_page_counter_inside_a_line_is_furniture() -> None:
    document = from_text("2023年工作计划-7篇(第6/13页)\n" + BODY, "x")
    assert [document.text[start:end] for start, end in document.furniture] == ["(第6/13页)"]


def test_running_heads_beside_page_numbers_are_furniture_after_their_first_time() -> None:
    page = "某市教育事业规划纲要\n全市新建学校{n}所,新增学位{n}00个。\n责任单位:市教育局\n- {n} -\n"
    text = "教育规划\n" + "".join(page.format(n=n) for n in range(1, 6))
    rest = shown(from_text(text, "x"))
    assert rest.count("某市教育事业规划纲要") == 1
    assert rest.count("责任单位:市教育局") == 5
    assert "- 3 -" not in rest


def test_tags_are_spans_of_their_own_and_the_text_between_them_stays() -> None:
    text = (
        '<divclass="title"><h2>2004年工作计划</h2>时间：2004-03-25</p></div>'
        "<p>一、新建学校９所。</p><p>投资&nbsp;600万元<br/>。</p>"
    )
    document = from_text(text, "x")
    assert shown(document) == "2004年工作计划一、新建学校9所。投资600万元。"
    assert document.metadata.title == "2004年工作计划"
    assert document.metadata.published == "2004-03-25"


@pytest.mark.parametrize("opening", ["<!-- 全市新建学校9所。", "<script>全市新建学校9所。", "<style>全市新建学校9所。"])
def test_an_unclosed_comment_or_script_hides_no_text(opening: str) -> None:
    assert "全市新建学校9所。" in shown(from_text(opening + "\n" + BODY, "x"))


def test_scripts_and_comments_are_hidden_with_what_is_in_them() -> None:
    text = "<script>var a='<p>';</script>新建<!-- 全市改造幼儿园70所。 -->学校9所。<STYLE type='a'>p{}</STYLE >"
    assert shown(from_text(text, "x")) == "新建学校9所。"


def test_spam_inside_a_sentence_stays() -> None:
    document = load(ROOT / "seeds" / "cangzhou_2023.txt")
    assert document.text.count("沧州市教育机构") == shown(document).count("沧州市教育机构") == 2


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_furniture_of_a_seed_touches_nothing_that_was_labelled(path: Path) -> None:
    document = load(path)
    gold = json.loads((ROOT / "evals" / "gold" / f"{path.stem}.json").read_text(encoding="utf-8"))
    labelled = [item for group in ("goals", "measures", "targets") for item in gold[group]]
    assert labelled
    for item in labelled:
        for start, end in document.furniture:
            assert end <= item["start"] or item["end"] <= start, item["quote"]


def test_all_furniture_of_the_seeds_is_found() -> None:
    found = {path.stem: [load(path).text[start:end] for start, end in load(path).furniture] for path in SEEDS}
    assert found["district_2023_fragment"] == ["(第6/13页)"]
    assert found["jinan_shizhong_2021"] == ["字号:", "大 中 小", "扫码使用手机浏览本页内容"]
    assert found["qingdao_2023"] == ["青岛政务网 发布日期 : 2023-02-24", "字体大小: 打印", "扫一扫在手机打开当前页"]
    assert len(found["cangzhou_2023"]) == 3
    assert len(found["template_2021"]) == 12
