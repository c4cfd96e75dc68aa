"""Reminding borrowers the day before something is due."""

from __future__ import annotations

from sqlalchemy import and_, exists, select

from resource_centre.audit.model import Step
from resource_centre.audit.service import record_step
from resource_centre.bookings.model import Loan
from resource_centre.bookings.queries import due_soon
from resource_centre.centres import queries as centres
from resource_centre.core.changes import Topic
from resource_centre.db.unit import Unit
from resource_centre.i18n import LANGUAGES, N_, _, use
from resource_centre.outbox.service import tell
from resource_centre.people.queries import person
from resource_centre.people.roles import Data, Right, require
from resource_centre.schedule.model import Activity
from resource_centre.schedule.rules import ActivityState, moment

REMINDED = N_("Reminded: due {when}.")


def remind(unit: Unit, centre_id: int) -> int:
    """Tells every borrower of what is due today or tomorrow, once for each due time; answers how many were told.

    That a borrower was told is on the loan's record, so it does not matter how often, or by whom, this is asked for.
    """
    require(unit, Data.BOOKINGS, Right.WRITE, centre_id)
    row, a = centres.centre(unit, centre_id), Activity
    query = select(a.id, a.title, a.ends_at, Loan.borrower_id).join(Loan, Loan.activity_id == a.id)
    query = query.where(
        a.centre_id == centre_id,
        a.state == str(ActivityState.CHECKED_OUT),
        Loan.borrower_id.is_not(None),
        due_soon(unit, centre_id),
    )
    told = 0
    for activity_id, title, due, borrower_id in unit.rows(query):
        said = {}
        for code in LANGUAGES:
            with use(code):
                said[code] = _(REMINDED).format(when=moment(due, row.tz))
        if _is_on_record(unit, activity_id, list(said.values())):
            continue
        with use(person(unit, borrower_id).language):
            subject = _("“{title}” is due back {when}").format(title=title, when=moment(due, row.tz))
            body = _("Please bring it back complete, or ask the centre to extend the loan.")
        tell(unit, borrower_id, "loan_due", subject, body, "activity", activity_id, centre_id)
        out = ActivityState.CHECKED_OUT
        record_step(unit, "activity", activity_id, centre_id, out, out, said[row.language])
        told += 1
    if told:
        unit.changed(Topic.LOANS)
    return told


def _is_on_record(unit: Unit, activity_id: int, words: list[str]) -> bool:
    found = and_(Step.subject == "activity", Step.subject_id == activity_id, Step.reason.in_(words))
    return bool(unit.value(select(exists().where(found))))
