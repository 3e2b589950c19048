"""Every key of the window in one table, so that tooltips, menus and the keys sheet agree.

The keys of the window are here; a page has its own in its package, which the shell adds
(``gui/shell/pages.py``). A page makes its actions with
``shortcuts.action("review.next", self, self.show_next)``; the key comes from the table or from
what a person chose in the settings, and changes while the window is open. Keys of one page and of
the whole window never overlap (a test holds that).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QWidget,
)

from engine.jobs.table import JOBS
from gui.services.focus_keys import FocusKeys
from gui.services.settings import Preferences
from gui.services.translations import QT_TRANSLATE_NOOP, sentence
from gui.style import icons
from messages.message import Message

WINDOW = "window"


@dataclass(frozen=True, slots=True)
class Shortcut:
    """``id`` is "page.action"; ``keys`` are Qt's portable names, the first one is shown.

    ``text`` is translated in "Shortcuts", or a message.
    """

    id: str
    keys: tuple[str, ...]
    text: str | Message
    icon: str = ""

    @property
    def page(self) -> str:
        """The page it works on, or "window" for everywhere."""
        return self.id.split(".")[0]


_WINDOW_ROWS: tuple[Shortcut, ...] = (
    Shortcut("window.new", ("Ctrl+N",), QT_TRANSLATE_NOOP("Shortcuts", "New catalogue…")),
    Shortcut("window.open", ("Ctrl+O",), QT_TRANSLATE_NOOP("Shortcuts", "Open catalogue…")),
    Shortcut("window.rescan", ("F5",), QT_TRANSLATE_NOOP("Shortcuts", "Look for new files")),
    Shortcut("window.undo", ("Ctrl+Z", "U"), QT_TRANSLATE_NOOP("Shortcuts", "Undo"), "undo-2"),
    Shortcut(
        "window.redo",
        ("Ctrl+Shift+Z", "Shift+U"),
        QT_TRANSLATE_NOOP("Shortcuts", "Redo"),
        "redo-2",
    ),
    Shortcut("window.history", ("Ctrl+H",), QT_TRANSLATE_NOOP("Shortcuts", "History…"), "history"),
    Shortcut("window.backup", (), QT_TRANSLATE_NOOP("Shortcuts", "Back up now")),
    Shortcut("window.restore", (), QT_TRANSLATE_NOOP("Shortcuts", "Restore a backup…")),
    Shortcut("window.import_keywords", (), QT_TRANSLATE_NOOP("Shortcuts", "Import keywords…")),
    Shortcut("window.export_labels", (), QT_TRANSLATE_NOOP("Shortcuts", "Export labels…")),
    Shortcut("window.close", ("Ctrl+W",), QT_TRANSLATE_NOOP("Shortcuts", "Close catalogue")),
    *(
        Shortcut(
            f"window.{kind.name}", (kind.key,) if kind.key else (), Message(f"job-{kind.name}-menu")
        )
        for kind in JOBS.values()
        if kind.is_in_menu
    ),
    Shortcut("window.translate", (), QT_TRANSLATE_NOOP("Shortcuts", "Translate label names…")),
    Shortcut(
        "window.translate_captions", (), QT_TRANSLATE_NOOP("Shortcuts", "Translate captions…")
    ),
    Shortcut("window.clean_captions", (), QT_TRANSLATE_NOOP("Shortcuts", "Clean captions…")),
    Shortcut("window.glossary", (), QT_TRANSLATE_NOOP("Shortcuts", "Glossary of label names…")),
    Shortcut("window.encoders", (), QT_TRANSLATE_NOOP("Shortcuts", "Encoders…"), "cpu"),
    Shortcut("window.log", (), QT_TRANSLATE_NOOP("Shortcuts", "Open log folder")),
    Shortcut("window.about", (), QT_TRANSLATE_NOOP("Shortcuts", "About Nabolag")),
    Shortcut("window.problems", (), QT_TRANSLATE_NOOP("Shortcuts", "Files with problems…")),
    Shortcut("window.progress", (), QT_TRANSLATE_NOOP("Shortcuts", "Progress of the archive…")),
    Shortcut("window.settings", ("Ctrl+,",), QT_TRANSLATE_NOOP("Shortcuts", "Settings…")),
    Shortcut(
        "window.context_menu",
        ("Shift+F10",),
        QT_TRANSLATE_NOOP("Shortcuts", "Menu of what the keyboard is at"),
    ),
    Shortcut("window.keys", ("?", "F1"), QT_TRANSLATE_NOOP("Shortcuts", "All keys"), "keyboard"),
    Shortcut("window.quit", ("Ctrl+Q",), QT_TRANSLATE_NOOP("Shortcuts", "Quit")),
)

BY_ID: dict[str, Shortcut] = {shortcut.id: shortcut for shortcut in _WINDOW_ROWS}
"""All rows: those of the window, then what ``add`` brought."""

PAGE_NAMES: dict[str, str] = {WINDOW: QT_TRANSLATE_NOOP("Shortcuts", "Everywhere")}
"""What the places are called where keys work, in the order of the keys sheet."""


def add(rows: Iterable[Shortcut], page_names: Mapping[str, str]) -> None:
    """Take in the keys of a page. Raises ValueError for an id that there is already."""
    for row in rows:
        if row.id in BY_ID:
            raise ValueError(f"two shortcuts are called {row.id}")
        BY_ID[row.id] = row
    PAGE_NAMES.update(page_names)


def page_name(page: str) -> str:
    """What the place is called where a key works."""
    return QCoreApplication.translate("Shortcuts", PAGE_NAMES[page])


class ShortcutBook(QObject):
    """The keys now in force."""

    changed = Signal(str)
    """A shortcut's id whose keys are new."""

    def keys(self, shortcut_id: str) -> list[QKeySequence]:
        """The keys of an action: a person's choice, else the table's."""
        chosen = Preferences().get(f"keys/{shortcut_id}")
        if chosen is None:
            names = list(BY_ID[shortcut_id].keys)
        else:
            names = [str(name) for name in chosen] if isinstance(chosen, list) else [str(chosen)]
        # Keys have their own names in every language, and some have one name there: "Enter".
        portable = QKeySequence.SequenceFormat.PortableText
        return [QKeySequence.fromString(name, portable) for name in names if name]

    def set_keys(self, shortcut_id: str, keys: list[QKeySequence] | None) -> None:
        """Choose keys for an action; None goes back to the table's."""
        text = QKeySequence.SequenceFormat.PortableText
        names = None if keys is None else [key.toString(text) for key in keys]
        Preferences().set(f"keys/{shortcut_id}", names)
        self.changed.emit(shortcut_id)

    def conflicts(self, shortcut_id: str, key: QKeySequence) -> list[Shortcut]:
        """The other actions that have this key on the same page or everywhere."""
        page = BY_ID[shortcut_id].page
        return [
            other
            for other in BY_ID.values()
            if other.id != shortcut_id
            and (page == WINDOW or other.page in (page, WINDOW))
            and key in self.keys(other.id)
        ]


@cache
def book() -> ShortcutBook:
    """The one book of keys."""
    return ShortcutBook()


@cache
def focus_keys() -> FocusKeys:
    """The one that decides whose key it is; the first action makes it."""
    return FocusKeys()


def text(shortcut_id: str) -> str:
    """What an action does, in the person's language."""
    said = BY_ID[shortcut_id].text
    if isinstance(said, Message):
        return sentence(said)
    return QCoreApplication.translate("Shortcuts", said)


def tooltip(shortcut_id: str, description: str = "") -> str:
    """What an action does with its key behind it, such as "Undo (Ctrl+Z)"."""
    keys = book().keys(shortcut_id)
    name = (description or text(shortcut_id)).removesuffix("…")
    return f"{name} ({keys[0].toString(QKeySequence.SequenceFormat.NativeText)})" if keys else name


class BoundAction(QAction):
    """An action that has its text and keys from the table and follows changed keys.

    One whose text is a message has none before ``show_text``: the window opens without waiting
    for the messages to be read.
    """

    def __init__(self, shortcut_id: str, parent: QObject) -> None:
        super().__init__(parent)
        self.shortcut_id = shortcut_id
        row = BY_ID[shortcut_id]
        self._has_text = isinstance(row.text, str)
        if row.icon:
            self.setIcon(icons.icon(row.icon))
        whole_window = row.page == WINDOW
        self.setShortcutContext(
            Qt.ShortcutContext.WindowShortcut
            if whole_window
            else Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        # Some desktops leave them out of context menus, where they are learned best.
        self.setShortcutVisibleInContextMenu(True)
        if self._has_text:
            self.show_text()
        self._follow(shortcut_id)
        book().changed.connect(self._follow)

    def show_text(self) -> None:
        """Say what it does; a menu does this for its actions when it opens."""
        self._has_text = True
        self.setText(text(self.shortcut_id))
        self.setToolTip(tooltip(self.shortcut_id))

    @Slot(str)
    def _follow(self, shortcut_id: str) -> None:
        if shortcut_id == self.shortcut_id:
            self.setShortcuts(book().keys(shortcut_id))
            if self._has_text:
                self.setToolTip(tooltip(shortcut_id))


def action(
    shortcut_id: str, parent: QWidget, triggered: Callable[[], object] | None = None
) -> BoundAction:
    """An action of ``parent`` with the text, icon and keys of the table.

    It works where ``parent`` or a child of it has the focus ("window." ones: everywhere in the
    window). ``triggered`` is called without arguments.
    """
    focus_keys()
    result = BoundAction(shortcut_id, parent)
    parent.addAction(result)
    if triggered is not None:
        result.triggered.connect(lambda _checked=False: is_pressed_here() and triggered())
    return result


def is_pressed_here() -> bool:
    """Whether no menu or list is open, which a key then belongs to.

    Qt takes a popup for a part of the page it is opened on (qshortcut_widgets.cpp), so that a key
    pressed in a menu would write to the catalogue. A menu is closed before its entry is chosen.
    """
    return QApplication.activePopupWidget() is None


def bind_button(button: QAbstractButton, bound: BoundAction) -> None:
    """Let a button do what an action does, with its tooltip; the button keeps its own text."""
    button.clicked.connect(bound.trigger)
    button.setToolTip(bound.toolTip())
    button.setEnabled(bound.isEnabled())
    bound.changed.connect(lambda: button.setEnabled(bound.isEnabled()))
    if not button.accessibleName():
        button.setAccessibleName(bound.text().removesuffix("…"))
