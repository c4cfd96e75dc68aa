"""Every page of the window: its name, icon, who sees it, and where it is made (only when first shown)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from threading import Lock

from resource_centre.core.context import Actor, Role
from resource_centre.i18n import N_
from resource_centre.ui.desk import Desk
from resource_centre.ui.page import Page

STAFF = frozenset({Role.COORDINATOR, Role.CONSULTANT})
MANAGER = frozenset({Role.MANAGER})
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
TEACHER = frozenset({Role.TEACHER})
AMBASSADOR = frozenset({Role.AMBASSADOR})
EVALUATOR = frozenset({Role.EVALUATOR})


IMPORTING = (
    Lock()
)  # one thread at a time: PySide makes its classes as modules ask for them, and minds no other thread
ASIDE = ("command.palette", "shell.messages", "shell.keys", "calendar.page", "booking.dialog")


@dataclass(frozen=True)
class PageOf:
    """One page. `made` is "module:class"."""

    key: str
    name: str
    symbol: str
    roles: frozenset[Role]
    made: str
    low: bool = False

    def make(self, desk: Desk) -> Page:
        """The page itself."""
        with IMPORTING:
            module = import_module(f"resource_centre.ui.{self.module}")
        page: Page = getattr(module, self.made.partition(":")[2])(desk)
        return page

    @property
    def module(self) -> str:
        """Where it is made, in the room of the window."""
        return self.made.partition(":")[0]


PAGES = (
    PageOf(
        "today",
        N_("Today"),
        "sun",
        STAFF | MANAGER | ADMINISTRATOR | TEACHER | AMBASSADOR,
        "today.page:TodayPage",
    ),
    PageOf(
        "calendar",
        N_("Calendar"),
        "calendar-days",
        STAFF | MANAGER | ADMINISTRATOR | TEACHER | AMBASSADOR,
        "calendar.page:CalendarPage",
    ),
    PageOf(
        "consultations",
        N_("Consultations"),
        "messages-square",
        STAFF | MANAGER | TEACHER,
        "consultations.page:ConsultationsPage",
    ),
    PageOf("events", N_("Events"), "flag", STAFF | MANAGER | TEACHER | AMBASSADOR, "events.page:EventsPage"),
    PageOf("loans", N_("Loans"), "package-open", STAFF | MANAGER, "loans.page:LoansPage"),
    PageOf(
        "ambassadors",
        N_("Ambassadors"),
        "users",
        frozenset({Role.COORDINATOR}) | MANAGER,
        "ambassadors.page:AmbassadorsPage",
    ),
    PageOf(
        "courses",
        N_("Courses"),
        "graduation-cap",
        STAFF | MANAGER | TEACHER | AMBASSADOR,
        "courses.page:CoursesPage",
    ),
    PageOf(
        "resources", N_("Resources"), "boxes", STAFF | MANAGER | ADMINISTRATOR, "resources.page:ResourcesPage"
    ),
    PageOf("schools", N_("Schools"), "school", STAFF | MANAGER, "schools.page:SchoolsPage"),
    PageOf("summary", N_("Summary"), "chart-column", STAFF | MANAGER | EVALUATOR, "summary.page:SummaryPage"),
    PageOf(
        "settings",
        N_("Settings"),
        "settings",
        frozenset(Role),
        "administration.page:SettingsPage",
        low=True,
    ),
)


def import_all(names: Iterable[str]) -> None:
    """Imports modules of the window one by one, in a thread of the background, while somebody reads the first page."""
    for name in names:
        with IMPORTING:
            import_module(f"resource_centre.ui.{name}")


def pages_of(actor: Actor, centre_id: int) -> list[PageOf]:
    """The pages that a person's roles open at a centre."""
    held = {role for role in Role if actor.has(role, centre_id)}
    return [page for page in PAGES if page.roles & held]
