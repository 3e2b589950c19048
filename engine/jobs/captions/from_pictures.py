"""Words that stand in pictures as captions, with the source "read"."""

from dataclasses import dataclass

from db.captions.records import FoundCaption
from db.catalogue import Catalogue
from db.records import ImageRecord
from engine.answers.limits import decode_workers, limits_from
from engine.archive.captions import caption
from engine.archive.decode_pool import DecodeFailure, DecodePool, NotYet
from engine.archive.stored_file import StoredFile
from engine.archive.viewing import ViewRequest, decode_for_view
from engine.captions.picture_text import FIELD, LONGEST_SIDE_PX, TextReader
from engine.errors import InputError
from engine.jobs.captions.from_lists import CaptionSummary, take_in
from engine.jobs.image_batches import found_captions
from engine.progress import CancelToken, Job, Progress, stop_if_cancelled
from messages.message import Message

KIND = "read-text"
"""Under which what was read is kept by content hash, after one of these bytes."""
WAITING, TAKEN = b"w", b"t"
IMAGES_AT_A_TIME = 1_000
AHEAD = 4
STOPPED = "read-text-stopped"


@dataclass(frozen=True, slots=True)
class ReadTextSummary:
    """``images`` are in the catalogue, readable and in use; ``read`` were read now, ``failed``
    could not be; ``with_text`` of those that waited hold words; ``captions`` are new ones."""

    images: int
    read: int
    failed: int
    with_text: int
    captions: int

    @property
    def message(self) -> Message:
        """What came of it."""
        return Message(
            "job-read-text-done",
            {"read": self.read, "with_text": self.with_text, "captions": self.captions},
        )


def read_text_in_pictures(catalogue: Catalogue, *, cancel: CancelToken) -> Job[ReadTextSummary]:
    """Read the words in pictures that have not been read yet, and give images what was read as a
    caption, as one change that undo takes back. A picture is read once: a caption that somebody
    took away does not come back. Stopped half-way, what was read is kept and the next run goes on.

    Raises InputError where what reads is not installed, or the archive is not there.
    """
    yield Progress("loading-text-reader", 0, 0)
    reader = TextReader()
    if not catalogue.archive_dir.is_dir():
        raise InputError("archive-gone", folder=catalogue.archive_dir)
    ids = catalogue.images.ids()
    images = [
        image
        for start in range(0, len(ids), IMAGES_AT_A_TIME)
        for image in catalogue.images.get_many(ids[start : start + IMAGES_AT_A_TIME])
        if image.readable_in_use
    ]
    known = catalogue.marks.get_many(KIND, [one.content_hash for one in images])
    missing = {one.content_hash: one for one in images if one.content_hash not in known}
    failed = yield from _read(catalogue, list(missing.values()), reader, cancel)
    kept = catalogue.marks.get_many(KIND, [one.content_hash for one in images])
    waiting = {key: value[1:] for key, value in kept.items() if value[:1] == WAITING}
    found = dict(_captions(images, waiting))
    summary = CaptionSummary(dry_run=False, images=len(found), found=len(found))
    yield from take_in(catalogue, found, summary, cancel)
    catalogue.marks.put_many(KIND, [(key, TAKEN + text) for key, text in waiting.items()])
    return ReadTextSummary(len(images), len(missing) - failed, failed, len(found), summary.captions)


def _read(
    catalogue: Catalogue, images: list[ImageRecord], reader: TextReader, cancel: CancelToken
) -> Job[int]:
    """Read each picture, decoded in guarded processes; how many could not be decoded."""
    limits = limits_from(catalogue.settings)
    requests = [
        ViewRequest(
            StoredFile(catalogue.archive_dir, one.path_bytes),
            LONGEST_SIDE_PX,
            LONGEST_SIDE_PX,
            limits,
            one.size_bytes,
        )
        for one in images
    ]
    done = failed = 0
    with DecodePool(workers=min(2, decode_workers()), limits=limits) as pool:
        for outcome in pool.poll(decode_for_view, requests, ahead=AHEAD):
            stop_if_cancelled(cancel, STOPPED)
            yield Progress("reading-text", done, len(images))
            if isinstance(outcome, NotYet):
                continue
            if isinstance(outcome, DecodeFailure):
                failed += 1
            else:
                text = reader.text(outcome).encode()
                catalogue.marks.put_many(KIND, [(images[done].content_hash, WAITING + text)])
            done += 1
    return failed


def _captions(
    images: list[ImageRecord], waiting: dict[bytes, bytes]
) -> "list[tuple[int, tuple[FoundCaption, ...]]]":
    """What waits as captions, by image."""
    found = []
    for image in images:
        text = waiting.get(image.content_hash, b"").decode("utf-8", "replace")
        read = caption(text, FIELD)
        if read is not None:
            found.append((image.id, found_captions([read], "read")))
    return found
