"""Who may do what with activities, what they hold, series and loans."""

from __future__ import annotations

from resource_centre.db.rights.words import (
    OWN,
    READ,
    WRITE,
    Limited,
    Rule,
    Who,
    array,
    both,
    steps,
    through,
)

SHOWN = "rc_public_activities()"  # the activities of public events
TOUCHED = ("changed_at", "sequence", "version")
CANCELLING = (*TOUCHED, "state", "cancelled_at", "cancelled_by", "cancel_reason")
OWN_FIELDS = (
    "title", "starts_at", "ends_at", "setup_minutes", "cleardown_minutes", "school_id", "note", "own_fields",
)  # fmt: skip
LETTING_GO = steps(
    "pending|booked|reserved > cancelled",
    "pending > expired",
)


def rules(who: Who) -> dict[str, Rule]:
    """The tables of schedule and bookings."""
    return {
        "series": _series(who),
        "activity": _activity(who),
        "allocation": _allocation(who),
        "loan": _loan(who),
        "loan_part": _loan_part(who),
    }


def _series(who: Who) -> Rule:
    own = both(f"created_by = {who.me('bookings')}", who.at("bookings", OWN))
    return Rule(
        read=(who.at("bookings", READ), own),
        add=(who.at("bookings", WRITE), own),
        change=(who.at("bookings", WRITE), own),
    )


def _activity(who: Who) -> Rule:
    me = who.me("bookings")
    event = both("kind = 'event_session'", who.at("events", WRITE))
    return Rule(
        read=(
            who.at("bookings", READ),
            f"person_id = {me}",
            both("kind = 'training_session'", who.at("training", OWN)),
            both("kind = 'event_session'", who.at("events", READ), among(SHOWN)),
            f"school_id = (select rc_school({array(who.roles('bookings', OWN))}))",
            among(f"rc_invited({array(who.roles('ambassadors', OWN))})"),
        ),
        add=(
            who.at("bookings", WRITE),
            event,
            both(
                f"person_id = {me}", f"created_by = {me}", "state = 'pending'", "override_reason = ''",
                who.at("bookings", OWN),
            ),
        ),
        change=(who.at("bookings", WRITE), event),
        limited=(
            Limited(f"person_id = {me}", (*OWN_FIELDS, *CANCELLING), LETTING_GO),
            Limited(who.holding(("manager",)), CANCELLING, LETTING_GO),
            Limited("rc_comes(id)", TOUCHED),
        ),
    )  # fmt: skip


def _allocation(who: Who) -> Rule:
    me = who.me("bookings")
    busy = both(
        "live", who.at("free_busy", READ),
        "bookable_id <> all ((select rc_person_times())::integer[])",
        "activity_id <> all ((select rc_ran_out())::integer[])",
    )  # fmt: skip
    event = both(who.at("events", WRITE), "rc_is_event(activity_id)")
    own = both(who.at("bookings", OWN), "rc_is_mine(activity_id)")
    coming = both(
        f"exists (select 1 from bookable b where b.id = allocation.bookable_id and b.person_id = {me})",
        "rc_comes(activity_id)",
    )
    return Rule(
        read=(who.at("bookings", READ), busy, among(mine(who), "activity_id")),
        add=(who.at("bookings", WRITE), event, own, coming),
        change=(who.at("bookings", WRITE), event, own, coming),
        limited=(Limited(who.holding(("manager",)), ("live",)),),
    )


def _loan(who: Who) -> Rule:
    me = who.me("bookings")
    own = f"borrower_id = {me}"
    return Rule(
        read=(who.at("bookings", READ), own, among(mine(who), "activity_id")),
        add=(who.at("bookings", WRITE), both(own, who.at("bookings", OWN), "checked_out_at is null")),
        change=(who.at("bookings", WRITE),),
    )


def _loan_part(who: Who) -> Rule:
    write = through("loan", "loan_part", "loan_id", who.at("bookings", WRITE, "up.centre_id"))
    return Rule(read=(through("loan", "loan_part", "loan_id"),), add=(write,), change=(write,))


def mine(who: Who) -> str:
    """The activities of the person, of their school, and those they are asked to come to."""
    return f"rc_my_activities({array(who.roles('bookings', OWN))}, {array(who.roles('ambassadors', OWN))})"


def among(answer: str, column: str = "id") -> str:
    """The column is one of those that a function answers."""
    return f"{column} = any ((select {answer})::integer[])"
