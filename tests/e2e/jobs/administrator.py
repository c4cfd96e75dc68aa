"""An administrator: people and roles, the centre, its hours and closures, a backup; no command line needed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.e2e.jobs.asking import one
from tests.e2e.person import Person


def section(person: Person, words: str) -> Any:
    """A section of the settings."""
    page = person.page("settings")
    person.row(page.list, words)
    return page


def add_a_person(person: Person) -> None:
    """A colleague with a role."""
    page = section(person, "People and roles")
    person.press("Add a person…", page)
    dialog: Any = person.dialog()
    person.fill(dialog, "name", "Gulnar Abenova")
    person.fill(dialog, "login", "gulnar")
    person.click(dialog.roles[next(role for role in dialog.roles if role.value == "consultant")])
    person.press("Add", dialog)
    person.no_dialog()
    roles = "select count(*) from person_role r join person p on p.id = r.person_id where p.login = 'gulnar'"
    assert one(person, roles) == 1


def close_the_centre(person: Person) -> None:
    """A day on which nothing can be booked."""
    page = section(person, "Opening hours")
    person.press("Close the centre…", page)
    dialog = person.dialog()
    person.fill(dialog, "title", "Power works")
    person.press("Close the centre", dialog)
    person.no_dialog()
    assert one(person, "select count(*) from closure where title = 'Power works'") == 1


def change_the_hours(person: Person) -> None:
    """Open on Sundays too."""
    page = section(person, "Opening hours")
    sundays = "select count(*) from opening_hours where centre_id = 1 and weekday = 6 and bookable_id is null"
    assert one(person, sundays) == 0
    person.press("Sunday", page)
    person.press("Save the hours", page)
    person.settle()
    person.until(lambda: one(person, sundays) == 1, "the hours were not saved")


def back_up(person: Person) -> None:
    """A backup with one click."""
    page = section(person, "Data and backups")
    person.press("Back up now", page)
    person.settle()
    folder = Path(str(person.app.file)).parent / "backups"
    person.until(lambda: any(folder.glob("*.db")), "there is no backup")


administrator = (add_a_person, close_the_centre, change_the_hours, back_up)
