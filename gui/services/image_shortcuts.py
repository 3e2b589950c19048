"""Keys about images and their labels that mean the same on every page that shows images."""

from PySide6.QtGui import QKeySequence

from gui.services import shortcuts
from gui.services.label_sets import PLACES
from gui.services.shortcuts import Shortcut
from gui.services.translations import QT_TRANSLATE_NOOP

_GIVE = (
    QT_TRANSLATE_NOOP("Shortcuts", "Give label 1"),
    QT_TRANSLATE_NOOP("Shortcuts", "Give label 2"),
    QT_TRANSLATE_NOOP("Shortcuts", "Give label 3"),
    QT_TRANSLATE_NOOP("Shortcuts", "Give label 4"),
    QT_TRANSLATE_NOOP("Shortcuts", "Give label 5"),
    QT_TRANSLATE_NOOP("Shortcuts", "Give label 6"),
    QT_TRANSLATE_NOOP("Shortcuts", "Give label 7"),
    QT_TRANSLATE_NOOP("Shortcuts", "Give label 8"),
    QT_TRANSLATE_NOOP("Shortcuts", "Give label 9"),
)


def label_shortcuts(page: str) -> tuple[Shortcut, ...]:
    """Labels again and again: those of the image before, copied ones, those of a set."""
    give = zip(range(1, PLACES + 1), _GIVE, strict=True)
    return (
        Shortcut(
            f"{page}.same_as_before",
            ("B",),
            QT_TRANSLATE_NOOP("Shortcuts", "Same labels as the image before"),
        ),
        Shortcut(
            f"{page}.copy_labels", ("Ctrl+Shift+C",), QT_TRANSLATE_NOOP("Shortcuts", "Copy labels")
        ),
        Shortcut(
            f"{page}.paste_labels",
            ("Ctrl+Shift+V",),
            QT_TRANSLATE_NOOP("Shortcuts", "Paste labels"),
        ),
        Shortcut(f"{page}.next_set", ("Alt+0",), QT_TRANSLATE_NOOP("Shortcuts", "Next set")),
        *(Shortcut(f"{page}.give_{key}", (f"Alt+{key}",), text) for key, text in give),
    )


def file_shortcuts(page: str) -> tuple[Shortcut, ...]:
    """The file behind an image, for other programs."""
    return (
        Shortcut(
            f"{page}.open_file",
            ("Shift+O",),
            QT_TRANSLATE_NOOP("Shortcuts", "Open in the system's viewer"),
        ),
        Shortcut(
            f"{page}.show_file",
            ("O",),
            QT_TRANSLATE_NOOP("Shortcuts", "Show in the file manager"),
            "folder-open",
        ),
        Shortcut(
            f"{page}.copy_image", ("Ctrl+C",), QT_TRANSLATE_NOOP("Shortcuts", "Copy the image")
        ),
        Shortcut(
            f"{page}.copy_path",
            ("Ctrl+Shift+P",),
            QT_TRANSLATE_NOOP("Shortcuts", "Copy the path"),
            "copy",
        ),
    )


def key_of_place(page: str, place: int) -> str:
    """The key of a place in a set of labels (0 to 8), as people read it."""
    keys = shortcuts.book().keys(f"{page}.give_{place + 1}")
    return keys[0].toString(QKeySequence.SequenceFormat.NativeText) if keys else "–"
