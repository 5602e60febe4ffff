"""The Python API in ten lines: every target of a plan, with its place in the text."""

import summarizer

summary = summarizer.summarize("seeds/qingdao_2023.txt", summarizer.Settings(engine="rules"), with_text=True)
measures = {measure.id: measure for measure in summary.measures}
for target in summary.targets:
    serves = measures[target.measure].text if target.measure else "-"
    line = summary.document.text.count("\n", 0, target.start) + 1
    print(target.indicator, target.comparator, target.value, target.unit, target.deadline, sep="\t")
    print(f"  line {line}: {target.quote}\n  part of: {serves}")
