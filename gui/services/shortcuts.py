"""Every key of the window in one table, so that tooltips, menus and the keys sheet agree.

A page makes its actions with ``shortcuts.action("review.next", self, self.show_next)``; the key
comes from the table or from what a person chose in the settings, and changes while the window is
open. Keys of one page and of the whole window never overlap (a test holds that).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QWidget

from engine.jobs.table import JOBS
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


SHORTCUTS: tuple[Shortcut, ...] = (
    Shortcut("window.new", ("Ctrl+N",), QT_TRANSLATE_NOOP("Shortcuts", "New catalogue…")),
    Shortcut("window.open", ("Ctrl+O",), QT_TRANSLATE_NOOP("Shortcuts", "Open catalogue…")),
    Shortcut("window.rescan", ("F5",), QT_TRANSLATE_NOOP("Shortcuts", "Look for new files")),
    Shortcut("window.library", ("G",), QT_TRANSLATE_NOOP("Shortcuts", "Library"), "images"),
    Shortcut("window.review", ("R",), QT_TRANSLATE_NOOP("Shortcuts", "Review"), "list-checks"),
    Shortcut("window.labels", ("L",), QT_TRANSLATE_NOOP("Shortcuts", "Labels"), "tags"),
    Shortcut("window.evaluate", ("V",), QT_TRANSLATE_NOOP("Shortcuts", "Evaluate"), "chart-column"),
    Shortcut("window.export", ("Ctrl+E",), QT_TRANSLATE_NOOP("Shortcuts", "Export"), "file-output"),
    Shortcut("window.undo", ("Ctrl+Z", "U"), QT_TRANSLATE_NOOP("Shortcuts", "Undo"), "undo-2"),
    Shortcut(
        "window.redo",
        ("Ctrl+Shift+Z", "Shift+U"),
        QT_TRANSLATE_NOOP("Shortcuts", "Redo"),
        "redo-2",
    ),
    Shortcut("window.history", ("Ctrl+H",), QT_TRANSLATE_NOOP("Shortcuts", "History…"), "history"),
    Shortcut("window.restore", (), QT_TRANSLATE_NOOP("Shortcuts", "Restore a backup…")),
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
    Shortcut("window.glossary", (), QT_TRANSLATE_NOOP("Shortcuts", "Glossary of label names…")),
    Shortcut("window.encoders", (), QT_TRANSLATE_NOOP("Shortcuts", "Encoders…"), "cpu"),
    Shortcut("window.log", (), QT_TRANSLATE_NOOP("Shortcuts", "Open log folder")),
    Shortcut("window.about", (), QT_TRANSLATE_NOOP("Shortcuts", "About Nabolag")),
    Shortcut("window.problems", (), QT_TRANSLATE_NOOP("Shortcuts", "Files with problems…")),
    Shortcut("window.settings", ("Ctrl+,",), QT_TRANSLATE_NOOP("Shortcuts", "Settings…")),
    Shortcut("window.keys", ("?", "F1"), QT_TRANSLATE_NOOP("Shortcuts", "All keys"), "keyboard"),
    Shortcut("window.quit", ("Ctrl+Q",), QT_TRANSLATE_NOOP("Shortcuts", "Quit")),
    Shortcut("export.run", ("Ctrl+Return",), QT_TRANSLATE_NOOP("Shortcuts", "Export")),
    Shortcut("evaluate.run", ("Ctrl+Return",), QT_TRANSLATE_NOOP("Shortcuts", "Evaluate")),
    Shortcut("evaluate.new", ("N",), QT_TRANSLATE_NOOP("Shortcuts", "New evaluation…")),
    Shortcut("evaluate.save", ("Ctrl+S",), QT_TRANSLATE_NOOP("Shortcuts", "Save report…")),
    Shortcut("evaluate.find", ("F", "Ctrl+F"), QT_TRANSLATE_NOOP("Shortcuts", "Find a label")),
    Shortcut("labels.find", ("F", "Ctrl+F"), QT_TRANSLATE_NOOP("Shortcuts", "Find a label")),
    Shortcut("labels.view", ("T",), QT_TRANSLATE_NOOP("Shortcuts", "Tree or table")),
    Shortcut("labels.clear", ("Ctrl+Backspace",), QT_TRANSLATE_NOOP("Shortcuts", "All labels")),
    Shortcut(
        "labels.open",
        ("Return", "Enter"),
        QT_TRANSLATE_NOOP("Shortcuts", "Show its images in the library"),
    ),
    Shortcut("labels.rename", ("F2",), QT_TRANSLATE_NOOP("Shortcuts", "Rename"), "pencil"),
    Shortcut("labels.english", ("E",), QT_TRANSLATE_NOOP("Shortcuts", "Name in English")),
    Shortcut("labels.prompts", ("D",), QT_TRANSLATE_NOOP("Shortcuts", "Describe")),
    Shortcut("labels.alias", ("A",), QT_TRANSLATE_NOOP("Shortcuts", "Add another name")),
    Shortcut(
        "labels.alias_of",
        ("Shift+A",),
        QT_TRANSLATE_NOOP("Shortcuts", "Make it another name of a label…"),
    ),
    Shortcut("labels.move", ("P",), QT_TRANSLATE_NOOP("Shortcuts", "Move under a label…")),
    Shortcut("labels.top", ("Shift+P",), QT_TRANSLATE_NOOP("Shortcuts", "Move to the top level")),
    Shortcut("labels.merge", ("M",), QT_TRANSLATE_NOOP("Shortcuts", "Merge labels…"), "merge"),
    Shortcut("labels.split", ("S",), QT_TRANSLATE_NOOP("Shortcuts", "Split off…"), "split"),
    Shortcut("labels.delete", ("Del",), QT_TRANSLATE_NOOP("Shortcuts", "Delete…"), "trash-2"),
    Shortcut("labels.new", ("N", "+"), QT_TRANSLATE_NOOP("Shortcuts", "New label…"), "plus"),
    Shortcut("labels.similar", ("I",), QT_TRANSLATE_NOOP("Shortcuts", "Find similar names")),
    Shortcut("labels.same", ("W",), QT_TRANSLATE_NOOP("Shortcuts", "Labels that may be the same")),
    Shortcut("labels.read_list", (), QT_TRANSLATE_NOOP("Shortcuts", "Read keyword list…")),
    Shortcut("labels.write_list", (), QT_TRANSLATE_NOOP("Shortcuts", "Write keyword list…")),
    Shortcut("same.merge", ("Return", "Enter"), QT_TRANSLATE_NOOP("Shortcuts", "Merge the two")),
    Shortcut("same.dismiss", ("Del",), QT_TRANSLATE_NOOP("Shortcuts", "Not the same")),
    Shortcut("same.turn", ("X",), QT_TRANSLATE_NOOP("Shortcuts", "Keep the other name")),
    Shortcut("same.back", ("Esc",), QT_TRANSLATE_NOOP("Shortcuts", "Back to the labels")),
    Shortcut("library.find", ("F", "Ctrl+F"), QT_TRANSLATE_NOOP("Shortcuts", "Find"), "search"),
    Shortcut(
        "library.by_meaning",
        ("Shift+F",),
        QT_TRANSLATE_NOOP("Shortcuts", "Search by meaning"),
        "sparkles",
    ),
    Shortcut(
        "library.similar", ("S",), QT_TRANSLATE_NOOP("Shortcuts", "Find similar images"), "images"
    ),
    Shortcut(
        "library.paste", ("Ctrl+V",), QT_TRANSLATE_NOOP("Shortcuts", "Search by a copied picture")
    ),
    Shortcut("library.add_label", ("/", "+"), QT_TRANSLATE_NOOP("Shortcuts", "Add a label"), "tag"),
    Shortcut(
        "library.open", ("Return", "Enter"), QT_TRANSLATE_NOOP("Shortcuts", "Review the selection")
    ),
    Shortcut("library.next", ("J",), QT_TRANSLATE_NOOP("Shortcuts", "Next image")),
    Shortcut("library.previous", ("K",), QT_TRANSLATE_NOOP("Shortcuts", "Previous image")),
    Shortcut(
        "library.reviewed", ("M",), QT_TRANSLATE_NOOP("Shortcuts", "Mark reviewed"), "circle-check"
    ),
    Shortcut(
        "library.not_reviewed", ("Shift+M",), QT_TRANSLATE_NOOP("Shortcuts", "Mark not reviewed")
    ),
    Shortcut(
        "library.show_file",
        ("O",),
        QT_TRANSLATE_NOOP("Shortcuts", "Show in the file manager"),
        "folder-open",
    ),
    Shortcut(
        "library.copy_path",
        ("Ctrl+Shift+C",),
        QT_TRANSLATE_NOOP("Shortcuts", "Copy the path"),
        "copy",
    ),
    Shortcut("library.go_to_name", ("'",), QT_TRANSLATE_NOOP("Shortcuts", "Go to a file name")),
    Shortcut(
        "library.clear_filters",
        ("Ctrl+Backspace",),
        QT_TRANSLATE_NOOP("Shortcuts", "Clear filters"),
    ),
    Shortcut("library.select_all", ("Ctrl+A",), QT_TRANSLATE_NOOP("Shortcuts", "Select all")),
    Shortcut(
        "library.larger", ("Ctrl++", "Ctrl+="), QT_TRANSLATE_NOOP("Shortcuts", "Larger pictures")
    ),
    Shortcut("library.smaller", ("Ctrl+-",), QT_TRANSLATE_NOOP("Shortcuts", "Smaller pictures")),
    Shortcut(
        "review.accept_all",
        ("Return", "Enter"),
        QT_TRANSLATE_NOOP("Shortcuts", "Accept all and next"),
    ),
    Shortcut("review.next", ("Space", "Right"), QT_TRANSLATE_NOOP("Shortcuts", "Next image")),
    Shortcut(
        "review.previous",
        ("Backspace", "P", "Left"),
        QT_TRANSLATE_NOOP("Shortcuts", "Previous image"),
    ),
    Shortcut("review.accept", ("A",), QT_TRANSLATE_NOOP("Shortcuts", "Accept the suggestion")),
    Shortcut("review.reject", ("X",), QT_TRANSLATE_NOOP("Shortcuts", "Reject the suggestion")),
    Shortcut("review.reject_all", ("Shift+X",), QT_TRANSLATE_NOOP("Shortcuts", "Reject all")),
    Shortcut("review.down", ("J", "Down"), QT_TRANSLATE_NOOP("Shortcuts", "Next suggestion")),
    Shortcut("review.up", ("K", "Up"), QT_TRANSLATE_NOOP("Shortcuts", "Previous suggestion")),
    Shortcut("review.add_label", ("/", "+"), QT_TRANSLATE_NOOP("Shortcuts", "Add a label"), "tag"),
    Shortcut("review.zoom", ("Z",), QT_TRANSLATE_NOOP("Shortcuts", "Zoom"), "zoom-in"),
    Shortcut(
        "review.similar", ("S",), QT_TRANSLATE_NOOP("Shortcuts", "Find similar images"), "images"
    ),
    Shortcut("review.evidence", ("E",), QT_TRANSLATE_NOOP("Shortcuts", "Open the evidence")),
    Shortcut("review.toggle_1", ("1",), QT_TRANSLATE_NOOP("Shortcuts", "Toggle suggestion 1")),
    Shortcut("review.toggle_2", ("2",), QT_TRANSLATE_NOOP("Shortcuts", "Toggle suggestion 2")),
    Shortcut("review.toggle_3", ("3",), QT_TRANSLATE_NOOP("Shortcuts", "Toggle suggestion 3")),
    Shortcut("review.toggle_4", ("4",), QT_TRANSLATE_NOOP("Shortcuts", "Toggle suggestion 4")),
    Shortcut("review.toggle_5", ("5",), QT_TRANSLATE_NOOP("Shortcuts", "Toggle suggestion 5")),
    Shortcut("review.toggle_6", ("6",), QT_TRANSLATE_NOOP("Shortcuts", "Toggle suggestion 6")),
    Shortcut("review.toggle_7", ("7",), QT_TRANSLATE_NOOP("Shortcuts", "Toggle suggestion 7")),
    Shortcut("review.toggle_8", ("8",), QT_TRANSLATE_NOOP("Shortcuts", "Toggle suggestion 8")),
    Shortcut("review.toggle_9", ("9",), QT_TRANSLATE_NOOP("Shortcuts", "Toggle suggestion 9")),
)

BY_ID = {shortcut.id: shortcut for shortcut in SHORTCUTS}


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
        return [QKeySequence(name) for name in names if name]

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
            for other in SHORTCUTS
            if other.id != shortcut_id
            and (page == WINDOW or other.page in (page, WINDOW))
            and key in self.keys(other.id)
        ]


@cache
def book() -> ShortcutBook:
    """The one book of keys."""
    return ShortcutBook()


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
    result = BoundAction(shortcut_id, parent)
    parent.addAction(result)
    if triggered is not None:
        result.triggered.connect(lambda _checked=False: triggered())
    return result


def bind_button(button: QAbstractButton, bound: BoundAction) -> None:
    """Let a button do what an action does, with its tooltip; the button keeps its own text."""
    button.clicked.connect(bound.trigger)
    button.setToolTip(bound.toolTip())
    button.setEnabled(bound.isEnabled())
    bound.changed.connect(lambda: button.setEnabled(bound.isEnabled()))
    if not button.accessibleName():
        button.setAccessibleName(bound.text().removesuffix("…"))
