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
    shortcuts=(Shortcut("export.run", ("Ctrl+Return",), QT_TRANSLATE_NOOP("Shortcuts", "Export")),),
)
