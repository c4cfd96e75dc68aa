"""Which column of a file is which field: guessed from its heading in three languages, or told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from resource_centre.core.errors import BadInput
from resource_centre.i18n import N_, _


@dataclass(frozen=True, slots=True)
class Field:
    """A field that a file can fill. `label` is marked for the catalogue; headings are written folded."""

    name: str
    label: str
    headings: tuple[str, ...] = ()
    required: bool = False


SCHOOLS = (
    Field("name", N_("Name"), ("school", "school name", "title", "название", "наименование", "школа", "имя", "название школы",
        "полное наименование", "наименование организации", "атауы", "мектеп", "мектеп атауы", "мектептің атауы"), True),
    Field("kind", N_("Type"), ("type", "school type", "тип", "вид", "тип школы", "вид школы", "түрі", "мектеп түрі")),
    Field("address", N_("Address"), ("addr", "street", "postal address", "адрес", "улица", "юридический адрес", "мекенжай", "мекенжайы")),
    Field("district", N_("District"), ("area", "rayon", "район", "округ", "область", "аудан", "ауданы")),
    Field("city", N_("Town"), ("town", "place", "city town", "locality", "город", "населенный пункт", "қала", "қаласы", "елді мекен")),
    Field("settlement", N_("Urban or rural"), ("urban rural", "urban or rural", "местность", "тип местности", "город село", "жергілікті жер")),
    Field("latitude", N_("Latitude"), ("lat", "широта", "ендік")),
    Field("longitude", N_("Longitude"), ("lon", "lng", "long", "долгота", "бойлық")),
    Field("email", N_("E-mail"), ("e mail", "mail", "email address", "электронная почта", "почта", "эл почта", "электрондық пошта", "пошта")),
    Field("phone", N_("Phone"), ("telephone", "tel", "phone number", "телефон", "тел", "номер телефона", "телефоны", "телефон нөмірі")),
    Field("external_id", N_("Code"), ("code", "school code", "school id", "external code", "external number", "код", "код школы",
        "внешний код", "коды", "мектеп коды")),
    Field("notes", N_("Notes"), ("note", "remarks", "comment", "примечание", "примечания", "комментарий", "ескерту", "ескертпе")),
)  # fmt: skip
EQUIPMENT = (
    Field("name", N_("Name"), ("asset name", "item", "item name", "название", "наименование", "имя", "атауы", "жабдық атауы")),
    Field("asset_tag", N_("Asset tag"), ("tag", "asset", "asset number", "inventory number", "inventory no", "code", "инвентарный номер",
        "инв номер", "инв", "код", "метка", "түгендеу нөмірі", "инвентарлық нөмір", "коды"), True),
    Field("model", N_("Model"), ("model name", "equipment model", "модель", "модель оборудования", "үлгі", "үлгісі", "моделі")),
    Field("manufacturer", N_("Manufacturer"), ("maker", "brand", "vendor", "производитель", "изготовитель", "марка", "өндіруші")),
    Field("category", N_("Category"), ("group", "категория", "группа", "санат", "санаты", "топ")),
    Field("location", N_("Location"), ("place", "room", "where", "место", "местоположение", "расположение", "кабинет", "помещение",
        "орны", "орналасуы", "бөлме")),
    Field("serial", N_("Serial number"), ("serial number", "serial no", "sn", "s n", "серийный номер", "заводской номер", "сериялық нөмір",
        "сериялық нөмірі")),
    Field("purchase_date", N_("Purchased on"), ("purchased", "purchased on", "date of purchase", "bought", "дата покупки",
        "дата приобретения", "сатып алынған күні", "сатып алу күні")),
    Field("notes", N_("Notes"), ("note", "asset notes", "remarks", "comment", "примечание", "примечания", "комментарий", "ескерту",
        "ескертпе")),
)  # fmt: skip
PEOPLE = (
    Field("name", N_("Name"), ("full name", "person", "teacher", "имя", "фио", "ф и о", "полное имя", "учитель", "сотрудник", "аты жөні",
        "аты", "толық аты"), True),
    Field("login", N_("Login"), ("user", "username", "user name", "account", "логин", "пользователь", "учетная запись", "пайдаланушы")),
    Field("email", N_("E-mail"), ("e mail", "mail", "email address", "электронная почта", "почта", "эл почта", "электрондық пошта", "пошта")),
    Field("phone", N_("Phone"), ("telephone", "tel", "mobile", "phone number", "телефон", "тел", "мобильный", "номер телефона", "телефоны",
        "телефон нөмірі")),
    Field("role", N_("Role"), ("roles", "роль", "роли", "рөл", "рөлі")),
    Field("school", N_("School"), ("school name", "organisation", "organization", "школа", "место работы", "организация", "мектеп",
        "мектебі", "жұмыс орны")),
)  # fmt: skip
FIELDS: dict[str, tuple[Field, ...]] = {
    "schools": SCHOOLS,
    "equipment": EQUIPMENT,
    "people": PEOPLE,
    "calendar": (),
}


def folded(heading: str) -> str:
    """A heading without case, marks and underscores, for comparing."""
    text = unicodedata.normalize("NFKC", heading).casefold().replace("ё", "е")
    return " ".join(re.findall(r"\w+", text.replace("_", " ")))


def guess(columns: Sequence[str], fields: Sequence[Field]) -> dict[str, str]:
    """The columns whose headings name a field, each field once; the field's own name counts most."""
    found: dict[str, str] = {}
    for by_name in (True, False):
        for field in fields:
            wanted = (
                (folded(field.name), folded(_(field.label)), folded(field.label))
                if by_name
                else field.headings
            )
            for column in columns:
                if field.name not in found.values() and column not in found and folded(column) in wanted:
                    found[column] = field.name
    return {column: found[column] for column in columns if column in found}


def agreed(columns: Sequence[str], fields: Sequence[Field], told: Mapping[str, str] | None) -> dict[str, str]:
    """The mapping that holds: what was told (an empty field leaves its column out), and guesses for the rest."""
    names = [field.name for field in fields]
    chosen: dict[str, str] = {}
    for column, field in (told or {}).items():
        if column not in columns:
            raise BadInput(
                _("There is no column “{column}”. The file has: {columns}.").format(
                    column=column, columns=", ".join(columns)
                ),
                "map",
            )
        if field and field not in names:
            raise BadInput(
                _("There is no field “{field}”. These exist: {fields}.").format(
                    field=field, fields=", ".join(names)
                ),
                "map",
            )
        if field and field in chosen.values():
            raise BadInput(
                _("Two columns are mapped to the field “{field}”. Leave one out.").format(field=field), "map"
            )
        chosen[column] = field
    rest = [field for field in fields if field.name not in chosen.values()]
    chosen |= guess([column for column in columns if column not in chosen], rest)
    return {column: chosen[column] for column in columns if chosen.get(column)}
