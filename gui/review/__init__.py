"""The Review page: one image after the other, with suggestions and their evidence."""

from gui.review.grid import GRID_SHORTCUTS
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
        Shortcut(
            "review.same_as_before",
            ("B",),
            QT_TRANSLATE_NOOP("Shortcuts", "Same labels as the image before"),
        ),
        Shortcut(
            "review.copy_labels", ("Ctrl+Shift+C",), QT_TRANSLATE_NOOP("Shortcuts", "Copy labels")
        ),
        Shortcut(
            "review.paste_labels",
            ("Ctrl+Shift+V",),
            QT_TRANSLATE_NOOP("Shortcuts", "Paste labels"),
        ),
        Shortcut("review.next_set", ("Alt+0",), QT_TRANSLATE_NOOP("Shortcuts", "Next set")),
        Shortcut("review.give_1", ("Alt+1",), QT_TRANSLATE_NOOP("Shortcuts", "Give label 1")),
        Shortcut("review.give_2", ("Alt+2",), QT_TRANSLATE_NOOP("Shortcuts", "Give label 2")),
        Shortcut("review.give_3", ("Alt+3",), QT_TRANSLATE_NOOP("Shortcuts", "Give label 3")),
        Shortcut("review.give_4", ("Alt+4",), QT_TRANSLATE_NOOP("Shortcuts", "Give label 4")),
        Shortcut("review.give_5", ("Alt+5",), QT_TRANSLATE_NOOP("Shortcuts", "Give label 5")),
        Shortcut("review.give_6", ("Alt+6",), QT_TRANSLATE_NOOP("Shortcuts", "Give label 6")),
        Shortcut("review.give_7", ("Alt+7",), QT_TRANSLATE_NOOP("Shortcuts", "Give label 7")),
        Shortcut("review.give_8", ("Alt+8",), QT_TRANSLATE_NOOP("Shortcuts", "Give label 8")),
        Shortcut("review.give_9", ("Alt+9",), QT_TRANSLATE_NOOP("Shortcuts", "Give label 9")),
        Shortcut("review.zoom", ("Z",), QT_TRANSLATE_NOOP("Shortcuts", "Zoom"), "zoom-in"),
        Shortcut(
            "review.similar",
            ("S",),
            QT_TRANSLATE_NOOP("Shortcuts", "Find similar images"),
            "images",
        ),
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
