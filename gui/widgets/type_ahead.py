"""Going to a file by typing the beginning of its name."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

PAUSE_MS = 1200

_PLAIN = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.KeypadModifier,
)


class TypeAhead(QObject):
    """Collects typed letters until a pause.

    Letters that are shortcuts stay shortcuts until typing has begun; ``start`` begins it for names
    that start with one of those.
    """

    typed = Signal(str)
    """The letters so far."""

    changed = Signal(str)
    """What to show of it; empty when it is over."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._text = ""
        self._active = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.stop)

    @property
    def is_active(self) -> bool:
        """Whether letters are collected now."""
        return self._active

    def wants(self, event: QKeyEvent) -> bool:
        """Whether a key must not be taken for a shortcut now."""
        is_end = event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace)
        return self._active and (is_end or _is_text(event))

    def take(self, event: QKeyEvent) -> bool:
        """Use a key press if it belongs to a name being typed."""
        if self._active and event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
            self.stop()
            return event.key() == Qt.Key.Key_Escape
        if self._active and event.key() == Qt.Key.Key_Backspace:
            self._set(self._text[:-1])
            return True
        # A name may have spaces in it but does not begin with one.
        if not _is_text(event) or (not self._active and event.text().isspace()):
            return False
        self._set(self._text + event.text())
        return True

    def start(self) -> None:
        """Begin: from now on every letter is part of a name."""
        self._set("")

    def stop(self) -> None:
        """Forget what was typed."""
        self._pause.stop()
        self._active = False
        self._text = ""
        self.changed.emit("")

    def _set(self, text: str) -> None:
        self._active = True
        self._text = text
        self._pause.start()
        self.changed.emit(text or "…")
        if text:
            self.typed.emit(text)


def _is_text(event: QKeyEvent) -> bool:
    return bool(event.text()) and event.text().isprintable() and event.modifiers() in _PLAIN
