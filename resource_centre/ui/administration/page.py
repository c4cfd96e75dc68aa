"""The settings page: sections at the left, one of them at the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from resource_centre.core.changes import Topic
from resource_centre.i18n import N_, _
from resource_centre.people.roles import Data, Right
from resource_centre.ui.administration.bringing import importable
from resource_centre.ui.administration.hours import may_close
from resource_centre.ui.administration.own import Panel
from resource_centre.ui.desk import Desk
from resource_centre.ui.look import look
from resource_centre.ui.page import Page
from resource_centre.ui.widgets.boxes import Scroll, Toolbar
from resource_centre.ui.widgets.labels import rule
from resource_centre.ui.widgets.lists import Head, Item, Items


@dataclass(frozen=True)
class Chapter:
    """A chapter of the settings: who sees it (None: everybody), and "module:class" of its panel, made when first shown."""

    key: str
    name: str
    symbol: str
    seen: Callable[[Desk], bool] | None
    made: str


def _keeps(desk: Desk) -> bool:
    return may_close(desk) or desk.may(Data.SETTINGS)


def _trains(desk: Desk) -> bool:
    return desk.may(Data.SETTINGS) or desk.may(Data.RESOURCES, Right.WRITE)


SECTIONS = (
    Chapter("profile", N_("My profile"), "user", None, "own:OwnProfile"),
    Chapter("appearance", N_("Appearance"), "sun-moon", None, "own:Appearance"),
    Chapter("centre", N_("Centre"), "building-2", lambda d: d.may(Data.SETTINGS), "centre:CentrePanel"),
    Chapter("hours", N_("Opening hours and closures"), "clock", _keeps, "hours:HoursPanel"),
    Chapter("holidays", N_("Public holidays"), "calendar-off", _keeps, "holidays:HolidaysPanel"),
    Chapter("rules", N_("Booking rules and trainings"), "scale", _trains, "rules:RulesPanel"),
    Chapter("people", N_("People and roles"), "users", lambda d: d.may(Data.PEOPLE), "people:PeoplePanel"),
    Chapter("import", N_("Import"), "upload", lambda d: bool(importable(d)), "bringing:ImportPanel"),
    Chapter("data", N_("Data and backups"), "hard-drive", lambda d: d.may(Data.SETTINGS), "keeping:DataPanel"),
    Chapter("log", N_("Log of changes"), "history", lambda d: d.may(Data.AUDIT), "log:LogPanel"),
)  # fmt: skip
READ_ONLY = {"centre", "people", "data"}
WIDEST = 1040


def chapters(desk: Desk) -> list[Chapter]:
    """The chapters that the person sees."""
    return [s for s in SECTIONS if s.seen is None or s.seen(desk)]


class SettingsPage(Page):
    """Everybody sees what they may."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.CENTRES, Topic.PEOPLE, Topic.RESOURCES})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.column.addWidget(Toolbar(_("Settings")))
        body = QHBoxLayout()
        body.setSpacing(0)
        self.column.addLayout(body, 1)
        self.list = Items(_("Sections"))
        body.addWidget(self.list)
        body.addWidget(rule(vertical=True))
        self.stack = QStackedWidget()
        body.addWidget(self.stack, 1)
        self.made: dict[str, tuple[Scroll, Panel]] = {}
        self.current = ""
        self.shown: list[Chapter] = []
        self.list.picked.connect(lambda item: self._show_section(item.id) if item else None)
        self._list_sections()
        self.list.pick("profile")

    def _list_sections(self) -> None:
        self.shown = chapters(self.desk)
        own = [Item(s.key, _(s.name), symbol=s.symbol) for s in self.shown if s.seen is None]
        centre = [Item(s.key, _(s.name), symbol=s.symbol) for s in self.shown if s.seen is not None]
        entries: list[Head | Item] = [Head(_("Mine")), *own]
        if centre:
            entries += [Head(_("The centre")), *centre]
        self.list.set_entries(entries)
        self.list.fit_width(look().px(250), look().px(340))

    def load(self) -> None:
        if self.current:
            self.made[self.current][1].load()

    def show_where(self, **where: Any) -> None:
        self.list.pick(str(where.get("section", "people" if "id" in where else "profile")))
        panel = self.made.get(self.current)
        if "id" in where and panel is not None and hasattr(panel[1], "show_person"):
            panel[1].show_person(int(where["id"]))

    @property
    def views(self) -> tuple[str, ...]:
        """The sections beside the first, for the tour."""
        return tuple(s.key for s in self.shown if s.key != "profile")

    def show_view(self, name: str) -> None:
        """A section, for the tour."""
        self.list.pick(name)

    def on_centre(self) -> None:
        current = self.current
        for holder, _panel in self.made.values():
            self.stack.removeWidget(holder)
            holder.deleteLater()
        self.made.clear()
        self.current = ""
        self._list_sections()
        if not self.current and not self.list.pick(current):
            self.list.pick("profile")
        if not self.current:
            self._show_section("profile")

    def _show_section(self, key: str) -> None:
        if key not in self.made:
            self._make(next(s for s in self.shown if s.key == key))
        self.current = key
        self.stack.setCurrentWidget(self.made[key][0])
        if self.isVisible():
            self.made[key][1].load()

    def _make(self, section: Chapter) -> None:
        module, name = section.made.split(":")
        panel: Panel = getattr(import_module(f"resource_centre.ui.administration.{module}"), name)(self.desk)
        if section.key in READ_ONLY and not self.desk.may(Data.SETTINGS, Right.WRITE):
            panel.show_only(_("You can look at this. Administrators change it."))
        holder = Scroll((18, 16, 18, 16), 0)
        panel.setMaximumWidth(WIDEST)
        holder.inside.addWidget(panel)
        self.stack.addWidget(holder)
        self.made[section.key] = (holder, panel)
