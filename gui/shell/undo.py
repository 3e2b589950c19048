"""Undo and redo: two actions that say what they would take back or do again."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from db.records import ChangeSet, HistoryEntry
from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.widgets.plain_text import button_text
from gui.words.changes import describe


class UndoActions(QObject):
    """Keeps "Undo" and "Redo" in step with the history of the open catalogue."""

    said = Signal(str)
    """A sentence about what was undone or redone."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.undo = shortcuts.action("window.undo", window, self._undo)
        self.redo = shortcuts.action("window.redo", window, self._redo)
        self._context: CatalogueContext | None = None
        self._entries: tuple[HistoryEntry | None, HistoryEntry | None] = (None, None)
        self._show()

    def attach(self, context: CatalogueContext | None) -> None:
        """Follow another catalogue, or none."""
        self._context = context
        self._entries = (None, None)
        self._show()
        if context is not None:
            context.hub.changed.connect(self._read)
            context.hub.refreshed.connect(self._read)
            self._read()

    @Slot()
    def _read(self) -> None:
        if self._context is None:
            return
        history = self._context.catalogue.history
        self._context.reads.submit(
            lambda: (history.next_undo(), history.next_redo()), self._take_entries
        )

    def _take_entries(self, entries: tuple[HistoryEntry | None, HistoryEntry | None]) -> None:
        self._entries = entries
        self._show()

    def _show(self) -> None:
        undo, redo = self._entries
        for action, entry, text in (
            (self.undo, undo, self.tr("Undo: {change}")),
            (self.redo, redo, self.tr("Redo: {change}")),
        ):
            plain = shortcuts.text(action.shortcut_id)
            described = plain if entry is None else text.replace("{change}", describe(entry))
            action.setText(button_text(described))
            action.setToolTip(shortcuts.tooltip(action.shortcut_id, described))
            action.setEnabled(entry is not None)

    def _undo(self) -> None:
        self._run(self._entries[0], self.tr("Undone: {change}"), undo=True)

    def _redo(self) -> None:
        self._run(self._entries[1], self.tr("Done again: {change}"), undo=False)

    def _run(self, entry: HistoryEntry | None, sentence: str, *, undo: bool) -> None:
        context = self._context
        if context is None or entry is None:
            return
        commands = context.catalogue.commands

        def done(change: ChangeSet | None) -> None:
            if change is None:
                return
            # Not always what the action named: another change may have been on its way.
            turned = replace(entry, command=str(change.details["command"]), details=change.details)
            self.said.emit(sentence.replace("{change}", describe(turned)))

        context.run_command(commands.undo if undo else commands.redo, done)
