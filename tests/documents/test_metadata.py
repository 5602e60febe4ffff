"""Title, issuer, period and day of publication: what the text says, and null where it does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarizer.documents import Metadata, from_text, load

ROOT = Path(__file__).parents[2]
BODY = "\n一、总体要求\n坚持以人民为中心,办好人民满意的教育。\n二、主要任务\n全市新建学校9所,新增学位2880个。\n"


@pytest.mark.parametrize("path", sorted((ROOT / "seeds").glob("*.txt")), ids=lambda path: path.stem)
def test_the_seeds_say_what_their_labels_say(path: Path) -> None:
    gold = json.loads((ROOT / "evals" / "gold" / f"{path.stem}.json").read_text(encoding="utf-8"))
    assert load(path).metadata == Metadata(**gold["meta"])


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("某县2023年工作要点", "某县2023年工作要点"),
        ("  某县２０２３年工作要点", "某县２０２３年工作要点"),
        ("某县教育局关于印发《2023年工作要点》的通知", "某县教育局关于印发《2023年工作要点》的通知"),
        ("某县2023年工作要点_某县人民政府", "某县2023年工作要点"),
        ("某县2023年工作要点 - 某某信息网", "某县2023年工作要点"),
        ("某县教育局\n2023年工作要点", "某县教育局2023年工作要点"),
        (
            "关于某县2022年国民经济和社会发展计划执行情况\n与2023年计划草案的报告",
            "关于某县2022年国民经济和社会发展计划执行情况与2023年计划草案的报告",
        ),
        (
            "某市国民经济和社会发展第十四个五年规划\n和2035年远景目标纲要",
            "某市国民经济和社会发展第十四个五年规划和2035年远景目标纲要",
        ),
        ("某某政务网\n某县2023年工作要点", "某县2023年工作要点"),
        ("首页 > 计划\n发布日期:2023-01-02\n某县2023年工作要点", "某县2023年工作要点"),
        ("某县教育局文件\n某教〔2023〕5号\n关于2023年工作的意见", "关于2023年工作的意见"),
        ("<h1>某县<b>2023年</b>工作&ldquo;要点&rdquo;</h1>", "某县2023年工作“要点”"),
        ("# 某县2023年工作要点", "某县2023年工作要点"),
        ("**某县2023年工作要点**", "某县2023年工作要点"),
        ("2023年工作计划、工作思路-7篇(第6/13页)", "2023年工作计划、工作思路-7篇"),
        ("凝心聚力,开创新局面--某县政府工作报告", "凝心聚力,开创新局面--某县政府工作报告"),
        ("2023年是关键之年。", None),
        ("一、总体要求", None),
        ("各位代表:", None),
        ("", None),
    ],
)
def test_title(head: str, title: str | None) -> None:
    assert from_text(head + BODY, "x").metadata.title == title


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("2010年铜川市人民政府工作报告" + BODY, "铜川市人民政府"),
        ("济南市教育局2023年工作要点" + BODY, "济南市教育局"),
        ("济南市市中区教育局关于印发2023年工作要点的通知" + BODY, "济南市市中区教育局"),
        ("市中区教育局2023年工作要点" + BODY, "市中区教育局"),
        ("教育部2023年工作要点" + BODY, "教育部"),
        ("水利厅等五部门关于印发节水方案的通知" + BODY, "水利厅"),
        ("省卫生健康委等7部门关于印发方案的通知" + BODY, "省卫生健康委"),
        ("枫桥市教育局 枫桥市财政局关于印发方案的通知" + BODY, "枫桥市教育局"),
        ("民政部、财政部关于养老服务的意见" + BODY + "民政部\n财政部\n2023年3月2日\n", "民政部"),
        ("国务院办公厅关于印发《某计划》的通知" + BODY, "国务院办公厅"),
        ("青岛第二中学2023年工作计划" + BODY, "青岛第二中学"),
        ("2023年工作要点\n发布机构:某某县财政局" + BODY, "某某县财政局"),
        ("济南市教育局文件\n济教〔2023〕5号\n关于2023年工作的意见" + BODY, "济南市教育局"),
        ("工作要点" + BODY + "南通市人民政府办公室\n2018年3月22日\n", "南通市人民政府办公室"),
        ("工作要点" + BODY + "南通市教育局 2018年3月22日", "南通市教育局"),
        ("市教育局2023年工作要点" + BODY, None),
        ("县委宣传部2023年工作要点" + BODY, None),
        ("教育局关于2023年工作要点" + BODY, None),
        ("全市学校2023年工作要点" + BODY, None),
        ("济南市2023年教育事业发展规划" + BODY, None),
        ("工作要点" + BODY + "市教育局\n2018年3月22日\n", None),
    ],
)
def test_issuer(text: str, issuer: str | None) -> None:
    assert from_text(text, "x").metadata.issuer == issuer


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2023年工作要点" + BODY, "2023"),
        ("２０２３年度工作计划" + BODY, "2023"),
        ("某校2023工作要点" + BODY, "2023"),
        ("二〇二三年工作要点" + BODY, "2023"),
        ("二○二三年工作要点" + BODY, "2023"),
        ("教育规划(2021—2025年)" + BODY, "2021-2025"),
        ("2023-2024学年工作计划" + BODY, "2023-2024"),
        ("2021年至2025年行动计划" + BODY, "2021-2025"),
        ("2022年工作总结和2023年工作计划" + BODY, "2023"),
        ("关于2022年计划执行情况与2023年计划草案的报告" + BODY, "2023"),
        ("第十四个五年规划和2035年远景目标纲要" + BODY, None),
        ("关于印发工作要点的通知(某政发〔2018〕25号)" + BODY, None),
        ("工作计划" + BODY, None),
        ("工作要点\n2023年是全面贯彻落实的开局之年。" + BODY, "2023"),
        ("工作要点\n2023年全市教育工作的总体要求是:稳中求进。" + BODY, "2023"),
        ("规划纲要\n国民经济和社会发展第十二个五年（２０１１—２０１５年）规划纲要,主要阐明意图。" + BODY, "2011-2015"),
        ("政府工作报告\n一、2020年工作回顾\n成绩很大。\n二、2021年重点工作\n新建学校9所。", "2021"),
        ("工作要点\n根据2018年3月5日会议精神,结合实际。" + BODY, None),
        ("2018年,面对危机,2018年经济增长8%。" + BODY, None),
        # a report that looks back first: the year of its plan, never that of its review
        ("某县政府工作报告\n一、2022年工作回顾\n2022年,全县建成学校4所。\n二、2023年工作安排\n新建2所。", "2023"),
        ("某镇工作报告\n刚刚过去的2022年,全镇修路3公里。\n一、2023年的工作打算\n新建2所。", "2023"),
        ("某县讲话\n一、肯定成绩,正视问题\n2022年,全县建成学校4所。\n二、完成今年各项任务\n新建2所。", None),
        ("某县教育局2022年工作总结暨2023年工作思路" + BODY, "2023"),
        ("某县学校2023—2024学年度工作计划" + BODY, "2023-2024"),
    ],
)
def test_period(text: str, period: str | None) -> None:
    assert from_text(text, "x").metadata.period == period


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("工作要点\n发布日期：2023-02-24" + BODY, "2023-02-24"),
        ("工作要点\n某网 发布时间 : 2023/2/4 10:30" + BODY, "2023-02-04"),
        ("工作要点\n时间：2023年2月24日" + BODY, "2023-02-24"),
        ("工作要点\n成文日期:2023-02-20 发布日期:2023-02-24" + BODY, "2023-02-24"),
        ("工作要点\n成文日期:2023.02.20" + BODY, "2023-02-20"),
        ("工作要点" + BODY + "某县教育局\n２０２３年２月２４日\n", "2023-02-24"),
        ("工作要点" + BODY + "二〇二三年十二月二十四日", "2023-12-24"),
        ("工作要点" + BODY + "二○二三年十月十日", "2023-10-10"),
        ("工作要点\n发布日期:2023-02-30" + BODY, None),
        ("工作要点\n2023年2月24日召开大会,部署工作。" + BODY, None),
        ("工作要点" + BODY, None),
    ],
)
def test_published(text: str, published: str | None) -> None:
    assert from_text(text, "x").metadata.published == published


def test_the_ends_of_a_long_text_are_enough() -> None:
    text = "2023年工作要点" + BODY * 2000 + "南通市教育局\n2023年2月24日\n"
    assert from_text(text, "x").metadata == Metadata("2023年工作要点", "南通市教育局", "2023", "2023-02-24")
