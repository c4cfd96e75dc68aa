"""The resources page: the register of labs, models and units; one of them in detail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from resource_centre.core.changes import Topic
from resource_centre.core.times import TimeRange
from resource_centre.db.unit import Unit
from resource_centre.i18n import _
from resource_centre.people.roles import Data, Right
from resource_centre.resources import queries
from resource_centre.resources.register import RegisterRow, detail, model_detail, register
from resource_centre.schedule import queries as schedule
from resource_centre.ui.desk import Desk
from resource_centre.ui.look import look
from resource_centre.ui.page import Page
from resource_centre.ui.resources.detail import Detail
from resource_centre.ui.resources.dialogs import LabDialog, ModelDialog, UnitsDialog
from resource_centre.ui.resources.labelling import LabelsDialog
from resource_centre.ui.resources.lines import Key, Line, counts, key_of, lines
from resource_centre.ui.resources.photos import pictures
from resource_centre.ui.widgets.boxes import Empty, Toolbar
from resource_centre.ui.widgets.buttons import Segments, menu_of, more_button, primary
from resource_centre.ui.widgets.columns import Column
from resource_centre.ui.widgets.fields import Search
from resource_centre.ui.widgets.table import Table

SYMBOLS = {"lab": "door-open", "model": "boxes", "unit": "package"}
AHEAD = timedelta(days=60)


class ResourcesPage(Page):
    """Staff keep the register; others read."""

    topics: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.RESOURCES, Topic.SCHEDULE, Topic.LOANS, Topic.CENTRES}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.which = "all"
        self.everything = False
        self.rows: list[RegisterRow] = []
        self.models: list[queries.ModelRow] = []
        self._wanted: Key | None = None
        self._make_bar()
        body = QHBoxLayout()
        body.setSpacing(0)
        self.column.addLayout(body, 1)
        self._make_table()
        body.addWidget(self.table, 1)
        self.side = Detail(desk, self._go)
        body.addWidget(self.side)
        self._allow()

    def _make_bar(self) -> None:
        self.bar = Toolbar(_("Resources"))
        self.search = Search(_("Name, code, model"))
        self.search.setFixedWidth(190)
        self.search.searched.connect(lambda _words: self._fill())
        choices = [
            ("lab", _("Labs")),
            ("unit", _("Equipment")),
            ("out", _("Out of order")),
            ("all", _("All")),
        ]
        self.segments = Segments(choices, "all", _("What is shown"))
        self.segments.chosen.connect(self._choose)
        self.other = more_button(
            [
                (_("Labels for what is listed…"), self._labels, "qr-code"),
                (_("Save as a sheet…"), lambda: self.table.save_sheet(), "download"),
                None,
            ]
        )
        self.unused = self.other.menu().addAction(_("Show what is no longer in use"))
        self.unused.setCheckable(True)
        self.unused.toggled.connect(self._show_everything)
        self.add = primary(_("Add"), symbol="plus")
        self.add.setProperty("menu", "true")
        self.add.setMenu(
            menu_of(
                self.add,
                [
                    (_("New lab…"), self._new_lab, "door-open"),
                    (_("New model…"), lambda: ModelDialog(self.desk, self).open(), "boxes"),
                    (_("More units…"), self._more, "package"),
                    None,
                    (_("Import equipment…"), self._import, "upload"),
                    (_("Import a calendar into a lab…"), lambda: self._import("calendar"), "calendar-plus"),
                ],
            )
        )
        self.bar.add(self.search, self.segments, self.other, self.add)
        self.column.addWidget(self.bar)

    def _make_table(self) -> None:
        columns = [
            Column(
                _("Name"), lambda n: n.name, 260, stretch=True, strong=True, symbol=lambda n: SYMBOLS[n.kind]
            ),
            Column(_("Code"), lambda n: n.code, 110),
            Column(_("Model"), lambda n: n.model, 180, faint=True),
            Column(_("Where it is"), lambda n: n.place, 140, faint=True),
            Column(_("Places"), lambda n: str(n.places or ""), 76, right=True, key=lambda n: n.places or 0),
            Column(_("State"), lambda n: n.state, 160, chip=True, tone=lambda n: n.tone),
        ]
        self.empty = Empty("boxes", "", _("New lab…"), self._new_lab)
        self.table = Table(
            columns, _("Resources"), identity=lambda n: n.key, empty=self.empty, actions=self._actions
        )
        self.table.picked.connect(self._picked)
        self.table.opened.connect(lambda _line: self.side.edit())

    def _allow(self) -> None:
        self.writes = self.desk.may(Data.RESOURCES, Right.WRITE)
        self.side.writes = self.writes
        self.add.setVisible(self.writes)

    def on_centre(self) -> None:
        self._allow()
        self.side.drop()
        super().on_centre()

    def load(self) -> None:
        centre_id, everything = self.desk.centre_id, self.everything

        def read(unit: Unit) -> Any:
            return register(unit, centre_id, everything), queries.models(unit, centre_id, everything)

        self.desk.read(self, read, self._show, key="list")

    def show_where(self, **where: Any) -> None:
        if where.get("new") and self.desk.may(Data.RESOURCES, Right.WRITE):
            (ModelDialog if where["new"] == "model" else LabDialog)(self.desk, self).open()
        if "id" in where:
            self._wanted = key_of(int(where["id"]))
        elif "model" in where:
            self._wanted = ("model", int(where["model"]))
        if self._wanted is not None:
            self.search.clear()
            self.segments.pick("all")
            self.which = "all"
            self.reload()

    def _go(self, key: Key) -> None:
        if not self.table.pick(key):
            self.show_where(**{"model" if key[0] == "model" else "id": key[1]})

    def _choose(self, key: str) -> None:
        self.which = key
        self._fill()

    def _show_everything(self, on: bool) -> None:
        self.everything = on
        self.reload()

    def _show(self, found: Any) -> None:
        self.rows, self.models = found
        self.side.models = [model for model in self.models if model.active]
        self._fill()

    def _fill(self) -> None:
        shown = lines(self.rows, self.models, self.which, self.search.text())
        self._say_empty()
        self.table.set_rows(shown)
        self.bar.note.setText(counts(self.rows))
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            if not self.table.pick(wanted) and not self.everything:
                self._wanted = wanted
                self.unused.setChecked(True)
        elif self.table.current is None and shown:
            self.table.selectRow(0)
        if not shown:
            self.side.drop()

    def _say_empty(self) -> None:
        words = _("The register is empty. Add the first lab, or import a list of equipment.")
        if self.rows or self.models:
            words = _("Nothing here is called that.")
            if self.which == "out" and not self.search.text().strip():
                words = _("Everything is in service.")
        self.empty.words.setText(words)
        for each in self.empty.findChildren(type(self.add)):
            each.setVisible(self.writes and not self.rows and not self.models)

    def _picked(self, line: Line | None) -> None:
        if line is None:
            self.side.drop()
            return
        kind, key = line.key
        if kind == "model":

            def read_model(unit: Unit) -> Any:
                found = model_detail(unit, key)
                return found, pictures(found.photos)

            self.desk.read(self, read_model, lambda read: self.side.show_model(*read), key="detail")
            return

        def read(unit: Unit) -> Any:
            found = detail(unit, key)
            blocks = schedule.blocks(unit, None, TimeRange(unit.now, unit.now + AHEAD), [key])
            return found, blocks, pictures(found.photos)

        self.desk.read(self, read, lambda read: self.side.show_bookable(*read), key="detail")

    def _actions(self, line: Line) -> list[Any]:
        rows = [line.row] if line.row else [r.row for r in self.rows if r.row.model_id == line.key[1]]
        entries: list[Any] = [(_("Label…"), lambda: LabelsDialog(self.desk, self, rows).open(), "qr-code")]
        if self.writes:
            entries.insert(0, (_("Edit…"), self.side.edit, "pencil"))
            if line.kind == "model":
                entries.append((_("More units…"), lambda: self._more(line.key[1]), "plus"))
        return entries

    def _new_lab(self) -> None:
        LabDialog(self.desk, self).open()

    def _more(self, model_id: int | None = None) -> None:
        if not self.side.models:
            ModelDialog(self.desk, self).open()
            return
        line = self.table.current
        if model_id is None and line is not None:
            model_id = line.key[1] if line.kind == "model" else line.row.model_id
        UnitsDialog(self.desk, self, self.side.models, model_id=model_id).open()

    def _labels(self) -> None:
        listed = [line.row for line in self.table.rows.rows if line.row is not None]
        LabelsDialog(self.desk, self, listed).open()

    def _import(self, what: str = "equipment") -> None:
        from resource_centre.ui.importing.wizard import ImportWizard

        ImportWizard(self.desk, self, what).open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < look().px(1250)
        self.side.setFixedWidth(look().px(312 if narrow else 360))
        for at in (2, 4):
            self.table.setColumnHidden(at, narrow)
