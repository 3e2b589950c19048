"""The Evaluate page: how good the suggesters are."""

from gui.services.pages import PageKind
from gui.services.shortcuts import Shortcut
from gui.services.translations import QT_TRANSLATE_NOOP

PAGE = PageKind(
    id="evaluate",
    title=QT_TRANSLATE_NOOP("Shortcuts", "Evaluate"),
    icon="chart-column",
    keys=("V",),
    widget="gui.evaluate.page:EvaluatePage",
    shortcuts=(
        Shortcut("evaluate.run", ("Ctrl+Return",), QT_TRANSLATE_NOOP("Shortcuts", "Evaluate")),
        Shortcut("evaluate.new", ("N",), QT_TRANSLATE_NOOP("Shortcuts", "New evaluation…")),
        Shortcut("evaluate.next", ("J",), QT_TRANSLATE_NOOP("Shortcuts", "Next in the list")),
        Shortcut(
            "evaluate.previous", ("K",), QT_TRANSLATE_NOOP("Shortcuts", "Previous in the list")
        ),
        Shortcut("evaluate.save", ("Ctrl+S",), QT_TRANSLATE_NOOP("Shortcuts", "Save report…")),
        Shortcut("evaluate.find", ("F", "Ctrl+F"), QT_TRANSLATE_NOOP("Shortcuts", "Find a label")),
    ),
)
