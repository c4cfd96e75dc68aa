"""What is made ready beforehand is what would be painted anyway."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from resource_centre.ui.timeline.layout import Prepared, prepare
from resource_centre.ui.timeline.ready import make_ready
from resource_centre.ui.timeline.view import TimelineView
from tests.ui.timeline import sample


@pytest.fixture
def view(qtbot: QtBot) -> TimelineView:
    view = TimelineView()
    view.resize(1000, 620)
    view.show()
    view.set_scene(sample.scene())
    qtbot.addWidget(view)
    return view


def picture(view: TimelineView) -> QImage:
    return view.grab().toImage()


def ready(view: TimelineView) -> Prepared:
    prepared = prepare(sample.scene())
    make_ready(prepared, view.sight)
    return prepared


def test_rows_in_sight_are_ready_before_they_are_shown(view: TimelineView) -> None:
    prepared = ready(view)
    view.set_scene(prepared.scene, prepared)
    assert view.layout_ is not None
    seen = view.layout_.bands.between(0, view.body.height())
    with_blocks = {band.row.key for band in seen if band.row.key in prepared.blocks}
    assert with_blocks & view.layout_.ready.keys() == with_blocks & {
        b.bookable for b in prepared.scene.blocks
    }


def test_a_scene_made_ready_and_warmed_looks_the_same(view: TimelineView) -> None:
    view.forget_strips()
    plain = picture(view)
    prepared = ready(view)
    view.warming.take(prepared, view.sight)
    while view.warming.isActive():
        view.warming.turn()
    view.set_scene(prepared.scene, prepared)
    assert picture(view) == plain


def test_what_ends_in_the_meantime_is_past_although_it_was_ready(view: TimelineView) -> None:
    prepared = ready(view)
    later = prepared.scene.now + timedelta(days=2)
    moved = prepared.at(later)
    view.set_scene(moved.scene, moved)
    kept = picture(view)
    view.set_scene(replace(sample.scene(), now=later))
    anew = prepare(replace(sample.scene(), now=later)).at(later)
    view.set_scene(anew.scene, anew)
    assert picture(view) == kept


def test_a_hurried_zoom_is_finished_without_being_asked(
    qtbot: QtBot, view: TimelineView, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture(view)
    view.zoom_to(view.zoom * 1.5)
    monkeypatch.setattr("resource_centre.ui.timeline.stretching.BUDGET", 0.0)
    qtbot.waitUntil(lambda: view._strips.finished)
    monkeypatch.undo()
    finished = picture(view)
    view.forget_strips()
    assert finished == picture(view)


@pytest.mark.parametrize("width", [40, 70, 110])
@pytest.mark.parametrize(
    "words", ["Robotics club 7B", "Кружок робототехники, 7 класс", "Тәжірибе сабағы, 5 сынып"]
)
def test_fitted_lines_are_no_wider_than_their_room(view: TimelineView, words: str, width: int) -> None:
    labels = view.kit().labels
    lines = labels.lines(words, width, 2)
    assert max(labels.metrics.horizontalAdvance(line) for line in lines) <= width + 0.5


def test_letters_are_learnt_before_another_thread_fits_them(view: TimelineView) -> None:
    labels = view.sight.labels
    assert labels.knows("Тәжірибе сабағы, Optics 10") and not labels.knows("光学")
