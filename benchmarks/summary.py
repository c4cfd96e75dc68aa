"""The floor of the monthly summary: the same aggregates by plain SQL, by month, for the months its columns need.

One statement for each thing that is counted: joined, filtered by ranges of an index, grouped, summed, and fetched as the
driver's tuples. The least that anyone could do: the month is told by comparing with the months' edges (a calendar
function would take a third longer), lengths are sums of differences, and what of a booking lies in open hours (for the
utilisation) comes from a table of the days' open hours, made beforehand. What the summary does beyond it is not in the
floor: hours and outages of single labs, bookings over several days cut to open hours, bookings of several labs counted
once, working time until an answer, medians, the backlog month by month, and the numbers of the rows behind each figure.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.network import Network
from resource_centre.centres.queries import calendar, centre
from resource_centre.core.times import Month, TimeRange
from resource_centre.db.unit import Unit
from resource_centre.reports.period import stretches

# What stands after the bar tells the month: {month} is its place, {inside} that it lies in the months of the columns.
AGGREGATES = (
    """
    select l.bookable_id, {month} m, a.state, count(*), sum({length}), sum({used}), sum({open})
    from allocation l join activity a on a.id = l.activity_id left join loan o on o.activity_id = a.id
    left join floor_open p on p.day = {day} and p.opens < a.ends_at and a.starts_at < p.closes
    where l.centre_id = 1 and l.live and {inside} and a.kind <> 'maintenance'
      and a.state not in ('cancelled', 'declined', 'expired', 'pending')
    group by 1, 2, 3|l.occupied_from""",
    """
    select e.kind, e.mode, s.state, {month} m, count(distinct e.id), count(*), sum({length})
    from event_session s join event e on e.id = s.event_id where s.centre_id = 1 and {inside}
    group by 1, 2, 3, 4|s.starts_at""",
    """
    select p.audience, p.gender, p.stage, {month} m, sum(p.headcount), count(*)
    from participation p join event_session s on s.id = p.session_id
    where s.centre_id = 1 and s.state = 'delivered' and {inside} group by 1, 2, 3, 4|s.starts_at""",
    """
    select h.id, h.kind, h.district, h.settlement, {month} m, count(distinct s.id), sum(p.headcount)
    from participation p join event_session s on s.id = p.session_id join school h on h.id = p.school_id
    where s.centre_id = 1 and s.state = 'delivered' and {inside} group by 1, 2, 3, 4, 5|s.starts_at""",
    """
    select r.topic, r.channel, t.to_state, {month} m, count(*), count(distinct r.requester_id), count(distinct r.school_id)
    from step t join request r on r.id = t.subject_id
    where t.subject = 'request' and r.centre_id = 1 and {inside} group by 1, 2, 3, 4|t.at""",
    """
    select r.topic, {month} m, count(*), avg(x.score)
    from request r left join rating x on x.request_id = r.id where r.centre_id = 1 and {inside}
    group by 1, 2|r.submitted_at""",
    """
    select {month} m, p.state, count(*), sum(p.held_minutes)
    from appointment p join activity a on a.id = p.activity_id where p.centre_id = 1 and {inside}
    group by 1, 2|a.starts_at""",
    """
    select s.state, {month} m, count(*), count(distinct s.person_id), sum(r.needed)
    from assignment s join requirement r on r.id = s.requirement_id join activity a on a.id = r.activity_id
    where s.centre_id = 1 and {inside} group by 1, 2|a.starts_at""",
    "select kind, state, count(*), sum(minutes) from volunteer_hours where centre_id = 1 group by 1, 2|",
    """
    select c.tier, e.state, count(*) from enrolment e join course c on c.id = e.course_id
    where c.centre_id = 1 group by 1, 2|""",
    """
    select c.tier, {month} m, sum(t.minutes), count(*)
    from training_attendance t join training_session s on s.id = t.training_session_id
    join activity a on a.id = s.activity_id join course c on c.id = s.course_id
    where c.centre_id = 1 and {inside} group by 1, 2|a.starts_at""",
    """
    select n.question_id, {month} m, count(*), avg(n.score)
    from answer n join evaluation_response p on p.id = n.response_id join evaluation_round o on o.id = p.round_id
    where o.centre_id = 1 and {inside} group by 1, 2|o.opened_at""",
)


def summary_floor(network: Network, connection: Any, month: Month) -> Callable[[int], object]:
    """A call that runs every aggregate on this connection of the driver."""
    _make_open_hours(network, connection, month)
    statements = [_said(network, each, month) for each in AGGREGATES]

    def run(_turn: int) -> int:
        return sum(len(connection.execute(statement).fetchall()) for statement in statements)

    return run


def _make_open_hours(network: Network, connection: Any, month: Month) -> None:
    """A table of its own connection: for each day (of UTC) that the centre is open, from when to when."""
    at = "text" if network.on_sqlite else "timestamptz"
    day = "text" if network.on_sqlite else "date"
    connection.execute("drop table if exists floor_open")
    connection.execute(f"create temporary table floor_open (day {day}, opens {at}, closes {at})")
    for span in network.app.read(lambda unit: _open_hours(unit, network.centre_id, month)):
        for opened in sorted({span.start.date(), span.end.date()}):
            values = f"'{opened}', {_word(span.start)}, {_word(span.end)}"
            connection.execute(f"insert into floor_open values ({values})")
    connection.execute("create index floor_open_day on floor_open (day, opens, closes)")
    if not network.on_sqlite:
        connection.execute("analyze floor_open")
    connection.commit()


def _said(network: Network, aggregate: str, month: Month) -> str:
    statement, at = aggregate.split("|")
    tz = network.app.read(lambda unit: _zone(unit, network.centre_id))
    columns = stretches(month, tz)
    inside = " or ".join(
        f"{at} >= {_word(each.range.start)} and {at} < {_word(each.range.end)}" for each in columns
    )
    starts = [each.range(tz).start for period in columns for each in period.months]
    newest_first = "".join(
        f" when {at} >= {_word(start)} then {place}" for place, start in reversed([*enumerate(starts)])
    )

    def length(start: str, end: str) -> str:
        return f"unixepoch({end}) - unixepoch({start})" if network.on_sqlite else f"{end} - {start}"

    earliest, latest = ("min", "max") if network.on_sqlite else ("least", "greatest")
    first = "a" if "join activity a" in statement else "s"
    return statement.format(
        month=f"case{newest_first} end",
        inside=f"({inside})",
        length=length(f"{first}.starts_at", f"{first}.ends_at"),
        open=length(f"{latest}(a.starts_at, p.opens)", f"{earliest}(a.ends_at, p.closes)"),
        day="substr(a.starts_at, 1, 10)"
        if network.on_sqlite
        else "cast(a.starts_at at time zone 'UTC' as date)",
        used=length("coalesce(a.used_from, o.checked_out_at)", "coalesce(a.used_to, o.returned_at)"),
    )


def _word(instant: datetime) -> str:
    """As SQLite keeps it; a server's connection speaks UTC."""
    return f"'{instant:%Y-%m-%d %H:%M:%S}'"


def _zone(unit: Unit, centre_id: int) -> ZoneInfo:
    return centre(unit, centre_id).tz


def _open_hours(unit: Unit, centre_id: int, month: Month) -> list[TimeRange]:
    columns = stretches(month, _zone(unit, centre_id))
    return [span for each in columns for span in calendar(unit, centre_id, each.range).open]
