"""What is chosen in the command field is done here: opened, cancelled, looked for, booked."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

from resource_centre.i18n import _
from resource_centre.people.roles import Data
from resource_centre.phrases import lexicon
from resource_centre.phrases.shelf import Entry
from resource_centre.ui.booking import commands
from resource_centre.ui.booking.consequences import Ask
from resource_centre.ui.booking.start import Start
from resource_centre.ui.calendar.wanted import Wanted
from resource_centre.ui.command.preview import Judged, Plan
from resource_centre.ui.desk import Desk

# The pages on which each kind can be opened, the best first.
OPENED_ON = {
    "lab": ("resources", "calendar"), "unit": ("resources", "calendar"), "model": ("resources",), "school": ("schools",),
    "person": ("settings", "schools", "calendar"), "ambassador": ("ambassadors",), "request": ("consultations",),
    "event": ("events",), "course": ("courses",), "activity": ("calendar",), "loan": ("loans", "calendar"),
}  # fmt: skip


class Doing:
    """Of one window. `pages` are the keys of its pages; `uid` is the next booking's, so that no retry books twice."""

    def __init__(self, desk: Desk, pages: set[str]) -> None:
        self.desk, self.pages = desk, pages
        self.uid = str(uuid4())

    @property
    def kinds(self) -> frozenset[str]:
        """What can be opened on the pages there are."""
        return frozenset(kind for kind, pages in OPENED_ON.items() if self.pages & set(pages))

    def open(self, entry: Entry) -> None:
        """Goes to the thing itself."""
        page = next(each for each in OPENED_ON[entry.kind] if each in self.pages)
        if entry.kind == "person":
            self._open_person(entry)
        elif page == "calendar":
            self.desk.open(page, **{"bookable" if entry.kind in ("lab", "unit") else "activity": entry.key})
        else:
            self.desk.open(page, **{"model" if entry.kind == "model" else "id": entry.key})

    def _open_person(self, entry: Entry) -> None:
        """In the register of people; who may not see that goes to their school, or to their time."""
        what, _colon, key = entry.note.partition(":")
        if self.desk.may(Data.PEOPLE):
            self.desk.open("settings", id=entry.key)
        elif what == "school" and "schools" in self.pages:
            self.desk.open("schools", id=int(key))
        elif what == "bookable":
            self.desk.open("calendar", bookable=int(key))

    def cancel(self, entry: Entry) -> None:
        """Asks why it is cancelled, in the calendar."""
        self.desk.open("calendar", activity=entry.key, do="cancel")

    def book(self, start: Start) -> None:
        """The booking dialog, filled in."""
        self.desk.open("calendar", book=start)

    def carry_out(self, plan: Plan, said: Judged | None, now: bool) -> None:
        """Opens the form of a plan, or books it at once where nothing stands against it."""
        if plan.verb == lexicon.FREE:
            start, reading = plan.start, plan.reading
            first = reading.day or self.desk.wall_now().date()
            wanted = Wanted(
                start.bookables, start.units, minutes=reading.minutes, first=first, last=reading.last_day
            )
            self.desk.open("calendar", find=wanted)
        elif now and said is not None and said.clear and plan.ask is not None:
            self._write(plan.ask, plan.start)
        else:
            self.book(plan.start)

    def _write(self, ask: Ask, start: Start) -> None:
        """Books; the calendar shows it and can take it back. Who is too late finds the form filled in."""

        def refused(trouble: BaseException) -> None:
            self.book(start)
            self.desk.show_failure(trouble)

        said = _("Booked: {title}. Ctrl Z takes it back.").format(title=ask.hold.title)
        self.uid = str(uuid4())
        show = partial(self.desk.open, "calendar")
        self.desk.write(
            None, lambda unit: commands.book(unit, ask), lambda made: show(made=made), refused, said
        )
