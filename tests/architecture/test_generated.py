"""What is made from something else is as its source says: forms, catalogues, locks."""

from __future__ import annotations

import re
import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house import PACKAGE, ROOT, python

PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def test_every_form_is_compiled_from_its_source():
    python("-m", "tools.forms", "--check")


def test_every_catalogue_is_complete():
    if any(PACKAGE.glob("resources/locale/*/LC_MESSAGES/*.po")):
        python("-m", "tools.catalogues", "--check", PYTHONIOENCODING="utf-8")


def test_the_locks_hold_what_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = {
        "requirements.txt": project["dependencies"],
        "requirements-dev.txt": project["optional-dependencies"]["dev"],
    }
    for lock, wanted in asked.items():
        pinned = {
            canonicalize_name(name): version
            for name, version in PIN.findall((ROOT / lock).read_text("utf-8"))
        }
        for requirement in map(Requirement, wanted):
            assert pinned.get(canonicalize_name(requirement.name)) in requirement.specifier, (
                lock,
                requirement,
            )


def test_every_locked_library_has_hashes_and_no_lock_names_a_host():
    for lock in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / lock).read_text("utf-8")
        assert all("--hash=sha256:" in entry for entry in re.split(r"^(?=\w)", text, flags=re.MULTILINE)[1:])
        assert not re.search(r"https?:|file:|--(extra-)?index|--find-links|--trusted", text)
