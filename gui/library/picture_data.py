"""Pictures that come by the clipboard or by dropping: a file, or nothing but pixels."""

import tempfile
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from engine.archive.formats import looks_like_image_name


def holds_picture(data: QMimeData) -> bool:
    """Whether there is one file that may be an image, or pixels."""
    if data.hasUrls():
        return picture_file(data) is not None
    return data.hasImage()


def picture_file(data: QMimeData) -> Path | None:
    """The one local file that is called like an image; None for anything else and several.

    Its name decides: the disk may be one that answers after minutes, and a drag does not wait.
    """
    urls = data.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if looks_like_image_name(path.name) else None


class PastedPictures:
    """Keeps pixels that were pasted as files of their own until they are closed."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._count = 0

    def file_of(self, data: QMimeData) -> Path | None:
        """The file that holds the picture, written where it is pixels alone; None for none."""
        path = picture_file(data)
        if path is not None or not data.hasImage():
            return path
        image = data.imageData()
        if not isinstance(image, QImage) or image.isNull():
            return None
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="nabolag-")
        self._count += 1
        path = Path(self._folder.name) / f"pasted-{self._count}.png"
        return path if image.save(str(path)) else None

    def close(self) -> None:
        """Remove the files."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None
