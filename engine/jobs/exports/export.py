"""Images and labels leave the catalogue as a file or folder. The archive is never written to."""

import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from db.catalogue import Catalogue
from db.clock import now_utc
from db.records import ImageFilter, Status
from engine.answers.destinations import checked_destination
from engine.answers.exporting.presets import note_export
from engine.answers.exporting.settings import ExportSettings
from engine.errors import InputError
from engine.exchange.content import ExportContent
from engine.exchange.export_format import ExportFormat, Preview
from engine.exchange.records import ExchangedImage
from engine.exchange.registry import check_suffix, format_named
from engine.jobs.exports.cards import (
    WithCard,
    card_beside,
    card_collector,
    check_card,
    exported_files,
    how_made,
    is_inside,
    write_card_beside,
    write_card_inside,
)
from engine.jobs.exports.content import IMAGES_AT_A_TIME, Counted, Counts, ImagesOut
from engine.jobs.exports.kept_quality import QualityOutlook
from engine.jobs.exports.places import WithPictures, pictures_of, place_of, wanted_pictures
from engine.progress import CancelToken, Job, Progress, stop_if_cancelled
from messages.message import Message

EVERYTHING = ImageFilter()
PREVIEW_IMAGES = 5


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """What was written where, or with ``dry_run`` would be; ``labels`` counts the labels that some
    image carries, ``parts`` the images of each part of a split.

    ``size_bytes`` of a dry run is that of the picture files as they are in the archive.
    ``left_out`` are the images whose pictures could not leave, with why; ``remarks`` what is worth
    knowing of the others.
    """

    destination: Path | None
    format: str
    images: int
    labelled_images: int
    labels: int
    labellings: int
    size_bytes: int
    suggestions: int = 0
    parts: Mapping[str, int] = field(default_factory=dict)
    dry_run: bool = False
    preview: Preview | None = None
    left_out: tuple[tuple[str, Message], ...] = ()
    remarks: tuple[Message, ...] = ()

    @property
    def message(self) -> Message:
        """What was written where."""
        counts = {"labellings": self.labellings, "images": self.images}
        if self.destination is None:
            return Message("job-export-foretold", counts)
        counts["left_out"] = len(self.left_out)
        return Message("job-export-done", {**counts, "file": self.destination})


def export_dataset(
    catalogue: Catalogue,
    *,
    cancel: CancelToken,
    destination: Path | None,
    settings: ExportSettings,
    image_ids: Sequence[int] | None = None,
    overwrite: bool = False,
    dry_run: bool = False,
    with_preview: bool = True,
    limit: int | None = None,
    top: int | None = None,
) -> Job[ExportSummary]:
    """Write the chosen images with their labels to ``destination``.

    With the usual settings unlabelled, unreadable and missing images are there too, so that the
    export is complete; images that are set aside never are, and those without a readable picture
    are not where picture files leave. All of it is one state of the catalogue, and it appears whole
    or not at all; a folder that was stopped is taken up again. ``image_ids``: of these alone, as
    far as they fulfil the settings; ``limit``: of the first so many that do; ``top``: with the
    surest so many suggestions of each. Without a ``destination``, or for a ``dry_run``, nothing is
    written and what would be is told, ``with_preview`` with its first rows.

    Raises InputError when the destination is unusable (see ``check_destination``), the format, an
    option or the split unknown, or the format has no room for what images have.
    """
    chosen = format_named(settings.format)
    chosen.checked_options(settings.options)
    wanted_pictures(chosen, settings)
    resolved = None
    if destination is not None:
        check_suffix(chosen, destination)
        resolved = checked_destination(
            catalogue, destination, overwrite=overwrite, is_folder=chosen.writes_folder
        )
        check_card(resolved, chosen, settings)
    ids = _wanted(catalogue, settings, image_ids)
    with catalogue.snapshot(ids, suggestions_from=settings.suggestions_from) as snapshot:
        for _, total in snapshot.take():
            yield Progress("exporting", 0, total)
            stop_if_cancelled(cancel, "nothing-written")
        images = ImagesOut(catalogue, snapshot, chosen, settings, limit=limit, top=top)
        if resolved is None or dry_run:
            foretold = yield from _foretold(images, chosen, settings, cancel)
            if not with_preview:
                return foretold
            return replace(foretold, preview=_preview(catalogue, images, chosen, settings))
        summary = yield from _written(
            catalogue, images, chosen, settings, cancel, resolved, overwrite
        )
    note_export(catalogue, resolved, settings, images=summary.images, labels=summary.labels)
    return summary


def _foretold(
    images: ImagesOut, chosen: ExportFormat, settings: ExportSettings, cancel: CancelToken
) -> Job[ExportSummary]:
    chosen.check(_content(images, settings), chosen.checked_options(settings.options))
    outlook = QualityOutlook(images, wanted_pictures(chosen, settings))
    counted = Counted(outlook)
    for done, _ in enumerate(counted):
        if done % IMAGES_AT_A_TIME == 0:
            yield Progress("exporting", done, len(images))
            stop_if_cancelled(cancel, "nothing-written")
    counts = counted.counts
    summary = _summary(chosen, counts, counts.size_bytes)
    return replace(summary, dry_run=True, remarks=(*images.remarks, *outlook.remarks))


def _written(
    catalogue: Catalogue,
    images: ImagesOut,
    chosen: ExportFormat,
    settings: ExportSettings,
    cancel: CancelToken,
    destination: Path,
    overwrite: bool,
) -> Job[ExportSummary]:
    total = len(images)
    settings = replace(settings, statement=replace(settings.statement, made_at=now_utc()))
    options = chosen.checked_options(settings.options)
    with (
        ExitStack() as beside,
        place_of(destination, chosen, settings, overwrite=overwrite) as place,
        pictures_of(catalogue, wanted_pictures(chosen, settings), place.pieces) as pictures,
    ):
        collector = card_collector(settings, images)
        counted = Counted(WithCard(WithPictures(images, pictures), collector))
        content = replace(
            _content(images, settings), images=counted, pictures=pictures, finished=place.pieces
        )
        with closing(chosen.write(place.path, content, options)) as written:
            for done, _ in enumerate(written):
                if done % IMAGES_AT_A_TIME == 0:
                    yield Progress("exporting", done, total)
                    stop_if_cancelled(cancel, "nothing-written")
        how = how_made(catalogue, chosen, settings, images, pictures, destination)
        if collector is not None and is_inside(chosen):
            write_card_inside(place, collector, how)
        elif collector is not None:
            folder = beside.enter_context(card_beside(destination))
            write_card_beside(folder, collector, how, exported_files(destination, place))
    yield Progress("exporting", total, total)
    summary = replace(
        _summary(chosen, counted.counts, _size_bytes(destination)), remarks=images.remarks
    )
    if pictures is not None:
        summary = replace(
            summary,
            left_out=tuple(sorted(pictures.problems.items())),
            remarks=(*images.remarks, *pictures.messages),
        )
    return replace(summary, destination=destination)


def export_preview(
    catalogue: Catalogue,
    *,
    settings: ExportSettings,
    image_ids: Sequence[int] | None = None,
    images: int = PREVIEW_IMAGES,
) -> Preview:
    """The head of what ``export_dataset`` would write: the first labelled images.

    No label is too rare for it, and the parts of a split are those of so few images.
    """
    chosen = format_named(settings.format)
    settings = replace(settings, least_images=0)
    wanted = _wanted(catalogue, settings, image_ids)
    ids = catalogue.images.ids(replace(settings.images, status=Status.LABELLED))
    if wanted is not None:
        there = frozenset(wanted)
        ids = [one for one in ids if one in there]
    with catalogue.snapshot(ids[:images], suggestions_from=settings.suggestions_from) as snapshot:
        for _ in snapshot.take():
            pass
        found = ImagesOut(catalogue, snapshot, chosen, settings)
        return _preview(catalogue, found, chosen, settings)


def _wanted(
    catalogue: Catalogue, settings: ExportSettings, image_ids: Sequence[int] | None
) -> list[int] | None:
    """The images that were chosen by id or filter; None for all."""
    if settings.images == EVERYTHING:
        return None if image_ids is None else list(image_ids)
    found = catalogue.images.ids(settings.images)
    if image_ids is None:
        return found
    chosen = frozenset(image_ids)
    return [one for one in found if one in chosen]


def _content(images: ImagesOut, settings: ExportSettings) -> ExportContent:
    return ExportContent(
        images,
        len(images),
        images.labels.all,
        images.parts,
        statement=settings.statement,
        suggester=images.suggester,
        encoder=images.encoder,
        language=images.language,
    )


def _preview(
    catalogue: Catalogue, images: ImagesOut, chosen: ExportFormat, settings: ExportSettings
) -> Preview:
    """The format's own look at the first images it has room for, written to a folder that goes
    again."""
    options = chosen.checked_options(settings.options)

    def has_room(image: ExchangedImage) -> bool:
        try:
            chosen.check(replace(_content(images, settings), images=[image]), options)
        except InputError:
            return False
        return True

    first = list(
        islice((one for one in images if one.labellings and has_room(one)), PREVIEW_IMAGES)
    )
    with (
        tempfile.TemporaryDirectory(prefix="nabolag-preview-") as folder,
        pictures_of(catalogue, wanted_pictures(chosen, settings)) as pictures,
    ):
        content = replace(
            _content(images, settings),
            images=WithPictures(first, pictures),
            image_count=len(first),
            pictures=pictures,
        )
        place = Path(folder, f"preview{chosen.suffix}")
        if chosen.writes_folder:
            place.mkdir()
        for _ in chosen.write(place, content, options):
            pass
        return chosen.preview(place)


def _summary(chosen: ExportFormat, counts: Counts, size_bytes: int) -> ExportSummary:
    return ExportSummary(
        None,
        chosen.name,
        counts.images,
        counts.labelled_images,
        len(counts.labels),
        counts.labellings,
        size_bytes,
        counts.suggestions,
        dict(counts.parts),
    )


def _size_bytes(written: Path) -> int:
    files = written.rglob("*") if written.is_dir() else [written]
    return sum(file.stat().st_size for file in files if file.is_file())
