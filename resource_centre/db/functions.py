"""SQL functions that both engines have under different names."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class seconds(FunctionElement[int]):  # noqa: N801
    """An instant as whole seconds since 1970: quicker to read by the hundred thousand than datetimes."""

    type = BigInteger()
    inherit_cache = True


@compiles(seconds)
def _elsewhere(element: seconds, compiler: Any, **more: Any) -> str:
    return f"CAST(EXTRACT(EPOCH FROM {compiler.process(element.clauses, **more)}) AS BIGINT)"


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
