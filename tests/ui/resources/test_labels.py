"""Sheets of QR labels: as many pages as it takes, every word readable again."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from resource_centre.core.errors import BadInput, Cancelled
from resource_centre.exchange.labels import SHEETS, Label, placed
from resource_centre.resources import queries
from resource_centre.ui.background import Task
from resource_centre.ui.look import put_on
from resource_centre.ui.resources.labelling import LabelsDialog
from resource_centre.ui.resources.labels import draw_labels
from resource_centre.ui.resources.page import ResourcesPage
from resource_centre.ui.shell.window import MainWindow
from tests.ui.windowed import dialogs, settle

pytestmark = pytest.mark.needs_paper


@pytest.fixture(autouse=True)
def dressed(qapp: Any) -> None:
    """The application's own font, with its figures of equal width, as in the program."""
    put_on(qapp)


def read_back(file: Path) -> list[str]:
    """The text of each page."""
    done = subprocess.run(
        ["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True
    )
    return done.stdout.split("\f")[:-1]


def test_labels_fill_as_many_pages_as_they_take(qapp: Any, tmp_path: Path) -> None:
    labels = [Label(f"SPK-{n:02}", f"LEGO SPIKE Prime {n:02}", "Almaty") for n in range(1, 31)]
    file = tmp_path / "labels.pdf"
    assert draw_labels(Task(1, None, ""), file, placed(labels, SHEETS[0], 23)) == 3
    pages = read_back(file)
    assert [page.count("SPK-") for page in pages] == [1, 24, 5]


def test_cyrillic_and_kazakh_names_can_be_read_back(qapp: Any, tmp_path: Path) -> None:
    file = tmp_path / "labels.pdf"
    label = Label("ӘЖ-1", "Микроскоп қосымша бөлшектермен", "Алматы STEM орталығы")
    draw_labels(Task(1, None, ""), file, placed([label], SHEETS[1]))
    said = " ".join(read_back(file)[0].split())
    assert all(word in said for word in ("ӘЖ-1", "Микроскоп", "қосымша", "орталығы"))


def test_a_stopped_drawing_leaves_no_file(qapp: Any, tmp_path: Path) -> None:
    task = Task(1, None, "")
    task.cancel()
    with pytest.raises(Cancelled):
        draw_labels(task, tmp_path / "labels.pdf", placed([Label("A", "B", "C")], SHEETS[0]))
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_said(qapp: Any, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be written"):
        draw_labels(
            Task(1, None, ""), tmp_path / "no" / "labels.pdf", placed([Label("A", "B", "C")], SHEETS[0])
        )


def test_the_dialog_draws_what_is_listed(
    window: MainWindow, page: ResourcesPage, centre: Any, tmp_path: Path
) -> None:
    rows = centre.read(lambda u: queries.bookables(u, centre.centre_id, "unit"))
    LabelsDialog(window.desk, page, rows).open()
    dialog = dialogs(LabelsDialog)[0]
    dialog.first.setValue(23)
    assert "2 sheets" in dialog.promise.text()
    dialog.write(tmp_path / "labels.pdf")
    settle(window)
    assert not dialogs(LabelsDialog)
    assert len(read_back(tmp_path / "labels.pdf")) == 2


def test_nothing_listed_draws_nothing(window: MainWindow, page: ResourcesPage) -> None:
    LabelsDialog(window.desk, page, []).open()
    dialog = dialogs(LabelsDialog)[0]
    assert not dialog.ok.isEnabled()
    assert dialog.ok.toolTip()
