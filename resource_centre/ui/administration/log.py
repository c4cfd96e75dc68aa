"""The log of changes: who changed what, newest first."""

from __future__ import annotations

from functools import partial

from resource_centre.audit import queries as audit
from resource_centre.audit.queries import ChangeRow
from resource_centre.i18n import N_, _, n_
from resource_centre.ui.administration.own import Panel
from resource_centre.ui.desk import Desk
from resource_centre.ui.resources.wording import column_words, value_words
from resource_centre.ui.widgets.boxes import Empty, row
from resource_centre.ui.widgets.buttons import button
from resource_centre.ui.widgets.columns import Column
from resource_centre.ui.widgets.fields import Pick, Search
from resource_centre.ui.widgets.table import Table
from resource_centre.ui.words import moment_words

AT_ONCE = 300
TABLES = {
    "activity": N_("booking"), "allocation": N_("hold"), "series": N_("series"), "bookable": N_("lab or unit"),
    "equipment_model": N_("model"), "model_part": N_("part of a kit"), "outage": N_("outage"), "policy": N_("booking rule"),
    "quota": N_("limit"), "photo": N_("photo"), "person": N_("person"), "person_role": N_("role"),
    "qualification": N_("training"), "person_qualification": N_("training of a person"), "centre": N_("centre"),
    "opening_hours": N_("opening hours"), "closure": N_("closure"), "holiday_open": N_("open on a holiday"),
    "school": N_("school"), "request": N_("consultation"), "request_message": N_("message"), "appointment": N_("appointment"),
    "event": N_("event"), "event_session": N_("session"), "event_school": N_("school at an event"),
    "participation": N_("attendance"), "assignment": N_("assignment"), "ambassador": N_("ambassador"),
    "clearance": N_("clearance"), "volunteer_hours": N_("hours"), "loan": N_("loan"), "course": N_("course"),
    "enrolment": N_("enrolment"), "report_month": N_("month of the summary"), "audit_entry": N_("line of the log"),
    "step": N_("step"), "message": N_("letter"), "target": N_("target of the summary"), "availability": N_("free time"),
    "availability_exception": N_("exception of free time"), "preferred_slot": N_("preferred time"), "rating": N_("rating"),
    "qualification_needed": N_("training that is needed"), "event_block": N_("hold of an event"),
    "requirement": N_("need of people"), "participant": N_("participant"), "loan_part": N_("part of a loan"),
    "training_session": N_("session of a course"), "training_attendance": N_("attendance at a course"),
    "commitment": N_("commitment"), "evaluation_form": N_("evaluation form"), "evaluation_round": N_("evaluation"),
    "evaluation_response": N_("filled-in form"), "question": N_("question"), "answer": N_("answer"),
}  # fmt: skip
GROUPS = {
    "": (N_("Everything"), ()),
    "time": (N_("Bookings and holds"), ("activity", "allocation", "series", "appointment", "loan")),
    "register": (
        N_("Labs and equipment"),
        ("bookable", "equipment_model", "model_part", "outage", "policy", "quota", "photo"),
    ),
    "people": (N_("People and roles"), ("person", "person_role", "person_qualification", "clearance")),
    "centre": (N_("The centre"), ("centre", "opening_hours", "closure", "holiday_open", "qualification")),
    "school": (N_("Schools and requests"), ("school", "request", "request_message")),
    "event": (N_("Events"), ("event", "event_session", "event_school", "participation", "assignment")),
}
OPERATIONS = {"insert": N_("added"), "update": N_("changed"), "delete": N_("taken away")}


def thing_words(change: ChangeRow) -> str:
    """What was changed: its kind and number."""
    return f"{_(TABLES.get(change.table, change.table))} {change.row_id}"


def detail_words(change: ChangeRow) -> str:
    """Each field with what was and what is."""
    if change.operation == "update":
        return "; ".join(
            f"{column_words(name)}: {value_words(before)} → {value_words(after)}"
            for name, before, after in change.changes
        )
    told = [(name, after if before is None else before) for name, before, after in change.changes]
    return "; ".join(f"{column_words(name)}: {value_words(value)}" for name, value in told)


class LogPanel(Panel):
    """Searched in the database, so that what lies far back is found too."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        card = self.card(_("Log of changes"), _("written by the database itself; nobody can change it"))
        card.body.setContentsMargins(0, 0, 0, 0)
        card.body.setSpacing(0)
        self.search = Search(_("Who, what, a value"))
        self.search.searched.connect(lambda _words: self.load())
        self.group = Pick([(key, _(words)) for key, (words, _tables) in GROUPS.items()])
        self.group.setAccessibleName(_("What kind of thing"))
        self.group.changed.connect(lambda _key: self.load())
        sieve = row(spacing=8)
        sieve.setContentsMargins(12, 8, 12, 8)
        sieve.addWidget(self.search, 2)
        sieve.addWidget(self.group, 1)
        card.body.addLayout(sieve)
        zone, now = desk.zone, desk.now
        columns = [
            Column(_("When"), lambda c: moment_words(c.at, zone, now()), 130, key=lambda c: c.id),
            Column(_("Who"), lambda c: c.person or _("the program"), 160, strong=True),
            Column(_("What"), thing_words, 150),
            Column(_("How"), lambda c: _(OPERATIONS.get(c.operation, c.operation)), 90),
            Column(_("From → to"), detail_words, 300, stretch=True, faint=True),
        ]
        empty = Empty("history", _("Nothing is found. Search for less, or look at everything."))
        self.table = Table(columns, _("Log of changes"), dense=True, empty=empty)
        self.table.setMinimumHeight(480)
        card.body.addWidget(self.table)
        foot = row(spacing=8)
        foot.setContentsMargins(14, 8, 12, 8)
        self.more = button(_("Earlier ones"), self._more, small=True)
        foot.addWidget(self.more)
        foot.addStretch(1)
        card.body.addLayout(foot)
        self.rows: list[ChangeRow] = []

    def load(self) -> None:
        self._read(None, self._show)

    def _read(self, before: int | None, then) -> None:  # type: ignore[no-untyped-def]
        words, tables = self.search.text().strip(), GROUPS[self.group.value][1]
        query = partial(audit.recent, words=words, tables=tables, before_id=before, limit=AT_ONCE)
        self.desk.read(self, query, then, key="log")

    def _show(self, rows: tuple[ChangeRow, ...]) -> None:
        self.rows = list(rows)
        self._fill(rows)

    def _more(self) -> None:
        if self.rows:
            self._read(self.rows[-1].id, self._add)

    def _add(self, rows: tuple[ChangeRow, ...]) -> None:
        self.rows += rows
        self._fill(rows)
        self.desk.said.emit(n_("{n} more", "{n} more", len(rows)).format(n=len(rows)))

    def _fill(self, last: tuple[ChangeRow, ...]) -> None:
        self.table.set_rows(self.rows)
        self.more.setVisible(len(last) == AT_ONCE)
