"""The functions that policies ask: definer's rights, a fixed path, answers about the person of the connection alone."""

from __future__ import annotations

from collections.abc import Iterable

from resource_centre.db.rights.words import OWN, READ, WRITE, Who, array

PUBLIC_EVENTS = ("cancelled", "closed", "delivered", "postponed", "published")  # events.rules.PUBLIC
# Words between @ are the names of one database: its schema, its roles, its owner.
DEFINER = "language plpgsql stable security definer set search_path = @schema@, pg_temp"


def functions(who: Who, versioned: Iterable[str], sees_bookable: str) -> list[str]:
    """Every function, in the order in which they need each other.

    `versioned` are the tables whose rows have a version; `sees_bookable` is said of a row of bookable.
    """
    return [
        *_who_asks(),
        *_hosts(who),
        *_activities(who),
        *_unseen(sees_bookable),
        *_people(who),
        *_records(who),
        *_answers(who, versioned),
        *_logins(),
    ]


def _definer(head: str, body: str) -> str:
    return f"create function {head} {DEFINER} as $$\n{body}\n$$"


def _who_asks() -> list[str]:
    # A name has the collation "C", and no index of ours has.
    mine = 'p.login = session_user::text collate "default" and p.active'
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


def _activities(who: Who) -> list[str]:
    """What somebody who is not staff has to do with: short lists, made once for a statement."""
    events, times = (f"rc_centres({array(who.roles(data, READ))})" for data in ("events", "free_busy"))
    return [
        _definer(
            "rc_invited(comers text[]) returns integer[]",
            "begin return array(select r.activity_id from assignment g join requirement r on r.id = g.requirement_id\n"
            "    where g.person_id = rc_me(comers) and g.state <> 'proposed'); end",
        ),
        _definer(
            "rc_my_activities(bookers text[], comers text[]) returns integer[]",
            "begin return array(\n"
            "    select a.id from activity a where a.person_id = rc_me(bookers)\n"
            "    union select a.id from activity a where a.school_id = rc_school(bookers)\n"
            "    union select unnest(rc_invited(comers))); end",
        ),
        _definer(
            "rc_public_activities() returns integer[]",
            "begin return array(select b.activity_id from event e join event_block b on b.event_id = e.id\n"
            f"    where e.centre_id = any ({events}) and e.state = any ({array(PUBLIC_EVENTS)})); end",
        ),
        _definer(
            "rc_person_times() returns integer[]",
            "begin return array(select b.id from bookable b\n"
            f"    where b.kind = 'person' and b.centre_id = any ({times})); end",
        ),
        _definer(
            "rc_ran_out() returns integer[]",
            "begin return array(select a.id from activity a\n"
            f"    where a.centre_id = any ({times}) and a.state = 'pending' and a.expires_at <= now()); end",
        ),
        _definer(
            "rc_is_mine(activity integer) returns boolean",
            "begin return exists (select 1 from activity a where a.id = activity and a.person_id = rc_person()); end",
        ),
        _definer(
            "rc_is_event(activity integer) returns boolean",
            "begin return exists (select 1 from activity a where a.id = activity and a.kind = 'event_session'\n"
            f"    and a.centre_id = any (rc_centres({array(who.roles('events', WRITE))}))); end",
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


# What a guard cannot do, for it needs rows that its person may not see: table, trigger, when, function.
UNSEEN = (
    ("allocation", "allocation_lets_go", "insert or update", "new.live", "rc_let_go"),
    ("assignment", "assignment_places", "insert or update", "new.state = 'accepted'", "rc_last_place"),
    ("request", "request_number", "insert", "true", "rc_next_number"),
    ("person", "person_login", "insert or update of login", "new.login is not null", "rc_free_login"),
)


# At the end of a transaction: a step tells of what this person has done in it, not of what they would like to have done.
TRUE_STEP = (
    "create constraint trigger step_is_true after insert on step deferrable initially deferred for each row "
    "when (new.from_state is distinct from new.to_state and current_user <> @owner_name@) execute function rc_true_step()"
)


def _unseen(sees_bookable: str) -> list[str]:
    """Triggers with their owner's eyes. Nobody can call them, so they tell nothing to those who ask."""
    head = "returns trigger language plpgsql security definer set search_path = @schema@, pg_temp as $$\n"
    return [
        # Lets go of what has run out where somebody takes something now: it may be another person's. Live rows of a
        # bookable never overlap, so the last that begins before the new end tells whether anything is in the way.
        f"create function rc_let_go() {head}"
        "declare one record;\n"
        "begin\n"
        "    if coalesce((select l.occupied_to from allocation l where l.bookable_id = new.bookable_id and l.live and l.id <> new.id\n"
        "            and l.occupied_from < new.occupied_to order by l.occupied_from desc limit 1) <= new.occupied_from, true) then\n"
        "        return new;\n"
        "    end if;\n"
        # Of what one does not see not even this is told: such a row meets nothing, and the guard refuses it.
        "    if tg_op = 'INSERT' and not exists (\n"
        f"        select 1 from bookable where id = new.bookable_id and ({sees_bookable})) then\n"
        "        new.live := false;\n"
        "        return new;\n"
        "    end if;\n"
        "    for one in select a.id, a.centre_id, a.expires_at from allocation l join activity a on a.id = l.activity_id\n"
        "        where l.bookable_id = new.bookable_id and l.live and l.occupied_from < new.occupied_to and l.occupied_to > new.occupied_from\n"
        "          and a.state = 'pending' and a.expires_at <= now() and a.id <> new.activity_id\n"
        "    loop\n"
        "        update allocation set live = false where activity_id = one.id;\n"
        "        update activity set state = 'expired' where id = one.id;\n"
        "        insert into step (subject, subject_id, centre_id, from_state, to_state, at, person_id, reason)\n"
        "        values ('activity', one.id, one.centre_id, 'pending', 'expired', one.expires_at, rc_person(), '');\n"
        "    end loop;\n"
        "    return new;\n"
        "end $$",
        # An ambassador sees only their own assignments, and must not take one place more than there are.
        f"create function rc_last_place() {head}"
        "declare places integer;\n"
        "begin\n"
        "    if tg_op = 'UPDATE' and old.state = 'accepted' then return new; end if;\n"
        "    select r.needed into places from requirement r where r.id = new.requirement_id for update;\n"
        "    if (select count(*) from assignment g where g.requirement_id = new.requirement_id and g.id <> new.id\n"
        "        and g.state in ('accepted', 'attended', 'hours_approved')) >= places then\n"
        "        raise exception '%', places using errcode = 'check_violation', constraint = 'assignment_places';\n"
        "    end if;\n"
        "    return new;\n"
        "end $$",
        f"create function rc_next_number() {head}"
        "begin\n"
        "    new.number := (select coalesce(max(r.number), 0) + 1 from request r where r.centre_id = new.centre_id);\n"
        "    return new;\n"
        "end $$",
        # Looked for among the lines about its row, never among those of the second: a server writes hundreds in one.
        f"create function rc_true_step() {head}"
        "begin\n"
        "    if not exists (select 1 from (select * from audit_entry e\n"
        "            where e.table_name = new.subject and e.row_id = new.subject_id offset 0) told\n"
        "        where told.person_id = new.person_id and told.at = rc_acting_at() and told.after ->> 'state' = new.to_state) then\n"
        "        raise exception 'not_permitted' using errcode = 'insufficient_privilege';\n"
        "    end if;\n"
        "    return new;\n"
        "end $$",
        # Whoever gives a person the login of the server's owner would be taken for that person, or the owner for them.
        f"create function rc_free_login() {head}"
        "begin\n"
        "    if exists (select 1 from pg_roles r where r.rolname = new.login and (r.rolsuper or r.rolname = @owner_name@\n"
        "        or not (pg_has_role(r.oid, @group_name@, 'member') or rc_is_shared(new.login))))\n"
        "        and (tg_op = 'INSERT' or new.login is distinct from old.login) then\n"
        "        raise exception 'login_of_the_server' using errcode = 'duplicate_object';\n"
        "    end if;\n"
        "    return new;\n"
        "end $$",
    ]


def _people(who: Who) -> list[str]:
    manages, keeps = array(who.roles("people", WRITE)), array(who.roles("contacts", WRITE))
    contacts, staff = who.roles("contacts", READ), array(staff_reading(who))
    placing = {*who.roles("people", WRITE), *who.roles("contacts", WRITE), *who.roles("ambassadors", WRITE)}
    theirs = "from person_role h where h.person_id = whom"
    held = f"{theirs} and h.ended_at is null"
    return [
        _definer(
            "rc_schools() returns integer[]",
            f"begin return array(select s.id from school s where s.centre_id = any (rc_centres({array(contacts)}))); end",
        ),
        _definer(
            "rc_staff() returns integer[]",
            "begin return array(select h.person_id from person_role h\n"
            f"    where h.centre_id = any (rc_centres({array(inside(who))})) and h.role = any ({staff})); end",
        ),
        # The quick answer for those one works with: the policy of person has the whole of it.
        _definer(
            "rc_knows(whom integer) returns boolean",
            "begin return coalesce(whom = rc_person(), false) or exists (\n"
            f"    select 1 {theirs} and h.centre_id = any (rc_centres({staff}))); end",
        ),
        # Just added, and about to be given a role.
        _definer(
            "rc_unplaced(whom integer) returns boolean",
            f"begin return rc_holds({array(placing)}) and exists (select 1 from person p where p.id = whom)\n"
            f"    and not exists (select 1 {theirs}); end",
        ),
        # Nobody can take over somebody who works, or is known only, at another centre.
        _definer(
            "rc_may_manage(whom integer) returns boolean",
            f"declare here integer[] := rc_centres({manages});\n"
            "begin return cardinality(here) > 0 and not exists (\n"
            f"    select 1 {held} and h.centre_id <> all (here))\n"
            f"    and (exists (select 1 {theirs} and h.centre_id = any (here)) or rc_unplaced(whom)); end",
        ),
        _definer(
            "rc_may_keep(whom integer) returns boolean",
            f"declare here integer[] := rc_centres({keeps});\n"
            "begin return cardinality(here) > 0\n"
            f"    and not exists (select 1 {held} and h.role not in ('teacher', 'ambassador'))\n"
            f"    and (exists (select 1 {held} and h.centre_id = any (here)) or exists (\n"
            "        select 1 from person p join school s on s.id = p.school_id\n"
            "        where p.id = whom and s.centre_id = any (here))); end",
        ),
    ]


def inside(who: Who) -> tuple[str, ...]:
    """Everybody but outsiders, who see no person at all."""
    return who.roles("own_profile", OWN)


def staff_reading(who: Who) -> tuple[str, ...]:
    """Who sees the people of their centre."""
    return tuple(sorted({*who.roles("contacts", READ), *who.roles("people", READ)}))


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


# Tables with a centre of their own whose rows take steps.
STEPPING = (
    "activity",
    "appointment",
    "assignment",
    "course",
    "event",
    "event_session",
    "report_month",
    "request",
)


def _records(who: Who) -> list[str]:
    """Whether a step may be written about something, and to which centre a line of the audit belongs."""
    stepping = "".join(
        f"    when '{table}' then return exists (select 1 from {table} t where t.id = subject_id and t.centre_id = centre);\n"
        for table in STEPPING
    )
    parents = "\n".join(
        f"        when '{table}' then return rc_audit_centre('{parent}', (what ->> '{column}')::integer, null);"
        for table, (column, parent) in PARENTS.items()
    )
    return [
        "create function rc_may_step(subject text, subject_id integer, centre integer) returns boolean\n"
        "language plpgsql stable set search_path = @schema@, pg_temp as $$\n"
        "begin\n"
        f"    case subject\n{stepping}"
        "    when 'enrolment' then\n"
        "        return exists (select 1 from enrolment e join course c on c.id = e.course_id\n"
        "            where e.id = subject_id and c.centre_id = centre);\n"
        "    when 'commitment' then\n"
        "        return exists (select 1 from commitment m join enrolment e on e.id = m.enrolment_id\n"
        "            join course c on c.id = e.course_id where m.id = subject_id and c.centre_id = centre);\n"
        "    else return false;\n"
        "    end case;\n"
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
        _definer(
            "rc_told_here(name text, key integer, told json) returns boolean",
            f"begin return coalesce(rc_audit_centre(name, key, told) = any (rc_centres({array(who.roles('audit', READ))})), false); end",
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


# It looks with the eyes of the views, so the policies show it what the person of the connection may see, and no more.
LAST_CHANGE, WRITTEN_LAST = "rc_last_change(text, integer)", "rc_written_last(text, integer)"
MASKED = (
    f"grant execute on function {WRITTEN_LAST} to @mask@",
    f"alter function {LAST_CHANGE} owner to @mask@",
)


def _answers(who: Who, versioned: Iterable[str]) -> list[str]:
    """One answer each across a line: who was the last to change a row that one sees, and who of a centre has an e-mail."""
    importing = {*who.roles("people", WRITE), *who.roles("contacts", WRITE)}
    return [
        _definer(
            "rc_written_last(what text, key integer) returns table (person text, at timestamptz)",
            "begin return query select p.name::text, e.at from audit_entry e left join person p on p.id = e.person_id\n"
            "    where e.table_name = what and e.row_id = key order by e.id desc limit 1; end",
        ),
        _definer(
            "rc_last_change(what text, key integer) returns table (person text, at timestamptz)",
            "declare seen boolean := false;\n"
            "begin\n"
            f"    if what = any ({array(versioned)}) and rc_holds({array(inside(who))}) then\n"
            "        execute format('select exists (select 1 from %I t where t.id = $1)', what) into seen using key;\n"
            "    end if;\n"
            "    if seen then return query select * from rc_written_last(what, key); end if;\n"
            "end",
        ),
        # Whoever brings in people must not make them twice, though they may not read the contacts of all.
        _definer(
            "rc_with_email(emails text[], centre integer) returns table (email text, person_id integer)",
            "begin return query select lower(p.email)::text, p.id from person p\n"
            f"    where (centre = any (rc_centres({array(importing)})) or pg_has_role(session_user, @owner_name@, 'member'))\n"
            "        and lower(p.email) = any (emails)\n"
            "        and exists (select 1 from person_role h where h.person_id = p.id and h.centre_id = centre and h.ended_at is null); end",
        ),
    ]


def _logins() -> list[str]:
    """Making, renaming and ending the login roles of people. A clear password never comes here: only its SCRAM verifier.

    A role belongs to the whole cluster, a person to one database. A login that another Resource Centre database of the
    cluster uses too is let in here as well; but its password and its end are not decided here.
    """
    head = "language plpgsql security definer set search_path = @schema@, pg_temp as $$\n"
    who = (
        "declare whom integer := (select p.id from person p where p.login = wanted);\n"
        "    ours boolean := pg_has_role(session_user, @owner_name@, 'member');\n"
        "    known boolean := exists (select 1 from pg_roles r where r.rolname = wanted);\n"
        "    member boolean := case when known then pg_has_role(wanted, @group_name@, 'member') else false end;\n"
        "    shared boolean := rc_is_shared(wanted);\n"
        "begin\n"
    )
    stranger = (
        "    if known and (exists (select 1 from pg_roles r where r.rolname = wanted and r.rolsuper) or not (member or shared)) then\n"
        "        raise exception 'login_of_the_server' using errcode = 'duplicate_object';\n"
        "    end if;\n"
    )
    refused = "raise exception 'not_permitted' using errcode = 'insufficient_privilege';\n    end if;\n"
    powerless = (
        "exception when insufficient_privilege then\n"
        "    if sqlerrm = 'not_permitted' then raise; end if;\n"
        "    raise exception 'may_not_make_logins' using errcode = 'insufficient_privilege';\n"
        "end $$"
    )
    return [
        "create function rc_is_shared(wanted text) returns boolean language sql stable set search_path = @schema@, pg_temp as $$\n"
        "select exists (select 1 from pg_auth_members m join pg_roles g on g.oid = m.roleid join pg_roles r on r.oid = m.member\n"
        "    where r.rolname = wanted and starts_with(g.rolname, 'resource_centre_user_') and g.rolname <> @group_name@)\n$$",
        f"create function rc_make_login(wanted text, verifier text default null, fresh boolean default false) returns void\n{head}{who}"
        "    if whom is null or not (ours or rc_may_manage(whom) or (not member and rc_may_keep(whom))) then\n"
        f"        {refused}"
        "    if verifier is not null and verifier !~ '^SCRAM-SHA-256\\$[0-9]+:[A-Za-z0-9+/=]+\\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+$' then\n"
        "        raise exception 'not_a_verifier' using errcode = 'invalid_password';\n"
        "    end if;\n"
        f"{stranger}"
        "    if shared and verifier is not null then\n"
        "        raise exception 'login_of_another_database' using errcode = 'duplicate_object';\n"
        "    end if;\n"
        "    if not known then\n"
        "        execute format('create role %I login in role %I', wanted, @group_name@);\n"
        "    elsif not member then\n"
        "        execute format('grant %I to %I', @group_name@, wanted);\n"
        "    elsif not shared then\n"
        "        execute format('alter role %I login', wanted);\n"
        "    end if;\n"
        "    if verifier is not null then\n"
        "        execute format('alter role %I password %L', wanted, verifier);\n"
        "    elsif fresh and known and not shared then\n"  # whoever had this login before knows its password
        "        execute format('alter role %I password null', wanted);\n"
        "    end if;\n"
        "    execute format('alter role %I in database %I set search_path = @seen@, @schema@', wanted, current_database());\n"
        "    execute format('alter role %I in database %I set jit = off', wanted, current_database());\n"
        f"{powerless}",
        # The person has the new name already; the one of before is nobody's.
        f"create function rc_rename_login(before text, wanted text) returns void\n{head}{who}"
        "    if whom is null or not (ours or rc_may_manage(whom)) or exists (select 1 from person p where p.login = before) then\n"
        f"        {refused}"
        f"{stranger}"
        "    if known or not exists (select 1 from pg_roles r where r.rolname = before) then\n"
        "        perform rc_retire(before);\n"
        "        perform rc_make_login(wanted, null, true);\n"
        "        return;\n"
        "    end if;\n"
        "    if not pg_has_role(before, @group_name@, 'member') or exists (select 1 from pg_roles r where r.rolname = before and r.rolsuper) then\n"
        "        raise exception 'login_of_the_server' using errcode = 'duplicate_object';\n"
        "    elsif rc_is_shared(before) then\n"
        "        raise exception 'login_of_another_database' using errcode = 'duplicate_object';\n"
        "    end if;\n"
        "    execute format('alter role %I rename to %I', before, wanted);\n"
        f"{powerless}",
        f"create function rc_end_login(wanted text) returns void\n{head}{who}"
        "    if whom is null or not (ours or rc_may_manage(whom)) then\n"
        f"        {refused}"
        f"{stranger}"
        "    perform rc_retire(wanted);\n"
        f"{powerless}",
        # Lets a login in no more. Whoever is connected has no rights from the same moment on, for they hang on the person.
        f"create function rc_retire(login text) returns void\n{head}"
        "begin\n"
        "    if not exists (select 1 from pg_roles r where r.rolname = login and not r.rolsuper and pg_has_role(r.oid, @group_name@, 'member')) then\n"
        "        return;\n"
        "    elsif rc_is_shared(login) then\n"
        "        execute format('revoke %I from %I', @group_name@, login);\n"
        "    else\n"
        "        execute format('alter role %I nologin', login);\n"
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
    "rc_invited(text[])",
    "rc_my_activities(text[], text[])",
    "rc_public_activities()",
    "rc_person_times()",
    "rc_ran_out()",
    "rc_is_mine(integer)",
    "rc_is_event(integer)",
    "rc_my_step(text, integer)",
    "rc_schools()",
    "rc_staff()",
    "rc_knows(integer)",
    "rc_unplaced(integer)",
    "rc_may_manage(integer)",
    "rc_may_keep(integer)",
    "rc_may_step(text, integer, integer)",
    "rc_told_here(text, integer, json)",
    "rc_acting()",
    "rc_acting_at()",
    LAST_CHANGE,
    "rc_with_email(text[], integer)",
    "rc_make_login(text, text, boolean)",
    "rc_rename_login(text, text)",
    "rc_end_login(text)",
)
