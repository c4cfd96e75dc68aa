"""Questions before a step that others hear of, or that cannot be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from resource_centre.db.unit import Unit
from resource_centre.i18n import _, n_
from resource_centre.training import service
from resource_centre.training.queries import CourseDetail, CourseSessionRow, EnrolmentRow
from resource_centre.training.rules import CourseState, EnrolmentState
from resource_centre.ui.desk import Desk
from resource_centre.ui.widgets.dialog import Ask, Reason
from resource_centre.ui.words import span_words

C, E = CourseState, EnrolmentState


def reason_of(desk: Desk, parent: QWidget, found: EnrolmentRow, state: EnrolmentState) -> None:
    """Why somebody is rejected, withdrawn, did not complete, did not come."""
    titles = {
        E.REJECTED: _("Reject {name}"), E.WITHDRAWN: _("Withdraw {name}"), E.NOT_COMPLETED: _("{name} did not complete"),
        E.NO_SHOW: _("{name} did not come"),
    }  # fmt: skip
    verbs = {
        E.REJECTED: _("Reject"),
        E.WITHDRAWN: _("Withdraw"),
        E.NOT_COMPLETED: _("Record"),
        E.NO_SHOW: _("Record"),
    }
    told = _("{name} is told, with your reason.").format(name=found.person)
    if state is E.WITHDRAWN:
        told += " " + _("Who waits longest gets the place while the course has not begun.")
    Reason(
        desk, parent, titles[state].format(name=found.person), verbs[state], told,
        lambda unit, why: service.set_enrolment(unit, found.id, state, why, found.version),
        optional=state in (E.NO_SHOW, E.WITHDRAWN), said=_("Recorded."),
    ).open()  # fmt: skip


def ask_withdraw(desk: Desk, parent: QWidget, found: EnrolmentRow) -> None:
    """A person leaves a course."""
    Reason(
        desk, parent, _("Withdraw from the course"), _("Withdraw"), _("Your place goes to somebody else, and you cannot apply again."),
        lambda unit, why: service.set_enrolment(unit, found.id, E.WITHDRAWN, why, found.version),
        optional=True, said=_("You have withdrawn."),
    ).open()  # fmt: skip


def ask_certify(desk: Desk, parent: QWidget, detail: CourseDetail, people: Sequence[EnrolmentRow]) -> None:
    """One certificate, or one for everybody who completed."""
    names = ", ".join(e.person for e in people)
    words = n_(
        "{names} gets a certificate, and owes to pass the course on within half a year.",
        "{names} get certificates, and each owes to pass the course on within half a year.",
        len(people),
    ).format(names=names)
    if detail.row.qualification:
        words += " " + _("With it comes the training “{training}”.").format(training=detail.row.qualification)

    def command(unit: Unit) -> Any:
        for each in people:
            service.set_enrolment(unit, each.id, E.CERTIFIED, version=each.version)

    said = n_("{n} certificate given.", "{n} certificates given.", len(people)).format(n=len(people))
    Ask(
        desk, parent, _("Certify"), _("Certify"), words, lambda: desk.write(parent, command, said=said)
    ).open()


def ask_finish(desk: Desk, parent: QWidget, detail: CourseDetail) -> None:
    """The course is over; says who still stands open."""
    still = sum(1 for e in detail.enrolments if e.state is E.IN_PROGRESS)
    ahead = sum(1 for s in detail.sessions if s.state == "planned" and s.end > desk.now())
    words = _("Nobody can be enrolled any more. Completing and certifying stay possible.")
    if still:
        words = (
            n_("{n} person is still in progress.", "{n} people are still in progress.", still).format(n=still)
            + " "
            + words
        )
    if ahead:
        words = (
            n_("{n} session is still to come.", "{n} sessions are still to come.", ahead).format(n=ahead)
            + " "
            + words
        )
    key = detail.row.id
    Ask(
        desk, parent, _("Finish the course"), _("Finish"), words,
        lambda: desk.write(
            parent, lambda unit: service.set_course_state(unit, key, C.FINISHED), said=_("The course is finished.")
        ),
    ).open()  # fmt: skip


def ask_cancel(desk: Desk, parent: QWidget, detail: CourseDetail) -> None:
    """The course does not take place."""
    key = detail.row.id
    Reason(
        desk, parent, _("Cancel the course"), _("Cancel the course"),
        _("Every session to come is released; everyone on the course is told your reason."),
        lambda unit, why: service.set_course_state(unit, key, C.CANCELLED, why), said=_("The course is cancelled."),
    ).open()  # fmt: skip


def ask_drop(desk: Desk, parent: QWidget, session: CourseSessionRow) -> None:
    """A session does not take place."""
    what = _("{when}: lab and lead are free again.").format(
        when=span_words(session.start, session.end, desk.zone)
    )
    Reason(
        desk, parent, _("Cancel the session"), _("Cancel the session"), what,
        lambda unit, why: service.drop_session(unit, session.id, why), said=_("The session is cancelled."),
    ).open()  # fmt: skip
