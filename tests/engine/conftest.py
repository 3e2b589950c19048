"""Catalogues with features already computed: real databases and stores, invented vectors."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest

from db.catalogue import Catalogue
from db.records import FoundKeyword, ScannedImage
from engine.answers.current_encoder import open_features
from engine.answers.text_language import language_of_texts
from engine.encoders.registry import text_fingerprint
from engine.features.store import FeatureStore
from engine.language.contexts import default_contexts, phrases
from engine.language.text_features import TextFeatures
from messages.message import Message

SIZE = 24
FINGERPRINT = "f" * 64


class MadeCatalogue:
    """A catalogue under construction: images near invented subjects, some labelled."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._rng = np.random.default_rng(5)

    def add(
        self,
        path: str,
        *keywords: str,
        subject: int = 0,
        encoded: bool = True,
        problem: Message | None = None,
        content: str | None = None,
    ) -> int:
        """One image; ``content`` equal for copies. Its id."""
        content_hash = hashlib.sha256((content or path).encode()).digest()
        found = tuple(FoundKeyword((keyword,), "csv") for keyword in keywords)
        image = ScannedImage(
            path.encode(), content_hash, 1, 1, problem=problem, keywords=found, width_px=9
        )
        self.catalogue.commands.import_images([image])
        if encoded:
            self.encode(content_hash, subject)
        record = self.catalogue.images.by_path(path.encode())
        assert record is not None
        return record.id

    def encode(self, content_hash: bytes, subject: int) -> None:
        """A vector near the subject's, in the feature store."""
        self.use_encoder()
        store = self.store()
        if not store.missing([content_hash]):
            return
        middle = np.random.default_rng(subject).standard_normal(SIZE)
        vector = middle + self._rng.standard_normal(SIZE) * 0.6
        store.append([content_hash], (vector / np.linalg.norm(vector))[None, :])

    def use_encoder(self, fingerprint: str = FINGERPRINT) -> None:
        """Make the invented encoder the current one."""
        self.catalogue.settings.set("encoder.name", "built-in")
        self.catalogue.settings.set("encoder.fingerprint", fingerprint)

    def store(self) -> FeatureStore:
        """The features of the current encoder."""
        store = open_features(self.catalogue)
        assert store is not None
        return store

    def label(self, name: str) -> int:
        """The id of a label."""
        found = self.catalogue.labels.find(name)
        assert found is not None
        return found.id

    def name_vectors(self, vector_of: Mapping[str, np.ndarray]) -> None:
        """What the encoder makes of names: a vector near the one given, whatever the context.

        The text features have them already, so that no encoder is ever loaded.
        """
        language = language_of_texts(self.catalogue.settings, "built-in")
        kept = TextFeatures(
            self.catalogue.folder / "text_features",
            text_fingerprint("built-in", FINGERPRINT, language),
        )
        for name, vector in vector_of.items():
            texts = [name, *phrases(name, default_contexts())]
            noise = self._rng.standard_normal((len(texts), SIZE)) * 0.2
            vectors = vector / np.linalg.norm(vector) + noise
            kept.add(texts, vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
        kept.flush()

    def many(self, labelled: int, unlabelled: int, subjects: int = 6) -> None:
        """Images of several subjects, in one go; most say what they show, unevenly."""
        rng = self._rng
        count = labelled + unlabelled
        subject = rng.integers(0, subjects, count)
        middles = np.random.default_rng(99).standard_normal((subjects, SIZE))
        vectors = middles[subject] + rng.standard_normal((count, SIZE)) * 0.8
        names: list[list[str]] = []
        for i in range(labelled):
            own = [f"subject {subject[i]}"] + ["old"] * bool(rng.random() < 0.2)
            names.append(own + ["even"] * bool(subject[i] % 2 == 0 and rng.random() < 0.7))
        names += [[] for _ in range(unlabelled)]
        self.add_at_once([f"many {i}" for i in range(count)], vectors, names)

    def add_at_once(
        self, contents: list[str], vectors: np.ndarray, keywords: list[list[str]]
    ) -> None:
        """Images 00000.jpg and so on, one import and one shard; equal contents are copies."""
        self.use_encoder()
        hashes = [hashlib.sha256(content.encode()).digest() for content in contents]
        first = {content_hash: row for row, content_hash in reversed(list(enumerate(hashes)))}
        rows = sorted(first.values())
        unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        self.store().append([hashes[row] for row in rows], unit[rows])
        self.catalogue.commands.import_images(
            [
                ScannedImage(
                    f"many/{i:05}.jpg".encode(),
                    hashes[i],
                    1,
                    1,
                    keywords=tuple(FoundKeyword((name,), "csv") for name in keywords[i]),
                )
                for i in range(len(hashes))
            ]
        )


@pytest.fixture
def made(tmp_path: Path) -> Iterator[MadeCatalogue]:
    """An empty catalogue to put images with vectors into."""
    archive = tmp_path / "archive"
    archive.mkdir()
    with Catalogue.create(tmp_path / "made.nabolag.sqlite", archive, curator="Kari") as catalogue:
        yield MadeCatalogue(catalogue)
