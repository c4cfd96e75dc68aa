"""What each person may add, change and take away: the second half of `expected`, in the same words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Table

from resource_centre.core.context import Role
from resource_centre.db.tables import all_metadata
from resource_centre.people.roles import Data, Right
from tests.db.rights.expected import (
    APPROVE,
    OWN,
    READ,
    WRITE,
    Reader,
    Row,
    Rule,
    _any,
    _at,
    _either,
    _own,
    _up,
)

Steps = frozenset[tuple[str, str]]
SAFEGUARDS = (Role.COORDINATOR, Role.MANAGER)


def _steps(*words: str) -> Steps:
    found = set()
    for word in words:
        before, after = word.split(" > ")
        found |= {(source, after) for source in before.split("|")}
    return frozenset(found)


def _all(*rules: Rule) -> Rule:
    return lambda w, r: all(rule(w, r) for rule in rules)


def _is(**values: object) -> Rule:
    return lambda _w, r: all(r[name] == value for name, value in values.items())


def _holds(*roles: Role) -> Rule:
    return lambda w, r: any(w.holds(role, r["centre_id"]) for role in roles)


def _own_row(data: Data, column: str = "person_id") -> Rule:
    return lambda w, r: r[column] is not None and r[column] == w.own(data) and w.at(data, OWN, r["centre_id"])


def _by_part(one: Rule, all_of_it: Rule) -> Rule:
    """One rule for what is about a bookable or a model, another for what is about the whole centre."""

    def rule(w: Reader, r: Row) -> bool:
        whole = r["bookable_id"] is None and r.get("model_id") is None
        return (all_of_it if whole else one)(w, r)

    return rule


def _quota(w: Reader, r: Row) -> bool:
    return w.sees_key("policy", r["policy_id"]) and _policy(w, w.book.row("policy", r["policy_id"]))


def _allocation(w: Reader, r: Row) -> bool:
    activity, taken = w.book.row("activity", r["activity_id"]), w.book.row("bookable", r["bookable_id"])
    event = activity["kind"] == "event_session" and w.at(Data.EVENTS, WRITE, activity["centre_id"])
    own = w.me is not None and activity["person_id"] == w.me and w.at(Data.BOOKINGS, OWN, r["centre_id"])
    coming = (
        taken["person_id"] is not None
        and taken["person_id"] == w.own(Data.BOOKINGS)
        and activity["id"] in w.coming
    )
    return (
        w.at(Data.BOOKINGS, WRITE, r["centre_id"]) or (event and w.at(Data.EVENTS, WRITE, r["centre_id"]))
        or own or (coming and w.sees_key("bookable", taken["id"]))
    )  # fmt: skip


def _slot(w: Reader, r: Row) -> bool:
    above = w.book.row("request", r["request_id"])
    return w.sees_key("request", r["request_id"]) and (
        w.at(Data.REQUESTS, WRITE, above["centre_id"])
        or above["requester_id"] == w.own(Data.REQUESTS) is not None
    )


def _said(w: Reader, r: Row) -> bool:
    above = w.book.row("request", r["request_id"])
    if r["author_id"] != w.me or w.me is None or not w.sees_key("request", r["request_id"]):
        return False
    return w.at(Data.NOTES, WRITE, above["centre_id"]) or (
        not r["internal"] and above["requester_id"] == w.own(Data.REQUESTS) is not None
    )


def _asked_by_me(w: Reader, r: Row) -> bool:
    return w.sees_key("request", r["request_id"]) and (
        w.book.row("request", r["request_id"])["requester_id"] == w.own(Data.REQUESTS) is not None
    )


def _registers(w: Reader, r: Row) -> bool:
    if not w.sees_key("event", r["event_id"]):
        return False
    event = w.book.row("event", r["event_id"])
    school = w.school(Data.SCHOOLS)
    ours = school is not None and r["school_id"] == school and event["state"] == "published"
    return ours or w.at(Data.EVENTS, WRITE, event["centre_id"])


def _of_profile(data: Data) -> Rule:
    def rule(w: Reader, r: Row) -> bool:
        profile = w.book.ambassadors.get(r["person_id"])
        return (
            profile is not None
            and w.sees_key("ambassador", profile["id"])
            and w.at(data, WRITE, profile["centre_id"])
        )

    return rule


def _clears(w: Reader, r: Row) -> bool:
    profile = w.book.ambassadors.get(r["person_id"])
    return profile is not None and w.at(Data.CLEARANCES, WRITE, profile["centre_id"])


def _attends(w: Reader, r: Row) -> bool:
    session = w.book.row("training_session", r["training_session_id"])
    course = w.book.row("course", session.get("course_id"))
    return (
        bool(course)
        and w.sees_key("course", course["id"])
        and w.at(Data.TRAINING, WRITE, course["centre_id"])
    )


def _owes(w: Reader, r: Row) -> bool:
    course = w.book.row("course", w.book.row("enrolment", r["enrolment_id"]).get("course_id"))
    return (
        bool(course)
        and w.sees_key("enrolment", r["enrolment_id"])
        and w.at(Data.TRAINING, WRITE, course["centre_id"])
    )


def _answers(w: Reader, r: Row) -> bool:
    response = w.book.row("evaluation_response", r["response_id"])
    return w.up("evaluation_round", response.get("round_id"), Data.EVENTS, WRITE)


_settings, _closes = _at(Data.SETTINGS, WRITE), _holds(Role.COORDINATOR)
_resources, _bookings, _events = (
    _at(Data.RESOURCES, WRITE),
    _at(Data.BOOKINGS, WRITE),
    _at(Data.EVENTS, WRITE),
)
_policy = _by_part(_resources, _settings)
_hours = _by_part(_resources, _settings)
_closing = _any(_closes, _settings, _at(Data.FREE_BUSY, WRITE))
_grants = _any(
    *(
        _up("qualification", "qualification_id", d, WRITE)
        for d in (Data.RESOURCES, Data.SETTINGS, Data.TRAINING)
    )
)
_event_hold = _all(_is(kind="event_session"), _events)
_heads = _up("event_session", "session_id", Data.HEADCOUNTS, WRITE)
_staffing = _any(_events, _at(Data.AMBASSADORS, WRITE))

ADDING: dict[str, Rule] = {
    "centre": lambda w, _r: w.at(Data.SETTINGS, WRITE, None),
    "opening_hours": _hours,
    "closure": _closing,
    "holiday_open": _any(_closes, _settings),
    "person": lambda w, _r: w.places,
    "person_role": _any(
        _at(Data.PEOPLE, WRITE),
        _all(_is(role="teacher"), _at(Data.CONTACTS, WRITE)),
        _all(_is(role="ambassador"), _at(Data.AMBASSADORS, WRITE)),
    ),
    "qualification": _any(_resources, _settings),
    "person_qualification": _grants,
    "school": _at(Data.SCHOOLS, WRITE),
    "message": lambda w, r: r["centre_id"] is None or r["centre_id"] in w.actor.centre_ids,
    "equipment_model": _resources,
    "bookable": _any(
        _resources,
        _all(_is(kind="person"), _own_row(Data.HOURS)),
        _all(_is(kind="person"), _at(Data.CONTACTS, WRITE)),
    ),
    "model_part": _up("equipment_model", "model_id", Data.RESOURCES, WRITE),
    "photo": _either(Data.RESOURCES, WRITE),
    "outage": _resources,
    "policy": _policy,
    "quota": _quota,
    "qualification_needed": _either(Data.RESOURCES, WRITE),
    "series": _any(_bookings, _own_row(Data.BOOKINGS, "created_by")),
    "activity": _any(
        _bookings, _event_hold,
        _all(
            _own_row(Data.BOOKINGS), _own(Data.BOOKINGS, "created_by"), _is(state="pending", override_reason=""),
        ),
    ),
    "allocation": _allocation,
    "loan": _any(_bookings, _all(_own_row(Data.BOOKINGS, "borrower_id"), _is(checked_out_at=None))),
    "loan_part": _up("loan", "loan_id", Data.BOOKINGS, WRITE),
    "request": _any(
        _all(_at(Data.REQUESTS, WRITE), _is(state="draft")),
        _all(_own_row(Data.REQUESTS, "requester_id"), _is(state="draft", consultant_id=None)),
    ),
    "preferred_slot": _slot,
    "request_message": _said,
    "appointment": _at(Data.REQUESTS, WRITE),
    "rating": _slot,
    "event": _events,
    "event_school": _registers,
    "event_block": _up("event", "event_id", Data.EVENTS, WRITE),
    "event_session": _events,
    "participation": _heads,
    "participant": _heads,
    "ambassador": _at(Data.AMBASSADORS, WRITE),
    "clearance": _clears,
    "availability": _any(_own(Data.AMBASSADORS), _of_profile(Data.AMBASSADORS)),
    "availability_exception": _any(_own(Data.AMBASSADORS), _of_profile(Data.AMBASSADORS)),
    "requirement": _staffing,
    "assignment": _any(
        _at(Data.AMBASSADORS, WRITE),
        _all(_own_row(Data.AMBASSADORS), _is(state="offered"), _up("requirement", "requirement_id")),
    ),
    "volunteer_hours": _any(
        _all(_at(Data.HOURS, WRITE), _is(state="logged")),
        _all(_own_row(Data.HOURS), _is(state="logged", decided_at=None)),
    ),
    "course": _at(Data.TRAINING, WRITE),
    "training_session": _up("course", "course_id", Data.TRAINING, WRITE),
    "enrolment": _any(
        _up("course", "course_id", Data.TRAINING, WRITE),
        _all(_own(Data.TRAINING), _is(state="applied"), _up("course", "course_id", Data.TRAINING, OWN)),
    ),
    "training_attendance": _attends,
    "commitment": _owes,
    "evaluation_form": _events,
    "question": _up("evaluation_form", "form_id", Data.EVENTS, WRITE),
    "evaluation_round": _events,
    "evaluation_response": _up("evaluation_round", "round_id", Data.EVENTS, WRITE),
    "answer": _answers,
    "report_month": _at(Data.SUMMARIES, APPROVE),
    "target": _at(Data.SUMMARIES, WRITE),
}  # fmt: skip

# At will. Where nothing else is said, whoever may add a row may change it as well.
CHANGING: dict[str, Rule] = {
    **{name: rule for name, rule in ADDING.items() if name not in ("request_message", "evaluation_response")},
    "centre": lambda w, r: w.at(Data.SETTINGS, WRITE, r["id"]),
    "person": lambda w, r: w.manages(r["id"]),
    "person_role": _at(Data.PEOPLE, WRITE),
    "message": lambda w, r: r["person_id"] == w.me is not None,
    "bookable": _resources,
    "activity": _any(_bookings, _event_hold),
    "loan": _bookings,
    "request": _at(Data.REQUESTS, WRITE),
    "event_session": _any(_events, _at(Data.HEADCOUNTS, WRITE)),
    "assignment": _any(_at(Data.AMBASSADORS, WRITE), _at(Data.HOURS, WRITE)),
    "volunteer_hours": lambda w, r: w.at(Data.HOURS, WRITE, r["centre_id"]) and r["person_id"] != w.me,
    "enrolment": _up("course", "course_id", Data.TRAINING, WRITE),
}

REMOVING: dict[str, Rule] = {
    name: ADDING[name]
    for name in (
        "opening_hours", "holiday_open", "model_part", "photo", "quota", "qualification_needed", "preferred_slot",
        "event_school", "participation", "participant", "availability",
    )
}  # fmt: skip

ONLY = {"message": ("read_at",)}  # the only columns that can be changed at all


@dataclass(frozen=True)
class Part:
    """Whose rows may be changed in part: in which columns, by which steps of `state`."""

    whose: Rule
    columns: frozenset[str]
    steps: Steps = frozenset()


def _part(whose: Rule, columns: str, *steps: str) -> Part:
    return Part(whose, frozenset(columns.split()), _steps(*steps))


_stamp = "changed_at sequence version"
_cancel = f"{_stamp} state cancelled_at cancelled_by cancel_reason"
_lets_go = ("pending|booked|reserved > cancelled", "pending > expired")
_manager = _holds(Role.MANAGER)

IN_PART: dict[str, tuple[Part, ...]] = {
    "person": (
        _part(lambda w, r: r["id"] == w.me, "name email phone language gender position password_hash version"),
        _part(lambda w, r: w.keeps(r["id"]), "name email phone language gender position school_id version"),
    ),
    "activity": (
        _part(
            _own(Data.BOOKINGS),
            f"title starts_at ends_at setup_minutes cleardown_minutes school_id note own_fields {_cancel}",
            *_lets_go,
        ),
        _part(_manager, _cancel, *_lets_go),
        _part(lambda w, r: r["id"] in w.coming, _stamp),
    ),
    "allocation": (_part(_manager, "live"),),
    "request": (
        _part(
            _own(Data.REQUESTS, "requester_id"),
            "title question topic channel grade pupils language school_id state submitted_at resolved_at closed_at version",
            "draft > new", "awaiting|scheduled > assigned", "resolved > closed", "resolved|closed > assigned",
            "draft|new|assigned|awaiting|scheduled > withdrawn",
        ),
        _part(_manager, "state version", "draft|new|assigned|awaiting|scheduled > cancelled"),
    ),
    "appointment": (
        _part(_asked_by_me, "state version", "proposed > confirmed", "proposed|confirmed > cancelled"),
        _part(_manager, "state version", "proposed|confirmed > cancelled"),
    ),
    "ambassador": (_part(_own(Data.AMBASSADORS), "study home_area languages skills notes left_on version"),),
    "assignment": (
        _part(
            lambda w, r: r["person_id"] == w.own(Data.AMBASSADORS) is not None,
            "state answered_at late version",
            "invited > accepted", "invited > declined", "invited > expired", "offered|accepted > withdrawn",
        ),
        _part(_events, "state late version", "proposed|invited|offered|accepted > cancelled"),
    ),
    "enrolment": (
        _part(_own(Data.TRAINING), "state version", "applied|waitlisted|enrolled|in_progress > withdrawn"),
    ),
}  # fmt: skip


def references(table: Table) -> dict[str, str]:
    """The columns that refer to another table. What belongs to a centre is judged by its centre, not by this."""
    return {
        column.name: key.column.table.name
        for column in table.columns
        for key in column.foreign_keys
        if column.name != "centre_id"
    }


def may_add(w: Reader, table: str, row: Row) -> bool:
    """Whether a row like this may be added."""
    if w.me is None or table not in ADDING:
        return False
    seen = all(
        row[column] is None or w.sees_key(target, row[column])
        for column, target in references(all_metadata().tables[table]).items()
    )
    return seen and ADDING[table](w, row)


def may_change(w: Reader, table: str, row: Row, column: str, value: object) -> bool:
    """Whether this column of this row may become this value."""
    if (
        w.me is None
        or table not in CHANGING
        or column == "id"
        or (table in ONLY and column not in ONLY[table])
    ):
        return False
    new = {**row, column: value}
    parts = IN_PART.get(table, ())
    at_all = _any(CHANGING[table], *(part.whose for part in parts))
    if not (w.sees(table, row) and at_all(w, row) and at_all(w, new) and w.sees(table, new)):
        return False
    target = references(all_metadata().tables[table]).get(column)
    if target and value is not None and value != row[column] and not w.sees_key(target, value):  # type: ignore[arg-type]
        return False
    return not parts or CHANGING[table](w, row) or any(_within(w, part, row, column, value) for part in parts)


def _within(w: Reader, part: Part, row: Row, column: str, value: object) -> bool:
    stepping = column != "state" or row["state"] == value or (row["state"], value) in part.steps
    return column in part.columns and stepping and part.whose(w, row)


def may_remove(w: Reader, table: str, row: Row) -> bool:
    """Whether this row may be taken away."""
    return w.me is not None and table in REMOVING and w.sees(table, row) and REMOVING[table](w, row)


Judge = Callable[[Reader, str, Row], bool]
__all__ = ["READ", "Right", "may_add", "may_change", "may_remove", "references"]
