"""What every page is given: the open catalogue, the lanes and who is told of changes."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from db.catalogue import Catalogue
from db.records import ChangeSet
from gui.lanes import Lane
from gui.tasks import TaskRunner


class ChangeHub(QObject):
    """Tells everybody once what a command changed."""

    changed = Signal(object)
    """A ChangeSet, after its commit."""

    refreshed = Signal()
    """Derived data (suggestions, thumbnails, an import) is new: reload."""


@dataclass(frozen=True)
class CatalogueContext:
    """The services of one open catalogue, passed explicitly to pages, dialogs and widgets."""

    catalogue: Catalogue
    reads: Lane
    writes: Lane
    compute: Lane
    hub: ChangeHub
    tasks: TaskRunner

    def run_command(
        self,
        command: Callable[[], ChangeSet | None],
        on_done: Callable[[ChangeSet | None], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run a command of ``catalogue.commands`` in the write lane and broadcast its change."""

        def done(change: ChangeSet | None) -> None:
            if change is not None:
                self.hub.changed.emit(change)
            if on_done is not None:
                on_done(change)

        self.writes.submit(command, done, on_error)
