"""A label in a grid: all images that it is suggested for, confirmed a page at a time."""

from gui.services.image_shortcuts import file_shortcuts
from gui.services.shortcuts import Shortcut
from gui.services.translations import QT_TRANSLATE_NOOP

GRID_SHORTCUTS = (
    Shortcut("grid.accept", ("Return", "Enter"), QT_TRANSLATE_NOOP("Shortcuts", "Take the page")),
    Shortcut("grid.toggle", ("Space",), QT_TRANSLATE_NOOP("Shortcuts", "Tick or untick")),
    Shortcut("grid.tick_all", ("Ctrl+A",), QT_TRANSLATE_NOOP("Shortcuts", "Tick the whole page")),
    Shortcut(
        "grid.tick_none", ("Ctrl+Shift+A",), QT_TRANSLATE_NOOP("Shortcuts", "Untick the whole page")
    ),
    Shortcut("grid.next", ("J",), QT_TRANSLATE_NOOP("Shortcuts", "Next image")),
    Shortcut("grid.previous", ("K",), QT_TRANSLATE_NOOP("Shortcuts", "Previous image")),
    Shortcut("grid.enlarge", ("Z",), QT_TRANSLATE_NOOP("Shortcuts", "Enlarge"), "zoom-in"),
    Shortcut("grid.evidence", ("E",), QT_TRANSLATE_NOOP("Shortcuts", "Show the evidence")),
    Shortcut(
        "grid.alone", ("Shift+Return",), QT_TRANSLATE_NOOP("Shortcuts", "Review it by itself")
    ),
    Shortcut(
        "grid.similar", ("S",), QT_TRANSLATE_NOOP("Shortcuts", "Find similar images"), "images"
    ),
    *file_shortcuts("grid"),
    Shortcut("grid.raise_line", ("+",), QT_TRANSLATE_NOOP("Shortcuts", "Move the line up")),
    Shortcut("grid.lower_line", ("-",), QT_TRANSLATE_NOOP("Shortcuts", "Move the line down")),
    Shortcut("grid.next_page", ("PgDown",), QT_TRANSLATE_NOOP("Shortcuts", "Pass over the page")),
    Shortcut("grid.previous_page", ("PgUp",), QT_TRANSLATE_NOOP("Shortcuts", "Page before")),
    Shortcut("grid.next_label", ("Ctrl+Down", "N"), QT_TRANSLATE_NOOP("Shortcuts", "Next label")),
    Shortcut(
        "grid.previous_label", ("Ctrl+Up", "P"), QT_TRANSLATE_NOOP("Shortcuts", "Previous label")
    ),
    Shortcut("grid.find_label", ("F", "/"), QT_TRANSLATE_NOOP("Shortcuts", "Find a label")),
    Shortcut(
        "grid.others",
        ("X",),
        QT_TRANSLATE_NOOP("Shortcuts", "Reject what has no tick, or leave it open"),
    ),
    Shortcut("grid.suggested", ("1",), QT_TRANSLATE_NOOP("Shortcuts", "Suggested images")),
    Shortcut("grid.wrong", ("2",), QT_TRANSLATE_NOOP("Shortcuts", "Probably wrong ones")),
    Shortcut("grid.missing", ("3",), QT_TRANSLATE_NOOP("Shortcuts", "Probably missing ones")),
    Shortcut("grid.also_weak", ("4",), QT_TRANSLATE_NOOP("Shortcuts", "Also weak suggestions")),
    Shortcut(
        "grid.also_labelled",
        ("5",),
        QT_TRANSLATE_NOOP("Shortcuts", "Also images that came with labels"),
    ),
    Shortcut(
        "grid.also_missing",
        ("6",),
        QT_TRANSLATE_NOOP("Shortcuts", "Also where the label is probably missing"),
    ),
)
