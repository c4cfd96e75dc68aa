"""SQL functions that both engines have under different names."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class seconds(FunctionElement[int]):  # noqa: N801
    """An instant as whole seconds since 1970: quicker to read by the hundred thousand than datetimes."""

    type = BigInteger()
    inherit_cache = True


@compiles(seconds)
def _elsewhere(element: seconds, compiler: Any, **more: Any) -> str:
    return f"CAST(date_part('epoch', {compiler.process(element.clauses, **more)}) AS BIGINT)"


@compiles(seconds, "sqlite")
def _on_sqlite(element: seconds, compiler: Any, **more: Any) -> str:
    return f"CAST(STRFTIME('%s', {compiler.process(element.clauses, **more)}) AS INTEGER)"


class as_said(FunctionElement[bool]):  # noqa: N801
    """A yes-or-no column by itself, as partial indexes say it: for "live = 1" SQLite does not take their index."""

    type = Integer()  # type: ignore[assignment]  # a boolean would be rendered as "= 1" again
    inherit_cache = True


@compiles(as_said)
def _as_said(element: as_said, compiler: Any, **more: Any) -> str:
    return str(compiler.process(element.clauses, **more))


class listed(FunctionElement[Any]):  # noqa: N801
    """Every row of a select as one list of lists: much may be read by one statement.

    Instants and days arrive as ISO text (instants without an offset are UTC); on SQLite yes and no as 1 and 0.
    """

    type = JSON()
    inherit_cache = True


@compiles(listed)
def _as_json(element: listed, compiler: Any, **more: Any) -> str:
    return f"coalesce(json_agg(json_build_array({compiler.process(element.clauses, **more)})), '[]')"


@compiles(listed, "sqlite")
def _as_json_on_sqlite(element: listed, compiler: Any, **more: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **more)}))"
