"""The functions that policies ask: definer's rights, a fixed path, answers about the person of the connection alone."""

from __future__ import annotations

from resource_centre.db.rights.words import OWN, WRITE, Who, array

PUBLIC_EVENTS = ("cancelled", "closed", "delivered", "postponed", "published")  # events.rules.PUBLIC
# Words between @ are the names of one database: its schema, its roles, its owner.
DEFINER = "language plpgsql stable security definer set search_path = @schema@, pg_temp"


def functions(who: Who) -> list[str]:
    """Every function, in the order in which they need each other."""
    return [*_who_asks(), *_hosts(who), *_activities(), *_people(who), *_records(who), *_logins(who)]


def _definer(head: str, body: str) -> str:
    return f"create function {head} {DEFINER} as $$\n{body}\n$$"


def _who_asks() -> list[str]:
    mine = "p.login = session_user and p.active"
    held = f"from person p join person_role h on h.person_id = p.id where {mine} and h.ended_at is null and h.role = any (roles)"
    return [
        _definer(
            "rc_person() returns integer", f"begin return (select p.id from person p where {mine}); end"
        ),
        _definer(
            "rc_centres(roles text[]) returns integer[]",
            f"begin return array(select h.centre_id {held}); end",
        ),
        _definer("rc_holds(roles text[]) returns boolean", f"begin return exists (select 1 {held}); end"),
        _definer("rc_me(roles text[]) returns integer", f"begin return (select p.id {held} limit 1); end"),
        _definer(
            "rc_school(roles text[]) returns integer",
            f"begin return (select p.school_id {held} limit 1); end",
        ),
        _definer(
            "rc_safeguards(roles text[]) returns integer[]",
            f"begin return array(select h.centre_id {held} and p.safeguarding); end",
        ),
    ]


def _hosts(who: Who) -> list[str]:
    """Whom an ambassador meets: contacts and leads of events whose invitation they accepted, and their schools."""
    coming = (
        "from assignment g join requirement r on r.id = g.requirement_id "
        "join event_block b on b.activity_id = r.activity_id join event e on e.id = b.event_id"
    )
    mine = f"g.person_id = (select rc_me({array(who.roles('ambassadors', OWN))})) and g.state in ('accepted', 'attended')"
    return [
        _definer(
            "rc_hosts() returns integer[]",
            "begin return (select coalesce(array_agg(distinct k.id), '{}') from (\n"
            f"select s.contact_id as id {coming} join event_school s on s.event_id = e.id where {mine}\n"
            f"union select e.lead_id {coming} where {mine}\n"
            f"union select t.lead_id {coming} join event_session t on t.event_id = e.id where {mine}) k "
            "where k.id is not null); end",
        ),
        _definer(
            "rc_host_schools() returns integer[]",
            "begin return (select coalesce(array_agg(distinct s.school_id), '{}') "
            f"{coming} join event_school s on s.event_id = e.id where {mine}); end",
        ),
        _definer(
            "rc_comes(activity integer) returns boolean",
            "begin return exists (select 1 from assignment g join requirement r on r.id = g.requirement_id "
            "where r.activity_id = activity and g.person_id = rc_person() and g.state in ('accepted', 'withdrawn')); end",
        ),
    ]


def _activities() -> list[str]:
    """What somebody who is not staff has to do with: short lists, made once for a statement."""
    invited = (
        "select r.activity_id from assignment g join requirement r on r.id = g.requirement_id "
        "where g.person_id = rc_me({}) and g.state <> 'proposed'"
    )
    return [
        _definer(
            "rc_my_activities(bookers text[], comers text[]) returns integer[]",
            "begin return array(\n"
            "    select a.id from activity a where a.person_id = rc_me(bookers)\n"
            "    union select a.id from activity a where a.school_id = rc_school(bookers)\n"
            f"    union {invited.format('comers')}); end",
        ),
        _definer(
            "rc_public_activities(roles text[]) returns integer[]",
            "begin return array(select b.activity_id from event e join event_block b on b.event_id = e.id\n"
            f"    where e.centre_id = any (rc_centres(roles)) and e.state = any ({array(PUBLIC_EVENTS)})); end",
        ),
        _definer(
            "rc_person_times(roles text[]) returns integer[]",
            "begin return array(select b.id from bookable b\n"
            "    where b.kind = 'person' and b.centre_id = any (rc_centres(roles))); end",
        ),
        _definer(
            "rc_ran_out(roles text[]) returns integer[]",
            "begin return array(select a.id from activity a\n"
            "    where a.centre_id = any (rc_centres(roles)) and a.state = 'pending' and a.expires_at <= now()); end",
        ),
        # Lets go of what has run out where somebody takes something now: it may be another person's.
        "create function rc_let_go(bookable integer, first timestamptz, last timestamptz) returns void\n"
        "language plpgsql security definer set search_path = @schema@, pg_temp as $$\n"
        "declare one record;\n"
        "begin\n"
        "    for one in select a.id, a.centre_id, a.expires_at from allocation l join activity a on a.id = l.activity_id\n"
        "        where l.bookable_id = bookable and l.live and l.occupied_from < last and l.occupied_to > first\n"
        "          and a.state = 'pending' and a.expires_at <= now()\n"
        "    loop\n"
        "        update allocation set live = false where activity_id = one.id;\n"
        "        update activity set state = 'expired' where id = one.id;\n"
        "        insert into step (subject, subject_id, centre_id, from_state, to_state, at, person_id, reason)\n"
        "        values ('activity', one.id, one.centre_id, 'pending', 'expired', one.expires_at, rc_person(), '');\n"
        "    end loop;\n"
        "end $$",
        # An ambassador sees only their own assignments, and must not take one place more than there are.
        "create function rc_last_place(requirement integer, own integer) returns void\n"
        "language plpgsql security definer set search_path = @schema@, pg_temp as $$\n"
        "declare places integer;\n"
        "begin\n"
        "    select r.needed into places from requirement r where r.id = requirement for update;\n"
        "    if (select count(*) from assignment g where g.requirement_id = requirement and g.id is distinct from own\n"
        "        and g.state in ('accepted', 'attended', 'hours_approved')) >= places then\n"
        "        raise exception '%', places using errcode = 'check_violation', constraint = 'assignment_places';\n"
        "    end if;\n"
        "end $$",
        _definer(
            "rc_is_mine(activity integer) returns boolean",
            "begin return exists (select 1 from activity a where a.id = activity and a.person_id = rc_person()); end",
        ),
        _definer(
            "rc_is_event(activity integer) returns boolean",
            "begin return exists (select 1 from activity a where a.id = activity and a.kind = 'event_session'); end",
        ),
        _definer(
            "rc_next_number(centre integer) returns integer",
            "begin return (select coalesce(max(r.number), 0) + 1 from request r where r.centre_id = centre); end",
        ),
        _definer(
            "rc_my_step(what text, key integer) returns boolean",
            "begin return case what\n"
            "    when 'request' then exists (select 1 from request r where r.id = key and r.requester_id = rc_person())\n"
            "    when 'appointment' then exists (select 1 from appointment p join request r on r.id = p.request_id\n"
            "        where p.id = key and r.requester_id = rc_person())\n"
            "    when 'activity' then rc_is_mine(key)\n"
            "    when 'assignment' then exists (select 1 from assignment g\n"
            "        where g.id = key and g.person_id = rc_person() and g.state <> 'proposed')\n"
            "    when 'enrolment' then exists (select 1 from enrolment e where e.id = key and e.person_id = rc_person())\n"
            "    else false end; end",
        ),
    ]


def _people(who: Who) -> list[str]:
    manages, keeps = array(who.roles("people", WRITE)), array(who.roles("contacts", WRITE))
    theirs = "from person_role h where h.person_id = whom and h.ended_at is null"
    return [
        _definer(
            "rc_schools(roles text[]) returns integer[]",
            "begin return array(select s.id from school s where s.centre_id = any (rc_centres(roles))); end",
        ),
        _definer(
            "rc_staff(roles text[], staff text[]) returns integer[]",
            "begin return array(select h.person_id from person_role h\n"
            "    where h.centre_id = any (rc_centres(roles)) and h.role = any (staff)); end",
        ),
        _definer(
            "rc_unplaced(whom integer) returns boolean",
            "begin return not exists (select 1 from person_role h where h.person_id = whom); end",
        ),
        _definer(
            "rc_may_manage(whom integer) returns boolean",
            f"declare here integer[] := rc_centres({manages});\n"
            "begin return cardinality(here) > 0 and not exists (\n"
            f"    select 1 {theirs} and h.centre_id <> all (here)); end",
        ),
        _definer(
            "rc_may_keep(whom integer) returns boolean",
            f"declare here integer[] := rc_centres({keeps});\n"
            "begin return cardinality(here) > 0\n"
            f"    and not exists (select 1 {theirs} and h.role not in ('teacher', 'ambassador'))\n"
            f"    and (exists (select 1 {theirs} and h.centre_id = any (here)) or exists (\n"
            "        select 1 from person p join school s on s.id = p.school_id\n"
            "        where p.id = whom and s.centre_id = any (here))); end",
        ),
    ]


# Tables without a centre of their own: the column that leads to the one they belong to.
PARENTS = {
    "model_part": ("model_id", "equipment_model"),
    "person_qualification": ("qualification_id", "qualification"),
    "quota": ("policy_id", "policy"),
    "question": ("form_id", "evaluation_form"),
    "loan_part": ("loan_id", "loan"),
    "preferred_slot": ("request_id", "request"),
    "request_message": ("request_id", "request"),
    "rating": ("request_id", "request"),
    "event_school": ("event_id", "event"),
    "event_block": ("event_id", "event"),
    "participation": ("session_id", "event_session"),
    "participant": ("session_id", "event_session"),
    "training_session": ("course_id", "course"),
    "enrolment": ("course_id", "course"),
    "training_attendance": ("enrolment_id", "enrolment"),
    "commitment": ("enrolment_id", "enrolment"),
    "evaluation_response": ("round_id", "evaluation_round"),
    "answer": ("response_id", "evaluation_response"),
}


def _records(who: Who) -> list[str]:
    """Whether a step may be written about something, and to which centre a line of the audit belongs."""
    parents = "\n".join(
        f"        when '{table}' then return rc_audit_centre('{parent}', (what ->> '{column}')::integer, null);"
        for table, (column, parent) in PARENTS.items()
    )
    return [
        "create function rc_may_step(subject text, subject_id integer, centre integer) returns boolean\n"
        "language plpgsql stable set search_path = @schema@, pg_temp as $$\n"
        "declare found integer;\n"
        "begin\n"
        "    if subject in ('activity', 'appointment', 'assignment', 'course', 'event', 'event_session', 'report_month', 'request') then\n"
        "        execute format('select centre_id from %I where id = $1', subject) into found using subject_id;\n"
        "        return found is not null and found is not distinct from centre;\n"
        "    elsif subject = 'enrolment' then\n"
        "        return exists (select 1 from enrolment e join course c on c.id = e.course_id\n"
        "            where e.id = subject_id and c.centre_id = centre);\n"
        "    elsif subject = 'commitment' then\n"
        "        return exists (select 1 from commitment m join enrolment e on e.id = m.enrolment_id\n"
        "            join course c on c.id = e.course_id where m.id = subject_id and c.centre_id = centre);\n"
        "    end if;\n"
        "    return false;\n"
        "end $$",
        _definer(
            "rc_audit_centre(name text, key integer, told json) returns integer",
            "declare what jsonb := told::jsonb; found integer;\n"
            "begin\n"
            "    if name = 'centre' then return key; end if;\n"
            "    if what ? 'centre_id' then return (what ->> 'centre_id')::integer; end if;\n"
            "    if what is null then\n"
            "        execute format('select to_jsonb(t) from %I t where id = $1', name) into what using key;\n"
            "        if what ? 'centre_id' then return (what ->> 'centre_id')::integer; end if;\n"
            "    end if;\n"
            "    case name\n"
            f"{parents}\n"
            "        when 'photo', 'qualification_needed' then\n"
            "            return coalesce(\n"
            "                (select b.centre_id from bookable b where b.id = (what ->> 'bookable_id')::integer),\n"
            "                (select m.centre_id from equipment_model m where m.id = (what ->> 'model_id')::integer));\n"
            "        when 'clearance', 'availability', 'availability_exception' then\n"
            "            return (select a.centre_id from ambassador a where a.person_id = (what ->> 'person_id')::integer);\n"
            "        else return null;\n"
            "    end case;\n"
            "end",
        ),
        # Who acts: the person of the connection, whatever the client says; the owner may speak for others.
        "create or replace function rc_acting() returns integer language plpgsql stable security definer\n"
        "set search_path = @schema@, pg_temp as $$\n"
        "begin\n"
        "    if pg_has_role(session_user, @owner_name@, 'member') then\n"
        "        return nullif(current_setting('rc.person', true), '')::integer;\n"
        "    end if;\n"
        "    return rc_person();\n"
        "end $$",
        "create or replace function rc_acting_at() returns timestamptz language plpgsql stable security definer\n"
        "set search_path = @schema@, pg_temp as $$\n"
        "begin\n"
        "    if pg_has_role(session_user, @owner_name@, 'member') then\n"
        "        return coalesce(nullif(current_setting('rc.at', true), '')::timestamptz, date_trunc('second', now()));\n"
        "    end if;\n"
        "    return date_trunc('second', now());\n"
        "end $$",
    ]


def _logins(who: Who) -> list[str]:
    """Making and ending the login roles of people. A clear password never comes here: only its SCRAM verifier."""
    whom = (
        "declare whom integer := (select p.id from person p where p.login = wanted);\n"
        "    ours boolean := pg_has_role(session_user, @owner_name@, 'member');\n"
        "begin\n"
        "    if whom is null or not (ours or rc_may_manage(whom) or (known and rc_may_keep(whom))) then\n"
        "        raise exception 'not_permitted' using errcode = 'insufficient_privilege';\n"
        "    end if;\n"
    )
    head = "language plpgsql security definer set search_path = @schema@, pg_temp as $$\n"
    stranger = (
        "    if exists (select 1 from pg_roles r where r.rolname = wanted and (r.rolsuper or not pg_has_role(r.oid, @group_name@, 'member'))) then\n"
        "        raise exception 'login_of_the_server' using errcode = 'duplicate_object';\n"
        "    end if;\n"
    )
    return [
        "create function rc_make_login(wanted text, verifier text default null) returns void\n"
        + head
        + whom.replace(
            "known and rc_may_keep",
            "not exists (select 1 from pg_roles r where r.rolname = wanted) and rc_may_keep",
        )
        + "    if verifier is not null and verifier !~ '^SCRAM-SHA-256\\$[0-9]+:[A-Za-z0-9+/=]+\\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+$' then\n"
        "        raise exception 'not_a_verifier' using errcode = 'invalid_password';\n"
        "    end if;\n"
        + stranger
        + "    if not exists (select 1 from pg_roles r where r.rolname = wanted) then\n"
        "        execute format('create role %I login in role %I', wanted, @group_name@);\n"
        "    else\n"
        "        execute format('alter role %I login', wanted);\n"
        "    end if;\n"
        "    if verifier is not null then execute format('alter role %I password %L', wanted, verifier); end if;\n"
        "    execute format('alter role %I in database %I set search_path = @seen@, @schema@', wanted, current_database());\n"
        "    execute format('alter role %I in database %I set jit = off', wanted, current_database());\n"
        "end $$",
        "create function rc_end_login(wanted text) returns void\n"
        + head
        + whom.replace("known and rc_may_keep", "false and rc_may_keep")
        + stranger
        + "    if exists (select 1 from pg_roles r where r.rolname = wanted) then\n"
        "        execute format('alter role %I nologin password null', wanted);\n"
        "    end if;\n"
        "end $$",
    ]


# Those that a person's connection may call by itself, with their arguments.
CALLED = (
    "rc_person()",
    "rc_centres(text[])",
    "rc_holds(text[])",
    "rc_me(text[])",
    "rc_school(text[])",
    "rc_safeguards(text[])",
    "rc_hosts()",
    "rc_host_schools()",
    "rc_comes(integer)",
    "rc_my_activities(text[], text[])",
    "rc_public_activities(text[])",
    "rc_person_times(text[])",
    "rc_ran_out(text[])",
    "rc_let_go(integer, timestamptz, timestamptz)",
    "rc_last_place(integer, integer)",
    "rc_is_mine(integer)",
    "rc_is_event(integer)",
    "rc_next_number(integer)",
    "rc_my_step(text, integer)",
    "rc_schools(text[])",
    "rc_staff(text[], text[])",
    "rc_unplaced(integer)",
    "rc_may_manage(integer)",
    "rc_may_keep(integer)",
    "rc_may_step(text, integer, integer)",
    "rc_audit_centre(text, integer, json)",
    "rc_acting()",
    "rc_acting_at()",
    "rc_make_login(text, text)",
    "rc_end_login(text)",
)
