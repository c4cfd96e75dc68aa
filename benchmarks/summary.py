"""The floor of the monthly summary: the same aggregates by plain SQL, by month, for the months its columns need."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benchmarks.network import Network
from resource_centre.core.times import Month
from resource_centre.reports.period import stretches

# {month} is the month of {at} in the centre's zone; {inside} that it lies in the months of the columns.
AGGREGATES = (
    """
    select l.bookable_id, {month} m, a.state, count(*), sum({ends} - {starts}), sum({used_to} - {used_from})
    from allocation l join activity a on a.id = l.activity_id left join loan o on o.activity_id = a.id
    where l.centre_id = 1 and l.live and {inside} and a.kind <> 'maintenance'
      and a.state not in ('cancelled', 'declined', 'expired', 'pending')
    group by 1, 2, 3|l.occupied_from""",
    """
    select e.kind, e.mode, s.state, {month} m, count(distinct e.id), count(*), sum({ends} - {starts})
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
    statements = [_said(network, each, month) for each in AGGREGATES]

    def run(_turn: int) -> int:
        return sum(len(connection.execute(statement).fetchall()) for statement in statements)

    return run


def _said(network: Network, aggregate: str, month: Month) -> str:
    statement, at = aggregate.split("|")
    tz = network.app.read(lambda unit: _zone(unit, network.centre_id))
    lite = network.on_sqlite
    ranges = [stretch.range for stretch in stretches(month, tz)]
    spans = [f"{at} >= '{r.start:%Y-%m-%d %H:%M:%S}' and {at} < '{r.end:%Y-%m-%d %H:%M:%S}'" for r in ranges]

    def epoch(column: str) -> str:
        return f"cast(strftime('%s', {column}) as integer)" if lite else f"extract(epoch from {column})"

    first = "a" if "join activity a" in statement else "s"
    return statement.format(
        month=f"strftime('%Y-%m', {at}, '+5 hours')"
        if lite
        else f"to_char({at} at time zone '{tz.key}', 'YYYY-MM')",
        inside="(" + " or ".join(spans) + ")",
        ends=epoch(f"{first}.ends_at"),
        starts=epoch(f"{first}.starts_at"),
        used_from=epoch("coalesce(a.used_from, o.checked_out_at)"),
        used_to=epoch("coalesce(a.used_to, o.returned_at)"),
    )


def _zone(unit: Any, centre_id: int) -> Any:
    from resource_centre.centres.queries import centre

    return centre(unit, centre_id).tz
