"""What another process changed in the open catalogue (a command in a terminal, say)."""

from PySide6.QtCore import QObject, QTimer, Slot

from db.records import ChangeSet
from gui.services.context import CatalogueContext

INTERVAL_MS = 2_000


class OtherProcesses(QObject):
    """Asks now and then for the newest change; one that the window did not make itself is told to
    everything on screen as work that nobody here waits for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context: CatalogueContext | None = None
        self._known: int | None = None
        """The newest change that the window knows of; None: what there is, it has just read."""
        self._is_asking = False
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self.ask)

    def attach(self, context: CatalogueContext | None) -> None:
        """Follow another catalogue, or none."""
        self._context = context
        self._known = None
        self._is_asking = False
        if context is None:
            self._timer.stop()
            return
        context.hub.changed.connect(self._know)
        context.tasks.ended.connect(self._forget)
        self._timer.start()
        self.ask()

    @Slot()
    def ask(self) -> None:
        """Look whether there is a newer change."""
        context = self._context
        if context is None or self._is_asking:
            return
        self._is_asking = True
        newest = context.catalogue.history.newest_id
        context.reads.submit(newest, self._take, self._pass_over)

    def _take(self, newest: int) -> None:
        self._is_asking = False
        context = self._context
        if context is None or context.hub.is_saving:
            # It may be the window's own, of which it will be told in a moment.
            return
        known, self._known = self._known, newest
        # A job's changes are told when it ends.
        if known is not None and newest > known and not context.tasks.tasks:
            context.hub.refresh(in_background=True)

    def _pass_over(self, _error: Exception) -> None:
        self._is_asking = False

    @Slot(object)
    def _know(self, change: ChangeSet) -> None:
        if self._known is not None:
            self._known = max(self._known, change.change_id)

    @Slot()
    def _forget(self) -> None:
        self._known = None
