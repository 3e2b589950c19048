"""The file behind an image: opened in another program, shown in its folder, copied."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from db.errors import CatalogueError
from engine.archive.stored_file import StoredFile
from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.services.file_manager import show_file
from gui.services.shortcuts import BoundAction
from gui.widgets.image_source import ImageSource, Wanted


@dataclass(frozen=True, slots=True)
class _File:
    wanted: Wanted
    size_px: tuple[int, int] | None
    path: Path


class FileActions(QObject):
    """Makes the actions of a page; the path is looked up off the window's thread."""

    def __init__(
        self,
        page: str,
        context: CatalogueContext,
        source: ImageSource,
        current: Callable[[], int],
        widget: QWidget,
    ) -> None:
        """``current``: the id of the image that is meant, 0 for none. ``widget`` has the keys."""
        super().__init__(widget)
        self._context = context
        self._source = source
        self._current = current
        self.all: tuple[BoundAction, ...] = tuple(
            shortcuts.action(f"{page}.{name}", widget, call)
            for name, call in (
                ("open_file", self.open_file),
                ("show_file", self.show_file),
                ("copy_image", self.copy_image),
                ("copy_path", self.copy_path),
            )
        )

    def open_file(self) -> None:
        """Open the file in the program that the system has for it."""
        self._with_file(self._open)

    def show_file(self) -> None:
        """Open the file's folder with the file chosen."""
        self._with_file(self._open_folder)

    def copy_path(self) -> None:
        """Put the path on the clipboard."""
        self._with_file(lambda file: QGuiApplication.clipboard().setText(str(file.path)))

    def copy_image(self) -> None:
        """Put the picture on the clipboard, at its own size."""
        self._with_file(self._decode)

    def _decode(self, file: _File) -> None:
        if file.size_px is not None:
            self._source.fetch(file.wanted, file.size_px, _put, self._context.hub.failed.emit)

    def _open(self, file: _File) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.path))):
            self._context.hub.failed.emit(CatalogueError("file-not-opened", file=file.path))

    def _open_folder(self, file: _File) -> None:
        if not show_file(file.path):
            folder = file.path.parent
            self._context.hub.failed.emit(CatalogueError("folder-not-opened", folder=folder))

    def _with_file(self, use: Callable[[_File], None]) -> None:
        image_id = self._current()
        catalogue = self._context.catalogue

        def find() -> _File:
            image = catalogue.images.get(image_id)
            stored = StoredFile(catalogue.archive_dir, image.path_bytes)
            width_px, height_px = image.width_px, image.height_px
            return _File(
                Wanted(image_id, stored, on_show=True, size_bytes=image.size_bytes),
                (width_px, height_px) if width_px and height_px else None,
                stored.located(),
            )

        if image_id:
            self._context.reads.submit(find, use)


def _put(picture: QImage) -> None:
    QGuiApplication.clipboard().setImage(picture)
