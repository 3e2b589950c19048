"""The simple and the class-wise neighbor net over all reference images, untrained.

Source: thesis 3.2.3. The thesis computes the class-wise net as a dense query x reference x label
tensor with -inf where an image does not carry a label; the numbers here are the same, from the
stored pairs alone.
"""

from engine.suggesters.base import References, Watch
from engine.suggesters.nets.formulas import ClassWise, Simple
from engine.suggesters.nets.image_layer import ImageLayer
from engine.suggesters.nets.net import Layer, UntrainedNet, check_temperature


class SimpleNet(UntrainedNet):
    """Neighbor search without a filter: every reference counts, weighted by a softmax.

    temperature: factor on the cosine similarity, >= 0. The thesis found 105.6 for CLIP.
    """

    def __init__(self, temperature: float = 105.6) -> None:
        self.temperature = temperature

    def _layer(self, references: References, watch: Watch | None) -> Layer:
        return ImageLayer(references)

    def _formula(self) -> Simple:
        return Simple(self.temperature)

    def _check(self) -> None:
        check_temperature(self.temperature)


class ClassWiseNet(UntrainedNet):
    """How similar a query is to the images of each label, each label for itself.

    temperature: 0 takes the mean similarity, a huge one the highest.
    """

    def __init__(self, temperature: float = 14.193) -> None:
        self.temperature = temperature

    def _layer(self, references: References, watch: Watch | None) -> Layer:
        return ImageLayer(references)

    def _formula(self) -> ClassWise:
        return ClassWise(self.temperature)

    def _check(self) -> None:
        check_temperature(self.temperature)
