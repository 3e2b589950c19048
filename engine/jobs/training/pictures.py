"""The pictures of a catalogue as an encoder takes them, in a training's folder."""

from collections.abc import Generator, Iterable
from pathlib import Path

from db.catalogue import Catalogue
from engine.answers.limits import decode_workers, limits_from
from engine.archive.decode_pool import DecodeFailure, DecodePool, NotYet
from engine.archive.stored_file import StoredFile
from engine.encoders.base import Preprocess
from engine.encoding.encoder_input import InputRequest, read_input
from engine.errors import InputError
from engine.jobs.training.data import STOPPED
from engine.progress import CancelToken, Progress, stop_if_cancelled
from engine.training.contrastive.pictures import Pictures, PictureWriter

AHEAD = 96


def read_pictures(
    catalogue: Catalogue,
    hashes: Iterable[bytes],
    preprocess: Preprocess,
    folder: Path,
    *,
    cancel: CancelToken,
) -> Generator[Progress, None, Pictures]:
    """Decode each content in guarded processes, as an encoding does, into one file of ``folder``.

    Those that are there already are not read again. A picture that cannot be read is left out.
    Raises InputError where the archive is not there or the disk is full.
    """
    wanted = sorted(set(hashes))
    known = Pictures.read(folder, preprocess.size_px)
    if known is not None:
        return known
    if not catalogue.archive_dir.is_dir():
        raise InputError("archive-gone", folder=catalogue.archive_dir)
    requests = _requests(catalogue, wanted, preprocess)
    with (
        DecodePool(workers=decode_workers(), limits=limits_from(catalogue.settings)) as pool,
        PictureWriter(folder, preprocess.size_px) as writer,
    ):
        done = 0
        for outcome in pool.poll(read_input, requests, ahead=AHEAD):
            stop_if_cancelled(cancel, STOPPED)
            yield Progress("reading-images", done, len(requests))
            if isinstance(outcome, NotYet):
                continue
            if not isinstance(outcome, DecodeFailure):
                writer.add(requests[done].content_hash, outcome)
            done += 1
    found = Pictures.read(folder, preprocess.size_px)
    assert found is not None
    return found


def _requests(
    catalogue: Catalogue, wanted: list[bytes], preprocess: Preprocess
) -> list[InputRequest]:
    """What the decoding processes are asked, with all files that hold a content."""
    places: dict[bytes, list[StoredFile]] = {one: [] for one in wanted}
    sizes: dict[bytes, int] = {}
    for file in catalogue.images.known_files():
        if file.status == "ok" and file.content_hash in places:
            places[file.content_hash].append(StoredFile(catalogue.archive_dir, file.path_bytes))
            sizes[file.content_hash] = file.size_bytes
    limits = limits_from(catalogue.settings)
    return [
        InputRequest(one, tuple(files), preprocess, limits, sizes[one])
        for one, files in places.items()
        if files
    ]
