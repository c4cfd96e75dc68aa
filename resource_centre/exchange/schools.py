"""Schools from a file: each row becomes a new school, changes one, or is left out with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from resource_centre.core.errors import BadInput
from resource_centre.db.unit import Unit
from resource_centre.exchange.mapping import folded
from resource_centre.exchange.plans import Outcome, PlanLine, Record, diffs, planned
from resource_centre.i18n import _
from resource_centre.people.roles import Data, Right, require
from resource_centre.schools import service
from resource_centre.schools.queries import SchoolFilter, SchoolRow, schools
from resource_centre.schools.rules import SchoolDraft, Settlement, cleaned, plain_name

SETTLEMENTS = {
    Settlement.URBAN: {"urban", "city", "town", "город", "городская", "городской", "қала", "қалалық"},
    Settlement.RURAL: {"rural", "village", "село", "сельская", "сельский", "ауыл", "ауылдық"},
    Settlement.NOT_RECORDED: {"not recorded", "unknown", "не указано", "көрсетілмеген"},
}


class Register:
    """The schools on record, by every way in which a row may name one, and what the file has named so far."""

    def __init__(self, rows: Sequence[SchoolRow], names: Sequence[str]) -> None:
        self.by_code = {row.external_id: row for row in rows if row.external_id}
        self.by_name: dict[str, list[SchoolRow]] = {}
        self.by_plain: dict[str, list[SchoolRow]] = {}
        for row in rows:
            self.by_name.setdefault(_exact(row.name), []).append(row)
            self.by_plain.setdefault(plain_name(row.name), []).append(row)
        self.in_file = Counter(_exact(name) for name in names)
        self.taken: dict[int, tuple[int, SchoolDraft]] = {}
        self.codes: dict[str, tuple[int, SchoolDraft]] = {}
        self.new: dict[tuple[str, str], tuple[int, SchoolDraft]] = {}

    def find(self, draft: SchoolDraft) -> SchoolRow | None:
        """The school on record that a row is about: by code, by name (and address where names repeat), by spelling."""
        if draft.external_id in self.by_code:
            return self.by_code[draft.external_id]
        exact = self._free(self.by_name.get(_exact(draft.name), ()), draft)
        if len(exact) > 1 or self.in_file[_exact(draft.name)] > 1:
            exact = [row for row in exact if row.address == draft.address]
        if exact:
            return min(exact, key=lambda row: (row.external_id is not None, row.id))
        spelled = self._free(self.by_plain.get(plain_name(draft.name), ()), draft)
        spelled = [row for row in spelled if not self.in_file[_exact(row.name)] and row.id not in self.taken]
        return spelled[0] if len(spelled) == 1 else None

    def earlier(self, draft: SchoolDraft, found: SchoolRow | None) -> tuple[int, SchoolDraft] | None:
        """The row before this one that is about the same school: a code says it, else name and address."""
        if draft.external_id in self.codes:
            return self.codes[draft.external_id]
        if found is not None:
            return self.taken.get(found.id)
        return None if draft.external_id else self.new.get((_exact(draft.name), draft.address))

    def alike(self, draft: SchoolDraft) -> str:
        """The name of another school that may be this one."""
        found = [row.name for row in self.by_plain.get(plain_name(draft.name), ())]
        return found[0] if found else ""

    @staticmethod
    def _free(rows: Sequence[SchoolRow], draft: SchoolDraft) -> list[SchoolRow]:
        """A row with another code is another school."""
        return [
            row
            for row in rows
            if not (row.external_id and draft.external_id and row.external_id != draft.external_id)
        ]


def lines(unit: Unit, centre_id: int, records: Sequence[Record]) -> list[PlanLine]:
    """What each row would do."""
    require(unit, Data.SCHOOLS, Right.WRITE, centre_id)
    register = Register(
        schools(unit, centre_id, SchoolFilter(archived=True)), [r.get("name") for r in records]
    )
    return [_line(register, record) for record in records]


def write(unit: Unit, centre_id: int, planned_lines: Sequence[PlanLine]) -> None:
    """Writes what the lines say."""
    service.add_schools(
        unit, centre_id, [line.draft for line in planned_lines if line.outcome is Outcome.CREATE]
    )
    for line in planned_lines:
        if line.outcome is Outcome.UPDATE and line.key is not None:
            service.change_school(unit, line.key, line.draft, None)


def _line(register: Register, record: Record) -> PlanLine:
    label = " ".join(record.get("name").split())[:200]
    if record.problem:
        return PlanLine(record.row, Outcome.BAD, label, record.problem)
    try:
        draft = cleaned(_draft(record))
    except BadInput as problem:
        return PlanLine(record.row, Outcome.BAD, label, str(problem))
    found = register.find(draft)
    earlier = register.earlier(draft, found)
    if earlier is not None:
        return _again(record.row, draft, *earlier)
    seen = (record.row, draft)
    if draft.external_id:
        register.codes[draft.external_id] = seen
    if found is None:
        if not draft.external_id:
            register.new[_exact(draft.name), draft.address] = seen
        like = register.alike(draft)
        why = (
            _("A school of a name much like it is on record: “{school}”.").format(school=like) if like else ""
        )
        return PlanLine(record.row, Outcome.CREATE, draft.name, why, draft=draft)
    register.taken[found.id] = seen
    said = {name: getattr(draft, name) for name in record.values}
    changes = diffs({name: getattr(found, name) for name in said}, said)
    return planned(record.row, draft.name, changes, found.id, replace(found.draft(), **said))


def _again(row: int, draft: SchoolDraft, first: int, before: SchoolDraft) -> PlanLine:
    if draft == before:
        return PlanLine(row, Outcome.SKIP, draft.name, _("Row {row} says the same.").format(row=first))
    why = _("Row {row} is about the same school and says something else.").format(row=first)
    return PlanLine(row, Outcome.CLASH, draft.name, why)


def _draft(record: Record) -> SchoolDraft:
    values: dict[str, object] = dict(record.values)
    values["name"] = record.get("name")
    for name, what in (("latitude", _("The latitude")), ("longitude", _("The longitude"))):
        if record.get(name):
            values[name] = _number(record.get(name), name, what)
    if record.get("settlement"):
        values["settlement"] = _settlement(record.get("settlement"))
    return SchoolDraft(**values)  # type: ignore[arg-type]


def _number(text: str, field: str, what: str) -> float:
    try:
        value = float(text.replace(",", ".").replace("−", "-"))
    except ValueError:
        value = float("nan")
    if value != value or len(text) > 32:
        raise BadInput(
            _("{what} “{text}” is not a number of degrees.").format(what=what, text=text[:32]), field
        )
    return value


def _settlement(text: str) -> Settlement:
    word = folded(text)
    for settlement, words in SETTLEMENTS.items():
        if word in words or word == folded(settlement):
            return settlement
    raise BadInput(_("“{text}” is neither urban nor rural.").format(text=text[:60]), "settlement")


def _exact(name: str) -> str:
    return " ".join(name.split()).casefold()
