"""The Service page: starts and stops the prediction service, and shows how it fares."""

from gui.services.pages import PageKind
from gui.services.shortcuts import Shortcut
from gui.services.translations import QT_TRANSLATE_NOOP

PAGE = PageKind(
    id="serving",
    title=QT_TRANSLATE_NOOP("Shortcuts", "Service"),
    icon="server",
    keys=("Shift+S",),
    widget="gui.serving.page:ServicePage",
    shortcuts=(
        Shortcut(
            "serving.switch",
            ("Ctrl+Return",),
            QT_TRANSLATE_NOOP("Shortcuts", "Start or stop the service"),
        ),
        Shortcut(
            "serving.copy_address",
            ("A",),
            QT_TRANSLATE_NOOP("Shortcuts", "Copy the address"),
            "copy",
        ),
        Shortcut(
            "serving.copy_token", ("T",), QT_TRANSLATE_NOOP("Shortcuts", "Copy the token"), "copy"
        ),
        Shortcut(
            "serving.copy_curl", ("C",), QT_TRANSLATE_NOOP("Shortcuts", "Copy the command"), "copy"
        ),
    ),
)
