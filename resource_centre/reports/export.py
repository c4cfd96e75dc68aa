"""Writing a summary into a file: XLSX, CSV, JSON, or what the window draws, by the file's ending."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from resource_centre.core.errors import BadInput
from resource_centre.i18n import _
from resource_centre.reports import sheet
from resource_centre.reports.shape import Summary

Writer = Callable[[Summary], bytes]


def export(summary: Summary, path: Path, more: Mapping[str, Writer] | None = None) -> None:
    """Writes the summary; the file is there whole, or as it was before. `BadInput` for an unknown ending.

    `more` are kinds that only the window can draw, by their ending.
    """
    content = writer(path, more)(summary)
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(content)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def writer(path: Path, more: Mapping[str, Writer] | None = None) -> Writer:
    """What makes the contents of such a file."""
    kinds: dict[str, Writer] = {".xlsx": as_xlsx, ".csv": as_csv, ".json": as_json, **(more or {})}
    try:
        return kinds[path.suffix.lower()]
    except KeyError:
        raise BadInput(
            _("A summary is written as {kinds}. Name a file with one of these endings.").format(
                kinds=", ".join(kinds)
            ),
            "out",
        ) from None


def as_plain(summary: Summary) -> dict[str, Any]:
    """The summary as plain values: period, centre (null: the network), locked, tables."""
    return {
        "period": str(summary.month),
        "centre": summary.centre_code or None,
        "centres": list(summary.centres),
        "zone": summary.zone,
        "state": str(summary.state),
        "locked": summary.locked,
        "locked_at": summary.locked_at.isoformat() if summary.locked_at else None,
        "edition": "external" if summary.external else "internal",
        "tables": {table.key: list(sheet.plain(table)) for table in summary.tables},
    }


def as_json(summary: Summary) -> bytes:
    """JSON in UTF-8."""
    return (json.dumps(as_plain(summary), ensure_ascii=False, indent=1) + "\n").encode()


def as_csv(summary: Summary) -> bytes:
    """One row for each figure, in UTF-8 with a mark so that spreadsheets see it."""
    out = io.StringIO(newline="")
    write = csv.writer(out)
    titles = [_("Period"), _("Centre"), _("Locked"), _("Table"), _("Line"), _("Figure"), _("Unit")]
    write.writerow([*titles, *sheet.column_titles(summary), _("Key")])
    locked = _("yes") if summary.locked else _("no")
    for table in summary.tables:
        for line in table.lines:
            labels = " · ".join(str(label) for label in line.labels if str(label))
            for figure in line.figures:
                words = (summary.centre_name, locked, _(table.title), labels, figure.label)
                write.writerow(
                    [
                        str(summary.month),
                        *(sheet.text(word).value for word in words),
                        sheet.unit_name(figure.unit),
                        *(sheet.value(figure, column).value for column in sheet.ALL_COLUMNS),
                        sheet.text(figure.key).value,
                    ]
                )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(summary: Summary) -> bytes:
    """A workbook with a sheet for each table."""
    from resource_centre.reports.workbook import workbook

    return workbook(summary)
