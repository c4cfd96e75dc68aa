"""Every table of the program in one metadata: for the drift test, the copy and the checks."""

from __future__ import annotations

from importlib import import_module

from sqlalchemy import MetaData

FEATURES = (
    "audit",
    "outbox",
    "centres",
    "people",
    "schools",
    "resources",
    "schedule",
    "bookings",
    "consultations",
    "events",
    "ambassadors",
    "training",
    "evaluation",
    "reports",
)


def all_metadata() -> MetaData:
    """Imports every feature's tables and answers their common metadata."""
    for feature in FEATURES:
        import_module(f"resource_centre.{feature}.model")
    from resource_centre.db.base import Base

    return Base.metadata
