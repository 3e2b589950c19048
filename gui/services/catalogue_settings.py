"""The settings of the open catalogue, at hand on the window's thread."""

import logging
from collections.abc import Callable
from typing import Any

from db.repositories.settings import SettingsRepository
from gui.services.lanes import Lane


class CatalogueSettings:
    """The settings as they were last read; asking for one reads no file.

    ``values`` are those that were read at the opening. ``refresh`` reads them again: after jobs,
    and now and then for what another process changed.
    """

    def __init__(
        self,
        stored: SettingsRepository,
        values: dict[str, Any],
        reads: Lane,
        writes: Lane,
    ) -> None:
        self._stored = stored
        self._values = dict(values)
        self._reads = reads
        self._writes = writes
        self._is_reading = False
        self._is_outdated = False

    def get(self, key: str, default: Any = None, /) -> Any:  # noqa: ANN401
        """The value of a setting, or the default where it was never set."""
        return self._values.get(key, default)

    def set(self, key: str, value: object, on_done: Callable[[], None] | None = None) -> None:
        """Keep a value: here at once, in the catalogue soon, then ``on_done``.

        A value that cannot be stored is given up again, and the write lane says why.
        """
        self._values[key] = value

        def done(_nothing: None) -> None:
            self.refresh()
            if on_done is not None:
                on_done()

        def failed(error: Exception) -> None:
            self.refresh()
            self._writes.failed.emit(error)

        # A read that is under way may still bring the value before this one.
        self._is_outdated = self._is_reading
        self._writes.submit(lambda: self._stored.set(key, value), done, failed)

    def refresh(self) -> None:
        """Read the settings again, in the read lane; once more where that is under way."""
        if self._is_reading:
            self._is_outdated = True
            return
        self._is_reading = True
        self._is_outdated = False
        self._reads.submit(self._stored.all, self._take_values, self._keep_values)

    def _take_values(self, values: dict[str, Any]) -> None:
        self._is_reading = False
        if self._is_outdated:
            self.refresh()
        else:
            self._values = values

    def _keep_values(self, error: Exception) -> None:
        # The next refresh tries again; nobody asked for this one.
        self._is_reading = False
        logging.getLogger(__name__).info("settings not read again: %s", error)
