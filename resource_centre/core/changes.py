"""What a write answers: its value, and the topics whose pages must look again."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Topic(StrEnum):
    """What pages watch."""

    CENTRES = "centres"
    PEOPLE = "people"
    SCHOOLS = "schools"
    RESOURCES = "resources"
    SCHEDULE = "schedule"
    LOANS = "loans"
    CONSULTATIONS = "consultations"
    EVENTS = "events"
    AMBASSADORS = "ambassadors"
    TRAINING = "training"
    EVALUATION = "evaluation"
    REPORTS = "reports"
    MESSAGES = "messages"


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """A committed write."""

    value: T
    topics: frozenset[Topic] = field(default_factory=frozenset)
