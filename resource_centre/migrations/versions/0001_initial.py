"""The first schema: every table, the one constraint on time, the audit.

Frozen: later changes are later migrations.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# Every audited table with the columns that go into the audit.
AUDITED: dict[str, tuple[str, ...]] = {
    "centre": (
        "uid",
        "code",
        "name",
        "university",
        "city",
        "address",
        "zone",
        "country",
        "subdivision",
        "language",
        "observes_holidays",
        "first_response_hours",
        "resolution_hours",
        "created_at",
        "active",
        "version",
    ),
    "equipment_model": (
        "uid",
        "centre_id",
        "name",
        "manufacturer",
        "category",
        "notes",
        "lendable",
        "setup_minutes",
        "cleardown_minutes",
        "active",
        "version",
    ),
    "evaluation_form": (
        "uid",
        "centre_id",
        "title",
        "about",
        "active",
        "version",
    ),
    "holiday_open": (
        "centre_id",
        "day",
        "reason",
    ),
    "qualification": (
        "uid",
        "centre_id",
        "name",
        "valid_months",
    ),
    "school": (
        "uid",
        "centre_id",
        "name",
        "kind",
        "address",
        "district",
        "city",
        "settlement",
        "latitude",
        "longitude",
        "email",
        "phone",
        "external_id",
        "notes",
        "hours",
        "breaks",
        "active",
        "created_at",
        "version",
    ),
    "target": (
        "centre_id",
        "indicator",
        "period",
        "value",
        "version",
    ),
    "model_part": (
        "model_id",
        "name",
        "quantity",
        "position",
    ),
    "person": (
        "uid",
        "login",
        "name",
        "email",
        "phone",
        "language",
        "gender",
        "school_id",
        "position",
        "safeguarding",
        "active",
        "created_at",
        "version",
    ),
    "question": (
        "form_id",
        "position",
        "text",
        "kind",
    ),
    "ambassador": (
        "centre_id",
        "person_id",
        "study",
        "home_area",
        "languages",
        "skills",
        "joined_on",
        "left_on",
        "notes",
        "version",
    ),
    "availability": (
        "person_id",
        "weekday",
        "from_minute",
        "to_minute",
    ),
    "availability_exception": (
        "uid",
        "person_id",
        "starts_at",
        "ends_at",
        "available",
        "note",
        "cancelled_at",
    ),
    "bookable": (
        "uid",
        "centre_id",
        "kind",
        "code",
        "name",
        "model_id",
        "parent_id",
        "person_id",
        "capacity",
        "location",
        "serial",
        "purchased_on",
        "notes",
        "setup_minutes",
        "cleardown_minutes",
        "active",
        "position",
        "created_at",
        "version",
    ),
    "clearance": (
        "uid",
        "person_id",
        "kind",
        "issuer",
        "issued_on",
        "expires_on",
        "revoked_at",
    ),
    "closure": (
        "uid",
        "centre_id",
        "title",
        "starts_at",
        "ends_at",
        "source_uid",
        "cancelled_at",
        "cancelled_by",
        "cancel_reason",
        "version",
    ),
    "course": (
        "uid",
        "centre_id",
        "title",
        "summary",
        "tier",
        "capacity",
        "lead_id",
        "qualification_id",
        "state",
        "created_at",
        "version",
    ),
    "event": (
        "uid",
        "centre_id",
        "number",
        "title",
        "summary",
        "kind",
        "mode",
        "audience",
        "grade",
        "language",
        "capacity",
        "venue",
        "state",
        "lead_id",
        "risk_done_at",
        "risk_done_by",
        "evaluation_done_at",
        "waiver_reason",
        "waived_by",
        "created_at",
        "created_by",
        "version",
    ),
    "message": (
        "uid",
        "person_id",
        "centre_id",
        "kind",
        "subject",
        "body",
        "about",
        "about_id",
        "created_at",
        "read_at",
        "sent_at",
    ),
    "person_qualification": (
        "uid",
        "person_id",
        "qualification_id",
        "granted_on",
        "expires_on",
        "revoked_at",
    ),
    "person_role": (
        "person_id",
        "centre_id",
        "role",
        "given_at",
        "ended_at",
    ),
    "report_month": (
        "centre_id",
        "month",
        "state",
        "snapshot",
        "locked_at",
        "locked_by",
        "version",
    ),
    "request": (
        "uid",
        "centre_id",
        "number",
        "requester_id",
        "school_id",
        "title",
        "question",
        "topic",
        "channel",
        "grade",
        "pupils",
        "language",
        "state",
        "consultant_id",
        "duplicate_of",
        "outcome",
        "follow_up",
        "created_at",
        "created_by",
        "submitted_at",
        "first_response_at",
        "resolved_at",
        "closed_at",
        "version",
    ),
    "series": (
        "uid",
        "centre_id",
        "rule",
        "starts_wall",
        "length_minutes",
        "zone",
        "excluded",
        "parent_id",
        "created_at",
        "created_by",
        "version",
    ),
    "activity": (
        "uid",
        "centre_id",
        "kind",
        "state",
        "title",
        "starts_at",
        "ends_at",
        "setup_minutes",
        "cleardown_minutes",
        "person_id",
        "school_id",
        "note",
        "series_id",
        "series_wall",
        "own_fields",
        "override_reason",
        "expires_at",
        "used_from",
        "used_to",
        "source_uid",
        "sequence",
        "created_at",
        "created_by",
        "changed_at",
        "cancelled_at",
        "cancelled_by",
        "cancel_reason",
        "version",
    ),
    "enrolment": (
        "uid",
        "course_id",
        "person_id",
        "state",
        "applied_at",
        "version",
    ),
    "evaluation_round": (
        "uid",
        "centre_id",
        "form_id",
        "event_id",
        "request_id",
        "course_id",
        "invited",
        "opened_at",
    ),
    "event_school": (
        "event_id",
        "school_id",
        "expected_pupils",
        "expected_teachers",
        "contact_id",
    ),
    "opening_hours": (
        "centre_id",
        "bookable_id",
        "weekday",
        "from_minute",
        "to_minute",
    ),
    "outage": (
        "uid",
        "centre_id",
        "bookable_id",
        "reason",
        "starts_at",
        "ends_at",
        "reported_by",
        "created_at",
        "cancelled_at",
        "version",
    ),
    "photo": (
        "uid",
        "bookable_id",
        "model_id",
        "caption",
        "media_type",
        "added_at",
    ),
    "policy": (
        "centre_id",
        "bookable_id",
        "model_id",
        "create_notice",
        "change_notice",
        "cancel_notice",
        "horizon_days",
        "min_minutes",
        "max_minutes",
        "needs_approval",
        "approval_hours",
        "within_hours",
        "version",
    ),
    "preferred_slot": (
        "request_id",
        "rank",
        "starts_at",
        "ends_at",
    ),
    "qualification_needed": (
        "bookable_id",
        "model_id",
        "qualification_id",
    ),
    "rating": (
        "request_id",
        "score",
        "comment",
        "at",
    ),
    "request_message": (
        "uid",
        "request_id",
        "author_id",
        "at",
        "body",
        "internal",
    ),
    "allocation": (
        "centre_id",
        "activity_id",
        "bookable_id",
        "asked_id",
        "occupied_from",
        "occupied_to",
        "live",
    ),
    "appointment": (
        "activity_id",
        "centre_id",
        "request_id",
        "consultant_id",
        "state",
        "replaced_by",
        "held_minutes",
        "version",
    ),
    "commitment": (
        "uid",
        "enrolment_id",
        "person_id",
        "due_on",
        "state",
        "trainees",
        "delivered_on",
        "version",
    ),
    "evaluation_response": (
        "uid",
        "round_id",
        "at",
    ),
    "event_block": (
        "uid",
        "event_id",
        "activity_id",
    ),
    "loan": (
        "centre_id",
        "activity_id",
        "borrower_id",
        "school_id",
        "checked_out_at",
        "checked_out_by",
        "condition_out",
        "returned_at",
        "returned_by",
        "condition_in",
        "ready_at",
        "version",
    ),
    "quota": (
        "policy_id",
        "measure",
        "per",
        "amount",
    ),
    "requirement": (
        "uid",
        "centre_id",
        "activity_id",
        "role",
        "needed",
        "skills",
        "language",
        "needs_clearance",
        "cancelled_at",
        "version",
    ),
    "training_session": (
        "course_id",
        "activity_id",
        "state",
    ),
    "answer": (
        "response_id",
        "question_id",
        "score",
        "text",
    ),
    "assignment": (
        "uid",
        "centre_id",
        "requirement_id",
        "person_id",
        "state",
        "invited_at",
        "answer_by",
        "answered_at",
        "late",
        "created_at",
        "version",
    ),
    "event_session": (
        "uid",
        "centre_id",
        "event_id",
        "block_id",
        "title",
        "starts_at",
        "ends_at",
        "places",
        "lead_id",
        "state",
        "attendance_at",
        "version",
    ),
    "loan_part": (
        "loan_id",
        "bookable_id",
        "name",
        "counted_out",
        "counted_in",
        "note",
    ),
    "training_attendance": (
        "training_session_id",
        "enrolment_id",
        "minutes",
    ),
    "participant": (
        "session_id",
        "person_id",
    ),
    "participation": (
        "session_id",
        "school_id",
        "audience",
        "stage",
        "gender",
        "headcount",
    ),
    "volunteer_hours": (
        "uid",
        "centre_id",
        "person_id",
        "assignment_id",
        "kind",
        "day",
        "minutes",
        "note",
        "state",
        "logged_at",
        "decided_at",
        "decided_by",
        "version",
    ),
}

# Rows of these tables are never deleted.
KEPT = (
    "centre",
    "equipment_model",
    "evaluation_form",
    "qualification",
    "school",
    "person",
    "ambassador",
    "availability_exception",
    "bookable",
    "clearance",
    "closure",
    "course",
    "event",
    "message",
    "person_qualification",
    "person_role",
    "report_month",
    "request",
    "series",
    "activity",
    "enrolment",
    "evaluation_round",
    "outage",
    "rating",
    "request_message",
    "allocation",
    "appointment",
    "commitment",
    "evaluation_response",
    "event_block",
    "loan",
    "requirement",
    "training_session",
    "assignment",
    "event_session",
    "volunteer_hours",
)

TABLES = (
    "audit_entry",
    "centre",
    "equipment_model",
    "evaluation_form",
    "holiday_open",
    "qualification",
    "school",
    "target",
    "model_part",
    "person",
    "question",
    "ambassador",
    "audit_context",
    "availability",
    "availability_exception",
    "bookable",
    "clearance",
    "closure",
    "course",
    "event",
    "message",
    "person_qualification",
    "person_role",
    "report_month",
    "request",
    "series",
    "step",
    "activity",
    "enrolment",
    "evaluation_round",
    "event_school",
    "opening_hours",
    "outage",
    "photo",
    "policy",
    "preferred_slot",
    "qualification_needed",
    "rating",
    "request_message",
    "allocation",
    "appointment",
    "commitment",
    "evaluation_response",
    "event_block",
    "loan",
    "quota",
    "requirement",
    "training_session",
    "answer",
    "assignment",
    "event_session",
    "loan_part",
    "training_attendance",
    "participant",
    "participation",
    "volunteer_hours",
)


def upgrade() -> None:
    """Creates the tables, then the triggers of the engine at hand."""
    create_tables()
    op.execute("insert into audit_context (id, person_id, at) values (1, null, '1970-01-01 00:00:00')")
    statements = sqlite_triggers() if op.get_bind().dialect.name == "sqlite" else postgresql_triggers()
    for statement in statements:
        op.execute(sa.DDL(statement.replace("%", "%%")))


def downgrade() -> None:
    """Drops everything that `upgrade` made."""
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for name in FUNCTIONS:
            op.execute(f"drop function {name}()")


def sqlite_triggers() -> list[str]:
    """The constraint on time, the audit, and the refusal to delete, as SQLite triggers."""
    statements = [no_overlap("insert"), no_overlap("update")]
    for table, columns in AUDITED.items():
        statements += audit(table, columns)
    for table in KEPT:
        statements.append(
            f"create trigger {table}_is_kept before delete on {table} "
            f"begin select raise(abort, 'nothing_is_deleted'); end"
        )
    for operation in ("update", "delete"):
        statements.append(
            f"create trigger audit_entry_no_{operation} before {operation} on audit_entry "
            f"begin select raise(abort, 'audit_is_append_only'); end"
        )
        statements.append(
            f"create trigger step_no_{operation} before {operation} on step "
            f"begin select raise(abort, 'audit_is_append_only'); end"
        )
    return statements


def no_overlap(operation: str) -> str:
    """Refuses a live allocation that overlaps another live one of its bookable.

    Live rows do not overlap, so the last one that starts before the new end is the only candidate: one index seek.
    """
    return f"""
    create trigger allocation_no_overlap_{operation} before {operation} on allocation when new.live
    begin
        select raise(abort, 'allocation_no_overlap')
        where (
            select a.occupied_to from allocation a
            where a.bookable_id = new.bookable_id and a.live and a.occupied_from < new.occupied_to
              and a.id is not new.id
            order by a.occupied_from desc limit 1
        ) > new.occupied_from;
    end
    """


def audit(table: str, columns: tuple[str, ...]) -> list[str]:
    """Three triggers that write what was and what is into the audit, with who acts and when."""
    after = "json_object(" + ", ".join(f"'{name}', new.{name}" for name in columns) + ")"
    before = "json_object(" + ", ".join(f"'{name}', old.{name}" for name in columns) + ")"
    parts = {
        "insert": ("new", "null", after),
        "update": ("new", before, after),
        "delete": ("old", before, "null"),
    }
    return [
        f"create trigger {table}_audit_{operation} after {operation} on {table} begin "
        f"insert into audit_entry (at, person_id, table_name, row_id, operation, before, after) "
        f"select at, person_id, '{table}', {row}.id, '{operation}', {was}, {now} from audit_context where id = 1; end"
        for operation, (row, was, now) in parts.items()
    ]


# --- PostgreSQL ------------------------------------------------------------------------------------------

FUNCTIONS = (
    "rc_no_overlap",
    "rc_is_kept",
    "rc_append_only",
    "rc_acting",
    "rc_acting_at",
    *(f"rc_audit_{table}" for table in AUDITED),
)

NO_OVERLAP = """
create function rc_no_overlap() returns trigger language plpgsql security definer
set search_path = {schema}, pg_temp as $$
begin
    perform pg_advisory_xact_lock(7201, new.bookable_id);
    if (
        select a.occupied_to from allocation a
        where a.bookable_id = new.bookable_id and a.live and a.occupied_from < new.occupied_to and a.id <> new.id
        order by a.occupied_from desc limit 1
    ) > new.occupied_from then
        raise exception 'allocation_no_overlap' using errcode = 'exclusion_violation', constraint = 'allocation_no_overlap';
    end if;
    return new;
end $$
"""

# Who acts and when: what the unit has said for its transaction.
ACTING = """
create function rc_acting() returns integer language sql stable as
$$ select nullif(current_setting('rc.person', true), '')::integer $$
"""
ACTING_AT = """
create function rc_acting_at() returns timestamptz language sql stable as
$$ select coalesce(nullif(current_setting('rc.at', true), '')::timestamptz, date_trunc('second', now())) $$
"""
IS_KEPT = """
create function rc_is_kept() returns trigger language plpgsql as
$$ begin raise exception 'nothing_is_deleted' using errcode = 'restrict_violation'; end $$
"""
APPEND_ONLY = """
create function rc_append_only() returns trigger language plpgsql as
$$ begin raise exception 'audit_is_append_only' using errcode = 'restrict_violation'; end $$
"""


def postgresql_triggers() -> list[str]:
    """The same promises on PostgreSQL.

    The trigger takes a lock per bookable, so that of two writers one waits and is refused instead of both
    running into a deadlock; the exclusion constraint is the backstop for whatever would go around it.
    """
    types = column_types()
    schema = str(op.get_bind().execute(sa.text("select quote_ident(current_schema())")).scalar())
    statements = [
        "create extension if not exists btree_gist",
        "alter table allocation add constraint allocation_no_overlap exclude using gist "
        "(bookable_id with =, tstzrange(occupied_from, occupied_to) with &&) where (live)",
        NO_OVERLAP.replace("{schema}", schema),
        "create trigger allocation_no_overlap before insert or update of bookable_id, occupied_from, occupied_to, live "
        "on allocation for each row when (new.live) execute function rc_no_overlap()",
        ACTING,
        ACTING_AT,
        IS_KEPT,
        APPEND_ONLY,
    ]
    for table in KEPT:
        statements.append(
            f"create trigger {table}_is_kept before delete on {table} for each row execute function rc_is_kept()"
        )
        statements.append(
            f"create trigger {table}_is_not_emptied before truncate on {table} "
            "for each statement execute function rc_is_kept()"
        )
    for table in ("audit_entry", "step"):
        statements.append(
            f"create trigger {table}_append_only before update or delete on {table} "
            "for each row execute function rc_append_only()"
        )
        statements.append(
            f"create trigger {table}_is_not_emptied before truncate on {table} "
            "for each statement execute function rc_append_only()"
        )
    for table, columns in AUDITED.items():
        statements += postgresql_audit(table, columns, types, schema)
    return statements


def column_types() -> dict[tuple[str, str], str]:
    """The type of each column, by table and name."""
    query = sa.text(
        "select table_name, column_name, data_type from information_schema.columns where table_schema = current_schema()"
    )
    return {(table, column): kind for table, column, kind in op.get_bind().execute(query)}


def postgresql_audit(
    table: str, columns: tuple[str, ...], types: dict[tuple[str, str], str], schema: str
) -> list[str]:
    """Triggers that write what was and what is, in the same words as SQLite does.

    New rows come by the dozen (a series), so that one statement writes the lines of all that were added by one.
    """

    def said(row: str) -> str:
        words = []
        for name in columns:
            kind, value = types[table, name], f"{row}.{name}"
            if kind == "timestamp with time zone":
                value = f"to_char({value} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS')"
            elif kind == "boolean":
                value += "::integer"
            elif kind in ("json", "jsonb"):
                value += "::text"
            words.append(f'{value} as "{name}"')
        # json_build_object looks the type of every word up again for every row: twice the time.
        return f"(select row_to_json(said) from (select {', '.join(words)}) said)"

    entry = "insert into audit_entry (at, person_id, table_name, row_id, operation, before, after)"
    function = f"""
    create function rc_audit_{table}() returns trigger language plpgsql security definer
    set search_path = {schema}, pg_temp as $$
    begin
        if tg_op = 'INSERT' then
            {entry}
            select (select rc_acting_at()), (select rc_acting()), '{table}', added.id, 'insert', null, {said("added")}
            from added;
        elsif tg_op = 'UPDATE' then
            {entry}
            values (rc_acting_at(), rc_acting(), '{table}', new.id, 'update', {said("old")}, {said("new")});
        else
            {entry}
            values (rc_acting_at(), rc_acting(), '{table}', old.id, 'delete', {said("old")}, null);
        end if;
        return null;
    end $$
    """
    return [
        function,
        f"create trigger {table}_audit_insert after insert on {table} referencing new table as added "
        f"for each statement execute function rc_audit_{table}()",
        f"create trigger {table}_audit after update or delete on {table} "
        f"for each row execute function rc_audit_{table}()",
    ]


def create_tables() -> None:
    """Every table with its named constraints and indexes."""
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("table_name", sa.String(length=64), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("operation", sa.String(length=8), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index(op.f("ix_audit_entry_at"), "audit_entry", ["at"], unique=False)
    op.create_index("ix_audit_entry_table_name_row_id", "audit_entry", ["table_name", "row_id"], unique=False)
    op.create_table(
        "centre",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("university", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("subdivision", sa.String(length=16), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("observes_holidays", sa.Boolean(), nullable=False),
        sa.Column("first_response_hours", sa.Integer(), nullable=False),
        sa.Column("resolution_hours", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centre")),
        sa.UniqueConstraint("code", name=op.f("uq_centre_code")),
        sa.UniqueConstraint("uid", name=op.f("uq_centre_uid")),
    )
    op.create_table(
        "equipment_model",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("manufacturer", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("lendable", sa.Boolean(), nullable=False),
        sa.Column("setup_minutes", sa.Integer(), nullable=False),
        sa.Column("cleardown_minutes", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_equipment_model_centre_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment_model")),
        sa.UniqueConstraint("centre_id", "name", name=op.f("uq_equipment_model_centre_id_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_equipment_model_uid")),
    )
    op.create_index(op.f("ix_equipment_model_centre_id"), "equipment_model", ["centre_id"], unique=False)
    op.create_table(
        "evaluation_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_evaluation_form_centre_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_form")),
        sa.UniqueConstraint("uid", name=op.f("uq_evaluation_form_uid")),
    )
    op.create_index(op.f("ix_evaluation_form_centre_id"), "evaluation_form", ["centre_id"], unique=False)
    op.create_table(
        "holiday_open",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_holiday_open_centre_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday_open")),
        sa.UniqueConstraint("centre_id", "day", name=op.f("uq_holiday_open_centre_id_day")),
    )
    op.create_index(op.f("ix_holiday_open_centre_id"), "holiday_open", ["centre_id"], unique=False)
    op.create_table(
        "qualification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("valid_months", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_qualification_centre_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualification")),
        sa.UniqueConstraint("centre_id", "name", name=op.f("uq_qualification_centre_id_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_qualification_uid")),
    )
    op.create_index(op.f("ix_qualification_centre_id"), "qualification", ["centre_id"], unique=False)
    op.create_table(
        "school",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("settlement", sa.String(length=16), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("external_id", sa.String(length=128), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("breaks", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_school_centre_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
        sa.UniqueConstraint("uid", name=op.f("uq_school_uid")),
    )
    op.create_index(op.f("ix_school_centre_id"), "school", ["centre_id"], unique=False)
    op.create_index("ix_school_centre_id_name", "school", ["centre_id", "name"], unique=False)
    op.create_index("uq_school_centre_id_external_id", "school", ["centre_id", "external_id"], unique=True)
    op.create_table(
        "target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=64), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_target_centre_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sa.UniqueConstraint(
            "centre_id", "indicator", "period", name=op.f("uq_target_centre_id_indicator_period")
        ),
    )
    op.create_index(op.f("ix_target_centre_id"), "target", ["centre_id"], unique=False)
    op.create_table(
        "model_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_model_part_quantity")),
        sa.ForeignKeyConstraint(["model_id"], ["equipment_model.id"], name=op.f("fk_model_part_model_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_part")),
        sa.UniqueConstraint("model_id", "name", name=op.f("uq_model_part_model_id_name")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("login", sa.String(length=64), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("gender", sa.String(length=16), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("safeguarding", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_person_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
        sa.UniqueConstraint("uid", name=op.f("uq_person_uid")),
    )
    op.create_index(op.f("ix_person_email"), "person", ["email"], unique=False)
    op.create_index(op.f("ix_person_name"), "person", ["name"], unique=False)
    op.create_index(op.f("ix_person_school_id"), "person", ["school_id"], unique=False)
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["form_id"], ["evaluation_form.id"], name=op.f("fk_question_form_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    op.create_index(op.f("ix_question_form_id"), "question", ["form_id"], unique=False)
    op.create_table(
        "ambassador",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("study", sa.Text(), nullable=False),
        sa.Column("home_area", sa.Text(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_ambassador_centre_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ambassador_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassador")),
        sa.UniqueConstraint("person_id", name=op.f("uq_ambassador_person_id")),
    )
    op.create_index(op.f("ix_ambassador_centre_id"), "ambassador", ["centre_id"], unique=False)
    op.create_table(
        "audit_context",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_audit_context_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_context")),
    )
    op.create_table(
        "availability",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("from_minute", sa.Integer(), nullable=False),
        sa.Column("to_minute", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "from_minute >= 0 and to_minute <= 1440 and from_minute < to_minute",
            name=op.f("ck_availability_order"),
        ),
        sa.CheckConstraint("weekday between 0 and 6", name=op.f("ck_availability_weekday")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_availability_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_availability")),
    )
    op.create_index(op.f("ix_availability_person_id"), "availability", ["person_id"], unique=False)
    op.create_table(
        "availability_exception",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("available", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_availability_exception_order")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_availability_exception_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_availability_exception")),
        sa.UniqueConstraint("uid", name=op.f("uq_availability_exception_uid")),
    )
    op.create_index(
        "ix_availability_exception_person_id_starts_at",
        "availability_exception",
        ["person_id", "starts_at"],
        unique=False,
    )
    op.create_table(
        "bookable",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("model_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("serial", sa.Text(), nullable=False),
        sa.Column("purchased_on", sa.Date(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("setup_minutes", sa.Integer(), nullable=True),
        sa.Column("cleardown_minutes", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("(kind = 'person') = (person_id is not null)", name=op.f("ck_bookable_person")),
        sa.CheckConstraint("kind in ('lab', 'unit', 'person')", name=op.f("ck_bookable_kind")),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_bookable_parent")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_bookable_centre_id")),
        sa.ForeignKeyConstraint(["model_id"], ["equipment_model.id"], name=op.f("fk_bookable_model_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["bookable.id"], name=op.f("fk_bookable_parent_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_bookable_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookable")),
        sa.UniqueConstraint("centre_id", "code", name=op.f("uq_bookable_centre_id_code")),
        sa.UniqueConstraint("person_id", name=op.f("uq_bookable_person_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_bookable_uid")),
    )
    op.create_index(op.f("ix_bookable_centre_id"), "bookable", ["centre_id"], unique=False)
    op.create_index(op.f("ix_bookable_model_id"), "bookable", ["model_id"], unique=False)
    op.create_index(op.f("ix_bookable_parent_id"), "bookable", ["parent_id"], unique=False)
    op.create_table(
        "clearance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_clearance_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clearance")),
        sa.UniqueConstraint("uid", name=op.f("uq_clearance_uid")),
    )
    op.create_index(op.f("ix_clearance_person_id"), "clearance", ["person_id"], unique=False)
    op.create_table(
        "closure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source_uid", sa.Text(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by", sa.Integer(), nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_closure_order")),
        sa.ForeignKeyConstraint(["cancelled_by"], ["person.id"], name=op.f("fk_closure_cancelled_by")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_closure_centre_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure")),
        sa.UniqueConstraint("uid", name=op.f("uq_closure_uid")),
    )
    op.create_index(op.f("ix_closure_centre_id"), "closure", ["centre_id"], unique=False)
    op.create_index("ix_closure_centre_id_starts_at", "closure", ["centre_id", "starts_at"], unique=False)
    op.create_table(
        "course",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("qualification_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_course_centre_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["person.id"], name=op.f("fk_course_lead_id")),
        sa.ForeignKeyConstraint(
            ["qualification_id"], ["qualification.id"], name=op.f("fk_course_qualification_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
        sa.UniqueConstraint("uid", name=op.f("uq_course_uid")),
    )
    op.create_index(op.f("ix_course_centre_id"), "course", ["centre_id"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("venue", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("risk_done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("risk_done_by", sa.Integer(), nullable=True),
        sa.Column("evaluation_done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiver_reason", sa.Text(), nullable=False),
        sa.Column("waived_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_event_centre_id")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_event_created_by")),
        sa.ForeignKeyConstraint(["lead_id"], ["person.id"], name=op.f("fk_event_lead_id")),
        sa.ForeignKeyConstraint(["risk_done_by"], ["person.id"], name=op.f("fk_event_risk_done_by")),
        sa.ForeignKeyConstraint(["waived_by"], ["person.id"], name=op.f("fk_event_waived_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("centre_id", "number", name=op.f("uq_event_centre_id_number")),
        sa.UniqueConstraint("uid", name=op.f("uq_event_uid")),
    )
    op.create_index(op.f("ix_event_centre_id"), "event", ["centre_id"], unique=False)
    op.create_index("ix_event_centre_id_state", "event", ["centre_id", "state"], unique=False)
    op.create_index(op.f("ix_event_lead_id"), "event", ["lead_id"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=48), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("about", sa.String(length=32), nullable=True),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_message_centre_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("uid", name=op.f("uq_message_uid")),
    )
    op.create_index(op.f("ix_message_person_id"), "message", ["person_id"], unique=False)
    op.create_index("ix_message_person_id_read_at", "message", ["person_id", "read_at"], unique=False)
    op.create_table(
        "person_qualification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("qualification_id", sa.Integer(), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_qualification_person_id")),
        sa.ForeignKeyConstraint(
            ["qualification_id"], ["qualification.id"], name=op.f("fk_person_qualification_qualification_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_qualification")),
        sa.UniqueConstraint("uid", name=op.f("uq_person_qualification_uid")),
    )
    op.create_index(
        op.f("ix_person_qualification_person_id"), "person_qualification", ["person_id"], unique=False
    )
    op.create_index(
        op.f("ix_person_qualification_qualification_id"),
        "person_qualification",
        ["qualification_id"],
        unique=False,
    )
    op.create_table(
        "person_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_person_role_centre_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_role_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_role")),
    )
    op.create_index("ix_person_role_centre_id_role", "person_role", ["centre_id", "role"], unique=False)
    op.create_index(op.f("ix_person_role_person_id"), "person_role", ["person_id"], unique=False)
    op.create_table(
        "report_month",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=True),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locked_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_report_month_centre_id")),
        sa.ForeignKeyConstraint(["locked_by"], ["person.id"], name=op.f("fk_report_month_locked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_month")),
        sa.UniqueConstraint("centre_id", "month", name=op.f("uq_report_month_centre_id_month")),
    )
    op.create_index(op.f("ix_report_month_centre_id"), "report_month", ["centre_id"], unique=False)
    op.create_table(
        "request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("requester_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("topic", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("pupils", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("consultant_id", sa.Integer(), nullable=True),
        sa.Column("duplicate_of", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("follow_up", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_response_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_request_centre_id")),
        sa.ForeignKeyConstraint(["consultant_id"], ["person.id"], name=op.f("fk_request_consultant_id")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_request_created_by")),
        sa.ForeignKeyConstraint(["duplicate_of"], ["request.id"], name=op.f("fk_request_duplicate_of")),
        sa.ForeignKeyConstraint(["requester_id"], ["person.id"], name=op.f("fk_request_requester_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_request_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request")),
        sa.UniqueConstraint("centre_id", "number", name=op.f("uq_request_centre_id_number")),
        sa.UniqueConstraint("uid", name=op.f("uq_request_uid")),
    )
    op.create_index(op.f("ix_request_centre_id"), "request", ["centre_id"], unique=False)
    op.create_index("ix_request_centre_id_state", "request", ["centre_id", "state"], unique=False)
    op.create_index(op.f("ix_request_consultant_id"), "request", ["consultant_id"], unique=False)
    op.create_index(op.f("ix_request_requester_id"), "request", ["requester_id"], unique=False)
    op.create_index(op.f("ix_request_school_id"), "request", ["school_id"], unique=False)
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("starts_wall", sa.String(length=19), nullable=False),
        sa.Column("length_minutes", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("excluded", sa.JSON(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_series_centre_id")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_series_created_by")),
        sa.ForeignKeyConstraint(["parent_id"], ["series.id"], name=op.f("fk_series_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("uid", name=op.f("uq_series_uid")),
    )
    op.create_index(op.f("ix_series_centre_id"), "series", ["centre_id"], unique=False)
    op.create_table(
        "step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=True),
        sa.Column("from_state", sa.String(length=32), nullable=True),
        sa.Column("to_state", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_step_centre_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_step_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step")),
    )
    op.create_index("ix_step_subject_subject_id", "step", ["subject", "subject_id"], unique=False)
    op.create_index("ix_step_subject_to_state_at", "step", ["subject", "to_state", "at"], unique=False)
    op.create_table(
        "activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("setup_minutes", sa.Integer(), nullable=True),
        sa.Column("cleardown_minutes", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("series_wall", sa.String(length=19), nullable=True),
        sa.Column("own_fields", sa.JSON(), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source_uid", sa.Text(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by", sa.Integer(), nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("setup_minutes >= 0 and cleardown_minutes >= 0", name=op.f("ck_activity_buffers")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_activity_order")),
        sa.ForeignKeyConstraint(["cancelled_by"], ["person.id"], name=op.f("fk_activity_cancelled_by")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_activity_centre_id")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_activity_created_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_activity_person_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_activity_school_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_activity_series_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
        sa.UniqueConstraint("uid", name=op.f("uq_activity_uid")),
    )
    op.create_index("ix_activity_centre_id_starts_at", "activity", ["centre_id", "starts_at"], unique=False)
    op.create_index(
        "ix_activity_open",
        "activity",
        ["centre_id", "state", "ends_at"],
        unique=False,
        sqlite_where=sa.text("state in ('pending', 'checked_out')"),
        postgresql_where=sa.text("state in ('pending', 'checked_out')"),
    )
    op.create_index("ix_activity_person_id_starts_at", "activity", ["person_id", "starts_at"], unique=False)
    op.create_index(op.f("ix_activity_school_id"), "activity", ["school_id"], unique=False)
    op.create_index(
        "ix_activity_series_id_series_wall", "activity", ["series_id", "series_wall"], unique=False
    )
    op.create_index(op.f("ix_activity_source_uid"), "activity", ["source_uid"], unique=False)
    op.create_table(
        "enrolment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_enrolment_course_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_enrolment_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint("course_id", "person_id", name=op.f("uq_enrolment_course_id_person_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_enrolment_uid")),
    )
    op.create_index("ix_enrolment_person_id", "enrolment", ["person_id"], unique=False)
    op.create_table(
        "evaluation_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("course_id", sa.Integer(), nullable=True),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("invited >= 0", name=op.f("ck_evaluation_round_invited")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_evaluation_round_centre_id")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_evaluation_round_course_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_evaluation_round_event_id")),
        sa.ForeignKeyConstraint(
            ["form_id"], ["evaluation_form.id"], name=op.f("fk_evaluation_round_form_id")
        ),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_evaluation_round_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_round")),
        sa.UniqueConstraint("uid", name=op.f("uq_evaluation_round_uid")),
    )
    op.create_index(op.f("ix_evaluation_round_centre_id"), "evaluation_round", ["centre_id"], unique=False)
    op.create_index(op.f("ix_evaluation_round_course_id"), "evaluation_round", ["course_id"], unique=False)
    op.create_index(op.f("ix_evaluation_round_event_id"), "evaluation_round", ["event_id"], unique=False)
    op.create_index(op.f("ix_evaluation_round_form_id"), "evaluation_round", ["form_id"], unique=False)
    op.create_index(op.f("ix_evaluation_round_opened_at"), "evaluation_round", ["opened_at"], unique=False)
    op.create_index(op.f("ix_evaluation_round_request_id"), "evaluation_round", ["request_id"], unique=False)
    op.create_table(
        "event_school",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("expected_pupils", sa.Integer(), nullable=False),
        sa.Column("expected_teachers", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["person.id"], name=op.f("fk_event_school_contact_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_school_event_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_event_school_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_school")),
        sa.UniqueConstraint("event_id", "school_id", name=op.f("uq_event_school_event_id_school_id")),
    )
    op.create_index(op.f("ix_event_school_school_id"), "event_school", ["school_id"], unique=False)
    op.create_table(
        "opening_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("bookable_id", sa.Integer(), nullable=True),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("from_minute", sa.Integer(), nullable=False),
        sa.Column("to_minute", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "from_minute >= 0 and to_minute <= 1440 and from_minute < to_minute",
            name=op.f("ck_opening_hours_order"),
        ),
        sa.CheckConstraint("weekday between 0 and 6", name=op.f("ck_opening_hours_weekday")),
        sa.ForeignKeyConstraint(["bookable_id"], ["bookable.id"], name=op.f("fk_opening_hours_bookable_id")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_opening_hours_centre_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_hours")),
    )
    op.create_index(op.f("ix_opening_hours_bookable_id"), "opening_hours", ["bookable_id"], unique=False)
    op.create_index(op.f("ix_opening_hours_centre_id"), "opening_hours", ["centre_id"], unique=False)
    op.create_table(
        "outage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("bookable_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("ends_at is null or starts_at < ends_at", name=op.f("ck_outage_order")),
        sa.ForeignKeyConstraint(["bookable_id"], ["bookable.id"], name=op.f("fk_outage_bookable_id")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_outage_centre_id")),
        sa.ForeignKeyConstraint(["reported_by"], ["person.id"], name=op.f("fk_outage_reported_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage")),
        sa.UniqueConstraint("uid", name=op.f("uq_outage_uid")),
    )
    op.create_index("ix_outage_bookable_id_starts_at", "outage", ["bookable_id", "starts_at"], unique=False)
    op.create_index(op.f("ix_outage_centre_id"), "outage", ["centre_id"], unique=False)
    op.create_table(
        "photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("bookable_id", sa.Integer(), nullable=True),
        sa.Column("model_id", sa.Integer(), nullable=True),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(length=32), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(bookable_id is null) <> (model_id is null)", name=op.f("ck_photo_one")),
        sa.ForeignKeyConstraint(["bookable_id"], ["bookable.id"], name=op.f("fk_photo_bookable_id")),
        sa.ForeignKeyConstraint(["model_id"], ["equipment_model.id"], name=op.f("fk_photo_model_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
        sa.UniqueConstraint("uid", name=op.f("uq_photo_uid")),
    )
    op.create_index(op.f("ix_photo_bookable_id"), "photo", ["bookable_id"], unique=False)
    op.create_index(op.f("ix_photo_model_id"), "photo", ["model_id"], unique=False)
    op.create_table(
        "policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("bookable_id", sa.Integer(), nullable=True),
        sa.Column("model_id", sa.Integer(), nullable=True),
        sa.Column("create_notice", sa.Integer(), nullable=True),
        sa.Column("change_notice", sa.Integer(), nullable=True),
        sa.Column("cancel_notice", sa.Integer(), nullable=True),
        sa.Column("horizon_days", sa.Integer(), nullable=True),
        sa.Column("min_minutes", sa.Integer(), nullable=True),
        sa.Column("max_minutes", sa.Integer(), nullable=True),
        sa.Column("needs_approval", sa.Boolean(), nullable=True),
        sa.Column("approval_hours", sa.Integer(), nullable=True),
        sa.Column("within_hours", sa.Boolean(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("bookable_id is null or model_id is null", name=op.f("ck_policy_scope")),
        sa.ForeignKeyConstraint(["bookable_id"], ["bookable.id"], name=op.f("fk_policy_bookable_id")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_policy_centre_id")),
        sa.ForeignKeyConstraint(["model_id"], ["equipment_model.id"], name=op.f("fk_policy_model_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy")),
        sa.UniqueConstraint("bookable_id", name=op.f("uq_policy_bookable_id")),
        sa.UniqueConstraint("model_id", name=op.f("uq_policy_model_id")),
    )
    op.create_index(op.f("ix_policy_centre_id"), "policy", ["centre_id"], unique=False)
    op.create_table(
        "preferred_slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_preferred_slot_order")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_preferred_slot_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preferred_slot")),
        sa.UniqueConstraint("request_id", "rank", name=op.f("uq_preferred_slot_request_id_rank")),
    )
    op.create_table(
        "qualification_needed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bookable_id", sa.Integer(), nullable=True),
        sa.Column("model_id", sa.Integer(), nullable=True),
        sa.Column("qualification_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(bookable_id is null) <> (model_id is null)", name=op.f("ck_qualification_needed_one")
        ),
        sa.ForeignKeyConstraint(
            ["bookable_id"], ["bookable.id"], name=op.f("fk_qualification_needed_bookable_id")
        ),
        sa.ForeignKeyConstraint(
            ["model_id"], ["equipment_model.id"], name=op.f("fk_qualification_needed_model_id")
        ),
        sa.ForeignKeyConstraint(
            ["qualification_id"], ["qualification.id"], name=op.f("fk_qualification_needed_qualification_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualification_needed")),
    )
    op.create_index(
        op.f("ix_qualification_needed_bookable_id"), "qualification_needed", ["bookable_id"], unique=False
    )
    op.create_index(
        op.f("ix_qualification_needed_model_id"), "qualification_needed", ["model_id"], unique=False
    )
    op.create_table(
        "rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("score between 1 and 5", name=op.f("ck_rating_score")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_rating_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint("request_id", name=op.f("uq_rating_request_id")),
    )
    op.create_table(
        "request_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("internal", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_request_message_author_id")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_request_message_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_message")),
        sa.UniqueConstraint("uid", name=op.f("uq_request_message_uid")),
    )
    op.create_index(op.f("ix_request_message_request_id"), "request_message", ["request_id"], unique=False)
    op.create_table(
        "allocation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("bookable_id", sa.Integer(), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=False),
        sa.Column("occupied_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("occupied_to", sa.DateTime(timezone=True), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.CheckConstraint("occupied_from < occupied_to", name=op.f("ck_allocation_order")),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_allocation_activity_id")),
        sa.ForeignKeyConstraint(["asked_id"], ["bookable.id"], name=op.f("fk_allocation_asked_id")),
        sa.ForeignKeyConstraint(["bookable_id"], ["bookable.id"], name=op.f("fk_allocation_bookable_id")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_allocation_centre_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
    )
    op.create_index("ix_allocation_activity_id", "allocation", ["activity_id"], unique=False)
    op.create_index(
        "ix_allocation_centre_id_occupied_from", "allocation", ["centre_id", "occupied_from"], unique=False
    )
    op.create_index(
        "ix_allocation_live",
        "allocation",
        ["bookable_id", "occupied_from", "occupied_to"],
        unique=False,
        sqlite_where=sa.text("live"),
        postgresql_where=sa.text("live"),
    )
    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("consultant_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("replaced_by", sa.Integer(), nullable=True),
        sa.Column("held_minutes", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_appointment_activity_id")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_appointment_centre_id")),
        sa.ForeignKeyConstraint(["consultant_id"], ["person.id"], name=op.f("fk_appointment_consultant_id")),
        sa.ForeignKeyConstraint(["replaced_by"], ["appointment.id"], name=op.f("fk_appointment_replaced_by")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_appointment_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint("activity_id", name=op.f("uq_appointment_activity_id")),
    )
    op.create_index(op.f("ix_appointment_centre_id"), "appointment", ["centre_id"], unique=False)
    op.create_index(op.f("ix_appointment_consultant_id"), "appointment", ["consultant_id"], unique=False)
    op.create_index(op.f("ix_appointment_request_id"), "appointment", ["request_id"], unique=False)
    op.create_table(
        "commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("trainees", sa.Integer(), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_commitment_enrolment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_commitment_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
        sa.UniqueConstraint("uid", name=op.f("uq_commitment_uid")),
    )
    op.create_index(op.f("ix_commitment_enrolment_id"), "commitment", ["enrolment_id"], unique=False)
    op.create_index(op.f("ix_commitment_person_id"), "commitment", ["person_id"], unique=False)
    op.create_table(
        "evaluation_response",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["evaluation_round.id"], name=op.f("fk_evaluation_response_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_response")),
        sa.UniqueConstraint("uid", name=op.f("uq_evaluation_response_uid")),
    )
    op.create_index(
        op.f("ix_evaluation_response_round_id"), "evaluation_response", ["round_id"], unique=False
    )
    op.create_table(
        "event_block",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_event_block_activity_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_block_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_block")),
        sa.UniqueConstraint("activity_id", name=op.f("uq_event_block_activity_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_event_block_uid")),
    )
    op.create_index(op.f("ix_event_block_event_id"), "event_block", ["event_id"], unique=False)
    op.create_table(
        "loan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("borrower_id", sa.Integer(), nullable=True),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("checked_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_out_by", sa.Integer(), nullable=True),
        sa.Column("condition_out", sa.Text(), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_by", sa.Integer(), nullable=True),
        sa.Column("condition_in", sa.Text(), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_loan_activity_id")),
        sa.ForeignKeyConstraint(["borrower_id"], ["person.id"], name=op.f("fk_loan_borrower_id")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_loan_centre_id")),
        sa.ForeignKeyConstraint(["checked_out_by"], ["person.id"], name=op.f("fk_loan_checked_out_by")),
        sa.ForeignKeyConstraint(["returned_by"], ["person.id"], name=op.f("fk_loan_returned_by")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_loan_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan")),
        sa.UniqueConstraint("activity_id", name=op.f("uq_loan_activity_id")),
    )
    op.create_index(op.f("ix_loan_borrower_id"), "loan", ["borrower_id"], unique=False)
    op.create_index(op.f("ix_loan_centre_id"), "loan", ["centre_id"], unique=False)
    op.create_index(op.f("ix_loan_school_id"), "loan", ["school_id"], unique=False)
    op.create_table(
        "quota",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=32), nullable=False),
        sa.Column("per", sa.String(length=32), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.CheckConstraint("measure in ('count', 'hours')", name=op.f("ck_quota_measure")),
        sa.CheckConstraint("per in ('day', 'week', 'month', 'future')", name=op.f("ck_quota_per")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_quota_amount")),
        sa.ForeignKeyConstraint(["policy_id"], ["policy.id"], name=op.f("fk_quota_policy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota")),
    )
    op.create_index(op.f("ix_quota_policy_id"), "quota", ["policy_id"], unique=False)
    op.create_table(
        "requirement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=True),
        sa.Column("needs_clearance", sa.Boolean(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("needed > 0", name=op.f("ck_requirement_needed")),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_requirement_activity_id")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_requirement_centre_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement")),
        sa.UniqueConstraint("uid", name=op.f("uq_requirement_uid")),
    )
    op.create_index(op.f("ix_requirement_activity_id"), "requirement", ["activity_id"], unique=False)
    op.create_index(op.f("ix_requirement_centre_id"), "requirement", ["centre_id"], unique=False)
    op.create_table(
        "training_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_training_session_activity_id")
        ),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_training_session_course_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_session")),
        sa.UniqueConstraint("activity_id", name=op.f("uq_training_session_activity_id")),
    )
    op.create_index(op.f("ix_training_session_course_id"), "training_session", ["course_id"], unique=False)
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("score is null or score between 1 and 5", name=op.f("ck_answer_score")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_answer_question_id")),
        sa.ForeignKeyConstraint(
            ["response_id"], ["evaluation_response.id"], name=op.f("fk_answer_response_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("response_id", "question_id", name=op.f("uq_answer_response_id_question_id")),
    )
    op.create_index(op.f("ix_answer_question_id"), "answer", ["question_id"], unique=False)
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_assignment_centre_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignment_person_id")),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["requirement.id"], name=op.f("fk_assignment_requirement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("uid", name=op.f("uq_assignment_uid")),
    )
    op.create_index(op.f("ix_assignment_centre_id"), "assignment", ["centre_id"], unique=False)
    op.create_index("ix_assignment_person_id_state", "assignment", ["person_id", "state"], unique=False)
    op.create_index("ix_assignment_requirement_id", "assignment", ["requirement_id"], unique=False)
    op.create_table(
        "event_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("attendance_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_event_session_order")),
        sa.ForeignKeyConstraint(["block_id"], ["event_block.id"], name=op.f("fk_event_session_block_id")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_event_session_centre_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_session_event_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["person.id"], name=op.f("fk_event_session_lead_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_session")),
        sa.UniqueConstraint("uid", name=op.f("uq_event_session_uid")),
    )
    op.create_index(op.f("ix_event_session_block_id"), "event_session", ["block_id"], unique=False)
    op.create_index(
        "ix_event_session_centre_id_starts_at", "event_session", ["centre_id", "starts_at"], unique=False
    )
    op.create_index(op.f("ix_event_session_event_id"), "event_session", ["event_id"], unique=False)
    op.create_table(
        "loan_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("loan_id", sa.Integer(), nullable=False),
        sa.Column("bookable_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("counted_out", sa.Integer(), nullable=False),
        sa.Column("counted_in", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "counted_out >= 0 and (counted_in is null or counted_in >= 0)", name=op.f("ck_loan_part_counts")
        ),
        sa.ForeignKeyConstraint(["bookable_id"], ["bookable.id"], name=op.f("fk_loan_part_bookable_id")),
        sa.ForeignKeyConstraint(["loan_id"], ["loan.id"], name=op.f("fk_loan_part_loan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan_part")),
        sa.UniqueConstraint(
            "loan_id", "bookable_id", "name", name=op.f("uq_loan_part_loan_id_bookable_id_name")
        ),
    )
    op.create_table(
        "training_attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("training_session_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_training_attendance_minutes")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_training_attendance_enrolment_id")
        ),
        sa.ForeignKeyConstraint(
            ["training_session_id"],
            ["training_session.id"],
            name=op.f("fk_training_attendance_training_session_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_attendance")),
        sa.UniqueConstraint(
            "training_session_id",
            "enrolment_id",
            name=op.f("uq_training_attendance_training_session_id_enrolment_id"),
        ),
    )
    op.create_index(
        op.f("ix_training_attendance_enrolment_id"), "training_attendance", ["enrolment_id"], unique=False
    )
    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_participant_person_id")),
        sa.ForeignKeyConstraint(["session_id"], ["event_session.id"], name=op.f("fk_participant_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint("session_id", "person_id", name=op.f("uq_participant_session_id_person_id")),
    )
    op.create_index(op.f("ix_participant_person_id"), "participant", ["person_id"], unique=False)
    op.create_table(
        "participation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(length=32), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("gender", sa.String(length=32), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.CheckConstraint("headcount >= 0", name=op.f("ck_participation_headcount")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_participation_school_id")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["event_session.id"], name=op.f("fk_participation_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation")),
        sa.UniqueConstraint(
            "session_id",
            "school_id",
            "audience",
            "stage",
            "gender",
            name=op.f("uq_participation_session_id_school_id_audience_stage_gender"),
        ),
    )
    op.create_index(op.f("ix_participation_school_id"), "participation", ["school_id"], unique=False)
    op.create_table(
        "volunteer_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=64), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_volunteer_hours_minutes")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_volunteer_hours_assignment_id")
        ),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_volunteer_hours_centre_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_volunteer_hours_decided_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_volunteer_hours_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_hours")),
        sa.UniqueConstraint("uid", name=op.f("uq_volunteer_hours_uid")),
    )
    op.create_index(
        op.f("ix_volunteer_hours_assignment_id"), "volunteer_hours", ["assignment_id"], unique=False
    )
    op.create_index("ix_volunteer_hours_centre_id_day", "volunteer_hours", ["centre_id", "day"], unique=False)
    op.create_index(op.f("ix_volunteer_hours_person_id"), "volunteer_hours", ["person_id"], unique=False)
    # ### end Alembic commands ###
