import csv
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.archive.decode import read_pixels
from engine.encoders import built_in
from engine.encoders.built_in import (
    ANCHOR_SHARPNESS,
    ANCHORS_FILE,
    IMAGE_PACKAGE,
    IMAGE_SHA256,
    IMAGE_WEIGHTS,
    PREPROCESS,
    WORD_FILES,
    BuiltInEncoder,
    built_in_fingerprint,
    built_in_text_fingerprint,
    class_names,
    english_text_fingerprint,
    load_image_tower,
    load_sentence_tower,
    sentence_centre,
    stored_mean,
    weights_path,
)
from engine.encoders.built_in_parts.built_in_files import anchor_vectors, mean_feature
from engine.encoders.built_in_parts.generated_images import generated_pixels
from engine.encoders.built_in_parts.word_regression import WordRegression, unit
from engine.encoders.preprocess import prepare
from engine.errors import InputError
from engine.evaluation.curves import label_roc_auc

SAMPLE_ARCHIVE = Path(__file__).resolve().parents[3] / "resources" / "sample_archive"


@pytest.fixture(scope="module")
def encoder() -> BuiltInEncoder:
    return BuiltInEncoder(precision="float32")


def plain_features(pixels: np.ndarray) -> np.ndarray:
    """The same by the plainest means: timm's model, nothing folded, one image at a time."""
    import timm

    model = timm.create_model("tf_efficientnet_lite0", pretrained=False)
    weights = torch.load(
        weights_path(IMAGE_PACKAGE, IMAGE_WEIGHTS, IMAGE_SHA256), weights_only=True
    )
    model.load_state_dict(dict(zip(model.state_dict(), weights.values(), strict=True)))
    model.eval().reset_classifier(0)
    rows = []
    with torch.inference_mode():
        for image in pixels:
            inputs = (torch.from_numpy(image).permute(2, 0, 1)[None].float() - 127) / 128
            pooled = model(inputs)[0].numpy() - stored_mean()
            rows.append(pooled / np.linalg.norm(pooled))
    return np.stack(rows)


def test_features_are_those_of_the_plain_model(encoder: BuiltInEncoder) -> None:
    pixels = generated_pixels(11, 224, seed=900)

    features = encoder.encode_images(pixels)

    assert features.shape == (11, 1280)
    assert features.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(features, axis=1), 1, atol=1e-5)
    cosines = np.sum(features * plain_features(pixels), axis=1)
    assert cosines.min() > 0.9999


def test_loading_it_waits_for_no_library_of_models(monkeypatch: pytest.MonkeyPatch) -> None:
    for library in ("timm", "open_clip", "torchvision", "transformers"):
        monkeypatch.setitem(sys.modules, library, None)  # importing it fails

    encoder = BuiltInEncoder(precision="float32")

    assert encoder.encode_images(generated_pixels(1, 224, seed=1)).shape == (1, 1280)
    assert encoder.encode_texts(["a ship"]).shape == (1, 1280)


def test_an_image_alone_gets_the_vector_it_gets_among_others(encoder: BuiltInEncoder) -> None:
    pixels = generated_pixels(32, 224, seed=40)

    together = encoder.encode_images(pixels)
    alone = np.concatenate([encoder.encode_images(pixels[i : i + 1]) for i in (0, 7, 31)])

    assert np.sum(together[[0, 7, 31]] * alone, axis=1).min() > 0.9999


def test_bfloat16_is_close_on_pictures(encoder: BuiltInEncoder) -> None:
    files = sorted(path for path in (SAMPLE_ARCHIVE / "images").rglob("*.png"))[:160:10]
    pixels = np.stack([prepare(read_pixels(path), PREPROCESS) for path in files])

    lower = BuiltInEncoder(precision="bfloat16")

    assert lower.precision == "bfloat16"
    cosines = np.sum(encoder.encode_images(pixels) * lower.encode_images(pixels), axis=1)
    assert len(cosines) == 16
    assert cosines.min() >= 0.999


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("a photo of a tabby cat", ("tabby", "tiger cat", "Egyptian cat", "Persian cat")),
        ("a steam train", ("steam locomotive",)),
        ("an orange or a lemon", ("lemon", "orange")),
    ],
)
def test_of_all_classes_texts_point_at_those_they_name(
    encoder: BuiltInEncoder, text: str, classes: tuple[str, ...]
) -> None:
    _, _, rows = load_image_tower()
    rows = rows / rows.norm(dim=1, keepdim=True)

    vector = encoder.encode_texts([text])

    assert vector.shape == (1, 1280)
    assert vector.dtype == np.float32
    nearest = class_names()[int(np.argmax(rows.numpy() @ vector[0]))]
    assert nearest.split(",")[0] in classes


def test_texts_are_half_classes_and_half_drawings(encoder: BuiltInEncoder) -> None:
    texts = ["a tabby cat", "flag of Norway", "smiley", ""]

    vectors = encoder.encode_texts(texts)

    sentences = unit(load_sentence_tower().encode(texts).numpy() - sentence_centre())
    anchors = np.load(ANCHORS_FILE, allow_pickle=False).astype(np.float32)
    near = np.exp(ANCHOR_SHARPNESS * sentences @ unit(anchors - sentence_centre()).T)
    _, _, rows = load_image_tower()
    of_classes = unit(near @ rows.numpy())
    stored = {name: np.load(path).astype(np.float32) for name, path in WORD_FILES.items()}
    of_drawings = WordRegression(**stored).vectors(sentences)
    np.testing.assert_allclose(vectors, unit(of_classes + of_drawings), atol=1e-5)


def test_words_that_are_no_class_find_their_drawings(encoder: BuiltInEncoder) -> None:
    least = {"flag": 0.95, "smiley": 0.92, "mammal": 0.9, "animal": 0.8, "hat": 0.9, "europe": 0.8}
    # ROC AUC; the mix of classes alone reaches 0.87, 0.62, 0.78, 0.72, 0.78 and 0.52.
    with (SAMPLE_ARCHIVE / "keywords.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    pixels = [prepare(read_pixels(SAMPLE_ARCHIVE / row["file"]), PREPROCESS) for row in rows]
    truths = np.array([[word in row["keywords"].split(";") for word in least] for row in rows])

    scores = encoder.encode_images(np.stack(pixels)) @ encoder.encode_texts(list(least)).T

    areas, _ = label_roc_auc(scores, truths)
    found = dict(zip(least, areas, strict=True))
    assert truths.sum(axis=0).min() >= 6
    assert {word: area for word, area in found.items() if area < least[word]} == {}


def test_stored_words_are_of_the_sizes_the_towers_have() -> None:
    stored = {name: np.load(path, allow_pickle=False) for name, path in WORD_FILES.items()}

    assert {name: one.shape for name, one in stored.items()} == {
        "landmarks": (4000, 384),
        "coefficients": (4000, 384),
        "directions": (384, 1280),
    }
    assert {one.dtype for one in stored.values()} == {np.dtype(np.float16)}
    assert all(np.isfinite(one).all() for one in stored.values())
    lengths = np.linalg.norm(stored["landmarks"].astype(np.float32), axis=1)
    np.testing.assert_allclose(lengths, 1, atol=1e-3)
    axes = stored["directions"].astype(np.float32)
    np.testing.assert_allclose(axes @ axes.T, np.eye(384), atol=2e-3)


def test_text_vectors_do_not_depend_on_their_neighbours(encoder: BuiltInEncoder) -> None:
    texts = ["cat", "a much longer text about a ship on the sea in a storm at night", "x" * 3000]

    together = encoder.encode_texts(texts)
    alone = np.concatenate([encoder.encode_texts([text]) for text in texts])

    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.sum(together * alone, axis=1).min() > 0.9999
    assert encoder.encode_texts([]).shape == (0, 1280)


def test_the_stored_mean_is_the_one_the_script_makes() -> None:
    again = mean_feature(32)

    cosine = again @ stored_mean() / np.linalg.norm(again) / np.linalg.norm(stored_mean())
    assert cosine > 0.98
    assert stored_mean().dtype == np.float32


def test_the_stored_anchors_are_the_names_by_the_text_tower() -> None:
    again = anchor_vectors(class_names()[::50])
    stored = np.load(ANCHORS_FILE, allow_pickle=False)

    assert stored.shape == (1000, 384)
    np.testing.assert_allclose(again, stored[::50], atol=1e-3)


def test_what_all_texts_have_in_common_does_not_matter(encoder: BuiltInEncoder) -> None:
    words = ["dog", "ship", "castle", "lemon", "violin", "spider"]

    vectors = encoder.encode_texts(words)

    cosines = vectors @ vectors.T
    assert np.abs(cosines[~np.eye(len(words), dtype=bool)]).max() < 0.35
    prompted = encoder.encode_texts([f"a photo of a {word}" for word in words])
    assert (np.argmax(prompted @ vectors.T, axis=1) == np.arange(len(words))).all()


def test_pixels_of_another_size_are_refused(encoder: BuiltInEncoder) -> None:
    with pytest.raises(ValueError, match="224, 224, 3"):
        encoder.encode_images(np.zeros((1, 200, 224, 3), dtype=np.uint8))


def test_altered_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = weights_path(IMAGE_PACKAGE, IMAGE_WEIGHTS, IMAGE_SHA256)
    package = tmp_path / "altered_weights"
    (package / "models").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    copy = package / IMAGE_WEIGHTS
    shutil.copy(original, copy)
    with copy.open("r+b") as stream:
        stream.seek(10_000_000)
        stream.write(b"\0")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(built_in, "IMAGE_PACKAGE", "altered_weights")

    with pytest.raises(InputError, match="are not the original ones; reinstall altered-weights"):
        BuiltInEncoder()


def test_an_absent_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(built_in, "IMAGE_PACKAGE", "no_such_package_of_weights")

    assert not built_in.is_installed()
    with pytest.raises(InputError, match="install no-such-package-of-weights with pip"):
        BuiltInEncoder()


def test_the_fingerprint_is_known_without_loading(encoder: BuiltInEncoder) -> None:
    assert len(built_in_fingerprint()) == 64
    assert built_in_fingerprint() == encoder.fingerprint


def test_texts_have_a_fingerprint_that_follows_what_makes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    afresh = english_text_fingerprint.__wrapped__
    found = {afresh()}
    for name in WORD_FILES:
        changed = tmp_path / f"{name}.npy"
        changed.write_bytes(WORD_FILES[name].read_bytes()[:-1] + b"?")
        with monkeypatch.context() as patch:
            patch.setitem(WORD_FILES, name, changed)
            found.add(afresh())
    with monkeypatch.context() as patch:
        patch.setattr(built_in, "TEXT_RECIPE", "another")
        found.add(afresh())

    assert len(found) == 5
    assert afresh() == built_in_text_fingerprint()
    assert built_in_fingerprint() not in found
