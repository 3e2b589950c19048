"""The settings that belong to one catalogue."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from db.connection import Database
from db.dialect import upsert
from db.schema import settings
from db.setting_values import stored_setting


class SettingsRepository:
    """Settings by name; their values are anything JSON can hold.

    One that holds what no version of the program writes counts as never set.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401
        """The value of a setting, or the default where it was never set."""
        query = select(settings.c.value).where(settings.c.key == key)
        with self._database.read() as connection:
            stored = connection.scalars(query).one_or_none()
        if stored is None:
            return default
        is_sound, value = stored_setting(key, stored)
        return value if is_sound else default

    def as_stored(self, key: str) -> str | None:
        """What the table holds of a setting, sound or not; None where it was never set."""
        with self._database.read() as connection:
            return _as_stored(connection, key)

    def change(self, key: str, changed: Callable[[str | None], Mapping[str, Any]]) -> None:
        """Keep what is made of a setting as it is stored, and of nothing else in between.

        ``changed`` gets what ``as_stored`` gives; what it raises leaves everything as it was.
        """
        with self._database.write() as connection:
            store_settings(connection, changed(_as_stored(connection, key)))

    def all(self) -> dict[str, Any]:
        """Every setting there is, by name, from one read."""
        with self._database.read() as connection:
            rows = connection.execute(select(settings.c.key, settings.c.value)).all()
        found = {key: stored_setting(key, value) for key, value in rows}
        return {key: value for key, (is_sound, value) in found.items() if is_sound}

    def set(self, key: str, value: Any) -> None:  # noqa: ANN401
        """Keep a value; raises TypeError for what JSON cannot hold. Not part of undo."""
        self.set_many({key: value})

    def set_many(self, values: Mapping[str, Any]) -> None:
        """Keep several values together, all or none."""
        with self._database.write() as connection:
            store_settings(connection, values)


def store_settings(connection: Connection, values: Mapping[str, Any]) -> None:
    """Keep values in a transaction that something else belongs to as well."""
    rows = [{"key": key, "value": json.dumps(value)} for key, value in values.items()]
    if not rows:
        return
    connection.execute(upsert(settings), rows)


def _as_stored(connection: Connection, key: str) -> str | None:
    query = select(settings.c.value).where(settings.c.key == key)
    stored: object = connection.scalars(query).one_or_none()
    if isinstance(stored, bytes):
        return stored.decode(errors="backslashreplace")
    return None if stored is None else str(stored)
