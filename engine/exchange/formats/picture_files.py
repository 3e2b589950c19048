"""The picture files of a folder that is exported, and how its tables name the images."""

from pathlib import Path

from engine.cells import spelled_file
from engine.exchange.content import Pictures
from engine.exchange.picture_names import PictureNames
from engine.exchange.records import ExchangedImage


class PictureFiles:
    """Gives every image its name in the export and, where pictures leave, its file.

    ``folder`` is where the files go; the names keep the folders of the archive unless ``flat``.
    No two names differ in their ending alone: many programs tell images by the rest. Without
    pictures an image is named by its own path in the archive.
    """

    def __init__(self, pictures: Pictures | None, folder: Path, *, flat: bool = False) -> None:
        self._pictures = pictures
        self._folder = folder
        self._names = PictureNames(flat=flat)
        self._made: set[str] = set()

    def name(self, image: ExchangedImage) -> str:
        """What the image is called in the export, with "/" between the parts; asked for once."""
        if self._pictures is None:
            return spelled_file(image.file)
        return self._names.name(image, "") + self._pictures.suffix(image)

    def place(self, image: ExchangedImage, name: str) -> None:
        """Put the picture where its name says, if pictures leave."""
        if self._pictures is None:
            return
        below = name.rpartition("/")[0]
        if below not in self._made:
            (self._folder / below).mkdir(parents=True, exist_ok=True)
            self._made.add(below)
        self._pictures.place(image, self._folder / name)
