"""Offices that a sentence names without a tag: who is offered, and who is not, whatever the sentence says of him."""

from __future__ import annotations

import pytest
from samples import SEEDS

from summarizer import Settings, Summary, summarize
from summarizer.documents import from_text

RULES = Settings(engine="rules")
HEAD = "某市2024年工作要点\n\n一、扎实推进各项重点工作\n\n1.持续推进重点工作。{}。\n推进学校建设，新建学校5所。\n"
ENGLISH = (
    "Annual Work Plan 2026\n\n1. Goals\n\nWe will improve services for all residents of the city in 2026.\n\n"
    "2. Actions\n\n{} We will build 5 schools by December 2026.\n"
)


def names(summary: Summary) -> list[str]:
    return [name for measure in summary.measures for name in measure.actors_mentioned or ()]


@pytest.mark.parametrize(
    ("sentence", "mentioned"),
    [
        # Who leads, helps or does it, said behind the name.
        ("由市教育局牵头，市财政局、市人社局配合，年底前出台教师补充办法", "市教育局 市财政局 市人社局"),
        ("各街道办事处要于6月底前完成辖区排查", "各街道办事处"),
        ("市城投集团负责建设停车泊位2000个", "市城投集团"),
        ("公安、城管、市场监管等部门要加强校园周边联合整治", "公安、城管、市场监管等部门"),
        ("各乡镇（街道）要建立网格化巡查队伍", "各乡镇（街道）"),
        ("县委宣传部、县教育局、团县委共同开展文明校园创建活动", "县委宣传部 县教育局 团县委"),
        ("市发展改革委（市粮食和物资储备局）要加强粮食市场监测", "市发展改革委（市粮食和物资储备局）"),
        ("市、县（区）财政部门要设立专项经费", "市、县（区）财政部门"),
        ("各级教育部门、各学校要明确专门人员", "各级教育部门"),
        # Whom one works with, said before it.
        ("配合区重点工程服务中心推进27个已开工项目建设", "区重点工程服务中心"),
        ("会同市自然资源和规划局完成12个学校地块的选址论证", "市自然资源和规划局"),
        ("市文化和旅游局联合团市委举办青年文化节", "市文化和旅游局 团市委"),
        ("协助市水利局做好汛期巡查", "市水利局"),
        ("以市师范学院为主体，培训教师300名", "市师范学院"),
        ("联合区卫健局和区疾控中心为学生体检1.2万人次", "区卫健局 区疾控中心"),
        ("配合市教育局建设家长学校20所", "市教育局"),
        # That one works with it, said around it.
        ("与市妇联共同建设家长学校20所", "市妇联"),
        ("积极与市妇联、团市委携手开展活动20场", "市妇联 团市委"),
        ("市教育局与市妇联共同建设家长学校20所", "市教育局 市妇联"),
        ("加强与市妇联、团市委的协作，开展活动20场", "市妇联 团市委"),
        ("深化与市妇联合作，建设家长学校20所", "市妇联"),
        ("加强与市公安局的沟通协调配合，开展检查20次", "市公安局"),
        ("市规划与自然资源局联合市住建局改造学校5所", "市规划与自然资源局 市住建局"),
        # That it leads, behind a verb that is no part of its name.
        ("充分发挥市教育局牵头作用，完善机制", "市教育局"),
        ("发挥市教育局、市财政局等部门的牵头抓总作用，完善机制", "市教育局 市财政局"),
        # Who is given it does it, not who gives it.
        ("由体育局转交教育局管理业余体校2所", "教育局"),
        ("由市教育局统一划归市体育局管理", "市体育局"),
        ("由市教育局管理改为由市体育局管理", "市体育局"),
        ("原由市教育局组织，现由市考试院组织", "市考试院"),
    ],
)
def test_who_is_to_take_part_is_offered(sentence: str, mentioned: str) -> None:
    summary = summarize(from_text(HEAD.format(sentence), "plan.txt"), RULES)
    assert names(summary) == mentioned.split()
    assert not any(measure.actors for measure in summary.measures)


@pytest.mark.parametrize(
    "sentence",
    [
        "向市教育局报送年度总结，接受市审计局审计监督",
        "建立市教育局牵头、有关部门参与的联席会议机制",
        "加强与市公安局的联系沟通，完善校园安全预案",
        "积极争取省财政厅支持，落实专项资金3000万元",
        "支持市属国有企业和中心城区发展夜间经济",
        "优化产业布局，做大做强龙头企业集团",
        "落实市政府部署，推进政府采购改革",
        "全面推行“双随机、一公开”监管，开展部门联合执法检查30次",
        "依托市职业教育中心建设公共实训基地2个",
        "争取市发展改革委立项，力争9月开工",
        "市教育局直属学校全部开齐体育课",
        "各有关部门要将美育工作纳入重要议事日程",
        "实行校长负责制，落实首问负责制",
        "完成区融媒体中心改造",
        # Who does it no longer.
        "不再由市教育局牵头组织考试",
        "不由市教育局牵头，完善机制",
        "市教育局不再牵头组织考试",
        "防止由市教育局代替学校组织考试",
        # What is worked on, not who works.
        "配合心理健康教育中心建设，配备教师20名",
        "协助市税务局改革工作，完成任务3项",
        "配合市融媒体中心改革发展",
        # A role that is no part in this work, and contact.
        "充分发挥市妇联的桥梁作用，开展活动20场",
        "切实强化市教育局主体责任",
        "与市教育局签订责任书20份",
        "建立与市公安局的协作机制",
    ],
)
def test_who_is_only_spoken_of_is_not(sentence: str) -> None:
    """Who is reported to, asked for money, built or supported does not do the work; 有关部门 names nobody."""
    assert names(summarize(from_text(HEAD.format(sentence), "plan.txt"), RULES)) == []


@pytest.mark.parametrize(
    ("seed", "mentioned"),
    [
        ("cangzhou_2023", ["沧州职院", "沧州幼专", "沧州师院"]),
        ("district_2023_fragment", []),
        ("jinan_shizhong_2021", ["区重点工程服务中心", "市中区城市发展集团"]),
        ("qingdao_2023", []),
        ("template_2021", ["xx市发展改革委", "xx市人力资源社会保障局"]),
    ],
)
def test_those_of_the_seeds_are_all_there_and_nobody_else(seed: str, mentioned: list[str]) -> None:
    """Labelled by reading, by the guide: 368 measures that mostly name somebody who has no part in the work."""
    assert names(summarize(SEEDS / f"{seed}.txt", RULES)) == mentioned


def test_who_is_tagged_is_no_suggestion_and_a_suggestion_is_not_tagged() -> None:
    text = HEAD.format("由市教育局牵头，会同市财政局出台教师补充办法（责任单位：市教育局）")
    measure = next(m for m in summarize(from_text(text, "plan.txt"), RULES).measures if m.actors)
    assert (measure.actors, measure.actors_mentioned) == (["市教育局"], ["市财政局"])
    assert measure.unsure is None


def test_each_is_a_stretch_of_its_sentence_also_over_a_broken_line() -> None:
    """As it is written, whatever the lines of the file; :meth:`Summary.check` refuses what is not there."""
    lines = ["新建改建农村幼儿园、中小学校和教师周转房项目建设任务，配合区重点工程服", "务中心推进27个已开工项目建设。"]
    body = "某市2024年工作要点\n\n一、扎实推进重点工作\n\n" + "\n".join(lines * 12) + "\n"
    summary = summarize(from_text(body, "plan.txt"), RULES, with_text=True)
    said = [(m, name) for m in summary.measures for name in m.actors_mentioned or ()]
    assert said
    assert all(name in measure.quote for measure, name in said)
    measure = next(m for m in summary.measures if m.actors_mentioned)
    foreign = measure.model_copy(update={"actors_mentioned": ["市财政局"]})
    with pytest.raises(ValueError, match="does not name"):
        summary.model_copy(update={"measures": [foreign], "targets": []}).check(body)


@pytest.mark.parametrize(
    ("sentence", "mentioned"),
    [
        (
            "The reform will be led by the Ministry of Health in cooperation with the Ministry of Finance.",
            ["Ministry of Health", "Ministry of Finance"],
        ),
        ("The Department for Education and the Office for Students will publish guidance by June 2026.",
         ["Department for Education", "Office for Students"]),
        ("The General Services Administration (GSA) and the Records Office will open the archive in 2026.",
         ["General Services Administration", "Records Office"]),
        ("We will train 300 officers in partnership with the National Police Board.", ["National Police Board"]),
        ("We will report progress to the Audit Commission every year.", []),
        ("The Council will plant 500 trees by 2026.", []),
        ("We will consult the Planning Committee before March.", []),
        ("The Ministry of Labour’s portal will serve 1,000 users.", []),
        ("We will strengthen the Audit Office and build 3 labs.", []),
    ],
)  # fmt: skip
def test_english_offices_with_a_part_in_the_work(sentence: str, mentioned: list[str]) -> None:
    summary = summarize(from_text(ENGLISH.format(sentence), "plan.txt"), RULES)
    assert names(summary) == mentioned
