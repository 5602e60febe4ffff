"""Three plans in one pandas table, as in a notebook: what is counted in which plan, and how much of it.

In a notebook a summary alone on the last line of a cell shows itself: overview, targets, measures, goals.
"""

from pathlib import Path

import pandas as pd

import summarizer

SEEDS = Path(__file__).parent.parent / "seeds"
PLANS = ("qingdao_2023.txt", "cangzhou_2023.txt", "jinan_shizhong_2021.txt")

settings = summarizer.Settings(engine="rules")
summaries = [summarizer.summarize(SEEDS / name, settings) for name in PLANS]
items = pd.concat([summary.to_dataframe() for summary in summaries])

print(pd.crosstab(items["document"], items["group"]))
counted = items[(items["group"] == "targets") & items["value"].notna() & (items["unit"] != "%")]
print(counted.sort_values("value", ascending=False)[["document", "text", "comparator", "value", "unit"]].head(10))

page = summaries[0]._repr_html_()  # what the notebook would show
print(f"{len(page)} characters of HTML for {summaries[0].document.title}")
