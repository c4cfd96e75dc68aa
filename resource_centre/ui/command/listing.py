"""The rows that the command field shows: for an answer, and for nothing typed yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from resource_centre.i18n import _
from resource_centre.people.roles import Data, Right
from resource_centre.phrases import lexicon
from resource_centre.phrases.shelf import Hit
from resource_centre.ui.command import deeds, habits
from resource_centre.ui.command.answering import Answer
from resource_centre.ui.command.deeds import Deed
from resource_centre.ui.command.doing import Doing
from resource_centre.ui.command.habits import Habits
from resource_centre.ui.command.library import Shelves
from resource_centre.ui.command.preview import Judged, Plan, Way
from resource_centre.ui.command.rows import Entry, Head, PlanRow, Row
from resource_centre.ui.words import long_day, moment_words

RECENT = 6
OFTEN = ("book", "when", "lend", "request", "event")
SYMBOLS = {
    "lab": "door-open", "unit": "package", "model": "boxes", "school": "school", "request": "message-square",
    "event": "flag", "course": "graduation-cap",
}  # fmt: skip
HUES = {
    "lab_booking": "lab", "loan": "loan", "appointment": "appointment", "event_session": "event",
    "training_session": "course", "maintenance": "maintenance",
}  # fmt: skip


class Listing:
    """Makes rows of deeds and of what was found; what a row does is `doing`'s."""

    def __init__(self, doing: Doing, known: Sequence[Deed]) -> None:
        self.doing, self.desk = doing, doing.desk
        self.deeds = list(known)

    def at_first(self, remembered: Habits, shelves: Shelves, type_it: Callable[[str], object]) -> list[Entry]:
        """An example of a sentence, what was chosen last, what is often done, the pages."""
        entries: list[Entry] = []
        example = self._example(shelves)
        if example:
            words = _("Type a sentence")
            show = Row(
                example, lambda _now: type_it(example), words, symbol="sparkles", tab=example, stays=True
            )
            entries += [Head(_("For example")), show]
        recent = self._recent(remembered, shelves)
        if recent:
            entries += [Head(_("Chosen lately")), *recent]
        shown = {each.habit for each in recent}
        rest = [deed for deed in self.deeds if (deed.kind, deed.key) not in shown]
        often = [self.deed_row(deed) for deed in rest if deed.key in OFTEN]
        if often:
            entries += [Head(_("Do")), *often]
        pages = [self.deed_row(deed) for deed in rest if deed.kind == deeds.GO and deed.keys]
        return [*entries, Head(_("Go to")), *pages] if pages else entries

    def _recent(self, remembered: Habits, shelves: Shelves) -> list[Row]:
        known = {habits.named((deed.kind, deed.key)): deed for deed in self.deeds}
        names = remembered.latest(3 * RECENT)
        things = {
            habits.named((each.kind, each.key)): each for each in shelves.entries(set(names) - set(known))
        }
        found = []
        for name in names:
            if name in known:
                found.append(self.deed_row(known[name]))
            elif name in things:
                found.append(self.hit_row(Hit(things[name], 0.0), cancels=False))
        return found[:RECENT]

    def _example(self, shelves: Shelves) -> str:
        """A sentence that works here, with a lab of this centre."""
        lab = next((each.name for each in shelves.things.named if each.kind == "lab"), "")
        if not lab or not self.desk.may(Data.BOOKINGS, Right.OWN) or "calendar" not in self.doing.pages:
            return ""
        return _("book {lab} tomorrow 14-16").format(lab=lab)

    def of(self, found: Answer, judged: Mapping[int, Judged]) -> list[Entry]:
        """The rows of an answer; `judged` is what the rules said of its plans so far."""
        entries: list[Entry] = [Head(_("As a command"))] if found.plans else []
        for n, plan in enumerate(found.plans):
            entries += self._plan_rows(plan, judged.get(n))
        deed = next((each for each in self.deeds if found.deed and each.key == found.deed), None)
        if deed is not None:
            entries += [Head(_("Do")), self.deed_row(deed)]
        if found.day is not None and "calendar" in self.doing.pages:
            words = _("Calendar, {day}").format(day=long_day(found.day))
            go = partial(self.desk.open, "calendar", day=found.day)
            entries += [Head(_("Go to")), Row(words, lambda _now: go(), symbol="calendar-days")]
        for name, hits in found.groups:
            entries.append(Head(_("Cancel") if found.cancels else _(name)))
            entries += [self.hit_row(hit, found.cancels) for hit in hits]
        return entries

    def _plan_rows(self, plan: Plan, said: Judged | None) -> list[Entry]:
        tone, words, second, keys = "", _("Looking whether it is free…"), "", "Enter"
        if plan.trouble:
            tone, words = "danger", plan.trouble
        elif plan.ask is None:
            words = plan.hint
        elif said is not None:
            tone, words, second = said.tone, said.words, said.second
            keys = "Enter  Ctrl Enter" if said.clear and plan.verb != lexicon.FREE else "Enter"
        do = partial(self.doing.carry_out, plan, said)
        row = PlanRow(plan.title, do, plan.symbol, plan.parts, tone, words, second, keys, plan=plan)
        return [row, *(self._way_row(way) for way in (said.ways if said is not None else ()))]

    def _way_row(self, way: Way) -> Row:
        return Row(
            way.words, lambda _now: self.doing.book(way.start), symbol=way.symbol, tone="ok", inset=True
        )

    def deed_row(self, deed: Deed) -> Row:
        """A row that does it."""
        habit = (deed.kind, deed.key)
        return Row(
            deed.title,
            lambda _now: deed.do(),
            keys=deed.keys,
            symbol=deed.symbol,
            habit=habit,
            tab=deed.title,
        )

    def hit_row(self, hit: Hit, cancels: bool) -> Row:
        """A row that opens what was found, or cancels it."""
        entry = hit.entry
        if entry.kind in (deeds.DO, deeds.GO):
            return replace(self.deed_row(self.deeds[entry.key]), title_spans=hit.title_spans)
        person, timed = entry.kind in ("person", "ambassador"), entry.kind in ("activity", "loan")
        act = partial(self.doing.cancel if cancels else self.doing.open, entry)
        return Row(
            entry.title, lambda _now: act(), entry.second, self._when(entry.at) if entry.at else "",
            symbol="" if timed else SYMBOLS.get(entry.kind, ""), hue=HUES.get(entry.note, "lab") if timed else "",
            avatar=entry.title if person else "", title_spans=hit.title_spans, second_spans=hit.second_spans,
            habit=(entry.kind, entry.key), tab=entry.title,
        )  # fmt: skip

    def _when(self, at: int) -> str:
        zone = self.desk.zone
        return moment_words(datetime.fromtimestamp(at, zone), zone, self.desk.now())
