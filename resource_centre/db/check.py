"""Looking for damage: the file itself, overlaps, half activities, gaps in the audit. Independent of the triggers."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from resource_centre.db.errors import translated
from resource_centre.db.owner import insist_on_owner
from resource_centre.db.upgrade import require_current
from resource_centre.db.watch import watched
from resource_centre.i18n import _, n_

# Each query counts rows that break a promise.
PROMISES: dict[str, str] = {
    "overlap": """
        select count(*) from allocation a join allocation b
          on b.bookable_id = a.bookable_id and b.id > a.id and a.live and b.live
         and a.occupied_from < b.occupied_to and b.occupied_from < a.occupied_to""",
    "half": """
        select count(*) from activity a where a.kind in ('lab_booking', 'loan', 'appointment', 'maintenance')
          and not exists (select 1 from allocation l where l.activity_id = a.id)""",
    "dead": """
        select count(*) from allocation l join activity a on a.id = l.activity_id
         where l.live and a.state in ('cancelled', 'declined', 'expired')""",
    "audit": """
        select count(*) from activity a where not exists (
          select 1 from audit_entry e where e.table_name = 'activity' and e.row_id = a.id and e.operation = 'insert')""",
    "steps": """
        select count(*) from activity a where not exists (
          select 1 from step s where s.subject = 'activity' and s.subject_id = a.id)""",
    "family": """
        select count(*) from allocation l join bookable c on c.parent_id = l.bookable_id and c.active
         where l.live and not exists (
          select 1 from allocation m where m.activity_id = l.activity_id and m.bookable_id = c.id)""",
}


def problems(engine: Engine) -> list[str]:
    """A sentence for each kind of damage found; none when the database is sound.

    Raises:
        NotPermitted: a person's login, which would find what it cannot see missing.
    """
    require_current(engine)
    insist_on_owner(engine)
    try:
        with watched(engine), engine.connect() as connection:
            found = _of_the_file(connection) if engine.dialect.name == "sqlite" else []
            for name, query in PROMISES.items():
                count = connection.execute(text(query)).scalar() or 0
                if count:
                    found.append(_sentence(name, count))
            return found
    except DBAPIError as trouble:
        raise translated(trouble) from trouble


def _of_the_file(connection: Connection) -> list[str]:
    found = [
        _("The file is damaged: {what}").format(what=row[0])
        for row in connection.execute(text("pragma integrity_check"))
        if row[0] != "ok"
    ]
    broken = connection.execute(text("pragma foreign_key_check")).all()
    if broken:
        found.append(
            n_("{n} row refers to nothing.", "{n} rows refer to nothing.", len(broken)).format(n=len(broken))
        )
    return found


def _sentence(name: str, count: int) -> str:
    texts = {
        "overlap": n_("{n} overlap of two holds.", "{n} overlaps of two holds.", count),
        "half": n_("{n} activity holds nothing.", "{n} activities hold nothing.", count),
        "dead": n_("{n} cancelled hold still takes time.", "{n} cancelled holds still take time.", count),
        "audit": n_("{n} activity is not in the audit.", "{n} activities are not in the audit.", count),
        "steps": n_("{n} activity has no history.", "{n} activities have no history.", count),
        "family": n_(
            "{n} hold misses a part of what it takes.", "{n} holds miss a part of what they take.", count
        ),
    }
    return texts[name].format(n=count)
