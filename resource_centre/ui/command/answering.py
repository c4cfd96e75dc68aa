"""What the field answers to what is typed: plans, and what was found, in groups, best first. No window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from resource_centre.core.context import Actor
from resource_centre.core.times import days_range
from resource_centre.i18n import N_
from resource_centre.phrases import lexicon
from resource_centre.phrases.folding import other_layout, words_of
from resource_centre.phrases.phrase import Around, Reading, understand
from resource_centre.phrases.shelf import Entry, Hit, Shelf
from resource_centre.phrases.typed import Heard
from resource_centre.ui.command.library import Shelves
from resource_centre.ui.command.preview import Plan, plan_of

MOST_OF_A_GROUP = 5
MOST_GROUPS = 7
OF_ONE_NAME = 3
MOST_TITLES = 6  # of which other dates are looked up
OF_ONE_TITLE = 2  # of a series the next dates, not all of them
LEAST = 0.5
BESIDE_THE_BEST = 0.58  # of the best score; what fits less is not shown
SURE_OF_WHOM = 0.78
GROUPS = {
    "do": N_("Do"), "go": N_("Go to"), "lab": N_("Resources"), "unit": N_("Resources"), "model": N_("Resources"),
    "school": N_("Schools"), "person": N_("People"), "ambassador": N_("People"), "request": N_("Consultations"),
    "event": N_("Events"), "course": N_("Courses"), "activity": N_("In the calendar"), "loan": N_("In the calendar"),
}  # fmt: skip
OLDER = N_("Earlier, later and cancelled")
PLANNED = (lexicon.BOOK, lexicon.LEND, lexicon.FREE)
DEED_OF = {lexicon.REQUEST: "request", lexicon.EVENT: "event", lexicon.ADD_SCHOOL: "school"}


@dataclass(frozen=True)
class Rights:
    """What the person may do from here."""

    book: bool
    lend: bool
    look: bool
    staff: bool


@dataclass(frozen=True)
class Question:
    """What is asked, with everything that the answer needs."""

    typed: str
    shelves: Shelves
    deeds: Shelf
    now: datetime
    tz: ZoneInfo
    centre_id: int
    actor: Actor
    rights: Rights
    lift: Callable[[Entry], float]
    uid: str
    kinds: frozenset[str]


@dataclass(frozen=True)
class Answer:
    """`plans` are readings of a command, `day` a day that the calendar can show, `groups` what was found.

    `cancels` says that what was found is to be cancelled; `verb` is a deed's key that was named in words. `titles` are
    what activities are called that fit, for which the database knows more dates.
    """

    typed: str
    plans: tuple[Plan, ...] = ()
    groups: tuple[tuple[str, tuple[Hit, ...]], ...] = ()
    day: date | None = None
    cancels: bool = False
    deed: str = ""
    heard: tuple[Heard, ...] = field(default=())
    before_the_rest: bool = False
    titles: tuple[Hit, ...] = ()


def answer(asked: Question) -> Answer:
    """The whole answer; takes milliseconds and may run in any thread."""
    typed = asked.typed.strip()
    if not typed:
        return Answer(asked.typed)
    readings = _readings(asked)
    first = readings[0] if readings else Reading()
    plans = tuple(_plan(asked, reading) for reading in readings if _planned(asked, reading))
    cancels = first.verb == lexicon.CANCEL and asked.rights.book
    words, between = typed, None
    if first.day is not None and (first.verb in ("", lexicon.GO, lexicon.CANCEL) and not plans):
        last = first.last_day or first.day
        span = days_range(first.day, (last - first.day).days + 1, asked.tz)
        between = int(span.start.timestamp()), int(span.end.timestamp())
    if first.verb in (lexicon.GO, lexicon.CANCEL) or between is not None:
        words = first.query
    groups = _groups(asked, words, typed, between, cancels)
    looks_up = "activity" in asked.kinds and words and between is None and not cancels
    called = asked.shelves.titles.search(words, MOST_TITLES) if looks_up else []
    return Answer(
        asked.typed, plans, groups, first.day if between is not None and not cancels else None, cancels,
        DEED_OF.get(first.verb, ""), first.heard if plans or cancels or between else (), bool(first.verb) or _is_sure(first),
        tuple(hit for hit in called if hit.score >= LEAST),
    )  # fmt: skip


def with_older(found: Answer, entries: Sequence[Entry]) -> Answer:
    """The answer with activities that were looked up for its titles, as their last group."""
    shown = {
        hit.entry.key
        for _name, hits in found.groups
        for hit in hits
        if hit.entry.kind in ("activity", "loan")
    }
    spans = {hit.entry.title: hit for hit in found.titles}
    more = [
        replace(spans[each.title], entry=each)
        for each in entries
        if each.key not in shown and each.title in spans
    ]
    kept = tuple(_various(more, OF_ONE_NAME)[:MOST_OF_A_GROUP])
    return replace(found, groups=(*found.groups, (OLDER, kept))) if kept else found


def _readings(asked: Question) -> tuple[Reading, ...]:
    """What is understood; what was typed in the other keyboard layout is understood as well."""
    around = Around(asked.now.replace(tzinfo=None), asked.shelves.things)
    found = understand(asked.typed, around)
    if found and (found[0].verb or found[0].things):
        return found
    swapped = other_layout(asked.typed)
    other = understand(swapped, around) if swapped else ()
    if other and other[0].verb and (other[0].things or other[0].day is not None):
        return tuple(replace(each, heard=()) for each in other)
    return found


def _is_sure(reading: Reading) -> bool:
    return bool(reading.things) and reading.start is not None


def _planned(asked: Question, reading: Reading) -> bool:
    """Whether a reading is something to do that the person may do; a plan without a verb needs what and when."""
    may = {lexicon.BOOK: asked.rights.book, lexicon.LEND: asked.rights.lend, lexicon.FREE: asked.rights.look}
    if reading.verb:
        return may.get(reading.verb, False)
    return asked.rights.book and _is_sure(reading) and not reading.words


def _plan(asked: Question, reading: Reading) -> Plan:
    rights = asked.rights
    whom = None
    if rights.staff and reading.subject:
        whom = _whom(asked.shelves.names, reading.subject)
    return plan_of(reading, whom, asked.centre_id, asked.actor, asked.tz, rights.staff, asked.uid)


def _whom(names: Shelf, subject: str) -> Entry | None:
    """The school or person of this name; a number in it has to be the very one."""
    numbers = {word for word in words_of(subject) if word.isdigit()}
    for hit in names.search(subject, 3, kinds=("school", "person")):
        named = hit.title_spans and not hit.second_spans and numbers <= set(words_of(hit.entry.title))
        if named and hit.score >= SURE_OF_WHOM:
            return hit.entry
    return None


def _groups(
    asked: Question, words: str, typed: str, between: tuple[int, int] | None, cancels: bool
) -> tuple[tuple[str, tuple[Hit, ...]], ...]:
    now = int(asked.now.timestamp())
    shelves = asked.shelves
    found: list[Hit] = []
    if not cancels:
        found += asked.deeds.search(words, 12, used=asked.lift) if words else []
        if words != typed:
            found += [
                hit
                for hit in asked.deeds.search(typed, 6, used=asked.lift)
                if hit.entry not in {f.entry for f in found}
            ]
        named = shelves.names.search(words, 60, used=asked.lift, kinds=asked.kinds) if words else []
        found += _various(named, OF_ONE_NAME)[:40]
    if "activity" in asked.kinds and (words or between is not None):
        of_time = shelves.activities.search(words, 60, now, asked.lift, between=between)
        fresh = shelves.changed.search(words, 60, now, asked.lift, between=between)
        old = [hit for hit in of_time if hit.entry.key not in shelves.replaced]
        found += _various(
            sorted([*old, *fresh], key=lambda hit: -hit.score), OF_ONE_TITLE if between is None else 12
        )[:12]
    if not found:
        return ()
    best = max(hit.score for hit in found)
    least = max(LEAST, best * BESIDE_THE_BEST) if between is None else 0.0
    groups: dict[str, list[Hit]] = {}
    for hit in sorted(found, key=lambda hit: -hit.score):
        group = groups.setdefault(GROUPS[hit.entry.kind], [])
        if hit.score >= least and len(group) < (8 if between is not None else MOST_OF_A_GROUP):
            group.append(hit)
    kept = [(name, tuple(hits)) for name, hits in groups.items() if hits]
    return tuple(kept[:MOST_GROUPS])


def _various(hits: list[Hit], most: int) -> list[Hit]:
    """Not more than so many of one title."""
    seen: dict[str, int] = {}
    kept = []
    for hit in hits:
        seen[hit.entry.title] = seen.get(hit.entry.title, 0) + 1
        if seen[hit.entry.title] <= most:
            kept.append(hit)
    return kept
