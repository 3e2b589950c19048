"""The file behind the image at the cursor: shown in the file manager, its path copied."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication

from db.errors import CatalogueError
from engine.archive.stored_file import StoredFile
from gui.services.context import CatalogueContext
from gui.services.file_manager import show_file
from gui.widgets.thumbnail_grid import ThumbnailGrid


class ImageFiles(QObject):
    """Looks the path up off the window's thread."""

    def __init__(self, context: CatalogueContext, grid: ThumbnailGrid, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._grid = grid

    @Slot()
    def show(self) -> None:
        """Open the file's folder with the file chosen."""
        self._with_current_path(self._open_folder)

    @Slot()
    def copy_path(self) -> None:
        """Put the path on the clipboard."""
        self._with_current_path(self._put_on_clipboard)

    def _put_on_clipboard(self, path: Path) -> None:
        QGuiApplication.clipboard().setText(str(path))

    def _open_folder(self, path: Path) -> None:
        if not show_file(path):
            self._context.hub.failed.emit(CatalogueError("folder-not-opened", folder=path.parent))

    def _with_current_path(self, use: Callable[[Path], None]) -> None:
        image_id = self._grid.current_id or next(iter(self._grid.selection.selected_ids()), 0)
        catalogue = self._context.catalogue

        def located() -> Path:
            stored = catalogue.images.get(image_id).path_bytes
            return StoredFile(catalogue.archive_dir, stored).located()

        if image_id:
            self._context.reads.submit(located, use)
