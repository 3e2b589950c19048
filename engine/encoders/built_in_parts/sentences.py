"""Sentence encoders: BERT (Devlin et al., 2018), its last hidden states averaged over the tokens.

So are all-MiniLM-L6-v2 (Reimers and Gurevych, "Sentence-BERT", 2019) and multilingual E5 (Wang et
al., 2024; ``packed_e5.py``). Built from torch's own layers and the tokenizers library, so that
neither transformers nor a network is needed.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from engine.encoders.files import read_weights
from engine.encoders.threads import map_in_threads

if TYPE_CHECKING:
    from tokenizers import Encoding
    from torch import Tensor, nn

BATCH_SIZE = 32
MOST_TOKENS = 256


class WordRows(Protocol):
    """The vectors of the vocabulary: ids (n, t) to (n, t, d) float32. A tensor is one."""

    def __getitem__(self, ids: "Tensor", /) -> "Tensor": ...


class TextTokenizer(Protocol):
    """Texts to ids that are cut and padded to one length; a ``tokenizers.Tokenizer`` is one."""

    def encode_batch(self, texts: list[str], /) -> "list[Encoding]": ...


@dataclass(frozen=True)
class TowerParts:
    """What a sentence encoder is made of.

    ``config`` is that of BERT and ``weights`` are named as there, except for the vocabulary's
    vectors, which are ``words``.
    """

    config: Mapping[str, Any]
    words: WordRows
    weights: "Mapping[str, Tensor]"
    tokenizer: TextTokenizer


def parts_of_folder(folder: Path) -> TowerParts:
    """From ``config.json``, ``model.safetensors`` and ``tokenizer.json`` in the layout of
    sentence-transformers; texts beyond 256 tokens are cut, as the card of MiniLM says."""
    from tokenizers import Tokenizer

    weights = read_weights(folder / "model.safetensors")
    tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(MOST_TOKENS)
    tokenizer.enable_padding()
    config = json.loads((folder / "config.json").read_text("utf-8"))
    return TowerParts(config, weights["embeddings.word_embeddings.weight"], weights, tokenizer)


class SentenceTower:
    """Texts to vectors (n, d) of length 1."""

    def __init__(self, parts: TowerParts) -> None:
        self._words = parts.words
        self._embeddings, self._norm = _embeddings(parts.config, parts.weights)
        self._layers = _layers(parts.config, parts.weights)
        self._tokenizer = parts.tokenizer

    def encode(self, texts: Sequence[str]) -> "Tensor":
        """(n, d) float32, rows of length 1, in the order of ``texts``."""
        import torch

        # Texts of like length together: padding costs as much as tokens do.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        batches = [order[start : start + BATCH_SIZE] for start in range(0, len(order), BATCH_SIZE)]
        encoded = torch.empty(len(texts), self._norm.normalized_shape[0])
        rows = map_in_threads(lambda batch: self._encode_batch([texts[i] for i in batch]), batches)
        for batch, vectors in zip(batches, rows, strict=True):
            encoded[batch] = vectors
        return encoded

    def _encode_batch(self, texts: Sequence[str]) -> "Tensor":
        import torch

        tokens = self._tokenizer.encode_batch(list(texts))
        ids = torch.tensor([one.ids for one in tokens])
        mask = torch.tensor([one.attention_mask for one in tokens], dtype=torch.bool)
        positions = torch.arange(ids.shape[1])
        places, kind = self._embeddings
        hidden = self._norm(self._words[ids] + places[positions] + kind[0])
        for layer in self._layers:
            hidden = layer(hidden, src_key_padding_mask=~mask)
        weights = mask.unsqueeze(-1).float()
        mean = (hidden * weights).sum(dim=1) / weights.sum(dim=1)
        return torch.nn.functional.normalize(mean, dim=-1)


def _embeddings(
    config: Mapping[str, Any], weights: "Mapping[str, Tensor]"
) -> "tuple[tuple[Tensor, Tensor], nn.LayerNorm]":
    from torch import nn

    norm = nn.LayerNorm(config["hidden_size"], eps=config["layer_norm_eps"])
    norm.load_state_dict(_part(weights, "embeddings.LayerNorm."))
    tables = tuple(
        weights[f"embeddings.{name}_embeddings.weight"] for name in ("position", "token_type")
    )
    return (tables[0], tables[1]), norm.eval()


def _layers(config: Mapping[str, Any], weights: "Mapping[str, Tensor]") -> "list[nn.Module]":
    import torch
    from torch import nn

    layers: list[nn.Module] = []
    for number in range(config["num_hidden_layers"]):
        part = _part(weights, f"encoder.layer.{number}.")
        # Without weights of its own: drawing them at random takes longer than reading the stored.
        with torch.device("meta"):
            layer = nn.TransformerEncoderLayer(
                d_model=config["hidden_size"],
                nhead=config["num_attention_heads"],
                dim_feedforward=config["intermediate_size"],
                activation="gelu",
                layer_norm_eps=config["layer_norm_eps"],
                batch_first=True,
            )
        state = {}
        for kind in ("weight", "bias"):
            state[f"self_attn.in_proj_{kind}"] = torch.cat(
                [part[f"attention.self.{name}.{kind}"] for name in ("query", "key", "value")]
            )
            state[f"self_attn.out_proj.{kind}"] = part[f"attention.output.dense.{kind}"]
            state[f"norm1.{kind}"] = part[f"attention.output.LayerNorm.{kind}"]
            state[f"linear1.{kind}"] = part[f"intermediate.dense.{kind}"]
            state[f"linear2.{kind}"] = part[f"output.dense.{kind}"]
            state[f"norm2.{kind}"] = part[f"output.LayerNorm.{kind}"]
        layer.load_state_dict(state, assign=True)
        layers.append(layer.eval().requires_grad_(False))
    return layers


def _part(weights: "Mapping[str, Tensor]", prefix: str) -> "dict[str, Tensor]":
    """The tensors under a prefix, named without it."""
    return {
        name.removeprefix(prefix): value
        for name, value in weights.items()
        if name.startswith(prefix)
    }
