"""Importing a file: first a plan of what would happen, line by line, then everything usable in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from resource_centre.core.errors import BadInput
from resource_centre.db.unit import Unit
from resource_centre.exchange import calendar, equipment, people, schools
from resource_centre.exchange.mapping import FIELDS, agreed
from resource_centre.exchange.plans import OUTCOME_NAMES, Outcome, Plan, PlanLine, Record
from resource_centre.exchange.reading import Sheet, decode, read_bytes, read_sheet
from resource_centre.i18n import _, n_

KINDS = {"schools": schools, "equipment": equipment, "people": people}
SAMPLES = 5


def plan(
    unit: Unit,
    what: str,
    file: Path,
    centre_id: int,
    mapping: Mapping[str, str] | None = None,
    into: int | None = None,
) -> Plan:
    """What importing the file would do; nothing is written.

    `what` is schools, equipment, people or calendar; `mapping` names fields by column (an empty field leaves a
    column out; columns that are not named are guessed); `into` is the lab that a calendar goes into.
    """
    if what not in FIELDS:
        raise BadInput(
            _("“{what}” cannot be imported. Choose one of {known}.").format(
                what=what, known=", ".join(FIELDS)
            )
        )
    fields = FIELDS[what]
    if what == "calendar":
        if into is None:
            raise BadInput(_("Say into which lab the calendar goes (--into)."), "into")
        empty = Plan(what, file.name, centre_id, (), (), {}, (), (), (), into, decode(read_bytes(file)))
        return _planned(unit, empty)
    sheet = read_sheet(file)
    chosen = agreed(sheet.columns, fields, mapping)
    missing = tuple(field for field in fields if field.required and field.name not in chosen.values())
    samples = tuple(row.cells for row in sheet.rows[:SAMPLES])
    empty = Plan(what, file.name, centre_id, sheet.columns, fields, chosen, missing, (), samples, None, sheet)
    return empty if missing else _planned(unit, empty)


class Told(tuple[PlanLine, ...]):
    """Lines that tell how far their reader is."""

    tell: Callable[[int, int], object]

    def __iter__(self) -> Iterator[PlanLine]:
        for n, line in enumerate(super().__iter__()):
            if n % 20 == 0:
                self.tell(n, len(self))
            yield line


def put(
    unit: Unit, made: Plan, strict: bool = False, tell: Callable[[int, int], object] | None = None
) -> str:
    """Imports what the plan says, judged anew as things stand now; answers a sentence with the counts.

    A bad row is left out, unless `strict`: then it stops everything. All of it is this one transaction.
    `tell(done, of)` hears how far it is; what it raises stops everything too.
    """
    if made.missing:
        raise BadInput(missing_sentence(made), "map")
    fresh = _planned(unit, made)
    unusable = [*fresh.bad, *fresh.clashes]
    if strict and unusable:
        raise BadInput(_refused_whole(unusable), "file")
    lines, told = fresh.lines, _told(fresh.lines, tell)
    if fresh.into is not None:
        refused = {line.row: line for line in calendar.write(unit, told)}
        if strict and refused:
            raise BadInput(_refused_whole(list(refused.values())), "file")
        lines = tuple(refused.get(line.row, line) for line in lines)
    else:
        KINDS[fresh.what].write(unit, fresh.centre_id, told)
    if tell is not None:
        tell(len(lines), len(lines))
    return counted(replace(fresh, lines=lines))


def _told(lines: tuple[PlanLine, ...], tell: Callable[[int, int], object] | None) -> tuple[PlanLine, ...]:
    if tell is None:
        return lines
    told = Told(lines)
    told.tell = tell
    return told


def counted(made: Plan) -> str:
    """The counts of a plan in one sentence."""
    n = made.counts
    texts = {
        Outcome.CREATE: n_("{n} new", "{n} new", n[Outcome.CREATE]),
        Outcome.UPDATE: n_("{n} changed", "{n} changed", n[Outcome.UPDATE]),
        Outcome.SKIP: n_("{n} left as it is", "{n} left as they are", n[Outcome.SKIP]),
        Outcome.CLASH: n_("{n} clash left out", "{n} clashes left out", n[Outcome.CLASH]),
        Outcome.BAD: n_("{n} unusable row left out", "{n} unusable rows left out", n[Outcome.BAD]),
    }
    parts = [texts[outcome].format(n=n[outcome]) for outcome in Outcome if n[outcome]]
    return _("{file}: {counts}.").format(file=made.file, counts=", ".join(parts) or _("no rows"))


def spoken(line: PlanLine) -> str:
    """A line of a plan for people: row, what happens, to what, why."""
    changes = ", ".join(
        f"{c.field}: {_one_line(c.before) or '–'} → {_one_line(c.after) or '–'}" for c in line.changes
    )
    said = " ".join(part for part in (line.why, changes) if part)
    outcome = _(OUTCOME_NAMES[line.outcome])
    what = _("{row}: {outcome}: {label}").format(
        row=line.row, outcome=outcome, label=_one_line(line.label) or "–"
    )
    return f"{what} ({said})" if said else what


def missing_sentence(made: Plan) -> str:
    """Which fields no column fills, and what the columns are."""
    fields = ", ".join(_(field.label) for field in made.missing)
    message = _("No column is {fields}. Map one of: {columns}.")
    return message.format(fields=fields, columns=", ".join(made.columns))


def _refused_whole(lines: Sequence[PlanLine]) -> str:
    message = n_(
        "{n} row cannot be used, so nothing was written. Row {row}: {why}",
        "{n} rows cannot be used, so nothing was written. Row {row}: {why}",
        len(lines),
    )
    return message.format(n=len(lines), row=lines[0].row, why=lines[0].why)


def _planned(unit: Unit, made: Plan) -> Plan:
    if isinstance(made.source, Sheet):
        records = _records(made.source, made.mapping)
        return replace(made, lines=tuple(KINDS[made.what].lines(unit, made.centre_id, records)))
    return replace(made, lines=tuple(calendar.lines(unit, made.centre_id, made.into or 0, made.source)))


def _records(sheet: Sheet, mapping: Mapping[str, str]) -> list[Record]:
    places = [
        (position, mapping[column]) for position, column in enumerate(sheet.columns) if column in mapping
    ]
    return [
        Record(
            row.number,
            {field: row.cells[at].strip() for at, field in places if row.cells[at].strip()},
            row.problem,
        )
        for row in sheet.rows
    ]


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 120 else line[:119] + "…"
