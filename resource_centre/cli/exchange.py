"""Commands of exchange: import with preview, registers as tables, a person's schedule as a calendar file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from resource_centre.cli.frame import Choice, opened, print_json
from resource_centre.core.errors import BadInput
from resource_centre.i18n import _


@click.command("import")
@click.argument("what", type=click.Choice(["schools", "equipment", "people", "calendar"]))
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--map", "maps", multiple=True, metavar="COLUMN=FIELD", help="Which column of the file is which field."
)
@click.option("--into", metavar="BOOKABLE", help="The lab whose bookings a calendar becomes.")
@click.option("--centre", "centre_text", default=None, metavar="C")
@click.option("--dry-run", is_flag=True, help="Only say what would be created, updated and skipped.")
@click.option("--all-or-nothing", "strict", is_flag=True, help="A row that cannot be used stops everything.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def import_(
    choice: Choice, what: str, file: Path, maps: tuple[str, ...], into: str | None, centre_text: str | None, dry_run: bool,
    strict: bool, as_json: bool,
) -> int:  # fmt: skip
    """Import schools, equipment, people or a calendar from FILE (CSV, XLSX, ICS)."""
    from resource_centre.exchange.importing import counted, missing_sentence, plan, put, spoken
    from resource_centre.exchange.plans import Outcome
    from resource_centre.resources.queries import bookable_named

    mapping = _mapping(maps)

    def look(unit: Any) -> Any:
        if into is not None and what == "calendar":
            wanted = _centre_id(unit, centre_text) if centre_text else None
            lab = bookable_named(unit, into, wanted)
            return plan(unit, what, file, lab.centre_id, mapping, lab.id)
        return plan(unit, what, file, _centre_id(unit, centre_text), mapping)

    with opened(choice) as app:
        made = app.read(look)
        if made.missing:
            raise BadInput(missing_sentence(made), "map")
        shown = made.lines if dry_run else [*made.bad, *made.clashes]
        if not as_json:
            for line in sorted(shown, key=lambda line: line.row):
                click.echo(spoken(line))
        useless = bool(made.lines) and len(made.bad) == len(made.lines)
        if dry_run or useless:
            message = counted(made)
        else:
            message = app.write(lambda unit: put(unit, made, strict)).value
    if as_json:
        counts = {str(outcome): made.counts[outcome] for outcome in Outcome}
        print_json(
            {
                "what": what, "file": made.file, "dry_run": dry_run, "written": not (dry_run or useless), "columns": list(made.columns),
                "mapping": made.mapping, "counts": counts, "message": message, "lines": [_line_json(line) for line in made.lines],
            }
        )  # fmt: skip
    else:
        click.echo(message)
        if dry_run or useless:
            click.echo(_("Nothing was written."))
    return BadInput.exit_code if useless else 0


def _mapping(maps: tuple[str, ...]) -> dict[str, str]:
    mapping = {}
    for pair in maps:
        column, sign, field = pair.rpartition("=")
        if not sign or not column:
            raise BadInput(_("“{text}” is not COLUMN=FIELD.").format(text=pair), "map")
        mapping[column] = field
    return mapping


def _centre_id(unit: Any, text: str | None) -> int:
    from resource_centre.centres.queries import centre_named, centres

    if text:
        return centre_named(unit, text).id
    own = sorted(unit.actor.centre_ids) or [c.id for c in centres(unit)]
    if not own:
        raise BadInput(_("There is no centre yet. Add one with “centre add”."))
    return int(own[0])


def _line_json(line: Any) -> dict[str, Any]:
    return {
        "row": line.row, "outcome": str(line.outcome), "label": line.label, "why": line.why,
        "changes": [{"field": c.field, "before": c.before, "after": c.after} for c in line.changes],
    }  # fmt: skip


@click.command()
@click.argument("what", type=click.Choice(["schools", "equipment", "people", "loans"]))
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="FILE.{csv,xlsx}")
@click.option("--centre", "centre_text", default=None, metavar="C")
@click.pass_obj
def export(choice: Choice, what: str, out: Path, centre_text: str | None) -> None:
    """Write a register as a table; cells that a spreadsheet would run are made harmless."""
    from resource_centre.exchange.registers import table_of
    from resource_centre.exchange.tables import write_table

    with opened(choice) as app:
        headings, rows = app.read(lambda unit: table_of(unit, what, _centre_id(unit, centre_text)))
    write_table(out, headings, rows)
    click.echo(_("The table is in {file}").format(file=out))


@click.command()
@click.argument("login")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="FILE.ics")
@click.pass_obj
def schedule(choice: Choice, login: str, out: Path) -> None:
    """Write the schedule of LOGIN as a calendar file."""
    from resource_centre.exchange.calendar_file import calendar_of, usual_window

    with opened(choice) as app:
        content = app.read(lambda unit: calendar_of(unit, login, usual_window(app.clock.now())))
    out.write_bytes(content)
    click.echo(_("The schedule is in {file}").format(file=out))
