"""Full encoders: open_clip's models with image and text tower. Importing this loads torch."""

import functools
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import open_clip
import torch
from open_clip.convert import convert_state_dict
from open_clip.model import convert_to_custom_text_state_dict
from open_clip.tokenizer import DEFAULT_CONTEXT_LENGTH, HFTokenizer, SimpleTokenizer
from torch import Tensor

from engine.encoders.base import FloatArray, PixelArray, Precision, PrecisionChoice
from engine.encoders.files import read_weights
from engine.encoders.sources import FullSource, ModelConfig, has_hub_tower
from engine.encoders.text_languages import ENGLISH, set_language
from engine.encoders.threads import map_in_threads
from engine.encoders.tower import ImageTower, unit_rows
from engine.errors import InputError

TEXTS_AT_A_TIME = 16
IMAGE_PREFIX = "visual."
POSITION_IDS = "text.transformer.embeddings.position_ids"

logger = logging.getLogger(__name__)


class OpenClipEncoder:
    """One of open_clip's models, every weight of it from one file. No network is asked.

    Raises InputError when the weights are not safe, whole, or those of this
    architecture; never goes on with random ones.
    """

    def __init__(
        self, source: FullSource, *, precision: PrecisionChoice = "auto", language: str = ENGLISH
    ) -> None:
        self.name = source.name
        self.fingerprint = source.fingerprint
        self.weights_sha256 = source.weights_sha256
        self.preprocess = source.preprocess
        self.feature_size = int(source.model["embed_dim"])
        self._source = source
        self._language = language
        # Only the image tower is kept: a person who encodes an archive may never ask for texts.
        visual = _load_image_tower(source)
        self._tower = ImageTower(_Pooled(visual), source.preprocess, precision=precision)
        self.has_text_tower = source.reads_words

    @property
    def precision(self) -> Precision:
        """What images are encoded in; with "auto" settled by the first batch."""
        return self._tower.precision

    def encode_images(self, pixels: PixelArray) -> FloatArray:
        """(n, size_px, size_px, 3) uint8 RGB to (n, feature_size) float32, rows of length 1."""
        return self._tower.encode(pixels)

    def encode_texts(self, texts: Sequence[str]) -> FloatArray:
        """(n, feature_size) float32, rows of length 1; InputError without a text tower."""
        return self.encode_texts_in(texts, self._language)

    def encode_texts_in(self, texts: Sequence[str], language: str) -> FloatArray:
        """As ``encode_texts``, of texts in a language (ISO 639-1)."""
        if not self.has_text_tower:
            raise InputError("encoder-reads-no-words", encoder=self.name)
        if not texts:
            return torch.empty(0, self.feature_size).numpy()
        tokens = self._tokenizer(list(texts), language)
        model = self._text_model
        vectors = map_in_threads(
            lambda some: unit_rows(model.encode_text(some)), torch.split(tokens, TEXTS_AT_A_TIME)
        )
        encoded: FloatArray = torch.cat(vectors).numpy()
        return encoded

    @functools.cached_property
    def _tokenizer(self) -> "TextTokenizer":
        return load_tokenizer(self._source, self._language)

    @functools.cached_property
    def _text_model(self) -> Any:  # noqa: ANN401
        """The model without its image tower; loaded when the first text comes."""
        return _load_text_model(self._source)


class _Pooled(torch.nn.Module):
    """The image tower's pooled feature, also of those that return their tokens with it (CoCa)."""

    def __init__(self, visual: torch.nn.Module) -> None:
        super().__init__()
        self.visual = visual

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        output: torch.Tensor | tuple[torch.Tensor, ...] = self.visual(images)
        return output[0] if isinstance(output, tuple) else output


class TextTokenizer:
    """One of open_clip's tokenizers, which is told the language of texts where it takes one. Not
    for several threads at a time: it keeps what it was told last."""

    def __init__(self, tokenizer: Any, length: int, language: str) -> None:  # noqa: ANN401
        self._tokenizer, self._length, self._language = tokenizer, length, language

    def __call__(self, texts: list[str], language: str | None = None) -> Tensor:
        """Texts to (n, context length) int64; in ``language``, else in the usual one."""
        if isinstance(self._tokenizer, HFTokenizer):
            set_language(self._tokenizer.tokenizer, language or self._language)
        tokens: Tensor = self._tokenizer(texts, context_length=self._length)
        return tokens


def load_tokenizer(source: FullSource, language: str = ENGLISH) -> TextTokenizer:
    """open_clip's own tokenizer, or the one of the hub that lies beside the weights. ``language``:
    the usual one of texts. Raises InputError where its files cannot be read.
    """
    text = source.model["text_cfg"]
    length = int(text.get("context_length", DEFAULT_CONTEXT_LENGTH))
    options = text.get("tokenizer_kwargs") or {}
    if source.words is None:
        simple = SimpleTokenizer(context_length=length, **options)
        return TextTokenizer(simple, length, language)
    try:
        tokenizer = HFTokenizer(
            str(source.words), context_length=length, local_files_only=True, **options
        )
        set_language(tokenizer.tokenizer, language)
    except Exception as error:
        logger.info("tokenizer cannot be read", exc_info=True)
        raise InputError("tokenizer-unreadable", folder=source.words) from error
    return TextTokenizer(tokenizer, length, language)


def load_model(source: FullSource) -> Any:  # noqa: ANN401  # open_clip has no types
    """Both towers with their weights, for whoever trains them."""
    model, weights = _checked(source)
    model.load_state_dict(weights)
    return model


def _load_image_tower(source: FullSource) -> torch.nn.Module:
    """The image tower alone; all weights in the file must be those of the whole model."""
    model, weights = _checked(source)
    tower: torch.nn.Module = model.visual
    # The rest goes before weights are read: a large model would otherwise be held twice.
    del model
    tower.load_state_dict(
        {
            name.removeprefix(IMAGE_PREFIX): value
            for name, value in weights.items()
            if name.startswith(IMAGE_PREFIX)
        }
    )
    return tower


def _load_text_model(source: FullSource) -> Any:  # noqa: ANN401  # open_clip has no types
    """The model without its image tower."""
    model, weights = _checked(source)
    model.visual = torch.nn.Identity()
    model.load_state_dict(
        {name: value for name, value in weights.items() if not name.startswith(IMAGE_PREFIX)}
    )
    return model.eval().requires_grad_(False)


def _checked(source: FullSource) -> tuple[Any, dict[str, torch.Tensor]]:
    """A model with random weights and the ones to put in, which fit it to the last name."""
    weights = read_weights(source.weights)
    try:
        model = _new_model(source.model, source.words)
    except Exception as error:
        raise InputError(
            "architecture-not-built", encoder=source.name, detail=str(error)
        ) from error
    try:
        weights = _in_open_clips_names(model, weights)
        shapes = {name: value.shape for name, value in weights.items()}
        fit = shapes == {name: value.shape for name, value in model.state_dict().items()}
    except Exception:
        logger.info("weights cannot be converted", exc_info=True)
        fit = False
    if not fit:
        raise InputError("weights-of-other-architecture", file=source.weights.name)
    return model, weights


def _new_model(config: ModelConfig, words: Path | None) -> Any:  # noqa: ANN401
    """As open_clip.create_model makes it, from a configuration alone.

    ``words`` has the configuration of a text tower of the hub's.
    """
    options = {key: value for key, value in config.items() if key != "custom_text"}
    vision = dict(options["vision_cfg"])
    if "timm_model_name" in vision:
        vision["timm_model_pretrained"] = False
    options["vision_cfg"] = vision
    if has_hub_tower(config):
        tower = {"hf_model_name": str(words), "hf_model_pretrained": False}
        options["text_cfg"] = {**options["text_cfg"], **tower}
    if "multimodal_cfg" in config:
        return open_clip.CoCa(**options)
    if config.get("custom_text") or has_hub_tower(config):
        return open_clip.CustomTextCLIP(**options)
    return open_clip.CLIP(**options)


def _in_open_clips_names(
    model: Any,  # noqa: ANN401
    weights: dict[str, torch.Tensor],
) -> dict[str, torch.Tensor]:
    """Weights under the names of open_clip's own model, as open_clip.load_checkpoint gives them.

    It differs from that function, which reads the file itself, and again without ``weights_only``
    after a TypeError; and which stretches position embeddings of another image size to fit, where
    here the architecture must be the right one.
    """
    if next(iter(weights)).startswith("module."):
        weights = {name.removeprefix("module."): value for name, value in weights.items()}
    weights = convert_state_dict(model, weights)
    # Towers of the hub kept these numbers among their weights once; they follow from the length.
    if POSITION_IDS not in model.state_dict():
        weights.pop(POSITION_IDS, None)
    if "positional_embedding" in weights and not hasattr(model, "positional_embedding"):
        weights = convert_to_custom_text_state_dict(weights)
    for scalar in ("logit_scale", "logit_bias"):
        own = getattr(model, scalar, None)
        if own is not None and scalar in weights:
            weights[scalar] = weights[scalar].reshape(own.shape)
    return weights
