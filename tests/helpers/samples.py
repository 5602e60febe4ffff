"""Summaries made by hand, for tests of what is done with a summary."""

from __future__ import annotations

import hashlib
from pathlib import Path

from summarizer.models import (
    DocumentInfo,
    EngineInfo,
    Gap,
    Goal,
    Measure,
    Notice,
    Overview,
    Refusal,
    Summary,
    Target,
    Usage,
)

SEEDS = Path(__file__).parents[2] / "seeds"


def place(text: str, quote: str) -> dict[str, object]:
    """The quote with its offsets; it must stand in the text exactly once or the first place counts."""
    start = text.index(quote)
    return {"quote": quote, "start": start, "end": start + len(quote)}


def number(text: str, quote: str, figure: str) -> dict[str, object]:
    """As :func:`place`, with the place of the figure inside the quote."""
    where = place(text, quote)
    begin = where["start"] + quote.index(figure)
    return where | {"number_start": begin, "number_end": begin + len(figure)}


def qingdao(*, with_text: bool = True, refused: bool = False) -> Summary:
    """A realistic part of the first seed's summary: every kind of thing that a report has to show."""
    raw = (SEEDS / "qingdao_2023.txt").read_bytes()
    text = raw.decode("utf-8-sig").replace("\r\n", "\n")

    def goal(ident: str, level: str, quote: str, parent: str | None = None) -> Goal:
        return Goal(id=ident, level=level, text=quote, parent=parent, **place(text, quote))

    def measure(ident: str, quote: str, under: str, **more: object) -> Measure:
        return Measure(**{"id": ident, "text": quote, "goal": under, **place(text, quote), **more})

    def target(ident: str, quote: str, figure: str | None, **more: object) -> Target:
        where = number(text, quote, figure) if figure else place(text, quote)
        return Target(**{"id": ident, "kind": "quantity", "comparator": "=", **where, **more})

    smart = (
        "继续推进全国智慧教育示范区创建,建设中小学智慧作业管理系统和虚拟学习班级系统,"
        "融合对接国家智慧教育平台,积极探索数据资源助学、助教、助管、助评"
    )
    rural = (
        "改造农村薄弱幼儿园70所,继续抓好强镇筑基试点镇中小学幼儿园办学质量提升,加强监测和指导,"
        "加快国家学前教育普及普惠县和义务教育优质均衡发展县创建工作"
    )
    sport = (
        "加强教体融合,全面落实“一天一节体育课”和每天体育锻炼一小时,深化美育特色学校、特色社团创建工作,"
        "开展在校生视觉、脊柱健康筛查"
    )
    merge = (
        "推动青岛高等教育校地融合服务中心建成运行,实施产教融合示范学科专业建设工程,"
        "遴选建设50个左右产教融合示范学科专业(群)"
    )
    goals = [
        goal("g1", "section", "聚力培根铸魂,推动全环境立德树人全面实施"),
        goal("g2", "task", "促进学生全面发展", "g1"),
        goal("g3", "section", "强化统筹协调,构建高质量教育体系"),
        goal("g4", "task", "持续扩增基础教育优质资源", "g3"),
        goal("g5", "task", "持续深化高等教育校地融合发展", "g3"),
        goal("g6", "section", "深化改革创新,激发教育事业发展内生动力"),
        goal("g7", "task", "积极推进智慧教育创新发展", "g6"),
    ]
    measures = [
        measure("m1", sport, "g2"),
        measure("m2", "新建、改扩建中小学幼儿园80所,持续扩大学位供给", "g4"),
        measure("m3", rural, "g4", text="改造农村薄弱幼儿园70所,抓好强镇筑基试点", source="both"),
        measure("m4", merge, "g5", actors=["高教处", "职教处"], deadline="年底前"),
        measure("m5", smart, "g7"),
        measure("m6", "新建人工智能教育实验室200间", "g7"),
    ]
    targets = [
        target("t1", "每天体育锻炼一小时", "一", indicator="体育锻炼", kind="standard", value=1, unit="小时",
               measure="m1", goal="g2"),
        target("t2", "新建、改扩建中小学幼儿园80所", "80", indicator="新建、改扩建中小学幼儿园", value=80, unit="所",
               measure="m2", goal="g4"),
        target("t3", "改造农村薄弱幼儿园70所", "70", indicator="改造农村薄弱幼儿园", value=70, unit="所",
               measure="m3", goal="g4", source="both"),
        target("t4", "遴选建设50个左右产教融合示范学科专业(群)", "50", indicator="遴选建设产教融合示范学科专业(群)",
               comparator="~", value=50, unit="个", measure="m4", goal="g5"),
        target("t5", "推动区(市)特教学校全部纳入本区域普通教育集团", None,
               indicator="区(市)特教学校纳入本区域普通教育集团", kind="coverage",
               value=100, unit="%", goal="g3", unsure="“全部”可能只是泛指"),
        target("t6", "新建人工智能教育实验室200间", "200", indicator="新建人工智能教育实验室", value=200, unit="间",
               measure="m6", goal="g7"),
    ]  # fmt: skip
    stretch = place(text, "20.维护教育系统安全稳定。优化升级学校安全平台系统,强化平安校园数字化建设。")
    return Summary(
        document=DocumentInfo(
            name="qingdao_2023.txt",
            sha256=hashlib.sha256(raw).hexdigest(),
            chars=len(text),
            title="市教育局2023年工作要点",
            period="2023",
            published="2023-02-24",
            text=text if with_text else None,
        ),
        engine=EngineInfo(name="endpoint", model="qwen2.5", profile="work_plan", prompts="3"),
        overview=Overview(text="全年新建、改扩建中小学幼儿园80所,改造农村薄弱幼儿园70所。", cites=["t2", "t3"]),
        goals=goals,
        measures=measures,
        targets=targets,
        incomplete=[Gap(start=stretch["start"], end=stretch["end"], reason="端点未在 300 秒内答复")],
        notices=[Notice(code="furniture", message="略去了网页上与正文无关的 32 个字")],
        usage=Usage(
            requests=3, cached=1, chunks=4, prompt_tokens=2210, completion_tokens=640, seconds=41.2, cost=0.0031
        ),
        refused=[
            Refusal(**place(text, "“十个一”"), reason="口号或专名"),
            Refusal(**place(text, "“四风”"), reason="口号或专名"),
            Refusal(**place(text, "一批模范党员工作室"), reason="数量不确定"),
        ]
        if refused
        else None,
    )


def bare(quote: str = "新建学校9所", **target: object) -> Summary:
    """A summary of one sentence with one target, whose fields the caller sets."""
    fields = {
        "id": "t1", "quote": quote, "start": 0, "end": len(quote), "indicator": "新建学校", "kind": "quantity",
        "comparator": "=", "value": 9, "unit": "所", **target,
    }  # fmt: skip
    return Summary(
        document=DocumentInfo(name="plan.txt", sha256="0" * 64, chars=len(quote), text=quote),
        engine=EngineInfo(name="rules", profile="work_plan"),
        overview=Overview(text=""),
        goals=[],
        measures=[],
        targets=[Target(**fields)],
        usage=Usage(chunks=1, seconds=0.01),
    )
