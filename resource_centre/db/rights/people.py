"""Who may do what with centres, people, schools and what can be booked."""

from __future__ import annotations

from resource_centre.db.rights.functions import inside, staff_reading
from resource_centre.db.rights.words import (
    READ,
    WRITE,
    Hidden,
    Limited,
    Rule,
    Who,
    array,
    both,
    through,
)


def rules(who: Who) -> dict[str, Rule]:
    """The tables of centres, people, schools and resources."""
    return _centres(who) | _people(who) | _resources(who)


def _centres(who: Who) -> dict[str, Rule]:
    settings, closes = who.at("settings", WRITE), closing(who)
    hours = f"case when bookable_id is null then {settings} else {who.at('resources', WRITE)} end"
    calendar = (who.at("free_busy", READ),)
    closing_by = (closes, settings, who.at("free_busy", WRITE))
    return {
        "centre": Rule(
            read=(who.holding(everybody(who), "id"), who.anywhere("settings", WRITE)),
            add=(who.anywhere("settings", WRITE),),
            change=(who.at("settings", WRITE, "id"),),
        ),
        "opening_hours": Rule(read=calendar, add=(hours,), change=(hours,), remove=(hours,)),
        "closure": Rule(read=calendar, add=closing_by, change=closing_by),
        "holiday_open": Rule(
            read=calendar, add=(closes, settings), change=(closes, settings), remove=(closes, settings)
        ),
    }


def _people(who: Who) -> dict[str, Rule]:
    me = "(select rc_person())"
    role_of = "exists (select 1 from person_role held where held.person_id = person.id and {})"
    staff_reads = staff_reading(who)
    ours = role_of.format(who.holding(staff_reads, "held.centre_id"))
    of_our_school = "school_id = any ((select rc_schools())::integer[])"
    colleague = "id = any ((select rc_staff())::integer[])"
    nobodys = "rc_unplaced(person.id)"  # just added, and about to be given a role
    placing = " or ".join(who.anywhere(data, WRITE) for data in ("people", "contacts", "ambassadors"))
    placing = f"({placing})"
    contacts = (
        f"id = {me} or "
        + role_of.format(
            f"case held.role when 'ambassador' then {who.at('ambassadors', READ, 'held.centre_id')} "
            f"when 'teacher' then {who.at('contacts', READ, 'held.centre_id')} "
            f"else {who.holding(staff_reads, 'held.centre_id')} end"
        )
        + f" or {of_our_school} or id = any ((select rc_hosts())::integer[])"
        + f" or ({placing} and {nobodys})"
    )
    account = f"id = {me} or {ours} or ({placing} and {nobodys})"
    teachers = f"role = 'teacher' and {who.at('contacts', WRITE)}"
    ambassadors = f"role = 'ambassador' and {who.at('ambassadors', WRITE)}"
    granting = through(
        "qualification", "person_qualification", "qualification_id",
        f"({who.at('resources', WRITE, 'up.centre_id')} or {who.at('settings', WRITE, 'up.centre_id')} "
        f"or {who.at('training', WRITE, 'up.centre_id')})",
    )  # fmt: skip
    return {
        "person": Rule(
            read=(
                f"id = {me}",
                ours,
                of_our_school,
                colleague,
                "id = any ((select rc_hosts())::integer[])",
                f"({placing} and {nobodys})",
            ),
            add=(
                who.anywhere("people", WRITE),
                who.anywhere("contacts", WRITE),
                who.anywhere("ambassadors", WRITE),
            ),
            change=("(select rc_may_manage(person.id))",),
            limited=(
                Limited(
                    f"id = {me}",
                    ("name", "email", "phone", "language", "gender", "position", "password_hash", "version"),
                ),
                Limited(
                    "(select rc_may_keep(person.id))",
                    ("name", "email", "phone", "language", "gender", "position", "school_id", "version"),
                ),
            ),
            hidden=(
                Hidden(("email", "phone", "gender"), contacts),
                Hidden(("login", "safeguarding"), account),
                Hidden(("password_hash",), f"id = {me}", "hidden"),
            ),
        ),
        "person_role": Rule(
            read=(
                f"person_id = {me}",
                who.holding(staff_reads),
                both(f"role = any ({array(staff_reads)}::text[])", who.holding(inside(who))),
            ),
            add=(who.at("people", WRITE), teachers, ambassadors),
            change=(who.at("people", WRITE),),
        ),
        "qualification": Rule(
            read=(who.at("resources", READ), who.at("training", 1)),
            add=(who.at("resources", WRITE), who.at("settings", WRITE)),
            change=(who.at("resources", WRITE), who.at("settings", WRITE)),
        ),
        "person_qualification": Rule(
            read=(
                f"person_id = {me}",
                through(
                    "qualification",
                    "person_qualification",
                    "qualification_id",
                    f"({who.at('contacts', READ, 'up.centre_id')} or {who.at('summaries', READ, 'up.centre_id')})",
                ),
            ),
            add=(granting,),
            change=(granting,),
        ),
        "school": Rule(
            read=(
                who.at("schools", READ),
                f"id = (select rc_school({array(who.roles('schools', 1))}))",
                "id = any ((select rc_host_schools())::integer[])",
            ),
            add=(who.at("schools", WRITE),),
            change=(who.at("schools", WRITE),),
        ),
        "message": Rule(
            read=(f"person_id = {me}",),
            add=(f"centre_id is null or {who.holding(everybody(who))}",),
            change=(f"person_id = {me}",),
            only=("read_at",),
        ),
    }


def _resources(who: Who) -> dict[str, Rule]:
    read, write = who.at("resources", READ), who.at("resources", WRITE)
    at_hand = Rule(read=(read,), add=(write,), change=(write,))
    up_read = who.at("resources", READ, "up.centre_id")
    up_write = who.at("resources", WRITE, "up.centre_id")

    def of_either(table: str, condition: str) -> str:
        return (
            f"({through('bookable', table, 'bookable_id', condition)} or "
            f"{through('equipment_model', table, 'model_id', condition)})"
        )

    rule = f"case when bookable_id is null and model_id is null then {who.at('settings', WRITE)} else {write} end"
    quota = through(
        "policy", "quota", "policy_id",
        "case when up.bookable_id is null and up.model_id is null then "
        f"{who.at('settings', WRITE, 'up.centre_id')} else {up_write} end",
    )  # fmt: skip
    part = through("equipment_model", "model_part", "model_id", up_write)
    photo, needed = of_either("photo", up_write), of_either("qualification_needed", up_write)
    own_time = f"kind = 'person' and person_id = {who.me('hours')}"
    known = "person_id = any ((select rc_staff())::integer[])"
    return {
        "equipment_model": at_hand,
        "bookable": Rule(
            read=(
                who.at("bookings", READ),
                both(read, f"kind <> 'person' or person_id = (select rc_person()) or {known}"),
            ),
            add=(
                write,
                both(own_time, who.at("hours", 1)),
                f"kind = 'person' and {who.at('contacts', WRITE)}",
            ),
            change=(write,),
        ),
        "model_part": Rule(
            read=(through("equipment_model", "model_part", "model_id", up_read),),
            add=(part,),
            change=(part,),
            remove=(part,),
        ),
        "photo": Rule(read=(of_either("photo", up_read),), add=(photo,), change=(photo,), remove=(photo,)),
        "outage": at_hand,
        "policy": Rule(read=(read,), add=(rule,), change=(rule,)),
        "quota": Rule(
            read=(through("policy", "quota", "policy_id", up_read),),
            add=(quota,),
            change=(quota,),
            remove=(quota,),
        ),
        "qualification_needed": Rule(
            read=(of_either("qualification_needed", up_read),),
            add=(needed,),
            change=(needed,),
            remove=(needed,),
        ),
    }


def everybody(who: Who) -> tuple[str, ...]:
    """Every role that has any right at all."""
    return tuple(sorted({*who.roles("own_profile", 1), *who.roles("summaries", 1)}))


def closing(who: Who) -> str:
    """Coordinators close their centre (centres.service), besides those who keep its settings."""
    return who.holding(("coordinator",))
