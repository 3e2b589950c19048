"""The Library page: all images, found and chosen by facets, words and meaning."""

from gui.services.image_shortcuts import file_shortcuts, label_shortcuts
from gui.services.pages import PageKind
from gui.services.shortcuts import Shortcut
from gui.services.translations import QT_TRANSLATE_NOOP

PAGE = PageKind(
    id="library",
    title=QT_TRANSLATE_NOOP("Shortcuts", "Library"),
    icon="images",
    keys=("G",),
    widget="gui.library.page:LibraryPage",
    shortcuts=(
        Shortcut("library.find", ("F", "Ctrl+F"), QT_TRANSLATE_NOOP("Shortcuts", "Find"), "search"),
        Shortcut(
            "library.by_meaning",
            ("Shift+F",),
            QT_TRANSLATE_NOOP("Shortcuts", "Search by meaning"),
            "sparkles",
        ),
        Shortcut(
            "library.filter",
            ("Ctrl+Shift+F",),
            QT_TRANSLATE_NOOP("Shortcuts", "Filter the images"),
            "funnel",
        ),
        Shortcut(
            "library.saved",
            ("Ctrl+S",),
            QT_TRANSLATE_NOOP("Shortcuts", "Saved searches"),
            "bookmark",
        ),
        Shortcut(
            "library.similar",
            ("S",),
            QT_TRANSLATE_NOOP("Shortcuts", "Find similar images"),
            "images",
        ),
        Shortcut(
            "library.duplicates",
            ("Shift+D",),
            QT_TRANSLATE_NOOP("Shortcuts", "Show its duplicates"),
            "copy",
        ),
        Shortcut(
            "library.paste",
            ("Ctrl+V",),
            QT_TRANSLATE_NOOP("Shortcuts", "Search by a copied picture"),
        ),
        Shortcut(
            "library.add_label", ("/", "+"), QT_TRANSLATE_NOOP("Shortcuts", "Add a label"), "tag"
        ),
        Shortcut(
            "library.open",
            ("Return", "Enter"),
            QT_TRANSLATE_NOOP("Shortcuts", "Review the selection"),
        ),
        Shortcut(
            "library.loupe",
            ("Space",),
            QT_TRANSLATE_NOOP("Shortcuts", "Show large (loupe)"),
            "image",
        ),
        Shortcut("library.zoom", ("Z",), QT_TRANSLATE_NOOP("Shortcuts", "Zoom"), "zoom-in"),
        Shortcut("library.next", ("J",), QT_TRANSLATE_NOOP("Shortcuts", "Next image")),
        Shortcut("library.previous", ("K",), QT_TRANSLATE_NOOP("Shortcuts", "Previous image")),
        Shortcut(
            "library.reviewed",
            ("M",),
            QT_TRANSLATE_NOOP("Shortcuts", "Mark reviewed"),
            "circle-check",
        ),
        Shortcut(
            "library.not_reviewed",
            ("Shift+M",),
            QT_TRANSLATE_NOOP("Shortcuts", "Mark not reviewed"),
        ),
        Shortcut(
            "library.export",
            ("Ctrl+Shift+E",),
            QT_TRANSLATE_NOOP("Shortcuts", "Export these images"),
            "file-output",
        ),
        *label_shortcuts("library"),
        Shortcut("library.captions", ("C",), QT_TRANSLATE_NOOP("Shortcuts", "Write a caption")),
        *file_shortcuts("library"),
        Shortcut("library.go_to_name", ("'",), QT_TRANSLATE_NOOP("Shortcuts", "Go to a file name")),
        Shortcut(
            "library.clear_filters",
            ("Ctrl+Backspace",),
            QT_TRANSLATE_NOOP("Shortcuts", "Clear filters"),
        ),
        Shortcut("library.select_all", ("Ctrl+A",), QT_TRANSLATE_NOOP("Shortcuts", "Select all")),
        Shortcut(
            "library.larger",
            ("Ctrl++", "Ctrl+="),
            QT_TRANSLATE_NOOP("Shortcuts", "Larger pictures"),
        ),
        Shortcut(
            "library.smaller", ("Ctrl+-",), QT_TRANSLATE_NOOP("Shortcuts", "Smaller pictures")
        ),
    ),
)
