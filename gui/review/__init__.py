"""The Review page: one image after the other, with suggestions and their evidence."""

from gui.review.grid import GRID_SHORTCUTS
from gui.services.image_shortcuts import file_shortcuts, label_shortcuts
from gui.services.pages import PageKind
from gui.services.shortcuts import Shortcut
from gui.services.translations import QT_TRANSLATE_NOOP

PAGE = PageKind(
    id="review",
    title=QT_TRANSLATE_NOOP("Shortcuts", "Review"),
    icon="list-checks",
    keys=("R",),
    widget="gui.review.page:ReviewPage",
    shortcuts=(
        Shortcut(
            "review.view",
            ("T",),
            QT_TRANSLATE_NOOP("Shortcuts", "One image at a time, or a label in a grid"),
            "grid-2x2",
        ),
        Shortcut(
            "review.accept_all",
            ("Return", "Enter"),
            QT_TRANSLATE_NOOP("Shortcuts", "Take what is ticked, next"),
        ),
        Shortcut("review.next", ("Space", "Right"), QT_TRANSLATE_NOOP("Shortcuts", "Pass over")),
        Shortcut(
            "review.previous",
            ("Backspace", "P", "Left"),
            QT_TRANSLATE_NOOP("Shortcuts", "Previous image"),
        ),
        Shortcut("review.accept", ("A",), QT_TRANSLATE_NOOP("Shortcuts", "Accept the suggestion")),
        Shortcut(
            "review.reject", ("X",), QT_TRANSLATE_NOOP("Shortcuts", "Reject, next suggestion")
        ),
        Shortcut("review.reject_all", ("Shift+X",), QT_TRANSLATE_NOOP("Shortcuts", "Reject all")),
        Shortcut("review.down", ("J", "Down"), QT_TRANSLATE_NOOP("Shortcuts", "Next in the list")),
        Shortcut("review.up", ("K", "Up"), QT_TRANSLATE_NOOP("Shortcuts", "Previous in the list")),
        Shortcut(
            "review.add_label", ("/", "+"), QT_TRANSLATE_NOOP("Shortcuts", "Add a label"), "tag"
        ),
        Shortcut("review.correct", ("W",), QT_TRANSLATE_NOOP("Shortcuts", "Correct a label")),
        *label_shortcuts("review"),
        Shortcut("review.captions", ("C",), QT_TRANSLATE_NOOP("Shortcuts", "Captions…")),
        Shortcut("review.zoom", ("Z",), QT_TRANSLATE_NOOP("Shortcuts", "Zoom"), "zoom-in"),
        Shortcut(
            "review.zoom_together",
            ("Shift+Z",),
            QT_TRANSLATE_NOOP("Shortcuts", "Zoom both pictures together, or each alone"),
        ),
        Shortcut(
            "review.similar",
            ("S",),
            QT_TRANSLATE_NOOP("Shortcuts", "Find similar images"),
            "images",
        ),
        *file_shortcuts("review"),
        Shortcut("review.evidence", ("E",), QT_TRANSLATE_NOOP("Shortcuts", "Open the evidence")),
        Shortcut("review.toggle_1", ("1",), QT_TRANSLATE_NOOP("Shortcuts", "Tick suggestion 1")),
        Shortcut("review.toggle_2", ("2",), QT_TRANSLATE_NOOP("Shortcuts", "Tick suggestion 2")),
        Shortcut("review.toggle_3", ("3",), QT_TRANSLATE_NOOP("Shortcuts", "Tick suggestion 3")),
        Shortcut("review.toggle_4", ("4",), QT_TRANSLATE_NOOP("Shortcuts", "Tick suggestion 4")),
        Shortcut("review.toggle_5", ("5",), QT_TRANSLATE_NOOP("Shortcuts", "Tick suggestion 5")),
        Shortcut("review.toggle_6", ("6",), QT_TRANSLATE_NOOP("Shortcuts", "Tick suggestion 6")),
        Shortcut("review.toggle_7", ("7",), QT_TRANSLATE_NOOP("Shortcuts", "Tick suggestion 7")),
        Shortcut("review.toggle_8", ("8",), QT_TRANSLATE_NOOP("Shortcuts", "Tick suggestion 8")),
        Shortcut("review.toggle_9", ("9",), QT_TRANSLATE_NOOP("Shortcuts", "Tick suggestion 9")),
        *GRID_SHORTCUTS,
    ),
    views={"grid": QT_TRANSLATE_NOOP("Shortcuts", "Review: a label in a grid")},
)
