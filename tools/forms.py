"""Compiles the forms: resources/ui/<feature>/<name>.ui becomes ui/forms/<feature>_<name>.py.

With --check it only compares, and says which one is not what its form says.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import PySide6

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "resource_centre" / "resources" / "ui"
COMPILED = ROOT / "resource_centre" / "ui" / "forms"
INIT = '"""Forms compiled from resources/ui by `python3 dev.py forms`; never edited by hand."""\n'


def main() -> int:
    """Compiles what changed and removes what has no source any more, or says what would."""
    wanted = compiled_forms()
    here = {path: path.read_text(encoding="utf-8") for path in COMPILED.glob("*.py")}
    changed = sorted(path for path, text in wanted.items() if here.get(path) != text)
    orphans = sorted(here.keys() - wanted.keys())
    if "--check" in sys.argv[1:]:
        for path in [*changed, *orphans]:
            print(f"{path.relative_to(ROOT)} is not what its form says; please run: python3 dev.py forms")
        return 1 if changed or orphans else 0
    COMPILED.mkdir(parents=True, exist_ok=True)
    for path in changed:
        path.write_text(wanted[path], encoding="utf-8")
    for path in orphans:
        path.unlink()
    print(f"{max(len(wanted) - 1, 0)} forms, {len(changed)} written, {len(orphans)} removed")
    return 0


def compiled_forms() -> dict[Path, str]:
    """Every compiled file as it should be: its place and its text."""
    if not SOURCES.is_dir():
        return {}
    sources = sorted(SOURCES.glob("*/*.ui"))
    forms = {COMPILED / f"{source.parent.name}_{source.stem}.py": compiled(source) for source in sources}
    return {COMPILED / "__init__.py": INIT, **forms} if forms else {}


def compiled(source: Path) -> str:
    """One form as Python, by Qt's own compiler."""
    made = subprocess.run([compiler(), "-g", "python", source], capture_output=True, check=True)
    return made.stdout.decode("utf-8").replace("\r\n", "\n")


def compiler() -> Path:
    """Qt's form compiler, where the PySide6 wheels keep it."""
    folder = Path(PySide6.__file__).parent
    return folder / "uic.exe" if sys.platform == "win32" else folder / "Qt" / "libexec" / "uic"


if __name__ == "__main__":
    sys.exit(main())
