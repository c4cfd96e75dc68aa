"""Every setting of one computer, declared once: name, default, meaning."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import platformdirs

T = TypeVar("T")
APP = "resource-centre"


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One setting: its key in the file, its default, and what it means."""

    key: str
    default: T
    description: str


LANGUAGE = Setting("language", "", "Language of the window: en, ru, kk; empty follows the computer.")
THEME = Setting("theme", "system", "system, light or dark.")
TEXT_SIZE = Setting("text_size", 100, "Size of text in percent: 100, 115 or 130.")
DATABASE = Setting("database", "", "Address of the database that was open last.")
REPORTS_DATABASE = Setting(
    "reports_database",
    "",
    "Address of a copy of the database (a standby) for the summary of the network; empty: none.",
)
LAST_LOGIN = Setting("last_login", "", "Who signed in last.")
BACKUP_FOLDER = Setting("backup_folder", "", "Folder of the daily backups; empty: beside the database.")
BACKUPS_KEPT = Setting("backups_kept", 14, "How many daily backups are kept.")
CENTRE = Setting("centre", 0, "The centre that was shown last.")
CALENDAR = Setting[dict[str, Any]]("calendar", {}, "Filters and view of the calendar.")
COMMAND = Setting[dict[str, Any]]("command", {}, "What each person chose in the command field, by person.")
SCHOOL_HOLIDAYS = Setting[dict[str, Any]](
    "school_holidays", {}, "By centre the school holidays that series have left out: first and last days."
)
LAST_PAGE = Setting("page", "", "The page that was shown last.")
WINDOW = Setting("window", "", "Geometry of the window, opaque.")


def home() -> Path | None:
    """RESOURCE_CENTRE_HOME, where everything of this computer's user is kept when it is set."""
    named = os.environ.get("RESOURCE_CENTRE_HOME")
    return Path(named) if named else None


def config_folder() -> Path:
    """Where settings are kept."""
    return home() or Path(platformdirs.user_config_dir(APP, appauthor=False))


def data_folder() -> Path:
    """Where the local database and its backups are kept."""
    return home() or Path(platformdirs.user_data_dir(APP, appauthor=False))


def cache_folder() -> Path:
    """Where what can be made again is kept."""
    named = home()
    return named / "cache" if named else Path(platformdirs.user_cache_dir(APP, appauthor=False))


def default_database_url() -> str:
    """RESOURCE_CENTRE_DB, else a SQLite file in the user's data folder."""
    return os.environ.get("RESOURCE_CENTRE_DB") or f"sqlite:///{data_folder() / 'resource-centre.db'}"


class Settings:
    """The settings file: read once, written whole at every change. A damaged file is kept aside."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file or config_folder() / "settings.json"
        self.set_aside: Path | None = None
        self._values = self._read()

    def get(self, setting: Setting[T]) -> T:
        """The value, or the default where none (or one of another type) is kept."""
        value = self._values.get(setting.key, setting.default)
        return value if isinstance(value, type(setting.default)) else setting.default

    def set(self, setting: Setting[T], value: T) -> None:
        """Keeps a value; a folder that cannot be written only means that it is forgotten."""
        self._values[setting.key] = value
        part = self.file.with_name(self.file.name + ".part")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(self._values, ensure_ascii=False, indent=1), encoding="utf-8")
            os.replace(part, self.file)
        except OSError:
            return

    def _read(self) -> dict[str, Any]:
        try:
            values = json.loads(self.file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError):
            values = None
        if isinstance(values, dict):
            return values
        self.set_aside = self.file.with_suffix(".damaged")
        try:
            os.replace(self.file, self.set_aside)
        except OSError:
            self.set_aside = None
        return {}
