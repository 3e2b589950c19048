"""Which catalogue is open: opening, creating, restoring and closing, off the window's thread."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from db.backups import taken_at
from db.catalogue import Catalogue
from db.file.damage import damage_told
from engine.jobs.sidecars.pictures.follow import settle_on_opening
from gui.models.new_catalogue import NewCatalogue
from gui.services.context import CatalogueContext, open_context
from gui.services.lanes import Lane
from gui.services.settings import Preferences
from gui.services.translations import read_sentences


class CatalogueSession(QObject):
    """Holds the open catalogue, one at a time."""

    opening = Signal(str)
    """A path, before anything is read."""

    opened = Signal(object)
    """A CatalogueContext."""

    created = Signal(object)
    """The NewCatalogue that was just opened for the first time."""

    restored = Signal(str)
    """When the backup was taken (UTC) that was put back and opened."""

    closing = Signal(object)
    """The CatalogueContext, still usable."""

    closed = Signal()
    failed = Signal(object)
    """Why a catalogue could not be opened."""

    def __init__(self, preferences: Preferences, lane: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._lane = lane
        self.context: CatalogueContext | None = None

    def open(self, path: Path) -> None:
        """Open a catalogue in place of the one that is open now."""
        curator = self._preferences.curator
        self._begin(path, lambda: Catalogue.open(path, curator=curator))

    def create(self, plan: NewCatalogue) -> None:
        """Make a catalogue and open it; ``created`` follows ``opened``."""
        curator = self._preferences.curator
        self._begin(plan.path, lambda: _make(plan, curator), lambda: self.created.emit(plan))

    def open_or_create(self, plan: NewCatalogue) -> None:
        """Open the catalogue of the plan; make it where there is none yet."""
        curator = self._preferences.curator
        is_new = False

        def find() -> Catalogue:
            nonlocal is_new
            is_new = not plan.path.exists()
            if is_new:
                return _make(plan, curator)
            return Catalogue.open(plan.path, curator=curator)

        self._begin(plan.path, find, lambda: self.created.emit(plan) if is_new else None)

    def restore(self, path: Path, backup: Path) -> None:
        """Put a backup in the place of a catalogue and open it; what was there is kept."""
        curator = self._preferences.curator
        self._begin(
            path,
            lambda: Catalogue.restore(path, backup, curator=curator),
            lambda: self.restored.emit(taken_at(backup)),
        )

    def all_saved(self) -> bool:
        """Wait for changes that are being saved; False where one could not be, which is told next.

        Whoever would close the catalogue asks first: its last sentence would never be seen.
        """
        return self.context is None or not self.context.writes.finish()

    def close(self) -> None:
        """End the open catalogue's work and close it."""
        if self.context is None:
            return
        context, self.context = self.context, None
        self.closing.emit(context)
        context.close()
        context.hub.deleteLater()
        self.closed.emit()

    def _begin(
        self, path: Path, work: Callable[[], Catalogue], then: Callable[[], None] | None = None
    ) -> None:
        if not self.all_saved():
            return
        self.close()
        self.opening.emit(str(path))

        def read() -> tuple[Catalogue, dict[str, Any], Path]:
            read_sentences()
            with damage_told(path):
                catalogue = work()
                try:
                    _ = catalogue.archive_dir  # the pages ask for it at once
                    settle_on_opening(catalogue)
                    return catalogue, catalogue.settings.all(), catalogue.path.resolve()
                except Exception:
                    catalogue.close()
                    raise

        def done(opened: tuple[Catalogue, dict[str, Any], Path]) -> None:
            catalogue, settings, path = opened
            self.close()
            self.context = open_context(catalogue, settings, self, resolved_path=path)
            self._preferences.add_recent(path)
            self.opened.emit(self.context)
            if then is not None:
                then()

        self._lane.submit(read, done, self.failed.emit)


def _make(plan: NewCatalogue, curator: str) -> Catalogue:
    plan.path.parent.mkdir(parents=True, exist_ok=True)
    return Catalogue.create(plan.path, plan.archive_dir, curator=curator)
