"""What the tables of every feature are made of."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Annotated, Any

from sqlalchemy import ForeignKey, String

from resource_centre.db.declared import METADATA, Declaration, Declared, PartialIndex, aliased, mapped

if TYPE_CHECKING:  # to a reader, and to who checks types, these are SQLAlchemy's own
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

    class Base(DeclarativeBase):
        """Every table."""

else:
    from resource_centre.db.declared import Mapped

    mapped_column = Declaration

    class Base(metaclass=Declared):
        """Every table."""

        metadata = METADATA

        def __init__(self, **values: Any) -> None:
            for name, value in values.items():
                if name not in type(self).__annotations__:
                    raise TypeError(f"{type(self).__name__} has no {name}")
                setattr(self, name, value)


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
    "PartialIndex",
    "PersonKey",
    "State",
    "Uid",
    "Version",
    "aliased",
    "mapped",
    "mapped_column",
    "new_uid",
]
