"""Attendance: who came to each session, by audience and gender, for each school; typed like a sheet."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from resource_centre.events.queries import EventDetail, SessionRow
from resource_centre.events.recording import Cell
from resource_centre.events.rules import GENDERS, STAGES, SessionState
from resource_centre.i18n import _
from resource_centre.ui.widgets.fields import Choice, Count, Pick
from resource_centre.ui.widgets.labels import Elided, text

COLUMNS = ("female", "male", "other", "not_recorded")


@dataclass(frozen=True)
class Line:
    """One line of the sheet: a session, a school (or none), an audience."""

    session: SessionRow
    school_id: int | None
    school: str
    audience: str
    expected: int


class AttendanceGrid(QWidget):
    """changed() whenever a number is typed. `cells()` answers what is on the sheet, by session."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(14, 8, 14, 10)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(5)
        self._fields: dict[tuple[int, int | None, str], dict[str, Count]] = {}
        self._totals: dict[tuple[int, int | None, str], QWidget] = {}
        self._lines: dict[tuple[int, int | None, str], Line] = {}
        self._stages: dict[tuple[int, int | None], Pick] = {}
        self._typed: set[int] = set()
        self._unsaved: dict[int, list[Cell]] = {}

    def show_event(self, detail: EventDetail, *, writes: bool) -> None:
        """Shows the sheet; what was typed for these sessions and is not saved is there again."""
        cells = self.cells()
        self._unsaved.update({session: cells[session] for session in self.typed})
        kept = self._unsaved
        from resource_centre.ui.widgets.boxes import clear

        clear(self._grid)
        self._fields, self._lines, self._stages = {}, {}, {}
        heads = [
            _("Session"),
            _("Audience"),
            _("Stage"),
            _("Expected"),
            _("Girls"),
            _("Boys"),
            _("Other"),
            _("Not recorded"),
            _("Total"),
        ]
        for at, words in enumerate(heads):
            label = text(words, "caption-strong")
            if at > 2:
                label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(label, 0, at)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 3)
        at = 1
        for session in detail.sessions:
            if session.state is SessionState.CANCELLED:
                continue
            for n, line in enumerate(self._lines_of(detail, session)):
                self._add(at, line, detail, kept, first=n == 0, writes=writes)
                at += 1

    def _lines_of(self, detail: EventDetail, session: SessionRow) -> list[Line]:
        found = []
        for school in detail.schools:
            found.append(Line(session, school.school_id, school.school, "pupils", school.expected_pupils))
            found.append(Line(session, school.school_id, school.school, "teachers", school.expected_teachers))
        known = {(line.school_id, line.audience) for line in found}
        for cell in detail.attendance:
            if cell.session_id == session.id and (cell.school_id, cell.audience) not in known:
                known.add((cell.school_id, cell.audience))
                found.append(Line(session, cell.school_id, "", cell.audience, 0))
        return found or [Line(session, None, "", detail.row.audience, detail.row.places or 0)]

    def _add(
        self,
        at: int,
        line: Line,
        detail: EventDetail,
        kept: dict[int, list[Cell]],
        *,
        first: bool,
        writes: bool,
    ) -> None:
        from resource_centre.events.rules import AUDIENCES

        key = (line.session.id, line.school_id, line.audience)
        ours = [c for c in detail.attendance if (c.session_id, c.school_id, c.audience) == key]
        typed = [
            c
            for c in kept.get(line.session.id, [])
            if (c.school_id, c.audience) == (line.school_id, line.audience)
        ]
        values = {c.gender: c.count for c in ours}
        stage = next(
            (c.stage for c in ours), "not_recorded" if line.audience != "pupils" else "lower_secondary"
        )
        if typed:
            values, stage = {c.gender: c.count for c in typed}, typed[0].stage
        recorded = line.session.attendance_at is not None or bool(typed)
        self._grid.addWidget(Elided(line.session.title if first else "", "medium"), at, 0)
        who = _(AUDIENCES[line.audience])
        self._grid.addWidget(Elided(f"{who}, {line.school}" if line.school else who, "body2"), at, 1)
        pick = Pick([Choice(name, _(words)) for name, words in STAGES.items()], stage)
        pick.setProperty("extent", "small")
        pick.setMinimumWidth(124)
        pick.setEnabled(writes)
        pick.setAccessibleName(_("Stage"))
        pick.changed.connect(lambda _v, s=line.session.id: self._touch(s, key))
        self._stages[(line.session.id, line.school_id)] = (
            pick if line.audience == "pupils" else self._stages.get((line.session.id, line.school_id), pick)
        )
        self._grid.addWidget(pick, at, 2)
        pick.setVisible(line.audience == "pupils")
        self._grid.addWidget(self._right(str(line.expected or "–"), "second"), at, 3)
        fields = {}
        for n, gender in enumerate(COLUMNS):
            start = values.get(gender, 0)
            if not recorded and gender == "not_recorded":
                start = line.expected
            field = Count(start)
            field.setFixedWidth(62)
            field.setEnabled(writes)
            field.setAccessibleName(f"{line.session.title}, {who}, {_(GENDERS[gender])}")
            field.counted.connect(lambda _v, s=line.session.id: self._touch(s, key))
            fields[gender] = field
            self._grid.addWidget(field, at, 4 + n, Qt.AlignmentFlag.AlignRight)
        self._fields[key], self._lines[key] = fields, line
        total = self._right("", "strong")
        self._totals[key] = total
        self._grid.addWidget(total, at, 8)
        self._sum(key)

    def _right(self, words: str, role: str) -> QWidget:
        label = text(words, role)
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return label

    def _touch(self, session: int, key: tuple[int, int | None, str]) -> None:
        self._typed.add(session)
        self._sum(key)
        self.changed.emit()

    def _sum(self, key: tuple[int, int | None, str]) -> None:
        self._totals[key].setText(str(sum(field.value() for field in self._fields[key].values())))  # type: ignore[attr-defined]

    def cells(self) -> dict[int, list[Cell]]:
        """What is on the sheet, by session."""
        found: dict[int, list[Cell]] = {}
        for (session, school, audience), fields in self._fields.items():
            stage = self._stages[(session, school)].value if audience == "pupils" else "not_recorded"
            rows = found.setdefault(session, [])
            rows += [Cell(audience, field.value(), gender, stage, school) for gender, field in fields.items()]
        return found

    def total(self) -> int:
        """Everybody on the sheet."""
        return sum(field.value() for fields in self._fields.values() for field in fields.values())

    @property
    def typed(self) -> set[int]:
        """The sessions on the sheet for which something is typed and not saved."""
        return self._typed & {session for session, _school, _audience in self._fields}

    def unsaved(self) -> bool:
        """Whether something is typed and not saved, for any event."""
        return bool(self._typed)

    def saved(self) -> None:
        """Nothing on the sheet is unsaved any more."""
        for session in self.typed:
            self._typed.discard(session)
            self._unsaved.pop(session, None)
