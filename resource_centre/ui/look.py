"""The look that is in force: tokens, text size and fonts; put on the application as palette and style sheet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from resource_centre.ui.tokens import DARK, LIGHT, Tokens

FONTS = Path(__file__).parent / "assets" / "fonts"
FAMILY = "Inter"
TEXT_SIZES = (100, 115, 130)
ALTERNATES = ("calt", "ccmp", "case", "tnum")
WEIGHTS = {"regular": QFont.Weight.Normal, "medium": QFont.Weight.Medium, "strong": QFont.Weight.DemiBold}


@dataclass(frozen=True)
class Look:
    """Tokens and the text size (1.0, 1.15 or 1.3)."""

    tokens: Tokens = LIGHT
    scale: float = 1.0

    def colour(self, name: str) -> QColor:
        """A token as a colour."""
        return QColor(getattr(self.tokens, name))

    def px(self, pixels: float) -> int:
        """A size of text, or of what must grow with it, in pixels."""
        return max(1, round(pixels * self.scale))

    def font(self, pixels: float = 13, weight: str = "regular") -> QFont:
        """The font at a size and weight ("regular", "medium", "strong"), figures of equal width."""
        return QFont(_font(self.px(pixels), weight))


@lru_cache(maxsize=64)
def _font(pixels: int, weight: str) -> QFont:
    """Made once: a table asks for one in each of its cells."""
    load_fonts()
    made = QFont(FAMILY)
    made.setPixelSize(pixels)
    made.setWeight(WEIGHTS[weight])
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


_now = Look()


def look() -> Look:
    """The look in force."""
    return _now


@lru_cache(maxsize=1)
def load_fonts() -> bool:
    """Makes the bundled fonts known, once."""
    return all(QFontDatabase.addApplicationFont(str(file)) >= 0 for file in sorted(FONTS.glob("*.ttf")))


def font(pixels: float = 13, weight: str = "regular") -> QFont:
    """As `Look.font`, of the look in force."""
    return _now.font(pixels, weight)


def paper_font(weight: str = "regular") -> QFont:
    """The font for a PDF; its size is for the caller to set.

    A PDF forgets which letter an alternate glyph stood for: what is copied out would lose its hyphens and figures.
    """
    load_fonts()
    made = QFont(FAMILY)
    made.setWeight(WEIGHTS[weight])
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    for feature in ALTERNATES:
        made.setFeature(QFont.Tag(feature), 0)
    return made


def system_is_dark() -> bool:
    """What the desktop asks for."""
    return QApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def take_on(theme: str = "light", text_size: int = 100) -> None:
    """Puts a look in force for what is painted. Theme: "light", "dark" or "system"; text size in per cent."""
    global _now
    dark = theme == "dark" or (theme == "system" and system_is_dark())
    _now = Look(DARK if dark else LIGHT, text_size / 100)


def put_on(app: QApplication, theme: str = "light", text_size: int = 100) -> None:
    """Dresses the whole application in a look: fonts, palette, style sheet."""
    from resource_centre.ui.sheet import sheet

    take_on(theme, text_size)
    worn = sheet(_now)
    if app.styleSheet() == worn:  # to dress every widget once more takes a tenth of a second
        return
    load_fonts()
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(font(13))
    app.setPalette(palette(_now.tokens))
    app.setStyleSheet(worn)


def palette(tokens: Tokens) -> QPalette:
    """The palette of what the style sheet does not name."""
    made = QPalette()
    role = QPalette.ColorRole
    pairs = {
        role.Window: tokens.page,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.sunken,
        role.Text: tokens.text,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.danger,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.ToolTipBase: tokens.surface,
        role.ToolTipText: tokens.text,
        role.PlaceholderText: tokens.text3,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.Light: tokens.surface,
        role.Midlight: tokens.hover,
        role.Mid: tokens.line2,
        role.Dark: tokens.line2,
        role.Shadow: tokens.line2,
        role.Accent: tokens.accent,
    }
    for what, value in pairs.items():
        made.setColor(what, QColor(value))
    for what in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, what, QColor(tokens.text3))
    return made
