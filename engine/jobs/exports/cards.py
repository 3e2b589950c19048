"""The data card of an export: what its settings mean, in the words of a README."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from db.catalogue import Catalogue
from db.records import ImageFilter
from engine.answers.exporting.settings import ExportSettings
from engine.answers.saved_search_format import SavedSearch, written
from engine.errors import InputError
from engine.exchange.card.facts import CardCollector, HowMade
from engine.exchange.card.write import MANIFEST, card_folder, write_card
from engine.exchange.export_format import ExportFormat
from engine.exchange.finished_pieces import Piece, hash_of
from engine.exchange.records import ExchangedImage
from engine.jobs.exports.content import ImagesOut
from engine.jobs.exports.pictures import ArchivePictures
from engine.jobs.exports.places import Place, wanted_pictures
from engine.program_version import program_version
from engine.whole_file import sync_tree, whole_place
from messages.levels import join_levels

_STATES = {
    "any": "all",
    "labelled": "those with a label",
    "decided": "those on which somebody decided",
    "reviewed": "those that were reviewed",
}


class WithCard:
    """Images that a card is told of while they are gone through; without a collector of none."""

    def __init__(self, images: Iterable[ExchangedImage], collector: CardCollector | None) -> None:
        self._images = images
        self._collector = collector

    def __iter__(self) -> Iterator[ExchangedImage]:
        if self._collector is None:
            yield from self._images
        else:
            yield from self._collector.through(self._images)


def card_collector(settings: ExportSettings, images: ImagesOut) -> CardCollector | None:
    """What counts for a card; None where none is wanted."""
    return CardCollector(images.labels.all) if settings.card else None


def is_inside(chosen: ExportFormat) -> bool:
    """Whether the card lies in the folder that is exported. In many formats every file of the
    folder means something: their card lies beside it."""
    return chosen.writes_folder and bool(chosen.part_files)


def check_card(destination: Path, chosen: ExportFormat, settings: ExportSettings) -> None:
    """Raise InputError where somebody's own folder has the place of the card."""
    folder = card_folder(destination)
    if settings.card and not is_inside(chosen) and folder.exists() and not _is_card(folder):
        raise InputError("export-card-taken", folder=folder)


def exported_files(destination: Path, place: Place) -> list[Piece]:
    """The files of an export that is whole and not at its destination yet."""
    if place.pieces is None:
        size_bytes = place.path.stat().st_size
        return [Piece(destination.name, size_bytes, hash_of(place.path))]
    return [replace(one, name=f"{destination.name}/{one.name}") for one in place.pieces.files()]


def write_card_inside(place: Place, collector: CardCollector, how: HowMade) -> None:
    """Write the card into a folder that is exported. Raises OSError."""
    if place.pieces is not None:
        write_card(place.path, collector.facts(), how, place.pieces.files(), inside=True)


@contextmanager
def card_beside(destination: Path) -> Iterator[Path]:
    """An empty folder that becomes the card of what is exported as a single file, in the place of
    an older card, where the block ends well: the export gets its name inside, so that both are
    there or none. Raises InputError where it cannot be written."""
    folder = card_folder(destination)
    with whole_place(folder, overwrite=True, is_folder=True) as place:
        yield place
        if _is_card(folder):
            shutil.rmtree(folder)


def write_card_beside(
    folder: Path, collector: CardCollector, how: HowMade, files: Iterable[Piece]
) -> None:
    """Write the card into a folder of ``card_beside``, on the disk before this returns. Raises
    OSError."""
    write_card(folder, collector.facts(), how, files, inside=False)
    sync_tree(folder)


def _is_card(folder: Path) -> bool:
    """Whether a folder holds what ``write_card`` made: nobody's own files."""
    return folder.is_dir() and not folder.is_symlink() and (folder / MANIFEST).is_file()


def how_made(
    catalogue: Catalogue,
    chosen: ExportFormat,
    settings: ExportSettings,
    images: ImagesOut,
    pictures: ArchivePictures | None,
    destination: Path,
) -> HowMade:
    """What a card tells beside the counts."""
    wanted = wanted_pictures(chosen, settings)
    problems = {} if pictures is None else pictures.problems
    encoder, compared = images.compared(catalogue)
    return HowMade(
        format=chosen.name,
        format_title=str(chosen.title),
        program_version=program_version(),
        statement=settings.statement,
        settings=_chosen_images(catalogue, settings.images) | _settings(settings, chosen),
        split_rule=_split_rule(settings, is_searched=bool(encoder)),
        duplicate_rule=_duplicate_rule(encoder, compared, len(images)),
        suggester=images.suggester if settings.suggestions_from is not None else "",
        encoder=_encoder(images, settings),
        metadata="" if wanted is None else wanted.metadata,
        language=images.language,
        left_out={file: str(why) for file, why in sorted(problems.items())},
        loaders=chosen.loaders,
        part_files=chosen.part_files,
        file="" if is_inside(chosen) else destination.name,
        writes_folder=chosen.writes_folder,
    )


def _encoder(images: ImagesOut, settings: ExportSettings) -> str:
    """The fingerprint of the encoder by which suggestions were made, else of the catalogue's."""
    if settings.suggestions_from is not None and images.encoder:
        return images.encoder
    return images.current_encoder


def _chosen_images(catalogue: Catalogue, wanted: ImageFilter) -> dict[str, str]:
    """Which part of the archive it is, as a saved search has it; nothing for the whole of it."""
    paths = {at: join_levels(levels) for at, levels in catalogue.labels.levels().items()}
    told = []
    for name, value in written(SavedSearch("", wanted), paths)["filter"].items():
        values = value if isinstance(value, list) else [value]
        said = ", ".join(str(one["path"] if isinstance(one, dict) else one) for one in values)
        told.append(f"{name.replace('_ids', '').replace('_', ' ')} {said}")
    return {"Chosen images": "; ".join(told)} if told else {}


def _settings(settings: ExportSettings, chosen: ExportFormat) -> dict[str, str]:
    """By name, what was chosen; what is usual is not told."""
    told = {"Images": _STATES[settings.state]}
    if settings.sources == "decided":
        told["Labels"] = "those that a curator put on or accepted"
    if settings.least_images > 0:
        told["Fewest images of a label"] = str(settings.least_images)
    if settings.parents:
        told["Labels above"] = "put on an image, too"
    told["Names of labels"] = settings.names
    if settings.suggestions_from is not None:
        told["Suggestions"] = f"from a probability of {settings.suggestions_from:g} on"
    pictures = wanted_pictures(chosen, settings)
    if pictures is not None:
        told["Picture files"] = pictures.way
        if pictures.longest_side_px is not None:
            told["Longest side"] = f"at most {pictures.longest_side_px} pixels"
        if pictures.format != "same":
            told["Picture format"] = pictures.format
        if pictures.changes_files:
            told["Quality"] = f"{pictures.quality}, of JPEG and WebP files that are made anew"
        told["Colours"] = "converted to sRGB" if pictures.colours == "srgb" else "kept"
    return told | {name: str(value) for name, value in settings.options.items()}


def _split_rule(settings: ExportSettings, *, is_searched: bool) -> str:
    split = settings.split
    if split is None:
        return ""
    if split.file:
        return f"The parts are those of the table {Path(split.file).name}."
    shares = "/".join(f"{100 * share:g}" for share in split.shares)
    together = "Duplicates that were found, and likely ones," if is_searched else "Equal files"
    return (
        f"Each label is divided {shares} into train, validation and test as evenly as can be "
        f"(seed {split.seed}). {together} are in the same part."
    )


def _duplicate_rule(encoder: str, compared: int, images: int) -> str:
    """What is known of duplicates; ``encoder`` is "" where nobody searched for them."""
    aside = "Images that are set aside as duplicates of another are not in it."
    if not encoder:
        return (
            "Duplicates were not searched for: other copies of an image, smaller or edited, may be "
            f"in it, also in different parts. {aside}"
        )
    of_all = "all images were" if compared == images else f"{compared} of {images} images were"
    return (
        f"Duplicates were searched for with the features of the encoder {encoder}; {of_all} "
        f"compared. {aside}"
    )
