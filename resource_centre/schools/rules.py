"""Decisions about schools: what a form may say, and which two are the same school."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum

from resource_centre.core.errors import BadInput
from resource_centre.i18n import N_, _
from resource_centre.people.rules import clean_email, clean_text
from resource_centre.schools import times

NAME_LIMIT = 300
NOTES_LIMIT = 5000
# Latin letters that pass for Cyrillic ones: registers have them inside Cyrillic words.
LOOKALIKES = str.maketrans("aceopxykmhtb", "асеорхукмнтв")
NUMBER_SIGNS = frozenset({"no", "n", "номер", "number"})


class Settlement(StrEnum):
    """Where a school lies, for the summary."""

    URBAN = "urban"
    RURAL = "rural"
    NOT_RECORDED = "not_recorded"


SETTLEMENT_NAMES = {
    Settlement.URBAN: N_("Urban"),
    Settlement.RURAL: N_("Rural"),
    Settlement.NOT_RECORDED: N_("Not recorded"),
}


@dataclass(frozen=True, slots=True)
class SchoolDraft:
    """What a form or a file says about a school. `external_id` is its number in a register elsewhere."""

    name: str
    kind: str = ""
    address: str = ""
    district: str = ""
    city: str = ""
    settlement: str = Settlement.NOT_RECORDED
    latitude: float | None = None
    longitude: float | None = None
    email: str = ""
    phone: str = ""
    external_id: str | None = None
    notes: str = ""
    hours: str = ""
    breaks: str = ""
    uid: str | None = None


def cleaned(draft: SchoolDraft) -> SchoolDraft:
    """The draft with its texts folded; `BadInput`, naming the field, for what cannot be used."""
    if draft.settlement not in set(Settlement):
        raise BadInput(
            _("The settlement is one of {known}.").format(known=", ".join(Settlement)), "settlement"
        )
    if draft.name.strip() and not plain_name(draft.name):
        raise BadInput(_("The name of the school has no letter and no digit. Type it in."), "name")
    return replace(
        draft,
        name=clean_text(draft.name, "name", _("The name of the school"), NAME_LIMIT),
        kind=clean_text(draft.kind, "kind", _("The type of the school"), empty=True),
        address=clean_lines(draft.address, "address", _("The address"), 1000),
        district=clean_text(draft.district, "district", _("The district"), empty=True),
        city=clean_text(draft.city, "city", _("The town"), empty=True),
        latitude=_degrees(draft.latitude, 90, "latitude", _("The latitude")),
        longitude=_degrees(draft.longitude, 180, "longitude", _("The longitude")),
        email=clean_email(draft.email),
        phone=clean_text(draft.phone, "phone", _("The phone number"), 100, empty=True),
        external_id=clean_text(draft.external_id or "", "external_id", _("The code"), 128, empty=True)
        or None,
        notes=clean_lines(draft.notes, "notes", _("The notes"), NOTES_LIMIT),
        hours=times.written_hours(times.hours_of(draft.hours)),
        breaks=times.written_breaks(times.breaks_of(draft.breaks)),
    )


def clean_lines(text: str, field: str, what: str, limit: int) -> str:
    """Text that keeps its line breaks, each line folded; empty lines go."""
    lines = [clean_text(line, field, what, limit, empty=True) for line in text.splitlines()]
    whole = "\n".join(line for line in lines if line)
    if len(whole) > limit:
        raise BadInput(
            _("{what} has {count} characters; at most {limit} fit. Shorten it.").format(
                what=what, count=len(whole), limit=limit
            ),
            field,
        )
    return whole


def plain_name(name: str) -> str:
    """A name by which two spellings of one school meet: case, quotes, № and stray Latin letters do not count."""
    text = unicodedata.normalize("NFKC", name).casefold().replace("ё", "е")
    text = re.sub(
        r"\b(no?)(?=\d)", r"\1 ", text
    )  # № is “no” by now, and often stands right before its number
    words = [_in_one_script(word) for word in re.findall(r"\w+", text)]
    kept = [
        word
        for word, after in zip(words, [*words[1:], ""], strict=False)
        if not (word in NUMBER_SIGNS and after[:1].isdigit())
    ]
    return " ".join(kept)


def _in_one_script(word: str) -> str:
    return word.translate(LOOKALIKES) if re.search("[а-яәғқңөұүһі]", word) else word


def _degrees(value: float | None, most: int, field: str, what: str) -> float | None:
    if value is not None and not -most <= value <= most:
        raise BadInput(_("{what} is a number from −{most} to {most}.").format(what=what, most=most), field)
    return value
