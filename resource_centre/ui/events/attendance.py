"""Attendance: who came to each session, by audience and gender, for each school; typed like a sheet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from resource_centre.events.queries import EventDetail, SessionRow
from resource_centre.events.recording import Cell
from resource_centre.events.rules import GENDERS, STAGES, SessionState
from resource_centre.i18n import _
from resource_centre.ui.widgets.boxes import clear, row
from resource_centre.ui.widgets.buttons import icon_button
from resource_centre.ui.widgets.fields import Choice, Count, Pick
from resource_centre.ui.widgets.labels import Elided, text

Key = tuple[int, int | None, str, int]
COLUMNS = ("female", "male", "other", "not_recorded")


@dataclass(frozen=True)
class Line:
    """One line of the sheet: a session, a school (or none), an audience, a stage; `nth` of several stages."""

    session: SessionRow
    school_id: int | None
    school: str
    audience: str
    expected: int
    stage: str = ""
    nth: int = 0

    @property
    def key(self) -> Key:
        """What the line is found by, whatever stage it is given."""
        return self.session.id, self.school_id, self.audience, self.nth


class AttendanceGrid(QWidget):
    """changed() whenever a number is typed. `cells()` answers what is on the sheet, by session."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(14, 8, 14, 10)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(5)
        self._fields: dict[Key, dict[str, Count]] = {}
        self._totals: dict[Key, QLabel] = {}
        self._stages: dict[Key, Pick] = {}
        self._rest: dict[Key, int] = {}  # expected, while nobody has typed how many are not recorded
        self._more: Counter[tuple[int, int | None, str]] = Counter()
        self._shown: tuple[EventDetail, bool] | None = None
        self._typed: set[int] = set()
        self._unsaved: dict[Key, tuple[dict[str, int], str]] = {}

    def show_event(self, detail: EventDetail, *, writes: bool) -> None:
        """Shows the sheet; what was typed for these sessions and is not saved is there again."""
        for key, fields in self._fields.items():
            if key[0] in self._typed:
                counts = {gender: field.value() for gender, field in fields.items()}
                self._unsaved[key] = (counts, self._stages[key].value)
        self._shown = (detail, writes)
        clear(self._grid)
        self._fields, self._totals, self._stages, self._rest = {}, {}, {}, {}
        heads = [
            "",
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
            if at > 1:
                label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(label, 0, at)
        self._grid.setColumnStretch(0, 1)
        at = 1
        for session in detail.sessions:
            if session.state is SessionState.CANCELLED:
                continue
            self._grid.addWidget(Elided(session.title, "medium"), at, 0, 1, len(heads))
            at += 1
            for line in self._lines_of(detail, session):
                self._add(at, line, detail, writes=writes)
                at += 1

    def _lines_of(self, detail: EventDetail, session: SessionRow) -> list[Line]:
        stages: dict[tuple[int | None, str], list[str]] = {}
        for school in detail.schools:
            stages[school.school_id, "pupils"], stages[school.school_id, "teachers"] = [], []
        for cell in detail.attendance:
            if cell.session_id == session.id:
                known = stages.setdefault((cell.school_id, cell.audience), [])
                known += [cell.stage] if cell.stage not in known else []
        if not stages:
            stages[None, detail.row.audience] = []
        found = []
        for (school_id, audience), recorded in stages.items():
            school_ = next((each for each in detail.schools if each.school_id == school_id), None)
            expected = (detail.row.places or 0) if school_id is None and len(stages) == 1 else 0
            if school_ is not None:
                expected = {"pupils": school_.expected_pupils, "teachers": school_.expected_teachers}.get(
                    audience, 0
                )
            usual = "lower_secondary" if audience == "pupils" else "not_recorded"
            wanted = recorded or [usual]
            others = [stage for stage in STAGES if stage not in wanted]
            wanted = wanted + others[: self._more[session.id, school_id, audience]]
            for nth, stage in enumerate(wanted):
                name = school_.school if school_ else ""
                found.append(Line(session, school_id, name, audience, 0 if nth else expected, stage, nth))
        return found

    def _add(self, at: int, line: Line, detail: EventDetail, *, writes: bool) -> None:
        from resource_centre.events.rules import AUDIENCES

        key = line.key
        values, stage = self._unsaved.get(key, (None, line.stage))
        recorded = line.session.attendance_at is not None or values is not None
        if values is None:
            ours = (line.session.id, line.school_id, line.audience, line.stage)
            values = {
                c.gender: c.count
                for c in detail.attendance
                if (c.session_id, c.school_id, c.audience, c.stage) == ours
            }
        who = _(AUDIENCES[line.audience])
        self._grid.addWidget(Elided(line.school or who, "body2"), at, 0)
        pick = Pick([Choice(name, _(words)) for name, words in STAGES.items()], stage)
        pick.setProperty("extent", "small")
        pick.setFixedWidth(148)
        pick.setEnabled(writes)
        pick.setAccessibleName(_("Stage"))
        pick.changed.connect(lambda _v, s=line.session.id: self._touch(s, key))
        self._stages[key] = pick
        cell = row(pick, spacing=2)
        if writes and line.audience == "pupils" and line.nth == 0:
            name = _("Another stage of {school}").format(school=line.school or who)
            cell.addWidget(icon_button("plus", name, lambda: self._add_stage(key), size=14))
        self._grid.addLayout(cell, at, 1)
        pick.setVisible(line.audience == "pupils")
        if line.school and line.audience != "pupils":
            self._grid.addWidget(text(who, "body2"), at, 1)
        self._grid.addWidget(self._right(str(line.expected or "–"), "second"), at, 2)
        fields = {}
        for n, gender in enumerate(COLUMNS):
            start = values.get(gender, 0)
            if not recorded and gender == "not_recorded":
                start = line.expected
            field = Count(start)
            field.setFixedWidth(62)
            field.setEnabled(writes)
            names = (line.session.title, line.school, who, _(GENDERS[gender]))
            field.setAccessibleName(", ".join(name for name in names if name))
            field.counted.connect(lambda _v, s=line.session.id, g=gender: self._counted(s, key, g))
            fields[gender] = field
            self._grid.addWidget(field, at, 3 + n, Qt.AlignmentFlag.AlignRight)
        if not recorded:
            self._rest[key] = line.expected
        self._fields[key] = fields
        total = self._right("", "strong")
        self._totals[key] = total
        self._grid.addWidget(total, at, 7)
        self._sum(key)

    def _add_stage(self, key: Key) -> None:
        """One more line of a school, for pupils of another stage."""
        self._more[key[:3]] += 1
        if self._shown is not None:
            detail, writes = self._shown
            self.show_event(detail, writes=writes)

    def _right(self, words: str, role: str) -> QLabel:
        label = text(words, role)
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return label

    def _counted(self, session: int, key: Key, gender: str) -> None:
        """A number was typed: who is counted now is no longer among those not recorded."""
        fields = self._fields[key]
        if gender == "not_recorded":
            self._rest.pop(key, None)
        elif key in self._rest:
            counted = sum(field.value() for name, field in fields.items() if name != "not_recorded")
            fields["not_recorded"].setText(str(max(self._rest[key] - counted, 0)))
        self._touch(session, key)

    def _touch(self, session: int, key: Key) -> None:
        self._typed.add(session)
        self._sum(key)
        self.changed.emit()

    def _sum(self, key: Key) -> None:
        self._totals[key].setText(str(sum(field.value() for field in self._fields[key].values())))

    def cells(self) -> dict[int, list[Cell]]:
        """What is on the sheet, by session; lines that were given the same stage are one."""
        sums: dict[int, dict[tuple[str, str, str, int | None], int]] = {}
        for key, fields in self._fields.items():
            session, school, audience, _nth = key
            counts = sums.setdefault(session, {})
            for gender, field in fields.items():
                cell = (audience, gender, self._stages[key].value, school)
                counts[cell] = counts.get(cell, 0) + field.value()
        return {
            session: [Cell(audience, n, gender, stage, school) for (audience, gender, stage, school), n in counts.items()]
            for session, counts in sums.items()
        }  # fmt: skip

    def total(self) -> int:
        """Everybody on the sheet."""
        return sum(field.value() for fields in self._fields.values() for field in fields.values())

    @property
    def typed(self) -> set[int]:
        """The sessions on the sheet for which something is typed and not saved."""
        return self._typed & {key[0] for key in self._fields}

    def unsaved(self) -> bool:
        """Whether something is typed and not saved, for any event."""
        return bool(self._typed)

    def saved(self) -> None:
        """Nothing on the sheet is unsaved any more."""
        for session in self.typed:
            self._typed.discard(session)
        self._more.clear()
        self._unsaved = {key: kept for key, kept in self._unsaved.items() if key[0] in self._typed}
