"""Label vectors for suggesters that go by what labels are called."""

from engine.errors import InputError
from engine.language.phrases import label_vectors, weights_of
from engine.suggesters.base import FloatArray, References


def named_vectors(references: References, context_weights: str) -> FloatArray:
    """``label_vectors`` of the phrases that references come with, by ``weights_of`` the text.

    Raises InputError where they come without phrases.
    """
    if references.phrases is None:
        raise InputError("references-without-names")
    weights = weights_of(context_weights, len(references.phrases))
    return label_vectors(references.phrases, weights)
