"""What each person may see and do, worked out from the table of permissions and all rows: not from the server's SQL.

A row is a dict of its columns. `Book` holds every row there is, as the owner of the database sees them; `Reader` answers
for one person. PRODUCT.md, "Who may do what", in the words of `people.roles`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from resource_centre.core.context import Actor, Role
from resource_centre.events.rules import PUBLIC
from resource_centre.people.roles import TABLE, Data, Right, allowed

Row = dict[str, Any]
READ, WRITE, OWN, APPROVE = Right.READ, Right.WRITE, Right.OWN, Right.APPROVE
STAFF = frozenset(
    role for role in Role if max(TABLE[d].get(role, 0) for d in (Data.CONTACTS, Data.PEOPLE)) >= READ
)


class Book:
    """Every row of every table, by number."""

    def __init__(self, tables: dict[str, list[Row]]) -> None:
        self.tables = {name: {row["id"]: row for row in rows} for name, rows in tables.items()}
        self.roles: dict[int, list[Row]] = {}
        for row in tables["person_role"]:
            self.roles.setdefault(row["person_id"], []).append(row)
        self.blocks = {row["activity_id"]: row["event_id"] for row in tables["event_block"]}
        self.ambassadors = {row["person_id"]: row for row in tables["ambassador"]}

    def row(self, table: str, key: int | None) -> Row:
        """One row; an empty one when there is none."""
        return self.tables[table].get(key, {}) if key is not None else {}

    def actor(self, person: Row) -> Actor:
        """The person with the roles held now; one who is disabled has none."""
        held = [r for r in self.roles.get(person["id"], ()) if r["ended_at"] is None and person["active"]]
        return Actor(
            person["id"], person["login"], person["name"], frozenset((Role(r["role"]), r["centre_id"]) for r in held),
            school_id=person["school_id"], safeguarding=person["safeguarding"],
        )  # fmt: skip


class Reader:
    """One person's rights over a book. `now` is the server's clock, for what has run out."""

    def __init__(self, book: Book, person: Row, now: datetime) -> None:
        self.book, self.now = book, now
        self.actor = book.actor(person)
        self.me: int | None = person["id"] if person["active"] else None
        self.inside = {c for role, c in self.actor.roles if role in TABLE[Data.OWN_PROFILE]}
        self._activities()
        self._people()
        self.seen: dict[tuple[str, int], bool] = {}

    # --- who the person has to do with

    def own(self, data: Data) -> int | None:
        """The person, if they have anything of their own among this data."""
        return self.me if self.at(data, OWN, None) else None

    def school(self, data: Data) -> int | None:
        """The person's school, if they have anything of their own among this data."""
        return self.actor.school_id if self.at(data, OWN, None) else None

    def at(self, data: Data, wanted: Right, centre: int | None) -> bool:
        """At this centre (any centre when None)."""
        return allowed(self.actor, data, wanted, centre) if self.me is not None else False

    def holds(self, role: Role, centre: int) -> bool:
        """Holds the role there."""
        return (role, centre) in self.actor.roles

    def _activities(self) -> None:
        book = self.book
        self.invited, self.coming, events = set(), set(), set()
        for each in book.tables["assignment"].values():
            if each["person_id"] != self.me or self.me is None:
                continue
            activity = book.row("requirement", each["requirement_id"])["activity_id"]
            if each["state"] != "proposed" and self.at(Data.AMBASSADORS, OWN, None):
                self.invited.add(activity)
            if each["state"] in ("accepted", "withdrawn"):
                self.coming.add(activity)
            if each["state"] in ("accepted", "attended") and self.at(Data.AMBASSADORS, OWN, None):
                events.add(book.blocks.get(activity))
        leads = {book.row("event", e).get("lead_id") for e in events}
        leads |= {s["lead_id"] for s in book.tables["event_session"].values() if s["event_id"] in events}
        visits = [s for s in book.tables["event_school"].values() if s["event_id"] in events]
        self.hosts = (leads | {s["contact_id"] for s in visits}) - {None}
        self.host_schools = {s["school_id"] for s in visits}
        self.public = {
            activity for activity, key in book.blocks.items()
            if (event := book.row("event", key))["state"] in PUBLIC and self.at(Data.EVENTS, READ, event["centre_id"])
        }  # fmt: skip

    def _people(self) -> None:
        rows = self.book.tables["person_role"].values()
        self.colleagues = {
            r["person_id"] for r in rows if r["centre_id"] in self.inside and r["role"] in STAFF
        }
        self.watched = {c for role, c in self.actor.roles if role in STAFF}
        self.places = any(self.at(d, WRITE, None) for d in (Data.PEOPLE, Data.CONTACTS, Data.AMBASSADORS))

    def mine(self, activity: Row) -> bool:
        """An activity of the person, of their school, or to which they are asked."""
        school = self.school(Data.BOOKINGS)
        by_school = school is not None and activity.get("school_id") == school
        by_person = self.me is not None and activity.get("person_id") == self.own(Data.BOOKINGS) is not None
        return by_person or by_school or activity.get("id") in self.invited

    def with_us(self, person: int, wanted: Callable[[str, int], bool]) -> bool:
        """Has (or had) a role at a centre for which this holds."""
        return any(wanted(r["role"], r["centre_id"]) for r in self.book.roles.get(person, ()))

    def of_our_school(self, person: Row) -> bool:
        """A teacher of a school of a centre whose contacts the person reads."""
        school = self.book.row("school", person["school_id"])
        return bool(school) and self.at(Data.CONTACTS, READ, school["centre_id"])

    def unplaced(self, person: Row) -> bool:
        """Somebody just added, whom those see who give roles."""
        return self.places and person["id"] not in self.book.roles

    def keeps(self, person: int) -> bool:
        """May keep the contacts of this teacher or ambassador."""
        now = [r for r in self.book.roles.get(person, ()) if r["ended_at"] is None]
        school = self.book.row("school", self.book.row("person", person).get("school_id"))
        ours = any(self.at(Data.CONTACTS, WRITE, r["centre_id"]) for r in now)
        taught = bool(school) and self.at(Data.CONTACTS, WRITE, school["centre_id"])
        return all(r["role"] in ("teacher", "ambassador") for r in now) and (ours or taught)

    def manages(self, person: int) -> bool:
        """May do anything with this person: nobody else's administrator has a say in them."""
        every = self.book.roles.get(person, [])
        now = [r for r in every if r["ended_at"] is None]
        if not self.at(Data.PEOPLE, WRITE, None) or not self.book.row("person", person):
            return False
        return all(self.at(Data.PEOPLE, WRITE, r["centre_id"]) for r in now) and (
            not every or any(self.at(Data.PEOPLE, WRITE, r["centre_id"]) for r in every)
        )

    # --- reading

    def sees(self, table: str, row: Row) -> bool:
        """Whether the row can be read."""
        if self.me is None or not row:
            return False
        return READING[table](self, row)

    def sees_key(self, table: str, key: int | None) -> bool:
        """Whether the row with this number can be read."""
        if key is None:
            return False
        found = self.seen.get((table, key))
        if found is None:
            found = self.seen[table, key] = self.sees(table, self.book.row(table, key))
        return found

    def visible(self, table: str) -> set[int]:
        """The numbers of all rows that can be read."""
        return {key for key in self.book.tables[table] if self.sees_key(table, key)}

    def up(self, table: str, key: int | None, data: Data | None = None, right: Right = READ) -> bool:
        """The row belongs to one that can be read (and this data of its centre may be had)."""
        if not self.sees_key(table, key):
            return False
        return data is None or self.at(data, right, self.book.row(table, key)["centre_id"])


Rule = Callable[[Reader, Row], bool]


def _at(data: Data, right: Right = READ) -> Rule:
    return lambda w, r: w.at(data, right, r["centre_id"])


def _any(*rules: Rule) -> Rule:
    return lambda w, r: any(rule(w, r) for rule in rules)


def _up(table: str, column: str, data: Data | None = None, right: Right = READ) -> Rule:
    return lambda w, r: w.up(table, r[column], data, right)


def _either(data: Data, right: Right) -> Rule:
    return _any(_up("bookable", "bookable_id", data, right), _up("equipment_model", "model_id", data, right))


def _own(data: Data, column: str = "person_id") -> Rule:
    return lambda w, r: r[column] is not None and r[column] == w.own(data)


def _me(column: str = "person_id") -> Rule:
    return lambda w, r: r[column] is not None and r[column] == w.me


def _person(w: Reader, p: Row) -> bool:
    with_us = w.with_us(p["id"], lambda _role, centre: centre in w.watched)
    return (
        p["id"] == w.me or with_us or w.of_our_school(p) or p["id"] in w.colleagues | w.hosts or w.unplaced(p)
    )  # fmt: skip


def contacts(w: Reader, p: Row) -> bool:
    """E-mail, phone and gender of a person."""

    def known(role: str, centre: int) -> bool:
        if role == "ambassador":
            return w.at(Data.AMBASSADORS, READ, centre)
        return w.at(Data.CONTACTS, READ, centre) if role == "teacher" else centre in w.watched

    return (
        p["id"] == w.me
        or w.with_us(p["id"], known)
        or w.of_our_school(p)
        or p["id"] in w.hosts
        or w.unplaced(p)
    )


def account(w: Reader, p: Row) -> bool:
    """The login of a person, and whether they are the safeguarding lead."""
    return p["id"] == w.me or w.with_us(p["id"], lambda _role, centre: centre in w.watched) or w.unplaced(p)


def _bookable(w: Reader, r: Row) -> bool:
    if w.at(Data.BOOKINGS, READ, r["centre_id"]):
        return True
    known = r["kind"] != "person" or r["person_id"] == w.me or r["person_id"] in w.colleagues
    return w.at(Data.RESOURCES, READ, r["centre_id"]) and known


def _activity(w: Reader, r: Row) -> bool:
    centre = r["centre_id"]
    return (
        w.at(Data.BOOKINGS, READ, centre) or w.mine(r)
        or (r["kind"] == "training_session" and w.at(Data.TRAINING, OWN, centre))
        or (r["kind"] == "event_session" and r["id"] in w.public)
    )  # fmt: skip


def _allocation(w: Reader, r: Row) -> bool:
    """All of it, one's own, or that a lab or a unit is taken: never where a person is."""
    activity = w.book.row("activity", r["activity_id"])
    if w.at(Data.BOOKINGS, READ, r["centre_id"]) or w.mine(activity):
        return True
    ran_out = activity["state"] == "pending" and activity["expires_at"] and activity["expires_at"] <= w.now
    person = w.book.row("bookable", r["bookable_id"])["kind"] == "person"
    return r["live"] and w.at(Data.FREE_BUSY, READ, r["centre_id"]) and not ran_out and not person


def _request(w: Reader, r: Row) -> bool:
    sent = r["state"] != "draft" or r["created_by"] == w.me
    return r["requester_id"] == w.own(Data.REQUESTS) is not None or (
        w.at(Data.REQUESTS, READ, r["centre_id"]) and sent
    )


def _counts(w: Reader, r: Row) -> bool:
    return w.at(Data.HEADCOUNTS, READ, r["centre_id"]) or w.at(Data.SUMMARIES, READ, r["centre_id"])


def _event(w: Reader, r: Row) -> bool:
    return _counts(w, r) or (w.at(Data.EVENTS, READ, r["centre_id"]) and r["state"] in PUBLIC)


def _event_session(w: Reader, r: Row) -> bool:
    return _counts(w, r) or w.up("event", r["event_id"])


def _participation(w: Reader, r: Row) -> bool:
    session = w.book.row("event_session", r["session_id"])
    school = w.school(Data.HEADCOUNTS)
    ours = school is not None and r["school_id"] == school
    return w.sees_key("event_session", r["session_id"]) and (ours or _counts(w, session))


def _ambassador_of(data: Data, right: Right = READ) -> Rule:
    def rule(w: Reader, r: Row) -> bool:
        profile = w.book.ambassadors.get(r["person_id"])
        return profile is not None and w.at(data, right, profile["centre_id"])

    return rule


def _requirement(w: Reader, r: Row) -> bool:
    return (
        _counts(w, r) or w.at(Data.AMBASSADORS, READ, r["centre_id"]) or r["activity_id"] in w.public
        or w.mine(w.book.row("activity", r["activity_id"]))
    )  # fmt: skip


def _assignment(w: Reader, r: Row) -> bool:
    staff = any(w.at(d, READ, r["centre_id"]) for d in (Data.AMBASSADORS, Data.HOURS, Data.SUMMARIES))
    return staff or (r["person_id"] == w.own(Data.AMBASSADORS) is not None and r["state"] != "proposed")


def _course_of(w: Reader, enrolment: int) -> Row:
    return w.book.row("course", w.book.row("enrolment", enrolment).get("course_id"))


def _step(w: Reader, r: Row) -> bool:
    if r["centre_id"] is not None and w.at(Data.BOOKINGS, READ, r["centre_id"]):
        return True
    if r["centre_id"] not in w.inside or r["from_state"] == r["to_state"]:
        return False
    thing = w.book.row(r["subject"], r["subject_id"])
    match r["subject"]:
        case "request":
            return thing["requester_id"] == w.me
        case "appointment":
            return bool(w.book.row("request", thing["request_id"])["requester_id"] == w.me)
        case "activity" | "enrolment":
            return thing["person_id"] == w.me
        case "assignment":
            return thing["person_id"] == w.me and thing["state"] != "proposed"
        case _:
            return False


# Tables that lead to their centre through another one.
PARENT = {
    "model_part": ("model_id", "equipment_model"), "person_qualification": ("qualification_id", "qualification"),
    "quota": ("policy_id", "policy"), "question": ("form_id", "evaluation_form"), "loan_part": ("loan_id", "loan"),
    "preferred_slot": ("request_id", "request"), "request_message": ("request_id", "request"),
    "rating": ("request_id", "request"), "event_school": ("event_id", "event"), "event_block": ("event_id", "event"),
    "participation": ("session_id", "event_session"), "participant": ("session_id", "event_session"),
    "training_session": ("course_id", "course"), "enrolment": ("course_id", "course"),
    "training_attendance": ("enrolment_id", "enrolment"), "commitment": ("enrolment_id", "enrolment"),
    "evaluation_response": ("round_id", "evaluation_round"), "answer": ("response_id", "evaluation_response"),
}  # fmt: skip


def centre_of(book: Book, table: str, row: Row) -> int | None:
    """The centre to which a row belongs; None for people, and for what belongs to them alone."""
    if table == "centre":
        return int(row["id"])
    if table == "person":
        return next((r["centre_id"] for r in book.roles.get(row["id"], ())), None)
    if row.get("centre_id") is not None:
        return int(row["centre_id"])
    if table in ("photo", "qualification_needed"):
        of = book.row("bookable", row["bookable_id"]) or book.row("equipment_model", row["model_id"])
        return of["centre_id"] if of else None
    if table in ("clearance", "availability", "availability_exception"):
        return (book.ambassadors.get(row["person_id"]) or {}).get("centre_id")
    if table == "message":
        return centre_of(book, "person", book.row("person", row["person_id"]))
    if table not in PARENT:
        return None
    column, parent = PARENT[table]
    above = book.row(parent, row[column])
    return centre_of(book, parent, above) if above else None


def _audit(w: Reader, r: Row) -> bool:
    if not w.at(Data.AUDIT, READ, None):
        return False
    if r["table_name"] == "person":
        return w.sees_key("person", r["row_id"])
    told = r["after"] or r["before"]
    centre = centre_of(w.book, r["table_name"], {"id": r["row_id"], **told})
    return centre is not None and w.at(Data.AUDIT, READ, centre)


READING: dict[str, Rule] = {
    "centre": lambda w, r: r["id"] in w.actor.centre_ids or w.at(Data.SETTINGS, WRITE, None),
    "opening_hours": _at(Data.FREE_BUSY),
    "closure": _at(Data.FREE_BUSY),
    "holiday_open": _at(Data.FREE_BUSY),
    "person": _person,
    "person_role": lambda w, r: (
        r["person_id"] == w.me
        or r["centre_id"] in w.watched
        or (r["role"] in STAFF and r["centre_id"] in w.inside)
    ),
    "qualification": _any(_at(Data.RESOURCES), _at(Data.TRAINING, OWN)),
    "person_qualification": _any(
        _me(),
        _up("qualification", "qualification_id", Data.CONTACTS),
        _up("qualification", "qualification_id", Data.SUMMARIES),
    ),
    "school": lambda w, r: (
        w.at(Data.SCHOOLS, READ, r["centre_id"])
        or r["id"] == w.school(Data.SCHOOLS)
        or r["id"] in w.host_schools
    ),
    "message": _me(),
    "equipment_model": _at(Data.RESOURCES),
    "bookable": _bookable,
    "model_part": _up("equipment_model", "model_id", Data.RESOURCES),
    "photo": _either(Data.RESOURCES, READ),
    "outage": _at(Data.RESOURCES),
    "policy": _at(Data.RESOURCES),
    "quota": _up("policy", "policy_id", Data.RESOURCES),
    "qualification_needed": _either(Data.RESOURCES, READ),
    "series": lambda w, r: (
        w.at(Data.BOOKINGS, READ, r["centre_id"])
        or (r["created_by"] == w.me and w.at(Data.BOOKINGS, OWN, r["centre_id"]))
    ),
    "activity": _activity,
    "allocation": _allocation,
    "loan": lambda w, r: (
        w.at(Data.BOOKINGS, READ, r["centre_id"])
        or r["borrower_id"] == w.own(Data.BOOKINGS) is not None
        or w.mine(w.book.row("activity", r["activity_id"]))
    ),
    "loan_part": _up("loan", "loan_id"),
    "request": _request,
    "preferred_slot": _up("request", "request_id"),
    "request_message": lambda w, r: (
        w.up("request", r["request_id"], Data.NOTES)
        or (not r["internal"] and w.up("request", r["request_id"]))
    ),
    "appointment": _up("request", "request_id"),
    "rating": _up("request", "request_id"),
    "event": _event,
    "event_school": _up("event", "event_id"),
    "event_block": _up("event", "event_id"),
    "event_session": _event_session,
    "participation": _participation,
    "participant": lambda w, r: (
        r["person_id"] == w.me
        or (
            w.sees_key("event_session", r["session_id"])
            and _counts(w, w.book.row("event_session", r["session_id"]))
        )
    ),
    "ambassador": _any(_at(Data.AMBASSADORS), _at(Data.SUMMARIES), _own(Data.AMBASSADORS)),
    "clearance": _any(
        _own(Data.AMBASSADORS), _ambassador_of(Data.CLEARANCES), _ambassador_of(Data.SUMMARIES)
    ),
    "availability": _any(_own(Data.AMBASSADORS), _ambassador_of(Data.AMBASSADORS)),
    "availability_exception": _any(_own(Data.AMBASSADORS), _ambassador_of(Data.AMBASSADORS)),
    "requirement": _requirement,
    "assignment": _assignment,
    "volunteer_hours": _any(_at(Data.HOURS), _at(Data.SUMMARIES), _own(Data.HOURS)),
    "course": _at(Data.TRAINING, OWN),
    "training_session": _up("course", "course_id"),
    "enrolment": _any(_own(Data.TRAINING), _up("course", "course_id", Data.TRAINING)),
    "training_attendance": _up("enrolment", "enrolment_id"),
    "commitment": lambda w, r: (
        r["person_id"] == w.own(Data.TRAINING) is not None
        or (
            w.sees_key("enrolment", r["enrolment_id"])
            and w.at(Data.TRAINING, READ, _course_of(w, r["enrolment_id"])["centre_id"])
        )
    ),
    "evaluation_form": _counts,
    "question": _up("evaluation_form", "form_id"),
    "evaluation_round": _counts,
    "evaluation_response": _up("evaluation_round", "round_id"),
    "answer": _up("evaluation_response", "response_id"),
    "report_month": lambda w, r: (
        w.at(Data.SUMMARIES, READ, r["centre_id"])
        or (r["state"] == "locked" and w.holds(Role.EVALUATOR, r["centre_id"]))
    ),
    "target": _at(Data.SUMMARIES),
    "step": _step,
    "audit_entry": _audit,
    "audit_context": lambda _w, _r: False,
}

# Columns that not every reader of a row may read: when they may.
HIDDEN: dict[str, dict[tuple[str, ...], Rule]] = {
    "person": {
        ("email", "phone", "gender"): contacts,
        ("login", "safeguarding"): account,
        ("password_hash",): lambda w, r: r["id"] == w.me,
    },
    "event": {
        ("risk_done_at", "risk_done_by", "evaluation_done_at", "waiver_reason", "waived_by"): _any(
            _counts, _at(Data.EVENTS, WRITE)
        )
    },
    "ambassador": {
        ("home_area", "study", "languages", "skills", "notes"): _any(
            _at(Data.AMBASSADORS), _own(Data.AMBASSADORS)
        )
    },
    "clearance": {("issuer",): _any(_own(Data.AMBASSADORS), _ambassador_of(Data.CLEARANCES))},
}


def hidden_columns(table: str) -> Iterable[str]:
    """The columns that not every reader of a row may read."""
    return [column for columns in HIDDEN.get(table, {}) for column in columns]
