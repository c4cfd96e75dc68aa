"""The register: what is set for one thing alone, what is refused, what goes out and comes back."""

from __future__ import annotations

from typing import Any

import pytest

from resource_centre.audit.queries import recent
from resource_centre.core.context import SYSTEM, Role
from resource_centre.core.errors import BadInput, NotPermitted
from resource_centre.people.queries import held_qualifications
from resource_centre.people.service import add_qualification, grant_qualification, revoke_qualification
from resource_centre.resources import service
from resource_centre.resources.queries import QuotaRow, bookables, models
from resource_centre.resources.register import detail, model_detail, own_rules
from resource_centre.resources.service import LabDraft, ModelDraft, UnitDraft


def test_rules_set_for_a_lab_are_its_own(world: Any) -> None:
    lab = world.lab()
    quota = (QuotaRow("hours", "week", 6),)
    world.write(lambda u: service.set_policy(u, world.centre_id, {"max_minutes": 120}, lab, None, quota))
    found = world.read(lambda u: own_rules(u, world.centre_id, bookable_id=lab))
    assert found.values["max_minutes"] == 120
    assert found.quotas == quota


def test_rules_of_a_model_are_not_those_of_the_centre(world: Any) -> None:
    model = world.model()
    world.write(lambda u: service.set_policy(u, world.centre_id, {"horizon_days": 9}, None, model))
    assert world.read(lambda u: own_rules(u, world.centre_id)).values == {}
    assert world.read(lambda u: own_rules(u, world.centre_id, model_id=model)).values["horizon_days"] == 9


def test_needed_trainings_are_replaced(world: Any) -> None:
    lab = world.lab()
    first, second = (
        world.write(lambda u, name=name: add_qualification(u, world.centre_id, name)) for name in ("A", "B")
    )
    world.write(lambda u: service.set_needs(u, [first], lab))
    world.write(lambda u: service.set_needs(u, [second], lab))
    assert world.read(lambda u: detail(u, lab)).needs == ("B",)


def test_a_unit_knows_its_own_minutes_from_those_of_its_model(world: Any) -> None:
    model = world.model(setup_minutes=20)
    unit_id = world.units(model, 1)[0]
    found = world.read(lambda u: detail(u, unit_id))
    assert found.row.setup_minutes == 20
    assert found.minutes == (None, None)


def test_a_changed_lab_keeps_its_place_in_the_list(world: Any) -> None:
    last = world.lab("A", position=5)
    world.lab("B", position=1)
    row = world.read(lambda u: detail(u, last)).row
    world.write(lambda u: service.change_bookable(u, last, LabDraft("A", "Aula"), row.version))
    assert [b.name for b in world.read(lambda u: bookables(u, world.centre_id, "lab"))] == ["B", "Aula"]


def test_a_model_goes_out_with_its_units(world: Any) -> None:
    model = world.model()
    world.units(model, 3)
    world.write(lambda u: service.set_model_active(u, model, False))
    assert not world.read(lambda u: bookables(u, world.centre_id, "unit"))
    assert not world.read(lambda u: models(u, world.centre_id))


def test_two_models_of_one_centre_have_two_names(world: Any) -> None:
    world.model("SPIKE")
    with pytest.raises(BadInput) as refused:
        world.write(lambda u: service.add_model(u, world.centre_id, ModelDraft("SPIKE")))
    assert refused.value.field == "name"


def test_a_part_stands_once(world: Any) -> None:
    with pytest.raises(BadInput) as refused:
        world.write(
            lambda u: service.add_model(u, world.centre_id, ModelDraft("Kit"), (("Hub", 1), ("Hub", 2)))
        )
    assert refused.value.field == "parts"


def test_a_photo_can_be_taken_away(world: Any) -> None:
    model = world.model()
    photo = world.write(lambda u: service.add_photo(u, b"\x89PNG\r\n\x1a\n00", model_id=model))
    assert len(world.read(lambda u: model_detail(u, model)).photos) == 1
    world.write(lambda u: service.remove_photo(u, photo))
    assert not world.read(lambda u: model_detail(u, model)).photos


def test_an_administrator_keeps_trainings(world: Any) -> None:
    boss = world.person("boss", Role.ADMINISTRATOR)
    key = world.write(lambda u: add_qualification(u, world.centre_id, "Laser"), boss)
    with pytest.raises(BadInput):
        world.write(lambda u: add_qualification(u, world.centre_id, "Laser"), boss)
    held = world.write(lambda u: grant_qualification(u, boss.person_id, key, u.now.date()), boss)
    world.write(lambda u: revoke_qualification(u, held), boss)
    assert not world.read(lambda u: held_qualifications(u, boss.person_id), SYSTEM)


def test_a_teacher_keeps_no_trainings(world: Any) -> None:
    teacher = world.person("teacher", Role.TEACHER)
    with pytest.raises(NotPermitted):
        world.write(lambda u: add_qualification(u, world.centre_id, "Laser"), teacher)


def test_the_log_is_searched_by_who_and_what(world: Any) -> None:
    world.lab("ROB", name="Лаборатория роботов")
    world.write(
        lambda u: service.add_unit(u, world.centre_id, UnitDraft("X-1", "Крыло", service.add_model(u, world.centre_id, ModelDraft("Wing"))))
    )  # fmt: skip
    found = world.read(lambda u: recent(u, "лаборатория"), SYSTEM)
    assert {row.table for row in found} == {"bookable"}
    assert all(row.person == "Coordinator" for row in world.read(lambda u: recent(u, "coord крыло"), SYSTEM))
    assert world.read(lambda u: recent(u, "", ["equipment_model"]), SYSTEM)
    assert not world.read(lambda u: recent(u, "100%"), SYSTEM)
