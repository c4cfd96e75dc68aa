"""The ambassadors of an event: who comes, who is asked, who could come and why (not)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QWidget

from resource_centre.ambassadors import queries, service
from resource_centre.ambassadors.queries import AssignmentRow, Candidate
from resource_centre.ambassadors.rules import STATE_NAMES, AssignmentState
from resource_centre.db.unit import Unit
from resource_centre.events.queries import EventDetail
from resource_centre.events.staffing import RequirementRow
from resource_centre.i18n import _, n_
from resource_centre.people.roles import Data, Right
from resource_centre.ui.ambassadors import answering
from resource_centre.ui.desk import Desk
from resource_centre.ui.look import look
from resource_centre.ui.widgets.boxes import Card, clear, column, row
from resource_centre.ui.widgets.buttons import button, more_button
from resource_centre.ui.widgets.dialog import Reason
from resource_centre.ui.widgets.labels import Avatar, Elided, IconLabel, chip, short_chip, text
from resource_centre.ui.words import moment_words, number_words, within

A = AssignmentState
TONES = {
    A.ACCEPTED: "ok", A.ATTENDED: "ok", A.HOURS_APPROVED: "ok", A.INVITED: "warn", A.OFFERED: "accent",
    A.DECLINED: "danger", A.NO_SHOW: "danger", A.WITHDRAWN: "danger", A.EXPIRED: "plain",
}  # fmt: skip
SHOWN_NOT = 4


@dataclass(frozen=True)
class StaffRows:
    """What the card shows of one requirement."""

    requirement: RequirementRow
    assigned: list[AssignmentRow]
    candidates: tuple[Candidate, ...]


class StaffCard(Card):
    """need(): how many are needed."""

    need = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Ambassadors"))
        self.desk = desk
        self.detail: EventDetail | None = None
        self.chosen: set[int] = set()
        self.writes = desk.may(Data.AMBASSADORS, Right.WRITE)
        self._add = button(_("How many…"), self.need.emit, kind="link")
        self.head.addWidget(self._add)
        self._invite: QWidget | None = None

    def show_event(self, detail: EventDetail) -> None:
        """Reads who comes and who could, in the background."""
        if self.detail is None or self.detail.row.id != detail.row.id:
            self.chosen.clear()
        self.detail = detail
        planning = detail.row.state.value in ("draft", "submitted", "approved", "published")
        self._add.setVisible(detail.staff and self.desk.may(Data.EVENTS, Right.WRITE) and planning)
        wanted, staff = detail.requirements, self.desk.may(Data.AMBASSADORS, Right.READ)
        me = None if staff or not self._comes else self.desk.actor.person_id

        def read(unit: Unit) -> list[StaffRows]:
            found = []
            for one in wanted:
                rows: list[AssignmentRow] = []
                if staff or me is not None:
                    rows = queries.assignments(
                        unit, person_id=me, activity_ids=[one.activity_id], hidden=staff
                    )
                ours = [r for r in rows if r.requirement_id == one.id]
                found.append(
                    StaffRows(one, ours, queries.candidates(unit, one.id) if staff and planning else ())
                )
            return found

        self.desk.read(self, read, self._show, key="staff")

    def _show(self, found: list[StaffRows]) -> None:
        clear(self.body)
        if not found:
            words = _("No ambassador is needed yet.")
            self.body.addLayout(_padded(row(text(words, "body2"), 1)))
            return
        for rows in found:
            self._figures(rows)
            if self._comes:
                self._mine(rows)
                continue
            for assigned in rows.assigned:
                self.body.addWidget(self._assigned(assigned))
            if rows.candidates:
                self._could(rows)

    def _figures(self, rows: StaffRows) -> None:
        need = rows.requirement
        accepted, invited = need.accepted, need.invited
        if not self._comes and rows.assigned:
            accepted = sum(1 for a in rows.assigned if a.state in (A.ACCEPTED, A.ATTENDED, A.HOURS_APPROVED))
            invited = sum(1 for a in rows.assigned if a.state is A.INVITED)
        line = QHBoxLayout()
        line.setContentsMargins(14, 10, 14, 10)
        open_ = max(need.needed - accepted, 0)
        for figure, words, tone in (
            (need.needed, _("needed"), ""), (accepted, _("accepted"), "ok"), (open_, _("open"), "danger" if open_ else ""),
            (invited, _("invited, no answer"), "warn" if invited else ""),
        ):  # fmt: skip
            line.addLayout(
                column(text(str(figure), "figure", tone=tone), Elided(words, "second"), spacing=0), 1
            )
        holder = QFrame()
        holder.setProperty("section", "true")
        holder.setLayout(line)
        self.body.addWidget(holder)
        asked = [*need.skills, *([need.language] if need.language else [])]
        if asked:
            self.body.addLayout(
                _padded(row(text(_("Asked for: {what}").format(what=", ".join(asked)), "second"), 1))
            )

    def _assigned(self, found: AssignmentRow) -> QWidget:
        frame = QFrame()
        frame.setProperty("section", "true")
        line = row(Avatar(found.person), spacing=10)
        words = [found.study]
        if found.cleared_until:
            words.append(_("cleared until {day}").format(day=f"{found.cleared_until:%m/%Y}"))
        name = Elided(found.person, "medium")
        name.setMinimumWidth(look().px(96))
        line.addLayout(column(name, Elided(". ".join(w for w in words if w), "second"), spacing=0), 1)
        if found.at_risk:
            line.addWidget(IconLabel("shield-alert", 15, "warn"))
        state = _(STATE_NAMES[found.state])
        if found.state is A.INVITED and found.answer_by:
            state = _("Invited, expires {when}").format(
                when=within(moment_words(found.answer_by, self.desk.zone, self.desk.now()))
            )
        line.addWidget(short_chip(state, TONES.get(found.state, "plain")))
        entries = self._actions(found)
        if entries:
            line.addWidget(more_button(entries))
        line.setContentsMargins(14, 6, 10, 6)
        frame.setLayout(line)
        return frame

    def _actions(self, found: AssignmentRow) -> list[Any]:
        if not self.writes:
            return []
        number, begun = found.id, found.start <= self.desk.now()
        do = self._do
        entries: list[Any] = []
        if found.state is A.PROPOSED:
            entries.append(
                (
                    _("Invite"),
                    lambda: do(lambda u: service.invite(u, found.requirement_id, [found.person_id])),
                    "send",
                )
            )
        if found.state in (A.OFFERED, A.INVITED):
            entries.append(
                (
                    _("Accept for them") if found.state is A.INVITED else _("Take the offer"),
                    lambda: do(lambda u: service.accept(u, number)),
                    "check",
                )
            )
        if found.state is A.OFFERED:
            entries.append((_("Not this time"), lambda: do(lambda u: service.not_select(u, number)), "x"))
        if found.state is A.ACCEPTED and begun:
            entries += [
                (_("Came"), lambda: do(lambda u: service.mark(u, number, A.ATTENDED)), "user-check"),
                (_("Did not come"), lambda: do(lambda u: service.mark(u, number, A.NO_SHOW)), "user-x"),
                (_("Excused"), lambda: do(lambda u: service.mark(u, number, A.EXCUSED)), "hand"),
            ]
        if found.state in (A.PROPOSED, A.INVITED, A.OFFERED, A.ACCEPTED) and not begun:
            entries.append((_("Take back…"), lambda: self._cancel(found), "x"))
        return entries

    def _cancel(self, found: AssignmentRow) -> None:
        Reason(
            self.desk, self, _("Take the assignment back"), _("Take back"), _("{who} is told; their time is free again.").format(who=found.person),
            lambda unit, why: service.cancel(unit, found.id, why), optional=found.state is A.PROPOSED,
        ).open()  # fmt: skip

    def _could(self, rows: StaffRows) -> None:
        able = [c for c in rows.candidates if c.eligible]
        head = row(text(_("Can come, fairest first"), "caption-strong"), 1)
        head.addWidget(text(_("{n} of {all}").format(n=len(able), all=len(rows.candidates)), "second"))
        holder = QFrame()
        holder.setProperty("section", "true")
        holder.setLayout(_padded(head))
        self.body.addWidget(holder)
        for each in able[:8]:
            self.body.addWidget(self._candidate(each))
        for each in [c for c in rows.candidates if not c.eligible][:SHOWN_NOT]:
            line = row(spacing=8)
            line.addWidget(Elided(each.name, "second2"), 1)
            line.addWidget(IconLabel("ban", 13))
            line.addWidget(Elided(each.why_not[0], "second"), 2)
            line.setContentsMargins(44, 4, 14, 4)
            self.body.addLayout(line)
        if self.writes:
            self._invite = button("", lambda: self._send(rows.requirement), kind="primary")
            self._say_invite(rows.candidates)
            self.body.addLayout(_padded(row(1, self._invite)))

    def _candidate(self, found: Candidate) -> QWidget:
        frame = QFrame()
        frame.setProperty("section", "true")
        line = row(spacing=10)
        box = QCheckBox()
        box.setChecked(found.person_id in self.chosen)
        box.setAccessibleName(found.name)
        box.toggled.connect(lambda on, c=found: self._choose(c, on))
        if self.writes:
            line.addWidget(box)
        line.addWidget(Avatar(found.name))
        line.addLayout(
            column(Elided(found.name, "medium"), Elided(", ".join(found.why), "second"), spacing=0), 1
        )
        line.addWidget(text(_("{h} h").format(h=number_words(found.minutes / 60, 0)), "second"))
        line.setContentsMargins(14, 6, 14, 6)
        frame.setLayout(line)
        return frame

    def _choose(self, found: Candidate, on: bool) -> None:
        (self.chosen.add if on else self.chosen.discard)(found.person_id)
        self._say_invite(())

    def _say_invite(self, candidates: tuple[Candidate, ...]) -> None:
        if candidates:
            self._names = {c.person_id: c.name for c in candidates}
            self.chosen &= set(self._names)
        count = len(self.chosen)
        if count == 1:
            words = _("Invite {name}").format(name=self._names[next(iter(self.chosen))])
        else:
            words = (
                n_("Invite {n} person", "Invite {n} people", count).format(n=count) if count else _("Invite")
            )
        assert self._invite is not None
        self._invite.setText(words)  # type: ignore[attr-defined]
        from resource_centre.ui.widgets.buttons import switch_off

        switch_off(self._invite, "" if count else _("Tick who is to be invited."))

    def _send(self, need: RequirementRow) -> None:
        people = sorted(self.chosen)
        self.chosen.clear()
        self._do(lambda unit: service.invite(unit, need.id, people), _("Invited."))

    @property
    def _comes(self) -> bool:
        """Whether the person is one of those who come, not of those who plan."""
        reads = self.writes or self.desk.may(Data.AMBASSADORS, Right.READ)
        return not reads and self.desk.may(Data.AMBASSADORS, Right.OWN)

    def _mine(self, rows: StaffRows) -> None:
        """Where the ambassador stands with it, and what they can answer."""
        live = (A.INVITED, A.OFFERED, A.ACCEPTED, A.ATTENDED, A.HOURS_APPROVED)
        own = next((a for a in rows.assigned if a.state in live), None)
        acts: list[QWidget] = []
        if own is None and not self._over:
            act = lambda u: service.volunteer(u, rows.requirement.id)  # noqa: E731
            acts = [
                button(_("I could come"), lambda: self._do(act, _("The centre is told.")), kind="primary")
            ]
        elif own is not None and own.state is A.INVITED:
            acts = [
                button(_("Decline"), partial(answering.decline, self.desk, self, own)),
                button(_("Accept"), partial(answering.accept, self.desk, self, own), kind="primary"),
            ]
        elif own is not None and own.state is A.ACCEPTED and own.start > self.desk.now():
            acts = [
                button(_("I cannot come…"), partial(answering.withdraw, self.desk, self, own), kind="danger")
            ]
        state = chip(_(STATE_NAMES[own.state]), TONES.get(own.state, "plain")) if own is not None else None
        if own is not None or acts:
            self.body.addLayout(_padded(row(text(_("You"), "medium") if own else None, state, 1, *acts)))

    @property
    def _over(self) -> bool:
        return self.detail is None or self.detail.row.state.value not in ("approved", "published")

    def _do(self, command: Any, said: str = "") -> None:
        self.desk.write(self, command, said=said or _("Recorded."))


def _padded(line: QHBoxLayout) -> QHBoxLayout:
    line.setContentsMargins(14, 8, 14, 8)
    return line
