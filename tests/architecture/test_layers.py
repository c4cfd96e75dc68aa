"""The plan of the house holds: layers from top to bottom, no models in the window, no Qt outside it."""

from __future__ import annotations

from importlinter.cli import lint_imports

from tests.house import ROOT, python

LOADED = (
    "import sys, resource_centre.app, resource_centre.cli; print(*sorted(set({names}) & sys.modules.keys()))"
)


def test_every_import_keeps_the_contracts(capsys):
    kept = lint_imports(str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True) == 0
    assert kept, capsys.readouterr().out


def test_the_command_line_starts_without_qt_and_heavy_libraries():
    heavy = ["PySide6", "matplotlib", "openpyxl", "icalendar", "highspy", "alembic", "numpy"]
    assert python("-c", LOADED.format(names=heavy)).split() == []
