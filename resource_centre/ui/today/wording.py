"""Needs and news in words: title, second line, the action, how urgent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from resource_centre.i18n import N_, _, n_
from resource_centre.overview.day import Figures, News
from resource_centre.overview.need import Need
from resource_centre.ui.words import left_words, moment_words, number_words, span_words, within

SYMBOLS = {
    "overdue_loan": ("clock-alert", "danger"),
    "due_back": ("package-open", "accent"),
    "places": ("user-search", "warn"),
    "request": ("message-square-warning", "warn"),
    "answer": ("message-square-warning", "warn"),
    "appointment": ("calendar-check", "warn"),
    "approval": ("clipboard-check", "accent"),
    "attendance": ("list-checks", "warn"),
    "hours": ("clock-plus", "accent"),
    "make_ready": ("package-check", "accent"),
    "event_approval": ("flag", "accent"),
    "clearance": ("shield-alert", "warn"),
}


@dataclass(frozen=True)
class Said:
    """One need in words. `tone` colours its icon: danger once it is late."""

    title: str
    second: str
    action: str
    other: str = ""
    symbol: str = "info"
    tone: str = "accent"


def said(need: Need, zone: ZoneInfo, now: datetime) -> Said:
    """A need in words."""
    symbol, tone = SYMBOLS[need.kind]
    if tone == "warn" and need.due is not None and need.due < now:
        tone = "danger"
    title, second, action, other = _parts(need, zone, now)
    return Said(title, second, action, other, symbol, tone)


def _parts(need: Need, zone: ZoneInfo, now: datetime) -> tuple[str, str, str, str]:
    when = within(moment_words(need.due, zone, now)) if need.due else ""
    if need.kind == "overdue_loan" and need.due:
        title = _("{what} is {time} overdue").format(what=need.title, time=left_words(now, need.due))
        return title, _join(need.who, _("due {when}").format(when=when)), _("Record return"), ""
    if need.kind == "due_back":
        return _("{what} is due back {when}").format(what=need.title, when=when), need.who, _("Open"), ""
    if need.kind == "make_ready":
        return _("{what} is back, not looked through").format(what=need.title), need.who, _("Make ready"), ""
    if need.kind == "places":
        words = n_("{what} needs {n} more ambassador", "{what} needs {n} more ambassadors", need.count)
        invited = int(need.who or 0)
        asked = (
            n_("{n} invitation is open", "{n} invitations are open", invited).format(n=invited)
            if invited
            else ""
        )
        return words.format(what=need.title, n=need.count), _join(when, asked), _("Choose"), ""
    if need.kind in ("request", "answer"):
        late = need.due is not None and need.due < now
        words = (
            _("Consultation {n} should have been answered {when}")
            if late
            else _("Consultation {n} is to be answered by {when}")
        )
        if need.kind == "answer":
            words = _("Consultation {n} is to be resolved by {when}")
        nobody = _("nobody assigned") if need.kind == "request" else ""
        return (
            words.format(n=need.count, when=when),
            _join(need.who, need.title, nobody),
            _("Assign") if need.kind == "request" else _("Open"),
            "",
        )
    if need.kind == "appointment":
        return _("How did it go? {title}").format(title=need.title), when, _("Write the outcome"), ""
    if need.kind == "approval":
        span = span_words(need.since, need.end, zone) if need.since and need.end else ""
        held = _("held until {when}").format(when=when)
        title = _("{who} asks for {what}").format(who=need.who, what=need.place)
        return title, _join(need.title, span, held), _("Approve"), _("Decline…")
    if need.kind == "attendance":
        words = n_(
            "{what}: {n} session without attendance", "{what}: {n} sessions without attendance", need.count
        )
        since = moment_words(need.since, zone, now) if need.since else ""
        return words.format(what=need.title, n=need.count), since, _("Record"), ""
    if need.kind == "hours":
        amount = number_words(need.count / 60, 1)
        entries = n_("{n} entry", "{n} entries", int(need.who)).format(n=int(need.who))
        return (
            _("{hours} volunteer hours wait for approval").format(hours=amount),
            entries,
            _("Look at them"),
            "",
        )
    if need.kind == "event_approval":
        return _("Approve “{title}”?").format(title=need.title), _join(need.who, when), _("Look at it"), ""
    words = (
        _("The clearance of {who} has ended")
        if need.due and need.due < now
        else _("The clearance of {who} ends soon")
    )
    return words.format(who=need.title), when, _("Open"), ""


def _join(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def summary_line(needs: list[Need], following: str, zone: ZoneInfo) -> str:
    """The sentence below the day."""
    count = len(needs)
    words = (
        n_("{n} thing needs you.", "{n} things need you.", count).format(n=count)
        if count
        else _("Nothing waits for you.")
    )
    return f"{words} {following}".strip()


NEWS = {
    ("activity", "cancelled"): ("calendar-x", "danger", N_("{who} cancelled {title}")),
    ("activity", "booked"): ("check", "ok", N_("{who} approved {title}")),
    ("activity", "reserved"): ("check", "ok", N_("{who} approved {title}")),
    ("activity", "declined"): ("circle-x", "danger", N_("{who} declined {title}")),
    ("activity", "held"): ("check", "text3", N_("{title} took place")),
    ("activity", "no_show"): ("circle-x", "warn", N_("Nobody came: {title}")),
    ("activity", "returned"): ("package-check", "ok", N_("{title} came back")),
    ("activity", "ready"): ("package-check", "ok", N_("{title} is ready again")),
    ("activity", "checked_out"): ("package-open", "accent", N_("{title} was handed out")),
    ("request", "new"): ("message-square-plus", "accent", N_("{who} asks: {title}")),
    ("request", "scheduled"): ("calendar-check", "accent", N_("{who} proposed a time: {title}")),
    ("request", "resolved"): ("check", "ok", N_("{who} answered: {title}")),
    ("event", "submitted"): ("flag", "accent", N_("{who} asks for approval: {title}")),
    ("event", "approved"): ("check", "ok", N_("{who} approved {title}")),
    ("event", "published"): ("flag", "ok", N_("{who} published {title}")),
    ("event", "delivered"): ("check", "text3", N_("{title} took place")),
    ("event", "postponed"): ("calendar-x", "warn", N_("{who} postponed {title}")),
    ("event", "cancelled"): ("circle-x", "danger", N_("{who} cancelled {title}")),
}


def news_words(news: News) -> tuple[str, str, str]:
    """Icon, ink and sentence of what happened."""
    symbol, ink, words = NEWS.get(
        (news.subject, news.to_state), ("history", "text3", N_("{who} changed {title}"))
    )
    return symbol, ink, _(words).format(who=news.who or _("The program"), title=news.title)


def figure_cells(figures: Figures) -> list[tuple[str, str, str]]:
    """Label, figure, note of the four cells."""
    more = figures.sessions - figures.sessions_before
    if more > 0:
        note = _("{n} more than by this day last month").format(n=more)
    elif more < 0:
        note = _("{n} fewer than by this day last month").format(n=-more)
    else:
        note = _("as many as by this day last month")
    use = f"{figures.lab_use:.0%}".replace("%", " %") if figures.lab_use is not None else "–"
    share = figures.answered_in_time
    return [
        (_("Sessions this month"), str(figures.sessions), note),
        (_("Lab use this week"), use, _("booked open hours")),
        (
            _("Open requests"),
            str(figures.open_requests),
            n_("{n} not assigned", "{n} not assigned", figures.unassigned).format(n=figures.unassigned),
        ),
        (
            _("Answered in time"),
            f"{share:.0%}".replace("%", " %") if share is not None else "–",
            _("first answers this month"),
        ),
    ]


def following_words(start: datetime, title: str, zone: ZoneInfo, now: datetime) -> str:
    """Next: Robot maze day at 13:00."""
    if start - now > timedelta(hours=16):
        return ""
    return _("Next: {title} at {time}.").format(title=title, time=f"{start.astimezone(zone):%H:%M}")
