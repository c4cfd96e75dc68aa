"""The resources page: the register of labs and equipment, one of them in detail."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout

from resource_centre.core.changes import Topic
from resource_centre.core.times import TimeRange
from resource_centre.db.unit import Unit
from resource_centre.i18n import _, n_
from resource_centre.people.roles import Data, Right
from resource_centre.resources import queries, service
from resource_centre.resources.register import BookableDetail, RegisterRow, detail, register
from resource_centre.schedule import queries as schedule
from resource_centre.ui.desk import Desk
from resource_centre.ui.page import Page
from resource_centre.ui.resources.dialogs import (
    RULES,
    YES_NO,
    LabDialog,
    LabelsDialog,
    ModelDialog,
    OutageDialog,
    RulesDialog,
    UnitsDialog,
)
from resource_centre.ui.tokens import HUES
from resource_centre.ui.widgets.boxes import Empty, Scroll, Section, Toolbar, banner, clear, row
from resource_centre.ui.widgets.buttons import Segments, button, menu_button
from resource_centre.ui.widgets.columns import Column
from resource_centre.ui.widgets.dialog import Ask
from resource_centre.ui.widgets.fields import Search
from resource_centre.ui.widgets.labels import HueSquare, Link, chip, text
from resource_centre.ui.widgets.steps import facts
from resource_centre.ui.widgets.table import Table
from resource_centre.ui.words import moment_words, span_words


class ResourcesPage(Page):
    """Coordinators keep the register; others read."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.RESOURCES, Topic.SCHEDULE, Topic.LOANS})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.writes = desk.may(Data.RESOURCES, Right.WRITE)
        self.which = "all"
        self.rows: list[RegisterRow] = []
        self.models: list[queries.ModelRow] = []
        self._wanted: int | None = None
        self.bar = Toolbar(_("Resources"))
        self.search = Search(_("Name, code, model"))
        self.search.setFixedWidth(190)
        self.search.searched.connect(lambda _words: self._fill())
        choices = [
            ("all", _("All")),
            ("lab", _("Labs")),
            ("unit", _("Equipment")),
            ("out", _("Out of order")),
        ]
        self.segments = Segments(choices, "all", _("What is shown"))
        self.segments.chosen.connect(self._choose)
        self.bar.add(self.search, self.segments, button(_("Labels…"), self._labels, symbol="qr-code"))
        if self.writes:
            entries = [
                (_("New lab…"), lambda: LabDialog(desk, self).open(), "door-open"),
                (_("New model…"), lambda: ModelDialog(desk, self).open(), "package"),
                (_("More units…"), self._more, "boxes"),
                None,
                (_("Import equipment…"), self._import, "upload"),
            ]
            add = menu_button(_("Add"), entries, "plus")  # type: ignore[arg-type]
            self.bar.add(add)
        self.column.addWidget(self.bar)
        body = QHBoxLayout()
        body.setSpacing(0)
        self.column.addLayout(body, 1)
        columns = [
            Column(
                _("Name"),
                lambda r: r.row.name,
                260,
                stretch=True,
                strong=True,
                symbol=lambda r: "door-open" if r.row.kind == "lab" else "package",
            ),
            Column(_("Code"), lambda r: r.row.code, 100),
            Column(_("Model"), lambda r: r.row.model, 190),
            Column(_("Where it is"), lambda r: r.row.location, 130, faint=True),
            Column(
                _("Places"),
                lambda r: str(r.row.capacity or ""),
                76,
                right=True,
                key=lambda r: r.row.capacity or 0,
            ),
            Column(
                _("State"),
                self._state,
                150,
                chip=True,
                tone=lambda r: "danger" if r.outage else "plain" if not r.row.active else "ok",
            ),
        ]
        empty = Empty(
            "boxes",
            _("The register is empty. Add the first lab, or import a list of equipment."),
            _("New lab…"),
            lambda: LabDialog(desk, self).open(),
        )
        self.table = Table(columns, _("Resources"), empty=empty)
        self.table.picked.connect(self._picked)
        self.table.opened.connect(lambda _row: self._edit())
        body.addWidget(self.table, 1)
        self.side = QFrame()
        self.side.setProperty("inspector", "true")
        self.side.setFixedWidth(340)
        outer = QVBoxLayout(self.side)
        outer.setContentsMargins(0, 0, 0, 0)
        self.scroll = Scroll((0, 0, 0, 0), 0)
        outer.addWidget(self.scroll)
        self.side.hide()
        body.addWidget(self.side)
        self.found: BookableDetail | None = None

    def _state(self, found: RegisterRow) -> str:
        if not found.row.active:
            return _("not in use")
        return _("out of order") if found.outage else _("in service")

    def load(self) -> None:
        centre_id = self.desk.centre_id

        def read(unit: Unit) -> Any:
            return register(unit, centre_id), queries.models(unit, centre_id)

        self.desk.read(self, read, self._show, key="list")

    def show_where(self, **where: Any) -> None:
        if "id" in where:
            self._wanted = int(where["id"])
            self._choose("all")
            self.segments.pick("all")
            self.reload()

    def _choose(self, key: str) -> None:
        self.which = key
        self._fill()

    def _show(self, found: Any) -> None:
        self.rows, self.models = found
        self._fill()

    def _fill(self) -> None:
        words = self.search.text().strip().casefold().split()
        shown = [
            r
            for r in self.rows
            if (
                self.which == "all"
                or r.row.kind == self.which
                or (self.which == "out" and r.outage is not None)
            )
            and all(
                w in f"{r.row.name} {r.row.code} {r.row.model} {r.row.category}".casefold() for w in words
            )
        ]
        self.table.set_rows(shown)
        labs = sum(1 for r in self.rows if r.row.kind == "lab")
        out = sum(1 for r in self.rows if r.outage)
        note = (
            n_("{n} lab", "{n} labs", labs).format(n=labs)
            + ", "
            + n_("{n} unit", "{n} units", len(self.rows) - labs).format(n=len(self.rows) - labs)
        )
        self.bar.note.setText(
            note + (", " + n_("{n} out of order", "{n} out of order", out).format(n=out) if out else "")
        )
        if self._wanted is not None and self.rows:
            self.table.pick(self._wanted)
            self._wanted = None
        elif self.table.current is None and shown:
            self.table.selectRow(0)

    def _picked(self, found: RegisterRow | None) -> None:
        if found is None:
            self.side.hide()
            return
        key = found.id

        def read(unit: Unit) -> Any:
            window = TimeRange(unit.now, unit.now + timedelta(days=60))
            return detail(unit, key), schedule.blocks(unit, None, window, [key])[:6]

        self.desk.read(self, read, self._show_detail, key="detail")

    def _show_detail(self, read: tuple[BookableDetail, list[schedule.BlockRow]]) -> None:
        found, blocks = read
        self.found = found
        inside, thing, zone, now = self.scroll.inside, found.row, self.desk.zone, self.desk.now()
        clear(inside)
        head = Section()
        head.body.addLayout(
            row(text(_("Lab") if thing.kind == "lab" else thing.model, "second"), chip(thing.code), 1)
        )
        head.body.addWidget(text(thing.name, "object", wrap=True))
        current = next((o for o in found.outages if o.start <= now and (o.end is None or o.end > now)), None)
        if current is not None:
            until = (
                _("until {when}").format(when=moment_words(current.end, zone, now))
                if current.end
                else _("until further notice")
            )
            head.body.addWidget(
                banner(
                    _("Out of order {until}: {reason}").format(until=until, reason=current.reason), "danger"
                )
            )
        if self.writes:
            line = row(button(_("Edit…"), self._edit, small=True, symbol="pencil"), spacing=6)
            if current is None:
                line.addWidget(
                    button(
                        _("Out of service…"),
                        lambda: OutageDialog(self.desk, self, thing).open(),
                        small=True,
                        symbol="wrench",
                    )
                )
            else:
                line.addWidget(
                    button(_("Back in service"), lambda: self._end(current.id), small=True, symbol="check")
                )
            line.addStretch(1)
            head.body.addLayout(line)
        inside.addWidget(head)
        self._show_photos(found)
        told = [
            (_("Places"), str(thing.capacity or "")), (_("Where it is"), thing.location), (_("Category"), thing.category),
            (_("Serial number"), thing.serial), (_("Bought"), f"{thing.purchased_on:%d.%m.%Y}" if thing.purchased_on else ""),
            (_("Set-up and clear-down"), _("{before} min before, {after} min after").format(before=thing.setup_minutes, after=thing.cleardown_minutes)),
            (_("Part of"), found.parent.name if found.parent else ""), (_("Divided into"), ", ".join(c.name for c in found.children)),
            (_("Needs the training"), ", ".join(found.needs)), (_("Notes"), thing.notes),
        ]  # fmt: skip
        about = Section()
        about.body.addWidget(facts([(label, value) for label, value in told if value]))
        inside.addWidget(about)
        if found.parts:
            kit = Section(_("Parts of a complete kit"))
            for name, count in found.parts:
                kit.body.addLayout(row(text(name, "body2"), 1, text(str(count), "body2")))
            inside.addWidget(kit)
        coming = Section(_("Next bookings"))
        for block in blocks:
            line = row(HueSquare(HUES.get(block.kind, "lab")), spacing=8)
            line.addWidget(
                Link(block.title, lambda b=block: self.desk.open("calendar", activity=b.activity_id)), 1
            )
            line.addWidget(text(span_words(block.start, block.end, zone), "caption"))
            coming.body.addLayout(line)
        if not blocks:
            coming.body.addWidget(text(_("Nothing in the next 60 days."), "second"))
        inside.addWidget(coming)
        self._show_rules(found)
        inside.addStretch(1)
        self.side.show()

    def _show_photos(self, found: BookableDetail) -> None:
        if not (found.photos or self.writes):
            return
        part = Section()
        for photo in found.photos[:1]:
            picture = QPixmap()
            if picture.loadFromData(photo.image):
                label = text(photo.caption, "caption")
                label.setPixmap(
                    picture.scaled(
                        300,
                        190,
                        Qt.AspectRatioMode.KeepAspectRatio,
                        Qt.TransformationMode.SmoothTransformation,
                    )
                )
                label.setAccessibleName(photo.caption or _("Photo of {name}").format(name=found.row.name))
                part.body.addWidget(label)
        if self.writes:
            part.body.addLayout(
                row(button(_("Add a photo…"), self._photo, small=True, symbol="image-plus"), 1)
            )
        self.scroll.inside.addWidget(part)

    def _show_rules(self, found: BookableDetail) -> None:
        rules = Section(_("Booking rules"), line=False)
        lines = []
        for name, (words, _most) in RULES.items():
            value = getattr(found.policy, name)
            if value is not None:
                lines.append(
                    (_(words), f"{value}" + ("" if found.own.get(name) is not None else _(" (centre)")))
                )
        for name, words in YES_NO.items():
            lines.append((_(words), _("yes") if getattr(found.policy, name) else _("no")))
        for label, value in lines:
            rules.body.addLayout(row(text(label, "second"), 1, text(value, "second2")))
        if self.writes:
            key, title = found.row.id, _("Booking rules of {name}").format(name=found.row.name)
            rules.body.addLayout(
                row(
                    button(
                        _("Change the rules…"),
                        lambda: RulesDialog(self.desk, self, title, found.own, key).open(),
                        small=True,
                    ),
                    1,
                )
            )
            retire = button(
                _("Take out of the register…"), lambda: self._retire(found), kind="danger", small=True
            )
            rules.body.addLayout(row(retire, 1))
        self.scroll.inside.addWidget(rules)

    def _edit(self) -> None:
        if self.found is None or not self.writes:
            return
        if self.found.row.kind == "lab":
            LabDialog(self.desk, self, self.found.row).open()
        else:
            UnitsDialog(self.desk, self, self.models, self.found.row).open()

    def _more(self) -> None:
        UnitsDialog(self.desk, self, self.models).open()

    def _end(self, outage: int) -> None:
        self.desk.write(self, lambda unit: service.end_outage(unit, outage), said=_("Back in service."))

    def _retire(self, found: BookableDetail) -> None:
        words = _("{name} can no longer be booked. What was booked stays on record.").format(
            name=found.row.name
        )
        do = lambda: self.desk.write(
            self, lambda unit: service.set_active(unit, found.row.id, False), said=_("Taken out.")
        )
        Ask(self.desk, self, _("Take out of the register"), _("Take out"), words, do).open()

    def _photo(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Choose a photo"), "", f"{_('Pictures')} (*.jpg *.jpeg *.png)"
        )
        if chosen and self.found is not None:
            key, data = self.found.row.id, Path(chosen).read_bytes()
            self.desk.write(
                self,
                lambda unit: service.add_photo(unit, data, bookable_id=key),
                said=_("The photo is added."),
            )

    def _labels(self) -> None:
        LabelsDialog(self.desk, self, self.table.rows.rows).open()

    def _import(self) -> None:
        from resource_centre.ui.importing.wizard import ImportWizard

        ImportWizard(self.desk, self, "equipment").open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < 1250
        self.side.setFixedWidth(300 if narrow else 340)
        for at in (2, 4):
            self.table.setColumnHidden(at, narrow)
