"""Find duplicates: features, hashes and registration in, pairs with probabilities and clusters out.

Source: thesis 3.1.2. Deviations: candidates come from perceptual hashes too, similarity is
normalised, and the regression reads more than similarity (``engine.duplicates.pair_model``).
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from db.catalogue import Catalogue
from db.duplicate_records import DuplicatePair, DuplicateRun, ImagePair
from engine.answers.duplicates.choices import duplicate_choices
from engine.answers.duplicates.model import (
    cluster_all,
    fitted_model,
    judged_pairs,
    measures_of,
    rescore,
)
from engine.answers.limits import decode_workers
from engine.answers.references import encoder_and_features
from engine.archive.decode_pool import NOT_YET, DecodeFailure, DecodePool
from engine.duplicates.batches import register_batch
from engine.duplicates.pair_measures import in_doubt
from engine.duplicates.pair_model import PairModel
from engine.duplicates.registration import Registration
from engine.jobs.duplicates.contents import Contents, read_contents, read_hashes
from engine.jobs.duplicates.full_pictures import measure_members
from engine.jobs.duplicates.pairs import (
    ContentPairs,
    batch_of,
    candidates,
    copies,
    image_pairs,
    measured,
    missing_keys,
    named_keys,
    without_registration,
)
from engine.progress import CancelToken, Job, JobCancelledError, Progress
from messages.message import Message

BACKGROUND_KIND = "background"
"""Under which the mean similarity to an image's nearest others is kept, with the encoder."""
CLEAR = 1e-4
"""Probability without registration below which (or one less it above) none is done."""
KEPT = 1e-4
"""Probability below which a pair is forgotten."""
LEAST_REGISTERED, REGISTERED_AN_IMAGE = 5_000, 2
"""Pairs that are registered at most: so many, or so many for each new image."""
PAIRS_AT_A_TIME = 32
BATCHES_AHEAD = 6

Result = TypeVar("Result")
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class DuplicateSummary:
    """What a search found. ``images``: compared now; ``without_features``: left out, not encoded.

    ``clusters`` wait for a curator, ``certain`` of them may be taken unseen.
    """

    images: int
    without_features: int
    clusters: int
    certain: int
    seconds: float

    @property
    def message(self) -> Message:
        """How many clusters there are."""
        return Message(
            "job-duplicates-done",
            {"images": self.images, "clusters": self.clusters, "certain": self.certain},
        )


def find_duplicates(
    catalogue: Catalogue, *, cancel: CancelToken, anew: bool = False
) -> Job[DuplicateSummary]:
    """Compare the images that were not compared yet with all; every image where ``anew``, and after
    a change of the encoder. Pairs judged before keep their answers. Pairs that another program
    named are measured too, and kept whatever is found.

    Stopped, it keeps hashes and registrations, and the next search goes on with them. Raises
    InputError where nothing is encoded, JobCancelledError on request.
    """
    started_s = time.monotonic()
    yield Progress("reading-features", 0, 0)
    search = _Search(catalogue, cancel, anew=anew)
    pairs = yield from search.run()
    yield Progress("grouping-duplicates", 0, 0)
    search.store(pairs)
    yield from measure_members(catalogue, cancel)
    rescore(catalogue)
    counts = catalogue.duplicates.counts()
    return DuplicateSummary(
        images=search.new_images,
        without_features=search.contents.without_features,
        clusters=counts.clusters,
        certain=counts.certain,
        seconds=time.monotonic() - started_s,
    )


class _Search:
    def __init__(self, catalogue: Catalogue, cancel: CancelToken, *, anew: bool) -> None:
        self._catalogue = catalogue
        self._cancel = cancel
        (_, self._fingerprint), store = encoder_and_features(catalogue)
        self.contents: Contents = read_contents(catalogue, store)
        run = catalogue.duplicates.run()
        self._encoder_before = run.encoder if run else ""
        self._anew = anew or run is None or run.encoder != self._fingerprint
        compared = set() if self._anew else catalogue.duplicates.compared(self._fingerprint)
        self._new = np.array(
            [not compared.issuperset(ids) for ids in self.contents.images], dtype=bool
        )
        self._fresh_ids = [
            image_id
            for ids, new in zip(self.contents.images, self._new, strict=True)
            if new
            for image_id in ids
        ]
        judged = judged_pairs(catalogue, duplicate_choices(catalogue))
        self._named = {pair[:2]: pair for pair in judged.pairs if pair.named_by}
        self._model: PairModel = fitted_model(catalogue, judged)

    @property
    def new_images(self) -> int:
        """How many images are compared."""
        return len(self._fresh_ids)

    def run(self) -> Job[list[DuplicatePair]]:
        """The pairs with a new image, and those that another program named, measured."""
        found = list(copies(self.contents, self._new))
        named = named_keys(self.contents, self._named.values(), self._new)
        if not self._new.any() and not len(named):
            return found
        bits, quality = yield from self._watched(read_hashes(self._catalogue, self.contents))
        keys, background = yield from self._watched(
            candidates(self.contents, bits, quality, self._new)
        )
        keys = np.union1d(keys, named)
        around = self._backgrounds(background)
        pairs = measured(self.contents, keys, around, bits, quality)
        found += yield from self._registered(pairs, found)
        missing = self._missing(keys, found)
        if len(missing):
            pairs = measured(self.contents, missing, around, bits, quality)
            found += yield from self._registered(pairs, found)
        return found

    def store(self, pairs: Iterable[DuplicatePair]) -> None:
        """Keep what was found; the clusters follow."""
        self._catalogue.duplicates.store_found(
            DuplicateRun(self._fingerprint, {"images": len(self.contents)}),
            pairs,
            compared=self._fresh_ids,
            anew=self._anew,
        )
        cluster_all(self._catalogue, duplicate_choices(self._catalogue))

    def _missing(self, keys: IntArray, found: Sequence[DuplicatePair]) -> IntArray:
        """The pairs to be measured too, so that no cluster is cut for want of them."""
        choices = duplicate_choices(self._catalogue)
        before = [] if self._anew else self._catalogue.duplicates.pairs()
        different = [
            one[:2]
            for one in self._catalogue.duplicates.answers()
            if not choices.is_duplicate(one.answer)
        ]
        return missing_keys(self.contents, chain(before, found), different, keys)

    def _registered(
        self, candidates: ContentPairs, so_far: Sequence[DuplicatePair]
    ) -> Job[list[DuplicatePair]]:
        """The candidates worth keeping, those in doubt registered, the most promising first."""
        known = self._known_registrations()
        pairs = self._worth_a_look(candidates, chain(known, self._named))
        made = [list(self._of_images(pairs, row, known)) for row in range(len(pairs))]
        flat = [one[0] for one in made]
        measures = measures_of(flat)
        probability = self._model.probability(measures).probability
        most = max(LEAST_REGISTERED, REGISTERED_AN_IMAGE * self.new_images)
        asked = [
            int(row)
            for row in in_doubt(measures, len(flat))
            if CLEAR < probability[row] < 1 - CLEAR
        ][:most]
        told = 0
        for rows, found in self._laid_in_batches(pairs, asked):
            self._stop_if_cancelled(chain(so_far, chain.from_iterable(made)))
            for row, registration in zip(rows, found, strict=True):
                if registration is not None:
                    second = set(self.contents.images[int(pairs.right[row])])
                    made[row] = [_laid(one, registration, second) for one in made[row]]
            told += len(rows)
            yield Progress("laying-over-one-another", told, len(asked))
        every = [one for rows in made for one in rows]
        return list(self._judged(every))

    def _worth_a_look(self, pairs: ContentPairs, known: Iterable[ImagePair]) -> ContentPairs:
        """Those that may be duplicates, and those known from before: of all others, which are most
        by far, nothing but the arrays is made."""
        probability = self._model.probability(without_registration(pairs)).probability
        worth = probability >= min(CLEAR, KEPT)
        row_of = {image: row for row, images in enumerate(self.contents.images) for image in images}
        sides = [sorted((row_of.get(one, -1), row_of.get(other, -1))) for one, other in known]
        registered = np.array(sides, dtype=np.int64).reshape(-1, 2) @ (len(self.contents), 1)
        worth |= np.isin(pairs.left * len(self.contents) + pairs.right, registered)
        return pairs.at(worth)

    def _laid_in_batches(
        self, pairs: ContentPairs, asked: Sequence[int]
    ) -> Iterator[tuple[Sequence[int], Sequence[Registration | None]]]:
        """Rows with what registration found of them, in worker processes; nothing while waiting."""
        batches = [
            asked[start : start + PAIRS_AT_A_TIME]
            for start in range(0, len(asked), PAIRS_AT_A_TIME)
        ]
        requests = (batch_of(self._catalogue, self.contents, pairs, rows) for rows in batches)
        remaining = iter(batches)
        with DecodePool(workers=decode_workers()) as pool:
            for outcome in pool.poll(register_batch, requests, ahead=BATCHES_AHEAD):
                if outcome is NOT_YET:
                    yield (), ()
                    continue
                rows = next(remaining)
                failed = isinstance(outcome, DecodeFailure)
                yield rows, [None] * len(rows) if failed else outcome  # type: ignore[misc]

    def _judged(self, pairs: list[DuplicatePair]) -> Iterator[DuplicatePair]:
        """Those that may be duplicates, with how likely they are."""
        said = self._model.probability(measures_of(pairs))
        for pair, probability, uncertainty in zip(
            pairs, said.probability, said.uncertainty, strict=True
        ):
            if probability >= KEPT or pair[:2] in self._named:
                yield pair._replace(probability=float(probability), uncertainty=float(uncertainty))

    def _of_images(
        self, pairs: ContentPairs, row: int, known: dict[ImagePair, DuplicatePair]
    ) -> Iterator[DuplicatePair]:
        """A pair of contents as pairs of images, with what earlier searches registered."""
        distance = int(pairs.distance[row])
        first, second = (
            self.contents.images[pairs.left[row]],
            self.contents.images[pairs.right[row]],
        )
        for one, other in image_pairs(first, second):
            made = DuplicatePair(
                one,
                other,
                float(pairs.similarity[row]),
                float(pairs.normalized[row]),
                hash_distance=None if distance < 0 else distance,
                turn=None if distance < 0 else int(pairs.turn[row]),
            )
            before = known.get((one, other))
            if before is not None:
                made = before._replace(
                    similarity=made.similarity,
                    normalized=made.normalized,
                    hash_distance=made.hash_distance,
                )
            yield made

    def _known_registrations(self) -> dict[ImagePair, DuplicatePair]:
        fresh = set(self._fresh_ids)
        return {
            one[:2]: one
            for one in self._catalogue.duplicates.pairs()
            if one.agreement is not None and not fresh.isdisjoint(one[:2])
        }

    def _backgrounds(self, fresh: NDArray[np.float32]) -> NDArray[np.float32]:
        """(N,) the mean similarity of each to its nearest others, old ones as they were kept."""
        kind = f"{BACKGROUND_KIND}:{self._fingerprint}"
        hashes = self.contents.hashes
        kept = self._catalogue.marks.get_many(kind, hashes)
        made = fresh.copy()
        for row in np.flatnonzero(np.isnan(fresh)).tolist():
            stored = kept.get(hashes[row], b"")
            if len(stored) == 4:
                made[row] = np.frombuffer(stored, np.float32)[0]
        self._catalogue.marks.put_many(
            kind,
            [
                (hashes[row], fresh[row].tobytes())
                for row in np.flatnonzero(~np.isnan(fresh)).tolist()
            ],
        )
        return made

    def _watched(self, job: Job[Result]) -> Job[Result]:
        """The same job, ended where somebody stops it."""
        while True:
            try:
                progress = next(job)
            except StopIteration as stop:
                result: Result = stop.value
                return result
            if self._cancel.is_set():
                raise JobCancelledError("duplicates-stopped")
            yield progress

    def _stop_if_cancelled(self, so_far: Iterable[DuplicatePair]) -> None:
        """Where somebody stops it: keep what was registered, and end."""
        if not self._cancel.is_set():
            return
        done = [one for one in so_far if one.agreement is not None]
        self._catalogue.duplicates.store_found(
            DuplicateRun(self._encoder_before, {"stopped": True}), done, compared=()
        )
        raise JobCancelledError("duplicates-stopped")


def _of(second: set[int], pair: DuplicatePair) -> int:
    """The image of a pair that belongs to the second content."""
    return pair.image_b if pair.image_b in second else pair.image_a


def _laid(pair: DuplicatePair, found: Registration, second: set[int]) -> DuplicatePair:
    """A pair with what laying its pictures on one another found."""
    return pair._replace(
        turn=found.turn,
        agreement=found.agreement,
        color_agreement=found.color_agreement,
        coverage=found.coverage,
        cropped=found.cropped,
        contained=found.contained,
        retouched=found.retouched,
        differences=tuple(
            {**difference.document(), "image": _of(second, pair)}
            for difference in found.differences
        ),
    )
