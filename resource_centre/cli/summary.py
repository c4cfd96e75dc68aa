"""The command of the monthly summary."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from resource_centre.cli.frame import Choice, opened
from resource_centre.core.errors import BadInput
from resource_centre.core.times import Month
from resource_centre.i18n import _


@click.command()
@click.argument("month")
@click.option("--centre", "centre_text", default=None, metavar="C")
@click.option("--network", is_flag=True, help="All centres together.")
@click.option("--read-db", metavar="URL", help="Read from this copy of the database, such as a standby.")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="FILE.{xlsx,pdf,csv,json}")
@click.pass_obj
def summary(
    choice: Choice, month: str, centre_text: str | None, network: bool, read_db: str | None, out: Path
) -> None:
    """Write the summary of MONTH (2026-11) into a file.

    Who reads locked months only gets the external edition, without names and small numbers.
    """
    from resource_centre.reports import service
    from resource_centre.reports.export import Writer, export, writer

    wanted = Month.parse(month)
    window = choice.window
    kinds: dict[str, Writer] = {}
    if window is not None:
        kinds[".pdf"] = lambda it: window.summary(it, charts)
    writer(out, kinds)
    if network and centre_text:
        raise BadInput(_("Choose --centre or --network, not both."))
    with opened(replace(choice, url=read_db) if read_db else choice) as app:
        centre_id = app.read(lambda unit: None if network else _centre_id(unit, centre_text))
        found = app.read(lambda unit: service.summary(unit, centre_id, wanted))
        drawn = out.suffix.lower() == ".pdf" and not found.external
        charts = app.read(lambda unit: service.charts(unit, centre_id, wanted)) if drawn else None
    export(found, out, kinds)
    click.echo(_("The summary is in {file}").format(file=out))


def _centre_id(unit: Any, text: str | None) -> int:
    """The centre that was named, else the first at which the actor has a role."""
    from resource_centre.centres.queries import centre_named

    if text:
        return centre_named(unit, text).id
    own = sorted(unit.actor.centre_ids)
    if not own:
        raise BadInput(_("Say for which centre with --centre, or --network."))
    first: int = own[0]
    return first
