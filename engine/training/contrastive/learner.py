"""Contrastive fine-tuning of one of open_clip's models. Importing this loads torch."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from engine.encoders.base import FloatArray, PixelArray
from engine.encoders.full import load_model
from engine.encoders.sources import FullSource
from engine.encoders.threads import map_in_threads
from engine.evaluation.retrieval.pairs import CaptionedImages
from engine.training.contrastive.grad_cache import TowerInput, add_gradients
from engine.training.contrastive.low_rank import merged_state
from engine.training.contrastive.parts import TrainedPart, make_trainable, set_training
from engine.training.course import Validation
from engine.training.losses import SCALE_LIMIT, Loss, contrastive_loss
from engine.training.pairs import IntArray, TrainingPairs
from engine.training.validating import validation_of

CHUNK_SIZE = 32
"""Pairs held with what gradients need."""
ENCODED_AT_A_TIME = 8
SIGMOID_BIAS = "sigmoid_bias"
FIRST_PAIRS = 256
"""From so many the bias of the sigmoid loss begins."""
BIAS_MARGIN, HALVINGS = 20.0, 40


@dataclass(frozen=True, slots=True, eq=False)
class ContrastiveData:
    """pixels: (n, size_px, size_px, 3) uint8, as the encoder takes them; may be a file mapped into
    memory. tokens: (m, context length) int64. ``training`` and ``validation`` hold rows of both."""

    pixels: PixelArray
    tokens: Tensor
    training: TrainingPairs
    validation: TrainingPairs


class ContrastiveLearner:
    """Trains a model of open_clip's on pairs; see ``engine.training.course.Learner``.

    A batch may be as large as wished: ``chunk_size`` pairs are held at a time (``grad_cache``).
    What low-rank adaptations begin with follows from ``seed``. Raises InputError where the model
    cannot be made, or has no blocks that could be trained alone.
    """

    def __init__(
        self,
        source: FullSource,
        data: ContrastiveData,
        *,
        trained: TrainedPart,
        loss: Loss = "cross-entropy",
        chunk_size: int = CHUNK_SIZE,
        seed: int = 0,
    ) -> None:
        self._data, self._kind, self._chunk_size = data, loss, chunk_size
        self._model = load_model(source)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            make_trainable(self._model, trained)
        preprocess = source.preprocess
        self._mean = torch.tensor(preprocess.mean).mul(255).view(1, 3, 1, 1)
        self._scale = torch.tensor(preprocess.std).mul(255).reciprocal().view(1, 3, 1, 1)
        # A locked tower says the same every time.
        self._locked_images = self._all_images() if trained.locked_images else None
        self._bias = self._first_bias().requires_grad_(loss == "sigmoid")

    def tensors(self) -> Mapping[str, Tensor]:
        """What is trained, by its name in the model."""
        named = dict(self._model.named_parameters()) | {SIGMOID_BIAS: self._bias}
        return {name: one for name, one in named.items() if one.requires_grad}

    def backward(self, rows: IntArray) -> float:
        """The loss of a batch of pairs; adds its gradients to ``.grad`` of what is trained."""
        pairs = self._data.training
        masked = torch.from_numpy(pairs.no_negatives(rows))
        set_training(self._model, training=True)
        return add_gradients(
            TowerInput(self._images, torch.from_numpy(pairs.image[rows])),
            TowerInput(self._texts, torch.from_numpy(pairs.text[rows])),
            lambda images, texts: contrastive_loss(
                self._kind, images, texts, self._model.logit_scale, self._bias, masked
            ),
            chunk_size=self._chunk_size,
        )

    def validate(self) -> Validation:
        """How the pairs of the validation find each other now."""
        return validation_of(self.encoded(self._data.validation))

    def encoded(self, pairs: TrainingPairs) -> CaptionedImages:
        """The vectors of pairs by the model as it is now."""
        images, image = np.unique(pairs.image, return_inverse=True)
        texts, text = np.unique(pairs.text, return_inverse=True)
        of_image, of_text = np.empty(len(images), np.int64), np.empty(len(texts), np.int64)
        of_image[image], of_text[text] = pairs.image_groups, pairs.text_groups
        owner = np.empty(len(texts), np.int64)
        owner[text] = image
        return CaptionedImages(
            self.encode_images(images),
            self.encode_tokens(self._data.tokens[texts]),
            owner,
            of_image,
            of_text,
        )

    def encode_images(self, rows: IntArray) -> FloatArray:
        """(n, d) float32 vectors of these pictures by the model as it is now."""
        found: FloatArray = self._encoded(self._images, torch.from_numpy(rows)).numpy()
        return found

    def encode_tokens(self, tokens: Tensor) -> FloatArray:
        """(n, d) float32 vectors of (n, context length) tokens by the model as it is now."""
        found: FloatArray = self._encoded(self._read, tokens).numpy()
        return found

    def take(self, weights: Mapping[str, Tensor]) -> None:
        """Be the model with these weights, named as ``weights`` names them; not with low-rank
        adaptations."""
        self._model.load_state_dict(dict(weights))

    def weights(self) -> dict[str, Tensor]:
        """A copy of all weights of the model, under open_clip's names, adaptations merged."""
        weights = {name: one.clone() for name, one in merged_state(self._model).items()}
        weights["logit_scale"] = weights["logit_scale"].clamp(max=SCALE_LIMIT)
        if SIGMOID_BIAS not in self.tensors() or "logit_bias" not in weights:
            return weights
        return weights | {"logit_bias": self._bias.detach().reshape(weights["logit_bias"].shape)}

    def _images(self, rows: Tensor) -> Tensor:
        """(n, d) features of these images, of length 1."""
        if self._locked_images is not None:
            return self._locked_images[rows]
        pixels = torch.from_numpy(self._data.pixels[rows.numpy()]).permute(0, 3, 1, 2)
        inputs = pixels.float().sub_(self._mean).mul_(self._scale)
        found: Tensor = self._model.encode_image(inputs, normalize=True)
        return found

    def _texts(self, rows: Tensor) -> Tensor:
        """(m, d) features of these texts, of length 1."""
        return self._read(self._data.tokens[rows])

    def _read(self, tokens: Tensor) -> Tensor:
        found: Tensor = self._model.encode_text(tokens, normalize=True)
        return found

    def _encoded(self, tower: Callable[[Tensor], Tensor], inputs: Tensor) -> Tensor:
        """Features as later encoding makes them: nothing is dropped out."""
        set_training(self._model, training=False)
        parts = torch.split(inputs, ENCODED_AT_A_TIME)
        return torch.cat(map_in_threads(tower, parts))

    def _all_images(self) -> Tensor:
        self._locked_images = None
        return self._encoded(self._images, torch.arange(len(self._data.pixels))).clone()

    def _first_bias(self) -> Tensor:
        """The model's own bias of similarities, else one with which as many pairs of the first ones
        are taken for true as are."""
        if self._model.logit_bias is not None:
            bias: Tensor = self._model.logit_bias.detach().clone()
            self._model.logit_bias.requires_grad_(False)
            return bias
        if self._kind != "sigmoid":
            return torch.zeros(())
        pairs = self._data.training
        images = self._encoded(self._images, torch.from_numpy(pairs.image[:FIRST_PAIRS]))
        texts = self._encoded(self._texts, torch.from_numpy(pairs.text[:FIRST_PAIRS]))
        scale = self._model.logit_scale.detach().clamp(max=SCALE_LIMIT).exp()
        return _bias_for(scale * images @ texts.T)


def _bias_for(logits: Tensor) -> Tensor:
    """() float32: the bias under which the (n, n) probabilities add up to n."""
    low, high = (-float(logits.max()) - BIAS_MARGIN, -float(logits.min()) + BIAS_MARGIN)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if float(torch.sigmoid(logits + middle).sum()) > len(logits):
            high = middle
        else:
            low = middle
    return torch.tensor((low + high) / 2)
