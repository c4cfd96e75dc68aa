"""Classes of tables that cost nothing until they are used. SQLAlchemy's own declarative classes are ready at once, which
takes as long for the whole program as importing SQLAlchemy; and most of it only reads columns.

Here a class remembers what it declares. Its `Table` is made when a column of it is first asked for, and it is mapped, and
SQLAlchemy's object part imported, when the first object of it is wanted (`mapped`)."""

from __future__ import annotations

import sys
from datetime import date, datetime
from functools import cache
from importlib import import_module
from threading import RLock
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar, get_args, get_origin, get_type_hints

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)
from sqlalchemy.sql.type_api import TypeEngine

from resource_centre.db.types import Instant

if TYPE_CHECKING:
    from sqlalchemy.orm import registry

T = TypeVar("T")
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
METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
TYPES: dict[Any, Any] = {
    int: Integer,
    bool: Boolean,
    float: Double,
    str: Text,
    bytes: LargeBinary,
    datetime: Instant,
    date: Date,
    dict[str, Any]: JSON,
    list[Any]: JSON,
}
_ONE_AT_A_TIME = RLock()


class Mapped(Generic[T]):
    """What an attribute of such a class is annotated with."""


class Declaration:
    """`mapped_column` at rest: what a `Column` will be made of."""

    __slots__ = ("arguments", "options")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.arguments = arguments
        self.options = options


NOTHING_SAID = Declaration()


class PartialIndex:
    """An index over the rows of which `where` holds. It is made with the whole schema only: to make it, SQLAlchemy
    imports what it knows of both engines, and nothing that is read or written depends on it."""

    def __init__(self, name: str, *columns: str, where: str) -> None:
        self.name = name
        self.columns = columns
        self.where = where

    def make(self, table: Table) -> None:
        """The index itself."""
        where = text(self.where)
        Index(self.name, *(table.c[key] for key in self.columns), sqlite_where=where, postgresql_where=where)


class Declared(type):
    """The type of all classes of tables: to SQLAlchemy such a class is its table, until it is mapped."""

    declarations: dict[str, Declaration]

    def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> Declared:
        said = {key: body.pop(key) for key, value in list(body.items()) if isinstance(value, Declaration)}
        made = super().__new__(cls, name, bases, body)
        made.declarations = said
        if "__tablename__" in body:
            CLASSES[body["__tablename__"]] = made
        return made

    def __getattr__(cls, name: str) -> Any:
        if "__tablename__" in cls.__dict__ and not is_mapped(cls):
            if name == "__table__":
                return table_of(cls)
            if name == "__clause_element__":
                return lambda: table_of(cls)
            if name in cls.__annotations__:
                return table_of(cls).c[name]
        raise AttributeError(f"{cls.__name__} has no {name}")

    def __call__(cls: type[Any], *values: Any, **named: Any) -> Any:
        return type.__call__(mapped(cls), *values, **named)


CLASSES: dict[str, Declared] = {}


def is_mapped(model: type) -> bool:
    """Whether there can be objects of it already."""
    return "__mapper__" in model.__dict__


def table_of(model: Declared) -> Table:
    """The table of a class."""
    with _ONE_AT_A_TIME:
        name: str = model.__dict__["__tablename__"]
        known = METADATA.tables.get(name)
        return _made(model, name) if known is None else known


def mapped(model: type[T]) -> type[T]:
    """A class of which objects are wanted: `select(mapped(Event))`; to SQLAlchemy it is an entity from now on."""
    if not is_mapped(model):
        with _ONE_AT_A_TIME:
            if not is_mapped(model):
                _make_tables()  # what it refers to has to be there
                _registry().map_imperatively(model, METADATA.tables[model.__dict__["__tablename__"]])
    return model


@cache
def declare_all() -> None:
    """Every feature's classes are known; none costs more than that."""
    for feature in FEATURES:
        import_module(f"resource_centre.{feature}.model")


@cache
def make_all() -> MetaData:
    """Every table is made, with everything that the database has."""
    with _ONE_AT_A_TIME:
        _make_tables()
        for each in CLASSES.values():
            for index in each.__dict__.get("__table_args__", ()):
                if isinstance(index, PartialIndex):
                    index.make(table_of(each))
    return METADATA


@cache
def _make_tables() -> None:
    declare_all()
    for each in CLASSES.values():
        table_of(each)


class Alias:
    """A table once more in the same statement."""

    def __init__(self, selectable: Any) -> None:
        self._selectable = selectable

    def __clause_element__(self) -> Any:
        return self._selectable

    def __getattr__(self, name: str) -> Any:
        try:
            return self._selectable.c[name]
        except KeyError:
            raise AttributeError(name) from None


def aliased(model: Any, selectable: Any = None) -> Any:
    """The class once more under another name, or as what `selectable` finds of it."""
    return Alias(table_of(model).alias() if selectable is None else selectable)


@cache
def _registry() -> registry:
    from sqlalchemy.orm import registry

    return registry(metadata=METADATA)


def _made(model: Declared, name: str) -> Table:
    hints = get_type_hints(model, vars(sys.modules[model.__module__]), include_extras=True)
    columns = [
        _column(key, get_args(hints[key])[0], model.declarations.get(key, NOTHING_SAID))
        for key in model.__annotations__
    ]
    rest = [each for each in model.__dict__.get("__table_args__", ()) if not isinstance(each, PartialIndex)]
    return Table(name, METADATA, *columns, *rest)


def _column(name: str, meant: Any, own: Declaration) -> Column[Any]:
    """A column from its annotation, what an `Annotated` in it has for all of its kind, and what it says itself."""
    shared = NOTHING_SAID
    if get_origin(meant) is Annotated:
        meant, shared = get_args(meant)[:2]
    optional = get_origin(meant) is UnionType
    if optional:
        (meant,) = (each for each in get_args(meant) if each is not NoneType)
    said = (*own.arguments, *shared.arguments)
    types = [each for each in said if isinstance(each, TypeEngine | type)]
    refers = [ForeignKey(each.target_fullname) for each in said if isinstance(each, ForeignKey)]
    options = {"nullable": optional} | shared.options | own.options
    return Column(name, types[0] if types else TYPES[meant], *refers, **options)
