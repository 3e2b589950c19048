"""Where an export is written until it is whole, and where its picture files come from."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from db.catalogue import Catalogue
from engine.answers.exporting.settings import ExportSettings
from engine.answers.limits import decode_workers, limits_from
from engine.archive.presence import ArchivePresence
from engine.errors import InputError
from engine.exchange.export_format import ExportFormat
from engine.exchange.finished_pieces import FolderPieces
from engine.exchange.picture_settings import PictureSettings
from engine.exchange.records import ExchangedImage
from engine.exchange.unfinished_folder import resumable_folder
from engine.jobs.exports.pictures import ArchivePictures, open_pictures
from engine.whole_file import whole_place


@dataclass(frozen=True, slots=True)
class Place:
    """``path`` becomes the destination in the end; ``pieces`` are the whole files of a folder."""

    path: Path
    pieces: FolderPieces | None = None


@contextmanager
def place_of(
    destination: Path, chosen: ExportFormat, settings: ExportSettings, *, overwrite: bool
) -> Iterator[Place]:
    """A file or folder beside the destination. A folder that was left unfinished is taken up where
    the format with its options and the form of the pictures are the same: a shard does not tell
    what its pictures were made from. Raises InputError as both ways do."""
    if not chosen.writes_folder:
        with whole_place(destination, overwrite=overwrite) as path:
            yield Place(path)
        return
    pictures = wanted_pictures(chosen, settings)
    form = [dict(settings.options), None if pictures is None else asdict(pictures)]
    kind = f"{chosen.name} {json.dumps(form, sort_keys=True)}"
    with resumable_folder(destination, kind=kind) as under_way:
        yield Place(under_way.place, under_way.pieces)


def wanted_pictures(chosen: ExportFormat, settings: ExportSettings) -> PictureSettings | None:
    """In which form picture files leave; None where none do. Raises InputError for pictures that
    the format has no room for."""
    if chosen.pictures == "always":
        return settings.pictures or PictureSettings()
    if chosen.pictures == "never" and settings.pictures is not None:
        raise InputError("export-no-pictures", format=chosen.name)
    return settings.pictures


@contextmanager
def pictures_of(
    catalogue: Catalogue, wanted: PictureSettings | None, pieces: FolderPieces | None = None
) -> Iterator[ArchivePictures | None]:
    """The picture files of the catalogue's archive; None for none. Raises InputError where the
    archive is not there."""
    if wanted is None:
        yield None
        return
    ArchivePresence(catalogue.archive_dir).require()
    with open_pictures(
        catalogue.archive_dir,
        wanted,
        pieces,
        workers=decode_workers(),
        limits=limits_from(catalogue.settings),
    ) as pictures:
        yield pictures


class WithPictures:
    """The images whose pictures can leave, as often as a format goes through them."""

    def __init__(self, images: Iterable[ExchangedImage], pictures: ArchivePictures | None) -> None:
        self._images = images
        self._pictures = pictures

    def __iter__(self) -> Iterator[ExchangedImage]:
        if self._pictures is None:
            yield from self._images
        else:
            yield from self._pictures.through(self._images)
