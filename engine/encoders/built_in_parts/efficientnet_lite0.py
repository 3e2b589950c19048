"""EfficientNet-Lite0 up to its pooled feature, from the weights of the package alone.

The same as timm's ``tf_efficientnet_lite0``, which a test holds it against. It is written out here
because timm takes three seconds to load, which every first search by words and every start of
encoding would wait for. The layers' sizes are those of the weights.
"""

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_weights

BLOCKS = 16
HALVING_BLOCKS = (1, 3, 5, 11)
"""Those whose depthwise convolution halves width and height."""

EPSILON = 1e-3
"""Of batch normalisation, as the weights were trained."""


class _Added(nn.Module):
    """What the layers make of a picture, added to it."""

    def __init__(self, layers: nn.Sequential) -> None:
        super().__init__()
        self.layers = layers

    def forward(self, hidden: Tensor) -> Tensor:
        """(n, c, h, w) to the same shape."""
        added: Tensor = hidden + self.layers(hidden)
        return added


def image_layers(weights: Mapping[str, Tensor]) -> tuple[nn.Sequential, nn.Sequential]:
    """The stem and the first block, and the rest up to the pooled feature (n, 1280).

    ``weights`` is the package's table of tensors by name. Batch normalisation is folded into the
    convolutions before it. Inputs are (n, 3, s, s) with s a multiple of 32.
    """
    stem = _convolution(weights, "_conv_stem", "_bn0", stride=2)
    start = nn.Sequential(*stem, nn.ReLU6(inplace=True), _block(weights, 0))
    blocks = [_block(weights, number) for number in range(1, BLOCKS)]
    head = _convolution(weights, "_conv_head", "_bn1")
    end = (nn.ReLU6(inplace=True), nn.AdaptiveAvgPool2d(1), nn.Flatten())
    return start, nn.Sequential(*blocks, *head, *end)


def _block(weights: Mapping[str, Tensor], number: int) -> nn.Module:
    """Widened, filtered depthwise, narrowed; added to what came in where the shapes are equal."""
    name = f"_blocks.{number}"
    stride = 2 if number in HALVING_BLOCKS else 1
    layers: list[nn.Module] = []
    if f"{name}._expand_conv.weight" in weights:
        layers += _convolution(weights, f"{name}._expand_conv", f"{name}._bn0")
        layers.append(nn.ReLU6(inplace=True))
    layers += _convolution(weights, f"{name}._depthwise_conv", f"{name}._bn1", stride=stride)
    layers.append(nn.ReLU6(inplace=True))
    layers += _convolution(weights, f"{name}._project_conv", f"{name}._bn2")
    first, last = layers[0], layers[-1]
    assert isinstance(first, nn.Conv2d)
    assert isinstance(last, nn.Conv2d)
    keeps_shape = stride == 1 and first.in_channels == last.out_channels
    return _Added(nn.Sequential(*layers)) if keeps_shape else nn.Sequential(*layers)


def _convolution(
    weights: Mapping[str, Tensor], name: str, norm: str, *, stride: int = 1
) -> list[nn.Module]:
    """A convolution with the batch normalisation after it, and the padding it needs before."""
    kernel, bias = fuse_conv_bn_weights(
        weights[f"{name}.weight"],
        None,
        weights[f"{norm}.running_mean"],
        weights[f"{norm}.running_var"],
        EPSILON,
        weights[f"{norm}.weight"],
        weights[f"{norm}.bias"],
    )
    out_channels, of_each, size = kernel.shape[:3]
    # One channel in for each out: depthwise.
    groups = out_channels if of_each == 1 else 1
    # As TensorFlow pads an even size: one less at the left and top where a step is two.
    before = (size - stride) // 2
    with torch.device("meta"):  # nothing is drawn that is replaced at once
        layer = nn.Conv2d(
            of_each * groups,
            out_channels,
            size,
            stride,
            padding=before if stride == 1 else 0,
            groups=groups,
        )
    layer.weight, layer.bias = nn.Parameter(kernel), nn.Parameter(bias)
    after = size - stride - before
    padding = [] if stride == 1 else [nn.ZeroPad2d((before, after, before, after))]
    return [*padding, layer]
