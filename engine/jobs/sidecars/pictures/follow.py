"""The catalogue follows picture files whose bytes have changed: nothing is lost or made anew."""

import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from db.catalogue import Catalogue
from db.commands.importing import RewrittenFile
from db.errors import CatalogueError
from db.sidecar_journal import SidecarState, SidecarStep
from engine.answers.current_encoder import features_dir
from engine.archive.file_times import modified_ns
from engine.archive.stored_file import StoredFile
from engine.errors import InputError
from engine.features.carry_over import carry_over_features
from engine.sidecars.pictures.originals import Originals
from engine.whole_file import remove_unfinished, sha256_of


@dataclass(frozen=True, slots=True)
class Followed:
    """A file that held ``before`` (SHA-256) and what it holds now; its state, None for none."""

    before: bytes
    file: RewrittenFile
    state: SidecarState | None


def originals_of(catalogue: Catalogue) -> Originals:
    """Where the old bytes of a catalogue's pictures are kept."""
    return Originals(catalogue.folder / "originals")


def work_folder(catalogue: Catalogue) -> Path:
    """Where pictures are written before they take the place of the old ones."""
    return catalogue.folder / "embedding"


def follow(catalogue: Catalogue, files: Sequence[Followed]) -> None:
    """Let the images of files have their new content hash, size and time, and all that is kept by
    the old hash: features of every encoder, thumbnails, and what was measured.

    May be repeated. Raises InputError and CatalogueError where something cannot be written; what is
    missing then is made up for by ``settle``.
    """
    pairs = [(one.before, one.file.content_hash) for one in files]
    carry_over_features(features_dir(catalogue), pairs)
    catalogue.thumbnails.carry_over(pairs)
    catalogue.marks.carry_over(pairs)
    catalogue.commands.note_rewritten([one.file for one in files])
    catalogue.pictures.keep(
        [one.state for one in files if one.state is not None],
        [one.file.path_bytes for one in files if one.state is None],
    )


def as_it_is(step: SidecarStep, place: Path, *, is_new: bool) -> Followed:
    """A file of a run that holds what it was to hold (``is_new``), or what it held before. Raises
    OSError."""
    assert step.before is not None
    status = place.lstat()
    old, new = step.before, step.after.sha256
    file = RewrittenFile(step.path, new if is_new else old, status.st_size, modified_ns(status))
    if is_new:
        return Followed(old, file, replace(step.after, modified_ns=file.modified_ns))
    return Followed(new, file, step.state_before)


def settle_pictures(catalogue: Catalogue) -> None:
    """Let the catalogue follow what a run that was cut off has left; nothing where there was none.

    Raises CatalogueError where keywords are being written into pictures elsewhere, at this moment.
    """
    if catalogue.pictures.is_cut_off():
        with catalogue.pictures.writing_alone():
            settle(catalogue)


def settle_on_opening(catalogue: Catalogue) -> None:
    """As ``settle_pictures``, where that is possible; else the next scan or writing does it."""
    with suppress(CatalogueError, InputError, OSError):
        settle_pictures(catalogue)


def settle(catalogue: Catalogue) -> None:
    """As ``settle_pictures``, for whoever is alone already."""
    root = catalogue.archive_dir
    shutil.rmtree(work_folder(catalogue), ignore_errors=True)
    if not root.is_dir():
        return  # a disk that is not there says nothing of what became of its files
    for run in catalogue.pictures.runs():
        if run.state != "begun":
            continue
        found: list[Followed] = []
        places: list[Path] = []
        for step in catalogue.pictures.steps(run.id):
            with suppress(InputError, OSError):
                place = StoredFile(root, step.path).located()
                places.append(place)
                present = sha256_of(place)
                if present in (step.after.sha256, step.before):
                    found.append(as_it_is(step, place, is_new=present == step.after.sha256))
        remove_unfinished(places)
        follow(catalogue, found)
        catalogue.pictures.mark(run.id, "done")
