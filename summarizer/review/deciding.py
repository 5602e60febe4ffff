"""A decision turned into what it changes in the rows of items; it reads no clock and no database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from pydantic import ValidationError

from summarizer.messages import Message
from summarizer.review import checking, numerals
from summarizer.review.decisions import (
    AcceptItems,
    AddItem,
    CorrectText,
    EditItem,
    FillLedger,
    LinkItem,
    MoveItem,
    RejectItems,
    ReopenItems,
    SettleRerun,
)
from summarizer.review.errors import InvalidDecisionError
from summarizer.review.reading import trimmed
from summarizer.review.state import LETTERS, TEXT, ItemRow, placed_now, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from summarizer.models import Group
    from summarizer.review.decisions import Decision, LinkName
    from summarizer.review.models import State
    from summarizer.review.original import Original

Changes = dict[str, dict[str, Any]]
"""What rows hold after a decision: columns by key, of those that change."""
_STATES: dict[str, State] = {"accept": "accepted", "reject": "rejected", "reopen": "open"}
_LINKS: dict[Group, dict[str, Group]] = {
    "goals": {"parent": "goals"},
    "measures": {"goal": "goals"},
    "targets": {"measure": "measures", "goal": "goals", "same_as": "targets"},
}
_DOUBTS = ("unsure", "unsure_code", "unsure_params", "confidence", "text_source")
_READ_ANEW = ("kind", "comparator", "value", "value_max", "unit", "masked", "number_start", "number_end")


@dataclass(frozen=True)
class Desk:
    """What a decision is made on: rows by key, and how to find others; ``original`` where the text is asked.

    ``around`` gives the rows of items over a span of the recognised text, and those before it; ``near`` those that
    share a character with it.
    """

    row: Callable[[str], ItemRow | None]
    original: Original | None = None
    next_number: Callable[[], int] = lambda: 0
    around: Callable[[int, int], Iterable[ItemRow]] = lambda _start, _end: ()
    near: Callable[[int, int], Iterable[ItemRow]] = lambda _start, _end: ()
    readings: list[Any] = field(default_factory=list)
    """What the rules read on the way, for who only asks."""

    @property
    def text(self) -> Original:
        """The document."""
        if self.original is None:
            raise AssertionError("a decision on the text without it")
        return self.original

    def there(self, key: str, name: str = "key") -> ItemRow:
        """The row of an item that is listed. Raises :class:`InvalidDecisionError`."""
        found = self.row(key)
        if key == TEXT or found is None or found.state == "withdrawn":
            raise InvalidDecisionError({name: Message("review-no-item", {"key": key})})
        return found


def needs_text(decision: Decision) -> bool:
    """Whether a decision is made on the document's text."""
    return isinstance(decision, EditItem | MoveItem | AddItem | CorrectText)


def changes_of(decision: Decision, desk: Desk) -> Changes:
    """What a decision changes. Raises :class:`InvalidDecisionError`."""
    match decision:
        case AcceptItems() | RejectItems() | ReopenItems():
            return {key: {"state": _STATES[decision.kind]} for key in decision.seen if desk.there(key)}
        case EditItem():
            return _edited(decision, desk)
        case MoveItem():
            return _moved(decision, desk)
        case AddItem():
            return _added(decision, desk)
        case LinkItem():
            return _linked(desk.there(decision.key), decision, desk)
        case FillLedger():
            return {decision.key: {"ledger": _filled(desk.there(decision.key), decision.ledger)}}
        case CorrectText():
            return _corrected(decision, desk)
        case SettleRerun():
            return _settled(desk.there(decision.key), decision)


def only_changes(row: ItemRow | None, after: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that are not so already."""
    return {name: value for name, value in after.items() if row is None or getattr(row, name) != value}


# --- fields


def _edited(decision: EditItem, desk: Desk) -> Changes:
    row, original = desk.there(decision.key), desk.text
    links, fields = _parted(row.group, decision.fields)
    item = _with_fields(row, row.item, fields, original)
    return _with_links(row, {"item": item, "state": "accepted"}, links, desk)


def _parted(group: Group, fields: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The links among fields, and the others."""
    links = {name: to for name, to in fields.items() if name in _LINKS[group]}
    return links, {name: value for name, value in fields.items() if name not in links}


def _with_fields(
    row: ItemRow, item: Mapping[str, Any], fields: Mapping[str, Any], original: Original
) -> dict[str, Any]:
    """An item of a row with other fields, checked. Raises :class:`InvalidDecisionError`."""
    made, problems = checking.coerced(row.group, fields, original.language)
    now = dict(item) | made
    if {"lead", "support"} & made.keys():
        named = [*(now.get("actors") or ()), *(now.get("lead") or ()), *(now.get("support") or ())]
        now["actors"] = list(dict.fromkeys(named))
    elif "actors" in made:
        now |= {name: [one for one in now.get(name) or () if one in made["actors"]] for name in ("lead", "support")}
    for name in ("lead", "support"):
        if name in now:
            now[name] = now[name] or None
    placed = now | placed_now(now, original.corrections)
    differing = {name for name in now if now[name] != item.get(name)}
    problems |= checking.problems_of(row.group, placed, differing, original) if not problems else {}
    if problems:
        raise InvalidDecisionError(problems)
    if {"value", "value_max", "masked"} & made.keys():
        now["number_start"], now["number_end"] = _before(checking.number_place(placed, original), original)
    if {"text", "indicator"} & made.keys():
        now["text_source"] = None
    # What is not there says the same as nothing: an edit that changes nothing is no step to undo.
    return {name: value for name, value in now.items() if value is not None or name in item}


def _before(place: tuple[int | None, int | None], original: Original) -> tuple[int | None, int | None]:
    start, end = place
    return place if start is None or end is None else original.corrections.before(start, end)


# --- places


def _span(decision: MoveItem | AddItem, desk: Desk, before: Mapping[str, Any] | None = None) -> tuple[int, int]:
    """A span as it was chosen, without blanks at its ends; no edge cuts a number, unless it did ``before``.

    Raises :class:`InvalidDecisionError`.
    """
    text, start, end = desk.text.text, decision.start, decision.end
    _refuse_old(decision, desk)
    if not 0 <= start < end <= len(text):
        outside = Message("review-span-outside", {"start": start, "end": end, "most": len(text)})
        raise InvalidDecisionError({"span": outside})
    start, end = trimmed(text, start, end)
    if start == end:
        raise InvalidDecisionError({"span": Message("review-span-blank")})
    stood = () if before is None else desk.text.corrections.now(before["start"], before["end"])
    for edge in (start, end):
        if edge not in stood and (number := numerals.cut_at(text, edge)) is not None:
            raise InvalidDecisionError({"span": Message("review-span-cuts", {"number": number})})
    return start, end


def _refuse_old(decision: MoveItem | AddItem | CorrectText, desk: Desk) -> None:
    """Raise :class:`InvalidDecisionError` where places were chosen in the text before somebody corrected it."""
    held = desk.row(TEXT)
    if held is not None and held.version != decision.text_version:
        raise InvalidDecisionError({"text_version": Message("review-text-corrected")})


def _read(group: Group, start: int, end: int, reading: int, desk: Desk) -> dict[str, Any]:
    """The fields of an item at a span, in places of the recognised text."""
    original = desk.text
    found = original.readings(group, start, end)
    desk.readings[:] = found
    if not 0 <= reading < len(found):
        raise InvalidDecisionError({"reading": Message("review-no-reading", {"count": len(found)})})
    first, last = original.corrections.before(start, end)
    fields = found[reading].fields | {
        "start": first, "end": last, "quote": original.text[slice(*original.corrections.now(first, last))],
        "clause": original.clause(start), "locator": _plain(original.place(start)),
    }  # fmt: skip
    if group == "targets":
        number = fields["number_start"], fields["number_end"]
        fields["number_start"], fields["number_end"] = _before(number, original)
    return fields


def _plain(locator: Any) -> Any:
    return None if locator is None else locator.model_dump(mode="json")


def _moved(decision: MoveItem, desk: Desk) -> Changes:
    row = desk.there(decision.key)
    start, end = _span(decision, desk, row.item)
    fields = _read(row.group, start, end, decision.reading, desk)
    if row.group == "goals":
        fields.pop("level")
    if row.group == "measures":
        if not fields["actors"]:  # whom a tag names that the span leaves out
            fields = {name: value for name, value in fields.items() if name not in {"actors", "lead", "support"}}
        fields["actors_mentioned"] = [
            name for name in row.item.get("actors_mentioned") or () if name in fields["quote"]
        ] or None
    item = dict(row.item) | fields
    if all(item[name] == row.item.get(name) for name in ("start", "end")) and decision.reading == 0:
        item = dict(row.item)  # the same span: what a person edited in it stays
    else:
        item |= dict.fromkeys(_DOUBTS)
    return {row.key: {"item": item, "state": "accepted"}}


def _added(decision: AddItem, desk: Desk) -> Changes:
    start, end = _span(decision, desk)
    group = decision.group
    fields = _read(group, start, end, decision.reading, desk)
    _refuse_twice(group, fields, desk)
    key = f"{LETTERS[group]}{desk.next_number()}"
    links, chosen = _parted(group, decision.fields)
    item = {"id": key, "source": "rules", "unsure": None, **_belonging(group, fields, desk), **fields}
    row = ItemRow(key, group, added=True, item=item)
    item = _with_fields(row, item, chosen, desk.text)
    if group == "targets" and not chosen and (problems := checking.problems_of(group, item, (), desk.text)):
        raise InvalidDecisionError(problems)
    return _with_links(row, {"group": group, "item": item, "state": "accepted", "added": True}, links, desk)


def _refuse_twice(group: Group, fields: Mapping[str, Any], desk: Desk) -> None:
    """Raise :class:`InvalidDecisionError` where the item is there already; several targets may stand on one span."""
    names = ("start", "end", "number_start") if group == "targets" else ("start", "end")
    for row in desk.near(fields["start"], fields["end"]):
        if row.group == group and row.state != "withdrawn" and all(row.item.get(n) == fields.get(n) for n in names):
            raise InvalidDecisionError({"span": Message("review-there-already", {"key": row.key})})


def _belonging(group: Group, fields: Mapping[str, Any], desk: Desk) -> dict[str, Any]:
    """Links of what is added: the measure that holds it, the goal that its neighbours serve."""
    near = [row for row in desk.around(fields["start"], fields["end"]) if row.state not in {"rejected", "withdrawn"}]
    holders = [
        row for row in near
        if row.group == "measures" and row.item["start"] <= fields["start"] and fields["end"] <= row.item["end"]
    ]  # fmt: skip
    measure = min(holders, key=lambda row: row.item["end"] - row.item["start"], default=None)
    before = max(
        (row for row in near if row.item["start"] <= fields["start"]), key=lambda row: row.item["start"], default=None
    )
    goal = None if before is None else before.key if before.group == "goals" else before.item.get("goal")
    if measure is not None:
        goal = measure.item.get("goal")
    if group == "goals":
        return {"parent": None}
    if group == "measures":
        return {"goal": goal, "actors": []}
    return {"measure": measure.key if measure else None, "goal": goal, "same_as": None}


# --- links


def _with_links(row: ItemRow, after: dict[str, Any], links: Mapping[str, Any], desk: Desk) -> Changes:
    """What a row becomes, linked besides. Raises :class:`InvalidDecisionError`."""
    for name, to in links.items():
        try:
            link = LinkItem(key=row.key, seen=row.version, link=cast("LinkName", name), to=to or None)
        except ValidationError:  # fields may be anything
            raise InvalidDecisionError({name: Message("review-no-item", {"key": str(to)})}) from None
        after |= _linked(row.changed(after, row.version, row.step, "", 0.0), link, desk)[row.key]
    return {row.key: after}


def _linked(row: ItemRow, decision: LinkItem, desk: Desk) -> Changes:
    wanted = _LINKS[row.group].get(decision.link)
    if wanted is None:
        raise InvalidDecisionError({decision.link: Message("review-no-field", {"field": decision.link})})
    item = dict(row.item) | {decision.link: decision.to}
    if decision.to is not None:
        other = desk.there(decision.to, decision.link)
        if other.group != wanted or other.state == "rejected":
            raise InvalidDecisionError({decision.link: Message("review-link-wrong", {"key": decision.to})})
        if _leads_to(other, decision.link, row.key, desk):
            raise InvalidDecisionError({decision.link: Message("review-link-circle", {"key": decision.to})})
        if decision.link == "measure":
            item["goal"] = other.item.get("goal") or item.get("goal")
    return {row.key: {"item": item, "state": "accepted"}}


def _leads_to(row: ItemRow | None, link: str, key: str, desk: Desk) -> bool:
    seen = set()
    while row is not None and row.key not in seen:
        if row.key == key:
            return True
        seen.add(row.key)
        above = row.item.get(link)
        row = desk.row(above) if above is not None and link in {"parent", "same_as"} else None
    return False


# --- the ledger


def _filled(row: ItemRow, given: Mapping[str, Any]) -> dict[str, Any]:
    """The ledger's fields of a row with others; empty ones are left out. Raises :class:`InvalidDecisionError`."""
    made, problems = checking.of_ledger(given)
    if problems:
        raise InvalidDecisionError(problems)
    return {name: value for name, value in (row.ledger | made).items() if value not in (None, [], "")}


# --- the text


def _corrected(decision: CorrectText, desk: Desk) -> Changes:
    """The text put right; what stands in it is read anew, and is open again where it says something else then."""
    original, start, end = desk.text, decision.start, decision.end
    _refuse_old(decision, desk)
    if not 0 <= start <= end <= len(original.text):
        raise InvalidDecisionError(
            {"span": Message("review-span-outside", {"start": start, "end": end, "most": len(original.text)})}
        )
    if not original.scanned(start, end):
        raise InvalidDecisionError({"span": Message("review-no-scan")})
    corrections = original.corrections.with_correction(start, end, decision.text)
    after = original.corrected(corrections.held())
    text: dict[str, Any] = {"group": "", "item": {"corrections": corrections.held()}}
    touched = original.corrections.before(start, end)
    return {TEXT: text, **requoted(desk.near(*touched), after)}


def requoted(rows: Iterable[ItemRow], original: Original) -> Changes:
    """What changes in rows whose stretch of the text was corrected.

    Raises :class:`InvalidDecisionError` where nothing is left of one.
    """
    changes: Changes = {}
    for row in rows:
        if row.state == "withdrawn":
            continue
        place = placed_now(row.item, original.corrections)
        if not place["quote"].strip():
            raise InvalidDecisionError({"text": Message("review-correction-empties", {"key": row.key})})
        item = dict(row.item) | {"quote": place["quote"]}
        item |= _reread(row, place, original)
        if item != row.item:
            open_again = {"state": "open"} if row.state == "accepted" and said(item) != said(row.item) else {}
            changes[row.key] = {"item": item, **open_again}
    return changes


def _reread(row: ItemRow, place: Mapping[str, Any], original: Original) -> dict[str, Any]:
    """The fields of an item that its corrected stretch says."""
    if row.group != "targets":
        return {"text": place["quote"]} if row.item.get("text") == row.item["quote"] else {}
    found = original.readings("targets", place["start"], place["end"])
    if len(found) == 1 or found[0].sure:
        fields = {name: found[0].fields[name] for name in _READ_ANEW}
        number = fields["number_start"], fields["number_end"]
        fields["number_start"], fields["number_end"] = _before(number, original)
        return fields
    return {}


# --- a new run


def _settled(row: ItemRow, decision: SettleRerun) -> Changes:
    if row.rerun is None:
        raise InvalidDecisionError({"key": Message("review-nothing-to-settle", {"key": row.key})})
    theirs = row.rerun["theirs"]
    if decision.choose == "mine":
        return {row.key: {"rerun": None}}
    if theirs is None:
        return {row.key: {"rerun": None, "state": "rejected"}}
    return {row.key: {"rerun": None, "item": theirs, "state": "accepted"}}
