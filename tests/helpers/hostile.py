"""A summary whose every string is an attack, for tests of what reports make of it."""

from __future__ import annotations

from summarizer.models import (
    DocumentInfo,
    EngineInfo,
    Gap,
    Goal,
    Locator,
    Measure,
    Notice,
    Overview,
    Refusal,
    Summary,
    Target,
)

ATTACK = (
    "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;</style></script><svg onload=alert(3)>"
    "`[a](javascript:alert(4))`{{7*7}}{% raw %}<!--\x1b[31m\u202e\u2066\x00\u2028\x85|\n=1+1"
)
CONTROLS = "\x1b\u202e\u2066\x00\u2028\x85"
TEXT = f"一、{ATTACK}\n新建学校9所。{ATTACK}"


def hostile() -> Summary:
    """Ids, names, quotes, reasons, links: all hostile; offsets in the text, beyond it, and overlapping."""
    at = TEXT.index(ATTACK)
    place = {"quote": ATTACK, "start": at, "end": at + len(ATTACK), "unsure": ATTACK, "locator": Locator(cell=ATTACK)}
    beyond = {"quote": "x" * 9, "start": 10**6, "end": 10**6 + 9}
    goal = Goal(id=ATTACK, level="section", text=ATTACK + "。", parent="javascript:alert(5)", **place)
    measure = Measure(
        id="m1' onclick=alert(6) x='", text=ATTACK, actors=[ATTACK] * 2, deadline=ATTACK, goal=ATTACK, **place
    )
    targets = [
        Target(
            id=f"javascript:alert(7)//{number}", indicator=ATTACK, kind="quantity", comparator=">=", value=9,
            unit=ATTACK, deadline=ATTACK, measure=measure.id, goal=ATTACK, same_as=ATTACK, **where,
        )
        for number, where in enumerate((place, beyond, place))
    ]  # fmt: skip
    return Summary(
        document=DocumentInfo(
            name=ATTACK, sha256=ATTACK, chars=len(TEXT), title=ATTACK, issuer=ATTACK, period=ATTACK, published=ATTACK,
            text=TEXT,
        ),
        engine=EngineInfo(name=ATTACK, model=ATTACK, profile=ATTACK, prompts=ATTACK),
        overview=Overview(text=ATTACK, cites=[ATTACK, "javascript:alert(8)"]),
        goals=[goal, Goal(id="g2", level="task", text=ATTACK, parent=ATTACK, **place)],
        measures=[measure],
        targets=targets,
        incomplete=[Gap(start=0, end=9, reason=ATTACK)],
        notices=[Notice(code=ATTACK, message=ATTACK)],
        refused=[Refusal(start=at, end=at + 9, quote=ATTACK[:9], reason=ATTACK)],
    )  # fmt: skip
