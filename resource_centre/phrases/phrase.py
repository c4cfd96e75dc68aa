"""Understands a command as it is typed, in English, Russian or Kazakh: what, when, how often, for whom, what is missing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from resource_centre.phrases import lexicon
from resource_centre.phrases.clock import DAY, Clock, find_clock
from resource_centre.phrases.days import Days, find_days
from resource_centre.phrases.repeats import CODES, Repeats, find_repeats
from resource_centre.phrases.shelf import FILLERS
from resource_centre.phrases.things import Meant, Named, Things
from resource_centre.phrases.typed import Heard, Part, Typed

USUAL = 60  # minutes
LOAN_DAYS = 7
LOAN_OUT, LOAN_BACK = 9 * 60, 17 * 60
MOST = 4
QUOTED = re.compile(r"[«“„\"](?P<words>[^«»“”„\"]{1,200})[»”“\"]")
CALLED = re.compile(
    r"(?<!\w)(?:"
    + lexicon.either("called", "titled", "title", "под названием", "название", "тема", "атауы")
    + r")\s*:?\s+"
)
ACTS = (lexicon.BOOK, lexicon.LEND)
_VERBS = tuple(
    (
        verb,
        re.compile(rf"^\W*(?:{lexicon.POLITE}\s+)*(?P<verb>{pattern})(?!\w)"),
        re.compile(rf"(?<!\w)(?P<verb>{pattern})\s*[.!?]*\s*$"),
    )
    for verb, pattern in lexicon.VERBS
)


@dataclass(frozen=True)
class Around:
    """What a phrase is understood by: the wall time now, and what can be booked."""

    now: datetime
    things: Things


@dataclass(frozen=True)
class Reading:
    """One way to understand a phrase. Times are naive wall times; `guessed` parts were not said.

    `verb` is empty when none was typed. `subject` is for whom or what; `words` what is not understood; `query` all
    that is neither verb nor time, to look for.
    """

    verb: str = ""
    bookables: tuple[Named, ...] = ()
    units: tuple[tuple[Named, int], ...] = ()
    day: date | None = None
    last_day: date | None = None
    start: datetime | None = None
    end: datetime | None = None
    minutes: int = USUAL
    part: tuple[int, int] | None = None
    repeats: Repeats | None = None
    title: str = ""
    subject: str = ""
    words: str = ""
    query: str = ""
    heard: tuple[Heard, ...] = ()
    missing: tuple[Part, ...] = ()
    guessed: tuple[Part, ...] = ()
    past: bool = False

    @property
    def things(self) -> tuple[Named, ...]:
        """Everything that is named, counted or not."""
        return (*self.bookables, *(named for named, _count in self.units))

    @property
    def complete(self) -> bool:
        """Whether it can be done as it stands."""
        return not self.missing and not self.past


@dataclass
class _Said:
    verb: str
    days: list[Days]
    clock: Clock
    repeats: Repeats | None
    meant: list[Meant]
    title: str = ""
    subject: str = ""
    words: str = ""
    query: str = ""
    heard: tuple[Heard, ...] = field(default=())


def understand(text: str, around: Around) -> tuple[Reading, ...]:
    """The ways to understand a phrase, the likeliest first; empty when nothing of it is understood."""
    said = _listen(text, around)
    if not said.heard:
        return ()
    first = _reading(said, around)
    found = [first]
    for other in _others(said):
        reading = _reading(other, around)
        if all(_same(reading) != _same(each) for each in found):
            found.append(reading)
    return tuple(found[:MOST])


def _same(reading: Reading) -> tuple[object, ...]:
    return reading.things, reading.start, reading.end, reading.day


def _listen(text: str, around: Around) -> _Said:
    typed = Typed(text)
    title = _quoted(typed)
    verb = _verb(typed)
    exact = around.things.find_codes(typed, with_digits=True)
    repeats = find_repeats(typed)
    days = find_days(typed, around.now.date())
    clock = find_clock(typed)
    if not verb or verb == lexicon.FREE:
        verb = _verb(typed, late=True) or verb
    if not title:
        title = _called(typed)
    query = _left(typed)
    meant = [*exact, *around.things.find(typed, counted=True)]
    subject = _subject(typed, lexicon.TO if verb == lexicon.LEND else lexicon.FOR)
    meant = sorted([*meant, *around.things.find(typed, more=bool(meant))], key=lambda each: each.at)
    rest = _rest(typed)
    if verb == lexicon.LEND and rest and not subject:
        subject = rest
        _claim_rest(typed, Part.SUBJECT)
        rest = ""
    if verb in ACTS and rest and not title:
        title = rest
        _claim_rest(typed, Part.TITLE)
        rest = ""
    return _Said(verb, days, clock, repeats, meant, title, subject, rest, query, typed.parts())


def _quoted(typed: Typed) -> str:
    found = QUOTED.search(typed.text)
    if found is None or not found["words"].strip():
        return ""
    typed.claim(Part.TITLE, *found.span())
    return " ".join(found["words"].split())


def _called(typed: Typed) -> str:
    for match in typed.find(CALLED):
        end = typed.next_claim(match.end())
        words = " ".join(typed.text[match.end() : end].split())
        if words:
            typed.claim(Part.TITLE, match.start(), end)
            return words
    return ""


def _verb(typed: Typed, late: bool = False) -> str:
    for verb, first, last in _VERBS:
        for pattern in (first, last):
            match = pattern.search(typed.folded)
            if match is None or not typed.free(*match.span("verb")):
                continue
            if verb == lexicon.FREE and pattern is last and match["verb"] in ("when", "когда", "кашан"):
                continue
            typed.claim(Part.VERB, *match.span("verb"))
            if verb == lexicon.FREE:
                _claim_free(typed)
            return verb
    if late:
        return ""
    inner = next(typed.find(lexicon.whole(lexicon.either("қашан бос", "is free", "are free"))), None)
    if inner is not None:
        typed.claim(Part.VERB, *inner.span())
        return lexicon.FREE
    return ""


def _claim_free(typed: Typed) -> None:
    """“когда … свободна”, “when … free”: both belong to the question."""
    pattern = lexicon.whole(
        lexicon.either("free", "is", "are", "available", "свободн~", "бос", "қашан", "will be", "будет")
    )
    for match in typed.find(pattern):
        typed.claim(Part.VERB, *match.span())


def _subject(typed: Typed, before: re.Pattern[str]) -> str:
    for match in typed.find(before):
        end = typed.next_claim(match.end())
        words = " ".join(typed.text[match.end() : end].strip(" ,.;").split())
        if words:
            typed.claim(Part.SUBJECT, match.start(), end)
            return words
    for match in typed.find(lexicon.FOR_AFTER):
        start = typed.last_claim(match.start())
        words = " ".join(typed.text[start : match.start()].strip(" ,.;").split())
        if words:
            typed.claim(Part.SUBJECT, start, match.end())
            return words
    return ""


def _left(typed: Typed) -> str:
    """What is to be looked for: everything beside verb and time."""
    return " ".join(typed.text[start:end] for _word, start, end in typed.words())


def _rest(typed: Typed) -> str:
    """What is not understood, without words that only join."""
    words = typed.words()
    while words and words[0][0] in FILLERS:
        words = words[1:]
    while words and words[-1][0] in FILLERS:
        words = words[:-1]
    return " ".join(typed.text[start:end] for _word, start, end in words)


def _claim_rest(typed: Typed, part: Part) -> None:
    for _word, start, end in typed.words():
        typed.claim(part, start, end)


def _others(said: _Said) -> list[_Said]:
    """The same phrase with one part understood otherwise."""
    found = []
    for n, days in enumerate(said.days):
        if days.other is not None:
            changed = [*said.days[:n], Days(days.other, days.last, days.until), *said.days[n + 1 :]]
            found.append(replace(said, days=changed))
    if said.clock.other is not None:
        start, end = said.clock.other
        found.append(replace(said, clock=replace(said.clock, start=start, end=end, other=None)))
    for n, meant in enumerate(said.meant):
        for other in meant.others:
            found.append(
                replace(said, meant=[*said.meant[:n], Meant(other, meant.count), *said.meant[n + 1 :]])
            )
    return found


def _reading(said: _Said, around: Around) -> Reading:
    bookables = tuple(dict.fromkeys(each.named for each in said.meant if each.named.kind != "model"))
    units: dict[Named, int] = {}
    for each in said.meant:
        if each.named.kind == "model":
            units[each.named] = units.get(each.named, 0) + (each.count or 1)
    begun = Reading(
        said.verb, bookables, tuple(units.items()), title=said.title, subject=said.subject, words=said.words, query=said.query,
        heard=said.heard, part=said.clock.part,
    )  # fmt: skip
    timed = _loan_times(begun, said, around) if said.verb == lexicon.LEND else _times(begun, said, around)
    missing = [] if begun.things else [Part.THING]
    if timed.start is None and said.verb != lexicon.FREE:
        missing.append(Part.TIME)
    return replace(timed, missing=tuple(missing))


def _times(reading: Reading, said: _Said, around: Around) -> Reading:
    clock, now = said.clock, around.now
    starts = [days for days in said.days if not days.until]
    ends = [days for days in said.days if days.until]
    guessed: list[Part] = []
    first = clock.start
    if first is None and clock.end is not None and clock.length is not None:
        first = max(clock.end - clock.length, 0)
    if first is None and clock.part is not None and (starts or said.repeats):
        first = clock.part[0]
        guessed.append(Part.TIME)
    repeats = said.repeats
    day = starts[0].first if starts else None
    if repeats is not None:
        day = _first_of(repeats, day, now, first)
        if ends and repeats.count is None:
            repeats = replace(repeats, until=ends[0].last or ends[0].first)
    elif day is None and ends:
        day = ends[0].first
    if day is None and first is not None:
        day = now.date() + timedelta(days=_passed(now, now.date(), first))
        guessed.append(Part.DAY)
    elif (
        day is not None
        and first is not None
        and starts
        and starts[0].other is not None
        and _passed(now, day, first)
    ):
        day = starts[0].other if starts[0].other > day else day
    last = starts[0].last if starts else None
    if len(starts) > 1 and repeats is None and day is not None and starts[1].first > day:
        last = starts[1].first
    if ends and repeats is None and day is not None and starts and ends[0].first > day:
        last = ends[0].first
    minutes = clock.length or (
        (clock.end - first) if clock.end and first is not None and clock.end > first else None
    )
    if minutes is None:
        minutes = USUAL
        guessed.append(Part.LENGTH)
    found = replace(reading, day=day, last_day=last, minutes=minutes, repeats=repeats, guessed=tuple(guessed))
    if first is None or day is None:
        return found
    start = datetime.combine(day, time()) + timedelta(minutes=first)
    end = start + timedelta(minutes=minutes)
    if last is not None and clock.end is not None:
        end = datetime.combine(last, time()) + timedelta(minutes=clock.end % DAY)
    if clock.days and clock.end is None and clock.length is None:
        end = start + timedelta(days=clock.days)
    return replace(found, start=start, end=end, past=end <= now if reading.verb else start < now)


def _loan_times(reading: Reading, said: _Said, around: Around) -> Reading:
    """A loan goes out on a day and comes back on another."""
    starts = [days for days in said.days if not days.until]
    ends = [days for days in said.days if days.until]
    guessed: list[Part] = []
    out = starts[0].first if starts else around.now.date()
    if not starts:
        guessed.append(Part.DAY)
    leaves = LOAN_OUT if said.clock.start is None else said.clock.start
    start = datetime.combine(out, time()) + timedelta(minutes=leaves)
    if not starts and said.clock.start is None and start < around.now:
        start = around.now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        if start.hour * 60 >= LOAN_BACK or start.date() != out:
            start = datetime.combine(out + timedelta(days=1), time()) + timedelta(minutes=LOAN_OUT)
    back: date | None = ends[0].last or ends[0].first if ends else None
    if back is None and starts:
        back = starts[0].last or (starts[1].first if len(starts) > 1 else None)
    if back is None and said.clock.days:
        back = out + timedelta(days=said.clock.days)
    if back is None and (said.clock.length or said.clock.end):
        end_minutes = said.clock.end if said.clock.end is not None else leaves + (said.clock.length or 0)
        return _lent(
            reading, start, datetime.combine(out, time()) + timedelta(minutes=end_minutes), guessed, around
        )
    if back is None:
        back = out + timedelta(days=LOAN_DAYS)
        guessed.append(Part.LENGTH)
    returns = LOAN_BACK if said.clock.end is None else said.clock.end
    return _lent(reading, start, datetime.combine(back, time()) + timedelta(minutes=returns), guessed, around)


def _lent(reading: Reading, start: datetime, end: datetime, guessed: list[Part], around: Around) -> Reading:
    end = end if end > start else start + timedelta(days=LOAN_DAYS)
    return replace(
        reading, day=start.date(), last_day=end.date(), start=start, end=end,
        minutes=int((end - start).total_seconds() // 60), guessed=tuple(guessed), past=end <= around.now,
    )  # fmt: skip


def _passed(now: datetime, day: date, minutes: int) -> bool:
    return datetime.combine(day, time()) + timedelta(minutes=minutes) <= now


def _first_of(repeats: Repeats, day: date | None, now: datetime, minutes: int | None) -> date:
    """The first day of a repetition, from a day (or from now) on."""
    first = day or now.date()
    for away in range(62):
        each = first + timedelta(days=away)
        if day is None and away == 0 and minutes is not None and _passed(now, each, minutes):
            continue
        if repeats.days and CODES[each.weekday()] not in repeats.days:
            continue
        if repeats.nth > 0 and (each.day - 1) // 7 + 1 != repeats.nth:
            continue
        if repeats.nth < 0 and (each + timedelta(days=7)).month == each.month:
            continue
        return each
    return first
