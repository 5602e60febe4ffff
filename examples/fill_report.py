"""Fill a Word report of one's own, 《三市教育工作要点对比》, from the plans of three cities.

The template, ``three_cities.docx``, is an ordinary Word file with Jinja2 tags in it (docxtpl): change fonts, words and
tables in Word, and run this again. Needs ``pip install docxtpl``, which the extra ``office`` brings.

::

    python examples/fill_report.py report.docx
"""

import sys
from pathlib import Path

from docxtpl import DocxTemplate

import summarizer

HERE = Path(__file__).parent
PLANS = {"青岛": "qingdao_2023.txt", "沧州": "cangzhou_2023.txt", "济南市中区": "jinan_shizhong_2021.txt"}
SIGNS = {">=": "≥", "<=": "≤", "~": "约"}


def amount(target):
    """A target's value in a cell: ≥ 90 %, 6–10 所; the kind where there is no number."""
    if target.value is None:
        return {"milestone": "节点", "relative": "相对值"}.get(target.kind, "空缺" if target.masked else "")
    ends = [f"{end:.15g}" for end in (target.value, target.value_max) if end is not None]
    return f"{SIGNS.get(target.comparator, '')}{'–'.join(ends)}{target.unit or ''}"


def plan(number, city, summary):
    """What the template says of one plan."""
    text = summary.document.text
    return {
        "number": "一二三四五六七八九十"[number],
        "city": city,
        "title": summary.document.title or summary.document.name,
        "goals": len(summary.goals),
        "measures": len(summary.measures),
        "unsure": sum(1 for item in summary.items() if item.unsure),
        "targets": [
            {
                "indicator": target.indicator,
                "amount": amount(target),
                "deadline": target.deadline or "",
                "quote": target.quote,
                "line": text.count("\n", 0, target.start) + 1,
            }
            for target in summary.targets
        ],
    }


def main(path):
    """Read the plans, fill the template, write the report."""
    settings = summarizer.Settings(engine="rules")
    found = {
        city: summarizer.summarize(HERE.parent / "seeds" / name, settings, with_text=True)
        for city, name in PLANS.items()
    }
    plans = [plan(number, city, summary) for number, (city, summary) in enumerate(found.items())]
    total = {
        group: sum(len(getattr(summary, group)) for summary in found.values())
        for group in ("goals", "measures", "targets")
    }
    template = DocxTemplate(HERE / "three_cities.docx")
    template.render({"plans": plans, "total": total}, autoescape=True)
    template.save(path)
    print(f"wrote {path}: {total['targets']} targets of {len(plans)} plans")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "report.docx")
