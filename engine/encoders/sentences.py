"""all-MiniLM-L6-v2 (Reimers and Gurevych, "Sentence-BERT", 2019; BERT: Devlin et al., 2018).

A six-layer BERT whose last hidden states are averaged over the tokens. Built from torch's own
layers and the tokenizers library, so that neither transformers nor a network is needed.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.encoders.files import read_weights
from engine.encoders.threads import map_in_threads

if TYPE_CHECKING:
    from torch import Tensor, nn

BATCH_SIZE = 32
MOST_TOKENS = 256


class SentenceTower:
    """Texts to vectors (n, 384) of length 1.

    ``folder`` holds ``config.json``, ``model.safetensors`` and ``tokenizer.json`` in the layout
    of sentence-transformers. Texts beyond 256 tokens are cut, as the model's card says.
    """

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        config = json.loads((folder / "config.json").read_text("utf-8"))
        weights = read_weights(folder / "model.safetensors")
        self._embeddings, self._norm = _embeddings(config, weights)
        self._layers = _layers(config, weights)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._tokenizer.enable_padding()

    def encode(self, texts: Sequence[str]) -> "Tensor":
        """(n, 384) float32, rows of length 1, in the order of ``texts``."""
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
        words, places, kind = self._embeddings
        hidden = self._norm(words[ids] + places[positions] + kind[0])
        for layer in self._layers:
            hidden = layer(hidden, src_key_padding_mask=~mask)
        weights = mask.unsqueeze(-1).float()
        mean = (hidden * weights).sum(dim=1) / weights.sum(dim=1)
        return torch.nn.functional.normalize(mean, dim=-1)


def _embeddings(
    config: dict[str, Any], weights: "dict[str, Tensor]"
) -> "tuple[tuple[Tensor, Tensor, Tensor], nn.LayerNorm]":
    from torch import nn

    norm = nn.LayerNorm(config["hidden_size"], eps=config["layer_norm_eps"])
    norm.load_state_dict(_part(weights, "embeddings.LayerNorm."))
    tables = tuple(
        weights[f"embeddings.{name}_embeddings.weight"]
        for name in ("word", "position", "token_type")
    )
    return (tables[0], tables[1], tables[2]), norm.eval()


def _layers(config: dict[str, Any], weights: "dict[str, Tensor]") -> "list[nn.Module]":
    import torch
    from torch import nn

    layers: list[nn.Module] = []
    for number in range(config["num_hidden_layers"]):
        part = _part(weights, f"encoder.layer.{number}.")
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
        layer.load_state_dict(state)
        layers.append(layer.eval().requires_grad_(False))
    return layers


def _part(weights: "dict[str, Tensor]", prefix: str) -> "dict[str, Tensor]":
    """The tensors under a prefix, named without it."""
    return {
        name.removeprefix(prefix): value
        for name, value in weights.items()
        if name.startswith(prefix)
    }
