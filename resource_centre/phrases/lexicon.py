"""The words of time and of commands in English, Russian and Kazakh, folded."""

from __future__ import annotations

import re
from collections.abc import Iterable

from resource_centre.phrases.folding import fold


def words(text: str) -> list[str]:
    """A list of words, folded."""
    return fold(text).split()


def either(*phrases: str) -> str:
    """A pattern for any of these folded phrases, the longest first; “~” stands for an ending of up to 5 letters."""
    folded = sorted({fold(phrase) for phrase in phrases}, key=len, reverse=True)
    return (
        "(?:"
        + "|".join(
            re.escape(each).replace(r"\~", "~").replace("~", r"\w{0,5}").replace(r"\ ", r"\s+")
            for each in folded
        )
        + ")"
    )


def whole(pattern: str) -> re.Pattern[str]:
    """The pattern as whole words."""
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


def named(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Folded words and what each stands for."""
    return {word: value for text, value in pairs for word in words(text)}


# Beginnings of the names of months and weekdays; what follows is an ending.
MONTHS = named(
    [
        ("jan янв қаңтар", 1), ("feb фев ақпан", 2), ("mar март наурыз", 3), ("apr апр сәуір", 4),
        ("may май мая мае мамыр", 5), ("jun июн маусым", 6), ("jul июл шілде", 7), ("aug авг тамыз", 8),
        ("sep сен қыркүйек", 9), ("oct окт қазан", 10), ("nov ноя қараша", 11), ("dec дек желтоқсан", 12),
    ]
)  # fmt: skip
MONTH = (
    "(?P<month>" + either(
        "january", "jan", "february", "feb", "march", "mar", "april", "apr", "may", "june", "jun", "july", "jul",
        "august", "aug", "september", "sept", "sep", "october", "oct", "november", "nov", "december", "dec",
        "январ~", "янв", "феврал~", "фев", "март~", "мар", "апрел~", "апр", "май", "мая", "мае", "июн~", "июл~",
        "август~", "авг", "сентябр~", "сент", "сен", "октябр~", "окт", "ноябр~", "нояб", "ноя", "декабр~", "дек",
        "қаңтар~", "ақпан~", "наурыз~", "сәуір~", "мамыр~", "маусым~", "шілде~", "тамыз~", "қыркүйек~", "қазан~",
        "қараша~", "желтоқсан~",
    ) + ")"
)  # fmt: skip
WEEKDAYS = (
    (0, ("monday", "mon", "понедельник~", "пн", "дүйсенбі~")),
    (1, ("tuesday", "tues", "tue", "вторник~", "вт", "сейсенбі~")),
    (2, ("wednesday", "weds", "wed", "сред~", "ср", "сәрсенбі~")),
    (3, ("thursday", "thurs", "thur", "thu", "четверг~", "чт", "бейсенбі~")),
    (4, ("friday", "fri", "пятниц~", "пт", "жұма", "жұмад~", "жұмағ~", "жұманы~")),
    (5, ("saturday", "sat", "суббот~", "сб", "сенбі~")),
    (6, ("sunday", "sun", "воскресень~", "вс", "жексенбі~")),
)
WEEKDAY = either(*(name for _n, names in WEEKDAYS for name in names))
_BY_NAME = [(n, re.compile(either(*names) + "s?$")) for n, names in WEEKDAYS]
NUMBERS = named(
    [
        ("one a an один одну одна бір", 1), ("two два две екі", 2), ("three три үш", 3), ("four четыре төрт", 4),
        ("five пять бес", 5), ("six шесть алты", 6), ("seven семь жеті", 7), ("eight восемь сегіз", 8),
        ("nine девять тоғыз", 9), ("ten десять он", 10), ("twelve двенадцать", 12),
    ]
)  # fmt: skip
NUMBER = r"(?:\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"
ORDINALS = named(
    [
        ("first 1st первый первую первое первая бірінші", 1), ("second 2nd второй вторую второе вторая екінші", 2),
        ("third 3rd третий третью третье третья үшінші", 3), ("fourth 4th четвертый четвертую четвертое төртінші", 4),
        ("last последний последнюю последнее соңғы", -1),
    ]
)  # fmt: skip
ORDINAL = "(?:" + "|".join(sorted(ORDINALS, key=len, reverse=True)) + ")"


def month_of(name: str) -> int:
    """The number of a month by its folded name."""
    return next(
        number
        for start, number in sorted(MONTHS.items(), key=lambda each: -len(each[0]))
        if name.startswith(start)
    )


def weekday_of(name: str) -> int:
    """The number of a weekday (Monday 0) by its folded name."""
    return next(n for n, pattern in _BY_NAME if pattern.match(name))


def number_of(text: str) -> int:
    """A number in digits or as a word."""
    return int(text) if text.isdigit() else NUMBERS[text]


# What is done. A verb begins the phrase or ends it, as in Kazakh.
BOOK, FREE, CANCEL, LEND, GO, REQUEST, EVENT, ADD_SCHOOL = (
    "book", "free", "cancel", "lend", "go", "request", "event", "add_school",
)  # fmt: skip
VERBS: tuple[tuple[str, str], ...] = (
    (REQUEST, either(
        "new request", "new consultation", "request a consultation", "ask for a consultation", "новая заявка",
        "новую заявку", "создать заявку", "новая консультация", "запросить консультацию", "жаңа өтінім", "өтінім жасау",
        "өтінім беру", "кеңес сұрау",
    )),
    (EVENT, either(
        "new event", "plan an event", "plan event", "add event", "новое мероприятие", "создать мероприятие",
        "запланировать мероприятие", "жаңа іс-шара", "жаңа іс шара", "іс-шара жоспарлау", "іс-шара қосу",
    )),
    (ADD_SCHOOL, either(
        "add a school", "add school", "new school", "добавить школу", "новая школа", "мектеп қосу", "жаңа мектеп",
    )),
    (FREE, either(
        "when is", "when are", "find a time", "find time", "when", "free", "is free", "are free", "available", "когда",
        "свободн~", "найти время", "найди время", "қашан бос", "бос уақыт", "уақыт табу", "қашан", "бос",
    )),
    (CANCEL, either(
        "cancel", "call off", "отменить", "отмени", "отмена", "снять бронь", "болдырмау", "болдырма", "бас тарту",
        "жою", "броньды болдырмау",
    )),
    (BOOK, either(
        "book", "reserve", "booking", "забронировать", "забронируй~", "бронировать", "бронируй~", "бронь",
        "зарезервировать", "зарезервируй~", "занять", "брондау", "броньдау", "брондап бер", "броньдап бер", "брондап қой",
        "брондаңыз", "бронь жасау",
    )),
    (LEND, either(
        "lend", "lend out", "loan", "выдать", "выдай", "выдача", "одолжить", "уақытша беру", "қарызға беру", "беру", "бер",
    )),
    (GO, either(
        "go to", "goto", "open", "show", "перейти к", "перейти в", "перейти на", "перейти", "открыть", "открой",
        "показать", "покажи", "ашу", "өту", "көрсету", "көрсет",
    )),
)  # fmt: skip
POLITE = either(
    "please", "i want to", "i'd like to", "i need to", "can i", "let me", "пожалуйста", "надо", "нужно", "хочу", "мне",
    "можно", "прошу", "өтінемін", "маған",
)  # fmt: skip
# What other languages call the things that centres have: each line is one thing.
SAME = tuple(
    frozenset(words(line))
    for line in (
        "lab labs laboratory лаборатория лаб зертхана кабинет",
        "robotics robotic робототехника роботов робот робототехникалық",
        "physics физика физический физикалық",
        "chemistry химия химический",
        "biology биология биологический",
        "computer computers компьютер компьютерный информатика",
        "room hall зал аудитория бөлме",
        "workshop мастерская шеберхана",
        "makerspace мейкерспейс maker",
        "microscope microscopes микроскоп",
        "tablet tablets планшет",
        "printer printers принтер",
        "laptop laptops ноутбук",
        "camera камера фотоаппарат",
        "sensor sensors датчик датчики датчиков",
        "kit kits набор комплект жинақ",
        "helmet headset шлем",
        "board плата тақта",
        "school школа мектеп",
        "gymnasium гимназия",
        "lyceum лицей",
        "laser лазер лазерный",
    )
)
_SAME_OF = {word: group for group in SAME for word in group}


def other_names(word: str) -> frozenset[str]:
    """What a (folded, perhaps declined) word of a name is called in other languages."""
    for cut in range(len(word), max(len(word) - 4, 2), -1):
        stem = word[:cut]
        for known, group in _SAME_OF.items():
            if known == stem or (cut >= 5 and known.startswith(stem) and len(known) - cut <= 3):
                return group - {word}
    return frozenset()


GENERIC = frozenset(words(
    "kit kits set sets unit units pcs piece pieces набор набора наборов наборы комплект комплекта комплектов комплекты шт "
    "штук штуки жинақ жинағы жинағын дана бірлік of"
))  # fmt: skip
AND = whole(either("and", "и", "и еще", "мен", "және", "пен", "бен", "plus") + r"|(?<!\w)[,+&](?!\w)")
FOR = whole(either("for", "для"))
TO = whole(either("for", "to", "для"))
FOR_AFTER = whole(either("үшін", "арналған"))
