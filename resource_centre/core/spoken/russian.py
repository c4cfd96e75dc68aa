"""A repetition in Russian: weekdays agree in gender and case, numbers choose their plural."""

from __future__ import annotations

from collections.abc import Sequence

from resource_centre.core.spoken.parts import Parts, joined

# Accusative (каждую среду), and dative of the plural (по средам).
DAYS = ("понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье")
ON_DAYS = ("понедельникам", "вторникам", "средам", "четвергам", "пятницам", "субботам", "воскресеньям")
NAMES = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
GENDER = "mmfmffn"
EVERY = {"m": "каждый", "f": "каждую", "n": "каждое"}
LAST = {"m": "последний", "f": "последнюю", "n": "последнее"}
LAST_BUT_ONE = {"m": "предпоследний", "f": "предпоследнюю", "n": "предпоследнее"}
NTH = {
    "m": ("", "первый", "второй", "третий", "четвёртый", "пятый"),
    "f": ("", "первую", "вторую", "третью", "четвёртую", "пятую"),
    "n": ("", "первое", "второе", "третье", "четвёртое", "пятое"),
}
ENDING = {"m": "-й", "f": "-ю", "n": "-е"}
MONTHS_OF = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
MONTHS_IN = (
    "январе", "феврале", "марте", "апреле", "мае", "июне", "июле", "августе", "сентябре", "октябре", "ноябре", "декабре",
)  # fmt: skip
UNITS = {
    "DAILY": ("день", "дня", "дней", "m"),
    "WEEKLY": ("неделю", "недели", "недель", "f"),
    "MONTHLY": ("месяц", "месяца", "месяцев", "m"),
    "YEARLY": ("год", "года", "лет", "m"),
}
OF_PERIOD = {
    "MONTHLY": ("каждого месяца", "каждого второго месяца"),
    "YEARLY": ("каждого года", "каждого второго года"),
}


def sentence(parts: Parts) -> str:
    """Каждый второй четверг, 12 раз."""
    return ", ".join([_when(parts), *_ends(parts)])


def plural(n: int, one: str, few: str, many: str) -> str:
    """The form of a noun after a number."""
    if n % 10 == 1 and n % 100 != 11:
        return one
    return few if 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14 else many


def _when(parts: Parts) -> str:
    often, days = _often(parts), _days(parts)
    if parts.frequency in ("DAILY", "WEEKLY"):
        return _each_day(parts, often) + _only_in(parts)
    if parts.frequency == "YEARLY" and parts.months:
        if parts.month_days and not parts.days and not parts.picked and min(parts.month_days) > 0:
            numbers = joined([str(n) for n in parts.month_days], "и")
            return f"{often} {joined([f'{numbers} {MONTHS_OF[m - 1]}' for m in parts.months], 'и')}"
        if days and not days.startswith("по "):
            return f"{often} {days} {joined([MONTHS_OF[m - 1] for m in parts.months], 'и')}"
        return f"{often} {days}{_only_in(parts)}" if days else often + _only_in(parts)
    if not days:
        return often + _only_in(parts)
    if days.startswith("по "):
        return (days if parts.interval == 1 else f"{often} {days}") + _only_in(parts)
    if parts.interval <= 2:
        return f"{days} {OF_PERIOD[parts.frequency][parts.interval - 1]}" + _only_in(parts)
    return f"{often} {days}" + _only_in(parts)


def _often(parts: Parts) -> str:
    one, few, many, gender = UNITS[parts.frequency]
    n = parts.interval
    if n == 1:
        return f"{EVERY[gender]} {one}"
    if n == 2 and parts.frequency == "DAILY":
        return "через день"
    every = f"{EVERY[gender]}" if plural(n, "1", "2", "5") == "1" else "каждые"
    return f"{every} {n} {plural(n, one, few, many)}"


def _each_day(parts: Parts, often: str) -> str:
    if parts.picked or parts.month_days:
        return " ".join(word for word in (often, _days(parts)) if word)
    if not parts.weekdays:
        return often
    if parts.working:
        return "по будням" if parts.interval == 1 else f"{often} по будням"
    if len(parts.weekdays) == 1 and (
        parts.interval == 1 or (parts.interval == 2 and parts.frequency == "WEEKLY")
    ):
        day = parts.weekdays[0]
        gender = GENDER[day]
        second = f"{NTH[gender][2]} " if parts.interval == 2 else ""
        return f"{EVERY[gender]} {second}{DAYS[day]}"
    names = "по " + joined([ON_DAYS[day] for day in parts.weekdays], "и")
    return names if parts.interval == 1 else f"{often} {names}"


def _days(parts: Parts) -> str:
    """On which days of the period: в последнюю пятницу; without an own period."""
    if parts.as_counted:
        return joined([_in(f"{_nth(nth, GENDER[day])} {DAYS[day]}") for nth, day in parts.as_counted], "и")
    names = joined([NAMES[day] for day in parts.weekdays], "или") if parts.weekdays else ""
    numbers = _numbers(parts.month_days)
    if parts.picked:
        which = joined([_nth(n, "m") for n in parts.positions], "и")
        if parts.working and not numbers:
            return _in(f"{which} рабочий день")
        among = "; ".join(word for word in (names, numbers) if word)
        return _in(f"{which} из дней ({among})")
    if numbers and names:
        return f"{numbers}, если это {names},"
    if numbers:
        return numbers
    return "по " + joined([ON_DAYS[day] for day in parts.weekdays], "и") if parts.weekdays else ""


def _in(words: str) -> str:
    """В or, before в and another consonant, во: во второй, в первый."""
    return f"во {words}" if words.startswith(("вт", "вс")) else f"в {words}"


def _nth(n: int, gender: str) -> str:
    if n == -1:
        return LAST[gender]
    if n == -2:
        return LAST_BUT_ONE[gender]
    known = NTH[gender]
    ordinal = known[abs(n)] if abs(n) < len(known) else f"{abs(n)}{ENDING[gender]}"
    return ordinal if n > 0 else f"{ordinal} с конца"


def _numbers(days: Sequence[int]) -> str:
    """1-го и 15-го числа; в последний день."""
    dates = [f"{n}-го" for n in days if n > 0]
    found = [f"{joined(dates, 'и')} числа"] if dates else []
    found += [_in(f"{_nth(n, 'm')} день") for n in days if n < 0]
    return joined(found, "и") if found else ""


def _only_in(parts: Parts) -> str:
    return f" в {joined([MONTHS_IN[m - 1] for m in parts.months], 'и')}" if parts.months else ""


def _ends(parts: Parts) -> list[str]:
    found = []
    if parts.count is not None:
        found.append(f"{parts.count} {plural(parts.count, 'раз', 'раза', 'раз')}")
    if parts.until is not None:
        found.append(f"до {parts.until.day} {MONTHS_OF[parts.until.month - 1]} {parts.until.year} г.")
    if parts.extra:
        found.append(f"и ещё {parts.extra} {plural(parts.extra, 'дата', 'даты', 'дат')}")
    if parts.left_out:
        found.append(f"кроме {parts.left_out} {plural(parts.left_out, 'даты', 'дат', 'дат')}")
    return found
