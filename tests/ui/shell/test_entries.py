"""Lists of entries are models as Qt wants them, and their headings cannot be chosen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Qt

from resource_centre.ui.command import rows
from resource_centre.ui.widgets import fields, lists

CHOSEN = Qt.ItemFlag.ItemIsSelectable


@pytest.fixture
def owner():
    return QObject()


@pytest.mark.parametrize(
    ("made", "entries"),
    [
        (lambda _owner: lists.ItemsModel(), [lists.Head("Today"), lists.Item(1, "Robotics")]),
        (lambda _owner: rows.Rows(), [rows.Head("People"), rows.Row("Aliya", lambda _now: None)]),
        (fields.Choices, [fields.Choice(1, "School 41"), fields.Choice(2, "School 42")]),
    ],
    ids=["items", "rows", "choices"],
)
def test_a_list_of_entries_is_a_model_as_qt_wants_it(owner, made, entries, qtmodeltester) -> None:
    model = made(owner)
    model.show(entries)
    qtmodeltester.check(model)
    assert [model.index(n, 0).data() for n in range(model.rowCount())] == [
        getattr(entry, "words", None) or entry.title for entry in entries
    ]


def test_a_heading_cannot_be_chosen_and_what_stands_under_it_can() -> None:
    model = lists.ItemsModel()
    model.show([lists.Head("Today"), lists.Item(1, "Robotics")])
    assert [bool(model.index(n, 0).flags() & CHOSEN) for n in range(2)] == [False, True]
