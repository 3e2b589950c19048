"""What the program remembers: a person's preferences, and per catalogue how the window stood."""

import hashlib
import os
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from db.catalogue import default_curator
from engine.personal_folders import settings_dir
from gui.style.theme import ThemeChoice

RECENT_COUNT = 10
DEFAULT_BACKUP_INTERVAL_MIN = 30
DEFAULT_TICK_LEVEL_PERCENT = 50
TICK_LEVELS_PERCENT = range(5, 100, 5)
LARGEST_NUMBER = 2**31 - 1
"""What Qt's numbers hold."""


def log_dir(catalogue_folder: Path | None) -> Path:
    """Where the logs are: with the open catalogue, else with the preferences."""
    return (catalogue_folder or settings_dir()) / "logs"


def _settings() -> QSettings:
    return QSettings(str(settings_dir() / "nabolag.ini"), QSettings.Format.IniFormat)


def whole_number(stored: object, default: int, *, lowest: int = -LARGEST_NUMBER) -> int:
    """What a settings file, which anybody may edit, holds as a number; else ``default``."""
    try:
        number = int(str(stored))
    except ValueError:
        return default
    return number if lowest <= number <= LARGEST_NUMBER else default


def tick_level(percent: int) -> int:
    """The nearest percentage that suggestions can be ticked from."""
    levels = TICK_LEVELS_PERCENT
    return min(max(round(percent / levels.step) * levels.step, levels[0]), levels[-1])


class Preferences:
    """Choices that hold for every catalogue; each is written when it is set."""

    def __init__(self) -> None:
        self._settings = _settings()

    def get(self, key: str, default: object = None) -> object:
        """The stored value of ``key``; its type is what was stored (text, list or bytes)."""
        return self._settings.value(key, default)

    def set(self, key: str, value: object) -> None:
        """Store a value; None removes it."""
        if value is None:
            self._settings.remove(key)
        else:
            self._settings.setValue(key, value)

    @property
    def theme(self) -> ThemeChoice:
        """The look somebody chose, or the system's."""
        value = str(self.get("theme", "system"))
        return "dark" if value == "dark" else "light" if value == "light" else "system"

    @theme.setter
    def theme(self, value: ThemeChoice) -> None:
        self.set("theme", value)

    @property
    def language(self) -> str:
        """ "en", "nb" or "" for the system's."""
        return str(self.get("language", ""))

    @language.setter
    def language(self, value: str) -> None:
        self.set("language", value)

    @property
    def curator(self) -> str:
        """The name decisions are recorded under."""
        return str(self.get("curator", "")).strip() or default_curator()

    @curator.setter
    def curator(self, value: str) -> None:
        self.set("curator", value.strip())

    @property
    def backup_interval_min(self) -> int:
        """Minutes between timed backups; 0 turns them off."""
        stored = self.get("backup_interval_min")
        return whole_number(stored, DEFAULT_BACKUP_INTERVAL_MIN, lowest=0)

    @backup_interval_min.setter
    def backup_interval_min(self, value: int) -> None:
        self.set("backup_interval_min", value)

    @property
    def tick_level_percent(self) -> int:
        """Suggestions at least so likely right are ticked; one of ``TICK_LEVELS_PERCENT``."""
        stored = self.get("tick_level_percent")
        return tick_level(whole_number(stored, DEFAULT_TICK_LEVEL_PERCENT))

    @tick_level_percent.setter
    def tick_level_percent(self, value: int) -> None:
        self.set("tick_level_percent", value)

    @property
    def recent(self) -> list[Path]:
        """Catalogues opened before, the last one first; some may be gone by now."""
        stored = self.get("recent")
        paths = [str(path) for path in (stored if isinstance(stored, list) else [stored]) if path]
        return [Path(path) for path in paths]

    def add_recent(self, catalogue: Path) -> None:
        """Put a catalogue at the head of the recent ones; its path is resolved already."""
        others = [other for other in self.recent if other != catalogue]
        self.set("recent", [str(item) for item in [catalogue, *others][:RECENT_COUNT]])


class ViewState:
    """How the window stood for one catalogue: sizes, splitters, page, zoom.

    Kept by the catalogue's identity, so that it is there after a move; by its resolved path where
    it has none, and read from there as long as nothing newer is kept.
    """

    def __init__(self, catalogue: Path, identity: str = "") -> None:
        self._settings = _settings()
        digest = hashlib.sha256(os.fsencode(catalogue)).hexdigest()[:16]
        self._path_group = f"catalogue-{digest}"
        self._group = f"catalogue-{identity}" if identity else self._path_group

    def get(self, key: str, default: object = None) -> object:
        """The stored value of ``key``."""
        older = self._settings.value(f"{self._path_group}/{key}", default)
        return self._settings.value(f"{self._group}/{key}", older)

    def number(self, key: str, default: int) -> int:
        """A stored whole number, or ``default`` where there is none that can be read."""
        return whole_number(self.get(key), default)

    def state(self, key: str) -> QByteArray:
        """A stored window or splitter state; empty where there is none."""
        value = self.get(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def set(self, key: str, value: object) -> None:
        """Store a number, text or state."""
        self._settings.setValue(f"{self._group}/{key}", value)
