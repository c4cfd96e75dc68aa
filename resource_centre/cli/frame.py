"""What every command shares: opening the database, who acts, printing JSON, refusals."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

import click

from resource_centre.core.context import SYSTEM
from resource_centre.core.errors import NotPermitted, Refused
from resource_centre.core.memory import settle
from resource_centre.core.times import TimeRange, iso, lenient_instant, parse_when
from resource_centre.i18n import _

if TYPE_CHECKING:
    from resource_centre.reports.charts import Charts
    from resource_centre.reports.shape import Summary

PATIENCE = 15.0  # seconds: a server that is started again, or whose standby takes over


class Drawing(Protocol):
    """What only the window can draw."""

    def tour(self, url: str | None, out: Path, language: str, theme: str, size: str) -> Iterable[Path]:
        """Pictures of every page."""

    def summary(self, found: Summary, charts: Charts | None) -> bytes:
        """The summary as a PDF."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The global options."""

    url: str | None
    login: str | None
    window: Drawing | None = None  # given by __main__

    @property
    def database(self) -> str:
        """The database's address: --db, RESOURCE_CENTRE_DB, or the user's own file."""
        from resource_centre.settings import default_database_url

        return self.url or default_database_url()


def drawing(choice: Choice) -> Drawing:
    """What draws; refuses where the command line runs without it."""
    if choice.window is None:
        raise click.UsageError(_("This program was started without its window; there is nothing to draw."))
    return choice.window


@contextmanager
def opened(choice: Choice, first_person: bool = False) -> Iterator[Any]:
    """The open App with its actor. `first_person`: while nobody is there yet, the program itself acts."""
    from resource_centre.app import App
    from resource_centre.people.queries import logins

    app = App.open(choice.database)
    settle()
    app.patience = PATIENCE if app.file is None else 0.0
    try:
        if first_person and not app.read(logins, SYSTEM):
            app.actor = SYSTEM
        elif app.sign_in_by_connection() is not None:
            pass
        elif choice.login:
            sign_in(app, choice.login)
        else:
            try:
                app.sign_in_alone()
            except NotPermitted:
                known = app.read(logins, SYSTEM)
                if len(known) != 1:
                    raise
                sign_in(app, known[0][1])
        yield app
    finally:
        app.close()


def sign_in(app: Any, login: str) -> None:
    """Signs in; a person with a password gives it in RESOURCE_CENTRE_PASSWORD or is asked for it."""
    password = os.environ.get("RESOURCE_CENTRE_PASSWORD")
    try:
        app.sign_in(login, password)
    except NotPermitted:
        if password is not None or not sys.stdin.isatty():
            raise
        app.sign_in(login, click.prompt(_("Password"), hide_input=True, err=True))


def print_json(value: Any) -> None:
    """Prints JSON as people can read it, in UTF-8."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def between(first: str, last: str, tz: ZoneInfo) -> TimeRange:
    """A window from what was typed; a day alone means its midnight."""
    return TimeRange(edge(first, tz), edge(last, tz))


def edge(text: str, tz: ZoneInfo) -> datetime:
    """An instant from ISO 8601; a day alone means its midnight."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return when(text, tz)
    return lenient_instant(datetime(day.year, day.month, day.day), tz)


def when(text: str, tz: ZoneInfo) -> datetime:
    """An instant from ISO 8601 in wall time; says so when the hour occurs twice."""
    resolved = parse_when(text, tz)
    if resolved.note:
        click.echo(resolved.note, err=True)
    return resolved.instant


def violation_json(v: Any, codes: dict[int, str], tz: ZoneInfo) -> dict[str, Any]:
    """One violation, as the contract has it; a bookable is named by its code, as in allocations."""
    return {
        "code": v.code, "message": v.message, "bookable": codes.get(v.bookable_id, v.bookable), "held_by": v.held_by,
        "from": iso(v.start, tz) if v.start else None, "to": iso(v.end, tz) if v.end else None, "overridable": v.overridable,
    }  # fmt: skip


def alternative_json(a: Any, codes: dict[int, str], tz: ZoneInfo) -> dict[str, Any]:
    """One alternative, as the contract has it."""
    return {
        "from": iso(a.start, tz),
        "to": iso(a.end, tz),
        "bookables": [codes.get(i, str(i)) for i in a.bookables],
    }


def print_refusal(refusal: Refused) -> None:
    """A refusal for people: every reason, each with what would help."""
    said: set[str] = set()
    for violation in refusal.violations:
        line = f"{violation.message} {violation.fix}".strip()
        if line not in said:
            said.add(line)
            click.echo(line, err=True)
    if not refusal.violations:
        click.echo(str(refusal), err=True)


def table(rows: Sequence[Sequence[Any]], titles: Sequence[str]) -> None:
    """Prints rows in columns."""
    texts = [[str(cell) if cell is not None else "" for cell in row] for row in rows]
    widths = [max(len(t), *(len(row[i]) for row in texts)) if texts else len(t) for i, t in enumerate(titles)]
    for row in [list(titles), *texts]:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
