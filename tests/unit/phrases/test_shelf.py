"""Names found however they are spelled, best first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resource_centre.phrases.folding import fold, other_layout
from resource_centre.phrases.shelf import Entry, Shelf
from resource_centre.phrases.vocabulary import Vocabulary, distance

SHELF = Shelf(
    [
        Entry("lab", 1, "Лаборатория робототехники", "ROB · 214", "ROB"),
        Entry("lab", 2, "Зертхана Ғылым әлемі"),
        Entry("unit", 3, "SPIKE kit 03", "SPK-03"),
        Entry("unit", 4, "SPIKE kit 13", "SPK-13"),
        Entry("person", 5, "Айгерим Садыкова", "Координатор"),
        Entry("person", 6, "Пётр Ёлкин"),
        Entry("school", 7, "Школа № 41", "Алматы"),
        Entry("school", 8, "Школа № 141", "Алматы"),
        Entry("request", 9, "Датчики для 8 класса", "Заявка 118 · Школа № 41", "118"),
        Entry("page", 10, "Robotics lab"),
        Entry("person", 11, "Café Müller"),
    ]
)
DAY = 86_400
NOW = 1_000 * DAY
TIMES = Shelf(
    [Entry("activity", n, f"Robotics club {n % 7}", "School 41", at=n * DAY) for n in range(1, 2_000)]
)


def keys(typed: str) -> list[int]:
    return [hit.entry.key for hit in SHELF.search(typed)]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("робототехника", 1), ("роб", 1), ("РОБОТ", 1), ("лаб роб", 1), ("робт лаб", 1), ("работотехники", 1),
        ("hj,jnjnt[ybrb", 1), ("rob", 1), ("ROB", 1), ("214", 1), ("гылым алеми", 2), ("ғылым", 2), ("зертханасында", 2),
        ("spk03", 3), ("SPK-03", 3), ("kit 13", 4), ("spkie kit 13", 4), ("ас", 5), ("айгерим", 5), ("fqutrbv", 5),
        ("садыкава", 5), ("aigerim", 5), ("петр елкин", 6), ("41", 7), ("школа 41", 7), ("школ 141", 8), ("118", 9),
        ("№ 118", 9), ("датчик", 9), ("кщищешсы дфи", 10), ("robotisc lab", 10), ("rl", 10), ("cafe muller", 11),
    ],
)  # fmt: skip
def test_a_thing_is_found(typed: str, key: int) -> None:
    assert keys(typed)[:1] == [key], [hit.entry.title for hit in SHELF.search(typed)]


@pytest.mark.parametrize("typed", ["", "  ", "зоология", "kit 99", "робототехника зоология", "!!!", "№"])
def test_what_is_not_there_is_not_found(typed: str) -> None:
    assert keys(typed) == []


def test_the_letters_that_fitted_are_told() -> None:
    hit = SHELF.search("робот")[0]
    assert [hit.entry.title[start:end] for start, end in hit.title_spans] == ["робот"]
    hit = SHELF.search("41 школа")[0]
    assert [hit.entry.title[start:end] for start, end in hit.title_spans] == ["Школа", "41"]


def test_what_comes_next_goes_before_what_was() -> None:
    found = [hit.entry.at // DAY for hit in TIMES.search("robotics club", 3, NOW)]
    assert found == [1_000, 1_001, 1_002]


def test_a_day_narrows_what_takes_place() -> None:
    day = (1_500 * DAY, 1_501 * DAY)
    assert [hit.entry.key for hit in TIMES.search("", 5, NOW, between=day)] == [1_500]
    assert [hit.entry.key for hit in TIMES.search("robotics", 5, NOW, between=day)] == [1_500]
    assert TIMES.search("chemistry", 5, NOW, between=day) == []


def test_what_is_chosen_often_comes_first() -> None:
    assert keys("kit")[0] == 3
    used = SHELF.search("kit", used=lambda entry: 0.2 * (entry.key == 4))
    assert used[0].entry.key == 4


def test_kinds_can_be_chosen() -> None:
    assert {hit.entry.kind for hit in SHELF.search("школа", kinds=("school",))} == {"school"}


@pytest.mark.parametrize(
    ("typed", "word", "slips"),
    [
        ("robotics", "robotics", 0),
        ("robotisc", "robotics", 1),
        ("robtics", "robotics", 1),
        ("rob", "robotics", 0),
        ("xyz", "robotics", 2),
    ],
)
def test_slips_are_counted(typed: str, word: str, slips: int) -> None:
    assert min(distance(typed, word, 1), 2) == slips


@given(st.text(max_size=60))
def test_a_folded_text_is_as_long_as_it_was(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(max_size=80))
def test_any_text_can_be_looked_for(text: str) -> None:
    for hit in [*SHELF.search(text), *TIMES.search(text, now=NOW)]:
        assert all(0 <= start < end <= len(hit.entry.title) for start, end in hit.title_spans)


WORDS = st.text("абвгдежзиклмноп", min_size=5, max_size=12)


@given(st.lists(WORDS, min_size=1, max_size=30), st.data())
def test_a_word_is_found_with_any_one_slip(words: list[str], data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(words))
    at = data.draw(st.integers(0, len(word) - 2))
    slip = data.draw(st.sampled_from(("missing", "added", "swapped")))
    typed = {
        "missing": word[:at] + word[at + 1 :],
        "added": word[:at] + "я" + word[at:],
        "swapped": word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    }[slip]
    if len(typed) >= 5:
        vocabulary = Vocabulary(words)
        assert word in vocabulary.alike(typed) or vocabulary.alike(typed), (typed, word)


def test_the_other_layout_goes_both_ways() -> None:
    assert other_layout("кщищешсы") == "robotics"
    assert other_layout("hj,jn") == "робот"
    assert other_layout("123") == ""
