"""The external edition: nobody can be told from it, not by subtracting either."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from resource_centre.core.times import Month
from resource_centre.reports import snapshot
from resource_centre.reports.external import external
from resource_centre.reports.facts import Facts, ParticipationRow, SchoolRow, SessionRow
from resource_centre.reports.figures import tables
from resource_centre.reports.merge import merged
from resource_centre.reports.period import COLUMNS
from resource_centre.reports.shape import LineKind, MonthState, Summary

TZ = ZoneInfo("Asia/Almaty")
MONTH = Month(2026, 10)
GENDERS = ("female", "male", "other", "not_recorded")
STARTS = [datetime(2026, month, 10, 6, tzinfo=UTC) for month in (9, 10)] + [datetime(2025, 10, 9, tzinfo=UTC)]


@st.composite
def counted(draw):
    sessions = tuple(
        SessionRow(n, n, "workshop", "online", start, start + timedelta(hours=1), "delivered")
        for n, start in enumerate(STARTS, 1)
    )
    heads = []
    for session in sessions:
        for audience in ("pupils", "teachers", "parents"):
            for gender in GENDERS:
                count = draw(st.one_of(st.integers(0, 6), st.integers(0, 60)))
                heads.append(
                    ParticipationRow(len(heads) + 1, session.id, 1, audience, "primary", gender, count)
                )
    school = SchoolRow(1, "School 41", "", "", "urban", STARTS[0])
    return Facts(
        1,
        TZ,
        MONTH,
        datetime(2026, 12, 1, tzinfo=UTC),
        sessions=sessions,
        participations=tuple(heads),
        schools=(school,),
    )


def summed(facts) -> Summary:
    return Summary(MONTH, 1, "ALA", "Almaty", "Asia/Almaty", MonthState.LOCKED, tables(facts, {}))


@given(counted())
def test_no_count_of_one_to_four_people_is_shown(facts) -> None:
    for table in external(summed(facts)).tables:
        for figure in table.figures:
            for column in COLUMNS:
                if figure.people and figure.unit == "count":
                    assert figure.in_column(column) not in (1, 2, 3, 4)


@given(counted())
def test_no_sum_has_a_single_hidden_term(facts) -> None:
    table = external(summed(facts)).table("participations")
    measures = [*GENDERS, "total"]
    for column in COLUMNS:
        rows = [[line.figure(m).in_column(column) for m in measures] for line in table.lines]
        sums = [*rows, *zip(*rows, strict=True)]
        assert all(list(terms).count(None) != 1 for terms in sums)


@given(counted())
def test_a_hidden_month_is_not_told_by_the_year(facts) -> None:
    for figure in external(summed(facts)).table("participations").figures:
        if {"month", "previous"} & figure.hidden:
            assert "year" in figure.hidden


@given(counted())
def test_hidden_figures_keep_nothing_and_open_nothing(facts) -> None:
    for table in external(summed(facts)).tables:
        for figure in table.figures:
            assert figure.rows == ()
            assert all(figure.amount(column).total == 0 for column in figure.hidden)


@given(counted())
def test_no_line_names_a_single_school(facts) -> None:
    outside = external(summed(facts))
    assert all(line.kind is not LineKind.LIST for table in outside.tables for line in table.lines)
    assert "School 41" not in snapshot.canonical(snapshot.packed(outside.tables))


@given(counted())
def test_a_snapshot_gives_back_the_same_tables(facts) -> None:
    made = tables(facts, {})
    stored = snapshot.packed(made)
    again = snapshot.unpacked(stored)
    assert again == made
    assert snapshot.canonical(snapshot.packed(again)) == snapshot.canonical(stored)


@given(counted(), counted())
def test_the_network_is_the_sum_of_its_centres(one, other) -> None:
    left, right = tables(one, {}), tables(other, {})
    both = {figure.key: figure for table in merged([left, right]) for figure in table.figures}
    parts = [{f.key: f for table in each for f in table.figures} for each in (left, right)]
    for key, figure in both.items():
        for column in COLUMNS:
            totals = [part[key].amount(column).total for part in parts if key in part]
            assert figure.amount(column).total == sum(totals)
