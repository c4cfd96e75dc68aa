"""Sessions, participations and schools equal a slow count, row by row, by the clock on the wall."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from resource_centre.core.times import Month
from resource_centre.reports.facts import EventRow, Facts, ParticipationRow, SchoolRow, SessionRow
from resource_centre.reports.figures import tables
from resource_centre.reports.period import COLUMNS
from tests.unit.reports.around import instants, places, slow_month, slow_months

NOW = datetime(2027, 1, 1, tzinfo=UTC)
KINDS, MODES = ("workshop", "contest"), ("online", "at_school")


@st.composite
def worlds(draw):
    tz, month = draw(places)
    when = instants(month, tz)
    events, sessions = [], []
    for event_id in range(1, draw(st.integers(1, 4)) + 1):
        kind, mode = draw(st.sampled_from(KINDS)), draw(st.sampled_from(MODES))
        state = draw(st.sampled_from(["draft", "published", "delivered", "closed", "cancelled", "postponed"]))
        mine = []
        for _ in range(draw(st.integers(0, 3))):
            start = draw(when)
            end = start + timedelta(minutes=15 * draw(st.integers(1, 60)))
            done = draw(st.sampled_from(["planned", "delivered", "cancelled"]))
            mine.append(SessionRow(len(sessions) + len(mine) + 1, event_id, kind, mode, start, end, done))
        sessions += mine
        starts = [s.start for s in mine]
        delivered = [s.start for s in mine if s.state == "delivered"]
        postponed = tuple(draw(st.lists(when, max_size=2)))
        last, final = max(starts, default=None), max(delivered, default=None)
        events.append(EventRow(event_id, kind, mode, state, last, final, postponed))
    heads = []
    for session in sessions if sessions else ():
        for school in draw(st.lists(st.sampled_from([None, 1, 2]), max_size=2, unique=True)):
            gender = draw(st.sampled_from(["female", "male", "not_recorded"]))
            count = draw(st.integers(0, 30))
            heads.append(
                ParticipationRow(len(heads) + 1, session.id, school, "pupils", "primary", gender, count)
            )
    first: dict[int, datetime] = {}
    by_id = {s.id: s for s in sessions}
    for p in heads:
        s = by_id[p.session_id]
        if p.school_id and p.headcount and s.state == "delivered":
            first[p.school_id] = min(first.get(p.school_id, s.start), s.start)
    schools = tuple(SchoolRow(key, f"School {key}", "", "", "urban", at) for key, at in first.items())
    return Facts(
        1,
        tz,
        month,
        NOW,
        sessions=tuple(sessions),
        events=tuple(events),
        participations=tuple(heads),
        schools=schools,
    )


def cells(facts, key):
    table = next(table for table in tables(facts, {}) if table.key == key)
    return {figure.key: figure for figure in table.figures}


@given(worlds())
def test_sessions_and_hours_are_those_that_start_in_the_month(facts) -> None:
    found = cells(facts, "events")
    for column in COLUMNS:
        months = slow_months(column, facts.month)
        count, seconds = 0, 0
        for s in facts.sessions:
            if s.state == "delivered" and slow_month(s.start, facts.tz) in months:
                count += 1
                minute = s.start
                while minute < s.end:
                    seconds += 60
                    minute += timedelta(minutes=1)
        assert found["events.total.sessions"].in_column(column) == count
        assert found["events.total.hours"].in_column(column) == round(seconds / 3600, 2)


@given(worlds())
def test_lines_add_up_to_their_total(facts) -> None:
    table = next(table for table in tables(facts, {}) if table.key == "events")
    for column in COLUMNS:
        for measure in table.measures:
            lines = [
                line.figure(measure.key).amount(column).total for line in table.lines if line.key != "total"
            ]
            assert sum(lines) == table.line("total").figure(measure.key).amount(column).total


@given(worlds())
def test_an_event_is_active_in_each_month_and_delivered_once_in_its_last(facts) -> None:
    found = cells(facts, "events")
    for column in COLUMNS:
        months = slow_months(column, facts.month)
        active = delivered = cancelled = 0
        for e in facts.events:
            mine = [s for s in facts.sessions if s.event_id == e.id]
            done = sorted(slow_month(s.start, facts.tz) for s in mine if s.state == "delivered")
            active += any(month in months for month in done)
            delivered += bool(done) and e.state in ("delivered", "closed") and done[-1] in months
            every = sorted(slow_month(s.start, facts.tz) for s in mine)
            cancelled += bool(every) and e.state == "cancelled" and every[-1] in months
        assert found["events.total.active"].in_column(column) == active
        assert found["events.total.delivered"].in_column(column) == delivered
        assert found["events.total.cancelled"].in_column(column) == cancelled


@given(worlds())
def test_participations_are_heads_at_delivered_sessions_and_unknown_is_a_column(facts) -> None:
    found = cells(facts, "participations")
    for column in COLUMNS:
        months = slow_months(column, facts.month)
        by_gender = {"female": 0, "male": 0, "other": 0, "not_recorded": 0}
        contact = 0
        for p in facts.participations:
            s = next(s for s in facts.sessions if s.id == p.session_id)
            if s.state == "delivered" and slow_month(s.start, facts.tz) in months:
                for _head in range(p.headcount):
                    by_gender[p.gender] += 1
                    contact += int((s.end - s.start).total_seconds())
        for gender, count in by_gender.items():
            assert found[f"participations.total.{gender}"].in_column(column) == count
        assert found["participations.total.total"].in_column(column) == sum(by_gender.values())
        assert found["participations.total.contact"].amount(column).total == contact


@given(worlds())
def test_schools_count_once_and_are_new_or_returning(facts) -> None:
    found = cells(facts, "schools")
    for column in COLUMNS:
        months = slow_months(column, facts.month)
        there, earlier = set(), set()
        for p in facts.participations:
            s = next(s for s in facts.sessions if s.id == p.session_id)
            if p.school_id is None or not p.headcount or s.state != "delivered":
                continue
            if slow_month(s.start, facts.tz) in months:
                there.add(p.school_id)
            elif slow_month(s.start, facts.tz) < min(months):
                earlier.add(p.school_id)
        assert found["schools.total.distinct"].in_column(column) == len(there)
        assert found["schools.total.new"].in_column(column) == len(there - earlier)
        assert found["schools.total.returning"].in_column(column) == len(there & earlier)


@given(worlds())
@settings(max_examples=40)
def test_every_figure_of_the_month_opens_down_to_its_rows(facts) -> None:
    by_id = {p.id: p.headcount for p in facts.participations}
    for table in tables(facts, {}):
        for figure in table.figures:
            if table.key in ("events", "headline", "schools") and figure.measure not in ("hours", "value"):
                if figure.measure == "participations":
                    assert sum(by_id[key] for _kind, key in figure.rows) == figure.value
                else:
                    assert len(figure.rows) == figure.value or figure.measure == "new"


def test_a_session_over_midnight_counts_wholly_in_the_month_in_which_it_starts() -> None:
    tz = ZoneInfo("Asia/Almaty")
    start = datetime(2026, 10, 31, 23, 30, tzinfo=tz).astimezone(UTC)
    session = SessionRow(1, 1, "workshop", "online", start, start + timedelta(hours=2), "delivered")
    facts = Facts(1, tz, Month(2026, 10), NOW, sessions=(session,))
    assert cells(facts, "events")["events.total.hours"].value == 2.0
    facts = Facts(1, tz, Month(2026, 11), NOW, sessions=(session,))
    assert cells(facts, "events")["events.total.sessions"].value == 0


def test_a_night_on_which_the_clock_is_set_back_is_an_hour_longer() -> None:
    tz = ZoneInfo("Europe/Helsinki")
    start = datetime(2026, 10, 24, 22, tzinfo=tz).astimezone(UTC)
    end = datetime(2026, 10, 25, 6, tzinfo=tz).astimezone(UTC)
    session = SessionRow(1, 1, "workshop", "online", start, end, "delivered")
    facts = Facts(1, tz, Month(2026, 10), NOW, sessions=(session,))
    assert cells(facts, "events")["events.total.hours"].value == 9.0
