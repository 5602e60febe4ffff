"""StratML: a plan as ISO 17469-1 has it, or, where it has targets, as a performance plan of part 2.

Aims of the whole plan are its vision, goals its goals, numbered as they stand below one another, measures their
objectives, targets the objectives' performance indicators with the results that are wanted. Who acts is a stakeholder.
Each element tells in its ``OtherInformation`` which characters of the text it stands on. What is not known is left
out, where the schemas let it; a day is written only where the plan's words say which.
"""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from rich.cells import cell_len, set_cell_size

from summarizer.models import Goal, Measure, Summary, Target
from summarizer.reports.days import Days
from summarizer.reports.presentation import Presentation
from summarizer.reports.wording import clean, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from summarizer.reports.arrange import Branch
    from summarizer.reports.view import RenderOptions

CORE = "urn:ISO:std:iso:17469:tech:xsd:stratml_core"
PERFORMANCE = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"

_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "urn:plan-summarizer:stratml")
_NAME_CELLS = 80
_CLAUSE_END = re.compile(r"(?<=.)(?:[。，；]|[,;](?!\d))")


def render(summary: Summary, options: RenderOptions) -> str:
    """The plan as one XML document."""
    root = _Plan(Presentation(summary, options.view)).root()
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _add(parent: ET.Element, tag: str, words: str | None = None, **attributes: str) -> ET.Element:
    """An element at the end of ``parent``; the order of the calls is that of the schemas."""
    made = ET.SubElement(parent, tag, attributes)
    if words is not None:
        made.text = clean(words)
    return made


def _name(words: str) -> str:
    """A short name: the first clauses of ``words`` that have room, else its first words."""
    line = clean(words)
    if cell_len(line) <= _NAME_CELLS:
        return line
    head = set_cell_size(line, _NAME_CELLS - 1).rstrip()
    ends = list(_CLAUSE_END.finditer(head))
    if ends:
        return head[: ends[-1].start()]
    return (head.rpartition(" ")[0] or head) + "…"


class _Plan:
    """One summary on its way to XML."""

    def __init__(self, shown: Presentation) -> None:
        self.shown, self.labels, self.summary = shown, shown.labels, shown.summary
        self.measured = bool(self.summary.targets)
        self.days = Days(self.summary)
        self._first = {target.id: at for at, target in reversed(list(enumerate(self.summary.targets)))}
        self._places = {id(item): at for at, item in enumerate(self.summary.items())}

    def root(self) -> ET.Element:
        summary, info = self.summary, self.shown.info
        if self.measured:
            root = ET.Element("PerformancePlanOrReport", {"xmlns": PERFORMANCE, "Type": "Performance_Plan"})
        else:
            root = ET.Element("StrategicPlan", {"xmlns": CORE})
        branches = list(self.shown.tree())
        overall = [b for _, b in branches if b.goal and b.goal.level == "overall"]
        aims = [b.goal for b in overall if b.goal]
        # An aim of the whole is in the vision; it is a goal as well where something stands under it.
        alone = {id(b.goal) for b in overall if not (b.measures or b.targets or b.branches)}
        _add(root, "Name", self.shown.title)
        if summary.overview.text:
            _add(root, "Description", summary.overview.text)
        said = [self._source(), *(self._grounds(aim) for aim in aims if id(aim) in alone)]
        _add(root, "OtherInformation", " ".join(said))
        core = _add(root, "StrategicPlanCore")
        self._organisation(core)
        if aims:
            vision = _add(core, "Vision")
            _add(vision, "Description", f" {self.shown.symbols.dot} ".join(aim.text for aim in aims))
            _add(vision, "Identifier", self._own("vision"))
        kept = [(depth, branch) for depth, branch in branches if id(branch.goal) not in alone]
        self._goals(core, kept)
        if not kept:  # a plan has a goal at least
            self._goal(core, None, "1")
        self._administration(root, info.published)
        return root

    def _source(self) -> str:
        info = self.shown.info
        return f"{info.name} · SHA-256 {info.sha256} · {self.labels.characters.format(info.chars)}"

    def _organisation(self, core: ET.Element) -> None:
        """The issuer, with all who act."""
        actors = dict.fromkeys(actor for measure in self.summary.measures for actor in measure.actors)
        issuer = self.shown.info.issuer
        if issuer or actors:
            made = _add(core, "Organization")
            if issuer:
                _add(made, "Name", issuer)
            _add(made, "Identifier", self._own("organization"))
            self._stakeholders(made, actors)

    def _roles(self, measure: Measure) -> list[tuple[str, list[str]]]:
        """Who acts, by what the plan says that they do."""
        lead, support = measure.lead or [], measure.support or []
        others = [actor for actor in measure.actors if actor not in {*lead, *support}]
        return [(self.labels.role_lead, lead), (self.labels.actors, others), (self.labels.role_support, support)]

    def _stakeholders(self, parent: ET.Element, actors: Iterable[str], performing: str = "") -> None:
        for actor in actors:
            made = _add(parent, "Stakeholder", StakeholderTypeType="Organization")
            _add(made, "Name", actor)
            if performing and self.measured:  # part 1 has no roles
                role = _add(made, "Role")
                _add(role, "Name", performing)
                _add(role, "RoleType", "Performer")

    def _goals(self, core: ET.Element, branches: list[tuple[int, Branch]]) -> None:
        depths: list[int] = []
        path: list[int] = []
        for depth, branch in branches:
            while depths and depths[-1] > depth:
                depths.pop()
                path.pop()
            if depths and depths[-1] == depth:
                path[-1] += 1
            else:
                depths.append(depth)
                path.append(1)
            number = ".".join(map(str, path))
            made = self._goal(core, branch.goal, number)
            if branch.targets:  # which stand under no measure
                self._objective(made, branch.goal, branch.targets, f"{number}.0")
            for at, (measure, targets) in enumerate(branch.measures, start=1):
                self._objective(made, measure, targets, f"{number}-{at}")

    def _goal(self, core: ET.Element, goal: Goal | None, number: str) -> ET.Element:
        made = _add(core, "Goal")
        name = goal.text if goal else self.labels.unlinked if self.summary.goals else self.shown.title
        _add(made, "Name", _name(name))
        _add(made, "Description", goal.text if goal else name)
        _add(made, "Identifier", self._id(goal) if goal else self._own("goal"))
        _add(made, "SequenceIndicator", number)
        if goal:
            _add(made, "OtherInformation", self._grounds(goal))
        return made

    def _objective(self, parent: ET.Element, item: Goal | Measure | None, targets: list[Target], number: str) -> None:
        made = _add(parent, "Objective")
        words = item.text if item else self.labels.targets
        _add(made, "Name", _name(words))
        _add(made, "Description", words)
        _add(made, "Identifier", self._id(item) if isinstance(item, Measure) else self._own(f"objective {number}"))
        _add(made, "SequenceIndicator", number)
        if isinstance(item, Measure):
            for role, actors in self._roles(item):
                self._stakeholders(made, actors, role)
            due = f"{self.labels.deadline}{self.labels.colon}{item.deadline} " if item.deadline else ""
            _add(made, "OtherInformation", due + self._grounds(item))
        for at, target in enumerate(targets, start=1):
            self._indicator(made, target, f"{number}.{at}")

    def _indicator(self, parent: ET.Element, target: Target, number: str) -> None:
        counted = target.value is not None or target.masked
        made = _add(
            parent, "PerformanceIndicator", PerformanceIndicatorType="Quantitative" if counted else "Qualitative"
        )
        _add(made, "SequenceIndicator", number)
        _add(made, "MeasurementDimension", target.indicator)
        _add(made, "UnitOfMeasurement", target.unit or "")
        _add(made, "Identifier", self._id(target))
        first = self._first.get(target.same_as or "")
        if first is not None:
            peer = _add(made, "Relationship", RelationshipType="Peer_To")
            _add(peer, "ReferentIdentifier", self._id(self.summary.targets[first]))
            _add(peer, "Name", self.labels.same_as.format(target.same_as))
        instance = _add(made, "MeasurementInstance")
        if target.value_max is None:
            self._result(instance, target, target.value, target.comparator)
        else:  # both bounds of a range
            self._result(instance, target, target.value, ">=")
            self._result(instance, target, target.value_max, "<=")
        _add(made, "OtherInformation", f"{self.labels.kinds[target.kind]} · {self._grounds(target)}")

    def _result(self, instance: ET.Element, target: Target, number: float | None, sign: str) -> None:
        made = _add(instance, "TargetResult")
        if day := self.days.last(target.deadline):
            _add(made, "EndDate", day.isoformat())
        if number is not None:
            _add(made, "NumberOfUnits", plain(number))
            if sign != "=":
                descriptor = _add(made, "Descriptor")
                _add(descriptor, "DescriptorName", self.labels.comparator)
                _add(descriptor, "DescriptorValue", self.shown.symbols.comparator(sign) or sign)
        said = [self.shown.amount(target), target.deadline or ""]
        _add(made, "Description", " · ".join(filter(None, said)) or target.indicator)

    def _administration(self, root: ET.Element, published: str | None) -> None:
        first, last = self.days.period or (None, None)
        known = [("StartDate", first), ("EndDate", last), ("PublicationDate", self.days.whole(published))]
        if any(day for _, day in known):
            made = _add(root, "AdministrativeInformation")
            for tag, day in known:
                if day:
                    _add(made, tag, day.isoformat())

    def _grounds(self, item: Goal | Measure | Target) -> str:
        """Where the item stands, and what a person should look at."""
        shown, labels = self.shown, self.labels
        name = " · ".join(filter(None, (item.clause, item.id)))
        said = labels.grounds.format(name, item.start, item.end, item.quote)
        reason = shown.reason(item)
        return f"{said} {labels.unsure}{labels.colon}{reason}" if reason else said

    def _id(self, item: Goal | Measure | Target) -> str:
        """An identifier that is the item's own among all documents; those of items may be anything."""
        return self._own(f"item {self._places[id(item)]}")

    def _own(self, name: str) -> str:
        seed = f"{self.shown.info.sha256} {name} {self.shown.info.name}"
        return f"_{uuid.uuid5(_NAMES, seed.encode('utf-8', 'backslashreplace').hex())}"
