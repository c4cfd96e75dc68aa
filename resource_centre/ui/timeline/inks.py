"""The timeline's colours and fonts, made once from the tokens of the look."""

from __future__ import annotations

from dataclasses import dataclass, fields

from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication

from resource_centre.ui.timeline.scene import BlockKind


@dataclass(frozen=True)
class KindInk:
    """One hue of time. `past_*` is 60 % over the surface."""

    fill: QColor
    bar: QColor
    on: QColor
    past_fill: QColor
    past_bar: QColor


@dataclass(frozen=True)
class Inks:
    """Colours by what they are for."""

    page: QColor
    surface: QColor
    line: QColor
    faint: QColor
    line2: QColor
    text: QColor
    text2: QColor
    text3: QColor
    accent: QColor
    on_accent: QColor
    tint: QColor
    soft: QColor
    soft_text: QColor
    danger: QColor
    danger_soft: QColor
    on_danger: QColor
    warn: QColor
    warn_soft: QColor
    ok: QColor
    ok_soft: QColor
    closed: QColor
    hatch: QColor
    step: QColor
    closure_mark: QColor
    now: QColor
    on_now: QColor
    kinds: dict[BlockKind, KindInk]


def mixed(over: QColor, under: QColor, share: float) -> QColor:
    """`share` of one colour over another."""
    return QColor(
        round(over.red() * share + under.red() * (1 - share)),
        round(over.green() * share + under.green() * (1 - share)),
        round(over.blue() * share + under.blue() * (1 - share)),
    )


def sheer(colour: QColor, share: float) -> QColor:
    """A colour made transparent."""
    clear = QColor(colour)
    clear.setAlphaF(share)
    return clear


def greyed(inks: Inks) -> Inks:
    """The same without colour, each as light as it was."""

    def grey(value: object) -> object:
        if isinstance(value, QColor):
            light = QColor.fromRgbF(*(3 * (_lightness(value),)))
            light.setAlpha(value.alpha())
            return light
        if isinstance(value, KindInk):
            return KindInk(*(grey(getattr(value, each.name)) for each in fields(KindInk)))  # type: ignore[arg-type]
        if isinstance(value, dict):
            return {key: grey(each) for key, each in value.items()}
        return value

    return Inks(**{each.name: grey(getattr(inks, each.name)) for each in fields(Inks)})  # type: ignore[arg-type]


def _lightness(colour: QColor) -> float:
    """How light a colour looks (Rec. 709), so that what could be read can be read in grey."""
    red, green, blue = (_linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return float(12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055)


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)


@dataclass(frozen=True)
class Face:
    """A font with its metrics."""

    font: QFont
    metrics: QFontMetricsF


@dataclass(frozen=True)
class Fonts:
    """The timeline's fonts by what they are for."""

    label: Face
    name: Face
    heading: Face
    second: Face
    caption: Face
    strong: Face
    hour: Face
    pill: Face
    avatar: Face


def face(pixels: float, weight: QFont.Weight = QFont.Weight.Normal) -> Face:
    """The window's font at a size in pixels, with figures of equal width."""
    font = QFont(QGuiApplication.font())
    font.setPixelSize(max(1, round(pixels)))
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    return Face(font, QFontMetricsF(font))


def fonts_of(scale: float = 1.0) -> Fonts:
    """The fonts at a text size (1.0, 1.15 or 1.3)."""
    strong = QFont.Weight.DemiBold
    return Fonts(
        label=face(11 * scale, strong),
        name=face(13 * scale),
        heading=face(13 * scale, strong),
        second=face(11 * scale),
        caption=face(12 * scale),
        strong=face(12 * scale, strong),
        hour=face(10 * scale),
        pill=face(10 * scale, strong),
        avatar=face(9 * scale, strong),
    )
