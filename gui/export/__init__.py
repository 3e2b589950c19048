"""The Export page: labels into files."""

from gui.services.pages import PageKind
from gui.services.shortcuts import Shortcut
from gui.services.translations import QT_TRANSLATE_NOOP

PAGE = PageKind(
    id="export",
    title=QT_TRANSLATE_NOOP("Shortcuts", "Export"),
    icon="file-output",
    keys=("Ctrl+E",),
    widget="gui.export.page:ExportPage",
    shortcuts=(
        Shortcut("export.run", ("Ctrl+Return",), QT_TRANSLATE_NOOP("Shortcuts", "Export")),
        Shortcut(
            "export.again",
            ("Ctrl+R",),
            QT_TRANSLATE_NOOP("Shortcuts", "Choose the same as for the last export"),
        ),
        Shortcut(
            "export.sidecars",
            ("Ctrl+K",),
            QT_TRANSLATE_NOOP("Shortcuts", "Keywords beside the pictures…"),
        ),
        *(
            Shortcut(f"export.step_{number}", (f"Alt+{number}",), title)
            for number, title in enumerate(
                (
                    QT_TRANSLATE_NOOP("Shortcuts", "For what"),
                    QT_TRANSLATE_NOOP("Shortcuts", "Images"),
                    QT_TRANSLATE_NOOP("Shortcuts", "Labels"),
                    QT_TRANSLATE_NOOP("Shortcuts", "Picture files"),
                    QT_TRANSLATE_NOOP("Shortcuts", "About it"),
                ),
                start=1,
            )
        ),
    ),
)
