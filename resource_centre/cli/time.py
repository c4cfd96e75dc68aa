"""Commands of time: what can be booked, booking, cancelling, what is free, what is booked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import click

from resource_centre.cli.frame import (
    Choice,
    alternative_json,
    between,
    edge,
    opened,
    print_json,
    print_refusal,
    table,
    violation_json,
    when,
)
from resource_centre.core.errors import BadInput, NotFound, Refused
from resource_centre.core.times import TimeRange, iso, parse_length, to_wall
from resource_centre.i18n import _, n_


@click.group()
def resource() -> None:
    """What can be booked."""


@resource.command("list")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def list_(choice: Choice, as_json: bool) -> None:
    """List labs, units and people's times."""
    from resource_centre.centres.queries import centres
    from resource_centre.resources.queries import bookables

    with opened(choice) as app:
        rows = app.read(lambda unit: bookables(unit, all_=True))
        codes = {c.id: c.code for c in app.read(centres)}
    names = {row.id: row.code for row in rows}
    if as_json:
        print_json(
            [
                {
                    "id": r.id, "code": r.code, "kind": r.kind, "name": r.name, "model": r.model or None,
                    "centre": codes[r.centre_id], "parent": names.get(r.parent_id), "active": r.active,
                }
                for r in rows
            ]
        )  # fmt: skip
        return
    table(
        [
            (r.id, r.code, r.kind, r.name, r.model, codes[r.centre_id], names.get(r.parent_id))
            for r in rows
            if r.active
        ],
        [_("Id"), _("Code"), _("Kind"), _("Name"), _("Model"), _("Centre"), _("Part of")],
    )


def _units(pairs: tuple[str, ...]) -> list[tuple[str, int]]:
    found = []
    for pair in pairs:
        name, sign, count = pair.rpartition("=")
        if not sign or not count.isdigit() or int(count) < 1:
            raise BadInput(
                _("“{text}” is not MODEL=N. Write it like “LEGO SPIKE=6”.").format(text=pair), "units"
            )
        found.append((name, int(count)))
    return found


def _centre_for(unit: Any, names: tuple[str, ...], models: list[tuple[str, int]]) -> Any:
    from resource_centre.centres.queries import centre
    from resource_centre.resources.queries import bookable_named, model_named

    if not names and not models:
        raise BadInput(
            _("Nothing is named to book. Name a lab, a unit or a person, or --units MODEL=N."), "bookables"
        )
    at = sorted(unit.actor.centre_ids)
    for own in [*at, None]:
        try:
            found = [bookable_named(unit, n, own) for n in names]
            first = found[0].centre_id if found else model_named(unit, models[0][0], own).centre_id
            units = tuple((model_named(unit, m, first).id, count) for m, count in models)
            return centre(unit, first), tuple(row.id for row in found), units
        except NotFound:
            if own is None:
                raise
    raise NotFound(_("There is no such resource."))


@click.command()
@click.argument("bookables", nargs=-1)
@click.option("--from", "start", required=True, metavar="T", help="ISO 8601, wall time of the centre.")
@click.option("--to", "end", required=True, metavar="T")
@click.option("--title", required=True, metavar="S")
@click.option("--repeat", metavar="RRULE", help="FREQ=WEEKLY;BYDAY=TU;COUNT=10")
@click.option("--units", multiple=True, metavar="MODEL=N")
@click.option(
    "--override", default="", metavar="REASON", help="Override policy (never an overlap) with a reason."
)
@click.option("--skip", multiple=True, metavar="T", help="Skip this occurrence of a series.")
@click.option("--note", default="")
@click.option(
    "--uid", default=None, help="Book once: the same uid again answers what it made the first time."
)
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def book(
    choice: Choice, bookables: tuple[str, ...], start: str, end: str, title: str, repeat: str | None, units: tuple[str, ...],
    override: str, skip: tuple[str, ...], note: str, uid: str | None, as_json: bool,
) -> int:  # fmt: skip
    """Book BOOKABLES (ids, codes or unique names) together, or nothing."""
    from resource_centre.resources.queries import bookables_by_id
    from resource_centre.schedule import series
    from resource_centre.schedule import service as schedule
    from resource_centre.schedule.rules import ActivityKind, Hold

    zones: list[ZoneInfo] = []

    def command(unit: Any) -> Any:
        centre, ids, models = _centre_for(unit, bookables, _units(units))
        zones.append(centre.tz)
        hold = Hold(
            centre.id, ActivityKind.LAB_BOOKING, title, when(start, centre.tz), when(end, centre.tz), ids, models,
            unit.actor.person_id, note=note, override_reason=override, uid=uid,
        )  # fmt: skip
        if not repeat:
            return schedule.hold(unit, hold), ()
        choices = {
            to_wall(edge(t, centre.tz), centre.tz).isoformat(timespec="seconds"): series.Choice(skip=True)
            for t in skip
        }
        return series.hold_series(unit, hold, repeat, choices)

    with opened(choice) as app:
        try:
            held, notes = app.write(command).value
        except Refused as refusal:
            tz = zones[0] if zones else ZoneInfo("UTC")
            ids = {i for a in refusal.alternatives for i in a.bookables}
            ids |= {v.bookable_id for v in refusal.violations if v.bookable_id is not None}
            codes = (
                {i: row.code for i, row in app.read(lambda unit: bookables_by_id(unit, ids)).items()}
                if ids
                else {}
            )
            _refused(refusal, codes, tz, as_json)
            return refusal.exit_code
    tz = zones[0]
    for sentence in notes:
        click.echo(sentence, err=True)
    answers = [_held_json(h, tz) for h in (held if isinstance(held, list) else [held])]
    if as_json:
        print_json(answers if isinstance(held, list) else answers[0])
        return 0
    for h in held if isinstance(held, list) else [held]:
        what = ", ".join(item.code for item in h.allocations)
        click.echo(
            _("Booked as {id}: {what}, {start} – {end}").format(
                id=h.activity_id, what=what, start=iso(h.start, tz), end=iso(h.end, tz)
            )
        )
        for sentence in h.notes:
            click.echo(sentence)
    return 0


def _held_json(held: Any, tz: ZoneInfo) -> dict[str, Any]:
    return {
        "activity": held.activity_id, "uid": held.uid, "from": iso(held.start, tz), "to": iso(held.end, tz),
        "allocations": [
            {"bookable": a.code, "from": iso(a.occupied_from, tz), "to": iso(a.occupied_to, tz)} for a in held.allocations
        ],
    }  # fmt: skip


def _refused(refusal: Refused, codes: dict[int, str], tz: ZoneInfo, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "violations": [violation_json(v, codes, tz) for v in refusal.violations],
                "alternatives": [alternative_json(a, codes, tz) for a in refusal.alternatives],
            }
        )
    print_refusal(refusal)
    for a in refusal.alternatives:
        what = ", ".join(codes.get(i, str(i)) for i in a.bookables)
        click.echo(
            _("Free instead: {start} – {end}, {what}").format(
                start=iso(a.start, tz), end=iso(a.end, tz), what=what
            ),
            err=True,
        )


@click.command()
@click.argument("activity")
@click.option("--reason", required=True, metavar="S")
@click.option(
    "--scope", type=click.Choice(["this", "following", "all"]), default="this", help="How much of a series."
)
@click.pass_obj
def cancel(choice: Choice, activity: str, reason: str, scope: str) -> None:
    """Cancel ACTIVITY (its number or uid); it stays on record with the reason."""
    from resource_centre.schedule import series
    from resource_centre.schedule.queries import activity_by_uid

    with opened(choice) as app:

        def command(unit: Any) -> list[int]:
            key = (
                int(activity)
                if activity.isdigit() and len(activity) < 18
                else activity_by_uid(unit, activity)
            )
            if key is None:
                raise NotFound(_("There is no activity “{text}”.").format(text=activity))
            return series.release(unit, key, reason, series.Scope(scope))

        count = len(app.write(command).value)
    click.echo(n_("{n} activity is cancelled.", "{n} activities are cancelled.", count).format(n=count))


@click.command()
@click.argument("bookables", nargs=-1)
@click.option("--length", required=True, help="2h, 90m, 1h30")
@click.option("--between", "window", nargs=2, required=True, metavar="T T")
@click.option("--units", multiple=True, metavar="MODEL=N")
@click.option("--limit", default=20, type=click.IntRange(1, 500))
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def free(
    choice: Choice,
    bookables: tuple[str, ...],
    length: str,
    window: tuple[str, str],
    units: tuple[str, ...],
    limit: int,
    as_json: bool,
) -> None:
    """When are BOOKABLES and so many units free together?"""
    from resource_centre.resources.queries import bookables_by_id
    from resource_centre.schedule.queries import free_slots
    from resource_centre.schedule.rules import ActivityKind, Hold

    def query(unit: Any) -> Any:
        centre, ids, models = _centre_for(unit, bookables, _units(units))
        span = between(*window, centre.tz)
        if span.length > timedelta(days=400):
            raise BadInput(_("The window is longer than 400 days. Choose a shorter one."))
        wanted = Hold(
            centre.id,
            ActivityKind.LAB_BOOKING,
            "?",
            span.start,
            span.start + parse_length(length),
            ids,
            models,
        )
        found = free_slots(unit, replace(wanted, person_id=unit.actor.person_id), span, limit)
        everything = {i for slot in found for i in slot.bookables}
        rows = bookables_by_id(unit, everything) if everything else {}
        return found, {i: row.code for i, row in rows.items()}, centre.tz

    with opened(choice) as app:
        found, codes, tz = app.read(query)
    if as_json:
        print_json([alternative_json(slot, codes, tz) for slot in found])
        return
    if not found:
        click.echo(_("Nothing is free together in this time. Ask for less, or look in another week."))
    for slot in found:
        click.echo(
            f"{iso(slot.start, tz)} – {iso(slot.end, tz)}  {', '.join(codes[i] for i in slot.bookables)}"
        )


@click.command()
@click.option("--between", "window", nargs=2, required=True, metavar="T T")
@click.option("--centre", "centre_text", default=None, metavar="C")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def bookings(choice: Choice, window: tuple[str, str], centre_text: str | None, as_json: bool) -> None:
    """List what takes place between two times, one line for each thing taken."""
    from resource_centre.centres.queries import centre_named, centres
    from resource_centre.people.roles import Data, Right, require
    from resource_centre.resources.queries import bookables
    from resource_centre.schedule.queries import blocks

    def query(unit: Any) -> Any:
        require(unit, Data.FREE_BUSY, Right.READ)
        own = sorted(unit.actor.centre_ids)
        if centre_text:
            wanted = [centre_named(unit, centre_text)]
        else:
            wanted = [c for c in centres(unit) if c.id in own] or centres(unit)
        if not wanted:
            raise NotFound(_("There is no centre yet."))
        found = []
        for centre in wanted:
            span: TimeRange = between(*window, centre.tz)
            found += [(row, centre.tz) for row in blocks(unit, centre.id, span)]
        return found, {row.id: row.code for row in bookables(unit, all_=True)}

    with opened(choice) as app:
        found, codes = app.read(query)
    if as_json:
        print_json(
            [
                {
                    "activity": b.activity_id, "uid": b.uid, "kind": b.kind, "state": b.state, "title": b.title,
                    "from": iso(b.start, tz), "to": iso(b.end, tz), "bookable": codes[b.bookable_id],
                }
                for b, tz in found
            ]
        )  # fmt: skip
        return
    table(
        [
            (b.activity_id, b.kind, b.state, b.title, iso(b.start, tz), iso(b.end, tz), codes[b.bookable_id])
            for b, tz in found
        ],
        [_("No."), _("Kind"), _("State"), _("Title"), _("From"), _("To"), _("Resource")],
    )
