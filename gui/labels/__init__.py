"""The Labels page: the vocabulary, its names and its hierarchy."""

from gui.services.pages import PageKind
from gui.services.shortcuts import Shortcut
from gui.services.translations import QT_TRANSLATE_NOOP

PAGE = PageKind(
    id="labels",
    title=QT_TRANSLATE_NOOP("Shortcuts", "Labels"),
    icon="tags",
    keys=("L",),
    widget="gui.labels.page:LabelsPage",
    shortcuts=(
        Shortcut("labels.find", ("F", "Ctrl+F"), QT_TRANSLATE_NOOP("Shortcuts", "Find a label")),
        Shortcut("labels.view", ("T",), QT_TRANSLATE_NOOP("Shortcuts", "Tree or table")),
        Shortcut("labels.clear", ("Ctrl+Backspace",), QT_TRANSLATE_NOOP("Shortcuts", "All labels")),
        Shortcut(
            "labels.open",
            ("Return", "Enter"),
            QT_TRANSLATE_NOOP("Shortcuts", "Show its images in the library"),
        ),
        Shortcut(
            "labels.grid",
            ("C",),
            QT_TRANSLATE_NOOP("Shortcuts", "Confirm it on its images"),
            "grid-2x2",
        ),
        Shortcut("labels.next", ("J",), QT_TRANSLATE_NOOP("Shortcuts", "Next in the list")),
        Shortcut("labels.previous", ("K",), QT_TRANSLATE_NOOP("Shortcuts", "Previous in the list")),
        Shortcut("labels.rename", ("F2",), QT_TRANSLATE_NOOP("Shortcuts", "Rename"), "pencil"),
        Shortcut("labels.english", ("E",), QT_TRANSLATE_NOOP("Shortcuts", "Name in English")),
        Shortcut("labels.prompts", ("Shift+E",), QT_TRANSLATE_NOOP("Shortcuts", "Describe")),
        Shortcut("labels.alias", ("A",), QT_TRANSLATE_NOOP("Shortcuts", "Add another name")),
        Shortcut(
            "labels.alias_of",
            ("Shift+A",),
            QT_TRANSLATE_NOOP("Shortcuts", "Make it another name of a label…"),
        ),
        Shortcut("labels.move", ("P",), QT_TRANSLATE_NOOP("Shortcuts", "Move under a label…")),
        Shortcut(
            "labels.top", ("Shift+P",), QT_TRANSLATE_NOOP("Shortcuts", "Move to the top level")
        ),
        Shortcut("labels.merge", ("M",), QT_TRANSLATE_NOOP("Shortcuts", "Merge labels…"), "merge"),
        Shortcut("labels.split", ("S",), QT_TRANSLATE_NOOP("Shortcuts", "Split off…"), "split"),
        Shortcut(
            "labels.text_rule",
            ("Shift+T",),
            QT_TRANSLATE_NOOP("Shortcuts", "Take it from captions…"),
            "text-quote",
        ),
        Shortcut("labels.delete", ("Del",), QT_TRANSLATE_NOOP("Shortcuts", "Delete…"), "trash-2"),
        Shortcut("labels.new", ("N", "+"), QT_TRANSLATE_NOOP("Shortcuts", "New label…"), "plus"),
        Shortcut("labels.similar", ("I",), QT_TRANSLATE_NOOP("Shortcuts", "Find similar names")),
        Shortcut(
            "labels.same", ("W",), QT_TRANSLATE_NOOP("Shortcuts", "Labels that may be the same")
        ),
        Shortcut("labels.read_list", (), QT_TRANSLATE_NOOP("Shortcuts", "Read keyword list…")),
        Shortcut("labels.write_list", (), QT_TRANSLATE_NOOP("Shortcuts", "Write keyword list…")),
        Shortcut(
            "same.merge", ("Return", "Enter"), QT_TRANSLATE_NOOP("Shortcuts", "Merge the two")
        ),
        Shortcut("same.dismiss", ("Del",), QT_TRANSLATE_NOOP("Shortcuts", "Not the same")),
        Shortcut("same.turn", ("X",), QT_TRANSLATE_NOOP("Shortcuts", "Keep the other name")),
        Shortcut("same.back", ("Esc",), QT_TRANSLATE_NOOP("Shortcuts", "Back to the labels")),
    ),
    views={"same": QT_TRANSLATE_NOOP("Shortcuts", "Labels that may be the same")},
)
