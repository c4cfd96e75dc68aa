"""A repetition in Kazakh: what a day belongs to stands before it, and the day takes the endings."""

from __future__ import annotations

from resource_centre.core.spoken.parts import Parts, joined

DAYS = ("дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі", "жексенбі")
# Of a week or a month (бейсенбісі), and in it (бейсенбісінде).
OWN = ("дүйсенбісі", "сейсенбісі", "сәрсенбісі", "бейсенбісі", "жұмасы", "сенбісі", "жексенбісі")
IN_OWN = (
    "дүйсенбісінде", "сейсенбісінде", "сәрсенбісінде", "бейсенбісінде", "жұмасында", "сенбісінде", "жексенбісінде",
)  # fmt: skip
NTH = (
    "", "бірінші", "екінші", "үшінші", "төртінші", "бесінші", "алтыншы", "жетінші", "сегізінші", "тоғызыншы", "оныншы",
)  # fmt: skip
OF_MONTHS = (
    "қаңтардың", "ақпанның", "наурыздың", "сәуірдің", "мамырдың", "маусымның", "шілденің", "тамыздың", "қыркүйектің",
    "қазанның", "қарашаның", "желтоқсанның",
)  # fmt: skip
IN_MONTHS = (
    "қаңтарда", "ақпанда", "наурызда", "сәуірде", "мамырда", "маусымда", "шілдеде", "тамызда", "қыркүйекте", "қазанда",
    "қарашада", "желтоқсанда",
)  # fmt: skip
TO_MONTHS = (
    "қаңтарға", "ақпанға", "наурызға", "сәуірге", "мамырға", "маусымға", "шілдеге", "тамызға", "қыркүйекке", "қазанға",
    "қарашаға", "желтоқсанға",
)  # fmt: skip
UNITS = {"DAILY": "күн", "WEEKLY": "апта", "MONTHLY": "ай", "YEARLY": "жыл"}
OF_UNITS = {"WEEKLY": "аптаның", "MONTHLY": "айдың", "YEARLY": "жылдың"}


def sentence(parts: Parts) -> str:
    """Әр екінші аптаның бейсенбісінде, 12 рет."""
    return ", ".join([_when(parts), *_ends(parts)])


def _when(parts: Parts) -> str:
    if parts.frequency == "DAILY":
        return _only_in(parts) + _daily(parts)
    days = _days(parts)
    if parts.frequency == "WEEKLY":
        return _only_in(parts) + _weekly(parts, days)
    if parts.frequency == "YEARLY" and parts.months:
        if parts.month_days and not parts.days and not parts.picked and min(parts.month_days) > 0:
            numbers = joined([str(n) for n in parts.month_days], "және")
            dates = [f"{numbers} {IN_MONTHS[m - 1]}" for m in parts.months]
            return f"{_often(parts)} {joined(dates, 'және')}"
        if not days:
            return f"{_often(parts)} {_only_in(parts).strip()}"
        return f"{_often(parts)} {joined([OF_MONTHS[m - 1] for m in parts.months], 'және')} {days}"
    if not days:
        return _only_in(parts) + _often(parts)
    if parts.interval == 1 and not (parts.as_counted or parts.month_days or parts.picked):
        return _only_in(parts) + joined([DAYS[day] for day in parts.weekdays], "мен") + " сайын"
    return _only_in(parts) + f"{_each(parts)} {days}"


def _often(parts: Parts) -> str:
    unit = UNITS[parts.frequency]
    return f"{unit} сайын" if parts.interval == 1 else f"{parts.interval} {unit} сайын"


def _each(parts: Parts) -> str:
    """Әр екінші аптаның."""
    n, unit = parts.interval, OF_UNITS[parts.frequency]
    if n == 1:
        return f"әр {unit}"
    return f"әр {NTH[n]} {unit}" if n < len(NTH) else f"әр {n}-{unit}"


def _daily(parts: Parts) -> str:
    often = "күнара" if parts.interval == 2 else _often(parts)
    if parts.picked or parts.month_days:
        return f"{often}, {_days(parts)}"
    if not parts.weekdays:
        return often
    if parts.working:
        return "жұмыс күндері" if parts.interval == 1 else f"{often}, жұмыс күндері"
    names = joined([DAYS[day] for day in parts.weekdays], "мен")
    return f"{names} сайын" if parts.interval == 1 else f"{often}, {names} күні"


def _weekly(parts: Parts, days: str) -> str:
    if not days:
        return _often(parts)
    if parts.working and not parts.picked:
        return "жұмыс күндері" if parts.interval == 1 else f"{_each(parts)} жұмыс күндері"
    if parts.interval == 1 and not parts.picked:
        return joined([DAYS[day] for day in parts.weekdays], "мен") + " сайын"
    return f"{_each(parts)} {days}"


def _days(parts: Parts) -> str:
    """On which days of the period: соңғы жұмасында."""
    if parts.as_counted:
        first = [f"{_before(nth)}{OWN[day]}" for nth, day in parts.as_counted[:-1]]
        nth, day = parts.as_counted[-1]
        return joined([*first, f"{_before(nth)}{IN_OWN[day]}"], "мен")
    numbers = joined([_number(n) for n in parts.month_days], "мен") if parts.month_days else ""
    if parts.picked:
        which = joined([_before(n).strip(" -") for n in parts.positions], "және")
        if parts.working and not numbers:
            return f"{which} жұмыс күні"
        among = "; ".join(word for word in (", ".join(DAYS[day] for day in parts.weekdays), numbers) if word)
        return f"мына күндердің {which} күні: {among}"
    if numbers and parts.weekdays:
        return f"{numbers}, егер ол {joined([DAYS[day] for day in parts.weekdays], 'немесе')} болса"
    if numbers:
        return numbers
    if not parts.weekdays:
        return ""
    *earlier, latest = parts.weekdays
    return joined([*(OWN[day] for day in earlier), IN_OWN[latest]], "мен")


def _before(n: int) -> str:
    """The number of a day with what joins it to the day: екінші, 20-."""
    if n == -1:
        return "соңғы "
    ordinal = f"{NTH[abs(n)]} " if abs(n) < len(NTH) else f"{abs(n)}-"
    return ordinal if n > 0 else f"соңынан {ordinal}"


def _number(n: int) -> str:
    return f"{n}-күні" if n > 0 else f"{_before(n)}күні"


def _only_in(parts: Parts) -> str:
    return f"{joined([IN_MONTHS[m - 1] for m in parts.months], 'және')} " if parts.months else ""


def _ends(parts: Parts) -> list[str]:
    found = []
    if parts.count is not None:
        found.append(f"{parts.count} рет")
    if parts.until is not None:
        until = parts.until
        found.append(f"{until.year} жылғы {until.day} {TO_MONTHS[until.month - 1]} дейін")
    if parts.extra:
        found.append(f"және тағы {parts.extra} күн")
    if parts.left_out:
        found.append(f"{parts.left_out} күннен басқа")
    return found
