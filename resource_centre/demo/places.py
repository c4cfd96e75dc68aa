"""Centres, labs, equipment, schools and people of the sample network."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from resource_centre.ambassadors.model import Ambassador, Availability, AvailabilityException, Clearance
from resource_centre.centres.model import Centre, Closure, OpeningHours
from resource_centre.core.context import Role
from resource_centre.core.times import lenient_instant
from resource_centre.demo.ledger import Ledger
from resource_centre.demo.words import Words
from resource_centre.people.model import Person, PersonQualification, PersonRole, Qualification
from resource_centre.reports.model import Target
from resource_centre.resources.model import (
    Bookable,
    EquipmentModel,
    ModelPart,
    Outage,
    Policy,
    QualificationNeeded,
    Quota,
)
from resource_centre.schools.model import School

LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһіåäöé",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh sch . y . e yu ya a g k n o u u h i a a o e".split(),
        strict=True,
    )
)
TARGETS = (
    ("headline.sessions", 9), ("headline.participations", 240), ("headline.contact", 420), ("headline.schools", 7),
    ("headline.teachers", 12), ("headline.resolved", 8), ("headline.volunteer", 40), ("headline.utilisation", 30),
)  # fmt: skip


@dataclass
class Place:
    """One centre while it is being filled."""

    words: Words
    dice: random.Random
    tz: ZoneInfo
    id: int
    now: datetime
    first_day: date
    last_day: date
    labs: list[int] = field(default_factory=list)
    hall: int = 0
    halves: list[int] = field(default_factory=list)
    units: dict[int, list[int]] = field(default_factory=dict)
    parts: dict[int, list[tuple[str, int]]] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    buffers: dict[int, tuple[int, int]] = field(default_factory=dict)
    schools: list[int] = field(default_factory=list)
    teachers: list[tuple[int, int]] = field(default_factory=list)
    coordinator: int = 0
    consultants: list[int] = field(default_factory=list)
    manager: int = 0
    time_of: dict[int, int] = field(default_factory=dict)
    ambassadors: list[int] = field(default_factory=list)
    names_of: dict[int, str] = field(default_factory=dict)
    closed: list[tuple[datetime, datetime]] = field(default_factory=list)
    holidays: dict[date, str] = field(default_factory=dict)
    qualification: int = 0

    @property
    def today(self) -> date:
        """The day on the wall of the centre."""
        return self.now.astimezone(self.tz).date()

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """The instant of a wall time."""
        return lenient_instant(datetime(day.year, day.month, day.day, hour, minute), self.tz)

    def opens(self, day: date) -> bool:
        """Whether the centre is open on a day."""
        last = 5 if self.words.country == "KZ" else 4
        return day.weekday() <= last and day not in self.holidays

    def is_open(self, start: datetime, end: datetime) -> bool:
        """Whether no closure lies in the way."""
        return all(not (a < end and start < b) for a, b in self.closed)


def login_of(name: str) -> str:
    """A login from a name: a.sadykova."""
    first, last = name.split()[0], name.split()[-1]
    plain = "".join(LATIN.get(ch, ch) for ch in f"{first[:1]}.{last}".lower()).replace("..", ".")
    return "".join(ch for ch in plain if ch.isascii() and (ch.isalnum() or ch == "."))


def make_place(ledger: Ledger, words: Words, now: datetime, seed: int, first: bool) -> Place:
    """A centre with everything that stands still."""
    from resource_centre.centres.public import public_holidays

    tz = ZoneInfo(words.zone)
    today = now.astimezone(tz).date()
    first_day = (today.replace(day=1) - timedelta(days=394)).replace(day=1)
    place = Place(
        words, random.Random(f"{seed}:{words.code}"), tz, 0, now, first_day, today + timedelta(days=45)
    )
    for year in range(first_day.year, place.last_day.year + 1):
        place.holidays.update(public_holidays(words.country, None, year, words.language))
    created = place.at(first_day, 8)
    place.id = ledger.row(
        Centre, code=words.code, name=words.name, university=words.university, city=words.city, zone=words.zone,
        country=words.country, language=words.language, created_at=created,
    )  # fmt: skip
    for weekday in range(6 if words.country == "KZ" else 5):
        close = 15 if weekday == 5 else 18
        ledger.row(OpeningHours, centre_id=place.id, weekday=weekday, from_minute=540, to_minute=close * 60)
    _people(ledger, place, created, first)
    _resources(ledger, place, created)
    _schools(ledger, place, created)
    _ambassadors(ledger, place, created, first)
    _closures(ledger, place)
    for month in range(14):
        year, index = divmod(first_day.year * 12 + first_day.month - 1 + month, 12)
        for indicator, value in TARGETS:
            ledger.row(
                Target,
                centre_id=place.id,
                indicator=indicator,
                period=f"{year}-{index + 1:02}",
                value=float(value),
            )
    return place


def person(
    ledger: Ledger, place: Place, name: str, role: Role | None, login: str | None, **more: object
) -> int:
    """Adds a person with a role; staff and ambassadors get a time that can be booked."""
    created = place.at(place.first_day, 8)
    taken = {row["login"] for row in ledger.rows[Person]}
    while login in taken:
        login = f"{login}{len(taken)}"
    gender = "female" if name in place.words.women else "male"
    made = ledger.row(
        Person, name=name, login=login, language=place.words.language, gender=gender, created_at=created,
        email=f"{login_of(name)}@{place.words.code.lower()}.example", phone=f"+7 700 {place.dice.randrange(100, 999)} {place.dice.randrange(10, 99)} {place.dice.randrange(10, 99)}",
        **more,
    )  # fmt: skip
    place.names_of[made] = name
    if role is not None:
        ledger.row(PersonRole, person_id=made, centre_id=place.id, role=str(role), given_at=created)
    if role in (Role.COORDINATOR, Role.CONSULTANT, Role.AMBASSADOR):
        place.time_of[made] = ledger.row(
            Bookable,
            centre_id=place.id,
            kind="person",
            code=f"P{made}",
            name=name,
            person_id=made,
            created_at=created,
        )
        place.names[place.time_of[made]] = name
    return made


def _people(ledger: Ledger, place: Place, created: datetime, first: bool) -> None:
    women, men = place.words.women, place.words.men

    def login(role: str, name: str) -> str:
        return role if first else login_of(name)

    place.coordinator = person(
        ledger, place, women[0], Role.COORDINATOR, login("coordinator", women[0]), safeguarding=True
    )
    place.consultants = [
        person(ledger, place, men[0], Role.CONSULTANT, login("consultant", men[0])),
        person(ledger, place, women[1], Role.CONSULTANT, login_of(women[1])),
    ]
    place.manager = person(ledger, place, men[3], Role.MANAGER, login("manager", men[3]))
    person(ledger, place, women[8], Role.ADMINISTRATOR, login("administrator", women[8]))
    person(ledger, place, men[9], Role.EVALUATOR, login("evaluator", men[9]))
    place.qualification = ledger.row(
        Qualification, centre_id=place.id, name={"KZ": "3D-печать", "RU": "Лазерный гравёр", "FI": "3D-tulostus"}[place.words.country], valid_months=24
    )  # fmt: skip
    for who in (place.coordinator, *place.consultants):
        ledger.row(
            PersonQualification, person_id=who, qualification_id=place.qualification,
            granted_on=place.first_day, expires_on=place.today + timedelta(days=40 + 200 * (who % 3)),
        )  # fmt: skip


def _resources(ledger: Ledger, place: Place, created: datetime) -> None:
    words = place.words

    def bookable(**values: object) -> int:
        made = ledger.row(Bookable, centre_id=place.id, created_at=created, **values)
        place.names[made] = str(values["name"])
        setup, clear = values.get("setup_minutes") or 0, values.get("cleardown_minutes") or 0
        place.buffers[made] = (int(str(setup)), int(str(clear)))
        return made

    for n, (code, name, places) in enumerate(words.labs):
        place.labs.append(
            bookable(kind="lab", code=code, name=name, capacity=places, setup_minutes=30 if n == 0 else 15,
                     cleardown_minutes=15, position=n, location=f"2{n + 1}4")
        )  # fmt: skip
    place.hall = bookable(
        kind="lab",
        code="PHY",
        name=words.halves[0],
        capacity=40,
        setup_minutes=15,
        cleardown_minutes=15,
        position=5,
    )
    for n, code in enumerate(("PHA", "PHB")):
        place.halves.append(
            bookable(kind="lab", code=code, name=words.halves[n + 1], capacity=20, parent_id=place.hall,
                     setup_minutes=15, cleardown_minutes=15, position=6 + n)
        )  # fmt: skip
    for name, prefix, count, category, parts in words.models:
        model = ledger.row(
            EquipmentModel, centre_id=place.id, name=name, category=category, lendable=count > 3
        )
        place.parts[model] = list(parts)
        for n, (part, quantity) in enumerate(parts):
            ledger.row(ModelPart, model_id=model, name=part, quantity=quantity, position=n)
        place.units[model] = [
            bookable(kind="unit", code=f"{prefix}-{n:02}", name=f"{name} {n:02}", model_id=model, position=n,
                     serial=f"{prefix}{n * 7919 % 9973:04}")
            for n in range(1, count + 1)
        ]  # fmt: skip
    policy = ledger.row(
        Policy, centre_id=place.id, create_notice=0, change_notice=0, cancel_notice=120, horizon_days=365,
        min_minutes=15, max_minutes=600, needs_approval=False, approval_hours=48, within_hours=True,
    )  # fmt: skip
    ledger.row(Quota, policy_id=policy, measure="hours", per="week", amount=30)
    printers = list(place.units)[-1] if words.country == "RU" else next(
        model for model, units in place.units.items() if 2 <= len(units) <= 3
    )  # fmt: skip
    ledger.row(QualificationNeeded, model_id=printers, qualification_id=place.qualification)
    broken = place.units[printers][-1]
    start = place.at(place.today - timedelta(days=3), 9)
    ledger.row(
        Outage, centre_id=place.id, bookable_id=broken, reason=words.outage, starts_at=start,
        ends_at=place.at(place.today + timedelta(days=3), 12), reported_by=place.coordinator, created_at=start,
    )  # fmt: skip
    ledger.take(broken, start, place.at(place.today + timedelta(days=3), 12))


def _schools(ledger: Ledger, place: Place, created: datetime) -> None:
    words, dice = place.words, place.dice
    numbers = dice.sample(range(2, 190), 18)
    names = [
        (kind[0].format(n=n), kind[1], "urban")
        for n, kind in zip(numbers, words.school_kinds * 6, strict=False)
    ]
    names += [
        (f"{village}, {words.school_kinds[0][1].lower()}", words.school_kinds[0][1], "rural")
        for village in words.villages
    ]
    spare = [*words.women[10:], *words.men[10:]]
    for n, (name, kind, settlement) in enumerate(names):
        school = ledger.row(
            School, centre_id=place.id, name=name, kind=kind, settlement=settlement, city=words.city if settlement == "urban" else words.villages[n % len(words.villages)],
            district=words.districts[n % len(words.districts)], address=f"{n * 13 % 90 + 1}", external_id=f"{words.code}-{n + 1:03}",
            email=f"school{n + 1}@{words.code.lower()}.example", hours="1-5 08:00-14:00", created_at=created,
        )  # fmt: skip
        place.schools.append(school)
        first = place.id == 1 and n == 0
        name_of = words.men[2] if first else spare[n % len(spare)]
        login = "teacher" if first else f"{login_of(name_of)}.{n}"
        teacher = person(ledger, place, name_of, Role.TEACHER, login, school_id=school)
        place.teachers.append((teacher, school))


def _ambassadors(ledger: Ledger, place: Place, created: datetime, first: bool) -> None:
    words, dice = place.words, place.dice
    for n, name in enumerate([*words.women[2:6], *words.men[4:9]]):
        login = "ambassador" if first and n == 0 else login_of(name)
        who = person(ledger, place, name, Role.AMBASSADOR, login)
        place.ambassadors.append(who)
        joined = place.first_day + timedelta(days=dice.randrange(0, 300) if n > 5 else 0)
        ledger.row(
            Ambassador, centre_id=place.id, person_id=who, study=words.studies[n % len(words.studies)],
            home_area=words.districts[n % len(words.districts)], joined_on=joined,
            languages=["kk", "ru"] if words.country == "KZ" else [{"RU": "ru", "FI": "fi"}[words.country], "en"],
            skills=sorted(dice.sample(words.skills, 2)),
        )  # fmt: skip
        expires = place.today + timedelta(days={1: 25, 4: -11, 6: 50}.get(n, 200 + 40 * n))
        ledger.row(
            Clearance, person_id=who, kind="background_check", issuer=words.university,
            issued_on=expires - timedelta(days=730), expires_on=expires,
        )  # fmt: skip
        for weekday in range(6):
            if n == 0 or dice.random() < 0.75:
                begin = 9 * 60 if n == 0 else dice.choice((9, 10, 12, 13)) * 60
                ledger.row(Availability, person_id=who, weekday=weekday, from_minute=begin, to_minute=19 * 60)
    away = place.today + timedelta(days=2)
    ledger.row(
        AvailabilityException, person_id=place.ambassadors[0], starts_at=place.at(away, 9), ends_at=place.at(away, 19),
        available=False, note={"KZ": "Экзамен", "RU": "Экзамен", "FI": "Tentti"}[words.country],
    )  # fmt: skip


def _closures(ledger: Ledger, place: Place) -> None:
    day = place.today + timedelta(days=1)
    while not place.opens(day):
        day += timedelta(days=1)
    spans = [(place.at(day, 15), place.at(day, 18))]
    spans += [
        (place.at(place.today - timedelta(days=back), 9), place.at(place.today - timedelta(days=back), 18))
        for back in (75, 201)
    ]
    for start, end in spans:
        ledger.row(Closure, centre_id=place.id, title=place.words.closure, starts_at=start, ends_at=end)
        place.closed.append((start, end))
