"""Commands as people type them, in three languages whatever the language of the window."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resource_centre.phrases import lexicon
from resource_centre.phrases.phrase import Around, Reading, understand
from resource_centre.phrases.things import Named, Things
from resource_centre.phrases.typed import Part

ROBOTICS = Named("lab", 1, "Лаборатория робототехники", "ROB")
MAKER = Named("lab", 2, "Мейкерспейс", "MAK")
BIOLOGY = Named("lab", 3, "Лаборатория биологии", "BIO")
PHYSICS, PHYSICS_A, PHYSICS_B = (
    Named("lab", 4 + n, name) for n, name in enumerate(("Физика", "Физика А", "Физика Б"))
)
OPTICS = Named("lab", 7, "Optics lab", "OPT")
SPIKE = Named("model", 1, "LEGO SPIKE Prime", "", 8)
MICROSCOPE = Named("model", 2, "Микроскоп Levenhuk", "", 15)
TABLET = Named("model", 3, "Планшет", "", 12)
DANIYAR = Named("person", 50, "Данияр Оспанов")
UNITS = [Named("unit", 100 + n, f"LEGO SPIKE Prime {n:02d}", f"SPK-{n:02d}") for n in range(1, 9)]
NAMED = [
    ROBOTICS, MAKER, BIOLOGY, PHYSICS, PHYSICS_A, PHYSICS_B, OPTICS, SPIKE, MICROSCOPE, TABLET, DANIYAR, *UNITS,
    *(Named("unit", 200 + n, f"Планшет {n:02d}", f"TAB-{n:02d}") for n in range(1, 13)),
]  # fmt: skip
NOW = datetime(2026, 11, 25, 11, 20)  # a Wednesday
AROUND = Around(NOW, Things(NAMED))


def first(text: str) -> Reading:
    return understand(text, AROUND)[0]


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}" if len(text) == 11 else text)


BOOKINGS = [
    # English
    ("book robotics lab tomorrow 14-16", ROBOTICS, "11-26 14:00", "11-26 16:00"),
    ("book biology lab next Tuesday 2pm-4pm", BIOLOGY, "12-01 14:00", "12-01 16:00"),
    ("reserve the optics lab on friday from 9:30 to 11", OPTICS, "11-27 09:30", "11-27 11:00"),
    ("book maker space in 3 days 9-11", MAKER, "11-28 09:00", "11-28 11:00"),
    ("book robotics 3 Dec 14:00–16:30", ROBOTICS, "12-03 14:00", "12-03 16:30"),
    ("book robotics on Dec 3rd at 14 for 2h", ROBOTICS, "12-03 14:00", "12-03 16:00"),
    ("2026-12-03 14:00-16:00 robotics", ROBOTICS, "12-03 14:00", "12-03 16:00"),
    ("book physics tomorrow 2-4", PHYSICS, "11-26 14:00", "11-26 16:00"),
    ("please book opticks lab the day after tomorrow at noon for half an hour", OPTICS, "11-27 12:00", "11-27 12:30"),
    ("book SPK-03 tomorrow 9-11", UNITS[2], "11-26 09:00", "11-26 11:00"),
    ("lego spike 3 on friday 14:00 for 90 min", UNITS[2], "11-27 14:00", "11-27 15:30"),
    ("book Daniyar tomorrow at 15:00 for an hour", DANIYAR, "11-26 15:00", "11-26 16:00"),
    ("book robotics lab today 3pm-4pm", ROBOTICS, "11-25 15:00", "11-25 16:00"),
    ("book biology 12/24 10am-11:30am", BIOLOGY, "12-24 10:00", "12-24 11:30"),
    ("book robotics lab 22:00-02:00 on 1 Dec", ROBOTICS, "12-01 22:00", "12-02 02:00"),
    # Russian
    ("забронировать лабораторию робототехники завтра с 14 до 16", ROBOTICS, "11-26 14:00", "11-26 16:00"),
    ("в лаборатории робототехники послезавтра 10-12", ROBOTICS, "11-27 10:00", "11-27 12:00"),
    ("бронь физики А 3 декабря 14:00–16:30", PHYSICS_A, "12-03 14:00", "12-03 16:30"),
    ("забронируй мейкерспейс в следующий вторник с 9:00 до 11:30", MAKER, "12-01 09:00", "12-01 11:30"),
    ("через 3 дня в 9:30 на полтора часа биология", BIOLOGY, "11-28 09:30", "11-28 11:00"),
    ("забронировать физику б 03.12 в 14:00 на 2 часа", PHYSICS_B, "12-03 14:00", "12-03 16:00"),
    ("забронировать лаб. робототехники в пт 14.00-15.30", ROBOTICS, "11-27 14:00", "11-27 15:30"),
    ("робототехника через неделю с 10 до 12", ROBOTICS, "12-02 10:00", "12-02 12:00"),
    ("забронировать биологию 5 января 2027 г. в 10 утра на час", BIOLOGY, "2027-01-05 10:00", "2027-01-05 11:00"),
    ("занять мейкерспейс сегодня с 15 до 17", MAKER, "11-25 15:00", "11-25 17:00"),
    ("бронь робототехники в четверг в 4 часа дня на полчаса", ROBOTICS, "11-26 16:00", "11-26 16:30"),
    ("надо забронировать роботехнику на завтра 14:00-15:00", ROBOTICS, "11-26 14:00", "11-26 15:00"),
    # Kazakh
    ("робототехника зертханасын ертең 14-тен 16-ға дейін брондау", ROBOTICS, "11-26 14:00", "11-26 16:00"),
    ("физика Б 3 желтоқсан 14-16 брондау", PHYSICS_B, "12-03 14:00", "12-03 16:00"),
    ("бүрсігүні сағат 14-те 2 сағатқа мейкерспейс брондау", MAKER, "11-27 14:00", "11-27 16:00"),
    ("келесі сейсенбі биология зертханасы 9:00-11:00 брондау", BIOLOGY, "12-01 09:00", "12-01 11:00"),
    ("3 күннен кейін робототехника зертханасында 10-нан 12-ге дейін", ROBOTICS, "11-28 10:00", "11-28 12:00"),
    ("жұма күні 15:00-де бір сағатқа робототехника брондау", ROBOTICS, "11-27 15:00", "11-27 16:00"),
    ("брондау мейкерспейс бүгін 14:00-ден 15:30-ға дейін", MAKER, "11-25 14:00", "11-25 15:30"),
    ("бейсенбіде физика а 9-11 броньдау", PHYSICS_A, "11-26 09:00", "11-26 11:00"),
    ("робототехника 5 қаңтарда 10:00-12:00 брондап бер", ROBOTICS, "2027-01-05 10:00", "2027-01-05 12:00"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "thing", "start", "end"), BOOKINGS)
def test_a_booking_is_understood(text: str, thing: Named, start: str, end: str) -> None:
    found = first(text)
    assert found.verb in (lexicon.BOOK, "")
    assert found.things == (thing,)
    assert (found.start, found.end) == (at(start), at(end))
    assert found.complete


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("book 6 spike kits tomorrow 14-16", ((SPIKE, 6),)),
        ("забронировать 6 наборов лего завтра 14-16", ((SPIKE, 6),)),
        ("ертең 14-16 6 жинақ лего брондау", ((SPIKE, 6),)),
        ("book 15 microscopes and 2 tablets tomorrow 9-10", ((MICROSCOPE, 15), (TABLET, 2))),
        ("12 планшетов завтра в 10:00", ((TABLET, 12),)),
        ("microscope tomorrow 9-10", ((MICROSCOPE, 1),)),
    ],
)
def test_counted_units_are_understood(text: str, units: tuple[tuple[Named, int], ...]) -> None:
    assert first(text).units == units


@pytest.mark.parametrize(
    ("text", "frequency", "interval", "days", "count", "until"),
    [
        ("robotics every Thursday 14-16 12 times", "WEEKLY", 1, ("TH",), 12, None),
        (
            "robotics every mon, wed and fri 9-10 until 18 Feb",
            "WEEKLY",
            1,
            ("MO", "WE", "FR"),
            None,
            date(2027, 2, 18),
        ),
        ("robotics 14-16 every 2 weeks", "WEEKLY", 2, (), None, None),
        ("robotics every weekday 9-10", "WEEKLY", 1, ("MO", "TU", "WE", "TH", "FR"), None, None),
        ("робототехника каждый четверг с 14 до 16, 12 раз", "WEEKLY", 1, ("TH",), 12, None),
        ("робототехника по вторникам и четвергам 9-10", "WEEKLY", 1, ("TU", "TH"), None, None),
        ("робототехника каждые 2 недели 14-16 до 18 февраля", "WEEKLY", 2, (), None, date(2027, 2, 18)),
        ("робототехника ежедневно 9-10", "DAILY", 1, (), None, None),
        ("әр бейсенбі 14-16 робототехника 12 рет", "WEEKLY", 1, ("TH",), 12, None),
        (
            "робототехника бейсенбі сайын 14-16 18 ақпанға дейін",
            "WEEKLY",
            1,
            ("TH",),
            None,
            date(2027, 2, 18),
        ),
        ("робототехника күн сайын 9-10", "DAILY", 1, (), None, None),
    ],
)
def test_a_repetition_is_understood(
    text: str, frequency: str, interval: int, days: tuple[str, ...], count: int | None, until: date | None
) -> None:
    found = first(text)
    assert found.repeats is not None
    assert (found.repeats.frequency, found.repeats.interval, found.repeats.days) == (
        frequency,
        interval,
        days,
    )
    assert (found.repeats.count, found.repeats.until) == (count, until)
    assert found.things == (ROBOTICS,)
    assert found.start is not None


@pytest.mark.parametrize(
    "text", ["the first thursday of every month 15-17 physics", "каждый первый четверг месяца 15-17 физика"]
)
def test_a_weekday_of_the_month_is_understood(text: str) -> None:
    found = first(text)
    assert found.repeats is not None
    assert (found.repeats.frequency, found.repeats.nth, found.day) == ("MONTHLY", 1, date(2026, 12, 3))


@pytest.mark.parametrize(
    ("text", "title", "subject"),
    [
        ("book robotics lab tomorrow 14-16 for Club 7B", "", "Club 7B"),
        ("бронь физики А завтра 14-16 «Оптика, 10 класс»", "Оптика, 10 класс", ""),
        ('book robotics tomorrow 14-16 "Robot maze"', "Robot maze", ""),
        ("забронировать робототехнику завтра 14-16 для школы 41", "", "школы 41"),
        ("book robotics lab tomorrow 14-16 maze day", "maze day", ""),
        ("ертең 14-16 41 мектеп үшін биология брондау", "", "41 мектеп"),
        ("lend 3 microscopes to School 41 until Friday", "", "School 41"),
    ],
)
def test_title_and_for_whom_are_understood(text: str, title: str, subject: str) -> None:
    found = first(text)
    assert (found.title, found.subject) == (title, subject)


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("when is robotics lab free next week", lexicon.FREE), ("когда свободна лаборатория биологии", lexicon.FREE),
        ("робототехника зертханасы қашан бос", lexicon.FREE), ("free robotics", lexicon.FREE),
        ("cancel robotics club tomorrow", lexicon.CANCEL), ("отменить кружок завтра", lexicon.CANCEL),
        ("ертеңгі үйірмені болдырмау", lexicon.CANCEL), ("lend 2 tablets to School 12", lexicon.LEND),
        ("выдать 2 планшета школе 12", lexicon.LEND), ("12 мектепке 2 планшет беру", lexicon.LEND),
        ("go to schools", lexicon.GO), ("открыть школы", lexicon.GO), ("мектептерді ашу", lexicon.GO),
        ("new request", lexicon.REQUEST), ("новая заявка", lexicon.REQUEST), ("жаңа өтінім", lexicon.REQUEST),
        ("new event", lexicon.EVENT), ("новое мероприятие", lexicon.EVENT), ("жаңа іс-шара", lexicon.EVENT),
        ("add school", lexicon.ADD_SCHOOL), ("добавить школу", lexicon.ADD_SCHOOL), ("мектеп қосу", lexicon.ADD_SCHOOL),
    ],
)  # fmt: skip
def test_what_is_to_be_done_is_understood(text: str, verb: str) -> None:
    assert first(text).verb == verb


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-25"), ("сегодня", "2026-11-25"), ("бүгін", "2026-11-25"), ("tomorrow", "2026-11-26"),
        ("ертең", "2026-11-26"), ("послезавтра", "2026-11-27"), ("арғы күні", "2026-11-27"), ("mon", "2026-11-30"),
        ("в понедельник", "2026-11-30"), ("дүйсенбі", "2026-11-30"), ("next friday", "2026-12-04"),
        ("келесі жұма", "2026-12-04"), ("this friday", "2026-11-27"), ("1 янв", "2027-01-01"), ("29 feb", "2028-02-29"),
        ("3rd of December", "2026-12-03"), ("31.12.26", "2026-12-31"), ("через две недели", "2026-12-09"),
        ("екі аптадан кейін", "2026-12-09"), ("in a month", "2026-12-25"), ("24 числа", "2026-12-24"), ("the 30th", "2026-11-30"),
        ("следующая неделя", "2026-11-30"), ("наурыздың", None), ("32 декабря", None), ("30 feb", None),
    ],
)  # fmt: skip
def test_a_day_is_understood(text: str, day: str | None) -> None:
    found = understand(text, AROUND)
    assert (found[0].day if found else None) == (date.fromisoformat(day) if day else None)


def test_a_loan_goes_out_and_comes_back() -> None:
    found = first("lend 3 microscopes to School 41 until Friday")
    assert found.units == ((MICROSCOPE, 3),)
    assert (found.start, found.end) == (datetime(2026, 11, 25, 12), datetime(2026, 11, 27, 17))


def test_what_has_two_meanings_is_offered_twice() -> None:
    found = understand("book robotics lab next friday 14-16", AROUND)
    assert [each.day for each in found] == [date(2026, 12, 4), date(2026, 11, 27)]
    early = understand("book robotics lab tomorrow 7-9", AROUND)
    assert [each.start.hour for each in early if each.start] == [7, 19]
    halves = understand("book physics zal tomorrow 10-11", Around(NOW, Things([PHYSICS_A, PHYSICS_B])))
    assert {each.bookables for each in halves} == {(PHYSICS_A,), (PHYSICS_B,)}


def test_what_is_missing_is_said() -> None:
    assert first("book robotics lab").missing == (Part.TIME,)
    assert first("book tomorrow 14-16").missing == (Part.THING,)
    assert first("забронировать").missing == (Part.THING, Part.TIME)


def test_what_was_not_said_is_a_guess() -> None:
    found = first("book robotics lab 14:00")
    assert (found.day, found.guessed) == (date(2026, 11, 25), (Part.DAY, Part.LENGTH))
    assert first("book robotics lab 9:00").day == date(2026, 11, 26)


def test_a_time_that_has_passed_is_seen() -> None:
    assert first("book robotics lab today 8:00-9:00").past
    assert not first("book robotics lab today 14:00-15:00").past


def test_every_understood_part_has_its_place() -> None:
    text = "book robotics lab tomorrow 14-16 for Club 7B"
    said = {each.part: text[each.start : each.end] for each in first(text).heard}
    assert said == {
        Part.VERB: "book", Part.THING: "robotics lab", Part.DAY: "tomorrow", Part.TIME: "14-16", Part.SUBJECT: "for Club 7B",
    }  # fmt: skip


def test_a_title_may_have_a_weekday_in_it() -> None:
    assert first('book robotics tomorrow 14-16 "Friday club"').day == date(2026, 11, 26)


@given(st.text(max_size=300))
def test_any_text_is_survived(text: str) -> None:
    for found in understand(text, AROUND):
        assert all(0 <= each.start < each.end <= len(text) for each in found.heard)
        assert found.start is None or (found.end is not None and found.start < found.end)


PIECES = st.sampled_from(
    "book robotics lab 6 spike kits tomorrow next friday 14-16 9:30 2pm for 2h every week until 18 feb забронировать в с до 14 "
    "на 2 часа каждый четверг послезавтра 03.12 ертең сағат дейін брондау «Оптика» әр бейсенбі , - . 99 31 24:00 0 am".split()
)


@given(st.lists(PIECES, max_size=14).map(" ".join))
def test_any_order_of_words_is_survived(text: str) -> None:
    for found in understand(text, AROUND):
        spans = sorted((each.start, each.end) for each in found.heard)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
        assert found.start is None or (found.end is not None and found.start < found.end)


LABS = {ROBOTICS: ("robotics lab", "лабораторию робототехники", "робототехника зертханасын"), MAKER: ("maker space", "мейкерспейс", "мейкерспейс")}  # fmt: skip


@given(
    st.sampled_from(sorted(LABS, key=lambda each: each.key)),
    st.integers(1, 300),
    st.integers(9 * 4, 17 * 4),
    st.integers(1, 16),
)
def test_what_is_said_in_any_language_comes_back(lab: Named, away: int, quarter: int, quarters: int) -> None:
    day = NOW.date() + timedelta(days=away)
    start = datetime.combine(day, datetime.min.time()) + timedelta(minutes=15 * quarter)
    end = min(
        start + timedelta(minutes=15 * quarters),
        datetime.combine(day, datetime.max.time()).replace(hour=23, minute=45, second=0, microsecond=0),
    )
    for phrase in (
        f"book {LABS[lab][0]} {day:%d.%m.%Y} {start:%H:%M}-{end:%H:%M}",
        f"забронировать {LABS[lab][1]} {day.isoformat()} с {start:%H:%M} до {end:%H:%M}",
        f"{LABS[lab][2]} {day:%d.%m.%Y} {start:%H:%M}-ден {end:%H:%M}-ға дейін брондау",
    ):
        found = first(phrase)
        assert (found.verb, found.things, found.start, found.end) == (lexicon.BOOK, (lab,), start, end)


def test_a_loan_asked_for_in_the_evening_goes_out_the_next_morning() -> None:
    late = Around(NOW.replace(hour=21), Things(NAMED))
    found = understand("lend 3 microscopes until Friday", late)[0]
    assert found.start == datetime(2026, 11, 26, 9)
