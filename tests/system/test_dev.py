"""What dev.py decides by itself: what opens a window, what is missing, what needs installing."""

from __future__ import annotations

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

import dev
from tests.house import ROOT
from tools import environment, system


@pytest.mark.parametrize("words", [[], ["--db", "sqlite:///x.db"], ["--db=sqlite:///x.db", "--lang", "ru"]])
def test_options_alone_open_the_window(words):
    assert dev.opens_the_window(words)


@pytest.mark.parametrize("words", [["tour", "--out", "x"], ["--db", "x", "demo"], ["--help"], ["--version"]])
def test_a_command_needs_no_window(words):
    assert not dev.opens_the_window(words)


@pytest.mark.skipif(sys.platform != "linux", reason="only on linux")
def test_without_a_screen_the_tour_is_offered():
    bare = {
        name: value
        for name, value in os.environ.items()
        if "DISPLAY" not in name and name != "QT_QPA_PLATFORM"
    }
    lines = [
        "import dev, sys",
        "dev.system.require = dev.environment.prepare = lambda *a, **k: None",
        "sys.exit(dev.main())",
    ]
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines), "run"], cwd=ROOT, env=bare, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "python3 dev.py run tour --out tour" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="only on linux")
def test_whoever_may_not_install_is_told_what_to_type(monkeypatch):
    monkeypatch.setattr(system.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(system.shutil, "which", lambda name: "/usr/bin/" + name)
    absent = system.Need("libabsent1", lambda: False)
    with pytest.raises(system.Missing, match="sudo apt-get install -y --no-install-recommends libabsent1"):
        system.require([absent])


def test_what_is_here_is_not_installed(monkeypatch):
    monkeypatch.setattr(system, "_install", pytest.fail)
    system.require([system.Need("present", lambda: True)])


@pytest.fixture
def stamped(tmp_path, monkeypatch):
    """An environment of nothing but a lock, and the commands it would run."""
    lock, calls = tmp_path / "requirements.txt", []
    lock.write_text("six==1.17.0\n", encoding="utf-8")
    monkeypatch.setattr(environment, "PLACE", tmp_path)
    monkeypatch.setattr(environment, "SHIPPED", lock)
    monkeypatch.setattr(environment, "CATALOGUES", "none/*.po")
    monkeypatch.setattr(environment, "PYTHON", tmp_path / "requirements.txt")
    run = SimpleNamespace(run=lambda command, **_more: calls.append(command) or SimpleNamespace(returncode=0))
    monkeypatch.setattr(environment, "subprocess", run)
    return lock, calls


def test_an_unchanged_lock_is_installed_once(stamped):
    _lock, calls = stamped
    environment.prepare()
    environment.prepare()
    assert len(calls) == 1
    assert "--require-hashes" in calls[0]


def test_a_changed_lock_is_installed_again(stamped):
    lock, calls = stamped
    environment.prepare()
    lock.write_text("six==1.16.0\n", encoding="utf-8")
    environment.prepare()
    assert len(calls) == 2
