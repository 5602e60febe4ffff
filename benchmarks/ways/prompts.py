"""What the two other ways say to the model, by the language of the text; English for all that is not Chinese."""

from typing import NamedTuple

from summarizer.documents import from_text
from summarizer.models import Group


class Free(NamedTuple):
    """Of free extraction: ``piece`` is the most characters of a request, about as many tokens in each language."""

    system: str
    piece: int


class LangExtract(NamedTuple):
    """Of LangExtract: each example names a group by its class, and gives verbatim words with their attributes."""

    prompt: str
    classes: dict[Group, str]
    example: str
    found: tuple[tuple[Group, str, dict[str, str]], ...]


FREE = {
    "zh": Free(
        """你从工作计划中抽取三类内容，每条的 quote 必须逐字摘自原文，不要遗漏，不要编造。
goals（目标）：总体目标的句子，以及表述目标的标题（不含编号）。
measures（举措）：要做某件事的句子，每句一条，取整句，不含句末标点。
targets（量化指标）：可以数、可以量、有期限的承诺，每个数一条；quote 取包含数字和所指事物的最短片段。
indicator 是所计数的事物；value 是数字（2万写作20000，全覆盖写作100，没有数字则为null）；unit 是单位（不含万、亿）；
comparator 为 =、>=、<=、~ 或 range；deadline 是期限的原文，没有则为null。
口号、专有名称、日期、序号以及过去的成绩都不是量化指标。某一类没有内容就给空列表。""",
        piece=600,
    ),
    "en": Free(
        """You extract three kinds of things from a plan. Each quote is verbatim; leave nothing out, invent nothing.
goals: sentences of the overall aim, and headings that state an aim (without their numbering).
measures: sentences that commit somebody to an action, one a sentence, whole, without the closing punctuation.
targets: commitments that can be counted or measured or have a date, one a number; quote is the shortest run of words
with the number and what it counts. indicator is what is counted; value is the number (2 million is 2000000, all is
100, null without a number); unit is the unit or the noun that is counted (%, $, schools; without million or billion);
comparator is =, >=, <=, ~ or range; deadline is the date as written, null without one.
Mottoes, names, dates, ordinals, and what was reached already are no targets. A kind with nothing is an empty list.""",
        piece=1200,
    ),
}

LANGEXTRACT = {
    "zh": LangExtract(
        """按原文顺序抽取工作计划中的三类内容，抽取的文字必须逐字摘自原文，不要改写，不要重复。
目标：总体目标的句子，以及表述目标的标题（不含编号）。
举措：要做某件事的句子，每句一条，取整句，不含句末标点。
指标：可以数、可以量、有期限的承诺，每个数一条，取包含数字和所指事物的最短片段；
value 是数字（2万写作20000，全覆盖写作100），unit 是单位（不含万、亿），indicator 是所计数的事物。
口号、专有名称、日期、序号以及过去的成绩都不是指标。""",
        {"goals": "目标", "measures": "举措", "targets": "指标"},
        # Written for this comparison, as the English one below: no sentence of a plan that is scored.
        "二、提升供水保障能力\n新建水厂3座,年底前水质达标率达到95%以上。加强水质日常监测,定期公布检测结果。",
        (
            ("goals", "提升供水保障能力", {}),
            ("measures", "新建水厂3座,年底前水质达标率达到95%以上", {}),
            ("targets", "新建水厂3座", {"value": "3", "unit": "座", "comparator": "=", "indicator": "新建水厂"}),
            ("targets", "年底前水质达标率达到95%以上", {
                "value": "95", "unit": "%", "comparator": ">=", "indicator": "水质达标率", "deadline": "年底前",
            }),
            ("measures", "加强水质日常监测,定期公布检测结果", {}),
        ),
    ),
    "en": LangExtract(
        """Extract three kinds of things from a plan, in the order of the text, verbatim, not reworded, not repeated.
goal: sentences of the overall aim, and headings that state an aim (without their numbering).
measure: sentences that commit somebody to an action, one a sentence, whole, without the closing punctuation.
target: commitments that can be counted or measured or have a date, one a number, the shortest run of words with the
number and what it counts; value is the number (2 million is 2000000, all is 100), unit is the unit or the noun that is
counted (%, $, schools; without million or billion), indicator is what is counted.
Mottoes, names, dates, ordinals, and what was reached already are no targets.""",
        {"goals": "goal", "measures": "measure", "targets": "target"},
        "2. Make the water supply safe\nWe will build 3 waterworks, and at least 95% of samples will be clean by the"
        " end of the year. Step up daily monitoring and publish its results.",
        (
            ("goals", "Make the water supply safe", {}),
            ("measures", "We will build 3 waterworks, and at least 95% of samples will be clean by the end of the year",
             {}),
            ("targets", "build 3 waterworks", {
                "value": "3", "unit": "waterworks", "comparator": "=", "indicator": "build waterworks",
            }),
            ("targets", "at least 95% of samples will be clean by the end of the year", {
                "value": "95", "unit": "%", "comparator": ">=", "indicator": "samples will be clean",
                "deadline": "the end of the year",
            }),
            ("measures", "Step up daily monitoring and publish its results", {}),
        ),
    ),
}  # fmt: skip


def language_of(text: str) -> str:
    """The language in which a text is asked about."""
    return "zh" if from_text(text, "plan").language == "zh" else "en"
