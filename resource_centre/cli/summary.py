"""The command of the monthly summary."""

from __future__ import annotations

from pathlib import Path

import click

from resource_centre.cli.frame import Choice, opened
from resource_centre.core.errors import BadInput
from resource_centre.core.times import Month
from resource_centre.i18n import _


@click.command()
@click.argument("month")
@click.option("--centre", "centre_text", default=None, metavar="C")
@click.option("--network", is_flag=True, help="All centres together.")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="FILE.{xlsx,pdf,csv,json}")
@click.pass_obj
def summary(choice: Choice, month: str, centre_text: str | None, network: bool, out: Path) -> None:
    """Write the summary of MONTH (2026-11) into a file."""
    from resource_centre.centres.queries import centre_named
    from resource_centre.reports.export import export
    from resource_centre.reports.service import summary as make

    wanted = Month.parse(month)
    if network and centre_text:
        raise BadInput(_("Choose --centre or --network, not both."))
    with opened(choice) as app:

        def query(unit):  # type: ignore[no-untyped-def]
            if network:
                return make(unit, None, wanted)
            if centre_text:
                return make(unit, centre_named(unit, centre_text).id, wanted)
            own = sorted(unit.actor.centre_ids)
            if not own:
                raise BadInput(_("Say for which centre with --centre, or --network."))
            return make(unit, own[0], wanted)

        export(app.read(query), out)
    click.echo(_("The summary is in {file}").format(file=out))
