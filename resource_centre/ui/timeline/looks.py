"""The timeline's colours, fonts and icons, taken from the look in force."""

from __future__ import annotations

from PySide6.QtGui import QColor

from resource_centre.ui.icons import pixmap
from resource_centre.ui.look import look
from resource_centre.ui.timeline.inks import Inks, KindInk, fonts_of, mixed
from resource_centre.ui.timeline.kit import Kit, kit_of
from resource_centre.ui.timeline.scene import BlockKind
from resource_centre.ui.tokens import Tokens

PAST_SHARE = 0.6


def kit_for(ratio: float) -> Kit:
    """What painting needs for a pixel ratio."""
    now = look()
    return kit_of(inks_of(now.tokens), fonts_of(now.scale), pixmap, ratio, now.scale)


def inks_of(tokens: Tokens) -> Inks:
    """The inks of a table of tokens."""
    colours = {name: QColor(value) for name, value in tokens.plain().items()}
    surface = colours["surface"]
    kinds = {}
    for kind in BlockKind:
        hue = tokens.hue(kind.value)
        fill, bar = QColor(hue.fill), QColor(hue.bar)
        kinds[kind] = KindInk(
            fill, bar, QColor(hue.on), mixed(fill, surface, PAST_SHARE), mixed(bar, surface, PAST_SHARE)
        )
    return Inks(
        page=colours["page"],
        surface=surface,
        line=colours["line"],
        faint=mixed(colours["line"], surface, 0.55),
        line2=colours["line2"],
        text=colours["text"],
        text2=colours["text2"],
        text3=colours["text3"],
        accent=colours["accent"],
        on_accent=colours["on_accent"],
        tint=mixed(colours["accent"], surface, 0.04),
        soft=colours["soft"],
        soft_text=colours["soft_text"],
        danger=colours["danger"],
        danger_soft=colours["danger_soft"],
        on_danger=colours["on_danger"],
        warn=colours["warn"],
        warn_soft=colours["warn_soft"],
        ok=colours["ok"],
        ok_soft=colours["ok_soft"],
        closed=colours["closed"],
        hatch=colours["hatch"],
        step=colours["hatch"],
        closure_mark=colours["line2"],
        now=colours["now"],
        on_now=colours["on_danger"],
        kinds=kinds,
    )
