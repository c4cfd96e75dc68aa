"""Who may do what with consultations, events, ambassadors, courses, evaluations, summaries and the audit."""

from __future__ import annotations

from resource_centre.db.rights.functions import PUBLIC_EVENTS, inside
from resource_centre.db.rights.time import SHOWN, among
from resource_centre.db.rights.time import mine as asked
from resource_centre.db.rights.words import (
    APPROVE,
    OWN,
    READ,
    WRITE,
    Hidden,
    Limited,
    Rule,
    Who,
    array,
    both,
    steps,
    through,
)


def rules(who: Who) -> dict[str, Rule]:
    """The tables of the features above schedule, and of the audit."""
    return (
        _consultations(who) | _events(who) | _ambassadors(who) | _training(who) | _evaluation(who)
        | _reports(who) | _audit(who)
    )  # fmt: skip


def _consultations(who: Who) -> dict[str, Rule]:
    me, write = who.me("requests"), who.at("requests", WRITE)
    up_write = who.at("requests", WRITE, "up.centre_id")
    asked_by_me = f"up.requester_id = {me}"
    sent = "state <> 'draft' or created_by = (select rc_person())"
    slot = through("request", "preferred_slot", "request_id", f"({up_write} or {asked_by_me})")
    rated = through("request", "rating", "request_id", f"({up_write} or {asked_by_me})")
    said = "author_id = (select rc_person())"
    manager = who.holding(("manager",))
    return {
        "request": Rule(
            read=(f"requester_id = {me}", both(who.at("requests", READ), sent)),
            add=(
                both(write, "state = 'draft'"),
                both(f"requester_id = {me}", "state = 'draft'", "consultant_id is null", who.at("requests", OWN)),
            ),
            change=(write,),
            limited=(
                Limited(
                    f"requester_id = {me}",
                    (
                        "title", "question", "topic", "channel", "grade", "pupils", "language", "school_id", "state",
                        "submitted_at", "resolved_at", "closed_at", "version",
                    ),
                    steps(
                        "draft > new", "awaiting|scheduled > assigned", "resolved > closed", "resolved|closed > assigned",
                        "draft|new|assigned|awaiting|scheduled > withdrawn",
                    ),
                ),
                Limited(
                    manager, ("state", "version"), steps("draft|new|assigned|awaiting|scheduled > cancelled")
                ),
            ),
        ),
        "preferred_slot": Rule(
            read=(through("request", "preferred_slot", "request_id"),), add=(slot,), change=(slot,), remove=(slot,)
        ),
        "request_message": Rule(
            read=(
                both("not internal", through("request", "request_message", "request_id")),
                through("request", "request_message", "request_id", who.at("notes", READ, "up.centre_id")),
            ),
            add=(
                both(said, through("request", "request_message", "request_id", who.at("notes", WRITE, "up.centre_id"))),
                both(said, "not internal", through("request", "request_message", "request_id", asked_by_me)),
            ),
        ),
        "appointment": Rule(
            read=(through("request", "appointment", "request_id"),),
            add=(write,),
            change=(write,),
            limited=(
                Limited(
                    through("request", "appointment", "request_id", asked_by_me),
                    ("state", "version"),
                    steps("proposed > confirmed", "proposed|confirmed > cancelled"),
                ),
                Limited(manager, ("state", "version"), steps("proposed|confirmed > cancelled")),
            ),
        ),
        "rating": Rule(
            read=(through("request", "rating", "request_id"),), add=(rated,), change=(rated,)
        ),
    }  # fmt: skip


def _events(who: Who) -> dict[str, Rule]:
    staff, counts = who.at("headcounts", READ), who.at("summaries", READ)
    public = f"state = any ({array(PUBLIC_EVENTS)}::text[])"
    write = who.at("events", WRITE)
    up_staff = (
        f"({who.at('headcounts', READ, 'up.centre_id')} or {who.at('summaries', READ, 'up.centre_id')})"
    )
    up_write = who.at("events", WRITE, "up.centre_id")
    school = f"(select rc_school({array(who.roles('headcounts', OWN))}))"
    registering = f"school_id = (select rc_school({array(who.roles('schools', OWN))}))"
    open_event = through("event", "event_school", "event_id", "up.state = 'published'")
    heads = who.at("headcounts", WRITE, "up.centre_id")
    cells = through("event_session", "participation", "session_id", heads)
    named = through("event_session", "participant", "session_id", heads)
    return {
        "event": Rule(
            read=(staff, counts, both(who.at("events", READ), public)),
            add=(write,),
            change=(write,),
            hidden=(
                Hidden(
                    ("risk_done_at", "risk_done_by", "evaluation_done_at", "waiver_reason", "waived_by"),
                    f"{staff} or {write}",
                ),
            ),
        ),
        "event_school": Rule(
            read=(through("event", "event_school", "event_id"),),
            add=(through("event", "event_school", "event_id", up_write), both(registering, open_event)),
            change=(through("event", "event_school", "event_id", up_write), both(registering, open_event)),
            remove=(through("event", "event_school", "event_id", up_write), both(registering, open_event)),
        ),
        "event_block": Rule(
            read=(through("event", "event_block", "event_id"),),
            add=(through("event", "event_block", "event_id", up_write),),
            change=(through("event", "event_block", "event_id", up_write),),
        ),
        "event_session": Rule(
            read=(staff, counts, through("event", "event_session", "event_id")),
            add=(write,),
            change=(write, who.at("headcounts", WRITE)),
        ),
        "participation": Rule(
            read=(
                through("event_session", "participation", "session_id", up_staff),
                both(f"school_id = {school}", through("event_session", "participation", "session_id")),
            ),
            add=(cells,),
            change=(cells,),
            remove=(cells,),
        ),
        "participant": Rule(
            read=(
                through("event_session", "participant", "session_id", up_staff),
                "person_id = (select rc_person())",
            ),
            add=(named,),
            change=(named,),
            remove=(named,),
        ),
    }


def _ambassadors(who: Who) -> dict[str, Rule]:
    me, read, write = who.me("ambassadors"), who.at("ambassadors", READ), who.at("ambassadors", WRITE)
    counts, hours = who.at("summaries", READ), who.at("hours", WRITE)
    checks = who.at("clearances", READ, "a.centre_id")
    leads = f"a.centre_id = any ((select rc_safeguards({array(who.roles('clearances', READ))}))::integer[])"

    def theirs(table: str, condition: str) -> str:
        return f"exists (select 1 from ambassador a where a.person_id = {table}.person_id and {condition})"

    clearing = theirs("clearance", f"({leads} or {who.at('clearances', WRITE, 'a.centre_id')})")
    mine = f"person_id = {me}"
    at_a = who.at("ambassadors", READ, "a.centre_id")
    write_a = who.at("ambassadors", WRITE, "a.centre_id")
    events = who.at("events", WRITE)
    return {
        "ambassador": Rule(
            read=(read, mine, counts),
            add=(write,),
            change=(write,),
            limited=(
                Limited(mine, ("study", "home_area", "languages", "skills", "notes", "left_on", "version")),
            ),
            hidden=(
                Hidden(("home_area", "study", "languages", "skills", "notes"), f"{read} or person_id = {me}"),
            ),
        ),
        "clearance": Rule(
            read=(mine, theirs("clearance", checks), theirs("clearance", who.at("summaries", READ, "a.centre_id"))),
            add=(clearing,),
            change=(clearing,),
            hidden=(Hidden(("issuer",), f"person_id = {me} or {theirs('clearance', checks)}"),),
        ),
        "availability": Rule(
            read=(mine, theirs("availability", at_a)),
            add=(mine, theirs("availability", write_a)),
            change=(mine, theirs("availability", write_a)),
            remove=(mine, theirs("availability", write_a)),
        ),
        "availability_exception": Rule(
            read=(mine, theirs("availability_exception", at_a)),
            add=(mine, theirs("availability_exception", write_a)),
            change=(mine, theirs("availability_exception", write_a)),
        ),
        "requirement": Rule(
            read=(
                who.at("headcounts", READ),
                read,
                counts,
                both(who.at("events", READ), among(SHOWN, "activity_id")),
                among(asked(who), "activity_id"),
            ),
            add=(events, write),
            change=(events, write),
        ),
        "assignment": Rule(
            read=(read, who.at("hours", READ), counts, both(mine, "state <> 'proposed'")),
            add=(
                write,
                both(mine, "state = 'offered'", who.at("ambassadors", OWN), through("requirement", "assignment", "requirement_id")),
            ),
            change=(write, hours),
            limited=(
                Limited(
                    mine,
                    ("state", "answered_at", "late", "version"),
                    steps("invited > accepted", "invited > declined", "invited > expired", "offered|accepted > withdrawn"),
                ),
                Limited(events, ("state", "late", "version"), steps("proposed|invited|offered|accepted > cancelled")),
            ),
        ),
        "volunteer_hours": Rule(
            read=(who.at("hours", READ), counts, f"person_id = {who.me('hours')}"),
            add=(
                both(hours, "state = 'logged'"),
                both(f"person_id = {who.me('hours')}", who.at("hours", OWN), "state = 'logged'", "decided_at is null"),
            ),
            change=(both(hours, "person_id <> (select rc_person())"),),
        ),
    }  # fmt: skip


def _training(who: Who) -> dict[str, Rule]:
    me, write = who.me("training"), who.at("training", WRITE)
    up_read, up_write = who.at("training", READ, "up.centre_id"), who.at("training", WRITE, "up.centre_id")
    session = through("course", "training_session", "course_id", up_write)
    staff = through("course", "enrolment", "course_id", up_write)
    own = f"person_id = {me}"
    taking = through("course", "enrolment", "course_id", who.at("training", OWN, "up.centre_id"))
    attended = (
        "exists (select 1 from training_session s join course c on c.id = s.course_id "
        f"where s.id = training_attendance.training_session_id and {who.at('training', WRITE, 'c.centre_id')})"
    )
    owed = (
        "exists (select 1 from enrolment e join course c on c.id = e.course_id "
        "where e.id = commitment.enrolment_id and {})"
    )
    return {
        "course": Rule(read=(who.at("training", OWN),), add=(write,), change=(write,)),
        "training_session": Rule(
            read=(through("course", "training_session", "course_id"),), add=(session,), change=(session,)
        ),
        "enrolment": Rule(
            read=(own, through("course", "enrolment", "course_id", up_read)),
            add=(staff, both(own, "state = 'applied'", taking)),
            change=(staff,),
            limited=(
                Limited(
                    own,
                    ("state", "version"),
                    steps("applied|waitlisted|enrolled|in_progress > withdrawn"),
                ),
            ),
        ),
        "training_attendance": Rule(
            read=(through("enrolment", "training_attendance", "enrolment_id"),),
            add=(attended,),
            change=(attended,),
        ),
        "commitment": Rule(
            read=(own, owed.format(who.at("training", READ, "c.centre_id"))),
            add=(owed.format(who.at("training", WRITE, "c.centre_id")),),
            change=(owed.format(who.at("training", WRITE, "c.centre_id")),),
        ),
    }


def _evaluation(who: Who) -> dict[str, Rule]:
    read, write = (who.at("headcounts", READ), who.at("summaries", READ)), (who.at("events", WRITE),)
    up_write = who.at("events", WRITE, "up.centre_id")
    question = (through("evaluation_form", "question", "form_id", up_write),)
    filled = (through("evaluation_round", "evaluation_response", "round_id", up_write),)
    answer = (
        (
            "exists (select 1 from evaluation_response r join evaluation_round up on up.id = r.round_id "
            f"where r.id = answer.response_id and {up_write})"
        ),
    )
    return {
        "evaluation_form": Rule(read=read, add=write, change=write),
        "question": Rule(
            read=(through("evaluation_form", "question", "form_id"),), add=question, change=question
        ),
        "evaluation_round": Rule(read=read, add=write, change=write),
        "evaluation_response": Rule(
            read=(through("evaluation_round", "evaluation_response", "round_id"),), add=filled
        ),
        "answer": Rule(
            read=(through("evaluation_response", "answer", "response_id"),), add=answer, change=answer
        ),
    }


def _reports(who: Who) -> dict[str, Rule]:
    read, decide = who.at("summaries", READ), who.at("summaries", APPROVE)
    target = who.at("summaries", WRITE)
    return {
        "report_month": Rule(
            read=(read, both("state = 'locked'", who.holding(("evaluator",)))),
            add=(decide,),
            change=(decide,),
        ),
        "target": Rule(read=(read,), add=(target,), change=(target,)),
    }


def _audit(who: Who) -> dict[str, Rule]:
    told = "from_state is distinct from to_state"
    told_where = (
        "(coalesce(after, before) ->> 'centre_id')"  # most lines say it; the function is for the rest
    )
    here = f"any ((select rc_centres({array(who.roles('audit', READ))}))::integer[])"
    ours = (
        f"case when {told_where} is not null then {told_where}::integer = {here} "
        "else rc_told_here(table_name, row_id, coalesce(after, before)) end"
    )
    # A series takes a step for each of its dates: within the statement they share who asks.
    booked = "subject = 'activity' and exists (select 1 from activity a where a.id = subject_id and a.centre_id = step.centre_id)"
    persons = "table_name = 'person' and exists (select 1 from person p where p.id = audit_entry.row_id)"
    return {
        "step": Rule(
            read=(
                who.at("bookings", READ),
                both(who.holding(inside(who)), told, "rc_my_step(subject, subject_id)"),
            ),
            add=(
                f"person_id = (select rc_person()) and ({booked} or rc_may_step(subject, subject_id, centre_id))",
            ),
            vouched=("person_id",),
        ),
        "audit_entry": Rule(read=(both(who.anywhere("audit", READ), f"{ours} or {persons}"),)),
        "audit_context": Rule(),
    }
