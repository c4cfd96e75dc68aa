"""The colours of the look, light and dark: the one table that palette, style sheet and painters read."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Hue:
    """One kind of activity: the fill of its block, its bar, and the text on the fill."""

    fill: str
    bar: str
    on: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours as #rrggbb by what they are for."""

    dark: bool
    window: str
    page: str
    surface: str
    sunken: str
    hover: str
    line: str
    line2: str
    check: str
    closed: str
    hatch: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_hover: str
    on_accent: str
    soft: str
    soft_text: str
    danger: str
    danger_soft: str
    on_danger: str
    warn: str
    warn_soft: str
    ok: str
    ok_soft: str
    now: str
    lab: Hue
    loan: Hue
    appointment: Hue
    event: Hue
    course: Hue
    maintenance: Hue

    def plain(self) -> dict[str, str]:
        """The single colours by name, for the style sheet."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in found.items() if isinstance(value, str)}

    def hue(self, name: str) -> Hue:
        """The hue of a kind of activity; the grey of maintenance for what has none."""
        found = getattr(self, name, None)
        return found if isinstance(found, Hue) else self.maintenance


def _hue(fill: str, bar: str, on: str) -> Hue:
    return Hue(f"#{fill}", f"#{bar}", f"#{on}")


LIGHT = Tokens(
    dark=False,
    window="#F1F2EF",
    page="#FAFAF8",
    surface="#FFFFFF",
    sunken="#F1F2EF",
    hover="#ECEEEA",
    line="#E4E6E1",
    line2="#CFD3CD",
    check="#868F8A",
    closed="#EEEFEB",
    hatch="#DFE2DC",
    text="#1B2024",
    text2="#4C545B",
    text3="#626A71",
    accent="#0B6B75",
    accent_hover="#095861",
    on_accent="#FFFFFF",
    soft="#DFF0F0",
    soft_text="#07565F",
    danger="#B3261E",
    danger_soft="#FBE9E7",
    on_danger="#FFFFFF",
    warn="#855300",
    warn_soft="#FCF1D9",
    ok="#17703E",
    ok_soft="#E2F3E8",
    now="#D93A2B",
    lab=_hue("E3ECFC", "2F6FDE", "1A4490"),
    loan=_hue("FBEED5", "BC7410", "6B4003"),
    appointment=_hue("ECE5FB", "7A52D6", "4B2A9C"),
    event=_hue("FCE4ED", "CF3F78", "8A1A48"),
    course=_hue("DFF2E5", "2B8A4B", "15532A"),
    maintenance=_hue("E7E9EC", "68717D", "3A424C"),
)

DARK = Tokens(
    dark=True,
    window="#121416",
    page="#17191C",
    surface="#1D2023",
    sunken="#15171A",
    hover="#282C30",
    line="#2B2F34",
    line2="#3C4248",
    check="#727B83",
    closed="#15171A",
    hatch="#2A2E33",
    text="#E8EAEB",
    text2="#B3B9BE",
    text3="#949BA2",
    accent="#4FB8C1",
    accent_hover="#6ACAD2",
    on_accent="#06282C",
    soft="#12373B",
    soft_text="#8FDCE2",
    danger="#F2857C",
    danger_soft="#3D1B19",
    on_danger="#350B08",
    warn="#E7B04C",
    warn_soft="#392A0D",
    ok="#62C489",
    ok_soft="#143322",
    now="#FF6B5C",
    lab=_hue("1D3150", "5C93F2", "BFD5FF"),
    loan=_hue("3D2D0E", "D9962F", "F3D08F"),
    appointment=_hue("32264F", "9B7BEB", "D9CAFF"),
    event=_hue("461D31", "E5628F", "FFC4D9"),
    course=_hue("18372A", "46A96A", "B4E6C3"),
    maintenance=_hue("2B3037", "848E9A", "CBD2DA"),
)

# Which hue an activity, of whatever kind it is stored as, has on screen.
HUES = {
    "lab_booking": "lab",
    "loan": "loan",
    "appointment": "appointment",
    "event_session": "event",
    "training_session": "course",
    "maintenance": "maintenance",
}
