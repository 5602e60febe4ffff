"""The annotation guide's rulings on targets, one sentence each: what it gives, and what is rejected and why."""

from __future__ import annotations

from dataclasses import dataclass, field

from summarizer.messages import Message

FRAME, INDEFINITE, ORDINAL, PARAMETER, SIZE, SLOGAN, STOCK = map(
    Message, ["frame", "indefinite", "ordinal", "parameter", "size", "slogan", "stock"]
)


@dataclass(frozen=True)
class Gives:
    """A target as the guide would label it; ``indicator`` is not compared where it is None."""

    quote: str
    kind: str
    value: float | None = None
    unit: str | None = None
    comparator: str = "="
    value_max: float | None = None
    deadline: str | None = None
    masked: bool = False
    indicator: str | None = None


@dataclass(frozen=True)
class Ruling:
    """A body sentence of a plan for ``year``: its targets, in order, and its rejected candidates with their reasons.

    ``rejects`` maps words of the sentence to the reason that a candidate there must carry. A sentence
    without ``gives`` has no target.
    """

    text: str
    gives: tuple[Gives, ...] = ()
    rejects: dict[str, str] = field(default_factory=dict)
    year: int = 2023


def quantity(quote, value, unit, comparator="=", **more):
    return Gives(quote, "quantity", value, unit, comparator, **more)


def ratio(quote, value, comparator="=", unit="%", **more):
    return Gives(quote, "ratio", value, unit, comparator, **more)


def standard(quote, value, unit, comparator="=", **more):
    return Gives(quote, "standard", value, unit, comparator, **more)


def coverage(quote, **more):
    return Gives(quote, "coverage", 100, "%", **more)


def zero(quote, **more):
    return Gives(quote, "zero", 0, **more)


def milestone(quote, deadline, **more):
    return Gives(quote, "milestone", deadline=deadline, **more)


def relative(quote, comparator="=", **more):
    return Gives(quote, "relative", comparator=comparator, **more)


KINDS = [
    Ruling(
        "新建、改扩建中小学幼儿园80所，持续扩大学位供给。",
        (quantity("新建、改扩建中小学幼儿园80所", 80, "所", indicator="新建、改扩建中小学幼儿园"),),
    ),
    Ruling("改造农村薄弱幼儿园70所。", (quantity("改造农村薄弱幼儿园70所", 70, "所", indicator="改造农村薄弱幼儿园"),)),
    Ruling("新增学位2880个。", (quantity("新增学位2880个", 2880, "个", indicator="新增学位"),)),
    Ruling("投资600万元，改造校园网络。", (quantity("投资600万元", 6000000, "元"),)),
    Ruling(
        "新建学校9所、校舍面积2万平方米。",
        (quantity("新建学校9所", 9, "所"), quantity("校舍面积2万平方米", 20000, "平方米")),
    ),
    Ruling("xx%以上的中小学达到智慧校园标准。", (ratio("xx%以上的中小学达到智慧校园标准", None, ">=", masked=True),)),
    Ruling("财政收入增长6%左右。", (ratio("财政收入增长6%左右", 6, "~"),)),
    Ruling("年底实现集团党委全覆盖。", (coverage("实现集团党委全覆盖", deadline="年底", indicator="集团党委"),)),
    Ruling("实现零投诉。", (zero("零投诉", indicator="投诉"),)),
    Ruling("确保欠薪案件动态清零。", (zero("确保欠薪案件动态清零", indicator="欠薪案件"),)),
    Ruling("力争5月启动一期项目建设。", (milestone("力争5月启动一期项目建设", "5月", indicator="启动一期项目建设"),)),
    Ruling(
        "教师平均工资不低于当地公务员平均工资。",
        (relative("教师平均工资不低于当地公务员平均工资", ">=", indicator="教师平均工资"),),
    ),
    Ruling(
        "教师平均工资不得低于当地公务员平均工资。",
        (relative("教师平均工资不得低于当地公务员平均工资", ">=", indicator="教师平均工资"),),
    ),
    Ruling("收费标准不得高于当地平均水平。", (relative("收费标准不得高于当地平均水平", "<=", indicator="收费标准"),)),
    Ruling("落实每天体育锻炼一小时。", (standard("落实每天体育锻炼一小时", 1, "小时"),)),
    Ruling("每年至少举办1次教研活动。", (standard("每年至少举办1次教研活动", 1, "次", ">="),)),
]

FIELDS = [
    Ruling("普及率达到百分之九十。", (ratio("普及率达到百分之九十", 90, indicator="普及率"),)),
    Ruling("培育示范校6至10所。", (quantity("培育示范校6至10所", 6, "所", "range", value_max=10),)),
    *(
        Ruling(f"新建幼儿园{words}。", (quantity(f"新建幼儿园{words}", 80, "所", comparator, indicator="新建幼儿园"),))
        for comparator, spellings in {
            ">=": ("80所以上", "不低于80所", "不少于80所", "至少80所", "超过80所", "突破80所", "80余所", "80多所"),
            "<=": ("80所以下", "80所以内", "不超过80所"),
            "~": ("80所左右", "约80所", "大约80所", "近80所"),
        }.items()
        for words in spellings
    ),
    Ruling("大班额比例控制在5%。", (ratio("大班额比例控制在5%", 5, "<="),)),
    Ruling("普及率稳定在95%。", (ratio("普及率稳定在95%", 95),)),
    Ruling("普及率提高到95%。", (ratio("普及率提高到95%", 95),)),
    Ruling("到2023年底，新建幼儿园80所。", (quantity("新建幼儿园80所", 80, "所", deadline="到2023年底"),)),
    Ruling("今年新建xx所学校。", (quantity("新建xx所学校", None, "所", deadline="今年", masked=True),)),
    Ruling("入学率达到xxx%。", (ratio("入学率达到xxx%", None, masked=True),)),
    Ruling("新建x个实验室。", (quantity("新建x个实验室", None, "个", masked=True, indicator="新建实验室"),)),
    Ruling("普及率达到９０％。", (ratio("普及率达到９０％", 90),)),
    Ruling("升学率提高5个百分点。", (ratio("升学率提高5个百分点", 5, unit="个百分点"),)),
    Ruling("修满6个学分。", (standard("修满6个学分", 6, "个学分"),)),
]

DEADLINES = [
    Ruling(
        "到2025年，示范园达到40所；特色园达到10所。",
        (
            quantity("示范园达到40所", 40, "所", deadline="到2025年"),
            quantity("特色园达到10所", 10, "所", deadline="到2025年"),
        ),
    ),
    Ruling(
        "到2025年，示范园达到40所。特色园达到10所。",
        (quantity("示范园达到40所", 40, "所", deadline="到2025年"), quantity("特色园达到10所", 10, "所")),
    ),
    *(
        Ruling(f"{words}新建学校9所。", (quantity("新建学校9所", 9, "所", deadline=words),))
        for words in ("今年", "年内", "年底", "上半年", "全年", "秋季", "5月", "到2025年", "三年内")
    ),
    Ruling("力争年内新建学校9所。", (quantity("新建学校9所", 9, "所", deadline="年内"),)),
    Ruling("力争新建学校9所。", (quantity("力争新建学校9所", 9, "所"),)),
    Ruling("争取新建学校9所。", (quantity("争取新建学校9所", 9, "所"),)),
    Ruling("从2023年开始实行学分制。", (milestone("从2023年开始实行学分制", "从2023年开始"),)),
    Ruling("新学期起推行课后服务。", (milestone("新学期起推行课后服务", "新学期起"),)),
    Ruling("建设实训基地（6月底完成）。", (milestone("6月底完成", "6月底", indicator="建设实训基地"),)),
    Ruling("建设实训基地9个（6月底完成）。", (quantity("建设实训基地9个", 9, "个"), milestone("6月底完成", "6月底"))),
    Ruling("建设实训基地（持续推进）。"),
    Ruling("建设实训基地（按进度推进）。"),
    Ruling("建设实训基地（年底取得明显成效）。"),
]

TARGETS = [
    Ruling("推进27个已开工项目建设。", (quantity("推进27个已开工项目建设", 27, "个"),)),
    Ruling("待建成后，预增班额102个。", (quantity("预增班额102个", 102, "个"),)),
    Ruling("争创一所国家级示范校。", (quantity("争创一所国家级示范校", 1, "所"),)),
    Ruling("推出百部优秀作品。", (quantity("推出百部优秀作品", 100, "部"),)),
    Ruling("培养千名骨干教师。", (quantity("培养千名骨干教师", 1000, "名"),)),
    Ruling("产值达到超百亿元。", (quantity("产值达到超百亿元", 10000000000, "元", ">="),)),
    Ruling("14个公园全部开放。", (quantity("14个公园全部开放", 14, "个"),)),
    Ruling("中小学全部配备心理教师。", (coverage("中小学全部配备心理教师"),)),
    Ruling("所有学校开齐体育课。", (coverage("所有学校开齐体育课"),)),
    Ruling("各校均建立家长委员会。", (coverage("各校均建立家长委员会"),)),
    Ruling("全员参加培训。", (coverage("全员参加培训"),)),
    Ruling("校校建有图书馆。", (coverage("校校建有图书馆"),)),
    Ruling("杜绝重特大事故。", (zero("杜绝重特大事故", indicator="重特大事故"),)),
    Ruling("5月实验学校开工。", (milestone("5月实验学校开工", "5月"),)),
    Ruling("年底前实验学校建成投用。", (milestone("年底前实验学校建成投用", "年底前"),)),
    Ruling("秋季实验学校招生。", (milestone("秋季实验学校招生", "秋季"),)),
    Ruling("6月印发实施方案。", (milestone("6月印发实施方案", "6月"),)),
    Ruling("近视率逐年下降。", (relative("近视率逐年下降"),)),
    Ruling("水质达到国家四类标准。", (relative("水质达到国家四类标准", indicator="水质"),)),
    Ruling("增速高于全省平均水平。", (relative("增速高于全省平均水平", ">="),)),
    Ruling(
        "生均经费标准由100元提高到120元。", (quantity("生均经费标准由100元提高到120元", 120, "元"),), {"100元": STOCK}
    ),
    Ruling("每2年举办1次运动会。", (standard("每2年举办1次运动会", 1, "次"),)),
    Ruling("每6个教学班至少配备1名心理教师。", (standard("每6个教学班至少配备1名心理教师", 1, "名", ">="),)),
    Ruling("每所学校新建1个图书角。", (quantity("每所学校新建1个图书角", 1, "个"),)),
    Ruling("落实“一天一节体育课”。", (standard("落实“一天一节体育课”", 1, "节"),)),
    Ruling(
        "更新、安装健身路径35条、健身步道2条。",
        (
            quantity("更新、安装健身路径35条", 35, "条"),
            quantity("健身步道2条", 2, "条", indicator="更新、安装健身步道"),
        ),
    ),
    Ruling("建设存栏2000头的奶牛场16个。", (quantity("建设存栏2000头的奶牛场16个", 16, "个"),), {"2000头": SIZE}),
    Ruling(
        "建设20套、1502平方米教师周转公寓。",
        (
            quantity("建设20套、1502平方米教师周转公寓", 20, "套"),
            quantity("1502平方米教师周转公寓", 1502, "平方米"),
        ),
    ),
    Ruling("能耗、水耗均降低10%。", (ratio("能耗、水耗均降低10%", 10),)),
    Ruling(
        "小学、初中大班额比例分别降至2.7%和5.4%。", (ratio("小学、初中大班额比例分别降至2.7%", 2.7), ratio("5.4%", 5.4))
    ),
    Ruling("产值提高一倍。", (ratio("产值提高一倍", 1, unit="倍"),)),
]

NONE = [
    Ruling("坚定四个自信，严格落实一岗双责。", rejects={"四个": SLOGAN}),
    Ruling("开展“十个一”活动，推进“双一流”建设，完善“123456”工作体系。", rejects={"十个": SLOGAN}),
    Ruling("开展十个一活动。", rejects={"十个": SLOGAN}),
    Ruling("严格执行中央八项规定。", rejects={"八项": SLOGAN}),
    Ruling("健全三级网络。"),
    Ruling("培育一批骨干教师。", rejects={"一批": INDEFINITE}),
    Ruling("出台一系列措施，建设若干示范点。"),
    Ruling("公布第四批示范校名单。", rejects={"四批": ORDINAL}),
    Ruling("推进一期项目建设。"),
    Ruling("落实2022年版课程方案。", rejects={"2022": ORDINAL}),
    Ruling("办好第十七届运动会。", rejects={"十七届": ORDINAL}),
    Ruling("推进各项工作，现有学校45所。", rejects={"45所": STOCK}),
    Ruling("已建成学校9所。", rejects={"9所": STOCK}),
    Ruling("去年新建学校9所，今年继续抓好建设。", rejects={"9所": STOCK}),
    Ruling("充分发挥2所示范校的作用。", rejects={"2所": FRAME}),
    Ruling("以4个园区为载体推进产教融合。", rejects={"4个": FRAME}),
    Ruling("对获奖单位最高补助100万元。", rejects={"100万元": PARAMETER}),
    Ruling("对违规单位每次扣0.5分。"),
    Ruling("做到10个工作日内答复。", rejects={"10个": PARAMETER}),
    Ruling("建好一支队伍。", rejects={"一支": INDEFINITE}),
    Ruling("办好每一所学校。", rejects={"一所": INDEFINITE}),
    Ruling("全面加强管理，全程做好服务。"),
    Ruling("覆盖各级各类学校，做到应保尽保。"),
    Ruling("不发生重大安全风险，不得违规收费。"),
    Ruling("年底前初步形成治理体系。"),
    Ruling("年底前办学条件明显改善。"),
    Ruling("建成投用新校区。"),
    Ruling("每年举办科技节。"),
    Ruling("完善“每月一讲”制度。"),
    Ruling("实施四大行动，推进十大工程，建设四大片区。"),
    Ruling("建设“四个中心”，即教育中心、科技中心、文化中心、体育中心。", rejects={"四个": SLOGAN}),
    Ruling("落实“一日三检两报告”。"),
    Ruling("组织国培、省培和全员培训。"),
    Ruling("打造一支部一品牌。"),
    Ruling("做到两个只增不减。"),
    Ruling("减少薄弱校数量，切实降低近视率。"),
    Ruling("落实义务教育学校管理标准。"),
    Ruling("配齐配强教师。"),
]

SPENT_AND_NAMED = [
    # A sum and what it is spent on are two targets, each with its own words.
    Ruling(
        "投入资金500万元购置设备30台。",
        (
            quantity("投入资金500万元", 5000000, "元", indicator="投入资金"),
            quantity("购置设备30台", 30, "台", indicator="购置设备"),
        ),
    ),
    Ruling(
        "安排资金200万元奖励教师100名。",
        (quantity("安排资金200万元", 2000000, "元"), quantity("奖励教师100名", 100, "名", indicator="奖励教师")),
    ),
    Ruling(
        "发放补贴2000万元惠及3万户。",
        (quantity("发放补贴2000万元", 20000000, "元"), quantity("惠及3万户", 30000, "户", indicator="惠及")),
    ),
    Ruling("对新办企业最高奖励50万元。", (), {"50万元": PARAMETER}),
    # One name for two figures after 分别; the clauses before have nothing to do with it.
    Ruling(
        "实际利用外资增长6%，服务业增加值增长10%，城乡居民收入分别增长8%和9%。",
        (
            ratio("实际利用外资增长6%", 6),
            ratio("服务业增加值增长10%", 10),
            ratio("城乡居民收入分别增长8%", 8, indicator="城乡居民收入增长"),
            ratio("9%", 9, indicator="城乡居民收入增长"),
        ),
    ),
    # An attribute is of the thing that was named before it.
    Ruling(
        "地产蔬菜种植面积达到2万亩，产量达到15万吨。",
        (
            quantity("地产蔬菜种植面积达到2万亩", 20000, "亩"),
            quantity("产量达到15万吨", 150000, "吨", indicator="地产蔬菜产量"),
        ),
    ),
    Ruling(
        "建设15家以上国家级孵化器，面积500万平方米以上。",
        (
            quantity("建设15家以上国家级孵化器", 15, "家", ">="),
            quantity("面积500万平方米以上", 5000000, "平方米", ">=", indicator="国家级孵化器面积"),
        ),
    ),
    Ruling("检查企业200家次。", (quantity("检查企业200家次", 200, "家次", indicator="检查企业"),)),
    Ruling("家庭带宽实现100Mbps以上。", (quantity("家庭带宽实现100Mbps以上", 100, "Mbps", ">="),)),
    Ruling(
        "提供1000兆比特/秒（Mbps）以上接入能力。",
        (quantity("提供1000兆比特/秒（Mbps）以上接入能力", 1000, "兆比特/秒", ">="),),
    ),
    # 及格率 and 惠及 are words; 平均分 is reached, 0.5分 is a rule's.
    Ruling("及格率提升5%。", (ratio("及格率提升5%", 5, indicator="及格率提升"),)),
    Ruling("各学科平均分在原有基础上提高5分。", (quantity("各学科平均分在原有基础上提高5分", 5, "分"),)),
    Ruling("安排两次质量检测。", (quantity("安排两次质量检测", 2, "次", indicator="安排质量检测"),)),
    # 以上年销售收入 holds no 上年, 在孵 no 在.
    Ruling(
        "培育5家以上年销售收入达标的高新技术企业。",
        (quantity("培育5家以上年销售收入达标的高新技术企业", 5, "家", ">="),),
    ),
    Ruling("在孵企业6000家以上。", (quantity("在孵企业6000家以上", 6000, "家", ">="),)),
    Ruling("供地量不低于居住用地供应总量的70%。", (ratio("供地量不低于居住用地供应总量的70%", 70, ">="),)),
    # Figures that belong to a name.
    Ruling(
        "亘富200万吨褐煤提质项目年内投产。", (milestone("亘富200万吨褐煤提质项目年内投产", "年内"),), {"200万吨": SIZE}
    ),
    Ruling("全力推进2×35万千瓦热电联产项目前期工作。", (), {"35万千瓦": SIZE}),
    Ruling(
        "确保万家惠批发市场年内投入运营。", (milestone("确保万家惠批发市场年内投入运营", "年内"),), {"万家": SLOGAN}
    ),
    Ruling("深化多形式、分层次、全覆盖的学习培训。"),
    Ruling("城镇化率仍低于全省平均水平。"),
    Ruling("哈克5万千瓦风电、麦多利10万吨大麦芽二期建成投产。", (), {"5万千瓦": SIZE, "10万吨": SIZE}),
    Ruling("新建5万千瓦风电项目。", (quantity("新建5万千瓦风电项目", 50000, "千瓦"),)),
    Ruling("销售收入超亿元的企业达到20家。", (quantity("销售收入超亿元的企业达到20家", 20, "家"),), {"超亿元": SIZE}),
    Ruling("落实区党委九届十四次全委会精神。", (), {"十四次": ORDINAL}),
    Ruling("建立利益均沾的联结机制。"),
    Ruling("排名前15家企业的占比突破60%。", (ratio("排名前15家企业的占比突破60%", 60, ">="),), {"15家": ORDINAL}),
    Ruling(
        "培育3至5家具有竞争力的龙头企业。", (quantity("培育3至5家具有竞争力的龙头企业", 3, "家", "range", value_max=5),)
    ),
    Ruling("力争实现重大安全事故零发生。", (zero("力争实现重大安全事故零发生", indicator="重大安全事故"),)),
    Ruling(
        "80%以上幼儿园达到1988年教育部颁布的建筑定额标准。",
        (ratio("80%以上幼儿园达到1988年教育部颁布的建筑定额标准", 80, ">="),),
    ),
    # Dates: a season before which it is done, a sum that is planned for the year, a date behind what is counted.
    Ruling("汛期前完成水库除险加固。", (milestone("汛期前完成水库除险加固", "汛期前"),)),
    Ruling("全年计划投资3亿元。", (quantity("计划投资3亿元", 300000000, "元", deadline="全年", indicator="投资"),)),
    Ruling("三年新增民办园205所。", (quantity("新增民办园205所", 205, "所", deadline="三年"),)),
    Ruling(
        "确保6万平方米主力店年内完工。", (quantity("确保6万平方米主力店年内完工", 60000, "平方米", deadline="年内"),)
    ),
    Ruling("新建200套2024年保障房。", (quantity("新建200套2024年保障房", 200, "套"),)),
    # A day on which it can be seen is missing.
    Ruling("到2025年，基本建成覆盖城乡的公共服务体系。"),
    # The last character of what looks like a date begins another word.
    Ruling("做好2023年中考招生工作，改造考点12个。", (quantity("改造考点12个", 12, "个"),)),
    Ruling("在2023年底前改造考点12个。", (quantity("改造考点12个", 12, "个", deadline="2023年底前"),)),
]

ALL = {
    "spent and named": SPENT_AND_NAMED,
    "kinds": KINDS,
    "fields": FIELDS,
    "deadlines": DEADLINES,
    "targets": TARGETS,
    "none": NONE,
}
