"""The images of a catalogue as an evaluation takes them: folded, split, with labels that count."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from db.catalogue import Catalogue
from engine.answers.duplicates.groups import image_groups, is_compared, is_searched
from engine.answers.references import load_references, supported_columns
from engine.errors import InputError
from engine.evaluation.report.records import DataFigures
from engine.evaluation.splits import (
    DUPLICATE_SIMILARITY,
    PARTS,
    Alike,
    Part,
    assigned_parts,
    compare_all,
    joined,
    kept_of_groups,
    split_images,
    straddling_groups,
    unmatched,
)
from engine.features.store import FeatureStore
from engine.suggesters.base import FloatArray, IdArray, References
from messages.message import Message

MINIMUM_TRAINING_IMAGES = 10
"""Labels on fewer training images are not evaluated. The thesis asks for 50 of 75 992."""

FEWEST_IMAGES = 50
MOST_IMAGES = 20_000
"""Larger catalogues are evaluated on a random choice of this many labelled images."""

TRAIN, VALIDATION, TEST = range(len(PARTS))


@dataclass(frozen=True)
class LabelledImages:
    """All labelled, encoded images with how alike they are; the same for every seed.

    Groups, (N,) each: ``same`` have each other's labels, of ``folded`` one stands for all, and
    those of ``alike`` are in one part of a split. ``similarity``: the cosine from which images are
    alike; None where the clusters of duplicates say so, of all but images that were not compared
    yet (``DUPLICATE_SIMILARITY``).
    ``files`` are for people; ``files_on_disk`` are spelled as there, bytes that are no UTF-8 as
    lone surrogates (PEP 383). Rows of the split file that are no labelled, encoded image:
    ``unknown_rows`` name no file of the catalogue, ``unlabelled_rows`` another of its files.
    """

    references: References
    same: IdArray
    folded: IdArray
    alike: Alike
    files: list[str]
    files_on_disk: list[str]
    label_ids: list[int]
    label_names: list[str]
    not_encoded: int
    left_out: int
    similarity: float | None
    unknown_rows: int = 0
    unlabelled_rows: int = 0


@dataclass(frozen=True)
class EvaluationData:
    """Images with their labels and parts for one seed.

    references: n images, with the C labels that count; rows may be empty, where an image carries
    rare labels only. truths: (n, C) bool, the same. part: (n,) index into ``PARTS``.
    """

    references: References
    truths: NDArray[np.bool_]
    part: IdArray
    files: list[str]
    label_ids: list[int]
    label_names: list[str]
    figures: DataFigures
    notes: tuple[Message, ...]

    def rows(self, *parts: int) -> IdArray:
        """The rows of some parts, in order."""
        return np.flatnonzero(np.isin(self.part, parts))

    def known(self) -> IdArray:
        """The rows whose labels a suggester may know: training and validation images."""
        return self.rows(TRAIN, VALIDATION)


@dataclass(frozen=True)
class Preparation:
    """How images are prepared: what counts as a duplicate, which labels count, who goes where.

    ``duplicate_similarity`` None: the clusters of duplicates, where they were searched for with the
    encoder in use, else ``DUPLICATE_SIMILARITY``. ``split`` is the part of each file as read from
    ``split_file``; None splits by seed.
    """

    duplicate_similarity: float | None = None
    minimum_images: int = MINIMUM_TRAINING_IMAGES
    split: Mapping[str, Part] | None = None
    split_file: Path | None = None


def load_labelled_images(
    catalogue: Catalogue,
    store: FeatureStore,
    preparation: Preparation,
    judge: FeatureStore | None = None,
) -> LabelledImages:
    """Read the labelled images and compare them with each other.

    ``judge``: the features that near-duplicates are found by, where it has all of these images;
    else those of ``store``. With one judge, several encoders are measured on the same split.
    Raises InputError where there are fewer than ``FEWEST_IMAGES``.
    """
    loaded = load_references(catalogue, store)
    references, hashes = loaded.references, loaded.content_hashes
    unknown, unlabelled = _rows_without_image(catalogue, references.image_ids.tolist(), preparation)
    count = len(hashes)
    if count < FEWEST_IMAGES:
        raise InputError("evaluation-too-few-images", images=count, fewest=FEWEST_IMAGES)
    if count > MOST_IMAGES:
        chosen = np.sort(np.random.default_rng(0).choice(count, MOST_IMAGES, replace=False))
        references, hashes = references.some(chosen), [hashes[row] for row in chosen]
    ids = [int(one) for one in references.image_ids]
    groups = image_groups(catalogue, ids, hashes)
    similarity = preparation.duplicate_similarity
    seen_by, seen = _seen(store, references.features, judge, hashes)
    searched = similarity is None and is_searched(catalogue, seen_by)
    compared = compare_all(
        seen,
        groups.same,
        duplicate_similarity=DUPLICATE_SIMILARITY if similarity is None else similarity,
        judged=is_compared(catalogue, ids, seen_by) if searched else None,
    )
    alike = compared
    if preparation.duplicate_similarity is None:
        alike = replace(compared, groups=joined(compared.groups, groups.together))
        similarity = None if searched else DUPLICATE_SIMILARITY
    names = {label.id: label.shown for label in catalogue.labels.all()}
    images = catalogue.images.get_many(ids)
    return LabelledImages(
        references,
        groups.same,
        compared.groups,
        alike,
        [image.path for image in images],
        [os.fsdecode(image.path_bytes) for image in images],
        list(loaded.columns.ids),
        [names[label_id] for label_id in loaded.columns.ids],
        loaded.not_encoded,
        count - len(hashes),
        similarity,
        unknown,
        unlabelled,
    )


def _seen(
    store: FeatureStore, features: FloatArray, judge: FeatureStore | None, hashes: Sequence[bytes]
) -> tuple[str, FloatArray]:
    """The fingerprint of the encoder that near-duplicates are found by, and its features."""
    if judge is not None:
        rows, there = judge.rows(hashes)
        if there.all():
            return judge.fingerprint, rows
    return store.fingerprint, features


def _rows_without_image(
    catalogue: Catalogue, image_ids: list[int], preparation: Preparation
) -> tuple[int, int]:
    """How many rows of the split file name no file of the catalogue, and how many one that is none
    of these labelled images."""
    if preparation.split is None:
        return 0, 0
    labelled = _files_on_disk(catalogue, image_ids)
    others = {name: preparation.split[name] for name in unmatched(preparation.split, labelled)}
    if not others:
        return 0, 0
    # Those set aside or missing too: no typing error, and the person would look for one.
    every = [os.fsdecode(file.path_bytes) for file in catalogue.images.known_files()]
    unknown = unmatched(others, every)
    return len(unknown), len(others) - len(unknown)


def _files_on_disk(catalogue: Catalogue, image_ids: list[int]) -> list[str]:
    return [os.fsdecode(image.path_bytes) for image in catalogue.images.get_many(image_ids)]


def prepared(images: LabelledImages, preparation: Preparation, *, seed: int) -> EvaluationData:
    """Split the images by ``seed`` or as the file says, fold copies, and keep the labels that
    enough training images carry; InputError where none are left."""
    part = part_of_images(images, preparation, seed=seed)
    used = part >= 0
    kept = np.zeros(len(part), dtype=bool)
    kept[used] = kept_of_groups(images.folded[used], part[used])
    rows = np.flatnonzero(kept)
    labels = csr_array(with_labels_of_copies(images, part)[rows])
    counted = supported_columns(csr_array(labels[part[rows] == TRAIN]), preparation.minimum_images)
    if not counted.any():
        raise InputError("evaluation-no-label-left", images=preparation.minimum_images)
    columns = np.flatnonzero(counted)
    truths = labels[:, columns].toarray() > 0
    chosen = images.references.some(rows)
    return EvaluationData(
        References(chosen.features, csr_array(truths.astype(np.float64)), chosen.image_ids),
        truths,
        part[rows],
        [images.files[row] for row in rows],
        [images.label_ids[column] for column in columns],
        [images.label_names[column] for column in columns],
        _figures(images, preparation, part, rows, truths),
        _notes(images, part),
    )


def part_of_images(
    images: LabelledImages, preparation: Preparation, *, seed: int
) -> NDArray[np.int64]:
    """(N,) index into ``PARTS``, -1 for images that the split file does not name."""
    if preparation.split is not None:
        return assigned_parts(preparation.split, images.files_on_disk)
    return split_images(images.alike.groups, images.alike.surrogate, seed=seed)


def split_rows(
    images: LabelledImages, preparation: Preparation, *, seed: int
) -> list[tuple[str, Part]]:
    """(file, part) of every labelled image that is in the split, folded ones too."""
    numbers = part_of_images(images, preparation, seed=seed)
    return [
        (file, PARTS[number])
        for file, number in zip(images.files_on_disk, numbers, strict=True)
        if number >= 0
    ]


def with_labels_of_copies(images: LabelledImages, part: NDArray[np.int64]) -> csr_array:
    """(N, C) labels where certain copies within one part have each other's: one of them will stand
    for all."""
    _, group = np.unique(np.stack([images.same, part]), axis=1, return_inverse=True)
    count = len(part)
    member = csr_array(
        (np.ones(count), (group.ravel(), np.arange(count))), shape=(int(group.max()) + 1, count)
    )
    shared = csr_array(member.T @ (member @ images.references.labels))
    shared.data[:] = 1.0
    return shared


def _figures(
    images: LabelledImages,
    preparation: Preparation,
    part: NDArray[np.int64],
    rows: IdArray,
    truths: NDArray[np.bool_],
) -> DataFigures:
    used = int(np.count_nonzero(part >= 0))
    carried = np.bincount(images.references.labels.indices, minlength=len(images.label_ids)) > 0
    sizes = np.bincount(part[rows], minlength=len(PARTS))
    return DataFigures(
        labelled=len(part) + images.left_out,
        not_encoded=images.not_encoded,
        folded=used - len(rows),
        fold_groups=_several(np.stack([images.folded, part])[:, part >= 0]),
        left_out=images.left_out + len(part) - used,
        duplicate_similarity=images.similarity,
        train=int(sizes[TRAIN]),
        validation=int(sizes[VALIDATION]),
        test=int(sizes[TEST]),
        labels=truths.shape[1],
        rare_labels=int(np.count_nonzero(carried)) - truths.shape[1],
        minimum_images=preparation.minimum_images,
        labels_per_image=float(truths.sum() / len(rows)),
        split_file=None if preparation.split_file is None else preparation.split_file.name,
    )


def _several(groups: IdArray) -> int:
    """How many of these columns come more than once."""
    return int(np.count_nonzero(np.unique(groups, axis=1, return_counts=True)[1] > 1))


def _notes(images: LabelledImages, part: NDArray[np.int64]) -> tuple[Message, ...]:
    """What a reader has to know to judge the figures."""
    notes: list[Message] = []
    used = part >= 0
    straddling = straddling_groups(images.alike.groups[used], part[used])
    if straddling:
        notes.append(Message("evaluation-note-alike-in-parts", {"groups": straddling}))
    if not used.all():
        left_out = int(np.count_nonzero(~used))
        notes.append(Message("evaluation-note-not-in-split", {"images": left_out}))
    for rows, code in (
        (images.unknown_rows, "evaluation-note-split-unknown"),
        (images.unlabelled_rows, "evaluation-note-split-unlabelled"),
    ):
        if rows:
            notes.append(Message(code, {"rows": rows}))
    if images.left_out:
        chosen = {"images": len(part), "all": len(part) + images.left_out}
        notes.append(Message("evaluation-note-chosen", chosen))
    return tuple(notes)
