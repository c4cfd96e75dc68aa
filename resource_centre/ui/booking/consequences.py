"""What a booking would mean: every date judged, every reason in words, and what would work. No Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from zoneinfo import ZoneInfo

from resource_centre.centres import queries as centres
from resource_centre.core.context import Role
from resource_centre.db.unit import Unit
from resource_centre.i18n import _, n_
from resource_centre.people.roles import Data, Right, allowed
from resource_centre.resources import queries as resources
from resource_centre.schedule import queries as schedule
from resource_centre.schedule import reshaping, series, service
from resource_centre.schedule.reshaping import Reshape
from resource_centre.schedule.rules import Hold, Violation
from resource_centre.schedule.series import AS_IT_IS, Choice, Fate, Occurrence, Scope
from resource_centre.ui.booking.problems import Problem, problem
from resource_centre.ui.words import span_words, weekday

EXPLAINED = 6
PICTURED = 3


@dataclass(frozen=True)
class Ask:
    """What is judged. `moving` is the activity that is changed; `same_time` when its time is not touched.

    `choices` are by wall time; `breaks` are first and last days that a series leaves out. `wish` is what becomes of
    more than one date of the series of `moving`.
    """

    hold: Hold
    rule: str = ""
    choices: Mapping[str, Choice] = field(default_factory=dict)
    moving: int | None = None
    same_time: bool = False
    breaks: tuple[tuple[date, date], ...] = ()
    notes: tuple[str, ...] = ()
    wish: Reshape | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """One date of a series: its day, and how it stands.

    "ok", "danger", "warn", "skipped", "moved", of a change also "new", "kept", "own", "gone".
    """

    wall: str
    day: date
    tone: str
    words: str


@dataclass(frozen=True)
class Consequences:
    """`title` sums up, `sentence` says what is booked (empty while something is in the way)."""

    title: str
    problems: tuple[Problem, ...] = ()
    marks: tuple[Mark, ...] = ()
    count: int = 1
    open_count: int = 0
    unexplained: int = 0
    sentence: str = ""
    notes: tuple[str, ...] = ()
    walls_in_the_way: tuple[str, ...] = ()


def judge(unit: Unit, ask: Ask) -> Consequences:
    """Judges one booking, or every date of a series."""
    ask = replace(ask, hold=replace(ask.hold, title=ask.hold.title.strip() or "–", uid=None))
    if ask.wish is not None and ask.moving is not None:
        return _reshaped(unit, ask, ask.wish, ask.moving)
    ask = replace(ask, choices=left_out(unit, ask))
    return _series(unit, ask) if ask.rule else replace(_single(unit, ask), notes=ask.notes)


def judge_change(unit: Unit, activity_id: int, wish: Reshape) -> Consequences:
    """Judges a change of one activity, or of more of its series."""
    hold = service.hold_after(unit, activity_id, wish.changes, wish.override_reason)
    same = not wish.changes.fields() & {"start", "end"}
    several = wish.scope is not Scope.THIS
    return judge(unit, Ask(hold, moving=activity_id, same_time=same, wish=wish if several else None))


def _single(unit: Unit, ask: Ask) -> Consequences:
    tz = centres.centre(unit, ask.hold.centre_id).tz
    verdict = service.check(unit, ask.hold, ask.moving)
    violations = [v for v in verdict.violations if not (ask.same_time and v.overridable)]
    sentence = _single_sentence(unit, ask.hold, tz)
    if not violations:
        title = _("Everything is free") if _many(ask.hold) else _("Free")
        return Consequences(title, sentence=sentence)
    found = problem(unit, ask.moving, "", ask.hold, violations, verdict.alternatives, tz, pictured=True)
    override = bool(ask.hold.override_reason)
    still = [v for v in violations if not (override and v.overridable)]
    title = _("This time cannot be taken") if found.hard else _("A rule of the centre is in the way")
    if not still:
        return Consequences(_("Overridden with a reason"), (found,), sentence=sentence)
    return Consequences(title, (found,), count=0, open_count=1, walls_in_the_way=("",))


def _series(unit: Unit, ask: Ask) -> Consequences:
    hold, tz = ask.hold, centres.centre(unit, ask.hold.centre_id).tz
    preview = series.preview(unit, hold, ask.rule, ask.choices, alternatives=False)
    override = bool(hold.override_reason)
    problems: list[Problem] = []
    marks: list[Mark] = []
    blocked: list[str] = []
    booked = free = unexplained = 0
    for each in preview.occurrences:
        day = date.fromisoformat(each.wall[:10])
        choice = ask.choices.get(each.wall)
        still = [v for v in each.violations if not (override and v.overridable)]
        tone = _tone(each, choice, still)
        marks.append(Mark(each.wall, day, tone, _mark_words(each, choice, tz)))
        if each.skipped:
            continue
        free += each.free and choice is None
        if each.problem or still:
            blocked.append(each.wall)
        else:
            booked += 1
        if each.free:
            continue
        if len(problems) == EXPLAINED:
            unexplained += 1
            continue
        if each.problem or each.start is None or each.end is None:
            title = f"{weekday(day)}: {_('this time does not exist')}"
            problems.append(Problem(each.wall, title, ((each.problem, "body"),), True))
            continue
        one = replace(
            hold, start=each.start, end=each.end, bookables=choice.bookables if choice and choice.bookables else hold.bookables
        )  # fmt: skip
        instead = schedule.alternatives(unit, one)
        problems.append(
            problem(unit, ask.moving, each.wall, one, each.violations, instead, tz, len(problems) < PICTURED)
        )
    count = len(preview.occurrences)
    title = n_("{free} of {n} date is free", "{free} of {n} dates are free", count).format(free=free, n=count)
    sentence = "" if blocked else _series_sentence(booked, marks, _places(unit, ask, preview.occurrences))
    return Consequences(
        title, tuple(problems), tuple(marks), booked, len(blocked), unexplained, sentence, preview.notes, tuple(blocked)
    )  # fmt: skip


def _tone(each: series.Occurrence, choice: Choice | None, still: Sequence[Violation]) -> str:
    if each.skipped:
        return "skipped"
    if each.problem or any(not v.overridable for v in still):
        return "danger"
    if still:
        return "warn"
    return "moved" if choice is not None else "ok"


def _mark_words(each: series.Occurrence, choice: Choice | None, tz: ZoneInfo) -> str:
    if each.skipped:
        return _("Skipped")
    if each.problem:
        return each.problem
    if each.violations:
        return each.violations[0].message
    if choice is not None and each.start is not None and each.end is not None:
        return span_words(each.start, each.end, tz)
    return each.note or _("Free")


def _reshaped(unit: Unit, ask: Ask, wish: Reshape, moving: int) -> Consequences:
    """Every date of a series as a change would leave it."""
    tz = centres.centre(unit, ask.hold.centre_id).tz
    preview = reshaping.preview(unit, moving, wish)
    override = bool(wish.override_reason)
    problems: list[Problem] = []
    marks: list[Mark] = []
    blocked: list[str] = []
    unexplained = 0
    for each in preview.occurrences:
        if each.fate is Fate.OVER:
            continue
        choice = wish.choices.get(each.wall)
        still = [v for v in each.violations if not (override and v.overridable)]
        day = each.start.astimezone(tz).date() if each.start else date.fromisoformat(each.wall[:10])
        marks.append(Mark(each.wall, day, _fate_tone(each, choice, still), _fate_words(each, choice, tz)))
        if each.problem or still:
            blocked.append(each.wall)
        if each.free:
            continue
        if len(problems) == EXPLAINED:
            unexplained += 1
        elif each.problem or each.start is None or each.end is None:
            title = f"{weekday(day)}: {_('this time does not exist')}"
            stands = each.activity_id is not None
            problems.append(Problem(each.wall, title, ((each.problem, "body"),), True, stands=stands))
        else:
            one = replace(
                ask.hold, start=each.start, end=each.end, bookables=each.bookables or ask.hold.bookables
            )
            mine = (each.activity_id,) if each.activity_id is not None else ()
            instead = schedule.alternatives(unit, one, without=mine)
            found = problem(
                unit, each.activity_id, each.wall, one, each.violations, instead, tz, len(problems) < PICTURED
            )
            problems.append(replace(found, stands=each.activity_id is not None))
    return _reshaped_sum(preview.occurrences, problems, marks, blocked, unexplained, preview.notes)


def _reshaped_sum(
    occurrences: Sequence[Occurrence],
    problems: Sequence[Problem],
    marks: Sequence[Mark],
    blocked: Sequence[str],
    unexplained: int,
    notes: tuple[str, ...],
) -> Consequences:
    fates = Counter(each.fate for each in occurrences)
    touched = fates[Fate.CHANGED] + fates[Fate.NEW]
    free = touched - len(blocked)
    if blocked or any(mark.tone == "moved" for mark in marks):
        title = n_("{free} of {n} date is free", "{free} of {n} dates are free", touched).format(
            free=free, n=touched
        )
    else:
        title = n_("{n} date changes", "{n} dates change", touched).format(n=touched)
    sentences = {
        Fate.CHANGED: n_("{n} date changes.", "{n} dates change.", fates[Fate.CHANGED]),
        Fate.NEW: n_("{n} date is new.", "{n} dates are new.", fates[Fate.NEW]),
        Fate.KEPT: n_("{n} stays as it is.", "{n} stay as they are.", fates[Fate.KEPT]),
        Fate.OWN: n_("{n} keeps its own time.", "{n} keep their own time.", fates[Fate.OWN]),
        Fate.GONE: n_("{n} is cancelled.", "{n} are cancelled.", fates[Fate.GONE]),
        Fate.SKIPPED: n_("{n} is skipped.", "{n} are skipped.", fates[Fate.SKIPPED]),
        Fate.OVER: n_("{n} that is over stays.", "{n} that are over stay.", fates[Fate.OVER]),
    }
    sentence = " ".join(words.format(n=fates[fate]) for fate, words in sentences.items() if fates[fate])
    count = touched + fates[Fate.GONE]
    return Consequences(
        title, tuple(problems), tuple(marks), count, len(blocked), unexplained, "" if blocked else sentence, notes,
        tuple(blocked),
    )  # fmt: skip


def _fate_tone(each: Occurrence, choice: Choice | None, still: Sequence[Violation]) -> str:
    if each.problem or any(not v.overridable for v in still):
        return "danger"
    if still:
        return "warn"
    if each.fate is Fate.CHANGED:
        return "moved" if choice is not None else "ok"
    return str(each.fate)


def _fate_words(each: Occurrence, choice: Choice | None, tz: ZoneInfo) -> str:
    said = {
        Fate.KEPT: _("Stays as it is"), Fate.OWN: _("Keeps its own time"), Fate.GONE: _("Is cancelled"),
        Fate.SKIPPED: _("Skipped"),
    }  # fmt: skip
    if each.problem or each.violations:
        return each.problem or each.violations[0].message
    if each.fate in said:
        return said[each.fate]
    when = span_words(each.start, each.end, tz) if each.start is not None and each.end is not None else ""
    return _("New: {when}").format(when=when) if each.fate is Fate.NEW else when


def _single_sentence(unit: Unit, hold: Hold, tz: ZoneInfo) -> str:
    waits = needs_approval(unit, hold)
    when = span_words(hold.start, hold.end, tz)
    if waits:
        return _("{when} is held for you until it is approved.").format(when=when)
    if _many(hold):
        return _("{when}: everything is taken together.").format(when=when)
    return _("{when} is booked.").format(when=when)


def _places(unit: Unit, ask: Ask, occurrences: Sequence[Occurrence]) -> Counter[str]:
    """How many dates are where, by the names of labs; empty when all are in one place."""
    chosen = [
        ask.choices.get(each.wall, AS_IT_IS).bookables or ask.hold.bookables
        for each in occurrences
        if not each.skipped
    ]
    rows = (
        resources.bookables_by_id(unit, {key for keys in chosen for key in keys})
        if len(set(chosen)) > 1
        else {}
    )
    return Counter(
        ", ".join(rows[key].name for key in keys if rows[key].kind == "lab") for keys in chosen if rows
    )


def _series_sentence(booked: int, marks: Sequence[Mark], places: Counter[str]) -> str:
    skipped = sum(mark.tone == "skipped" for mark in marks)
    moved = (
        sum(mark.tone == "moved" for mark in marks) - sum(places.values()) + max(places.values(), default=0)
    )
    first = n_("{n} date is booked", "{n} dates are booked", booked).format(n=booked)
    if skipped or moved or places:
        first = n_(
            "With your choices {n} date is booked", "With your choices {n} dates are booked", booked
        ).format(n=booked)
    if len(places) > 1:
        where = (_("{n} in {lab}").format(n=n, lab=lab) for lab, n in places.most_common() if lab)
        first += ": " + ", ".join(where)
    words = [f"{first}."]
    if moved > 0:
        words.append(n_("{n} is at another time.", "{n} are at another time.", moved).format(n=moved))
    if skipped:
        words.append(n_("{n} is skipped.", "{n} are skipped.", skipped).format(n=skipped))
    return " ".join(words)


def needs_approval(unit: Unit, hold: Hold) -> bool:
    """Whether somebody else has to approve what this person books."""
    if not allowed(unit.actor, Data.BOOKINGS, Right.WRITE, hold.centre_id):
        return True
    if unit.actor.is_system or unit.actor.roles_at(hold.centre_id) & {Role.COORDINATOR, Role.MANAGER}:
        return False
    rows = resources.bookables_by_id(unit, hold.bookables)
    return any(policy.needs_approval for policy in resources.policies(unit, rows.values()).values())


def _many(hold: Hold) -> bool:
    return len(hold.bookables) + sum(count for _m, count in hold.units) > 1


def left_out(unit: Unit, ask: Ask) -> Mapping[str, Choice]:
    """What is chosen for single dates, with the dates of every break skipped; a choice for a date goes before."""
    hold, tz = ask.hold, centres.centre(unit, ask.hold.centre_id).tz
    walls = series.expand(unit, hold, ask.rule, tz).walls if ask.rule and ask.breaks else ()
    found = {
        wall.isoformat(timespec="seconds"): Choice(skip=True)
        for wall in walls
        if any(first <= wall.date() <= last for first, last in ask.breaks)
    }
    return {wall: choice for wall, choice in {**found, **ask.choices}.items() if choice != Choice()}
