"""Does the jobs of one kind of person. Run: python -m tests.e2e.jobs ROLE DATABASE NOW PICTURES."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from tests.e2e.jobs.administrator import administrator
from tests.e2e.jobs.ambassador import ambassador
from tests.e2e.jobs.consultant import consultant
from tests.e2e.jobs.coordinator import coordinator
from tests.e2e.jobs.manager import manager
from tests.e2e.jobs.teacher import teacher
from tests.e2e.person import Person

JOBS = {
    "coordinator": coordinator, "consultant": consultant, "teacher": teacher, "ambassador": ambassador, "manager": manager,
    "administrator": administrator,
}  # fmt: skip


def main() -> int:
    """Every job, one after another; the picture of the screen where one cannot be done."""
    role, database, now, pictures = sys.argv[1:5]
    person = Person(Path(database), role, datetime.fromisoformat(now))
    try:
        for job in JOBS[role]:
            job(person)
        print(f"{role}: the window never waited longer than {person.heart.worst * 1000:.0f} ms")
    except BaseException:
        person.window.screen().grabWindow(0).save(str(Path(pictures) / f"{role}.png"))
        print("said:", person.said())
        raise
    finally:
        person.leave()
    return 0


if __name__ == "__main__":
    sys.exit(main())
