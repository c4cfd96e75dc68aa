"""Commands of people and centres."""

from __future__ import annotations

import sys

import click

from resource_centre.cli.frame import Choice, opened, print_json, table
from resource_centre.core.context import Role
from resource_centre.i18n import _


@click.group()
def person() -> None:
    """Add, list and disable people."""


@person.command()
@click.argument("login")
@click.option("--name", required=True)
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice([str(r) for r in Role]))
@click.option("--centre", "centre_text", required=True, metavar="C", help="Id, code or name of the centre.")
@click.option("--email", default="")
@click.option("--language", default=None, help="en, ru or kk; the centre's otherwise.")
@click.pass_obj
def add(
    choice: Choice,
    login: str,
    name: str,
    roles: tuple[str, ...],
    centre_text: str,
    email: str,
    language: str | None,
) -> None:
    """Add a person with LOGIN; the very first one needs nobody's leave."""
    from resource_centre.centres.queries import centre_named
    from resource_centre.people.service import PersonDraft, add_person
    from resource_centre.resources.service import ensure_person_bookable

    with opened(choice, first_person=True) as app:

        def command(unit):  # type: ignore[no-untyped-def]
            where = centre_named(unit, centre_text)
            draft = PersonDraft(name, login, email, language=language or where.language)
            row = add_person(unit, draft, [(Role(r), where.id) for r in roles])
            if {Role.COORDINATOR, Role.CONSULTANT, Role.AMBASSADOR} & {Role(r) for r in roles}:
                ensure_person_bookable(unit, row.id, where.id)
            return row

        row = app.write(command).value
        click.echo(_("{name} can sign in as {login}.").format(name=row.name, login=row.login))
        if app.file is None:
            click.echo(_("Give them a password with “person password {login}”.").format(login=row.login))


@person.command()
@click.argument("login")
@click.pass_obj
def password(choice: Choice, login: str) -> None:
    """Set the password of LOGIN: asked for twice, or one line of standard input."""
    from resource_centre.people.queries import person_by_login
    from resource_centre.people.service import set_password

    with opened(choice) as app:
        if sys.stdin.isatty():
            new = click.prompt(_("New password"), hide_input=True, confirmation_prompt=True, err=True)
        else:
            new = sys.stdin.readline().rstrip("\r\n")
        own = app.actor.login == login.strip().lower()
        old = (
            click.prompt(_("Old password"), hide_input=True, err=True, default="")
            if own and sys.stdin.isatty()
            else None
        )
        app.write(lambda unit: set_password(unit, person_by_login(unit, login).id, new, old))
    click.echo(_("The password is set."))


@person.command("list")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def list_(choice: Choice, as_json: bool) -> None:
    """List people with their roles."""
    from resource_centre.people.queries import people
    from resource_centre.people.roles import Data, Right, require

    with opened(choice) as app:

        def query(unit):  # type: ignore[no-untyped-def]
            require(unit, Data.PEOPLE, Right.READ)
            return people(unit, everyone=True)

        rows = app.read(query)
    if as_json:
        print_json(
            [
                {"id": p.id, "login": p.login, "name": p.name, "active": p.active, "roles": [{"role": str(r), "centre": c} for r, c in p.roles]}
                for p in rows
            ]
        )  # fmt: skip
        return
    table(
        [
            (
                p.id,
                p.login,
                p.name,
                ", ".join(sorted({str(r) for r, _c in p.roles})),
                "" if p.active else _("disabled"),
            )
            for p in rows
        ],
        [_("Id"), _("Login"), _("Name"), _("Roles"), ""],
    )


@person.command()
@click.argument("login")
@click.pass_obj
def disable(choice: Choice, login: str) -> None:
    """Disable LOGIN: they can no longer sign in; everything they did stays."""
    from resource_centre.people.queries import person_by_login
    from resource_centre.people.service import set_active

    with opened(choice) as app:
        row = app.write(lambda unit: set_active(unit, person_by_login(unit, login).id, False)).value
    click.echo(_("{name} can no longer sign in.").format(name=row.name))


@click.group()
def centre() -> None:
    """Add and list centres."""


@centre.command("add")
@click.argument("code")
@click.option("--name", required=True)
@click.option("--zone", required=True, help="An IANA zone, like Asia/Almaty.")
@click.option("--country", required=True, help="Two letters, like KZ.")
@click.option("--language", default="en")
@click.pass_obj
def add_centre_(choice: Choice, code: str, name: str, zone: str, country: str, language: str) -> None:
    """Add a centre, open Monday to Friday from 9 to 18."""
    from resource_centre.centres.service import CentreDraft, add_centre

    with opened(choice, first_person=True) as app:
        row = app.write(
            lambda unit: add_centre(unit, CentreDraft(code, name, zone, country, language=language))
        ).value
    click.echo(_("The centre {name} has the number {id}.").format(name=row.name, id=row.id))


@centre.command("list")
@click.option("--json", "as_json", is_flag=True)
@click.pass_obj
def list_centres(choice: Choice, as_json: bool) -> None:
    """List the centres."""
    from resource_centre.centres.queries import centres

    with opened(choice, first_person=True) as app:
        rows = app.read(centres)
    if as_json:
        print_json(
            [{"id": c.id, "code": c.code, "name": c.name, "zone": c.zone, "country": c.country} for c in rows]
        )
        return
    table(
        [(c.id, c.code, c.name, c.zone, c.country) for c in rows],
        [_("Id"), _("Code"), _("Name"), _("Zone"), _("Country")],
    )
