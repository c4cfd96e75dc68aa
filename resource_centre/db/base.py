"""The declarative base: naming of constraints and the columns that most tables share."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Annotated, Any

from sqlalchemy import JSON, Date, ForeignKey, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from resource_centre.db.types import Instant


class Base(DeclarativeBase):
    """Every table. Constraints without a name of their own get one by this convention."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: Instant(),
        date: Date(),
        str: Text(),
        dict[str, Any]: JSON(),
        list[Any]: JSON(),
    }


def new_uid() -> str:
    """A fresh UUID, as text: made by the client, so that a retry finds its own row."""
    return str(uuid.uuid4())


Key = Annotated[int, mapped_column(primary_key=True)]
Uid = Annotated[str, mapped_column(String(64), unique=True, default=new_uid)]
Version = Annotated[int, mapped_column(default=1, server_default="1")]
CentreKey = Annotated[int, mapped_column(ForeignKey("centre.id"), index=True)]
PersonKey = Annotated[int, mapped_column(ForeignKey("person.id"), index=True)]
MaybePerson = Annotated[int | None, mapped_column(ForeignKey("person.id"))]
State = Annotated[str, mapped_column(String(32))]
Code = Annotated[str, mapped_column(String(64))]

__all__ = [
    "Base",
    "CentreKey",
    "Code",
    "Key",
    "Mapped",
    "MaybePerson",
    "PersonKey",
    "State",
    "Uid",
    "Version",
    "new_uid",
]
