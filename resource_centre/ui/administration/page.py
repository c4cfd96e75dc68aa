"""The settings page: sections at the left, one of them at the right."""

from __future__ import annotations

from importlib import import_module
from typing import Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from resource_centre.core.changes import Topic
from resource_centre.core.context import Role
from resource_centre.i18n import N_, _
from resource_centre.people.roles import Data, Right
from resource_centre.ui.desk import Desk
from resource_centre.ui.page import Page
from resource_centre.ui.widgets.boxes import Scroll, Toolbar
from resource_centre.ui.widgets.labels import rule
from resource_centre.ui.widgets.lists import Head, Item, Items

SECTIONS = (
    ("profile", N_("My profile"), "user", None, "own:OwnProfile"),
    ("appearance", N_("Appearance"), "sun-moon", None, "own:Appearance"),
    ("centre", N_("Centre"), "building-2", Data.SETTINGS, "centre:CentrePanel"),
    ("hours", N_("Opening hours and closures"), "clock", Data.SETTINGS, "centre:HoursPanel"),
    ("people", N_("People and roles"), "users", Data.PEOPLE, "people:PeoplePanel"),
    ("trainings", N_("Trainings"), "award", Data.SETTINGS, "centre:TrainingsPanel"),
    ("data", N_("Data and backups"), "hard-drive", Data.SETTINGS, "keeping:DataPanel"),
    ("log", N_("Log of changes"), "history", Data.AUDIT, "keeping:LogPanel"),
)


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
        self.list.setFixedWidth(250)
        closes = desk.actor.has(Role.COORDINATOR, desk.centre_id)
        self.shown = [
            s for s in SECTIONS if s[3] is None or desk.may(s[3], Right.READ) or (closes and s[0] == "hours")
        ]
        own = [
            Item(key, _(name), symbol=symbol) for key, name, symbol, data, _made in self.shown if data is None
        ]
        centre = [
            Item(key, _(name), symbol=symbol)
            for key, name, symbol, data, _made in self.shown
            if data is not None
        ]
        self.list.set_entries([Head(_("Mine")), *own, *([Head(_("The centre")), *centre] if centre else [])])
        self.list.picked.connect(lambda item: self._show_section(item.id) if item else None)
        body.addWidget(self.list)
        body.addWidget(rule(vertical=True))
        self.stack = QStackedWidget()
        body.addWidget(self.stack, 1)
        self.made: dict[str, Any] = {}
        self.views = tuple(key for key, _n, _s, data, _m in self.shown if key != "profile")
        self.current = ""
        self.list.pick("profile")

    def load(self) -> None:
        if self.current:
            self.made[self.current][1].load()

    def show_where(self, **where: Any) -> None:
        section = str(where.get("section", "people" if "id" in where else "profile"))
        self.list.pick(section)

    def show_view(self, name: str) -> None:
        """A section for the tour."""
        self.list.pick(name)

    def on_centre(self) -> None:
        for holder, _panel in self.made.values():
            self.stack.removeWidget(holder)
            holder.deleteLater()
        self.made.clear()
        self._show_section(self.current or "profile")

    def _show_section(self, key: str) -> None:
        if key not in self.made:
            module, name = next(s[4] for s in self.shown if s[0] == key).split(":")
            panel = getattr(import_module(f"resource_centre.ui.administration.{module}"), name)(self.desk)
            holder = Scroll((18, 16, 18, 16), 0)
            panel.setMaximumWidth(980)
            holder.inside.addWidget(panel)
            self.stack.addWidget(holder)
            self.made[key] = (holder, panel)
        self.current = key
        self.stack.setCurrentWidget(self.made[key][0])
        self.made[key][1].load()
