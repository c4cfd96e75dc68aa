"""A receipt for each write on a server: whoever lost the connection in the middle of a commit asks for it.

PostgreSQL alone: a file is written by the program's own process, which knows how its commit ended. The receipt is
the first thing that a transaction writes. Writing it again waits for the first one's end and then says whether it
is there, so that a second try can never overtake a commit that is still under way. Old ones are of no use to anybody
and go now and then.
"""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Makes the table that nobody but its owner can reach, and the one function that leads to it."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        return
    schema = connection.exec_driver_sql("select quote_ident(current_schema())").scalar_one()
    connection.exec_driver_sql(TABLE)
    connection.exec_driver_sql(FUNCTION.format(schema=schema))


def downgrade() -> None:
    """Takes both away."""
    if op.get_bind().dialect.name == "sqlite":
        return
    op.execute("drop function rc_receipt(uuid)")
    op.execute("drop table receipt")


TABLE = """
create table receipt (
    uid uuid not null constraint pk_receipt primary key,
    at timestamptz not null default now()
);
create index ix_receipt_at on receipt using brin (at);
revoke all on receipt from public;
alter table receipt enable row level security;
alter table receipt force row level security;
create policy rc_owner on receipt to current_user using (true) with check (true)
"""

FUNCTION = """
create function rc_receipt(name uuid) returns boolean language plpgsql security definer
set search_path = {schema}, pg_temp as $$
begin
    if random() < 0.005 then
        delete from receipt where uid in (
            select uid from receipt where at < now() - interval '7 days' limit 1000 for update skip locked);
    end if;
    insert into receipt (uid) values (name) on conflict do nothing;
    return found;
end $$
"""
