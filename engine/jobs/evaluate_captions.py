"""How well the encoder finds the captions of images, and the images of captions."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from db.catalogue import Catalogue
from db.text import name_key
from engine.answers.current_encoder import current_encoder, open_features
from engine.answers.duplicates.groups import image_groups
from engine.answers.text_encoder import text_encoder_of
from engine.errors import InputError
from engine.evaluation.retrieval.gap import Gap, gap, gap_by_group
from engine.evaluation.retrieval.measures import Population, Retrieval, measure, populations
from engine.evaluation.retrieval.pairs import CaptionedImages
from engine.evaluation.retrieval.ranks import Direction
from engine.evaluation.retrieval.words import Alike
from engine.progress import CancelToken, Job, JobCancelledError, Progress
from engine.whole_file import check_names, whole_file
from messages.message import Message

REPORT_NAME = "report.json"
IMAGES_AT_A_TIME = 1_000
TEXTS_AT_A_TIME = 256
DIRECTIONS: tuple[Direction, ...] = ("image_to_text", "text_to_image")


@dataclass(frozen=True, slots=True)
class CaptionReport:
    """Figures of both directions, in whole and in smaller populations; the gap, of each language
    too. ``alike``: what captions count as that are equal to an image's own or of a near-duplicate.
    ``not_encoded``: images with captions that have no features.
    """

    encoder: str
    images: int
    captions: int
    not_encoded: int
    alike: Alike
    retrieval: Mapping[Direction, Retrieval]
    populations: Mapping[Direction, Sequence[Population]]
    gap: Gap
    gap_by_language: Mapping[str, Gap] = field(default_factory=dict)
    folder: Path = Path()

    @property
    def message(self) -> Message:
        """How well images find their captions."""
        mrr = self.retrieval["image_to_text"].mrr
        return Message(
            "job-evaluate-captions-done",
            {"mrr": round(mrr, 3), "captions": self.captions, "folder": self.folder},
        )

    def as_json(self) -> dict[str, Any]:
        """What ``report.json`` holds."""
        found = {**asdict(self), "folder": str(self.folder)}
        found["gap"] = _gap(self.gap)
        found["gap_by_language"] = {name: _gap(one) for name, one in self.gap_by_language.items()}
        return found


@dataclass(slots=True)
class _Captions:
    """Captions with the rows of their images."""

    hashes: list[bytes] = field(default_factory=list)
    image_ids: list[int] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)


def evaluate_captions(
    catalogue: Catalogue, *, cancel: CancelToken, out: Path, alike: Alike = "right", seed: int = 0
) -> Job[CaptionReport]:
    """Measure retrieval both ways over all images in use with captions, into a new
    ``report.json`` in the folder ``out``.

    Raises InputError where nothing is encoded, no encoded image has a caption, the encoder reads no
    words, or a report is there already.
    """
    check_names([out / REPORT_NAME], overwrite=False)
    encoder, store = current_encoder(catalogue), open_features(catalogue)
    if encoder is None or store is None:
        raise InputError("images-not-encoded")
    found = _Captions()
    for done, total in _read(catalogue, found):
        yield Progress("reading-captions", done, total)
        _stop_if_cancelled(cancel)
    rows, there = store.rows(found.hashes)
    owner = np.array(found.owner, dtype=np.int64)
    kept = np.flatnonzero(there[owner]) if len(owner) else owner
    if not len(kept):
        raise InputError("captions-none-to-measure")
    texts = [found.texts[row] for row in kept]
    vectors = []
    for start in range(0, len(texts), TEXTS_AT_A_TIME):
        yield Progress("encoding-captions", start, len(texts))
        _stop_if_cancelled(cancel)
        part = texts[start : start + TEXTS_AT_A_TIME]
        vectors.append(text_encoder_of(catalogue).encode(part))
    groups = image_groups(catalogue, found.image_ids, found.hashes).same
    _, text_groups = np.unique([name_key(text) for text in texts], return_inverse=True)
    whole = CaptionedImages(rows, np.concatenate(vectors), owner[kept], groups, text_groups)
    pairs = whole.some(np.flatnonzero(there), np.arange(len(kept)))
    retrieval, smaller = {}, {}
    for place, direction in enumerate(DIRECTIONS):
        yield Progress("measuring-captions", place, len(DIRECTIONS))
        _stop_if_cancelled(cancel)
        retrieval[direction] = measure(pairs, direction, alike=alike, seed=seed)
        smaller[direction] = populations(pairs, direction, alike=alike, seed=seed)
    languages = np.array([found.languages[row] or "?" for row in kept])
    report = CaptionReport(
        encoder[0],
        len(pairs.images),
        len(texts),
        int(np.count_nonzero(~there)),
        alike,
        retrieval,
        smaller,
        gap(pairs),
        gap_by_group(pairs, languages),
        out,
    )
    _write(out, report)
    return report


def _read(catalogue: Catalogue, found: _Captions) -> Iterator[tuple[int, int]]:
    """Read all captions; yields how many images were looked at, and of how many."""
    ids = catalogue.images.ids()
    for start in range(0, len(ids), IMAGES_AT_A_TIME):
        yield start, len(ids)
        part = ids[start : start + IMAGES_AT_A_TIME]
        captions = catalogue.captions.of_images(part)
        for image in catalogue.images.get_many(part):
            own = [one for one in captions.get(image.id, []) if one.text.strip()]
            if not own or not image.readable_in_use:
                continue
            found.owner += [len(found.hashes)] * len(own)
            found.hashes.append(image.content_hash)
            found.image_ids.append(image.id)
            found.texts += [" ".join(one.text.split()) for one in own]
            found.languages += [one.language for one in own]


def _write(out: Path, report: CaptionReport) -> None:
    out.mkdir(parents=True, exist_ok=True)
    with whole_file(out / REPORT_NAME, overwrite=False) as stream:
        json.dump(report.as_json(), stream, ensure_ascii=False, indent=1)


def _gap(one: Gap) -> dict[str, float | int]:
    return {**asdict(one), "gap": one.gap}


def _stop_if_cancelled(cancel: CancelToken) -> None:
    if cancel.is_set():
        raise JobCancelledError("nothing-written")
