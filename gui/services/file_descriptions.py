"""What an image file says of itself, read in a lane of its own when somebody looks at it."""

from PySide6.QtCore import QObject, Signal

from db.catalogue import Catalogue
from db.records import ImageRecord
from engine.archive.metadata.description import Description, read_description
from engine.archive.stored_file import StoredFile
from gui.services.lanes import Lane


class FileDescriptions(QObject):
    """Keeps the description of the file that was asked for last."""

    loaded = Signal()
    """The description of that file is there."""

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        # A file on a slow disk holds up neither the labels nor another page.
        self._lane = Lane("descriptions", self)
        self._asked: tuple[int, bytes, int] | None = None
        self._known: Description | None = None

    def of(self, image: ImageRecord) -> Description | None:
        """What the file says; None until it is read, which begins now."""
        asked = (image.id, image.content_hash, image.modified_ns)
        if asked != self._asked:
            self._asked, self._known = asked, None
            catalogue, path_bytes = self._catalogue, image.path_bytes

            def work() -> Description | None:
                # Somebody has gone on to another image since.
                if asked != self._asked:
                    return None
                return read_description(StoredFile(catalogue.archive_dir, path_bytes))

            self._lane.submit(
                work,
                lambda found: self._take(asked, found),
                lambda _error: self._take(asked, Description()),
            )
        return self._known

    def close(self) -> None:
        """Read nothing more."""
        self._asked = None
        self._lane.close()

    def _take(self, asked: tuple[int, bytes, int], found: Description | None) -> None:
        if found is not None and asked == self._asked:
            self._known = found
            self.loaded.emit()
