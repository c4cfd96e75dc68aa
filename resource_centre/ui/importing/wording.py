"""How importing speaks: what is imported, how a file is written, what happens to a row."""

from __future__ import annotations

from dataclasses import dataclass

from resource_centre.exchange.mapping import FIELDS
from resource_centre.exchange.plans import Outcome, Plan, PlanLine
from resource_centre.exchange.reading import Written
from resource_centre.i18n import N_, _, n_

TONES = {
    Outcome.CREATE: "ok",
    Outcome.UPDATE: "accent",
    Outcome.SKIP: "plain",
    Outcome.CLASH: "danger",
    Outcome.BAD: "danger",
}
ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp1251": "Windows-1251"}
SEPARATORS = {",": N_("comma"), ";": N_("semicolon"), "\t": N_("tab")}


@dataclass(frozen=True)
class Kind:
    """What the wizard says about one kind of import."""

    title: str
    drop: str
    accepted: tuple[str, ...]
    example: str


KINDS = {
    "schools": Kind(
        N_("Import schools"), N_("Drop the list of schools here"), ("csv", "tsv", "txt", "xlsx"),
        N_("Each row is a school. One that is on record (same code, or same name and address) is changed, not doubled."),
    ),
    "equipment": Kind(
        N_("Import equipment"), N_("Drop the list of equipment here"), ("csv", "tsv", "txt", "xlsx"),
        N_("Each row is a unit with its asset tag. A tag that is on record changes that unit; models that are new are added."),
    ),
    "people": Kind(
        N_("Import people"), N_("Drop the list of people here"), ("csv", "tsv", "txt", "xlsx"),
        N_("Each row is a person. Who is on record (same login or e-mail) is changed, not doubled."),
    ),
    "calendar": Kind(
        N_("Import a calendar"), N_("Drop a calendar file here"), ("ics",),
        N_("Each entry becomes a booking of the lab; an entry of whole days closes the lab. A second import changes what the first one made."),
    ),
}  # fmt: skip


def size_words(count: int) -> str:
    """38 KB, 1.4 MB."""
    if count < 1024 * 1024:
        return _("{n} KB").format(n=max(1, round(count / 1024)))
    return _("{n} MB").format(n=f"{count / 1024 / 1024:.1f}")


def written_words(how: Written) -> list[str]:
    """The encoding and the separator as people know them."""
    if how.encoding == "xlsx":
        return [_("Excel workbook")]
    name = ENCODINGS.get(how.encoding, how.encoding.upper())
    separator = SEPARATORS.get(how.separator)
    parted = _("parted by {separator}").format(separator=_(separator) if separator else how.separator)
    return [name, parted] if how.separator else [name]


def rows_words(plan: Plan) -> str:
    """1 554 rows, or 12 entries of a calendar."""
    from resource_centre.exchange.reading import Sheet

    count = len(plan.source.rows) if isinstance(plan.source, Sheet) else len(plan.lines)
    if plan.what == "calendar":
        return n_("{n} entry", "{n} entries", count).format(n=count)
    return n_("{n} row", "{n} rows", count).format(n=count)


def field_words(what: str, name: str) -> str:
    """The label of a field of the contract; fields of calendars are named here."""
    label = next((field.label for field in FIELDS[what] if field.name == name), "")
    known = {
        "start": N_("Start"), "end": N_("End"), "title": N_("Title"), "note": N_("Note"),
        "repeat": N_("Repeats"), "minutes": N_("Minutes"), "dates": N_("Dates"), "role": N_("Role"),
    }  # fmt: skip
    found = label or known.get(name, "")
    return _(found) if found else name


def change_words(what: str, line: PlanLine) -> str:
    """What changes in a row: Phone: 12 → 13; and why."""
    changes = [
        f"{field_words(what, c.field)}: {' '.join(c.before.split()) or '–'} → {' '.join(c.after.split()) or '–'}"
        for c in line.changes
    ]
    return " ".join(part for part in (line.why, "; ".join(changes)) if part)


def unusable_words(what: str, count: int) -> str:
    """2 rows cannot be used: (what to do with them follows)."""
    if what == "calendar":
        return n_("{n} entry cannot be used:", "{n} entries cannot be used:", count).format(n=count)
    return n_("{n} row cannot be used:", "{n} rows cannot be used:", count).format(n=count)


def left_words(what: str, count: int) -> str:
    """What was left out, and what to do about it."""
    if what == "calendar":
        return n_(
            "{n} entry was left out. A sheet can say which and why.",
            "{n} entries were left out. A sheet can say which and why.",
            count,
        ).format(n=count)
    return n_(
        "{n} row was left out. Save it as a sheet that says why, correct it there and import that.",
        "{n} rows were left out. Save them as a sheet that says why, correct them there and import that.",
        count,
    ).format(n=count)
