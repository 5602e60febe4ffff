"""What is no plan gives nothing and says what it looks like; what is one keeps all, whatever it leads its lines by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import Settings, Summary, summarize
from summarizer.documents import from_text

RULES = Settings(engine="rules")


def read(text: str) -> Summary:
    return summarize(from_text(text, "text.txt"), RULES)


def genre(text: str) -> str | None:
    """What the notice says that a text looks like, nothing being found in it; None for a plan."""
    found = read(text)
    notices = [notice for notice in found.notices if notice.code == "no-plan"]
    if not notices:
        return None
    assert [*found.goals, *found.measures, *found.targets] == []
    (notice,) = notices
    return notice.params["genre"]["code"].removeprefix("genre-")


NEWS = (
    "记者从县交通局获悉，枫桥大道改造工程近日完工通车。\n"
    "4月18日上午，县领导到施工现场调研，听取了建设单位的汇报。\n"
    "据介绍，该工程总投资1.3亿元，改造管线21公里，安装路灯640盏。\n"
    "“出门比从前方便多了。”家住附近的李大妈告诉记者。\n"
    "负责人表示，将继续做好后期管护。\n"
)
STATISTICS = (
    "初步核算，全县生产总值88.6亿元，比上年增长5.4%。\n第一产业增加值21.3亿元，增长3.9%。\n"
    "固定资产投资比上年增长7.2%。\n年末全县常住人口31.5万人。\n粮食总产量14.2万吨，比上年增长1.1%。\n"
    "新建标准化厂房6万平方米，同比增长12%。\n城镇居民人均可支配收入同比增长5.1%。\n完成造林面积900亩。\n"
)
SCORES = (
    "建立台账得10分，每缺一项扣2分。\n开展巡查每月不少于4次得15分，少一次扣3分，扣完为止。\n"
    "群众满意度达到90%得20分，低于80%不得分。\n落实值班制度得5分。\n日常检查占60%，年终检查占40%。\n"
    "总分90分以上为优秀。\n"
)
RULES_OF_LAW = (
    "第一条 为了加强河道管理，保障防洪安全，制定本办法。\n第二条 河道管理范围内的活动适用本办法。\n"
    "第三条 河道两侧绿化带宽度不低于20米。\n第四条 任何单位不得擅自填堵河道。\n"
    "第五条 违反规定的，处以1万元以上5万元以下罚款。\n"
)
COUNTY = (
    "该县位于省境东部，东邻甲县，隶属乙市。\n全县总面积1420平方公里，户籍人口46.8万人。\n境内海拔90米至640米，年均气温15度。\n"
    "县内有小学38所，在校学生2.1万人。\n古塔始建于明代，高42米。\n矿产以煤为主，储量3亿吨。\n1912年置县，1960年改属今市。\n"
    "特产柑橘，年产8万吨。\n"
)
OTHERS = [
    (NEWS, "news"),
    ("枫桥县举行春季运动会\n" + NEWS, "news"),
    (STATISTICS, "statistics"),
    ("枫桥县2022年国民经济和社会发展统计公报\n" + STATISTICS, "statistics"),
    (SCORES, "scores"),
    ("枫桥县河长制工作考核评分标准\n" + SCORES, "scores"),
    (RULES_OF_LAW, "regulation"),
    (COUNTY, "encyclopedia"),
    ("枫桥镇2022年工作总结\n完成道路硬化12公里，建成水窖30口。\n组织培训8场，培训村民400人。\n", "review"),
    ("枫桥县人民政府关于表彰2022年度先进集体的决定\n授予县医院等6个单位先进集体称号，各奖励5000元。\n", "review"),
    ("关于召开全县春耕工作会议的通知\n会议时间：3月9日上午。\n参会人员：各乡镇分管负责同志，共40人。\n", "meeting"),
    ("枫桥县一中公开招聘教师公告\n招聘数学教师4名。\n笔试占总成绩的50%。\n", "recruitment"),
    ("枫桥镇自来水公司停水公告\n6月3日检修管网，停水6小时。\n6月4日恢复供水。\n不便之处，敬请谅解。\n", "notice"),
    ("枫桥县12345热线办理情况通报（5月）\n5月份受理诉求820件，办结率97%。\n石桥镇满意率最高，为99%。\n", "review"),
    ("枫桥县2023年财政预算草案的报告\n全县预算收入安排9.6亿元，增长5%。\n教育支出3.1亿元，增长4%。\n", "budget"),
    ("《枫桥县养老行动方案》政策解读\n到2026年，新增床位500张。\n建成老年食堂20个。\n", "interpretation"),
    ("致全县居民的一封信\n请您每周参加1次志愿服务。\n", "letter"),
    ("枫桥县文化馆大事记\n3月2日，开展送戏下乡8场。\n3月9日，举办书法展。\n", "chronicle"),
]


@pytest.mark.parametrize(("text", "kind"), OTHERS, ids=[f"{kind}-{text[:8]}" for text, kind in OTHERS])
def test_what_is_no_plan_gives_nothing_and_says_what_it_looks_like(text: str, kind: str) -> None:
    assert genre(text) == kind


WORKS = (
    "新建雨水泵站4座 栽植行道树2600株 启动河堤加固9公里 招聘护林员35名 "
    "完成危桥改造6座 建成候车亭18个 发放树苗5万株 修复水毁农田800亩"
).split()
LEADS = (
    "{0}月底前 {0}月底前， 到{0}月底， 2024年{0}月底前， {0}月： "
    "{0}月， {0}月份， {0}月15日前， {0}月上旬， {0}月中旬前，"
).split()


@given(st.lists(st.sampled_from(LEADS), min_size=8, max_size=8), st.booleans(), st.permutations(WORKS))
def test_lines_led_by_dates_are_a_plan_s(leads: list[str], titled: bool, works: list[str]) -> None:
    """Whatever the words of the dates, and in whatever order the works stand: each line is a measure."""
    lines = [lead.format(month) + work for month, (lead, work) in enumerate(zip(leads, works, strict=True), 2)]
    found = read("枫桥县水务局2024年工作计划\n" * titled + "".join(f"{line}。\n" for line in lines))
    assert [measure.quote for measure in found.measures] == lines
    assert not found.notices


PLANS = [
    (
        "关于2022年工作总结和2023年工作计划的报告\n一、2022年工作总结\n建成学校7所。\n二、2023年工作计划\n新建学校5所。\n",
        1,
    ),
    ("枫桥县林业局工作汇报\n一、主要做法\n完成造林700亩。\n二、下一步工作打算\n新建苗圃3处。\n", 1),
    ("新闻\n一、推进造林\n新建苗圃3处。\n加强巡护，完善机制。\n", 1),
    ("枫桥县2024年环卫方案\n一、任务\n新建公厕9座。\n二、考核\n日常检查占60%，暗访占40%。\n每缺一项扣2分。\n", 1),
    ("枫桥县2024年防汛计划\n坚决杜绝溃坝事故，农业增加值提高到80亿元。\n不得违规蓄水。\n", 2),
    ("枫桥县2024年民生实事公告\n1.道路。硬化村道12公里。\n2.供水。新建水厂1座。\n3.就业。新增就业900人。\n", 3),
]


@pytest.mark.parametrize(("text", "targets"), PLANS, ids=[text[:14] for text, _ in PLANS])
def test_a_plan_that_looks_a_little_like_something_else_keeps_its_targets(text: str, targets: int) -> None:
    """And only those of its plan: neither what was done nor how much a part of a score weighs."""
    assert genre(text) is None
    assert len(read(text).targets) == targets


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("综合得分=平时成绩×40%+现场检查×60%", []),
        ("日常巡查占总分的70%，年终考核占30%，群众满意度达到95%", [95]),
        ("民意测评（35%）与实地核查（65%）相结合，巡河率达到100%", [100]),
        ("笔试成绩按50%计入总成绩", []),
        ("监测覆盖率达到90%，绿化面积占40%以上", [90, 40]),
        ("供水成本<=5%", [5]),
    ],
)
def test_what_the_parts_of_a_score_weigh_is_no_target(sentence: str, values: list[int]) -> None:
    found = read(f"枫桥县水务局2024年工作计划\n一、完善考核\n{sentence}。\n")
    assert [target.value for target in found.targets] == values
