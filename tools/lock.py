"""Writes requirements.txt and requirements-dev.txt: versions and hashes of what pyproject.toml asks for.

It resolves on Linux for the oldest Python, with the libraries that only another system needs asked for as
well; then those that only one system needs get that as their condition.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINUX, WINDOWS = 'sys_platform == "linux"', 'sys_platform == "win32"'
ONLY = {
    "colorama": WINDOWS,  # click, pytest
    "pywin32-ctypes": WINDOWS,  # keyring
    "secretstorage": LINUX,  # keyring
    "jeepney": LINUX,  # keyring
    "cryptography": LINUX,  # SecretStorage
}
ELSEWHERE = [name for name, where in ONLY.items() if where != LINUX]
# A computer's own mirrors and wheels leave no trace in the lock.
PLAIN = {**os.environ, "PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": ""}
HEADER = "# {what}\n# Made by `python3 dev.py lock` from pyproject.toml; do not edit by hand.\n"


def main() -> int:
    """Both locks, the second bound to the versions of the first."""
    if sys.version_info[:2] != (3, 11):
        print("The lock is made on Python 3.11, the oldest that is supported.", file=sys.stderr)
        return 2
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    shipped, development = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"
    resolve(shipped, project["dependencies"], "What the program needs.")
    resolve(development, project["optional-dependencies"]["dev"], "What developing needs besides.", shipped)
    return 0


def resolve(lock: Path, wanted: list[str], what: str, bound: Path | None = None) -> None:
    """One lock, resolved by pip-compile with hashes."""
    with tempfile.TemporaryDirectory() as folder:
        asked, answer = Path(folder, "asked.in"), Path(folder, "answer.txt")
        asked.write_text("\n".join([*wanted, *ELSEWHERE]), encoding="utf-8")
        if lock.exists() and "--upgrade" not in sys.argv:
            answer.write_text(lock.read_text(encoding="utf-8"), encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "piptools",
            "compile",
            "--quiet",
            "--generate-hashes",
            "--allow-unsafe",
            "--strip-extras",
            "--no-header",
            "--no-annotate",
            "--no-emit-options",
            "--no-emit-index-url",
            "--no-emit-find-links",
            "--no-emit-trusted-host",
            "--output-file",
            str(answer),
        ]
        if bound:
            command += ["--constraint", str(bound)]
        subprocess.run([*command, str(asked)], check=True, env=PLAIN)
        lines = [line for line in answer.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    text = HEADER.format(what=what) + "\n".join(map(conditional, lines)) + "\n"
    lock.write_text(text, encoding="utf-8")


def conditional(line: str) -> str:
    """The line of the lock, with its condition where only one system needs the library."""
    found = re.match(r"([A-Za-z0-9._-]+)==(\S+)", line)
    where = ONLY.get(found.group(1).lower()) if found else None
    return line.replace(found.group(0), f"{found.group(0)} ; {where}", 1) if found and where else line


if __name__ == "__main__":
    sys.exit(main())
