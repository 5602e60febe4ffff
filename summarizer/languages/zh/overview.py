"""The overview of a plan without a model, in Chinese."""

from collections.abc import Sequence


def overview(counts: tuple[int, int, int], overall: Sequence[str], sections: Sequence[str]) -> str:
    """How many goals, measures and targets there are, and the plan's own words: its aims as a whole, its parts."""
    goals, measures, targets = counts
    quoted = [f"{sentence}。" for sentence in overall]
    if sections:
        quoted.append("主要部分：" + "；".join(sections) + "。")
    return f"全文共提取目标{goals}条、举措{measures}条、量化指标{targets}项。" + "".join(quoted)
