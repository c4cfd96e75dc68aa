create schema @seen@;

grant usage, create on schema @seen@ to @mask@;

create function rc_person() returns integer language plpgsql stable security definer set search_path = @schema@, pg_temp as $$
begin return (select p.id from person p where p.login = session_user::text collate "default" and p.active); end
$$;

create function rc_centres(roles text[]) returns integer[] language plpgsql stable security definer set search_path = @schema@, pg_temp as $$
begin return array(select h.centre_id from person p join person_role h on h.person_id = p.id where p.login = session_user::text collate "default" and p.active and h.ended_at is null and h.role = any (roles)); end
$$;

create function rc_holds(roles text[]) returns boolean language plpgsql stable security definer set search_path = @schema@, pg_temp as $$
begin return exists (select 1 from person p join person_role h on h.person_id = p.id where p.login = session_user::text collate "default" and p.active and h.ended_at is null and h.role = any (roles)); end
$$;

create function rc_me(roles text[]) returns integer language plpgsql stable security definer set search_path = @schema@, pg_temp as $$
begin return (select p.id from person p join person_role h on h.person_id = p.id where p.login = session_user::text collate "default" and p.active and h.ended_at is null and h.role = any (roles) limit 1); end
$$;

create function rc_school(roles text[]) returns integer language plpgsql stable security definer set search_path = @schema@, pg_temp as $$
begin return (select p.school_id from person p join person_role h on h.person_id = p.id where p.login = session_user::text collate "default" and p.active and h.ended_at is null and h.role = any (roles) limit 1); end
$$;

create function rc_safeguards(roles text[]) returns integer[] language plpgsql stable security definer set search_path = @schema@, pg_temp as $$
begin return array(select h.centre_id from person p join person_role h on h.person_id = p.id where p.login = session_user::text collate "default" and p.active and h.ended_at is null and h.role = any (roles) and p.safeguarding); end
$$;

create function rc_hosts() returns integer[] language plpgsql stable security definer set search_path = @schema@, pg_temp as $$
begin return (select coalesce(array_agg(distinct k.id), '{}') from (
select s.contact_id as id from assignment g join requirement r on r.id = g.requirement_id join event_block b on b.activity_id = r.activity_id join event e on e.id = b.event_id join event_school s on s.event_id = e.id where g.person_id = (select rc_me('{ambassador,coordinator,manager}')) and g.state in ('accepted', 'attended')
union select e.lead_id from assignment g join requirement r on r.id = g.requirement_id join event_block b on b.activity_id = r.activity_id join event e on e.id = b.event_id where g.person_id = (select rc_me('{ambassador,coordinator,manager}')) and g.state in ('accepted', 'attended')
union select t.lead_id from assignment g join requirement r on r.id = g.requirement_id join event_block b on b.activity_id = r.activity_id join event e on e.id = b.event_id join event_session t on t.event_id = e.id where g.person_id = (select rc_me('{ambassador,coordinator,manager}')) and g.state in ('accepted', 'attended')) k where k.id is not null); end
$$;

create function rc_host_schools() returns integer[] language plpgsql stable security definer set search_path = @schema@, pg_temp as $$
begin return (select coalesce(array_agg(distinct s.school_id), '{}') from assignment g join requirement r on r.id = g.requirement_id join event_block b on b.activity_id = r.activity_id join event e on e.id = b.event_id join event_school s on s.event_id = e.id where g.person_id = (select rc_me('{ambassador,coordinator,manager}')) and g.state in ('accepted', 'attended')); end
$$;

create function rc_comes(activity integer) returns boolean language plpgsql stable security definer set search_path = @schema@, pg_temp as $$
begin return exists (select 1 from assignment g join requirement r on r.id = g.requirement_id where r.activity_id = activity and g.person_id = rc_person() and g.state in ('accepted', 'withdrawn')); end
$$;

create function rc_invited(comers text[]) returns integer[] language plpgsql stable security definer set search_path = @schema@, pg_temp as $$
begin return array(select r.activity_id from assignment g join requirement r on r.id = g.requirement_id
    where g.person_id = rc_me(comers) and g.state <> 'proposed'); end
$$;

create function rc_my_activities(bookers text[], comers text[]) returns integer[] language plpgsql stable security definer set search_path = @schema@, pg_temp as $$
begin return array(
    select a.id from activity a where a.person_id = rc_me(bookers)
    union select a.id from activity a where a.school_id = rc_school(bookers)
    union select unnest(rc_invited(comers))); end
$$;

create function rc_public_activities() returns integer[] language plpgsql stable security definer set search_path = @schema@, pg_temp as $$
begin return array(select b.activity_id from event e join event_block b on b.event_id = e.id
    where e.centre_id = any (rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}')) and e.state = any ('{cancelled,closed,delivered,postponed,published}')); end
$$;

create function rc_person_times() returns integer[] language plpgsql stable security definer set search_path = @schema@, pg_temp as $$
begin return array(select b.id from bookable b
    where b.kind = 'person' and b.centre_id = any (rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))); end
$$;

create function rc_ran_out() returns integer[] language plpgsql stable security definer set search_path = @schema@, pg_temp as $$
begin return array(select a.id from activity a
    where a.centre_id = any (rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}')) and a.state = 'pending' and a.expires_at <= now()); end
$$;

create function rc_is_mine(activity integer) returns boolean language plpgsql stable security definer set search_path = @schema@, pg_temp as $$
begin return exists (select 1 from activity a where a.id = activity and a.person_id = rc_person()); end
$$;

create function rc_is_event(activity integer) returns boolean language plpgsql stable security definer set search_path = @schema@, pg_temp as $$
begin return exists (select 1 from activity a where a.id = activity and a.kind = 'event_session'
    and a.centre_id = any (rc_centres('{consultant,coordinator,manager}'))); end
$$;

create function rc_my_step(what text, key integer) returns boolean language plpgsql stable security definer set search_path = @schema@, pg_temp as $$
begin return case what
    when 'request' then exists (select 1 from request r where r.id = key and r.requester_id = rc_person())
    when 'appointment' then exists (select 1 from appointment p join request r on r.id = p.request_id
        where p.id = key and r.requester_id = rc_person())
    when 'activity' then rc_is_mine(key)
    when 'assignment' then exists (select 1 from assignment g
        where g.id = key and g.person_id = rc_person() and g.state <> 'proposed')
    when 'enrolment' then exists (select 1 from enrolment e where e.id = key and e.person_id = rc_person())
    else false end; end
$$;

create function rc_let_go() returns trigger language plpgsql security definer set search_path = @schema@, pg_temp as $$
declare one record;
begin
    if coalesce((select l.occupied_to from allocation l where l.bookable_id = new.bookable_id and l.live and l.id <> new.id
            and l.occupied_from < new.occupied_to order by l.occupied_from desc limit 1) <= new.occupied_from, true) then
        return new;
    end if;
    if tg_op = 'INSERT' and not exists (
        select 1 from bookable where id = new.bookable_id and ((centre_id = any ((select rc_centres('{administrator,consultant,coordinator,manager}'))::integer[]))
    or (centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[]) and (kind <> 'person' or person_id = (select rc_person()) or person_id = any ((select rc_staff())::integer[]))))) then
        new.live := false;
        return new;
    end if;
    for one in select a.id, a.centre_id, a.expires_at from allocation l join activity a on a.id = l.activity_id
        where l.bookable_id = new.bookable_id and l.live and l.occupied_from < new.occupied_to and l.occupied_to > new.occupied_from
          and a.state = 'pending' and a.expires_at <= now() and a.id <> new.activity_id
    loop
        update allocation set live = false where activity_id = one.id;
        update activity set state = 'expired' where id = one.id;
        insert into step (subject, subject_id, centre_id, from_state, to_state, at, person_id, reason)
        values ('activity', one.id, one.centre_id, 'pending', 'expired', one.expires_at, rc_person(), '');
    end loop;
    return new;
end $$;

create function rc_last_place() returns trigger language plpgsql security definer set search_path = @schema@, pg_temp as $$
declare places integer;
begin
    if tg_op = 'UPDATE' and old.state = 'accepted' then return new; end if;
    select r.needed into places from requirement r where r.id = new.requirement_id for update;
    if (select count(*) from assignment g where g.requirement_id = new.requirement_id and g.id <> new.id
        and g.state in ('accepted', 'attended', 'hours_approved')) >= places then
        raise exception '%', places using errcode = 'check_violation', constraint = 'assignment_places';
    end if;
    return new;
end $$;

create function rc_next_number() returns trigger language plpgsql security definer set search_path = @schema@, pg_temp as $$
begin
    new.number := (select coalesce(max(r.number), 0) + 1 from request r where r.centre_id = new.centre_id);
    return new;
end $$;

create function rc_true_step() returns trigger language plpgsql security definer set search_path = @schema@, pg_temp as $$
begin
    if not exists (select 1 from (select * from audit_entry e
            where e.table_name = new.subject and e.row_id = new.subject_id offset 0) told
        where told.person_id = new.person_id and told.at = rc_acting_at() and told.after ->> 'state' = new.to_state) then
        raise exception 'not_permitted' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;

create function rc_free_login() returns trigger language plpgsql security definer set search_path = @schema@, pg_temp as $$
begin
    if exists (select 1 from pg_roles r where r.rolname = new.login and (r.rolsuper or r.rolname = @owner_name@
        or not (pg_has_role(r.oid, @group_name@, 'member') or rc_is_shared(new.login))))
        and (tg_op = 'INSERT' or new.login is distinct from old.login) then
        raise exception 'login_of_the_server' using errcode = 'duplicate_object';
    end if;
    return new;
end $$;

create function rc_schools() returns integer[] language plpgsql stable security definer set search_path = @schema@, pg_temp as $$
begin return array(select s.id from school s where s.centre_id = any (rc_centres('{consultant,coordinator,manager}'))); end
$$;

create function rc_staff() returns integer[] language plpgsql stable security definer set search_path = @schema@, pg_temp as $$
begin return array(select h.person_id from person_role h
    where h.centre_id = any (rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}')) and h.role = any ('{administrator,consultant,coordinator,manager}')); end
$$;

create function rc_knows(whom integer) returns boolean language plpgsql stable security definer set search_path = @schema@, pg_temp as $$
begin return coalesce(whom = rc_person(), false) or exists (
    select 1 from person_role h where h.person_id = whom and h.centre_id = any (rc_centres('{administrator,consultant,coordinator,manager}'))); end
$$;

create function rc_unplaced(whom integer) returns boolean language plpgsql stable security definer set search_path = @schema@, pg_temp as $$
begin return rc_holds('{administrator,consultant,coordinator}') and exists (select 1 from person p where p.id = whom)
    and not exists (select 1 from person_role h where h.person_id = whom); end
$$;

create function rc_may_manage(whom integer) returns boolean language plpgsql stable security definer set search_path = @schema@, pg_temp as $$
declare here integer[] := rc_centres('{administrator}');
begin return cardinality(here) > 0 and not exists (
    select 1 from person_role h where h.person_id = whom and h.ended_at is null and h.centre_id <> all (here))
    and (exists (select 1 from person_role h where h.person_id = whom and h.centre_id = any (here)) or rc_unplaced(whom)); end
$$;

create function rc_may_keep(whom integer) returns boolean language plpgsql stable security definer set search_path = @schema@, pg_temp as $$
declare here integer[] := rc_centres('{consultant,coordinator}');
begin return cardinality(here) > 0
    and not exists (select 1 from person_role h where h.person_id = whom and h.ended_at is null and h.role not in ('teacher', 'ambassador'))
    and (exists (select 1 from person_role h where h.person_id = whom and h.ended_at is null and h.centre_id = any (here)) or exists (
        select 1 from person p join school s on s.id = p.school_id
        where p.id = whom and s.centre_id = any (here))); end
$$;

create function rc_may_step(subject text, subject_id integer, centre integer) returns boolean
language plpgsql stable set search_path = @schema@, pg_temp as $$
begin
    case subject
    when 'activity' then return exists (select 1 from activity t where t.id = subject_id and t.centre_id = centre);
    when 'appointment' then return exists (select 1 from appointment t where t.id = subject_id and t.centre_id = centre);
    when 'assignment' then return exists (select 1 from assignment t where t.id = subject_id and t.centre_id = centre);
    when 'course' then return exists (select 1 from course t where t.id = subject_id and t.centre_id = centre);
    when 'event' then return exists (select 1 from event t where t.id = subject_id and t.centre_id = centre);
    when 'event_session' then return exists (select 1 from event_session t where t.id = subject_id and t.centre_id = centre);
    when 'report_month' then return exists (select 1 from report_month t where t.id = subject_id and t.centre_id = centre);
    when 'request' then return exists (select 1 from request t where t.id = subject_id and t.centre_id = centre);
    when 'enrolment' then
        return exists (select 1 from enrolment e join course c on c.id = e.course_id
            where e.id = subject_id and c.centre_id = centre);
    when 'commitment' then
        return exists (select 1 from commitment m join enrolment e on e.id = m.enrolment_id
            join course c on c.id = e.course_id where m.id = subject_id and c.centre_id = centre);
    else return false;
    end case;
end $$;

create function rc_audit_centre(name text, key integer, told json) returns integer language plpgsql stable security definer set search_path = @schema@, pg_temp as $$
declare what jsonb := told::jsonb; found integer;
begin
    if name = 'centre' then return key; end if;
    if what ? 'centre_id' then return (what ->> 'centre_id')::integer; end if;
    if what is null then
        execute format('select to_jsonb(t) from %I t where id = $1', name) into what using key;
        if what ? 'centre_id' then return (what ->> 'centre_id')::integer; end if;
    end if;
    case name
        when 'model_part' then return rc_audit_centre('equipment_model', (what ->> 'model_id')::integer, null);
        when 'person_qualification' then return rc_audit_centre('qualification', (what ->> 'qualification_id')::integer, null);
        when 'quota' then return rc_audit_centre('policy', (what ->> 'policy_id')::integer, null);
        when 'question' then return rc_audit_centre('evaluation_form', (what ->> 'form_id')::integer, null);
        when 'loan_part' then return rc_audit_centre('loan', (what ->> 'loan_id')::integer, null);
        when 'preferred_slot' then return rc_audit_centre('request', (what ->> 'request_id')::integer, null);
        when 'request_message' then return rc_audit_centre('request', (what ->> 'request_id')::integer, null);
        when 'rating' then return rc_audit_centre('request', (what ->> 'request_id')::integer, null);
        when 'event_school' then return rc_audit_centre('event', (what ->> 'event_id')::integer, null);
        when 'event_block' then return rc_audit_centre('event', (what ->> 'event_id')::integer, null);
        when 'participation' then return rc_audit_centre('event_session', (what ->> 'session_id')::integer, null);
        when 'participant' then return rc_audit_centre('event_session', (what ->> 'session_id')::integer, null);
        when 'training_session' then return rc_audit_centre('course', (what ->> 'course_id')::integer, null);
        when 'enrolment' then return rc_audit_centre('course', (what ->> 'course_id')::integer, null);
        when 'training_attendance' then return rc_audit_centre('enrolment', (what ->> 'enrolment_id')::integer, null);
        when 'commitment' then return rc_audit_centre('enrolment', (what ->> 'enrolment_id')::integer, null);
        when 'evaluation_response' then return rc_audit_centre('evaluation_round', (what ->> 'round_id')::integer, null);
        when 'answer' then return rc_audit_centre('evaluation_response', (what ->> 'response_id')::integer, null);
        when 'photo', 'qualification_needed' then
            return coalesce(
                (select b.centre_id from bookable b where b.id = (what ->> 'bookable_id')::integer),
                (select m.centre_id from equipment_model m where m.id = (what ->> 'model_id')::integer));
        when 'clearance', 'availability', 'availability_exception' then
            return (select a.centre_id from ambassador a where a.person_id = (what ->> 'person_id')::integer);
        else return null;
    end case;
end
$$;

create function rc_told_here(name text, key integer, told json) returns boolean language plpgsql stable security definer set search_path = @schema@, pg_temp as $$
begin return coalesce(rc_audit_centre(name, key, told) = any (rc_centres('{administrator,manager}')), false); end
$$;

create or replace function rc_acting() returns integer language plpgsql stable security definer
set search_path = @schema@, pg_temp as $$
begin
    if pg_has_role(session_user, @owner_name@, 'member') then
        return nullif(current_setting('rc.person', true), '')::integer;
    end if;
    return rc_person();
end $$;

create or replace function rc_acting_at() returns timestamptz language plpgsql stable security definer
set search_path = @schema@, pg_temp as $$
begin
    if pg_has_role(session_user, @owner_name@, 'member') then
        return coalesce(nullif(current_setting('rc.at', true), '')::timestamptz, date_trunc('second', now()));
    end if;
    return date_trunc('second', now());
end $$;

create function rc_written_last(what text, key integer) returns table (person text, at timestamptz) language plpgsql stable security definer set search_path = @schema@, pg_temp as $$
begin return query select p.name::text, e.at from audit_entry e left join person p on p.id = e.person_id
    where e.table_name = what and e.row_id = key order by e.id desc limit 1; end
$$;

create function rc_last_change(what text, key integer) returns table (person text, at timestamptz) language plpgsql stable security definer set search_path = @schema@, pg_temp as $$
declare seen boolean := false;
begin
    if what = any ('{activity,ambassador,appointment,assignment,bookable,centre,closure,commitment,course,enrolment,equipment_model,evaluation_form,event,event_session,loan,outage,person,policy,report_month,request,requirement,school,series,target,volunteer_hours}') and rc_holds('{administrator,ambassador,consultant,coordinator,manager,teacher}') then
        execute format('select exists (select 1 from %I t where t.id = $1)', what) into seen using key;
    end if;
    if seen then return query select * from rc_written_last(what, key); end if;
end
$$;

create function rc_with_email(emails text[], centre integer) returns table (email text, person_id integer) language plpgsql stable security definer set search_path = @schema@, pg_temp as $$
begin return query select lower(p.email)::text, p.id from person p
    where (centre = any (rc_centres('{administrator,consultant,coordinator}')) or pg_has_role(session_user, @owner_name@, 'member'))
        and lower(p.email) = any (emails)
        and exists (select 1 from person_role h where h.person_id = p.id and h.centre_id = centre and h.ended_at is null); end
$$;

create function rc_is_shared(wanted text) returns boolean language sql stable set search_path = @schema@, pg_temp as $$
select exists (select 1 from pg_auth_members m join pg_roles g on g.oid = m.roleid join pg_roles r on r.oid = m.member
    where r.rolname = wanted and starts_with(g.rolname, 'resource_centre_user_') and g.rolname <> @group_name@)
$$;

create function rc_make_login(wanted text, verifier text default null, fresh boolean default false) returns void
language plpgsql security definer set search_path = @schema@, pg_temp as $$
declare whom integer := (select p.id from person p where p.login = wanted);
    ours boolean := pg_has_role(session_user, @owner_name@, 'member');
    known boolean := exists (select 1 from pg_roles r where r.rolname = wanted);
    member boolean := case when known then pg_has_role(wanted, @group_name@, 'member') else false end;
    shared boolean := rc_is_shared(wanted);
begin
    if whom is null or not (ours or rc_may_manage(whom) or (not member and rc_may_keep(whom))) then
        raise exception 'not_permitted' using errcode = 'insufficient_privilege';
    end if;
    if verifier is not null and verifier !~ '^SCRAM-SHA-256\$[0-9]+:[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+$' then
        raise exception 'not_a_verifier' using errcode = 'invalid_password';
    end if;
    if known and (exists (select 1 from pg_roles r where r.rolname = wanted and r.rolsuper) or not (member or shared)) then
        raise exception 'login_of_the_server' using errcode = 'duplicate_object';
    end if;
    if shared and verifier is not null then
        raise exception 'login_of_another_database' using errcode = 'duplicate_object';
    end if;
    if not known then
        execute format('create role %I login in role %I', wanted, @group_name@);
    elsif not member then
        execute format('grant %I to %I', @group_name@, wanted);
    elsif not shared then
        execute format('alter role %I login', wanted);
    end if;
    if verifier is not null then
        execute format('alter role %I password %L', wanted, verifier);
    elsif fresh and known and not shared then
        execute format('alter role %I password null', wanted);
    end if;
    execute format('alter role %I in database %I set search_path = @seen@, @schema@', wanted, current_database());
    execute format('alter role %I in database %I set jit = off', wanted, current_database());
exception when insufficient_privilege then
    if sqlerrm = 'not_permitted' then raise; end if;
    raise exception 'may_not_make_logins' using errcode = 'insufficient_privilege';
end $$;

create function rc_rename_login(before text, wanted text) returns void
language plpgsql security definer set search_path = @schema@, pg_temp as $$
declare whom integer := (select p.id from person p where p.login = wanted);
    ours boolean := pg_has_role(session_user, @owner_name@, 'member');
    known boolean := exists (select 1 from pg_roles r where r.rolname = wanted);
    member boolean := case when known then pg_has_role(wanted, @group_name@, 'member') else false end;
    shared boolean := rc_is_shared(wanted);
begin
    if whom is null or not (ours or rc_may_manage(whom)) or exists (select 1 from person p where p.login = before) then
        raise exception 'not_permitted' using errcode = 'insufficient_privilege';
    end if;
    if known and (exists (select 1 from pg_roles r where r.rolname = wanted and r.rolsuper) or not (member or shared)) then
        raise exception 'login_of_the_server' using errcode = 'duplicate_object';
    end if;
    if known or not exists (select 1 from pg_roles r where r.rolname = before) then
        perform rc_retire(before);
        perform rc_make_login(wanted, null, true);
        return;
    end if;
    if not pg_has_role(before, @group_name@, 'member') or exists (select 1 from pg_roles r where r.rolname = before and r.rolsuper) then
        raise exception 'login_of_the_server' using errcode = 'duplicate_object';
    elsif rc_is_shared(before) then
        raise exception 'login_of_another_database' using errcode = 'duplicate_object';
    end if;
    execute format('alter role %I rename to %I', before, wanted);
exception when insufficient_privilege then
    if sqlerrm = 'not_permitted' then raise; end if;
    raise exception 'may_not_make_logins' using errcode = 'insufficient_privilege';
end $$;

create function rc_end_login(wanted text) returns void
language plpgsql security definer set search_path = @schema@, pg_temp as $$
declare whom integer := (select p.id from person p where p.login = wanted);
    ours boolean := pg_has_role(session_user, @owner_name@, 'member');
    known boolean := exists (select 1 from pg_roles r where r.rolname = wanted);
    member boolean := case when known then pg_has_role(wanted, @group_name@, 'member') else false end;
    shared boolean := rc_is_shared(wanted);
begin
    if whom is null or not (ours or rc_may_manage(whom)) then
        raise exception 'not_permitted' using errcode = 'insufficient_privilege';
    end if;
    if known and (exists (select 1 from pg_roles r where r.rolname = wanted and r.rolsuper) or not (member or shared)) then
        raise exception 'login_of_the_server' using errcode = 'duplicate_object';
    end if;
    perform rc_retire(wanted);
exception when insufficient_privilege then
    if sqlerrm = 'not_permitted' then raise; end if;
    raise exception 'may_not_make_logins' using errcode = 'insufficient_privilege';
end $$;

create function rc_retire(login text) returns void
language plpgsql security definer set search_path = @schema@, pg_temp as $$
begin
    if not exists (select 1 from pg_roles r where r.rolname = login and not r.rolsuper and pg_has_role(r.oid, @group_name@, 'member')) then
        return;
    elsif rc_is_shared(login) then
        execute format('revoke %I from %I', @group_name@, login);
    else
        execute format('alter role %I nologin', login);
    end if;
end $$;

grant execute on function rc_person() to @group@, @mask@;

grant execute on function rc_centres(text[]) to @group@, @mask@;

grant execute on function rc_holds(text[]) to @group@, @mask@;

grant execute on function rc_me(text[]) to @group@, @mask@;

grant execute on function rc_school(text[]) to @group@, @mask@;

grant execute on function rc_safeguards(text[]) to @group@, @mask@;

grant execute on function rc_hosts() to @group@, @mask@;

grant execute on function rc_host_schools() to @group@, @mask@;

grant execute on function rc_comes(integer) to @group@, @mask@;

grant execute on function rc_invited(text[]) to @group@, @mask@;

grant execute on function rc_my_activities(text[], text[]) to @group@, @mask@;

grant execute on function rc_public_activities() to @group@, @mask@;

grant execute on function rc_person_times() to @group@, @mask@;

grant execute on function rc_ran_out() to @group@, @mask@;

grant execute on function rc_is_mine(integer) to @group@, @mask@;

grant execute on function rc_is_event(integer) to @group@, @mask@;

grant execute on function rc_my_step(text, integer) to @group@, @mask@;

grant execute on function rc_schools() to @group@, @mask@;

grant execute on function rc_staff() to @group@, @mask@;

grant execute on function rc_knows(integer) to @group@, @mask@;

grant execute on function rc_unplaced(integer) to @group@, @mask@;

grant execute on function rc_may_manage(integer) to @group@, @mask@;

grant execute on function rc_may_keep(integer) to @group@, @mask@;

grant execute on function rc_may_step(text, integer, integer) to @group@, @mask@;

grant execute on function rc_told_here(text, integer, json) to @group@, @mask@;

grant execute on function rc_acting() to @group@, @mask@;

grant execute on function rc_acting_at() to @group@, @mask@;

grant execute on function rc_last_change(text, integer) to @group@, @mask@;

grant execute on function rc_with_email(text[], integer) to @group@, @mask@;

grant execute on function rc_make_login(text, text, boolean) to @group@, @mask@;

grant execute on function rc_rename_login(text, text) to @group@, @mask@;

grant execute on function rc_end_login(text) to @group@, @mask@;

grant execute on function rc_written_last(text, integer) to @mask@;

alter function rc_last_change(text, integer) owner to @mask@;

grant usage on schema @schema@ to @group@, @mask@;

grant usage on schema @seen@ to @group@;

alter table activity alter column id drop default;

drop sequence activity_id_seq;

alter table activity alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('activity', 'id'), coalesce(max(id), 0) + 1, false) from activity;

alter table activity enable row level security;

alter table activity force row level security;

create policy rc_owner on activity to @owner@ using (true) with check (true);

create policy rc_select on activity for select to @group@, @mask@ using ((centre_id = any ((select rc_centres('{administrator,consultant,coordinator,manager}'))::integer[]))
    or (person_id = (select rc_me('{administrator,ambassador,consultant,coordinator,manager,teacher}')))
    or (kind = 'training_session' and centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[]))
    or (kind = 'event_session' and centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[]) and id = any ((select rc_public_activities())::integer[]))
    or (school_id = (select rc_school('{administrator,ambassador,consultant,coordinator,manager,teacher}')))
    or (id = any ((select rc_invited('{ambassador,coordinator,manager}'))::integer[])));

create policy rc_insert on activity for insert to @group@, @mask@ with check ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))
    or (kind = 'event_session' and centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))
    or (person_id = (select rc_me('{administrator,ambassador,consultant,coordinator,manager,teacher}')) and created_by = (select rc_me('{administrator,ambassador,consultant,coordinator,manager,teacher}')) and state = 'pending' and override_reason = '' and centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[])));

create policy rc_update on activity for update to @group@, @mask@ using ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))
    or (kind = 'event_session' and centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))
    or (person_id = (select rc_me('{administrator,ambassador,consultant,coordinator,manager,teacher}')))
    or (centre_id = any ((select rc_centres('{manager}'))::integer[]))
    or (rc_comes(id))) with check ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))
    or (kind = 'event_session' and centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))
    or (person_id = (select rc_me('{administrator,ambassador,consultant,coordinator,manager,teacher}')))
    or (centre_id = any ((select rc_centres('{manager}'))::integer[]))
    or (rc_comes(id)));

grant select on activity to @mask@;

grant select ("id", "uid", "centre_id", "kind", "state", "title", "starts_at", "ends_at", "setup_minutes", "cleardown_minutes", "person_id", "school_id", "note", "series_id", "series_wall", "own_fields", "override_reason", "expires_at", "used_from", "used_to", "source_uid", "sequence", "created_at", "created_by", "changed_at", "cancelled_at", "cancelled_by", "cancel_reason", "version") on activity to @group@;

grant insert ("uid", "centre_id", "kind", "state", "title", "starts_at", "ends_at", "setup_minutes", "cleardown_minutes", "person_id", "school_id", "note", "series_id", "series_wall", "own_fields", "override_reason", "expires_at", "used_from", "used_to", "source_uid", "sequence", "created_at", "created_by", "changed_at", "cancelled_at", "cancelled_by", "cancel_reason", "version") on activity to @group@;

grant update ("uid", "centre_id", "kind", "state", "title", "starts_at", "ends_at", "setup_minutes", "cleardown_minutes", "person_id", "school_id", "note", "series_id", "series_wall", "own_fields", "override_reason", "expires_at", "used_from", "used_to", "source_uid", "sequence", "created_at", "created_by", "changed_at", "cancelled_at", "cancelled_by", "cancel_reason", "version") on activity to @group@;

create function rc_guard_activity() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if not (exists (select 1 from activity where activity.id = old.id and (
    (centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))
    or (kind = 'event_session' and centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))))
        or (row(new."id", new."uid", new."centre_id", new."kind", new."person_id", new."series_id", new."series_wall", new."override_reason", new."expires_at", new."used_from", new."used_to", new."source_uid", new."created_at", new."created_by") is not distinct from row(old."id", old."uid", old."centre_id", old."kind", old."person_id", old."series_id", old."series_wall", old."override_reason", old."expires_at", old."used_from", old."used_to", old."source_uid", old."created_at", old."created_by") and (new.state = old.state or old.state || ' > ' || new.state in ('pending > cancelled', 'booked > cancelled', 'reserved > cancelled', 'pending > expired')) and exists (select 1 from activity where activity.id = old.id and (person_id = (select rc_me('{administrator,ambassador,consultant,coordinator,manager,teacher}')))))
        or (row(new."id", new."uid", new."centre_id", new."kind", new."title", new."starts_at", new."ends_at", new."setup_minutes", new."cleardown_minutes", new."person_id", new."school_id", new."note", new."series_id", new."series_wall", new."own_fields"::text, new."override_reason", new."expires_at", new."used_from", new."used_to", new."source_uid", new."created_at", new."created_by") is not distinct from row(old."id", old."uid", old."centre_id", old."kind", old."title", old."starts_at", old."ends_at", old."setup_minutes", old."cleardown_minutes", old."person_id", old."school_id", old."note", old."series_id", old."series_wall", old."own_fields"::text, old."override_reason", old."expires_at", old."used_from", old."used_to", old."source_uid", old."created_at", old."created_by") and (new.state = old.state or old.state || ' > ' || new.state in ('pending > cancelled', 'booked > cancelled', 'reserved > cancelled', 'pending > expired')) and exists (select 1 from activity where activity.id = old.id and (centre_id = any ((select rc_centres('{manager}'))::integer[]))))
        or (row(new."id", new."uid", new."centre_id", new."kind", new."state", new."title", new."starts_at", new."ends_at", new."setup_minutes", new."cleardown_minutes", new."person_id", new."school_id", new."note", new."series_id", new."series_wall", new."own_fields"::text, new."override_reason", new."expires_at", new."used_from", new."used_to", new."source_uid", new."created_at", new."created_by", new."cancelled_at", new."cancelled_by", new."cancel_reason") is not distinct from row(old."id", old."uid", old."centre_id", old."kind", old."state", old."title", old."starts_at", old."ends_at", old."setup_minutes", old."cleardown_minutes", old."person_id", old."school_id", old."note", old."series_id", old."series_wall", old."own_fields"::text, old."override_reason", old."expires_at", old."used_from", old."used_to", old."source_uid", old."created_at", old."created_by", old."cancelled_at", old."cancelled_by", old."cancel_reason") and exists (select 1 from activity where activity.id = old.id and (rc_comes(id))))) then
        raise exception 'not_permitted' using errcode = 'insufficient_privilege';
    end if;
    if new."person_id" is not null and new."person_id" is distinct from old."person_id"
        and not rc_knows(new."person_id") and not exists (select 1 from person t where t.id = new."person_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."school_id" is not null and new."school_id" is distinct from old."school_id"
        and not exists (select 1 from school t where t.id = new."school_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."series_id" is not null and new."series_id" is distinct from old."series_id"
        and not exists (select 1 from series t where t.id = new."series_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."created_by" is not null and new."created_by" is distinct from old."created_by"
        and not rc_knows(new."created_by") and not exists (select 1 from person t where t.id = new."created_by") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."cancelled_by" is not null and new."cancelled_by" is distinct from old."cancelled_by"
        and not rc_knows(new."cancelled_by") and not exists (select 1 from person t where t.id = new."cancelled_by") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger activity_guard before update on activity for each row when (current_user <> @owner_name@) execute function rc_guard_activity();

create function rc_guard_added_activity() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new.id is distinct from (select added.id from added limit 1) then
        return null;
    end if;
    if exists (select 1 from (select distinct added."person_id" as key from added where added."person_id" is not null offset 0) told where not rc_knows(told.key) and not exists (select 1 from person t where t.id = told.key)
        union all select 1 from (select distinct added."school_id" as key from added where added."school_id" is not null offset 0) told where not exists (select 1 from school t where t.id = told.key)
        union all select 1 from (select distinct added."series_id" as key from added where added."series_id" is not null offset 0) told where not exists (select 1 from series t where t.id = told.key)
        union all select 1 from (select distinct added."created_by" as key from added where added."created_by" is not null offset 0) told where not rc_knows(told.key) and not exists (select 1 from person t where t.id = told.key)
        union all select 1 from (select distinct added."cancelled_by" as key from added where added."cancelled_by" is not null offset 0) told where not rc_knows(told.key) and not exists (select 1 from person t where t.id = told.key)) then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return null;
end
$$;

create trigger "0_activity_guard" after insert on activity referencing new table as added for each row when (current_user <> @owner_name@) execute function rc_guard_added_activity();

alter table allocation alter column id drop default;

drop sequence allocation_id_seq;

alter table allocation alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('allocation', 'id'), coalesce(max(id), 0) + 1, false) from allocation;

alter table allocation enable row level security;

alter table allocation force row level security;

create policy rc_owner on allocation to @owner@ using (true) with check (true);

create policy rc_select on allocation for select to @group@, @mask@ using ((centre_id = any ((select rc_centres('{administrator,consultant,coordinator,manager}'))::integer[]))
    or (live and centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[]) and bookable_id <> all ((select rc_person_times())::integer[]) and activity_id <> all ((select rc_ran_out())::integer[]))
    or (activity_id = any ((select rc_my_activities('{administrator,ambassador,consultant,coordinator,manager,teacher}', '{ambassador,coordinator,manager}'))::integer[])));

create policy rc_insert on allocation for insert to @group@, @mask@ with check ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))
    or (centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]) and rc_is_event(activity_id))
    or (centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[]) and rc_is_mine(activity_id))
    or (exists (select 1 from bookable b where b.id = allocation.bookable_id and b.person_id = (select rc_me('{administrator,ambassador,consultant,coordinator,manager,teacher}'))) and rc_comes(activity_id)));

create policy rc_update on allocation for update to @group@, @mask@ using ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))
    or (centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]) and rc_is_event(activity_id))
    or (centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[]) and rc_is_mine(activity_id))
    or (exists (select 1 from bookable b where b.id = allocation.bookable_id and b.person_id = (select rc_me('{administrator,ambassador,consultant,coordinator,manager,teacher}'))) and rc_comes(activity_id))
    or (centre_id = any ((select rc_centres('{manager}'))::integer[]))) with check ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))
    or (centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]) and rc_is_event(activity_id))
    or (centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[]) and rc_is_mine(activity_id))
    or (exists (select 1 from bookable b where b.id = allocation.bookable_id and b.person_id = (select rc_me('{administrator,ambassador,consultant,coordinator,manager,teacher}'))) and rc_comes(activity_id))
    or (centre_id = any ((select rc_centres('{manager}'))::integer[])));

grant select on allocation to @mask@;

grant select ("id", "centre_id", "activity_id", "bookable_id", "asked_id", "occupied_from", "occupied_to", "live") on allocation to @group@;

grant insert ("centre_id", "activity_id", "bookable_id", "asked_id", "occupied_from", "occupied_to", "live") on allocation to @group@;

grant update ("centre_id", "activity_id", "bookable_id", "asked_id", "occupied_from", "occupied_to", "live") on allocation to @group@;

create function rc_guard_allocation() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if not (exists (select 1 from allocation where allocation.id = old.id and (
    (centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))
    or (centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]) and rc_is_event(activity_id))
    or (centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[]) and rc_is_mine(activity_id))
    or (exists (select 1 from bookable b where b.id = allocation.bookable_id and b.person_id = (select rc_me('{administrator,ambassador,consultant,coordinator,manager,teacher}'))) and rc_comes(activity_id))))
        or (row(new."id", new."centre_id", new."activity_id", new."bookable_id", new."asked_id", new."occupied_from", new."occupied_to") is not distinct from row(old."id", old."centre_id", old."activity_id", old."bookable_id", old."asked_id", old."occupied_from", old."occupied_to") and exists (select 1 from allocation where allocation.id = old.id and (centre_id = any ((select rc_centres('{manager}'))::integer[]))))) then
        raise exception 'not_permitted' using errcode = 'insufficient_privilege';
    end if;
    if new."activity_id" is not null and new."activity_id" is distinct from old."activity_id"
        and not exists (select 1 from activity t where t.id = new."activity_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."bookable_id" is not null and new."bookable_id" is distinct from old."bookable_id"
        and not exists (select 1 from bookable t where t.id = new."bookable_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."asked_id" is not null and new."asked_id" is distinct from old."asked_id"
        and not exists (select 1 from bookable t where t.id = new."asked_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger allocation_guard before update on allocation for each row when (current_user <> @owner_name@) execute function rc_guard_allocation();

create function rc_guard_added_allocation() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new.id is distinct from (select added.id from added limit 1) then
        return null;
    end if;
    if exists (select 1 from (select distinct added."activity_id" as key from added where added."activity_id" is not null offset 0) told where not exists (select 1 from activity t where t.id = told.key)
        union all select 1 from (select distinct added."bookable_id" as key from added where added."bookable_id" is not null offset 0) told where not exists (select 1 from bookable t where t.id = told.key)
        union all select 1 from (select distinct added."asked_id" as key from added where added."asked_id" is not null offset 0) told where not exists (select 1 from bookable t where t.id = told.key)) then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return null;
end
$$;

create trigger "0_allocation_guard" after insert on allocation referencing new table as added for each row when (current_user <> @owner_name@) execute function rc_guard_added_allocation();

alter table ambassador alter column id drop default;

drop sequence ambassador_id_seq;

alter table ambassador alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('ambassador', 'id'), coalesce(max(id), 0) + 1, false) from ambassador;

alter table ambassador enable row level security;

alter table ambassador force row level security;

create policy rc_owner on ambassador to @owner@ using (true) with check (true);

create policy rc_select on ambassador for select to @group@, @mask@ using ((centre_id = any ((select rc_centres('{coordinator,manager}'))::integer[]))
    or (person_id = (select rc_me('{ambassador,coordinator,manager}')))
    or (centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[])));

create policy rc_insert on ambassador for insert to @group@, @mask@ with check ((centre_id = any ((select rc_centres('{coordinator}'))::integer[])));

create policy rc_update on ambassador for update to @group@, @mask@ using ((centre_id = any ((select rc_centres('{coordinator}'))::integer[]))
    or (person_id = (select rc_me('{ambassador,coordinator,manager}')))) with check ((centre_id = any ((select rc_centres('{coordinator}'))::integer[]))
    or (person_id = (select rc_me('{ambassador,coordinator,manager}'))));

grant select on ambassador to @mask@;

grant select ("id", "centre_id", "person_id", "joined_on", "left_on", "version") on ambassador to @group@;

grant insert ("id", "centre_id", "person_id", "study", "home_area", "languages", "skills", "joined_on", "left_on", "notes", "version") on ambassador to @mask@;

grant update ("centre_id", "person_id", "study", "home_area", "languages", "skills", "joined_on", "left_on", "notes", "version") on ambassador to @mask@;

create function rc_guard_ambassador() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if tg_op = 'UPDATE' then
        if not (exists (select 1 from ambassador where ambassador.id = old.id and (
    (centre_id = any ((select rc_centres('{coordinator}'))::integer[]))))
        or (row(new."id", new."centre_id", new."person_id", new."joined_on") is not distinct from row(old."id", old."centre_id", old."person_id", old."joined_on") and exists (select 1 from ambassador where ambassador.id = old.id and (person_id = (select rc_me('{ambassador,coordinator,manager}')))))) then
            raise exception 'not_permitted' using errcode = 'insufficient_privilege';
        end if;
    end if;
    if new."person_id" is not null and (tg_op = 'INSERT' or new."person_id" is distinct from old."person_id")
        and not rc_knows(new."person_id") and not exists (select 1 from person t where t.id = new."person_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger ambassador_guard before insert or update on ambassador for each row when (current_user <> @owner_name@) execute function rc_guard_ambassador();

alter table answer alter column id drop default;

drop sequence answer_id_seq;

alter table answer alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('answer', 'id'), coalesce(max(id), 0) + 1, false) from answer;

alter table answer enable row level security;

alter table answer force row level security;

create policy rc_owner on answer to @owner@ using (true) with check (true);

create policy rc_select on answer for select to @group@, @mask@ using ((exists (select 1 from evaluation_response up where up.id = answer.response_id)));

create policy rc_insert on answer for insert to @group@, @mask@ with check ((exists (select 1 from evaluation_response r join evaluation_round up on up.id = r.round_id where r.id = answer.response_id and up.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))));

create policy rc_update on answer for update to @group@, @mask@ using ((exists (select 1 from evaluation_response r join evaluation_round up on up.id = r.round_id where r.id = answer.response_id and up.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[])))) with check ((exists (select 1 from evaluation_response r join evaluation_round up on up.id = r.round_id where r.id = answer.response_id and up.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))));

grant select on answer to @mask@;

grant select ("id", "response_id", "question_id", "score", "text") on answer to @group@;

grant insert ("response_id", "question_id", "score", "text") on answer to @group@;

grant update ("response_id", "question_id", "score", "text") on answer to @group@;

create function rc_guard_answer() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."response_id" is not null and (tg_op = 'INSERT' or new."response_id" is distinct from old."response_id")
        and not exists (select 1 from evaluation_response t where t.id = new."response_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."question_id" is not null and (tg_op = 'INSERT' or new."question_id" is distinct from old."question_id")
        and not exists (select 1 from question t where t.id = new."question_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger answer_guard before insert or update on answer for each row when (current_user <> @owner_name@) execute function rc_guard_answer();

alter table appointment alter column id drop default;

drop sequence appointment_id_seq;

alter table appointment alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('appointment', 'id'), coalesce(max(id), 0) + 1, false) from appointment;

alter table appointment enable row level security;

alter table appointment force row level security;

create policy rc_owner on appointment to @owner@ using (true) with check (true);

create policy rc_select on appointment for select to @group@, @mask@ using ((exists (select 1 from request up where up.id = appointment.request_id)));

create policy rc_insert on appointment for insert to @group@, @mask@ with check ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])));

create policy rc_update on appointment for update to @group@, @mask@ using ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))
    or (exists (select 1 from request up where up.id = appointment.request_id and up.requester_id = (select rc_me('{consultant,coordinator,manager,teacher}'))))
    or (centre_id = any ((select rc_centres('{manager}'))::integer[]))) with check ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))
    or (exists (select 1 from request up where up.id = appointment.request_id and up.requester_id = (select rc_me('{consultant,coordinator,manager,teacher}'))))
    or (centre_id = any ((select rc_centres('{manager}'))::integer[])));

grant select on appointment to @mask@;

grant select ("id", "activity_id", "centre_id", "request_id", "consultant_id", "state", "replaced_by", "held_minutes", "version") on appointment to @group@;

grant insert ("activity_id", "centre_id", "request_id", "consultant_id", "state", "replaced_by", "held_minutes", "version") on appointment to @group@;

grant update ("activity_id", "centre_id", "request_id", "consultant_id", "state", "replaced_by", "held_minutes", "version") on appointment to @group@;

create function rc_guard_appointment() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if tg_op = 'UPDATE' then
        if not (exists (select 1 from appointment where appointment.id = old.id and (
    (centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))))
        or (row(new."id", new."activity_id", new."centre_id", new."request_id", new."consultant_id", new."replaced_by", new."held_minutes") is not distinct from row(old."id", old."activity_id", old."centre_id", old."request_id", old."consultant_id", old."replaced_by", old."held_minutes") and (new.state = old.state or old.state || ' > ' || new.state in ('proposed > confirmed', 'proposed > cancelled', 'confirmed > cancelled')) and exists (select 1 from appointment where appointment.id = old.id and (exists (select 1 from request up where up.id = appointment.request_id and up.requester_id = (select rc_me('{consultant,coordinator,manager,teacher}'))))))
        or (row(new."id", new."activity_id", new."centre_id", new."request_id", new."consultant_id", new."replaced_by", new."held_minutes") is not distinct from row(old."id", old."activity_id", old."centre_id", old."request_id", old."consultant_id", old."replaced_by", old."held_minutes") and (new.state = old.state or old.state || ' > ' || new.state in ('proposed > cancelled', 'confirmed > cancelled')) and exists (select 1 from appointment where appointment.id = old.id and (centre_id = any ((select rc_centres('{manager}'))::integer[]))))) then
            raise exception 'not_permitted' using errcode = 'insufficient_privilege';
        end if;
    end if;
    if new."activity_id" is not null and (tg_op = 'INSERT' or new."activity_id" is distinct from old."activity_id")
        and not exists (select 1 from activity t where t.id = new."activity_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."request_id" is not null and (tg_op = 'INSERT' or new."request_id" is distinct from old."request_id")
        and not exists (select 1 from request t where t.id = new."request_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."consultant_id" is not null and (tg_op = 'INSERT' or new."consultant_id" is distinct from old."consultant_id")
        and not rc_knows(new."consultant_id") and not exists (select 1 from person t where t.id = new."consultant_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."replaced_by" is not null and (tg_op = 'INSERT' or new."replaced_by" is distinct from old."replaced_by")
        and not exists (select 1 from appointment t where t.id = new."replaced_by") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger appointment_guard before insert or update on appointment for each row when (current_user <> @owner_name@) execute function rc_guard_appointment();

alter table assignment alter column id drop default;

drop sequence assignment_id_seq;

alter table assignment alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('assignment', 'id'), coalesce(max(id), 0) + 1, false) from assignment;

alter table assignment enable row level security;

alter table assignment force row level security;

create policy rc_owner on assignment to @owner@ using (true) with check (true);

create policy rc_select on assignment for select to @group@, @mask@ using ((centre_id = any ((select rc_centres('{coordinator,manager}'))::integer[]))
    or (centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))
    or (centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))
    or (person_id = (select rc_me('{ambassador,coordinator,manager}')) and state <> 'proposed'));

create policy rc_insert on assignment for insert to @group@, @mask@ with check ((centre_id = any ((select rc_centres('{coordinator}'))::integer[]))
    or (person_id = (select rc_me('{ambassador,coordinator,manager}')) and state = 'offered' and centre_id = any ((select rc_centres('{ambassador,coordinator,manager}'))::integer[]) and exists (select 1 from requirement up where up.id = assignment.requirement_id)));

create policy rc_update on assignment for update to @group@, @mask@ using ((centre_id = any ((select rc_centres('{coordinator}'))::integer[]))
    or (centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))
    or (person_id = (select rc_me('{ambassador,coordinator,manager}')))
    or (centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))) with check ((centre_id = any ((select rc_centres('{coordinator}'))::integer[]))
    or (centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))
    or (person_id = (select rc_me('{ambassador,coordinator,manager}')))
    or (centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[])));

grant select on assignment to @mask@;

grant select ("id", "uid", "centre_id", "requirement_id", "person_id", "state", "invited_at", "answer_by", "answered_at", "late", "created_at", "version") on assignment to @group@;

grant insert ("uid", "centre_id", "requirement_id", "person_id", "state", "invited_at", "answer_by", "answered_at", "late", "created_at", "version") on assignment to @group@;

grant update ("uid", "centre_id", "requirement_id", "person_id", "state", "invited_at", "answer_by", "answered_at", "late", "created_at", "version") on assignment to @group@;

create function rc_guard_assignment() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if tg_op = 'UPDATE' then
        if not (exists (select 1 from assignment where assignment.id = old.id and (
    (centre_id = any ((select rc_centres('{coordinator}'))::integer[]))
    or (centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))))
        or (row(new."id", new."uid", new."centre_id", new."requirement_id", new."person_id", new."invited_at", new."answer_by", new."created_at") is not distinct from row(old."id", old."uid", old."centre_id", old."requirement_id", old."person_id", old."invited_at", old."answer_by", old."created_at") and (new.state = old.state or old.state || ' > ' || new.state in ('invited > accepted', 'invited > declined', 'invited > expired', 'offered > withdrawn', 'accepted > withdrawn')) and exists (select 1 from assignment where assignment.id = old.id and (person_id = (select rc_me('{ambassador,coordinator,manager}')))))
        or (row(new."id", new."uid", new."centre_id", new."requirement_id", new."person_id", new."invited_at", new."answer_by", new."answered_at", new."created_at") is not distinct from row(old."id", old."uid", old."centre_id", old."requirement_id", old."person_id", old."invited_at", old."answer_by", old."answered_at", old."created_at") and (new.state = old.state or old.state || ' > ' || new.state in ('proposed > cancelled', 'invited > cancelled', 'offered > cancelled', 'accepted > cancelled')) and exists (select 1 from assignment where assignment.id = old.id and (centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))))) then
            raise exception 'not_permitted' using errcode = 'insufficient_privilege';
        end if;
    end if;
    if new."requirement_id" is not null and (tg_op = 'INSERT' or new."requirement_id" is distinct from old."requirement_id")
        and not exists (select 1 from requirement t where t.id = new."requirement_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."person_id" is not null and (tg_op = 'INSERT' or new."person_id" is distinct from old."person_id")
        and not rc_knows(new."person_id") and not exists (select 1 from person t where t.id = new."person_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger assignment_guard before insert or update on assignment for each row when (current_user <> @owner_name@) execute function rc_guard_assignment();

alter table audit_context alter column id drop default;

drop sequence audit_context_id_seq;

alter table audit_context alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('audit_context', 'id'), coalesce(max(id), 0) + 1, false) from audit_context;

alter table audit_context enable row level security;

alter table audit_context force row level security;

create policy rc_owner on audit_context to @owner@ using (true) with check (true);

grant select on audit_context to @mask@;

alter table audit_entry alter column id drop default;

drop sequence audit_entry_id_seq;

alter table audit_entry alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('audit_entry', 'id'), coalesce(max(id), 0) + 1, false) from audit_entry;

alter table audit_entry enable row level security;

alter table audit_entry force row level security;

create policy rc_owner on audit_entry to @owner@ using (true) with check (true);

create policy rc_select on audit_entry for select to @group@, @mask@ using (((select rc_holds('{administrator,manager}')) and (case when (coalesce(after, before) ->> 'centre_id') is not null then (coalesce(after, before) ->> 'centre_id')::integer = any ((select rc_centres('{administrator,manager}'))::integer[]) else rc_told_here(table_name, row_id, coalesce(after, before)) end or table_name = 'person' and exists (select 1 from person p where p.id = audit_entry.row_id))));

grant select on audit_entry to @mask@;

grant select ("id", "at", "person_id", "table_name", "row_id", "operation", "before", "after") on audit_entry to @group@;

alter table availability alter column id drop default;

drop sequence availability_id_seq;

alter table availability alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('availability', 'id'), coalesce(max(id), 0) + 1, false) from availability;

alter table availability enable row level security;

alter table availability force row level security;

create policy rc_owner on availability to @owner@ using (true) with check (true);

create policy rc_select on availability for select to @group@, @mask@ using ((person_id = (select rc_me('{ambassador,coordinator,manager}')))
    or (exists (select 1 from ambassador a where a.person_id = availability.person_id and a.centre_id = any ((select rc_centres('{coordinator,manager}'))::integer[]))));

create policy rc_insert on availability for insert to @group@, @mask@ with check ((person_id = (select rc_me('{ambassador,coordinator,manager}')))
    or (exists (select 1 from ambassador a where a.person_id = availability.person_id and a.centre_id = any ((select rc_centres('{coordinator}'))::integer[]))));

create policy rc_update on availability for update to @group@, @mask@ using ((person_id = (select rc_me('{ambassador,coordinator,manager}')))
    or (exists (select 1 from ambassador a where a.person_id = availability.person_id and a.centre_id = any ((select rc_centres('{coordinator}'))::integer[])))) with check ((person_id = (select rc_me('{ambassador,coordinator,manager}')))
    or (exists (select 1 from ambassador a where a.person_id = availability.person_id and a.centre_id = any ((select rc_centres('{coordinator}'))::integer[]))));

create policy rc_delete on availability for delete to @group@, @mask@ using ((person_id = (select rc_me('{ambassador,coordinator,manager}')))
    or (exists (select 1 from ambassador a where a.person_id = availability.person_id and a.centre_id = any ((select rc_centres('{coordinator}'))::integer[]))));

grant select on availability to @mask@;

grant select ("id", "person_id", "weekday", "from_minute", "to_minute") on availability to @group@;

grant insert ("person_id", "weekday", "from_minute", "to_minute") on availability to @group@;

grant update ("person_id", "weekday", "from_minute", "to_minute") on availability to @group@;

grant delete on availability to @group@;

create function rc_guard_availability() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."person_id" is not null and (tg_op = 'INSERT' or new."person_id" is distinct from old."person_id")
        and not rc_knows(new."person_id") and not exists (select 1 from person t where t.id = new."person_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger availability_guard before insert or update on availability for each row when (current_user <> @owner_name@) execute function rc_guard_availability();

alter table availability_exception alter column id drop default;

drop sequence availability_exception_id_seq;

alter table availability_exception alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('availability_exception', 'id'), coalesce(max(id), 0) + 1, false) from availability_exception;

alter table availability_exception enable row level security;

alter table availability_exception force row level security;

create policy rc_owner on availability_exception to @owner@ using (true) with check (true);

create policy rc_select on availability_exception for select to @group@, @mask@ using ((person_id = (select rc_me('{ambassador,coordinator,manager}')))
    or (exists (select 1 from ambassador a where a.person_id = availability_exception.person_id and a.centre_id = any ((select rc_centres('{coordinator,manager}'))::integer[]))));

create policy rc_insert on availability_exception for insert to @group@, @mask@ with check ((person_id = (select rc_me('{ambassador,coordinator,manager}')))
    or (exists (select 1 from ambassador a where a.person_id = availability_exception.person_id and a.centre_id = any ((select rc_centres('{coordinator}'))::integer[]))));

create policy rc_update on availability_exception for update to @group@, @mask@ using ((person_id = (select rc_me('{ambassador,coordinator,manager}')))
    or (exists (select 1 from ambassador a where a.person_id = availability_exception.person_id and a.centre_id = any ((select rc_centres('{coordinator}'))::integer[])))) with check ((person_id = (select rc_me('{ambassador,coordinator,manager}')))
    or (exists (select 1 from ambassador a where a.person_id = availability_exception.person_id and a.centre_id = any ((select rc_centres('{coordinator}'))::integer[]))));

grant select on availability_exception to @mask@;

grant select ("id", "uid", "person_id", "starts_at", "ends_at", "available", "note", "cancelled_at") on availability_exception to @group@;

grant insert ("uid", "person_id", "starts_at", "ends_at", "available", "note", "cancelled_at") on availability_exception to @group@;

grant update ("uid", "person_id", "starts_at", "ends_at", "available", "note", "cancelled_at") on availability_exception to @group@;

create function rc_guard_availability_exception() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."person_id" is not null and (tg_op = 'INSERT' or new."person_id" is distinct from old."person_id")
        and not rc_knows(new."person_id") and not exists (select 1 from person t where t.id = new."person_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger availability_exception_guard before insert or update on availability_exception for each row when (current_user <> @owner_name@) execute function rc_guard_availability_exception();

alter table bookable alter column id drop default;

drop sequence bookable_id_seq;

alter table bookable alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('bookable', 'id'), coalesce(max(id), 0) + 1, false) from bookable;

alter table bookable enable row level security;

alter table bookable force row level security;

create policy rc_owner on bookable to @owner@ using (true) with check (true);

create policy rc_select on bookable for select to @group@, @mask@ using ((centre_id = any ((select rc_centres('{administrator,consultant,coordinator,manager}'))::integer[]))
    or (centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[]) and (kind <> 'person' or person_id = (select rc_person()) or person_id = any ((select rc_staff())::integer[]))));

create policy rc_insert on bookable for insert to @group@, @mask@ with check ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))
    or (kind = 'person' and person_id = (select rc_me('{ambassador,consultant,coordinator,manager}')) and centre_id = any ((select rc_centres('{ambassador,consultant,coordinator,manager}'))::integer[]))
    or (kind = 'person' and centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])));

create policy rc_update on bookable for update to @group@, @mask@ using ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))) with check ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])));

grant select on bookable to @mask@;

grant select ("id", "uid", "centre_id", "kind", "code", "name", "model_id", "parent_id", "person_id", "capacity", "location", "serial", "purchased_on", "notes", "setup_minutes", "cleardown_minutes", "active", "position", "created_at", "version") on bookable to @group@;

grant insert ("uid", "centre_id", "kind", "code", "name", "model_id", "parent_id", "person_id", "capacity", "location", "serial", "purchased_on", "notes", "setup_minutes", "cleardown_minutes", "active", "position", "created_at", "version") on bookable to @group@;

grant update ("uid", "centre_id", "kind", "code", "name", "model_id", "parent_id", "person_id", "capacity", "location", "serial", "purchased_on", "notes", "setup_minutes", "cleardown_minutes", "active", "position", "created_at", "version") on bookable to @group@;

create function rc_guard_bookable() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."model_id" is not null and (tg_op = 'INSERT' or new."model_id" is distinct from old."model_id")
        and not exists (select 1 from equipment_model t where t.id = new."model_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."parent_id" is not null and (tg_op = 'INSERT' or new."parent_id" is distinct from old."parent_id")
        and not exists (select 1 from bookable t where t.id = new."parent_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."person_id" is not null and (tg_op = 'INSERT' or new."person_id" is distinct from old."person_id")
        and not rc_knows(new."person_id") and not exists (select 1 from person t where t.id = new."person_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger bookable_guard before insert or update on bookable for each row when (current_user <> @owner_name@) execute function rc_guard_bookable();

alter table centre alter column id drop default;

drop sequence centre_id_seq;

alter table centre alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('centre', 'id'), coalesce(max(id), 0) + 1, false) from centre;

alter table centre enable row level security;

alter table centre force row level security;

create policy rc_owner on centre to @owner@ using (true) with check (true);

create policy rc_select on centre for select to @group@, @mask@ using ((id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,evaluator,manager,teacher}'))::integer[]))
    or ((select rc_holds('{administrator}'))));

create policy rc_insert on centre for insert to @group@, @mask@ with check (((select rc_holds('{administrator}'))));

create policy rc_update on centre for update to @group@, @mask@ using ((id = any ((select rc_centres('{administrator}'))::integer[]))) with check ((id = any ((select rc_centres('{administrator}'))::integer[])));

grant select on centre to @mask@;

grant select ("id", "uid", "code", "name", "university", "city", "address", "zone", "country", "subdivision", "language", "observes_holidays", "first_response_hours", "resolution_hours", "created_at", "active", "version") on centre to @group@;

grant insert ("uid", "code", "name", "university", "city", "address", "zone", "country", "subdivision", "language", "observes_holidays", "first_response_hours", "resolution_hours", "created_at", "active", "version") on centre to @group@;

grant update ("uid", "code", "name", "university", "city", "address", "zone", "country", "subdivision", "language", "observes_holidays", "first_response_hours", "resolution_hours", "created_at", "active", "version") on centre to @group@;

alter table clearance alter column id drop default;

drop sequence clearance_id_seq;

alter table clearance alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('clearance', 'id'), coalesce(max(id), 0) + 1, false) from clearance;

alter table clearance enable row level security;

alter table clearance force row level security;

create policy rc_owner on clearance to @owner@ using (true) with check (true);

create policy rc_select on clearance for select to @group@, @mask@ using ((person_id = (select rc_me('{ambassador,coordinator,manager}')))
    or (exists (select 1 from ambassador a where a.person_id = clearance.person_id and a.centre_id = any ((select rc_centres('{coordinator,manager}'))::integer[])))
    or (exists (select 1 from ambassador a where a.person_id = clearance.person_id and a.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))));

create policy rc_insert on clearance for insert to @group@, @mask@ with check ((exists (select 1 from ambassador a where a.person_id = clearance.person_id and (a.centre_id = any ((select rc_safeguards('{coordinator,manager}'))::integer[]) or a.centre_id = any ((select rc_centres('{}'))::integer[])))));

create policy rc_update on clearance for update to @group@, @mask@ using ((exists (select 1 from ambassador a where a.person_id = clearance.person_id and (a.centre_id = any ((select rc_safeguards('{coordinator,manager}'))::integer[]) or a.centre_id = any ((select rc_centres('{}'))::integer[]))))) with check ((exists (select 1 from ambassador a where a.person_id = clearance.person_id and (a.centre_id = any ((select rc_safeguards('{coordinator,manager}'))::integer[]) or a.centre_id = any ((select rc_centres('{}'))::integer[])))));

grant select on clearance to @mask@;

grant select ("id", "uid", "person_id", "kind", "issued_on", "expires_on", "revoked_at") on clearance to @group@;

grant insert ("id", "uid", "person_id", "kind", "issuer", "issued_on", "expires_on", "revoked_at") on clearance to @mask@;

grant update ("uid", "person_id", "kind", "issuer", "issued_on", "expires_on", "revoked_at") on clearance to @mask@;

create function rc_guard_clearance() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."person_id" is not null and (tg_op = 'INSERT' or new."person_id" is distinct from old."person_id")
        and not rc_knows(new."person_id") and not exists (select 1 from person t where t.id = new."person_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger clearance_guard before insert or update on clearance for each row when (current_user <> @owner_name@) execute function rc_guard_clearance();

alter table closure alter column id drop default;

drop sequence closure_id_seq;

alter table closure alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('closure', 'id'), coalesce(max(id), 0) + 1, false) from closure;

alter table closure enable row level security;

alter table closure force row level security;

create policy rc_owner on closure to @owner@ using (true) with check (true);

create policy rc_select on closure for select to @group@, @mask@ using ((centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[])));

create policy rc_insert on closure for insert to @group@, @mask@ with check ((centre_id = any ((select rc_centres('{coordinator}'))::integer[]))
    or (centre_id = any ((select rc_centres('{administrator}'))::integer[]))
    or (centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])));

create policy rc_update on closure for update to @group@, @mask@ using ((centre_id = any ((select rc_centres('{coordinator}'))::integer[]))
    or (centre_id = any ((select rc_centres('{administrator}'))::integer[]))
    or (centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))) with check ((centre_id = any ((select rc_centres('{coordinator}'))::integer[]))
    or (centre_id = any ((select rc_centres('{administrator}'))::integer[]))
    or (centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])));

grant select on closure to @mask@;

grant select ("id", "uid", "centre_id", "title", "starts_at", "ends_at", "source_uid", "cancelled_at", "cancelled_by", "cancel_reason", "version") on closure to @group@;

grant insert ("uid", "centre_id", "title", "starts_at", "ends_at", "source_uid", "cancelled_at", "cancelled_by", "cancel_reason", "version") on closure to @group@;

grant update ("uid", "centre_id", "title", "starts_at", "ends_at", "source_uid", "cancelled_at", "cancelled_by", "cancel_reason", "version") on closure to @group@;

create function rc_guard_closure() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."cancelled_by" is not null and (tg_op = 'INSERT' or new."cancelled_by" is distinct from old."cancelled_by")
        and not rc_knows(new."cancelled_by") and not exists (select 1 from person t where t.id = new."cancelled_by") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger closure_guard before insert or update on closure for each row when (current_user <> @owner_name@) execute function rc_guard_closure();

alter table commitment alter column id drop default;

drop sequence commitment_id_seq;

alter table commitment alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('commitment', 'id'), coalesce(max(id), 0) + 1, false) from commitment;

alter table commitment enable row level security;

alter table commitment force row level security;

create policy rc_owner on commitment to @owner@ using (true) with check (true);

create policy rc_select on commitment for select to @group@, @mask@ using ((person_id = (select rc_me('{administrator,ambassador,consultant,coordinator,manager,teacher}')))
    or (exists (select 1 from enrolment e join course c on c.id = e.course_id where e.id = commitment.enrolment_id and c.centre_id = any ((select rc_centres('{administrator,consultant,coordinator,manager}'))::integer[]))));

create policy rc_insert on commitment for insert to @group@, @mask@ with check ((exists (select 1 from enrolment e join course c on c.id = e.course_id where e.id = commitment.enrolment_id and c.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))));

create policy rc_update on commitment for update to @group@, @mask@ using ((exists (select 1 from enrolment e join course c on c.id = e.course_id where e.id = commitment.enrolment_id and c.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])))) with check ((exists (select 1 from enrolment e join course c on c.id = e.course_id where e.id = commitment.enrolment_id and c.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))));

grant select on commitment to @mask@;

grant select ("id", "uid", "enrolment_id", "person_id", "due_on", "state", "trainees", "delivered_on", "version") on commitment to @group@;

grant insert ("uid", "enrolment_id", "person_id", "due_on", "state", "trainees", "delivered_on", "version") on commitment to @group@;

grant update ("uid", "enrolment_id", "person_id", "due_on", "state", "trainees", "delivered_on", "version") on commitment to @group@;

create function rc_guard_commitment() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."enrolment_id" is not null and (tg_op = 'INSERT' or new."enrolment_id" is distinct from old."enrolment_id")
        and not exists (select 1 from enrolment t where t.id = new."enrolment_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."person_id" is not null and (tg_op = 'INSERT' or new."person_id" is distinct from old."person_id")
        and not rc_knows(new."person_id") and not exists (select 1 from person t where t.id = new."person_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger commitment_guard before insert or update on commitment for each row when (current_user <> @owner_name@) execute function rc_guard_commitment();

alter table course alter column id drop default;

drop sequence course_id_seq;

alter table course alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('course', 'id'), coalesce(max(id), 0) + 1, false) from course;

alter table course enable row level security;

alter table course force row level security;

create policy rc_owner on course to @owner@ using (true) with check (true);

create policy rc_select on course for select to @group@, @mask@ using ((centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[])));

create policy rc_insert on course for insert to @group@, @mask@ with check ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])));

create policy rc_update on course for update to @group@, @mask@ using ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))) with check ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])));

grant select on course to @mask@;

grant select ("id", "uid", "centre_id", "title", "summary", "tier", "capacity", "lead_id", "qualification_id", "state", "created_at", "version") on course to @group@;

grant insert ("uid", "centre_id", "title", "summary", "tier", "capacity", "lead_id", "qualification_id", "state", "created_at", "version") on course to @group@;

grant update ("uid", "centre_id", "title", "summary", "tier", "capacity", "lead_id", "qualification_id", "state", "created_at", "version") on course to @group@;

create function rc_guard_course() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."lead_id" is not null and (tg_op = 'INSERT' or new."lead_id" is distinct from old."lead_id")
        and not rc_knows(new."lead_id") and not exists (select 1 from person t where t.id = new."lead_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."qualification_id" is not null and (tg_op = 'INSERT' or new."qualification_id" is distinct from old."qualification_id")
        and not exists (select 1 from qualification t where t.id = new."qualification_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger course_guard before insert or update on course for each row when (current_user <> @owner_name@) execute function rc_guard_course();

alter table enrolment alter column id drop default;

drop sequence enrolment_id_seq;

alter table enrolment alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('enrolment', 'id'), coalesce(max(id), 0) + 1, false) from enrolment;

alter table enrolment enable row level security;

alter table enrolment force row level security;

create policy rc_owner on enrolment to @owner@ using (true) with check (true);

create policy rc_select on enrolment for select to @group@, @mask@ using ((person_id = (select rc_me('{administrator,ambassador,consultant,coordinator,manager,teacher}')))
    or (exists (select 1 from course up where up.id = enrolment.course_id and up.centre_id = any ((select rc_centres('{administrator,consultant,coordinator,manager}'))::integer[]))));

create policy rc_insert on enrolment for insert to @group@, @mask@ with check ((exists (select 1 from course up where up.id = enrolment.course_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])))
    or (person_id = (select rc_me('{administrator,ambassador,consultant,coordinator,manager,teacher}')) and state = 'applied' and exists (select 1 from course up where up.id = enrolment.course_id and up.centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[]))));

create policy rc_update on enrolment for update to @group@, @mask@ using ((exists (select 1 from course up where up.id = enrolment.course_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])))
    or (person_id = (select rc_me('{administrator,ambassador,consultant,coordinator,manager,teacher}')))) with check ((exists (select 1 from course up where up.id = enrolment.course_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])))
    or (person_id = (select rc_me('{administrator,ambassador,consultant,coordinator,manager,teacher}'))));

grant select on enrolment to @mask@;

grant select ("id", "uid", "course_id", "person_id", "state", "applied_at", "version") on enrolment to @group@;

grant insert ("uid", "course_id", "person_id", "state", "applied_at", "version") on enrolment to @group@;

grant update ("uid", "course_id", "person_id", "state", "applied_at", "version") on enrolment to @group@;

create function rc_guard_enrolment() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if tg_op = 'UPDATE' then
        if not (exists (select 1 from enrolment where enrolment.id = old.id and (
    (exists (select 1 from course up where up.id = enrolment.course_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])))))
        or (row(new."id", new."uid", new."course_id", new."person_id", new."applied_at") is not distinct from row(old."id", old."uid", old."course_id", old."person_id", old."applied_at") and (new.state = old.state or old.state || ' > ' || new.state in ('applied > withdrawn', 'waitlisted > withdrawn', 'enrolled > withdrawn', 'in_progress > withdrawn')) and exists (select 1 from enrolment where enrolment.id = old.id and (person_id = (select rc_me('{administrator,ambassador,consultant,coordinator,manager,teacher}')))))) then
            raise exception 'not_permitted' using errcode = 'insufficient_privilege';
        end if;
    end if;
    if new."course_id" is not null and (tg_op = 'INSERT' or new."course_id" is distinct from old."course_id")
        and not exists (select 1 from course t where t.id = new."course_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."person_id" is not null and (tg_op = 'INSERT' or new."person_id" is distinct from old."person_id")
        and not rc_knows(new."person_id") and not exists (select 1 from person t where t.id = new."person_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger enrolment_guard before insert or update on enrolment for each row when (current_user <> @owner_name@) execute function rc_guard_enrolment();

alter table equipment_model alter column id drop default;

drop sequence equipment_model_id_seq;

alter table equipment_model alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('equipment_model', 'id'), coalesce(max(id), 0) + 1, false) from equipment_model;

alter table equipment_model enable row level security;

alter table equipment_model force row level security;

create policy rc_owner on equipment_model to @owner@ using (true) with check (true);

create policy rc_select on equipment_model for select to @group@, @mask@ using ((centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[])));

create policy rc_insert on equipment_model for insert to @group@, @mask@ with check ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])));

create policy rc_update on equipment_model for update to @group@, @mask@ using ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))) with check ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])));

grant select on equipment_model to @mask@;

grant select ("id", "uid", "centre_id", "name", "manufacturer", "category", "notes", "lendable", "setup_minutes", "cleardown_minutes", "active", "version") on equipment_model to @group@;

grant insert ("uid", "centre_id", "name", "manufacturer", "category", "notes", "lendable", "setup_minutes", "cleardown_minutes", "active", "version") on equipment_model to @group@;

grant update ("uid", "centre_id", "name", "manufacturer", "category", "notes", "lendable", "setup_minutes", "cleardown_minutes", "active", "version") on equipment_model to @group@;

alter table evaluation_form alter column id drop default;

drop sequence evaluation_form_id_seq;

alter table evaluation_form alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('evaluation_form', 'id'), coalesce(max(id), 0) + 1, false) from evaluation_form;

alter table evaluation_form enable row level security;

alter table evaluation_form force row level security;

create policy rc_owner on evaluation_form to @owner@ using (true) with check (true);

create policy rc_select on evaluation_form for select to @group@, @mask@ using ((centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))
    or (centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[])));

create policy rc_insert on evaluation_form for insert to @group@, @mask@ with check ((centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[])));

create policy rc_update on evaluation_form for update to @group@, @mask@ using ((centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))) with check ((centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[])));

grant select on evaluation_form to @mask@;

grant select ("id", "uid", "centre_id", "title", "about", "active", "version") on evaluation_form to @group@;

grant insert ("uid", "centre_id", "title", "about", "active", "version") on evaluation_form to @group@;

grant update ("uid", "centre_id", "title", "about", "active", "version") on evaluation_form to @group@;

alter table evaluation_response alter column id drop default;

drop sequence evaluation_response_id_seq;

alter table evaluation_response alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('evaluation_response', 'id'), coalesce(max(id), 0) + 1, false) from evaluation_response;

alter table evaluation_response enable row level security;

alter table evaluation_response force row level security;

create policy rc_owner on evaluation_response to @owner@ using (true) with check (true);

create policy rc_select on evaluation_response for select to @group@, @mask@ using ((exists (select 1 from evaluation_round up where up.id = evaluation_response.round_id)));

create policy rc_insert on evaluation_response for insert to @group@, @mask@ with check ((exists (select 1 from evaluation_round up where up.id = evaluation_response.round_id and up.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))));

grant select on evaluation_response to @mask@;

grant select ("id", "uid", "round_id", "at") on evaluation_response to @group@;

grant insert ("uid", "round_id", "at") on evaluation_response to @group@;

create function rc_guard_evaluation_response() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."round_id" is not null and (tg_op = 'INSERT' or new."round_id" is distinct from old."round_id")
        and not exists (select 1 from evaluation_round t where t.id = new."round_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger evaluation_response_guard before insert or update on evaluation_response for each row when (current_user <> @owner_name@) execute function rc_guard_evaluation_response();

alter table evaluation_round alter column id drop default;

drop sequence evaluation_round_id_seq;

alter table evaluation_round alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('evaluation_round', 'id'), coalesce(max(id), 0) + 1, false) from evaluation_round;

alter table evaluation_round enable row level security;

alter table evaluation_round force row level security;

create policy rc_owner on evaluation_round to @owner@ using (true) with check (true);

create policy rc_select on evaluation_round for select to @group@, @mask@ using ((centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))
    or (centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[])));

create policy rc_insert on evaluation_round for insert to @group@, @mask@ with check ((centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[])));

create policy rc_update on evaluation_round for update to @group@, @mask@ using ((centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))) with check ((centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[])));

grant select on evaluation_round to @mask@;

grant select ("id", "uid", "centre_id", "form_id", "event_id", "request_id", "course_id", "invited", "opened_at") on evaluation_round to @group@;

grant insert ("uid", "centre_id", "form_id", "event_id", "request_id", "course_id", "invited", "opened_at") on evaluation_round to @group@;

grant update ("uid", "centre_id", "form_id", "event_id", "request_id", "course_id", "invited", "opened_at") on evaluation_round to @group@;

create function rc_guard_evaluation_round() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."form_id" is not null and (tg_op = 'INSERT' or new."form_id" is distinct from old."form_id")
        and not exists (select 1 from evaluation_form t where t.id = new."form_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."event_id" is not null and (tg_op = 'INSERT' or new."event_id" is distinct from old."event_id")
        and not exists (select 1 from event t where t.id = new."event_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."request_id" is not null and (tg_op = 'INSERT' or new."request_id" is distinct from old."request_id")
        and not exists (select 1 from request t where t.id = new."request_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."course_id" is not null and (tg_op = 'INSERT' or new."course_id" is distinct from old."course_id")
        and not exists (select 1 from course t where t.id = new."course_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger evaluation_round_guard before insert or update on evaluation_round for each row when (current_user <> @owner_name@) execute function rc_guard_evaluation_round();

alter table event alter column id drop default;

drop sequence event_id_seq;

alter table event alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('event', 'id'), coalesce(max(id), 0) + 1, false) from event;

alter table event enable row level security;

alter table event force row level security;

create policy rc_owner on event to @owner@ using (true) with check (true);

create policy rc_select on event for select to @group@, @mask@ using ((centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))
    or (centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))
    or (centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[]) and state = any ('{cancelled,closed,delivered,postponed,published}'::text[])));

create policy rc_insert on event for insert to @group@, @mask@ with check ((centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[])));

create policy rc_update on event for update to @group@, @mask@ using ((centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))) with check ((centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[])));

grant select on event to @mask@;

grant select ("id", "uid", "centre_id", "number", "title", "summary", "kind", "mode", "audience", "grade", "language", "capacity", "venue", "state", "lead_id", "created_at", "created_by", "version") on event to @group@;

grant insert ("id", "uid", "centre_id", "number", "title", "summary", "kind", "mode", "audience", "grade", "language", "capacity", "venue", "state", "lead_id", "risk_done_at", "risk_done_by", "evaluation_done_at", "waiver_reason", "waived_by", "created_at", "created_by", "version") on event to @mask@;

grant update ("uid", "centre_id", "number", "title", "summary", "kind", "mode", "audience", "grade", "language", "capacity", "venue", "state", "lead_id", "risk_done_at", "risk_done_by", "evaluation_done_at", "waiver_reason", "waived_by", "created_at", "created_by", "version") on event to @mask@;

create function rc_guard_event() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."lead_id" is not null and (tg_op = 'INSERT' or new."lead_id" is distinct from old."lead_id")
        and not rc_knows(new."lead_id") and not exists (select 1 from person t where t.id = new."lead_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."risk_done_by" is not null and (tg_op = 'INSERT' or new."risk_done_by" is distinct from old."risk_done_by")
        and not rc_knows(new."risk_done_by") and not exists (select 1 from person t where t.id = new."risk_done_by") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."waived_by" is not null and (tg_op = 'INSERT' or new."waived_by" is distinct from old."waived_by")
        and not rc_knows(new."waived_by") and not exists (select 1 from person t where t.id = new."waived_by") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."created_by" is not null and (tg_op = 'INSERT' or new."created_by" is distinct from old."created_by")
        and not rc_knows(new."created_by") and not exists (select 1 from person t where t.id = new."created_by") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger event_guard before insert or update on event for each row when (current_user <> @owner_name@) execute function rc_guard_event();

alter table event_block alter column id drop default;

drop sequence event_block_id_seq;

alter table event_block alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('event_block', 'id'), coalesce(max(id), 0) + 1, false) from event_block;

alter table event_block enable row level security;

alter table event_block force row level security;

create policy rc_owner on event_block to @owner@ using (true) with check (true);

create policy rc_select on event_block for select to @group@, @mask@ using ((exists (select 1 from event up where up.id = event_block.event_id)));

create policy rc_insert on event_block for insert to @group@, @mask@ with check ((exists (select 1 from event up where up.id = event_block.event_id and up.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))));

create policy rc_update on event_block for update to @group@, @mask@ using ((exists (select 1 from event up where up.id = event_block.event_id and up.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[])))) with check ((exists (select 1 from event up where up.id = event_block.event_id and up.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))));

grant select on event_block to @mask@;

grant select ("id", "uid", "event_id", "activity_id") on event_block to @group@;

grant insert ("uid", "event_id", "activity_id") on event_block to @group@;

grant update ("uid", "event_id", "activity_id") on event_block to @group@;

create function rc_guard_event_block() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."event_id" is not null and (tg_op = 'INSERT' or new."event_id" is distinct from old."event_id")
        and not exists (select 1 from event t where t.id = new."event_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."activity_id" is not null and (tg_op = 'INSERT' or new."activity_id" is distinct from old."activity_id")
        and not exists (select 1 from activity t where t.id = new."activity_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger event_block_guard before insert or update on event_block for each row when (current_user <> @owner_name@) execute function rc_guard_event_block();

alter table event_school alter column id drop default;

drop sequence event_school_id_seq;

alter table event_school alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('event_school', 'id'), coalesce(max(id), 0) + 1, false) from event_school;

alter table event_school enable row level security;

alter table event_school force row level security;

create policy rc_owner on event_school to @owner@ using (true) with check (true);

create policy rc_select on event_school for select to @group@, @mask@ using ((exists (select 1 from event up where up.id = event_school.event_id)));

create policy rc_insert on event_school for insert to @group@, @mask@ with check ((exists (select 1 from event up where up.id = event_school.event_id and up.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[])))
    or (school_id = (select rc_school('{administrator,ambassador,consultant,coordinator,manager,teacher}')) and exists (select 1 from event up where up.id = event_school.event_id and up.state = 'published')));

create policy rc_update on event_school for update to @group@, @mask@ using ((exists (select 1 from event up where up.id = event_school.event_id and up.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[])))
    or (school_id = (select rc_school('{administrator,ambassador,consultant,coordinator,manager,teacher}')) and exists (select 1 from event up where up.id = event_school.event_id and up.state = 'published'))) with check ((exists (select 1 from event up where up.id = event_school.event_id and up.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[])))
    or (school_id = (select rc_school('{administrator,ambassador,consultant,coordinator,manager,teacher}')) and exists (select 1 from event up where up.id = event_school.event_id and up.state = 'published')));

create policy rc_delete on event_school for delete to @group@, @mask@ using ((exists (select 1 from event up where up.id = event_school.event_id and up.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[])))
    or (school_id = (select rc_school('{administrator,ambassador,consultant,coordinator,manager,teacher}')) and exists (select 1 from event up where up.id = event_school.event_id and up.state = 'published')));

grant select on event_school to @mask@;

grant select ("id", "event_id", "school_id", "expected_pupils", "expected_teachers", "contact_id") on event_school to @group@;

grant insert ("event_id", "school_id", "expected_pupils", "expected_teachers", "contact_id") on event_school to @group@;

grant update ("event_id", "school_id", "expected_pupils", "expected_teachers", "contact_id") on event_school to @group@;

grant delete on event_school to @group@;

create function rc_guard_event_school() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."event_id" is not null and (tg_op = 'INSERT' or new."event_id" is distinct from old."event_id")
        and not exists (select 1 from event t where t.id = new."event_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."school_id" is not null and (tg_op = 'INSERT' or new."school_id" is distinct from old."school_id")
        and not exists (select 1 from school t where t.id = new."school_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."contact_id" is not null and (tg_op = 'INSERT' or new."contact_id" is distinct from old."contact_id")
        and not rc_knows(new."contact_id") and not exists (select 1 from person t where t.id = new."contact_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger event_school_guard before insert or update on event_school for each row when (current_user <> @owner_name@) execute function rc_guard_event_school();

alter table event_session alter column id drop default;

drop sequence event_session_id_seq;

alter table event_session alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('event_session', 'id'), coalesce(max(id), 0) + 1, false) from event_session;

alter table event_session enable row level security;

alter table event_session force row level security;

create policy rc_owner on event_session to @owner@ using (true) with check (true);

create policy rc_select on event_session for select to @group@, @mask@ using ((centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))
    or (centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))
    or (exists (select 1 from event up where up.id = event_session.event_id)));

create policy rc_insert on event_session for insert to @group@, @mask@ with check ((centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[])));

create policy rc_update on event_session for update to @group@, @mask@ using ((centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))
    or (centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))) with check ((centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))
    or (centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[])));

grant select on event_session to @mask@;

grant select ("id", "uid", "centre_id", "event_id", "block_id", "title", "starts_at", "ends_at", "places", "lead_id", "state", "attendance_at", "version") on event_session to @group@;

grant insert ("uid", "centre_id", "event_id", "block_id", "title", "starts_at", "ends_at", "places", "lead_id", "state", "attendance_at", "version") on event_session to @group@;

grant update ("uid", "centre_id", "event_id", "block_id", "title", "starts_at", "ends_at", "places", "lead_id", "state", "attendance_at", "version") on event_session to @group@;

create function rc_guard_event_session() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."event_id" is not null and (tg_op = 'INSERT' or new."event_id" is distinct from old."event_id")
        and not exists (select 1 from event t where t.id = new."event_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."block_id" is not null and (tg_op = 'INSERT' or new."block_id" is distinct from old."block_id")
        and not exists (select 1 from event_block t where t.id = new."block_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."lead_id" is not null and (tg_op = 'INSERT' or new."lead_id" is distinct from old."lead_id")
        and not rc_knows(new."lead_id") and not exists (select 1 from person t where t.id = new."lead_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger event_session_guard before insert or update on event_session for each row when (current_user <> @owner_name@) execute function rc_guard_event_session();

alter table holiday_open alter column id drop default;

drop sequence holiday_open_id_seq;

alter table holiday_open alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('holiday_open', 'id'), coalesce(max(id), 0) + 1, false) from holiday_open;

alter table holiday_open enable row level security;

alter table holiday_open force row level security;

create policy rc_owner on holiday_open to @owner@ using (true) with check (true);

create policy rc_select on holiday_open for select to @group@, @mask@ using ((centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[])));

create policy rc_insert on holiday_open for insert to @group@, @mask@ with check ((centre_id = any ((select rc_centres('{coordinator}'))::integer[]))
    or (centre_id = any ((select rc_centres('{administrator}'))::integer[])));

create policy rc_update on holiday_open for update to @group@, @mask@ using ((centre_id = any ((select rc_centres('{coordinator}'))::integer[]))
    or (centre_id = any ((select rc_centres('{administrator}'))::integer[]))) with check ((centre_id = any ((select rc_centres('{coordinator}'))::integer[]))
    or (centre_id = any ((select rc_centres('{administrator}'))::integer[])));

create policy rc_delete on holiday_open for delete to @group@, @mask@ using ((centre_id = any ((select rc_centres('{coordinator}'))::integer[]))
    or (centre_id = any ((select rc_centres('{administrator}'))::integer[])));

grant select on holiday_open to @mask@;

grant select ("id", "centre_id", "day", "reason") on holiday_open to @group@;

grant insert ("centre_id", "day", "reason") on holiday_open to @group@;

grant update ("centre_id", "day", "reason") on holiday_open to @group@;

grant delete on holiday_open to @group@;

alter table loan alter column id drop default;

drop sequence loan_id_seq;

alter table loan alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('loan', 'id'), coalesce(max(id), 0) + 1, false) from loan;

alter table loan enable row level security;

alter table loan force row level security;

create policy rc_owner on loan to @owner@ using (true) with check (true);

create policy rc_select on loan for select to @group@, @mask@ using ((centre_id = any ((select rc_centres('{administrator,consultant,coordinator,manager}'))::integer[]))
    or (borrower_id = (select rc_me('{administrator,ambassador,consultant,coordinator,manager,teacher}')))
    or (activity_id = any ((select rc_my_activities('{administrator,ambassador,consultant,coordinator,manager,teacher}', '{ambassador,coordinator,manager}'))::integer[])));

create policy rc_insert on loan for insert to @group@, @mask@ with check ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))
    or (borrower_id = (select rc_me('{administrator,ambassador,consultant,coordinator,manager,teacher}')) and centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[]) and checked_out_at is null));

create policy rc_update on loan for update to @group@, @mask@ using ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))) with check ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])));

grant select on loan to @mask@;

grant select ("id", "centre_id", "activity_id", "borrower_id", "school_id", "checked_out_at", "checked_out_by", "condition_out", "returned_at", "returned_by", "condition_in", "ready_at", "version") on loan to @group@;

grant insert ("centre_id", "activity_id", "borrower_id", "school_id", "checked_out_at", "checked_out_by", "condition_out", "returned_at", "returned_by", "condition_in", "ready_at", "version") on loan to @group@;

grant update ("centre_id", "activity_id", "borrower_id", "school_id", "checked_out_at", "checked_out_by", "condition_out", "returned_at", "returned_by", "condition_in", "ready_at", "version") on loan to @group@;

create function rc_guard_loan() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."activity_id" is not null and (tg_op = 'INSERT' or new."activity_id" is distinct from old."activity_id")
        and not exists (select 1 from activity t where t.id = new."activity_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."borrower_id" is not null and (tg_op = 'INSERT' or new."borrower_id" is distinct from old."borrower_id")
        and not rc_knows(new."borrower_id") and not exists (select 1 from person t where t.id = new."borrower_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."school_id" is not null and (tg_op = 'INSERT' or new."school_id" is distinct from old."school_id")
        and not exists (select 1 from school t where t.id = new."school_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."checked_out_by" is not null and (tg_op = 'INSERT' or new."checked_out_by" is distinct from old."checked_out_by")
        and not rc_knows(new."checked_out_by") and not exists (select 1 from person t where t.id = new."checked_out_by") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."returned_by" is not null and (tg_op = 'INSERT' or new."returned_by" is distinct from old."returned_by")
        and not rc_knows(new."returned_by") and not exists (select 1 from person t where t.id = new."returned_by") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger loan_guard before insert or update on loan for each row when (current_user <> @owner_name@) execute function rc_guard_loan();

alter table loan_part alter column id drop default;

drop sequence loan_part_id_seq;

alter table loan_part alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('loan_part', 'id'), coalesce(max(id), 0) + 1, false) from loan_part;

alter table loan_part enable row level security;

alter table loan_part force row level security;

create policy rc_owner on loan_part to @owner@ using (true) with check (true);

create policy rc_select on loan_part for select to @group@, @mask@ using ((exists (select 1 from loan up where up.id = loan_part.loan_id)));

create policy rc_insert on loan_part for insert to @group@, @mask@ with check ((exists (select 1 from loan up where up.id = loan_part.loan_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))));

create policy rc_update on loan_part for update to @group@, @mask@ using ((exists (select 1 from loan up where up.id = loan_part.loan_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])))) with check ((exists (select 1 from loan up where up.id = loan_part.loan_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))));

grant select on loan_part to @mask@;

grant select ("id", "loan_id", "bookable_id", "name", "counted_out", "counted_in", "note") on loan_part to @group@;

grant insert ("loan_id", "bookable_id", "name", "counted_out", "counted_in", "note") on loan_part to @group@;

grant update ("loan_id", "bookable_id", "name", "counted_out", "counted_in", "note") on loan_part to @group@;

create function rc_guard_loan_part() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."loan_id" is not null and (tg_op = 'INSERT' or new."loan_id" is distinct from old."loan_id")
        and not exists (select 1 from loan t where t.id = new."loan_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."bookable_id" is not null and (tg_op = 'INSERT' or new."bookable_id" is distinct from old."bookable_id")
        and not exists (select 1 from bookable t where t.id = new."bookable_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger loan_part_guard before insert or update on loan_part for each row when (current_user <> @owner_name@) execute function rc_guard_loan_part();

alter table message alter column id drop default;

drop sequence message_id_seq;

alter table message alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('message', 'id'), coalesce(max(id), 0) + 1, false) from message;

alter table message enable row level security;

alter table message force row level security;

create policy rc_owner on message to @owner@ using (true) with check (true);

create policy rc_select on message for select to @group@, @mask@ using ((person_id = (select rc_person())));

create policy rc_insert on message for insert to @group@, @mask@ with check ((centre_id is null or centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,evaluator,manager,teacher}'))::integer[])));

create policy rc_update on message for update to @group@, @mask@ using ((person_id = (select rc_person()))) with check ((person_id = (select rc_person())));

grant select on message to @mask@;

grant select ("id", "uid", "person_id", "centre_id", "kind", "subject", "body", "about", "about_id", "created_at", "read_at", "sent_at") on message to @group@;

grant insert ("uid", "person_id", "centre_id", "kind", "subject", "body", "about", "about_id", "created_at", "read_at", "sent_at") on message to @group@;

grant update ("read_at") on message to @group@;

create function rc_guard_message() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."person_id" is not null and (tg_op = 'INSERT' or new."person_id" is distinct from old."person_id")
        and not rc_knows(new."person_id") and not exists (select 1 from person t where t.id = new."person_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger message_guard before insert or update on message for each row when (current_user <> @owner_name@) execute function rc_guard_message();

alter table model_part alter column id drop default;

drop sequence model_part_id_seq;

alter table model_part alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('model_part', 'id'), coalesce(max(id), 0) + 1, false) from model_part;

alter table model_part enable row level security;

alter table model_part force row level security;

create policy rc_owner on model_part to @owner@ using (true) with check (true);

create policy rc_select on model_part for select to @group@, @mask@ using ((exists (select 1 from equipment_model up where up.id = model_part.model_id and up.centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[]))));

create policy rc_insert on model_part for insert to @group@, @mask@ with check ((exists (select 1 from equipment_model up where up.id = model_part.model_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))));

create policy rc_update on model_part for update to @group@, @mask@ using ((exists (select 1 from equipment_model up where up.id = model_part.model_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])))) with check ((exists (select 1 from equipment_model up where up.id = model_part.model_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))));

create policy rc_delete on model_part for delete to @group@, @mask@ using ((exists (select 1 from equipment_model up where up.id = model_part.model_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))));

grant select on model_part to @mask@;

grant select ("id", "model_id", "name", "quantity", "position") on model_part to @group@;

grant insert ("model_id", "name", "quantity", "position") on model_part to @group@;

grant update ("model_id", "name", "quantity", "position") on model_part to @group@;

grant delete on model_part to @group@;

create function rc_guard_model_part() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."model_id" is not null and (tg_op = 'INSERT' or new."model_id" is distinct from old."model_id")
        and not exists (select 1 from equipment_model t where t.id = new."model_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger model_part_guard before insert or update on model_part for each row when (current_user <> @owner_name@) execute function rc_guard_model_part();

alter table opening_hours alter column id drop default;

drop sequence opening_hours_id_seq;

alter table opening_hours alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('opening_hours', 'id'), coalesce(max(id), 0) + 1, false) from opening_hours;

alter table opening_hours enable row level security;

alter table opening_hours force row level security;

create policy rc_owner on opening_hours to @owner@ using (true) with check (true);

create policy rc_select on opening_hours for select to @group@, @mask@ using ((centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[])));

create policy rc_insert on opening_hours for insert to @group@, @mask@ with check ((case when bookable_id is null then centre_id = any ((select rc_centres('{administrator}'))::integer[]) else centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]) end));

create policy rc_update on opening_hours for update to @group@, @mask@ using ((case when bookable_id is null then centre_id = any ((select rc_centres('{administrator}'))::integer[]) else centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]) end)) with check ((case when bookable_id is null then centre_id = any ((select rc_centres('{administrator}'))::integer[]) else centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]) end));

create policy rc_delete on opening_hours for delete to @group@, @mask@ using ((case when bookable_id is null then centre_id = any ((select rc_centres('{administrator}'))::integer[]) else centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]) end));

grant select on opening_hours to @mask@;

grant select ("id", "centre_id", "bookable_id", "weekday", "from_minute", "to_minute") on opening_hours to @group@;

grant insert ("centre_id", "bookable_id", "weekday", "from_minute", "to_minute") on opening_hours to @group@;

grant update ("centre_id", "bookable_id", "weekday", "from_minute", "to_minute") on opening_hours to @group@;

grant delete on opening_hours to @group@;

create function rc_guard_opening_hours() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."bookable_id" is not null and (tg_op = 'INSERT' or new."bookable_id" is distinct from old."bookable_id")
        and not exists (select 1 from bookable t where t.id = new."bookable_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger opening_hours_guard before insert or update on opening_hours for each row when (current_user <> @owner_name@) execute function rc_guard_opening_hours();

alter table outage alter column id drop default;

drop sequence outage_id_seq;

alter table outage alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('outage', 'id'), coalesce(max(id), 0) + 1, false) from outage;

alter table outage enable row level security;

alter table outage force row level security;

create policy rc_owner on outage to @owner@ using (true) with check (true);

create policy rc_select on outage for select to @group@, @mask@ using ((centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[])));

create policy rc_insert on outage for insert to @group@, @mask@ with check ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])));

create policy rc_update on outage for update to @group@, @mask@ using ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))) with check ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])));

grant select on outage to @mask@;

grant select ("id", "uid", "centre_id", "bookable_id", "reason", "starts_at", "ends_at", "reported_by", "created_at", "cancelled_at", "version") on outage to @group@;

grant insert ("uid", "centre_id", "bookable_id", "reason", "starts_at", "ends_at", "reported_by", "created_at", "cancelled_at", "version") on outage to @group@;

grant update ("uid", "centre_id", "bookable_id", "reason", "starts_at", "ends_at", "reported_by", "created_at", "cancelled_at", "version") on outage to @group@;

create function rc_guard_outage() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."bookable_id" is not null and (tg_op = 'INSERT' or new."bookable_id" is distinct from old."bookable_id")
        and not exists (select 1 from bookable t where t.id = new."bookable_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."reported_by" is not null and (tg_op = 'INSERT' or new."reported_by" is distinct from old."reported_by")
        and not rc_knows(new."reported_by") and not exists (select 1 from person t where t.id = new."reported_by") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger outage_guard before insert or update on outage for each row when (current_user <> @owner_name@) execute function rc_guard_outage();

alter table participant alter column id drop default;

drop sequence participant_id_seq;

alter table participant alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('participant', 'id'), coalesce(max(id), 0) + 1, false) from participant;

alter table participant enable row level security;

alter table participant force row level security;

create policy rc_owner on participant to @owner@ using (true) with check (true);

create policy rc_select on participant for select to @group@, @mask@ using ((exists (select 1 from event_session up where up.id = participant.session_id and (up.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]) or up.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))))
    or (person_id = (select rc_person())));

create policy rc_insert on participant for insert to @group@, @mask@ with check ((exists (select 1 from event_session up where up.id = participant.session_id and up.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))));

create policy rc_update on participant for update to @group@, @mask@ using ((exists (select 1 from event_session up where up.id = participant.session_id and up.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[])))) with check ((exists (select 1 from event_session up where up.id = participant.session_id and up.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))));

create policy rc_delete on participant for delete to @group@, @mask@ using ((exists (select 1 from event_session up where up.id = participant.session_id and up.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))));

grant select on participant to @mask@;

grant select ("id", "session_id", "person_id") on participant to @group@;

grant insert ("session_id", "person_id") on participant to @group@;

grant update ("session_id", "person_id") on participant to @group@;

grant delete on participant to @group@;

create function rc_guard_participant() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."session_id" is not null and (tg_op = 'INSERT' or new."session_id" is distinct from old."session_id")
        and not exists (select 1 from event_session t where t.id = new."session_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."person_id" is not null and (tg_op = 'INSERT' or new."person_id" is distinct from old."person_id")
        and not rc_knows(new."person_id") and not exists (select 1 from person t where t.id = new."person_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger participant_guard before insert or update on participant for each row when (current_user <> @owner_name@) execute function rc_guard_participant();

alter table participation alter column id drop default;

drop sequence participation_id_seq;

alter table participation alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('participation', 'id'), coalesce(max(id), 0) + 1, false) from participation;

alter table participation enable row level security;

alter table participation force row level security;

create policy rc_owner on participation to @owner@ using (true) with check (true);

create policy rc_select on participation for select to @group@, @mask@ using ((exists (select 1 from event_session up where up.id = participation.session_id and (up.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]) or up.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))))
    or (school_id = (select rc_school('{consultant,coordinator,manager,teacher}')) and exists (select 1 from event_session up where up.id = participation.session_id)));

create policy rc_insert on participation for insert to @group@, @mask@ with check ((exists (select 1 from event_session up where up.id = participation.session_id and up.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))));

create policy rc_update on participation for update to @group@, @mask@ using ((exists (select 1 from event_session up where up.id = participation.session_id and up.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[])))) with check ((exists (select 1 from event_session up where up.id = participation.session_id and up.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))));

create policy rc_delete on participation for delete to @group@, @mask@ using ((exists (select 1 from event_session up where up.id = participation.session_id and up.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))));

grant select on participation to @mask@;

grant select ("id", "session_id", "school_id", "audience", "stage", "gender", "headcount") on participation to @group@;

grant insert ("session_id", "school_id", "audience", "stage", "gender", "headcount") on participation to @group@;

grant update ("session_id", "school_id", "audience", "stage", "gender", "headcount") on participation to @group@;

grant delete on participation to @group@;

create function rc_guard_participation() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."session_id" is not null and (tg_op = 'INSERT' or new."session_id" is distinct from old."session_id")
        and not exists (select 1 from event_session t where t.id = new."session_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."school_id" is not null and (tg_op = 'INSERT' or new."school_id" is distinct from old."school_id")
        and not exists (select 1 from school t where t.id = new."school_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger participation_guard before insert or update on participation for each row when (current_user <> @owner_name@) execute function rc_guard_participation();

alter table person alter column id drop default;

drop sequence person_id_seq;

alter table person alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('person', 'id'), coalesce(max(id), 0) + 1, false) from person;

alter table person enable row level security;

alter table person force row level security;

create policy rc_owner on person to @owner@ using (true) with check (true);

create policy rc_select on person for select to @group@, @mask@ using ((id = (select rc_person()))
    or (exists (select 1 from person_role held where held.person_id = person.id and held.centre_id = any ((select rc_centres('{administrator,consultant,coordinator,manager}'))::integer[])))
    or (school_id = any ((select rc_schools())::integer[]))
    or (id = any ((select rc_staff())::integer[]))
    or (id = any ((select rc_hosts())::integer[]))
    or ((((select rc_holds('{administrator}')) or (select rc_holds('{consultant,coordinator}')) or (select rc_holds('{coordinator}'))) and rc_unplaced(person.id))));

create policy rc_insert on person for insert to @group@, @mask@ with check (((select rc_holds('{administrator}')))
    or ((select rc_holds('{consultant,coordinator}')))
    or ((select rc_holds('{coordinator}'))));

create policy rc_update on person for update to @group@, @mask@ using (((select rc_may_manage(person.id)))
    or (id = (select rc_person()))
    or ((select rc_may_keep(person.id)))) with check (((select rc_may_manage(person.id)))
    or (id = (select rc_person()))
    or ((select rc_may_keep(person.id))));

grant select on person to @mask@;

grant select ("id", "uid", "name", "language", "school_id", "position", "active", "created_at", "version") on person to @group@;

grant insert ("id", "uid", "login", "name", "email", "phone", "language", "gender", "school_id", "position", "password_hash", "safeguarding", "active", "created_at", "version") on person to @mask@;

grant update ("uid", "login", "name", "email", "phone", "language", "gender", "school_id", "position", "password_hash", "safeguarding", "active", "created_at", "version") on person to @mask@;

create function rc_guard_person() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if tg_op = 'UPDATE' then
        if not (exists (select 1 from person where person.id = old.id and (
    ((select rc_may_manage(person.id)))))
        or (row(new."id", new."uid", new."login", new."school_id", new."safeguarding", new."active", new."created_at") is not distinct from row(old."id", old."uid", old."login", old."school_id", old."safeguarding", old."active", old."created_at") and exists (select 1 from person where person.id = old.id and (id = (select rc_person()))))
        or (row(new."id", new."uid", new."login", new."password_hash", new."safeguarding", new."active", new."created_at") is not distinct from row(old."id", old."uid", old."login", old."password_hash", old."safeguarding", old."active", old."created_at") and exists (select 1 from person where person.id = old.id and ((select rc_may_keep(person.id)))))) then
            raise exception 'not_permitted' using errcode = 'insufficient_privilege';
        end if;
    end if;
    if new."school_id" is not null and (tg_op = 'INSERT' or new."school_id" is distinct from old."school_id")
        and not exists (select 1 from school t where t.id = new."school_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger person_guard before insert or update on person for each row when (current_user <> @owner_name@) execute function rc_guard_person();

alter table person_qualification alter column id drop default;

drop sequence person_qualification_id_seq;

alter table person_qualification alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('person_qualification', 'id'), coalesce(max(id), 0) + 1, false) from person_qualification;

alter table person_qualification enable row level security;

alter table person_qualification force row level security;

create policy rc_owner on person_qualification to @owner@ using (true) with check (true);

create policy rc_select on person_qualification for select to @group@, @mask@ using ((person_id = (select rc_person()))
    or (exists (select 1 from qualification up where up.id = person_qualification.qualification_id and (up.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]) or up.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[])))));

create policy rc_insert on person_qualification for insert to @group@, @mask@ with check ((exists (select 1 from qualification up where up.id = person_qualification.qualification_id and (up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]) or up.centre_id = any ((select rc_centres('{administrator}'))::integer[]) or up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])))));

create policy rc_update on person_qualification for update to @group@, @mask@ using ((exists (select 1 from qualification up where up.id = person_qualification.qualification_id and (up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]) or up.centre_id = any ((select rc_centres('{administrator}'))::integer[]) or up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))))) with check ((exists (select 1 from qualification up where up.id = person_qualification.qualification_id and (up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]) or up.centre_id = any ((select rc_centres('{administrator}'))::integer[]) or up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])))));

grant select on person_qualification to @mask@;

grant select ("id", "uid", "person_id", "qualification_id", "granted_on", "expires_on", "revoked_at") on person_qualification to @group@;

grant insert ("uid", "person_id", "qualification_id", "granted_on", "expires_on", "revoked_at") on person_qualification to @group@;

grant update ("uid", "person_id", "qualification_id", "granted_on", "expires_on", "revoked_at") on person_qualification to @group@;

create function rc_guard_person_qualification() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."person_id" is not null and (tg_op = 'INSERT' or new."person_id" is distinct from old."person_id")
        and not rc_knows(new."person_id") and not exists (select 1 from person t where t.id = new."person_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."qualification_id" is not null and (tg_op = 'INSERT' or new."qualification_id" is distinct from old."qualification_id")
        and not exists (select 1 from qualification t where t.id = new."qualification_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger person_qualification_guard before insert or update on person_qualification for each row when (current_user <> @owner_name@) execute function rc_guard_person_qualification();

alter table person_role alter column id drop default;

drop sequence person_role_id_seq;

alter table person_role alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('person_role', 'id'), coalesce(max(id), 0) + 1, false) from person_role;

alter table person_role enable row level security;

alter table person_role force row level security;

create policy rc_owner on person_role to @owner@ using (true) with check (true);

create policy rc_select on person_role for select to @group@, @mask@ using ((person_id = (select rc_person()))
    or (centre_id = any ((select rc_centres('{administrator,consultant,coordinator,manager}'))::integer[]))
    or (role = any ('{administrator,consultant,coordinator,manager}'::text[]) and centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[])));

create policy rc_insert on person_role for insert to @group@, @mask@ with check ((centre_id = any ((select rc_centres('{administrator}'))::integer[]))
    or (role = 'teacher' and centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))
    or (role = 'ambassador' and centre_id = any ((select rc_centres('{coordinator}'))::integer[])));

create policy rc_update on person_role for update to @group@, @mask@ using ((centre_id = any ((select rc_centres('{administrator}'))::integer[]))) with check ((centre_id = any ((select rc_centres('{administrator}'))::integer[])));

grant select on person_role to @mask@;

grant select ("id", "person_id", "centre_id", "role", "given_at", "ended_at") on person_role to @group@;

grant insert ("person_id", "centre_id", "role", "given_at", "ended_at") on person_role to @group@;

grant update ("person_id", "centre_id", "role", "given_at", "ended_at") on person_role to @group@;

create function rc_guard_person_role() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."person_id" is not null and (tg_op = 'INSERT' or new."person_id" is distinct from old."person_id")
        and not rc_knows(new."person_id") and not exists (select 1 from person t where t.id = new."person_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger person_role_guard before insert or update on person_role for each row when (current_user <> @owner_name@) execute function rc_guard_person_role();

alter table photo alter column id drop default;

drop sequence photo_id_seq;

alter table photo alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('photo', 'id'), coalesce(max(id), 0) + 1, false) from photo;

alter table photo enable row level security;

alter table photo force row level security;

create policy rc_owner on photo to @owner@ using (true) with check (true);

create policy rc_select on photo for select to @group@, @mask@ using (((exists (select 1 from bookable up where up.id = photo.bookable_id and up.centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[])) or exists (select 1 from equipment_model up where up.id = photo.model_id and up.centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[])))));

create policy rc_insert on photo for insert to @group@, @mask@ with check (((exists (select 1 from bookable up where up.id = photo.bookable_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])) or exists (select 1 from equipment_model up where up.id = photo.model_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])))));

create policy rc_update on photo for update to @group@, @mask@ using (((exists (select 1 from bookable up where up.id = photo.bookable_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])) or exists (select 1 from equipment_model up where up.id = photo.model_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))))) with check (((exists (select 1 from bookable up where up.id = photo.bookable_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])) or exists (select 1 from equipment_model up where up.id = photo.model_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])))));

create policy rc_delete on photo for delete to @group@, @mask@ using (((exists (select 1 from bookable up where up.id = photo.bookable_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])) or exists (select 1 from equipment_model up where up.id = photo.model_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])))));

grant select on photo to @mask@;

grant select ("id", "uid", "bookable_id", "model_id", "caption", "media_type", "image", "added_at") on photo to @group@;

grant insert ("uid", "bookable_id", "model_id", "caption", "media_type", "image", "added_at") on photo to @group@;

grant update ("uid", "bookable_id", "model_id", "caption", "media_type", "image", "added_at") on photo to @group@;

grant delete on photo to @group@;

create function rc_guard_photo() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."bookable_id" is not null and (tg_op = 'INSERT' or new."bookable_id" is distinct from old."bookable_id")
        and not exists (select 1 from bookable t where t.id = new."bookable_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."model_id" is not null and (tg_op = 'INSERT' or new."model_id" is distinct from old."model_id")
        and not exists (select 1 from equipment_model t where t.id = new."model_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger photo_guard before insert or update on photo for each row when (current_user <> @owner_name@) execute function rc_guard_photo();

alter table policy alter column id drop default;

drop sequence policy_id_seq;

alter table policy alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('policy', 'id'), coalesce(max(id), 0) + 1, false) from policy;

alter table policy enable row level security;

alter table policy force row level security;

create policy rc_owner on policy to @owner@ using (true) with check (true);

create policy rc_select on policy for select to @group@, @mask@ using ((centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[])));

create policy rc_insert on policy for insert to @group@, @mask@ with check ((case when bookable_id is null and model_id is null then centre_id = any ((select rc_centres('{administrator}'))::integer[]) else centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]) end));

create policy rc_update on policy for update to @group@, @mask@ using ((case when bookable_id is null and model_id is null then centre_id = any ((select rc_centres('{administrator}'))::integer[]) else centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]) end)) with check ((case when bookable_id is null and model_id is null then centre_id = any ((select rc_centres('{administrator}'))::integer[]) else centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]) end));

grant select on policy to @mask@;

grant select ("id", "centre_id", "bookable_id", "model_id", "create_notice", "change_notice", "cancel_notice", "horizon_days", "min_minutes", "max_minutes", "needs_approval", "approval_hours", "within_hours", "version") on policy to @group@;

grant insert ("centre_id", "bookable_id", "model_id", "create_notice", "change_notice", "cancel_notice", "horizon_days", "min_minutes", "max_minutes", "needs_approval", "approval_hours", "within_hours", "version") on policy to @group@;

grant update ("centre_id", "bookable_id", "model_id", "create_notice", "change_notice", "cancel_notice", "horizon_days", "min_minutes", "max_minutes", "needs_approval", "approval_hours", "within_hours", "version") on policy to @group@;

create function rc_guard_policy() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."bookable_id" is not null and (tg_op = 'INSERT' or new."bookable_id" is distinct from old."bookable_id")
        and not exists (select 1 from bookable t where t.id = new."bookable_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."model_id" is not null and (tg_op = 'INSERT' or new."model_id" is distinct from old."model_id")
        and not exists (select 1 from equipment_model t where t.id = new."model_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger policy_guard before insert or update on policy for each row when (current_user <> @owner_name@) execute function rc_guard_policy();

alter table preferred_slot alter column id drop default;

drop sequence preferred_slot_id_seq;

alter table preferred_slot alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('preferred_slot', 'id'), coalesce(max(id), 0) + 1, false) from preferred_slot;

alter table preferred_slot enable row level security;

alter table preferred_slot force row level security;

create policy rc_owner on preferred_slot to @owner@ using (true) with check (true);

create policy rc_select on preferred_slot for select to @group@, @mask@ using ((exists (select 1 from request up where up.id = preferred_slot.request_id)));

create policy rc_insert on preferred_slot for insert to @group@, @mask@ with check ((exists (select 1 from request up where up.id = preferred_slot.request_id and (up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]) or up.requester_id = (select rc_me('{consultant,coordinator,manager,teacher}'))))));

create policy rc_update on preferred_slot for update to @group@, @mask@ using ((exists (select 1 from request up where up.id = preferred_slot.request_id and (up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]) or up.requester_id = (select rc_me('{consultant,coordinator,manager,teacher}')))))) with check ((exists (select 1 from request up where up.id = preferred_slot.request_id and (up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]) or up.requester_id = (select rc_me('{consultant,coordinator,manager,teacher}'))))));

create policy rc_delete on preferred_slot for delete to @group@, @mask@ using ((exists (select 1 from request up where up.id = preferred_slot.request_id and (up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]) or up.requester_id = (select rc_me('{consultant,coordinator,manager,teacher}'))))));

grant select on preferred_slot to @mask@;

grant select ("id", "request_id", "rank", "starts_at", "ends_at") on preferred_slot to @group@;

grant insert ("request_id", "rank", "starts_at", "ends_at") on preferred_slot to @group@;

grant update ("request_id", "rank", "starts_at", "ends_at") on preferred_slot to @group@;

grant delete on preferred_slot to @group@;

create function rc_guard_preferred_slot() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."request_id" is not null and (tg_op = 'INSERT' or new."request_id" is distinct from old."request_id")
        and not exists (select 1 from request t where t.id = new."request_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger preferred_slot_guard before insert or update on preferred_slot for each row when (current_user <> @owner_name@) execute function rc_guard_preferred_slot();

alter table qualification alter column id drop default;

drop sequence qualification_id_seq;

alter table qualification alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('qualification', 'id'), coalesce(max(id), 0) + 1, false) from qualification;

alter table qualification enable row level security;

alter table qualification force row level security;

create policy rc_owner on qualification to @owner@ using (true) with check (true);

create policy rc_select on qualification for select to @group@, @mask@ using ((centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[]))
    or (centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[])));

create policy rc_insert on qualification for insert to @group@, @mask@ with check ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))
    or (centre_id = any ((select rc_centres('{administrator}'))::integer[])));

create policy rc_update on qualification for update to @group@, @mask@ using ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))
    or (centre_id = any ((select rc_centres('{administrator}'))::integer[]))) with check ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))
    or (centre_id = any ((select rc_centres('{administrator}'))::integer[])));

grant select on qualification to @mask@;

grant select ("id", "uid", "centre_id", "name", "valid_months") on qualification to @group@;

grant insert ("uid", "centre_id", "name", "valid_months") on qualification to @group@;

grant update ("uid", "centre_id", "name", "valid_months") on qualification to @group@;

alter table qualification_needed alter column id drop default;

drop sequence qualification_needed_id_seq;

alter table qualification_needed alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('qualification_needed', 'id'), coalesce(max(id), 0) + 1, false) from qualification_needed;

alter table qualification_needed enable row level security;

alter table qualification_needed force row level security;

create policy rc_owner on qualification_needed to @owner@ using (true) with check (true);

create policy rc_select on qualification_needed for select to @group@, @mask@ using (((exists (select 1 from bookable up where up.id = qualification_needed.bookable_id and up.centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[])) or exists (select 1 from equipment_model up where up.id = qualification_needed.model_id and up.centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[])))));

create policy rc_insert on qualification_needed for insert to @group@, @mask@ with check (((exists (select 1 from bookable up where up.id = qualification_needed.bookable_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])) or exists (select 1 from equipment_model up where up.id = qualification_needed.model_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])))));

create policy rc_update on qualification_needed for update to @group@, @mask@ using (((exists (select 1 from bookable up where up.id = qualification_needed.bookable_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])) or exists (select 1 from equipment_model up where up.id = qualification_needed.model_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))))) with check (((exists (select 1 from bookable up where up.id = qualification_needed.bookable_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])) or exists (select 1 from equipment_model up where up.id = qualification_needed.model_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])))));

create policy rc_delete on qualification_needed for delete to @group@, @mask@ using (((exists (select 1 from bookable up where up.id = qualification_needed.bookable_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])) or exists (select 1 from equipment_model up where up.id = qualification_needed.model_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])))));

grant select on qualification_needed to @mask@;

grant select ("id", "bookable_id", "model_id", "qualification_id") on qualification_needed to @group@;

grant insert ("bookable_id", "model_id", "qualification_id") on qualification_needed to @group@;

grant update ("bookable_id", "model_id", "qualification_id") on qualification_needed to @group@;

grant delete on qualification_needed to @group@;

create function rc_guard_qualification_needed() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."bookable_id" is not null and (tg_op = 'INSERT' or new."bookable_id" is distinct from old."bookable_id")
        and not exists (select 1 from bookable t where t.id = new."bookable_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."model_id" is not null and (tg_op = 'INSERT' or new."model_id" is distinct from old."model_id")
        and not exists (select 1 from equipment_model t where t.id = new."model_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."qualification_id" is not null and (tg_op = 'INSERT' or new."qualification_id" is distinct from old."qualification_id")
        and not exists (select 1 from qualification t where t.id = new."qualification_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger qualification_needed_guard before insert or update on qualification_needed for each row when (current_user <> @owner_name@) execute function rc_guard_qualification_needed();

alter table question alter column id drop default;

drop sequence question_id_seq;

alter table question alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('question', 'id'), coalesce(max(id), 0) + 1, false) from question;

alter table question enable row level security;

alter table question force row level security;

create policy rc_owner on question to @owner@ using (true) with check (true);

create policy rc_select on question for select to @group@, @mask@ using ((exists (select 1 from evaluation_form up where up.id = question.form_id)));

create policy rc_insert on question for insert to @group@, @mask@ with check ((exists (select 1 from evaluation_form up where up.id = question.form_id and up.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))));

create policy rc_update on question for update to @group@, @mask@ using ((exists (select 1 from evaluation_form up where up.id = question.form_id and up.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[])))) with check ((exists (select 1 from evaluation_form up where up.id = question.form_id and up.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))));

grant select on question to @mask@;

grant select ("id", "form_id", "position", "text", "kind") on question to @group@;

grant insert ("form_id", "position", "text", "kind") on question to @group@;

grant update ("form_id", "position", "text", "kind") on question to @group@;

create function rc_guard_question() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."form_id" is not null and (tg_op = 'INSERT' or new."form_id" is distinct from old."form_id")
        and not exists (select 1 from evaluation_form t where t.id = new."form_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger question_guard before insert or update on question for each row when (current_user <> @owner_name@) execute function rc_guard_question();

alter table quota alter column id drop default;

drop sequence quota_id_seq;

alter table quota alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('quota', 'id'), coalesce(max(id), 0) + 1, false) from quota;

alter table quota enable row level security;

alter table quota force row level security;

create policy rc_owner on quota to @owner@ using (true) with check (true);

create policy rc_select on quota for select to @group@, @mask@ using ((exists (select 1 from policy up where up.id = quota.policy_id and up.centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[]))));

create policy rc_insert on quota for insert to @group@, @mask@ with check ((exists (select 1 from policy up where up.id = quota.policy_id and case when up.bookable_id is null and up.model_id is null then up.centre_id = any ((select rc_centres('{administrator}'))::integer[]) else up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]) end)));

create policy rc_update on quota for update to @group@, @mask@ using ((exists (select 1 from policy up where up.id = quota.policy_id and case when up.bookable_id is null and up.model_id is null then up.centre_id = any ((select rc_centres('{administrator}'))::integer[]) else up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]) end))) with check ((exists (select 1 from policy up where up.id = quota.policy_id and case when up.bookable_id is null and up.model_id is null then up.centre_id = any ((select rc_centres('{administrator}'))::integer[]) else up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]) end)));

create policy rc_delete on quota for delete to @group@, @mask@ using ((exists (select 1 from policy up where up.id = quota.policy_id and case when up.bookable_id is null and up.model_id is null then up.centre_id = any ((select rc_centres('{administrator}'))::integer[]) else up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]) end)));

grant select on quota to @mask@;

grant select ("id", "policy_id", "measure", "per", "amount") on quota to @group@;

grant insert ("policy_id", "measure", "per", "amount") on quota to @group@;

grant update ("policy_id", "measure", "per", "amount") on quota to @group@;

grant delete on quota to @group@;

create function rc_guard_quota() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."policy_id" is not null and (tg_op = 'INSERT' or new."policy_id" is distinct from old."policy_id")
        and not exists (select 1 from policy t where t.id = new."policy_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger quota_guard before insert or update on quota for each row when (current_user <> @owner_name@) execute function rc_guard_quota();

alter table rating alter column id drop default;

drop sequence rating_id_seq;

alter table rating alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('rating', 'id'), coalesce(max(id), 0) + 1, false) from rating;

alter table rating enable row level security;

alter table rating force row level security;

create policy rc_owner on rating to @owner@ using (true) with check (true);

create policy rc_select on rating for select to @group@, @mask@ using ((exists (select 1 from request up where up.id = rating.request_id)));

create policy rc_insert on rating for insert to @group@, @mask@ with check ((exists (select 1 from request up where up.id = rating.request_id and (up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]) or up.requester_id = (select rc_me('{consultant,coordinator,manager,teacher}'))))));

create policy rc_update on rating for update to @group@, @mask@ using ((exists (select 1 from request up where up.id = rating.request_id and (up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]) or up.requester_id = (select rc_me('{consultant,coordinator,manager,teacher}')))))) with check ((exists (select 1 from request up where up.id = rating.request_id and (up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]) or up.requester_id = (select rc_me('{consultant,coordinator,manager,teacher}'))))));

grant select on rating to @mask@;

grant select ("id", "request_id", "score", "comment", "at") on rating to @group@;

grant insert ("request_id", "score", "comment", "at") on rating to @group@;

grant update ("request_id", "score", "comment", "at") on rating to @group@;

create function rc_guard_rating() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."request_id" is not null and (tg_op = 'INSERT' or new."request_id" is distinct from old."request_id")
        and not exists (select 1 from request t where t.id = new."request_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger rating_guard before insert or update on rating for each row when (current_user <> @owner_name@) execute function rc_guard_rating();

alter table report_month alter column id drop default;

drop sequence report_month_id_seq;

alter table report_month alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('report_month', 'id'), coalesce(max(id), 0) + 1, false) from report_month;

alter table report_month enable row level security;

alter table report_month force row level security;

create policy rc_owner on report_month to @owner@ using (true) with check (true);

create policy rc_select on report_month for select to @group@, @mask@ using ((centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))
    or (state = 'locked' and centre_id = any ((select rc_centres('{evaluator}'))::integer[])));

create policy rc_insert on report_month for insert to @group@, @mask@ with check ((centre_id = any ((select rc_centres('{manager}'))::integer[])));

create policy rc_update on report_month for update to @group@, @mask@ using ((centre_id = any ((select rc_centres('{manager}'))::integer[]))) with check ((centre_id = any ((select rc_centres('{manager}'))::integer[])));

grant select on report_month to @mask@;

grant select ("id", "centre_id", "month", "state", "snapshot", "locked_at", "locked_by", "version") on report_month to @group@;

grant insert ("centre_id", "month", "state", "snapshot", "locked_at", "locked_by", "version") on report_month to @group@;

grant update ("centre_id", "month", "state", "snapshot", "locked_at", "locked_by", "version") on report_month to @group@;

create function rc_guard_report_month() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."locked_by" is not null and (tg_op = 'INSERT' or new."locked_by" is distinct from old."locked_by")
        and not rc_knows(new."locked_by") and not exists (select 1 from person t where t.id = new."locked_by") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger report_month_guard before insert or update on report_month for each row when (current_user <> @owner_name@) execute function rc_guard_report_month();

alter table request alter column id drop default;

drop sequence request_id_seq;

alter table request alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('request', 'id'), coalesce(max(id), 0) + 1, false) from request;

alter table request enable row level security;

alter table request force row level security;

create policy rc_owner on request to @owner@ using (true) with check (true);

create policy rc_select on request for select to @group@, @mask@ using ((requester_id = (select rc_me('{consultant,coordinator,manager,teacher}')))
    or (centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]) and (state <> 'draft' or created_by = (select rc_person()))));

create policy rc_insert on request for insert to @group@, @mask@ with check ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]) and state = 'draft')
    or (requester_id = (select rc_me('{consultant,coordinator,manager,teacher}')) and state = 'draft' and consultant_id is null and centre_id = any ((select rc_centres('{consultant,coordinator,manager,teacher}'))::integer[])));

create policy rc_update on request for update to @group@, @mask@ using ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))
    or (requester_id = (select rc_me('{consultant,coordinator,manager,teacher}')))
    or (centre_id = any ((select rc_centres('{manager}'))::integer[]))) with check ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))
    or (requester_id = (select rc_me('{consultant,coordinator,manager,teacher}')))
    or (centre_id = any ((select rc_centres('{manager}'))::integer[])));

grant select on request to @mask@;

grant select ("id", "uid", "centre_id", "number", "requester_id", "school_id", "title", "question", "topic", "channel", "grade", "pupils", "language", "state", "consultant_id", "duplicate_of", "outcome", "follow_up", "created_at", "created_by", "submitted_at", "first_response_at", "resolved_at", "closed_at", "version") on request to @group@;

grant insert ("uid", "centre_id", "number", "requester_id", "school_id", "title", "question", "topic", "channel", "grade", "pupils", "language", "state", "consultant_id", "duplicate_of", "outcome", "follow_up", "created_at", "created_by", "submitted_at", "first_response_at", "resolved_at", "closed_at", "version") on request to @group@;

grant update ("uid", "centre_id", "number", "requester_id", "school_id", "title", "question", "topic", "channel", "grade", "pupils", "language", "state", "consultant_id", "duplicate_of", "outcome", "follow_up", "created_at", "created_by", "submitted_at", "first_response_at", "resolved_at", "closed_at", "version") on request to @group@;

create function rc_guard_request() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if tg_op = 'UPDATE' then
        if not (exists (select 1 from request where request.id = old.id and (
    (centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))))
        or (row(new."id", new."uid", new."centre_id", new."number", new."requester_id", new."consultant_id", new."duplicate_of", new."outcome", new."follow_up", new."created_at", new."created_by", new."first_response_at") is not distinct from row(old."id", old."uid", old."centre_id", old."number", old."requester_id", old."consultant_id", old."duplicate_of", old."outcome", old."follow_up", old."created_at", old."created_by", old."first_response_at") and (new.state = old.state or old.state || ' > ' || new.state in ('draft > new', 'awaiting > assigned', 'scheduled > assigned', 'resolved > closed', 'resolved > assigned', 'closed > assigned', 'draft > withdrawn', 'new > withdrawn', 'assigned > withdrawn', 'awaiting > withdrawn', 'scheduled > withdrawn')) and exists (select 1 from request where request.id = old.id and (requester_id = (select rc_me('{consultant,coordinator,manager,teacher}')))))
        or (row(new."id", new."uid", new."centre_id", new."number", new."requester_id", new."school_id", new."title", new."question", new."topic", new."channel", new."grade", new."pupils", new."language", new."consultant_id", new."duplicate_of", new."outcome", new."follow_up", new."created_at", new."created_by", new."submitted_at", new."first_response_at", new."resolved_at", new."closed_at") is not distinct from row(old."id", old."uid", old."centre_id", old."number", old."requester_id", old."school_id", old."title", old."question", old."topic", old."channel", old."grade", old."pupils", old."language", old."consultant_id", old."duplicate_of", old."outcome", old."follow_up", old."created_at", old."created_by", old."submitted_at", old."first_response_at", old."resolved_at", old."closed_at") and (new.state = old.state or old.state || ' > ' || new.state in ('draft > cancelled', 'new > cancelled', 'assigned > cancelled', 'awaiting > cancelled', 'scheduled > cancelled')) and exists (select 1 from request where request.id = old.id and (centre_id = any ((select rc_centres('{manager}'))::integer[]))))) then
            raise exception 'not_permitted' using errcode = 'insufficient_privilege';
        end if;
    end if;
    if new."requester_id" is not null and (tg_op = 'INSERT' or new."requester_id" is distinct from old."requester_id")
        and not rc_knows(new."requester_id") and not exists (select 1 from person t where t.id = new."requester_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."school_id" is not null and (tg_op = 'INSERT' or new."school_id" is distinct from old."school_id")
        and not exists (select 1 from school t where t.id = new."school_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."consultant_id" is not null and (tg_op = 'INSERT' or new."consultant_id" is distinct from old."consultant_id")
        and not rc_knows(new."consultant_id") and not exists (select 1 from person t where t.id = new."consultant_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."duplicate_of" is not null and (tg_op = 'INSERT' or new."duplicate_of" is distinct from old."duplicate_of")
        and not exists (select 1 from request t where t.id = new."duplicate_of") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."created_by" is not null and (tg_op = 'INSERT' or new."created_by" is distinct from old."created_by")
        and not rc_knows(new."created_by") and not exists (select 1 from person t where t.id = new."created_by") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger request_guard before insert or update on request for each row when (current_user <> @owner_name@) execute function rc_guard_request();

alter table request_message alter column id drop default;

drop sequence request_message_id_seq;

alter table request_message alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('request_message', 'id'), coalesce(max(id), 0) + 1, false) from request_message;

alter table request_message enable row level security;

alter table request_message force row level security;

create policy rc_owner on request_message to @owner@ using (true) with check (true);

create policy rc_select on request_message for select to @group@, @mask@ using ((not internal and exists (select 1 from request up where up.id = request_message.request_id))
    or (exists (select 1 from request up where up.id = request_message.request_id and up.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))));

create policy rc_insert on request_message for insert to @group@, @mask@ with check ((author_id = (select rc_person()) and exists (select 1 from request up where up.id = request_message.request_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])))
    or (author_id = (select rc_person()) and not internal and exists (select 1 from request up where up.id = request_message.request_id and up.requester_id = (select rc_me('{consultant,coordinator,manager,teacher}')))));

grant select on request_message to @mask@;

grant select ("id", "uid", "request_id", "author_id", "at", "body", "internal") on request_message to @group@;

grant insert ("uid", "request_id", "author_id", "at", "body", "internal") on request_message to @group@;

create function rc_guard_request_message() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."request_id" is not null and (tg_op = 'INSERT' or new."request_id" is distinct from old."request_id")
        and not exists (select 1 from request t where t.id = new."request_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."author_id" is not null and (tg_op = 'INSERT' or new."author_id" is distinct from old."author_id")
        and not rc_knows(new."author_id") and not exists (select 1 from person t where t.id = new."author_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger request_message_guard before insert or update on request_message for each row when (current_user <> @owner_name@) execute function rc_guard_request_message();

alter table requirement alter column id drop default;

drop sequence requirement_id_seq;

alter table requirement alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('requirement', 'id'), coalesce(max(id), 0) + 1, false) from requirement;

alter table requirement enable row level security;

alter table requirement force row level security;

create policy rc_owner on requirement to @owner@ using (true) with check (true);

create policy rc_select on requirement for select to @group@, @mask@ using ((centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))
    or (centre_id = any ((select rc_centres('{coordinator,manager}'))::integer[]))
    or (centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))
    or (centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[]) and activity_id = any ((select rc_public_activities())::integer[]))
    or (activity_id = any ((select rc_my_activities('{administrator,ambassador,consultant,coordinator,manager,teacher}', '{ambassador,coordinator,manager}'))::integer[])));

create policy rc_insert on requirement for insert to @group@, @mask@ with check ((centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))
    or (centre_id = any ((select rc_centres('{coordinator}'))::integer[])));

create policy rc_update on requirement for update to @group@, @mask@ using ((centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))
    or (centre_id = any ((select rc_centres('{coordinator}'))::integer[]))) with check ((centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))
    or (centre_id = any ((select rc_centres('{coordinator}'))::integer[])));

grant select on requirement to @mask@;

grant select ("id", "uid", "centre_id", "activity_id", "role", "needed", "skills", "language", "needs_clearance", "cancelled_at", "version") on requirement to @group@;

grant insert ("uid", "centre_id", "activity_id", "role", "needed", "skills", "language", "needs_clearance", "cancelled_at", "version") on requirement to @group@;

grant update ("uid", "centre_id", "activity_id", "role", "needed", "skills", "language", "needs_clearance", "cancelled_at", "version") on requirement to @group@;

create function rc_guard_requirement() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."activity_id" is not null and (tg_op = 'INSERT' or new."activity_id" is distinct from old."activity_id")
        and not exists (select 1 from activity t where t.id = new."activity_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger requirement_guard before insert or update on requirement for each row when (current_user <> @owner_name@) execute function rc_guard_requirement();

alter table school alter column id drop default;

drop sequence school_id_seq;

alter table school alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('school', 'id'), coalesce(max(id), 0) + 1, false) from school;

alter table school enable row level security;

alter table school force row level security;

create policy rc_owner on school to @owner@ using (true) with check (true);

create policy rc_select on school for select to @group@, @mask@ using ((centre_id = any ((select rc_centres('{administrator,consultant,coordinator,manager}'))::integer[]))
    or (id = (select rc_school('{administrator,ambassador,consultant,coordinator,manager,teacher}')))
    or (id = any ((select rc_host_schools())::integer[])));

create policy rc_insert on school for insert to @group@, @mask@ with check ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])));

create policy rc_update on school for update to @group@, @mask@ using ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))) with check ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])));

grant select on school to @mask@;

grant select ("id", "uid", "centre_id", "name", "kind", "address", "district", "city", "settlement", "latitude", "longitude", "email", "phone", "external_id", "notes", "hours", "breaks", "active", "created_at", "version") on school to @group@;

grant insert ("uid", "centre_id", "name", "kind", "address", "district", "city", "settlement", "latitude", "longitude", "email", "phone", "external_id", "notes", "hours", "breaks", "active", "created_at", "version") on school to @group@;

grant update ("uid", "centre_id", "name", "kind", "address", "district", "city", "settlement", "latitude", "longitude", "email", "phone", "external_id", "notes", "hours", "breaks", "active", "created_at", "version") on school to @group@;

alter table series alter column id drop default;

drop sequence series_id_seq;

alter table series alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('series', 'id'), coalesce(max(id), 0) + 1, false) from series;

alter table series enable row level security;

alter table series force row level security;

create policy rc_owner on series to @owner@ using (true) with check (true);

create policy rc_select on series for select to @group@, @mask@ using ((centre_id = any ((select rc_centres('{administrator,consultant,coordinator,manager}'))::integer[]))
    or (created_by = (select rc_me('{administrator,ambassador,consultant,coordinator,manager,teacher}')) and centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[])));

create policy rc_insert on series for insert to @group@, @mask@ with check ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))
    or (created_by = (select rc_me('{administrator,ambassador,consultant,coordinator,manager,teacher}')) and centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[])));

create policy rc_update on series for update to @group@, @mask@ using ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))
    or (created_by = (select rc_me('{administrator,ambassador,consultant,coordinator,manager,teacher}')) and centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[]))) with check ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))
    or (created_by = (select rc_me('{administrator,ambassador,consultant,coordinator,manager,teacher}')) and centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[])));

grant select on series to @mask@;

grant select ("id", "uid", "centre_id", "rule", "starts_wall", "length_minutes", "zone", "excluded", "parent_id", "created_at", "created_by", "version") on series to @group@;

grant insert ("uid", "centre_id", "rule", "starts_wall", "length_minutes", "zone", "excluded", "parent_id", "created_at", "created_by", "version") on series to @group@;

grant update ("uid", "centre_id", "rule", "starts_wall", "length_minutes", "zone", "excluded", "parent_id", "created_at", "created_by", "version") on series to @group@;

create function rc_guard_series() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."parent_id" is not null and (tg_op = 'INSERT' or new."parent_id" is distinct from old."parent_id")
        and not exists (select 1 from series t where t.id = new."parent_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."created_by" is not null and (tg_op = 'INSERT' or new."created_by" is distinct from old."created_by")
        and not rc_knows(new."created_by") and not exists (select 1 from person t where t.id = new."created_by") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger series_guard before insert or update on series for each row when (current_user <> @owner_name@) execute function rc_guard_series();

alter table step alter column id drop default;

drop sequence step_id_seq;

alter table step alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('step', 'id'), coalesce(max(id), 0) + 1, false) from step;

alter table step enable row level security;

alter table step force row level security;

create policy rc_owner on step to @owner@ using (true) with check (true);

create policy rc_select on step for select to @group@, @mask@ using ((centre_id = any ((select rc_centres('{administrator,consultant,coordinator,manager}'))::integer[]))
    or (centre_id = any ((select rc_centres('{administrator,ambassador,consultant,coordinator,manager,teacher}'))::integer[]) and from_state is distinct from to_state and rc_my_step(subject, subject_id)));

create policy rc_insert on step for insert to @group@, @mask@ with check ((person_id = (select rc_person()) and (subject = 'activity' and exists (select 1 from activity a where a.id = subject_id and a.centre_id = step.centre_id) or rc_may_step(subject, subject_id, centre_id))));

grant select on step to @mask@;

grant select ("id", "subject", "subject_id", "centre_id", "from_state", "to_state", "at", "person_id", "reason") on step to @group@;

grant insert ("subject", "subject_id", "centre_id", "from_state", "to_state", "at", "person_id", "reason") on step to @group@;

alter table target alter column id drop default;

drop sequence target_id_seq;

alter table target alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('target', 'id'), coalesce(max(id), 0) + 1, false) from target;

alter table target enable row level security;

alter table target force row level security;

create policy rc_owner on target to @owner@ using (true) with check (true);

create policy rc_select on target for select to @group@, @mask@ using ((centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[])));

create policy rc_insert on target for insert to @group@, @mask@ with check ((centre_id = any ((select rc_centres('{manager}'))::integer[])));

create policy rc_update on target for update to @group@, @mask@ using ((centre_id = any ((select rc_centres('{manager}'))::integer[]))) with check ((centre_id = any ((select rc_centres('{manager}'))::integer[])));

grant select on target to @mask@;

grant select ("id", "centre_id", "indicator", "period", "value", "version") on target to @group@;

grant insert ("centre_id", "indicator", "period", "value", "version") on target to @group@;

grant update ("centre_id", "indicator", "period", "value", "version") on target to @group@;

alter table training_attendance alter column id drop default;

drop sequence training_attendance_id_seq;

alter table training_attendance alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('training_attendance', 'id'), coalesce(max(id), 0) + 1, false) from training_attendance;

alter table training_attendance enable row level security;

alter table training_attendance force row level security;

create policy rc_owner on training_attendance to @owner@ using (true) with check (true);

create policy rc_select on training_attendance for select to @group@, @mask@ using ((exists (select 1 from enrolment up where up.id = training_attendance.enrolment_id)));

create policy rc_insert on training_attendance for insert to @group@, @mask@ with check ((exists (select 1 from training_session s join course c on c.id = s.course_id where s.id = training_attendance.training_session_id and c.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))));

create policy rc_update on training_attendance for update to @group@, @mask@ using ((exists (select 1 from training_session s join course c on c.id = s.course_id where s.id = training_attendance.training_session_id and c.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])))) with check ((exists (select 1 from training_session s join course c on c.id = s.course_id where s.id = training_attendance.training_session_id and c.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))));

grant select on training_attendance to @mask@;

grant select ("id", "training_session_id", "enrolment_id", "minutes") on training_attendance to @group@;

grant insert ("training_session_id", "enrolment_id", "minutes") on training_attendance to @group@;

grant update ("training_session_id", "enrolment_id", "minutes") on training_attendance to @group@;

create function rc_guard_training_attendance() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."training_session_id" is not null and (tg_op = 'INSERT' or new."training_session_id" is distinct from old."training_session_id")
        and not exists (select 1 from training_session t where t.id = new."training_session_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."enrolment_id" is not null and (tg_op = 'INSERT' or new."enrolment_id" is distinct from old."enrolment_id")
        and not exists (select 1 from enrolment t where t.id = new."enrolment_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger training_attendance_guard before insert or update on training_attendance for each row when (current_user <> @owner_name@) execute function rc_guard_training_attendance();

alter table training_session alter column id drop default;

drop sequence training_session_id_seq;

alter table training_session alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('training_session', 'id'), coalesce(max(id), 0) + 1, false) from training_session;

alter table training_session enable row level security;

alter table training_session force row level security;

create policy rc_owner on training_session to @owner@ using (true) with check (true);

create policy rc_select on training_session for select to @group@, @mask@ using ((exists (select 1 from course up where up.id = training_session.course_id)));

create policy rc_insert on training_session for insert to @group@, @mask@ with check ((exists (select 1 from course up where up.id = training_session.course_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))));

create policy rc_update on training_session for update to @group@, @mask@ using ((exists (select 1 from course up where up.id = training_session.course_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[])))) with check ((exists (select 1 from course up where up.id = training_session.course_id and up.centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]))));

grant select on training_session to @mask@;

grant select ("id", "course_id", "activity_id", "state") on training_session to @group@;

grant insert ("course_id", "activity_id", "state") on training_session to @group@;

grant update ("course_id", "activity_id", "state") on training_session to @group@;

create function rc_guard_training_session() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."course_id" is not null and (tg_op = 'INSERT' or new."course_id" is distinct from old."course_id")
        and not exists (select 1 from course t where t.id = new."course_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."activity_id" is not null and (tg_op = 'INSERT' or new."activity_id" is distinct from old."activity_id")
        and not exists (select 1 from activity t where t.id = new."activity_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger training_session_guard before insert or update on training_session for each row when (current_user <> @owner_name@) execute function rc_guard_training_session();

alter table volunteer_hours alter column id drop default;

drop sequence volunteer_hours_id_seq;

alter table volunteer_hours alter column id add generated by default as identity;

select setval(pg_get_serial_sequence('volunteer_hours', 'id'), coalesce(max(id), 0) + 1, false) from volunteer_hours;

alter table volunteer_hours enable row level security;

alter table volunteer_hours force row level security;

create policy rc_owner on volunteer_hours to @owner@ using (true) with check (true);

create policy rc_select on volunteer_hours for select to @group@, @mask@ using ((centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))
    or (centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]))
    or (person_id = (select rc_me('{ambassador,consultant,coordinator,manager}'))));

create policy rc_insert on volunteer_hours for insert to @group@, @mask@ with check ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]) and state = 'logged')
    or (person_id = (select rc_me('{ambassador,consultant,coordinator,manager}')) and centre_id = any ((select rc_centres('{ambassador,consultant,coordinator,manager}'))::integer[]) and state = 'logged' and decided_at is null));

create policy rc_update on volunteer_hours for update to @group@, @mask@ using ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]) and person_id <> (select rc_person()))) with check ((centre_id = any ((select rc_centres('{consultant,coordinator}'))::integer[]) and person_id <> (select rc_person())));

grant select on volunteer_hours to @mask@;

grant select ("id", "uid", "centre_id", "person_id", "assignment_id", "kind", "day", "minutes", "note", "state", "logged_at", "decided_at", "decided_by", "version") on volunteer_hours to @group@;

grant insert ("uid", "centre_id", "person_id", "assignment_id", "kind", "day", "minutes", "note", "state", "logged_at", "decided_at", "decided_by", "version") on volunteer_hours to @group@;

grant update ("uid", "centre_id", "person_id", "assignment_id", "kind", "day", "minutes", "note", "state", "logged_at", "decided_at", "decided_by", "version") on volunteer_hours to @group@;

create function rc_guard_volunteer_hours() returns trigger language plpgsql set search_path = @schema@, pg_temp as $$
begin
    if new."person_id" is not null and (tg_op = 'INSERT' or new."person_id" is distinct from old."person_id")
        and not rc_knows(new."person_id") and not exists (select 1 from person t where t.id = new."person_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."assignment_id" is not null and (tg_op = 'INSERT' or new."assignment_id" is distinct from old."assignment_id")
        and not exists (select 1 from assignment t where t.id = new."assignment_id") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    if new."decided_by" is not null and (tg_op = 'INSERT' or new."decided_by" is distinct from old."decided_by")
        and not rc_knows(new."decided_by") and not exists (select 1 from person t where t.id = new."decided_by") then
        raise exception 'refers_to_nothing' using errcode = 'foreign_key_violation';
    end if;
    return new;
end
$$;

create trigger volunteer_hours_guard before insert or update on volunteer_hours for each row when (current_user <> @owner_name@) execute function rc_guard_volunteer_hours();

create trigger allocation_lets_go before insert or update on allocation for each row when (new.live and current_user <> @owner_name@) execute function rc_let_go();

create trigger assignment_places before insert or update on assignment for each row when (new.state = 'accepted' and current_user <> @owner_name@) execute function rc_last_place();

create trigger request_number before insert on request for each row when (true and current_user <> @owner_name@) execute function rc_next_number();

create trigger person_login before insert or update of login on person for each row when (new.login is not null and current_user <> @owner_name@) execute function rc_free_login();

create constraint trigger step_is_true after insert on step deferrable initially deferred for each row when (new.from_state is distinct from new.to_state and current_user <> @owner_name@) execute function rc_true_step();

grant select on alembic_version to @group@;

create view @seen@.ambassador as select
    ambassador."id",
    ambassador."centre_id",
    ambassador."person_id",
    case when centre_id = any ((select rc_centres('{coordinator,manager}'))::integer[]) or person_id = (select rc_me('{ambassador,coordinator,manager}')) then ambassador."study" else '' end as "study",
    case when centre_id = any ((select rc_centres('{coordinator,manager}'))::integer[]) or person_id = (select rc_me('{ambassador,coordinator,manager}')) then ambassador."home_area" else '' end as "home_area",
    case when centre_id = any ((select rc_centres('{coordinator,manager}'))::integer[]) or person_id = (select rc_me('{ambassador,coordinator,manager}')) then ambassador."languages" else '[]'::json end as "languages",
    case when centre_id = any ((select rc_centres('{coordinator,manager}'))::integer[]) or person_id = (select rc_me('{ambassador,coordinator,manager}')) then ambassador."skills" else '[]'::json end as "skills",
    ambassador."joined_on",
    ambassador."left_on",
    case when centre_id = any ((select rc_centres('{coordinator,manager}'))::integer[]) or person_id = (select rc_me('{ambassador,coordinator,manager}')) then ambassador."notes" else '' end as "notes",
    ambassador."version"
from @schema@.ambassador ambassador;

grant select, insert, update on @seen@.ambassador to @group@;

create function @seen@.insert_ambassador() returns trigger language plpgsql security definer set search_path = @schema@, pg_temp as $$
begin
    new.id := nextval('@schema@.ambassador_id_seq');
    insert into ambassador ("id", "centre_id", "person_id", "study", "home_area", "languages", "skills", "joined_on", "left_on", "notes", "version") values (new."id", new."centre_id", new."person_id", new."study", new."home_area", new."languages", new."skills", new."joined_on", new."left_on", new."notes", coalesce(new."version", 1));
    return new;
end $$;

create function @seen@.update_ambassador() returns trigger language plpgsql security definer set search_path = @schema@, pg_temp as $$
begin
    update ambassador t set
        "centre_id" = new."centre_id",
        "person_id" = new."person_id",
        "study" = case when new."study" is distinct from old."study" then new."study" else t."study" end,
        "home_area" = case when new."home_area" is distinct from old."home_area" then new."home_area" else t."home_area" end,
        "languages" = case when new."languages"::text is distinct from old."languages"::text then new."languages" else t."languages" end,
        "skills" = case when new."skills"::text is distinct from old."skills"::text then new."skills" else t."skills" end,
        "joined_on" = new."joined_on",
        "left_on" = new."left_on",
        "notes" = case when new."notes" is distinct from old."notes" then new."notes" else t."notes" end,
        "version" = new."version"
    where t.id = old.id;
    if not found then return null; end if;
    return new;
end $$;

create trigger ambassador_insert instead of insert on @seen@.ambassador for each row execute function @seen@.insert_ambassador();

create trigger ambassador_update instead of update on @seen@.ambassador for each row execute function @seen@.update_ambassador();

revoke execute on function @seen@.insert_ambassador(), @seen@.update_ambassador() from public;

grant usage on sequence ambassador_id_seq to @mask@;

alter view @seen@.ambassador owner to @mask@;

alter function @seen@.insert_ambassador() owner to @mask@;

alter function @seen@.update_ambassador() owner to @mask@;

create view @seen@.clearance as select
    clearance."id",
    clearance."uid",
    clearance."person_id",
    clearance."kind",
    case when person_id = (select rc_me('{ambassador,coordinator,manager}')) or exists (select 1 from ambassador a where a.person_id = clearance.person_id and a.centre_id = any ((select rc_centres('{coordinator,manager}'))::integer[])) then clearance."issuer" else '' end as "issuer",
    clearance."issued_on",
    clearance."expires_on",
    clearance."revoked_at"
from @schema@.clearance clearance;

grant select, insert, update on @seen@.clearance to @group@;

create function @seen@.insert_clearance() returns trigger language plpgsql security definer set search_path = @schema@, pg_temp as $$
begin
    new.id := nextval('@schema@.clearance_id_seq');
    insert into clearance ("id", "uid", "person_id", "kind", "issuer", "issued_on", "expires_on", "revoked_at") values (new."id", new."uid", new."person_id", new."kind", new."issuer", new."issued_on", new."expires_on", new."revoked_at");
    return new;
end $$;

create function @seen@.update_clearance() returns trigger language plpgsql security definer set search_path = @schema@, pg_temp as $$
begin
    update clearance t set
        "uid" = new."uid",
        "person_id" = new."person_id",
        "kind" = new."kind",
        "issuer" = case when new."issuer" is distinct from old."issuer" then new."issuer" else t."issuer" end,
        "issued_on" = new."issued_on",
        "expires_on" = new."expires_on",
        "revoked_at" = new."revoked_at"
    where t.id = old.id;
    if not found then return null; end if;
    return new;
end $$;

create trigger clearance_insert instead of insert on @seen@.clearance for each row execute function @seen@.insert_clearance();

create trigger clearance_update instead of update on @seen@.clearance for each row execute function @seen@.update_clearance();

revoke execute on function @seen@.insert_clearance(), @seen@.update_clearance() from public;

grant usage on sequence clearance_id_seq to @mask@;

alter view @seen@.clearance owner to @mask@;

alter function @seen@.insert_clearance() owner to @mask@;

alter function @seen@.update_clearance() owner to @mask@;

create view @seen@.event as select
    event."id",
    event."uid",
    event."centre_id",
    event."number",
    event."title",
    event."summary",
    event."kind",
    event."mode",
    event."audience",
    event."grade",
    event."language",
    event."capacity",
    event."venue",
    event."state",
    event."lead_id",
    case when centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]) or centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]) then event."risk_done_at" else null end as "risk_done_at",
    case when centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]) or centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]) then event."risk_done_by" else null end as "risk_done_by",
    case when centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]) or centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]) then event."evaluation_done_at" else null end as "evaluation_done_at",
    case when centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]) or centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]) then event."waiver_reason" else '' end as "waiver_reason",
    case when centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]) or centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]) then event."waived_by" else null end as "waived_by",
    event."created_at",
    event."created_by",
    event."version"
from @schema@.event event;

grant select, insert, update on @seen@.event to @group@;

create function @seen@.insert_event() returns trigger language plpgsql security definer set search_path = @schema@, pg_temp as $$
begin
    new.id := nextval('@schema@.event_id_seq');
    insert into event ("id", "uid", "centre_id", "number", "title", "summary", "kind", "mode", "audience", "grade", "language", "capacity", "venue", "state", "lead_id", "risk_done_at", "risk_done_by", "evaluation_done_at", "waiver_reason", "waived_by", "created_at", "created_by", "version") values (new."id", new."uid", new."centre_id", new."number", new."title", new."summary", new."kind", new."mode", new."audience", new."grade", new."language", new."capacity", new."venue", new."state", new."lead_id", new."risk_done_at", new."risk_done_by", new."evaluation_done_at", new."waiver_reason", new."waived_by", new."created_at", new."created_by", coalesce(new."version", 1));
    return new;
end $$;

create function @seen@.update_event() returns trigger language plpgsql security definer set search_path = @schema@, pg_temp as $$
begin
    update event t set
        "uid" = new."uid",
        "centre_id" = new."centre_id",
        "number" = new."number",
        "title" = new."title",
        "summary" = new."summary",
        "kind" = new."kind",
        "mode" = new."mode",
        "audience" = new."audience",
        "grade" = new."grade",
        "language" = new."language",
        "capacity" = new."capacity",
        "venue" = new."venue",
        "state" = new."state",
        "lead_id" = new."lead_id",
        "risk_done_at" = case when new."risk_done_at" is distinct from old."risk_done_at" then new."risk_done_at" else t."risk_done_at" end,
        "risk_done_by" = case when new."risk_done_by" is distinct from old."risk_done_by" then new."risk_done_by" else t."risk_done_by" end,
        "evaluation_done_at" = case when new."evaluation_done_at" is distinct from old."evaluation_done_at" then new."evaluation_done_at" else t."evaluation_done_at" end,
        "waiver_reason" = case when new."waiver_reason" is distinct from old."waiver_reason" then new."waiver_reason" else t."waiver_reason" end,
        "waived_by" = case when new."waived_by" is distinct from old."waived_by" then new."waived_by" else t."waived_by" end,
        "created_at" = new."created_at",
        "created_by" = new."created_by",
        "version" = new."version"
    where t.id = old.id;
    if not found then return null; end if;
    return new;
end $$;

create trigger event_insert instead of insert on @seen@.event for each row execute function @seen@.insert_event();

create trigger event_update instead of update on @seen@.event for each row execute function @seen@.update_event();

revoke execute on function @seen@.insert_event(), @seen@.update_event() from public;

grant usage on sequence event_id_seq to @mask@;

alter view @seen@.event owner to @mask@;

alter function @seen@.insert_event() owner to @mask@;

alter function @seen@.update_event() owner to @mask@;

create view @seen@.person as select
    person."id",
    person."uid",
    case when id = (select rc_person()) or exists (select 1 from person_role held where held.person_id = person.id and held.centre_id = any ((select rc_centres('{administrator,consultant,coordinator,manager}'))::integer[])) or (((select rc_holds('{administrator}')) or (select rc_holds('{consultant,coordinator}')) or (select rc_holds('{coordinator}'))) and rc_unplaced(person.id)) then person."login" else null end as "login",
    person."name",
    case when id = (select rc_person()) or exists (select 1 from person_role held where held.person_id = person.id and case held.role when 'ambassador' then held.centre_id = any ((select rc_centres('{coordinator,manager}'))::integer[]) when 'teacher' then held.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]) else held.centre_id = any ((select rc_centres('{administrator,consultant,coordinator,manager}'))::integer[]) end) or school_id = any ((select rc_schools())::integer[]) or id = any ((select rc_hosts())::integer[]) or (((select rc_holds('{administrator}')) or (select rc_holds('{consultant,coordinator}')) or (select rc_holds('{coordinator}'))) and rc_unplaced(person.id)) then person."email" else '' end as "email",
    case when id = (select rc_person()) or exists (select 1 from person_role held where held.person_id = person.id and case held.role when 'ambassador' then held.centre_id = any ((select rc_centres('{coordinator,manager}'))::integer[]) when 'teacher' then held.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]) else held.centre_id = any ((select rc_centres('{administrator,consultant,coordinator,manager}'))::integer[]) end) or school_id = any ((select rc_schools())::integer[]) or id = any ((select rc_hosts())::integer[]) or (((select rc_holds('{administrator}')) or (select rc_holds('{consultant,coordinator}')) or (select rc_holds('{coordinator}'))) and rc_unplaced(person.id)) then person."phone" else '' end as "phone",
    person."language",
    case when id = (select rc_person()) or exists (select 1 from person_role held where held.person_id = person.id and case held.role when 'ambassador' then held.centre_id = any ((select rc_centres('{coordinator,manager}'))::integer[]) when 'teacher' then held.centre_id = any ((select rc_centres('{consultant,coordinator,manager}'))::integer[]) else held.centre_id = any ((select rc_centres('{administrator,consultant,coordinator,manager}'))::integer[]) end) or school_id = any ((select rc_schools())::integer[]) or id = any ((select rc_hosts())::integer[]) or (((select rc_holds('{administrator}')) or (select rc_holds('{consultant,coordinator}')) or (select rc_holds('{coordinator}'))) and rc_unplaced(person.id)) then person."gender" else 'not_recorded' end as "gender",
    person."school_id",
    person."position",
    case when id = (select rc_person()) then person."password_hash" else case when person."password_hash" is not null then 'hidden' end end as "password_hash",
    case when id = (select rc_person()) or exists (select 1 from person_role held where held.person_id = person.id and held.centre_id = any ((select rc_centres('{administrator,consultant,coordinator,manager}'))::integer[])) or (((select rc_holds('{administrator}')) or (select rc_holds('{consultant,coordinator}')) or (select rc_holds('{coordinator}'))) and rc_unplaced(person.id)) then person."safeguarding" else false end as "safeguarding",
    person."active",
    person."created_at",
    person."version"
from @schema@.person person;

grant select, insert, update on @seen@.person to @group@;

create function @seen@.insert_person() returns trigger language plpgsql security definer set search_path = @schema@, pg_temp as $$
begin
    new.id := nextval('@schema@.person_id_seq');
    insert into person ("id", "uid", "login", "name", "email", "phone", "language", "gender", "school_id", "position", "password_hash", "safeguarding", "active", "created_at", "version") values (new."id", new."uid", new."login", new."name", new."email", new."phone", new."language", new."gender", new."school_id", new."position", new."password_hash", new."safeguarding", new."active", new."created_at", coalesce(new."version", 1));
    return new;
end $$;

create function @seen@.update_person() returns trigger language plpgsql security definer set search_path = @schema@, pg_temp as $$
begin
    update person t set
        "uid" = new."uid",
        "login" = case when new."login" is distinct from old."login" then new."login" else t."login" end,
        "name" = new."name",
        "email" = case when new."email" is distinct from old."email" then new."email" else t."email" end,
        "phone" = case when new."phone" is distinct from old."phone" then new."phone" else t."phone" end,
        "language" = new."language",
        "gender" = case when new."gender" is distinct from old."gender" then new."gender" else t."gender" end,
        "school_id" = new."school_id",
        "position" = new."position",
        "password_hash" = case when new."password_hash" is distinct from old."password_hash" then new."password_hash" else t."password_hash" end,
        "safeguarding" = case when new."safeguarding" is distinct from old."safeguarding" then new."safeguarding" else t."safeguarding" end,
        "active" = new."active",
        "created_at" = new."created_at",
        "version" = new."version"
    where t.id = old.id;
    if not found then return null; end if;
    return new;
end $$;

create trigger person_insert instead of insert on @seen@.person for each row execute function @seen@.insert_person();

create trigger person_update instead of update on @seen@.person for each row execute function @seen@.update_person();

revoke execute on function @seen@.insert_person(), @seen@.update_person() from public;

grant usage on sequence person_id_seq to @mask@;

alter view @seen@.person owner to @mask@;

alter function @seen@.insert_person() owner to @mask@;

alter function @seen@.update_person() owner to @mask@;

revoke execute on all functions in schema @schema@ from public;

