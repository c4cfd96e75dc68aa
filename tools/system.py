"""What the operating system has to bring: looked for, installed on Debian by root, else named exactly."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


class Missing(Exception):
    """Something that only the person at the keyboard can install; the text says how."""


@dataclass(frozen=True)
class Need:
    """One Debian package, and how to see that what it brings is there."""

    package: str
    is_here: Callable[[], bool]


def library(package: str, soname: str) -> Need:
    """A shared library, there when the loader finds it."""

    def is_here() -> bool:
        try:
            ctypes.CDLL(soname)
        except OSError:
            return False
        return True

    return Need(package, is_here)


def program(package: str, name: str) -> Need:
    """A program on the path."""
    return Need(package, lambda: shutil.which(name) is not None)


def postgres_programs() -> Path | None:
    """The folder of PostgreSQL's server programs, newest first: where Debian keeps them, else on the path."""
    of_debian = Path("/usr/lib/postgresql").glob("[0-9]*/bin")
    debian = sorted(of_debian, key=lambda place: -float(place.parent.name))
    on_path = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    for folder in [*debian, *on_path]:
        if all(_runs(folder / name) for name in ("initdb", "postgres")):
            return folder
    return None


def accessibility_bus() -> bool:
    """Whether what screen readers listen on can be started (Debian keeps it off the path)."""
    places = (Path("/usr/libexec/at-spi-bus-launcher"), Path("/usr/lib/at-spi2-core/at-spi-bus-launcher"))
    return any(place.exists() for place in places)


def _runs(path: Path) -> bool:
    try:
        return subprocess.run([path, "--version"], capture_output=True).returncode == 0
    except OSError:
        return False


# What PySide6 links to (QtCore, QtGui, QtNetwork, QtPrintSupport) and its X11 platform plugin.
WINDOW = (
    library("libglib2.0-0", "libglib-2.0.so.0"),
    library("libegl1", "libEGL.so.1"),
    library("libgl1", "libGL.so.1"),
    library("libfontconfig1", "libfontconfig.so.1"),
    library("libdbus-1-3", "libdbus-1.so.3"),
    library("libgssapi-krb5-2", "libgssapi_krb5.so.2"),
    library("libxkbcommon0", "libxkbcommon.so.0"),
    library("libxkbcommon-x11-0", "libxkbcommon-x11.so.0"),
    library("libx11-xcb1", "libX11-xcb.so.1"),
    library("libxcb-cursor0", "libxcb-cursor.so.0"),
    library("libxcb-icccm4", "libxcb-icccm.so.4"),
    library("libxcb-image0", "libxcb-image.so.0"),
    library("libxcb-keysyms1", "libxcb-keysyms.so.1"),
    library("libxcb-randr0", "libxcb-randr.so.0"),
    library("libxcb-render-util0", "libxcb-render-util.so.0"),
    library("libxcb-shape0", "libxcb-shape.so.0"),
    library("libxcb-sync1", "libxcb-sync.so.1"),
    library("libxcb-xfixes0", "libxcb-xfixes.so.0"),
    library("libxcb-xkb1", "libxcb-xkb.so.1"),
)
TESTS = (
    program("xvfb", "Xvfb"),
    program("xdotool", "xdotool"),
    Need("at-spi2-core", accessibility_bus),
    program("dbus", "dbus-run-session"),
    program("openssl", "openssl"),
    program("poppler-utils", "pdftotext"),
    Need("postgresql", lambda: postgres_programs() is not None),
)


def require(needs: Sequence[Need]) -> None:
    """Sees that all of it is there; on Debian as root, installs what is not. Elsewhere Qt brings its own."""
    if not sys.platform.startswith("linux"):
        return
    missing = [need.package for need in needs if not need.is_here()]
    if importlib.util.find_spec("ensurepip") is None:
        missing.insert(0, _venv_package())
    if missing:
        _install(missing)


def _install(packages: Sequence[str]) -> None:
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if shutil.which("apt-get") is None:
        raise Missing(
            "This computer lacks what these Debian packages bring: " + ", ".join(packages) + ".\n"
            "Please install them with the package tool of your system, then try again."
        )
    if os.geteuid() != 0:
        raise Missing(
            "Some packages of the system are missing. Please type this, then try again:\n\n"
            f"  sudo apt-get update && sudo {' '.join(command)}\n"
        )
    print("Installing packages of the system: " + " ".join(packages), flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["apt-get", "update", "-qq"], [*command[:2], "-qq", "-o=Dpkg::Use-Pty=0", *command[2:]]):
        if subprocess.run(step, env=quiet, stdin=subprocess.DEVNULL).returncode != 0:
            raise Missing(f"That did not work: {' '.join(step)}\nPlease see above why, then try again.")


def _venv_package() -> str:
    """Debian's own python3 leaves ensurepip to a package of its own."""
    if Path(sys.executable).resolve().parent == Path("/usr/bin"):
        return f"python3.{sys.version_info.minor}-venv"
    return "python3-venv"
