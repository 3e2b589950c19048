"""Text towers by themselves: the built-in encoder's, one in a folder, that of another encoder."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from engine.encoders.registry import load_encoder
from engine.encoders.text_towers import BUILT_IN, MOST_TOKENS, HubTextTower, load_text_tower
from engine.errors import InputError
from tests.engine.encoders.test_words import TOWER_CONFIG, write_words

TEXTS = ["a photo", "båt", "a photo of a boat , boat", "boat " * 300]


@pytest.fixture
def hub_folder(tmp_path: Path) -> Path:
    """A small text model as the hub has them."""
    import transformers

    folder = tmp_path / "hub"
    write_words(folder)
    options = {**TOWER_CONFIG, "max_position_embeddings": 140}
    torch.manual_seed(0)
    config = transformers.XLMRobertaConfig(**options)
    transformers.XLMRobertaModel(config).save_pretrained(folder)
    return folder


def test_a_text_is_the_mean_of_its_last_hidden_states(hub_folder: Path) -> None:
    import transformers

    tower = load_text_tower(str(hub_folder), load_encoder)
    found = tower.encode_texts(TEXTS)

    model = transformers.AutoModel.from_pretrained(hub_folder).eval()
    tokenizer = transformers.AutoTokenizer.from_pretrained(hub_folder)
    for text, vector in zip(TEXTS, found, strict=True):
        ids = tokenizer(text, truncation=True, max_length=MOST_TOKENS)["input_ids"]
        with torch.no_grad():
            hidden = model(input_ids=torch.tensor([ids])).last_hidden_state[0]
        mean = hidden.mean(dim=0).numpy()
        np.testing.assert_allclose(vector, mean / np.linalg.norm(mean), atol=1e-5)
    assert tower.encode_texts([]).shape == (0, found.shape[1])


def test_its_fingerprint_is_of_weights_tokenizer_and_configuration(hub_folder: Path) -> None:
    seen = {HubTextTower(hub_folder).fingerprint}
    config = hub_folder / "config.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | {"layer_norm_eps": 1e-3}))
    seen.add(HubTextTower(hub_folder).fingerprint)
    assert len(seen) == 2


def test_what_is_not_whole_is_refused(hub_folder: Path) -> None:
    (hub_folder / "config.json").write_text("{}")
    with pytest.raises(InputError, match="cannot be read"):
        load_text_tower(str(hub_folder), load_encoder)
    (hub_folder / "model.safetensors").rename(hub_folder / "pytorch_model.bin")
    with pytest.raises(InputError, match="safetensors"):
        load_text_tower(str(hub_folder), load_encoder)


def test_what_is_absent_is_not_drawn_at_random(hub_folder: Path) -> None:
    weights = load_file(hub_folder / "model.safetensors")
    pooled = {name: one for name, one in weights.items() if not name.startswith("pooler.")}
    save_file(pooled, hub_folder / "model.safetensors", metadata={"format": "pt"})
    HubTextTower(hub_folder)  # nothing is asked of the pooler
    del pooled["encoder.layer.0.output.dense.weight"]
    save_file(pooled, hub_folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(InputError, match="cannot be read"):
        HubTextTower(hub_folder)


def test_a_model_without_padding_or_with_few_places_reads_all(hub_folder: Path) -> None:
    import transformers

    said = hub_folder / "tokenizer_config.json"
    kept = {name: one for name, one in json.loads(said.read_text()).items() if "pad" not in name}
    said.write_text(json.dumps(kept))
    config = transformers.XLMRobertaConfig(**{**TOWER_CONFIG, "max_position_embeddings": 12})
    transformers.XLMRobertaModel(config).save_pretrained(hub_folder)
    assert np.isfinite(HubTextTower(hub_folder).encode_texts(TEXTS)).all()


def test_a_model_that_reads_no_texts_by_itself_is_refused(hub_folder: Path) -> None:
    import transformers

    config = transformers.XLMRobertaConfig(**{**TOWER_CONFIG, "vocab_size": 2})
    transformers.XLMRobertaModel(config).save_pretrained(hub_folder)
    with pytest.raises(InputError, match="tokenizer is that of another"):
        HubTextTower(hub_folder)


def test_the_built_in_sentences_and_those_of_another_encoder(
    tiny_folder: Callable[..., Path],
) -> None:
    assert load_text_tower(BUILT_IN, load_encoder).encode_texts(["a boat"]).shape == (1, 384)
    folder = tiny_folder()
    encoder = load_encoder(str(folder))
    tower = load_text_tower(str(folder), load_encoder)
    assert tower.fingerprint == encoder.fingerprint
    np.testing.assert_array_equal(tower.encode_texts(["a boat"]), encoder.encode_texts(["a boat"]))
