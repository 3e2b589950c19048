"""The picture files of a folder that is exported, and how its tables name the images."""

import unicodedata
from pathlib import Path

from engine.cells import spelled_file
from engine.exchange.content import Pictures
from engine.exchange.records import ExchangedImage

MOST_CHARS = 100
_RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{name}{n}" for name in ("com", "lpt") for n in range(10)),
}
_UNPORTABLE = {ord(sign): "_" for sign in '<>:"\\|?*'} | dict.fromkeys((*range(32), 127), "_")


class PictureFiles:
    """Gives every image its name in the export and, where pictures leave, its file.

    ``folder`` is where the files go. Names are portable, no two of them differ in case or ending
    alone, and they keep the folders of the archive unless ``flat``. Without pictures an image is
    named by its own path in the archive.
    """

    def __init__(self, pictures: Pictures | None, folder: Path, *, flat: bool = False) -> None:
        self._pictures = pictures
        self._folder = folder
        self._flat = flat
        self._taken: set[str] = set()

    def name(self, image: ExchangedImage) -> str:
        """What the image is called in the export, with "/" between the parts; asked for once."""
        spelled = spelled_file(image.file)
        if self._pictures is None:
            return spelled
        parts = spelled.split("/")
        stem = portable_name(parts[-1].rpartition(".")[0] or parts[-1])
        folders = "" if self._flat else "".join(f"{portable_name(one)}/" for one in parts[:-1])
        name, number = folders + stem, 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{folders}{stem}_{number}"
        self._taken.add(name.casefold())
        return name + self._pictures.suffix(image)

    def place(self, image: ExchangedImage, name: str) -> None:
        """Put the picture where its name says, if pictures leave."""
        if self._pictures is not None:
            target = self._folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            self._pictures.place(image, target)


def portable_name(name: str) -> str:
    """A name of a file or folder that all systems take, as much as possible of the given one."""
    plain = unicodedata.normalize("NFC", name).translate(_UNPORTABLE)[:MOST_CHARS].strip(" .")
    if not plain or plain.partition(".")[0].casefold() in _RESERVED:
        return f"_{plain}"
    return plain
