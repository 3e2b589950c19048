"""Text towers by themselves, to be joined to an image tower; loads torch where it encodes.

A text tower is named in one of these ways:

- ``built-in``: the built-in encoder's, all-MiniLM-L6-v2;
- a folder with a text model as the Hugging Face hub has them (``config.json``, ``tokenizer.json``,
  weights as safetensors); a text's vector is the mean of the last hidden states over its tokens;
- the name of any other encoder with a text tower.
"""

import hashlib
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from engine.encoders.base import Encoder, FloatArray
from engine.encoders.built_in import BUILT_IN, TEXT_SHA256, load_sentence_tower
from engine.encoders.files import sha256_of
from engine.encoders.sources import CONFIG_NAME, TOKENIZER_FILES, TOWER_CONFIG
from engine.encoders.text_languages import ENGLISH, set_language
from engine.encoders.threads import map_in_threads
from engine.errors import InputError

if TYPE_CHECKING:
    from torch import Tensor

MOST_TOKENS = 128
"""As Theisen and Scheirer cut theirs (2022)."""
TEXTS_AT_A_TIME = 16
RECIPE = f"mean of the last hidden states, at most {MOST_TOKENS} tokens"

logger = logging.getLogger(__name__)


class TextTower(Protocol):
    """Texts to vectors of its own space; every encoder is one."""

    name: str
    fingerprint: str

    def encode_texts(self, texts: Sequence[str]) -> FloatArray:
        """(n, d) float32, rows of length 1."""
        ...


def load_text_tower(name: str, load_encoder: Callable[[str], Encoder]) -> TextTower:
    """The tower of this name; ``load_encoder`` is asked for those of whole encoders.

    Raises InputError where it cannot be had, or reads no words.
    """
    if name == BUILT_IN:
        return BuiltInTextTower()
    folder = Path(name).expanduser().absolute()
    if (folder / TOWER_CONFIG).is_file() and not (folder / CONFIG_NAME).exists():
        return HubTextTower(folder)
    encoder = load_encoder(name)
    if not encoder.has_text_tower:
        raise InputError("encoder-reads-no-words", encoder=name)
    return encoder


class BuiltInTextTower:
    """The built-in encoder's sentences, before anything is made of them: (n, 384)."""

    name = BUILT_IN
    fingerprint = TEXT_SHA256

    def __init__(self) -> None:
        self._tower = load_sentence_tower()

    def encode_texts(self, texts: Sequence[str]) -> FloatArray:
        """(n, 384) float32, rows of length 1."""
        found: FloatArray = self._tower.encode(texts).numpy()
        return found


class HubTextTower:
    """A text model in a folder as the Hugging Face hub has them. No network is asked, and nothing
    in the folder is run. Raises InputError where it cannot be read."""

    def __init__(self, folder: Path) -> None:
        self.name = str(folder)
        weights = sorted(folder.glob("*.safetensors"))
        needed = [folder / name for name in (TOWER_CONFIG, *TOKENIZER_FILES)]
        if not weights or not all(path.is_file() for path in needed):
            raise InputError("text-tower-incomplete", folder=folder)
        digest = hashlib.sha256(RECIPE.encode())
        for path in (*needed, *weights):
            digest.update(sha256_of(path).encode())
        self.fingerprint = digest.hexdigest()
        self._model, self._tokenizer = _hub_model(folder)
        self._most_tokens = _most_tokens(self._model.config, self._tokenizer)
        self._try(folder)

    def _try(self, folder: Path) -> None:
        """InputError where it does not do what is asked of it: a model of texts and images in one,
        or a tokenizer of another one."""
        import torch

        try:
            known = self._model.get_input_embeddings().num_embeddings
            if max(self._tokenizer.get_vocab().values()) >= known:
                raise LookupError("the tokenizer knows more than the model")
            with torch.no_grad():
                self._encoded(["a", "a " * MOST_TOKENS])
        except (AttributeError, LookupError, TypeError, ValueError, RuntimeError) as error:
            logger.info("text model cannot be used", exc_info=True)
            raise InputError("text-tower-unusable", folder=folder) from error

    def encode_texts(self, texts: Sequence[str]) -> FloatArray:
        """(n, d) float32, rows of length 1; what goes beyond 128 tokens is cut off."""
        return self.encode_texts_in(texts, ENGLISH)

    def encode_texts_in(self, texts: Sequence[str], language: str) -> FloatArray:
        """As ``encode_texts``, of texts in a language (ISO 639-1)."""
        import torch

        set_language(self._tokenizer, language)

        if not texts:
            return torch.empty(0, self._model.config.hidden_size).numpy()
        # Texts of like length together: padding costs as much as tokens do.
        order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
        parts = [order[at : at + TEXTS_AT_A_TIME] for at in range(0, len(order), TEXTS_AT_A_TIME)]
        vectors = torch.cat(
            map_in_threads(self._encoded, [[texts[row] for row in part] for part in parts])
        )
        encoded = torch.empty_like(vectors)
        encoded[order] = vectors
        found: FloatArray = encoded.numpy()
        return found

    def _encoded(self, texts: list[str]) -> "Tensor":
        import torch

        tokens = self._tokenizer(
            texts, return_tensors="pt", padding=True, truncation=True, max_length=self._most_tokens
        )
        mask = tokens["attention_mask"]
        hidden = self._model(input_ids=tokens["input_ids"], attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).float()
        mean = (hidden * weights).sum(dim=1) / weights.sum(dim=1).clamp(min=1)
        return torch.nn.functional.normalize(mean, dim=-1)


def _hub_model(folder: Path) -> tuple[Any, Any]:
    """Model and tokenizer."""
    import transformers

    transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    transformers.utils.logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    options = {"local_files_only": True, "trust_remote_code": False}
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(str(folder), **options)
        model, loaded = transformers.AutoModel.from_pretrained(
            str(folder), use_safetensors=True, output_loading_info=True, **options
        )
        # What is absent would be drawn anew at every start. A pooler is not asked.
        absent = [name for name in loaded["missing_keys"] if not name.startswith("pooler.")]
        if absent:
            raise LookupError(", ".join(sorted(absent)[:10]))
        model = model.float()
        if model.config.is_encoder_decoder:
            model = model.get_encoder()
    except Exception as error:
        logger.info("text model cannot be read", exc_info=True)
        raise InputError("text-tower-unreadable", folder=folder) from error
    if tokenizer.pad_token is None:  # what is filled up with is masked, whatever it is
        tokenizer.pad_token = tokenizer.convert_ids_to_tokens(0)
    return model.eval().requires_grad_(False), tokenizer


def _most_tokens(config: Any, tokenizer: Any) -> int:  # noqa: ANN401
    """How much of a text the model can take. Models that count places from behind their padding
    token on (RoBERTa's) have so many fewer."""
    places = getattr(config, "max_position_embeddings", None) or MOST_TOKENS
    if places < MOST_TOKENS:
        places -= (getattr(config, "pad_token_id", None) or 0) + 1
    return max(1, min(MOST_TOKENS, int(tokenizer.model_max_length), places))
