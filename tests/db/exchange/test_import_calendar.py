"""A calendar file into a lab: bookings, closures, series, clashes, a second time."""

from __future__ import annotations

import pytest

from resource_centre.core.errors import BadInput
from resource_centre.core.times import TimeRange
from resource_centre.exchange.calendar_file import calendar_of
from resource_centre.schedule import queries, service

FILE = "calendars/fablab_cottbus.ics"


def ics(*events: str) -> str:
    body = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n{body}END:VCALENDAR\r\n"


def event(uid: str, start: str, end: str, title: str = "Club", *more: str) -> str:
    return "\r\n".join([f"UID:{uid}", f"DTSTART:{start}", f"DTEND:{end}", f"SUMMARY:{title}", *more])


CLUB = event("a", "20261126T140000", "20261126T160000")


@pytest.fixture
def lab(world) -> int:
    return world.lab("FAB")


def blocks(world, lab: int, start: str = "2015-01-01", end: str = "2028-01-01"):
    window = TimeRange(world.at(start), world.at(end))
    return world.read(lambda u: queries.blocks(u, None, window, [lab]))


def outcomes(made) -> list[str]:
    return [str(line.outcome) for line in made.lines]


def test_the_real_calendar_goes_in_with_its_clash_listed(world, real, look, bring, lab) -> None:
    made = look("calendar", real / FILE, into=lab)
    assert [line.row for line in made.clashes] == [12]
    assert "Entry 11" in made.clashes[0].why
    assert bring("calendar", real / FILE, into=lab) == "fablab_cottbus.ics: 27 new, 1 clash left out."


def test_the_real_calendar_a_second_time_changes_nothing(world, real, bring, lab) -> None:
    bring("calendar", real / FILE, into=lab)
    before = blocks(world, lab)
    assert (
        bring("calendar", real / FILE, into=lab)
        == "fablab_cottbus.ics: 27 left as they are, 1 clash left out."
    )
    assert blocks(world, lab) == before


def test_an_all_day_closure_takes_the_local_day(world, real, bring, lab) -> None:
    bring("calendar", real / FILE, into=lab)
    closure = next(b for b in blocks(world, lab) if b.title.startswith("Lab geschlossen"))
    assert (closure.kind, closure.start, closure.end) == (
        "maintenance", world.at("2018-06-09 00:00"), world.at("2018-06-10 00:00"),
    )  # fmt: skip


def test_a_repetition_without_end_stops_at_the_horizon_and_says_so(real, look, lab) -> None:
    line = look("calendar", real / FILE, into=lab).lines[13]
    assert "no end" in line.why


def test_floating_times_are_those_of_the_centre(world, bring, text_file, lab) -> None:
    bring("calendar", text_file(ics(CLUB), "c.ics"), into=lab)
    assert [b.start for b in blocks(world, lab)] == [world.at("2026-11-26 14:00")]


def test_what_is_taken_here_is_a_clash_that_says_by_whom(world, look, text_file, lab) -> None:
    world.book("2026-11-26 15:00", "2026-11-26 17:00", lab, title="Optics")
    made = look("calendar", text_file(ics(CLUB), "c.ics"), into=lab)
    assert outcomes(made) == ["clash"] and "Optics" in made.lines[0].why


def test_a_moved_entry_moves_its_booking(world, look, bring, text_file, lab) -> None:
    bring("calendar", text_file(ics(CLUB), "c.ics"), into=lab)
    first = blocks(world, lab)[0].activity_id
    moved = text_file(ics(event("a", "20261126T150000", "20261126T170000")), "c.ics")
    assert outcomes(look("calendar", moved, into=lab)) == ["update"]
    bring("calendar", moved, into=lab)
    assert [(b.activity_id, b.start) for b in blocks(world, lab)] == [(first, world.at("2026-11-26 15:00"))]


def test_an_entry_cancelled_in_the_file_is_cancelled_here(world, bring, text_file, lab) -> None:
    bring("calendar", text_file(ics(CLUB), "c.ics"), into=lab)
    bring("calendar", text_file(ics(f"{CLUB}\r\nSTATUS:CANCELLED"), "c.ics"), into=lab)
    assert blocks(world, lab) == []


def test_what_was_cancelled_here_stays_cancelled(world, look, bring, text_file, lab) -> None:
    bring("calendar", text_file(ics(CLUB), "c.ics"), into=lab)
    world.write(lambda u: service.release(u, blocks(world, lab)[0].activity_id, "Not this time"))
    assert outcomes(look("calendar", text_file(ics(CLUB), "c.ics"), into=lab)) == ["skip"]


def test_a_series_leaves_out_what_is_excluded_and_what_is_taken(world, bring, text_file, lab) -> None:
    world.book("2026-12-10 14:00", "2026-12-10 15:00", lab, title="Optics")
    weekly = event(
        "s",
        "20261126T140000",
        "20261126T160000",
        "Club",
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "EXDATE:20261203T140000",
    )
    file = text_file(ics(weekly), "c.ics")
    bring("calendar", file, into=lab)
    club = [b.start for b in blocks(world, lab) if b.title == "Club"]
    assert club == [world.at("2026-11-26 14:00"), world.at("2026-12-17 14:00")]
    assert bring("calendar", file, into=lab) == "c.ics: 1 left as it is."


def test_an_occurrence_that_was_moved_stands_where_it_was_moved_to(world, bring, text_file, lab) -> None:
    weekly = event("s", "20261126T140000", "20261126T160000", "Club", "RRULE:FREQ=WEEKLY;COUNT=2")
    moved = event("s", "20261204T100000", "20261204T120000", "Club", "RECURRENCE-ID:20261203T140000")
    file = text_file(ics(weekly, moved), "c.ics")
    bring("calendar", file, into=lab)
    assert [b.start for b in blocks(world, lab)] == [
        world.at("2026-11-26 14:00"),
        world.at("2026-12-04 10:00"),
    ]
    assert bring("calendar", file, into=lab) == "c.ics: 2 left as they are."


def test_a_series_that_changed_in_the_file_is_booked_anew(world, bring, text_file, lab) -> None:
    bring(
        "calendar",
        text_file(
            ics(event("s", "20261126T140000", "20261126T160000", "Club", "RRULE:FREQ=WEEKLY;COUNT=3")),
            "c.ics",
        ),
        into=lab,
    )
    later = text_file(
        ics(event("s", "20261126T150000", "20261126T160000", "Club", "RRULE:FREQ=WEEKLY;COUNT=2")), "c.ics"
    )
    assert bring("calendar", later, into=lab) == "c.ics: 1 changed."
    assert [b.start for b in blocks(world, lab)] == [
        world.at("2026-11-26 15:00"),
        world.at("2026-12-03 15:00"),
    ]
    assert bring("calendar", later, into=lab) == "c.ics: 1 left as it is."


@pytest.mark.parametrize(
    "broken",
    [
        "UID:b\r\nDTSTART:garbage\r\nDTEND:20261127T160000\r\nSUMMARY:x",
        "UID:b\r\nDTSTART:20261127T140000\r\nSUMMARY:no end",
        event("b", "20261127T160000", "20261127T140000"),
        event("b", "20261127T140000", "20261127T160000", ""),
        event("b", "20261127T140000", "20261127T160000", "x" * 400),
        event("b", "20261127T140000", "20261127T160000", "Club", "RRULE:FREQ=SECONDLY"),
        "DTSTART:20261127T140000\r\nDTEND:20261127T160000\r\nSUMMARY:no uid",
        event("b", "09990101T140000", "09990101T160000"),
    ],
)
def test_a_bad_entry_is_left_out_and_the_good_one_goes_in(
    world, look, bring, text_file, lab, broken: str
) -> None:
    file = text_file(ics(broken, CLUB), "c.ics")
    assert outcomes(look("calendar", file, into=lab)) == ["bad", "create"]
    bring("calendar", file, into=lab)
    assert len(blocks(world, lab)) == 1


@pytest.mark.parametrize("text", ["hello", "name;x\n1;2\n", ics()])
def test_what_is_no_calendar_is_refused_in_words(look, text_file, lab, text: str) -> None:
    with pytest.raises(BadInput):
        look("calendar", text_file(text, "c.ics"), into=lab)


def test_a_calendar_needs_its_lab(look, text_file) -> None:
    with pytest.raises(BadInput):
        look("calendar", text_file(ics(CLUB), "c.ics"))


def test_what_this_program_wrote_it_reads(world, look, text_file, lab) -> None:
    world.book("2026-11-26 15:00", "2026-11-26 17:00", lab, person_id=world.coordinator.person_id)
    window = TimeRange(world.at("2026-11-01 00:00"), world.at("2026-12-31 00:00"))
    written = world.read(lambda u: calendar_of(u, "coordinator", window)).decode()
    assert outcomes(look("calendar", text_file(written, "c.ics"), into=world.lab("B"))) == ["create"]
