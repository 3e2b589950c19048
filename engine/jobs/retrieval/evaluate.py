"""How well the encoder finds the captions of images, and the images of captions."""

from collections import Counter
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np

from db.catalogue import Catalogue
from engine.answers.language import encoded_phrases, label_text, language_settings
from engine.answers.text_encoder import TextEncoder
from engine.captions.cleaning import cleaning_of
from engine.encoders.built_in import BUILT_IN
from engine.encoders.text_languages import ENGLISH, reads_only_english
from engine.encoders.token_counts import token_counts
from engine.evaluation.report.writing import write_files
from engine.evaluation.retrieval.document import Makers, report_files
from engine.evaluation.retrieval.gap import Gap, gap, gap_by_group, gaps
from engine.evaluation.retrieval.map import CaptionMap, MapPoint, map_figure, map_name
from engine.evaluation.retrieval.measures import Population, Retrieval, measure, populations
from engine.evaluation.retrieval.pairs import CaptionedImages, FloatArray, IntArray
from engine.evaluation.retrieval.projection import FEWEST_POINTS, Method, has_umap, project
from engine.evaluation.retrieval.ranks import Direction
from engine.evaluation.retrieval.report import REPORT_NAME, CaptionReport
from engine.evaluation.retrieval.verdict import (
    POPULATION,
    Evidence,
    Lengths,
    Verdict,
    Words,
    verdict,
)
from engine.evaluation.retrieval.words import Alike
from engine.jobs.captions.reading import cleaned_captions
from engine.jobs.evaluate.report import checked_report_folder
from engine.jobs.measured_encoder import MeasuredEncoder, measured_encoder
from engine.jobs.retrieval.data import (
    STOPPED,
    Encoded,
    labels_of,
    sampled,
    top_folders,
    with_features,
)
from engine.jobs.retrieval.words import labels_seen, word_overlap
from engine.language.contexts import PLAIN
from engine.progress import CancelToken, Job, Progress, stop_if_cancelled

TEXTS_AT_A_TIME = 256
DIRECTIONS: tuple[Direction, ...] = ("image_to_text", "text_to_image")
GROUP_CAPTIONS = 10
"""Folders and labels with fewer captions have no gap of their own."""
MOST_GROUPS = 200
MAP_IMAGES = 1_000
MAP_LABELS = 12
FEW_WORDS = 5
"""Paper 001 leaves out texts with fewer words than this."""


def evaluate_captions(
    catalogue: Catalogue,
    *,
    cancel: CancelToken,
    out: Path,
    alike: Alike = "right",
    with_map: bool = True,
    seed: int = 0,
    clean: str = "",
    encoder: str | None = None,
) -> Job[CaptionReport]:
    """Measure retrieval both ways over all images in use with captions, say what kind of captions
    they are, and lay at most 1 000 images with a caption each out on a map; into a new
    ``report.json``, ``report.html`` and plots in the folder ``out``. ``clean`` names the steps that
    captions are cleaned in first (``engine.captions.cleaning``); the catalogue keeps what it has.
    ``encoder``: measure the encoder of this name; what captioned images lack is encoded first, and
    kept. The one in use stays.

    Raises InputError where nothing is encoded, no encoded image has a caption, the encoder reads no
    words, or a report is there already.
    """
    cleaning = cleaning_of(clean)
    out = checked_report_folder(catalogue, out, overwrite=False)
    captions = yield from cleaned_captions(catalogue, cancel, cleaning, stopped=STOPPED)
    measured = yield from measured_encoder(catalogue, encoder, captions.hashes, cancel=cancel)
    found = with_features(catalogue, captions, measured.store)
    vectors = yield from _encoded(measured.reader, found, cancel)
    pairs = found.pairs(vectors)
    retrieval: dict[str, Retrieval] = {}
    smaller: dict[str, tuple[Population, ...]] = {}
    for place, direction in enumerate(DIRECTIONS):
        yield Progress("measuring-captions", place, len(DIRECTIONS))
        stop_if_cancelled(cancel, STOPPED)
        retrieval[direction] = measure(pairs, direction, alike=alike, seed=seed)
        smaller[direction] = tuple(populations(pairs, direction, alike=alike, seed=seed))
    carried = labels_of(catalogue, found.image_ids)
    words = yield from _words(catalogue, measured, found, carried, cancel)
    measured.reader.close()  # everything has been read
    groups = _groups(catalogue, found, pairs, carried)
    lengths = _lengths(measured.name, found.texts)
    report = CaptionReport(
        measured.name,
        measured.fingerprint,
        datetime.now(UTC).isoformat(timespec="seconds"),
        len(found.images),
        len(found.texts),
        found.not_encoded,
        alike,
        retrieval,
        smaller,
        groups.all,
        groups.by_language,
        groups.by_folder,
        groups.by_label,
        lengths,
        _verdict(measured.name, found, groups, lengths, words, smaller["text_to_image"]),
        words,
        dict(Counter(found.languages)),
        out,
        str(cleaning),
        measured.is_trained,
    )
    maps = (yield from _maps(found, vectors, carried, catalogue, cancel, seed)) if with_map else {}
    yield Progress("drawing-plots", 0, 1)
    stop_if_cancelled(cancel, STOPPED)
    makers: Makers = {map_name(one.method): partial(map_figure, one) for one in maps.values()}
    contents = report_files(report, makers)
    contents |= {f"{map_name(one.method)}.json": one.to_json().encode() for one in maps.values()}
    # Last, since a folder with it is a report.
    contents[REPORT_NAME] = contents.pop(REPORT_NAME)
    write_files(out, contents, overwrite=False)
    return report


def _encoded(
    reader: TextEncoder, found: Encoded, cancel: CancelToken
) -> Generator[Progress, None, FloatArray]:
    vectors = []
    for start in range(0, len(found.texts), TEXTS_AT_A_TIME):
        yield Progress("encoding-captions", start, len(found.texts))
        stop_if_cancelled(cancel, STOPPED)
        part = slice(start, start + TEXTS_AT_A_TIME)
        vectors.append(reader.encode(found.texts[part], found.languages[part]))
    return np.concatenate(vectors)


@dataclass(frozen=True, slots=True)
class _Groups:
    all: Gap
    by_language: Mapping[str, Gap]
    by_folder: Mapping[str, Gap]
    by_label: Mapping[str, Gap]


def _groups(
    catalogue: Catalogue, found: Encoded, pairs: CaptionedImages, carried: Mapping[int, IntArray]
) -> _Groups:
    names = {label.id: label.shown for label in catalogue.labels.all()}
    folders = np.array(found.folders())
    by_folder = {str(one): np.flatnonzero(folders == one) for one in np.unique(folders)}
    by_label = {
        names[label_id]: np.flatnonzero(np.isin(found.owner, rows))
        for label_id, rows in carried.items()
    }
    return _Groups(
        gap(pairs),
        gap_by_group(pairs, np.array([one or "?" for one in found.languages])),
        gaps(pairs, _large(by_folder)),
        gaps(pairs, _large(by_label)),
    )


def _large(groups: Mapping[str, IntArray]) -> dict[str, IntArray]:
    """The groups with enough captions, the largest first, at most ``MOST_GROUPS``."""
    enough = [one for one in groups.items() if len(one[1]) >= GROUP_CAPTIONS]
    return dict(sorted(enough, key=lambda one: (-len(one[1]), one[0]))[:MOST_GROUPS])


def _lengths(encoder: str, texts: list[str]) -> Lengths:
    words = np.array([len(text.split()) for text in texts])
    lengths = (float(np.median(words)), int(words.max()), float(np.mean(words < FEW_WORDS)))
    counted = token_counts(encoder, texts)
    if counted is None:
        return Lengths(*lengths)
    median = float(np.median(counted.tokens))
    return Lengths(*lengths, median, counted.limit, float(counted.truncated.mean()))


def _words(
    catalogue: Catalogue,
    encoder: MeasuredEncoder,
    found: Encoded,
    carried: Mapping[int, IntArray],
    cancel: CancelToken,
) -> Generator[Progress, None, Words]:
    labels = [one for one in catalogue.labels.all() if not one.grouping]
    seen: list[set[int]] = []
    if labels:
        language = language_settings(catalogue.settings, encoder.name)
        texts = [label_text(one, language.names) for one in labels]
        # The bare names will do, and are a text each.
        phrases = yield from encoded_phrases(
            catalogue, texts, [PLAIN], language, cancel=cancel, reader=encoder.reader
        )
        seen = labels_seen(found.images, phrases[0], [one.id for one in labels])
    return word_overlap(found.texts, found.owner, labels, carried, seen)


def _verdict(
    encoder: str,
    found: Encoded,
    groups: _Groups,
    lengths: Lengths,
    words: Words,
    to_image: tuple[Population, ...],
) -> Verdict:
    foreign = 0.0
    if reads_only_english(encoder):
        known = [one for one in found.languages if one]
        foreign = sum(one != ENGLISH for one in known) / max(1, len(known))
    is_small = encoder == BUILT_IN
    top_1 = [one.recall_at_1[0] for one in to_image if one.size == POPULATION]
    whole = groups.all
    languages = groups.by_language if len(groups.by_language) > 1 else {}
    return verdict(
        Evidence(
            captions=len(found.texts),
            separation=whole.separation,
            z=whole.separation * np.sqrt(whole.pairs),
            top_1=None if is_small or not top_1 else top_1[0],
            words=words,
            foreign=foreign,
            truncated=lengths.truncated,
            is_small_encoder=is_small,
            folders=_separations(groups.by_folder, but=""),
            languages=_separations(languages, but="?"),
        )
    )


def _separations(groups: Mapping[str, Gap], *, but: str) -> dict[str, tuple[float, int]]:
    """Separation and pairs by the name of a group; ``but`` the one that is no real one."""
    return {name: (one.separation, one.pairs) for name, one in groups.items() if name != but}


def _maps(
    found: Encoded,
    vectors: FloatArray,
    carried: Mapping[int, IntArray],
    catalogue: Catalogue,
    cancel: CancelToken,
    seed: int,
) -> Generator[Progress, None, dict[Method, CaptionMap]]:
    images = sampled(len(found.images), MAP_IMAGES, seed)
    # One caption of each: the first.
    owners, first = np.unique(found.owner, return_index=True)
    captions = first[np.searchsorted(owners, images)]
    if 2 * len(images) < FEWEST_POINTS:
        return {}
    points = np.concatenate([found.images[images], vectors[captions]])
    describe = _describer(found, carried, catalogue)
    methods: tuple[Method, ...] = ("t-sne", "pca", "umap") if has_umap() else ("t-sne", "pca")
    made: dict[Method, CaptionMap] = {}
    for method in methods:
        work = project(points, method, seed=seed)
        while True:
            try:
                done, total = next(work)
            except StopIteration as end:
                placed: FloatArray = end.value
                break
            yield Progress("laying-out-captions", done, total)
            stop_if_cancelled(cancel, STOPPED)
        kinds = [*((row, -1) for row in images), *zip(images, captions, strict=True)]
        made[method] = CaptionMap(
            method,
            seed,
            len(found.images),
            tuple(
                describe(int(image), int(caption), float(x), float(y))
                for (image, caption), (x, y) in zip(kinds, placed, strict=True)
            ),
        )
    return made


def _describer(
    found: Encoded, carried: Mapping[int, IntArray], catalogue: Catalogue
) -> Callable[[int, int, float, float], MapPoint]:
    """What makes a point of the row of an image and, or -1, of one of its captions."""
    names = {label.id: label.shown for label in catalogue.labels.all()}
    commonest = sorted(carried, key=lambda one: (-len(carried[one]), one))[:MAP_LABELS]
    label_of: dict[int, str] = {}
    # The rarest of the common ones says most of an image.
    for label_id in commonest:
        label_of |= {int(row): names[label_id] for row in carried[label_id]}
    folders = top_folders(found.paths)
    language = {int(row): one for row, one in zip(found.owner, found.languages, strict=True)}

    def point(image: int, caption: int, x: float, y: float) -> MapPoint:
        return MapPoint(
            round(x, 4),
            round(y, 4),
            int(found.image_ids[image]),
            found.texts[caption] if caption >= 0 else "",
            folders[image],
            found.languages[caption] if caption >= 0 else language.get(image, ""),
            label_of.get(image, ""),
        )

    return point
