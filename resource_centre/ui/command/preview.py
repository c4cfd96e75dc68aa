"""What a typed command would do, in words: what was understood, whether it is free, what would work instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from resource_centre.core.context import Actor
from resource_centre.core.errors import BadInput
from resource_centre.core.recurrence import DAYS, format_rule
from resource_centre.core.spoken import describe
from resource_centre.core.times import TimeRange, days_range, to_instant
from resource_centre.db.unit import Unit
from resource_centre.i18n import N_, _
from resource_centre.phrases import lexicon
from resource_centre.phrases.phrase import Reading
from resource_centre.phrases.repeats import Repeats
from resource_centre.phrases.shelf import Entry
from resource_centre.phrases.typed import Part
from resource_centre.schedule import queries as schedule
from resource_centre.schedule.rules import ActivityKind, Hold
from resource_centre.ui.booking.consequences import Ask, Consequences, judge
from resource_centre.ui.booking.start import Start
from resource_centre.ui.widgets.fields import length_words
from resource_centre.ui.words import capital, day_words, span_words

LOOKED_AHEAD = 14  # days in which free times are looked for
SLOTS = 4
VERBS = {
    lexicon.BOOK: (N_("Book {what}"), "calendar-plus"),
    lexicon.LEND: (N_("Lend {what}"), "package-open"),
    lexicon.FREE: (N_("When is it free? {what}"), "calendar-search"),
}
STILL = {
    Part.THING: N_("Say what: a lab, equipment or a person."),
    Part.TIME: N_("Say when, for example 14-16."),
}


@dataclass(frozen=True)
class Plan:
    """One reading of a command. `parts` are (icon, words); `start` is where the booking dialog begins.

    `trouble` says why it cannot be done as it stands, `ask` what can be judged, `window` where free times are looked for.
    """

    verb: str
    title: str
    symbol: str
    parts: tuple[tuple[str, str], ...]
    reading: Reading
    start: Start
    ask: Ask | None = None
    window: TimeRange | None = None
    trouble: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Way:
    """Something that would work: its words, and where the booking dialog begins then."""

    words: str
    symbol: str
    start: Start


@dataclass(frozen=True)
class Judged:
    """What the rules say: a tone ("ok", "warn", "danger" or ""), a sentence, more of it, and what would work."""

    tone: str
    words: str
    second: str = ""
    ways: tuple[Way, ...] = ()
    clear: bool = False


def plan_of(
    reading: Reading, whom: Entry | None, centre_id: int, actor: Actor, tz: ZoneInfo, staff: bool, uid: str
) -> Plan:
    """A reading as something to do. `whom` is the school or person that its subject names."""
    verb = reading.verb or lexicon.BOOK
    words, symbol = VERBS[verb]
    names = ", ".join([*(n.name for n in reading.bookables), *(f"{c} × {n.name}" for n, c in reading.units)])
    kind = ActivityKind.LOAN if verb == lexicon.LEND else ActivityKind.LAB_BOOKING
    bookables = tuple(n.key for n in reading.bookables)
    units = tuple((n.key, min(count, n.most or count)) for n, count in reading.units)
    title = reading.title or (whom.title if whom is not None else capital(reading.subject))
    rule = (
        rule_of(reading.repeats, reading.day)
        if reading.repeats is not None and reading.day is not None
        else ""
    )
    start = Start(
        bookables=bookables, units=units, day=reading.day, kind=kind, title=title,
        whom=(whom.kind, whom.key) if whom is not None and staff else None, rule=rule,
    )  # fmt: skip
    head = _(words).format(what=names or "…")
    plan = Plan(verb, head, symbol, _parts(reading, title, tz), reading, start)
    if verb == lexicon.FREE:
        return _search_of(plan, centre_id, tz)
    if reading.start is None or reading.end is None:
        missing = next((part for part in (Part.THING, Part.TIME) if part in reading.missing), None)
        return replace(plan, hint=_(STILL[missing]) if missing is not None else "")
    try:
        first = to_instant(reading.start, tz)
        last = to_instant(reading.end, tz)
    except BadInput as trouble:
        return replace(plan, trouble=str(trouble))
    plan = replace(plan, start=replace(start, start=first.instant, end=last.instant))
    if reading.past:
        return replace(plan, trouble=_("This time has passed. Say a later one."))
    if last.instant <= first.instant:
        return replace(plan, trouble=_("The end is not after the start. Choose a later end."))
    if not reading.things:
        return replace(plan, hint=_(STILL[Part.THING]))
    person, school = _for_whom(whom, actor, staff)
    hold = Hold(
        centre_id, kind, title, first.instant, last.instant, bookables, units, person, school, uid=uid,
    )  # fmt: skip
    notes = tuple(note for note in (first.note, last.note) if note) if not rule else ()
    return replace(plan, ask=Ask(hold, rule, notes=notes))


def _for_whom(whom: Entry | None, actor: Actor, staff: bool) -> tuple[int | None, int | None]:
    """(person, school): who is not staff books for themselves."""
    if not staff:
        return actor.person_id, actor.school_id
    if whom is not None and whom.kind == "school":
        return None, whom.key
    return (whom.key if whom is not None else actor.person_id), None


def _search_of(plan: Plan, centre_id: int, tz: ZoneInfo) -> Plan:
    """A question for free times: the day that is said, or the coming days."""
    reading = plan.reading
    if not reading.things:
        return replace(plan, hint=_(STILL[Part.THING]))
    first, last = reading.day, reading.last_day or reading.day
    window = (
        days_range(first, (last - first).days + 1, tz) if first is not None and last is not None else None
    )
    hold = Hold(
        centre_id, ActivityKind.LAB_BOOKING, "–", datetime(2000, 1, 1, tzinfo=tz),
        datetime(2000, 1, 1, tzinfo=tz) + timedelta(minutes=reading.minutes), plan.start.bookables, plan.start.units,
    )  # fmt: skip
    return replace(plan, ask=Ask(hold), window=window)


def _parts(reading: Reading, title: str, tz: ZoneInfo) -> tuple[tuple[str, str], ...]:
    """Each thing that was understood, with its icon."""
    found: list[tuple[str, str]] = []
    if reading.verb == lexicon.FREE:
        if reading.day is not None:
            last = reading.last_day or reading.day
            words = (
                day_words(reading.day)
                if last == reading.day
                else f"{day_words(reading.day)} – {day_words(last)}"
            )
            found.append(("calendar", words))
        found.append(("hourglass", length_words(reading.minutes)))
        return tuple(found)
    if reading.start is not None and reading.end is not None:
        words = span_words(reading.start.replace(tzinfo=tz), reading.end.replace(tzinfo=tz), tz)
        found.append(("calendar", words))
        if reading.verb != lexicon.LEND:
            found.append(("hourglass", length_words(reading.minutes)))
    elif reading.day is not None:
        found.append(("calendar", day_words(reading.day)))
    if reading.repeats is not None and reading.day is not None:
        found.append(("repeat", describe(rule_of(reading.repeats, reading.day))))
    if title:
        found.append(("tag", title))
    return tuple(found)


def rule_of(repeats: Repeats, day: date) -> str:
    """The recurrence rule (RFC 5545) of a repetition that begins on a day."""
    parts = {"FREQ": repeats.frequency}
    if repeats.interval > 1:
        parts["INTERVAL"] = str(repeats.interval)
    if repeats.frequency == "WEEKLY":
        parts["BYDAY"] = ",".join(repeats.days or (DAYS[day.weekday()],))
    elif repeats.frequency == "MONTHLY" and repeats.nth:
        parts["BYDAY"] = ",".join(f"{repeats.nth}{each}" for each in repeats.days)
    elif repeats.frequency == "MONTHLY":
        parts["BYMONTHDAY"] = str(day.day)
    if repeats.count is not None:
        parts["COUNT"] = str(repeats.count)
    elif repeats.until is not None and repeats.until >= day:
        parts["UNTIL"] = f"{repeats.until:%Y%m%d}"
    return format_rule(parts)


def judged(unit: Unit, plan: Plan, tz: ZoneInfo) -> Judged:
    """Asks the rules, or looks for free times."""
    assert plan.ask is not None
    if plan.verb == lexicon.FREE:
        return _free(unit, plan, tz)
    found = judge(unit, plan.ask)
    ways = tuple(
        Way(
            way.words, way.symbol,
            replace(
                plan.start, start=way.start, end=way.start + (plan.ask.hold.end - plan.ask.hold.start),
                day=way.start.astimezone(tz).date(), bookables=way.bookables or plan.start.bookables,
                units=() if way.bookables and plan.start.units else plan.start.units,
            ),
        )
        for way in (found.problems[0].ways if found.problems and not plan.ask.rule else ())
    )  # fmt: skip
    return _as_judged(found, ways, _still_missing(plan))


def _still_missing(plan: Plan) -> str:
    """What the form would still ask for."""
    assert plan.ask is not None
    if plan.verb == lexicon.LEND:
        return "" if plan.start.whom is not None else _("Say who borrows it: a school or a person.")
    return "" if plan.ask.hold.title.strip() else _("Add a title after “for”, or in the form.")


def _as_judged(found: Consequences, ways: tuple[Way, ...], missing: str) -> Judged:
    notes = " ".join(found.notes)
    if not found.open_count:
        more = " ".join(part for part in (notes, missing) if part)
        return Judged("ok", found.title, more, ways, not missing)
    problem = found.problems[0]
    first = problem.lines[0][0] if problem.lines else ""
    tone = "danger" if problem.hard else "warn"
    if found.marks:
        return Judged(tone, found.title, problem.title, ways)
    return Judged(tone, problem.title, " ".join(part for part in (first, notes) if part), ways)


def _free(unit: Unit, plan: Plan, tz: ZoneInfo) -> Judged:
    assert plan.ask is not None
    window = plan.window
    if window is None:
        today = unit.now.astimezone(tz).date()
        window = days_range(today, LOOKED_AHEAD, tz)
    begin = max(window.start, unit.now)
    if window.end <= begin + timedelta(minutes=plan.reading.minutes):
        return Judged("danger", _("This time has passed. Say a later one."))
    length = timedelta(minutes=plan.reading.minutes)
    hold = replace(plan.ask.hold, start=begin, end=begin + length)
    slots = schedule.free_slots(unit, hold, TimeRange(begin, window.end), 200)
    shown = _spread([slot.start for slot in slots], plan.reading, tz)
    if not shown:
        words = _("Nothing is free for {length} then.").format(length=length_words(plan.reading.minutes))
        return Judged("danger", words)
    ways = tuple(
        Way(
            span_words(at, at + length, tz), "circle-check",
            replace(plan.start, start=at, end=at + length, day=at.astimezone(tz).date()),
        )
        for at in shown
    )  # fmt: skip
    first = span_words(shown[0], shown[0] + length, tz)
    return Judged("ok", _("Free next: {when}").format(when=first), "", ways)


def _spread(starts: Sequence[datetime], reading: Reading, tz: ZoneInfo) -> list[datetime]:
    """A few of the free times: within the hours that were said, on several days rather than on one."""

    def minutes(at: datetime) -> int:
        wall = at.astimezone(tz)
        return wall.hour * 60 + wall.minute

    within = list(starts)
    if reading.part is not None:
        within = [at for at in starts if reading.part[0] <= minutes(at) < reading.part[1]]
    elif reading.start is not None:
        asked = reading.start.hour * 60 + reading.start.minute
        within = [at for at in starts if minutes(at) >= asked]
    by_day: dict[date, list[datetime]] = {}
    for at in within:
        by_day.setdefault(at.astimezone(tz).date(), []).append(at)
    found: list[datetime] = []
    for round_ in range(SLOTS):
        found += [day[round_] for day in by_day.values() if len(day) > round_ and len(found) < SLOTS]
    return sorted(found[:SLOTS])
