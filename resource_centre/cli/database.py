"""Commands of the database: init, upgrade, check, backup, restore, copy."""

from __future__ import annotations

from pathlib import Path

import click

from resource_centre.cli.frame import Choice
from resource_centre.core.errors import BadInput, DatabaseDamaged, DatabaseUnreachable
from resource_centre.i18n import _


@click.group()
def db() -> None:
    """Prepare, bring up to date, check, back up and restore the database."""


@db.command()
@click.pass_obj
def init(choice: Choice) -> None:
    """Prepare a new, empty database."""
    from resource_centre.app import prepare

    prepare(choice.database)
    click.echo(_("The database is ready: {url}").format(url=choice.database))


@db.command()
@click.pass_obj
def upgrade(choice: Choice) -> None:
    """Back an older database up and bring it to this program's schema."""
    from resource_centre.db import upgrade as upgrading
    from resource_centre.db.engine import open_engine

    saved = upgrading.upgrade(open_engine(choice.database))
    if saved:
        click.echo(_("A backup was made first: {file}").format(file=saved))
    click.echo(_("The database has this program’s schema ({head}).").format(head=upgrading.head()))


@db.command()
@click.pass_obj
def check(choice: Choice) -> None:
    """Look for damage: the file itself, overlaps, half activities, gaps in the audit."""
    from resource_centre.db.check import problems

    found = problems(_existing(choice))
    for sentence in found:
        click.echo(sentence)
    if found:
        raise DatabaseDamaged(
            _("The check found {count} problems. Restore a backup, or ask for help.").format(count=len(found))
        )
    click.echo(_("The database is sound."))


@db.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def backup(choice: Choice, file: Path) -> None:
    """Write a consistent copy into FILE while others go on working."""
    from resource_centre.db.backup import backup as make

    click.echo(_("The backup is in {file}").format(file=make(_existing(choice), file)))


@db.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def restore(choice: Choice, file: Path) -> None:
    """Put the backup FILE in place; what is there now is saved beside it first."""
    from resource_centre.db.backup import restore as put
    from resource_centre.db.engine import open_engine
    from resource_centre.db.upgrade import known_revisions

    saved = put(file, open_engine(choice.database), known_revisions())
    if saved:
        click.echo(_("What was there is saved in {file}").format(file=saved))
    click.echo(_("The backup is in place."))


@db.command()
@click.argument("target_url")
def copy(target_url: str) -> None:
    """Copy everything to another database (a PostgreSQL server)."""
    raise BadInput(
        _(
            "Copying to a server is not part of this version yet; “db backup” and “db restore” move a local file."
        )
    )


def _existing(choice: Choice):  # type: ignore[no-untyped-def]
    from resource_centre.db.engine import open_engine, sqlite_file

    engine = open_engine(choice.database)
    file = sqlite_file(engine.url)
    if file is not None and not file.exists():
        raise DatabaseUnreachable(
            _("There is no database at {file}. Prepare one with “db init”.").format(file=file)
        )
    return engine
