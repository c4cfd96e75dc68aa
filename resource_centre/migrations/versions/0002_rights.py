"""Rights that the PostgreSQL server enforces itself. SQLite has nothing of the kind: there it changes nothing.

Frozen: the SQL beside this file was made from the table of permissions as it stood (db.rights.generate).
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"

SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Makes the roles of this database, then policies, grants, guards and views."""
    if op.get_bind().dialect.name == "sqlite":
        return
    names = _names()
    _run(_filled(ROLES, names))
    _run(_filled(SQL.read_text(encoding="utf-8"), names))
    _run(_filled(DONE, names))


def downgrade() -> None:
    """Takes them away again, and the roles as far as nothing else needs them."""
    if op.get_bind().dialect.name == "sqlite":
        return
    _run(_filled(GONE, _names()))


def _names() -> dict[str, str]:
    database, schema, owner = (
        op.get_bind().exec_driver_sql("select current_database(), current_schema(), current_user").one()
    )
    group, mask = _role("resource_centre_user", database), _role("resource_centre_view", database)
    return {
        "schema": _quoted(schema), "schema_name": _literal(_quoted(schema)), "schema_plain": _literal(schema), "seen": _quoted(f"{schema}_seen"), "group": _quoted(group), "mask": _quoted(mask),
        "owner": _quoted(owner), "group_name": _literal(group), "mask_name": _literal(mask),
        "owner_name": _literal(owner), "database": _quoted(database),
    }  # fmt: skip


def _role(kind: str, database: str) -> str:
    """Roles belong to the whole cluster, so they carry the database's name; a name has 63 bytes at most."""
    name = f"{kind}_{database}"
    if len(name.encode()) > 63:
        name = f"{kind}_{hashlib.md5(database.encode()).hexdigest()}"
    return name


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _filled(text: str, names: dict[str, str]) -> str:
    for name, value in names.items():
        text = text.replace(f"@{name}@", value)
    return text


def _run(text: str) -> None:
    """Runs many statements at once, as they stand: their % are not placeholders."""
    connection = op.get_bind().connection.driver_connection
    assert connection is not None
    connection.execute(text)


ROLES = """
do $$
begin
    if not exists (select 1 from pg_roles where rolname = @group_name@) then
        create role @group@ nologin;
    end if;
    if not exists (select 1 from pg_roles where rolname = @mask_name@) then
        create role @mask@ nologin;
    end if;
    if not pg_has_role(current_user, @mask_name@, 'member') then
        grant @mask@ to current_user;
    end if;
end $$;
revoke all on schema @schema@ from public;
revoke all on all tables in schema @schema@ from public;
revoke all on all sequences in schema @schema@ from public;
revoke temporary on database @database@ from public;
grant create on schema @schema@ to @mask@;
"""

DONE = """
revoke create on schema @schema@ from @mask@;
revoke create on schema @seen@ from @mask@;
revoke @mask@ from current_user;
"""

GONE = """
drop schema @seen@ cascade;
do $$
declare one record;
begin
    for one in select c.relname as name from pg_class c
        where c.relnamespace = @schema_name@::regnamespace and c.relkind = 'r' and c.relrowsecurity
    loop
        execute format('alter table %I disable row level security, no force row level security', one.name);
        execute format('alter table %I alter column id drop identity', one.name);
        execute format('create sequence %I owned by %I.id', one.name || '_id_seq', one.name);
        execute format('alter table %I alter column id set default nextval(%L)', one.name, one.name || '_id_seq');
        execute format('select setval(%L, coalesce(max(id), 0) + 1, false) from %I', one.name || '_id_seq', one.name);
    end loop;
    for one in select p.tablename as name, p.policyname as policy from pg_policies p
        where p.schemaname = @schema_plain@ and starts_with(p.policyname, 'rc_')
    loop
        execute format('drop policy %I on %I', one.policy, one.name);
    end loop;
    for one in select t.tgname as name, t.tgrelid::regclass as place from pg_trigger t join pg_class c on c.oid = t.tgrelid
        join pg_proc p on p.oid = t.tgfoid
        where c.relnamespace = @schema_name@::regnamespace and (starts_with(p.proname, 'rc_guard_')
            or p.proname in ('rc_let_go', 'rc_last_place', 'rc_next_number', 'rc_free_login', 'rc_true_step'))
    loop
        execute format('drop trigger %I on %s', one.name, one.place);
    end loop;
    for one in select p.oid::regprocedure as name from pg_proc p
        where p.pronamespace = @schema_name@::regnamespace and starts_with(p.proname, 'rc_')
          and p.proname not in ('rc_no_overlap', 'rc_is_kept', 'rc_append_only', 'rc_acting', 'rc_acting_at')
          and not starts_with(p.proname, 'rc_audit_')
    loop
        execute format('drop function %s', one.name);
    end loop;
end $$;
drop function rc_audit_centre(text, integer, json);
create or replace function rc_acting() returns integer language sql stable security invoker as
$$ select nullif(current_setting('rc.person', true), '')::integer $$;
alter function rc_acting() reset all;
create or replace function rc_acting_at() returns timestamptz language sql stable security invoker as
$$ select coalesce(nullif(current_setting('rc.at', true), '')::timestamptz, date_trunc('second', now())) $$;
alter function rc_acting_at() reset all;
revoke all on all tables in schema @schema@ from @group@, @mask@;
revoke all on all functions in schema @schema@ from @group@, @mask@;
grant execute on all functions in schema @schema@ to public;
revoke all on schema @schema@ from @group@, @mask@;
grant usage on schema @schema@ to public;
grant temporary on database @database@ to public;
do $$
begin
    drop role @mask@;
    drop role @group@;
exception when dependent_objects_still_exist then
    null;  -- a copy of this database in the same cluster still needs them
end $$;
"""
