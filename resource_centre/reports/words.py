"""What stands in the lines of the tables: the words of every code that is counted by."""

from __future__ import annotations

from collections.abc import Mapping

from resource_centre.consultations.rules import CHANNELS, TOPICS
from resource_centre.i18n import N_
from resource_centre.reports.shape import Label, name

KINDS = {
    "workshop": N_("Workshop"),
    "open_day": N_("Open day"),
    "contest": N_("Contest"),
    "lecture": N_("Lecture"),
    "visit": N_("Visit"),
    "festival": N_("Festival"),
    "teacher_course": N_("Teacher course"),
}
MODES = {
    "at_centre": N_("At centre"),
    "at_school": N_("At school"),
    "online": N_("Online"),
    "hybrid": N_("Hybrid"),
}
AUDIENCES = {
    "pupils": N_("Pupils"),
    "teachers": N_("Teachers"),
    "parents": N_("Parents"),
    "students": N_("Students"),
    "others": N_("Others"),
}
GENDERS = {
    "female": N_("Female"),
    "male": N_("Male"),
    "other": N_("Other"),
    "not_recorded": N_("Not recorded"),
}
STAGES = {
    "primary": N_("Primary"),
    "lower_secondary": N_("Lower secondary"),
    "upper_secondary": N_("Upper secondary"),
    "vocational": N_("Vocational"),
    "higher": N_("Higher education"),
    "not_recorded": N_("Not recorded"),
}
SETTLEMENTS = {"urban": N_("Urban"), "rural": N_("Rural"), "not_recorded": N_("Not recorded")}
HOURS = {
    "session": N_("At sessions"),
    "preparation": N_("Preparation"),
    "travel": N_("Travel"),
    "training": N_("Own training"),
}
RESOURCES = {"lab": N_("Lab"), "unit": N_("Equipment")}
NOT_RECORDED = N_("Not recorded")


def word(names: Mapping[str, str], code: str) -> Label:
    """The word of a code; a code that nobody has named stays as it is."""
    return Label(names[code]) if code in names else name(code)


def place(names: Mapping[str, str], code: str) -> tuple[int, str]:
    """Where a code stands among the others: in the order they are listed, unknown ones last."""
    known = list(names)
    return (known.index(code) if code in names else len(known), code)


__all__ = [
    "AUDIENCES", "CHANNELS", "GENDERS", "HOURS", "KINDS", "MODES", "NOT_RECORDED", "RESOURCES", "SETTLEMENTS", "STAGES",
    "TOPICS", "place", "word",
]  # fmt: skip
