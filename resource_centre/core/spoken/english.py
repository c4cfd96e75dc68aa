"""A repetition in English."""

from __future__ import annotations

from resource_centre.core.spoken.parts import Parts, joined

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
NTH = ("", "first", "second", "third", "fourth", "fifth")
UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}


def sentence(parts: Parts) -> str:
    """Every other Thursday, 12 times."""
    return ", ".join([_when(parts), *_ends(parts)])


def _when(parts: Parts) -> str:
    days = _days(parts)
    often = _often(parts)
    if parts.frequency in ("DAILY", "WEEKLY"):
        return _each_day(parts, often) + _only_in(parts)
    if parts.frequency == "YEARLY":
        if parts.months and parts.month_days and not parts.days and not parts.picked:
            dates = [
                f"{_number(n)} of {MONTHS[month - 1]}" for month in parts.months for n in parts.month_days
            ]
            return f"{often} on the {joined(dates, 'and')}"
        months = joined([MONTHS[month - 1] for month in parts.months], "and") if parts.months else ""
        if days and parts.months:
            return f"{often} {days} of {months}"
        return " ".join(word for word in (often, days, f"in {months}" if months else "") if word)
    if not days:
        return often + _only_in(parts)
    of = "of every month" if parts.interval == 1 else "of every other month" if parts.interval == 2 else ""
    if days.startswith("every"):
        return (days if parts.interval == 1 else f"{days}, {often}") + _only_in(parts)
    days, only, condition = days.partition(" if ")
    return (f"{days} {of}" if of else f"{often} {days}") + only + condition + _only_in(parts)


def _often(parts: Parts) -> str:
    unit = UNITS[parts.frequency]
    if parts.interval == 1:
        return f"every {unit}"
    return f"every other {unit}" if parts.interval == 2 else f"every {parts.interval} {unit}s"


def _each_day(parts: Parts, often: str) -> str:
    if parts.picked or parts.month_days:
        return " ".join(word for word in (often, _days(parts)) if word)
    if not parts.weekdays:
        return often
    names = joined([DAYS[day] for day in parts.weekdays], "and")
    if parts.working:
        return "from Monday to Friday" if parts.interval == 1 else f"{often} from Monday to Friday"
    if parts.interval == 1:
        return f"every {names}"
    if parts.interval == 2 and len(parts.weekdays) == 1 and parts.frequency == "WEEKLY":
        return f"every other {names}"
    return f"{often} on {names}"


def _days(parts: Parts) -> str:
    """On which days of the period: on the second Thursday."""
    if parts.as_counted:
        return "on the " + joined([f"{_nth(nth)}{DAYS[day]}" for nth, day in parts.as_counted], "and")
    weekdays = joined([DAYS[day] for day in parts.weekdays], "or") if parts.weekdays else ""
    numbers = joined([_number(n) for n in parts.month_days], "and") if parts.month_days else ""
    if parts.picked:
        which = joined([_nth(n).strip() or "each" for n in parts.positions], "and")
        if parts.working and not numbers:
            return f"on the {which} working day"
        place = f" that is a {weekdays}" if weekdays else ""
        return f"on the {which} day{place}" + (f" among the {numbers}" if numbers else "")
    if numbers and weekdays:
        return f"on the {numbers} if that is a {weekdays}"
    if numbers:
        return f"on the {numbers}"
    return f"every {weekdays.replace(' or ', ' and ')}" if weekdays else ""


def _nth(n: int) -> str:
    if n == -1:
        return "last "
    ordinal = NTH[abs(n)] if abs(n) < len(NTH) else _ordinal(abs(n))
    return f"{ordinal} " if n > 0 else f"{ordinal} to last "


def _number(n: int) -> str:
    return _ordinal(n) if n > 0 else f"{_nth(n)}day"


def _ordinal(n: int) -> str:
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def _only_in(parts: Parts) -> str:
    return f" in {joined([MONTHS[month - 1] for month in parts.months], 'and')}" if parts.months else ""


def _ends(parts: Parts) -> list[str]:
    found = []
    if parts.count is not None:
        found.append("once" if parts.count == 1 else f"{parts.count} times")
    if parts.until is not None:
        found.append(f"until {parts.until.day} {MONTHS[parts.until.month - 1]} {parts.until.year}")
    if parts.extra:
        found.append(f"and on {parts.extra} more {'date' if parts.extra == 1 else 'dates'}")
    if parts.left_out:
        found.append(f"without {parts.left_out} {'date' if parts.left_out == 1 else 'dates'}")
    return found
