"""Commands of exchange: import with preview, a person's schedule as a calendar file."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import click

from resource_centre.cli.frame import Choice, opened
from resource_centre.core.errors import BadInput
from resource_centre.core.times import TimeRange
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
@click.option("--all-or-nothing", "strict", is_flag=True, help="A bad row stops everything.")
@click.pass_obj
def import_(
    choice: Choice,
    what: str,
    file: Path,
    maps: tuple[str, ...],
    into: str | None,
    centre_text: str | None,
    dry_run: bool,
    strict: bool,
) -> None:
    """Import schools, equipment, people or a calendar from FILE (CSV, XLSX, ICS)."""
    from resource_centre.centres.queries import centre_named
    from resource_centre.exchange.importing import plan, put

    mapping = {}
    for pair in maps:
        column, sign, field = pair.rpartition("=")
        if not sign or not column:
            raise BadInput(_("“{text}” is not COLUMN=FIELD.").format(text=pair), "map")
        mapping[column] = field
    with opened(choice) as app:

        def centre_id(unit):  # type: ignore[no-untyped-def]
            if centre_text:
                return centre_named(unit, centre_text).id
            own = sorted(unit.actor.centre_ids)
            if not own:
                raise BadInput(_("Say for which centre with --centre."))
            return own[0]

        made = app.read(lambda unit: plan(unit, what, file, centre_id(unit), mapping, into))
        for line in made.lines():
            click.echo(line)
        if dry_run:
            click.echo(_("Nothing was written."))
            return
        if strict and made.bad:
            raise BadInput(_("{count} rows cannot be used; nothing was written.").format(count=len(made.bad)))
        done = app.write(lambda unit: put(unit, made)).value
        click.echo(done)


@click.command()
@click.argument("login")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="FILE.ics")
@click.pass_obj
def schedule(choice: Choice, login: str, out: Path) -> None:
    """Write the schedule of LOGIN as a calendar file."""
    from resource_centre.exchange.calendar_file import calendar_of

    with opened(choice) as app:
        now = app.clock.now()
        window = TimeRange(now - timedelta(days=120), now + timedelta(days=400))
        content = app.read(lambda unit: calendar_of(unit, login, window))
    out.write_bytes(content)
    click.echo(_("The schedule is in {file}").format(file=out))
