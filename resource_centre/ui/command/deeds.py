"""What can be done and gone to from anywhere: pages, their main actions, sections of the settings, looks, centres."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from resource_centre.i18n import LANGUAGES, N_, _, use
from resource_centre.people.roles import Data, Right
from resource_centre.phrases.shelf import Entry, Shelf
from resource_centre.ui.desk import Desk

DO, GO = "do", "go"


@dataclass(frozen=True)
class Deed:
    """One thing to do. `words` is English and marked for translation; `also` more English words that find it."""

    key: str
    words: str
    symbol: str
    do: Callable[[], object]
    keys: str = ""
    kind: str = DO
    also: str = ""
    plain: bool = False

    @property
    def title(self) -> str:
        """In the language of the window."""
        return self.words if self.plain else _(self.words)


# Page, key, words, icon, where on the page, the right it needs, keys, more words.
ACTIONS: tuple[tuple[str, str, str, str, dict[str, Any], Data, Right, str], ...] = (
    ("calendar", "book", N_("Book a lab or equipment"), "calendar-plus", {"book": True}, Data.BOOKINGS, Right.OWN, "B"),
    ("calendar", "when", N_("When can we do this?"), "calendar-search", {"find": True}, Data.FREE_BUSY, Right.READ, ""),
    ("loans", "lend", N_("Lend equipment"), "package-open", {"new": True}, Data.BOOKINGS, Right.WRITE, ""),
    ("consultations", "request", N_("New request"), "message-square-plus", {"new": True}, Data.REQUESTS, Right.OWN, ""),
    ("events", "event", N_("New event"), "flag", {"new": True}, Data.EVENTS, Right.WRITE, ""),
    ("courses", "course", N_("New course"), "graduation-cap", {"new": True}, Data.TRAINING, Right.WRITE, ""),
    ("schools", "school", N_("New school"), "school", {"new": True}, Data.SCHOOLS, Right.WRITE, ""),
    ("ambassadors", "ambassador", N_("New ambassador"), "user-plus", {"new": True}, Data.AMBASSADORS, Right.WRITE, ""),
    ("ambassadors", "hours", N_("Approve hours"), "clipboard-check", {"hours": True}, Data.HOURS, Right.WRITE, ""),
    ("resources", "lab", N_("New lab"), "door-open", {"new": "lab"}, Data.RESOURCES, Right.WRITE, ""),
    ("resources", "model", N_("New model of equipment"), "boxes", {"new": "model"}, Data.RESOURCES, Right.WRITE, ""),
    ("calendar", "print", N_("Print the calendar"), "printer", {"print": True}, Data.FREE_BUSY, Right.READ, "Ctrl P"),
)  # fmt: skip


def actions_of(desk: Desk, pages: set[str]) -> list[Deed]:
    """What the person may do on the pages they see."""
    return [
        Deed(key, words, symbol, partial(desk.open, page, **where), keys)
        for page, key, words, symbol, where, data, right, keys in ACTIONS
        if page in pages and desk.may(data, right)
    ]


def shelf_of(deeds: list[Deed]) -> Shelf:
    """The deeds by their words in every language, in the order given."""
    entries = []
    for n, deed in enumerate(deeds):
        also = [deed.also] if deed.also else []
        for language in LANGUAGES if not deed.plain else ():
            with use(language):
                also.append(_(deed.words))
        entries.append(Entry(deed.kind, n, deed.title, also=tuple(dict.fromkeys(also)), worth=0.05))
    return Shelf(entries)
