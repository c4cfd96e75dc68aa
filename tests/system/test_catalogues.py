"""The catalogue tool finds every text that people see, and every way a catalogue can fall short."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog

from tools import catalogues

FORM = """<ui version="4.0"><widget class="QWidget" name="w">
<property name="windowTitle"><string>New booking</string></property>
<property name="objectName"><string notr="true">internal</string></property>
<property name="text"><string/></property></widget></ui>"""


def test_the_texts_of_a_form_are_found_but_not_those_marked(tmp_path):
    form = tmp_path / "form.ui"
    form.write_text(FORM, encoding="utf-8")
    assert list(catalogues.strings(form)) == ["New booking"]


def test_texts_in_code_are_found_with_plural_and_context(tmp_path, monkeypatch):
    code = tmp_path / "code.py"
    code.write_text(
        '_("one")\nN_("two")\nn_("{n} lab", "{n} labs", 3)\np_("month", "May")\n', encoding="utf-8"
    )
    monkeypatch.setattr(catalogues, "PACKAGE", tmp_path)
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    found = {catalogues.key(message) for message in catalogues.messages(catalogues.extracted())}
    assert found == {("", "one"), ("", "two"), ("", "{n} lab"), ("month", "May")}


def template(*texts):
    made = Catalog()
    for text in texts:
        made.add(text)
    return made


@pytest.mark.parametrize(
    ("text", "translated", "fault"),
    [
        ("Book", "", "not translated"),
        ("{name} is taken", "занято", "other placeholders"),
        ("{name} is taken", "{имя} занято", "other placeholders"),
        ("Left over", "Лишнее", "no longer in the program"),
    ],
)
def test_a_catalogue_that_falls_short_is_found(monkeypatch, text, translated, fault):
    stored = Catalog(locale="ru", fuzzy=False)
    stored.add(text, translated)
    monkeypatch.setattr(catalogues, "stored", lambda _code: stored)
    wanted = template() if "no longer" in fault else template(text)
    assert [fault in line for line in catalogues.faults_of("ru", wanted)] == [True]


def test_a_complete_catalogue_has_no_fault(monkeypatch):
    stored = Catalog(locale="ru", fuzzy=False)
    stored.add("{name} is taken", "{name} занято")
    monkeypatch.setattr(catalogues, "stored", lambda _code: stored)
    assert list(catalogues.faults_of("ru", template("{name} is taken"))) == []


def test_a_new_text_is_found_missing(monkeypatch):
    monkeypatch.setattr(catalogues, "stored", lambda _code: Catalog(locale="kk", fuzzy=False))
    assert ["not in the catalogue" in line for line in catalogues.faults_of("kk", template("New"))] == [True]
