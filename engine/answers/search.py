"""Searches the whole archive by meaning: words and images, their sums and differences.

Words are looked up in the vocabulary first: a label's name or alias is searched as what it is
called in English, in the catalogue's contexts or with its own prompts. An image is searched by its
stored feature; a file that is not in the catalogue is encoded for the search. Where words are
searched for, images whose captions have them come into the same list (``engine.language.fusion``).
"""

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from db.captions.records import CaptionHit
from db.records import ImageFilter
from engine.answers.current_encoder import current_encoder, open_features
from engine.answers.encoded_file import encoded_file
from engine.answers.language import label_text, language_settings
from engine.answers.text_encoder import NoTextTowerError, text_encoder_of
from engine.archive.stored_file import StoredFile
from engine.errors import InputError
from engine.features.store import FeatureStore
from engine.language.fusion import fused_order
from engine.language.label_texts import LabelText, phrase_vectors
from engine.language.phrases import label_vectors
from engine.language.query import Query, Term
from engine.language.ranking import FeatureRanker, best_first, least_meant
from engine.language.snippet import caption_terms
from engine.language.word_reader import LabelNames, ReadWords, WordReader
from engine.progress import CancelToken, Job, JobCancelledError, Progress

if TYPE_CHECKING:
    from db.catalogue import Catalogue

FloatArray = NDArray[np.float32]
Ids = NDArray[np.int64]
EncodeTexts = Callable[[Sequence[str]], FloatArray]
EncodeFile = Callable[[Path], FloatArray]

EVERYTHING = ImageFilter()
NO_FEATURES = -1
MOST_HITS = 500
"""Captions that a search of the whole archive takes into its list; ten times as many where a filter
leaves some of their images out."""


class NotEncodedError(InputError):
    """No image has features yet, so that there is nothing to search."""

    def __init__(self, *, is_damaged: bool = False) -> None:
        self.is_damaged = is_damaged
        super().__init__("features-all-damaged" if is_damaged else "images-not-encoded")


class NoSuchImageError(InputError):
    """A term names an image that is nowhere."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__("image-nowhere", path=path)


@dataclass(frozen=True, slots=True)
class TermReading:
    """What a term was searched as.

    ``text`` is the words in English, or the path. ``label`` is the label that the words name;
    ``image_id`` the catalogue's image, 0 for words and for files from outside.
    """

    term: Term
    text: str
    label: str = ""
    image_id: int = 0


@dataclass(frozen=True, slots=True)
class ReadQuery:
    """A query whose words and images have become vectors, one of length 1 for each term."""

    query: Query
    fingerprint: str
    readings: tuple[TermReading, ...]
    vectors: tuple[FloatArray, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Images, the best first: (n,) ids and (n,) float32 scores in [-1, 1], ties by path.

    ``not_encoded`` images fit the filter but have no features, and are left out. The first
    ``meant`` stand out from the archive (``least_meant``) or have a caption with the words; 0 where
    none does. ``hits`` are the best of these captions, by image id; the score is NaN of an image
    without features that is there for its caption alone.
    """

    image_ids: Ids
    scores: FloatArray
    not_encoded: int
    readings: tuple[TermReading, ...]
    meant: int = 0
    hits: Mapping[int, CaptionHit] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Loaded:
    """The features in memory, of distinct contents, and which row is whose."""

    fingerprint: str
    state: tuple[int, int]
    """How many features and images there were."""
    ranker: FeatureRanker
    image_ids: Ids
    """Of all images, by path."""
    row_of: NDArray[np.int64]
    """By image id; NO_FEATURES where there is none."""


class ImageSearch:
    """Keeps the features in memory between searches. Safe to call from several threads.

    It needs 4 bytes for each number of each distinct image: 266 MB for 130 000 images of 512.
    What others encode or import meanwhile is noticed by the next search.
    """

    def __init__(
        self,
        catalogue: "Catalogue",
        *,
        encode_texts: EncodeTexts | None = None,
        encode_file: EncodeFile | None = None,
    ) -> None:
        """``encode_texts`` and ``encode_file`` stand in for the catalogue's encoder."""
        self._catalogue = catalogue
        self._encode_texts = encode_texts or text_encoder_of(catalogue).encode
        self._encode_file = encode_file or self._file_in_child
        self._lock = threading.Lock()
        self._store: FeatureStore | None = None
        self._loaded: _Loaded | None = None
        self._words: WordReader | None = None
        self._files: dict[tuple[object, ...], FloatArray] = {}

    @property
    def memory_bytes(self) -> int:
        """How much memory the features take now."""
        loaded = self._loaded
        return 0 if loaded is None else loaded.ranker.features.nbytes

    def load(self) -> None:
        """Read the features, so that the first search need not; NotEncodedError without any."""
        self._features()

    def release(self) -> None:
        """Give the memory back; the next search reads the features again."""
        with self._lock:
            self._loaded = None

    def forget_names(self) -> None:
        """The vocabulary has changed: read it again for the next search."""
        with self._lock:
            self._words = None

    def read(self, query: Query) -> ReadQuery:
        """What the terms are searched as; the slow part, where words or files are new.

        Raises as ``rank``. Other searches go on meanwhile.
        """
        try:
            return self._read(query, self._features())
        except (NotEncodedError, NoTextTowerError):
            if not self._hits(query, EVERYTHING):
                raise
            return ReadQuery(query, "", (), ())

    def rank(
        self,
        query: Query | ReadQuery,
        *,
        filter: ImageFilter = EVERYTHING,
        top: int | None = None,
        captions: bool = True,
    ) -> Ranking:
        """All images that the filter shows, or the ``top`` best, ranked by the query; with
        ``captions`` those whose captions have its words are among the first.

        Raises InputError with one sentence: no such image, terms that cancel out; NotEncodedError
        and NoTextTowerError where no caption has the words either.
        """
        asked = query if isinstance(query, Query) else query.query
        # At the same time: both leave the interpreter alone while they work.
        with ThreadPoolExecutor(1) as beside:
            finding = beside.submit(lambda: self._hits(asked, filter) if captions else [])
            try:
                ranking, others = self._by_meaning(query, filter)
            except (NotEncodedError, NoTextTowerError):
                if not finding.result():
                    raise
                ranking, others = self._none_ranked(asked, filter)
            ranking = _fused(ranking, others, finding.result())
        if top is None:
            return ranking
        return replace(ranking, image_ids=ranking.image_ids[:top], scores=ranking.scores[:top])

    def _hits(self, query: Query, filter: ImageFilter) -> list[CaptionHit]:
        """The captions that have the words of a query, the best first."""
        words, without = caption_terms(query)
        most = MOST_HITS if filter == EVERYTHING else 10 * MOST_HITS
        return self._catalogue.captions.search(words, most, without=without) if words else []

    def _none_ranked(self, query: Query, filter: ImageFilter) -> tuple[Ranking, Ids]:
        ids = np.asarray(self._catalogue.images.ids(filter), dtype=np.int64)
        readings = tuple(TermReading(term, term.text) for term in query.terms)
        none = np.zeros(0, dtype=np.int64)
        return Ranking(none, none.astype(np.float32), len(ids), readings), ids

    def _by_meaning(self, query: Query | ReadQuery, filter: ImageFilter) -> tuple[Ranking, Ids]:
        """The ranking, and the images that the filter shows and that have no features."""
        loaded = self._features()
        if isinstance(query, Query):
            read = self._read(query, loaded)
        elif query.fingerprint != loaded.fingerprint:  # another encoder since
            read = self._read(query.query, loaded)
        else:
            read = query
        weights = [term.weight for term in read.query.terms]
        scores = loaded.ranker.scores(loaded.ranker.combined(read.vectors, weights))
        ids = loaded.image_ids
        if filter != EVERYTHING:
            ids = np.asarray(self._catalogue.images.ids(filter), dtype=np.int64)
            ids = ids[ids < len(loaded.row_of)]
        elif aside := self._catalogue.images.set_aside_ids():
            ids = ids[~np.isin(ids, aside)]
        rows = loaded.row_of[ids]
        there = rows != NO_FEATURES
        others = ids[~there]
        if len(others):
            ids, rows = ids[there], rows[there]
        found = scores[rows]
        order = best_first(found)
        best = found[order]
        meant = int(np.count_nonzero(best >= least_meant(scores)))
        return Ranking(ids[order], best, len(others), read.readings, meant), others

    def _read(self, query: Query, loaded: _Loaded) -> ReadQuery:
        # The words last: an image that is not there is told without waiting for the encoder.
        images = [self._image(term, loaded) for term in query.terms]
        readings, vectors = self._read_words(query, images)
        return ReadQuery(query, loaded.fingerprint, readings, tuple(vectors))

    # --- features -----------------------------------------------------------------------------

    def _current_store(self) -> FeatureStore:
        """The features of the encoder in use; one object, for it reads what all shards hold."""
        encoder = current_encoder(self._catalogue)
        if encoder is None:
            raise NotEncodedError
        if self._store is None or self._store.fingerprint != encoder[1]:
            self._store = open_features(self._catalogue)
        if self._store is None:
            raise NotEncodedError
        return self._store

    def _features(self) -> _Loaded:
        with self._lock:
            store = self._current_store()
            state = (len(store), self._catalogue.images.known_count())
            loaded = self._loaded
            if loaded is None or (loaded.fingerprint, loaded.state) != (store.fingerprint, state):
                self._loaded = loaded = None  # not both in memory at once
                self._loaded = loaded = _load(self._catalogue, store, state)
            return loaded

    # --- images -------------------------------------------------------------------------------

    def _image(self, term: Term, loaded: _Loaded) -> tuple[int, FloatArray] | None:
        """The id and feature of an image term; None for words."""
        if term.kind == "words":
            return None
        image_id = image_at(self._catalogue, term.text)
        if image_id and image_id < len(loaded.row_of) and loaded.row_of[image_id] != NO_FEATURES:
            # A copy: a row alone would keep all the features in memory.
            feature: FloatArray = loaded.ranker.features[loaded.row_of[image_id]].copy()
            return image_id, feature
        path = Path(term.text)
        if image_id:
            record = self._catalogue.images.get(image_id)
            path = StoredFile(self._catalogue.archive_dir, record.path_bytes).located()
        if not path.is_file():
            raise NoSuchImageError(term.text)
        return image_id, self._outside(path)

    def _outside(self, path: Path) -> FloatArray:
        """The feature of a file that has none stored; remembered while the file stays as it is."""
        status = path.stat()
        key = (str(path), status.st_size, status.st_mtime_ns, current_encoder(self._catalogue))
        if key not in self._files:
            self._files[key] = self._encode_file(path)
        return self._files[key]

    def _file_in_child(self, path: Path) -> FloatArray:
        # A store of its own: this may take a while, and others search meanwhile.
        store = open_features(self._catalogue)
        if store is None:
            raise NotEncodedError
        return encoded_file(self._catalogue, store, path, by=text_encoder_of(self._catalogue))

    # --- words --------------------------------------------------------------------------------

    def _read_words(
        self, query: Query, images: Sequence[tuple[int, FloatArray] | None]
    ) -> tuple[tuple[TermReading, ...], list[FloatArray]]:
        """What every term is searched as, and its vector."""
        reader = self._reader() if query.has_words else WordReader()
        read = [reader.read(t.text) if t.kind == "words" else None for t in query.terms]
        texts = [one.text for one in read if one is not None]
        vectors = iter(self._text_vectors(texts) if texts else ())
        readings: list[TermReading] = []
        found: list[FloatArray] = []
        for term, words, image in zip(query.terms, read, images, strict=True):
            readings.append(_reading(term, words, image))
            found.append(next(vectors) if image is None else image[1])
        return tuple(readings), found

    def _reader(self) -> WordReader:
        with self._lock:
            if self._words is None:
                names = language_settings(self._catalogue.settings).names
                self._words = WordReader(
                    # One of several of a name is found by its path; the name itself is a word then.
                    LabelNames(label.shown, label.aliases, text.name, text.prompts)
                    for label in self._catalogue.labels.all()
                    for text in [label_text(label, names)]
                )
            return self._words

    def _text_vectors(self, texts: Sequence[LabelText]) -> FloatArray:
        """(n, d) float32, rows of length 1."""
        language = language_settings(self._catalogue.settings)
        contexts = language.weighing()
        phrases = phrase_vectors(
            texts, contexts, self._encode_texts, domain=language.domain, kind=language.kind
        )
        return label_vectors(phrases, np.array([one.weight for one in contexts]))


def _fused(ranking: Ranking, others: Ids, found: Sequence[CaptionHit]) -> Ranking:
    """A ranking with the images whose captions were found among its first.

    ``others`` are images without features that may come in too.
    """
    best: dict[int, CaptionHit] = {}
    for hit in found:
        best.setdefault(hit.image_id, hit)
    if not best:
        return ranking
    ranked = len(ranking.image_ids)
    found_ids = np.fromiter(best, np.int64, len(best))
    last = max(int(ids.max(initial=0)) for ids in (ranking.image_ids, others, found_ids))
    place_of = np.full(last + 1, -1, dtype=np.int64)
    place_of[ranking.image_ids] = np.arange(ranked)
    bare = found_ids[np.isin(found_ids, others)]
    place_of[bare] = np.arange(ranked, ranked + len(bare))
    places = place_of[found_ids]
    order, meant = fused_order(ranked, ranking.meant, places[places >= 0])
    return replace(
        ranking,
        image_ids=np.concatenate([ranking.image_ids, bare])[order],
        scores=np.append(ranking.scores, np.full(len(bare), np.nan, np.float32))[order],
        not_encoded=ranking.not_encoded - len(bare),
        meant=meant,
        hits={one: best[one] for one in found_ids[places >= 0].tolist()},
    )


def rank(
    catalogue: "Catalogue",
    query: Query,
    *,
    filter: ImageFilter = EVERYTHING,
    top: int | None = None,
) -> list[tuple[int, float]]:
    """(image id, score) of one search, the best first; see ``ImageSearch.rank``."""
    ranking = ImageSearch(catalogue).rank(query, filter=filter, top=top)
    return list(zip(ranking.image_ids.tolist(), ranking.scores.tolist(), strict=True))


def names_of(catalogue: "Catalogue") -> Callable[[str], bool]:
    """Tells whether a text is what a label is called, for ``parse``."""
    labels = catalogue.labels.all()
    return WordReader(
        LabelNames(one.name, one.aliases, one.name_in_english[0]) for one in labels
    ).is_name


def search_archive(
    catalogue: "Catalogue",
    *,
    cancel: CancelToken,
    query: Query,
    filter: ImageFilter = EVERYTHING,
    top: int | None = None,
    captions: bool = True,
) -> Job[Ranking]:
    """One search as a job: the features are read, then whatever words or files there are."""
    search = ImageSearch(catalogue)
    try:
        yield Progress("reading-features", 0, 0)
        with suppress(NotEncodedError):
            search.load()
        if cancel.is_set():
            raise JobCancelledError("search-stopped")
        yield Progress("reading-words" if query.has_words else "comparing", 0, 0)
        return search.rank(query, filter=filter, top=top, captions=captions)
    finally:
        text_encoder_of(catalogue).close()


def image_at(catalogue: "Catalogue", path: str) -> int:
    """The id of the image that a path names, in the archive or from anywhere; 0 for none."""
    images = catalogue.images
    found = images.by_path(os.fsencode(path)) or images.by_shown_path(path)
    if found is None:
        try:
            inside = Path(path).resolve().relative_to(catalogue.archive_dir.resolve())
        except (ValueError, OSError, RuntimeError):
            return 0
        found = images.by_path(os.fsencode(inside.as_posix()))
    return 0 if found is None else found.id


def _load(catalogue: "Catalogue", store: FeatureStore, state: tuple[int, int]) -> _Loaded:
    files = catalogue.images.known_files()
    hashes = list(dict.fromkeys(file.content_hash for file in files))
    features, found = store.rows(hashes)
    if not found.any():
        raise NotEncodedError(is_damaged=store.is_all_damaged)
    if not found.all():
        features = features[found]
    lengths = np.sqrt(np.einsum("ij,ij->i", features, features))
    features /= np.maximum(lengths, 1e-12)[:, None]  # stored in 16 bits, so not quite 1
    places = np.cumsum(found) - 1
    row_by_hash = {
        one: int(place) for one, place, has in zip(hashes, places, found, strict=True) if has
    }
    ids = np.array([file.image_id for file in files], dtype=np.int64)
    row_of = np.full(int(ids.max()) + 1, NO_FEATURES, dtype=np.int64)
    row_of[ids] = [row_by_hash.get(file.content_hash, NO_FEATURES) for file in files]
    return _Loaded(store.fingerprint, state, FeatureRanker(features), ids, row_of)


def _reading(
    term: Term, words: ReadWords | None, image: tuple[int, FloatArray] | None
) -> TermReading:
    if words is not None:
        return TermReading(term, words.text.name, label=words.label)
    return TermReading(term, term.text, image_id=0 if image is None else image[0])
