"""The statements that fill the database of the benchmarks; `spoken` says them in the words of an engine."""

from __future__ import annotations

import re

NUMBERS = """
    with recursive weeks(w) as (select cast(:first_week as integer) union all select w + 1 from weeks where w + 1 < :first_week + :weeks),
    things(b) as (select 0 union all select b + 1 from things where b + 1 < :bookables)"""

FILL = (
    """
    with recursive n(b) as (select 0 union all select b + 1 from n where b + 1 < :bookables)
    insert into person (uid, login, name, email, phone, language, gender, position, safeguarding, active, created_at, version)
    select 'bench-p' || b, 'bench-' || b, 'Teacher ' || b, '', '', 'en', 'not_recorded', '', $no, $yes, $at{:now}, 1 from n
    """,
    """
    with recursive n(b) as (select 0 union all select b + 1 from n where b + 1 < :bookables)
    insert into bookable (uid, centre_id, kind, code, name, model_id, location, serial, notes, active, position,
                          setup_minutes, cleardown_minutes, created_at, version)
    select 'bench-b' || b, 1, case when b % 10 < 3 then 'lab' else 'unit' end, 'bench-' || b, 'Resource ' || b,
           case when b % 10 < 3 then null else 1 + b % 4 end, '', '', '', $yes, 100 + b, 0, 0, $at{:now}, 1
    from n
    """,
    """
    insert into person_qualification (uid, person_id, qualification_id, granted_on, expires_on)
    select 'bench-q' || p.id || '-' || q.id, p.id, q.id, '2024-01-01', '2030-01-01'
    from person p, qualification q where p.login like 'bench-%' and q.centre_id = 1
    """,
    # Every bookable has the same hours every week, moved by one for every second bookable; 45 minutes each.
    NUMBERS
    + """, plan(w, b, k, starts) as (
        select w, b, n, :monday + w * 604800 + hour * 3600 from weeks, things, bench_hour)
    insert into activity (uid, centre_id, kind, state, title, starts_at, ends_at, person_id, note, own_fields,
                          override_reason, sequence, created_at, changed_at, cancel_reason, version)
    select 'bench-' || w || '-' || b || '-' || k, 1, 'lab_booking',
           case when starts + 2700 > :now then 'booked' when k % 12 = 0 then 'no_show' else 'held' end,
           'Robotics club ' || (b % 7 + 5), $at{starts}, $at{starts + 2700}, p.id, 'bench-' || b, '[]', '', 0,
           $at{:now - 2592000}, $at{:now - 2592000}, '', 1
    from plan join person p on p.login = 'bench-' || ((b + k) % :bookables)
    where (w - :first_week) * :bookables * :each + b * :each + k < :rows
    order by w, b, k
    """,
    """
    insert into allocation (centre_id, activity_id, bookable_id, asked_id, occupied_from, occupied_to, live)
    select 1, a.id, b.id, b.id, a.starts_at, a.ends_at, $yes
    from activity a join bookable b on b.code = a.note
    where a.note like 'bench-%'
    order by a.id
    """,
    """
    insert into step (subject, subject_id, centre_id, from_state, to_state, at, person_id, reason)
    select 'activity', id, 1, null, 'booked', created_at, null, '' from activity where note like 'bench-%' order by id
    """,
    """
    insert into audit_entry (at, person_id, table_name, row_id, operation, before, after)
    select created_at, null, 'activity', id, 'insert', null, $object(
        'uid', uid, 'centre_id', centre_id, 'kind', kind, 'state', state, 'title', title, 'starts_at', starts_at,
        'ends_at', ends_at, 'person_id', person_id, 'note', note, 'created_at', created_at, 'version', version)
    from activity where note like 'bench-%' order by id
    """,
    """
    insert into audit_entry (at, person_id, table_name, row_id, operation, before, after)
    select a.created_at, null, 'allocation', l.id, 'insert', null, $object(
        'centre_id', l.centre_id, 'activity_id', l.activity_id, 'bookable_id', l.bookable_id, 'asked_id', l.asked_id,
        'occupied_from', l.occupied_from, 'occupied_to', l.occupied_to, 'live', l.live)
    from allocation l join activity a on a.id = l.activity_id where a.note like 'bench-%' order by l.id
    """,
)

WORDS = {
    "sqlite": {r"\$at\{(.*?)\}": r"datetime(\1, 'unixepoch')", r"\$object": "json_object", r"\$yes": "1", r"\$no": "0"},
    "postgresql": {
        r"\$at\{(.*?)\}": r"to_timestamp(\1)", r"\$object": "json_build_object", r"\$yes": "true", r"\$no": "false",
    },
}  # fmt: skip


def spoken(statement: str, engine: str) -> str:
    """The statement in the words of an engine."""
    for pattern, words in WORDS[engine].items():
        statement = re.sub(pattern, words, statement)
    return statement
