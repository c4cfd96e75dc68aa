"""Commands of the database: init, upgrade, check, backup, restore, copy."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from resource_centre.cli.frame import Choice
from resource_centre.core.errors import BadInput, DatabaseDamaged, DatabaseUnreachable
from resource_centre.i18n import _

if TYPE_CHECKING:
    from sqlalchemy import Engine


@click.group()
def db() -> None:
    """Prepare, bring up to date, check, back up and restore the database."""


@db.command()
@click.pass_obj
def init(choice: Choice) -> None:
    """Prepare a new, empty database."""
    from resource_centre.app import prepare
    from resource_centre.db.secure import without_password

    prepare(choice.database)
    click.echo(_("The database is ready: {url}").format(url=without_password(choice.database)))


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
@click.option("--merge", is_flag=True, help="Bring the data into a database that holds other centres.")
@click.option("--centre", help="Only this centre and what it needs.")
@click.option("--dry-run", is_flag=True, help="Try all of it and write nothing.")
@click.pass_obj
def copy(choice: Choice, target_url: str, merge: bool, centre: str | None, dry_run: bool) -> None:
    """Copy everything to another database: to a server, or from it into a file."""
    from resource_centre.db.engine import open_engine

    if merge and centre:
        raise BadInput(
            _("Copy the centre into a file with “--centre” first, then bring that file in with “--merge”.")
        )
    source, target = _existing(choice), open_engine(target_url)
    if merge:
        _merge(source, target, dry_run)
        return
    from resource_centre.db.copying.whole import copy as bring

    made = bring(source, target, centre, dry_run=dry_run, tell=_Progress())
    for name, each in made.sums.items():
        if each.rows:
            click.echo(f"{name:24}{each.rows:>9}  {each.digest[:16]}")
    click.echo(
        _("{n} rows would be copied.").format(n=made.rows)
        if dry_run
        else _("{n} rows were copied; every table was compared and is the same.").format(n=made.rows)
    )


def _merge(source: Engine, target: Engine, dry_run: bool) -> None:
    from resource_centre.db.copying.merge import insist, merge

    made = merge(source, target, dry_run=dry_run, tell=_Progress())
    for name in sorted({*made.added, *made.matched}):
        click.echo(f"{name:24}{made.added.get(name, 0):>9}{made.matched.get(name, 0):>9}")
    for sentence in made.clashes:
        click.echo(sentence)
    insist(made)
    click.echo(
        _("Added: {added} rows. There already: {matched}.").format(
            added=sum(made.added.values()), matched=sum(made.matched.values())
        )
    )
    if dry_run:
        click.echo(_("Nothing was written."))


class _Progress:
    """A line on the terminal's error channel for each table; silent when nobody looks."""

    def __init__(self) -> None:
        self._table = ""

    def __call__(self, table: str, done: int, of: int) -> None:
        if table != self._table and sys.stderr.isatty():
            self._table = table
            click.echo(f"{100 * done // max(of, 1):3} % {table}", err=True)


def _existing(choice: Choice) -> Engine:
    from resource_centre.db.engine import open_engine, sqlite_file

    engine = open_engine(choice.database)
    file = sqlite_file(engine.url)
    if file is not None and not file.exists():
        raise DatabaseUnreachable(
            _("There is no database at {file}. Prepare one with “db init”.").format(file=file)
        )
    return engine
