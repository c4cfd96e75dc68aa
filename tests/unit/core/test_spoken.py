"""Repetitions in words: grammar by a table for each language, and never a failure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resource_centre.core.recurrence import DAYS, format_rule, parse_rule
from resource_centre.core.spoken import describe
from resource_centre.i18n import LANGUAGES, use

TABLE = [
    ("FREQ=DAILY;INTERVAL=2", "every other day", "через день", "күнара"),
    ("FREQ=DAILY;INTERVAL=21", "every 21 days", "каждый 21 день", "21 күн сайын"),
    ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "from Monday to Friday", "по будням", "жұмыс күндері"),
    ("FREQ=WEEKLY;BYDAY=WE", "every Wednesday", "каждую среду", "сәрсенбі сайын"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "every other Thursday", "каждый второй четверг",
     "әр екінші аптаның бейсенбісінде"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "every other Sunday", "каждое второе воскресенье",
     "әр екінші аптаның жексенбісінде"),
    ("FREQ=WEEKLY;BYDAY=MO,WE,FR;UNTIL=20270218", "every Monday, Wednesday and Friday, until 18 February 2027",
     "по понедельникам, средам и пятницам, до 18 февраля 2027 г.",
     "дүйсенбі, сәрсенбі мен жұма сайын, 2027 жылғы 18 ақпанға дейін"),
    ("FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,SA;COUNT=22", "every 3 weeks on Tuesday and Saturday, 22 times",
     "каждые 3 недели по вторникам и субботам, 22 раза", "әр үшінші аптаның сейсенбісі мен сенбісінде, 22 рет"),
    ("FREQ=MONTHLY;BYMONTHDAY=1,15", "on the 1st and 15th of every month", "1-го и 15-го числа каждого месяца",
     "әр айдың 1-күні мен 15-күні"),
    ("FREQ=MONTHLY;BYMONTHDAY=-1", "on the last day of every month", "в последний день каждого месяца",
     "әр айдың соңғы күні"),
    ("FREQ=MONTHLY;BYDAY=-1FR", "on the last Friday of every month", "в последнюю пятницу каждого месяца",
     "әр айдың соңғы жұмасында"),
    ("FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1", "on the last Friday of every month", "в последнюю пятницу каждого месяца",
     "әр айдың соңғы жұмасында"),
    ("FREQ=MONTHLY;BYDAY=2TU;COUNT=1", "on the second Tuesday of every month, once",
     "во второй вторник каждого месяца, 1 раз", "әр айдың екінші сейсенбісінде, 1 рет"),
    ("FREQ=MONTHLY;INTERVAL=2;BYDAY=1SU", "on the first Sunday of every other month",
     "в первое воскресенье каждого второго месяца", "әр екінші айдың бірінші жексенбісінде"),
    ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "on the last working day of every month",
     "в последний рабочий день каждого месяца", "әр айдың соңғы жұмыс күні"),
    ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "on the 13th of every month if that is a Friday",
     "13-го числа, если это пятница, каждого месяца", "әр айдың 13-күні, егер ол жұма болса"),
    ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1", "every year on the 1st of May", "каждый год 1 мая", "жыл сайын 1 мамырда"),
    ("FREQ=YEARLY;INTERVAL=5", "every 5 years", "каждые 5 лет", "5 жыл сайын"),
    ("FREQ=YEARLY;BYDAY=20MO", "every year on the 20th Monday", "в 20-й понедельник каждого года",
     "әр жылдың 20-дүйсенбісінде"),
    ("FREQ=WEEKLY;BYDAY=TH;BYMONTH=1,3", "every Thursday in January and March", "каждый четверг в январе и марте",
     "қаңтарда және наурызда бейсенбі сайын"),
    ("FREQ=WEEKLY;COUNT=5 RDATE:20261205,20261206 EXDATE:20261203",
     "every week, 5 times, and on 2 more dates, without 1 date", "каждую неделю, 5 раз, и ещё 2 даты, кроме 1 даты",
     "апта сайын, 5 рет, және тағы 2 күн, 1 күннен басқа"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "column"), [("en", 1), ("ru", 2), ("kk", 3)])
@pytest.mark.parametrize("line", TABLE, ids=[line[0] for line in TABLE])
def test_a_rule_is_said_as_a_person_says_it(line: tuple[str, ...], language: str, column: int) -> None:
    with use(language):
        assert describe(line[0]) == line[column]


def numbers(most: int, signed: bool = True) -> st.SearchStrategy[str]:
    each = st.integers(-most if signed else 1, most).filter(bool)
    return st.lists(each, min_size=1, max_size=3).map(lambda found: ",".join(map(str, found)))


DAY = st.builds(lambda nth, day: f"{nth or ''}{day}", st.integers(-5, 5), st.sampled_from(DAYS))
RULES = st.fixed_dictionaries(
    {"FREQ": st.sampled_from(["MONTHLY", "YEARLY"]), "BYDAY": st.lists(DAY, min_size=1, max_size=4).map(",".join)},
    optional={
        "INTERVAL": st.integers(1, 60).map(str), "COUNT": st.integers(1, 500).map(str), "BYMONTH": numbers(12, False),
        "BYMONTHDAY": numbers(31), "BYSETPOS": numbers(366), "RDATE": st.just("20261205T100000"),
    },
) | st.fixed_dictionaries(
    {"FREQ": st.sampled_from(["DAILY", "WEEKLY"])},
    optional={
        "INTERVAL": st.integers(1, 60).map(str), "BYDAY": st.lists(st.sampled_from(DAYS), min_size=1).map(",".join),
        "UNTIL": st.just("20270218"), "EXDATE": st.just("20261203"), "BYMONTH": numbers(12, False),
    },
)  # fmt: skip


@given(RULES, st.sampled_from(list(LANGUAGES)))
def test_every_rule_that_is_allowed_can_be_said(parts: dict[str, str], language: str) -> None:
    with use(language):
        words = describe(format_rule(parts))
    assert words and "  " not in words and not words.endswith((",", " "))


@given(RULES)
def test_a_rule_that_was_written_is_read_again(parts: dict[str, str]) -> None:
    assert parse_rule(format_rule(parts)) == parts
