"""The virtual environment: made once, filled from the locks, and left alone while they stay the same."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from tools.system import Missing

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / ".venv"
PYTHON = PLACE / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
SHIPPED = ROOT / "requirements.txt"
DEVELOPMENT = ROOT / "requirements-dev.txt"
CATALOGUES = "resource_centre/resources/locale/*/LC_MESSAGES/*.po"


def prepare(development: bool = False) -> None:
    """Makes .venv hold what the locks say, and every catalogue compiled; quick when it already does."""
    if not PYTHON.exists():
        _make()
    for lock in [SHIPPED, DEVELOPMENT] if development else [SHIPPED]:
        stamp = PLACE / f"{lock.stem}.stamp"
        if not stamp.exists() or stamp.read_text(encoding="ascii") != _key(lock):
            _install(lock)
            stamp.write_text(_key(lock), encoding="ascii")
    if any(_is_stale(source) for source in ROOT.glob(CATALOGUES)):
        python("-m", "tools.compile_catalogues")


def python(*arguments: str, here: bool = True) -> int:
    """Runs the environment's Python on this project: in its folder, or where the person stands."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    surroundings = {**os.environ, "PYTHONPATH": path}
    # With it every program that a test starts would be compiled anew.
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        return subprocess.run([PYTHON, *arguments], cwd=ROOT if here else None, env=surroundings).returncode
    except KeyboardInterrupt:
        return 130


def _make() -> None:
    print("Making the environment in .venv", flush=True)
    if subprocess.run([sys.executable, "-m", "venv", "--clear", str(PLACE)]).returncode != 0:
        raise Missing("Python could not make a virtual environment; please see above why, then try again.")


def _install(lock: Path) -> None:
    print(f"Installing the libraries of {lock.name} (the first time takes a few minutes)", flush=True)
    command = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--require-hashes",
        "--disable-pip-version-check",
        "--no-warn-script-location",
        "--quiet",
        "-r",
        str(lock),
    ]
    if subprocess.run(command).returncode != 0:
        raise Missing("The libraries could not be installed; please see above why, then try again.")


def _key(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime
