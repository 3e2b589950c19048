"""All captions of a catalogue with what is known of their images, read once for every job."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace

from db.catalogue import Catalogue
from engine.answers.duplicates.groups import image_groups
from engine.captions.cleaning import NOTHING, Cleaning, clean_captions
from engine.progress import CancelToken, Progress, stop_if_cancelled

IMAGES_AT_A_TIME = 1_000


@dataclass(slots=True)
class Captions:
    """m captions of n images in use: ``owner`` has the row of each caption's image.

    ``times``: when a caption was made, else when its picture was taken; "" where neither is known.
    """

    image_ids: list[int] = field(default_factory=list)
    hashes: list[bytes] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)

    def of_images(self, rows: Sequence[int]) -> "Captions":
        """Only the images of these rows, in ascending order, with their captions."""
        there = set(rows)
        return self._some(rows, [at for at, row in enumerate(self.owner) if row in there])

    def only(self, kept: Sequence[int]) -> "Captions":
        """Only these captions, in ascending order, and the images that have one of them."""
        return self._some(sorted({self.owner[at] for at in kept}), kept)

    def _some(self, rows: Sequence[int], kept: Sequence[int]) -> "Captions":
        place = {row: number for number, row in enumerate(rows)}
        return Captions(
            [self.image_ids[row] for row in rows],
            [self.hashes[row] for row in rows],
            [self.paths[row] for row in rows],
            [place[self.owner[at]] for at in kept],
            [self.texts[at] for at in kept],
            [self.languages[at] for at in kept],
            [self.times[at] for at in kept],
        )


def read_captions(
    catalogue: Catalogue, cancel: CancelToken, *, stopped: str
) -> Generator[Progress, None, Captions]:
    """All captions of readable images in use, their blanks as one each. ``stopped``: what is said
    where somebody stops it."""
    found = Captions()
    ids = catalogue.images.ids()
    for start in range(0, len(ids), IMAGES_AT_A_TIME):
        yield Progress("reading-captions", start, len(ids))
        stop_if_cancelled(cancel, stopped)
        part = ids[start : start + IMAGES_AT_A_TIME]
        captions = catalogue.captions.of_images(part)
        for image in catalogue.images.get_many(part):
            own = [one for one in captions.get(image.id, []) if one.text.strip()]
            if not own or not image.readable_in_use:
                continue
            found.owner += [len(found.hashes)] * len(own)
            found.hashes.append(image.content_hash)
            found.image_ids.append(image.id)
            found.paths.append(image.path)
            found.texts += [" ".join(one.text.split()) for one in own]
            found.languages += [one.language for one in own]
            found.times += [one.made_at or image.captured_at or "" for one in own]
    return found


def cleaned_captions(
    catalogue: Catalogue, cancel: CancelToken, cleaning: Cleaning = NOTHING, *, stopped: str
) -> Generator[Progress, None, Captions]:
    """All captions as ``cleaning`` makes them, without those that it leaves out; the catalogue
    keeps what it has. ``stopped``: as for ``read_captions``."""
    found = yield from read_captions(catalogue, cancel, stopped=stopped)
    if not cleaning.steps:
        return found
    groups = image_groups(catalogue, found.image_ids, found.hashes).same
    texts = clean_captions(found.texts, [int(groups[row]) for row in found.owner], cleaning).texts
    kept = [at for at, text in enumerate(texts) if text]
    return replace(found.only(kept), texts=[" ".join(texts[at].split()) for at in kept])
