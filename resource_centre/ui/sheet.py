"""The style sheet, written from the tokens. Its small pictures are drawn into a folder of the program's own."""

from __future__ import annotations

import hashlib
import os
from string import Template
from typing import TYPE_CHECKING

from resource_centre.settings import cache_folder
from resource_centre.ui.icons import svg

if TYPE_CHECKING:
    from resource_centre.ui.look import Look

TEMPLATE = Template("""
* { outline: 0; }
QWidget { color: $text; font-family: Inter; font-size: ${px13}px; }
QMainWindow, QWidget[ground="page"] { background: $page; }
QWidget[ground="window"] { background: $window; }
QWidget[ground="surface"] { background: $surface; }
QWidget[ground="sunken"] { background: $sunken; }
QToolTip { background: $surface; color: $text; border: 1px solid $line2; padding: 5px 8px; font-size: ${px12}px; }

QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${px20}px; font-weight: 600; }
QLabel[role="object"] { font-size: ${px17}px; font-weight: 600; }
QLabel[role="section"] { font-size: ${px13}px; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="medium"] { font-weight: 500; }
QLabel[role="figure"] { font-size: ${px22}px; font-weight: 600; }
QLabel[role="hero"] { font-size: ${px28}px; font-weight: 600; }
QLabel[role="body2"] { color: $text2; }
QLabel[role="second"] { color: $text3; font-size: ${px12}px; }
QLabel[role="second2"] { color: $text2; font-size: ${px12}px; }
QLabel[role="caption"] { color: $text3; font-size: ${px11}px; }
QLabel[role="caption-strong"] { color: $text2; font-size: ${px11}px; font-weight: 600; }
QLabel[role="label"] { color: $text2; font-size: ${px12}px; }
QLabel[role="ok"], QLabel[tone="ok"] { color: $ok; }
QLabel[tone="warn"] { color: $warn; }
QLabel[role="fault"] { color: $danger; font-size: ${px12}px; }
QLabel[tone="danger"] { color: $danger; }
QLabel[tone="accent"] { color: $accent; }
QLabel[noted="true"] { background: $warn_soft; color: $text; border-radius: 4px; padding: 7px 10px; }
QLabel[chip] { border-radius: 4px; padding: 2px 7px; font-size: ${px11}px; font-weight: 600; }
QLabel[chip="plain"] { background: $hover; color: $text2; }
QLabel[chip="ok"] { background: $ok_soft; color: $ok; }
QLabel[chip="warn"] { background: $warn_soft; color: $warn; }
QLabel[chip="danger"] { background: $danger_soft; color: $danger; }
QLabel[chip="accent"] { background: $soft; color: $soft_text; }

QFrame[card="true"] { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame[card="picked"] { background: $surface; border: 2px solid $accent; border-radius: 8px; }
QFrame[card="true"]:focus { border: 2px solid $accent; }
QFrame[card="danger"] { background: $surface; border: 1px solid $danger; border-radius: 8px; }
QFrame[card="warn"] { background: $surface; border: 1px solid $line2; border-radius: 8px; }
QFrame[cardhead="true"] { border: none; border-bottom: 1px solid $line; background: transparent; }
QFrame[inspector="true"] { background: $page; border: none; border-left: 1px solid $line; }
QFrame[section="true"] { border: none; border-bottom: 1px solid $line; background: transparent; }
QFrame[foot="true"] { border: none; border-top: 1px solid $line; background: transparent; }
QFrame[stamp="true"] { background: $soft; border: none; border-radius: 6px; }
QFrame[figurecell="true"] { border: none; border-right: 1px solid $line; border-bottom: 1px solid $line; background: transparent; }
QFrame[rule="h"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[rule="v"] { background: $line; border: none; max-width: 1px; min-width: 1px; }
QFrame[toolbar="true"] { background: $page; border: none; border-bottom: 1px solid $line; }

QFrame[banner] { border-radius: 6px; border: none; }
QFrame[banner="info"] { background: $soft; }
QFrame[banner="ok"] { background: $ok_soft; }
QFrame[banner="warn"] { background: $warn_soft; }
QFrame[banner="danger"] { background: $danger_soft; }
QFrame[banner="info"] QLabel, QFrame[banner="info"] QPushButton { color: $soft_text; }
QFrame[banner="ok"] QLabel, QFrame[banner="ok"] QPushButton { color: $ok; }
QFrame[banner="warn"] QLabel, QFrame[banner="warn"] QPushButton { color: $warn; }
QFrame[banner="danger"] QLabel, QFrame[banner="danger"] QPushButton { color: $danger; }

QPushButton { background: $surface; color: $text; border: 1px solid $line2; border-radius: 6px; padding: 0 12px;
  min-height: ${c28}px; font-weight: 500; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $line; }
QPushButton:focus { border: 2px solid $accent; padding: 0 11px; min-height: ${c26}px; }
QPushButton:disabled { background: $hover; color: $text3; border-color: $line; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $hover; color: $text3; border-color: $line; }
QPushButton[kind="danger"] { color: $danger; }
QPushButton[kind="quiet"] { background: transparent; border: 1px solid transparent; color: $text2; }
QPushButton[kind="quiet"]:hover { background: $hover; }
QPushButton[kind="quiet"]:focus { border: 2px solid $accent; }
QPushButton[kind="link"] { background: transparent; border: 1px solid transparent; color: $accent; padding: 0 4px; font-weight: 500; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border: 2px solid $accent; padding: 0 3px; }
QPushButton[kind="banner"] { background: transparent; border: 1px solid transparent; padding: 0 4px; font-weight: 600; text-decoration: underline;
  min-height: ${c22}px; }
QPushButton[kind="banner"]:focus { border: 2px solid $accent; padding: 0 3px; min-height: ${c20}px; }
QPushButton[kind="option"]:checked { border: 2px solid $accent; color: $soft_text; background: $surface; padding: 0 11px; min-height: ${c26}px; }
QPushButton[extent="small"] { min-height: ${c24}px; padding: 0 9px; font-size: ${px12}px; }
QPushButton[extent="small"]:focus { min-height: ${c22}px; padding: 0 8px; }
QPushButton[extent="small"][kind="option"]:checked { min-height: ${c22}px; padding: 0 8px; }
QPushButton::menu-indicator { image: url($chevron_down); width: 14px; height: 14px; subcontrol-position: right center; right: 8px; }
QPushButton[menu="true"] { padding-right: 26px; }

QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px; }
QToolButton:hover { background: $hover; }
QToolButton:focus { border: 2px solid $accent; padding: 3px; }
QToolButton[kind="framed"] { background: $surface; border: 1px solid $line2; }
QToolButton[kind="framed"]:hover { background: $hover; }
QToolButton[kind="framed"]:focus { border: 2px solid $accent; padding: 3px; }
QToolButton::menu-indicator { image: none; }
QFrame[segments="true"] { background: $hover; border: 1px solid $line2; border-radius: 6px; }
QFrame[segments="true"] QToolButton { border-radius: 5px; padding: 0 11px; color: $text2; font-weight: 500; min-height: ${c26}px; border: 1px solid transparent; }
QFrame[segments="true"] QToolButton:checked { background: $surface; color: $text; font-weight: 600; border: 1px solid $line2; }
QFrame[segments="true"] QToolButton:focus { border: 2px solid $accent; padding: 0 10px; min-height: ${c24}px; }
QFrame[segments="true"] QToolButton:disabled { color: $text3; }

QWidget#rail { background: $window; border-right: 1px solid $line; }
QToolButton[rail="true"] { border-radius: 8px; padding: 5px 1px 3px 1px; color: $text2; font-size: ${px10h}px; font-weight: 500; border: 1px solid transparent; }
QToolButton[rail="true"]:hover { background: $hover; }
QToolButton[rail="true"]:checked { background: $soft; color: $soft_text; font-weight: 600; }
QToolButton[rail="true"]:focus { border: 2px solid $accent; padding: 4px 0 2px 0; }
QWidget#header { background: $window; border-bottom: 1px solid $line; }
QWidget#status { background: $window; border-top: 1px solid $line; }
QWidget#status QLabel { color: $text3; font-size: ${px11}px; }
QLineEdit#command { min-height: ${c28}px; }
QLineEdit#command:focus { min-height: ${c26}px; }
QLabel[keycap="true"] { border: 1px solid $line2; border-radius: 4px; padding: 0 5px; background: $surface; color: $text2; font-weight: 500; }
QFrame#commands { background: $surface; border: 1px solid $line2; border-radius: 10px; }
QFrame#commands QListView { background: transparent; border: none; }
QPushButton#person { background: transparent; border: 1px solid transparent; text-align: left; padding: 0 4px; min-height: 38px; }
QPushButton#person:hover, QPushButton#centre:hover { background: $hover; }
QPushButton#centre { background: transparent; border: 1px solid transparent; font-weight: 600; padding: 0 8px; }
QPushButton#centre:disabled { color: $text; background: transparent; }
QPushButton#person:focus, QPushButton#centre:focus { border: 2px solid $accent; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox {
  background: $surface; color: $text; border: 1px solid $line2; border-radius: 6px; padding: 0 9px; min-height: ${c30}px;
  selection-background-color: $accent; selection-color: $on_accent; }
QPlainTextEdit, QTextEdit { padding: 5px 6px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QComboBox:on {
  border: 2px solid $accent; padding: 0 8px; min-height: ${c28}px; }
QPlainTextEdit:focus, QTextEdit:focus { padding: 4px 5px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled { background: $hover; color: $text3; border-color: $line; }
QLineEdit[fault="true"], QPlainTextEdit[fault="true"], QComboBox[fault="true"], QAbstractSpinBox[fault="true"] { border: 2px solid $danger; padding: 0 8px; min-height: ${c28}px; }
QLineEdit[extent="small"], QComboBox[extent="small"], QAbstractSpinBox[extent="small"] { min-height: ${c22}px; padding: 0 6px; }
QLineEdit[extent="small"]:focus, QComboBox[extent="small"]:focus, QAbstractSpinBox[extent="small"]:focus { min-height: ${c20}px; padding: 0 5px; }
QLineEdit[extent="count"], QLineEdit[extent="count"]:focus { min-height: 18px; padding: 0; border-width: 1px; }
QComboBox[extent="small"] { padding-right: 20px; }
QLineEdit[search="true"] { padding-left: 6px; }
QComboBox QLineEdit, QAbstractSpinBox QLineEdit { border: none; padding: 0; min-height: 10px; background: transparent; }
QComboBox { padding-right: 24px; }
QComboBox:focus, QComboBox:on { padding-right: 23px; }
QComboBox:editable, QComboBox:editable:focus, QComboBox:editable:on { padding-right: 0; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url($chevron_down); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $line2; selection-background-color: $soft; selection-color: $soft_text; padding: 4px; outline: 0; }
QComboBox QAbstractItemView::item { min-height: ${c26}px; padding: 0 6px; border-radius: 4px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 18px; background: transparent; }
QAbstractSpinBox::up-arrow { image: url($chevron_up); width: 11px; height: 11px; }
QAbstractSpinBox::down-arrow { image: url($chevron_down); width: 11px; height: 11px; }
QDateEdit::drop-down { border: none; width: 24px; }
QDateEdit::down-arrow { image: url($calendar); width: 14px; height: 14px; }
QListView#completions { background: $surface; border: 1px solid $line2; padding: 4px; }
QListView#completions::item { min-height: ${c26}px; padding: 0 6px; border-radius: 4px; }
QListView#completions::item:selected { background: $soft; color: $soft_text; }

QCheckBox, QRadioButton { spacing: 8px; background: transparent; }
QCheckBox::indicator, QRadioButton::indicator { width: 15px; height: 15px; border: 1px solid $check; background: $surface; }
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url($tick); }
QCheckBox::indicator:indeterminate { background: $accent; border-color: $accent; image: url($dash); }
QRadioButton::indicator:checked { border: 5px solid $accent; width: 7px; height: 7px; }
QCheckBox:focus, QRadioButton:focus { color: $soft_text; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid $accent; width: 13px; height: 13px; }

QAbstractItemView { background: $surface; border: none; selection-background-color: $soft; selection-color: $text; alternate-background-color: $surface; }
QTableView, QListView, QTreeView { background: $surface; border: none; gridline-color: $line; }
QAbstractItemView:focus { border: none; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $text2; border: none; border-bottom: 1px solid $line2; padding: 0 10px; font-size: ${px11}px; font-weight: 600; min-height: ${c28}px; }
QHeaderView::section:hover { background: $hover; }
QHeaderView::down-arrow { image: url($chevron_down); width: 12px; height: 12px; }
QHeaderView::up-arrow { image: url($chevron_up); width: 12px; height: 12px; }
QTableCornerButton::section { background: $surface; border: none; }

QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $line2; border-radius: 3px; margin: 2px; }
QScrollBar::handle:hover { background: $check; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: transparent; width: 0; height: 0; }

QMenu { background: $surface; border: 1px solid $line2; border-radius: 6px; padding: 4px; }
QMenu::item { padding: 6px 22px 6px 10px; border-radius: 4px; min-height: 18px; }
QMenu::item:selected { background: $soft; color: $soft_text; }
QMenu::item:disabled { color: $text3; }
QMenu::separator { height: 1px; background: $line; margin: 4px 6px; }
QMenu::icon { padding-left: 8px; }

QDialog { background: $surface; }
QDialog[framed="true"] { border: 1px solid $line2; border-radius: 10px; }
QProgressBar { background: $hover; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; text-align: center; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QProgressBar#waiting { max-height: 2px; min-height: 2px; border-radius: 0; background: transparent; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $text2; padding: 0 2px; margin-right: 18px; min-height: ${c30}px; border-bottom: 2px solid transparent; font-weight: 500; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; font-weight: 600; }
QTabBar::tab:focus { color: $soft_text; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QSplitter::handle { background: $line; }
QCalendarWidget QWidget { background: $surface; }
QCalendarWidget QAbstractItemView { background: $surface; selection-background-color: $accent; selection-color: $on_accent; }
QCalendarWidget QToolButton { min-height: 26px; font-weight: 600; }
QCalendarWidget QSpinBox { min-height: 22px; }
QCalendarWidget QMenu { font-size: ${px12}px; }
QMessageBox QLabel { min-width: 260px; }
""")


def sheet(look: Look) -> str:
    """The whole style sheet of a look."""
    values = look.tokens.plain()
    sizes = {f"px{n}": str(look.px(n)) for n in (10, 11, 12, 13, 15, 17, 20, 22, 28)}
    sizes["px10h"] = str(look.px(10.5))
    heights = {f"c{n}": str(look.px(n)) for n in (20, 22, 24, 26, 28, 30, 32)}
    return TEMPLATE.substitute(values, **sizes, **heights, **_pictures(values))


def _pictures(values: dict[str, str]) -> dict[str, str]:
    """Draws the arrows and ticks of this look (Qt reads them from files only)."""
    wanted = {
        "chevron_down": ("chevron-down", values["text2"], 2.0),
        "chevron_up": ("chevron-up", values["text2"], 2.0),
        "calendar": ("calendar", values["text2"], 2.0),
        "tick": ("check", values["on_accent"], 3.0),
        "dash": ("minus", values["on_accent"], 3.0),
    }
    folder = cache_folder() / "look"
    folder.mkdir(parents=True, exist_ok=True)
    found: dict[str, str] = {}
    for name, drawing in wanted.items():
        data = svg(*drawing)
        file = folder / f"{name}-{hashlib.sha256(data).hexdigest()[:10]}.svg"
        if not file.exists():
            half = file.with_suffix(f".{os.getpid()}")
            half.write_bytes(data)
            half.replace(file)
        found[name] = file.as_posix()
    return found
