"""How many tokens an encoder makes of texts, and how many it reads; loads no weights."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.encoders.built_in import BUILT_IN, sentence_folder
from engine.encoders.built_in_parts.sentences import MOST_TOKENS
from engine.encoders.registry import encoders_dir, find_source
from engine.errors import InputError

OPEN_CLIP_TOKENS = 77


@dataclass(frozen=True, slots=True)
class TokenCounts:
    """tokens: (n,) int64 with those for the beginning and the end; ``limit``: how many are read."""

    tokens: NDArray[np.int64]
    limit: int

    @property
    def truncated(self) -> NDArray[np.bool_]:
        """(n,) which texts are cut."""
        return self.tokens > self.limit


def token_counts(
    encoder: str, texts: Sequence[str], *, folder: Path | None = None
) -> TokenCounts | None:
    """None where the encoder's tokenizer is not known."""
    try:
        count, limit = _counter(encoder, folder or encoders_dir())
    except (InputError, OSError, ValueError, KeyError):
        return None
    return TokenCounts(np.array([count(text) for text in texts], dtype=np.int64), limit)


def _counter(encoder: str, folder: Path) -> tuple[Callable[[str], int], int]:
    if encoder == BUILT_IN:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(sentence_folder() / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return lambda text: len(tokenizer.encode(text).ids), MOST_TOKENS
    source = find_source(encoder, folder)
    limit = int(source.model["text_cfg"].get("context_length", OPEN_CLIP_TOKENS))
    if source.words is not None:
        from tokenizers import Tokenizer

        own = Tokenizer.from_file(str(source.words / "tokenizer.json"))
        own.no_truncation()
        own.no_padding()
        return lambda text: len(own.encode(text).ids), limit
    from open_clip.tokenizer import SimpleTokenizer

    simple = SimpleTokenizer(context_length=limit)
    return lambda text: len(simple.encode(text)) + 2, limit
