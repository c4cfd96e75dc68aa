"""A year of the sample network: bookings, loans and maintenance, day by day, without an overlap."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from resource_centre.audit.model import Step
from resource_centre.bookings.model import Loan, LoanPart
from resource_centre.demo.ledger import Ledger
from resource_centre.demo.places import Place
from resource_centre.schedule.model import Activity, Allocation, Series

SLOTS = ((9, 30, 90), (11, 30, 90), (14, 0, 120), (16, 30, 75))
LOAN_WAY = ("checked_out", "returned", "ready")


def activity(
    ledger: Ledger,
    place: Place,
    kind: str,
    title: str,
    start: datetime,
    end: datetime,
    bookables: list[int],
    state: str = "",
    by: int | None = None,
    **more: object,
) -> int | None:
    """Adds an activity with its allocations and steps; None when something is in the way."""
    spans = []
    for bookable in bookables:
        before, after = place.buffers.get(bookable, (0, 0)) if kind != "loan" else (0, 0)
        spans.append((bookable, start - timedelta(minutes=before), end + timedelta(minutes=after)))
        if bookable == place.hall:
            spans += [(half, spans[-1][1], spans[-1][2]) for half in place.halves]
    if kind != "loan" and not place.is_open(start, end):
        return None
    if any(not ledger.is_free(*span) for span in spans):
        return None
    live = state not in ("cancelled", "declined", "expired")
    state = state or ("held" if end <= place.now else "booked")
    created = start - timedelta(days=place.dice.randrange(2, 20), minutes=place.dice.randrange(0, 300))
    created = min(created, place.now - timedelta(hours=3))
    by = by or place.coordinator
    more.setdefault("person_id", by)
    if state in ("held", "ready", "returned"):
        more.setdefault("used_from", start + timedelta(minutes=place.dice.choice((0, 0, 5, 10))))
        more.setdefault("used_to", end - timedelta(minutes=place.dice.choice((0, 0, 5, 15))))
    if not live:
        cancelled = min(
            start - timedelta(hours=5), place.now - timedelta(hours=1 + place.dice.randrange(0, 160))
        )
        created = min(created, cancelled - timedelta(days=1))
        more.update(
            cancelled_at=cancelled, cancelled_by=by, cancel_reason=place.dice.choice(place.words.reasons)
        )
    made = ledger.row(
        Activity, centre_id=place.id, kind=kind, state=state, title=title, starts_at=start, ends_at=end, created_at=created,
        created_by=by, changed_at=created, sequence=0 if live else 1, **more,
    )  # fmt: skip
    for bookable, first, last in spans:
        asked = bookable if bookable in bookables else place.hall
        ledger.row(
            Allocation, centre_id=place.id, activity_id=made, bookable_id=bookable, asked_id=asked,
            occupied_from=first, occupied_to=last, live=live,
        )  # fmt: skip
        if live:
            ledger.take(bookable, first, last)
    begun = {"loan": "reserved"}.get(kind, "booked")
    step(ledger, place, "activity", made, None, state if state == "pending" else begun, created, by)
    if kind == "loan" and state in LOAN_WAY:
        passed = LOAN_WAY[: LOAN_WAY.index(state) + 1]
        times = (start, end, end + timedelta(hours=1))
        for earlier, later, moment in zip((begun, *passed), passed, times, strict=False):
            step(ledger, place, "activity", made, earlier, later, moment, by)
    elif state not in (begun, "pending"):
        at = min(max(end, created), place.now) if live else cancelled
        reason = "" if live else str(more["cancel_reason"])
        step(ledger, place, "activity", made, begun, state, at, by, reason)
    return made


def step(
    ledger: Ledger,
    place: Place,
    subject: str,
    subject_id: int,
    before: str | None,
    after: str,
    at: datetime,
    by: int | None,
    reason: str = "",
) -> None:
    """One step of a history."""
    ledger.row(
        Step, subject=subject, subject_id=subject_id, centre_id=place.id, from_state=before, to_state=after,
        at=min(at, place.now), person_id=by, reason=reason,
    )  # fmt: skip


def days_of(place: Place) -> list[date]:
    """Every day on which the centre is open."""
    days, day = [], place.first_day
    while day <= place.last_day:
        if place.opens(day):
            days.append(day)
        day += timedelta(days=1)
    return days


def clubs(ledger: Ledger, place: Place) -> None:
    """Two weekly series from the start of the school year on."""
    for n, title in enumerate(place.words.clubs):
        weekday, hour = (3, 9) if n == 0 else (1, 15)
        first = date(place.first_day.year, 9, 1) if place.first_day.month >= 9 else place.first_day
        while first.weekday() != weekday:
            first += timedelta(days=1)
        rule = f"FREQ=WEEKLY;BYDAY={'TH' if n == 0 else 'TU'};UNTIL={place.last_day:%Y%m%d}"
        walls = []
        day = first
        number = ledger.count(Series) + 1
        while day <= place.last_day:
            wall = f"{day.isoformat()}T{hour:02}:00:00"
            start = place.at(day, hour)
            state = "no_show" if day < place.today and place.dice.random() < 0.03 else ""
            made = None
            if place.opens(day) and day.month not in (6, 7, 8):
                made = activity(
                    ledger, place, "lab_booking", title, start, start + timedelta(minutes=90), [place.labs[n]],
                    state, place.consultants[n], series_id=number, series_wall=wall, school_id=place.schools[n],
                )  # fmt: skip
            if made is None:
                walls.append(wall)
            day += timedelta(days=7)
        ledger.row(
            Series, centre_id=place.id, rule=rule, starts_wall=f"{first.isoformat()}T{hour:02}:00:00", length_minutes=90,
            zone=place.words.zone, excluded=walls, created_at=place.at(place.first_day, 9), created_by=place.coordinator,
        )  # fmt: skip


def bookings(ledger: Ledger, place: Place, busy: float = 0.42) -> None:
    """Lab bookings of every open day; quieter in summer."""
    dice = place.dice
    rooms = [*place.labs, *place.halves]
    for day in days_of(place):
        share = (
            busy
            * (0.25 if day.month in (6, 7, 8) else 1.0)
            * (0.5 if day > place.today + timedelta(days=21) else 1)
        )
        for room in rooms:
            for hour, minute, length in SLOTS:
                if day.weekday() == 5 and hour > 12:
                    continue
                near = abs((day - place.today).days) <= 1
                if dice.random() > (share + 0.2 if near else share):
                    continue
                start = place.at(day, hour, minute)
                roll, state = dice.random(), ""
                if day < place.today and roll < 0.03:
                    state = "no_show"
                elif roll > 0.96:
                    state = "cancelled"
                units = []
                if place.units and dice.random() < 0.3:
                    model = dice.choice(list(place.units))
                    units = place.units[model][: dice.randrange(1, 5)]
                activity(
                    ledger, place, "lab_booking", dice.choice(place.words.bookings), start,
                    start + timedelta(minutes=length), [room, *units], state,
                    dice.choice([place.coordinator, *place.consultants]),
                    school_id=dice.choice(place.schools) if dice.random() < 0.6 else None,
                )  # fmt: skip


def requests_for_labs(ledger: Ledger, place: Place) -> None:
    """Two requests that wait for approval."""
    for n in range(2):
        teacher, school = place.teachers[n + 3]
        day = place.today + timedelta(days=2 + n)
        for ahead in range(20):
            start = place.at(day + timedelta(days=ahead), 9 + 2 * n, 30)
            wanted = day + timedelta(days=ahead)
            if place.opens(wanted):
                made = activity(
                    ledger, place, "lab_booking", place.words.bookings[n], start, start + timedelta(hours=2),
                    [place.labs[n]], "pending", teacher, school_id=school, expires_at=place.now + timedelta(hours=30 + 5 * n),
                )  # fmt: skip
                if made:
                    break


def loans(ledger: Ledger, place: Place) -> None:
    """Kits lent to schools: most are back, some are out, one is late, one came back short."""
    dice = place.dice
    kits = [model for model, units in place.units.items() if len(units) > 3]
    day = place.first_day + timedelta(days=3)
    while day < place.last_day - timedelta(days=12):
        day += timedelta(days=dice.choice((2, 3, 4)))
        if day.month in (7, 8) or not place.opens(day):
            continue
        back = day + timedelta(days=dice.choice((3, 5, 7)))
        while not place.opens(back):
            back += timedelta(days=1)
        model = dice.choice(kits)
        units = place.units[model][-dice.randrange(1, 4) :]
        state = "ready" if back < place.today else "checked_out" if day <= place.today else "reserved"
        if place.today - timedelta(days=2) <= back < place.today:
            state = "returned"
        lend(ledger, place, model, units, day, back, state)
    late_from, late_due = place.today - timedelta(days=6), place.today - timedelta(days=1)
    while not place.opens(late_due):
        late_due -= timedelta(days=1)
    for model in kits:
        if lend(ledger, place, model, [place.units[model][2]], late_from, late_due, "checked_out"):
            break


def lend(
    ledger: Ledger, place: Place, model: int, units: list[int], day: date, back: date, state: str
) -> int | None:
    """One loan with its counted parts."""
    dice = place.dice
    teacher, school = dice.choice(place.teachers)
    start, end = place.at(day, 10), place.at(back, 17)
    if state == "checked_out" and end > place.now and start > place.now:
        state = "reserved"
    made = activity(
        ledger, place, "loan", f"{place.names[units[0]].rsplit(' ', 1)[0]} × {len(units)}", start, end, units, state,
        place.coordinator, person_id=teacher, school_id=school,
    )  # fmt: skip
    if made is None:
        return None
    out = state in ("checked_out", "returned", "ready")
    came = state in ("returned", "ready")
    loan = ledger.row(
        Loan, centre_id=place.id, activity_id=made, borrower_id=teacher, school_id=school,
        checked_out_at=start if out else None, checked_out_by=place.coordinator if out else None,
        returned_at=min(end, place.now) if came else None, returned_by=place.coordinator if came else None,
        ready_at=min(end + timedelta(hours=1), place.now) if state == "ready" else None,
    )  # fmt: skip
    if out:
        for unit in units:
            for name, quantity in place.parts[model]:
                short = 2 if state == "returned" and quantity > 10 else 0
                ledger.row(
                    LoanPart, loan_id=loan, bookable_id=unit, name=name, counted_out=quantity,
                    counted_in=quantity - short if came else None,
                )  # fmt: skip
    return made


def maintenance(ledger: Ledger, place: Place) -> None:
    """Once a month something is looked after."""
    for n, day in enumerate(days_of(place)[4::23]):
        what = [place.labs[2]] if n % 2 else [next(iter(place.units.values()))[0]]
        start = place.at(day, 16, 30)
        activity(
            ledger, place, "maintenance", place.words.maintenance, start, start + timedelta(minutes=75), what
        )
