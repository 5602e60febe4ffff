"""Headings: which lines are headings, which first sentences are run-in titles, and how they nest.

A heading's level comes from its numbering system and its nesting: a system that is already open
closes what is below it; a new one that starts at 1 opens a level inside; one that starts in the
middle (a fragment, a damaged number) goes where its usual rank puts it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from summarizer.structure.numbering import RANK, Mark
from summarizer.structure.outline import Heading, Role

LONGEST_TITLE = 60
"""Characters; a longer line without a full stop is a paragraph, not a heading."""
LONGEST_RUN_IN = 42
"""Characters; a longer first sentence of a numbered item is its content, not its title."""

# What a title says of the part under it. An overall part holds goals, a review holds what was done.
_OVERALL = re.compile(
    r"(?:(?:总体|指导|基本|主要|工作|发展|奋斗|预期|总|年度|改革|建设|创建|行动|具体|阶段)(?:和|与|、)?)"
    r"(?:要求|思路|思想|目标(?:任务|要求|指标)?|原则|考虑)(?:(?:和|与|及|、)[^,]{2,10})?$"
    r"|^目标(?:任务|要求|指标)?$|指导方针|^思路$"
)
_REVIEW = re.compile(
    r"回顾|(?:工作|完成|进展|执行|落实|开展|发展)情况$|工作总结|^总结|(?:主要|工作|取得的?)(?:成绩|成效|成就|进展)"
    r"|存在的?(?:主要|突出)?(?:问题|困难|不足)|^(?:主要)?问题|过去[一五十]?(?:年|个)|^发展(?:基础|回顾|成就|现状)$|现状(?:分析)?$"
)
_OF_A_TIME = re.compile(r"(?:时期|期间|以来|年).{0,16}(?:取得|成就)")
_AHEAD = re.compile(r"目标|任务|规划|要求|打算")
_BACKGROUND = re.compile(
    r"(?:发展|面临|形势|宏观|外部|国内外)(?:的)?(?:环境|形势|背景|机遇|挑战)|^形势|^背景|重要(?:性|意义)|^(?:重大)?意义|制定依据|编制依据|名词解释|词语解释|注释"
)
_APPENDIX = re.compile(r"^附(?:件|录|表|则|图)?[一二三四五六七八九十\d]*[:、]?(?:.{0,30})$")
# A line that is the title of a (second) document in the same file: it closes all open headings.
DOCUMENT_TITLE = re.compile(
    r"[^,。;:]{4,58}(?:意见|方案|通知|要点|计划|规划|办法|报告|纲要|决定|细则|规定|总结|安排|公报|公告|清单|汇报|思路)"
    r"(?:范文|草案|\([^()]{1,12}\))?$"
)


@dataclass(slots=True)
class _Open:
    system: str
    ordinal: int
    index: int


class HeadingStack:
    """Collects headings in document order and finds their parents; :meth:`finish` settles the levels."""

    def __init__(self) -> None:
        self.found: list[Heading] = []
        self._open: list[_Open] = []
        self._nested: set[tuple[str, str]] = set()
        self._fragment = False

    @property
    def current(self) -> int | None:
        """The innermost open heading."""
        return self._open[-1].index if self._open else None

    def expected(self, system: str) -> int:
        """The ordinal that would continue the innermost open run of ``system``; 0 where none is open."""
        return next((o.ordinal + 1 for o in reversed(self._open) if o.system == system), 0)

    def close_all(self) -> None:
        """Forget all open headings: another document begins."""
        self._open.clear()

    def close_run_ins(self) -> None:
        """Close 一是 titles and unnumbered lines: their text ends with their paragraph."""
        while self._open and self._open[-1].system == "shi":
            self._open.pop()

    def add(self, mark: Mark, line_start: int, end: int, body_start: int, title: str, *, run_in: bool) -> None:
        """Open the heading whose title is ``view[mark.end:end]`` (its text given as ``title``)."""
        self.make_room(mark)
        self._fragment = self._fragment or (not self.found and mark.ordinal > 1)
        parent = self.current
        role = _role(title)
        if role == "plain" and parent is not None:
            role = self.found[parent].role
        self.found.append(
            Heading(mark.end, end, line_start, body_start, len(self._open) + 1, mark.system, parent, role, run_in)
        )
        self._open.append(_Open(mark.system, mark.ordinal, len(self.found) - 1))

    def make_room(self, mark: Mark) -> None:
        """Close what an item with this mark ends: its predecessor in the same run, and all inside that."""
        systems = [o.system for o in self._open]
        if mark.system in systems:
            del self._open[len(systems) - 1 - systems[::-1].index(mark.system) :]
            return
        rank = RANK[mark.system]
        if mark.ordinal == 1 and self._open and self._directly_inside(mark.system):
            self._nested.add((self._open[-1].system, mark.system))
            return
        while self._open and RANK[self._open[-1].system] >= rank:
            self._open.pop()

    def _directly_inside(self, system: str) -> bool:
        """A run that starts at 1 opens inside, even against the usual order, when its outer run is the first.

        What once stood inside does so again (1. 一、 二、 2. 一、); letters hold numbers as well as stand in them.
        """
        top = self._open[-1]
        return (
            RANK[top.system] < RANK[system]
            or (top.system, system) in self._nested
            or (top.system == "arabic" and top.ordinal == 1 and RANK[system] >= RANK["han"])
            or (top.system == "letter" and system == "arabic")
        )

    def finish(self) -> tuple[Heading, ...]:
        """All headings; where the text begins amid a run, the first get the level which that run has elsewhere."""
        if not self._fragment:
            return tuple(self.found)
        whole = next((i for i, h in enumerate(self.found) if h.parent is not None), len(self.found))
        levels: dict[str, Counter[int]] = {}
        for heading in self.found[whole:]:
            if heading.parent is not None:
                levels.setdefault(heading.system, Counter())[heading.level] += 1
        usual = {system: counts.most_common(1)[0][0] for system, counts in levels.items()}
        lost = (replace(h, level=usual.get(h.system, h.level)) for h in self.found[:whole])
        return (*lost, *self.found[whole:])


def _role(title: str) -> Role:
    if _APPENDIX.match(title):
        return "appendix"
    if len(title) <= 24 and (_REVIEW.search(title) or (_OF_A_TIME.search(title) and not _AHEAD.search(title))):  # noqa: PLR2004
        return "review"
    if len(title) <= 30 and _OVERALL.search(title):  # noqa: PLR2004  a longer one merely mentions an aim
        return "overall"
    return "background" if _BACKGROUND.search(title) else "plain"


def trim_title(view: str, start: int, end: int) -> tuple[int, int]:
    """The title's span without blanks and closing punctuation."""
    while start < end and view[start] in " 　*#":
        start += 1
    while end > start and view[end - 1] in " 。;:,、.!*#-":
        end -= 1
    return start, end
