"""NLLB-CLIP, whose tokenizer is told the language of each text: open_clip's own, only smaller."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import open_clip
import pytest
import torch

from db.captions.records import TextInLanguage
from engine.answers.pairs import caption_vectors
from engine.answers.text_encoder import TextEncoder, loaded_text_encoder
from engine.encoders.full import load_tokenizer
from engine.encoders.languages_taken import takes_language
from engine.encoders.registry import find_source, load_encoder
from engine.encoders.text_languages import rows_by_language, told_language
from engine.jobs.captions.reading import read_captions
from engine.jobs.training.card import adapted_files, write_encoder
from engine.jobs.training.contrastive import tokens_of
from engine.jobs.training.data import cached_vectors, caption_rows, feature_store
from engine.progress import NeverCancelled, run_job
from tests.engine.encoders.conftest import TINY_MODEL, TINY_PREPROCESS, WEIGHTS
from tests.engine.encoders.test_words import (
    HUB_TOWER,
    local_folder,
    model_of,
    save,
    write_words_of_many_languages,
)

if TYPE_CHECKING:
    from conftest import MadeCatalogue

TEXTS = ["et båt", "bet", "et båt", "te", "båte"]
LANGUAGES = ["no", "en", "en", "", "nb-NO"]
TOLD = ["nob_Latn", "eng_Latn", "eng_Latn", "eng_Latn", "nob_Latn"]
NLLB = {
    "model_type": "m2m_100",
    "vocab_size": 16,
    "d_model": 16,
    "encoder_layers": 1,
    "decoder_layers": 1,
    "encoder_attention_heads": 2,
    "decoder_attention_heads": 2,
    "encoder_ffn_dim": 16,
    "decoder_ffn_dim": 16,
    "max_position_embeddings": 90,
    "is_encoder_decoder": True,
    "pad_token_id": 1,
    "bos_token_id": 0,
    "eos_token_id": 2,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the architecture as open_clip has it, its tokenizer, and weights drawn here."""
    place = tmp_path_factory.mktemp("nllb")
    config = architecture()
    write_words_of_many_languages(place)
    (place / "config.json").write_text(json.dumps(NLLB))
    save(model_of(config, place), place / WEIGHTS)
    (place / "open_clip_config.json").write_text(
        json.dumps({"model_cfg": config, "preprocess_cfg": TINY_PREPROCESS})
    )
    return place


def architecture() -> dict[str, Any]:
    found = open_clip.get_model_config("nllb-clip-base")
    assert found is not None
    return {**TINY_MODEL, "text_cfg": found["text_cfg"]}


@pytest.fixture(scope="module")
def expected(folder: Path) -> np.ndarray:
    """What open_clip makes of each text by itself, its tokenizer told the language."""
    model = model_of(architecture(), folder)
    tokenizer = open_clip.tokenizer.HFTokenizer(str(folder), context_length=77)
    rows = []
    for text, code in zip(TEXTS, TOLD, strict=True):
        tokenizer.tokenizer.src_lang = code
        with torch.no_grad():
            rows.append(model.encode_text(tokenizer([text]), normalize=True)[0])
    return torch.stack(rows).numpy()


@pytest.fixture
def reader(folder: Path, made: "MadeCatalogue") -> Iterator[TextEncoder]:
    found = loaded_text_encoder(made.catalogue, load_encoder(str(folder), precision="float32"))
    yield found
    found.close()


def test_every_text_is_read_in_its_own_language_and_kept_so(
    folder: Path, reader: TextEncoder, made: "MadeCatalogue", expected: np.ndarray
) -> None:
    found = reader.encode(TEXTS, LANGUAGES)

    np.testing.assert_allclose(found, expected, atol=2e-3)
    assert not np.allclose(found[0], found[2], atol=1e-2), "the same words in two languages"
    np.testing.assert_array_equal(reader.encode(TEXTS, LANGUAGES), found)
    np.testing.assert_array_equal(reader.encode(TEXTS)[2], found[2])
    captions = [[TextInLanguage(*one)] for one in zip(TEXTS, LANGUAGES, strict=True)]
    np.testing.assert_allclose(caption_vectors(reader, captions, found), expected, atol=2e-3)


def test_a_training_reads_captions_by_their_languages(
    folder: Path, made: "MadeCatalogue", expected: np.ndarray
) -> None:
    for number, (text, language) in enumerate(zip(TEXTS, LANGUAGES, strict=True)):
        image_id = made.add(f"{number}.png", encoded=False)
        made.catalogue.commands.add_caption(image_id, text, language=language)
    encoder = load_encoder(str(folder), precision="float32")
    captions = run_job(read_captions(made.catalogue, NeverCancelled(), stopped="training-stopped"))
    rows = np.random.default_rng(0).standard_normal((len(TEXTS), 16)).astype(np.float32)
    feature_store(made.catalogue, encoder).append(captions.hashes, rows)

    _, texts = run_job(cached_vectors(made.catalogue, encoder, captions, cancel=NeverCancelled()))

    assert (captions.texts, captions.languages) == (TEXTS, LANGUAGES)
    np.testing.assert_allclose(texts, expected, atol=2e-3)
    tokenizer = load_tokenizer(find_source(str(folder), folder))
    tokens = tokens_of(tokenizer, TEXTS, caption_rows(made.catalogue, str(folder), captions))
    words = open_clip.tokenizer.HFTokenizer(str(folder)).tokenizer
    assert words.convert_ids_to_tokens(tokens[:, 0].tolist()) == TOLD


def test_which_encoders_take_a_language(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NABOLAG_DATA_DIR", str(tmp_path))
    base = load_encoder(str(folder))
    write_encoder(tmp_path / "encoders" / "ours", {}, adapted_files(base, {}))
    local_folder(tmp_path / "other", HUB_TOWER, tmp_path / "other")

    assert takes_language(str(folder))
    assert takes_language("ours"), "as what it adapts"
    for name in (str(tmp_path / "other"), "built-in", "ViT-B-32/laion2b_s34b_b79k", "nobody"):
        assert not takes_language(name)
    ours = load_encoder("ours")
    for language in ("nb", "en"):
        np.testing.assert_array_equal(
            ours.encode_texts_in(["et båt"], language),
            base.encode_texts_in(["et båt"], language),
        )


def test_languages_as_captions_have_them() -> None:
    found = [told_language(one, "sv") for one in ("no", "nb-NO", "zh_Hans", "", "tlh", "EN")]
    assert found == ["nb", "nb", "zh", "sv", "sv", "en"]
    assert rows_by_language(["en", "no", "", "nb"], "en") == {"en": [0, 2], "nb": [1, 3]}
