"""The one place where errors of a database become sentences."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy.exc import DBAPIError

from resource_centre.core.errors import (
    BadInput,
    DatabaseAway,
    DatabaseDamaged,
    DatabaseTrouble,
    DatabaseUnreachable,
    DatabaseVersion,
    NotPermitted,
    Refused,
    Trouble,
)
from resource_centre.db.unconnected import reason
from resource_centre.i18n import N_, _

OVERLAP = "allocation_no_overlap"
PLACES = "assignment_places"  # the server's own count (migration 0002); its message is the number of places

# A constraint, by its name or (as SQLite reports unique ones) by its columns, and its sentence.
SENTENCES: dict[str, str] = {
    "ck_activity_order": N_("The end lies before the start. Choose an end after the start."),
    "ck_activity_buffers": N_("Set-up and clear-down are minutes, zero or more."),
    "ck_allocation_order": N_("The end lies before the start. Choose an end after the start."),
    "ck_closure_order": N_("A closure ends after it starts. Choose a later end."),
    "ck_outage_order": N_("An outage ends after it starts. Choose a later end."),
    "ck_opening_hours_order": N_("Opening hours end after they start, within one day."),
    "ck_availability_order": N_("The time ends after it starts, within one day."),
    "ck_preferred_slot_order": N_("A preferred time ends after it starts."),
    "ck_event_session_order": N_("A session ends after it starts."),
    "ck_rating_score": N_("A rating is a number from 1 to 5."),
    "ck_participation_headcount": N_("A headcount is zero or more."),
    "ck_volunteer_hours_minutes": N_("Hours are more than zero."),
    "ck_loan_part_counts": N_("A count of parts is zero or more."),
    "ck_quota_amount": N_("A quota is more than zero."),
    "person.login": N_("This login is taken. Choose another one."),
    "centre.code": N_("Another centre has this code. Choose another one."),
    "bookable.centre_id, bookable.code": N_(
        "Another resource of this centre has this code or asset tag. Choose another one."
    ),
    "equipment_model.centre_id, equipment_model.name": N_("This centre has a model of this name already."),
    "school.centre_id, school.external_id": N_("Another school of this centre has this external number."),
    "qualification.centre_id, qualification.name": N_(
        "This centre has a qualification of this name already."
    ),
    "event_school.event_id, event_school.school_id": N_("This school takes part already."),
    "enrolment.course_id, enrolment.person_id": N_("This person is on the course already."),
    "rating.request_id": N_("This request has been rated already."),
    "request.centre_id, request.number": N_("This request number is taken. Try again."),
    "event.centre_id, event.number": N_("This event number is taken. Try again."),
    "model_part.model_id, model_part.name": N_("This model has a part of this name already."),
    "login_of_the_server": N_("The server uses this login for something else already. Choose another one."),
    "login_of_another_database": N_(
        "Another database of this server uses this login too. Its password and its name are changed there, or by the person."
    ),
    "nothing_is_deleted": N_("Nothing is deleted here: cancel it instead, so that its history stays."),
    "audit_is_append_only": N_("The audit can be added to and read, never changed."),
}


def overlap() -> Refused:
    """What the database itself says when two live allocations would overlap."""
    return Refused(_("The time was taken by somebody else a moment ago. Look at what is free now."))


def nobody(login: str) -> NotPermitted:
    """What a login is told that has no person (or no rights) in this database."""
    return NotPermitted(
        _(
            "The login “{login}” belongs to nobody in this database. Ask its administrator to add you, or use your own login."
        ).format(login=login)
    )


def without_role() -> NotPermitted:
    """What a person is told who may enter and has nothing to do there."""
    return NotPermitted(_("You have no role at any centre yet. Ask the administrator for one."))


class Collision(DatabaseTrouble):
    """Two writers got into each other's way and this one was undone: do it again, with these `turns` taken first."""

    def __init__(self, turns: frozenset[tuple[int, int]] = frozenset()) -> None:
        super().__init__(_("Somebody else changed the same thing at the same moment. Try again."))
        self.turns = turns


def translated(trouble: DBAPIError) -> Trouble:
    """The typed error with a sentence for an error of the database."""
    diagnosis = getattr(trouble.orig, "diag", None)
    if diagnosis is not None:
        return _of_the_server(trouble, getattr(trouble.orig, "sqlstate", None) or "", diagnosis)
    return translated_text(str(trouble.orig), trouble.orig)


def translated_text(text: str, original: BaseException | None = None) -> Trouble:
    """As `translated`, from the driver's own words."""
    if OVERLAP in text:
        return overlap()
    for name, sentence in SENTENCES.items():
        if text.endswith(name) or f'"{name}"' in text:
            return BadInput(_(sentence))
    if "UNIQUE constraint failed" in text:
        return BadInput(_("This is on record already: {what}.").format(what=text.rpartition(": ")[2]))
    if "FOREIGN KEY constraint failed" in text:
        return BadInput(_("Something this refers to does not exist (any more)."))
    if "CHECK constraint failed" in text or "NOT NULL constraint failed" in text:
        return BadInput(
            _("A value is missing or not possible: {what}.").format(what=text.rpartition(": ")[2])
        )
    return _trouble_of_the_file(text.lower(), original)


# What the server's unique constraints are called, by what SQLite says of them.
NAMED = {
    "uq_" + name.split(".")[0] + "_" + "_".join(part.split(".")[1] for part in name.split(", ")): sentence
    for name, sentence in SENTENCES.items()
    if "." in name
}


def _of_the_server(trouble: DBAPIError, state: str, diagnosis: Any) -> Trouble:
    """By SQLSTATE (PostgreSQL, appendix A) and the name of the constraint."""
    name = diagnosis.constraint_name or ""
    words = diagnosis.message_primary or str(trouble.orig).strip().splitlines()[0]
    if name == OVERLAP:
        return overlap()
    if name == PLACES:
        return Refused(_("All {n} places are filled by now. Thank you for the answer.").format(n=words))
    if name in SENTENCES or name in NAMED:
        return BadInput(_(SENTENCES.get(name) or NAMED[name]))
    if words in SENTENCES:
        return BadInput(_(SENTENCES[words]))
    if state in ("40001", "40P01"):
        return Collision()
    if state == "23505":
        return BadInput(_("This is on record already: {what}.").format(what=name))
    if state == "23503":
        return BadInput(_("Something this refers to does not exist (any more)."))
    if state.startswith("23"):
        return BadInput(
            _("A value is missing or not possible: {what}.").format(what=name or diagnosis.column_name)
        )
    if state.startswith("22"):
        return BadInput(_("A value is too long or not possible: {what}.").format(what=words))
    if words == "may_not_make_logins":
        return NotPermitted(
            _(
                "The owner of this database may not make logins. Whoever runs the server gives that right: "
                "ALTER ROLE … CREATEROLE."
            )
        )
    if state == "42501":
        return NotPermitted(_("The server does not let you do this. Ask the administrator for the right."))
    if state in ("42P01", "3F000"):
        return DatabaseVersion(_("This database is empty. Prepare it with “db init”."))
    if state == "53100":
        return DatabaseAway(
            _("The server's disk is full; nothing was changed. Ask who runs it to make room.")
        )
    if state == "25006":  # it was the primary a moment ago
        return DatabaseAway(_("This server takes no changes just now: another one is taking over."))
    if state[:2] in ("", "08", "53", "57", "28", "3D"):
        sentence = _("The database does not answer: {text}.").format(text=words.rstrip("."))
        known = reason(str(trouble.orig))
        if known is not None and not isinstance(known, DatabaseAway):
            return known
        if known is None and (state[:2] in ("28", "3D") or state == "57014"):
            return DatabaseUnreachable(sentence)
        return DatabaseAway(str(known or sentence), _("The server does not answer."))
    return DatabaseTrouble(_("The database refused: {text}.").format(text=words))


def _trouble_of_the_file(text: str, original: BaseException | None) -> Trouble:
    if "not a database" in text or "file is encrypted" in text:
        return DatabaseDamaged(_("This file is not a Resource Centre database. Choose another file."))
    if "malformed" in text or "corrupt" in text:
        return DatabaseDamaged(
            _("The database file is damaged. Restore the newest backup (“db restore FILE”).")
        )
    if "readonly" in text or "read-only" in text:
        return DatabaseUnreachable(
            _("The database is read-only. Allow writing to the file and its folder, then try again.")
        )
    if "disk is full" in text:
        return DatabaseAway(_("The disk is full; nothing was changed. Make room, then try again."))
    if "locked" in text or "busy" in text:
        return DatabaseAway(_("Another program holds the database. Close it, or try again in a moment."))
    if "unable to open" in text:
        return DatabaseAway(
            _("The database file cannot be opened. Check that its folder exists and may be written.")
        )
    if "no such table" in text:
        return DatabaseVersion(_("This database is empty. Prepare it with “db init”."))
    if "disk i/o" in text:
        return DatabaseAway(
            _("The disk did not answer; nothing was changed. Check the drive, then try again.")
        )
    if isinstance(original, sqlite3.OperationalError):
        return DatabaseUnreachable(_("The database does not answer: {text}.").format(text=text))
    return DatabaseTrouble(_("The database refused: {text}.").format(text=text))
