"""Text towers whose tokenizer, and whose own configuration, come from the hub: beside the weights,
downloaded with them, and never asked for again."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import huggingface_hub.constants
import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from engine.answers.text_language import language_of_texts
from engine.encoders import registry, sources
from engine.encoders.built_in_parts.generated_images import generated_pixels
from engine.encoders.download import MANIFEST_NAME
from engine.encoders.registry import (
    available_encoders,
    download_encoder,
    load_encoder,
    text_fingerprint,
)
from engine.encoders.sources import WORDS_FOLDER, TaggedEncoder
from engine.encoders.text_languages import FLORES_200
from engine.errors import InputError
from engine.language.translation.languages import LANGUAGES
from engine.progress import run_job
from tests.engine.encoders.conftest import TINY_MODEL, TINY_PREPROCESS, WEIGHTS
from tests.engine.encoders.hub_server import Hub, serving

TEXTS = ["a photo of a boat", "et bilde av en båt", "Båt, båt"]
WORDS = ["a", "photo", "of", "boat", "et", "bilde", "av", "en", "båt", ","]
NAME = "Tiny-8/own"
OWN_TOWER: dict[str, Any] = {
    **TINY_MODEL,
    "custom_text": True,
    "text_cfg": {
        "context_length": 12,
        "vocab_size": 32,
        "width": 16,
        "heads": 2,
        "layers": 2,
        "no_causal_mask": True,
        "pool_type": "last",
        "hf_tokenizer_name": "somebody/words",
        "tokenizer_kwargs": {"clean": "canonicalize"},
    },
}
"""As SigLIP's: a tower of open_clip's with a tokenizer of the hub's."""
HUB_TOWER: dict[str, Any] = {
    **TINY_MODEL,
    "text_cfg": {
        "hf_model_name": "somebody/tower",
        "hf_tokenizer_name": "somebody/words",
        "hf_pooler_type": "mean_pooler",
    },
}
"""As those for other languages: tower and tokenizer are the hub's."""
TOWER_CONFIG = {
    "model_type": "xlm-roberta",
    "vocab_size": 32,
    "hidden_size": 16,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
    "intermediate_size": 32,
    "max_position_embeddings": 90,
    "type_vocab_size": 1,
    "pad_token_id": 0,
    "bos_token_id": 2,
    "eos_token_id": 2,
}


def write_words(folder: Path) -> None:
    """A tokenizer of a few words, as the hub keeps one, and the tower's configuration."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = {word: number for number, word in enumerate(["<pad>", "<unk>", "</s>", *WORDS])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="$A </s>", special_tokens=[("</s>", 2)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "pad_token": "<pad>",
        "unk_token": "<unk>",
        "eos_token": "</s>",
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(config))
    (folder / "config.json").write_text(json.dumps(TOWER_CONFIG))


def write_words_of_many_languages(folder: Path) -> None:
    """A tokenizer as NLLB's, which begins a text with its language."""
    from transformers import NllbTokenizer

    words = ["<s>", "<pad>", "</s>", "<unk>", "▁", "e", "t", "b", "å", "eng_Latn", "nob_Latn"]
    vocabulary = {word: number for number, word in enumerate([*words, "<mask>"])}
    tokenizer = NllbTokenizer(
        vocab=vocabulary, merges=[], additional_special_tokens=["eng_Latn", "nob_Latn"]
    )
    tokenizer.save_pretrained(folder)


def model_of(config: dict[str, Any], words: Path) -> Any:
    """The model as open_clip makes it, with weights drawn here."""
    import open_clip

    torch.manual_seed(5)
    options = {key: value for key, value in config.items() if key != "custom_text"}
    if "hf_model_name" in config["text_cfg"]:
        local = {"hf_model_name": str(words), "hf_model_pretrained": False}
        options["text_cfg"] = {**options["text_cfg"], **local}
    return open_clip.CustomTextCLIP(**options).eval()


def expected(model: Any, config: dict[str, Any], words: Path) -> np.ndarray:
    """What open_clip itself makes of the texts."""
    from open_clip.tokenizer import HFTokenizer

    text = config["text_cfg"]
    tokenizer = HFTokenizer(
        str(words),
        context_length=text.get("context_length", 77),
        **(text.get("tokenizer_kwargs") or {}),
    )
    with torch.no_grad():
        return np.asarray(model.encode_text(tokenizer(TEXTS), normalize=True))


def save(model: Any, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: value.contiguous() for name, value in model.state_dict().items()}, path)


def local_folder(folder: Path, config: dict[str, Any], words: Path | None) -> Any:
    """A folder somebody brought; the model in it."""
    write_words(folder / "tokenizer-of-the-test")
    model = model_of(config, folder / "tokenizer-of-the-test")
    save(model, folder / WEIGHTS)
    (folder / "open_clip_config.json").write_text(
        json.dumps({"model_cfg": config, "preprocess_cfg": TINY_PREPROCESS})
    )
    if words is not None:
        write_words(words)
    return model


@pytest.fixture(params=[OWN_TOWER, HUB_TOWER], ids=["own tower", "tower of the hub"])
def config(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Both kinds of model."""
    found: dict[str, Any] = request.param
    return found


@pytest.fixture
def hub(config: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A server with weights in one repository and words in others; it is on the list."""
    write_words(tmp_path / "source")
    save(model_of(config, tmp_path / "source"), tmp_path / "source" / WEIGHTS)
    places = {
        WEIGHTS: "tiny",
        "tokenizer.json": "words",
        "tokenizer_config.json": "words",
        "config.json": "tower",
    }
    files = {
        f"/somebody/{repository}/resolve/main/{name}": (tmp_path / "source" / name).read_bytes()
        for name, repository in places.items()
    }
    encoder = TaggedEncoder(
        architecture="Tiny-8",
        tag="own",
        repository="somebody/tiny",
        files=(WEIGHTS, "open_clip_pytorch_model.bin"),
        quick_gelu=False,
        preprocess=TINY_PREPROCESS,
        size_px=32,
        feature_size=16,
        size_bytes=1,
        tokenizer="somebody/words",
        tower=config["text_cfg"].get("hf_model_name", ""),
    )
    monkeypatch.setenv("NABOLAG_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(sources, "architecture_config", lambda name: config)
    monkeypatch.setattr(registry, "tagged_encoders", lambda: {NAME: encoder})
    with serving(Hub(files)) as state:
        monkeypatch.setenv("HF_ENDPOINT", state.endpoint)
        yield state


def go_offline(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    monkeypatch.delenv("HF_ENDPOINT")
    hub.requests.clear()


def test_words_come_with_the_weights_and_are_never_asked_for_again(
    hub: Hub, config: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = list(download_encoder(NAME))
    go_offline(hub, monkeypatch)

    # The size of everything is told before anything comes.
    wanted = {WEIGHTS, "tokenizer.json", "tokenizer_config.json"}
    wanted |= {"config.json"} if config is HUB_TOWER else set()
    source = tmp_path / "source"
    total = sum((source / name).stat().st_size for name in wanted)
    assert (reports[0].done, {report.total for report in reports}) == (0, {total})
    assert [report.done for report in reports] == sorted(report.done for report in reports)
    assert reports[-1].done == total
    there = {path.name for path in (tmp_path / "data").rglob("*") if path.is_file()}
    assert there == wanted | {MANIFEST_NAME}
    encoder = load_encoder(NAME, precision="float32")
    assert encoder.has_text_tower
    assert np.isfinite(encoder.encode_images(generated_pixels(2, 32))).all()
    found = encoder.encode_texts(TEXTS)
    np.testing.assert_allclose(found, expected(model_of(config, source), config, source), atol=1e-5)
    assert hub.requests == []


def test_an_encoder_installed_without_words_gets_only_these(
    hub: Hub, config: dict[str, Any], tmp_path: Path
) -> None:
    run_job(download_encoder(NAME))
    (words,) = (tmp_path / "data").rglob(WORDS_FOLDER)
    (words / "tokenizer.json").unlink()
    (info,) = [one for one in available_encoders() if one.name == NAME]
    if config is HUB_TOWER:
        assert not info.installed  # nothing can be made without its configuration
    else:
        assert info.installed
        assert not info.reads_words
        encoder = registry.find_source(NAME, registry.encoders_dir())
        assert not encoder.reads_words
    hub.requests.clear()

    run_job(download_encoder(NAME))

    fetched = {path.rpartition("/")[2] for verb, path, _ in hub.requests if verb == "GET"}
    assert fetched == {"tokenizer.json"}
    assert load_encoder(NAME).has_text_tower


def test_a_hub_without_the_tokenizer_is_told_before_the_weights_come(hub: Hub) -> None:
    del hub.files["/somebody/words/resolve/main/tokenizer.json"]

    with pytest.raises(InputError, match=r"has no tokenizer.json in somebody/words"):
        run_job(download_encoder(NAME))

    assert [path for verb, path, _ in hub.requests if verb == "GET"] == []


def test_altered_words_are_damage(hub: Hub, tmp_path: Path) -> None:
    run_job(download_encoder(NAME))
    (tokenizer,) = (tmp_path / "data").rglob("tokenizer.json")
    tokenizer.write_text(tokenizer.read_text().replace("boat", "taob"))

    with pytest.raises(InputError, match="damaged"):
        load_encoder(NAME)


@pytest.mark.parametrize("below", ["", WORDS_FOLDER])
def test_a_folder_may_bring_its_words(config: dict[str, Any], tmp_path: Path, below: str) -> None:
    folder = tmp_path / "brought"
    model = local_folder(folder, config, folder / below)

    encoder = load_encoder(str(folder), precision="float32")

    words = folder / "tokenizer-of-the-test"
    np.testing.assert_allclose(
        encoder.encode_texts(TEXTS), expected(model, config, words), atol=1e-5
    )


def test_a_folder_without_words_encodes_images_or_says_what_is_missing(
    config: dict[str, Any], tmp_path: Path
) -> None:
    folder = tmp_path / "brought"
    local_folder(folder, config, None)

    if config is HUB_TOWER:
        with pytest.raises(InputError, match=r"tokenizer_config.json.*config.json"):
            load_encoder(str(folder))
        return
    encoder = load_encoder(str(folder))
    assert not encoder.has_text_tower
    assert encoder.encode_images(generated_pixels(1, 32)).shape == (1, 16)
    with pytest.raises(InputError, match=r"put tokenizer.json"):
        encoder.encode_texts(TEXTS)


def test_a_tokenizer_that_is_none_is_said_to_be(tmp_path: Path) -> None:
    folder = tmp_path / "brought"
    local_folder(folder, OWN_TOWER, folder)
    (folder / "tokenizer.json").write_text("{}")

    with pytest.raises(InputError, match="cannot be read"):
        load_encoder(str(folder)).encode_texts(TEXTS)


def test_positions_that_old_towers_kept_are_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "brought"
    model = local_folder(folder, HUB_TOWER, folder)
    weights = {name: value.contiguous() for name, value in model.state_dict().items()}
    weights["text.transformer.embeddings.position_ids"] = torch.arange(90)[None]
    save_file(weights, folder / WEIGHTS)

    assert load_encoder(str(folder)).encode_texts(TEXTS).shape == (3, 16)


def test_a_tokenizer_for_many_languages_is_told_which_one_a_text_is_in(tmp_path: Path) -> None:
    folder = tmp_path / "brought"
    local_folder(folder, HUB_TOWER, folder)
    write_words_of_many_languages(folder)

    def encoded(language: str) -> np.ndarray:
        encoder = load_encoder(str(folder), precision="float32", language=language)
        return np.asarray(encoder.encode_texts(["et båt"]))

    assert not np.allclose(encoded("nb"), encoded("en"))
    np.testing.assert_array_equal(encoded("xx"), encoded("en"))
    assert set(FLORES_200) == set(LANGUAGES)


def test_text_vectors_of_another_language_are_kept_apart() -> None:
    assert text_fingerprint("a/b", "f" * 64, "en") == "f" * 64
    assert text_fingerprint("a/b", "f" * 64, "nb") != "f" * 64


def test_texts_are_in_the_archives_language_where_its_own_names_count() -> None:
    found = [
        language_of_texts({"language.archive": archive, "language.names": names}, "a/b")
        for archive, names in (("nb", "original"), ("nb", "best"), ("", "original"))
    ]
    assert found == ["nb", "en", "en"]


def test_the_built_in_encoder_is_told_the_archives_language_whatever_the_names() -> None:
    found = [
        language_of_texts({"language.archive": archive, "language.names": "best"}, "built-in")
        for archive in ("nb", "en", "")
    ]
    assert found == ["nb", "en", "en"]
